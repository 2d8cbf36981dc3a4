"""How often articles were read: one row an article and day, and nothing about who read."""

from datetime import date

from django.db import connection, models
from django.utils.translation import gettext_lazy as _


class DailyClicksQuerySet(models.QuerySet):
    def add_one(self, article: int, day: date) -> None:
        """One statement, so that any number of processes may count at once."""
        table = self.model._meta.db_table
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} (article_id, day, clicks) VALUES (%s, %s, 1)"  # noqa: S608 - a name of ours
                f" ON CONFLICT (article_id, day) DO UPDATE SET clicks = {table}.clicks + 1",
                [article, day],
            )


class DailyClicks(models.Model):
    article = models.ForeignKey(
        "news.Article", models.CASCADE, related_name="days", verbose_name=_("article"), db_index=False
    )
    day = models.DateField(_("day"), db_index=True)
    clicks = models.PositiveIntegerField(_("clicks"), default=0)

    objects = DailyClicksQuerySet.as_manager()

    class Meta:
        verbose_name = _("clicks of a day")
        verbose_name_plural = _("clicks by day")
        constraints = [models.UniqueConstraint(fields=["article", "day"], name="news_one_row_of_clicks_a_day")]

    def __str__(self) -> str:
        return f"{self.article_id}, {self.day}: {self.clicks}"
