"""gunicorn's settings: `gunicorn -c deploy/gunicorn.py hifred.asgi`.

`hifred.wsgi` serves the same; its chat asks for news instead of waiting for them.
"""

import contextlib
import ctypes
import gc
import os
import resource
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hifred.settings")

# Read here too, so that an odd value stops the master with its one line, before any worker is begun.
from hifred import settings

is_asgi = any(argument.startswith("hifred.asgi") for argument in sys.argv)

bind = os.environ.get("BIND", "127.0.0.1:8000")
workers = settings.WEB_CONCURRENCY
worker_class = "hifred.worker.Worker" if is_asgi else "gthread"
threads = 8  # of gthread; those behind hifred.asgi are counted there
control_socket_disable = True
graceful_timeout = 10  # an upload or a slow answer is finished; streams are told to go at once
timeout = 60  # without a sign of life from a worker's loop
keepalive = 15
backlog = 4096  # everybody's streams come back at once after a reload
forwarder_headers = ""  # no header of a visitor decides where the application is mounted
loglevel = "error"  # its warnings name the network that an odd request came from

# A stream is an open file, and the usual bound of a process is 1,024.
_soft, _hard = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (_hard, _hard))

# glibc gives each thread a heap of its own, and each stays as large as it ever was. Two are enough for one interpreter.
M_ARENA_MAX = -8
with contextlib.suppress(AttributeError):  # another libc
    ctypes.CDLL(None).mallopt(M_ARENA_MAX, 2)


def post_worker_init(worker):
    """Mail that waits is sent also where nobody reads."""
    from pages import caretaker

    caretaker.start()
    if is_asgi:
        from hifred.asgi import streams
        from hifred.worker import Protocol
        from pages.store.adapters import from_memory

        Protocol.from_memory = staticmethod(from_memory)
        streams.watch(lambda: worker.alive)
    # What is loaded now stays: the collector need not look through it again and again while somebody waits.
    gc.collect()
    gc.freeze()
