from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("news", "0005_sums_of_clicks")]

    operations = [
        migrations.AddIndex(
            model_name="articlerevision",
            index=models.Index(fields=["live_from"], name="news_articlerevision_begins"),
        ),
        migrations.AddIndex(
            model_name="articlerevision",
            index=models.Index(
                fields=["ends_at"], name="news_articlerevision_ends", condition=models.Q(ends_at__isnull=False)
            ),
        ),
    ]
