"""Puts into the store what Django made, and answers with it as the store would."""

from collections.abc import Callable

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers

from pages.models import Redirect
from pages.past import is_staff
from pages.public import Public
from pages.store.asked import Asked, Key, asked_in, headers_of, may_be_kept
from pages.store.lasting import state_of
from pages.store.page import Page
from pages.store.shelf import Shelf, shelf
from pages.store.watch import State

OWN = ("Content-Length", "Content-Encoding", "ETag")  # what a page says of its body itself


class PageStoreMiddleware:
    """Outside of all that writes headers into an answer."""

    shelf: Shelf = shelf

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.store_asked = asked = self._asked(request)
        if asked and (page := self._found(asked)):
            return _answered(request, page, HttpResponse(), is_new=False)
        request.store_makes = None
        try:
            response = self.get_response(request)
            kept = getattr(response, "page", None)
            page = kept or self._made(request, response)
        finally:
            if request.store_makes:
                self.shelf.done(request.store_makes)
        return _answered(request, page, response, is_new=page is not kept) if page else response

    def process_view(self, request: HttpRequest, view: Callable, args: tuple, named: dict) -> HttpResponse | None:
        """Of many readers of one page that is not kept, one makes it."""
        asked = request.store_asked
        if asked is None or not getattr(view, "is_public", False):
            return None
        if self.shelf.wait_or_make(asked.key):
            request.store_makes = asked.key
            request.store_state = state_of(request)
        elif page := self._found(asked):
            response = HttpResponse()
            response.page = page
            return response
        return None

    def _asked(self, request: HttpRequest) -> Asked | None:
        if not self.shelf.room or request.method not in ("GET", "HEAD"):
            return None
        if not may_be_kept(request.scheme, headers_of(request.META)):
            return None
        return asked_in(request.path_info, request.META.get("QUERY_STRING", "").encode("latin-1", "replace"))

    def _found(self, asked: Asked) -> Page | None:
        page = self.shelf.find(asked.key)
        if page and asked.has_foreign_query and page.is_deaf is None:
            try:
                page.is_deaf = not Redirect.objects.with_a_query(asked.key.path).exists()
            except DatabaseError:
                return page  # most likely it is
        return page if page and (page.is_deaf or not asked.has_foreign_query) else None

    def _made(self, request: HttpRequest, response: HttpResponse) -> Page | None:
        public: Public | None = getattr(response, "public", None)
        is_whole = request.method in ("GET", "HEAD") and response.status_code == 200
        if public is None or not is_whole:
            return None
        patch_vary_headers(response, ["Accept-Encoding"])
        headers = [(n.lower().encode(), v.encode("latin-1")) for n, v in response.items() if n not in OWN]
        page = Page(response.content, headers, public.meter)
        key = request.store_makes
        if key and public.is_kept and (public.has_pages or not key.page) and not response.cookies:
            self._keep(key, page, request.store_state)
        return page

    def _keep(self, key: Key, page: Page, before: State | None) -> None:
        """If nothing has moved while it was made."""
        try:
            if before is not None and self.shelf.watch.look() is before:
                self.shelf.keep(key, page, before)
        except DatabaseError:
            pass  # it went away in the meantime


def _answered(request: HttpRequest, page: Page, response: HttpResponse, *, is_new: bool) -> HttpResponse:
    """The response, with the page in it that is kept or was made of it. Conditions are Django's business here."""
    asked = headers_of(request.META)
    asked.pop(b"if-none-match", None)
    answer = page.answer(asked, is_head=request.method == "HEAD", is_counted=not is_staff(request))
    for name in OWN if is_new else list(response.headers):
        del response[name]
    response.content = answer.body
    for name, value in answer.own if is_new else answer.headers:
        response[name.decode().title()] = value.decode("latin-1")
    etag = response.get("ETag")
    return get_conditional_response(request, etag=etag, response=response) if etag else response
