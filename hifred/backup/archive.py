"""The file itself: a tar of database, pictures and a manifest, closed by a checksum of all that is before it."""

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO

from hifred.backup import Refused

FORMAT = 1
DATABASE, MANIFEST, CHECKSUM, MEDIA = "database", "manifest.json", "checksum", "media/"
BLOCK = 2**20
BROKEN = "This is no backup, or one that was cut off or changed: its checksum does not fit."

ODD = "What this backup says of itself makes no sense. Nothing was restored."


class Sealed:
    """A file that keeps a checksum of what was written to it."""

    def __init__(self, file: IO[bytes]):
        self.file, self.sum = file, hashlib.sha256()

    def write(self, part: bytes) -> int:
        self.sum.update(part)
        return self.file.write(part)

    def tell(self) -> int:
        return self.file.tell()


class Writer:
    """Written under another name, and given its own once all of it is on the disk."""

    def __init__(self, target: Path):
        self.target, self.part = target, target.with_name(f".{target.name}.part")

    def __enter__(self) -> "Writer":
        descriptor = os.open(self.part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)  # it holds what people wrote
        self.file = os.fdopen(descriptor, "wb")
        self.sealed = Sealed(self.file)
        self.tar = tarfile.open(fileobj=self.sealed, mode="w", format=tarfile.PAX_FORMAT)
        return self

    def __exit__(self, kind, error, trace) -> None:
        try:
            if kind is None:
                self.tar.close()
                self.file.flush()
                os.fsync(self.file.fileno())
                os.replace(self.part, self.target)
        finally:
            self.file.close()
            self.part.unlink(missing_ok=True)

    def add(self, name: str, content: bytes) -> None:
        self.add_stream(name, io.BytesIO(content), len(content))

    def add_stream(self, name: str, stream: IO[bytes], size: int) -> None:
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode = size, 0o600
        self.tar.addfile(entry, stream)

    def seal(self, manifest: dict) -> None:
        self.add(MANIFEST, json.dumps({"format": FORMAT} | manifest, indent=1).encode())
        self.add(CHECKSUM, self.sealed.sum.hexdigest().encode())


class Reader:
    """A backup that was checked from the first byte to the last."""

    def __init__(self, path: Path):
        try:
            self.tar = tarfile.open(path, "r:")  # noqa: SIM115 - open as long as it is read
        except FileNotFoundError:
            raise Refused(f"There is no file {path}.") from None
        except (tarfile.TarError, OSError, EOFError):
            raise Refused(BROKEN) from None

    def __enter__(self) -> "Reader":
        try:
            self._check()
        except BaseException:
            self.tar.close()
            raise
        return self

    def __exit__(self, kind, error, trace) -> None:
        self.tar.close()

    def _check(self) -> None:
        try:
            members = self.tar.getmembers()
            _check_sum(self.tar, members)
        except (tarfile.TarError, OSError, EOFError, UnicodeDecodeError):
            raise Refused(BROKEN) from None
        for member in members:
            if not member.isreg() or not _is_ours(member.name):
                raise Refused(f"The backup holds something odd, {member.name!r}. Nothing was restored.")
        self.members = {member.name: member for member in members}
        self.manifest = _manifest(self.read(MANIFEST))

    def read(self, name: str) -> bytes:
        return self.open(name).read()

    def open(self, name: str) -> IO[bytes]:
        return self.tar.extractfile(self.members[name])

    def media(self) -> Iterator[str]:
        return (name.removeprefix(MEDIA) for name in self.members if name.startswith(MEDIA))


def _manifest(packed: bytes) -> dict:
    """What the backup says of itself. A checksum can be reckoned by anybody, so nothing is taken for granted."""
    try:
        told = json.loads(packed)
    except (ValueError, RecursionError):
        raise Refused(ODD) from None
    if isinstance(told, dict) and told.get("format") != FORMAT:
        raise Refused("This backup has a form that this version does not know. Restore it with a newer one.")
    if not isinstance(told, dict) or not _is_complete(told):
        raise Refused(ODD)
    return told


def _is_complete(told: dict) -> bool:
    rows, migrations = told.get("rows"), told.get("migrations")
    return (
        isinstance(told.get("engine"), str)
        and isinstance(told.get("pictures"), int)
        and isinstance(rows, dict)
        and all(isinstance(count, int) for count in rows.values())
        and isinstance(migrations, list)
        and all(isinstance(one, list) and list(map(type, one)) == [str, str] for one in migrations)
    )


def _is_ours(name: str) -> bool:
    parts = PurePosixPath(name).parts
    is_inside = name.startswith(MEDIA) and ".." not in parts and str(PurePosixPath(name)) == name and "\\" not in name
    return name in {DATABASE, MANIFEST, CHECKSUM} or is_inside


def _check_sum(tar: tarfile.TarFile, members: list[tarfile.TarInfo]) -> None:
    """It comes last, and after it nothing."""
    names = [member.name for member in members]
    if not names or names[-1] != CHECKSUM or len(set(names)) != len(names) or not {DATABASE, MANIFEST} <= {*names}:
        raise Refused(BROKEN)
    last = members[-1]
    told = tar.extractfile(last).read()
    with Path(tar.name).open("rb") as file:
        found, left = hashlib.sha256(), last.offset
        while left and (part := file.read(min(BLOCK, left))):
            found.update(part)
            left -= len(part)
        file.seek(last.offset_data + last.size)
        if found.hexdigest().encode() != told or file.read().strip(b"\0"):
            raise Refused(BROKEN)
