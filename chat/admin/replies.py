"""Ready answers, which a word and a stroke before it bring into the form."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from chat.models import CannedReply
from pages.admin.lists import StaffAdmin


@admin.register(CannedReply)
class CannedReplyAdmin(StaffAdmin):
    list_display = ["__str__", "language", "beginning"]
    list_filter = ["language"]
    search_fields = ["word", "text"]
    show_full_result_count = False

    @admin.display(description=_("text"))
    def beginning(self, reply: CannedReply) -> str:
        return reply.text if len(reply.text) <= 80 else f"{reply.text[:79]}…"
