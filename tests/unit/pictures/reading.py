"""A drawing read back as a reader meets it: its elements by tag, the words in it, and the room that each word takes."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from xml.etree.ElementTree import Element, fromstring

from cephalad.pictures import Picture
from cephalad.pictures.drawing import text_width

__all__ = ["SVG", "Box", "boxes", "elements", "overlapping", "parsed", "read", "with_data", "words"]

SVG = "{http://www.w3.org/2000/svg}"
ALLOWED = {"svg", "title", "desc", "defs", "pattern", "g", "rect", "circle", "path", "polyline", "polygon", "text"}


@dataclass(frozen=True)
class Box:
    """A written text and the room it takes."""

    text: str
    left: float
    right: float
    top: float
    bottom: float

    def overlaps(self, other: Box) -> bool:
        """Whether the two touch by more than a hair."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > 0.5 and down > 0.5


def read(text: str) -> Element:
    """The root of a drawing."""
    return fromstring(text)  # noqa: S314  our own drawing


def parsed(picture: Picture) -> Element:
    """The drawing read back from its text."""
    return read(picture.to_text())


def elements(picture: Picture, tag: str) -> list[Element]:
    """All elements of one tag."""
    return list(parsed(picture).iter(f"{SVG}{tag}"))


def words(picture: Picture) -> list[str]:
    """Every text that is written in the drawing."""
    return [element.text or "" for element in elements(picture, "text")]


def with_data(picture: Picture, name: str) -> dict[str, list[Element]]:
    """The elements that carry this ``data-`` attribute, by its value; samples of the key left out."""
    found: dict[str, list[Element]] = {}
    for element in parsed(picture).iter():
        value = element.get(f"data-{name}")
        if value is not None and "key" not in (element.get("data-segment"), element.get("data-of")):
            found.setdefault(value, []).append(element)
    return found


def boxes(picture: Picture) -> list[Box]:
    """The room that every written text takes at most."""
    return [_box(element) for element in elements(picture, "text")]


def _box(element: Element) -> Box:
    size, x, y = (float(element.get(name, "nan")) for name in ("font-size", "x", "y"))
    # Letters reach three quarters of the size above the line they stand on and a fifth below it.
    width = text_width(element.text or "", size, bold=element.get("font-weight") == "600")
    left = x - {"start": 0.0, "middle": 0.5, "end": 1.0}[element.get("text-anchor", "start")] * width
    return Box(element.text or "", left, left + width, y - 0.75 * size, y + 0.2 * size)


def overlapping(picture: Picture) -> list[tuple[str, str]]:
    """Pairs of texts that are written over each other."""
    return [(one.text, two.text) for one, two in combinations(boxes(picture), 2) if one.overlaps(two)]
