"""The sentences around words of a text, short enough for a list, with the words marked."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from cephalad.read.findings import Span
from cephalad.read.lines import unwrapped

__all__ = ["MOST_SENTENCES", "Excerpt", "excerpts"]

MOST_SENTENCES = 3
"""Sentences shown of one report at most."""

_FURTHEST = 160
_LONGEST_WORD = 30
_SENTENCE_END = re.compile(r"[。！？；!;\n\r]|\.(?=\s|$)|\?(?<=[\w)]\?)(?=\s|$)")
"""A full stop ends a sentence before a blank only: a decimal point ends none, nor the mark of *?thrombus*."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A sentence and the places in it that are marked, in order, none across another."""

    text: str
    marks: tuple[Span, ...]


def excerpts(text: str, words: Mapping[Span, Collection[str]], *, beside: Iterable[Span] = ()) -> tuple[Excerpt, ...]:
    """The sentences in which the words lie, in the order of the text; of many, those that show most between them.

    A sentence is cut where it goes on for long on either side of a word; where it was cut stands a horizontal ellipsis.

    Parameters
    ----------
    words : the places to be marked, each with what it shows
    beside : further places that are marked where one of these sentences holds them

    Examples
    --------
    >>> excerpts("No fluid. The IVC holds a mass. Normal.", {(26, 30): ["mass"]}, beside=[(14, 17)])
    (Excerpt(text='The IVC holds a mass.', marks=((4, 7), (16, 20))),)
    """
    if not words:
        return ()
    plain = unwrapped(text)
    found: list[_Sentence] = []
    for span in sorted(words):
        start, end = _start(plain, span[0]), _end(plain, span[1])
        if found and start < found[-1].end:
            found[-1].end = max(found[-1].end, end)
        else:
            found.append(_Sentence(start, end, [], set()))
        found[-1].marks.append(span)
        found[-1].shows.update(words[span])
    also = list(beside)
    return tuple(
        _excerpt(plain, each.start, each.end, _joined([*each.marks, *(span for span in also if each.holds(span))]))
        for each in _most_telling(found)
    )


@dataclass(slots=True)
class _Sentence:
    """A sentence, the words in it and what they show."""

    start: int
    end: int
    marks: list[Span]
    shows: set[str]

    def holds(self, span: Span) -> bool:
        return self.start <= span[0] and span[1] <= self.end


def _most_telling(every: list[_Sentence]) -> list[_Sentence]:
    """A few of the sentences: each is the one that shows most of what those before did not, of equals the first."""
    if len(every) <= MOST_SENTENCES:
        return every
    taken: list[_Sentence] = []
    shown: set[str] = set()
    while len(taken) < MOST_SENTENCES:
        left = (each for each in every if each not in taken)
        best = max(left, key=lambda each: (len(each.shows - shown), len(each.shows)))
        taken.append(best)
        shown |= best.shows
    return sorted(taken, key=lambda each: each.start)


def _joined(spans: Iterable[Span]) -> list[Span]:
    """The spans in order, those that overlap or touch as one."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _start(text: str, at: int) -> int:
    start = furthest = max(0, at - _FURTHEST)
    for end in _SENTENCE_END.finditer(text, start, min(len(text), at + 1)):
        if end.start() < at:
            start = end.end()
    if start == furthest > 0 and _cuts_word(text, start):
        blank = text.find(" ", start, min(at, start + _LONGEST_WORD))
        start = blank if blank > 0 else start
    while start < len(text) and text[start].isspace():
        start += 1
    return start


def _end(text: str, at: int) -> int:
    furthest = min(len(text), at + _FURTHEST)
    end = _SENTENCE_END.search(text, at, furthest)
    if end is not None:
        return end.start() if text[end.start()] in "\n\r" else end.end()
    if furthest < len(text) and _cuts_word(text, furthest):
        blank = text.rfind(" ", max(at, furthest - _LONGEST_WORD), furthest)
        return blank if blank > 0 else furthest
    return furthest


def _cuts_word(text: str, at: int) -> bool:
    """Whether a word of Latin letters would be cut in two."""
    before, after = text[at - 1], text[at]
    return before.isascii() and before.isalnum() and after.isascii() and after.isalnum()


def _begins(text: str, at: int) -> bool:
    """Whether a sentence begins here, but for blanks."""
    while at and text[at - 1].isspace() and text[at - 1] not in "\n\r":
        at -= 1
    return at == 0 or _is_end(text, at - 1)


def _is_end(text: str, at: int) -> bool:
    """Whether a sentence ends with this sign."""
    return _SENTENCE_END.match(text, at) is not None


def _excerpt(text: str, start: int, end: int, marks: Sequence[Span]) -> Excerpt:
    before = "" if _begins(text, start) else "…"
    after = "" if end == len(text) or _is_end(text, end - 1) or text[end] in "\n\r" else "…"
    shift = len(before) - start
    return Excerpt(f"{before}{text[start:end]}{after}", tuple((first + shift, last + shift) for first, last in marks))
