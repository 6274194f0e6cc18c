"""Several pictures as one drawing, one below the other, for a file that can hold only one."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from xml.etree.ElementTree import Element, tostring

from cephalad.errors import InvalidArgument
from cephalad.pictures.curves import number
from cephalad.pictures.picture import Picture

__all__ = ["stacked"]

_GAP = 24.0


def stacked(pictures: Sequence[Picture]) -> str:
    """The pictures as one SVG text; a single one as it stands.

    Raises
    ------
    InvalidArgument : without a picture
    """
    if not pictures:
        raise InvalidArgument("pictures: must be one at least, got none; draw an empty one")
    if len(pictures) == 1:
        return pictures[0].to_text()
    whole = Element("svg", {"xmlns": "http://www.w3.org/2000/svg"})
    below = width = 0.0
    for picture in pictures:
        part = deepcopy(picture.svg)
        # Stated once, by the drawing around them.
        part.attrib.pop("xmlns", None)
        part.set("y", number(below))
        whole.append(part)
        width = max(width, float(part.get("width", "0")))
        below += float(part.get("height", "0")) + _GAP
    height = below - _GAP
    for name, value in (("width", number(width)), ("height", number(height))):
        whole.set(name, value)
    whole.set("viewBox", f"0 0 {number(width)} {number(height)}")
    return tostring(whole, encoding="unicode")
