"""What the sample site says, as JSON, so that a contender can say the same."""

import json
import sys

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext

from news.models import ArticleRevision, ArticleRevisionQuerySet, Category
from pages.elements import picture
from pages.html import for_page
from pages.models import SiteSettings


def tell() -> None:
    """The article is the oldest of the site's own language, as in `bench.lighthouse`."""
    chosen = articles(settings.LANGUAGE_CODE).earliest("article_id")
    told = {"address": chosen.get_absolute_url(), "slug": chosen.article.slug, "company": company(), "menu": menu()}
    json.dump(told | {"news": [news(code) for code, _name in settings.LANGUAGES]}, sys.stdout)


def company() -> dict[str, str]:
    site = SiteSettings.objects.current()
    return {
        "welcome": site.welcome_line,
        "name": str(site.company_name),
        "about": str(site.footer_text or site.description),
        "address": str(site.address),
        "phone": str(site.phone),
        "email": site.email,
    }


def menu() -> list[list]:
    """Labels, each with those below; the home page and the news are there in any case."""
    items = [item for item in SiteSettings.objects.current().header if item.address not in {"/", "/news/"}]
    return [[str(item.label), [str(child.label) for child in item.below]] for item in items]


def news(language: str) -> dict:
    with translation.override(language):
        return {
            "title": gettext("News"),
            "slug": "news" if language == settings.LANGUAGE_CODE else f"news-{language}",
            "sections": [section(one) for one in Category.objects.tree().roots],
            "articles": [article(one) for one in articles(language)],
        }


def section(category: Category) -> dict:
    below = [section(one) for one in category.children_here]
    return {"slug": category.slug, "title": str(category), "below": below}


def articles(language: str) -> ArticleRevisionQuerySet:
    live = ArticleRevision.objects.live(timezone.now()).in_language(language)
    return live.select_related("article__category", "cover")


def article(revision: ArticleRevision) -> dict:
    return {
        "slug": revision.article.slug,
        "section": revision.article.category.slug,
        "date": revision.article.published_at.isoformat(),
        "title": revision.title,
        "summary": revision.summary,
        "author_line": revision.author_line,
        "source": revision.source,
        "cover": cover(revision),
        "body": for_page(revision.body),
    }


def cover(revision: ArticleRevision) -> str:
    if not revision.cover:
        return ""
    return picture(revision.cover, revision.cover_alt, "(min-width: 64rem) 46rem, 88vw")
