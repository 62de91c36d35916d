"""Pictures of maps for links that are passed on (https://ogp.me/): 1200 by 630 points."""

import asyncio
import math
from collections.abc import Iterable, Iterator
from io import BytesIO

from PIL import Image, ImageDraw

from klimagraph.maps.areas import GRID, Area
from klimagraph.maps.scenes import Dot, Position, Scene
from klimagraph.web.language import gettext, ngettext
from klimagraph.web.map_letters import font, wrapped

WIDTH, HEIGHT = 1200, 630
SCALE = 2
"""Drawn so much larger and made smaller afterwards, so that lines are smooth."""
MAP = (600, 30, 1180, 600)
"""Where the map stands: left, top, right, bottom."""
MARGIN, TEXT = 56, 520
"""Free space at the left, and width of the text."""
PAPER, INK, SOFT, GREEN = "#fdfdfb", "#17211c", "#4d5c53", "#0a6239"
LAND, BORDER, MARKED = "#e7ede8", "#b4c2b9", "#7fc3a1"
SERIES = ("#0a7a4b", "#c05a00", "#5a4fb0", "#b3276b", "#00728a",
          "#7a6a00", "#8a4b2f", "#3d6b9e", "#6b7a1f", "#666e6a")  # fmt: skip
"""The colours of series, as `tokens.css` has them on light ground."""
SOURCE = "© GeoBasis-DE / BKG 2021 (Daten verändert), dl-de/by-2-0"
LINES, NAMES = 4, 3
"""Lines of a title, and alliances that are named, at most."""

Pixel = tuple[float, float]
KINDS = ("municipality", "district", "association", "state")
"""Classes of what has a key."""


async def drawn(scene: Scene, path: str, *, words: bool = True) -> bytes:
    """Return a scene as PNG; the path is that of what it shows, empty for everything.

    Without words it is the right half, the map alone.
    """
    return await asyncio.to_thread(_drawn, scene, path, words)


def _drawn(scene: Scene, path: str, words: bool) -> bytes:
    image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), PAPER)
    _draw_map(ImageDraw.Draw(image), scene)
    image = image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    if words:
        _write(ImageDraw.Draw(image), scene, path)
    else:
        image = image.crop((MAP[0] - 15, 0, WIDTH, HEIGHT))
    output = BytesIO()
    image.quantize(128 if words else 24).save(output, "PNG", optimize=True)
    return output.getvalue()


class _Plane:
    """Places on the picture: Mercator's projection, as large as the frame allows."""

    def __init__(self, low: Position, high: Position) -> None:
        left, top, right, bottom = (side * SCALE for side in MAP)
        (x, y), (x_end, y_end) = _mercator(low), _mercator(high)
        self.factor = min(
            (right - left) / max(x_end - x, 1e-6), (bottom - top) / max(y_end - y, 1e-6)
        )
        self.x = (left + right) / 2 - self.factor * (x + x_end) / 2
        self.y = (top + bottom) / 2 + self.factor * (y + y_end) / 2

    def place(self, point: Position) -> Pixel:
        """Return where a position is drawn."""
        x, y = _mercator(point)
        return self.x + x * self.factor, self.y - y * self.factor


def _mercator(point: Position) -> Position:
    latitude = math.radians(min(max(point[1], -85.0), 85.0))
    return math.radians(point[0]), math.log(math.tan(math.pi / 4 + latitude / 2))


def _draw_map(draw: ImageDraw.ImageDraw, scene: Scene) -> None:
    plane = _Plane(scene.low, scene.high)
    thin = 1 if len(scene.background) > 100 else 2
    _fill(draw, plane, scene.background, LAND)
    _fill(draw, plane, scene.marked, MARKED)
    _outline(draw, plane, scene.background, (BORDER, thin))
    _outline(draw, plane, scene.marked, (GREEN, 2))
    clear = MAP[0] * SCALE - 30
    draw.rectangle((0, 0, clear, HEIGHT * SCALE), fill=PAPER)
    for dot in scene.dots:
        if scene.marked and not dot.alliances and _large(plane, scene.marked):
            continue
        _dot(draw, plane.place(dot.point), dot)


def _fill(draw: ImageDraw.ImageDraw, plane: _Plane, areas: Iterable[Area], colour: str) -> None:
    """Fill areas; holes are filled as well."""
    for ring in _rings(plane, areas):
        draw.polygon(ring, fill=colour)


def _outline(
    draw: ImageDraw.ImageDraw, plane: _Plane, areas: Iterable[Area], look: tuple[str, int]
) -> None:
    colour, width = look
    for ring in _rings(plane, areas):
        draw.line(ring, fill=colour, width=width * SCALE, joint="curve")


def _rings(plane: _Plane, areas: Iterable[Area]) -> Iterator[list[Pixel]]:
    """Yield the outer borders of areas as they are drawn."""
    for area in areas:
        for rings in area.polygons:
            yield [plane.place((x / GRID, y / GRID)) for x, y in rings[0]]


def _large(plane: _Plane, areas: Iterable[Area]) -> bool:
    """Tell whether an area is seen without a sign beside it."""
    places = [place for ring in _rings(plane, areas) for place in ring]
    wide = max(x for x, _ in places) - min(x for x, _ in places)
    return wide > 60 * SCALE


def _dot(draw: ImageDraw.ImageDraw, place: Pixel, dot: Dot) -> None:
    """Draw a dot, one part of it for each alliance; a ring where there is none."""
    x, y = place
    if not dot.alliances:
        for radius, colour in ((26, GREEN), (22, PAPER)):
            _circle(draw, (x, y), radius * SCALE, outline=colour)
        return
    radius = 8 * SCALE
    box = (x - radius, y - radius, x + radius, y + radius)
    part = 360 / len(dot.alliances)
    for at, number in enumerate(dot.alliances):
        colour = SERIES[min(number, len(SERIES) - 1)]
        draw.pieslice(box, at * part - 90, (at + 1) * part - 90, fill=colour)
    draw.ellipse(box, outline=PAPER, width=SCALE + 1)


def _circle(draw: ImageDraw.ImageDraw, place: Pixel, radius: float, outline: str) -> None:
    x, y = place
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), outline=outline, width=4 * SCALE)


def _write(draw: ImageDraw.ImageDraw, scene: Scene, path: str) -> None:
    """Write name, place, key and alliances beside the map."""
    title = scene.title or gettext("Wer macht mit im Klimaschutz?")
    draw.text((MARGIN, 52), "Klimagraph", GREEN, font(28, bold=True))
    y, large = 124.0, font(54 if len(title) < 60 else 40, bold=True)
    for line in wrapped(title, large, TEXT, LINES):
        draw.text((MARGIN, y), line, INK, large)
        y += large.size * 1.2
    y, small = y + 18, font(26)
    for said in _said(scene, path):
        for line in wrapped(said, small, TEXT, 2):
            draw.text((MARGIN, y), line, SOFT, small)
            y += small.size * 1.4
    tiny = font(16)
    draw.text((MARGIN, HEIGHT - 46), wrapped(SOURCE, tiny, TEXT, 1)[0], SOFT, tiny)


def _said(scene: Scene, path: str) -> Iterable[str]:
    """Yield the lines below the title."""
    kind, _, key = path.partition("/")
    if scene.within:
        yield ", ".join(scene.within)
    if kind in KINDS:
        yield f"{_key_name(kind)} {key}"
        yield from scene.alliances[:NAMES]
        if len(scene.alliances) > NAMES:
            yield gettext("und weitere Bündnisse")
        return
    count = scene.members
    yield ngettext("ein Mitglied belegt", "%(count)s Mitglieder belegt", count) % {"count": count}
    if not kind:
        count = len(scene.alliances)
        yield ngettext("ein Bündnis", "%(count)s Bündnisse", count) % {"count": count}


def _key_name(kind: str) -> str:
    names = {
        "municipality": gettext("Gemeindeschlüssel"),
        "district": gettext("Kreisschlüssel"),
        "association": gettext("Verbandsschlüssel"),
        "state": gettext("Länderschlüssel"),
    }
    return names[kind]
