"""The details of what was found: suspicion, work-up, extent, differential diagnosis and team."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cephalad.plan import WorkupRow
from cephalad.write.diagnostic_words import diagnostic_cautions, diagnostic_line, leading_figures
from cephalad.write.overview import ladder_text, next_step_reasons, nothing_in_a_named_vein, suspicion_text
from cephalad.write.page import Page
from cephalad.write.veins import (
    continuity_text,
    reported_clear,
    reported_thrombus,
    unexamined,
    upper_limits,
    vein_head,
    vein_rows,
)
from cephalad.write.words import entity_words, role_words, study_words

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
    yield from _how_often_named(page, rows)


def _how_often_named(page: Page, rows: Iterable[WorkupRow]) -> Iterator[str]:
    """How often such studies recognised the disease where it was proven, and what that must not be taken for."""
    figures = [figure for row in rows for figure in leading_figures(row.study)]
    for figure in dict.fromkeys(figures):
        yield from page.item(diagnostic_line(figure, page.lang))
    for caution in diagnostic_cautions(tuple(figures), page.lang):
        yield from page.paragraph(caution)


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
    rows = vein_rows(page)
    if rows:
        cells = [(row.segments, *row.states, page.events(row.events)) for row in rows]
        yield from page.table([vein_head(page), *cells])
    else:
        yield from page.paragraph(page.say(nothing_in_a_named_vein(page)))
    rest = unexamined(page)
    if rows and rest:
        yield from page.paragraph(page.say("text.nobody-looked", segments=page.segments(rest)))
    for told, event in (*reported_thrombus(page), *reported_clear(page)):
        yield from page.paragraph(f"{told} ({page.event(event)})")
    if not found.ever.possible:
        return
    yield from page.paragraph(continuity_text(page))
    for told, event in upper_limits(page):
        yield from page.paragraph(f"{told} ({page.event(event)})")
    for label, names in (("text.at-risk", found.ever.at_risk), ("text.uncovered", found.ever.uncovered)):
        if names:
            yield from page.paragraph(page.say(label, segments=page.segments(names)))
    for name, stage in found.stages.items():
        value = ladder_text(page, name, stage.value, stage.not_excluded)
        sources = found.guideline.ladders[name].sources
        told = page.say("text.value-of", what=page.say(f"ladder.{name}"), value=value)
        yield from page.item(f"{told} {page.citation((), sources)}")


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
