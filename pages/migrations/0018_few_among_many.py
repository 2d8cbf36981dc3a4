from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("pages", "0017_newest_versions")]

    operations = [
        migrations.AddIndex(
            "pagerevision",
            models.Index(
                fields=["withheld_at"],
                name="pages_pagerevision_kept",
                condition=models.Q(withheld_at__isnull=False),
            ),
        ),
    ]
