"""How staff prove who they are: by user name or e-mail address, and a password."""

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import User

from pages.models.people import person_named


class StaffBackend(ModelBackend):
    def authenticate(self, request, username=None, password=None, **fields):
        """Whom nobody knows takes as long: Django hashes a password for him as well."""
        person = person_named(username) if username else None
        return super().authenticate(request, username=person.username if person else username, password=password)

    def get_user(self, user_id) -> User | None:
        person = User.objects.select_related("preferences").filter(pk=user_id).first()
        return person if person and self.user_can_authenticate(person) else None
