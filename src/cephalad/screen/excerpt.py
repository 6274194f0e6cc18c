"""The sentences around words of a text, short enough for a list, with the words marked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

__all__ = ["MOST_SENTENCES", "Excerpt", "excerpts"]

MOST_SENTENCES = 3
"""Sentences shown of one report at most."""

_FURTHEST = 160
_SENTENCE_END = re.compile(r"[。！？；!?;\n\r]|\.(?=\s|$)")
"""A full stop ends a sentence before a blank only: a decimal point ends none."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A sentence and the places in it that are marked, in order, none across another."""

    text: str
    marks: tuple[tuple[int, int], ...]


def excerpts(text: str, spans: Iterable[tuple[int, int]]) -> tuple[Excerpt, ...]:
    """The sentences in which the spans lie, in the order of the text; the first few of them.

    A sentence is cut where it goes on for long on either side of a span; where it was cut stands a horizontal ellipsis.

    Examples
    --------
    >>> excerpts("No fluid. The IVC holds a mass. Normal.", [(14, 17), (26, 30)])
    (Excerpt(text='The IVC holds a mass.', marks=((4, 7), (16, 20))),)
    """
    found: list[tuple[int, int, list[tuple[int, int]]]] = []
    for span in _joined(spans):
        start, end = _start(text, span[0]), _end(text, span[1])
        if found and start <= found[-1][1]:
            first, last, marks = found[-1]
            found[-1] = (first, max(last, end), [*marks, span])
        else:
            found.append((start, end, [span]))
    return tuple(_excerpt(text, *each) for each in found[:MOST_SENTENCES])


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans in order, those that overlap or touch as one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _start(text: str, at: int) -> int:
    start = max(0, at - _FURTHEST)
    for end in _SENTENCE_END.finditer(text, start, min(len(text), at + 1)):
        if end.start() < at:
            start = end.end()
    while start < len(text) and text[start].isspace():
        start += 1
    return start


def _end(text: str, at: int) -> int:
    end = _SENTENCE_END.search(text, at, min(len(text), at + _FURTHEST))
    if end is None:
        return min(len(text), at + _FURTHEST)
    return end.start() if text[end.start()] in "\n\r" else end.end()


def _is_end(text: str, at: int) -> bool:
    """Whether a sentence ends with this sign."""
    return _SENTENCE_END.match(text, at) is not None


def _excerpt(text: str, start: int, end: int, marks: Sequence[tuple[int, int]]) -> Excerpt:
    before = "" if start == 0 or _is_end(text, start - 1) or text[start - 1].isspace() else "…"
    after = "" if end == len(text) or _is_end(text, end - 1) or text[end] in "\n\r" else "…"
    shift = len(before) - start
    return Excerpt(f"{before}{text[start:end]}{after}", tuple((first + shift, last + shift) for first, last in marks))
