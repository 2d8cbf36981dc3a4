"""Erases conversations that are kept no longer."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from chat import search
from chat.purging import outlived, purge


class Command(BaseCommand):
    help = "Erases conversations that are older than the chat settings say. The site does it by itself, hourly."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="only say how many there are")

    def handle(self, *args, dry_run: bool, **options):
        now, count = timezone.now(), 0
        if dry_run:
            self.stdout.write(f"{outlived(now).count()} conversations would be erased.")
            return
        while erased := purge(now):
            count += erased
        search.forget_traces()
        self.stdout.write(f"{count} conversations are erased.")
