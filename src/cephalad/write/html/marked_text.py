"""A report's text with the words marked in it that say something, and beside each how the text speaks of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from cephalad.read import Found
from cephalad.terms import escaped
from cephalad.write.html.document import Content, el

__all__ = ["marked_text"]

_LINE_ENDS = "\n"


@dataclass(frozen=True, slots=True)
class _Words:
    """Words that lie together, with the places in the list of what was found in them; none for a cue."""

    start: int
    end: int
    numbers: tuple[int, ...]


def marked_text(text: str, findings: Sequence[Found], statuses: Mapping[str, str]) -> Element:
    """The whole text, line by line as it was written.

    Words in which something was found are marked and followed by the numbers of the findings, counted from 1, and the
    words for their statuses; the words that decided a status are emphasised.

    Parameters
    ----------
    statuses : what each status is called
    """
    content: list[Content] = []
    done = 0
    for words in _placed(findings):
        content += _lines(text[done : words.start])
        content += _marked(text[words.start : words.end], words, findings, statuses)
        done = words.end
    content += _lines(text[done:])
    return el("div", content, class_="report-text")


def _placed(findings: Sequence[Found]) -> Iterator[_Words]:
    """The words in the order of the text, those that overlap as one; a cue only where nothing was found."""
    found = list(_joined((*each.span, (number,)) for number, each in enumerate(findings, start=1)))
    cues = list(_joined((*each.cue, ()) for each in findings if each.cue is not None))
    free = (cue for cue in cues if not any(cue.start < each.end and each.start < cue.end for each in found))
    yield from sorted((*found, *free), key=lambda each: each.start)


def _joined(spans: Iterable[tuple[int, int, tuple[int, ...]]]) -> Iterator[_Words]:
    last: _Words | None = None
    for start, end, numbers in sorted(spans):
        if last is not None and start < last.end:
            last = _Words(last.start, max(end, last.end), (*last.numbers, *numbers))
            continue
        if last is not None:
            yield last
        last = _Words(start, end, numbers)
    if last is not None:
        yield last


def _marked(text: str, words: _Words, findings: Sequence[Found], statuses: Mapping[str, str]) -> Iterator[Content]:
    if not words.numbers:
        yield el("em", _lines(text), class_="cue")
        return
    said = list(dict.fromkeys(findings[number - 1].status for number in words.numbers))
    yield el("mark", _lines(text), class_=f"is-{said[0]}")
    numbers = ", ".join(str(number) for number in sorted(words.numbers))
    yield el("span", f" [{numbers} {', '.join(statuses[each] for each in said)}]", class_="said")


def _lines(text: str) -> list[Content]:
    """The text with its line ends as elements; whatever cannot be printed is written out."""
    told: list[Content] = []
    for number, line in enumerate(text.split(_LINE_ENDS)):
        told += [el("br"), escaped(line, "\t")] if number else [escaped(line, "\t")]
    return told
