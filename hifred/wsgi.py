"""The site as a WSGI application."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hifred.settings")

application = get_wsgi_application()

from pages.caretaker import with_caretaker  # noqa: E402 - its app must be ready

application = with_caretaker(application)
