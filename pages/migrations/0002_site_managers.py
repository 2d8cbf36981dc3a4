"""The role that runs the chrome of the site."""

from django.db import migrations

from pages.roles import grant


def make(apps, schema_editor):
    grant(
        apps,
        "Site managers",
        *("pages.view_sitesettings", "pages.change_sitesettings"),
        *("pages.add_picture", "pages.view_picture", "pages.change_picture", "pages.delete_picture"),
    )


class Migration(migrations.Migration):
    dependencies = [("pages", "0001_ground"), ("auth", "0012_alter_user_first_name_max_length"), ("contenttypes", "0002_remove_content_type_name")]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
