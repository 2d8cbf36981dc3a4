"""The pictures of places: hills, water, houses, halls and the road between them."""

import math

from PIL import Image, ImageDraw

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
    disc,
    fill,
    glints,
    glow,
    haze,
    height_at,
    line,
    mix,
    oval,
    reflect,
    ridge,
    ring,
    shape,
    sheer,
    under,
    wash,
)

DUSK = mix(COBALT, INK, 0.45)
PEACH = mix(AMBER, PAPER, 0.55)
WHITE = (255, 255, 255)


def dusk_road(sheet):
    wash(sheet, [DUSK, COBALT, mix(SKY, COBALT, 0.35), mix(SKY, PEACH, 0.6), PEACH], 0, 640)
    stars(sheet, 120, 260)
    glow(sheet, 1130, 505, 520, mix(AMBER, PAPER, 0.4), 0.85)
    disc(sheet, 1130, 505, 62, mix(PAPER, AMBER, 0.12))
    far, near = (152, 158, 204), mix(INK, COBALT, 0.22)
    for index, (base, rise) in enumerate([(520, 62), (565, 54), (610, 60), (668, 40)]):
        tone = mix(far, near, (index + 1) / 5)
        skyline = ridge(sheet, base, rise)
        fill(sheet, under(sheet, skyline), [mix(tone, PEACH, 0.2), tone, mix(tone, COBALT, 0.3)])
        if index > 1:
            pines(sheet, skyline, mix(tone, INK, 0.4), 16 * index)
    road(sheet, 770)
    truck(sheet, 520, 770)


def stars(sheet, count, depth):
    for _ in range(count):
        x, y = sheet.dice.uniform(0, UNITS), depth * sheet.dice.random() ** 1.4
        disc(sheet, x, y, sheet.dice.uniform(0.6, 1.7), sheer(PAPER, 0.75 * (1 - y / depth)))


def pines(sheet, skyline, colour, count):
    for _ in range(count):
        x = sheet.dice.gauss(sheet.dice.choice((180, 760, 1420)), 120)
        y, tall = height_at(skyline, x) + 6, sheet.dice.uniform(20, 46)
        for part in (0, 0.3, 0.55):
            half = tall * (0.26 - part * 0.2)
            top = y - tall * (0.5 + part * 0.9)
            shape(sheet, [(x - half, y - tall * part), (x, top), (x + half, y - tall * part)], colour)


def road(sheet, y):
    box(sheet, 0, y, UNITS, sheet.tall, mix(INK, COBALT, 0.08))
    box(sheet, 0, y + 2, UNITS, 34, mix(INK, SKY, 0.14))
    for x in range(20, UNITS, 110):
        box(sheet, x, y + 17, 56, 3.5, sheer(PAPER, 0.5), 1)
    for x in range(-30, UNITS, 160):
        box(sheet, x, y - 30, 5, 32, INK)
    box(sheet, 0, y - 28, UNITS, 7, mix(INK, SKY, 0.22))
    for _ in range(130):
        x, tall = sheet.dice.uniform(0, UNITS), sheet.dice.uniform(10, 44)
        foot = sheet.tall - 30 + sheet.dice.uniform(0, 34)
        line(sheet, [(x, foot), (x + sheet.dice.uniform(-9, 9), foot - tall)], mix(INK, (0, 0, 0), 0.35), 2.4)


def truck(sheet, x, y):
    beam(sheet, x + 510, y - 28)
    oval(sheet, x + 240, y + 30, 300, 8, sheer((0, 0, 0), 0.45))
    fill(
        sheet,
        [(x, y - 178), (x + 372, y - 178), (x + 372, y - 10), (x, y - 10)],
        [PAPER, MIST, mix(MIST, SKY, 0.5)],
    )
    box(sheet, x, y - 42, 372, 14, COBALT)
    for rib in range(1, 9):
        box(sheet, x + rib * 41, y - 176, 1.6, 132, sheer(COBALT, 0.13))
    snowflake(sheet, x + 120, y - 110, 42, COBALT)
    box(sheet, x + 374, y - 164, 22, 66, mix(MIST, INK, 0.35), 4)
    box(sheet, x - 4, y - 12, 500, 16, mix(INK, SKY, 0.1), 3)
    cab(sheet, x + 404, y)
    for wheel in (52, 104, 156, 330, 464):
        disc(sheet, x + wheel, y + 8, 25, mix(INK, (0, 0, 0), 0.3))
        disc(sheet, x + wheel, y + 8, 12, mix(MIST, INK, 0.3))
        disc(sheet, x + wheel, y + 8, 4, INK)
    box(sheet, x - 5, y - 40, 5, 24, (214, 84, 60), 1)


def beam(sheet, x, y):
    for step in range(12):
        far = 420 - step * 28
        spots = [(x, y - 4), (x + far, y + 26), (x + far * 0.86, y + 54), (x, y + 6)]
        shape(sheet, spots, sheer(mix(PAPER, AMBER, 0.35), 0.022))


def cab(sheet, x, y):
    body = [
        (x, y - 148),
        (x + 62, y - 148),
        (x + 84, y - 128),
        (x + 104, y - 72),
        (x + 108, y - 2),
        (x, y - 2),
    ]
    fill(sheet, body, [mix(AMBER, PAPER, 0.25), AMBER, mix(AMBER, INK, 0.2)])
    glass = [(x + 40, y - 128), (x + 66, y - 128), (x + 90, y - 78), (x + 40, y - 78)]
    fill(sheet, glass, [mix(SKY, PAPER, 0.4), mix(COBALT, INK, 0.3)])
    box(sheet, x + 40, y - 60, 18, 4, mix(AMBER, INK, 0.5), 2)
    disc(sheet, x + 103, y - 28, 7, PAPER)
    glow(sheet, x + 106, y - 28, 60, PAPER, 0.8)


def snowflake(sheet, x, y, size, colour):
    for turn in range(6):
        angle = turn * math.pi / 3 + math.pi / 6
        dx, dy = math.cos(angle), math.sin(angle)
        line(sheet, [(x, y), (x + dx * size, y + dy * size)], colour, 5)
        for side in (-1, 1):
            bend = angle + side * math.pi / 3.4
            fork = (x + dx * size * 0.58, y + dy * size * 0.58)
            tip = (fork[0] + math.cos(bend) * size * 0.3, fork[1] + math.sin(bend) * size * 0.3)
            line(sheet, [fork, tip], colour, 4)


def factory_morning(sheet):
    wash(sheet, [mix(SKY, COBALT, 0.15), SKY, MIST, mix(PEACH, PAPER, 0.4), PEACH], 0, 690)
    glow(sheet, 560, 400, 480, mix(PAPER, AMBER, 0.25), 0.9)
    disc(sheet, 560, 400, 74, mix(PAPER, AMBER, 0.12))
    clouds(sheet)
    skyline(sheet, 640, mix(SKY, PEACH, 0.42), 0.7, far_works)
    haze(sheet, 470, 690, PEACH, [0, 0.35])
    skyline(sheet, 676, mix(COBALT, SKY, 0.72), 1.0, middle_works)
    haze(sheet, 500, 690, mix(PEACH, PAPER, 0.4), [0, 0.5])
    near_works(sheet, 690)
    reflect(sheet, 690, COBALT, 0.36, 5)
    haze(sheet, 690, 900, mix(COBALT, INK, 0.4), [0.05, 0.5])
    box(sheet, 0, 688, UNITS, 5, INK)
    glints(sheet, 700, PAPER, 60)


def clouds(sheet):
    for x, y, wide in ((180, 150, 260), (980, 110, 340), (1280, 235, 240), (520, 260, 170)):
        for lift, part in ((0, 1.0), (-16, 0.62), (16, 0.72)):
            shift = wide * (part - 1) * (0.3 if lift < 0 else -0.35)
            box(sheet, x + shift + wide * (1 - part) / 2, y + lift, wide * part, 18, sheer(PAPER, 0.42), 9)


def skyline(sheet, foot, colour, scale, works):
    x = -30.0
    while x < UNITS:
        x += works(sheet, x, foot, colour, scale)


def far_works(sheet, x, foot, colour, _scale):
    wide, tall = sheet.dice.uniform(40, 130), sheet.dice.uniform(50, 150)
    box(sheet, x, foot - tall, wide, tall + 60, colour)
    if sheet.dice.random() < 0.35:
        chimney(sheet, x + wide * 0.6, foot - tall, 16, sheet.dice.uniform(80, 150), colour)
    return wide * 0.95


def middle_works(sheet, x, foot, colour, scale):
    kind = sheet.dice.choice((sawtooth, silos, tank))
    return kind(sheet, x, foot, colour, scale) + sheet.dice.uniform(4, 20)


def chimney(sheet, x, foot, wide, tall, colour):
    shape(
        sheet,
        [(x, foot + 4), (x + wide * 0.18, foot - tall), (x + wide * 0.82, foot - tall), (x + wide, foot + 4)],
        colour,
    )
    box(sheet, x + wide * 0.1, foot - tall, wide * 0.8, 6, mix(colour, INK, 0.18))


def sawtooth(sheet, x, foot, colour, scale, teeth=4):
    wide, tall = 74 * scale, 92 * scale
    for tooth in range(teeth):
        left = x + tooth * wide
        peak = [
            (left, foot),
            (left, foot - tall - 48 * scale),
            (left + wide, foot - tall),
            (left + wide, foot),
        ]
        shape(sheet, peak, colour)
        shape(
            sheet,
            [(left + 4, foot - tall - 40 * scale), (left + 4, foot - tall), (left + 15, foot - tall)],
            mix(colour, PAPER, 0.35),
        )
    return wide * teeth


def silos(sheet, x, foot, colour, scale, count=3):
    wide, tall = 46 * scale, 170 * scale
    for index in range(count):
        left = x + index * wide * 1.08
        box(sheet, left, foot - tall, wide, tall + 10, colour, 5)
        oval(sheet, left + wide / 2, foot - tall, wide / 2, 15 * scale, colour)
        box(sheet, left + wide * 0.14, foot - tall + 8, wide * 0.13, tall, mix(colour, PAPER, 0.25), 3)
        for hoop in range(1, 5):
            box(sheet, left, foot - tall + hoop * 34 * scale, wide, 2, mix(colour, INK, 0.15))
    return wide * 1.08 * count


def tank(sheet, x, foot, colour, scale):
    wide, tall = 92 * scale, 190 * scale
    for leg in (0.12, 0.36, 0.6, 0.84):
        box(sheet, x + wide * leg, foot - tall + 40, 4, tall, colour)
    line(sheet, [(x + wide * 0.14, foot - 6), (x + wide * 0.86, foot - tall * 0.55)], colour, 3)
    line(sheet, [(x + wide * 0.86, foot - 6), (x + wide * 0.14, foot - tall * 0.55)], colour, 3)
    box(sheet, x, foot - tall, wide, 78 * scale, colour, 12)
    shape(sheet, [(x, foot - tall + 10), (x + wide / 2, foot - tall - 26), (x + wide, foot - tall + 10)], colour)
    return wide


def near_works(sheet, foot):
    dark = mix(INK, COBALT, 0.25)
    for x, tall in ((1010, 330), (1076, 290)):
        chimney(sheet, x, foot, 40, tall, dark)
        for band in (0.08, 0.2):
            box(sheet, x + 7, foot - tall * (1 - band), 26, 12, mix(AMBER, INK, 0.12))
    silos(sheet, 1330, foot, dark, 1.25)
    sawtooth(sheet, 770, foot, dark, 1.35, 5)
    tank(sheet, 190, foot, dark, 1.1)
    sawtooth(sheet, -40, foot, mix(dark, COBALT, 0.2), 0.95, 3)
    windows(sheet, 800, foot - 78, 15, 30, 44)
    windows(sheet, -20, foot - 56, 6, 30, 30)
    pylons(sheet, foot, dark)


def windows(sheet, x, y, count, step, tall):
    for index in range(count):
        lit = sheet.dice.random() < 0.6
        colour = mix(AMBER, PAPER, 0.3) if lit else mix(COBALT, INK, 0.2)
        box(sheet, x + index * step, y, step * 0.58, tall, colour, 2)
        box(sheet, x + index * step, y + tall * 0.45, step * 0.58, 2, mix(INK, COBALT, 0.25))


def pylons(sheet, foot, colour):
    spots = [(380, 250), (640, 230)]
    for x, tall in spots:
        line(sheet, [(x - 22, foot), (x - 3, foot - tall), (x + 3, foot - tall), (x + 22, foot)], colour, 3)
        for part in range(1, 7):
            high, half = foot - tall * part / 7, 22 * (1 - part / 7.6)
            line(sheet, [(x - half, high), (x + half * 0.8, high - tall / 7)], colour, 1.6)
        for arm in (0.78, 0.9):
            line(sheet, [(x - 36, foot - tall * arm), (x + 36, foot - tall * arm)], colour, 3)
    for side in (-36, 36):
        wire(sheet, (380 + side, foot - 195), (640 + side, foot - 180), colour)
        wire(sheet, (120 + side, foot - 200), (380 + side, foot - 195), colour)
        wire(sheet, (640 + side, foot - 180), (900 + side, foot - 190), colour)


def wire(sheet, start, end, colour, sag=22):
    spots = []
    for index in range(25):
        part = index / 24
        x, y = (a + (b - a) * part for a, b in zip(start, end, strict=True))
        spots.append((x, y + sag * 4 * part * (1 - part)))
    line(sheet, spots, colour, 1.4)


def maas_bridge(sheet):
    wash(sheet, [mix(COBALT, SKY, 0.25), SKY, mix(SKY, PAPER, 0.7), mix(PEACH, PAPER, 0.3), PEACH], 0, 640)
    glow(sheet, 1220, 600, 500, mix(AMBER, PAPER, 0.45), 0.8)
    disc(sheet, 1220, 540, 52, mix(PAPER, AMBER, 0.15))
    skyline(sheet, 625, mix(SKY, PEACH, 0.3), 0.5, towers)
    haze(sheet, 400, 640, mix(PEACH, PAPER, 0.4), [0, 0.4])
    skyline(sheet, 636, mix(COBALT, SKY, 0.6), 0.32, towers)
    haze(sheet, 520, 640, mix(PEACH, PAPER, 0.5), [0, 0.45])
    cables(sheet)
    pylon(sheet)
    reflect(sheet, 640, mix(SKY, COBALT, 0.5), 0.42, 6)
    haze(sheet, 640, 900, COBALT, [0.05, 0.5])
    glints(sheet, 650, PAPER, 110)
    barge(sheet, 1080, 712)


def towers(sheet, x, foot, colour, scale):
    wide, tall = sheet.dice.uniform(34, 96), sheet.dice.uniform(40, 330) * scale + 30
    box(sheet, x, foot - tall, wide, tall + 20, colour)
    for row in range(int(tall / 16)):
        box(sheet, x + 6, foot - tall + 8 + row * 16, wide - 12, 3, sheer(PAPER, 0.22))
    return wide + sheet.dice.choice((0, 0, 8, 30))


def cables(sheet):
    top = (598, 96)
    for index in range(14):
        x = 760 + index * 66
        line(
            sheet,
            [(top[0] + 8, top[1] + index * 9), (x, 560 - (x - 600) * 0.012)],
            mix(COBALT, SKY, 0.3),
            2.6,
        )
    for index in range(4):
        line(sheet, [(top[0], top[1] + 12 + index * 16), (330 - index * 34, 566)], mix(COBALT, SKY, 0.2), 3.6)


def pylon(sheet):
    light, shade = PAPER, mix(MIST, COBALT, 0.28)
    deck = [(-10, 566), (600, 556), (1620, 546), (1620, 562), (600, 576), (-10, 584)]
    fill(sheet, deck, [mix(COBALT, INK, 0.35), mix(INK, COBALT, 0.35)])
    for x in range(0, UNITS, 26):
        y = 566 - x * 0.0125
        box(sheet, x, y - 11, 1.8, 11, mix(INK, COBALT, 0.5))
    line(sheet, [(0, 555), (1600, 535)], mix(INK, COBALT, 0.5), 2)
    tall = [(606, 86), (590, 86), (560, 330), (630, 600), (664, 600), (590, 330)]
    shape(sheet, tall, light)
    shape(sheet, [(606, 86), (590, 330), (664, 600), (676, 600), (606, 326), (614, 86)], shade)
    shape(sheet, [(560, 330), (590, 330), (520, 600), (494, 600)], mix(light, shade, 0.5))
    for x, wide in ((470, 240), (40, 70), (1330, 70)):
        box(sheet, x, 588, wide, 60, mix(INK, COBALT, 0.3), 4)
    tram(sheet, 930, 549)


def tram(sheet, x, y):
    for car in range(3):
        box(sheet, x + car * 74, y - 34, 70, 32, mix(AMBER, PAPER, 0.08), 7)
        for pane in range(4):
            box(sheet, x + 7 + car * 74 + pane * 15, y - 27, 11, 12, mix(INK, COBALT, 0.5), 2)


def barge(sheet, x, y):
    oval(sheet, x + 160, y + 36, 190, 7, sheer(INK, 0.4))
    shape(sheet, [(x, y), (x + 320, y), (x + 346, y - 14), (x + 326, y + 36), (x + 14, y + 36)], INK)
    box(sheet, x + 2, y + 22, 322, 5, mix(AMBER, INK, 0.1))
    tones = (COBALT, PINE, AMBER, mix(COBALT, SKY, 0.5), PAPER, PINE)
    for index, tone in enumerate(tones):
        box(sheet, x + 84 + index * 38, y - 26, 35, 26, mix(tone, INK, 0.12), 1)
    box(sheet, x + 16, y - 44, 52, 44, PAPER, 4)
    box(sheet, x + 22, y - 37, 40, 14, mix(COBALT, INK, 0.3), 2)


def canal_houses(sheet):
    wash(sheet, [DUSK, mix(COBALT, SKY, 0.2), mix(SKY, PEACH, 0.3), PEACH], 0, 640)
    stars(sheet, 90, 220)
    glow(sheet, 1180, 300, 420, PEACH, 0.5)
    disc(sheet, 1180, 170, 40, mix(PAPER, AMBER, 0.1))
    skyline(sheet, 640, mix(COBALT, DUSK, 0.4), 0.75, back_roofs)
    tones = [
        COBALT,
        PAPER,
        PINE,
        mix(AMBER, (150, 60, 40), 0.55),
        INK,
        MIST,
        mix(COBALT, INK, 0.4),
        PEACH,
        PINE,
    ]
    x = -34.0
    for index in range(10):
        wide = sheet.dice.choice((148, 164, 178, 190))
        house(sheet, x, wide, 640, tones[index % len(tones)], ("step", "bell", "neck", "spout")[index % 4])
        x += wide
    quay(sheet, 640)
    reflect(sheet, 668, mix(INK, COBALT, 0.4), 0.42, 6)
    glints(sheet, 680, PEACH, 80)
    boat(sheet, 300, 742)


def back_roofs(sheet, x, foot, colour, _scale):
    wide, tall = sheet.dice.uniform(90, 150), sheet.dice.uniform(330, 450)
    shape(
        sheet,
        [
            (x, foot),
            (x, foot - tall),
            (x + wide / 2, foot - tall - 60),
            (x + wide, foot - tall),
            (x + wide, foot),
        ],
        colour,
    )
    return wide


def house(sheet, x, wide, foot, colour, kind):
    tall = sheet.dice.uniform(315, 370)
    roof = foot - tall
    outline = [(x, foot), *gable(kind, x, wide, roof), (x + wide, foot)]
    fill(sheet, outline, [mix(colour, PEACH, 0.12), colour, mix(colour, INK, 0.25)])
    trim = mix(PAPER, colour, 0.1) if sum(colour) < 520 else mix(COBALT, INK, 0.3)
    line(sheet, gable(kind, x, wide, roof), trim, 5)
    box(sheet, x + wide - 2, roof, 3, tall, sheer(INK, 0.35))
    panes(sheet, x, wide, roof, tall, trim)
    disc(sheet, x + wide / 2, roof - 30, 11, mix(INK, COBALT, 0.3))
    box(sheet, x + wide / 2 - 2, roof - 62, 4, 14, trim)


def gable(kind, x, wide, roof):
    """Return the outline of a Dutch gable from left to right, of one of four kinds."""
    if kind == "step":
        left = [(part / 8 * wide, -28 * part + drop) for part in range(4) for drop in (0, -28)]
    elif kind == "bell":
        left = [(wide * 0.36 * part / 10, -52 * (1 - math.cos(math.pi * part / 10))) for part in range(11)]
    elif kind == "neck":
        left = [
            (0, 0),
            (wide * 0.1, -8),
            (wide * 0.2, -26),
            (wide * 0.24, -50),
            (wide * 0.24, -98),
            (wide * 0.5, -128),
        ]
    else:
        left = [(0, 0), (wide * 0.4, -104), (wide * 0.4, -124)]
    right = [(wide - dx, dy) for dx, dy in reversed(left)]
    return [(x + dx, roof + dy) for dx, dy in left + right]


def panes(sheet, x, wide, roof, tall, trim):
    step = (wide - 22) / 3
    for row in range(4):
        for column in range(3):
            left, top = x + 15 + column * step, roof + 16 + row * (tall / 4.15)
            high = tall / 4.15 - 24
            if row == 3 and column == 1:
                box(sheet, left - 3, top, step - 6, high + 30, mix(PINE, INK, 0.35), 2)
                continue
            pane(sheet, left, top, step - 12, high, trim)


def pane(sheet, x, y, wide, tall, trim):
    lit = sheet.dice.random() < 0.42
    glass = mix(AMBER, PAPER, sheet.dice.uniform(0.1, 0.5)) if lit else mix(INK, COBALT, sheet.dice.uniform(0.2, 0.5))
    box(sheet, x - 3, y - 3, wide + 6, tall + 6, trim)
    box(sheet, x, y, wide, tall, glass)
    box(sheet, x, y + tall * 0.4, wide, 3, trim)
    box(sheet, x + wide / 2 - 1.2, y, 2.4, tall, trim)


def quay(sheet, y):
    box(sheet, 0, y, UNITS, 30, mix(INK, COBALT, 0.18))
    box(sheet, 0, y, UNITS, 6, mix(MIST, INK, 0.45))
    for x in range(20, UNITS, 46):
        box(sheet, x + (x // 46 % 2) * 8, y + 14, 24, 2, sheer(MIST, 0.2))
    for x in (210, 640, 1070, 1500):
        box(sheet, x, y - 108, 4, 108, INK)
        disc(sheet, x + 2, y - 112, 9, mix(PAPER, AMBER, 0.35))
        glow(sheet, x + 2, y - 112, 70, AMBER, 0.7)


def boat(sheet, x, y):
    oval(sheet, x + 130, y + 34, 170, 8, sheer(INK, 0.5))
    shape(sheet, [(x - 20, y - 4), (x + 280, y - 4), (x + 252, y + 34), (x + 16, y + 34)], mix(PINE, INK, 0.35))
    box(sheet, x - 20, y - 6, 300, 7, PAPER, 2)
    box(sheet, x + 60, y - 44, 130, 40, mix(PAPER, MIST, 0.5), 6)
    for index in range(4):
        box(sheet, x + 70 + index * 29, y - 36, 20, 16, mix(AMBER, PAPER, 0.2), 3)


def tea_hills(sheet):
    wash(sheet, [mix(SKY, PAPER, 0.35), mix(MIST, PAPER, 0.3), mix(PEACH, PAPER, 0.45), PAPER], 0, 620)
    glow(sheet, 1140, 230, 300, mix(AMBER, PAPER, 0.4), 0.7)
    disc(sheet, 1140, 230, 58, mix(AMBER, PAPER, 0.45))
    for index, (base, rise) in enumerate([(370, 62), (430, 52), (480, 46)]):
        tone = mix(mix(SKY, MIST, 0.6), mix(PINE, COBALT, 0.35), index * 0.24)
        fill(sheet, under(sheet, ridge(sheet, base, rise, 7)), [tone, mix(tone, PAPER, 0.55), PAPER, PAPER])
    for x, y in ((560, 150), (600, 170), (648, 156)):
        bird(sheet, x, y)
    terraces(sheet, hill(1240, 420, 900, 480), 0)
    pavilion(sheet, 1236, 432)
    terraces(sheet, hill(240, 480, 980, 420), 1)
    mast(sheet, 250, 486)
    terraces(sheet, hill(930, 650, 1500, 330), 2)


def hill(peak, top, wide, tall):
    """Return the skyline of one rounded hill as (x, y) spots."""
    spots = range(-40, UNITS + 50, 6)
    return [(x, top + tall * (1 - math.exp(-(((x - peak) / wide * 1.9) ** 2))) * 1.15) for x in spots]


def terraces(sheet, skyline, near):
    leaf = mix(mix(PINE, MIST, 0.42), mix(PINE, INK, 0.12), near / 2)
    soil = mix(leaf, INK, 0.38)
    fill(sheet, under(sheet, skyline), [soil, mix(soil, PINE, 0.3), soil])
    drop, gap = 2.0, 13.0 + near * 6
    for row in range(15):
        bushes(sheet, skyline, drop, gap * 0.52, mix(leaf, mix(AMBER, PAPER, 0.4), 0.16 * (row % 3) * 0.5))
        drop += gap
        gap *= 1.13
    haze(sheet, 560 + near * 110, 740 + near * 110, PAPER, [0, 0.14 - near * 0.04, 0])


def bushes(sheet, skyline, drop, size, colour):
    x, step = -30.0, size * 1.15
    light = mix(colour, PAPER, 0.2)
    while x < UNITS + 30:
        y = skyline[min(len(skyline) - 1, int((x + 40) / 6))][1] + drop
        if y < sheet.tall + size:
            grow = size * sheet.dice.uniform(0.86, 1.08)
            oval(sheet, x, y, grow, grow * 0.72, colour)
            oval(sheet, x - grow * 0.18, y - grow * 0.26, grow * 0.62, grow * 0.36, light)
        x += step


def bird(sheet, x, y):
    arc(sheet, x - 9, y + 6, 11, 205, 320, INK, 2.4)
    arc(sheet, x + 9, y + 6, 11, 220, 335, INK, 2.4)


def pavilion(sheet, x, y):
    dark = mix(INK, PINE, 0.2)
    for post in (-40, -14, 14, 40):
        box(sheet, x + post - 3, y - 52, 6, 60, mix(AMBER, INK, 0.45))
    box(sheet, x - 54, y + 2, 108, 12, mix(MIST, INK, 0.3), 2)
    for wide, low, high in ((82, 48, 84), (48, 84, 116)):
        left = [(x - wide, y - low - 6), (x - wide * 0.6, y - low - 12), (x - wide * 0.26, y - high)]
        shape(sheet, [*left, *[(2 * x - a, b) for a, b in reversed(left)]], dark)
        box(sheet, x - wide * 0.78, y - low - 8, wide * 1.56, 8, mix(dark, AMBER, 0.25), 3)
    disc(sheet, x, y - 122, 6, AMBER)


def mast(sheet, x, y):
    box(sheet, x - 3, y - 130, 6, 140, mix(INK, MIST, 0.25))
    box(sheet, x - 16, y - 96, 32, 44, PAPER, 5)
    box(sheet, x - 9, y - 86, 18, 4, COBALT, 2)
    shape(
        sheet,
        [(x + 5, y - 122), (x + 60, y - 104), (x + 54, y - 88), (x + 5, y - 104)],
        mix(COBALT, INK, 0.2),
    )
    disc(sheet, x, y - 134, 6, AMBER)
    for radius in (22, 38, 54):
        for start in (-145, -65):
            arc(sheet, x, y - 134, radius, start, start + 30, AMBER, 3.4)


def suzhou_workshop(sheet):
    wash(sheet, [mix(INK, COBALT, 0.18), mix(INK, COBALT, 0.34)])
    moon_view(sheet, 520, 350, 270)
    ring(sheet, 520, 350, 298, mix(INK, AMBER, 0.28), 28)
    ring(sheet, 520, 350, 272, mix(INK, AMBER, 0.5), 4)
    shelf(sheet, 930, 190)
    shelf(sheet, 930, 330)
    glow(sheet, 1180, 560, 470, AMBER, 0.5)
    shape(sheet, [(1150, 452), (1230, 452), (1420, 690), (960, 690)], sheer(mix(AMBER, PAPER, 0.5), 0.16))
    bench(sheet, 690)
    scope(sheet, 300, 690)
    lamp(sheet, 1190, 690)
    parts(sheet, 690)


def moon_view(sheet, x, y, radius):
    """Paint a round window: white walls, dark roofs, a willow, all clipped to the circle."""
    keep = sheet.image.copy()
    wash(sheet, [SKY, mix(SKY, PAPER, 0.6), mix(PEACH, PAPER, 0.5), MIST], 80, 560)
    disc(sheet, x + 110, y - 90, 38, mix(AMBER, PAPER, 0.35))
    for left, top, wide in ((250, 300, 150), (580, 270, 210), (380, 350, 240)):
        white_house(sheet, left, top, wide)
    fill(sheet, [(200, 500), (840, 500), (840, 660), (200, 660)], [mix(SKY, PINE, 0.4), mix(COBALT, PINE, 0.3)])
    for _ in range(26):
        box(sheet, sheet.dice.uniform(250, 780), sheet.dice.uniform(505, 620), 50, 2.5, sheer(PAPER, 0.4), 1)
    willow(sheet, 330, 40)
    clip_circle(sheet, keep, x, y, radius)


def clip_circle(sheet, keep, x, y, radius):
    outside = Image.new("1", sheet.image.size, 1)
    spots = [
        (x - radius) * sheet.unit,
        (y - radius) * sheet.unit,
        (x + radius) * sheet.unit,
        (y + radius) * sheet.unit,
    ]
    ImageDraw.Draw(outside).ellipse(spots, fill=0)
    sheet.image.paste(keep, (0, 0), outside)


def white_house(sheet, x, y, wide):
    roof = mix(INK, COBALT, 0.12)
    box(sheet, x, y, wide, 520 - y, PAPER)
    box(sheet, x + wide * 0.72, y, wide * 0.28, 520 - y, MIST)
    left = [(x - 22, y + 4), (x - 8, y - 12), (x + wide * 0.18, y - 40), (x + wide * 0.5, y - 48)]
    shape(sheet, [*left, *[(2 * x + wide - a, b) for a, b in reversed(left)]], roof)
    for tile in range(1, int(wide / 12)):
        line(
            sheet,
            [(x + tile * 12, y), (x + wide / 2 + (tile * 12 - wide / 2) * 0.86, y - 36)],
            mix(roof, SKY, 0.22),
            1.4,
        )
    for pane_x in (0.2, 0.6):
        box(sheet, x + wide * pane_x, y + 36, 34, 44, mix(INK, AMBER, 0.2), 2)
        for bar in (8, 17, 26):
            box(sheet, x + wide * pane_x + bar, y + 36, 2, 44, mix(AMBER, PAPER, 0.2))


def willow(sheet, x, y):
    for index in range(30):
        left = x - 90 + index * 9 + sheet.dice.uniform(-4, 4)
        long = sheet.dice.uniform(90, 260) * (0.5 + abs(index - 15) / 18)
        sway = [(left + math.sin(part / 3) * 7, y + 40 + long * part / 10) for part in range(11)]
        line(sheet, sway, mix(PINE, SKY, 0.22 * sheet.dice.random()), 2.2)
        for spot in sway[3:]:
            oval(sheet, spot[0] + 3, spot[1], 2.6, 7, mix(PINE, AMBER, 0.25 * sheet.dice.random()))


def shelf(sheet, x, y):
    box(sheet, x, y, 540, 10, mix(AMBER, INK, 0.55), 2)
    left = x + 16
    while left < x + 490:
        wide, tall = sheet.dice.choice((26, 34, 48, 64)), sheet.dice.uniform(40, 88)
        tone = sheet.dice.choice((COBALT, PINE, mix(SKY, INK, 0.4), mix(PAPER, INK, 0.25), mix(AMBER, INK, 0.35)))
        box(sheet, left, y - tall, wide, tall, mix(tone, INK, 0.25), 3)
        box(sheet, left + 6, y - tall * 0.7, wide - 12, 6, sheer(PAPER, 0.5), 2)
        left += wide + sheet.dice.choice((6, 8, 22))


def bench(sheet, y):
    fill(
        sheet,
        [(0, y), (UNITS, y), (UNITS, y + 34), (0, y + 34)],
        [mix(AMBER, PAPER, 0.1), mix(AMBER, INK, 0.35)],
    )
    box(sheet, 0, y + 34, UNITS, 300, mix(INK, (0, 0, 0), 0.25))
    for x in (90, 520, 950):
        box(sheet, x, y + 62, 380, 104, mix(INK, COBALT, 0.22), 8)
        box(sheet, x + 150, y + 84, 80, 10, mix(AMBER, INK, 0.3), 5)


def scope(sheet, x, foot):
    box(sheet, x, foot - 176, 300, 172, mix(MIST, INK, 0.12), 14)
    box(sheet, x + 16, foot - 160, 196, 132, mix(INK, PINE, 0.3), 8)
    for step in range(1, 6):
        box(sheet, x + 16 + step * 33, foot - 160, 1, 132, sheer(SKY, 0.25))
        if step < 5:
            box(sheet, x + 16, foot - 160 + step * 26.4, 196, 1, sheer(SKY, 0.25))
    trace = [(x + 20 + t, foot - 94 - 44 * math.exp(-(t % 62) / 20) * math.cos(t % 62 / 2.6)) for t in range(0, 188, 1)]
    line(sheet, trace, AMBER, 3)
    for row in range(3):
        disc(sheet, x + 256, foot - 140 + row * 46, 15, mix(INK, SKY, 0.2))
        line(sheet, [(x + 256, foot - 140 + row * 46), (x + 264, foot - 150 + row * 46)], PAPER, 3)


def lamp(sheet, x, foot):
    line(sheet, [(x + 220, foot - 8), (x + 170, foot - 210), (x + 10, foot - 300)], mix(MIST, INK, 0.25), 9)
    disc(sheet, x + 170, foot - 210, 10, AMBER)
    box(sheet, x + 170, foot - 14, 100, 14, mix(MIST, INK, 0.3), 6)
    shape(
        sheet,
        [(x - 24, foot - 316), (x + 34, foot - 316), (x + 64, foot - 240), (x - 62, foot - 240)],
        COBALT,
    )
    oval(sheet, x + 1, foot - 240, 62, 10, mix(PAPER, AMBER, 0.2))


def parts(sheet, foot):
    for index in range(5):
        x = 690 + index * 70
        box(sheet, x, foot - 34, 50, 34, mix(PAPER, MIST, 0.5), 6)
        box(sheet, x, foot - 12, 50, 6, COBALT)
        disc(sheet, x + 25, foot - 34, 7, mix(INK, SKY, 0.3))
    board = [(1080, foot), (1098, foot - 14), (1300, foot - 14), (1282, foot)]
    shape(sheet, board, PINE)
    for x in (1120, 1170, 1226):
        box(sheet, x, foot - 24, 32, 12, INK, 2)
    disc(sheet, 1150, foot - 18, 5, AMBER)
