"""The language of a request, from its address; LocaleMiddleware would add `Vary` to pages that are the same for all."""

from collections.abc import Callable
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse, translate_url
from django.utils import translation
from django.utils.encoding import escape_uri_path


def site_languages() -> list[tuple[str, str]]:
    """As a callable, so that no migration lists the languages."""
    return settings.LANGUAGES


def language_in(path: str) -> str:
    """The language that an address begins with: /zh-hans/ is one, /zh-market/ a page's word."""
    word = path.partition("?")[0].strip("/").partition("/")[0]
    return word if word in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def language_of(request: HttpRequest) -> str:
    if is_negotiated(request.path_info):
        asked = request.GET.get("lang", "")
        return asked if asked in dict(settings.LANGUAGES) else translation.get_language_from_request(request)
    return language_in(request.path_info)


def elsewhere_named(code: str) -> str:
    """As feeds and news services call a language: by country, where we go by script."""
    return {"zh-hans": "zh-cn", "zh-hant": "zh-tw"}.get(code, code)


def is_negotiated(path: str) -> bool:
    return path.startswith(settings.NEGOTIATED_PATHS)


def in_each_language(request: HttpRequest, own: str, elsewhere: dict[str, str] | None) -> dict[str, str]:
    """Where a page stands, by language, its `own` first; a language that it is not written in is left out.

    `elsewhere` is what its view knows of that; None says that it stands at the same address in each.
    """
    path = request.path
    if is_negotiated(path):
        return {code: f"?lang={code}" for code, _name in settings.LANGUAGES}
    if elsewhere is None:
        elsewhere = {code: _in_language(path, own, code) for code, _name in settings.LANGUAGES if code != own}
    return {own: escape_uri_path(path)} | elsewhere


@lru_cache(maxsize=1_024)
def _in_language(path: str, _own: str, code: str) -> str:
    """Of an address in the language that is active: in another one it may stand for nothing."""
    return translate_url(path, code)


def homes() -> dict[str, str]:
    """For pages that are none, such as an apology."""
    found = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found[code] = reverse("pages:home")
    return found


def remember_language(response: HttpResponse, language: str) -> HttpResponse:
    """In this browser; the empty one is what the browser asks for."""
    if not language:
        response.delete_cookie(settings.LANGUAGE_COOKIE_NAME, path=settings.LANGUAGE_COOKIE_PATH)
        return response
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        path=settings.LANGUAGE_COOKIE_PATH,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
    )
    return response


class LanguageMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with translation.override(language_of(request)):
            request.LANGUAGE_CODE = translation.get_language()
            response = self.get_response(request)
            response.setdefault("Content-Language", request.LANGUAGE_CODE)
        return response
