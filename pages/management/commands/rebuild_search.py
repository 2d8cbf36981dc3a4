"""Makes the search index anew."""

from django.core.management.base import BaseCommand

from pages.search.rebuilding import rebuild


class Command(BaseCommand):
    help = "Makes the search index anew from what is published and scheduled. The site may run meanwhile."

    def handle(self, *args, **options):
        count = rebuild(self.stdout.write)
        self.stdout.write(f"{count} versions can be found.")
