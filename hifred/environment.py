"""Reads the environment; what it cannot understand stops the start with one line."""

import os
import re
import zoneinfo
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from django.conf.locale import LANG_INFO
from django.utils.translation import gettext_lazy

T = TypeVar("T")


class Odd(ValueError):
    """A value that cannot be meant; its text says what would do."""


def read(name: str, understand: Callable[[str], T], default: T) -> T:
    """The variable as `understand` reads it; unset or empty is the default."""
    text = os.environ.get(name, "").strip()
    if not text:
        return default
    try:
        return understand(text)
    except Exception as error:
        hint = str(error) if isinstance(error, Odd) else "this value is not understood"
        raise SystemExit(f"{name}: {hint}") from None


def stop(name: str, hint: str) -> SystemExit:
    return SystemExit(f"{name}: {hint}")


def flag(text: str) -> bool:
    words = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}
    if text.lower() not in words:
        raise Odd(f"{text!r} is neither on nor off; write 1 or 0")
    return words[text.lower()]


def whole(least: int, most: int) -> Callable[[str], int]:
    def understand(text: str) -> int:
        if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
            raise Odd(f"{text!r} is not a whole number from {least} to {most}")
        return int(text)

    return understand


def words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]


def hosts(text: str) -> list[str]:
    for host in words(text):
        if "/" in host or host == "*":
            raise Odd(f"{host!r} is not a host name; write names such as www.example.com, separated by commas")
    return words(text)


def address(text: str) -> SplitResult:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/") or parts.query:
        raise Odd(f"{text!r} is not the address of a site; write one such as https://www.example.com")
    _ = parts.port  # raises for a port that is no number
    return parts


def service(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query:
        raise Odd(f"{text!r} is not the address of a service; write one such as https://api.example.com/push")
    return text


def indexnow_key(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9-]{8,128}", text):
        raise Odd(
            "8 to 128 letters, digits and hyphens are wanted; make one: python -c 'import uuid; print(uuid.uuid4())'"
        )
    return text


def origins(text: str) -> list[str]:
    return [address(origin).geturl().rstrip("/") for origin in words(text)]


def time_zone(text: str) -> str:
    if text not in zoneinfo.available_timezones():
        raise Odd(f"{text!r} is not a time zone; write one such as Asia/Shanghai")
    return text


def languages(text: str) -> list[tuple[str, Any]]:
    codes = list(dict.fromkeys(word.lower() for word in words(text)))
    if unknown := [code for code in codes if "name" not in LANG_INFO.get(code, {})]:
        raise Odd(f"{unknown[0]!r} is not a language; write codes such as en,zh-hans,de")
    if "en" not in codes:
        raise Odd("en must be among them: texts without a translation are shown in it")
    return [(code, gettext_lazy(LANG_INFO[code]["name"])) for code in codes]


def folder(text: str) -> Path:
    path = Path(text).expanduser().resolve()
    if path.exists() and not path.is_dir():
        raise Odd(f"{text!r} is not a folder")
    return path


def url(convert: Callable[[str], dict], *schemes: str) -> Callable[[str], dict]:
    """A URL in one of the schemes, as the settings that it stands for."""

    def understand(text: str) -> dict:
        if urlsplit(text).scheme not in schemes:
            raise Odd(f"it must begin with one of {', '.join(f'{scheme}:' for scheme in schemes)}")
        return convert(text)

    return understand


def s3_store(text: str) -> dict:
    """s3://KEY:SECRET@host/bucket?region=..., as django-storages wants it. s3+http is for stores without TLS."""
    parts = urlsplit(text)
    if not parts.hostname or not parts.path.strip("/"):
        raise Odd("write s3://KEY:SECRET@host/bucket, with ?region=... where it is needed")
    port = f":{parts.port}" if parts.port else ""
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "access_key": unquote(parts.username or ""),
            "secret_key": unquote(parts.password or ""),
            "endpoint_url": f"{'http' if parts.scheme == 's3+http' else 'https'}://{parts.hostname}{port}",
            "bucket_name": parts.path.strip("/"),
            "region_name": parse_qs(parts.query).get("region", [None])[0],
        },
    }
