"""A sign of life, Wagtail's admin, and the page tree."""

from django.http import HttpResponse
from django.urls import include, path
from wagtail import urls as pages
from wagtail.admin import urls as admin
from wagtail.documents import urls as documents

urlpatterns = [
    path("healthz", lambda _request: HttpResponse()),
    path("admin/", include(admin)),
    path("documents/", include(documents)),
    path("", include(pages)),
]
