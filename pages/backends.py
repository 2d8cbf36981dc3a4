"""How staff prove who they are: by user name or e-mail address, and a password."""

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission, User
from django.db.models import Q

from pages.models.people import person_named


class StaffBackend(ModelBackend):
    def authenticate(self, request, username=None, password=None, **fields):
        """Whom nobody knows takes as long: Django hashes a password for him as well."""
        person = person_named(username) if username else None
        return super().authenticate(request, username=person.username if person else username, password=password)

    def get_user(self, user_id) -> User | None:
        person = User.objects.select_related("preferences").filter(pk=user_id).first()
        return person if person and self.user_can_authenticate(person) else None

    def get_all_permissions(self, user_obj, obj=None) -> set[str]:
        """His own and those of his roles in one question, where Django asks two for each page."""
        if not user_obj.is_active or user_obj.is_anonymous or user_obj.is_superuser or obj is not None:
            return super().get_all_permissions(user_obj, obj)
        if not hasattr(user_obj, "_perm_cache"):
            granted = Permission.objects.filter(Q(user=user_obj) | Q(group__user=user_obj)).order_by()
            names = granted.values_list("content_type__app_label", "codename").distinct()
            user_obj._perm_cache = {f"{app}.{codename}" for app, codename in names}
        return user_obj._perm_cache
