"""A conversation as a text, as its visitor sees it: to take along, or to be sent to him."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from chat.models import Conversation, Message
from pages.models import SiteSettings


def as_text(conversation: Conversation) -> str:
    company = str(SiteSettings.objects.current().company_name)
    lines = [f"{company}, {_moment(timezone.now())} ({timezone.get_current_timezone_name()})"]
    lines += [_("Reference: %(reference)s") % {"reference": conversation.reference}]
    for message in conversation.messages.all():
        who = _("You") if message.sender == Message.Sender.VISITOR else message.name or company
        lines += ["", f"{who}, {_moment(message.created_at)}", message.body]
    return "\n".join(lines) + "\n"


def _moment(moment) -> str:
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT")
