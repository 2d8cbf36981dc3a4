"""Open forms keep what stands in them, and tell who else is writing."""

import uuid
from itertools import islice

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from pages import times
from pages.models import OpenForm, Timeline
from pages.models.people import name_of
from pages.widgets import is_number

NOT_KEPT = {"csrfmiddlewaretoken", "opened", "base", "meant", "alive"}
MOST_FIELDS = 100


class OpenFormsAdmin:
    """For a ModelAdmin of something with revisions."""

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("autosave/", view(self.autosave), name=f"{self._name}_autosave_new"),
            path("<int:number>/autosave/", view(self.autosave), name=f"{self._name}_autosave"),
            path("open-forms/<uuid:key>/", view(self.open_form), name=f"{self._name}_open_form"),
            *super().get_urls(),
        ]

    def _about(self, request: HttpRequest, identity: Timeline | None) -> str:
        """What is not saved yet has no number, but may be the translation of something that has."""
        original = (request.POST or request.GET).get("translation_of") or ""
        of = f"of {original}" if is_number(original) else ""
        return identity.about if identity else f"{self.opts.model_name}:{of}"

    def open_forms_context(self, request: HttpRequest, identity: Timeline | None) -> dict:
        if not (self.has_change_permission(request, identity) if identity else self.has_add_permission(request)):
            return {}
        about = self._about(request, identity)
        typed_now = request.POST.get("opened", "")
        left = OpenForm.objects.left_behind(request.user, about)[:5]
        return {"left_behind": [form for form in left if str(form.key) != typed_now]}

    @method_decorator([require_POST, never_cache])
    def autosave(self, request: HttpRequest, number: int | None = None) -> HttpResponse:
        """Keeps what stands in the form for this person alone, and gives a sign of life."""
        identity = self.changeable(request, number) if number else None
        if not identity and not self.has_add_permission(request):
            raise PermissionDenied
        try:
            key = uuid.UUID(request.POST.get("opened", ""))
        except ValueError:
            return JsonResponse({"error": "opened"}, status=400)
        about = self._about(request, identity)
        self._keep(request, key, about)
        return JsonResponse(self._around(request, identity, about))

    def _keep(self, request: HttpRequest, key: uuid.UUID, about: str) -> None:
        now, base = timezone.now(), request.POST.get("base", "")
        said = {"seen_at": now}
        if "alive" not in request.POST:
            said |= {"typed": typed(request), "saved_at": now}
            said |= {"base": int(base)} if base.isdecimal() and len(base) < 19 else {}
        mine = OpenForm.objects.filter(key=key, person=request.user)
        if mine.filter(closed=False).update(**said) or mine.exists():
            return
        try:
            with transaction.atomic():
                OpenForm.objects.create(key=key, person=request.user, about=about, opened_at=now, **said)
        except IntegrityError:
            pass  # somebody else's key: nothing of his is touched

    def _around(self, request: HttpRequest, identity: Timeline | None, about: str) -> dict:
        now = timezone.now()
        others = OpenForm.objects.by_others(request.user, about, now) if identity else []
        names = dict.fromkeys(name_of(one.person) for one in others)
        answer = {"at": date_format(timezone.localtime(now), "TIME_FORMAT"), "others": list(islice(names, 5))}
        newest = identity and identity.revisions.select_related("created_by").defer("body").order_by("-pk").first()
        if newest and str(newest.pk) != request.POST.get("base", ""):
            answer["newer"] = {"by": name_of(newest.created_by), "at": times.recorded(newest.created_at)}
        return answer

    @method_decorator([require_http_methods(["GET", "POST"]), never_cache])
    def open_form(self, request: HttpRequest, key: uuid.UUID) -> HttpResponse:
        """What somebody typed and did not save, for himself alone; a POST throws it away."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        kept = OpenForm.objects.filter(key=key, person=request.user).exclude(typed__isnull=True).first()
        if kept is None:
            raise Http404
        if request.method == "POST":
            kept.close()
            return JsonResponse({})
        return JsonResponse({"typed": kept.typed, "base": kept.base})

    def close_form(self, request: HttpRequest, form) -> None:
        """It is saved: nothing of it is offered again, though a late sign of life may still come."""
        if key := form.cleaned_data.get("opened"):
            OpenForm.objects.filter(key=key, person=request.user).update(closed=True, typed=None)


def typed(request: HttpRequest) -> dict[str, list[str]]:
    names = [name for name in request.POST if name not in NOT_KEPT and not name.startswith("_")]
    return {name: request.POST.getlist(name) for name in names[:MOST_FIELDS]}
