"""What a version would look like: beside the form, unsaved, and by links for people without an account."""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext, gettext_lazy as _
from django.views.decorators.http import require_POST

from pages.admin.turns import in_turn
from pages.csp import framed
from pages.models import AuditEntry, PreviewLink
from pages.versions import in_its_language

DAYS = [(1, _("a day")), (7, _("a week")), (30, _("30 days"))]


class LinkForm(forms.Form):
    revision = forms.IntegerField(widget=forms.HiddenInput)
    for_whom = forms.CharField(label=_("For whom"), max_length=100, required=False)
    days = forms.TypedChoiceField(label=_("Opens for"), choices=DAYS, coerce=int, initial=7)


class PreviewsAdmin:
    """For a ModelAdmin of something with revisions."""

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("preview/", view(self.preview), name=f"{self._name}_preview_new"),
            path("<int:number>/preview/", view(self.preview), name=f"{self._name}_preview"),
            path("<int:number>/links/", view(self.make_link), name=f"{self._name}_link"),
            path("<int:number>/links/<int:link>/revoke/", view(self.revoke_link), name=f"{self._name}_revoke"),
            *super().get_urls(),
        ]

    @method_decorator([require_POST, framed])
    def preview(self, request: HttpRequest, number: int | None = None) -> HttpResponse:
        """The page as it would be with what stands in the form; nothing is saved."""
        identity = self.changeable(request, number) if number else None
        if not identity and not self.has_add_permission(request):
            raise PermissionDenied
        form = self.get_form(request, identity, change=bool(identity))(request.POST, instance=identity)
        form.is_valid()
        fields = {name: form.cleaned_data[name] for name in self.revisions.content if form.cleaned_data.get(name)}
        revision = self.revisions(**fields)
        setattr(revision, self.revisions.subject, form.instance)
        notice = gettext("Preview: this is not saved, and readers do not see it.")
        return in_its_language(
            request, form.instance.language, lambda: self.page_for_preview(request, revision, form, notice)
        )

    @method_decorator(require_POST)
    @in_turn
    def make_link(self, request: HttpRequest, number: int) -> HttpResponse:
        identity = self.changeable(request, number)
        form, now = LinkForm(request.POST), timezone.now()
        if not form.is_valid():
            messages.error(request, _("The link was not made: say for how long it opens."))
            return self._to_links(number)
        revision = self.revision_of(identity, form.cleaned_data["revision"])
        if revision.withheld_at:
            messages.error(request, _("This version is withheld from readers for good."))
            return self._to_links(number)
        PreviewLink.objects.create(
            about=identity.about,
            revision=revision.pk,
            for_whom=form.cleaned_data["for_whom"],
            made_by=request.user,
            made_at=now,
            expires_at=now + timedelta(days=form.cleaned_data["days"]),
        )
        AuditEntry.objects.note(request.user, identity, "link", words=form.cleaned_data["for_whom"], revision=revision)
        messages.success(request, gettext("The link is below. Whoever has it sees this version, without an account."))
        return self._to_links(number)

    @method_decorator(require_POST)
    def revoke_link(self, request: HttpRequest, number: int, link: int) -> HttpResponse:
        identity = self.changeable(request, number)
        found = PreviewLink.objects.filter(pk=link, about=identity.about).first()
        if found is None:
            raise Http404
        found.revoke(timezone.now())
        AuditEntry.objects.note(request.user, identity, "revoke", words=found.for_whom)
        messages.success(request, _("Revoked: the link opens nothing any more."))
        return self._to_links(number)

    def _to_links(self, number: int) -> HttpResponseRedirect:
        return HttpResponseRedirect(reverse(f"admin:{self._name}_history", args=[number]) + "#links")
