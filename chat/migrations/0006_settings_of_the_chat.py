"""The one row of settings, and who may change it."""

from django.db import migrations

from pages.roles import grant


def make(apps, schema_editor):
    apps.get_model("chat", "ChatSettings").objects.get_or_create(pk=1)
    grant(apps, "Chat agents", "chat.view_chatsettings")
    grant(apps, "Site managers", "chat.view_chatsettings", "chat.change_chatsettings")


class Migration(migrations.Migration):
    dependencies = [("chat", "0005_open_windows"), ("pages", "0006_who_runs_the_chrome")]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
