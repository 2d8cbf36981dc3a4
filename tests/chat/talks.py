"""Conversations for tests: begun by a visitor through his own addresses, answered through the staff's."""

import uuid

from django.test import Client
from django.urls import reverse

from chat.models import Conversation
from tests import factories

INBOX = "/admin/chat/conversation/"


def agent(name: str, **fields) -> Client:
    """Signed in; `person` is who it is."""
    client = Client()
    client.person = factories.user(name, "Chat agents", **{"first_name": name.title()} | fields)
    client.force_login(client.person)
    return client


def write(client: Client, body: str, **fields):
    return client.post("/chat/", {"client_id": str(uuid.uuid4()), "body": body} | fields)


def talk(body: str = "Do you make gates?", **fields) -> Conversation:
    """`visitor` is the client of whoever began it."""
    client = Client()
    write(client, body, **fields)
    conversation = Conversation.objects.latest("pk")
    conversation.visitor = client
    return conversation


def thread(conversation: Conversation) -> str:
    return reverse("admin:chat_conversation_change", args=[conversation.pk])


def answer(agent: Client, conversation: Conversation, body: str = "We do.", **more):
    form = {"client_id": str(uuid.uuid4()), "seen": 1, "body": body} | more
    return agent.post(thread(conversation), form)


def step(agent: Client, conversation: Conversation, name: str, **more):
    return agent.post(thread(conversation), {"step": name} | more)


def said(response) -> str:
    """What the page tells about what was just done."""
    return " ".join(str(message) for message in response.context["messages"])
