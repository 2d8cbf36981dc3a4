"""What other programs read: the newest articles with their whole text, as RSS and as Atom."""

from datetime import UTC, datetime
from functools import lru_cache

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed, Enclosure, Rss201rev2Feed
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_safe

from news import listing
from news.context import category_of, category_tree
from news.models import ArticleRevision, ArticleRevisionQuerySet, Category
from pages.contents import beginning
from pages.context import site_of
from pages.html import for_feeds
from pages.json import loaded
from pages.languages import elsewhere_named
from pages.models import Picture
from pages.pictures import CONTENT_TYPES
from pages.prepared import padded, prepared
from pages.public import public_page
from pages.text import for_xml

NEWEST = 20


def _fit(about: dict) -> dict:
    return {name: for_xml(value) if isinstance(value, str) else value for name, value in about.items()}


class _Steady:
    """Nothing in it says when it was asked for, so that it is the same until something changes."""

    def __init__(self, **about):
        super().__init__(**_fit(about))

    def add_item(self, **about):
        super().add_item(**_fit(about))

    def latest_post_date(self) -> datetime:
        dates = [date for item in self.items for date in (item["pubdate"], item["updateddate"]) if date]
        return max(dates, default=datetime(2000, 1, 1, tzinfo=UTC))


class RSS(_Steady, Rss201rev2Feed):
    content_type = "application/rss+xml; charset=utf-8"

    def rss_attributes(self):
        return super().rss_attributes() | {"xmlns:content": "http://purl.org/rss/1.0/modules/content/"}

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        handler.addQuickElement("content:encoded", item["text"])


class Atom(_Steady, Atom1Feed):
    content_type = "application/atom+xml; charset=utf-8"

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["text"], {"type": "html"})


KINDS = {"rss": RSS, "atom": Atom}


@public_page
@require_safe
def feed(request: HttpRequest, kind: str, slug: str = "") -> HttpResponse:
    category = category_tree(request).by_slug.get(slug) if slug else None
    if slug and category is None:
        raise Http404
    response = HttpResponse(_written(request, KINDS[kind], category), content_type=KINDS[kind].content_type)
    response["X-Robots-Tag"] = "noindex"
    return response


def _written(request: HttpRequest, kind: type[RSS | Atom], category: Category | None) -> str:
    site = site_of(request)
    name = str(site.company_name)
    shown = category.get_absolute_url() if category else reverse("news:list")
    made = kind(
        title=f"{name} · {category}" if category else _("%(company)s: news") % {"company": name},
        link=settings.SITE_URL + shown,
        description=str((category and category.description) or site.description or name),
        language=elsewhere_named(get_language()),
        author_name=name,
        feed_url=settings.SITE_URL + request.path,
        feed_guid=settings.SITE_URL + request.path,
        feed_copyright=f"© {name}",
    )
    newest = _newest(category)
    for revision, text in zip(newest, for_feeds([revision.body for revision in newest]), strict=True):
        made.add_item(**_item(revision, text, category_of(request, revision.article), name))
    return made.writeString("utf-8")


def _newest(category: Category | None) -> list[ArticleRevision]:
    now, language = timezone.now(), get_language()
    if category:
        numbers = listing.newest_of(now, language, 0, [one.pk for one in category.branch()], count=NEWEST)
    else:
        numbers = listing.newest(now, language, 0, count=NEWEST)
    return listing.in_order(_whole(now, padded(numbers)), numbers)


@prepared
def _whole(at: datetime, numbers: list[int]) -> ArticleRevisionQuerySet:
    found = ArticleRevision.objects.live(at).filter(article__in=numbers)
    return found.with_tags().select_related("article", "cover")


def _item(revision: ArticleRevision, text: str, category: Category, company: str) -> dict:
    article, tags = revision.article, loaded(revision.tag_list) or []
    return {
        "title": revision.title,
        "link": settings.SITE_URL + article.get_absolute_url(),
        "description": revision.summary or beginning(revision.body, 300),
        "text": text,
        "author_name": revision.author_line or company,
        "pubdate": article.published_at,
        "updateddate": max(revision.live_from, article.published_at),
        "unique_id": f"{settings.SITE_URL}/news/{article.pk}/",
        "unique_id_is_permalink": False,
        "categories": [for_xml(name) for name in (str(category), *(tag["name"] for tag in tags))],
        "enclosures": [_enclosure(revision.cover)] if revision.cover else [],
    }


def _enclosure(picture: Picture) -> Enclosure:
    address = settings.SITE_URL + picture.source
    return Enclosure(address, str(_length(picture.source)), CONTENT_TYPES[picture.fallback])


@lru_cache(maxsize=1_000)
def _length(address: str) -> int:
    """In bytes; a picture never changes under its address."""
    try:
        return default_storage.size(address.removeprefix(settings.MEDIA_URL))
    except OSError:
        return 0
