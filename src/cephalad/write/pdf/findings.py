"""What was found, in full: suspicion, work-up, veins and stages, differential diagnosis and team."""

from __future__ import annotations

from collections.abc import Iterator

from cephalad.assess import Reason
from cephalad.assessment import DifferentialRow
from cephalad.plan import WorkupRow
from cephalad.write.diagnostic_words import diagnostic_cautions, diagnostic_line, leading_figures
from cephalad.write.overview import ladder_text, next_step_reasons, nothing_in_a_named_vein, suspicion_text
from cephalad.write.pdf.blocks import Block, Line, bullets, heading, pairs, paragraph, table
from cephalad.write.pdf.paper import Paper
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

__all__ = [
    "RANKS",
    "differential",
    "extent",
    "named_together",
    "roster_table",
    "stage_lines",
    "suspicion",
    "team",
    "work_up",
    "work_up_rows",
]

RANKS = ("overdue", "due", "declined", "partly-done", "unknown", "done", "not-indicated")
"""The statuses of a study in the order in which a meeting needs them: what is late or missing first."""


def suspicion(paper: Paper) -> list[Block]:
    """Why the suspicion stands where it stands, and what is urgent."""
    found = paper.found
    raised = found.suspicion_value != "not-raised"
    behind = found.suspicion.reasons if raised else next_step_reasons(paper)
    return [
        heading(paper.say("heading.suspicion")),
        paragraph(suspicion_text(paper)),
        bullets(paper.reason_lines((*behind, *found.urgent))),
    ]


# --- work-up ----------------------------------------------------------------------------------------------------------


def work_up_rows(paper: Paper) -> list[WorkupRow]:
    """The studies, what is overdue or missing first, each group in the order of the guideline."""
    return sorted(paper.found.workup, key=lambda row: min(map(RANKS.index, (row.status, *row.also))))


def work_up(paper: Paper) -> list[Block]:
    """Every study with its status; what is not indicated stands in one line."""
    rows = work_up_rows(paper)
    told = [_study(paper, row) for row in rows if row.status not in ("unknown", "not-indicated")]
    head = [paper.say(f"pdf.column.{name}") for name in ("study", "status", "events", "rests-on")]
    blocks: list[Block] = [heading(paper.say("heading.work-up"))]
    if told:
        blocks.append(table(head, told, (3, 2, 4, 2)))
    blocks += [*map(paragraph, named_together(paper, rows)), *_how_often_named(paper, rows)]
    return blocks


def _how_often_named(paper: Paper, rows: list[WorkupRow]) -> Iterator[Block]:
    """How often such studies recognised the disease where it was proven, and what that must not be taken for."""
    shown = [row for row in rows if row.status not in ("unknown", "not-indicated")]
    figures = tuple(dict.fromkeys(figure for row in shown for figure in leading_figures(row.study)))
    if figures:
        yield bullets(diagnostic_line(figure, paper.lang) for figure in figures)
    yield from map(paragraph, diagnostic_cautions(figures, paper.lang))


def named_together(paper: Paper, rows: list[WorkupRow]) -> Iterator[str]:
    """The studies of which it is unknown whether they are called for, and those that are not, by name only."""
    for status in ("unknown", "not-indicated"):
        names = [study_words(row.study, paper.lang) for row in rows if row.status == status]
        if names:
            yield paper.say("text.value-of", what=paper.say(f"status.{status}"), value=paper.together(names))


def _study(paper: Paper, row: WorkupRow) -> tuple[Line | str, ...]:
    notes = [paper.events(row.events)] if row.events else []
    if row.uncovered:
        notes.append(paper.say("text.not-covered", segments=paper.segments(row.uncovered)))
    cited = paper.cite(row.reasons[0]) if row.reasons else ""
    name = study_words(row.study, paper.lang)
    return name, paper.statuses((row.status, *row.also)), paper.apart(notes), Line("", quiet=cited)


# --- extent -----------------------------------------------------------------------------------------------------------


def extent(paper: Paper) -> list[Block]:
    """Segment by segment what was seen ever and stands now, continuity, and the stages."""
    return [heading(paper.say("heading.extent")), *_veins(paper), *_stages(paper)]


def _veins(paper: Paper) -> Iterator[Block]:
    found = paper.found
    rows = vein_rows(paper)
    if rows:
        cells = [(row.segments, *row.states, paper.events(row.events)) for row in rows]
        widths = (4, *(2 for _ in rows[0].states), 4)
        yield table([head.capitalize() for head in vein_head(paper)], cells, widths)
        rest = unexamined(paper)
        if rest:
            yield paragraph(paper.say("text.nobody-looked", segments=paper.segments(rest)))
    else:
        yield paragraph(paper.say(nothing_in_a_named_vein(paper)))
    for told, event in (*reported_thrombus(paper), *reported_clear(paper)):
        yield paragraph(paper.say("text.noted", text=told, note=paper.event(event)))
    if not found.ever.possible:
        return
    yield paragraph(continuity_text(paper))
    for told, event in upper_limits(paper):
        yield paragraph(paper.say("text.noted", text=told, note=paper.event(event)))
    for label, names in (("text.at-risk", found.ever.at_risk), ("text.uncovered", found.ever.uncovered)):
        if names:
            yield paragraph(paper.say(label, segments=paper.segments(names)))


def _stages(paper: Paper) -> Iterator[Block]:
    lines = stage_lines(paper)
    yield heading(paper.say("html.stages"), level=2)
    yield bullets(lines) if lines else paragraph(paper.say("html.no-stage"))


def stage_lines(paper: Paper) -> list[Line]:
    """The stage by each scale with the steps not excluded, and where the scale comes from; none without a tumour."""
    found = paper.found
    if not found.ever.possible and all(stage.value == "none" for stage in found.stages.values()):
        return []
    return [
        Line(
            ladder_text(paper, name, stage.value, stage.not_excluded),
            lead=paper.say("text.value-of", what=paper.say(f"ladder.{name}"), value=""),
            quiet=paper.citation((), found.guideline.ladders[name].sources),
        )
        for name, stage in found.stages.items()
    ]


# --- differential and team --------------------------------------------------------------------------------------------


def differential(paper: Paper, *, supported: bool = False) -> list[Block]:
    """For each diagnosis what speaks for and against it, what is unknown, and the studies that separate it.

    Parameters
    ----------
    supported : whether only those are told for which something speaks
    """
    rows = [row for row in paper.found.differential if row.speaks_for or not supported]
    told = [row for row in rows if row.speaks_for or row.speaks_against]
    silent = [row for row in rows if row not in told]
    blocks: list[Block] = [heading(paper.say("heading.differential"))]
    if told:
        blocks.append(bullets(_diagnosis(paper, row) for row in told))
    if silent:
        entities = paper.together(_entity(paper, row) for row in silent)
        blocks.append(paragraph(paper.say("text.nothing-for-or-against", entities=entities)))
    return blocks


def _entity(paper: Paper, row: DifferentialRow) -> str:
    entity = next(each for each in paper.found.guideline.entities if each.id == row.entity)
    return entity_words(entity, paper.lang)


def _diagnosis(paper: Paper, row: DifferentialRow) -> Line:
    entity = next(each for each in paper.found.guideline.entities if each.id == row.entity)
    inside = []
    for label, told in (("text.for", row.speaks_for), ("text.speaks-against", row.speaks_against)):
        if told:
            inside.append(Line(paper.say(label, criteria=paper.apart(_cited(paper, each) for each in told))))
    if row.unknown:
        inside.append(Line(paper.say("text.unknown", criteria=paper.apart(map(paper.criterion, row.unknown)))))
    studies = paper.together(study_words(study, paper.lang) for study in row.separated_by)
    if studies:
        inside.append(Line(paper.say("text.separated-by", studies=studies)))
    return Line("", lead=_entity(paper, row), quiet=paper.citation((), entity.sources), inside=tuple(inside))


def _cited(paper: Paper, reason: Reason) -> str:
    return f"{paper.criterion(reason.id)} {paper.cite(reason)}".rstrip()


def team(paper: Paper) -> list[Block]:
    """Whether the team is to be convened, and who belongs to it for which reason."""
    found = paper.found
    blocks: list[Block] = [
        heading(paper.say("heading.team")),
        paragraph(paper.verdict_of(paper.say("text.convene"), found.convene)),
    ]
    why: dict[tuple[str, tuple[Reason, ...]], list[str]] = {}
    for entry in found.roster:
        why.setdefault((entry.need, entry.reasons), []).append(role_words(entry.role, paper.lang))
    if why:
        blocks.append(
            pairs(
                (paper.say(f"need.{need}"), [paper.together(names), *paper.reason_lines(reasons[:1])])
                for (need, reasons), names in why.items()
            )
        )
    return blocks


def roster_table(paper: Paper) -> Block | None:
    """The team by need: required, or on call until cleared; None for nobody."""
    by_need: dict[str, list[str]] = {}
    for entry in paper.found.roster:
        by_need.setdefault(entry.need, []).append(role_words(entry.role, paper.lang))
    return (
        pairs((paper.say(f"need.{need}"), [paper.together(names)]) for need, names in by_need.items())
        if by_need
        else None
    )
