from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("pages", "0013_search_engines")]

    operations = [
        migrations.CreateModel(
            name="Generation",
            fields=[
                ("name", models.CharField(max_length=20, primary_key=True, serialize=False)),
                ("number", models.BigIntegerField()),
            ],
        ),
    ]
