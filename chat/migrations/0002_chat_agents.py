"""The role that reads what visitors write."""

from django.db import migrations

from pages.roles import grant


def make(apps, schema_editor):
    grant(apps, "Chat agents", "chat.view_conversation", "chat.view_message")


class Migration(migrations.Migration):
    dependencies = [("chat", "0001_conversations"), ("pages", "0002_site_managers")]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
