"""The wide pictures of the home page, the map around the Hangzhou office and the partners' marks."""

import math
from itertools import pairwise

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
    glints,
    glow,
    haze,
    line,
    mix,
    oval,
    reflect,
    ridge,
    ring,
    shadow,
    shape,
    sheer,
    strip,
    under,
    wash,
)
from .landscapes import bird, stars

WHITE = (255, 255, 255)
BLACK = (0, 0, 0)
DUSK = mix(COBALT, INK, 0.45)
PEACH = mix(AMBER, PAPER, 0.55)
LIT = mix(AMBER, PAPER, 0.3)
STEEL = mix(MIST, INK, 0.3)


def veil(sheet, right, colour, strengths):
    """Lay a veil over the left, whose opacity runs evenly through the strengths up to the right end."""
    wide = round(right * sheet.unit)
    levels = strip([(round(255 * strength),) * 3 for strength in strengths], (wide, 1), across=True)
    mask = levels.getchannel(0).resize((wide, sheet.image.height))
    sheet.image.paste(colour, (0, 0), mask)


def tube(sheet, x, y, wide, thick, tone):
    """Draw a lying pipe, lit from above."""
    light, dark = mix(tone, SKY, 0.6), mix(tone, INK, 0.6)
    corners = [(x, y), (x + wide, y), (x + wide, y + thick), (x, y + thick)]
    fill(sheet, corners, [mix(tone, INK, 0.25), light, tone, tone, dark])


def flange(sheet, x, y, thick, tone):
    fill(
        sheet,
        [(x, y - 10), (x + 18, y - 10), (x + 18, y + thick + 10), (x, y + thick + 10)],
        [mix(tone, INK, 0.3), mix(tone, SKY, 0.35), mix(tone, INK, 0.35), mix(tone, INK, 0.7)],
    )


def calls(sheet, x, y, radii, colour, width=4.0):
    for radius in radii:
        arc(sheet, x, y, radius, -135, -45, colour, width)


def banner_waterworks(sheet):
    sky = [
        mix(INK, COBALT, 0.35),
        DUSK,
        mix(COBALT, SKY, 0.1),
        mix(SKY, COBALT, 0.35),
        mix(SKY, COBALT, 0.1),
        mix(SKY, PEACH, 0.5),
    ]
    wash(sheet, sky, 0, 440)
    stars(sheet, 110, 220)
    glow(sheet, 1240, 430, 430, mix(AMBER, PAPER, 0.4), 0.9)
    for base, rise, tone in ((392, 40, mix(SKY, COBALT, 0.62)), (420, 22, mix(COBALT, INK, 0.3))):
        fill(sheet, under(sheet, ridge(sheet, base, rise)), [mix(tone, PEACH, 0.14), tone, tone])
    for x, y in ((880, 150), (918, 168), (962, 150)):
        bird(sheet, x, y)
    water_tower(sheet, 1500, 440)
    pump_house(sheet, 1180, 440)
    box(sheet, 0, 438, UNITS, 16, mix(INK, COBALT, 0.15))
    box(sheet, 0, 438, UNITS, 3, mix(MIST, INK, 0.5))
    reflect(sheet, 454, mix(COBALT, INK, 0.5), 0.38, 5)
    haze(sheet, 454, 640, mix(INK, COBALT, 0.3), [0.0, 0.55])
    glints(sheet, 462, mix(SKY, PEACH, 0.6), 60)
    veil(sheet, 1050, mix(INK, COBALT, 0.3), [0.88, 0.8, 0.56, 0.0])
    outfall(sheet, 1016, 546)


def pump_house(sheet, x, foot):
    wall, trim = mix(INK, COBALT, 0.42), mix(MIST, COBALT, 0.45)
    chimney = [(x + 196, foot), (x + 203, 96), (x + 227, 96), (x + 234, foot)]
    fill(sheet, chimney, [mix(wall, INK, 0.2), mix(wall, PEACH, 0.12)], across=True)
    for high in (96, 128):
        box(sheet, x + 198, high, 34, 8, mix(trim, INK, 0.3), 2)
    for side in (-1, 1):
        left = x - 330 if side < 0 else x + 180
        box(sheet, left, foot - 104, 150, 104, mix(wall, INK, 0.18))
        shape(
            sheet,
            [(left - 8, foot - 102), (left + 14, foot - 134), (left + 136, foot - 134), (left + 158, foot - 102)],
            mix(INK, COBALT, 0.14),
        )
        box(sheet, left - 8, foot - 106, 166, 5, trim, 2)
        for pane in range(3):
            arched(sheet, left + 18 + pane * 42, foot - 78, 28, 54)
    fill(
        sheet,
        [(x - 190, foot - 190), (x + 190, foot - 190), (x + 190, foot), (x - 190, foot)],
        [mix(wall, COBALT, 0.2), wall],
    )
    shape(sheet, [(x - 208, foot - 188), (x, foot - 282), (x + 208, foot - 188)], mix(INK, COBALT, 0.14))
    shape(sheet, [(x - 160, foot - 194), (x, foot - 266), (x + 160, foot - 194)], mix(wall, COBALT, 0.28))
    line(sheet, [(x - 210, foot - 188), (x, foot - 283), (x + 210, foot - 188)], trim, 5)
    box(sheet, x - 208, foot - 194, 416, 8, trim, 2)
    disc(sheet, x, foot - 222, 20, trim)
    disc(sheet, x, foot - 222, 15, LIT)
    line(sheet, [(x, foot - 222), (x, foot - 233)], INK, 2.6)
    line(sheet, [(x, foot - 222), (x + 8, foot - 218)], INK, 2.6)
    for column in range(6):
        box(sheet, x - 190 + column * 72, foot - 186, 20, 186, mix(wall, SKY, 0.12))
    for pane in range(5):
        arched(sheet, x - 162 + pane * 72, foot - 158, 36, 124)
    glow(sheet, x, foot - 90, 260, AMBER, 0.26)


def arched(sheet, x, y, wide, tall):
    frame = mix(INK, COBALT, 0.2)
    disc(sheet, x + wide / 2, y + wide / 2, wide / 2 + 3, frame)
    box(sheet, x - 3, y + wide / 2, wide + 6, tall - wide / 2 + 3, frame)
    disc(sheet, x + wide / 2, y + wide / 2, wide / 2, LIT)
    fill(
        sheet,
        [(x, y + wide / 2), (x + wide, y + wide / 2), (x + wide, y + tall), (x, y + tall)],
        [LIT, mix(AMBER, PAPER, 0.15), mix(AMBER, INK, 0.15)],
    )
    box(sheet, x + wide / 2 - 1.2, y, 2.4, tall, frame)
    for part in (0.36, 0.68):
        box(sheet, x, y + tall * part, wide, 2.2, frame)


def water_tower(sheet, x, foot):
    tone = mix(INK, COBALT, 0.32)
    for leg in (-46, -16, 16, 46):
        line(sheet, [(x + leg * 1.1, foot), (x + leg * 0.84, foot - 190)], tone, 6)
    for low, high in ((0, 95), (95, 190)):
        line(sheet, [(x - 48, foot - low), (x + 42, foot - high)], tone, 2.6)
        line(sheet, [(x + 48, foot - low), (x - 42, foot - high)], tone, 2.6)
        box(sheet, x - 46, foot - high, 92, 4, tone)
    fill(
        sheet,
        [(x - 62, foot - 268), (x + 62, foot - 268), (x + 62, foot - 190), (x - 62, foot - 190)],
        [mix(tone, PEACH, 0.3), tone, mix(tone, INK, 0.3)],
        across=True,
    )
    oval(sheet, x, foot - 190, 62, 12, mix(tone, INK, 0.35))
    shape(sheet, [(x - 70, foot - 266), (x, foot - 312), (x + 70, foot - 266)], mix(INK, COBALT, 0.14))
    disc(sheet, x, foot - 314, 5, AMBER)


def outfall(sheet, x, y):
    """Draw the pipe in the foreground, the sensor on it, and the water that leaves it."""
    tone, thick = mix(COBALT, INK, 0.12), 58
    for step in range(5):
        oval(sheet, x - 26, y + 76, 96 - step * 17, 11 - step * 2, sheer(PAPER, 0.1 + step * 0.05))
    fall = [(x, y + 6), (x - 20, y + 14), (x - 34, y + 34), (x - 42, y + 76), (x - 6, y + 78), (x, y + thick - 4)]
    fill(sheet, fall, [mix(SKY, PAPER, 0.4), SKY, mix(SKY, PAPER, 0.6)])
    for step in (-12, -22, -31):
        threads = [(x + step + 6, y + 22 - step / 3), (x + step, y + 46), (x + step - 3, y + 74)]
        line(sheet, threads, sheer(PAPER, 0.55), 2.4)
    for foot in (x + 120, x + 392):
        box(sheet, foot - 30, y + thick - 4, 60, 90, mix(INK, COBALT, 0.12), 4)
        box(sheet, foot - 38, y + thick - 6, 76, 12, mix(INK, SKY, 0.2), 4)
    tube(sheet, x, y, UNITS - x + 10, thick, tone)
    for spot in (x - 4, x + 200, x + 480):
        flange(sheet, spot, y, thick, tone)
        for bolt in (9, 29, 49):
            disc(sheet, spot + 9, y + bolt, 3.4, mix(tone, INK, 0.7))
    left = x + 312
    box(sheet, left - 6, y - 10, 60, 14, mix(INK, SKY, 0.12), 4)
    body = [(left, y - 54), (left + 48, y - 54), (left + 48, y - 8), (left, y - 8)]
    fill(sheet, body, [MIST, PAPER, mix(MIST, SKY, 0.4), mix(SKY, INK, 0.2)], across=True)
    box(sheet, left - 4, y - 62, 56, 14, mix(PAPER, MIST, 0.3), 6)
    box(sheet, left, y - 28, 48, 8, COBALT)
    glow(sheet, left + 24, y - 64, 70, AMBER, 0.6)
    disc(sheet, left + 24, y - 64, 7, AMBER)
    calls(sheet, left + 24, y - 64, (20, 34, 48), AMBER)


def banner_cold_store(sheet):
    cold_aisle(sheet, 1170, 318)
    wall = [mix(INK, COBALT, 0.2), mix(INK, COBALT, 0.42)]
    for left, right, top, foot in ((0, 940, 0, 520), (1400, UNITS, 0, 520), (940, 1400, 0, 96)):
        shades = wall if foot > 200 else [wall[0], mix(*wall, 0.2)]
        fill(sheet, [(left, top), (right, top), (right, foot), (left, foot)], shades)
    for x in range(90, 940, 170):
        box(sheet, x, 0, 2, 520, sheer(BLACK, 0.28))
        box(sheet, x + 2, 0, 1.6, 520, sheer(SKY, 0.1))
    wash(sheet, [mix(INK, COBALT, 0.36), mix(INK, COBALT, 0.08)], 520)
    box(sheet, 0, 486, 940, 34, mix(INK, BLACK, 0.15))
    box(sheet, 0, 486, 940, 4, mix(AMBER, INK, 0.45))
    spill(sheet)
    door(sheet)
    chair(sheet, 812, 566)
    pallet(sheet, 1004, 596)
    veil(sheet, 800, mix(INK, COBALT, 0.16), [0.42, 0.3, 0.0])


def cold_aisle(sheet, x, y):
    """Draw the inside of the store, one aisle deep, around its vanishing point."""
    fill(sheet, [(930, 80), (1410, 80), (1410, 530), (930, 530)], [mix(SKY, COBALT, 0.35), MIST, mix(SKY, PAPER, 0.4)])
    glow(sheet, x, y - 6, 240, PAPER, 1.0)

    def spot(across, high, deep):
        return x + across / deep, y + high / deep

    shape(sheet, [spot(-240, 214, 1), spot(240, 214, 1), spot(120, 214, 6), spot(-120, 214, 6)], mix(SKY, PAPER, 0.35))
    for bay in range(9, -1, -1):
        near, far = 0.9 + bay * 0.42, 1.32 + bay * 0.42
        pale = bay / 11
        if bay % 2 == 0:
            lamp = [spot(-26, -228, near), spot(26, -228, near), spot(26, -228, far), spot(-26, -228, far)]
            shape(sheet, lamp, mix(WHITE, SKY, 0.05))
        for side in (-1, 1):
            rack_bay(sheet, spot, side * 122, near, far, pale)
    for side in (-1, 1):
        rack_end(sheet, x, y, side)
    haze(sheet, 430, 530, PAPER, [0.0, 0.4])


def rack_bay(sheet, spot, across, near, far, pale):
    def side(start, end, top, foot, tone):
        corners = [spot(across, foot, start), spot(across, foot, end), spot(across, top, end), spot(across, top, start)]
        shape(sheet, corners, mix(tone, MIST, pale))

    side(near, far, -190, 214, mix(COBALT, INK, 0.4))
    for level in range(4):
        foot = 206 - level * 100
        for start, end in ((0.06, 0.48), (0.54, 0.96)):
            high = sheet.dice.uniform(50, 78)
            tone = sheet.dice.choice((PAPER, COBALT, PINE, SKY, PEACH, mix(COBALT, SKY, 0.5)))
            side(near + (far - near) * start, near + (far - near) * end, foot - high, foot, mix(tone, INK, 0.12))
        side(near, far, foot, foot + 9, AMBER)
    line(sheet, [spot(across, -196, near), spot(across, 214, near)], mix(mix(COBALT, INK, 0.35), MIST, pale), 7 / near)


def rack_end(sheet, x, y, side):
    """Draw the end of the nearest rack, face on, between its first post and the door frame."""
    left = x + 136 if side > 0 else x - 232
    box(sheet, left - 6, y - 218, 108, 460, mix(COBALT, INK, 0.52))
    for level in range(5):
        foot = y + 226 - level * 111
        inner = left + 4
        for wide in sheet.dice.choice(((44, 40), (58, 28), (30, 54))):
            tall = sheet.dice.uniform(48, 84)
            tone = mix(sheet.dice.choice((PAPER, PEACH, SKY, PINE, mix(COBALT, SKY, 0.5))), INK, 0.2)
            box(sheet, inner, foot - tall, wide, tall, tone, 2)
            box(sheet, inner + wide * 0.5, foot - tall * 0.42, wide * 0.32, 9, sheer(PAPER, 0.6), 1)
            inner += wide + 4
        box(sheet, left - 6, foot, 108, 9, AMBER)
    box(sheet, x + side * 136 - 5, y - 218, 10, 460, mix(COBALT, INK, 0.2))


def spill(sheet):
    """Let light and cold air run out over the floor."""
    shadow(sheet, [(950, 522), (1390, 522), (1470, 660), (850, 660)], 0.5, 22, mix(SKY, COBALT, 0.2))
    box(sheet, 0, 566, UNITS, 7, mix(AMBER, INK, 0.18))
    for x, y, wide in ((1020, 526, 80), (1170, 532, 150), (1320, 526, 80), (1290, 552, 120)):
        puff = [(x + math.cos(t / 8) * wide, y + math.sin(t / 8) * 12) for t in range(50)]
        shadow(sheet, puff, 0.42, 14, mix(PAPER, SKY, 0.3))


def door(sheet):
    frame = mix(MIST, INK, 0.42)
    box(sheet, 926, 84, 18, 438, frame, 3)
    box(sheet, 1396, 84, 18, 438, mix(frame, INK, 0.2), 3)
    box(sheet, 926, 80, 488, 20, frame, 3)
    box(sheet, 942, 98, 4, 422, sheer(WHITE, 0.55))
    box(sheet, 890, 52, UNITS, 14, mix(MIST, INK, 0.55), 4)
    shadow(sheet, [(1404, 90), (1424, 90), (1424, 530), (1404, 530)], 0.4, 14)
    fill(
        sheet,
        [(1420, 74), (1620, 74), (1620, 522), (1420, 522)],
        [mix(MIST, COBALT, 0.3), mix(MIST, COBALT, 0.45), mix(COBALT, INK, 0.2)],
    )
    box(sheet, 1420, 74, 10, 448, mix(MIST, PAPER, 0.4))
    for x in (1482, 1560):
        box(sheet, x, 50, 22, 34, mix(INK, MIST, 0.2), 4)
        disc(sheet, x + 11, 59, 10, STEEL)
    box(sheet, 1452, 268, 12, 96, INK, 6)
    box(sheet, 1455, 272, 4, 84, mix(AMBER, PAPER, 0.2), 2)
    for y in (404, 424):
        box(sheet, 1430, y, 180, 8, sheer(AMBER, 0.85))
    box(sheet, 858, 236, 44, 66, mix(INK, COBALT, 0.1), 6)
    box(sheet, 866, 246, 28, 20, mix(SKY, COBALT, 0.3), 3)
    for index in range(3):
        disc(sheet, 870 + index * 10, 284, 3.4, AMBER if index == 1 else STEEL)
    glow(sheet, 1170, 66, 130, AMBER, 0.65)
    box(sheet, 1146, 64, 48, 16, INK, 4)
    box(sheet, 1150, 48, 40, 18, AMBER, 8)


def chair(sheet, x, foot):
    """Draw the folding chair that has stayed."""
    oval(sheet, x, foot + 2, 70, 6, sheer(BLACK, 0.35))
    frame, seat = mix(STEEL, SKY, 0.25), mix(AMBER, INK, 0.1)
    for side in (-1, 1):
        line(sheet, [(x + side * 30, foot - 92), (x + side * 24, foot - 10)], mix(frame, INK, 0.5), 5)
    line(sheet, [(x - 25, foot - 34), (x + 25, foot - 34)], mix(frame, INK, 0.5), 4)
    for side in (-1, 1):
        line(sheet, [(x + side * 34, foot - 194), (x + side * 40, foot - 92), (x + side * 50, foot)], frame, 6)
        disc(sheet, x + side * 34, foot - 194, 3, frame)
    box(sheet, x - 35, foot - 192, 70, 42, seat, 8)
    box(sheet, x - 35, foot - 192, 70, 5, mix(seat, PAPER, 0.3), 2)
    shape(sheet, [(x - 36, foot - 108), (x + 36, foot - 108), (x + 47, foot - 84), (x - 47, foot - 84)], seat)
    box(sheet, x - 48, foot - 86, 96, 9, mix(seat, INK, 0.28), 3)


def pallet(sheet, x, foot):
    oval(sheet, x + 118, foot + 4, 160, 9, sheer(BLACK, 0.4))
    wood = mix(AMBER, INK, 0.38)
    box(sheet, x, foot - 26, 236, 9, mix(wood, PAPER, 0.2), 2)
    for block in (0, 102, 204):
        box(sheet, x + block, foot - 18, 32, 14, mix(wood, INK, 0.3))
    box(sheet, x, foot - 6, 236, 7, wood, 2)
    tones = (mix(PEACH, AMBER, 0.2), PEACH, mix(PEACH, PAPER, 0.4))
    for row in range(3):
        for column in range(3):
            left, top = x + 3 + column * 77, foot - 84 - row * 58
            if (row, column) == (2, 2):
                continue
            tone = mix(tones[(row + column) % 3], INK, 0.14 - row * 0.03)
            box(sheet, left, top, 75, 57, tone, 2)
            box(sheet, left + 31, top, 13, 57, mix(tone, INK, 0.1))
            box(sheet, left, top, 75, 3, sheer(WHITE, 0.4))
            box(sheet, left + 50, top + 36, 17, 12, sheer(PAPER, 0.85), 1)
    line(sheet, [(x + 158, foot - 128), (x + 176, foot - 128)], STEEL, 6)
    box(sheet, x + 176, foot - 170, 50, 84, PAPER, 9)
    box(sheet, x + 184, foot - 160, 34, 22, mix(COBALT, INK, 0.2), 3)
    line(sheet, [(x + 188, foot - 146), (x + 196, foot - 150), (x + 204, foot - 147), (x + 214, foot - 153)], SKY, 2.6)
    box(sheet, x + 184, foot - 128, 34, 5, COBALT, 2)
    disc(sheet, x + 201, foot - 106, 7, AMBER)
    calls(sheet, x + 201, foot - 182, (18, 34, 50), AMBER)


def banner_workbench(sheet):
    wash(sheet, [mix(INK, COBALT, 0.1), mix(INK, COBALT, 0.34)])
    tool_wall(sheet)
    glow(sheet, 1150, 380, 520, AMBER, 0.4)
    cone = [(1098, 176), (1212, 176), (1440, 512), (850, 512)]
    shape(sheet, cone, sheer(mix(AMBER, PAPER, 0.5), 0.13))
    shape(sheet, [(1116, 176), (1194, 176), (1330, 512), (960, 512)], sheer(mix(AMBER, PAPER, 0.5), 0.08))
    bench_top(sheet, 512)
    veil(sheet, 960, mix(INK, COBALT, 0.14), [0.62, 0.5, 0.0])
    bench_lamp(sheet, 1155, 512)
    test_screen(sheet, 1356, 512)
    opened_sensor(sheet, 866, 512)
    bench_tools(sheet, 512)


def tool_wall(sheet):
    board = mix(INK, COBALT, 0.3)
    box(sheet, 850, 40, 770, 320, board, 10)
    for x in range(874, 1600, 26):
        for y in range(62, 350, 26):
            disc(sheet, x, y, 2, mix(board, BLACK, 0.3))
    tone = mix(STEEL, INK, 0.4)
    for index, long in enumerate((120, 104, 90, 78)):
        x = 892 + index * 46
        box(sheet, x - 9, 92, 18, 62, mix((COBALT, PINE, AMBER, COBALT)[index], INK, 0.22), 8)
        box(sheet, x - 3, 150, 6, long, tone, 2)
    for x, size in ((1300, 1.0), (1372, 0.8), (1432, 0.64)):
        spanner(sheet, x, 92, 210 * size, 11 * size, tone)
    pliers(sheet, 1512, 84, tone)


def spanner(sheet, x, y, long, half, tone):
    box(sheet, x - half, y, half * 2, long, tone, half)
    for end, bite in ((y, -1), (y + long, 1)):
        disc(sheet, x, end, half * 2.3, tone)
        jaw = [
            (x - half * 0.9, end),
            (x + half * 0.9, end),
            (x + half * 1.2, end + bite * half * 3),
            (x - half * 1.2, end + bite * half * 3),
        ]
        shape(sheet, jaw, mix(INK, COBALT, 0.3))


def pliers(sheet, x, y, tone):
    for side in (-1, 1):
        jaw = [
            (x + side, y),
            (x + side * 11, y + 4),
            (x + side * 19, y + 52),
            (x - side * 8, y + 66),
            (x + side, y + 44),
        ]
        shape(sheet, jaw, tone)
        grip = smooth(
            [(x - side * 6, y + 60), (x + side * 20, y + 104), (x + side * 25, y + 150), (x + side * 15, y + 200)]
        )
        line(sheet, grip, mix(COBALT, INK, 0.12), 15)
        disc(sheet, *grip[-1], 7.5, mix(COBALT, INK, 0.12))
    disc(sheet, x, y + 62, 16, tone)
    disc(sheet, x, y + 62, 5, mix(tone, INK, 0.5))


def bench_top(sheet, y):
    fill(sheet, [(0, y), (UNITS, y), (UNITS, y + 40), (0, y + 40)], [mix(AMBER, INK, 0.15), mix(AMBER, INK, 0.5)])
    glow(sheet, 1150, y + 6, 330, mix(AMBER, PAPER, 0.6), 0.5)
    wash(sheet, [mix(INK, BLACK, 0.32), mix(INK, BLACK, 0.1)], y + 40)
    for x in (520, 960, 1400):
        box(sheet, x, y + 64, 400, 110, mix(INK, COBALT, 0.16), 8)
        box(sheet, x + 160, y + 88, 80, 10, mix(AMBER, INK, 0.4), 5)


def bench_lamp(sheet, x, foot):
    arm = mix(MIST, INK, 0.25)
    line(sheet, [(x + 178, foot - 6), (x + 200, foot - 230), (x + 20, foot - 400)], arm, 9)
    disc(sheet, x + 200, foot - 230, 11, AMBER)
    box(sheet, x + 108, foot - 14, 110, 14, mix(MIST, INK, 0.3), 6)
    fill(
        sheet,
        [(x - 26, foot - 424), (x + 30, foot - 424), (x + 66, foot - 338), (x - 62, foot - 338)],
        [mix(COBALT, SKY, 0.25), COBALT, mix(COBALT, INK, 0.3)],
        across=True,
    )
    box(sheet, x - 14, foot - 438, 32, 18, mix(COBALT, INK, 0.3), 5)
    oval(sheet, x + 2, foot - 338, 64, 11, mix(PAPER, AMBER, 0.15))


def test_screen(sheet, x, foot):
    box(sheet, x, foot - 156, 214, 152, mix(MIST, INK, 0.14), 12)
    box(sheet, x + 12, foot - 144, 146, 116, mix(INK, PINE, 0.28), 8)
    for step in range(1, 5):
        box(sheet, x + 12 + step * 29, foot - 144, 1, 116, sheer(SKY, 0.24))
        box(sheet, x + 12, foot - 144 + step * 23, 146, 1, sheer(SKY, 0.24))
    spots = [(x + 16 + t, foot - 86 - 38 * math.exp(-(t % 46) / 14) * math.cos(t % 46 / 2.2)) for t in range(139)]
    line(sheet, spots, AMBER, 3)
    for row in range(3):
        disc(sheet, x + 186, foot - 128 + row * 40, 12, mix(INK, SKY, 0.2))
        line(sheet, [(x + 186, foot - 128 + row * 40), (x + 192, foot - 137 + row * 40)], PAPER, 3)


def opened_sensor(sheet, x, foot):
    """Draw a sensor taken apart: base in its holder, cell, board standing, lid beside it."""
    for left, wide in ((x, 120), (x + 150, 44), (x + 212, 130), (x + 362, 84)):
        oval(sheet, left + wide / 2, foot + 3, wide * 0.62, 6, sheer(BLACK, 0.3))
    fill(sheet, [(x + 8, foot - 22), (x + 112, foot - 22), (x + 120, foot), (x, foot)], [STEEL, mix(STEEL, INK, 0.4)])
    fill(
        sheet,
        [(x + 14, foot - 86), (x + 106, foot - 86), (x + 106, foot - 20), (x + 14, foot - 20)],
        [MIST, PAPER, mix(MIST, SKY, 0.4), mix(SKY, INK, 0.25)],
        across=True,
    )
    oval(sheet, x + 60, foot - 86, 46, 11, mix(COBALT, INK, 0.5))
    oval(sheet, x + 60, foot - 84, 36, 7, mix(INK, BLACK, 0.2))
    box(sheet, x + 14, foot - 50, 92, 8, COBALT)
    fill(
        sheet,
        [(x + 150, foot - 88), (x + 194, foot - 88), (x + 194, foot), (x + 150, foot)],
        [mix(PINE, INK, 0.2), mix(PINE, PAPER, 0.3), PINE, mix(PINE, INK, 0.5)],
        across=True,
    )
    oval(sheet, x + 172, foot - 88, 22, 6, STEEL)
    box(sheet, x + 164, foot - 98, 16, 10, STEEL, 3)
    circuit(sheet, x + 214, foot)
    fill(
        sheet,
        [(x + 364, foot - 30), (x + 442, foot - 30), (x + 446, foot), (x + 360, foot)],
        [MIST, PAPER, mix(MIST, SKY, 0.4), mix(SKY, INK, 0.25)],
        across=True,
    )
    oval(sheet, x + 403, foot - 30, 39, 9, PAPER)
    disc(sheet, x + 403, foot - 33, 6, AMBER)
    calls(sheet, x + 403, foot - 36, (20, 34, 48), AMBER)


def circuit(sheet, x, foot):
    box(sheet, x - 6, foot - 14, 138, 14, mix(INK, SKY, 0.25), 4)
    box(sheet, x, foot - 134, 126, 124, mix(PINE, INK, 0.08), 10)
    ring(sheet, x + 112, foot - 120, 6, mix(AMBER, PAPER, 0.3), 3)
    ring(sheet, x + 14, foot - 120, 6, mix(AMBER, PAPER, 0.3), 3)
    for start, end in (((34, 74), (10, 98)), ((34, 62), (10, 62)), ((90, 62), (116, 62)), ((90, 78), (112, 100))):
        line(sheet, [(x + start[0], foot - start[1]), (x + end[0], foot - end[1])], mix(PINE, SKY, 0.5), 3)
    box(sheet, x + 34, foot - 96, 56, 56, mix(INK, COBALT, 0.15), 4)
    box(sheet, x + 42, foot - 88, 40, 40, mix(INK, COBALT, 0.32), 2)
    for pin in range(5):
        for side in (28, 91):
            box(sheet, x + side, foot - 92 + pin * 11, 6, 5, mix(AMBER, PAPER, 0.4))
    box(sheet, x + 40, foot - 30, 18, 10, mix(PAPER, INK, 0.2), 1)
    box(sheet, x + 66, foot - 30, 24, 10, INK, 1)
    disc(sheet, x + 104, foot - 26, 5, AMBER)


def bench_tools(sheet, foot):
    oval(sheet, 760, foot + 3, 78, 5, sheer(BLACK, 0.3))
    line(sheet, [(676, foot - 6), (762, foot - 6)], STEEL, 5)
    box(sheet, 758, foot - 14, 70, 16, mix(AMBER, INK, 0.06), 7)
    box(sheet, 766, foot - 11, 50, 3, sheer(PAPER, 0.5), 1)


def city_map(sheet):
    blocks(sheet)
    hills(sheet)
    lake = lake_shore()
    bank, water = mix(PINE, PAPER, 0.7), mix(SKY, PAPER, 0.2)
    course = [(-60, 770), (240, 728), (520, 742), (800, 706), (1040, 630), (1250, 604), (1440, 640), (1660, 570)]
    river = smooth(course)
    shape(sheet, bulge(lake, 900, 372, 1.07), bank)
    shape(sheet, ribbon(river, 158), bank)
    shape(sheet, ribbon(river, 124), water)
    shape(sheet, ribbon(river, 66), mix(water, WHITE, 0.16))
    roads(sheet)
    lake_water(sheet, lake, water)
    pin(sheet, 588, 372)


def smooth(spots, steps=14):
    """Return a curve through the spots (Catmull-Rom)."""
    padded = [spots[0], *spots, spots[-1]]
    curve = []
    for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        for step in range(steps):
            t = step / steps
            curve.append(
                tuple(
                    0.5 * (2 * q + (r - p) * t + (2 * p - 5 * q + 4 * r - s) * t * t + (3 * q - p - 3 * r + s) * t**3)
                    for p, q, r, s in zip(a, b, c, d, strict=True)
                )
            )
    return [*curve, spots[-1]]


def bulge(spots, x, y, grow):
    return [(x + (a - x) * grow, y + (b - y) * grow) for a, b in spots]


def ribbon(spots, wide):
    """Return the outline of a band along a curve."""
    left, right = [], []
    for before, here, after in zip([spots[0], *spots], spots, [*spots[1:], spots[-1]], strict=False):
        dx, dy = after[0] - before[0], after[1] - before[1]
        part = wide / 2 / math.hypot(dx, dy)
        left.append((here[0] - dy * part, here[1] + dx * part))
        right.append((here[0] + dy * part, here[1] - dx * part))
    return [*left, *reversed(right)]


def blocks(sheet):
    """Lay out the city: a slightly turned grid of streets, some blocks joined, some of them green."""
    turn = math.radians(-9)
    across, down = (math.cos(turn), math.sin(turn)), (-math.sin(turn), math.cos(turn))
    box(sheet, 0, 0, UNITS, sheet.tall, WHITE)
    tones = [mix(MIST, PAPER, part) for part in (0.25, 0.45, 0.6, 0.75)]
    columns, rows = streets(sheet, -260, 1700), streets(sheet, -200, 1300)
    for (y, y_end), wider in zip(pairwise(rows), range(len(rows)), strict=False):
        for index, (x, x_end) in enumerate(pairwise(columns)):
            gaps = [7 if place % 4 == 0 else 3 for place in (index, wider)]
            joined = 0 if index % 4 == 3 or sheet.dice.random() < 0.8 else 8
            green = sheet.dice.random() < 0.04
            tone = mix(PINE, PAPER, 0.7) if green else sheet.dice.choice(tones)
            left, top, right, foot = x + gaps[0], y + gaps[1], x_end + joined, y_end
            corners = [(left, top), (right, top), (right, foot), (left, foot)]
            shape(sheet, [(a * across[0] + b * down[0], a * across[1] + b * down[1]) for a, b in corners], tone)


def streets(sheet, start, end):
    spots = [start]
    while spots[-1] < end:
        spots.append(spots[-1] + sheet.dice.choice((44, 52, 60, 74)))
    return spots


def hills(sheet):
    """Stack the hills of the west like sheets of card."""
    for size in range(7):
        tone = mix(mix(PINE, PAPER, 0.74), mix(PINE, PAPER, 0.36), size / 6)
        for x, y, wide, tall, lean in ((150, 250, 450, 330, 0.4), (240, 560, 430, 176, 2.1)):
            part = 1 - size * 0.145
            spots = []
            for step in range(90):
                angle = step / 90 * math.tau
                wave = 1 + 0.11 * math.sin(angle * 3 + lean) + 0.06 * math.sin(angle * 5 + lean * 2 + size * 0.3)
                spots.append(
                    (
                        x - size * 9 + math.cos(angle) * wide * part * wave,
                        y - size * 4 + math.sin(angle) * tall * part * wave,
                    )
                )
            if size:
                shadow(sheet, [(a + 3, b + 5) for a, b in spots], 0.16, 5)
            shape(sheet, spots, tone)


def lake_shore():
    spots = [
        (770, 250),
        (850, 205),
        (960, 216),
        (1040, 262),
        (1062, 352),
        (1050, 450),
        (985, 520),
        (880, 536),
        (800, 498),
        (762, 430),
        (782, 360),
        (752, 300),
    ]
    return smooth([*spots, spots[0]])


def lake_water(sheet, lake, water):
    shadow(sheet, [(x, y - 2) for x, y in lake], 0.18, 7, COBALT)
    shape(sheet, lake, water)
    for grow, part in ((0.8, 0.12), (0.52, 0.22)):
        shape(sheet, bulge(lake, 925, 372, grow), mix(water, WHITE, part))
    green = mix(PINE, PAPER, 0.45)
    line(sheet, smooth([(796, 226), (822, 330), (812, 420), (838, 522)]), green, 9)
    line(sheet, smooth([(822, 290), (900, 262), (1000, 236)]), green, 8)
    line(sheet, smooth([(796, 226), (822, 330), (812, 420), (838, 522)]), PAPER, 3)
    line(sheet, smooth([(822, 290), (900, 262), (1000, 236)]), PAPER, 3)
    for x, y, size in ((900, 296, 22), (930, 404, 13), (892, 420, 9), (958, 432, 8)):
        oval(sheet, x, y, size, size * 0.66, green)
        oval(sheet, x - 1, y - 2, size * 0.6, size * 0.36, mix(green, PINE, 0.4))


def roads(sheet):
    grey, gold = mix(MIST, INK, 0.2), mix(AMBER, PAPER, 0.42)
    small = [
        [(540, -20), (560, 120), (640, 240), (660, 372), (650, 520), (690, 590), (720, 626)],
        [(-30, 446), (90, 458), (220, 430), (380, 452), (500, 398), (660, 372)],
        [(1190, -20), (1160, 180), (1180, 360), (1166, 456)],
        [(660, 372), (700, 300), (740, 190), (860, 150), (1010, 150), (1180, 190), (1420, 150), (1640, 118)],
    ]
    large = [
        [(-20, 640), (240, 640), (480, 660), (720, 626), (940, 560), (1130, 470), (1330, 420), (1640, 360)],
        [(860, -20), (840, 80), (1010, 96), (1290, 60), (1360, 240), (1330, 420), (1370, 620), (1440, 820)],
        [(700, 820), (716, 700), (720, 626)],
    ]
    for tone, thicker in ((grey, 3.0), (None, 0.0)):
        for spots in small:
            line(sheet, smooth(spots), tone or WHITE, 9 + thicker)
        for spots in large:
            line(sheet, smooth(spots), tone or gold, 13 + thicker)
    rail = smooth([(1640, 250), (1450, 290), (1270, 300), (1230, 420), (1260, 560), (1220, 700), (1240, 820)])
    line(sheet, rail, mix(COBALT, MIST, 0.35), 5)
    for start, end in pairwise(rail[::3]):
        dashes(sheet, start, end, PAPER, 2.4, 20)


def pin(sheet, x, y):
    for radius, strength in ((96, 0.14), (58, 0.2)):
        disc(sheet, x, y, radius, sheer(AMBER, strength))
    shadow(sheet, [(x + 26 * math.cos(t / 5), y + 3 + 9 * math.sin(t / 5)) for t in range(32)], 0.38, 6)
    centre, radius = y - 98, 54
    for grow, tone in ((7, PAPER), (0, AMBER)):
        reach = radius + grow
        spots = [(x + math.cos(t / 20) * reach, centre + math.sin(t / 20) * reach) for t in range(-71, 9)]
        shape(sheet, [*spots, (x, y + grow * 1.5)], tone)
    disc(sheet, x, centre, 25, PAPER)
    disc(sheet, x, centre, 13, COBALT)


SLATE = (118, 134, 152)
BLUE = (62, 118, 196)
GOLD = (214, 140, 46)
GREEN = (58, 138, 120)
CLEAR = (0, 0, 0, 0)


def words(sheet, rows):
    """Set rounded bars where a wordmark would stand; each row is (top, height, colour, widths)."""
    for top, tall, colour, widths in rows:
        x = 660
        for wide in widths:
            box(sheet, x, top, wide, tall, colour, tall / 2)
            x += wide + tall * 0.5


def partner_quiet_machines(sheet):
    for index, tall in enumerate((400, 292, 196, 116, 62)):
        box(sheet, 80 + index * 100, 320 - tall / 2, 62, tall, GOLD if index == 4 else BLUE, 31)
    words(sheet, [(214, 96, SLATE, (300, 470)), (352, 60, BLUE, (200, 130, 340))])


def partner_delta_cold(sheet):
    shape(sheet, [(310, 90), (560, 540), (60, 540)], GREEN)
    for end in (170, 310, 450):
        line(sheet, [(310, 262), (end, 580)], CLEAR, 34)
    disc(sheet, 310, 250, 56, CLEAR)
    disc(sheet, 310, 250, 36, GOLD)
    words(sheet, [(200, 116, SLATE, (560,)), (366, 66, GREEN, (240, 420))])


def partner_nine_bridges(sheet):
    for index in range(3):
        ring(sheet, 146 + index * 160, 330, 97, BLUE, 34)
    box(sheet, 0, 332, 620, 160, CLEAR)
    box(sheet, 49, 316, 514, 30, BLUE, 15)
    for row, (left, wide) in enumerate(((94, 424), (166, 280), (236, 140))):
        box(sheet, left, 384 + row * 56, wide, 24, (GREEN, GREEN, GOLD)[row], 12)
    words(sheet, [(226, 90, SLATE, (220, 180, 330)), (360, 60, BLUE, (520,))])


def partner_open_gauge(sheet):
    arc(sheet, 310, 330, 230, 135, 405, SLATE, 46)
    for step in range(7):
        angle = math.radians(150 + step * 40)
        ends = [(310 + math.cos(angle) * far, 330 + math.sin(angle) * far) for far in (140, 168)]
        line(sheet, ends, SLATE, 14)
    line(sheet, [(310, 330), (310 + 150 * math.cos(-0.82), 330 + 150 * math.sin(-0.82))], GOLD, 30)
    disc(sheet, 310, 330, 44, GOLD)
    for end in (135, 405):
        angle = math.radians(end)
        disc(sheet, 310 + math.cos(angle) * 207, 330 + math.sin(angle) * 207, 23, SLATE)
    words(sheet, [(214, 100, BLUE, (250, 420)), (356, 62, SLATE, (340, 230))])
