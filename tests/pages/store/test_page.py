"""What is sent, plain and compressed."""

import gzip
import zlib

import pytest

from pages.store.page import MARK, Page, accepts_gzip


class Fixed:
    def __init__(self, number: int):
        self.number = number

    def take(self, headers):
        return self.number

    show = take


@pytest.mark.parametrize("around", [("", ""), ("a" * 70_000, "b"), ("é…", "中文" * 9_000)])
@pytest.mark.parametrize("number", [0, 1, 9, 10, 255, 256, 65_535, 10**12])
def test_a_number_is_put_into_what_is_compressed_already(around, number):
    page = Page(MARK.join(around).encode(), [], Fixed(number))
    plain = page.answer({})
    packed = page.answer({b"accept-encoding": b"br, gzip"})
    assert plain.body.decode() == f"{number}".join(around)
    assert gzip.decompress(packed.body) == plain.body
    assert zlib.decompress(packed.body, wbits=31) == plain.body
    assert dict(packed.headers)[b"content-length"] == b"%d" % len(packed.body)
    assert dict(packed.headers)[b"content-encoding"] == b"gzip"


@pytest.mark.parametrize(
    ("accepted", "is_so"),
    [
        *((b"gzip", True), (b"gzip, deflate, br", True), (b"br;q=1, gzip;q=0.5", True), (b"gzip;q=0", False)),
        *((b"", False), (b"identity", False), (b"gzip; q=0.000", False), (b"x-gzipped", False), (b"br", False)),
    ],
)
def test_compressed_is_sent_to_those_who_take_it(accepted, is_so):
    assert accepts_gzip(accepted) is is_so
