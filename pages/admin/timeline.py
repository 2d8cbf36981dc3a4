"""The staff's screen for anything with revisions: one form, and what can be done with what stands in it."""

from collections.abc import Callable

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import models
from django.forms import SplitDateTimeField
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext, gettext_lazy as _
from django.views.decorators.http import require_POST

from pages import times
from pages.csp import with_editor
from pages.forms.pictures import TakesPicturesAdmin
from pages.forms.timeline import TimelineForm
from pages.models import Revision, Timeline, TimelineError
from pages.widgets import Moment, PictureChoice


class StandingFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "standing"

    def lookups(self, request, model_admin):
        return [
            ("draft", _("Never live")),
            ("waiting", _("Draft waiting")),
            ("scheduled", _("Scheduled")),
            ("live", _("Live")),
            ("ended", _("No longer live")),
        ]

    def queryset(self, request, queryset):
        now = timezone.now()
        live = queryset.model.objects.live(now).values("pk")
        return {
            "draft": lambda: queryset.filter(current_id=None, next_from=None),
            "waiting": lambda: queryset.filter(newest_live_from=None),
            "scheduled": lambda: queryset.exclude(next_from=None),
            "live": lambda: queryset.filter(pk__in=live),
            "ended": lambda: queryset.exclude(current_id=None).exclude(pk__in=live),
        }.get(self.value(), lambda: queryset)()


class TimelineAdmin(TakesPicturesAdmin, admin.ModelAdmin):
    """A concrete one names its form, its publishing permission, its page for readers, and what changes at once."""

    change_form_template = "admin/pages/timeline_form.html"
    list_display_links = ["headline"]
    list_per_page = 50
    search_fields = ["revisions__title"]
    formfield_overrides = {models.DateTimeField: {"form_class": SplitDateTimeField, "widget": Moment}}
    actions = None
    view_on_site = False  # the form's template leads there, if readers see something there
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # they count whole tables

    at_once: list[str]  # fields of the identity: changed by a publisher, they hold at once

    def page_for_preview(self, request: HttpRequest, revision: Revision, form: TimelineForm) -> HttpResponse:
        raise NotImplementedError

    @property
    def revisions(self) -> type[Revision]:
        return self.model._meta.get_field("revisions").related_model

    # The list

    def get_queryset(self, request):
        return super().get_queryset(request).with_standing(timezone.now()).order_by("-newest_id")

    @admin.display(description=_("title"))
    def headline(self, identity: Timeline) -> str:
        return str(identity)

    @admin.display(description=_("state"))
    def state(self, identity: Timeline) -> str:
        style, words = identity.standing(timezone.now())
        when = (
            date_format(timezone.localtime(identity.next_from), "SHORT_DATETIME_FORMAT") if identity.next_from else ""
        )
        return format_html('<span class="standing {}">{}</span> {}', style, words, when)

    # Who may do what

    def may_publish(self, request: HttpRequest) -> bool:
        return request.user.has_perm(f"{self.opts.app_label}.publish_{self.opts.model_name}")

    def has_change_permission(self, request, obj=None):
        """Authors change what they began; publishers everything."""
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or self.may_publish(request) or obj.created_by_id == request.user.pk)

    def has_delete_permission(self, request, obj=None):
        """What readers have seen is taken down, never deleted."""
        if obj is not None and obj.revisions.exclude(live_from=None).exists():
            return False
        owns = obj is None or self.may_publish(request) or obj.created_by_id == request.user.pk
        return super().has_delete_permission(request, obj) and owns

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
        cover = self.revisions._meta.get_field("cover")
        form.base_fields["cover"].widget = PictureChoice(cover.remote_field, self.admin_site)
        return form

    def save_model(self, request, obj, form, change):
        if not change:
            obj.created_by = request.user
        super().save_model(request, obj, form, change)
        form.save_more(obj)
        revision = self._revision(request, obj, form)
        obj.newest_title = revision.title
        obj.redate()
        if self._places(request, form):
            self._place(request, obj, form, revision)
        elif change and obj.published_at and {*self.at_once} & {*form.changed_data}:
            words = _("The text is saved as a draft. Category, address, tags and the like changed at once.")
            messages.warning(request, words)
        elif form.has_changed():
            messages.success(request, _("Saved as a draft. Readers see no change."))
        else:
            messages.info(request, _("Nothing was changed, so nothing was saved."))

    def _places(self, request: HttpRequest, form: TimelineForm) -> bool:
        return self.may_publish(request) and (form.wants_publication or form.wants_schedule)

    def _revision(self, request: HttpRequest, identity: Timeline, form: TimelineForm) -> Revision:
        """A new one, unless the one that the form was opened on will do."""
        now = timezone.now()
        if (
            form.newest
            and not form.changes_content()
            and not (self._places(request, form) and form.newest.has_begun(now))
        ):
            return form.newest
        note = form.cleaned_data["note"]
        return identity.revisions.create(**form.content(), note=note, created_by=request.user, created_at=now)

    def _place(self, request: HttpRequest, identity: Timeline, form: TimelineForm, revision: Revision) -> None:
        """Puts the revision on the timeline, in place of the scheduled one that it was made from."""
        now, begins, ends = timezone.now(), form.cleaned_data["goes_live_at"], form.cleaned_data["ends_at"]
        try:
            if form.newest and form.newest != revision and form.newest.is_ahead(now):
                identity.cancel(form.newest, now)
            if form.wants_publication:
                identity.publish(revision, now, ends)
                page = format_html('<a href="{}">{}</a>', identity.get_absolute_url(), gettext("See the page"))
                messages.success(request, format_html("{} {}", gettext("Published: readers see it now."), page))
            else:
                identity.schedule(revision, begins, now, ends)
                messages.success(request, gettext("Goes live on %(moment)s.") % {"moment": times.in_words(begins)})
        except TimelineError as error:
            messages.error(request, format_html("{} {}", gettext("Saved as a draft only."), error.message))

    def response_add(self, request, obj, post_url_continue=None):
        return self._back(obj.pk)

    def response_change(self, request, obj):
        return self._back(obj.pk)

    def _back(self, number: int) -> HttpResponseRedirect:
        return HttpResponseRedirect(reverse(f"admin:{self._name}_change", args=[number]))

    @property
    def _name(self) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}"

    @method_decorator(with_editor)
    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        context = {"may_publish": self.may_publish(request), "time_zone": times.zone_name()}
        identity = self.get_object(request, unquote(object_id)) if object_id else None
        if identity:
            now = timezone.now()
            context |= {
                "standing": identity.standing(now),
                "live": identity.revisions.live(now).first(),
                "ahead": identity.revisions.scheduled(now).order_by("live_from"),
            }
        return super().changeform_view(request, object_id, form_url, context | (extra_context or {}))

    # Steps besides the form

    def get_urls(self):
        def step(view):
            return self.admin_site.admin_view(view)

        return [
            path("preview/", step(self.preview), name=f"{self._name}_preview_new"),
            path("<int:number>/preview/", step(self.preview), name=f"{self._name}_preview"),
            path("<int:number>/take-down/", step(self.take_down), name=f"{self._name}_take_down"),
            path("<int:number>/cancel/<int:revision>/", step(self.cancel), name=f"{self._name}_cancel"),
            *super().get_urls(),
        ]

    @method_decorator(require_POST)
    def preview(self, request: HttpRequest, number: int | None = None) -> HttpResponse:
        """The page as it would be with what stands in the form; nothing is saved."""
        identity = self._changeable(request, number) if number else None
        if not identity and not self.has_add_permission(request):
            raise PermissionDenied
        form = self.get_form(request, identity, change=bool(identity))(request.POST, instance=identity)
        form.is_valid()
        fields = {name: form.cleaned_data[name] for name in self.revisions.content if form.cleaned_data.get(name)}
        revision = self.revisions(**fields)
        setattr(revision, self.revisions.subject, form.instance)
        return self.page_for_preview(request, revision, form)

    @method_decorator(require_POST)
    def take_down(self, request: HttpRequest, number: int) -> HttpResponse:
        identity = self._changeable(request, number, publishing=True)
        return self._step(
            request, identity, lambda: identity.unpublish(timezone.now()), _("Taken down. Readers no longer see it.")
        )

    @method_decorator(require_POST)
    def cancel(self, request: HttpRequest, number: int, revision: int) -> HttpResponse:
        identity = self._changeable(request, number, publishing=True)
        scheduled = identity.revisions.filter(pk=revision).first()
        if scheduled is None:
            raise Http404
        return self._step(
            request,
            identity,
            lambda: identity.cancel(scheduled, timezone.now()),
            _("Cancelled. Readers see no change."),
        )

    def _step(self, request: HttpRequest, identity: Timeline, take: Callable[[], None], done: str) -> HttpResponse:
        try:
            take()
        except TimelineError as error:
            messages.error(request, error.message)
        else:
            self.log_change(request, identity, str(done))
            messages.success(request, done)
        return self._back(identity.pk)

    def _changeable(self, request: HttpRequest, number: int, publishing: bool = False) -> Timeline:
        identity = self.get_object(request, str(number))
        if identity is None:
            raise Http404
        if not self.has_change_permission(request, identity) or (publishing and not self.may_publish(request)):
            raise PermissionDenied
        return identity
