"""The JSON API as a whole: its addresses, its first page, and the document that describes it."""

from typing import Any

from django.http import HttpRequest
from django.urls import path

import news.api as of_news
import pages.api as of_pages
from pages import converters  # noqa: F401 - registers them
from pages.api import endpoint
from pages.models import SiteSettings
from pages.structured import whole


@endpoint
def index(request: HttpRequest) -> dict[str, Any]:
    return {name: whole(f"/api/{name}/") for name in ("articles", "categories", "pages", "search")} | {
        "document": whole("/api/openapi.json")
    }


@endpoint
def document(request: HttpRequest) -> dict[str, Any]:
    """OpenAPI 3.1."""
    name = str(SiteSettings.objects.current().company_name)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{name}: what the public sees",
            "version": "1.0.0",
            "description": "To be read without a key. Send an ETag back to learn that nothing has changed.",
        },
        "servers": [{"url": whole("")}],
        "paths": of_news.PATHS | of_pages.PATHS,
        "components": {"schemas": of_news.SCHEMAS | of_pages.SCHEMAS},
    }


urlpatterns = [
    path("", index),
    path("openapi.json", document),
    path("articles/", of_news.articles),
    path("articles/<number:number>/", of_news.article),
    path("categories/", of_news.categories),
    path("pages/", of_pages.pages),
    path("pages/<number:number>/", of_pages.page),
    path("search/", of_news.search),
]
