from django.db import migrations, models

from pages.stretches import tell_all


def tell(apps, schema_editor):
    tell_all(*(apps.get_model("news", name) for name in ("Article", "ArticleRevision", "ArticleAbsence")))


class Migration(migrations.Migration):
    dependencies = [("news", "0006_moments_in_order")]

    operations = [
        migrations.AddField("article", "shown_from", models.DateTimeField(editable=False, null=True)),
        migrations.AddField("article", "shown_until", models.DateTimeField(editable=False, null=True)),
        migrations.RunPython(tell, migrations.RunPython.noop),
    ]
