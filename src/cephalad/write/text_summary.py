"""A cohort's summary as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cephalad.cohort.small_cells import FEWEST
from cephalad.cohort.summary import Summary
from cephalad.write.layout import STRONG, display_width, fitted, hanging, marked, wrapped
from cephalad.write.summary_tables import Section, sections
from cephalad.write.summary_words import Board, SummaryTable

__all__ = ["section_lines", "summary_lines"]

_INDENT = "  "
_GAP = 2
_WIDEST_HEAD = 14
_NARROWEST_NAME = 24


def summary_lines(summary: Summary, *, lang: str, width: int) -> Iterator[str]:
    """The lines of the summary; `render` of the layout makes them one text."""
    board = Board(summary, lang)
    yield marked(board.title, STRONG)
    yield from hanging(board.say("summary.edition", edition=summary.edition), width)
    note = "summary.small-cells" if summary.hides else "summary.small-cells-shown"
    told = board.say(note, fewest=FEWEST, below=FEWEST - 1) if summary.hides else board.say(note)
    yield from hanging(told, width)
    for section in sections(board):
        yield ""
        yield from section_lines(section, width)


def section_lines(section: Section, width: int) -> Iterator[str]:
    """One part: its heading, its sentences, and its tables as wide as the terminal allows."""
    yield marked(section.title.upper(), STRONG)
    for told in section.before:
        yield from hanging(told, width)
    for table in section.tables:
        if table.rows:
            yield ""
            yield from hanging(table.title, width)
            yield from _table(table, width)
    if section.after:
        yield ""
    for told in section.after:
        yield from hanging(told, width, first="  ", rest="    ")


def _table(table: SummaryTable, width: int) -> Iterator[str]:
    """The rows with numbers to the right of their columns; where the columns do not fit, a paragraph for each row."""
    sizes = [_size(table, at) for at in range(1, len(table.head))]
    room = width - len(_INDENT) - sum(size + _GAP for size in sizes)
    names = max(map(display_width, (row[0] for row in (table.head, *table.rows))))
    if room < min(names, _NARROWEST_NAME):
        yield from _paragraphs(table, width)
        return
    sizes.insert(0, min(names, room))
    heads = [wrapped(cell, size) for cell, size in zip(table.head, sizes, strict=True)] if any(table.head) else []
    n_lines = max(map(len, heads), default=0)
    for at in range(n_lines):
        # The last words of each head stand just above its numbers.
        yield _line([head[at - n_lines + len(head)] if at >= n_lines - len(head) else "" for head in heads], sizes)
    for row in table.rows:
        first, *others = wrapped(row[0], sizes[0])
        yield _line([first, *row[1:]], sizes)
        yield from (f"{_INDENT}  {line}" for line in others)


def _size(table: SummaryTable, at: int) -> int:
    """As wide as the widest number and, up to a limit, as the words above it."""
    head = min(display_width(table.head[at]), _WIDEST_HEAD)
    return max(head, *(display_width(row[at]) for row in table.rows))


def _line(cells: Sequence[str], sizes: Sequence[int]) -> str:
    numbers = (
        " " * (_GAP + size - display_width(cell)) + cell for cell, size in zip(cells[1:], sizes[1:], strict=True)
    )
    return f"{_INDENT}{fitted(cells[0], sizes[0])}{''.join(numbers)}"


def _paragraphs(table: SummaryTable, width: int) -> Iterator[str]:
    for row in table.rows:
        told = " · ".join(f"{head} {cell}" for head, cell in zip(table.head[1:], row[1:], strict=True))
        yield from hanging(f"{row[0]}: {told}", width, first=_INDENT, rest=_INDENT * 2)
