"""The visitor's addresses."""

from django.urls import path

from chat import views

app_name = "chat"
urlpatterns = [path("", views.Chat.as_view(), name="chat")]
