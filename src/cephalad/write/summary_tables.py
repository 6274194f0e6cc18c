"""The sections of a cohort's summary: which tables there are, which lines they have, and what is said beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from cephalad.cohort.small_cells import FEWEST
from cephalad.cohort.summary import LAST, QUANTILES, LateDays, Snapshot, Summary
from cephalad.cohort.summary_cells import (
    ALL,
    COMPLETENESS,
    HORIZONS,
    LADDERS,
    NEXT_STATUSES,
    NEXT_STUDIES,
    WORKUP_STATUSES,
)
from cephalad.guideline.model import RISK_GROUPS
from cephalad.write.summary_words import Board, Line, SummaryTable
from cephalad.write.words import criterion_words, fact_words, rung_words, study_words

__all__ = ["Section", "demand_statements", "scale_lines", "sections"]

CRITERIA: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "echocardiography": ("ivl.workup.echocardiography",),
        "team": ("ivl.mdt.convene", "ivl.mdt.operated-without"),
        "baseline": ("ivl.surveillance.baseline",),
        "completeness": ("ivl.operation.completeness-unrecorded",),
        "overdue": tuple(
            f"ivl.surveillance.{group}.{band}" for group in RISK_GROUPS for band in ("first", "second", "third")
        ),
    }
)
"""The criteria whose statements make each demand."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the summary: its heading, sentences before its tables, the tables, and sentences after them."""

    id: str
    title: str
    before: tuple[str, ...]
    tables: tuple[SummaryTable, ...]
    after: tuple[str, ...] = ()


def sections(board: Board) -> tuple[Section, ...]:
    """All parts of a summary in their order."""
    return (_who(board), _extent(board), _plan(board), _work_up(board), _missing(board), _agreement(board))


def _section(board: Board, name: str, *tables: SummaryTable, before: tuple[str, ...] = ()) -> Section:
    return Section(name, board.say(f"summary.{name}"), before, tables)


# --- who, and how far -------------------------------------------------------------------------------------------------


def _who(board: Board) -> Section:
    say = board.say
    patients = board.over_moments("patients", say("summary.women").capitalize(), "", [_patients(board)])
    urgent = [Line(say("summary.urgent-any"), "urgent")]
    guideline = board.summary.guideline
    urgent += [
        Line(criterion_words(guideline.criteria[name], board.lang, guideline), f"urgent.{name}")
        for name in guideline.urgent
    ]
    tables = (*_scale(board, "suspicion"), *board.tables("urgent", say("summary.urgent"), urgent))
    several = (patients,) if len(board.moments) > 1 else ()
    return _section(board, "who", *several, *tables, before=(say("summary.not-a-rate"),))


def _patients(board: Board) -> tuple[str, ...]:
    return (board.say("summary.women"), *(board.number(at.counts[ALL]) for at in board.moments))


def scale_lines(board: Board, name: str) -> Iterator[Line]:
    """The steps of a scale, the highest first."""
    ladder = board.summary.guideline.ladders[name.replace("_", "-")]
    steps = [rung.value for rung in ladder.rungs][::-1]
    floor = [ladder.floor, *(["excluded"] if name == "suspicion" else [])]
    for step in (*steps, *floor):
        told = rung_words(ladder.id, step, board.lang)
        beyond = f"{name}.{step}.not-excluded" if step in steps else ""
        yield Line(told, f"{name}.{step}", open=f"{name}.{step}.open", beyond=beyond)


def _scale(board: Board, name: str) -> Iterator[SummaryTable]:
    title = board.say("summary.scale-of", scale=board.say(f"summary.scale-{name}"))
    return board.tables(name, title, scale_lines(board, name))


def _extent(board: Board) -> Section:
    scales = (name for name in LADDERS if name != "suspicion")
    return _section(board, "extent", *(table for name in scales for table in _scale(board, name)))


# --- operation and plan -----------------------------------------------------------------------------------------------


def _plan(board: Board) -> Section:
    return _section(
        board,
        "plan",
        *_operation(board),
        *_groups(board),
        *_next_statuses(board),
        _next(board),
        *_closes(board),
        _late(board),
    )


def _operation(board: Board) -> Iterator[SummaryTable]:
    say = board.say
    lines = [Line(say("summary.operated"), "operated")]
    lines += [Line(say(f"summary.completeness.{each}"), f"completeness.{each}", "operated") for each in COMPLETENESS]
    return board.tables("operation", say("summary.operation"), lines)


def _groups(board: Board) -> Iterator[SummaryTable]:
    say = board.say
    followed = Line(say("summary.followed"), "followed")
    for name, column in (("risk-group", "risk_group"), ("plan-group", "plan_group")):
        lines = [followed]
        for group in (*RISK_GROUPS[::-1], *(("cannot-tell",) if name == "risk-group" else ())):
            stricter = name == "risk-group" and group in RISK_GROUPS[1:]
            beyond = f"{column}.{group}.not-excluded" if stricter else ""
            told = rung_words("risk-group", group, board.lang)
            lines.append(Line(told, f"{column}.{group}", "followed", beyond=beyond))
        yield from board.tables(name, say(f"summary.{name}"), lines)


def _next_statuses(board: Board) -> Iterator[SummaryTable]:
    say = board.say
    lines = [Line(say(f"status.{each}"), f"next.status.{each}", "followed") for each in NEXT_STATUSES]
    lines.append(Line(say("summary.next-none"), "next.none", "followed"))
    return board.tables("next-status", say("summary.next-status"), lines)


def _next(board: Board) -> SummaryTable:
    """Studies by status, at the last moment."""
    say, at = board.say, board.latest
    head = (say("summary.study"), say("summary.women"), *(say(f"status.{each}") for each in NEXT_STATUSES))
    rows = [
        (
            study_words(study, board.lang),
            board.number(at.counts[f"next.{study}"]),
            *(board.number(at.counts[f"next.{study}.{status}"]) for status in NEXT_STATUSES),
        )
        for study in NEXT_STUDIES
    ]
    every = (board.number(at.counts[f"next.status.{status}"]) for status in NEXT_STATUSES)
    rows.append((say("summary.next-any"), board.number(at.counts["next"]), *every))
    return SummaryTable("next", _as_of_last(board, say("summary.next")), head, tuple(rows))


def _as_of_last(board: Board, title: str) -> str:
    if len(board.moments) == 1:
        return title
    return board.say("summary.studies-as-of", title=title, as_of=board.moment(board.latest))


def _closes(board: Board) -> Iterator[SummaryTable]:
    say, (near, far) = board.say, HORIZONS
    told = {
        "past": say("summary.closes-past"),
        str(near): say("summary.closes-30", days=near),
        str(far): say("summary.closes-90", **{"from": near + 1}, days=far),
        "later": say("summary.closes-later"),
        "untold": say("summary.closes-untold"),
    }
    # Days are counted from a day: after the last event of each woman there is none that they share.
    shown = [at for at in board.moments if at.as_of != LAST]
    lines = [Line(name, f"closes.{part}", "next") for part, name in told.items()] if shown else []
    return board.tables("closes", say("summary.closes"), lines)


def _late(board: Board) -> SummaryTable:
    say = board.say
    names = [say(f"summary.late-{name}") for name in ("quarter", "half", "three-quarters")]
    longest = "summary.late-longest-of" if board.summary.hides else "summary.late-longest"
    names.append(say(longest, fewest=FEWEST) if board.summary.hides else say(longest))
    told = [_late_numbers(board, at.late) for at in board.moments]
    rows = tuple((name, *cells) for name, cells in zip(names, zip(*told, strict=True), strict=True))
    if len(board.moments) == 1:
        return SummaryTable("late", say("summary.late"), ("", say("summary.late-days")), rows)
    return board.over_moments("late", say("summary.late"), "", rows)


def _late_numbers(board: Board, late: LateDays) -> tuple[str, ...]:
    assert len(late.quantiles) == len(QUANTILES)
    return tuple(board.number(days) for days in (*late.quantiles, late.longest))


# --- work-up, missing facts, agreement --------------------------------------------------------------------------------


def _work_up(board: Board) -> Section:
    at = board.latest
    head = (board.say("summary.study"), *(board.say(f"status.{each}") for each in WORKUP_STATUSES))
    rows = (
        (
            study_words(study, board.lang),
            *(board.number(at.counts[f"workup.{study}.{status}"]) for status in WORKUP_STATUSES),
        )
        for study in board.summary.studies
    )
    title = _as_of_last(board, board.say("summary.studies"))
    return _section(board, "work-up", SummaryTable("work-up", title, head, tuple(rows)))


def _missing(board: Board) -> Section:
    facts, guideline = board.summary.facts, board.summary.guideline
    if not facts:
        told = "summary.facts-not-worked-out" if facts is None else "summary.facts-none"
        return _section(board, "missing", before=(board.say(told),))
    lines = (Line(fact_words(fact, board.lang, guideline), f"missing.{fact}") for fact in facts)
    tables = board.tables("facts", board.say("summary.facts"), lines, first=board.say("summary.fact"))
    return _section(board, "missing", *tables)


def demand_statements(summary: Summary, demand: str) -> tuple[str, ...]:
    """The statements of the paper that make a demand, in the order of the criteria."""
    known = summary.guideline.criteria
    named = (name for criterion in CRITERIA[demand] if criterion in known for name in known[criterion].statements)
    return tuple(dict.fromkeys(named))


def _agreement(board: Board) -> Section:
    say, demands = board.say, board.summary.demands
    says = []
    for demand in demands:
        statements = demand_statements(board.summary, demand)
        board.cited.update(dict.fromkeys(statements))
        sentence = say(f"summary.demand-says.{demand}")
        told = say(f"summary.demand.{demand}")
        says.append(say("summary.says", demand=told, sentence=sentence, statements=", ".join(statements)))
    section = _section(board, "agreement", *_demands(board))
    return Section(section.id, section.title, (), section.tables, (*says, say("summary.interval-note")))


def _demands(board: Board) -> Iterator[SummaryTable]:
    say, title = board.say, board.say("summary.demands")
    parts = {each: f"agreement.{each}" for each in board.summary.demands}
    if len(board.moments) == 1:
        head = ("", *(say(f"summary.{name}") for name in ("column-demand", "of", "with-interval", "not-known")))
        yield SummaryTable("agreement", title, head, tuple(_demand(board, *each) for each in parts.items()))
        return
    shares = (
        (
            say(f"summary.demand.{each}"),
            *(board.with_interval(at, f"{part}.missed", f"{part}.known") for at in board.moments),
        )
        for each, part in parts.items()
    )
    yield board.over_moments("agreement", title, "", shares)
    counts = (
        (say(f"summary.demand.{each}"), *(_counts_of(board, at, part) for at in board.moments))
        for each, part in parts.items()
    )
    yield board.over_moments("agreement-counts", say("summary.demand-counts"), "", counts)


def _demand(board: Board, demand: str, part: str) -> tuple[str, ...]:
    at = board.latest
    return (
        board.say(f"summary.demand.{demand}"),
        board.number(at.counts[f"{part}.missed"]),
        board.number(at.counts[f"{part}.known"]),
        board.with_interval(at, f"{part}.missed", f"{part}.known"),
        board.number(at.counts[f"{part}.unknown"]),
    )


def _counts_of(board: Board, at: Snapshot, part: str) -> str:
    told = {name: board.number(at.counts[f"{part}.{name}"]) for name in ("missed", "known", "unknown")}
    return board.say("summary.counts-of", **told)
