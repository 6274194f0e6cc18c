"""The first screen of a terminal: what a reader must see first, in no more lines than it has."""

from __future__ import annotations

from dataclasses import replace

from cephalad.guideline.digest import SHORT_LENGTH
from cephalad.write.layout import display_width, fitted, hanging, marked
from cephalad.write.overview import Row, rows
from cephalad.write.page import Page

__all__ = ["LONGEST_SCREEN", "screen"]

LONGEST_SCREEN = 24
"""Lines of the first screen on a terminal of a hundred columns."""


def screen(page: Page) -> list[str]:
    """The lines of the first screen; questions give way where it would grow too long, and the details hold them all."""
    told = list(rows(page))
    gutter = max(display_width(_label(page, row)) for row in told) + 2
    printed = [(row, _lines(page, row, gutter)) for row in told]
    head = hanging(_header(page), page.width)
    printed = _without_spare(printed, LONGEST_SCREEN - len(head))
    room = LONGEST_SCREEN - len(head) - sum(len(lines) for row, lines in printed if not row.optional)
    lines = head
    shown = 0
    for row, own in printed:
        if row.optional:
            if row.shorter and len(own) > 1:
                own = _lines(page, replace(row, text=row.shorter), gutter)
            if shown and len(own) > room:
                continue
            shown += 1
            room -= len(own)
        lines = [*lines, *own]
    return lines


def _without_spare(printed: list[tuple[Row, list[str]]], room: int) -> list[tuple[Row, list[str]]]:
    """The rows without those that only repeat a section below, the last first, while the others would not fit."""
    kept = list(printed)
    for entry in reversed(printed):
        needed = sum(len(lines) for row, lines in kept if not row.optional) + any(row.optional for row, _ in kept)
        if entry[0].spare and needed > room:
            kept.remove(entry)
    return kept


def _label(page: Page, row: Row) -> str:
    return page.say(f"screen.{row.name}") if row.name else ""


def _lines(page: Page, row: Row, gutter: int) -> list[str]:
    lines = hanging(row.text, page.width, first=" " * gutter)
    first = marked(_label(page, row), row.style) if row.name else ""
    return [fitted(first, gutter) + lines[0][gutter:], *lines[1:]]


def _header(page: Page) -> str:
    found = page.found
    return page.say(
        "text.header",
        case=found.case.id,
        as_of=page.as_of,
        edition=found.guideline.edition,
        hash=found.digest[:SHORT_LENGTH],
    )
