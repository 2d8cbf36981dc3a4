"""The site as an ASGI application: kept pages and the chat's streams as they are, all else through Django over WSGI.

Django's own ASGI handler serves a quarter as many requests, and keeps a thread for each open stream.
"""

from django.http import FileResponse

from hifred.crossing import Crossing
from hifred.patience import Patient
from hifred.wsgi import django

# Django is set up by now.
from chat.streams import Streams  # isort: skip
from pages.caretaker import with_caretaker  # isort: skip
from pages.store.adapters import StoredPages  # isort: skip

THREADS = 8
FileResponse.block_size = 64 * 2**10  # each part of a file is handed from a thread to the loop; usually these are 4 kB

streams = Streams(otherwise=Patient(Crossing(with_caretaker(django), workers=THREADS)))
application = StoredPages(otherwise=streams)  # for servers other than ours, which asks before (hifred/worker.py)
