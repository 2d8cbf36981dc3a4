"""Identities, whose revisions stand on a timeline: what lists know of them, and the steps that staff take."""

import uuid
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from pages.languages import site_languages
from pages.models.announcements import Announcement
from pages.models.revisions import AbsenceQuerySet, Revision, RevisionQuerySet
from pages.models.search import SearchEntry
from pages.prepared import prepared
from pages.standing import Standing
from pages.stretches import stretches

TICK = timedelta(microseconds=1)  # what the databases' times can tell apart
SLUG_LENGTH = 80


class TimelineError(ValidationError):
    """A step that the timeline cannot take, in words for the person who tried."""


class TimelineQuerySet(models.QuerySet):
    def hold(self, number: int) -> None:
        """Until the transaction ends nobody else takes a step with it."""
        list(self.select_for_update().order_by().filter(pk=number).values_list("pk"))

    @property
    def _revisions(self) -> RevisionQuerySet:
        revision = self.model._meta.get_field("revisions").related_model
        return revision._default_manager.filter(**{revision.subject: OuterRef("pk")})

    @property
    def _all_absences(self) -> AbsenceQuerySet:
        return self.model._meta.get_field("absences").related_model.objects.all()

    @property
    def _absences(self) -> AbsenceQuerySet:
        return self._all_absences.filter(**{self.model._meta.model_name: OuterRef("pk")})

    def live(self, at: datetime) -> Self:
        """Each knows when readers see it last; only before that its revisions need to be asked.

        Not by being equal: PostgreSQL would look up those of all others at once, for the few that need it.
        """
        is_last = Q(shown_from__lte=at) & (Q(shown_until=None) | Q(shown_until__gt=at))
        revision = self.model._meta.get_field("revisions").related_model
        number = {f"{revision.subject}__{bound}": OuterRef("pk") for bound in ("gte", "lte")}
        return self.filter(is_last | Q(Exists(revision._default_manager.live(at).filter(**number)), shown_from__gt=at))

    def ever_seen(self, at: datetime) -> Self:
        return self.filter(Exists(self._revisions.ever_seen(at)))

    def in_trash(self) -> Self:
        subject = self.model._meta.model_name
        return self.filter(pk__in=self._all_absences.open().values(subject))

    def out_of_trash(self) -> Self:
        return self.exclude(Exists(self._absences.open()))

    def having(self, revisions: RevisionQuerySet) -> Self:
        """Those of which one of these is a version: few among many, so they are looked up first."""
        return self.filter(pk__in=revisions.values(revisions.model.subject))

    def scheduled(self, at: datetime) -> Self:
        return self.having(self.model._meta.get_field("revisions").related_model._default_manager.scheduled(at))

    def in_language(self, code: str) -> Self:
        return self.filter(language=code)

    def untranslated(self, code: str) -> Self:
        """Those that nobody has written in the language."""
        there = self.model._base_manager.filter(language=code, group=OuterRef("group"))
        return self.filter(~Exists(there))

    def titled(self, words: str) -> Self:
        return self.filter(Exists(self._revisions.filter(title__icontains=words)))

    def with_titles(self) -> Self:
        titles = self.model._meta.get_field("revisions").related_model._base_manager.filter(pk=OuterRef("newest"))
        return self.annotate(newest_title=Subquery(titles.values("title")))

    def with_standing(self, at: datetime) -> Self:
        """What staff want to know of each: its newest revision, and what the timeline holds."""
        current = self._revisions.current(at)
        ahead = self._revisions.scheduled(at).order_by("live_from")
        return self.with_titles().annotate(
            current_id=Subquery(current.values("pk")[:1]),
            current_ends_at=Subquery(current.values("ends_at")[:1]),
            current_taken_down=Subquery(current.values("is_taken_down")[:1]),
            current_withheld_at=Subquery(current.values("withheld_at")[:1]),
            next_from=Subquery(ahead.values("live_from")[:1]),
            trashed_at=Subquery(self._absences.open().values("begins_at")[:1]),
        )


class Timeline(models.Model):
    """The identity behind revisions, and the steps that staff can take with them."""

    fallback_slug: str  # for a title without a letter in it

    language = models.CharField(_("language"), max_length=10, choices=site_languages, default=settings.LANGUAGE_CODE)
    group = models.UUIDField(_("translations"), default=uuid.uuid4, editable=False)
    slug = models.SlugField(
        _("slug"),
        max_length=SLUG_LENGTH,
        allow_unicode=True,
        blank=True,
        help_text=_("The last part of the address. Empty: made from the title."),
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("created by"),
    )
    backdated_to = models.DateTimeField(
        _("date shown to readers"),
        null=True,
        blank=True,
        help_text=_("For older news. Empty: the moment of the first publication."),
    )
    published_at = models.DateTimeField(_("published at"), null=True, editable=False)
    # The last stretch in which readers see it, as far as the timeline reaches: what lists of very many are found by.
    shown_from = models.DateTimeField(null=True, editable=False)
    shown_until = models.DateTimeField(null=True, editable=False)
    # Its newest version, and the review of that one, unless it has a place on the timeline or is withheld.
    newest = models.BigIntegerField(null=True, editable=False)
    waiting = models.CharField(max_length=8, blank=True, default=Revision.State.DRAFT, editable=False)

    derived = ("published_at", "shown_from", "shown_until", "newest", "waiting")

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["group", "language"], name="%(app_label)s_one_%(class)s_a_language")
        ]

    def save(self, *args, **options):
        """What follows from its versions is kept by them and by its steps, whoever read it before."""
        self.slug = self.slug or self.fallback_slug
        if not self._state.adding and options.get("update_fields") is None:
            fields = self._meta.concrete_fields
            options["update_fields"] = [
                field.name for field in fields if field.name not in self.derived and not field.primary_key
            ]
        super().save(*args, **options)

    def __str__(self) -> str:
        if "newest_title" not in self.__dict__:
            self.newest_title = self.revisions.order_by("-pk").values_list("title", flat=True).first()
        return self.newest_title or self.slug

    @property
    def about(self) -> str:
        """How it is named in tables that know no more of it: “article:12”."""
        return f"{self._meta.model_name}:{self.pk}"

    def section(self) -> str:
        """The part of the site that it belongs to, in the active language."""
        return ""

    @classmethod
    def slug_for(cls, title: str) -> str:
        return slugify(title, allow_unicode=True)[:SLUG_LENGTH].strip("-_") or cls.fallback_slug

    def search_marks(self) -> list[str]:
        """What a search can be narrowed to. No reader can type such words."""
        return [f"@{self.language}"]

    def standing(self, at: datetime) -> Standing:
        """From what `with_standing` read."""
        return Standing(
            in_trash=self.trashed_at is not None,
            shown=self._shown(at),
            is_scheduled=self.next_from is not None,
            waiting=self.waiting,
        )

    def _shown(self, at: datetime) -> str:
        if self.current_id is None:
            return ""
        if self.current_withheld_at:
            return "withheld"
        if self.current_ends_at is None or self.current_ends_at > at:
            return "live"
        return "unpublished" if self.current_taken_down else "expired"

    @classmethod
    def found(cls, number: int, at: datetime) -> Self | None:
        """The one of this number, with its standing."""
        return next(iter(_with_standing(number, at, model=cls)), None)

    def standing_now(self, at: datetime) -> Standing:
        return self.found(self.pk, at).standing(at)

    @transaction.atomic
    def publish(self, revision: Revision, now: datetime, ends_at: datetime | None = None) -> None:
        """Readers see the revision at once; any host's clock may be behind."""
        self._lock(revision)
        self._refuse_begun(revision, now)
        self._refuse_withheld(revision)
        last = self._last_begun(now)
        moment = max(now, last + TICK) if last else now
        while self.revisions.filter(live_from=moment).exclude(pk=revision.pk).exists():
            moment += TICK
        self._place(revision, moment, ends_at, decided_at=moment)

    @transaction.atomic
    def schedule(self, revision: Revision, moment: datetime, now: datetime, ends_at: datetime | None = None) -> None:
        """Readers see the revision from a moment ahead; called again, it moves."""
        self._lock(revision)
        self._refuse_begun(revision, now)
        self._refuse_withheld(revision)
        last = self._last_begun(now)
        if moment <= now or (last and moment <= last):
            raise TimelineError(_("This moment has passed. Choose a later one, or publish now."), code="past")
        if self.revisions.filter(live_from=moment).exclude(pk=revision.pk).exists():
            raise TimelineError(_("Another version already begins at that moment. Choose another one."), code="taken")
        self._place(revision, moment, ends_at, decided_at=now)

    @transaction.atomic
    def cancel(self, revision: Revision, now: datetime) -> None:
        """Takes a scheduled revision off the timeline; what it would have replaced stays."""
        self._lock(revision)
        self._refuse_begun(revision, now)
        revision.place(None, None, None)
        self.redate()

    @transaction.atomic
    def expire(self, moment: datetime | None, now: datetime) -> None:
        """Ends what is live at the moment, now at the earliest; None leaves the end open."""
        self._lock()
        revision = self.revisions.live(max(now, self._last_begun(now) or now)).first()
        if not revision:
            raise TimelineError(_("Nothing is live, so there is nothing to take down."), code="not_live")
        is_taken_down = moment is not None and moment <= now
        if moment is not None:
            moment = max(moment, now, revision.live_from + TICK)
        revision.place(revision.live_from, moment, revision.decided_at)
        if is_taken_down:
            revision.is_taken_down = True
            revision.save(update_fields=["is_taken_down"])
        self._settle()
        self.announce(moment)

    def unpublish(self, now: datetime) -> None:
        self.expire(now, now)

    @transaction.atomic
    def trash(self, now: datetime, person=None) -> None:
        """Readers see nothing of it until it is put back; nothing of it is touched."""
        self._lock()
        last = self._last_begun(now)
        self.absences.create(begins_at=max(now, last + TICK) if last else now, begun_by=person)
        self._settle()
        self.announce(now)

    @transaction.atomic
    def put_back(self, now: datetime) -> None:
        """As if it had never been away, but for the while that it was."""
        self._lock(in_trash=True)
        absence = self.absences.open().get()
        absence.ends_at = max(now, absence.begins_at + TICK)
        absence.save(update_fields=["ends_at"])
        self._settle()
        self.announce(absence.ends_at)

    @transaction.atomic
    def withhold(self, revision: Revision, reason: str, now: datetime, person=None) -> None:
        """Readers never see the revision again, whatever moment they ask for. What was before it stays away too."""
        self._lock(revision)
        if revision.withheld_at:
            raise TimelineError(_("This version is withheld already."), code="withheld")
        if revision.is_ahead(now):
            revision.place(None, None, None)
        revision.withheld_at, revision.withheld_by, revision.withheld_reason = now, person, reason
        revision.save(update_fields=revision.withholding)
        self.redate()
        self.announce(now)

    def restored(self, revision: Revision, **fields) -> Revision:
        """A new draft with an old revision's content."""
        self._refuse_withheld(revision)
        return self.revisions.create(**revision.copy_of_content() | fields)

    def redate(self) -> None:
        """What follows from the rest, so that a cancelled step leaves no trace: the date, and what a search finds."""
        self._settle()
        SearchEntry.objects.keep(self)

    def _settle(self) -> None:
        rows = self.revisions.exclude(live_from=None).order_by("live_from")
        placed = [
            (begins, ends, withheld is not None)
            for begins, ends, withheld in rows.values_list("live_from", "ends_at", "withheld_at")
        ]
        first = placed[0][0] if placed else None
        self.published_at = min(self.backdated_to or first, first) if first else None
        shown = stretches(placed, self.absences.values_list("begins_at", "ends_at"))
        self.shown_from, self.shown_until = shown[-1] if shown else (None, None)
        self.save(update_fields=["published_at", "shown_from", "shown_until"])

    def announce(self, *moments: datetime | None) -> None:
        """Search engines are told, at these moments, that its address shows something else."""
        Announcement.objects.note(self, *moments)

    def _lock(self, revision: Revision | None = None, in_trash: bool = False) -> None:
        """One step at a time. What was read before the lock may have moved."""
        self.backdated_to = type(self)._base_manager.select_for_update().get(pk=self.pk).backdated_to
        if self.absences.open().exists() is not in_trash:
            words = _("This is not in the trash.") if in_trash else _("This is in the trash. Put it back first.")
            raise TimelineError(words, code="trash")
        if revision:
            revision.refresh_from_db(fields=[*revision.movable, "withheld_at", revision.subject])
            if getattr(revision, f"{revision.subject}_id") != self.pk:
                raise TypeError("This revision belongs to something else.")

    def _refuse_begun(self, revision: Revision, now: datetime) -> None:
        last = self._last_begun(now)
        if revision.live_from and last and revision.live_from <= last:
            raise TimelineError(_("Readers have seen this version already. Save a new one instead."), code="begun")

    def _refuse_withheld(self, revision: Revision) -> None:
        if revision.withheld_at:
            raise TimelineError(_("This version is withheld from readers for good."), code="withheld")

    def _last_begun(self, now: datetime) -> datetime | None:
        begun = self.revisions.filter(Q(live_from__lte=now) | Q(live_from__lte=F("decided_at")))
        return begun.aggregate(last=models.Max("live_from"))["last"]

    def _place(self, revision: Revision, moment: datetime, ends_at: datetime | None, decided_at: datetime) -> None:
        if ends_at and ends_at <= moment:
            raise TimelineError(_("The end must come after the beginning."), code="ends_before")
        revision.place(moment, ends_at, decided_at)
        self.redate()
        self.announce(moment, ends_at)


@prepared
def _with_standing(number: int, at: datetime, *, model: type[Timeline]) -> TimelineQuerySet:
    return model.objects.with_standing(at).filter(pk=number)
