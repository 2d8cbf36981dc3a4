"""Old addresses: where each leads now, and those that readers ask for in vain."""

from datetime import datetime
from typing import Self
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from pages import links
from pages.link_fields import LinkField

LONGEST = 500
MOST_HOPS = 10
MOST_MISSING = 5_000  # rows; anybody can ask for anything


def asked_for(path: str, query: str = "") -> str:
    """An address as it is kept and compared: as people write it, but for what is in no encoding of today."""
    try:
        query = unquote(query, errors="strict")
    except UnicodeDecodeError:
        pass  # GB 2312 in an address: as it came
    return (f"{path}?{query}" if query else path).replace("\0", "")


def source_of(address: str) -> str:
    """The same of what a person typed or pasted: with or without a host."""
    parts = urlsplit(address)
    return asked_for(unquote(parts.path) or "/", parts.query)


class RedirectQuerySet(models.QuerySet):
    def for_address(self, path: str, query: str) -> "Redirect | None":
        """One for exactly this query goes before one for any."""
        wanted = {asked_for(path, query), asked_for(path)}
        return max(self.filter(source__in=wanted), key=lambda redirect: len(redirect.source), default=None)

    def with_a_query(self, path: str) -> Self:
        """Those that lead away from the path if a certain query is asked for."""
        return self.filter(source__startswith=f"{asked_for(path)}?")


class Redirect(models.Model):
    source = models.CharField(
        _("old address"),
        max_length=LONGEST,
        unique=True,
        help_text=_(
            "What comes after the host, such as /about.html or /index.php?id=5. Without a “?” it holds for every query."
        ),
    )
    target = LinkField(_("leads to"), help_text=_("Part of a title, to choose what is suggested, or an address."))
    is_permanent = models.BooleanField(
        _("for good"), default=True, help_text=_("Search engines forget the old address (301). Off: for a while (302).")
    )
    hits = models.PositiveIntegerField(_("followed"), default=0, editable=False)
    last_hit_at = models.DateTimeField(_("last followed at"), null=True, editable=False)

    objects = RedirectQuerySet.as_manager()

    class Meta:
        verbose_name = _("redirect")
        verbose_name_plural = _("redirects")
        ordering = ["source"]

    def __str__(self) -> str:
        return self.source

    def clean(self):
        """Refuses what would be followed for ever."""
        if self.source and self.target and any(each.leads_to(self.source) for each in self._way()):
            raise ValidationError({"target": _("This leads in a circle, back to the old address itself.")})

    def save(self, *args, **options):
        super().save(*args, **options)
        MissingAddress.objects.answered_by(self).delete()

    def destination(self) -> str | None:
        """Where a reader gets in one hop, however many redirects lie between; None if that is nowhere now."""
        way = self._way()
        if len(way) == MOST_HOPS or way[-1].leads_to(self.source):
            return None
        target = way[-1].target
        return links.address_of(target, links.resolve([target]))

    def leads_to(self, source: str) -> bool:
        return source in (self._own, self._own.partition("?")[0])

    @property
    def _own(self) -> str:
        """The target, if it is an address of ours, as a source would be written."""
        address = self.target.removeprefix(settings.SITE_URL) or "/"
        return source_of(address) if address.startswith("/") else ""

    def _way(self) -> "list[Redirect]":
        """This one, and those that lead on from where it leads."""
        way = [self]
        while len(way) < MOST_HOPS and way[-1]._own and not way[-1].leads_to(self.source):
            path, _mark, query = way[-1]._own.partition("?")
            onward = Redirect.objects.exclude(pk=self.pk).for_address(path, query)
            if onward is None:
                break
            way.append(onward)
        return way

    def count(self, now: datetime) -> None:
        Redirect.objects.filter(pk=self.pk).update(hits=F("hits") + 1, last_hit_at=now)


class MissingAddressQuerySet(models.QuerySet):
    def note(self, address: str, now: datetime) -> None:
        """One statement, so that any number of processes may note; and at times one to keep the table small."""
        table = self.model._meta.db_table
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} (address, hits, first_at, last_at, is_ignored) VALUES (%s, 1, %s, %s, %s)"  # noqa: S608 - a name of ours
                f" ON CONFLICT (address) DO UPDATE SET hits = {table}.hits + 1, last_at = excluded.last_at"
                " RETURNING id, hits",
                [address[:LONGEST], now, now, False],
            )
            number, hits = cursor.fetchone()
        if hits == 1 and number % 100 == 0:
            self.prune()

    def answered_by(self, redirect: Redirect) -> Self:
        """Those that are led on from now on."""
        same = Q(address=redirect.source)
        return self.filter(same if "?" in redirect.source else same | Q(address__startswith=f"{redirect.source}?"))

    def prune(self) -> None:
        """Forgets those that were asked for least and longest ago."""
        surplus = self.filter(is_ignored=False).order_by("-hits", "-last_at").values("pk")[MOST_MISSING:]
        self.filter(pk__in=list(surplus.values_list("pk", flat=True))).delete()


class MissingAddress(models.Model):
    """An address of which readers were told that there is nothing. About who asked, nothing is kept."""

    address = models.CharField(_("address"), max_length=LONGEST, unique=True)
    hits = models.PositiveIntegerField(_("asked for"), default=1)
    first_at = models.DateTimeField(_("first at"))
    last_at = models.DateTimeField(_("last at"))
    is_ignored = models.BooleanField(_("ignored"), default=False)

    objects = MissingAddressQuerySet.as_manager()

    class Meta:
        verbose_name = _("address not found")
        verbose_name_plural = _("addresses not found")
        ordering = ["-hits", "-last_at"]
        indexes = [models.Index(fields=["-hits", "-last_at"], name="pages_missing_most_asked_first")]

    def __str__(self) -> str:
        return self.address
