"""Who did what in the admin, and when: Django's own log, with the steps that its rows cannot tell added as data."""

import json
from functools import reduce
from operator import or_
from typing import Self

from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry, LogEntryManager
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Model, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext, gettext_lazy as _

from pages import standing

# What staff can do besides adding, changing and deleting a row. The keys are kept in the log.
STEPS = {
    "draft": _("Saved a draft"),
    "submit": _("Submitted for review"),
    "comment": _("Commented"),
    "changes": _("Asked for changes"),
    "approve": _("Approved"),
    "publish": _("Published"),
    "schedule": _("Scheduled"),
    "cancel": _("Took off the schedule"),
    "take_down": _("Took down"),
    "restore": _("Restored an older version"),
    "withhold": _("Withheld"),
    "trash": _("Moved to the trash"),
    "put_back": _("Put back from the trash"),
    "purge": _("Destroyed for good"),
    "link": _("Made a preview link"),
    "revoke": _("Revoked a preview link"),
    "join": _("Joined as a translation"),
    "separate": _("Separated from its translations"),
    "export": _("Exported"),
    "import": _("Took in a file"),
    "answer": _("Answered a visitor"),
    "claim": _("Took on a conversation"),
    "assign": _("Assigned a conversation"),
    "transcript": _("Sent a conversation by e-mail"),
    "erase": _("Erased conversations"),
    "close": _("Closed a conversation"),
    "spam": _("Marked as spam"),
    "reopen": _("Opened a conversation again"),
    "order": _("Changed the order"),
    "ignore": _("Ignored"),
    "heed": _("No longer ignored"),
    "invite": _("Invited"),
    "password": _("Set a new password"),
    "sign_in": _("Signed in"),
    "sign_out": _("Signed out"),
    "end_session": _("Ended a session"),
    "retry": _("Had mail sent again"),
}
TALK = ("submit", "comment", "changes", "approve", "publish", "schedule", "cancel", "take_down", "withhold")
PLAIN = {ADDITION: _("Added"), CHANGE: _("Changed"), DELETION: _("Deleted")}


class AuditQuerySet(models.QuerySet):
    def of(self, row: Model) -> Self:
        kind = ContentType.objects.get_for_model(row, for_concrete_model=True)
        return self.filter(content_type=kind, object_id=str(row.pk))

    def talk(self) -> Self:
        """What colleagues tell each other by it, the newest first."""
        steps = [Q(change_message__startswith=f'[{{"step": "{step}"') for step in TALK]
        said = Q(change_message__startswith='[{"step": "draft"', change_message__contains='"words": ')
        return self.filter(reduce(or_, steps, said))

    def of_step(self, step: str) -> Self:
        plain = {"added": ADDITION, "changed": CHANGE, "deleted": DELETION}
        is_step = Q(change_message__startswith='[{"step": ')
        if step in plain:
            return self.filter(~is_step, action_flag=plain[step])
        return self.filter(change_message__startswith=f'[{{"step": "{step}"')


class AuditManager(LogEntryManager.from_queryset(AuditQuerySet)):
    use_in_migrations = False

    def note(
        self,
        person,
        row: Model | type[Model],
        step: str,
        before: str = "",
        after: str = "",
        words: str = "",
        revision: Model | None = None,
    ) -> None:
        """One step with a row, or with many of a kind.

        `before` and `after` are states by their keys, `words` what the person said to it.
        """
        is_one = isinstance(row, Model)
        said = {"step": step, "from": before, "to": after, "words": words[:1000]}
        said |= {"revision": revision.pk} if revision else {}
        self.create(
            user=person,
            content_type=ContentType.objects.get_for_model(row, for_concrete_model=True),
            object_id=str(row.pk) if is_one else None,
            object_repr=str(row if is_one else row._meta.verbose_name_plural)[:200],
            action_flag=CHANGE,
            change_message=json.dumps([{name: value for name, value in said.items() if value}]),
        )


class AuditEntry(LogEntry):
    objects = AuditManager()

    class Meta:
        proxy = True
        verbose_name = _("entry of the log")
        verbose_name_plural = _("log of what was done")
        ordering = ["-action_time", "-pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.what}: {self.object_repr}"

    @cached_property
    def said(self) -> dict[str, str]:
        try:
            first = json.loads(self.change_message)[0]
        except (ValueError, LookupError, TypeError):
            return {}
        return first if isinstance(first, dict) and "step" in first else {}

    @property
    def what(self) -> str:
        return str(STEPS.get(self.said.get("step"), "") or PLAIN.get(self.action_flag, ""))

    @property
    def before(self) -> str:
        return standing.words(self.said.get("from", ""))

    @property
    def after(self) -> str:
        return standing.words(self.said.get("to", ""))

    @property
    def words(self) -> str:
        """What was said to it, or which fields were changed."""
        if self.said:
            return self.said.get("words", "")
        told = self.get_change_message()
        return "" if told in (gettext("Added."), gettext("No fields changed.")) else told
