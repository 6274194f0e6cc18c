"""Markdown from plain text: escaped words, cells, tables, lists and links that a reader's program cannot misread."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

__all__ = ["bullets", "cell", "code", "heading_anchor", "link", "page", "sentence", "table", "target", "text"]

WRITTEN = "<!-- Written by scripts/manual.py from the program's own data; do not edit. -->"

# What Markdown or HTML would read as a sign of its own inside a line.
_SIGNS = re.compile(r"([\\`*_\[\]<>|])")
_EMPTY_CELL = re.compile(r"\|  (?=\|)")
_NOT_IN_ANCHORS = re.compile(r"[^\w\- ]")


def text(words: str) -> str:
    r"""Plain words on one line, with every sign of Markdown escaped.

    Examples
    --------
    >>> text("a < b | c")
    'a \\< b \\| c'
    """
    return _SIGNS.sub(r"\\\1", " ".join(words.split()))


def code(words: str) -> str:
    """Words as code; a pipe is escaped, so that they may stand in a table."""
    fence = "``" if "`" in words else "`"
    return f"{fence}{words}{fence}".replace("|", r"\|") if words else ""


def sentence(words: str) -> str:
    """Words as an escaped sentence: a capital first, a full stop last.

    Examples
    --------
    >>> sentence("the tumour was left")
    'The tumour was left.'
    """
    ended = words if words.endswith((".", "?", "!")) else f"{words}."
    return text(ended[:1].upper() + ended[1:])


def cell(*lines: str) -> str:
    """Lines that are Markdown already, one below the other in one cell."""
    return "<br>".join(line for line in lines if line)


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; nothing when there is no row.

    Raises
    ------
    ValueError : when a row has another number of cells than the heading
    """
    listed = [tuple(row) for row in rows]
    if not listed:
        return ""
    if any(len(row) != len(headings) for row in listed):
        raise ValueError(f"a row of the table {headings[0]!r} has not {len(headings)} cells")
    lines = [headings, ["---"] * len(headings), *listed]
    return "\n".join(_EMPTY_CELL.sub("| ", f"| {' | '.join(line)} |") for line in lines)


def bullets(items: Iterable[str]) -> str:
    """A list; each item is Markdown already."""
    return "\n".join(f"- {item}" for item in items)


def heading_anchor(words: str) -> str:
    """The anchor that a heading gets on the usual Markdown hosts.

    Examples
    --------
    >>> heading_anchor("`ivl.risk.very-high`")
    'ivlriskvery-high'
    """
    return _NOT_IN_ANCHORS.sub("", words.lower()).replace(" ", "-")


def target(name: str) -> str:
    """A place that links can point to, for what has no heading of its own."""
    return f'<a id="{name.lower()}"></a>'


def link(words: str, page_name: str, anchor: str = "") -> str:
    """A link to a page of the manual, or to a place on it."""
    return f"[{words}]({page_name}{'#' if anchor else ''}{anchor})"


def page(title: str, *parts: str) -> str:
    """A whole page: title, the note that it is generated, and every part that is not empty."""
    return "\n\n".join((f"# {title}", WRITTEN, *(part.strip("\n") for part in parts if part))) + "\n"
