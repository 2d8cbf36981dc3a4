"""The public addresses of pages."""

from django.urls import path

from pages import converters, views  # noqa: F401 - registers them

app_name = "pages"
urlpatterns = [
    path("", views.Home.as_view(), name="home"),
    path("llms.txt", views.llms, name="llms"),
    # Without the last slash: to the one address in one step.
    path("<page:path>", views.page),
    path("<page:path>/", views.page, name="page"),
]
