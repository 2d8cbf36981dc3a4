"""Letters with a link under which somebody chooses a password: an invitation at first, later a new one."""

import uuid

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from pages.models import Letter, SiteSettings


def link_for(person: User) -> str:
    """Good once, until a password is chosen, he signs in, or the time is over."""
    number, token = urlsafe_base64_encode(force_bytes(person.pk)), default_token_generator.make_token(person)
    return settings.SITE_URL + reverse("password_reset_confirm", args=[number, token])


def post_letter(person: User, key: str = "") -> None:
    template = "new_password" if person.has_usable_password() else "invitation"
    told = {"link": link_for(person), "days": settings.PASSWORD_RESET_TIMEOUT // 86_400}
    told["site"] = SiteSettings.objects.current()
    Letter.objects.post(person, template, told, key or f"{template}:{uuid.uuid4().hex}")


def post_letter_to_nobody(email: str) -> None:
    """Takes as long as one to somebody, so that nobody learns which addresses are known."""
    key = f"nobody:{uuid.uuid4().hex}"
    post_letter(User(email=email), key)
    Letter.objects.filter(key__startswith=key).delete()
