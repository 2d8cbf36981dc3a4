from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("news", "0012_few_among_many")]

    operations = [
        migrations.AddIndex("article", models.Index(fields=["published_at"], name="news_article_published")),
    ]
