"""Agents keep ready answers; site managers keep the hours."""

from django.db import migrations

from pages.roles import grant

ACTIONS = ("view", "add", "change", "delete")


def make(apps, schema_editor):
    grant(apps, "Chat agents", *(f"chat.{action}_cannedreply" for action in ACTIONS))
    grant(apps, "Chat agents", "chat.view_openinghours", "chat.view_holiday")
    for model in ("openinghours", "holiday"):
        grant(apps, "Site managers", *(f"chat.{action}_{model}" for action in ACTIONS))


class Migration(migrations.Migration):
    dependencies = [("chat", "0008_words_of_messages")]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
