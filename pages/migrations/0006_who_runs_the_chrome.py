"""Who may write pages and run the chrome; and the one row of settings that every page reads."""

from django.db import migrations

from pages.roles import grant

WRITE = ("pages.add_page", "pages.view_page", "pages.change_page")
PUBLISH = ("pages.delete_page", "pages.publish_page")
CHROME = ("menuitem", "banner", "partner", "redirect")


def make(apps, schema_editor):
    grant(apps, "Authors", *WRITE)
    grant(apps, "Editors", *WRITE, *PUBLISH)
    grant(
        apps,
        "Site managers",
        *WRITE,
        *PUBLISH,
        *(f"pages.{action}_{model}" for model in CHROME for action in ("add", "view", "change", "delete")),
        *("pages.view_missingaddress", "pages.delete_missingaddress"),
    )
    apps.get_model("pages", "SiteSettings").objects.get_or_create(pk=1)


class Migration(migrations.Migration):
    dependencies = [("pages", "0005_redirects"), ("news", "0002_authors_and_editors")]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
