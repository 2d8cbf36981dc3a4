"""What those who answer keep for themselves: how they are told, saved filters, what they have read."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from chat.admin.routes import ONLY_DO, ONLY_SHOW, routes
from chat.models import Conversation, Desk
from pages.fields import OneLineField


class DeskForm(forms.ModelForm):
    class Meta:
        model = Desk
        fields = ["by_mail", "by_sound", "by_browser", "with_keys"]


class FilterForm(forms.Form):
    name = OneLineField(max_length=40, label=_("Name"))
    query = OneLineField(max_length=2000, required=False, widget=forms.HiddenInput)


def counts(person) -> dict[str, int]:
    """How many wait, and how many of them this person should look at."""
    return {
        "waiting": Conversation.objects.waiting().count(),
        "unread": Conversation.objects.unread_by(person).count(),
    }


class DeskViews:
    """For the inbox's ModelAdmin."""

    def desk_urls(self) -> list:
        write = (self.desk_view, self.keep_filter_view, self.drop_filter_view)
        return routes(self, "{}/", ONLY_SHOW, self.unread_view) + routes(self, "{}/", ONLY_DO, *write)

    def unread_view(self, request: HttpRequest) -> JsonResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return JsonResponse(counts(request.user))

    def desk_view(self, request: HttpRequest) -> HttpResponse:
        form = DeskForm(request.POST, instance=self._desk(request))
        if form.is_valid():
            form.save()
            messages.success(request, _("Kept. It holds in all your browsers."))
        return self._to_inbox(form.data.get("here", ""))

    def keep_filter_view(self, request: HttpRequest) -> HttpResponse:
        desk, form = self._desk(request), FilterForm(request.POST)
        if form.is_valid():
            desk.keep_filter(**form.cleaned_data)
        else:
            messages.error(request, _("It was not kept: give the filter a name of up to 40 characters."))
        return self._to_inbox(form.data.get("query", ""))

    def drop_filter_view(self, request: HttpRequest) -> HttpResponse:
        self._desk(request).drop_filter(request.POST.get("name", ""))
        return self._to_inbox(request.POST.get("query", ""))

    def _desk(self, request: HttpRequest) -> Desk:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return Desk.of(request.user)

    def _to_inbox(self, query: str) -> HttpResponse:
        return redirect(f"{reverse('admin:chat_conversation_changelist')}?{query}".removesuffix("?"))
