"""The shared brushes of the sample pictures: sheets, washes, shapes, ridges, glows and reflections."""

import math
from dataclasses import dataclass
from random import Random

from PIL import Image, ImageDraw, ImageFilter

INK = (22, 34, 46)
COBALT = (28, 79, 156)
SKY = (143, 184, 245)
AMBER = (242, 163, 58)
PAPER = (245, 242, 234)
MIST = (223, 231, 238)
PINE = (47, 107, 94)

UNITS = 1600  # a sheet is this many units wide, whatever its size in pixels
OVERSAMPLE = 2


@dataclass
class Sheet:
    """A picture under way: the oversampled image, its pen and its own dice."""

    image: Image.Image
    pen: ImageDraw.ImageDraw
    unit: float
    tall: float
    dice: Random


def new_sheet(name, width, ratio, mode="RGB"):
    size = (width * OVERSAMPLE, round(width * ratio) * OVERSAMPLE)
    image = Image.new(mode, size, PAPER if mode == "RGB" else (0, 0, 0, 0))
    return Sheet(image, ImageDraw.Draw(image, "RGBA"), size[0] / UNITS, UNITS * ratio, Random(name))


def finish(sheet):
    wide, tall = sheet.image.size
    return sheet.image.resize((wide // OVERSAMPLE, tall // OVERSAMPLE), Image.Resampling.LANCZOS)


def mix(one, other, part):
    return tuple(round(a + (b - a) * part) for a, b in zip(one, other, strict=True))


def sheer(colour, opacity):
    return (*colour[:3], round(255 * opacity))


def ramp(colours, part):
    """Return the colour at part (0..1) of the way through evenly spaced colours."""
    spot = min(max(part, 0), 1) * (len(colours) - 1)
    index = min(int(spot), len(colours) - 2)
    return mix(colours[index], colours[index + 1], spot - index)


def place(sheet, points):
    return [(x * sheet.unit, y * sheet.unit) for x, y in points]


def pixels(sheet, *lengths):
    return tuple(round(length * sheet.unit) for length in lengths)


def shape(sheet, points, colour):
    sheet.pen.polygon(place(sheet, points), fill=colour)


def line(sheet, points, colour, width=2.0):
    sheet.pen.line(place(sheet, points), fill=colour, width=max(1, round(width * sheet.unit)), joint="curve")


def dashes(sheet, start, end, colour, width=2.0, step=14.0):
    (x1, y1), (x2, y2) = start, end
    count = max(1, int(math.dist(start, end) / step))
    for index in range(count):
        a, b = index / count, (index + 0.5) / count
        ends = [(x1 + (x2 - x1) * part, y1 + (y2 - y1) * part) for part in (a, b)]
        line(sheet, ends, colour, width)


def box(sheet, x, y, wide, tall, colour, bend=0.0):
    corners = [x * sheet.unit, y * sheet.unit, (x + wide) * sheet.unit, (y + tall) * sheet.unit]
    sheet.pen.rounded_rectangle(corners, bend * sheet.unit, fill=colour)


def oval(sheet, x, y, wide, tall, colour):
    corners = place(sheet, [(x - wide, y - tall), (x + wide, y + tall)])
    sheet.pen.ellipse(corners, fill=colour)


def disc(sheet, x, y, radius, colour):
    oval(sheet, x, y, radius, radius, colour)


def arc(sheet, x, y, radius, start, end, colour, width=2.0):
    corners = place(sheet, [(x - radius, y - radius), (x + radius, y + radius)])
    sheet.pen.arc(corners, start, end, fill=colour, width=max(1, round(width * sheet.unit)))


def ring(sheet, x, y, radius, colour, width=2.0):
    arc(sheet, x, y, radius, 0, 360, colour, width)


def strip(colours, size, across=False):
    """Return an image of this size that runs through the colours, downwards or across."""
    steps = Image.new("RGB", (256, 1) if across else (1, 256))
    steps.putdata([ramp(colours, index / 255) for index in range(256)])
    return steps.resize(size, Image.Resampling.BILINEAR)


def wash(sheet, colours, top=0.0, bottom=None):
    bottom = sheet.tall if bottom is None else bottom
    start, end = pixels(sheet, top, bottom)
    sheet.image.paste(strip(colours, (sheet.image.width, end - start)), (0, start))


def fill(sheet, points, colours, across=False):
    """Fill a polygon with a gradient that spans its own height (or width)."""
    spots = place(sheet, points)
    left, top = (max(0, int(min(values))) for values in zip(*spots, strict=True))
    right = min(sheet.image.width, int(max(x for x, _ in spots)) + 1)
    bottom = min(sheet.image.height, int(max(y for _, y in spots)) + 1)
    mask = Image.new("1", (right - left, bottom - top))
    ImageDraw.Draw(mask).polygon([(x - left, y - top) for x, y in spots], fill=1)
    sheet.image.paste(strip(colours, mask.size, across), (left, top), mask)


def glow(sheet, x, y, radius, colour, strength=1.0):
    edge = 180  # what radial_gradient gives at the middle of a side; only its corners reach 255
    falloff = [round(255 * strength * max(0, 1 - value / edge) ** 2) for value in range(256)]
    left, top, side = pixels(sheet, x - radius, y - radius, radius * 2)
    mask = Image.radial_gradient("L").point(falloff).resize((side, side), Image.Resampling.BICUBIC)
    sheet.image.paste(colour, (left, top), mask)


def haze(sheet, top, bottom, colour, strengths):
    """Lay a horizontal veil whose opacity runs evenly through the strengths."""
    start, end = pixels(sheet, top, bottom)
    levels = strip([(round(255 * strength),) * 3 for strength in strengths], (1, end - start))
    mask = levels.getchannel(0).resize((sheet.image.width, end - start))
    sheet.image.paste(colour, (0, start), mask)


def shadow(sheet, points, strength=0.3, soften=14.0, colour=INK):
    """Lay a soft shadow of a polygon; it is blurred small, which no eye can tell and is far quicker."""
    small = 8
    wide, tall = (side // small for side in sheet.image.size)
    mask = Image.new("L", (wide, tall))
    spots = [(x / small, y / small) for x, y in place(sheet, points)]
    ImageDraw.Draw(mask).polygon(spots, fill=round(255 * strength))
    mask = mask.filter(ImageFilter.GaussianBlur(soften * sheet.unit / small))
    reach = mask.getbbox()
    if reach:
        whole = tuple(side * small for side in reach)
        size = (whole[2] - whole[0], whole[3] - whole[1])
        sheet.image.paste(colour, whole[:2], mask.crop(reach).resize(size, Image.Resampling.BILINEAR))


def ridge(sheet, base, rise, waves=5, step=8):
    """Return a rolling skyline from edge to edge, a sum of ever finer sines."""
    parts = [(rise / (n + 1), (n + 1) * 1.3 + sheet.dice.random(), sheet.dice.random() * 7) for n in range(waves)]
    spots = []
    for x in range(-40, UNITS + 48, step):
        swell = sum(high * math.sin(x / UNITS * fast * math.pi + turn) for high, fast, turn in parts)
        spots.append((x, base - swell))
    return spots


def under(sheet, skyline):
    return [*skyline, (UNITS + 50, sheet.tall + 10), (-50, sheet.tall + 10)]


def height_at(skyline, x):
    return min(skyline, key=lambda spot: abs(spot[0] - x))[1]


def reflect(sheet, horizon, tint, strength=0.45, ripple=5.0):
    """Mirror what stands above the horizon into the water below it, broken by ripples."""
    line_y = round(horizon * sheet.unit)
    wide, depth = sheet.image.width, sheet.image.height - line_y
    mirror = sheet.image.crop((0, max(0, line_y - depth), wide, line_y)).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    mirror = Image.blend(mirror, Image.new("RGB", mirror.size, tint), strength)
    sheet.image.paste(mirror, (0, line_y))
    band, shift = max(2, round(3 * sheet.unit)), 0.0
    for top in range(0, mirror.height, band):
        reach = ripple * sheet.unit * (0.3 + top / mirror.height)
        shift = shift * 0.72 + sheet.dice.uniform(-reach, reach)
        sheet.image.paste(mirror.crop((0, top, wide, top + band)), (round(shift), line_y + top))


def glints(sheet, top, colour, count=70):
    """Scatter short strokes of light on water, longer and sparser towards the viewer."""
    for _ in range(count):
        near = sheet.dice.random() ** 1.5
        y = top + near * (sheet.tall - top)
        x, long = sheet.dice.uniform(0, UNITS), 14 + near * 90
        box(sheet, x, y, long, 1.4 + near * 2, sheer(colour, 0.10 + 0.22 * sheet.dice.random()), 1)


def iso(view, x, y, z=0.0):
    """Project a point of an isometric view given as (left, top, size of one step)."""
    left, top, size = view
    return left + (x - y) * 0.866 * size, top + (x + y) * 0.5 * size - z * size


def iso_floor(view, x, y, wide, deep, z=0.0):
    corners = ((x, y), (x + wide, y), (x + wide, y + deep), (x, y + deep))
    return [iso(view, a, b, z) for a, b in corners]


def iso_box(sheet, view, at, size, colour, light=0.25, dark=0.32):
    """Draw a block from its near-bottom corner at (x, y, z): lit top, plain left, dark right."""
    (x, y, z), (wide, deep, tall) = at, size
    top = iso_floor(view, x, y, wide, deep, z + tall)
    foot = iso_floor(view, x, y, wide, deep, z)
    shape(sheet, [top[3], top[2], foot[2], foot[3]], mix(colour, INK, dark * 0.4))
    shape(sheet, [top[2], top[1], foot[1], foot[2]], mix(colour, INK, dark))
    shape(sheet, top, mix(colour, (255, 255, 255), light))
