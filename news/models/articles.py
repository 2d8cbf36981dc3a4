"""Articles: the identity that an address and a count belong to, and the revisions that readers see."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, JSONObject
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from news.models.categories import Category
from pages.json import JSONList, loaded
from pages.models import Absence, Picture, Revision, RevisionQuerySet, Timeline, TimelineQuerySet
from pages.routes import path_to

NEWEST_FIRST = ("published_at", "id")
PINNED_FIRST = ("pinned", *NEWEST_FIRST)
SHOWN = ("shown_from", "shown_until")
NAMED = ("title", *(f"article__{name}" for name in ("language", "category", "slug", "pinned", "published_at")))
NOT_ON_A_PAGE = (
    *("note", "state", "ends_at", "decided_at", "is_taken_down", "created_at", "created_by"),
    *("withheld_at", "withheld_by", "withheld_reason"),
    *(f"article__{name}" for name in ("group", "backdated_to", *SHOWN, "newest", "waiting", "created_by")),
    *(f"cover__{name}" for name in ("name", "alt", "uploaded_at", "uploaded_by")),
)
COVER = ("cover", *(f"cover__{name}" for name in Picture.of_an_element))


class Tag(models.Model):
    name = models.CharField(_("name"), max_length=60, unique=True)
    slug = models.SlugField(_("slug"), max_length=60, unique=True, allow_unicode=True, editable=False)

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **options):
        self.slug = self.slug or self._free_slug()
        super().save(*args, **options)

    def clean(self):
        if any(sign in self.name for sign in ",，、"):
            raise ValidationError({"name": _("A tag has no comma: commas stand between tags.")})

    def get_absolute_url(self) -> str:
        return path_to("news:tag", self.slug)

    def _free_slug(self) -> str:
        """“C++” and “C#” are two tags."""
        slug = slugify(self.name, allow_unicode=True)[:50] or "tag"
        taken = set(Tag.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
        return next(name for name in (slug, *(f"{slug}-{n}" for n in range(2, len(taken) + 3))) if name not in taken)


class ArticleRevisionQuerySet(RevisionQuerySet):
    def for_page(self) -> Self:
        """Without what no reader's page shows: half of the columns."""
        return self.select_related("article", "cover").defer(*NOT_ON_A_PAGE)

    def for_lists(self) -> Self:
        """With what a card shows of each."""
        return self.select_related("article", "cover").only(*NAMED, "summary", *COVER)

    def to_show(self, numbers: list[int], at: datetime) -> Self:
        """Those of these that readers see, for a list of results."""
        return self.live(at).filter(pk__in=numbers).select_related("article__category", "cover")

    def with_tags(self) -> Self:
        tags = Tag.objects.filter(article=OuterRef("article_id")).order_by().values("article")
        listed = tags.annotate(list=JSONList(JSONObject(id="id", name="name", slug="slug"))).values("list")
        return self.annotate(tag_list=Subquery(listed))

    def on_their_way(self, at: datetime) -> Self:
        return super().on_their_way(at).with_tags()

    def with_clicks(self) -> Self:
        return self.annotate(
            counted=Coalesce("article__total__clicks", 0), counted_with=Coalesce("article__total__fold", 0)
        )

    def with_neighbours(self, at: datetime) -> Self:
        """The numbers of the articles before and after it in its category, and of its translations."""
        when, number = OuterRef("article__published_at"), OuterRef("article_id")
        beside = Article.objects.listed(at, OuterRef("article__language")).filter(
            category=OuterRef("article__category")
        )
        before = Q(published_at__lt=when) | Q(published_at=when, pk__lt=number)
        after = Q(published_at__gt=when) | Q(published_at=when, pk__gt=number)
        # That it is not on the other side says where in the index to begin.
        older = beside.filter(before, published_at__lte=when).order_by("-published_at", "-pk")
        newer = beside.filter(after, published_at__gte=when).order_by("published_at", "pk")
        others = Article.objects.filter(group=OuterRef("article__group")).exclude(pk=number)
        return self.annotate(
            previous_id=Subquery(older.values("pk")[:1]),
            next_id=Subquery(newer.values("pk")[:1]),
            translation_ids=Subquery(others.order_by().values("group").annotate(list=JSONList("pk")).values("list")),
        )


def address_of(number: int, slug: str, language: str) -> str:
    return path_to("news:article", number, slug or "article", language=language)


class ArticleQuerySet(TimelineQuerySet):
    def listed(self, at: datetime, language: Any) -> Self:
        """PostgreSQL would have those first that have no date."""
        return self.live(at).filter(language=language, published_at__isnull=False)

    def newest_first(self) -> Self:
        return self.order_by("-published_at", "-pk")

    def pinned_first(self) -> Self:
        return self.order_by("-pinned", "-published_at", "-pk")


class Article(Timeline):
    fallback_slug = "article"

    category = models.ForeignKey(Category, models.PROTECT, related_name="articles", verbose_name=_("category"))
    tags = models.ManyToManyField(Tag, through="Tagging", blank=True, verbose_name=_("tags"))
    pinned = models.BooleanField(_("pinned"), default=False, help_text=_("Stays on top of its lists."))
    clicks_before = models.PositiveIntegerField(
        _("clicks before"), default=0, help_text=_("From an older site. Cannot be changed once the article was live.")
    )
    objects = ArticleQuerySet.as_manager()

    class Meta(Timeline.Meta):
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        permissions = [("publish_article", _("Can publish articles"))]
        # Each begins as its lists do and ends with when readers see it, so that a list is walked in its index alone.
        indexes = [
            models.Index(fields=["language", *PINNED_FIRST, *SHOWN], name="news_article_listed"),
            models.Index(fields=["language", *NEWEST_FIRST, *SHOWN], name="news_article_by_date"),
            models.Index(fields=["language", "category", *PINNED_FIRST, *SHOWN], name="news_article_of_category"),
            models.Index(fields=["language", "category", *NEWEST_FIRST, *SHOWN], name="news_article_in_category"),
            models.Index(fields=["newest"], name="news_article_newest"),
            models.Index(fields=["waiting", "newest"], name="news_article_waits"),
            models.Index(fields=["published_at"], name="news_article_published"),
        ]

    def save(self, *args, **options):
        super().save(*args, **options)
        self._tell_tags()

    def set_tags(self, tags: Iterable[Tag]) -> None:
        self.tags.set(tags)
        self._tell_tags()

    def _tell_tags(self) -> None:
        """As it is kept, whatever this one was read with."""
        kept = Article.objects.filter(pk=self.pk)
        self.taggings.update(**{name: Subquery(kept.values(name)) for name in ("language", "pinned", "published_at")})

    def search_marks(self) -> list[str]:
        return [*super().search_marks(), f"#{self.category_id}"]

    def section(self) -> str:
        return str(self.category)

    def get_absolute_url(self) -> str:
        return address_of(self.pk, self.slug, self.language)


class TaggingQuerySet(models.QuerySet):
    def listed(self, at: datetime, language: str, tag: int) -> Self:
        """Asked one by one, in the order of the index."""
        shown = Article.objects.live(at).filter(pk=OuterRef("article"))
        return self.filter(Exists(shown), tag=tag, language=language, published_at__isnull=False)

    def newest_first(self) -> Self:
        return self.order_by("-published_at", "-article_id")

    def pinned_first(self) -> Self:
        return self.order_by("-pinned", "-published_at", "-article_id")


class Tagging(models.Model):
    """That an article has a tag; with the article's place in lists, so that a tag's list is walked in its index."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="taggings")
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="taggings")
    language = models.CharField(max_length=10)
    pinned = models.BooleanField(default=False)
    published_at = models.DateTimeField(null=True)

    objects = TaggingQuerySet.as_manager()

    class Meta:
        db_table = "news_article_tags"
        default_permissions = ()
        unique_together = [("article", "tag")]
        indexes = [
            models.Index(fields=["tag", "language", "pinned", "published_at", "article"], name="news_tagging_listed"),
            models.Index(fields=["tag", "language", "published_at", "article"], name="news_tagging_by_date"),
        ]

    def __str__(self) -> str:
        return f"{self.article_id}, {self.tag_id}"


class ArticleRevision(Revision):
    subject = "article"
    content = (*Revision.content, "source", "author_line")

    article = models.ForeignKey(Article, models.CASCADE, related_name="revisions", verbose_name=_("article"))
    source = models.CharField(_("source"), max_length=200, blank=True)
    author_line = models.CharField(_("author"), max_length=200, blank=True, help_text=_("As readers see it."))

    objects = ArticleRevisionQuerySet.as_manager()

    class Meta(Revision.Meta):
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        constraints = [
            *Revision.Meta.constraints,
            models.UniqueConstraint(fields=["article", "live_from"], name="news_one_revision_begins_at_a_time"),
        ]

    def words_to_find(self) -> str:
        names = (tag["name"] for tag in loaded(getattr(self, "tag_list", None)) or [])
        return "\n".join([super().words_to_find(), *names, self.author_line, self.source])


class ArticleAbsence(Absence):
    article = models.ForeignKey(Article, models.CASCADE, related_name="absences")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article"], condition=Q(ends_at=None), name="news_once_in_the_trash")
        ]
