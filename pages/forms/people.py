"""What staff type of themselves and of each other: names, addresses, passwords, roles."""

from itertools import groupby

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.forms import AdminAuthenticationForm, AdminPasswordChangeForm
from django.contrib.auth.forms import UsernameField
from django.contrib.auth.models import Group, Permission, User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.forms.models import ModelChoiceIterator
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy as _

from pages import roles, throttle, way_in, zones
from pages.fields import OneLineField
from pages.models import Preferences
from pages.models.people import LONGEST_NAME, person_named, who_run_the_site

LONGEST_ADDRESS = 150  # it becomes a user name
ACTIONS = {"view": _("See"), "add": _("Add"), "change": _("Change"), "delete": _("Delete"), "publish": _("Publish")}
TOO_MANY = _("Too many tries. Wait 15 minutes, or sign in from a browser you have used before.")
TOO_MANY_HERE = _("Too many tries. Wait 15 minutes.")


class SignInForm(AdminAuthenticationForm):
    username = UsernameField(
        label=_("E-mail or user name"), max_length=LONGEST_NAME, widget=forms.TextInput(attrs={"autofocus": True})
    )
    refused: throttle.TooManyTries | None = None

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        # Django takes the length of a user name, and an e-mail address may be longer.
        self.fields["username"].max_length = self.fields["username"].widget.attrs["maxlength"] = LONGEST_NAME

    def clean(self):
        name, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if not (name and password):
            return self.cleaned_data
        tried = throttle.Try(self.request, name, person_named(name))
        try:
            tried.count(timezone.now())
        except throttle.TooManyTries as refused:
            self.refused = refused
            raise ValidationError(TOO_MANY, code="too_many") from None
        cleaned = super().clean()
        tried.succeeded()
        return cleaned


class AsksForOwnPassword:
    """For a form: so that who finds a browser signed in does not try there for ever."""

    def check_own_password(self, person: User, typed: str) -> None:
        counter = throttle.OWN_PASSWORD.of(person.pk)
        try:
            counter.count(timezone.now())
        except throttle.TooManyTries:
            raise ValidationError(TOO_MANY_HERE, code="too_many") from None
        if not person.check_password(typed):
            raise ValidationError(_("This is not your present password."), code="password_incorrect")
        counter.clear()


class OwnPasswordForm(AsksForOwnPassword, AdminPasswordChangeForm):
    def clean_old_password(self):
        typed = self.cleaned_data["old_password"]
        self.check_own_password(self.user, typed)
        return typed


class ForgottenPasswordForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email", "autofocus": True})
    )

    @transaction.atomic
    def post_letters(self) -> None:
        """An address that nobody has costs the same: a letter to nobody is written and taken back."""
        email = self.cleaned_data["email"]
        people = list(User.objects.filter(email__iexact=email, is_active=True, is_staff=True))
        for person in people:
            way_in.post_letter(person)
        if not people:
            way_in.post_letter_to_nobody(email)


class OwnsAddress(forms.ModelForm):
    """Who signs in with his address goes on doing so when it changes."""

    class Meta:
        model = User
        fields = ["email", "first_name", "last_name"]
        labels = {"email": _("E-mail")}
        field_classes = {"first_name": OneLineField, "last_name": OneLineField}

    def clean_email(self):
        """Of two who give themselves the same at once, the second is told: the caller saves in the same transaction."""
        email = self.cleaned_data["email"].lower()
        list(User.objects.select_for_update(no_key=True).order_by("pk").values_list("pk"))
        others = User.objects.exclude(pk=self.instance.pk)
        if email and others.filter(Q(email__iexact=email) | Q(username__iexact=email)).exists():
            raise ValidationError(_("Somebody else has this address already."))
        return email

    def save(self, commit=True):
        before = (self.initial.get("email") or "").lower()
        if self.instance.username.lower() == before and self.instance.email:
            self.instance.username = self.instance.email
        return super().save(commit)


class RolesField(forms.ModelMultipleChoiceField):
    """Boxes to tick, each with a line on what the role may do."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, role: Group) -> str:
        said = roles.SAID.get(role.name)
        return format_html("{} <span class='role-says'>{}</span>", *said) if said else role.name


def roles_field() -> RolesField:
    return RolesField(Group.objects.order_by("name"), label=_("Roles"), required=False)


class InvitationForm(OwnsAddress):
    email = forms.EmailField(label=_("E-mail"), max_length=LONGEST_ADDRESS)
    groups = roles_field()
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    class Meta(OwnsAddress.Meta):
        fields = ["email", "first_name", "last_name", "groups"]

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["language"].initial = get_language()
        self.fields["language"].help_text = _("Of the letter, and of the admin at first. Each can choose another.")
        self.instance.is_staff = True
        self.instance.set_unusable_password()


class PersonForm(OwnsAddress):
    groups = roles_field()

    class Meta(OwnsAddress.Meta):
        fields = ["first_name", "last_name", "email", "groups", "is_active", "is_superuser", "is_staff"]
        labels = OwnsAddress.Meta.labels | {"is_active": _("May sign in"), "is_superuser": _("Administrator")}
        help_texts = {
            "is_active": _("Taken away, it ends all sessions at once. What the person did stays."),
            "is_superuser": _("May do everything, also manage people and roles."),
            "is_staff": _("Without this, nobody gets into the admin."),
        }

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        if "email" in self.fields:
            self.fields["email"].required = bool(self.instance.email)
            self.fields["email"].max_length = LONGEST_ADDRESS

    def clean(self):
        cleaned = super().clean()
        taken = [name for name in ("is_active", "is_superuser") if name in self.fields and not cleaned.get(name)]
        # Under a lock, so that two administrators cannot take it from each other at once.
        if taken and list(who_run_the_site().select_for_update()) == [self.instance]:
            for name in taken:
                self.add_error(name, _("This is the last administrator who can sign in. Make another one first."))
        return cleaned


class ByKind(ModelChoiceIterator):
    """What may be done, under what it is done to: only what there is a screen for."""

    def __iter__(self):
        for kind, group in groupby(self.queryset, key=lambda row: row.content_type):
            if admin.site.is_registered(kind.model_class() or User):
                yield capfirst(kind.name), [self.choice(row) for row in sorted(group, key=_place)]


def _place(row: Permission) -> int:
    action = row.codename.partition("_")[0]
    return [*ACTIONS, action].index(action)


class PermissionsField(forms.ModelMultipleChoiceField):
    iterator = ByKind
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, row: Permission) -> str:
        return str(ACTIONS.get(row.codename.partition("_")[0], row.name))


class RoleForm(forms.ModelForm):
    """Without what administrators alone may, whatever a role says."""

    permissions = PermissionsField(
        Permission.objects.exclude(content_type__app_label__in=["admin", "auth", "contenttypes", "sessions"])
        .select_related("content_type")
        .order_by("content_type__app_label", "content_type__model"),
        label=_("May"),
        required=False,
    )

    class Meta:
        model = Group
        fields = ["name", "permissions"]

    def clean_permissions(self):
        """What is not offered stays as it is."""
        offered = {str(value) for _kind, group in self.fields["permissions"].choices for value, _label in group}
        had = self.instance.permissions.all() if self.instance.pk else []
        return [*self.cleaned_data["permissions"], *(row for row in had if str(row.pk) not in offered)]


class AccountForm(AsksForOwnPassword, OwnsAddress):
    present_password = forms.CharField(
        label=_("Present password"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text=_("Only if you change the e-mail address."),
    )
    language = forms.ChoiceField(label=_("Language"), required=False)
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        required=False,
        help_text=_("Of what was recorded, such as the log. Dates that readers see stay in the site's time zone."),
    )
    about = ("first_name", "last_name", "email", "present_password")
    wishes = ("language", "time_zone")

    class Meta(OwnsAddress.Meta):
        fields = ["first_name", "last_name", "email"]

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.preferences = Preferences.of(self.instance)
        self.fields["email"].required = bool(self.instance.email)
        self.fields["email"].max_length = LONGEST_ADDRESS
        self.fields["language"].choices = [("", _("As the browser asks")), *settings.LANGUAGES]
        self.fields["time_zone"].choices = zones.choices(self.preferences.time_zone)
        for name in self.wishes:
            self.initial[name] = getattr(self.preferences, name)

    def clean(self):
        cleaned = super().clean()
        if "email" in self.changed_data and "email" in cleaned and self.initial["email"] != cleaned["email"]:
            try:
                self.check_own_password(self.instance, cleaned.get("present_password") or "")
            except ValidationError as error:
                self.add_error("present_password", error)
        return cleaned

    def save(self, commit=True):
        for name in self.wishes:
            setattr(self.preferences, name, self.cleaned_data[name])
        self.preferences.save()
        if "present_password" in self.changed_data:
            self.changed_data.remove("present_password")  # typed, and still the same
        return super().save(commit)

    def fields_about(self) -> list[forms.BoundField]:
        return [self[name] for name in self.about]

    def fields_of_wishes(self) -> list[forms.BoundField]:
        return [self[name] for name in self.wishes]
