"""The site as an ASGI application: the chat's streams as they are, all else through Django over WSGI in threads.

Django's own ASGI handler serves a quarter as many requests, and keeps a thread for each open stream.
"""

from a2wsgi import WSGIMiddleware
from django.http import FileResponse

from hifred.patience import Patient
from hifred.wsgi import application as django

# Django is set up by now.
from chat.streams import Streams  # isort: skip

THREADS = 8
FileResponse.block_size = 64 * 2**10  # each part of a file is handed from a thread to the loop; usually these are 4 kB

# What waits for Patient has no bound, as it takes all at once: before a full queue that nobody empties a thread stays.
application = Streams(otherwise=Patient(WSGIMiddleware(django, workers=THREADS, send_queue_size=0)))
