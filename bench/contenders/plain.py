"""A Django of one file: `/` answers with nothing behind it, `/page` asks the database and fills a template.

Each answers with about BYTES; run as a program, it makes the database.
"""

import os

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection, models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

BYTES = int(os.environ["BYTES"])
PARAGRAPH = "A pump that hums a little flat is worth a second look. " * 8
PAGE = """<!doctype html>
<title>{{ page.title }}</title>
<h1>{{ page.title }}</h1>
{% for paragraph in page.paragraphs %}<p>{{ paragraph }}</p>
{% endfor %}"""
LOADERS = [("django.template.loaders.locmem.Loader", {"page.html": PAGE})]

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"],
    DATABASES={
        "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": os.environ["DATABASE"], "CONN_MAX_AGE": None}
    },
    MIDDLEWARE=[],
    ROOT_URLCONF="plain",
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {"loaders": [("django.template.loaders.cached.Loader", LOADERS)]},
        }
    ],
)
django.setup()


class Page(models.Model):
    title = models.CharField(max_length=200)
    body = models.TextField()

    class Meta:
        app_label = "plain"

    def paragraphs(self) -> list[str]:
        return self.body.splitlines()


def empty(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(ANSWER)


def page(request: HttpRequest) -> HttpResponse:
    return render(request, "page.html", {"page": Page.objects.get(pk=1)})


def make() -> None:
    with connection.schema_editor() as tables:
        tables.create_model(Page)
    Page.objects.create(title="A page", body=f"{PARAGRAPH}\n" * round(BYTES / len(f"<p>{PARAGRAPH}</p>\n")))


ANSWER = b"." * BYTES
urlpatterns = [path("", empty), path("healthz", empty), path("page", page)]
application = get_wsgi_application()

if __name__ == "__main__":
    make()
