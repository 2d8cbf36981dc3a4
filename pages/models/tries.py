"""How often somebody tried a password, counted in the database, so that it holds over any number of processes."""

from datetime import datetime, timedelta

from django.db import connection, models
from django.db.models import F

KEPT = timedelta(days=1)


class SignInTriesQuerySet(models.QuerySet):
    def take(self, who: str, most: int, within: timedelta, now: datetime) -> bool:
        """Whether one more may be evaluated. A count begins anew when the last one evaluated is `within` ago.

        One statement: that a row answers says that it was written, so of any number at once no more than `most` go on.
        """
        table, stored = self.model._meta.db_table, connection.ops.adapt_datetimefield_value
        at, past = stored(now), stored(now - within)
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} (who, tries, last_at) VALUES (%s, 1, %s)"  # noqa: S608 - a name of ours
                f" ON CONFLICT (who) DO UPDATE SET"
                f" tries = CASE WHEN {table}.last_at <= %s THEN 1 ELSE {table}.tries + 1 END,"
                # Of two hosts whose clocks differ, the later moment counts.
                f" last_at = CASE WHEN {table}.last_at > %s THEN {table}.last_at ELSE excluded.last_at END"
                f" WHERE {table}.last_at <= %s OR {table}.tries < %s RETURNING tries",
                [who, at, past, at, past, most],
            )
            return cursor.fetchone() is not None

    def give_back(self, who: str) -> None:
        self.filter(who=who, tries__gt=0).update(tries=F("tries") - 1)

    def seconds_left(self, who: str, within: timedelta, now: datetime) -> int:
        last = self.filter(who=who).values_list("last_at", flat=True).first()
        return max(1, int((last + within - now).total_seconds()) + 1) if last else 1

    def forget(self, now: datetime) -> None:
        self.filter(last_at__lt=now - KEPT).delete()


class SignInTries(models.Model):
    """Who it was cannot be read from it: `who` is a hash with the site's secret."""

    who = models.CharField(max_length=64, primary_key=True)
    tries = models.PositiveSmallIntegerField()
    last_at = models.DateTimeField()

    objects = SignInTriesQuerySet.as_manager()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.tries}, {self.last_at}"
