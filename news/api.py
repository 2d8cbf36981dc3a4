"""What the JSON API tells of news: articles, categories, and what a search finds."""

from datetime import UTC, datetime
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import get_language

from news import listing
from news.context import category_of, category_tree
from news.models import Article, ArticleQuerySet, ArticleRevision, Category
from news.search import SearchForm, shown
from pages import api
from pages.api import ADDRESS, MOMENT, TEXT, WHOLE, Problem, many, named, nullable, thing
from pages.json import loaded
from pages.past import moment_in
from pages.structured import whole


def brief(revision: ArticleRevision, category: Category) -> dict[str, Any]:
    article = revision.article
    return {
        "id": article.pk,
        "language": article.language,
        "title": revision.title,
        "summary": revision.summary,
        "address": whole(article.get_absolute_url()),
        "published_at": api.moment(article.published_at),
        "updated_at": api.moment(revision.live_from),
        "pinned": article.pinned,
        "category": {"slug": category.slug, "name": str(category), "trail": [one.slug for one in category.trail]},
        "tags": [tag["name"] for tag in loaded(revision.tag_list) or []],
        "cover": api.picture(revision.cover, revision.cover_alt),
    }


def _live() -> Any:
    return ArticleRevision.objects.live(timezone.now()).with_tags().select_related("article", "cover")


@api.endpoint
def articles(request: HttpRequest) -> dict[str, Any]:
    now = timezone.now()
    limit, after = api.limit_of(request), api.cursor_of(request, _place)
    listed = _narrowed(request, Article.objects.listed(now, get_language()))
    if after:
        published_at, number = after
        older = Q(published_at__lt=published_at) | Q(published_at=published_at, pk__lt=number)
        listed = listed.filter(older, published_at__lte=published_at)
    rows = _of_category(request, listed.values_list("pk", "published_at"))[: limit + 1]
    numbers = [number for number, _published_at in rows]
    found = listing.in_order(_live().filter(article__in=numbers).defer("body"), numbers)
    return api.listed(
        request,
        found,
        limit,
        lambda one: brief(one, category_of(request, one.article)),
        lambda one: f"{one.article.published_at.isoformat()}|{one.article_id}",
    )


def _place(text: str) -> tuple[datetime, int]:
    published_at, _bar, number = text.partition("|")
    moment = datetime.fromisoformat(published_at)
    if moment.tzinfo is None:
        raise ValueError("no place in the list")
    return moment.astimezone(UTC), api.number_in(number)


def _narrowed(request: HttpRequest, listed: ArticleQuerySet) -> ArticleQuerySet:
    if tag := request.GET.get("tag"):
        listed = listed.filter(tags__name=tag.replace("\0", ""))
    for name, lookup in (("since", "published_at__gte"), ("until", "published_at__lt")):
        if text := request.GET.get(name):
            listed = listed.filter(**{lookup: _moment(name, text)})
    return listed


def _of_category(request: HttpRequest, listed: ArticleQuerySet) -> ArticleQuerySet:
    slug = request.GET.get("category")
    if not slug:
        return listed.newest_first()
    category = category_tree(request).by_slug.get(slug)
    if category is None:
        raise Problem(400, "Unknown category", "“category” is the slug of one of /api/categories/.")
    branch = [one.pk for one in category.branch()]
    return listing.of_each(listed, branch, ArticleQuerySet.newest_first, api.MOST + 1)


def _moment(name: str, text: str) -> datetime:
    try:
        return moment_in(text)
    except Http404:
        raise Problem(400, "Odd time", f"“{name}” is an ISO time such as 2026-11-24T09:00:00+08:00.") from None


@api.endpoint
def article(request: HttpRequest, number: int) -> dict[str, Any]:
    now = timezone.now()
    revision = _live().with_clicks().with_correction().filter(article=number).first()
    if revision is None:
        raise api.gone_or_never(ArticleRevision.objects.ever_seen(now).filter(article=number).exists(), "article")
    related = ArticleRevision.objects.live(now).filter(article__group=revision.article.group).select_related("article")
    own = {
        "author": revision.author_line,
        "source": revision.source,
        "clicks": revision.article.clicks_before + revision.counted,
        "correction": revision.correction,
        "translations": api.translations(related),
    }
    return brief(revision, category_of(request, revision.article)) | api.texts(revision.body) | own


@api.endpoint
def categories(request: HttpRequest) -> dict[str, Any]:
    return {
        "items": [
            {
                "slug": one.slug,
                "name": str(one),
                "names": dict(one.name),
                "description": str(one.description),
                "parent": one.above[-1].slug if one.above else None,
                "address": whole(one.get_absolute_url()),
            }
            for one in category_tree(request)
        ]
    }


@api.endpoint
def search(request: HttpRequest) -> dict[str, Any]:
    """The same as readers find, the best first."""
    limit = api.limit_of(request)
    form = SearchForm(request.GET, tree=category_tree(request))
    asked = form.asked(timezone.now())
    items = []
    for revision in asked.found(limit):
        result, identity = shown(revision, asked), getattr(revision, revision.subject)
        items.append(
            {
                "kind": revision.subject,
                "id": identity.pk,
                "title": revision.title,
                "extract": str(result.words),
                "address": whole(revision.get_absolute_url()),
                "published_at": api.moment(identity.published_at),
            }
        )
    meant = None if items else asked.meant()
    return {"items": items, "meant": meant and meant.text}


_BRIEF = {
    "id": WHOLE,
    "language": TEXT,
    "title": TEXT,
    "summary": TEXT,
    "address": ADDRESS,
    "published_at": MOMENT,
    "updated_at": MOMENT,
    "pinned": {"type": "boolean"},
    "category": thing(slug=TEXT, name=TEXT, trail=many(TEXT)),
    "tags": many(TEXT),
    "cover": nullable(named("Picture")),
}
_FULL = {"author": TEXT, "source": TEXT, "clicks": WHOLE, "correction": TEXT, "translations": named("Translations")}
_FOUND = {
    "kind": {"enum": ["article", "page"]},
    "id": WHOLE,
    "title": TEXT,
    "extract": {"type": "string", "description": "HTML, the words marked."},
    "address": ADDRESS,
    "published_at": MOMENT,
}
SCHEMAS = {
    "ArticleInBrief": thing(**_BRIEF),
    "Article": thing(**_BRIEF, html=TEXT, text=TEXT, **_FULL),
    "Articles": thing(items=many(named("ArticleInBrief")), next=nullable(ADDRESS)),
    "Categories": thing(
        items=many(
            thing(
                slug=TEXT,
                name=TEXT,
                names={"type": "object", "additionalProperties": TEXT},
                description=TEXT,
                parent=nullable(TEXT),
                address=ADDRESS,
            )
        )
    ),
    "Found": thing(items=many(thing(**_FOUND)), meant=nullable(TEXT)),
}


def _asked(name: str, description: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": TEXT, "description": description}


_CATEGORY = _asked("category", "The slug of a category; all below it are included.")
PATHS = {
    "/api/articles/": api.reading(
        "Articles: the newest first",
        "Articles",
        [
            *(api.LANGUAGE, _CATEGORY, _asked("tag", "The name of a tag.")),
            *(_asked("since", "Published at this time or later."), _asked("until", "Published before this time.")),
            *(api.LIMIT, api.AFTER),
        ],
        400,
    ),
    "/api/articles/{number}/": api.reading(
        "An article: reading it here is not counted as a click",
        "Article",
        [api.NUMBER_IN_PATH, api.LANGUAGE],
        *(400, 404, 410),
    ),
    "/api/categories/": api.reading(
        "Categories: each after the one that it is below", "Categories", [api.LANGUAGE], 400
    ),
    "/api/search/": api.reading(
        "A search: articles and pages, the best first",
        "Found",
        [_asked("q", "Words."), _CATEGORY, _asked("within", "week, month or year."), api.LANGUAGE, api.LIMIT],
        400,
    ),
}
