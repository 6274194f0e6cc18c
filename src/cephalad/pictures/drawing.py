"""The little of SVG that the pictures need, on the element tree of the standard library, which escapes every text.

A drawing has no style sheet, no script and no reference out of itself, so that the strictest content policy shows it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal
from xml.etree.ElementTree import Element, SubElement

from cephalad.errors import InvalidArgument
from cephalad.pictures.curves import Point, number
from cephalad.pictures.palette import GROUND, INK, QUIET
from cephalad.terms import clean

__all__ = ["Canvas", "Words", "cut", "text_width", "wrapped", "write_heading"]

_FONTS = "'Helvetica Neue', Arial, 'Noto Sans', 'Noto Sans SC', 'Noto Sans CJK SC', 'Microsoft YaHei', sans-serif"

# Widths in parts of the font size, of the widest usual sans serif (DejaVu Sans): what fits by them fits in the others.
_NARROW = {**dict.fromkeys("iljI|!'.,:;", 0.34), **dict.fromkeys("ftr()[]{}-/\\ ", 0.42)}
_WIDE = {**dict.fromkeys("mwMW@%", 1.0), **dict.fromkeys("OQGDCHNU&", 0.8)}
_BOLDER = 1.12
_ELLIPSIS = "…"
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9-]*")


@lru_cache(maxsize=4096)
def _sign_width(sign: str) -> float:
    if unicodedata.east_asian_width(sign) in "WF" or sign in "“”‘’…—":
        return 1.0
    if unicodedata.category(sign) in ("Mn", "Me"):
        return 0.0
    return _NARROW.get(sign) or _WIDE.get(sign) or (0.7 if sign.isupper() or not sign.isascii() else 0.64)


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """The room that a text needs at most, in the units of the drawing.

    Examples
    --------
    >>> text_width("静脉", 10)
    20.0
    """
    return sum(map(_sign_width, text)) * size * (_BOLDER if bold else 1)


def cut(text: str, size: float, room: float, *, bold: bool = False) -> str:
    """The text, or its beginning and an ellipsis where it does not fit."""
    # No line of a picture is longer than this, however narrow its letters; a longer text need not be measured.
    text = text if len(text) <= 400 else text[:400] + _ELLIPSIS
    if text_width(text, size, bold=bold) <= room:
        return text
    kept = text
    while kept and text_width(kept + _ELLIPSIS, size, bold=bold) > room:
        kept = kept[:-1]
    return kept.rstrip() + _ELLIPSIS


def wrapped(text: str, size: float, room: float, *, most: int = 99, bold: bool = False) -> tuple[str, ...]:
    """The text in lines that fit into the room, the last one cut where there are more than `most`."""
    lines: list[str] = []
    line = ""
    pieces = list(_pieces(text[: 400 * most]))
    for at, piece in enumerate(pieces):
        if not line or text_width((line + piece).rstrip(), size, bold=bold) <= room:
            line += piece
            continue
        if len(lines) == most - 1:
            line += "".join(pieces[at:])
            break
        lines.append(line.rstrip())
        line = piece.lstrip()
    return tuple(cut(each, size, room, bold=bold) for each in (*lines, line.rstrip()) if each)


def _pieces(text: str) -> Iterator[str]:
    """Stretches that no line break divides: words with the blank after them, single Chinese characters."""
    piece = ""
    for sign in text:
        wide = _sign_width(sign) == 1.0 and unicodedata.category(sign) == "Lo"
        if piece and (piece[-1] == " " or wide) and sign != " ":
            yield piece
            piece = ""
        piece += sign
    if piece:
        yield piece


@dataclass(frozen=True, slots=True)
class Words:
    """How a text is set: size, weight, colour, which end its place is, and whether lines behind it are blanked out."""

    size: float
    bold: bool = False
    fill: str = INK
    anchor: Literal["start", "middle", "end"] = "start"
    halo: bool = False

    def width(self, text: str) -> float:
        """The room that a text set so needs at most."""
        return text_width(text, self.size, bold=self.bold)


class Canvas:
    """An SVG drawing on its way: a white ground, a title and a description, then what is put on it.

    Parameters
    ----------
    id : beginning of every id inside, so that several drawings may stand on one page

    Raises
    ------
    InvalidArgument : for an id that is no plain word
    """

    def __init__(self, id: str, *, width: float, height: float, title: str, description: str, lang: str) -> None:  # noqa: A002
        if not _PLAIN.fullmatch(id):
            raise InvalidArgument(
                f"id: must begin with a letter and hold letters, digits and hyphens, "
                f"got {clean(id)[:60]!r}; write vein-map"
            )
        self.id, self.width = id, width
        self.root = Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "id": id, "lang": lang, "role": "img"})
        self.root.set("viewBox", f"0 0 {number(width)} {number(height)}")
        self.root.set("width", number(width))
        self.root.set("height", number(height))
        self.root.set("aria-labelledby", f"{id}-title {id}-desc")
        self.root.set("font-family", _FONTS)
        SubElement(self.root, "title", {"id": f"{id}-title"}).text = clean(title)
        SubElement(self.root, "desc", {"id": f"{id}-desc"}).text = clean(description)
        self._defs = SubElement(self.root, "defs")
        self.shape("rect", width=width, height=height, fill=GROUND)

    def shape(self, tag: str, parent: Element | None = None, /, **attributes: str | float) -> Element:
        """A new element; an underscore in an attribute's name stands for a hyphen."""
        told = {
            name.replace("_", "-"): value if isinstance(value, str) else number(value)
            for name, value in attributes.items()
        }
        return SubElement(self.root if parent is None else parent, tag, told)

    def group(self, **attributes: str | float) -> Element:
        """A new group."""
        return self.shape("g", **attributes)

    def line(self, points: tuple[Point, ...], stroke: str, parent: Element | None = None, **more: str | float) -> None:
        """Straight lines through the points."""
        told = " ".join(f"{number(x)},{number(y)}" for x, y in points)
        self.shape("polyline", parent, points=told, fill="none", stroke=stroke, **more)

    def polygon(self, points: tuple[Point, ...], parent: Element | None = None, **more: str | float) -> None:
        """A closed shape with straight sides."""
        told = " ".join(f"{number(x)},{number(y)}" for x, y in points)
        self.shape("polygon", parent, points=told, **more)

    def write(self, at: Point, text: str, words: Words, parent: Element | None = None) -> Element:
        """A text on one line, its control characters written out."""
        weight = {"font_weight": "600"} if words.bold else {}
        anchor = {} if words.anchor == "start" else {"text_anchor": words.anchor}
        halo = {"paint_order": "stroke", "stroke": GROUND, "stroke_linejoin": "round"} if words.halo else {}
        element = self.shape(
            "text", parent, x=at[0], y=at[1], font_size=words.size, fill=words.fill, **weight, **anchor, **halo
        )
        if words.halo:
            element.set("stroke-width", "3")
        element.text = clean(text)
        return element

    def pattern(self, name: str, size: float, turned: float = 0) -> tuple[str, Element]:
        """A new pattern of square tiles: the paint that uses it, and the tile to draw on."""
        turn = {"patternTransform": f"rotate({number(turned)})"} if turned else {}
        attributes = {"id": f"{self.id}-{name}", "patternUnits": "userSpaceOnUse", **turn}
        tile = SubElement(self._defs, "pattern", attributes, width=number(size), height=number(size))
        return f"url(#{self.id}-{name})", tile

    def grow(self, height: float) -> None:
        """The drawing made this high."""
        self.root.set("viewBox", f"0 0 {number(self.width)} {number(height)}")
        self.root.set("height", number(height))
        next(self.root.iter("rect")).set("height", number(height))


def write_heading(canvas: Canvas, name: str, about: str, *, margin: float, room: float) -> None:
    """The title of a picture on one line, a long one smaller on two, and below it on at most two what it is about."""
    title, words = Words(19, bold=True), Words(13, fill=QUIET)
    lines, y = wrapped(name, title.size, room, bold=True), 28
    if len(lines) > 1:
        title, y = Words(15, bold=True), 16
        lines = wrapped(name, title.size, room, most=2, bold=True)
    for at, line in enumerate(lines):
        canvas.write((margin, y + at * 18), line, title)
    for at, line in enumerate(wrapped(about, words.size, room, most=2)):
        canvas.write((margin, 50 + at * 17), line, words)
