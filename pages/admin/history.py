"""The versions of one thing: who wrote what and when, what readers saw, what changed, and the way back."""

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.utils.translation import gettext, gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from pages import comparison, times, versions
from pages.admin.turns import in_turn
from pages.csp import framed
from pages.models import AuditEntry, PreviewLink, Revision, Timeline
from pages.strip import Strip
from pages.times import SiteMoment
from pages.widgets import is_number

PER_PAGE = 50


class MomentForm(forms.Form):
    moment = SiteMoment(label=_("As readers saw it on"))


class WithholdForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        help_text=_("For the log and for colleagues; readers do not see it."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    also = forms.ModelMultipleChoiceField(
        None, label=_("Withhold these versions too"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, revision: Revision, strip: Strip, **options):
        super().__init__(*args, **options)
        siblings = getattr(revision, revision.subject).revisions.filter(withheld_at=None).exclude(pk=revision.pk)
        same = set(siblings.filter(body=revision.body).values_list("pk", flat=True))

        def label(one: Revision) -> str:
            told = [_written(one), strip.state_of(one)[1], *([_("the same text")] if one.pk in same else [])]
            return f"{one.title} ({', '.join(map(str, told))})"

        self.fields["also"].queryset = siblings.defer("body").order_by("-pk")
        self.fields["also"].label_from_instance = label
        self.fields["also"].initial = same


def _written(revision: Revision) -> str:
    return times.recorded(revision.created_at)


class HistoryAdmin:
    """For a ModelAdmin of something with revisions."""

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("<int:number>/compare/", view(self.compare), name=f"{self._name}_compare"),
            path("<int:number>/version/<int:revision>/", view(self.version), name=f"{self._name}_version"),
            path("<int:number>/restore/<int:revision>/", view(self.restore), name=f"{self._name}_restore"),
            path("<int:number>/withhold/<int:revision>/", view(self.withhold), name=f"{self._name}_withhold"),
            path("<int:number>/at/", view(self.as_seen), name=f"{self._name}_at"),
            *super().get_urls(),
        ]

    @method_decorator(never_cache)
    def history_view(self, request, object_id, extra_context=None):
        identity = self.visible(request, int(unquote(object_id)) if is_number(object_id) else 0)
        now = timezone.now()
        strip = Strip.of(identity, now)
        found = identity.revisions.select_related("created_by", "withheld_by").defer("body").order_by("-pk")
        page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
        links = PreviewLink.objects.filter(about=identity.about).select_related("made_by")
        context = self._screen(request, identity, _("Versions")) | {
            "standing": identity.standing(now),
            "strip": strip,
            "page": page,
            "rows": [(revision, strip.span_of(revision), strip.state_of(revision)) for revision in page],
            "links": [(link, link.state(now)) for link in links[:50]],
            "titles": dict(identity.revisions.values_list("pk", "title")) if links else {},
            "moment_form": MomentForm(request.GET if "moment_0" in request.GET else None),
            "log": AuditEntry.objects.of(identity).select_related("user")[:PER_PAGE],
            "may_change": self.has_change_permission(request, identity),
            "may_publish": self.may_publish(request),
            "now": now,
        }
        return TemplateResponse(request, "admin/pages/history.html", context | (extra_context or {}))

    def _screen(self, request: HttpRequest, identity: Timeline, title: str) -> dict:
        return self.admin_site.each_context(request) | {
            "title": title,
            "subtitle": str(identity),
            "opts": self.opts,
            "original": identity,
            "time_zone": times.zone_name(),
        }

    # One version, and two

    @method_decorator([require_GET, framed])
    def version(self, request: HttpRequest, number: int, revision: int) -> HttpResponse:
        """The real page of a version, whatever its state."""
        identity = self.visible(request, number)
        chosen = self.revision_of(identity, revision)
        notice = gettext("A version of %(moment)s, as it is kept.") % {"moment": _written(chosen)}
        return versions.show(request, chosen, notice)

    @method_decorator(require_GET)
    def compare(self, request: HttpRequest, number: int) -> HttpResponse:
        identity = self.visible(request, number)
        old, new = sorted((self._asked(request, identity, name) for name in ("old", "new")), key=lambda one: one.pk)
        strip = Strip.of(identity, timezone.now())
        context = self._screen(request, identity, _("What changed")) | {
            "old": old,
            "new": new,
            "states": [strip.state_of(old), strip.state_of(new)],
            "rows": comparison.fields(old, new),
            "body": comparison.rich(old.body, new.body) if old.body != new.body else None,
            "may_change": self.has_change_permission(request, identity),
        }
        return TemplateResponse(request, "admin/pages/compare.html", context)

    def _asked(self, request: HttpRequest, identity: Timeline, name: str) -> Revision:
        asked = request.GET.get(name, "")
        if not is_number(asked):
            raise Http404
        return self.revision_of(identity, int(asked))

    # The way back, and what readers saw

    @method_decorator(require_POST)
    @in_turn
    def restore(self, request: HttpRequest, number: int, revision: int) -> HttpResponse:
        identity = self.changeable(request, number)
        old = self.revision_of(identity, revision)
        note = gettext("Restored: the version of %(moment)s") % {"moment": _written(old)}

        def take() -> None:
            identity.restored(old, note=note, created_by=request.user, created_at=timezone.now())

        done = _("It is a draft now, with the old version's content. Readers see no change until it is published.")
        return self.step(request, identity, "restore", take, done, said=_written(old))

    @method_decorator(require_GET)
    def as_seen(self, request: HttpRequest, number: int) -> HttpResponse:
        """Leads to the page of that moment, or says that readers saw nothing then."""
        identity = self.visible(request, number)
        form = MomentForm(request.GET)
        if not form.is_valid():
            messages.error(request, " ".join(error for errors in form.errors.values() for error in errors))
        elif not identity.revisions.as_seen(form.cleaned_data["moment"]).exists():
            words = gettext("On %(moment)s readers saw nothing of it.")
            messages.info(request, words % {"moment": times.in_words(form.cleaned_data["moment"])})
        elif form.cleaned_data["moment"] > timezone.now():
            messages.info(request, gettext("This moment is ahead: nobody has seen anything then."))
        else:
            moment = timezone.localtime(form.cleaned_data["moment"], timezone.get_default_timezone()).isoformat()
            return HttpResponseRedirect(f"{identity.get_absolute_url()}?{urlencode({'at': moment})}")
        return HttpResponseRedirect(reverse(f"admin:{self._name}_history", args=[number]))

    @in_turn
    def withhold(self, request: HttpRequest, number: int, revision: int) -> HttpResponse:
        identity = self.changeable(request, number, publishing=True)
        chosen = self.revision_of(identity, revision)
        form = WithholdForm(request.POST or None, revision=chosen, strip=Strip.of(identity, timezone.now()))
        if request.method == "POST" and form.is_valid():
            reason, also = form.cleaned_data["reason"], list(form.cleaned_data["also"])

            def take() -> None:
                for each in [chosen, *also]:
                    identity.withhold(each, reason, timezone.now(), request.user)

            done = _("Withheld. Readers never see it again; colleagues see that it was, and why.")
            return self.step(request, identity, "withhold", take, done, chosen, reason)
        context = self._screen(request, identity, _("Withhold a version")) | {"form": form, "revision": chosen}
        context["is_live"] = identity.revisions.live(timezone.now()).filter(pk=chosen.pk).exists()
        return TemplateResponse(request, "admin/pages/withhold.html", context)
