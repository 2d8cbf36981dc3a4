"""How often a password may be tried, so that who guesses is locked out, and whose password it is not.

Counted are tries from a network, and tries of a name over all networks. A browser in which somebody signed in before
proves it by a cookie; its tries for that person are counted apart, whatever others in the same network do.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, salted_hmac

from pages.limits import STAFF
from pages.models import SignInTries
from pages.networks import address_of, neighbourhood

COOKIE = "__Secure-known-browser" if settings.SECURE else "known-browser"
A_YEAR = 365 * 24 * 60 * 60
MINUTES = timedelta(minutes=1)


class TooManyTries(Exception):
    def __init__(self, seconds: int):
        super().__init__(f"come again in {seconds} seconds")
        self.seconds = seconds


@dataclass(frozen=True)
class Limit:
    what: str
    most: int
    within: timedelta

    def of(self, somebody: object) -> "Counter":
        name = salted_hmac("pages.throttle", f"{self.what}:{somebody}", algorithm="sha256").hexdigest()
        return Counter(self, name)


@dataclass(frozen=True)
class Counter:
    limit: Limit
    who: str

    def count(self, now: datetime) -> None:
        """Counts one more, or raises TooManyTries."""
        tries = SignInTries.objects
        if not tries.take(self.who, self.limit.most, self.limit.within, now):
            raise TooManyTries(tries.seconds_left(self.who, self.limit.within, now))

    def clear(self) -> None:
        SignInTries.objects.filter(who=self.who).delete()

    def give_back(self) -> None:
        SignInTries.objects.give_back(self.who)


NETWORK = Limit("network", 10, 15 * MINUTES)
BROWSER = Limit("browser", 10, 15 * MINUTES)
NAME = Limit("name", 100, 60 * MINUTES)
OWN_PASSWORD = Limit("own password", 10, 15 * MINUTES)  # asked for again of somebody who is signed in
LETTERS_FROM = Limit("letters from", 10, 15 * MINUTES)
LETTERS_TO = Limit("letters to", 5, 60 * MINUTES)


def network_of(request: HttpRequest) -> str:
    """One machine in IPv4, one customer's network in IPv6; those whom nobody knows are one."""
    address = address_of(request)
    return neighbourhood(address, 32, 64) if address else ""


class Try:
    """One try to sign in, counted before the password is looked at."""

    def __init__(self, request: HttpRequest, name: str, person: User | None):
        browser = browser_known_to(request, person)
        self.counters = [BROWSER.of(browser)] if browser else [NETWORK.of(network_of(request))]
        if not browser:
            self.counters.append(NAME.of(f"number {person.pk}" if person else f"name {name.casefold()}"))
        self.is_from_known_browser = bool(browser)

    def count(self, now: datetime) -> None:
        for counter in self.counters:
            counter.count(now)

    def succeeded(self) -> None:
        """A known browser begins anew. A network gets this try back and no other: others in it may be guessing."""
        for counter in self.counters:
            counter.clear() if self.is_from_known_browser else counter.give_back()


# Browsers in which somebody signed in before


def browser_known_to(request: HttpRequest, person: User | None) -> str:
    """What tells the browser from others, if this person signed in there before and has the same password still."""
    number, _dot, rest = request.COOKIES.get(COOKIE, "")[:200].partition(".")
    random, _dot, seal = rest.partition(".")
    if person is None or number != str(person.pk) or not constant_time_compare(seal, _seal(person, random)):
        return ""
    return f"{number}.{random}"


def remember_browser(response: HttpResponse, person: User) -> None:
    random = secrets.token_urlsafe(16)
    response.set_cookie(
        COOKIE,
        f"{person.pk}.{random}.{_seal(person, random)}",
        max_age=A_YEAR,
        path=STAFF,
        secure=settings.SECURE,
        httponly=True,
        samesite="Lax",
    )


def _seal(person: User, random: str) -> str:
    """Void as soon as the password is another."""
    sealed = f"{person.pk}.{random}.{person.password}"
    return salted_hmac("pages.throttle.browser", sealed, algorithm="sha256").hexdigest()
