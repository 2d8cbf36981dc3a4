"""The read-only JSON API: what all its answers have in common, and static pages. Each app adds its own."""

import base64
import binascii
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone, translation
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control

from pages.html import for_feeds, plain
from pages.models import Page, PageRevision, Picture
from pages.public import conditional
from pages.structured import whole

ROOT = "/api/"
METHODS = ("GET", "HEAD", "OPTIONS")
USUAL, MOST = 20, 100  # of a list


class Problem(Exception):
    """What is wrong with a request, in words for who wrote it (RFC 9457)."""

    def __init__(self, status: int, title: str, detail: str):
        super().__init__(detail)
        self.status, self.told = status, {"title": title, "status": status, "detail": detail}


READ_ONLY = Problem(405, "Method not allowed", "This API can be read, not written to.")
_UNASKED = {
    400: ("Bad request", "This request is not understood."),
    403: ("Forbidden", "This is not for you."),
    404: ("Not found", "There is nothing at this address; /api/ says what there is."),
}


def endpoint(view: Callable[..., dict[str, Any]]) -> Callable[..., HttpResponse]:
    """A view that gives data, asked in a language, and open to programs of any other site: all of it is public."""

    @conditional
    @cache_control(no_cache=True)
    @wraps(view)
    def answered(request: HttpRequest, *args, **named) -> HttpResponse:
        try:
            with translation.override(language_of(request)):
                response = _answer(view(request, *args, **named))
        except Problem as problem:
            response = _refused(problem)
        return response

    @wraps(view)
    def asked(request: HttpRequest, *args, **named) -> HttpResponse:
        if request.method == "OPTIONS":
            response = HttpResponse(status=204)
        elif request.method not in METHODS:
            response = _refused(READ_ONLY)
        else:
            response = answered(request, *args, **named)
        return opened(response)

    return asked


def is_asked(request: HttpRequest) -> bool:
    return f"{request.path}/".startswith(ROOT)


def refusal(request: HttpRequest, status: int) -> HttpResponse | None:
    """For what no view was asked about: a program is answered as it expects. None where a person asks."""
    if not is_asked(request):
        return None
    return opened(_refused(READ_ONLY if request.method not in METHODS else Problem(status, *_UNASKED[status])))


def _refused(problem: Problem) -> JsonResponse:
    return _answer(problem.told, problem.status, content_type="application/problem+json")


def opened(response: HttpResponse) -> HttpResponse:
    """To programs in pages of any other site."""
    response["Allow"] = ", ".join(METHODS)
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Allow-Methods"] = ", ".join(METHODS)
    response["Access-Control-Allow-Headers"] = "If-None-Match"
    response["Access-Control-Expose-Headers"] = "ETag, Link"
    response["X-Robots-Tag"] = "noindex"
    return response


def _answer(data: dict[str, Any], status: int = 200, **more) -> JsonResponse:
    response = JsonResponse(data, status=status, json_dumps_params={"ensure_ascii": False}, **more)
    if data.get("next"):
        response["Link"] = f'<{data["next"]}>; rel="next"'
    return response


def language_of(request: HttpRequest) -> str:
    code = request.GET.get("lang", settings.LANGUAGE_CODE)
    if code not in dict(settings.LANGUAGES):
        known = ", ".join(code for code, _name in settings.LANGUAGES)
        raise Problem(400, "Unknown language", f"“lang” is one of {known}.")
    return code


def limit_of(request: HttpRequest) -> int:
    text = request.GET.get("limit", str(USUAL))
    if not (text.isascii() and text.isdigit() and len(text) < 4 and 1 <= int(text) <= MOST):
        raise Problem(400, "Odd limit", f"“limit” is a whole number from 1 to {MOST}.")
    return int(text)


def cursor_of(request: HttpRequest, understand: Callable[[str], Any]) -> Any:
    """What `next` of the answer before said; None on the first page."""
    text = request.GET.get("after")
    if text is None:
        return None
    try:
        return understand(base64.b64decode(text[:200], altchars=b"-_", validate=True).decode())
    except (binascii.Error, ValueError, OverflowError):
        raise Problem(400, "Odd cursor", "Take “after” from the “next” of the page before, as it is.") from None


def number_in(text: str) -> int:
    if not text.isdecimal() or len(text) > 18:
        raise ValueError("no number of ours")
    return int(text)


def listed(request: HttpRequest, found: list, limit: int, item: Callable, cursor: Callable[[Any], str]) -> dict:
    """One more than the limit was asked for, to know whether there is a next page."""
    shown = found[:limit]
    following = None
    if len(found) > limit:
        after = base64.b64encode(cursor(shown[-1]).encode(), altchars=b"-_").decode()
        following = f"{whole(request.path)}?{urlencode(request.GET.dict() | {'after': after})}"
    return {"items": [item(one) for one in shown], "next": following}


def moment(value: datetime | None) -> str | None:
    return value and value.astimezone(timezone.get_default_timezone()).isoformat(timespec="seconds")


def picture(shown: Picture | None, alt: str) -> dict[str, Any] | None:
    if shown is None:
        return None
    return {
        "alt": alt,
        "width": shown.width,
        "height": shown.height,
        "files": [
            {
                "address": whole(shown.address(width, kind)),
                "width": width,
                "type": f"image/{kind}".replace("jpg", "jpeg"),
            }
            for width in sorted(shown.widths)
            for kind in ("avif", shown.fallback)
        ],
    }


def texts(body: str) -> dict[str, str]:
    return {"html": for_feeds([body])[0], "text": plain(body)}


def gone_or_never(was_seen: bool, what: str) -> Problem:
    if was_seen:
        return Problem(410, "Gone", f"This {what} was published once and no longer is.")
    return Problem(404, "Not found", f"There is no such {what}.")


# Static pages


def brief(revision: PageRevision) -> dict[str, Any]:
    return {
        "id": revision.page_id,
        "language": revision.page.language,
        "path": f"/{revision.page.path}/",
        "parent": revision.page.parent_id,
        "title": revision.title,
        "summary": revision.summary,
        "address": whole(revision.get_absolute_url()),
        "updated_at": moment(revision.live_from),
        "cover": picture(revision.cover, revision.cover_alt),
    }


@endpoint
def pages(request: HttpRequest) -> dict[str, Any]:
    limit, after = limit_of(request), cursor_of(request, number_in)
    live = PageRevision.objects.live(timezone.now()).in_language(get_language()).select_related("page", "cover")
    live = live.filter(page__gt=after) if after is not None else live
    found = list(live.defer("body").order_by("page_id")[: limit + 1])
    return listed(request, found, limit, brief, lambda one: str(one.page_id))


@endpoint
def page(request: HttpRequest, number: int) -> dict[str, Any]:
    now = timezone.now()
    revision = PageRevision.objects.live(now).filter(page=number).select_related("page", "cover").first()
    if revision is None:
        raise gone_or_never(Page.objects.filter(pk=number).ever_seen(now).exists(), "page")
    related = PageRevision.objects.live(now).filter(page__group=revision.page.group).select_related("page")
    return (
        brief(revision)
        | texts(revision.body)
        | {"correction": revision.correction, "translations": translations(related)}
    )


def translations(related) -> dict[str, dict[str, Any]]:
    """All languages that something is written in, its own included."""
    found = {}
    for one in related.defer("body"):
        identity = getattr(one, one.subject)
        found[identity.language] = {"id": identity.pk, "address": whole(identity.get_absolute_url())}
    return dict(sorted(found.items()))


# What the document says of it

TEXT, NUMBER, WHOLE = {"type": "string"}, {"type": "number"}, {"type": "integer"}
ADDRESS = {"type": "string", "format": "uri"}
MOMENT = {"type": "string", "format": "date-time"}


def thing(**properties) -> dict[str, Any]:
    """An object that has all of these and nothing else."""
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def nullable(schema: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [schema, {"type": "null"}]}


def named(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def many(schema: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": schema}


_BRIEF = {
    "id": WHOLE,
    "language": TEXT,
    "path": TEXT,
    "parent": nullable(WHOLE),
    "title": TEXT,
    "summary": TEXT,
    "address": ADDRESS,
    "updated_at": MOMENT,
    "cover": nullable(named("Picture")),
}
SCHEMAS = {
    "Problem": thing(title=TEXT, status=WHOLE, detail=TEXT),
    "Picture": thing(alt=TEXT, width=WHOLE, height=WHOLE, files=many(thing(address=ADDRESS, width=WHOLE, type=TEXT))),
    "Translations": {"type": "object", "additionalProperties": thing(id=WHOLE, address=ADDRESS)},
    "PageInBrief": thing(**_BRIEF),
    "Page": thing(**_BRIEF, html=TEXT, text=TEXT, correction=TEXT, translations=named("Translations")),
    "Pages": thing(items=many(named("PageInBrief")), next=nullable(ADDRESS)),
}
LANGUAGE = {"name": "lang", "in": "query", "schema": TEXT, "description": "The language; English if it is left out."}
LIMIT = {"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL}}
AFTER = {"name": "after", "in": "query", "schema": TEXT, "description": "From the `next` of the page before."}
NUMBER_IN_PATH = {"name": "number", "in": "path", "required": True, "schema": WHOLE}


def reading(summary: str, schema: str, parameters: list[dict[str, Any]], *problems: int) -> dict[str, Any]:
    """An address that can be read."""
    told = {"description": summary, "content": {"application/json": {"schema": named(schema)}}}
    problem = {"description": "A problem", "content": {"application/problem+json": {"schema": named("Problem")}}}
    responses = {"200": told, "304": {"description": "Not changed"}} | {str(status): problem for status in problems}
    name = summary.partition(":")[0]
    return {
        "get": {
            "summary": name,
            "operationId": name.replace(" ", "_"),
            "parameters": parameters,
            "responses": responses,
        }
    }


PATHS = {
    "/api/pages/": reading("Static pages", "Pages", [LANGUAGE, LIMIT, AFTER], 400),
    "/api/pages/{number}/": reading("A static page", "Page", [NUMBER_IN_PATH, LANGUAGE], 400, 404, 410),
}
