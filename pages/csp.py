"""The Content-Security-Policy header, until Django 6 brings its own under the same setting's name."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse

View = Callable[..., HttpResponse]
# CKEditor writes style attributes and event attributes into its own buttons. 'unsafe-eval' and inline
# script elements are never needed, and stay forbidden.
EDITOR = {"style-src": ["'self'", "'unsafe-inline'"], "script-src-attr": ["'unsafe-inline'"]}
FRAME = {"frame-src": ["'self'"]}
FRAMED = {"frame-ancestors": ["'self'"]}


def header(policy: dict[str, list[str]]) -> str:
    return "; ".join(" ".join([name, *sources]) for name, sources in policy.items())


def allowing(policy: dict[str, list[str]]) -> Callable[[View], View]:
    """Relaxes the policy for one of the staff's pages."""

    def decorate(view: View) -> View:
        @wraps(view)
        def relaxed(*args, **kwargs) -> HttpResponse:
            response = view(*args, **kwargs)
            response.csp = getattr(response, "csp", {}) | policy
            return response

        return relaxed

    return decorate


with_editor = allowing(EDITOR)
with_frame = allowing(FRAME)


def framed(view: View) -> View:
    """May be shown within another page of this site."""

    @wraps(view)
    def within(*args, **kwargs) -> HttpResponse:
        response = view(*args, **kwargs)
        response["X-Frame-Options"] = "SAMEORIGIN"
        return response

    return allowing(FRAMED)(within)


class ContentSecurityPolicyMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response
        self.usual = header(settings.SECURE_CSP)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        own = getattr(response, "csp", None)
        response["Content-Security-Policy"] = header(settings.SECURE_CSP | own) if own else self.usual
        return response
