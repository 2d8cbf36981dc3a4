"""Translations: one is written beside its original; what was written apart can be joined, and taken apart again."""

import uuid
from dataclasses import dataclass

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode
from django.utils.translation import gettext, gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from pages.admin.turns import in_turn
from pages.models import AuditEntry, Revision, Timeline
from pages.standing import Standing
from pages.widgets import is_number

FOUND = 20


class SearchForm(forms.Form):
    q = forms.CharField(label=_("Words of its title"), max_length=200, required=False)


@dataclass
class Place:
    """A language, and what stands in it."""

    code: str
    name: str
    identity: Timeline | None = None
    standing: Standing | None = None
    has_moved_on: bool = False  # it was published anew after what is being looked at was written


class TranslationsAdmin:
    """For a ModelAdmin of something with revisions."""

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("<int:number>/translations/", view(self.translations), name=f"{self._name}_translations"),
            path("<int:number>/translations/<int:other>/join/", view(self.join), name=f"{self._name}_join"),
            path("<int:number>/translations/separate/", view(self.separate), name=f"{self._name}_separate"),
            *super().get_urls(),
        ]

    # Beside the form

    def translations_context(self, request: HttpRequest, identity: Timeline | None) -> dict:
        beside = self._beside(request, identity)
        return ({"title": gettext("Write the translation")} if beside and not identity else {}) | {
            # Whose form is taken is led on, and never sees them.
            "places": SimpleLazyObject(lambda: self._places(identity, timezone.now())) if identity else [],
            "beside": beside,
            "beside_version": beside and version_to_read(beside),
        }

    def _places(self, identity: Timeline, now) -> list[Place]:
        around = self.model.objects.filter(group=identity.group).exclude(pk=identity.pk).with_standing(now)
        found = {one.language: one for one in around}
        written_at = identity.revisions.order_by("-pk").values_list("created_at", flat=True).first()
        subject = self.revisions.subject
        before = self.revisions.objects.filter(**{subject: OuterRef(subject)}, live_from__lt=OuterRef("live_from"))
        anew = self.revisions.objects.live(now).filter(Exists(before), **{f"{subject}__in": list(found.values())})
        live = {getattr(one, f"{subject}_id"): one for one in anew.defer("body")}
        places = [Place(code, name) for code, name in settings.LANGUAGES if code != identity.language]
        for place in places:
            if one := found.get(place.code):
                place.identity, place.standing = one, one.standing(now)
                place.has_moved_on = one.pk in live and written_at is not None and live[one.pk].live_from > written_at
        return places

    def _beside(self, request: HttpRequest, identity: Timeline | None) -> Timeline | None:
        """What is shown beside the form: the original of what is written, or another translation of it."""
        if identity is None:
            return self._original(request, request.POST or request.GET)
        asked = request.GET.get("beside", "")
        found = self.get_object(request, asked) if is_number(asked) else None
        is_one = found is not None and found.group == identity.group and found.pk != identity.pk
        return found if is_one and self.has_view_permission(request, found) else None

    def _original(self, request: HttpRequest, asked) -> Timeline | None:
        number = asked.get("translation_of") or ""
        found = self.get_object(request, number) if is_number(number) else None
        return found if found is not None and self.has_view_permission(request, found) else None

    def get_changeform_initial_data(self, request):
        """Of a translation: what does not depend on the language, and if wanted the text to write over."""
        original = self._original(request, request.GET)
        if original is None:
            return super().get_changeform_initial_data(request)
        version, language = version_to_read(original), request.GET.get("language", "")
        initial = {
            "translation_of": original.pk,
            "cover": version.cover_id,
            "cover_decorative": version.cover_decorative,
        }
        initial |= {"language": language} if language in dict(settings.LANGUAGES) else {}
        if "copy" in request.GET:
            initial |= {name: getattr(version, name) for name in ("title", "summary", "body", "cover_alt")}
        return initial | self.shared_with_translations(original, language)

    def shared_with_translations(self, original: Timeline, language: str) -> dict:
        """What else a translation begins with."""
        return {}

    def _with_beside(self, address: str, beside: Timeline | None) -> str:
        return f"{address}?{urlencode({'beside': beside.pk})}" if beside else address

    # Joining and separating

    @method_decorator(require_GET)
    def translations(self, request: HttpRequest, number: int) -> HttpResponse:
        """All of one thing, in each language; and what could be joined to it."""
        identity = self.visible(request, number)
        form = SearchForm(request.GET)
        now = timezone.now()
        places = self._places(identity, now)
        context = self._screen(request, identity, _("Translations")) | {
            "standing": self.model.objects.with_standing(now).get(pk=identity.pk).standing(now),
            "places": places,
            "form": form,
            "asked": "q" in request.GET,
            "found": self._joinable(identity, form, places) if "q" in request.GET and form.is_valid() else [],
            "may_change": self._may_join(request, identity),
        }
        return TemplateResponse(request, "admin/pages/translations.html", context)

    def _joinable(self, identity: Timeline, form: SearchForm, places: list[Place]) -> list[Timeline]:
        missing = [place.code for place in places if place.identity is None]
        alone = self.model.objects.out_of_trash().filter(language__in=missing).untranslated(identity.language)
        found = alone.titled(form.cleaned_data["q"]).with_standing(timezone.now())
        return list(found.order_by("-newest")[:FOUND])

    def _may_join(self, request: HttpRequest, identity: Timeline) -> bool:
        """Readers are led from one to the other: once they see it, it is for publishers."""
        return self.has_change_permission(request, identity) and (
            identity.published_at is None or self.may_publish(request)
        )

    @method_decorator(require_POST)
    @in_turn
    def join(self, request: HttpRequest, number: int, other: int) -> HttpResponse:
        self.model.objects.hold(other)
        identity, joined = self._to_join(request, number), self._to_join(request, other)
        try:
            with transaction.atomic():
                self.model.objects.filter(group=joined.group).update(group=identity.group)
                AuditEntry.objects.note(request.user, identity, "join", words=str(joined))
        except IntegrityError:
            words = gettext("There is one in that language already. Separate it first, then join this one.")
            messages.error(request, words)
        else:
            messages.success(request, gettext("Joined: readers are led from one language to the other."))
        return self._to_translations(number)

    @method_decorator(require_POST)
    @in_turn
    def separate(self, request: HttpRequest, number: int) -> HttpResponse:
        identity = self._to_join(request, number)
        self.model.objects.filter(pk=number).update(group=uuid.uuid4())
        AuditEntry.objects.note(request.user, identity, "separate")
        messages.success(request, gettext("Separated: it is no translation of the others any more."))
        return self._to_translations(number)

    def _to_join(self, request: HttpRequest, number: int) -> Timeline:
        identity = self.changeable(request, number)
        return self.changeable(request, number, publishing=identity.published_at is not None)

    def _to_translations(self, number: int) -> HttpResponseRedirect:
        return HttpResponseRedirect(reverse(f"admin:{self._name}_translations", args=[number]))


def version_to_read(identity: Timeline) -> Revision:
    """What readers see, else the newest."""
    now, found = timezone.now(), identity.revisions.select_related("cover")
    version = found.live(now).first() or found.order_by("-pk").first()
    if version is None:
        raise Http404
    return version
