"""The record on paper: in short, one line for events of a kind that follow each other, or in full."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from cephalad.pictures.timeline_events import LANDMARKS
from cephalad.record import Event
from cephalad.terms import KINDS, clean
from cephalad.write.finding_words import FindingRow, finding_rows
from cephalad.write.pdf.blocks import Block, Line, cut, findings, heading, paragraph
from cephalad.write.pdf.paper import LONGEST, Paper

__all__ = ["event_sentence", "in_full", "in_short", "kind_words"]

MOST_IN_SHORT = 18
"""Lines of the short timeline; operations, recurrences and death always stand in it."""

_GIST = 110
_FINDINGS = 6


def kind_words(event: Event, lang: str) -> str:
    """What kind of event it is."""
    kind = KINDS[event.kind]
    return kind.label_zh if lang == "zh" else kind.label_en


# --- in short ---------------------------------------------------------------------------------------------------------


def in_short(paper: Paper) -> tuple[list[Line], int]:
    """The timeline in lines, oldest first, and how many events found no place in it."""
    groups = [tuple(same) for _, same in groupby(paper.found.view.events, key=lambda event: event.kind)]
    kept = _kept(groups)
    shown = [group for number, group in enumerate(groups) if number in kept]
    left_out = len(paper.found.view.events) - sum(map(len, shown))
    return [_short_line(paper, group) for group in shown], left_out


def _kept(groups: Sequence[tuple[Event, ...]]) -> set[int]:
    """The landmarks, then the latest of the others as far as there is room."""
    order = sorted(range(len(groups)), key=lambda at: (groups[at][0].kind not in LANDMARKS, -at))
    return set(order[:MOST_IN_SHORT])


def _short_line(paper: Paper, events: Sequence[Event]) -> Line:
    days = list(dict.fromkeys(paper.when(event.id) for event in events if event.moment.has_duration))
    kind = kind_words(events[0], paper.lang)
    what = kind if len(events) == 1 else paper.say("pdf.times", what=kind, number=len(events))
    if days:
        when = days[0] if len(days) == 1 else paper.say("text.from-to", first=days[0], last=days[-1])
        what = paper.say("text.value-of", what=when, value=what)
    return Line(cut(_gist(paper, events), _GIST), lead=what)


def _gist(paper: Paper, events: Sequence[Event]) -> str:
    """What an event says from its beginning; of several, what each begins with."""
    if len(events) == 1:
        rows = [row for row in finding_rows(events[0], paper.lang) if row.value]
        return paper.apart(paper.say("text.value-of", what=row.finding, value=row.value) for row in rows[:_FINDINGS])
    begins = (next((row.value for row in finding_rows(event, paper.lang) if row.value), "") for event in events)
    return paper.apart(dict.fromkeys(filter(None, begins)))


# --- in full ----------------------------------------------------------------------------------------------------------


def in_full(paper: Paper) -> list[Block]:
    """Every event that counts with its findings, then those that may already have happened."""
    seen = paper.found.view
    told: list[Block] = [
        heading(paper.say("heading.record")),
        paragraph(paper.say("text.events-counted", number=len(seen.events), date=paper.as_of)),
    ]
    for event in seen.events:
        told += _event(paper, event)
    if seen.straddling:
        ids = paper.events(event.id for event in seen.straddling)
        told.append(paragraph(paper.say("text.may-have-happened", events=ids)))
        for event in seen.straddling:
            told += _event(paper, event)
    return told


def _event(paper: Paper, event: Event) -> list[Block]:
    title = paper.say("text.value-of", what=paper.when(event.id), value=kind_words(event, paper.lang))
    blocks: list[Block] = [heading(paper.say("text.noted", text=title, note=clean(event.id)), level=2)]
    groups = [
        (said_of, [_finding_line(row, paper.lang) for row in rows])
        for said_of, rows in groupby(finding_rows(event, paper.lang), key=lambda row: row.said_of)
    ]
    colon, between = ("：", "；") if paper.lang == "zh" else (":", "; ")
    blocks.append(findings(groups, colon=colon, between=between) if groups else paragraph(paper.say("html.no-finding")))
    return [*blocks, *map(paragraph, _about(paper, event))]


def _finding_line(row: FindingRow, lang: str) -> Line:
    name = f"{row.finding}：" if lang == "zh" else f"{row.finding}:"
    return Line(row.value, lead=name, quiet=f"({row.note})" if row.note else "")


def _about(paper: Paper, event: Event) -> Iterator[Line]:
    for text in filter(None, (event.note, event.text)):
        yield Line("", quiet=text)
    place = paper.place(event.id)
    if place:
        yield Line("", quiet=paper.say("html.from-record", place=place))
    if event.supersedes:
        yield Line(paper.say("html.corrects", event=event.supersedes), quiet=event.reason)


# --- as a sentence ----------------------------------------------------------------------------------------------------


def event_sentence(paper: Paper, event: Event, *, only: frozenset[str] = frozenset(), most: int = LONGEST * 5) -> str:
    """An event as one sentence: when, what, and everything that was found.

    Parameters
    ----------
    only : the findings to be told, by their ids; all when empty
    """
    told = []
    kept = tuple(each for each in event.observations if not only or each.finding in only)
    told_rows = finding_rows(replace(event, observations=kept), paper.lang)
    for said_of, rows in groupby(told_rows, key=lambda row: row.said_of):
        said = paper.together(_phrase(paper, row) for row in rows)
        told.append(paper.say("text.value-of", what=said_of, value=said) if said_of else said)
    words = paper.apart(told) if told else paper.say("html.no-finding")
    kind = _lowered(kind_words(event, paper.lang))
    return paper.say("pdf.care.event", when=paper.when(event.id), kind=kind, findings=cut(words.rstrip(" .。"), most))


def _phrase(paper: Paper, row: FindingRow) -> str:
    """A finding as part of a sentence: one that is simply there by its name."""
    name = _lowered(row.finding)
    if not row.value or row.value == paper.say("truth.yes"):
        return name
    return paper.say("text.value-of", what=name, value=row.value.rstrip(" .。"))


def _lowered(words: str) -> str:
    """The words as they stand inside a sentence; an abbreviation keeps its capitals."""
    return words if words[1:2].isupper() else f"{words[:1].lower()}{words[1:]}"
