"""The language of a request, from its address; LocaleMiddleware would add `Vary` to pages that are the same for all."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation


def site_languages() -> list[tuple[str, str]]:
    """As a callable, so that no migration lists the languages."""
    return settings.LANGUAGES


def language_in(path: str) -> str:
    """The language that an address begins with: /zh-hans/ is one, /zh-market/ a page's word."""
    word = path.partition("?")[0].strip("/").partition("/")[0]
    return word if word in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def language_of(request: HttpRequest) -> str:
    if any(request.path_info.startswith(prefix) for prefix in settings.NEGOTIATED_PATHS):
        asked = request.GET.get("lang", "")
        return asked if asked in dict(settings.LANGUAGES) else translation.get_language_from_request(request)
    return language_in(request.path_info)


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
