import django.db.models.deletion
from django.db import migrations, models
from django.db.models import OuterRef, Subquery

PLACE = ("language", "pinned", "published_at")


def tell(apps, schema_editor):
    article = apps.get_model("news", "Article").objects.filter(pk=OuterRef("article"))
    apps.get_model("news", "Tagging").objects.update(**{name: Subquery(article.values(name)) for name in PLACE})


def key(to: str) -> models.ForeignKey:
    return models.ForeignKey(f"news.{to}", django.db.models.deletion.CASCADE, related_name="taggings")


class Migration(migrations.Migration):
    dependencies = [("news", "0008_lists_in_order")]

    operations = [
        # The table is there: until now Django had it without a name.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    "Tagging",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("article", key("article")),
                        ("tag", key("tag")),
                    ],
                    options={
                        "db_table": "news_article_tags",
                        "default_permissions": (),
                        "unique_together": {("article", "tag")},
                    },
                ),
                migrations.AlterField(
                    "article",
                    "tags",
                    models.ManyToManyField(
                        to="news.tag", through="news.Tagging", blank=True, verbose_name="tags"
                    ),
                ),
            ]
        ),
        migrations.AddField("tagging", "language", models.CharField(max_length=10, default=""), preserve_default=False),
        migrations.AddField("tagging", "pinned", models.BooleanField(default=False)),
        migrations.AddField("tagging", "published_at", models.DateTimeField(null=True)),
        migrations.RunPython(tell, migrations.RunPython.noop),
    ]
