"""Text for a terminal: width by East Asian width, hard wrapping, tables, and no control character that reaches it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

from cephalad.terms import clean, escaped

__all__ = [
    "ALARM",
    "CAUTION",
    "STRONG",
    "clean",
    "columns",
    "display_width",
    "fitted",
    "hanging",
    "marked",
    "render",
    "wrapped",
]

STRONG, ALARM, CAUTION = "1", "1;31", "33"
"""Colours as ANSI codes: bold; bold red; yellow."""

# Noncharacters: no text interchange may contain them, so they can mark a style inside a line until it is rendered.
_MARKS = {STRONG: "\ufdd0", ALARM: "\ufdd1", CAUTION: "\ufdd2"}
_END = "\ufdd3"
_CODES = {mark: f"\x1b[{code}m" for code, mark in _MARKS.items()} | {_END: "\x1b[0m"}

_NOT_FIRST = "，。、；：！？）】》”’…%)]},.;:!?"
_NOT_LAST = "（【《“‘([{"
_NARROWEST = 24


def marked(text: str, style: str) -> str:
    """The text between marks that `render` turns into colour, or drops."""
    return f"{_MARKS[style]}{text}{_END}"


def render(lines: Sequence[str], *, colour: bool) -> str:
    """The lines as one text that ends with a line break; whatever else is in them, no control character comes out."""
    marks = "".join(_CODES)
    text = "\n".join(escaped(line.rstrip(), kept=marks) for line in lines)
    for mark, code in _CODES.items():
        text = text.replace(mark, code if colour else "")
    return f"{text}\n"


@lru_cache(maxsize=4096)
def _sign_width(sign: str) -> int:
    if sign in _CODES or unicodedata.category(sign) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def display_width(text: str) -> int:
    """How many terminal columns the text takes; a Chinese character takes two.

    Examples
    --------
    >>> display_width("vein"), display_width("静脉")
    (4, 4)
    """
    return len(text) if text.isascii() else sum(_sign_width(sign) for sign in text)


def wrapped(text: str, width: int) -> list[str]:
    """The text in lines of at most this many columns; at least one line.

    Words stay whole unless they are longer than a line; between Chinese characters a line may break anywhere, except
    before a closing and after an opening mark.
    """
    width = max(width, 2)
    lines: list[str] = []
    line, used = "", 0
    for piece in _pieces(text):
        size = display_width(piece)
        if line and used + size > width and not piece.isspace():
            lines.append(line.rstrip())
            line, used = "", 0
        if piece.isspace() and (not line or used + size > width):
            continue
        for part in _parts(piece, width) if size > width else (piece,):
            if used + display_width(part) > width and line.strip():
                lines.append(line.rstrip())
                line, used = "", 0
            line += part
            used += display_width(part)
    lines.append(line.rstrip())
    return lines if lines[-1] or len(lines) == 1 else lines[:-1]


def _pieces(text: str) -> Iterator[str]:
    """Stretches that no line break may divide."""
    piece = ""
    for sign in text:
        if not piece:
            piece = sign
        elif _may_break(piece[-1], sign):
            yield piece
            piece = sign
        else:
            piece += sign
    if piece:
        yield piece


def _may_break(before: str, after: str) -> bool:
    if before.isspace() or after.isspace():
        return before.isspace() != after.isspace()
    if after in _NOT_FIRST or before in _NOT_LAST or before in _CODES or after in _CODES:
        return False
    return _sign_width(before) == 2 or _sign_width(after) == 2


def _parts(piece: str, width: int) -> Iterator[str]:
    """A stretch that is longer than a line, cut after its hyphens where that is enough, and hard where it is not."""
    for between in re.split("(?<=-)", piece):
        part, used = "", 0
        for sign in between:
            if used + _sign_width(sign) > width:
                yield part
                part, used = "", 0
            part += sign
            used += _sign_width(sign)
        yield part


def hanging(text: str, width: int, *, first: str = "", rest: str | None = None) -> list[str]:
    """The text wrapped behind a prefix: `first` before its first line, `rest` (blanks of equal width) before others."""
    indent = " " * display_width(first) if rest is None else rest
    room = max(width - max(display_width(first), display_width(indent)), _NARROWEST)
    return [f"{indent if number else first}{line}" for number, line in enumerate(wrapped(text, room))]


def fitted(text: str, width: int) -> str:
    """The text filled with blanks to this many columns; longer text stays as it is."""
    return text + " " * max(0, width - display_width(text))


def columns(rows: Sequence[Sequence[str]], width: int, *, indent: str = "  ", gap: int = 2) -> list[str]:
    """A table without lines: each column as wide as its content and the terminal allow, the last takes the rest."""
    if not rows:
        return []
    widths = _widths(rows, width - display_width(indent), gap)
    lines: list[str] = []
    for row in rows:
        cells = [wrapped(cell, size) for cell, size in zip(row, widths, strict=True)]
        for number in range(max(len(cell) for cell in cells)):
            parts = [
                fitted(cell[number] if number < len(cell) else "", size)
                for cell, size in zip(cells, widths, strict=True)
            ]
            lines.append((indent + (" " * gap).join(parts)).rstrip())
    return lines


def _widths(rows: Sequence[Sequence[str]], width: int, gap: int) -> list[int]:
    count = len(rows[0])
    room = max(width - gap * (count - 1), _NARROWEST)
    *widths, last = (max(display_width(row[number]) for row in rows) for number in range(count))
    # The last column holds the longest text: the others share six tenths at most while it still wants more.
    share = max(room * 6 // 10, room - last)
    while sum(widths) > share:
        widths[widths.index(max(widths))] -= 1
    return [*widths, room - sum(widths)]
