"""Static pages: where each stands in the tree, its address, and the addresses that it had before."""

import uuid
from datetime import datetime
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Case, Q, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pages.models.revisions import Absence, Revision, RevisionQuerySet
from pages.models.timeline import SLUG_LENGTH, Timeline, TimelineQuerySet
from pages.reserved import reserved_words
from pages.routes import path_to

LEVELS = 5


class PageQuerySet(TimelineQuerySet):
    def hold(self, number: int = 0) -> None:
        """All of them, since one that moves takes others along; always in the same order."""
        list(self.select_for_update().order_by("pk").values_list("pk"))

    def at_path(self, path: str, language: str) -> Self:
        """The one that is there, then the one that was."""
        former = FormerPath.objects.filter(path=path, language=language).values("page")
        here = Q(path=path, language=language)
        return self.filter(here | Q(pk__in=former)).order_by(Case(When(here, then=0), default=1))


class Page(Timeline):
    fallback_slug = "page"

    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("parent"),
        help_text=_("The page that it stands below, in its address and in the trail. Empty: on the first level."),
    )
    path = models.CharField(max_length=LEVELS * (SLUG_LENGTH + 1), editable=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0, help_text=_("Smaller numbers come first."))
    shows_contact = models.BooleanField(
        _("shows how to reach the company"),
        default=False,
        help_text=_("Address, telephone, opening hours and map from the site settings, and the way to the live chat."),
    )

    objects = PageQuerySet.as_manager()

    class Meta(Timeline.Meta):
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        ordering = ["position", "pk"]
        permissions = [("publish_page", _("Can publish pages"))]
        constraints = [
            *Timeline.Meta.constraints,
            models.UniqueConstraint(fields=["language", "path"], name="pages_one_page_at_a_path"),
        ]

    @transaction.atomic
    def save(self, *args, **options):
        """Takes all that stands below along to a new address, and remembers the old ones."""
        if options.get("update_fields"):
            return super().save(*args, **options)
        Page.objects.hold()
        pages = {page.pk: page for page in Page.objects.in_language(self.language)}
        here = pages.get(self.pk)
        self.slug = self.slug or self.fallback_slug
        self.path = "/".join(filter(None, [pages[self.parent_id].path if self.parent_id else "", self.slug]))
        super().save(*args, **options)
        if here and here.path != self.path:
            below = [page for page in pages.values() if page.path.startswith(f"{here.path}/")]
            FormerPath.remember([here, *below])
            for page in below:
                page.path = self.path + page.path.removeprefix(here.path)
            Page.objects.bulk_update(below, ["path"])
            for page in below:
                page.announce(timezone.now())
        return None

    def clean(self):
        """Refuses an address that is taken or reserved, and a place below itself or too far down."""
        parent = self.parent
        if parent is None and self.slug.lower() in reserved_words():
            raise ValidationError(
                {
                    "slug": _(
                        "The site itself uses /%(word)s/. Choose another word, or put the page below another page."
                    )
                    % {"word": self.slug}
                }
            )
        if parent and parent.language != self.language:
            raise ValidationError({"parent": _("This page is in another language. Choose one in the same language.")})
        path = f"{parent.path}/{self.slug}" if parent else self.slug
        taken = Page.objects.filter(language=self.language, path=path).exclude(pk=self.pk).first()
        if taken:
            raise ValidationError(
                {"slug": _("“%(page)s” has this address already. Choose another word.") % {"page": taken}}
            )
        was = Page.objects.filter(pk=self.pk).first() if self.pk else None
        if was and parent and (parent.pk == self.pk or parent.path.startswith(f"{was.path}/")):
            raise ValidationError({"parent": _("A page cannot stand below itself.")})
        below = Page.objects.filter(language=was.language, path__startswith=f"{was.path}/") if was else []
        deepest = max((page.path.count("/") - was.path.count("/") for page in below), default=0)
        if path.count("/") + 1 + deepest > LEVELS:
            raise ValidationError(
                {
                    "parent": _("Pages go %(levels)d levels deep at most. Choose a parent further up.")
                    % {"levels": LEVELS}
                }
            )

    def get_absolute_url(self) -> str:
        return path_to("pages:page", self.path, language=self.language)


class FormerPath(models.Model):
    """An address under which readers knew a page. What stands there now goes first, once readers see it."""

    language = models.CharField(max_length=10)
    path = models.CharField(max_length=LEVELS * (SLUG_LENGTH + 1))
    page = models.ForeignKey(Page, models.CASCADE, related_name="former_paths")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["language", "path"], name="pages_one_former_page_at_a_path")]

    def __str__(self) -> str:
        return self.path

    @classmethod
    def remember(cls, pages: list[Page]) -> None:
        """The present addresses of those that readers have seen; of two that had the same, the last one's."""
        numbers = [page.pk for page in pages]
        seen = set(Page.objects.filter(pk__in=numbers).ever_seen(timezone.now()).values_list("pk", flat=True))
        for page in pages:
            if page.pk in seen:
                cls.objects.update_or_create(language=page.language, path=page.path, defaults={"page": page})


class PageRevisionQuerySet(RevisionQuerySet):
    def at_path(self, path: str, language: str) -> Self:
        return self.in_language(language).filter(page__path=path).select_related("page", "cover")

    def to_show(self, numbers: list[int], at: datetime) -> Self:
        """Those of these that readers see, for a list of results."""
        return self.live(at).filter(pk__in=numbers).select_related("page", "cover")

    def around(self, number: int, language: str, group: uuid.UUID, above: list[str]) -> Self:
        """Those above a page, at these paths, those directly below it, and its translations; without the texts."""
        near = Q(page__language=language, page__path__in=above) | Q(page__parent=number) | Q(page__group=group)
        found = self.filter(near).exclude(page=number).select_related("page", "cover").defer("body")
        return found.order_by("page__position", "page_id")


class PageRevision(Revision):
    subject = "page"

    page = models.ForeignKey(Page, models.CASCADE, related_name="revisions", verbose_name=_("page"))

    objects = PageRevisionQuerySet.as_manager()

    class Meta(Revision.Meta):
        verbose_name = _("version of a page")
        verbose_name_plural = _("versions of pages")
        constraints = [
            *Revision.Meta.constraints,
            models.UniqueConstraint(fields=["page", "live_from"], name="pages_one_revision_begins_at_a_time"),
        ]


class PageAbsence(Absence):
    page = models.ForeignKey(Page, models.CASCADE, related_name="absences")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["page"], condition=Q(ends_at=None), name="pages_once_in_the_trash")
        ]
