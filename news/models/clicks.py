"""How often articles were read: one row an article and day, one with the sum of each, and nothing about who read."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from typing import NamedTuple

from django.db import connection, models, transaction
from django.utils.translation import gettext_lazy as _

from pages.models import Generation

AT_ONCE = 200  # rows of one statement
FOLDS = "folds of views"  # the name of the number that moves with each

Counts = Counter[tuple[int, date]]


class DailyClicks(models.Model):
    article = models.ForeignKey(
        "news.Article", models.CASCADE, related_name="days", verbose_name=_("article"), db_index=False
    )
    day = models.DateField(_("day"), db_index=True)
    clicks = models.PositiveIntegerField(_("clicks"), default=0)

    class Meta:
        verbose_name = _("clicks of a day")
        verbose_name_plural = _("clicks by day")
        constraints = [models.UniqueConstraint(fields=["article", "day"], name="news_one_row_of_clicks_a_day")]

    def __str__(self) -> str:
        return f"{self.article_id}, {self.day}: {self.clicks}"


class Total(NamedTuple):
    """Of an article, and by which fold it came to be."""

    article: int
    clicks: int
    fold: int


class ClicksQuerySet(models.QuerySet):
    @transaction.atomic
    def add(self, counts: Counts, fold: int) -> None:
        """Views of articles by day, to the days and to the sums."""
        there = self._there({article for article, _day in counts})
        days = sorted((article, day, count) for (article, day), count in counts.items() if article in there)
        sums: Counter[int] = Counter()
        for article, _day, count in days:
            sums[article] += count
        _upsert("news_dailyclicks", ("article_id", "day"), days)
        _upsert("news_clicks", ("article_id",), sorted(sums.items()), fold)

    def of(self, article: models.Model) -> int:
        return self.filter(pk=article.pk).values_list("clicks", flat=True).first() or 0

    def totals(self, articles: list[int]) -> dict[int, Total]:
        rows = self.filter(article__in=articles).values_list("article", "clicks", "fold")
        return {row[0]: Total(*row) for row in rows}

    def moved_since(self, fold: int) -> Iterable[Total]:
        return (Total(*row) for row in self.filter(fold__gt=fold).values_list("article", "clicks", "fold"))

    def _there(self, articles: set[int]) -> set[int]:
        """A journal may name one that is destroyed by now. The others are not, until the transaction ends."""
        model = self.model._meta.get_field("article").related_model
        if connection.vendor == "sqlite":
            return set(model._base_manager.filter(pk__in=articles).values_list("pk", flat=True))
        with connection.cursor() as cursor:
            lock = "SELECT id FROM news_article WHERE id = ANY(%s) ORDER BY id FOR KEY SHARE"
            cursor.execute(lock, [list(articles)])
            return {row[0] for row in cursor}


class Clicks(models.Model):
    """The sum of an article's days, moved with them, so that nobody adds up years; `fold` tells which moved of late."""

    article = models.OneToOneField(
        "news.Article", models.CASCADE, primary_key=True, related_name="total", verbose_name=_("article")
    )
    clicks = models.BigIntegerField(_("clicks"), default=0)
    fold = models.BigIntegerField(default=0, db_index=True)

    objects = ClicksQuerySet.as_manager()

    class Meta:
        verbose_name = _("clicks")
        verbose_name_plural = _("clicks")

    def __str__(self) -> str:
        return f"{self.article_id}: {self.clicks}"


class FoldedJournalQuerySet(models.QuerySet):
    def reached(self, name: str) -> int:
        """The place up to which a journal is in, held until the transaction ends."""
        self.bulk_create([FoldedJournal(name=name)], ignore_conflicts=True)
        return self.select_for_update().get(pk=name).place

    @transaction.atomic
    def fold(self, name: str, since: Callable[[int], tuple[Counts, int]], on_way: Callable[[int], None]) -> None:
        """What a journal has `since` the place reached, and where that ends. `on_way` is told which fold it will be."""
        counts, end = since(self.reached(name))
        if not counts:
            return
        fold = Generation.objects.moved(FOLDS)  # and others wait, so that folds are seen in the order of their numbers
        on_way(fold)
        Clicks.objects.add(counts, fold)
        self.filter(pk=name).update(place=end)


class FoldedJournal(models.Model):
    """How far a journal of views is in the database; moved in the transaction that adds the views."""

    name = models.CharField(max_length=32, primary_key=True)
    place = models.BigIntegerField(default=0)

    objects = FoldedJournalQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.name}: {self.place}"


def _upsert(table: str, keys: tuple[str, ...], rows: list[tuple], *fold: int) -> None:
    """Each row ends with how many to add."""
    columns = ", ".join([*keys, "clicks", *(["fold"] if fold else [])])
    moved = f"clicks = {table}.clicks + excluded.clicks{', fold = excluded.fold' if fold else ''}"
    with connection.cursor() as cursor:
        for start in range(0, len(rows), AT_ONCE):
            part = [(*row, *fold) for row in rows[start : start + AT_ONCE]]
            places = ", ".join([f"({', '.join(['%s'] * len(part[0]))})"] * len(part))
            cursor.execute(
                f"INSERT INTO {table} ({columns}) VALUES {places}"  # noqa: S608 - names of ours
                f" ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {moved}",
                [value for row in part for value in row],
            )
