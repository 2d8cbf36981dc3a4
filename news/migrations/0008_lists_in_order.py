from django.db import migrations, models

BY_DATE = ["published_at", "id", "shown_from", "shown_until"]


def index(name: str, *fields: str) -> migrations.AddIndex:
    return migrations.AddIndex("article", models.Index(fields=[*fields], name=name))


class Migration(migrations.Migration):
    dependencies = [("news", "0007_when_shown")]

    operations = [
        migrations.RemoveIndex("article", "news_article_in_category"),
        index("news_article_listed", "language", "pinned", *BY_DATE),
        index("news_article_by_date", "language", *BY_DATE),
        index("news_article_of_category", "language", "category", "pinned", *BY_DATE),
        index("news_article_in_category", "language", "category", *BY_DATE),
    ]
