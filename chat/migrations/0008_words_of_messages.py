"""What was said can be found; what was said before as well. Whoever waits already causes no e-mail."""

from django.db import migrations
from django.db.models import F
from django.utils import timezone

from chat import search

CHUNK = 2_000


def create(apps, schema_editor):
    search.create(schema_editor)


def drop(apps, schema_editor):
    search.drop(schema_editor)


def fill(apps, schema_editor):
    known, last = apps.get_model("chat", "Message").objects.order_by("pk").values_list("pk", "name", "body"), 0
    while rows := list(known.filter(pk__gt=last)[:CHUNK]):
        search.add(rows, schema_editor.connection)
        last = rows[-1][0]
    waiting = apps.get_model("chat", "Conversation").objects.filter(status="open")
    waiting.update(waiting_since=F("moved_at"), told_at=timezone.now())
    apps.get_model("chat", "Conversation").objects.update(visitor_seen=F("last_seq"))


class Migration(migrations.Migration):
    dependencies = [("chat", "0007_inbox")]
    operations = [migrations.RunPython(create, drop), migrations.RunPython(fill, migrations.RunPython.noop)]
