"""One's own account: name, address, language, time zone, and where one is signed in."""

import uuid

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE
from django.contrib.admin.utils import construct_change_message
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext, gettext_lazy as _, ngettext
from django.views.decorators.http import require_POST
from django.views.i18n import set_language as django_set_language

from pages.forms.people import AccountForm
from pages.languages import remember_language
from pages.models import AuditEntry, Letter, Preferences, SiteSettings, StaffSession


def account(request: HttpRequest) -> HttpResponse:
    # Another object than request.user: what is typed wrong must not stand in the header.
    person = User.objects.select_related("preferences").get(pk=request.user.pk)
    form = AccountForm(request.POST or None, instance=person)
    if request.method == "POST":
        with transaction.atomic():
            if form.is_valid():
                return save(request, form)
    context = admin.site.each_context(request) | {
        "title": _("My account"),
        "form": form,
        "sessions": sessions_of(request.user, request),
    }
    return render(request, "admin/account.html", context)


def save(request: HttpRequest, form: AccountForm) -> HttpResponse:
    before = User.objects.get(pk=form.instance.pk)
    person = form.save()
    if before.email and before.email != person.email:
        key, site = f"address:{uuid.uuid4().hex}", SiteSettings.objects.current()
        Letter.objects.post(before, "new_address", {"address": person.email, "site": site}, key)
    if form.changed_data:
        changes = construct_change_message(form, None, add=False)
        AuditEntry.objects.log_actions(person.pk, [person], CHANGE, changes, single_object=True)
    response = remember_language(redirect("admin:account"), form.preferences.language)
    with translation.override(form.preferences.language or translation.get_language()):
        messages.success(request, gettext("Saved."))
    return response


def sessions_of(person: User, request: HttpRequest) -> list[StaffSession]:
    """This browser's first."""
    sessions = list(StaffSession.objects.of(person).alive(timezone.now()))
    for session in sessions:
        session.here = session.is_here(request)
    return sorted(sessions, key=lambda session: not session.here)


@require_POST
@transaction.atomic
def end_session(request: HttpRequest, number: int) -> HttpResponse:
    mine = StaffSession.objects.of(request.user).besides(request)
    get_object_or_404(mine, pk=number)
    end(request, request.user, mine.filter(pk=number))
    return redirect("admin:account")


@require_POST
@transaction.atomic
def end_others(request: HttpRequest) -> HttpResponse:
    end(request, request.user, StaffSession.objects.of(request.user).besides(request))
    return redirect("admin:account")


def end(request: HttpRequest, person: User, sessions) -> None:
    """Whoever's they are: the caller has seen to it that this may be."""
    named = ", ".join(map(str, sessions))
    count = sessions.end()
    if count:
        AuditEntry.objects.note(request.user, person, "end_session", words=named)
    words = ngettext("%(count)d session is ended.", "%(count)d sessions are ended.", count)
    messages.success(request, words % {"count": count})


def set_language(request: HttpRequest) -> HttpResponse:
    """Django's, for everybody; and of somebody signed in it is kept, for his other browsers and his mail."""
    response = django_set_language(request)
    chosen = request.POST.get("language", "")
    if request.method == "POST" and chosen in dict(settings.LANGUAGES) and request.user.is_staff:
        Preferences.objects.update_or_create(person=request.user, defaults={"language": chosen})
    return response
