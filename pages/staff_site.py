"""The admin as a site: how staff come in and go out, and where their own account is.

Not in pages/admin: that package registers its screens with this site, which must be there first.
"""

from django.contrib.admin import AdminSite
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from pages import account, passwords, throttle
from pages.forms.people import SignInForm
from pages.languages import remember_language
from pages.models import AuditEntry, Preferences, SiteSettings, StaffSession

NAMES = {"auth.User": _("People"), "auth.Group": _("Roles")}


class StaffAdminSite(AdminSite):
    login_form = SignInForm
    logout_template = "admin/password/signed_out.html"

    def get_urls(self):
        views = [
            ("account/", account.account, "account"),
            ("account/sessions/end/", account.end_others, "account_end_others"),
            ("account/sessions/<int:number>/end/", account.end_session, "account_end_session"),
        ]
        return [*(path(at, self.admin_view(view), name=name) for at, view, name in views), *super().get_urls()]

    def each_context(self, request):
        """Django's views for signing in and out call the host “site”; our templates, the site's settings."""
        return super().each_context(request) | {"site": SimpleLazyObject(SiteSettings.objects.current)}

    def get_app_list(self, request, app_label=None):
        apps = super().get_app_list(request, app_label)
        for model in (model for app in apps for model in app["models"]):
            model["name"] = NAMES.get(model["model"]._meta.label, model["name"])
        return apps

    @method_decorator(never_cache)
    def login(self, request, extra_context=None):
        response = super().login(request, extra_context)
        if request.method != "POST":
            return response
        return welcome(request, response) if response.status_code == 302 else refuse(response)

    login.login_required = False

    def logout(self, request, extra_context=None):
        context = {"title": _("You are signed out")} | (extra_context or {})
        person, left = request.user, list(StaffSession.objects.here(request))
        response = super().logout(request, context)
        if person.is_authenticated and request.user.is_anonymous:
            StaffSession.objects.filter(pk__in=[session.pk for session in left]).end()
            AuditEntry.objects.note(person, person, "sign_out")
        return response

    def password_change(self, request, extra_context=None):
        context = self.each_context(request) | (extra_context or {})
        request.current_app = self.name
        return passwords.ChangePassword.as_view(extra_context=context)(request)


@transaction.atomic
def welcome(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Whoever has just signed in."""
    person = request.user
    StaffSession.objects.begin(request)
    AuditEntry.objects.note(person, person, "sign_in")
    throttle.remember_browser(response, person)
    if language := Preferences.of(person).language:
        remember_language(response, language)
    return response


def refuse(response: HttpResponse) -> HttpResponse:
    """The page says what is wrong; that it were too many tries, the status says as well."""
    if refused := response.context_data["form"].refused:
        response.status_code, response.headers["Retry-After"] = 429, str(refused.seconds)
    return response
