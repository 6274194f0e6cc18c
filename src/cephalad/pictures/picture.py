"""A picture with the table that says the same, for readers who do not see it and for those who want the words."""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree.ElementTree import Element, tostring

__all__ = ["Picture", "Table"]


@dataclass(frozen=True, slots=True)
class Table:
    """Everything that a picture says, in rows of words; harmless text that is still to be escaped by who prints it."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing, its name, a description of it, and its table.

    Attributes
    ----------
    id : beginning of every id inside the drawing
    description : what the picture shows, in one or two sentences
    svg : the drawing; not to be changed
    """

    id: str
    title: str
    description: str
    svg: Element
    table: Table

    def to_text(self) -> str:
        """The drawing as SVG text; the same picture gives the same text."""
        return tostring(self.svg, encoding="unicode")
