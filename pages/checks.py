"""Told at start: a measure that makes the bundled editor bearable is missing."""

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.utils.module_loading import import_string

from pages import editor


@register
def editor_is_contained(app_configs=None, **options) -> list[CheckMessage]:
    missing = []
    if apps.is_installed("ckeditor_uploader"):
        missing.append("ckeditor_uploader is installed: its upload is exempt from CSRF checks and takes scripts.")
    if not settings.SECURE_CSP.get("script-src") or "'unsafe-inline'" in settings.SECURE_CSP["script-src"]:
        missing.append("the Content-Security-Policy allows inline scripts.")
    if "pages.csp.ContentSecurityPolicyMiddleware" not in settings.MIDDLEWARE:
        missing.append("no Content-Security-Policy is sent.")
    if issubclass(import_string(settings.RICH_TEXT_WIDGET), editor.Editor):
        missing += list(_loose_ends(editor.CONFIG))
    return [Error(f"Rich text: {text}", hint="See ARCHITECTURE.md, “Rich text”.", id="pages.E001") for text in missing]


def _loose_ends(config: dict):
    if config.get("allowedContent") is True or config.get("fullPage"):
        yield "the editor's own filter is off."
    if "divarea" not in config.get("extraPlugins", ""):
        yield "the editor is not in a div, so it needs inline scripts."
    kept = {"exportpdf", "scayt", "wsc", "iframe", "forms", "flash", "preview"} - set(
        config["removePlugins"].split(",")
    )
    if kept:
        yield f"the editor loads {', '.join(sorted(kept))}."
