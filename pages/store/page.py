"""One page as it is sent, plain and compressed; a number that changes with every reader is put in when it is."""

import hashlib
import re
import struct
import zlib
from collections.abc import Mapping
from functools import lru_cache
from secrets import token_hex
from typing import NamedTuple, Protocol

Headers = Mapping[bytes, bytes]  # of a request, by names in small letters
MARK = f"number-{token_hex(16)}"  # stands in a page where its number belongs; nobody can write it into a text
_MARK = MARK.encode()
_GZIP_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
LONGEST = 200  # bytes of a header that are looked at
_ROUGHLY = 1_500  # bytes that Python takes for a page besides what is in it


class Meter(Protocol):
    """Where a page's number comes from."""

    def take(self, headers: Headers) -> int:
        """The number for this reader, who may move it."""

    def show(self) -> int:
        """The number for somebody who does not."""


class Lines(NamedTuple):
    """Headers that all answers of a page have, and the same as they are sent."""

    headers: list[tuple[bytes, bytes]]
    written: bytes

    @classmethod
    def of(cls, headers: list[tuple[bytes, bytes]]) -> "Lines":
        return cls(headers, b"".join(b"%s: %s\r\n" % header for header in headers))


class Answer(NamedTuple):
    status: int
    same: Lines
    own: list[tuple[bytes, bytes]]
    body: bytes

    @property
    def headers(self) -> list[tuple[bytes, bytes]]:
        return [*self.same.headers, *self.own]


@lru_cache(maxsize=256)
def accepts_gzip(accepted: bytes) -> bool:
    found = re.search(rb"\bgzip\b\s*(?:;\s*q=([0-9.]*))?", accepted)
    return found is not None and (found[1] is None or found[1].strip(b"0.") != b"")


class Page:
    """`headers` are those of every answer, but for what follows from the body."""

    __slots__ = (
        *("_not_changed", "_once_packed", "_once_size", "_plain", "_whole"),
        *("etag", "is_deaf", "meter", "state", "until"),
    )

    def __init__(self, content: bytes, headers: list[tuple[bytes, bytes]], meter: Meter | None = None):
        self._whole = Lines.of(headers)
        self._not_changed = Lines.of([(name, value) for name, value in headers if name in (b"cache-control", b"vary")])
        self.meter = meter
        self.is_deaf: bool | None = None  # whether no query leads away from this address; None: nobody asked yet
        self.state, self.until = None, 0.0  # under which it holds, and until when by time.monotonic()
        if meter:
            before, after = content.split(_MARK)
            self._plain, self.etag = (before, after), b""
        else:
            self._plain = content
            self.etag = b'"%s"' % hashlib.md5(content, usedforsecurity=False).hexdigest().encode()
        self._once_packed, self._once_size = None, 0

    @property
    def _packed(self) -> bytes | tuple[bytes, bytes, int]:
        """Takes as long as a query: not for who does not want it, unless the page is kept."""
        if self._once_packed is None:
            self._once_packed = _pack_around(*self._plain) if self.meter else zlib.compress(self._plain, wbits=31)
        return self._once_packed

    @property
    def size(self) -> int:
        """In bytes, packed and plain."""
        if not self._once_size:
            parts = [*self._plain, *self._packed[:2]] if self.meter else [self._plain, self._packed]
            self._once_size = _ROUGHLY + sum(map(len, parts)) + 4 * len(self._whole.written)
        return self._once_size

    def answer(self, asked: Headers, *, is_head: bool = False, is_counted: bool = True) -> Answer:
        is_packed = accepts_gzip(asked.get(b"accept-encoding", b"")[:LONGEST])
        if self.meter:
            number = self.meter.take(asked) if is_counted and not is_head else self.meter.show()
            return self._sent(self._with_number(b"%d" % number, is_packed), is_packed, is_head, b"")
        etag = b"W/" + self.etag if is_packed else self.etag
        if b"if-none-match" in asked and self._is_known(asked[b"if-none-match"]):
            return Answer(304, self._not_changed, [(b"etag", etag)], b"")
        return self._sent(self._packed if is_packed else self._plain, is_packed, is_head, etag)

    def _sent(self, body: bytes, is_packed: bool, is_head: bool, etag: bytes) -> Answer:
        headers = [(b"content-length", b"%d" % len(body))]
        if is_packed:
            headers.append((b"content-encoding", b"gzip"))
        if etag:
            headers.append((b"etag", etag))
        return Answer(200, self._whole, headers, b"" if is_head else body)

    def _is_known(self, tags: bytes) -> bool:
        """Compared weakly: packed or not is the same page."""
        return tags.strip() == b"*" or self.etag in (tag.strip().removeprefix(b"W/") for tag in tags.split(b","))

    def _with_number(self, number: bytes, is_packed: bool) -> bytes:
        before, after = self._plain
        if not is_packed:
            return b"".join((before, number, after))
        packed_before, packed_after, checksum = self._packed
        length = len(number)
        stored = struct.pack("<BHH", 0, length, 0xFFFF - length)  # a block of deflate that is not compressed
        end = struct.pack("<II", zlib.crc32(after, zlib.crc32(number, checksum)), len(before) + length + len(after))
        return b"".join((packed_before, stored, number, packed_after, end))


def _pack_around(before: bytes, after: bytes) -> tuple[bytes, bytes, int]:
    """Two parts between which a block may be put, and the checksum of the first."""
    first, second = zlib.compressobj(wbits=-15), zlib.compressobj(wbits=-15)
    head = _GZIP_HEAD + first.compress(before) + first.flush(zlib.Z_FULL_FLUSH)
    return head, second.compress(after) + second.flush(), zlib.crc32(before)
