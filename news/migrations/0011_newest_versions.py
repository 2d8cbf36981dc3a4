from django.db import migrations, models

from pages.stretches import tell_newest


def tell(apps, schema_editor):
    tell_newest(*(apps.get_model("news", name) for name in ("Article", "ArticleRevision")))


class Migration(migrations.Migration):
    dependencies = [("news", "0010_lists_of_tags_in_order")]

    operations = [
        migrations.AddField("article", "newest", models.BigIntegerField(editable=False, null=True)),
        migrations.AddField(
            "article", "waiting", models.CharField(blank=True, default="draft", editable=False, max_length=8)
        ),
        migrations.RunPython(tell, migrations.RunPython.noop),
    ]
