"""Brings a site to where it can be served: key, database, static files, catalogues, something to see.

Run before every start; what is there already is left as it is.
"""

import hashlib
import os
import sys
from itertools import chain
from pathlib import Path

from hifred import environment, secret_key

BASE = Path(__file__).resolve().parent.parent


def catalogues(*folders: Path) -> None:
    """Ours, and those that the operator adds; compiled with Babel, since a bare system has no msgfmt."""
    for source in chain.from_iterable(place.glob("locale/*/LC_MESSAGES/*.po") for place in (BASE, *folders)):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        from babel.messages.mofile import write_mo
        from babel.messages.pofile import read_po

        with source.open("rb") as words, target.open("wb") as compiled:
            write_mo(compiled, read_po(words, locale=source.parent.parent.name))


def fingerprint() -> str:
    """Changes when a static file of ours or a pinned package does."""
    digest = hashlib.sha256((BASE / "requirements/base.txt").read_bytes())
    for file in sorted((BASE / "static").rglob("*")):
        if file.is_file():
            digest.update(str(file.relative_to(BASE)).encode() + file.read_bytes())
    return digest.hexdigest()


def main() -> None:
    folder = environment.read("DATA_DIR", environment.folder, BASE / "var")
    if not os.environ.get("SECRET_KEY"):
        secret_key.generate(folder)
    catalogues(folder)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hifred.settings")
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    stamp = settings.STATIC_ROOT / ".fingerprint"
    if not settings.DEBUG and (not stamp.exists() or stamp.read_text() != fingerprint()):
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        stamp.write_text(fingerprint())
    call_command("sample_site")
    call_command("first_admin")


if __name__ == "__main__":
    sys.path.insert(0, str(BASE))
    main()
