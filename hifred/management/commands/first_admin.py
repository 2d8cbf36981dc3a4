"""Makes the first administrator, if there is none, and says the password once."""

import secrets

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Makes the user “admin” with a generated password, unless the site has an administrator."

    def handle(self, *args, **options):
        users = get_user_model().objects
        if users.filter(is_superuser=True).exists():
            return
        password = secrets.token_urlsafe(12)
        users.create_superuser("admin", password=password)
        self.stdout.write("\n  Sign in to the admin as    admin")
        self.stdout.write(f"  with the password          {password}")
        self.stdout.write("  It is shown only this once.\n\n")
