"""The site's settings, as the tests want them: a key of their own, fast passwords, files in a temporary folder."""

import atexit
import os
import shutil
import tempfile

os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "x" * 50)
if "DATA_DIR" not in os.environ:
    os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="hifred-tests-")
    atexit.register(shutil.rmtree, os.environ["DATA_DIR"], ignore_errors=True)
os.environ["DEBUG"] = "0"

from hifred.settings import *  # noqa: F403
from hifred.settings import DATABASES, STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
ALLOWED_HOSTS = [*ALLOWED_HOSTS, "testserver"]  # noqa: F405
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # In a file, since the servers that some tests start are processes of their own.
    # What is written need not outlive a power cut.
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF"
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}  # noqa: F405
else:
    DATABASES["default"]["OPTIONS"].pop("pool", None)
    DATABASES["default"]["TEST"] = {"TEMPLATE": os.environ.get("TEST_TEMPLATE")}  # tests/postgres.py
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True  # static files straight from their folders
STATIC_ROOT.mkdir(exist_ok=True)  # noqa: F405 - WhiteNoise warns without it
LOGGING = LOGGING | {"root": {"handlers": ["console"], "level": "CRITICAL"}, "loggers": {}}  # noqa: F405
