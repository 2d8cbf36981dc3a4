from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("news", "0011_newest_versions")]

    operations = [
        migrations.AddIndex("article", models.Index(fields=["newest"], name="news_article_newest")),
        migrations.AddIndex(
            "article",
            models.Index(fields=["waiting", "newest"], name="news_article_waits"),
        ),
        migrations.AddIndex(
            "articlerevision",
            models.Index(
                fields=["withheld_at"],
                name="news_articlerevision_kept",
                condition=models.Q(withheld_at__isnull=False),
            ),
        ),
    ]
