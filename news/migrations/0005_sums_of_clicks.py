import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Sum


def sum_up(apps, schema_editor):
    days = apps.get_model("news", "DailyClicks").objects.order_by().values("article").annotate(sum=Sum("clicks"))
    sums = apps.get_model("news", "Clicks").objects
    sums.bulk_create(
        (sums.model(article_id=row["article"], clicks=row["sum"]) for row in days.iterator()), batch_size=500
    )


class Migration(migrations.Migration):
    dependencies = [("news", "0004_who_trashes"), ("pages", "0014_generation")]

    operations = [
        migrations.CreateModel(
            name="Clicks",
            fields=[
                (
                    "article",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="total",
                        serialize=False,
                        to="news.article",
                        verbose_name="article",
                    ),
                ),
                ("clicks", models.BigIntegerField(default=0, verbose_name="clicks")),
                ("fold", models.BigIntegerField(db_index=True, default=0)),
            ],
            options={"verbose_name": "clicks", "verbose_name_plural": "clicks"},
        ),
        migrations.CreateModel(
            name="FoldedJournal",
            fields=[
                ("name", models.CharField(max_length=32, primary_key=True, serialize=False)),
                ("place", models.BigIntegerField(default=0)),
            ],
        ),
        migrations.RunPython(sum_up, migrations.RunPython.noop),
    ]
