"""Takes the whole site out of a backup, into an empty place."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from hifred.backup import Refused
from hifred.backup.site import restore


class Command(BaseCommand):
    help = "Checks a backup, and restores it into an empty place: another DATA_DIR, or a new database."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser):
        parser.add_argument("file")

    def handle(self, *args, file: str, **options):
        try:
            restore(Path(file), self.say)
        except Refused as refused:
            raise CommandError(str(refused)) from None
        self.stdout.write("The site is there. Collect its static files and start it (docs/deploy.md).")

    def say(self, words: str) -> None:
        self.stdout.write(f"  {words}")
        self.stdout.flush()
