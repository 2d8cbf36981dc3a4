"""Authors move to the trash what they began and readers have never seen."""

from django.db import migrations

from pages.roles import grant


def make(apps, schema_editor):
    grant(apps, "Authors", "news.delete_article", "pages.delete_page")


class Migration(migrations.Migration):
    dependencies = [("news", "0003_newsroom"), ("pages", "0008_newsroom")]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
