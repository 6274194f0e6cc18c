"""What is known of the veins, in words: segment by segment, what is reported clear, upper limits, continuity."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cephalad.anatomy import SEGMENT_SETS, SEGMENTS
from cephalad.facts import Extent
from cephalad.facts.vein_reports import unexplained
from cephalad.write.page import Page
from cephalad.write.words import open_set_words, segment_words

__all__ = [
    "VeinRow",
    "continuity_text",
    "front_text",
    "reported_clear",
    "reported_thrombus",
    "unexamined",
    "unexplained_thrombi",
    "upper_limits",
    "vein_head",
    "vein_rows",
]


@dataclass(frozen=True, slots=True)
class VeinRow:
    """Segments of which the same is known from the same events.

    Attributes
    ----------
    states : ever, and after an operation also now
    """

    segments: str
    states: tuple[str, ...]
    events: tuple[str, ...]


def vein_head(page: Page) -> tuple[str, ...]:
    """The names of the columns: segment, states, events."""
    head = [page.say("column.segment"), page.say("column.ever")]
    if page.found.current is not None:
        head.append(page.say("column.now"))
    return (*head, page.say("column.events"))


def vein_rows(page: Page) -> list[VeinRow]:
    """A row for the segments of which the same is known from the same events; none for those nobody looked at."""
    alike: dict[tuple[tuple[str, ...], tuple[str, ...]], list[str]] = {}
    for name in SEGMENTS:
        if _informative(page, name):
            alike.setdefault(_known(page, name), []).append(name)
    return [VeinRow(page.segments(group), *known) for known, group in alike.items()]


def unexamined(page: Page) -> list[str]:
    """The segments that nobody looked at."""
    return [name for name in SEGMENTS if not _informative(page, name)]


def _informative(page: Page, name: str) -> bool:
    ever, current = page.found.ever, page.found.current
    return ever.states[name].status != "not-assessed" or (
        current is not None and current.states[name].status != "not-assessed"
    )


def _known(page: Page, name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    ever, current = page.found.ever, page.found.current
    states = [_state(page, ever, name)]
    events = ever.states[name].events
    if current is not None:
        states.append(_state(page, current, name))
        events = tuple(dict.fromkeys((*events, *current.states[name].events)))
    return tuple(states), events


def _state(page: Page, extent: Extent, name: str) -> str:
    if any(name in names for names, _ in extent.open_sets) and extent.states[name].status != "tumour":
        return page.say("segment-status.tumour-in-one-of-a-set")
    return page.say(f"segment-status.{extent.states[name].status}")


def front_text(page: Page, extent: Extent) -> str:
    """The front, a set of which no member is known by the name of the set."""
    known = set(extent.involved)
    sets = [names for names, _ in extent.open_sets if set(names) <= set(extent.front) and not known & set(names)]
    vague = {name for names in sets for name in names}
    told = [name for name in extent.front if name not in vague]
    return page.apart([*([page.segments(told)] if told else []), *(open_set_words(each, page.lang) for each in sets)])


def reported_clear(page: Page) -> Iterator[tuple[str, str]]:
    """Veins that a report calls clear without naming level, side or member, with the event that says so."""
    for at, row in page.found.view.by_finding.get("vein.content", ()):
        if row.value == "clear" and row.qualifier in SEGMENT_SETS:
            told = page.say("text.reported-clear", segment=segment_words(row.qualifier, page.lang))
            yield told, page.found.view.events[at].id


def reported_thrombus(page: Page) -> Iterator[tuple[str, str]]:
    """Veins in which a report reads a thrombus that nothing has explained, with the event that says so."""
    for name, events in unexplained_thrombi(page).items():
        for event in events:
            yield page.say("text.reported-thrombus", segment=segment_words(name, page.lang)), event


def unexplained_thrombi(page: Page) -> dict[str, list[str]]:
    """Segments and sets that are read as holding a thrombus that nothing has explained, with the events."""
    found: dict[str, list[str]] = {}
    for report in unexplained(page.evaluation.sheet.vein_reports):
        if report.positive:
            found.pop(report.name, None)
        elif report.thrombus:
            found.setdefault(report.name, []).append(report.event)
    return found


def upper_limits(page: Page) -> Iterator[tuple[str, str]]:
    """Where in a vein the tumour ends, in the words of the record, with the event that says so."""
    rows = page.found.view.by_finding
    clear = {(at, row.qualifier) for at, row in rows.get("vein.clear-above", ()) if row.value == "yes"}
    for at, row in rows.get("vein.upper-limit", ()):
        if isinstance(row.value, str):
            told = [page.say("text.upper-limit", segment=segment_words(row.qualifier, page.lang), text=row.value)]
            if (at, row.qualifier) in clear:
                told.append(page.say("text.seen-clear-above"))
            yield page.apart(told), page.found.view.events[at].id


def continuity_text(page: Page) -> str:
    """Whether the tumour can be traced back to its source, and which segments decide it."""
    value, between = page.found.ever.continuity()
    words = page.say(f"continuity.{value}")
    return page.say("text.value-of", what=words, value=page.segments(between)) if between else words
