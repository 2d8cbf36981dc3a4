from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("news", "0009_tags_in_order")]

    operations = [
        migrations.AddIndex(
            "tagging",
            models.Index(
                fields=["tag", "language", "pinned", "published_at", "article"], name="news_tagging_listed"
            ),
        ),
        migrations.AddIndex(
            "tagging",
            models.Index(fields=["tag", "language", "published_at", "article"], name="news_tagging_by_date"),
        ),
    ]
