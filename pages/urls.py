"""The public addresses of pages."""

from django.urls import path, register_converter

from pages import views


class PagePath:
    """Words between slashes, as slugs are; what else is asked for is no page of ours."""

    regex = r"[\w-]+(?:/[\w-]+)*"
    to_python = to_url = str


register_converter(PagePath, "page")

app_name = "pages"
urlpatterns = [
    path("", views.Home.as_view(), name="home"),
    path("llms.txt", views.llms, name="llms"),
    # Without the last slash: to the one address in one step.
    path("<page:path>", views.page),
    path("<page:path>/", views.page, name="page"),
]
