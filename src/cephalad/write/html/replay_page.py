"""A whole timeline as one page: for each event what happened, what it changed and why, and where the tumour was."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from cephalad.assessment import Assessment, assess
from cephalad.facts import Extent
from cephalad.guideline import Guideline, default_guideline
from cephalad.guideline.digest import SHORT_LENGTH
from cephalad.record import Case, Event, Point, standing_events
from cephalad.replay import Change, KeyChange, replay
from cephalad.terms import clean
from cephalad.write.html.document import Content, anchor, apart, document, el
from cephalad.write.html.figures import timeline_figure, vein_maps
from cephalad.write.html.frame import page_body
from cephalad.write.html.record import event_body, kind_words
from cephalad.write.html.sheet import Sheet
from cephalad.write.html.sources import sources_used
from cephalad.write.key_words import key_value_words, key_words
from cephalad.write.overview import ladder_text, suspicion_text

__all__ = ["FOREMOST", "changes_table", "foremost", "replay_html"]

FOREMOST = ("suspicion", "front", "risk-group", "urgent")
"""Conclusions that the timeline names; of the others it tells the number."""


@dataclass(frozen=True, slots=True)
class _Step:
    """One event, what it changed, and the assessment just after it.

    Attributes
    ----------
    maps : the maps of the veins that differ from those before the event: ``ever``, ``now``
    """

    number: int
    event: Event
    change: Change
    sheet: Sheet
    maps: tuple[str, ...]


def replay_html(
    case: Case,
    guideline: Guideline | None = None,
    *,
    lang: str = "en",
    changes: Sequence[Change] | None = None,
) -> str:
    """The case's timeline as one self-contained page.

    Parameters
    ----------
    guideline : the default guideline when left out
    changes : what `cephalad.replay.replay` gives for this case and guideline; worked out when left out

    Raises
    ------
    UnknownName : for a language without a catalogue
    """
    chosen = guideline or default_guideline()
    steps = _steps(case, chosen, lang, replay(case, chosen) if changes is None else changes)
    last = steps[-1].sheet if steps else Sheet.of(_empty(case, chosen), lang)
    sections = [_timeline(last, steps)]
    if steps:
        sections.append(_overview(last, steps))
    sections += [_event(step) for step in steps]
    # Last, because it lists what the sections before it have cited.
    sections.append(sources_used(last))
    title = last.say("html.replay-title", case=case.id)
    return document(page_body(last, _head(last), sections), title=title, lang=lang)


def _empty(case: Case, guideline: Guideline) -> Assessment:
    """The assessment of a record without events, on the day on which it was written."""
    return assess(case, as_of=Point(case.written_on), guideline=guideline, with_missing=False)


def _steps(case: Case, guideline: Guideline, lang: str, changes: Sequence[Change]) -> list[_Step]:
    events = {event.id: event for event in standing_events(case)}
    cited: dict[str, None] = {}
    steps: list[_Step] = []
    # Before the first tumour in a vein nothing is drawn: a map of what nobody looked at tells nothing.
    drawn: dict[str, object] = {}
    for number, change in enumerate(changes, start=1):
        event = events[change.after]
        point = Point(event.moment.span, after=event.id)
        found = assess(case, as_of=point, guideline=guideline, with_missing=False)
        sheet = Sheet(found, lang, width=0, cited=cited, anchored=frozenset(events))
        extents = {"ever": found.ever, "now": found.current} if found.ever.possible else {}
        now = {name: _drawn(extent) for name, extent in extents.items() if extent is not None}
        maps = tuple(name for name in now if now[name] != drawn.get(name))
        steps.append(_Step(number, event, change, sheet, maps))
        drawn = now
    return steps


def _drawn(extent: Extent) -> object:
    """What a map of this extent shows."""
    return [state.status for state in extent.states.values()], extent.open_sets, extent.untold


# --- the head ---------------------------------------------------------------------------------------------------------


def _head(sheet: Sheet) -> Element:
    found = sheet.found
    edition = sheet.say("html.edition", edition=found.guideline.edition, hash=found.digest[:SHORT_LENGTH])
    return el(
        "header",
        el("p", sheet.say("html.replay-kind"), class_="kind"),
        el("h1", sheet.say("html.replay-title", case=found.case.id)),
        el("p", edition, class_="edition"),
        el("p", sheet.say("text.disclaimer"), class_="disclaimer"),
    )


def _timeline(sheet: Sheet, steps: Sequence[_Step]) -> Element:
    marks = [(step.event.id, _mark(step)) for step in steps if step.change.changes]
    shown = timeline_figure(sheet, sheet.found.view, marks)
    return sheet.section("section-timeline", sheet.say("html.timeline"), shown)


def _mark(step: _Step) -> str:
    return foremost(step.sheet, step.change.changes)


def foremost(sheet: Sheet, changes: Sequence[KeyChange]) -> str:
    """The foremost changes in words, and how many more."""
    named = [each for each in changes if each.key in FOREMOST]
    told = [
        sheet.say("text.value-of", what=key_words(each.key, sheet.lang), value=_value(sheet, each)) for each in named
    ]
    others = len(changes) - len(named)
    if others:
        told.append(sheet.say("html.more-changes" if named else "html.changes", number=others))
    return sheet.apart(told)


def _value(sheet: Sheet, change: KeyChange) -> str:
    return key_value_words(change.key, change.to_value, sheet.lang, sheet.found.guideline)


# --- the way through it -----------------------------------------------------------------------------------------------


def _overview(sheet: Sheet, steps: Sequence[_Step]) -> Element:
    """Every event with the level and the group after it: the slider, on paper."""
    head = [sheet.say(f"html.column-{name}") for name in ("number", "event", "when", "suspicion", "group", "changed")]
    title = sheet.say("html.events-in-order")
    table = sheet.grid(sheet.say("html.events-table"), head, [_line(step) for step in steps])
    return sheet.section("section-events", title, table)


def _line(step: _Step) -> list[Content]:
    sheet, changes = step.sheet, step.change.changes
    keys = {each.key for each in changes}
    level, group = suspicion_text(sheet), _group(sheet)
    return [
        str(step.number),
        [
            sheet.event_link(step.event.id, plain=True),
            " ",
            el("span", kind_words(step.event, sheet.lang), class_="note"),
        ],
        el("span", sheet.when(step.event.id), class_="day"),
        el("b", level) if "suspicion" in keys else level,
        el("b", group) if "risk-group" in keys else group,
        str(len(changes)),
    ]


def _group(sheet: Sheet) -> str:
    followed = sheet.found.surveillance
    if not followed.plan_group:
        return sheet.say("html.not-applicable")
    return ladder_text(sheet, "risk-group", followed.risk_group, followed.not_excluded)


# --- event by event ---------------------------------------------------------------------------------------------------


def _event(step: _Step) -> Element:
    sheet, event = step.sheet, step.event
    name = anchor("event", event.id)
    title = sheet.say("html.event-title", number=step.number, event=clean(event.id))
    about = [sheet.when(event.id), " · ", kind_words(event, sheet.lang)]
    return sheet.section(
        name,
        title,
        el("p", about, class_="when"),
        _standing(sheet),
        el("h3", sheet.say("html.what-happened")),
        event_body(sheet, event),
        el("h3", sheet.say("html.what-changed")),
        _changes(step),
        vein_maps(sheet, prefix=f"veins-{step.number}", only=step.maps) if step.maps else None,
    )


def _standing(sheet: Sheet) -> Element:
    """Level, front and group after the event."""
    front = sheet.segments(sheet.found.ever.front) or sheet.say("replay.nothing")
    pairs = (
        ("html.column-suspicion", suspicion_text(sheet)),
        ("html.column-front", front),
        ("html.column-group", _group(sheet)),
    )
    return el("dl", [el("div", el("dt", sheet.say(label)), el("dd", told)) for label, told in pairs], class_="then")


def _changes(step: _Step) -> Element:
    sheet = step.sheet
    if not step.change.changes:
        return el("p", sheet.say("replay.no-change"))
    title = sheet.say("html.changed-by", event=clean(step.event.id))
    return changes_table(sheet, title, step.change.changes)


def changes_table(sheet: Sheet, title: str, changes: Sequence[KeyChange]) -> Element:
    """Each conclusion before and after, and because of what; without the last column where nothing is behind any."""
    names = ("conclusion", "before", "after", "because")
    shown = names if any(each.because for each in changes) else names[:3]
    head = [sheet.say(f"html.column-{name}") for name in shown]
    return sheet.grid(title, head, [_change(sheet, each)[: len(shown)] for each in changes])


def _change(sheet: Sheet, change: KeyChange) -> list[Content]:
    guideline = sheet.found.guideline
    before = key_value_words(change.key, change.from_value, sheet.lang, guideline)
    return [
        key_words(change.key, sheet.lang),
        before,
        el("b", _value(sheet, change)),
        list(_because(sheet, change)),
    ]


def _because(sheet: Sheet, change: KeyChange) -> Iterator[Content]:
    """The events, then the criteria, each with its verdict then, because without it a sentence reads as true."""
    criteria = [name for name in change.because if name in sheet.found.guideline.criteria]
    events = [name for name in change.because if name not in sheet.found.guideline.criteria]
    if events:
        yield el("p", apart((sheet.event_link(name, plain=True) for name in events), sheet.comma))
    if criteria:
        summary = el("summary", sheet.say("html.rules", number=len(criteria)))
        yield el("details", summary, [_rule(sheet, name) for name in criteria], class_="rules")


def _rule(sheet: Sheet, name: str) -> Element:
    declared = sheet.found.guideline.criteria[name]
    verdict = sheet.truth(sheet.evaluation[name].value)
    told = sheet.tell("html.verdict-of", sentence=sheet.criterion(name), verdict=verdict)
    return el("p", told, " ", sheet.citation_links(declared.statements, declared.sources))
