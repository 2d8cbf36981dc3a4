"""The site as a WSGI application."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hifred.settings")

django = get_wsgi_application()

# Their apps must be ready.
from pages.caretaker import with_caretaker  # noqa: E402
from pages.store.adapters import stored_pages  # noqa: E402

application = with_caretaker(stored_pages(django))
