"""A PostgreSQL server of one's own, which may be ended, stopped and begun again."""

import os
import secrets
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg

from tests.servers import free_port

OWNER = "postgres"  # it refuses to run as root
CONNECTIONS = 200  # a worker has sixteen


class Cluster:
    def __init__(self, folder: Path):
        self.folder, self.port = folder, free_port()

    def make(self) -> None:
        self._run("initdb", "--auth=trust", f"--username={OWNER}", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")

    def database(self) -> str:
        """The address of a new one."""
        name, server = f"hifred_{secrets.token_hex(4)}", f"postgres://{OWNER}@127.0.0.1:{self.port}/"
        with psycopg.connect(f"{server}postgres", autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return server + name

    def begin(self) -> None:
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 -c max_connections={CONNECTIONS}"
        self._run("pg_ctl", "start", "--wait", "-o", options, "-l", f"{self.folder}/log")

    def end(self) -> None:
        """As if the power had failed: nothing is finished, and nobody is told."""
        self._run("pg_ctl", "stop", "--mode=immediate")

    def signal(self, number: int) -> None:
        """To all of its processes, the one that begins others first."""
        first = int((self.folder / "postmaster.pid").read_text().split()[0])
        os.kill(first, number)
        for pid in Path(f"/proc/{first}/task/{first}/children").read_text().split():
            with suppress(ProcessLookupError):
                os.kill(int(pid), number)

    def _run(self, program: str, *arguments: str) -> None:
        place = subprocess.run(["pg_config", "--bindir"], capture_output=True, text=True, check=True).stdout.strip()
        command = [f"{place}/{program}", "-D", str(self.folder), *arguments]
        if os.geteuid() == 0:
            command = ["runuser", "-u", OWNER, "--", *command]
        # Not pipes, which the server would keep open.
        subprocess.run(command, cwd="/", check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@contextmanager
def cluster() -> Iterator[Cluster]:
    with tempfile.TemporaryDirectory() as folder:
        if os.geteuid() == 0:
            shutil.chown(folder, OWNER)
        made = Cluster(Path(folder))
        made.make()
        made.begin()
        try:
            yield made
        finally:
            with suppress(FileNotFoundError):  # of one that is not running just now
                made.signal(signal.SIGCONT)
                made.end()
