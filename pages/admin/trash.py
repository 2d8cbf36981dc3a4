"""Deleting is a trash with a way back. Only a superuser's purge destroys, and names what it destroys."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import ProtectedError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext, gettext_lazy as _
from django.views.decorators.http import require_POST

from pages.admin.turns import in_turn
from pages.models import AuditEntry, SiteSettings, Timeline
from pages.trash import destroy
from pages.widgets import is_number


class TrashAdmin:
    """For a ModelAdmin of something with revisions."""

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("<int:number>/put-back/", view(self.put_back), name=f"{self._name}_put_back"),
            path("<int:number>/purge/", view(self.purge), name=f"{self._name}_purge"),
            *super().get_urls(),
        ]

    def is_in_trash(self, identity: Timeline) -> bool:
        if "trashed_at" in identity.__dict__:
            return identity.trashed_at is not None
        return identity.absences.open().exists()

    def has_delete_permission(self, request, obj=None):
        """Authors clear away what they began; what readers have seen, those who publish."""
        return self._may_trash(request, obj) and (obj is None or not self.is_in_trash(obj))

    def _may_trash(self, request: HttpRequest, identity: Timeline | None) -> bool:
        allowed = super().has_delete_permission(request, identity)
        if identity is None or not allowed or self.may_publish(request):
            return allowed
        owns = identity.created_by_id == request.user.pk
        return owns and not identity.revisions.exclude(live_from=None).exists()

    def trash_context(self, request: HttpRequest, identity: Timeline) -> dict:
        absence = identity.absences.open().select_related("begun_by").first()
        if absence is None:
            return {}
        days = timedelta(days=SiteSettings.objects.values_list("trash_days", flat=True).first() or 30)
        was_seen = identity.revisions.ever_seen(timezone.now()).exists()
        return {
            "absence": absence,
            "destroyed_at": None if was_seen else absence.begins_at + days,
            "may_put_back": self._may_trash(request, identity),
            "may_purge": request.user.is_superuser,
        }

    @in_turn
    def delete_view(self, request, object_id, extra_context=None):
        identity = self.visible(request, int(unquote(object_id)) if is_number(object_id) else 0)
        if not self.has_delete_permission(request, identity):
            raise PermissionDenied
        below = self.below(identity)
        if request.method == "POST" and not below:
            done = _("It is in the trash. “Put it back” undoes this.")
            return self.step(request, identity, "trash", lambda: identity.trash(timezone.now(), request.user), done)
        now = timezone.now()
        context = self._screen(request, identity, _("Move to the trash")) | {
            "is_live": identity.revisions.live(now).exists(),
            "ahead": identity.revisions.scheduled(now).exists(),
            "below": below,
        }
        return TemplateResponse(request, "admin/pages/trash.html", context)

    def below(self, identity: Timeline) -> list:
        """What would hang in the air without it."""
        return []

    @method_decorator(require_POST)
    @in_turn
    def put_back(self, request: HttpRequest, number: int) -> HttpResponse:
        identity = self.visible(request, number)
        if not self._may_trash(request, identity):
            raise PermissionDenied
        done = _("Put back. All of it is as it was, what was scheduled too.")
        return self.step(request, identity, "put_back", lambda: identity.put_back(timezone.now()), done)

    @in_turn
    def purge(self, request: HttpRequest, number: int) -> HttpResponse:
        identity = self.visible(request, number)
        if not request.user.is_superuser:
            raise PermissionDenied
        if not self.is_in_trash(identity):
            messages.error(request, _("Only what is in the trash can be destroyed. Move it there first."))
            return self._back(identity.pk)
        if request.method == "POST" and "understood" in request.POST:
            return self._purge(request, identity)
        context = self._screen(request, identity, _("Destroy for good")) | {
            "destroys": self.destroys(identity),
            "forgotten": request.method == "POST",
        }
        return TemplateResponse(request, "admin/pages/purge.html", context)

    def _purge(self, request: HttpRequest, identity: Timeline) -> HttpResponse:
        destroyed = "; ".join(self.destroys(identity))
        before, name = identity.standing_now(timezone.now()).key, str(identity)
        try:
            with transaction.atomic():
                AuditEntry.objects.note(request.user, identity, "purge", before, words=f"{name}: {destroyed}")
                destroy(identity)
        except ProtectedError:
            messages.error(request, _("Something else stands below it. Destroy or move that first."))
            return self._back(identity.pk)
        messages.success(request, gettext("Destroyed for good: %(name)s.") % {"name": name})
        return HttpResponseRedirect(reverse(f"admin:{self._name}_changelist"))

    def destroys(self, identity: Timeline) -> list[str]:
        """What is gone after a purge, in words."""
        revisions = identity.revisions.order_by("pk").values_list("title", "live_from")
        seen = sum(live_from is not None for _title, live_from in revisions)
        titles = list(dict.fromkeys(title for title, _live_from in revisions))
        return [
            gettext("Its versions: %(count)d, of which readers have seen %(seen)d")
            % {"count": len(revisions), "seen": seen},
            gettext("Titles: %(titles)s") % {"titles": ", ".join(f"“{title}”" for title in titles[:10])},
            gettext("Its address: %(address)s") % {"address": identity.get_absolute_url()},
        ]
