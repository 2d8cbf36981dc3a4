from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("pages", "0014_generation")]

    operations = [
        migrations.AddIndex(
            model_name="pagerevision",
            index=models.Index(fields=["live_from"], name="pages_pagerevision_begins"),
        ),
        migrations.AddIndex(
            model_name="pagerevision",
            index=models.Index(
                fields=["ends_at"], name="pages_pagerevision_ends", condition=models.Q(ends_at__isnull=False)
            ),
        ),
    ]
