"""Every address of the site: what has a language in it, and what has not."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from hifred import health
from pages import account, passwords, sitemaps
from pages.search_engines import indexnow_key
from pages.sharing import share_picture
from pages.views import not_found, preview, robots, theme


def localized(*patterns: URLPattern | URLResolver) -> list:
    return i18n_patterns(*patterns, prefix_default_language=False)


urlpatterns = [
    *localized(path("news/", include("news.urls"))),  # first, since it is asked for most
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("admin/language/setlang/", account.set_language, name="set_language"),
    path("admin/password/", passwords.ForgottenPassword.as_view(), name="admin_password_reset"),
    path("admin/password/sent/", passwords.LetterOnItsWay.as_view(), name="password_reset_done"),
    path("admin/password/done/", passwords.Chosen.as_view(), name="password_reset_complete"),
    path("admin/password/<uidb64>/<token>/", passwords.ChoosePassword.as_view(), name="password_reset_confirm"),
    # Django's way from a number to a public address asks for no permission, and a draft's address tells its title.
    path("admin/r/<path:rest>", not_found),
    path("admin/", admin.site.urls),
    path("chat/", include("chat.urls")),
    path("api/", include("hifred.api")),
    path("preview/<str:token>/", preview, name="preview"),
    path("robots.txt", robots, name="robots"),
    path("indexnow.txt", indexnow_key, name="indexnow_key"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap/<slug:section>/<int:number>.xml", sitemaps.part, name="sitemap_part"),
    path("theme.css", theme, name="theme"),
    path("share-picture/<slug:kind>/<number:number>/<slug:ratio>-<slug:mark>.png", share_picture, name="share_picture"),
    path("media/", include("pages.media_urls")),
    *localized(path("", include("pages.urls"))),
]

handler403 = "pages.views.forbidden"
handler404 = "pages.views.not_found"
handler500 = "pages.views.server_error"
handler400 = "pages.views.bad_request"
