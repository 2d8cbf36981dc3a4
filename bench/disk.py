"""A small disk of one's own that can be filled to the last byte: a tmpfs, which only root may mount."""

import asyncio
import contextlib
import os
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

MEGABYTES = 64
AGAIN = 0.005  # seconds: what others free is taken at once


def may_mount() -> bool:
    return os.geteuid() == 0


@contextlib.contextmanager
def small_disk() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m", "tmpfs", folder], check=True)
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", folder], check=True)


@contextlib.asynccontextmanager
async def full(folder: Path) -> AsyncIterator[None]:
    """Nobody gets another block of this disk while this lasts."""
    filling = folder / "filling"
    with filling.open("wb", buffering=0) as file:
        _fill(file)
        task = asyncio.create_task(_keep_full(file))
        try:
            yield
        finally:
            task.cancel()
            filling.unlink()


async def _keep_full(file) -> None:
    while True:
        _fill(file)
        await asyncio.sleep(AGAIN)


def _fill(file) -> None:
    for size in (2**20, 2**12, 1):
        with contextlib.suppress(OSError):
            while file.write(bytes(size)):
                pass
