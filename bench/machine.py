"""What the machine is, and what its processes take: read from /proc."""

import contextlib
import os
import platform
import random
import resource
import signal
import statistics
import time
from collections.abc import Iterator
from pathlib import Path

from tests import servers

TICKS = os.sysconf("SC_CLK_TCK")


def description() -> dict:
    cpu = next(line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name"))
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return {
        "cores": os.cpu_count(),
        "cpu": cpu.partition(":")[2].strip(),
        "memory_gb": round(memory / 10**9, 1),
        "python": platform.python_version(),
        "system": platform.platform(terse=True),
        "load_before": os.getloadavg()[0],
        "on": time.strftime("%Y-%m-%d"),
    }


def allow_many_files() -> None:
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def master(port: int) -> int:
    return servers.RUNNING[port].pid


def workers(port: int) -> list[int]:
    tasks = Path(f"/proc/{master(port)}/task").glob("*/children")
    pids = [int(pid) for task in tasks for pid in task.read_text().split()]
    return sorted(pid for pid in pids if _lives(pid))


def worker_of(port: int, own_port: int) -> int:
    """The worker that has the other end of an open connection of ours; 0 if it is gone."""
    ends = (f"0100007F:{port:04X}", f"0100007F:{own_port:04X}")
    rows = (line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:])
    sockets = {f"socket:[{row[9]}]" for row in rows if (row[1], row[2]) == ends}
    return next((pid for pid in workers(port) if sockets & _files(pid)), 0) if sockets else 0


def _files(pid: int) -> set[str]:
    links = set()
    with contextlib.suppress(OSError):
        for file in Path(f"/proc/{pid}/fd").iterdir():
            with contextlib.suppress(OSError):
                links.add(os.readlink(file))
    return links


def _lives(pid: int) -> bool:
    """Also one that was killed is a child until the master looks at it."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def pss(pid: int) -> int:
    """Bytes: what is shared counts in proportion. None of a process that is gone."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)


def threads(pid: int) -> int:
    return len(list(Path(f"/proc/{pid}/task").iterdir()))


def cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def kill_one(port: int, spared: int = 0) -> int:
    """A worker at random, at once; its number, or 0 if there is none just now."""
    alive = [pid for pid in workers(port) if pid != spared]
    if not alive:
        return 0
    chosen = random.choice(alive)
    os.kill(chosen, signal.SIGKILL)
    return chosen


@contextlib.contextmanager
def only(port: int, chosen: int) -> Iterator[None]:
    """All other workers stand still, so that this one has to answer."""
    others = [pid for pid in workers(port) if pid != chosen]
    for pid in others:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in others:
            os.kill(pid, signal.SIGCONT)


def p95(figures: list[float]) -> float:
    return statistics.quantiles(figures, n=20, method="inclusive")[-1] if len(figures) > 1 else figures[0]
