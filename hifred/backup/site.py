"""What a site is made of, put into a backup and taken out of it again."""

from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from hifred.backup import Refused
from hifred.backup.archive import DATABASE, MEDIA, Reader, Writer
from hifred.backup.databases import NOT_EMPTY, database

Say = Callable[[str], None]


def media_files(folder: str = "") -> Iterator[str]:
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}{name}" for name in sorted(files))
    for name in sorted(folders):
        yield from media_files(f"{folder}{name}/")


def back_up(target: Path, say: Say) -> None:
    """Pictures, then the database, then the pictures that came meanwhile: so each that a row names is there."""
    if target.exists():
        raise Refused(f"{target} is there already. Choose another name.")
    target.parent.mkdir(parents=True, exist_ok=True)
    copy = target.with_name(f".{target.name}.database")
    try:
        with Writer(target) as backup:
            done = _add_media(backup, set(), say)
            counts = database().snapshot(copy)
            say(f"database: {sum(counts.values())} rows, {copy.stat().st_size / 2**20:.1f} MB")
            with copy.open("rb") as file:
                backup.add_stream(DATABASE, file, copy.stat().st_size)
            done |= _add_media(backup, done, say)
            made = {"made_at": timezone.now().isoformat(), "engine": database().engine, "rows": counts}
            backup.seal(made | {"migrations": _applied(), "pictures": len(done)})
    except OSError as error:
        raise Refused(f"The backup could not be written: {error.strerror or error}") from None
    finally:
        copy.unlink(missing_ok=True)


def _add_media(backup: Writer, done: set[str], say: Say) -> set[str]:
    wanted = [name for name in media_files() if name not in done]
    added = set()
    for number, name in enumerate(wanted, start=1):
        try:
            with default_storage.open(name) as file:
                content = file.read()
        except FileNotFoundError:
            continue  # deleted since it was listed
        backup.add(MEDIA + name, content)
        added.add(name)
        if number % 100 == 0 or number == len(wanted):
            say(f"pictures: {number} of {len(wanted)} files")
    return added


def _applied() -> list[list[str]]:
    return sorted(map(list, MigrationRecorder(connection).applied_migrations()))


def restore(source: Path, say: Say) -> None:
    """Into an empty place, all of it or nothing."""
    say("checking the file")
    with Reader(source) as backup:
        kept = database()
        _refuse(backup, kept)
        saved: list[str] = []
        try:
            _restore_media(backup, saved, say)
            _restore_database(backup, kept, say)
        except BaseException as error:
            for name in saved:
                default_storage.delete(name)
            kept.remove()
            if isinstance(error, OSError | UnicodeError | SuspiciousOperation):
                why = str(error).encode(errors="replace").decode()  # it may name a file as no screen can
                raise Refused(f"The backup could not be restored: {why}") from None
            raise
        call_command("migrate", verbosity=0)
        say(f"restored: {sum(backup.manifest['rows'].values())} rows, {len(saved)} files")


def _refuse(backup: Reader, kept) -> None:
    if backup.manifest["engine"] != kept.engine:
        raise Refused(f"This is a backup of {backup.manifest['engine']}; this place has {kept.engine}.")
    known = MigrationLoader(None).disk_migrations
    if newer := [name for name in map(tuple, backup.manifest["migrations"]) if name not in known]:
        raise Refused(f"This backup is of a newer version, which has {'.'.join(newer[0])}. Install that one first.")
    if not kept.is_empty():
        raise Refused(NOT_EMPTY)
    if next(media_files(), None):
        raise Refused("There are pictures here already. Restore into an empty place.")


def _restore_media(backup: Reader, saved: list[str], say: Say) -> None:
    for number, name in enumerate(backup.media(), start=1):
        saved.append(default_storage.save(name, File(backup.open(MEDIA + name))))
        if saved[-1] != name:
            raise Refused(f"The picture {name} could not be kept under its name.")
        if number % 100 == 0:
            say(f"pictures: {number} of {backup.manifest['pictures']} files")


def _restore_database(backup: Reader, kept, say: Say) -> None:
    copy = Path(settings.DATA_DIR) / ".restoring"
    try:
        with backup.open(DATABASE) as packed, copy.open("wb") as file:
            while part := packed.read(2**20):
                file.write(part)
        say("putting the database in its place")
        found = kept.restore(copy)
    finally:
        copy.unlink(missing_ok=True)
    if found != backup.manifest["rows"]:
        raise Refused("The restored database has not as many rows as the backup says.")
