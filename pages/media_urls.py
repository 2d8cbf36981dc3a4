"""Pictures, under names that say nothing and never change."""

from django.urls import path

from pages.views import media

app_name = "media"
urlpatterns = [path("<str:folder>/<str:name>", media, name="file")]
