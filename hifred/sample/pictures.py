"""The sample site's pictures, each drawn by code alone and the same every time."""

import math
from collections.abc import Callable
from typing import NamedTuple

from PIL import Image

from . import banners, diagrams, landscapes
from .brushes import (
    AMBER,
    COBALT,
    INK,
    PAPER,
    SKY,
    UNITS,
    Sheet,
    box,
    disc,
    finish,
    glow,
    line,
    mix,
    new_sheet,
    ramp,
    sheer,
    wash,
)

WIDE, BOOK, SQUARE, SHARE, BANNER = 9 / 16, 3 / 4, 1.0, 630 / 1200, 0.4


class Picture(NamedTuple):
    """How one picture is painted, and its height as a part of its width."""

    paint: Callable[[Sheet], None]
    ratio: float
    mode: str = "RGB"


def draw(name: str, width: int = 1920) -> Image.Image:
    picture = PICTURES[name]
    sheet = new_sheet(name, width, picture.ratio, picture.mode)
    picture.paint(sheet)
    return finish(sheet)


def logo(sheet):
    mark(sheet, 800, 800, 920, COBALT, AMBER)


def mark(sheet, x, y, size, uprights, pulse):
    """Draw the mark: an H of two uprights whose crossbar is one beat of a pulse."""
    wide = size * 0.3
    for side in (-1, 1):
        box(sheet, x + side * size * 0.62 - wide / 2, y - size * 0.86, wide, size * 1.72, uprights, wide / 2)
    beat = [(-0.62, 0), (-0.27, 0), (-0.1, -0.36), (0.1, 0.36), (0.27, 0), (0.62, 0)]
    spots = [(x + dx * size, y + dy * size) for dx, dy in beat]
    line(sheet, spots, pulse, size * 0.125)
    for end in (spots[0], spots[-1]):
        disc(sheet, *end, size * 0.0625, pulse)


def share(sheet):
    wash(sheet, [mix(COBALT, INK, 0.7), mix(COBALT, INK, 0.2), COBALT])
    glow(sheet, 800, 420, 560, mix(COBALT, SKY, 0.4), 0.6)
    for row in range(26):
        line(sheet, swell(row), sheer(ramp([SKY, SKY, AMBER], row / 25), 0.2 + 0.02 * row), 2.6)
    mark(sheet, 800, 400, 210, PAPER, AMBER)


def swell(row):
    spots = []
    for x in range(-10, UNITS + 20, 8):
        lift = math.exp(-(((x - 800) / 420) ** 2))
        wave = math.sin(x / (120 - row) + row * 0.42) * (16 + row * 1.6) * (1.25 - lift)
        spots.append((x, 560 + row * 11 + wave + 60 * lift))
    return spots


# What matters, in per cent from the left and the top, where it is not in the middle.
FOCUS = {
    "banner-waterworks": (85, 60),
    "banner-cold-store": (75, 50),
    "banner-workbench": (72, 55),
    "bearing-waveform": (30, 50),
    "cold-chain-dusk": (48, 75),
    "tea-hills": (68, 55),
    "maas-bridge": (38, 40),
    "suzhou-workshop": (32, 45),
    "pump-room": (40, 55),
    "city-map": (37, 35),
}
PICTURES: dict[str, Picture] = {
    "bearing-waveform": Picture(diagrams.bearing_waveform, WIDE),
    "cold-chain-dusk": Picture(landscapes.dusk_road, WIDE),
    "circuit-city": Picture(diagrams.circuit_city, WIDE),
    "contour-map": Picture(diagrams.contour_map, WIDE),
    "factory-morning": Picture(landscapes.factory_morning, WIDE),
    "edge-stack": Picture(diagrams.edge_stack, WIDE),
    "spectrogram": Picture(diagrams.spectrogram, WIDE),
    "warehouse-aisle": Picture(diagrams.warehouse_aisle, WIDE),
    "maas-bridge": Picture(landscapes.maas_bridge, WIDE),
    "rain-sensor": Picture(diagrams.rain_sensor, WIDE),
    "radar-arcs": Picture(diagrams.radar_arcs, WIDE),
    "canal-houses": Picture(landscapes.canal_houses, WIDE),
    "tea-hills": Picture(landscapes.tea_hills, WIDE),
    "suzhou-workshop": Picture(landscapes.suzhou_workshop, WIDE),
    "pump-room": Picture(diagrams.pump_room, WIDE),
    "sensor-exploded": Picture(diagrams.sensor_exploded, BOOK),
    "temperature-chart": Picture(diagrams.temperature_chart, BOOK),
    "shaft-orbit": Picture(diagrams.shaft_orbit, BOOK),
    "logo": Picture(logo, SQUARE, "RGBA"),
    "share": Picture(share, SHARE),
    "banner-waterworks": Picture(banners.banner_waterworks, BANNER),
    "banner-cold-store": Picture(banners.banner_cold_store, BANNER),
    "banner-workbench": Picture(banners.banner_workbench, BANNER),
    "city-map": Picture(banners.city_map, 0.5),
    "partner-quiet-machines": Picture(banners.partner_quiet_machines, BANNER, "RGBA"),
    "partner-delta-cold": Picture(banners.partner_delta_cold, BANNER, "RGBA"),
    "partner-nine-bridges": Picture(banners.partner_nine_bridges, BANNER, "RGBA"),
    "partner-open-gauge": Picture(banners.partner_open_gauge, BANNER, "RGBA"),
}
