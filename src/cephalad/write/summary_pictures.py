"""The pictures of a cohort's summary: bars at one moment, stacked bars over several, shares with their intervals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import isnan

from cephalad.anatomy import Language
from cephalad.cohort.small_cells import Shown
from cephalad.cohort.summary import Snapshot
from cephalad.cohort.summary_cells import COMPLETENESS, LADDERS, NEXT_STATUSES
from cephalad.guideline.model import RISK_GROUPS
from cephalad.pictures import Picture, Table
from cephalad.pictures.count_bars import Bar, count_bars
from cephalad.pictures.interval_dots import Dot, DotGroup, interval_dots
from cephalad.pictures.stacked_bars import StackedBar, stacked_bars
from cephalad.write.summary_tables import scale_lines
from cephalad.write.summary_words import Board, Line, SummaryTable
from cephalad.write.words import rung_words

__all__ = ["picture_of"]

_PLAN = {"operation": "operation", "risk-group": "risk-group", "next-status": "next-status"}


def picture_of(board: Board, table: SummaryTable) -> Picture | None:
    """The picture that belongs above a table; None for a table that speaks for itself."""
    if table.id == "agreement":
        return _demands(board, table)
    if table.id == "facts" and len(board.moments) == 1:
        return _bars(board, table, table.title, list(_facts(board, table)))
    if table.id not in (*LADDERS, *_PLAN):
        return None
    title, lines = _title(board, table.id), list(_lines(board, table.id))
    return _bars(board, table, title, lines) if len(board.moments) == 1 else _stacked(board, table, title, lines)


def _title(board: Board, name: str) -> str:
    return board.say(f"summary.{_PLAN.get(name, f'scale-{name}')}")


def _lines(board: Board, name: str) -> Iterator[Line]:
    """What is drawn of each part: every woman of the total stands in one line."""
    say = board.say
    if name == "operation":
        for each in COMPLETENESS:
            yield Line(say(f"summary.completeness.{each}"), f"completeness.{each}", "operated")
    elif name == "risk-group":
        for each in (*RISK_GROUPS[::-1], "cannot-tell"):
            yield Line(rung_words("risk-group", each, board.lang), f"risk_group.{each}", "followed")
    elif name == "next-status":
        for each in NEXT_STATUSES:
            yield Line(say(f"status.{each}"), f"next.status.{each}", "followed")
        yield Line(say("summary.next-none"), "next.none", "followed")
    else:
        yield from scale_lines(board, name)


def _facts(board: Board, table: SummaryTable) -> Iterator[Line]:
    for fact, row in zip(board.summary.facts or (), table.rows, strict=True):
        yield Line(row[0], f"missing.{fact}")


def _language(board: Board) -> Language:
    return "zh" if board.lang == "zh" else "en"


def _table(table: SummaryTable) -> Table:
    return Table(table.title, table.head, table.rows)


def _number(count: Shown | None) -> int | None:
    return count if isinstance(count, int) else None


# --- one moment -------------------------------------------------------------------------------------------------------


def _bars(board: Board, table: SummaryTable, title: str, lines: Iterable[Line]) -> Picture:
    bars = [_bar(board, line) for line in lines]
    return count_bars(title, bars, lang=_language(board), table=_table(table), id=_id("bars", table))


def _id(kind: str, table: SummaryTable) -> str:
    return f"{kind}-{table.id.replace('_', '-')}"


def _bar(board: Board, line: Line) -> Bar:
    at = board.latest
    is_open = _number(at.counts.get(line.open)) if line.open else 0
    return Bar(line.name, _number(at.counts[line.part]), is_open, board.cell(at, line.part, line.total))


# --- several moments --------------------------------------------------------------------------------------------------


def _stacked(board: Board, table: SummaryTable, title: str, lines: Sequence[Line]) -> Picture:
    bars = [_stack(board, at, lines) for at in board.moments]
    parts = [line.name for line in lines]
    lang = _language(board)
    return stacked_bars(bars, parts, lang=lang, title=title, table=_table(table), id=_id("stack", table))


def _stack(board: Board, at: Snapshot, lines: Sequence[Line]) -> StackedBar:
    numbers = tuple(_number(at.counts[line.part]) for line in lines)
    return StackedBar(board.moment(at), numbers, _number(at.counts[lines[0].total]))


def _demands(board: Board, table: SummaryTable) -> Picture:
    groups = [
        DotGroup(board.say(f"summary.demand.{each}"), tuple(_dot(board, at, each) for at in board.moments))
        for each in board.summary.demands
    ]
    title, about = board.say("picture.cohort.dots-title"), board.say("picture.cohort.dots-about")
    lang = _language(board)
    return interval_dots(groups, lang=lang, title=title, subtitle=about, table=_table(table), id="dots-agreement")


def _dot(board: Board, at: Snapshot, demand: str) -> Dot:
    part, total = f"agreement.{demand}.missed", f"agreement.{demand}.known"
    share = at.share(part, total)
    moment = board.moment(at) if len(board.moments) > 1 else ""
    told = share if share is not None and not isnan(share.value) else None
    return Dot(moment, told, board.with_interval(at, part, total))
