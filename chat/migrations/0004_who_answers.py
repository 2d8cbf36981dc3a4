"""Chat agents answer, close and sort out."""

from django.db import migrations

from pages.roles import grant


def make(apps, schema_editor):
    grant(apps, "Chat agents", "chat.view_conversation", "chat.change_conversation")


class Migration(migrations.Migration):
    dependencies = [("chat", "0003_throttle_and_suspicion"), ("auth", "0012_alter_user_first_name_max_length")]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
