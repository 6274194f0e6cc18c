"""What a sheet is made of: headings, lines, tables, check lists and pictures, as data that the template sets as text.

Nothing here is markup: every text stays a string until the type-setter prints it, and is made harmless on the way.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from cephalad.pictures import Picture
from cephalad.terms import clean

__all__ = [
    "Block",
    "Check",
    "Line",
    "asked",
    "beside",
    "bullets",
    "checks",
    "cut",
    "findings",
    "framed",
    "harmless",
    "heading",
    "missing",
    "pairs",
    "paragraph",
    "picture",
    "ruled",
    "signatures",
    "small",
    "table",
]

Block = Mapping[str, Any]
"""One block of a sheet; ``kind`` names it."""


@dataclass(frozen=True, slots=True)
class Line:
    """A text with what stands around it.

    Attributes
    ----------
    tag : a word of status, in a frame before it
    lead : in bold before it
    quiet : small and grey behind it, for example what it rests on
    lang : its language where it is not that of the sheet
    inside : lines below it that belong to it
    """

    text: str
    tag: str = ""
    lead: str = ""
    quiet: str = ""
    lang: str = ""
    inside: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """A question with boxes to tick, and a line to write on where the answers are not these.

    Attributes
    ----------
    note : what it decides
    """

    question: str
    note: str
    answers: tuple[str, ...]
    blank: bool


def _line(text: Line | str) -> dict[str, Any]:
    return asdict(text if isinstance(text, Line) else Line(text))


def heading(text: str, level: int = 1) -> Block:
    """A heading; the levels below the title begin with 1."""
    return {"kind": "heading", "text": text, "level": level}


def paragraph(text: Line | str) -> Block:
    """A paragraph."""
    return {"kind": "paragraph", "line": _line(text)}


def bullets(lines: Iterable[Line | str]) -> Block:
    """A list, each line with those that belong to it."""
    return {"kind": "bullets", "lines": [_line(each) for each in lines]}


def pairs(rows: Iterable[tuple[str, Sequence[Line | str]]], *, label: float = 8) -> Block:
    """Names and what belongs to each; `label` is the width of the names in letters."""
    told = [[name, [_line(each) for each in texts]] for name, texts in rows]
    return {"kind": "pairs", "rows": told, "label": label}


def asked(text: str) -> Block:
    """What a check list asks for, above the answer."""
    return {"kind": "asked", "text": text}


def findings(groups: Iterable[tuple[str, Sequence[Line]]], *, colon: str, between: str) -> Block:
    """Findings one behind the other in groups, each under its name, "" for none."""
    told = [{"name": name, "lines": [_line(each) for each in lines]} for name, lines in groups]
    return {"kind": "findings", "groups": told, "colon": colon, "between": between}


def table(
    head: Sequence[str], rows: Iterable[Sequence[Line | str]], widths: Sequence[float], *, caption: str = ""
) -> Block:
    """A table; a width is a share of the page, 0 for as wide as needed."""
    told = [[_line(cell) for cell in row] for row in rows]
    return {"kind": "table", "head": list(head), "rows": told, "widths": list(widths), "caption": caption}


def checks(rows: Iterable[Check], *, columns: int = 2) -> Block:
    """Questions to be answered by hand."""
    return {"kind": "checks", "rows": [asdict(row) for row in rows], "columns": columns}


def signatures(roles: Iterable[str], *, columns: int = 2) -> Block:
    """A line to sign and one for the date, for each role."""
    return {"kind": "signatures", "rows": list(roles), "columns": columns}


def ruled(number: int) -> Block:
    """Empty lines to write on."""
    return {"kind": "ruled", "number": number}


def small(*blocks: Block) -> Block:
    """Blocks in smaller letters."""
    return {"kind": "small", "inside": list(blocks)}


def framed(*blocks: Block) -> Block:
    """Blocks in a frame."""
    return {"kind": "framed", "inside": list(blocks)}


def beside(*columns: Sequence[Block], shares: Sequence[float]) -> Block:
    """Blocks in columns."""
    return {"kind": "beside", "columns": [list(each) for each in columns], "shares": list(shares)}


def missing(word: str, text: str) -> Block:
    """Something that is not on record, marked so that nobody overlooks it."""
    return {"kind": "missing", "word": word, "text": text}


def picture(drawn: Picture, fonts: Sequence[str], *, width: float, floats: bool = False) -> Block:
    """A picture, its texts in the fonts of the sheet.

    Parameters
    ----------
    width : in millimetres
    floats : whether it may stand at the top or the bottom of a page while the text goes on around it
    """
    own = copy.deepcopy(drawn.svg)
    own.set("font-family", ", ".join(f"'{name}'" for name in fonts))
    svg = replace(drawn, svg=own).to_text()
    return {"kind": "picture", "svg": svg, "alt": drawn.description, "width": width, "floats": floats}


def cut(text: str, most: int) -> str:
    """The text, or its beginning and an ellipsis where it is longer."""
    told = clean(text)
    return told if len(told) <= most else f"{told[: most - 1].rstrip()}…"


def harmless(value: Any) -> Any:
    """The same data, in which no text holds a control character; drawings are so already."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, Mapping):
        return {name: each if name == "svg" else harmless(each) for name, each in value.items()}
    if isinstance(value, Sequence):
        return [harmless(each) for each in value]
    return value
