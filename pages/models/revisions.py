"""Revisions: the texts that readers see, each with its place on a timeline; and the whiles in the trash beside them.

Live at a moment is the revision with the greatest `live_from` not after it, if its `ends_at` is open or later.
Every word takes the moment as an argument. Nothing is ever due to run.
"""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from pages.fields import RichTextField
from pages.search.extract import words_alone


class RevisionQuerySet(models.QuerySet):
    def begun(self, at: datetime) -> Self:
        return self.filter(live_from__lte=at)

    def scheduled(self, at: datetime) -> Self:
        return self.filter(live_from__gt=at)

    def current(self, at: datetime) -> Self:
        """The last begun one of each, whether it ended or not."""
        subject = self.model.subject
        later = self.model._base_manager.filter(
            **{subject: OuterRef(subject)}, live_from__gt=OuterRef("live_from"), live_from__lte=at
        )
        return self.begun(at).filter(~Exists(later))

    def as_seen(self, at: datetime) -> Self:
        """What readers saw then, withheld since or not; nothing while it lay in the trash."""
        subject = self.model.subject
        absent = self.model.absences().filter(**{subject: OuterRef(subject)}).at(at)
        return self.current(at).filter(Q(ends_at=None) | Q(ends_at__gt=at)).exclude(Exists(absent))

    def live(self, at: datetime) -> Self:
        return self.as_seen(at).filter(withheld_at=None)

    def on_their_way(self, at: datetime) -> Self:
        """What readers see or may come to see: the last begun one of each and those ahead."""
        subject = self.model.subject
        current = self.model._base_manager.filter(**{subject: OuterRef(subject)}, live_from__lte=at)
        last = Subquery(current.order_by("-live_from").values("live_from")[:1])
        placed = self.filter(live_from__isnull=False, withheld_at=None).annotate(last=last)
        return placed.filter(Q(last=None) | Q(live_from__gte=F("last"))).select_related(subject)

    def ever_seen(self, at: datetime) -> Self:
        """Those that began until then, unless it lay in the trash and still does."""
        subject = self.model.subject
        absent = self.model.absences().filter(
            **{subject: OuterRef(subject)}, begins_at__lte=OuterRef("live_from"), ends_at=None
        )
        return self.begun(at).exclude(Exists(absent))

    def in_language(self, code: str) -> Self:
        return self.filter(**{f"{self.model.subject}__language": code})

    def with_correction(self) -> Self:
        """`corrected_at`: since when readers have known the correction note, which later versions carry on."""
        subject = self.model.subject
        same = self.model._base_manager.filter(
            **{subject: OuterRef(subject)}, correction=OuterRef("correction"), live_from__isnull=False
        ).exclude(correction="")
        return self.annotate(corrected_at=Subquery(same.order_by("live_from").values("live_from")[:1]))


class Revision(models.Model):
    """What readers see. Content is written once; only the place on the timeline and the review move on.

    A concrete revision names the field of what it is a revision of (`subject`) and its fields of content.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        REVIEW = "review", _("In review")
        CHANGES = "changes", _("Changes wanted")
        APPROVED = "approved", _("Approved")

    subject: str
    content = (
        *("title", "summary", "body", "cover", "cover_alt", "cover_decorative", "seo_title", "seo_description"),
        "correction",
    )
    movable = ("live_from", "ends_at", "decided_at", "state", "is_taken_down")
    withholding = ("withheld_at", "withheld_by", "withheld_reason")

    title = models.CharField(_("title"), max_length=300)
    summary = models.TextField(
        _("summary"), max_length=600, blank=True, help_text=_("Two or three sentences, for lists and search engines.")
    )
    body = RichTextField(_("text"))
    cover = models.ForeignKey(
        "pages.Picture", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("cover")
    )
    cover_alt = models.CharField(
        _("what the cover shows"), max_length=300, blank=True, help_text=_("For those who cannot see it.")
    )
    cover_decorative = models.BooleanField(_("the cover is mere decoration"), default=False)
    seo_title = models.CharField(
        _("title for search engines"), max_length=120, blank=True, help_text=_("Empty: the title.")
    )
    seo_description = models.CharField(
        _("description for search engines"), max_length=300, blank=True, help_text=_("Empty: the summary.")
    )
    correction = models.CharField(
        _("correction note"),
        max_length=600,
        blank=True,
        help_text=_("Readers see it below the text, with its date: what was wrong, and what is right."),
    )
    note = models.CharField(
        _("note"), max_length=300, blank=True, help_text=_("What changed, for colleagues. Readers do not see it.")
    )
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.DRAFT, editable=False)
    live_from = models.DateTimeField(_("live from"), null=True, editable=False)
    ends_at = models.DateTimeField(_("ends at"), null=True, editable=False)
    decided_at = models.DateTimeField(_("decided at"), null=True, editable=False)
    is_taken_down = models.BooleanField(_("taken down"), default=False, editable=False)
    withheld_at = models.DateTimeField(_("withheld at"), null=True, editable=False)
    withheld_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("withheld by"),
    )
    withheld_reason = models.CharField(_("reason"), max_length=300, blank=True, editable=False)
    created_at = models.DateTimeField(_("created at"), editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("created by"),
    )

    class Meta:
        abstract = True
        # Among all of them the next moment at which something begins or ends is looked for.
        indexes = [
            models.Index(fields=["live_from"], name="%(app_label)s_%(class)s_begins"),
            models.Index(fields=["ends_at"], name="%(app_label)s_%(class)s_ends", condition=Q(ends_at__isnull=False)),
            models.Index(
                fields=["withheld_at"],
                name="%(app_label)s_%(class)s_kept",
                condition=Q(withheld_at__isnull=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("live_from")), name="%(app_label)s_%(class)s_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(live_from=None, ends_at=None, decided_at=None)
                | Q(live_from__isnull=False, decided_at__isnull=False),
                name="%(app_label)s_%(class)s_has_a_place_or_none",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return getattr(self, self.subject).get_absolute_url()

    def save(self, *args, **options):
        changed = set(options.get("update_fields") or ["all"])
        if not self._state.adding and not changed <= {*self.movable, *self.withholding}:
            raise TypeError("The content of a revision is written once; make a new revision.")
        super().save(*args, **options)
        self._tell_identity()

    def _tell_identity(self) -> None:
        """What lists for staff are ordered and narrowed by."""
        number = getattr(self, f"{self.subject}_id")
        newest = type(self)._base_manager.filter(**{self.subject: number}).order_by("-pk")
        pk, state, live_from, withheld_at = newest.values_list("pk", "state", "live_from", "withheld_at")[:1].get()
        waits = live_from is None and withheld_at is None
        identities = self._meta.get_field(self.subject).related_model._base_manager
        identities.filter(pk=number).update(newest=pk, waiting=state if waits else "")

    @classmethod
    def absences(cls) -> models.QuerySet:
        return cls._meta.get_field(cls.subject).related_model._meta.get_field("absences").related_model.objects.all()

    def has_begun(self, at: datetime) -> bool:
        """By this clock, or by that of the host which published it."""
        return self.live_from is not None and self.live_from <= max(at, self.decided_at)

    def is_ahead(self, at: datetime) -> bool:
        return self.live_from is not None and not self.has_begun(at)

    def has_ended(self, at: datetime) -> bool:
        return self.ends_at is not None and self.ends_at <= at

    def place(self, live_from: datetime | None, ends_at: datetime | None, decided_at: datetime | None) -> None:
        self.live_from, self.ends_at, self.decided_at, self.is_taken_down = live_from, ends_at, decided_at, False
        if live_from:
            self.state = self.State.APPROVED
        self.save(update_fields=self.movable)

    def review(self, state: str) -> None:
        self.state = state
        self.save(update_fields=["state"])

    def words_to_find(self) -> str:
        """All that it is found by, besides its title."""
        return f"{self.summary}\n{words_alone(self.body)}"

    def copy_of_content(self) -> dict:
        return {name: getattr(self, name) for name in self.content}


class AbsenceQuerySet(models.QuerySet):
    def at(self, moment: datetime) -> Self:
        return self.filter(Q(ends_at=None) | Q(ends_at__gt=moment), begins_at__lte=moment)

    def open(self) -> Self:
        return self.filter(ends_at=None)


class Absence(models.Model):
    """A while in the trash. No revision is touched by it, so that putting back restores what was, schedules too."""

    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.begins_at} – {self.ends_at or ''}"
