"""An article in schema.org's terms."""

from typing import Any

from news.models import ArticleRevision, Category
from pages import structured
from pages.contents import count_of_words
from pages.json import loaded
from pages.models import SiteSettings

LONGEST_HEADLINE = 110


def article(
    revision: ArticleRevision, category: Category, site: SiteSettings, company: dict[str, Any], description: str
) -> dict[str, Any]:
    address = structured.whole(revision.get_absolute_url())
    person = {"@type": "Person", "name": revision.author_line}
    author = person if revision.author_line else {name: company[name] for name in ("@type", "name", "url")}
    return {
        "@type": "NewsArticle",
        "headline": revision.title[:LONGEST_HEADLINE],
        "description": description,
        "image": structured.pictures_of(revision, site),
        "datePublished": revision.article.published_at.isoformat(),
        "dateModified": max(revision.live_from, revision.article.published_at).isoformat(),
        "author": [author],
        "publisher": company,
        "mainEntityOfPage": {"@type": "WebPage", "@id": address},
        "url": address,
        "articleSection": str(category),
        "keywords": [tag["name"] for tag in loaded(revision.tag_list) or []],
        "inLanguage": revision.article.language,
        "wordCount": count_of_words(revision.body),
        "isAccessibleForFree": True,
    }
