"""The roles that write and publish, and the site managers' part in news."""

from django.db import migrations

from pages.roles import grant

WRITE = ("news.add_article", "news.view_article", "news.change_article", "news.view_category", "news.view_tag")
PICTURES = ("pages.add_picture", "pages.view_picture")


def make(apps, schema_editor):
    grant(apps, "Authors", *WRITE, *PICTURES)
    grant(
        apps,
        "Editors",
        *WRITE,
        *PICTURES,
        *("news.delete_article", "news.publish_article", "pages.change_picture", "pages.delete_picture"),
        *("news.add_tag", "news.change_tag", "news.delete_tag"),
    )
    grant(apps, "Site managers", "news.view_article", "news.add_category", "news.change_category", "news.delete_category", "news.view_category")


class Migration(migrations.Migration):
    dependencies = [("news", "0001_news"), ("pages", "0002_site_managers")]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
