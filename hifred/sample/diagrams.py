"""The pictures of machines and measurements: bearings, boards, racks, spectra, charts and orbits."""

import math
from itertools import pairwise

from PIL import Image, ImageChops, ImageFilter

from .brushes import (
    AMBER,
    COBALT,
    INK,
    MIST,
    PAPER,
    PINE,
    SKY,
    UNITS,
    arc,
    box,
    dashes,
    disc,
    fill,
    glow,
    haze,
    iso,
    iso_box,
    iso_floor,
    line,
    mix,
    oval,
    pixels,
    place,
    ramp,
    ring,
    shadow,
    shape,
    sheer,
    wash,
)

WHITE = (255, 255, 255)
NIGHT = mix(INK, (0, 0, 0), 0.25)
HEAT = [NIGHT, mix(INK, COBALT, 0.5), COBALT, SKY, mix(AMBER, PAPER, 0.25), AMBER, PAPER]


def bearing_waveform(sheet):
    wash(sheet, [PAPER, mix(PAPER, MIST, 0.8)])
    rule(sheet, 40, sheer(COBALT, 0.07))
    impact_trace(sheet, 450, 170, sheer(SKY, 0.55), 8, 34)
    impact_trace(sheet, 450, 250, COBALT, 5, 0)
    bearing(sheet, 390, 450, 300)
    for beat in range(4):
        x = 800 + beat * 212
        disc(sheet, x, 128, 9, AMBER)
        dashes(sheet, (x, 146), (x, 770), sheer(AMBER, 0.75), 2.4, 16)


def rule(sheet, step, colour):
    for x in range(step, UNITS, step):
        box(sheet, x, 0, 1.4, sheet.tall, colour)
    for y in range(step, int(sheet.tall), step):
        box(sheet, 0, y, UNITS, 1.4, colour)


def impact_trace(sheet, middle, high, colour, width, lag):
    spots = []
    for x in range(640, UNITS + 10, 2):
        since = (x - 800 - lag) % 212
        ring_down = math.exp(-since / 52) * math.sin(since / 4.6)
        spots.append((x, middle - high * ring_down - 10 * math.sin(x / 31)))
    line(sheet, spots, colour, width)


def bearing(sheet, x, y, radius):
    spots = [(x + 18 + math.cos(t / 10) * radius, y + 30 + math.sin(t / 10) * radius) for t in range(63)]
    shadow(sheet, spots, 0.32, 26)
    disc(sheet, x, y, radius, COBALT)
    ring(sheet, x, y, radius, mix(COBALT, SKY, 0.35), 10)
    disc(sheet, x, y, radius * 0.82, mix(COBALT, INK, 0.62))
    for index in range(11):
        angle = (index + 0.1) * math.tau / 11
        ball(
            sheet,
            x + math.cos(angle) * radius * 0.685,
            y + math.sin(angle) * radius * 0.685,
            radius * 0.125,
            index == 10,
        )
    disc(sheet, x, y, radius * 0.55, mix(SKY, COBALT, 0.25))
    ring(sheet, x, y, radius * 0.55, mix(SKY, PAPER, 0.5), 7)
    disc(sheet, x, y, radius * 0.36, mix(PAPER, MIST, 0.6))
    ring(sheet, x, y, radius * 0.36, mix(COBALT, INK, 0.3), 6)
    box(sheet, x - 18, y - radius * 0.41, 36, 34, mix(PAPER, MIST, 0.6))
    glow(sheet, x - 150, y - 180, 230, WHITE, 0.28)


def ball(sheet, x, y, radius, hot):
    colour = AMBER if hot else MIST
    disc(sheet, x, y, radius, mix(colour, INK, 0.28))
    disc(sheet, x - radius * 0.07, y - radius * 0.07, radius * 0.9, colour)
    disc(sheet, x - radius * 0.3, y - radius * 0.34, radius * 0.28, mix(colour, WHITE, 0.75))
    if hot:
        for reach in (1.5, 1.9):
            ring(sheet, x, y, radius * reach, sheer(AMBER, 0.75), 4)


def circuit_city(sheet):
    wash(sheet, [mix(PINE, INK, 0.72), mix(PINE, INK, 0.5), mix(INK, COBALT, 0.2)])
    view = (800, -150, 58)
    traces(sheet, view)
    glow(sheet, 800, 470, 420, COBALT, 0.55)
    blocks = chips(sheet)
    for spot, size, colour in sorted(blocks, key=lambda block: sum(block[0][:2]) + sum(block[1][:2]) / 2):
        chip(sheet, view, spot, size, colour)


def traces(sheet, view):
    for _ in range(150):
        x, y = sheet.dice.randrange(-6, 30), sheet.dice.randrange(-6, 30)
        spots = [(x, y)]
        for _ in range(sheet.dice.randrange(2, 5)):
            long = sheet.dice.randrange(1, 5)
            dx, dy = sheet.dice.choice(((1, 0), (0, 1), (1, 0), (0, 1), (1, 1)))
            x, y = x + dx * long, y + dy * long
            spots.append((x, y))
        hot = sheet.dice.random() < 0.13
        tone = AMBER if hot else mix(PINE, SKY, sheet.dice.choice((0.0, 0.08, 0.22)))
        line(sheet, [iso(view, a, b) for a, b in spots], tone, 4 if hot else 3)
        for end in (spots[0], spots[-1]):
            pad = iso(view, *end)
            oval(sheet, *pad, 9, 5.4, tone)
            oval(sheet, *pad, 4, 2.4, INK)


def chips(sheet):
    """Return the blocks of the city as (spot, size, colour), the big processor in the middle."""
    blocks = [
        ((8.6, 8.6, 0), (5.2, 5.2, 0.7), mix(INK, COBALT, 0.55)),
        ((9.6, 9.6, 0.7), (3.2, 3.2, 0.5), COBALT),
    ]
    taken = {(x, y) for x in range(7, 15) for y in range(7, 15)}
    for _ in range(320):
        x, y = sheet.dice.randrange(-6, 28), sheet.dice.randrange(-6, 28)
        wide, deep = sheet.dice.choice(((2, 1), (1, 2), (2, 2), (1, 1), (1, 3)))
        cells = {(x + a, y + b) for a in range(-1, wide + 1) for b in range(-1, deep + 1)}
        if cells & taken:
            continue
        taken |= cells
        tone = sheet.dice.choice((COBALT, SKY, PINE, PINE, MIST, mix(INK, COBALT, 0.4), AMBER))
        blocks.append(((x, y, 0), (wide * 0.82, deep * 0.82, sheet.dice.choice((0.3, 0.5, 0.8, 1.2))), tone))
    return blocks


def chip(sheet, view, spot, size, colour):
    (x, y, z), (wide, deep, tall) = spot, size
    fall = iso_floor(view, x + 0.15, y + 0.15, wide + tall * 0.55, deep, z)
    shape(sheet, fall, sheer((0, 0, 0), 0.28))
    for step in range(int(wide / 0.4)):
        pin = iso_floor(view, x + 0.12 + step * 0.4, y + deep, 0.16, 0.28, z)
        shape(sheet, pin, mix(AMBER, PAPER, 0.45))
    for step in range(int(deep / 0.4)):
        pin = iso_floor(view, x + wide, y + 0.12 + step * 0.4, 0.28, 0.16, z)
        shape(sheet, pin, mix(AMBER, PAPER, 0.3))
    iso_box(sheet, view, spot, size, colour, 0.16, 0.45)
    inset = iso_floor(view, x + wide * 0.16, y + deep * 0.16, wide * 0.68, deep * 0.68, z + tall)
    shape(sheet, inset, sheer(WHITE, 0.12))
    dot = iso(view, x + wide * 0.22, y + deep * 0.78, z + tall)
    oval(sheet, *dot, 6, 3.6, AMBER if colour != AMBER else INK)


def contour_map(sheet):
    heights = relief(sheet)
    bands = [index * 11 // 256 for index in range(256)]
    tones = [
        mix(COBALT, INK, 0.45),
        COBALT,
        mix(COBALT, SKY, 0.55),
        SKY,
        MIST,
        PAPER,
        mix(PAPER, AMBER, 0.28),
        AMBER,
    ]
    full = heights.resize(sheet.image.size, Image.Resampling.BICUBIC).point(bands)
    full.putpalette([part for band in range(11) for part in ramp(tones, band / 10)])
    sheet.image.paste(full.convert("RGB"))
    drop_shade(sheet, heights.point([band * 23 for band in bands]))
    survey(sheet)


def relief(sheet):
    """Return a small grey height field of three octaves of noise, stretched to the full range."""
    size = (960, round(960 * sheet.tall / UNITS))
    field = Image.new("L", size)
    for cells, weight in ((5, 0.0), (9, 0.36), (17, 0.13)):
        grid = Image.new("L", (cells, max(3, cells * 9 // 16)))
        grid.putdata([sheet.dice.randrange(48, 208) for _ in range(grid.width * grid.height)])
        layer = grid.resize(size, Image.Resampling.BICUBIC)
        field = Image.blend(field, layer, weight) if weight else layer
    low, high = field.getextrema()
    field = field.filter(ImageFilter.GaussianBlur(9))
    return field.point([max(0, min(255, round((v - low) * 255 / (high - low)))) for v in range(256)])


def drop_shade(sheet, steps):
    """Darken every band beside a higher one, as if the bands were sheets of card lit from the top left."""
    moved = steps.transform(steps.size, Image.Transform.AFFINE, (1, 0, -5, 0, 1, -7))
    shade = ImageChops.subtract(moved, steps).point([min(120, v * 4) for v in range(256)])
    shade = shade.filter(ImageFilter.GaussianBlur(4))
    keep = ImageChops.subtract(moved, steps).filter(ImageFilter.MaxFilter(3)).point([0] + [255] * 255)
    shade = ImageChops.multiply(shade, keep.filter(ImageFilter.GaussianBlur(1)))
    sheet.image.paste(INK, (0, 0), shade.resize(sheet.image.size, Image.Resampling.BILINEAR))


def survey(sheet):
    stops = [(210, 690), (430, 560), (640, 610), (860, 430), (1090, 470), (1330, 250)]
    for start, end in pairwise(stops):
        dashes(sheet, start, end, INK, 4, 18)
    for index, (x, y) in enumerate(stops):
        last = index == len(stops) - 1
        disc(sheet, x + 3, y + 5, 17 + 9 * last, sheer(INK, 0.3))
        disc(sheet, x, y, 16 + 9 * last, PAPER)
        disc(sheet, x, y, 9 + 6 * last, AMBER if last else INK)


def edge_stack(sheet):
    wash(sheet, [mix(MIST, SKY, 0.35), MIST, PAPER])
    view = (800, 232, 60)
    for step in range(-8, 20):
        line(sheet, [iso(view, step, -8), iso(view, step, 20)], sheer(COBALT, 0.10), 1.6)
        line(sheet, [iso(view, -8, step), iso(view, 20, step)], sheer(COBALT, 0.10), 1.6)
    nodes = [(-3.6, 3.4), (0.4, 8.6), (8.6, 0.2), (10.2, 5.2), (5, 10.6), (12.4, 0.4), (-2.6, 11), (10.6, -4)]
    for x, y in nodes:
        feed(sheet, view, x, y)
    floor = iso_floor(view, 2.4, 2.4, 5.6, 5.6)
    shadow(sheet, [(x + 20, y + 26) for x, y in floor], 0.5, 30)
    for x, y in sorted(nodes, key=sum):
        node(sheet, view, x, y)
    tones = [mix(INK, COBALT, 0.3), COBALT, mix(COBALT, SKY, 0.55), mix(PAPER, MIST, 0.3)]
    for level, tone in enumerate(tones):
        gateway(sheet, view, level * 1.28, tone)
    beacon(sheet, view, len(tones) * 1.28)


def feed(sheet, view, x, y):
    mid = (x + 0.4, 5.2) if abs(x - 5) > abs(y - 5) else (5.2, y + 0.4)
    path = [iso(view, x + 0.4, y + 0.4), iso(view, *mid), iso(view, 5.2, 5.2)]
    line(sheet, path, AMBER, 4)


def node(sheet, view, x, y):
    fall = iso_floor(view, x + 0.2, y + 0.1, 1.3, 0.9)
    shadow(sheet, fall, 0.35, 7)
    iso_box(sheet, view, (x, y, 0), (0.9, 0.9, 0.55), mix(PAPER, MIST, 0.4), 0.3, 0.25)
    iso_box(sheet, view, (x + 0.22, y + 0.22, 0.55), (0.46, 0.46, 0.18), PINE, 0.15)


def gateway(sheet, view, z, colour):
    iso_box(sheet, view, (2.6, 2.6, z), (5, 5, 0.92), colour, 0.14, 0.4)
    for fin in range(9):
        x = 2.9 + fin * 0.52
        shape(sheet, iso_floor(view, x, 2.9, 0.2, 4.4, z + 0.92), sheer(INK, 0.16))
    for port in range(5):
        foot, head = (iso(view, 3.1 + port * 0.62, 7.6, z + high) for high in (0.22, 0.58))
        side = (0.42 * 0.866 * view[2], 0.42 * 0.5 * view[2])
        slot = [foot, head, (head[0] + side[0], head[1] + side[1]), (foot[0] + side[0], foot[1] + side[1])]
        shape(sheet, slot, mix(colour, INK, 0.72))
    for lamp_x in range(3):
        disc(sheet, *iso(view, 6.5 + lamp_x * 0.32, 7.6, z + 0.42), 5, AMBER if lamp_x == 1 else PAPER)
    for slat in range(8):
        start, end = (iso(view, 7.6, 7.1 - slat * 0.55, z + high) for high in (0.2, 0.7))
        line(sheet, [start, end], sheer(INK, 0.35), 5)


def beacon(sheet, view, z):
    iso_box(sheet, view, (4.3, 4.3, z), (1.6, 1.6, 0.5), AMBER, 0.25, 0.3)
    x, y = iso(view, 5.1, 5.1, z + 0.5)
    box(sheet, x - 3, y - 44, 6, 44, INK, 3)
    disc(sheet, x, y - 48, 8, INK)
    for radius in (26, 44, 62):
        arc(sheet, x, y - 48, radius, -40, 10, COBALT, 4)
        arc(sheet, x, y - 48, radius, 170, 220, COBALT, 4)


def spectrogram(sheet):
    wide, tall = 200, 112
    field = [[0.05 + 0.07 * sheet.dice.random() for _ in range(wide)] for _ in range(tall)]
    for column in range(wide):
        harmonics(field, column, wide, tall)
    small = Image.new("RGB", (wide, tall))
    small.putdata([ramp(HEAT, value) for row in reversed(field) for value in row])
    sheet.image.paste(small.resize(sheet.image.size, Image.Resampling.BICUBIC))
    for column in range(0, UNITS, 8):
        box(sheet, column, 0, 1.4, sheet.tall, sheer(NIGHT, 0.3))
    haze(sheet, 0, 200, NIGHT, [0.75, 0])
    haze(sheet, 760, 900, NIGHT, [0, 0.6])


def harmonics(field, column, wide, tall):
    """Add a machine's run-up to one column: rising orders, two fixed resonances, late sidebands."""
    part = column / wide
    speed = 5 + 10.5 / (1 + math.exp(-(part - 0.36) * 13))
    for order in range(1, 9):
        centre = speed * order
        gain = 0.86 / order**0.42
        for resonance in (38, 78):
            gain += 0.42 * math.exp(-(((centre - resonance) / 5) ** 2))
        if part > 0.66 and order > 2:
            for side in (-4.2, 4.2):
                spread(field, column, centre + side, 0.62 * min(1, (part - 0.66) * 6), tall)
        spread(field, column, centre, gain * (0.75 + 0.1 * math.sin(column * 0.7 + order)), tall)


def spread(field, column, centre, gain, tall):
    for row in range(max(0, int(centre) - 4), min(tall, int(centre) + 6)):
        field[row][column] += gain * math.exp(-(((row - centre) / 1.15) ** 2))


def warehouse_aisle(sheet):
    wash(sheet, [mix(INK, COBALT, 0.45), mix(COBALT, SKY, 0.45), MIST], 0, 430)
    wash(sheet, [MIST, mix(SKY, MIST, 0.4), mix(COBALT, SKY, 0.45)], 430, 900)
    glow(sheet, 800, 420, 430, PAPER, 0.95)
    ceiling(sheet)
    floor_lines(sheet)
    for bay in range(13, -1, -1):
        for side in (-1, 1):
            rack(sheet, side, 0.62 + bay * 0.36)
    carrier(sheet, 800, 640)


def deep_point(x, y, z):
    return 800 + x * 620 / z, 420 + y * 620 / z


def wall_piece(side, low, high, near, far, reach=0.92):
    spots = ((low, near), (high, near), (high, far), (low, far))
    return [deep_point(side * reach, y, z) for y, z in spots]


def rack(sheet, side, z):
    fog = min(0.9, max(0.0, (z - 0.8) / 5.2)) ** 0.8
    near, far = z, z + 0.36
    shape(sheet, wall_piece(side, -0.95, 0.62, near, far, 0.96), mix(mix(INK, COBALT, 0.3), MIST, fog))
    for level in range(5):
        low = 0.58 - level * 0.32
        load(sheet, side, low, near, fog)
        beam = wall_piece(side, low, low + 0.035, near, far)
        shape(sheet, beam, mix(AMBER, MIST, fog))
    shape(sheet, wall_piece(side, -0.95, 0.62, near, near + 0.022), mix(COBALT, MIST, fog))


def load(sheet, side, low, near, fog):
    tones = (PAPER, SKY, COBALT, PINE, mix(AMBER, PAPER, 0.45), MIST, mix(COBALT, INK, 0.3))
    spot = near + 0.035
    while spot < near + 0.33:
        long = sheet.dice.choice((0.09, 0.14, 0.2))
        end = min(spot + long, near + 0.345)
        tone = mix(sheet.dice.choice(tones), MIST, fog)
        high = low - sheet.dice.uniform(0.13, 0.26)
        shape(sheet, wall_piece(side, high, low, spot, end), tone)
        shape(sheet, wall_piece(side, high, high + 0.03, spot, end), mix(tone, INK, 0.14))
        spot = end + 0.012


def ceiling(sheet):
    for step in range(9, 0, -1):
        z = 0.7 + step * 0.5
        fog = min(1, step / 9)
        for x in (-0.36, 0.36):
            spots = [(x - 0.05, z), (x + 0.05, z), (x + 0.05, z + 0.3), (x - 0.05, z + 0.3)]
            shape(sheet, [deep_point(a, -0.82, b) for a, b in spots], mix(PAPER, MIST, fog * 0.5))


def floor_lines(sheet):
    for x in (-0.72, 0.72):
        stripe = [(x - 0.02, 0.6), (x + 0.02, 0.6), (x + 0.02, 9), (x - 0.02, 9)]
        shape(sheet, [deep_point(a, 0.62, b) for a, b in stripe], AMBER)
    for step in range(8):
        z = 0.75 + step * 0.5
        patch = [(-0.3, z), (0.3, z), (0.3, z + 0.26), (-0.3, z + 0.26)]
        shape(sheet, [deep_point(a, 0.62, b) for a, b in patch], sheer(PAPER, 0.22))


def carrier(sheet, x, y):
    oval(sheet, x, y + 100, 170, 16, sheer(INK, 0.35))
    box(sheet, x - 130, y + 40, 260, 54, mix(INK, COBALT, 0.3), 14)
    box(sheet, x - 130, y + 40, 260, 12, AMBER, 6)
    for dx in (-90, 90):
        disc(sheet, x + dx, y + 92, 17, NIGHT)
    box(sheet, x - 98, y - 62, 196, 100, mix(AMBER, PAPER, 0.3), 6)
    box(sheet, x - 98, y - 62, 196, 22, mix(AMBER, PAPER, 0.5), 6)
    box(sheet, x - 18, y - 62, 36, 100, mix(AMBER, PAPER, 0.72))
    box(sheet, x + 42, y - 6, 40, 28, COBALT, 4)
    disc(sheet, x, y + 70, 8, mix(AMBER, PAPER, 0.4))
    glow(sheet, x, y + 70, 60, AMBER, 0.7)
    for radius in (34, 54, 74):
        arc(sheet, x, y - 74, radius, 222, 318, COBALT, 5)


def rain_sensor(sheet):
    wash(sheet, [mix(INK, COBALT, 0.15), mix(INK, COBALT, 0.62), mix(COBALT, SKY, 0.25)])
    bokeh(sheet)
    rain(sheet, 150, 0.16, 1.4)
    pipe(sheet, 660)
    housing(sheet, 800, 590)
    rain(sheet, 120, 0.34, 2.6)
    splashes(sheet)


def bokeh(sheet):
    for _ in range(26):
        x, y = sheet.dice.uniform(0, UNITS), sheet.dice.uniform(40, 560)
        tone = sheet.dice.choice((SKY, SKY, AMBER, PAPER))
        disc(sheet, x, y, sheet.dice.uniform(16, 74), sheer(tone, sheet.dice.uniform(0.04, 0.13)))


def rain(sheet, count, opacity, width):
    for _ in range(count):
        x, y = sheet.dice.uniform(-40, UNITS + 140), sheet.dice.uniform(-60, 880)
        long = sheet.dice.uniform(30, 130)
        line(sheet, [(x, y), (x - long * 0.2, y + long)], sheer(PAPER, opacity * sheet.dice.random()), width)


def pipe(sheet, y):
    steel = [mix(MIST, INK, 0.15), PAPER, mix(MIST, INK, 0.25), mix(INK, COBALT, 0.45), INK]
    fill(sheet, [(0, y), (UNITS, y), (UNITS, y + 190), (0, y + 190)], steel)
    for x in (230, 1310):
        fill(sheet, [(x, y - 26), (x + 60, y - 26), (x + 60, y + 216), (x, y + 216)], steel)
        box(sheet, x + 28, y - 26, 4, 242, sheer(INK, 0.5))
        for bolt in range(4):
            box(sheet, x - 14, y + 4 + bolt * 52, 88, 16, mix(MIST, INK, 0.45), 5)


def housing(sheet, x, y):
    box(sheet, x - 150, y + 40, 300, 50, mix(INK, COBALT, 0.2), 10)
    box(sheet, x + 130, y - 400, 14, 160, INK, 7)
    disc(sheet, x + 137, y - 400, 11, AMBER)
    box(sheet, x - 198, y - 258, 396, 314, mix(MIST, INK, 0.35), 46)
    box(sheet, x - 192, y - 254, 384, 300, MIST, 42)
    box(sheet, x - 140, y - 236, 280, 264, PAPER, 26)
    for dx, dy in ((-166, -228), (166, -228), (-166, 20), (166, 20)):
        disc(sheet, x + dx, y + dy, 12, mix(MIST, INK, 0.35))
        line(sheet, [(x + dx - 7, y + dy - 5), (x + dx + 7, y + dy + 5)], INK, 3)
    readout(sheet, x, y - 140)
    lamps(sheet, x, y - 26)
    droplets(sheet, x, y)


def readout(sheet, x, y):
    box(sheet, x - 118, y - 74, 236, 134, mix(INK, COBALT, 0.22), 16)
    pulse = []
    for t in range(-98, 99, 2):
        pulse.append((x + t, y - 48 * math.exp(-(t**2) / 700) * math.sin(t / 6)))
    line(sheet, pulse, SKY, 5)


def lamps(sheet, x, y):
    glow(sheet, x + 70, y, 210, AMBER, 0.8)
    for dx, tone in ((-70, COBALT), (0, mix(SKY, COBALT, 0.3)), (70, AMBER)):
        disc(sheet, x + dx, y, 17, mix(tone, INK, 0.15))
        disc(sheet, x + dx, y, 13, tone)
        disc(sheet, x + dx - 4, y - 4, 4, mix(tone, WHITE, 0.7))


def droplets(sheet, x, y):
    """Bead the rim of the housing with drops, and leave what people read clear of them."""
    for _ in range(90):
        a, b = x + sheet.dice.uniform(-180, 180), y + sheet.dice.uniform(-240, 36)
        if abs(a - x) < 134 and y - 228 < b < y:
            continue
        size = sheet.dice.choice((2.5, 3.5, 5, 6))
        oval(sheet, a, b + 1.6, size, size * 1.25, sheer(COBALT, 0.35))
        oval(sheet, a, b, size * 0.85, size, sheer(PAPER, 0.85))
        disc(sheet, a - size * 0.25, b - size * 0.3, size * 0.3, WHITE)


def splashes(sheet):
    spots = [(60 + index * 118 + sheet.dice.uniform(-40, 40), 661) for index in range(14)]
    spots += [(650 + index * 62 + sheet.dice.uniform(-16, 16), 334) for index in range(6)]
    for x, y in spots:
        reach = sheet.dice.uniform(12, 22)
        for angle, far in ((-2.75, 0.8), (-2.2, 1.0), (-0.95, 1.05), (-0.4, 0.8)):
            tip = (x + math.cos(angle) * reach * far, y + math.sin(angle) * reach * far)
            line(sheet, [(x + math.cos(angle) * 5, y + math.sin(angle) * 3), tip], sheer(PAPER, 0.75), 2)
            disc(sheet, *tip, 2.2, sheer(PAPER, 0.9))
        disc(sheet, x + 1, y - reach * 1.3, 2.4, sheer(PAPER, 0.9))


def radar_arcs(sheet):
    wash(sheet, [NIGHT, INK, mix(INK, COBALT, 0.35)])
    x, y = 800, 800
    glow(sheet, x, y, 620, COBALT, 0.75)
    for step in range(32):
        wedge(sheet, x, y, 690, 232 + step * 1.9, 292, sheer(SKY, 0.012))
    for radius in range(90, 760, 50):
        ring(sheet, x, y, radius, sheer(SKY, 0.16), 1.6)
    bars(sheet, x, y)
    ticks(sheet, x, y, 724)
    blips(sheet, x, y)
    disc(sheet, x, y, 34, PAPER)
    disc(sheet, x, y, 20, AMBER)


def wedge(sheet, x, y, radius, start, end, colour):
    corners = place(sheet, [(x - radius, y - radius), (x + radius, y + radius)])
    sheet.pen.pieslice(corners, start, end, fill=colour)


def bars(sheet, x, y):
    tones = (COBALT, SKY, mix(COBALT, SKY, 0.5), PINE, AMBER, MIST, COBALT)
    for radius in range(115, 740, 50):
        angle = 184 + sheet.dice.uniform(0, 20)
        while angle < 350:
            long = min(sheet.dice.uniform(9, 52), 356 - angle)
            if sheet.dice.random() < 0.6:
                round_arc(sheet, x, y, radius, angle, angle + long, sheet.dice.choice(tones))
            angle += long + sheet.dice.uniform(6, 20) + 500 / radius


def round_arc(sheet, x, y, radius, start, end, colour, width=16):
    arc(sheet, x, y, radius + width / 2, start, end, colour, width)
    for angle in (start, end):
        turn = math.radians(angle)
        disc(sheet, x + math.cos(turn) * radius, y + math.sin(turn) * radius, width / 2, colour)


def ticks(sheet, x, y, radius):
    for step in range(121):
        turn = math.pi * (1 + step / 120)
        long = 22 if step % 10 == 0 else 9
        ends = [(x + math.cos(turn) * r, y + math.sin(turn) * r) for r in (radius + 20, radius + 20 + long)]
        line(sheet, ends, sheer(SKY, 0.6), 2.2)


def blips(sheet, x, y):
    for radius, angle in ((340, 283), (540, 262), (240, 245), (640, 287)):
        turn = math.radians(angle)
        a, b = x + math.cos(turn) * radius, y + math.sin(turn) * radius
        glow(sheet, a, b, 70, AMBER, 0.9)
        disc(sheet, a, b, 10, mix(AMBER, PAPER, 0.6))


def pump_room(sheet):
    wash(sheet, [mix(PAPER, MIST, 0.3), MIST], 0, 730)
    for y in range(0, 730, 73):
        box(sheet, 0, y, UNITS, 1.8, sheer(COBALT, 0.09))
        for x in range(-60 + (y // 73 % 2) * 60, UNITS, 120):
            box(sheet, x, y, 1.8, 73, sheer(COBALT, 0.09))
    wash(sheet, [mix(COBALT, INK, 0.45), mix(INK, COBALT, 0.15)], 730, 900)
    pipes(sheet)
    motor(sheet, 880, 470)
    volute(sheet, 600, 520)
    puck(sheet, 800, 404)
    gauge(sheet, 600, 196)
    gauge(sheet, 250, 410)


def tube(sheet, x, y, wide, tall):
    across = wide < tall
    tones = [mix(COBALT, INK, 0.3), mix(COBALT, SKY, 0.35), SKY, COBALT, mix(COBALT, INK, 0.5)]
    fill(sheet, [(x, y), (x + wide, y), (x + wide, y + tall), (x, y + tall)], tones, across)


def flange(sheet, x, y, wide, tall):
    box(sheet, x, y, wide, tall, mix(COBALT, INK, 0.55), 5)
    box(sheet, x + 3, y + 3, wide - 6, min(8, tall - 6), sheer(SKY, 0.5), 3)


def pipes(sheet):
    tube(sheet, 0, 480, 470, 84)
    tube(sheet, 560, 0, 84, 400)
    tube(sheet, 0, 96, 560, 60)
    tube(sheet, 644, 96, 960, 60)
    tube(sheet, 1420, 150, 60, 580)
    for x in (150, 440):
        flange(sheet, x, 462, 24, 120)
    for y in (66, 262, 372):
        flange(sheet, 542, y, 120, 24)
    for x in (500, 690, 1180):
        flange(sheet, x, 82, 20, 88)
    flange(sheet, 1404, 640, 92, 22)
    ring(sheet, 1450, 400, 66, AMBER, 13)
    for turn in range(3):
        angle = turn * math.pi / 3
        dx, dy = math.cos(angle) * 62, math.sin(angle) * 62
        line(sheet, [(1450 - dx, 400 - dy), (1450 + dx, 400 + dy)], AMBER, 9)
    disc(sheet, 1450, 400, 17, mix(AMBER, INK, 0.35))


def motor(sheet, x, y):
    oval(sheet, 880, 752, 450, 15, sheer(NIGHT, 0.55))
    box(sheet, 480, 690, 800, 50, mix(INK, COBALT, 0.25), 6)
    for foot in (x + 40, x + 250):
        shape(sheet, [(foot, 690), (foot + 14, 610), (foot + 66, 610), (foot + 80, 690)], mix(PINE, INK, 0.45))
    fill(
        sheet,
        [(x - 150, y + 18), (x + 10, y + 18), (x + 10, y + 92), (x - 150, y + 92)],
        [MIST, PAPER, mix(MIST, INK, 0.4)],
    )
    green = [mix(PINE, PAPER, 0.25), PINE, mix(PINE, INK, 0.45)]
    fill(sheet, [(x, y - 66), (x + 340, y - 66), (x + 340, y + 174), (x, y + 174)], green)
    for fin in range(11):
        box(sheet, x + 24, y - 52 + fin * 20, 292, 6, sheer(INK, 0.28), 3)
    fill(
        sheet,
        [(x + 340, y - 54), (x + 384, y - 40), (x + 384, y + 148), (x + 340, y + 162)],
        [mix(PINE, INK, 0.1), mix(PINE, INK, 0.6)],
    )
    box(sheet, x - 12, y - 76, 26, 260, mix(PINE, INK, 0.35), 6)
    box(sheet, x + 110, y - 112, 120, 52, mix(PINE, INK, 0.25), 8)
    box(sheet, x + 128, y - 98, 84, 8, mix(AMBER, PAPER, 0.2), 3)


def volute(sheet, x, y):
    shape(sheet, [(x - 96, 700), (x - 60, 600), (x + 60, 600), (x + 96, 700)], mix(COBALT, INK, 0.5))
    disc(sheet, x, y, 172, mix(COBALT, INK, 0.35))
    disc(sheet, x - 5, y - 6, 160, COBALT)
    arc(sheet, x - 5, y - 6, 142, 165, 290, sheer(SKY, 0.85), 11)
    disc(sheet, x, y, 106, mix(COBALT, INK, 0.42))
    for bolt in range(10):
        angle = bolt * math.tau / 10
        disc(sheet, x + math.cos(angle) * 88, y + math.sin(angle) * 88, 8.5, MIST)
    disc(sheet, x, y, 66, mix(SKY, COBALT, 0.35))
    for blade in range(6):
        arc(
            sheet,
            x + 30 * math.cos(blade * 1.047),
            y + 30 * math.sin(blade * 1.047),
            30,
            blade * 60 + 180,
            blade * 60 + 300,
            PAPER,
            6,
        )
    disc(sheet, x, y, 15, AMBER)


def puck(sheet, x, y):
    box(sheet, x - 40, y + 84, 80, 124, mix(COBALT, INK, 0.4), 8)
    box(sheet, x - 34, y + 36, 68, 52, INK, 9)
    box(sheet, x - 34, y + 66, 68, 8, AMBER)
    for radius in (46, 74, 102):
        arc(sheet, x, y + 42, radius, 222, 318, AMBER, 8)


def gauge(sheet, x, y):
    disc(sheet, x, y, 60, mix(INK, COBALT, 0.3))
    disc(sheet, x, y, 50, PAPER)
    for step in range(9):
        angle = math.radians(150 + step * 30)
        ends = [(x + math.cos(angle) * r, y + math.sin(angle) * r) for r in (36, 44)]
        line(sheet, ends, INK, 3)
    arc(sheet, x, y, 46, 330, 390, AMBER, 8)
    line(sheet, [(x, y), (x + 26, y - 26)], COBALT, 5)
    disc(sheet, x, y, 7, INK)


def sensor_exploded(sheet):
    wash(sheet, [mix(MIST, PAPER, 0.4), PAPER, MIST])
    disc(sheet, 800, 600, 520, sheer(SKY, 0.22))
    disc(sheet, 800, 600, 400, sheer(SKY, 0.22))
    oval(sheet, 800, 1096, 330, 60, sheer(INK, 0.2))
    dashes(sheet, (800, 90), (800, 1120), COBALT, 3, 20)
    drum(sheet, 1010, 230, 74, mix(MIST, INK, 0.3))
    for x in (622, 978):
        oval(sheet, x, 1010, 15, 6, mix(INK, MIST, 0.2))
    box(sheet, 776, 1080, 48, 60, mix(MIST, INK, 0.4), 6)
    drum(sheet, 800, 150, 110, mix(COBALT, SKY, 0.3))
    board(sheet, 620)
    gasket(sheet, 440)
    drum(sheet, 250, 230, 96, COBALT)
    cap_mark(sheet, 250)


def drum(sheet, y, wide, tall, colour):
    """Draw a standing cylinder whose top face is centred at height y."""
    flat = wide * 0.34
    foot = [(800 - wide, y), (800 + wide, y), (800 + wide, y + tall), (800 - wide, y + tall)]
    shades = [mix(colour, INK, 0.3), mix(colour, PAPER, 0.3), colour, mix(colour, INK, 0.45)]
    rim = [(800 + wide * math.cos(t / 30 * math.pi), y + tall + flat * math.sin(t / 30 * math.pi)) for t in range(31)]
    fill(sheet, [foot[0], foot[1], *rim], shades, across=True)
    oval(sheet, 800, y, wide, flat, mix(colour, PAPER, 0.38))
    oval(sheet, 800, y, wide * 0.9, flat * 0.9, mix(colour, PAPER, 0.2))


def board(sheet, y):
    drum(sheet, y, 215, 18, PINE)
    line(sheet, [(860, y + 20), (940, y + 20), (960, y - 6)], AMBER, 4)
    line(sheet, [(860, y + 34), (925, y + 34)], AMBER, 4)
    for x, dy, wide in ((-120, -20, 70), (-10, 18, 96), (70, -36, 56), (-50, -48, 40)):
        left, top = 800 + x, y + dy
        shape(sheet, [(left, top), (left + wide, top), (left + wide + 14, top + 24), (left + 14, top + 24)], INK)
        shape(
            sheet,
            [
                (left + 14, top + 24),
                (left + wide + 14, top + 24),
                (left + wide + 14, top + 34),
                (left + 14, top + 34),
            ],
            NIGHT,
        )
    for step in range(9):
        oval(sheet, 690 + step * 16, y + 58 - abs(step - 4) * 1.4, 5, 3, AMBER)


def gasket(sheet, y):
    corners = place(sheet, [(580, y - 75), (1020, y + 75)])
    lower = place(sheet, [(580, y - 63), (1020, y + 87)])
    (width,) = pixels(sheet, 24)
    sheet.pen.ellipse(lower, outline=mix(AMBER, INK, 0.35), width=width)
    sheet.pen.ellipse(corners, outline=AMBER, width=width)


def cap_mark(sheet, y):
    pulse = [(-120, 0), (-50, 0), (-26, -34), (6, 36), (30, 0), (120, 0)]
    line(sheet, [(800 + x, y + dy * 0.7) for x, dy in pulse], PAPER, 10)
    disc(sheet, 920, y, 9, AMBER)
    disc(sheet, 680, y, 9, AMBER)


def temperature_chart(sheet):
    wash(sheet, [PAPER, mix(PAPER, MIST, 0.5)])
    box(sheet, 120, 500, 1360, 280, sheer(SKY, 0.3))
    for y in range(220, 1070, 70):
        box(sheet, 120, y, 1360, 1.6, sheer(INK, 0.12))
    for y in (500, 780):
        dashes(sheet, (120, y), (1480, y), COBALT, 3.4, 22)
    for _ in range(34):
        line(sheet, journey(sheet, 0), sheer(COBALT, 0.42), 2.2)
    hot = journey(sheet, 300)
    line(sheet, hot, PAPER, 17)
    line(sheet, hot, AMBER, 9)
    peak = min(hot, key=lambda spot: spot[1])
    ring(sheet, *peak, 30, INK, 4)
    axes(sheet)


def journey(sheet, climb):
    """Return one load's temperature over a day: a slow wander, plus a bump when the door stood open."""
    level, spots = 640 + sheet.dice.uniform(-84, 84), []
    home = level
    swing, turn = sheet.dice.uniform(12, 34), sheet.dice.uniform(0, 7)
    for x in range(120, 1481, 8):
        level += sheet.dice.uniform(-5, 5) + (home - level) * 0.05
        bump = climb * math.exp(-(((x - 1010) / (70 if x < 1010 else 170)) ** 2))
        spots.append((x, level + swing * math.sin(x / 74 + turn) - bump))
    return spots


def axes(sheet):
    line(sheet, [(120, 180), (120, 1070), (1490, 1070)], INK, 5)
    for x in range(120, 1481, 136):
        box(sheet, x - 1.5, 1070, 3, 16, INK)
    for x in (460, 925, 1270):
        shape(sheet, [(x, 1036), (x - 16, 1062), (x + 16, 1062)], AMBER if x == 925 else PINE)
        dashes(sheet, (x, 200), (x, 1030), sheer(INK, 0.28), 2, 14)


def shaft_orbit(sheet):
    wash(sheet, [NIGHT, mix(INK, COBALT, 0.3)])
    glow(sheet, 800, 600, 640, COBALT, 0.8)
    for radius in range(110, 560, 110):
        ring(sheet, 800, 600, radius, sheer(SKY, 0.18), 1.8)
    box(sheet, 200, 599, 1200, 1.8, sheer(SKY, 0.3))
    box(sheet, 799, 60, 1.8, 1080, sheer(SKY, 0.3))
    for turn in range(58):
        part = turn / 57
        tone = ramp([COBALT, mix(COBALT, SKY, 0.5), SKY, PAPER, mix(AMBER, PAPER, 0.4), AMBER], part)
        line(sheet, orbit(part), tone, 2.2 + 1.4 * part)
    disc(sheet, *orbit(1)[38], 15, PAPER)
    disc(sheet, *orbit(1)[38], 9, AMBER)


def orbit(part):
    """Return one turn of the shaft centre: an ellipse that grows an inner loop as the fault grows."""
    spots, tilt = [], 0.5 + part * 0.9
    for step in range(181):
        turn = step / 180 * math.tau
        a = (150 + 300 * part) * math.cos(turn) + 150 * part * math.cos(2 * turn + 0.8)
        b = (110 + 150 * part) * math.sin(turn) + 130 * part * math.sin(2 * turn + 0.3)
        spots.append((800 + a * math.cos(tilt) - b * math.sin(tilt), 600 + a * math.sin(tilt) + b * math.cos(tilt)))
    return spots
