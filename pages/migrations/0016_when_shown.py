from django.db import migrations, models

from pages.stretches import tell_all


def tell(apps, schema_editor):
    tell_all(*(apps.get_model("pages", name) for name in ("Page", "PageRevision", "PageAbsence")))


class Migration(migrations.Migration):
    dependencies = [("pages", "0015_moments_in_order")]

    operations = [
        migrations.AddField("page", "shown_from", models.DateTimeField(editable=False, null=True)),
        migrations.AddField("page", "shown_until", models.DateTimeField(editable=False, null=True)),
        migrations.RunPython(tell, migrations.RunPython.noop),
    ]
