"""How a person comes to a password: asks for a letter, chooses one under its link, or changes the one he has."""

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import PasswordChangeView, PasswordResetConfirmView, PasswordResetDoneView
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import FormView, RedirectView

from pages import throttle
from pages.forms.people import ForgottenPasswordForm, OwnPasswordForm
from pages.models import AuditEntry, StaffSession


@method_decorator(never_cache, name="dispatch")
class ForgottenPassword(FormView):
    """Says the same whether the address is known, unknown, or asked for too often."""

    form_class = ForgottenPasswordForm
    template_name = "admin/password/forgotten.html"
    success_url = reverse_lazy("password_reset_done")
    extra_context = {"title": _("Forgotten your password?")}

    def form_valid(self, form):
        if may_have_letters(self.request, form.cleaned_data["email"]):
            form.post_letters()
        return super().form_valid(form)


def may_have_letters(request: HttpRequest, email: str) -> bool:
    now = timezone.now()
    try:
        throttle.LETTERS_FROM.of(throttle.network_of(request)).count(now)
        throttle.LETTERS_TO.of(email.lower()).count(now)
    except throttle.TooManyTries:
        return False
    return True


class LetterOnItsWay(PasswordResetDoneView):
    template_name = "admin/password/on_its_way.html"
    title = _("Look into your mail")


class ChoosePassword(PasswordResetConfirmView):
    """For the invited and the forgetful. Whoever was signed in in this browser is not any more."""

    template_name = "admin/password/choose.html"
    success_url = reverse_lazy("admin:login")
    title = _("Choose a password")

    def get_user(self, uidb64):
        person = super().get_user(uidb64)
        return person if person and person.is_active and person.is_staff else None

    def get_context_data(self, **context):
        context = super().get_context_data(**context)
        return context if self.validlink else context | {"title": _("This link does not hold any more")}

    @transaction.atomic
    def form_valid(self, form):
        response = super().form_valid(form)
        StaffSession.objects.of(self.user).end()
        StaffSession.objects.here(self.request).end()
        AuditEntry.objects.note(self.user, self.user, "password")
        logout(self.request)
        messages.success(self.request, _("Your password is set. Sign in with it."))
        throttle.remember_browser(response, self.user)
        return response


class Chosen(RedirectView):
    url = reverse_lazy("admin:login")


class ChangePassword(PasswordChangeView):
    form_class = OwnPasswordForm
    template_name = "admin/password/change.html"
    title = _("Change password")
    success_url = reverse_lazy("admin:account")

    @transaction.atomic
    def form_valid(self, form):
        with StaffSession.objects.kept_through_new_key(self.request):
            response = super().form_valid(form)
        person = self.request.user
        StaffSession.objects.of(person).besides(self.request).end()
        AuditEntry.objects.note(person, person, "password")
        messages.success(self.request, _("Your new password holds. You are signed out everywhere else."))
        throttle.remember_browser(response, form.user)
        return response
