from django.db import migrations, models

from pages.stretches import tell_newest


def tell(apps, schema_editor):
    tell_newest(*(apps.get_model("pages", name) for name in ("Page", "PageRevision")))


class Migration(migrations.Migration):
    dependencies = [("pages", "0016_when_shown")]

    operations = [
        migrations.AddField("page", "newest", models.BigIntegerField(editable=False, null=True)),
        migrations.AddField(
            "page", "waiting", models.CharField(blank=True, default="draft", editable=False, max_length=8)
        ),
        migrations.RunPython(tell, migrations.RunPython.noop),
    ]
