"""The whole index made anew: for a new database, after rows were written past the site, and when its rules change."""

from collections.abc import Callable

from django.apps import apps
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from pages.models import KnownWord, SearchEntry, Timeline
from pages.search import index


@transaction.atomic
def rebuild(tell: Callable[[str], None] = lambda line: None) -> int:
    index.clear()
    SearchEntry.objects.all().delete()
    KnownWord.objects.all().delete()
    count = 0
    for model in apps.get_models():
        if issubclass(model, Timeline):
            revisions = model._meta.get_field("revisions").related_model.objects.on_their_way(timezone.now())
            found = SearchEntry.objects.add(revisions.order_by("pk").iterator(chunk_size=500))
            tell(f"{model._meta.verbose_name_plural}: {found}")
            count += found
    return count


def fill_if_empty(**_told) -> None:
    """After migrations: a database of an earlier version has texts and no index yet."""
    migrations = MigrationExecutor(connection)
    is_half_way = bool(migrations.migration_plan(migrations.loader.graph.leaf_nodes()))
    if not is_half_way and not SearchEntry.objects.exists():
        rebuild()
