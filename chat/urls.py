"""The visitor's addresses."""

from django.urls import path

from chat import protocol, views

app_name = "chat"
urlpatterns = [
    path("", views.Chat.as_view(), name="chat"),
    path("download/", views.download, name="download"),
    path("delete/", views.delete, name="delete"),
    path("bootstrap", protocol.Bootstrap.as_view(), name="bootstrap"),
    path("send", protocol.Send.as_view(), name="send"),
    path("updates", protocol.Updates.as_view(), name="updates"),
    path("typing", protocol.Typing.as_view(), name="typing"),
    path("seen", protocol.Seen.as_view(), name="seen"),
    path("letter/<str:key>/", views.ByLetter.as_view(), name="letter"),
    path("panel", views.panel, name="panel"),
    path("stream", protocol.no_stream, name="stream"),
    path("inbox-stream", protocol.no_stream, name="inbox-stream"),
]
