"""Where staff are signed in: what Django's sessions cannot tell, so that each can be named and ended."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Self

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import models, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy as _

from pages.networks import address_of

# The first that fits: browsers name those whom they want to be taken for as well.
BROWSERS = {"Edge": r"Edg(e|A|iOS)?/", "Opera": r"OPR/|Opera", "Firefox": r"Firefox/|FxiOS/"}
BROWSERS |= {"WeChat": r"MicroMessenger/", "Chrome": r"Chrome/|CriOS/|Chromium/", "Safari": r"Safari/"}
SYSTEMS = {"Windows": "Windows", "iPhone": "iPhone", "iPad": "iPad", "Android": "Android", "ChromeOS": "CrOS"}
SYSTEMS |= {"HarmonyOS": "HarmonyOS|OpenHarmony", "macOS": "Mac OS X|Macintosh", "Linux": "Linux"}


def _first(names: dict[str, str], text: str) -> str:
    return next((name for name, pattern in names.items() if re.search(pattern, text)), "")


class StaffSessionQuerySet(models.QuerySet):
    def alive(self, now: datetime) -> Self:
        return self.filter(session_key__in=Session.objects.filter(expire_date__gt=now).values("session_key"))

    def of(self, person: User) -> Self:
        return self.filter(person=person)

    def here(self, request: HttpRequest) -> Self:
        return self.filter(session_key=request.session.session_key)

    def besides(self, request: HttpRequest) -> Self:
        return self.exclude(session_key=request.session.session_key)

    def begin(self, request: HttpRequest) -> None:
        """At sign-in; the second time in the same browser it is the same session."""
        request.session.save()
        now, told = timezone.now(), {"person": request.user, **self._told_by(request)}
        self.update_or_create(
            session_key=request.session.session_key, defaults=told | {"began_at": now, "seen_at": now}
        )

    def see(self, request: HttpRequest, now: datetime) -> None:
        """Somebody is there; one who signed in before there were rows gets his."""
        key = request.session.session_key
        if not self.filter(session_key=key).update(seen_at=now, **self._told_by(request)):
            row = self.model(session_key=key, person=request.user, began_at=now, seen_at=now, **self._told_by(request))
            self.bulk_create([row], ignore_conflicts=True)

    @contextmanager
    def kept_through_new_key(self, request: HttpRequest) -> Iterator[None]:
        """The same session, though Django gives it another key meanwhile."""
        rows = list(self.here(request).values_list("pk", flat=True))
        yield
        self.filter(pk__in=rows).update(session_key=request.session.session_key)

    def _told_by(self, request: HttpRequest) -> dict:
        address, agent = address_of(request), request.headers.get("User-Agent", "")[:1000]
        browser = f"{_first(BROWSERS, agent)}/{_first(SYSTEMS, agent)}"
        return {"address": str(address) if address else None, "browser": browser}

    @transaction.atomic
    def end(self) -> int:
        """Out from the next request on, in every worker: each reads the session from the database."""
        keys = list(self.values_list("session_key", flat=True))
        Session.objects.filter(session_key__in=keys).delete()
        self.model.objects.filter(session_key__in=keys).delete()
        return len(keys)

    def forget(self, now: datetime) -> None:
        """What has expired, here and in Django's own table."""
        Session.objects.filter(expire_date__lt=now).delete()
        self.exclude(session_key__in=Session.objects.values("session_key")).delete()


class StaffSession(models.Model):
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="staff_sessions")
    session_key = models.CharField(max_length=40, unique=True)
    began_at = models.DateTimeField(_("since"))
    seen_at = models.DateTimeField(_("last seen"))
    browser = models.CharField(_("browser"), max_length=40)  # “Firefox/Windows”; either may be missing
    address = models.GenericIPAddressField(_("address"), null=True)

    objects = StaffSessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ["-seen_at", "-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        browser, _slash, system = self.browser.partition("/")
        if browser and system:
            return gettext("%(browser)s on %(system)s") % {"browser": browser, "system": system}
        return browser or system or gettext("An unknown browser")

    def is_here(self, request: HttpRequest) -> bool:
        return self.session_key == request.session.session_key
