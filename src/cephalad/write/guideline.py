"""A guideline for people and programs: its chapters with criteria and parameters, and its coverage of the paper."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from cephalad.guideline.coverage import StatementCoverage
from cephalad.guideline.digest import digest, short_digest
from cephalad.guideline.model import Chapter, Criterion, Guideline, Parameter

__all__ = ["coverage_as_list", "coverage_text", "guideline_as_dict", "guideline_text"]

Json = dict[str, Any]


def guideline_as_dict(guideline: Guideline) -> Json:
    """The whole content as plain dictionaries: every part of every chapter, rules as trees of nodes."""
    return {
        "id": guideline.id,
        "edition": guideline.edition,
        "hash": digest(guideline),
        "title": guideline.title,
        "chapters": [_plain(chapter) for chapter in guideline.chapters],
    }


def _plain(value: Any) -> Any:
    """Frozen parts as dictionaries; a node of the grammar says first which node it is."""
    if is_dataclass(value):
        content = {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
        is_node = type(value).__module__ == "cephalad.guideline.grammar"
        return {"node": type(value).__name__, **content} if is_node else content
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


def guideline_text(guideline: Guideline, *, width: int = 100) -> str:
    """The chapters with every criterion (id, sentence, statements, sources) and every parameter."""
    lines = [guideline.title, f"{guideline.edition}, {short_digest(guideline)}"]
    for chapter in guideline.chapters:
        lines += ["", chapter.title.upper(), *_chapter(guideline, chapter, width)]
    return "\n".join(lines) + "\n"


def _chapter(guideline: Guideline, chapter: Chapter, width: int) -> Iterator[str]:
    for criterion in chapter.criteria:
        yield ""
        yield from _criterion(guideline, criterion, width)
    if chapter.parameters:
        yield ""
        yield "Parameters"
    for parameter in chapter.parameters:
        yield from _parameter(parameter, width)


def _criterion(guideline: Guideline, criterion: Criterion, width: int) -> Iterator[str]:
    yield criterion.id
    yield from _indented(guideline.filled(criterion.says), width)
    yield from _indented(_cited(criterion.statements, criterion.sources, criterion.challenges), width)


def _parameter(parameter: Parameter, width: int) -> Iterator[str]:
    limits = f"{parameter.low:g} to {parameter.high:g}"
    yield f"{parameter.id} = {parameter.value:g} {parameter.unit} (a variant may say {limits})"
    yield from _indented(f"{parameter.reason} {_cited(parameter.statements, parameter.sources)}", width)


def _cited(statements: Iterable[str], sources: Iterable[str], challenges: Iterable[str] = ()) -> str:
    parts = ["[" + " ".join(statements) + "]", ", ".join(sources)]
    against = ", ".join(challenges)
    return " ".join(part for part in (*parts, f"against: {against}" if against else "") if part not in ("", "[]"))


def _indented(text: str, width: int) -> list[str]:
    return textwrap.wrap(
        text, width, initial_indent="  ", subsequent_indent="  ", break_long_words=False, break_on_hyphens=False
    )


# --- coverage ---------------------------------------------------------------------------------------------------------


def coverage_as_list(found: Iterable[StatementCoverage]) -> list[Json]:
    """``[{id, status, where, seen: {yes, no, unknown}, reason}]``."""
    return [
        {
            "id": item.id,
            "status": item.status,
            "where": list(item.where),
            "seen": dict(item.seen),
            "reason": item.reason,
        }
        for item in found
    ]


def coverage_text(found: Iterable[StatementCoverage], *, width: int = 100) -> str:
    """A table of the statements, and below it how many there are of each status."""
    rows = list(found)
    lines = ["statement  status        yes  no  unknown  where, or why not"]
    for item in rows:
        lines += _coverage_row(item, width)
    counts = {status: sum(item.status == status for item in rows) for status in dict.fromkeys(i.status for i in rows)}
    lines += ["", ", ".join(f"{n} {status}" for status, n in counts.items())]
    return "\n".join(lines) + "\n"


def _coverage_row(item: StatementCoverage, width: int) -> list[str]:
    seen = item.seen
    head = f"{item.id:<9}  {item.status:<12}  {seen['yes']:>3}  {seen['no']:>2}  {seen['unknown']:>7}  "
    told = "; ".join(part for part in (", ".join(item.where), item.reason) if part)
    return textwrap.wrap(
        told or "-",
        max(width, len(head) + 30),
        initial_indent=head,
        subsequent_indent=" " * len(head),
        break_long_words=False,
        break_on_hyphens=False,
    )
