"""The public addresses of pages."""

from django.urls import path

from pages import views

app_name = "pages"
urlpatterns = [path("", views.Home.as_view(), name="home")]
