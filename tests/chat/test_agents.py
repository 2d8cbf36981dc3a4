"""Chat agents see the chat in the admin, and nothing else of the site."""

import pytest
from django.contrib.auth.models import Permission

from tests.chat.talks import INBOX, talk, thread

pytestmark = pytest.mark.django_db


def test_they_see_the_chat_and_nothing_else(signed_in):
    agent = signed_in("Chat agents")
    models = [model["object_name"] for app in agent.get("/admin/").context["app_list"] for model in app["models"]]
    assert sorted(models) == ["CannedReply", "ChatSettings", "Conversation"]
    granted = Permission.objects.filter(group__name="Chat agents")
    assert set(granted.values_list("content_type__app_label", flat=True)) == {"chat"}
    assert "delete_conversation" not in granted.values_list("codename", flat=True)


@pytest.mark.parametrize("role", ["Authors", "Editors", "Site managers"])
def test_nobody_else_is_shown_how_many_wait(role, signed_in):
    talk()
    page = signed_in(role).get("/admin/").text
    assert "chat-badge" not in page
    assert "chat-badge" in signed_in("Chat agents").get("/admin/").text


def test_who_may_only_look_sees_no_form_beside_it(signed_in):
    conversation = talk("Hello", email="ann@example.com")
    agent = signed_in("Chat agents")
    Permission.objects.get(codename="change_conversation").group_set.clear()
    page = agent.get(thread(conversation)).text
    assert "Hello" in page
    shown = [words for words in ("<textarea", 'value="claim"', 'value="assign"', 'value="transcript"') if words in page]
    assert shown == []
    for step in ("claim", "assign", "note", "transcript", "insert"):
        assert agent.post(thread(conversation), {"step": step}).status_code == 403
    assert agent.get(f"{INBOX}figures/").status_code == 200
