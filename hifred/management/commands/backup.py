"""Puts the whole site into one file, while it runs."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from hifred.backup import Refused
from hifred.backup.site import back_up


class Command(BaseCommand):
    help = "Writes database and pictures into one file. The site may run and be written to meanwhile."

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="?", help="by default one named by the time, in DATA_DIR/backups")

    def handle(self, *args, file: str | None, **options):
        name = f"hifred-{timezone.now():%Y%m%d-%H%M%S}.backup.tar"
        target = Path(file) if file else settings.DATA_DIR / "backups" / name
        try:
            back_up(target, self.say)
        except Refused as refused:
            raise CommandError(str(refused)) from None
        self.stdout.write(f"{target}: {target.stat().st_size / 2**20:.1f} MB")
        self.stdout.write("The secret key is not in it: keep that elsewhere. Without it everybody signs in anew.")

    def say(self, words: str) -> None:
        self.stdout.write(f"  {words}")
        self.stdout.flush()
