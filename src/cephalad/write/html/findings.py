"""What was found: suspicion, work-up, veins and stages, differential diagnosis and team, each open to its reasons."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from cephalad.assess import LadderValue, Reason, reasons
from cephalad.assessment import DifferentialRow
from cephalad.plan import RosterEntry, WorkupRow
from cephalad.write.diagnostic_words import diagnostic_lines
from cephalad.write.html.document import Content, el
from cephalad.write.html.sheet import Sheet
from cephalad.write.overview import ladder_text, next_step_reasons, nothing_in_a_named_vein, suspicion_text
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

_ASIDE = ("unknown", "not-indicated")


def suspicion(sheet: Sheet) -> Element:
    """Why the suspicion stands where it stands, and what is urgent."""
    found = sheet.found
    raised = found.suspicion_value != "not-raised"
    level = sheet.statement(
        "suspicion",
        sheet.say("text.value-of", what=sheet.say("ladder.suspicion"), value=suspicion_text(sheet)),
        reasons=found.suspicion.reasons if raised else next_step_reasons(sheet),
        why="suspicion",
    )
    urgent = [
        sheet.statement(
            f"urgent.{reason.id}",
            sheet.criterion(reason.id),
            chips=sheet.chip(sheet.say("replay.urgent"), "urgent"),
            reasons=(reason,),
        )
        for reason in found.urgent
    ]
    return sheet.section("section-suspicion", sheet.say("heading.suspicion"), sheet.listed([level, *urgent]))


# --- work-up --------------------------------------------------------------------------------------------------------


def work_up(sheet: Sheet) -> Element:
    """Every study with its status; those that are not called for stand last."""
    rows = sheet.found.workup
    first = [_study(sheet, row) for row in rows if row.status not in _ASIDE]
    rest = [_study(sheet, row) for status in _ASIDE for row in rows if row.status == status]
    title = sheet.say("heading.work-up")
    return sheet.section("section-work-up", title, sheet.listed(first), sheet.listed(rest))


def _study(sheet: Sheet, row: WorkupRow) -> Element:
    uncovered = sheet.say("text.not-covered", segments=sheet.segments(row.uncovered)) if row.uncovered else None
    name = f"workup.{row.study}"
    return sheet.statement(
        name,
        study_words(row.study, sheet.lang),
        _asked(sheet, row),
        chips=sheet.chips((row.status, *row.also)),
        note=uncovered,
        reasons=row.reasons,
        why=name,
    )


def _asked(sheet: Sheet, row: WorkupRow) -> Iterator[Content]:
    if row.events:
        yield el("p", sheet.tell("text.value-of", what=sheet.say("html.events"), value=sheet.event_links(row.events)))
    if row.asked:
        asked = sheet.segments(row.asked)
        yield el("p", sheet.tell("text.value-of", what=sheet.say("html.segments-asked"), value=asked))
    for line in diagnostic_lines(row.study, sheet.lang):
        yield el("p", line, class_="figure")


# --- extent ---------------------------------------------------------------------------------------------------------


def extent(sheet: Sheet) -> Element:
    """Segment by segment what was seen ever and stands now, continuity, and the stages with their reasons."""
    told = [*_stages(sheet), *_veins(sheet), *_beyond(sheet)]
    return sheet.section("section-extent", sheet.say("heading.extent"), told)


def _stages(sheet: Sheet) -> Iterator[Content]:
    items = sheet.listed(_stage(sheet, name, stage) for name, stage in sheet.found.stages.items())
    reached = any(stage.value != "none" for stage in sheet.found.stages.values())
    if reached or sheet.found.ever.possible:
        yield el("h3", sheet.say("html.stages"))
        yield items
    else:
        # Open to whoever asks, but no list of scales up to the heart for whom nobody suspects of the disease.
        yield sheet.listed([sheet.statement("stages", sheet.say("html.no-stage"), items)])


def _stage(sheet: Sheet, name: str, stage: LadderValue) -> Element:
    value = ladder_text(sheet, name, stage.value, stage.not_excluded)
    sources = sheet.citation_links((), sheet.found.guideline.ladders[name].sources)
    scale = el("p", sheet.tell("text.value-of", what=sheet.say("html.scale-from"), value=sources))
    title = sheet.say("text.value-of", what=sheet.say(f"ladder.{name}"), value=value)
    return sheet.statement(f"stage.{name}", title, scale, reasons=stage.reasons, why=name)


def _veins(sheet: Sheet) -> Iterator[Content]:
    rows = vein_rows(sheet)
    yield el("h3", sheet.say("html.veins"))
    if not rows:
        yield el("p", sheet.say(nothing_in_a_named_vein(sheet)))
    else:
        cells = [(row.segments, *row.states, sheet.event_links(row.events)) for row in rows]
        yield sheet.grid(sheet.say("html.veins-table"), vein_head(sheet), cells)
        rest = unexamined(sheet)
        if rest:
            yield el("p", sheet.say("text.nobody-looked", segments=sheet.segments(rest)))
    for told, event in (*reported_thrombus(sheet), *reported_clear(sheet)):
        yield el("p", sheet.tell("text.noted", text=told, note=sheet.event_link(event)))


def _beyond(sheet: Sheet) -> Iterator[Content]:
    found = sheet.found
    if not found.ever.possible:
        return
    yield el("p", continuity_text(sheet))
    for told, event in upper_limits(sheet):
        yield el("p", sheet.tell("text.noted", text=told, note=sheet.event_link(event)))
    for label, names in (("text.at-risk", found.ever.at_risk), ("text.uncovered", found.ever.uncovered)):
        if names:
            yield el("p", sheet.say(label, segments=sheet.segments(names)))


# --- differential and team ------------------------------------------------------------------------------------------


def differential(sheet: Sheet) -> Element:
    """For each diagnosis what speaks for and against it, what is unknown, and the studies that separate it."""
    rows = sheet.found.differential
    told = [row for row in rows if row.speaks_for or row.speaks_against]
    silent = [row for row in rows if row not in told]
    title = sheet.say("heading.differential")
    return sheet.section(
        "section-differential",
        title,
        sheet.listed(_diagnosis(sheet, row) for row in told),
        el("p", sheet.say("html.nothing-on-record"), class_="label") if silent else None,
        sheet.listed(_diagnosis(sheet, row) for row in silent),
    )


def _diagnosis(sheet: Sheet, row: DifferentialRow) -> Element:
    entity = next(each for each in sheet.found.guideline.entities if each.id == row.entity)
    studies = sheet.together(study_words(study, sheet.lang) for study in row.separated_by)
    counts = (("for", row.speaks_for), ("against", row.speaks_against), ("unknown", row.unknown))
    chips = [sheet.chip(sheet.say(f"html.count-{name}", number=len(found)), name) for name, found in counts if found]
    return sheet.statement(
        f"differential.{row.entity}",
        entity_words(entity, sheet.lang),
        _criteria(sheet, "html.for", row.speaks_for),
        _criteria(sheet, "html.against", row.speaks_against),
        _criteria(sheet, "html.unknown", tuple(one for name in row.unknown for one in _own(sheet, name))),
        el("p", sheet.say("text.separated-by", studies=studies)) if studies else None,
        el("p", sheet.tell("html.named-by", sources=sheet.citation_links((), entity.sources))),
        chips=[[chip, " "] for chip in chips],
    )


def _own(sheet: Sheet, criterion: str) -> tuple[Reason, ...]:
    return reasons(sheet.evaluation, criterion)[:1]


def _criteria(sheet: Sheet, label: str, told: tuple[Reason, ...]) -> list[Content]:
    return [el("p", sheet.say(label), class_="label"), sheet.reasons_list(told)] if told else []


def team(sheet: Sheet) -> Element:
    """Whether the team is to be convened, and who belongs to it."""
    found = sheet.found
    convene = sheet.statement(
        "mdt",
        sheet.say("text.convene"),
        chips=sheet.truth(found.convene),
        reasons=reasons(sheet.evaluation, "ivl.mdt.convene"),
    )
    title = sheet.say("heading.team")
    roles = sheet.listed(_role(sheet, entry) for entry in found.roster)
    return sheet.section("section-team", title, sheet.listed([convene]), roles)


def _role(sheet: Sheet, entry: RosterEntry) -> Element:
    chip = sheet.chip(sheet.say(f"need.{entry.need}"), entry.need)
    return sheet.statement(f"mdt.{entry.role}", role_words(entry.role, sheet.lang), chips=chip, reasons=entry.reasons)
