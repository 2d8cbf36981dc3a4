"""The staff's screen for anything with revisions: one form, and what can be done with what stands in it."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext, gettext_lazy as _, ngettext
from django.views.decorators.http import require_POST

from pages import reviews, times
from pages.admin.history import HistoryAdmin
from pages.admin.lists import StaffAdmin
from pages.admin.open_forms import OpenFormsAdmin
from pages.admin.paging import BoundedPaginator, LongList
from pages.admin.previews import PreviewsAdmin
from pages.admin.translations import TranslationsAdmin
from pages.admin.trash import TrashAdmin
from pages.admin.turns import in_turn
from pages.csp import with_editor, with_frame
from pages.forms.pictures import TakesPicturesAdmin
from pages.forms.timeline import TimelineForm
from pages.models import AuditEntry, Revision, Timeline, TimelineError
from pages.search import asking
from pages.standing import OF_TIMELINES
from pages.times import SiteMoment
from pages.widgets import Moment, PictureChoice, is_number

RECENT, FOUND = 2_000, 500  # identities that a search looks at, and entries


class StandingFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "standing"

    def lookups(self, request, model_admin):
        return [(state, words) for state, (_style, words) in OF_TIMELINES.items()]

    def choices(self, changelist):
        first, *others = super().choices(changelist)
        return [first | {"display": _("All but the trash")}, *others]

    def queryset(self, request, queryset):
        """What lies in the trash is a list of its own."""
        if self.value() == "trash":
            return queryset.in_trash()
        now, queryset = timezone.now(), queryset.out_of_trash()
        if self.value() in Revision.State:
            return queryset.filter(waiting=self.value())
        versions = queryset.model._meta.get_field("revisions").related_model.objects
        over = queryset.having(versions.filter(ends_at__lte=now))
        over = over.filter(current_ends_at__lte=now, current_withheld_at=None)
        withheld = queryset.having(versions.filter(withheld_at__isnull=False))
        return {
            "scheduled": queryset.scheduled(now),
            "live": queryset.live(now),
            "expired": over.filter(current_taken_down=False),
            "unpublished": over.filter(current_taken_down=True),
            "withheld": withheld.exclude(current_withheld_at=None),
        }.get(self.value(), queryset)


class UntranslatedFilter(admin.SimpleListFilter):
    title = _("translation")
    parameter_name = "without"

    def lookups(self, request, model_admin):
        return [(code, gettext("Not in %(language)s") % {"language": name}) for code, name in settings.LANGUAGES]

    def queryset(self, request, queryset):
        return queryset.untranslated(self.value()) if self.value() in dict(settings.LANGUAGES) else queryset


class TimelineAdmin(
    HistoryAdmin, TrashAdmin, PreviewsAdmin, TranslationsAdmin, OpenFormsAdmin, TakesPicturesAdmin, StaffAdmin
):
    """A concrete one names its form, its publishing permission, its page for readers, and what changes at once."""

    change_form_template = "admin/pages/timeline_form.html"
    change_list_template = "admin/pages/timeline_list.html"
    list_display_links = ["headline"]
    list_per_page = 50
    paginator = BoundedPaginator
    search_fields = ["revisions__title"]  # asked by get_search_results
    formfield_overrides = {models.DateTimeField: {"form_class": SiteMoment, "widget": Moment}}
    actions = None
    view_on_site = False  # the form's template leads there, if readers see something there
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # they count whole tables

    at_once: list[str]  # fields of the identity: changed by a publisher, they hold at once

    def page_for_preview(
        self, request: HttpRequest, revision: Revision, form: TimelineForm, notice: str
    ) -> HttpResponse:
        raise NotImplementedError

    @property
    def revisions(self) -> type[Revision]:
        return self.model._meta.get_field("revisions").related_model

    @property
    def _name(self) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}"

    # The list

    def get_changelist(self, request, **options):
        return LongList

    def get_queryset(self, request):
        return super().get_queryset(request).with_standing(timezone.now()).order_by("-newest")

    def get_search_results(self, request, queryset, search_term):
        """Any part of a title among what was changed last; among all, words that readers can find it by."""
        if not search_term.strip():
            return queryset, False
        recent = self.model.objects.order_by("-newest")[:RECENT].values("pk")
        titled = self.model.objects.filter(pk__in=recent).titled(search_term.strip())
        found = asking.titled(search_term, self.opts.model_name, FOUND)
        numbers = {*titled.values_list("pk", flat=True), *found}
        return queryset.filter(pk__in=numbers), False

    def get_object(self, request, object_id, from_field=None):
        """What Django finds, sooner: each form asks for it twice."""
        return self.model.found(int(object_id), timezone.now()) if is_number(object_id) else None

    @admin.display(description=_("title"))
    def headline(self, identity: Timeline) -> str:
        return str(identity)

    @admin.display(description=_("state"))
    def state(self, identity: Timeline) -> str:
        when = times.at_the_site(identity.next_from, "SHORT_DATETIME_FORMAT") if identity.next_from else ""
        return format_html("{} {}", identity.standing(timezone.now()).badges, when)

    # Who may do what

    def may_publish(self, request: HttpRequest) -> bool:
        return request.user.has_perm(f"{self.opts.app_label}.publish_{self.opts.model_name}")

    def has_change_permission(self, request, obj=None):
        """Authors change what they began; publishers everything; nobody what lies in the trash."""
        allowed = super().has_change_permission(request, obj)
        if obj is None:
            return allowed
        owns = self.may_publish(request) or obj.created_by_id == request.user.pk
        return allowed and owns and not self.is_in_trash(obj)

    # The form

    def get_fieldsets(self, request, obj=None):
        if obj and not self.has_change_permission(request, obj):
            return [(None, {"fields": ["reading"]})]
        return self.writing_fieldsets(request, obj)

    def writing_fieldsets(self, request, obj) -> list:
        raise NotImplementedError

    @admin.display(description=_("newest version"))
    def reading(self, identity: Timeline) -> str:
        revision = identity.revisions.select_related("cover").order_by("-pk").first()
        return render_to_string("admin/pages/_reading.html", {"revision": revision, "language": identity.language})

    def get_form(self, request, obj=None, change=False, **options):
        options["fields"] = [
            name for name in self.form.Meta.fields if name not in self.get_readonly_fields(request, obj)
        ]
        form = super().get_form(request, obj, change=change, **options)
        form.may_publish = self.may_publish(request)
        cover = self.revisions._meta.get_field("cover")
        form.base_fields["cover"].widget = PictureChoice(cover.remote_field, self.admin_site)
        return form

    def save_model(self, request, obj, form, change):
        now = timezone.now()
        before = obj.standing_now(now).key if change else ""
        if not change:
            obj.created_by = request.user
        super().save_model(request, obj, form, change)
        form.save_more(obj)
        revision = self._revision(request, obj, form)
        obj.newest_title = revision.title
        obj.redate()
        if obj.published_at and {"slug", "parent"} & {*form.changed_data}:
            obj.announce(now)
        step = self._take_step(request, obj, form, revision)
        after = obj.standing_now(timezone.now()).key
        said = form.cleaned_data.get("comment", "")
        form.told = {"step": step, "from": before, "to": after, "words": said, "revision": revision.pk}
        told = reviews.tell(obj, revision, step, request.user, after, said) if step != "draft" else 0
        self._say_what_was_done(request, obj, form, step, revision, told)
        self.close_form(request, form)

    def _take_step(self, request: HttpRequest, identity: Timeline, form: TimelineForm, revision: Revision) -> str:
        """The step that was taken in the end."""
        states = {"submit": "review", "changes": "changes", "approve": "approved"}
        if form.step in ("publish", "schedule"):
            return form.step if self._place(request, identity, form, revision) else "draft"
        if form.step in states and revision.live_from is None:
            revision.review(states[form.step])
        return form.step

    def _revision(self, request: HttpRequest, identity: Timeline, form: TimelineForm) -> Revision:
        """A new one, unless the one that the form was opened on will do."""
        now, newest = timezone.now(), form.newest
        if newest and not form.changes_content():
            is_placed_anew = form.step in ("publish", "schedule") and newest.has_begun(now)
            is_reviewed_anew = form.step in ("submit", "changes", "approve") and newest.live_from is not None
            if not newest.withheld_at and not is_placed_anew and not is_reviewed_anew:
                return newest
        note = form.cleaned_data["note"]
        state = self._carried_on(request, newest)
        return identity.revisions.create(
            **form.content(), note=note, state=state, created_by=request.user, created_at=now
        )

    def _carried_on(self, request: HttpRequest, newest: Revision | None) -> str:
        """In review it stays there, whoever mends a comma; an approval holds for what publishers write."""
        if newest is None or newest.live_from or newest.withheld_at:
            return Revision.State.DRAFT
        is_void = newest.state == Revision.State.APPROVED and not self.may_publish(request)
        return Revision.State.DRAFT if is_void else newest.state

    def _place(self, request: HttpRequest, identity: Timeline, form: TimelineForm, revision: Revision) -> bool:
        """Puts the revision on the timeline, in place of the scheduled one that it was made from."""
        now, begins, ends = timezone.now(), form.cleaned_data["goes_live_at"], form.cleaned_data["ends_at"]
        try:
            with transaction.atomic():
                if form.newest and form.newest != revision and form.newest.is_ahead(now):
                    identity.cancel(form.newest, now)
                if form.step == "publish":
                    identity.publish(revision, now, ends)
                else:
                    identity.schedule(revision, begins, now, ends)
        except TimelineError as error:
            messages.error(request, format_html("{} {}", gettext("Saved as a draft only."), error.message))
            return False
        return True

    def _say_what_was_done(
        self, request, identity: Timeline, form: TimelineForm, step: str, revision: Revision, told: int
    ) -> None:
        ends = revision.ends_at and gettext("It is taken down on %(moment)s.") % {
            "moment": times.in_words(revision.ends_at)
        }
        if step == "publish":
            page = format_html('<a href="{}">{}</a>', identity.get_absolute_url(), gettext("See the page"))
            said = format_html("{} {} {}", gettext("Published: readers see it now."), ends or "", page)
            messages.success(request, said)
        elif step == "schedule":
            begins = gettext("Goes live on %(moment)s.") % {"moment": times.in_words(revision.live_from)}
            messages.success(request, f"{begins} {ends or ''}")
        elif step != "draft":
            done = {
                "submit": gettext("Submitted: an editor reads it next."),
                "comment": gettext("Your comment is kept."),
                "changes": gettext("Handed back to its author, with your comment."),
                "approve": gettext("Approved. It is not published yet."),
            }[step]
            messages.success(request, f"{done} {self._told(told)}")
        elif form.step == "draft":  # else it was said already why it is a draft only
            self._say_what_was_kept(request, identity, form, revision)

    def _say_what_was_kept(self, request, identity: Timeline, form: TimelineForm, revision: Revision) -> None:
        if identity.published_at and {*self.at_once} & {*form.changed_data}:
            words = _("The text is saved as a draft. Category, address, tags and the like changed at once.")
            messages.warning(request, words)
        elif not form.has_changed():
            messages.info(request, _("Nothing was changed, so nothing was saved."))
        elif revision.live_from is None and revision.state != Revision.State.DRAFT:
            words = gettext("Saved. Readers see no change, and the state stays: %(state)s.")
            messages.success(request, words % {"state": revision.get_state_display()})
        elif form.newest and form.newest.live_from is None and form.newest.state == Revision.State.APPROVED:
            messages.warning(request, _("Saved as a draft. What was approved is another text: submit this one."))
        else:
            messages.success(request, _("Saved as a draft. Readers see no change."))

    def _told(self, told: int) -> str:
        if not told:
            return gettext("Nobody was written to: no address is known.")
        return ngettext("%(count)d person gets an e-mail.", "%(count)d people get an e-mail.", told) % {"count": told}

    def construct_change_message(self, request, form, formsets, add=False):
        told = {name: value for name, value in form.told.items() if value}
        of_the_page = {*form.of_the_page, "comment"}
        return [told | {"changed": [name for name in form.changed_data if name not in of_the_page]}]

    def response_add(self, request, obj, post_url_continue=None):
        return self._back(obj.pk, self._original(request, request.POST))

    def response_change(self, request, obj):
        return self._back(obj.pk, self._beside(request, obj))

    def _back(self, number: int, beside: Timeline | None = None) -> HttpResponseRedirect:
        address = reverse(f"admin:{self._name}_change", args=[number])
        return HttpResponseRedirect(self._with_beside(address, beside))

    @method_decorator(with_frame)
    @method_decorator(with_editor)
    @in_turn
    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        now = timezone.now()
        context = {"may_publish": self.may_publish(request), "time_zone": times.zone_name(), "now": now}
        context["offset"] = int(timezone.get_default_timezone().utcoffset(timezone.make_naive(now)).total_seconds())
        identity = self.get_object(request, unquote(object_id)) if object_id else None
        if identity:
            context |= {
                "standing": identity.standing(now),
                "live": identity.revisions.live(now).first(),
                "ahead": identity.revisions.scheduled(now).order_by("live_from"),
                "talk": AuditEntry.objects.of(identity).talk().select_related("user")[:10],
            } | self.trash_context(request, identity)
        context |= self.open_forms_context(request, identity) | self.translations_context(request, identity)
        return super().changeform_view(request, object_id, form_url, context | (extra_context or {}))

    # Steps besides the form

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("<int:number>/take-down/", view(self.take_down), name=f"{self._name}_take_down"),
            path("<int:number>/cancel/<int:revision>/", view(self.cancel), name=f"{self._name}_cancel"),
            *super().get_urls(),
        ]

    @method_decorator(require_POST)
    @in_turn
    def take_down(self, request: HttpRequest, number: int) -> HttpResponse:
        identity = self.changeable(request, number, publishing=True)
        live = identity.revisions.live(timezone.now()).first()
        done = _("Taken down. Readers no longer see it.")
        return self.step(request, identity, "take_down", lambda: identity.unpublish(timezone.now()), done, live)

    @method_decorator(require_POST)
    @in_turn
    def cancel(self, request: HttpRequest, number: int, revision: int) -> HttpResponse:
        identity = self.changeable(request, number, publishing=True)
        ahead = self.revision_of(identity, revision)
        done = _("Cancelled. Readers see no change.")
        return self.step(request, identity, "cancel", lambda: identity.cancel(ahead, timezone.now()), done, ahead)

    def step(
        self,
        request: HttpRequest,
        identity: Timeline,
        step: str,
        take: Callable[[], None],
        done: str,
        revision: Revision | None = None,
        said: str = "",
    ) -> HttpResponse:
        """Takes a step, notes it, and tells whom it concerns; or says why it cannot be taken."""
        try:
            with transaction.atomic():
                before = identity.standing_now(timezone.now()).key
                take()
                after = identity.standing_now(timezone.now()).key
                AuditEntry.objects.note(request.user, identity, step, before, after, said, revision)
                if revision:
                    reviews.tell(identity, revision, step, request.user, after, said)
        except TimelineError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, done)
        return self._back(identity.pk)

    def visible(self, request: HttpRequest, number: int) -> Timeline:
        identity = self.get_object(request, str(number))
        if identity is None:
            raise Http404
        if not self.has_view_permission(request, identity):
            raise PermissionDenied
        return identity

    def changeable(self, request: HttpRequest, number: int, publishing: bool = False) -> Timeline:
        identity = self.visible(request, number)
        if not self.has_change_permission(request, identity) or (publishing and not self.may_publish(request)):
            raise PermissionDenied
        return identity

    def revision_of(self, identity: Timeline, number: int) -> Revision:
        revision = identity.revisions.select_related("cover").filter(pk=number).first()
        if revision is None:
            raise Http404
        return revision
