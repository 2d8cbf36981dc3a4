"""What wrk says of an address under load."""

import re
import subprocess
from typing import NamedTuple

CONNECTIONS = 16
MILLISECONDS = {"us": 0.001, "ms": 1, "s": 1_000, "m": 60_000}


class Load(NamedTuple):
    a_second: float
    p50: float
    p99: float
    errors: int  # of sockets: an answer that was never read


def load(address: str, seconds: float, *headers: str) -> Load:
    """Requests a second, and milliseconds."""
    with_headers = [part for header in headers for part in ("-H", header)]
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds:g}s", "--latency", *with_headers, address]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in said:
        raise SystemExit(f"{address} does not always answer 200")
    return understood(said)


def understood(said: str) -> Load:
    socket = re.search(r"Socket errors: (.*)", said)
    errors = sum(map(int, re.findall(r"\d+", socket[1]))) if socket else 0
    return Load(float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1]), _latency(said, 50), _latency(said, 99), errors)


def _latency(said: str, percent: int) -> float:
    number, unit = re.search(rf"^\s+{percent}%\s+([\d.]+)([a-z]+)\s*$", said, re.MULTILINE).groups()
    return float(number) * MILLISECONDS[unit]
