"""The journal of views: a file of its own for each process, so that what was answered is noted even if it dies.

Sixteen bytes a view: article, day, checksum. Room on the disk is taken ahead, so that a full disk is felt late. The
file is locked as long as its process lives: whose lock can be had is dead, and another reads his journal to its end.
"""

import fcntl
import os
import struct
import time
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from uuid import uuid4

from news.models.clicks import Counts

HEADER = b"hifred views 1\n\0"  # as long as a record
SIZE = len(HEADER)
ROOM = 16_384  # records that fit before more room is needed
AHEAD = ROOM // 2
LARGEST = 2**63 - 1  # number that a database has for an article
ABANDONED = 3_600  # seconds after which a file that was never begun with is cleared away
_VIEW, _SUM = struct.Struct("<QI"), struct.Struct("<I")


def record_of(article: int, day: date) -> bytes:
    view = _VIEW.pack(article, day.toordinal())
    return view + _SUM.pack(zlib.crc32(view))


def counts_in(records: bytes) -> Counts:
    """What is not whole, or was never written, counts for nothing."""
    found: Counts = Counter()
    for start in range(0, len(records) - SIZE + 1, SIZE):
        record = records[start : start + SIZE]
        if record[12:] == _SUM.pack(zlib.crc32(record[:12])):
            article, day = _VIEW.unpack(record[:12])
            if article <= LARGEST and 1 <= day <= date.max.toordinal():
                found[article, date.fromordinal(day)] += 1
    return found


class Journal:
    """Of this process. A view has a place in it even if there is no room for it on the disk."""

    def __init__(self, folder: Path):
        self.name = uuid4().hex
        self.path = folder / f"{self.name}.views"
        self.end = 0  # views noted
        self._room = 0  # records for which the disk has room
        self._file: int | None = None
        self._waiting: dict[int, bytes] = {}  # place and record of what the disk did not take
        self.settle()

    def note(self, record: bytes) -> None:
        place, self.end = self.end, self.end + 1
        if not self._write(place, record):
            self._waiting[place] = record

    def settle(self) -> None:
        """Takes room ahead, and writes down what waits. To be called now and then; a full disk is no error."""
        with suppress(OSError):
            if self._file is None:
                self._file = _begun(self.path)
            if self.end + AHEAD > self._room:
                room = self.end + ROOM
                os.posix_fallocate(self._file, 0, (room + 1) * SIZE)
                self._room = room
        self._waiting = {place: record for place, record in self._waiting.items() if not self._write(place, record)}

    def _write(self, place: int, record: bytes) -> bool:
        if self._file is None:
            return False
        try:
            return os.pwrite(self._file, record, (place + 1) * SIZE) == SIZE
        except OSError:
            return False

    def close(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None


def _begun(path: Path) -> int:
    """Locked before anybody can find it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    hidden = path.with_name(f".{path.name}")
    file = os.open(hidden, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        os.pwrite(file, HEADER, 0)
        hidden.rename(path)
    except OSError:
        os.close(file)
        hidden.unlink(missing_ok=True)
        raise
    return file


class Unknown(Exception):
    """A journal of another version."""


class Left:
    """The journal of a process that is no more, while this one has its lock."""

    def __init__(self, path: Path, file: int):
        self.path, self.name, self._file = path, path.stem, file
        if os.pread(file, SIZE, 0) != HEADER:
            raise Unknown(path.name)

    def since(self, place: int) -> tuple[Counts, int]:
        """What was noted from this place on, and where that ends."""
        records = os.pread(self._file, os.fstat(self._file).st_size, (place + 1) * SIZE)
        return counts_in(records), place + len(records) // SIZE

    def remove(self) -> None:
        self.path.unlink(missing_ok=True)


def journals_in(folder: Path) -> list[Path]:
    found = sorted(folder.glob("*.views"))
    for path in found:
        if path.name.startswith("."):
            _clear_away(path)
    return [path for path in found if not path.name.startswith(".")]


@contextmanager
def taken(path: Path) -> Iterator[Left | None]:
    """None if its process lives, or if another has folded and removed it meanwhile."""
    try:
        file = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        yield None
        return
    try:
        yield Left(path, file) if _is_ours_now(path, file) else None
    finally:
        os.close(file)


def _is_ours_now(path: Path, file: int) -> bool:
    """It may have been removed between opening and locking."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return os.fstat(file).st_ino == path.stat().st_ino
    except (BlockingIOError, FileNotFoundError):
        return False


def _clear_away(path: Path) -> None:
    with suppress(OSError):
        if time.time() - path.stat().st_mtime > ABANDONED:
            path.unlink()
