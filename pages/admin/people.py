"""People and their roles: for administrators alone, since who gives roles could give himself any."""

from django.contrib import admin, messages
from django.contrib.auth import admin as replaced  # noqa: F401 - registers what ours takes the place of
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext, gettext_lazy as _
from django.views.decorators.http import require_POST

from pages import account, way_in
from pages.admin.lists import StaffAdmin
from pages.forms.people import InvitationForm, PersonForm, RoleForm
from pages.models import AuditEntry, Preferences, StaffSession
from pages.models.people import THE_SITE, name_of
from pages.roles import SAID
from pages.widgets import is_number

admin.site.unregister([User, Group])
INVITED = Q(is_active=True, password__startswith=UNUSABLE_PASSWORD_PREFIX)
STATES = {
    "active": ("live", _("Active"), Q(is_active=True, is_staff=True) & ~INVITED),
    "invited": ("scheduled", _("Invited"), INVITED),
    "deactivated": ("ended", _("Deactivated"), Q(is_active=False) | Q(is_staff=False)),
}


def state_of(person: User) -> tuple[str, str]:
    """A word for the style and one for the reader."""
    if not (person.is_active and person.is_staff):
        state = "deactivated"
    else:
        state = "active" if person.has_usable_password() else "invited"
    return STATES[state][:2]


class ForAdministrators(StaffAdmin):
    """Whatever permissions somebody has: nobody raises himself."""

    actions = None
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    change_list_template = "admin/pages/people_list.html"
    said_many = said_add = ""  # what Django calls users and groups

    def changelist_view(self, request, extra_context=None):
        said = {"title": self.said_many, "said_many": self.said_many, "said_add": self.said_add}
        return super().changelist_view(request, said | (extra_context or {}))

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        said = {"said_many": self.said_many} | ({} if object_id else {"title": self.said_add})
        return super().changeform_view(request, object_id, form_url, said | (extra_context or {}))

    def has_module_permission(self, request):
        return request.user.is_active and request.user.is_superuser

    def has_view_permission(self, request, obj=None):
        return self.has_module_permission(request)

    def has_add_permission(self, request):
        return self.has_module_permission(request)

    def has_change_permission(self, request, obj=None):
        return self.has_module_permission(request)

    def has_delete_permission(self, request, obj=None):
        return False


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [(name, words) for name, (_style, words, _which) in STATES.items()]

    def queryset(self, request, queryset):
        return queryset.filter(STATES[self.value()][2]) if self.value() in STATES else queryset


class RoleFilter(admin.SimpleListFilter):
    title = _("role")
    parameter_name = "role"

    def lookups(self, request, model_admin):
        roles = Group.objects.order_by("name").values_list("pk", "name")
        return [("administrator", _("Administrator")), *((str(pk), role_name(name)) for pk, name in roles)]

    def queryset(self, request, queryset):
        if self.value() == "administrator":
            return queryset.filter(is_superuser=True)
        return queryset.filter(groups=self.value()) if is_number(self.value() or "") else queryset


def role_name(name: str) -> str:
    return SAID[name][0] if name in SAID else name


@admin.register(User)
class PersonAdmin(ForAdministrators):
    """Nobody is deleted: what he did keeps his name. Who may no longer sign in is out at once."""

    said_many, said_add = _("People"), _("Invite somebody")
    form = PersonForm
    add_form_template = "admin/pages/invitation_form.html"
    change_form_template = "admin/pages/person_form.html"
    list_display = ["name", "email", "roles", "last_login", "state"]
    list_filter = [StateFilter, RoleFilter]
    list_per_page = 50
    search_fields = ["first_name", "last_name", "email", "username"]
    ordering = ["-is_active", "first_name", "last_name", "username"]

    def get_queryset(self, request):
        people = super().get_queryset(request).exclude(username=THE_SITE)
        return people.prefetch_related(Prefetch("groups", Group.objects.order_by("name")))

    @admin.display(description=_("name"), ordering="first_name")
    def name(self, person: User) -> str:
        return name_of(person)

    @admin.display(description=_("roles"))
    def roles(self, person: User) -> str:
        names = [_("Administrator")] if person.is_superuser else []
        return ", ".join(map(str, names + [role_name(group.name) for group in person.groups.all()])) or "–"

    @admin.display(description=_("state"), ordering="is_active")
    def state(self, person: User) -> str:
        return format_html('<span class="standing {}">{}</span>', *state_of(person))

    # The forms

    def get_fieldsets(self, request, obj=None):
        if obj is None:
            who = ["email", "first_name", "last_name", "language"]
            return [(None, {"fields": who}), (_("What the person may do"), {"fields": ["groups"]})]
        ways = ["is_active", *([] if obj.is_staff else ["is_staff"])]
        return [
            (None, {"fields": ["first_name", "last_name", "email"]}),
            (_("What the person may do"), {"fields": [*ways, "groups", "is_superuser"]}),
        ]

    def get_form(self, request, obj=None, change=False, **options):
        """A class of its own for each request; fields are what the fieldsets name."""
        if obj is None:
            options["form"] = InvitationForm
        return super().get_form(request, obj, change=change, **options)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if not change:
            Preferences.objects.create(person=obj, language=form.cleaned_data["language"])
        if change and not obj.is_active and (sessions := StaffSession.objects.of(obj)).exists():
            account.end(request, obj, sessions)

    def log_addition(self, request, obj, message):
        AuditEntry.objects.note(request.user, obj, "invite")

    def response_add(self, request, obj, post_url_continue=None):
        self._post_letter(request, obj)
        return redirect("admin:auth_user_changelist")

    def change_view(self, request, object_id, form_url="", extra_context=None):
        person = self.get_object(request, object_id)
        shown = {}
        if person and self.has_change_permission(request):
            shown = {"title": self.name(person), "subtitle": None}
            shown |= {"state": state_of(person), "sessions": account.sessions_of(person, request)}
        return super().change_view(request, object_id, form_url, shown | (extra_context or {}))

    # Steps besides the form

    def get_urls(self):
        def step(view):
            return self.admin_site.admin_view(view)

        return [
            path("<int:number>/letter/", step(self.letter), name="auth_user_letter"),
            path("<int:number>/sessions/end/", step(self.end_sessions), name="auth_user_end_sessions"),
            path("<int:number>/sessions/<int:session>/end/", step(self.end_sessions), name="auth_user_end_session"),
            *super().get_urls(),
        ]

    @method_decorator(require_POST)
    @method_decorator(transaction.atomic)
    def letter(self, request: HttpRequest, number: int) -> HttpResponse:
        """The invitation again, or a link to set a new password."""
        person = self._changeable(request, number)
        if person.email and person.is_active and person.is_staff:
            self._post_letter(request, person)
            if not person.has_usable_password():
                AuditEntry.objects.note(request.user, person, "invite")
        else:
            messages.error(request, _("No letter was sent: the person needs an e-mail address, and must be active."))
        return redirect("admin:auth_user_change", number)

    @method_decorator(require_POST)
    @method_decorator(transaction.atomic)
    def end_sessions(self, request: HttpRequest, number: int, session: int | None = None) -> HttpResponse:
        person = self._changeable(request, number)
        sessions = StaffSession.objects.of(person).besides(request)
        account.end(request, person, sessions.filter(pk=session) if session else sessions)
        return redirect("admin:auth_user_change", number)

    def _post_letter(self, request: HttpRequest, person: User) -> None:
        way_in.post_letter(person)
        words = gettext("A letter with a link is on its way to %(address)s.") % {"address": person.email}
        messages.success(request, words)

    def _changeable(self, request: HttpRequest, number: int) -> User:
        if not self.has_change_permission(request):
            raise PermissionDenied
        return get_object_or_404(User, pk=number)


@admin.register(Group)
class RoleAdmin(ForAdministrators):
    """The roles that are there from the start keep their names, by which an update gives them more."""

    said_many, said_add = _("Roles"), _("Add a role")
    change_form_template = "admin/pages/role_form.html"
    form = RoleForm
    list_display = ["role", "may", "people"]
    search_fields = ["name"]
    fields = ["name", "permissions"]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(people_count=Count("user"))

    @admin.display(description=_("role"), ordering="name")
    def role(self, group: Group) -> str:
        return role_name(group.name)

    @admin.display(description=_("what it may do"))
    def may(self, group: Group) -> str:
        return SAID[group.name][1] if group.name in SAID else "–"

    @admin.display(description=_("people"), ordering="people_count")
    def people(self, group: Group) -> int:
        return group.people_count

    def get_readonly_fields(self, request, obj=None):
        return ["name"] if obj and obj.name in SAID else []

    def has_delete_permission(self, request, obj=None):
        """Only one of your own making, that nobody has."""
        unused = obj is not None and obj.name not in SAID and not obj.user_set.exists()
        return unused and self.has_module_permission(request)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        group = self.get_object(request, object_id)
        said = {"title": self.role(group), "subtitle": None} if group else {}
        return super().change_view(request, object_id, form_url, said | (extra_context or {}))
