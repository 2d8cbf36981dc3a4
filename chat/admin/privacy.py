"""What is kept of one visitor: handed out or erased, by his e-mail address or the reference of a conversation."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _, ngettext

from chat import search
from chat.admin.routes import BOTH, routes
from chat.exporting import as_csv, as_json
from chat.models import Conversation
from pages.fields import OneLineField
from pages.models import AuditEntry

KINDS = {"json": (as_json, "application/json"), "csv": (as_csv, "text/csv; charset=utf-8")}


class WhoForm(forms.Form):
    """Sent, never asked for in an address: addresses are logged."""

    who = OneLineField(
        max_length=254,
        label=_("E-mail address or reference"),
        help_text=_("The whole address, or the reference that stands on the visitor's chat page and in his letters."),
        error_messages={"required": _("Write an e-mail address or a reference.")},
    )


class PrivacyViews:
    """For the inbox's ModelAdmin."""

    def privacy_urls(self) -> list:
        return routes(self, "{}/", BOTH, self.privacy_view)

    def may_erase(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request) and request.user.has_perm("chat.delete_conversation")

    def privacy_view(self, request: HttpRequest) -> HttpResponse:
        if not self.may_erase(request):
            raise PermissionDenied
        form = WhoForm(request.POST or None)
        found = None
        if form.is_valid():
            found = Conversation.objects.of_person(form.cleaned_data["who"])
            step = request.POST.get("step", "")
            if step in KINDS and found.exists():
                return self._export(request, found, step)
            if step == "erase" and request.POST.get("understood"):
                return self._erase(request, found)
        context = self.admin_site.each_context(request) | {"title": _("Export and erase"), "opts": self.opts}
        context |= {
            "form": form,
            "found": found and list(found.order_by("-moved_at")),
            "asks": request.POST.get("step") == "erase",
        }
        return TemplateResponse(request, "admin/chat/conversation/privacy.html", context)

    def _export(self, request: HttpRequest, found, kind: str) -> HttpResponse:
        write, content_type = KINDS[kind]
        text = write(found.order_by("pk"))
        AuditEntry.objects.note(request.user, Conversation, "export", words=str(found.count()))
        name = f"chat-{timezone.localdate().isoformat()}.{kind}"
        disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(text, content_type=content_type, headers=disposition)

    def _erase(self, request: HttpRequest, found) -> HttpResponse:
        count = found.erase()
        if count:
            AuditEntry.objects.note(request.user, Conversation, "erase", words=str(count))
            search.forget_traces()
        words = ngettext(
            "%(count)d conversation is erased for good.", "%(count)d conversations are erased for good.", count
        )
        messages.success(request, words % {"count": count})
        return redirect("admin:chat_conversation_changelist")
