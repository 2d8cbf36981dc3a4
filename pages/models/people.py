"""What the site knows of its staff besides Django's users."""

import zoneinfo

from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, make_password
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, gettext_lazy as _

from pages.languages import site_languages

LONGEST_NAME = 254  # of an e-mail address


def person_named(typed: str) -> User | None:
    """Whoever has this user name; else whoever alone of all that may sign in has this e-mail address."""
    if len(typed) > LONGEST_NAME:
        return None  # no database compares texts of any length
    found = list(User.objects.filter(Q(username=typed) | Q(email__iexact=typed, is_active=True))[:3])
    named = [person for person in found if person.username == typed]
    return named[0] if named else found[0] if len(found) == 1 else None


THE_SITE = "the site itself"  # no person can be called so: user names have no spaces


def the_site_itself() -> User:
    """In whose name the log tells what nobody did by hand; cannot sign in."""
    return User.objects.get_or_create(
        username=THE_SITE, defaults={"is_active": False, "password": make_password(None)}
    )[0]


def name_of(person: User | None) -> str:
    if person and person.username == THE_SITE:
        return gettext("The site itself")
    return person.get_full_name() or person.get_username() if person else ""


def who_run_the_site() -> models.QuerySet[User]:
    """Administrators who can sign in; one who was invited and has no password yet cannot."""
    able = User.objects.filter(is_superuser=True, is_staff=True, is_active=True)
    return able.exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX)


def known_time_zone(name: str) -> None:
    if name not in zoneinfo.available_timezones():
        raise ValidationError(_("This time zone is not known. Write one such as Asia/Shanghai."))


class Preferences(models.Model):
    """How a person wants the admin and his mail; who has said nothing gets what the site has."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="preferences"
    )
    language = models.CharField(_("language"), max_length=10, choices=site_languages, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True, validators=[known_time_zone])

    class Meta:
        verbose_name = _("preferences")
        verbose_name_plural = _("preferences")

    def __str__(self) -> str:
        return str(self.person)

    @classmethod
    def of(cls, person) -> "Preferences":
        return getattr(person, "preferences", None) or cls(person=person)
