"""Answers for addresses of another time: a redirect where one was made, and a note where none was."""

import logging
import time
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.utils import timezone
from django.utils.encoding import iri_to_uri

from pages.models.redirects import MissingAddress, Redirect, asked_for

logger = logging.getLogger(__name__)
# What a query of the site's own pages says; a redirect is not looked for.
OWN_QUERIES = {"page", "at", "q", "lang", "sent", "accent", "band", "category", "within"}
NOTES_A_SECOND = 10  # in one process; who asks for more than that is not a reader


def moved(request: HttpRequest, address: str, permanent: bool = True) -> HttpResponse:
    """To another address of the same thing, the query kept.

    Not to be kept by browsers: an address may come back, and two kept answers would send a reader in circles.
    """
    query = request.META.get("QUERY_STRING", "")
    if query and "?" not in address:
        address = f"{address}?{query}"
    answer = HttpResponsePermanentRedirect if permanent else HttpResponseRedirect
    return answer(iri_to_uri(address), headers={"Cache-Control": "no-cache"})


def elsewhere() -> tuple[str, ...]:
    """Where no old address is looked for."""
    return (*settings.NEGOTIATED_PATHS, settings.MEDIA_URL, settings.STATIC_URL, "/preview/", "/api/")


class RedirectMiddleware:
    """Where nothing stands, and where the query is not one of ours (`/?p=5`), an old address may be meant."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response
        self.second, self.notes = 0, 0

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD") or request.path.startswith(elsewhere()):
            return self.get_response(request)
        query = request.META.get("QUERY_STRING", "")
        has_foreign_query = bool(query) and bool(request.GET.keys() - OWN_QUERIES)
        if has_foreign_query and (answer := self._redirected(request, query, exact=True)):
            return answer
        response = self.get_response(request)
        if response.status_code not in (404, 410):
            return response
        if answer := self._redirected(request, query):
            return answer
        if response.status_code == 404:
            self._note(request, query)
        return response

    def _redirected(self, request: HttpRequest, query: str, exact: bool = False) -> HttpResponse | None:
        redirect = Redirect.objects.for_address(request.path, query)
        is_exact = redirect and "?" in redirect.source
        if not redirect or (exact and not is_exact):
            return None
        address = redirect.destination()
        if not address:
            return None
        try:
            redirect.count(timezone.now())
        except DatabaseError:
            logger.exception("A redirect was not counted")
        if is_exact:
            request.META["QUERY_STRING"] = ""  # it said which page was meant, and means nothing to the new one
        return moved(request, address, redirect.is_permanent)

    def _note(self, request: HttpRequest, query: str) -> None:
        second = int(time.monotonic())
        self.second, self.notes = second, self.notes + 1 if second == self.second else 1
        if self.notes > NOTES_A_SECOND:
            return
        try:
            MissingAddress.objects.note(asked_for(request.path, query), timezone.now())
        except DatabaseError:
            logger.exception("An address that was not found was not noted")
