"""Keeps the site's secret key in a file that only its owner can read: `python -m hifred.secret_key DATA_DIR`."""

import os
import secrets
import sys
from pathlib import Path


def path_in(folder: Path) -> Path:
    return folder / "secret-key"


def generate(folder: Path) -> str:
    """The key kept in the folder; made now if there is none. Two processes at once agree on one."""
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f".secret-key.{os.getpid()}.{secrets.token_hex(4)}"
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(50))
    try:
        os.link(draft, path_in(folder))
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return kept(folder)


def kept(folder: Path) -> str:
    """The key in the folder, or an empty text."""
    try:
        return path_in(folder).read_text().strip()
    except FileNotFoundError:
        return ""


if __name__ == "__main__":
    generate(Path(sys.argv[1]))
