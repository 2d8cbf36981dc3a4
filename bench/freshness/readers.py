"""A process of readers, who ask for pages all the time, each in his own way, and note what they were shown."""

import asyncio
import json
import random
import re
import sys
import time
import zlib
from pathlib import Path
from typing import NamedTuple

from bench import wire
from bench.freshness.stock import Place, places
from bench.freshness.things import OFF, ON, SHOWN, STAMP

PAUSE = 0.02  # seconds at an average, so that readers leave something of the machine to the rest
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
MARK = re.compile(rb"Fg\d+x\d+f")
CARD = b'<article class="card'
PINNED = re.compile(rb"/hm-a(\d+)/")
SLUG = re.compile(rb"/news/(\d+)/hm-a\d+/")
CLICKS = re.compile(rb"Click:(\d+)<")
OURS = (b"/admin/", b"staffsecret", b"csrfmiddlewaretoken")  # what only staff are given
PLACES = places()


class Noted(NamedTuple):
    """One answer; `shown` is the number of a list of claims, `clicks` -1 if it told none."""

    sent: float
    ended: float
    place: int
    reader: int
    is_staff: bool
    status: int
    shown: int
    clicks: int


class Notes:
    def __init__(self, process: int):
        self.process = process
        self.answers: list[Noted] = []
        self.foreign: list[str] = []
        self.broken: list[str] = []
        self._known: dict[tuple[str, ...], int] = {}
        self._marks = 0

    def number(self, claims: tuple[str, ...]) -> int:
        """Most answers show what another one showed."""
        return self._known.setdefault(claims, len(self._known))

    def mark(self) -> str:
        """Something of one reader's that nobody else may ever see."""
        self._marks += 1
        return f"Fg{self.process}x{self._marks}f"

    def keep(self, file: Path) -> None:
        told = {"answers": self.answers, "claims": list(self._known), "foreign": self.foreign, "broken": self.broken}
        file.write_text(json.dumps(told))


class Reader:
    def __init__(self, number: int, port: int, notes: Notes, session: str = ""):
        self.number, self.port, self.notes, self.session = number, port, notes, session
        self._kept: dict[tuple[int, bool], tuple[str, int]] = {}  # ETag and claims, by place and coding

    async def read(self, stop: Path) -> None:
        while not stop.exists():
            place = random.randrange(len(PLACES))
            try:
                await self._ask(place)
            except wire.BROKEN as error:
                self.notes.broken.append(f"{PLACES[place].path}: {error!r}")
            await asyncio.sleep(random.uniform(0, 2 * PAUSE))

    async def _ask(self, place: int) -> None:
        is_packed, mark = random.random() < 0.5, self.notes.mark()
        path, headers = self._marked(PLACES[place].path, mark)
        headers |= {"Accept-Encoding": "gzip"} if is_packed else {}
        kept = self._kept.get((place, is_packed)) if random.random() < 0.7 else None
        headers |= {"If-None-Match": kept[0]} if kept else {}
        sent = time.time()
        answer = await wire.ask(self.port, "GET", path, headers)
        ended = time.time()
        body = zlib.decompress(answer.body, 47) if answer.header("content-encoding") == "gzip" else answer.body
        self._look_for_others(answer, body, mark, path)
        if answer.status == 304 and kept:
            shown, clicks = kept[1], -1
        else:
            shown = self.notes.number(claims(PLACES[place], answer.status, body))
            found = CLICKS.search(body) if answer.status == 200 and PLACES[place].article else None
            clicks = int(found[1]) if found else -1
            self._kept[place, is_packed] = (answer.header("etag"), shown)
            if not answer.header("etag"):
                del self._kept[place, is_packed]
        who = (self.number, bool(self.session))
        self.notes.answers.append(Noted(sent, ended, place, *who, answer.status, shown, clicks))

    def _marked(self, path: str, mark: str) -> tuple[str, dict[str, str]]:
        """Staff have their session; of others every second has something of his own about him."""
        headers = {"User-Agent": BROWSER, "Connection": "close"}
        if self.session:
            return path, headers | {"Cookie": f"session={self.session}", "Referer": f"http://{mark}.example/"}
        way = random.randrange(8)
        if way == 0:
            return f"{path}{'&' if '?' in path else '?'}utm_source={mark}", headers
        more = {1: {"Cookie": f"visit={mark}"}, 2: {"Referer": f"http://{mark}.example/"}}
        more[3] = {"User-Agent": f"{BROWSER} {mark}"}
        return path, headers | more.get(way, {})

    def _look_for_others(self, answer: wire.Answer, body: bytes, mark: str, path: str) -> None:
        head = "\n".join(f"{name}: {value}" for name, value in answer.headers)
        whole = head.encode() + b"\n" + body
        found = [one.decode() for one in set(MARK.findall(whole)) if one != mark.encode()]
        if not self.session:
            found += [one.decode() for one in OURS if one in whole]
            found += ["a cookie"] if answer.header("set-cookie") else []
        self.notes.foreign += [f"{path}: {one}" for one in found]


def claims(place: Place, status: int, body: bytes) -> tuple[str, ...]:
    """What an answer says of things, as “a101=7”; “a101=” where it says that there is no such thing to be seen."""
    if place.kind == "map":
        found = {f"s{number.decode()}={SHOWN}" for number in SLUG.findall(body)}
    else:
        found = {f"{thing.decode()}={version.decode()}" for thing, version in STAMP.findall(body)}
    if place.kind == "list":
        found |= set(_pins(body))
    expected = place.told if status == 200 else place.missing or []
    seen = {one.partition("=")[0] for one in found}
    return tuple(sorted(found | {f"{thing}=" for thing in expected if thing not in seen}))


def _pins(body: bytes) -> list[str]:
    cards = [part.partition(b"</article>")[0] for part in body.split(CARD)[1:]]
    named = [(PINNED.search(card), b'class="pin"' in card) for card in cards]
    return [f"k{found[1].decode()}={ON if is_pinned else OFF}" for found, is_pinned in named if found]


async def main() -> None:
    process, port, count, session, stop, file = sys.argv[1:]
    notes = Notes(int(process))
    first = int(process) * 100
    readers = [Reader(first + number, int(port), notes) for number in range(int(count))]
    readers.append(Reader(first + int(count), int(port), notes, session))
    await asyncio.gather(*(reader.read(Path(stop)) for reader in readers))
    notes.keep(Path(file))


if __name__ == "__main__":
    asyncio.run(main())
