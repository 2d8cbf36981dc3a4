"""The site's settings, from the environment (docs/configuration.md), safe where nothing is set."""

import os
from pathlib import Path
from urllib.parse import urlsplit

import environ

from hifred import environment as env, secret_key

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = env.read("DATA_DIR", env.folder, BASE_DIR / "var")
try:
    DATA_DIR.mkdir(parents=True, exist_ok=True)
except OSError as error:
    raise env.stop("DATA_DIR", f"{DATA_DIR} cannot be made: {error.strerror}") from None
DEBUG = env.read("DEBUG", env.flag, False)

SECRET_KEY = os.environ.get("SECRET_KEY", "") or secret_key.kept(DATA_DIR)
if not SECRET_KEY and DEBUG:
    SECRET_KEY = secret_key.generate(DATA_DIR)
if not SECRET_KEY:
    raise env.stop("SECRET_KEY", f"set it, or generate one: python -m hifred.secret_key {DATA_DIR}")

# Where the site is reached

_site = env.read("SITE_URL", env.address, urlsplit("http://127.0.0.1:8000"))
SITE_URL = f"{_site.scheme}://{_site.netloc}"
SECURE = _site.scheme == "https"
ALLOWED_HOSTS = env.read("ALLOWED_HOSTS", env.hosts, [_site.hostname, "localhost", "127.0.0.1"])
CSRF_TRUSTED_ORIGINS = env.read("CSRF_TRUSTED_ORIGINS", env.origins, [])
TRUSTED_PROXIES = env.read("TRUSTED_PROXIES", env.whole(0, 10), 0)
ROOT_URLCONF = "hifred.urls"
WSGI_APPLICATION = "hifred.wsgi.application"
ASGI_APPLICATION = "hifred.asgi.application"

# What it is made of

INSTALLED_APPS = [
    "hifred.apps.HiFredConfig",
    "news.apps.NewsConfig",
    "chat.apps.ChatConfig",
    "pages.apps.PagesConfig",
    "ckeditor",
    "hifred.apps.AdminConfig",
    "hifred.apps.AuthConfig",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.forms",  # the templates of its widgets, which ours extend
    "hifred.apps.StaticFilesConfig",
]
MIDDLEWARE = [
    "hifred.logs.RequestLogMiddleware",
    "pages.store.middleware.PageStoreMiddleware",
    "pages.charset.CharsetMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "pages.compression.CompressionMiddleware",
    "pages.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "pages.languages.LanguageMiddleware",
    "pages.limits.BodyLimitMiddleware",
    "django.middleware.common.CommonMiddleware",
    "pages.redirects.RedirectMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "pages.presence.PresenceMiddleware",
    "pages.zones.OwnZoneMiddleware",
    "pages.messages.StaffMessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
# What readers see is Jinja's (pages/templating); staff's screens, letters and what is not HTML are Django's.
_for_staff = [
    "django.template.context_processors.i18n",
    "pages.context.for_staff",
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "environment": "pages.templating.environment",
            "context_processors": ["pages.context.for_readers"],
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": _for_staff},
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# The database

_database_url = env.url(environ.Env.db_url_config, "sqlite", "postgres", "postgresql")
DATABASES = {
    "default": env.read(
        "DATABASE_URL", _database_url, environ.Env.db_url_config(f"sqlite:///{DATA_DIR}/hifred.sqlite3")
    )
}
_database = DATABASES["default"]
if _database["ENGINE"] == "django.db.backends.sqlite3":
    _database["ENGINE"] = "hifred.sqlite3"
    _database["CONN_MAX_AGE"] = None  # a thread's connection knows the tables already, and its statements
    _database["OPTIONS"] = {
        # IMMEDIATE, since a transaction that reads first and writes later cannot wait for its turn. FULL, since
        # a publication or a visitor's message that was answered must be there after a power cut.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # Each of a dozen threads keeps half a megabyte of the file; the system keeps the rest of it for all.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-512",
    }
else:
    _database["CONN_HEALTH_CHECKS"] = True
    # Eight threads for requests, two for the chat's streams, the caretaker and those that wait for mail servers.
    _options = _database.setdefault("OPTIONS", {})
    _options["pool"] = {"min_size": 2, "max_size": 16}
    # To compile a statement takes fifty times as long as to answer what is asked here. And to look a row up costs
    # hardly more than to read it along: at the price of turning disks, ten thousand pictures were read for twenty.
    _own = "-c jit=off -c random_page_cost=1.1"
    _options["options"] = f"{_options.get('options') or os.environ.get('PGOPTIONS', '')} {_own}".strip()
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Files

MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
FILE_UPLOAD_TEMP_DIR = None
STORAGES = {
    "default": env.read(
        "MEDIA_STORAGE_URL",
        env.url(env.s3_store, "s3", "s3+http"),
        {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    ),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "hifred.static.HashedStaticFilesStorage"
    },
}
# What a request may carry is limited in pages/limits.py; these are Django's own, for the text fields of a form.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
DATA_UPLOAD_MAX_NUMBER_FILES = 20

# Languages and time

LANGUAGE_CODE = "en"
LANGUAGES = env.read("LANGUAGES", env.languages, env.languages("en,zh-hans"))
LOCALE_PATHS = [DATA_DIR / "locale", BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "hifred.formats"
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.read("TIME_ZONE", env.time_zone, "Asia/Shanghai")
# Addresses without a language of their own, which follow the reader: the person's choice, else the browser's.
NEGOTIATED_PATHS = ("/admin/", "/chat/")
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True

# Safety

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AUTHENTICATION_BACKENDS = ["pages.backends.StaffBackend"]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
PASSWORD_RESET_TIMEOUT = 3 * 86_400  # seconds that the link in an invitation holds
CSRF_FAILURE_VIEW = "pages.views.csrf_failure"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SECURE = SESSION_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE
SESSION_ENGINE = "pages.sessions"
SESSION_COOKIE_NAME = "__Host-session" if SECURE else "session"
CSRF_COOKIE_NAME = "__Host-csrftoken" if SECURE else "csrftoken"
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
X_FRAME_OPTIONS = "DENY"
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# Named as in Django 6, which will take pages/csp.py's place.
SECURE_CSP = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "manifest-src": ["'self'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
    "base-uri": ["'none'"],
} | ({"upgrade-insecure-requests": []} if SECURE else {})

# The editor of rich text: one setting, so that another can take its place (pages/fields.py)

RICH_TEXT_WIDGET = "pages.editor.Editor"
# ckeditor.W001 says that CKEditor 4 is no longer mended. It is treated as untrusted: pages/checks.py
# tells at start if one of the measures that make this bearable is missing.
SILENCED_SYSTEM_CHECKS = ["ckeditor.W001"]

# Live chat: how much a visitor, and all visitors of one network, may write (chat/throttle.py)

_times = env.read("CHAT_LIMITS_TIMES", env.whole(1, 1_000_000), 1)
CHAT_LIMITS = {
    "messages_a_minute": 10 * _times,
    "messages_an_hour": 60 * _times,
    "conversations_an_hour": 3 * _times,
    "network_messages_a_minute": 300 * _times,
    "network_conversations_an_hour": 60 * _times,
}
# How many may be connected to one process, and whether changes are heard of at once (chat/streams.py, chat/wakes.py)
CHAT_STREAMS = env.read("CHAT_STREAMS", env.whole(0, 1_000_000), 5_000)
CHAT_WAKES = env.read("CHAT_WAKES", env.flag, True)

# Mail

DEFAULT_FROM_EMAIL = SERVER_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "") or f"noreply@{_site.hostname}"
_mail_schemes = ("smtp", "smtps", "smtp+tls", "smtp+ssl", "consolemail", "filemail", "memorymail", "dummymail")
_mail = env.url(environ.Env.email_url_config, *_mail_schemes)
vars().update(env.read("EMAIL_URL", _mail, environ.Env.email_url_config("consolemail://")))
EMAIL_TIMEOUT = 20

# Search engines that are told what is new, once there is a key (pages/search_engines.py)

INDEXNOW_KEY = env.read("INDEXNOW_KEY", env.indexnow_key, "")
INDEXNOW_URL = env.read("INDEXNOW_URL", env.service, "https://api.indexnow.org/indexnow")
BAIDU_PUSH_TOKEN = os.environ.get("BAIDU_PUSH_TOKEN", "").strip()
BAIDU_PUSH_URL = env.read("BAIDU_PUSH_URL", env.service, "http://data.zz.baidu.com/urls")

# Room for what the workers keep in memory, and how many there are (deploy/gunicorn.py)

WEB_CONCURRENCY = env.read("WEB_CONCURRENCY", env.whole(1, 256), 2)
PAGE_STORE_BYTES = env.read("PAGE_STORE_BYTES", env.whole(0, 2**40), 32 * 2**20)

# Logs

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "hifred.logs.RequestIdFilter"}},
    "formatters": {
        "json": {"()": "hifred.logs.JSONFormatter"},
        "pretty": {"format": "%(asctime)s %(levelname)-7s %(name)s %(message)s  %(request_id)s", "datefmt": "%H:%M:%S"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "filters": ["request_id"],
            "formatter": "pretty" if DEBUG else "json",
        }
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.request": {"level": "ERROR"},
        "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
    },
}
