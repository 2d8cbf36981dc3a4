"""Home, static pages, pictures, and what is said when something is missing, forbidden or broken."""

import re
from datetime import datetime
from uuid import UUID

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from django.utils import timezone, translation
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from pages import api, contents, privacy, times, versions
from pages.colours import HEX, stylesheet
from pages.html import for_page
from pages.languages import homes
from pages.models import Banner, Page, PageRevision, PageRevisionQuerySet, PreviewLink
from pages.past import moment_in, past
from pages.pictures import CONTENT_TYPES
from pages.prepared import prepared
from pages.public import PublicPage, public, public_page
from pages.redirects import moved
from pages.store.lasting import lasting

MEDIA = re.compile(r"[0-9]{1,5}\.(?:avif|jpg|png)|(?:1x1|4x3|16x9)-[0-9]{1,3}-[0-9]{1,3}\.jpg")


class Home(PublicPage, TemplateView):
    template_name = "pages/home.html"

    def get_context_data(self, **context):
        return super().get_context_data(
            banners=lasting.get(self.request, ("banners", get_language()), banners_now), **context
        )


def banners_now() -> list[Banner]:
    return Banner.objects.shown_now(get_language())


@public
@require_safe
def page(request: HttpRequest, path: str) -> HttpResponse:
    if not request.path.endswith("/") and _is_of_the_site(f"{request.path_info}/"):
        onward = moved(request, f"{request.path}/")
        return api.opened(onward) if api.is_asked(request) else onward
    return page_as_it_was(request, path) if "at" in request.GET else page_now(request, path)


@public_page
def page_now(request: HttpRequest, path: str) -> HttpResponse:
    now, language = timezone.now(), get_language()
    revision = next(iter(_live(path, language, now)), None)
    if revision is None and path == privacy.PATH and request.path.endswith("/"):
        return render(request, "pages/privacy.html", {"statements": privacy.statements()})
    if revision is None:
        return _formerly(request, path, language, now)
    if not request.path.endswith("/"):
        return moved(request, revision.get_absolute_url())
    return page_page(request, revision)


@prepared
def _live(path: str, language: str, at: datetime) -> PageRevisionQuerySet:
    return PageRevision.objects.live(at).at_path(path, language).with_correction()


def page_as_it_was(request: HttpRequest, path: str) -> HttpResponse:
    now, language, asked = timezone.now(), get_language(), moment_in(request.GET["at"])
    if asked > now:
        raise Http404
    is_live = PageRevision.objects.live(now).at_path(path, language).exists()
    found = past(request, PageRevision.objects.all(), asked, is_live)
    revision = found.at_path(path, language).with_correction().first() if found is not None else None
    if revision is None:
        return _formerly(request, path, language, asked)
    response = page_page(request, revision, at=asked)
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def _is_of_the_site(path: str) -> bool:
    """Whether another route answers there than that of static pages, which takes any address."""
    try:
        return resolve(path).view_name != "pages:page"
    except Resolver404:
        return False


def _formerly(request: HttpRequest, path: str, language: str, now: datetime) -> HttpResponse:
    """Nothing is live under this path: perhaps something was, or has moved."""
    found = Page.objects.at_path(path, language).ever_seen(now).first()
    if found is None:
        raise Http404
    if found.path != path and PageRevision.objects.live(now).filter(page=found).exists():
        return moved(request, found.get_absolute_url())
    return gone(request)


def version_page(request: HttpRequest, revision: PageRevision, notice: str) -> HttpResponse:
    """The page of any version, for staff and for those who have a link."""
    here = revision.page
    here.path = "/".join(filter(None, [here.parent.path if here.parent else "", here.slug]))
    revision.corrected_at = revision.live_from
    return page_page(request, revision, is_preview=True, notice=notice)


@prepared
def _around(at: datetime, number: int, language: str, group: UUID, above: list[str]) -> PageRevisionQuerySet:
    return PageRevision.objects.live(at).around(number, language, group, above)


def page_page(request: HttpRequest, revision: PageRevision, **context) -> HttpResponse:
    """The page of a revision; `at` says that it is one of the past."""
    here = revision.page
    steps = here.path.split("/")
    above = ["/".join(steps[:depth]) for depth in range(len(steps))]  # with the empty path, at which nothing stands
    number = here.pk or 0  # none yet, in a preview
    around = _around(timezone.now(), number, here.language, here.group, above)
    body, _headings = contents.with_anchors(for_page(revision.body))
    context |= {
        "revision": revision,
        "page": here,
        "body": body,
        "description": revision.seo_description or revision.summary or contents.beginning(revision.body),
        "trail": sorted(
            (one for one in around if here.path.startswith(f"{one.page.path}/") and one.page.language == here.language),
            key=lambda one: len(one.page.path),
        ),
        "statements": privacy.statements() if here.path == privacy.PATH else [],
        "children": [one for one in around if one.page.parent_id == here.pk],
        "elsewhere": {
            one.page.language: one.get_absolute_url() for one in around if one.page.language != here.language
        },
    }
    return render(request, "pages/page.html", context)


@require_safe
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """A version shown to somebody without an account, as long as the link opens."""
    now = timezone.now()
    link = PreviewLink.objects.of_token(token, now)
    revision = link.target() if link else None
    if revision is None:
        return render(request, "404.html", {"is_preview_link": True, "elsewhere": homes()}, status=404)
    with translation.override(getattr(revision, revision.subject).language):
        notice = _("Preview: a version that is not published. The link opens until %(moment)s.")
        notice %= {"moment": times.in_words(link.expires_at)}
    response = versions.show(request, revision, notice)
    response["Referrer-Policy"] = "no-referrer"
    if request.method == "GET":
        link.note_open(now)
    return response


@require_safe
def media(request: HttpRequest, folder: str, name: str) -> FileResponse:
    if not re.fullmatch(r"[0-9]{1,18}-[0-9a-f]{24}", folder) or not MEDIA.fullmatch(name):
        raise Http404
    try:
        file = default_storage.open(f"{folder}/{name}")
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(
        file,
        content_type=CONTENT_TYPES[name.rpartition(".")[2]],
        headers={"Cache-Control": "public, max-age=31536000, immutable"},
    )


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    return render(request, "robots.txt", content_type="text/plain; charset=utf-8")


@public_page
@require_safe
def llms(request: HttpRequest) -> HttpResponse:
    """The site in short, for programs that read."""
    pages = PageRevision.objects.live(timezone.now()).in_language(get_language()).select_related("page").defer("body")
    context = {"pages": pages.order_by("page__path")[:200], "home": homes()[get_language()]}
    return render(request, "llms.txt", context, content_type="text/markdown; charset=utf-8")


@require_safe
def theme(request: HttpRequest) -> HttpResponse:
    """The colours that its address names, over those of the site's own style sheets."""
    chosen = {name: f"#{request.GET[name]}" for name in ("accent", "band") if name in request.GET}
    if not chosen or not all(HEX.fullmatch(colour) for colour in chosen.values()):
        raise Http404
    response = HttpResponse(stylesheet(**chosen), content_type="text/css; charset=utf-8")
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def not_found(request: HttpRequest, exception: Exception | None = None, **arguments) -> HttpResponse:
    return api.refusal(request, 404) or render(request, "404.html", {"elsewhere": homes()}, status=404)


def gone(request: HttpRequest) -> HttpResponse:
    """Not to be kept: what was taken down may come back, and a browser would go on saying that it is gone."""
    response = render(request, "410.html", {"elsewhere": homes()}, status=410)
    response["Cache-Control"] = "private, no-cache"
    return response


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return api.refusal(request, 403) or render(request, "403.html", {"elsewhere": homes()}, status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return api.refusal(request, 403) or render(request, "403_csrf.html", {"elsewhere": homes()}, status=403)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return api.refusal(request, 400) or render(request, "400.html", {"elsewhere": homes()}, status=400)


def server_error(request: HttpRequest) -> HttpResponse:
    """Says so without the database, the settings or the request, any of which may be what is broken."""
    return HttpResponse(render_to_string("500.html", {"LANGUAGE_CODE": get_language()}), status=500)
