"""gunicorn's settings: `gunicorn -c deploy/gunicorn.py hifred.wsgi`."""

import gc
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hifred.settings")

# Read here too, so that an odd value stops the master with its one line, before any worker is begun.
from hifred import settings

bind = os.environ.get("BIND", "127.0.0.1:8000")
workers = settings.WEB_CONCURRENCY
worker_class = "gthread"
threads = 8
control_socket_disable = True
max_requests = 20_000
max_requests_jitter = 2_000
graceful_timeout = 10
keepalive = 15
forwarder_headers = ""  # no header of a visitor decides where the application is mounted
loglevel = "error"  # its warnings name the network that an odd request came from


def post_worker_init(worker):
    """Mail that waits is sent also where nobody reads."""
    from pages import caretaker

    caretaker.start()
    # What is loaded now stays: the collector need not look through it again and again while somebody waits.
    gc.collect()
    gc.freeze()
