"""The details of what was found: suspicion, work-up, extent, differential diagnosis and team."""

from __future__ import annotations

from collections.abc import Iterator

from cephalad.anatomy import SEGMENT_SETS, SEGMENTS
from cephalad.facts import Extent
from cephalad.plan import WorkupRow
from cephalad.write.overview import ladder_text, next_step_reasons, nothing_in_a_named_vein, suspicion_text
from cephalad.write.page import Page
from cephalad.write.words import entity_words, role_words, segment_words, study_words

__all__ = ["differential", "extent", "suspicion", "team", "work_up"]


def suspicion(page: Page) -> Iterator[str]:
    """Why the suspicion stands where it stands, and what is urgent."""
    found = page.found
    yield from page.heading("heading.suspicion")
    yield from page.paragraph(suspicion_text(page))
    raised = found.suspicion_value != "not-raised"
    for reason in found.suspicion.reasons if raised else next_step_reasons(page):
        yield from page.reason(reason)
    for reason in found.urgent:
        yield from page.reason(reason)


# --- work-up --------------------------------------------------------------------------------------------------------


def work_up(page: Page) -> Iterator[str]:
    """Every study with its status; what is not indicated stands in one line."""
    yield from page.heading("heading.work-up")
    rows = [row for row in page.found.workup if row.status not in ("not-indicated", "unknown")]
    yield from page.table([_study(page, row) for row in rows])
    for status in ("unknown", "not-indicated"):
        names = [study_words(row.study, page.lang) for row in page.found.workup if row.status == status]
        if names:
            told = page.say("text.value-of", what=page.say(f"status.{status}"), value=page.together(names))
            yield from page.paragraph(told)


def _study(page: Page, row: WorkupRow) -> tuple[str, str, str]:
    notes = []
    if row.events:
        notes.append(page.events(row.events))
    if row.uncovered:
        notes.append(page.say("text.not-covered", segments=page.segments(row.uncovered)))
    notes.append(page.cite(row.reasons[0]))
    return (
        study_words(row.study, page.lang),
        page.statuses((row.status, *row.also)),
        page.apart(note for note in notes if note),
    )


# --- extent ---------------------------------------------------------------------------------------------------------


def extent(page: Page) -> Iterator[str]:
    """Segment by segment what was seen ever and stands now, continuity, and the stages with their sources."""
    found = page.found
    yield from page.heading("heading.extent")
    rows = [name for name in SEGMENTS if _informative(found.ever, found.current, name)]
    if rows:
        yield from page.table([_head(page), *_grouped(page, rows)])
    else:
        yield from page.paragraph(page.say(nothing_in_a_named_vein(page)))
    rest = [name for name in SEGMENTS if name not in rows]
    if rows and rest:
        yield from page.paragraph(page.say("text.nobody-looked", segments=page.segments(rest)))
    yield from _reported_clear(page)
    if not found.ever.possible:
        return
    yield from page.paragraph(_continuity(page))
    yield from _upper_limits(page)
    for label, names in (("text.at-risk", found.ever.at_risk), ("text.uncovered", found.ever.uncovered)):
        if names:
            yield from page.paragraph(page.say(label, segments=page.segments(names)))
    for name, stage in found.stages.items():
        value = ladder_text(page, name, stage.value, stage.not_excluded)
        sources = found.guideline.ladders[name].sources
        told = page.say("text.value-of", what=page.say(f"ladder.{name}"), value=value)
        yield from page.item(f"{told} {page.citation((), sources)}")


def _informative(ever: Extent, current: Extent | None, name: str) -> bool:
    return ever.states[name].status != "not-assessed" or (
        current is not None and current.states[name].status != "not-assessed"
    )


def _head(page: Page) -> tuple[str, ...]:
    head = [page.say("column.segment"), page.say("column.ever")]
    if page.found.current is not None:
        head.append(page.say("column.now"))
    return (*head, page.say("column.events"))


def _grouped(page: Page, names: list[str]) -> Iterator[tuple[str, ...]]:
    """A row for the segments of which the same is known from the same events."""
    alike: dict[tuple[str, ...], list[str]] = {}
    for name in names:
        alike.setdefault(_known(page, name), []).append(name)
    for cells, group in alike.items():
        yield (page.segments(group), *cells)


def _known(page: Page, name: str) -> tuple[str, ...]:
    ever, current = page.found.ever, page.found.current
    cells = [_state(page, ever, name)]
    events = ever.states[name].events
    if current is not None:
        cells.append(_state(page, current, name))
        events = tuple(dict.fromkeys((*events, *current.states[name].events)))
    return (*cells, page.events(events))


def _state(page: Page, extent: Extent, name: str) -> str:
    if any(name in names for names, _ in extent.open_sets) and extent.states[name].status != "tumour":
        return page.say("segment-status.tumour-in-one-of-a-set")
    return page.say(f"segment-status.{extent.states[name].status}")


def _reported_clear(page: Page) -> Iterator[str]:
    """Veins that a report calls clear without naming level, side or member."""
    for at, row in page.found.view.by_finding.get("vein.content", ()):
        if row.value == "clear" and row.qualifier in SEGMENT_SETS:
            told = page.say("text.reported-clear", segment=segment_words(row.qualifier, page.lang))
            yield from page.paragraph(f"{told} ({page.event(page.found.view.events[at].id)})")


def _upper_limits(page: Page) -> Iterator[str]:
    """Where in a vein the tumour ends, in the words of the record."""
    rows = page.found.view.by_finding
    clear = {(at, row.qualifier) for at, row in rows.get("vein.clear-above", ()) if row.value == "yes"}
    for at, row in rows.get("vein.upper-limit", ()):
        if isinstance(row.value, str):
            told = [page.say("text.upper-limit", segment=segment_words(row.qualifier, page.lang), text=row.value)]
            if (at, row.qualifier) in clear:
                told.append(page.say("text.seen-clear-above"))
            yield from page.paragraph(f"{page.apart(told)} ({page.event(page.found.view.events[at].id)})")


def _continuity(page: Page) -> str:
    value, between = page.found.ever.continuity()
    words = page.say(f"continuity.{value}")
    return page.say("text.value-of", what=words, value=page.segments(between)) if between else words


# --- differential and team ------------------------------------------------------------------------------------------


def differential(page: Page) -> Iterator[str]:
    """For each diagnosis what speaks for and against it, what is unknown, and the studies that separate it."""
    guideline = page.found.guideline
    entities = {entity.id: entity for entity in guideline.entities}
    rows = page.found.differential
    told = [row for row in rows if row.speaks_for or row.speaks_against]
    yield from page.heading("heading.differential")
    for row in told:
        entity = entities[row.entity]
        yield from page.item(f"{entity_words(entity, page.lang)} {page.citation((), entity.sources)}")
        for label, reasons in (("text.for", row.speaks_for), ("text.speaks-against", row.speaks_against)):
            said = [f"{page.criterion(reason.id)} {page.cite(reason)}".strip() for reason in reasons]
            if said:
                yield from page.paragraph(page.say(label, criteria=page.apart(said)), "      ")
        if row.unknown:
            said = [page.criterion(name) for name in row.unknown]
            yield from page.paragraph(page.say("text.unknown", criteria=page.apart(said)), "      ")
        studies = page.together(study_words(study, page.lang) for study in row.separated_by)
        yield from page.paragraph(page.say("text.separated-by", studies=studies), "      ")
    silent = [entity_words(entities[row.entity], page.lang) for row in rows if row not in told]
    if silent:
        yield from page.paragraph(page.say("text.nothing-for-or-against", entities=page.together(silent)))


def team(page: Page) -> Iterator[str]:
    """Whether the team is to be convened, and who belongs to it."""
    found = page.found
    yield from page.heading("heading.team")
    told = page.say("text.value-of", what=page.say("text.convene"), value=page.verdict(found.convene))
    cited = found.guideline.criteria["ivl.mdt.convene"] if found.roster else None
    yield from page.paragraph(f"{told} {page.citation(cited.statements, cited.sources)}" if cited else told)
    rows = []
    for entry in found.roster:
        words = [page.criterion(reason.id) for reason in entry.reasons[:1]]
        why = (
            f"{page.apart(words)} {page.cite(entry.reasons[0])}"
            if entry.need == "on-call" or entry.reasons[0].facts
            else ""
        )
        rows.append((role_words(entry.role, page.lang), page.say(f"need.{entry.need}"), why))
    yield from page.table(rows)
