"""What hangs on a rule: the rules that read it, the tables and ladders that name it, or what shows it directly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cephalad.guideline import Guideline
from cephalad.guideline.coverage import coverage_table
from cephalad.guideline.grammar import Established, Expression, Holds, MassExpression, children
from cephalad.guideline.model import Chapter
from cephalad.write.manual.markdown import code, text
from cephalad.write.manual.words import Words

__all__ = ["uses"]


def uses(words: Words) -> Mapping[str, tuple[str, ...]]:
    """Everything that names each criterion, in words, in reading order; what nothing names is shown directly."""
    guideline = words.guideline
    found: dict[str, list[str]] = {}
    for name, user in (*_parts(guideline), *_rules(words), *_shown(guideline)):
        found.setdefault(name, []).append(user)
    return {name: tuple(dict.fromkeys(users)) for name, users in found.items()}


def _shown(guideline: Guideline) -> Iterator[tuple[str, str]]:
    for item in coverage_table(guideline).direct:
        yield item.criterion, text(item.reason.rstrip("."))


def _rules(words: Words) -> Iterator[tuple[str, str]]:
    for criterion in words.guideline.criteria.values():
        for name in _named(criterion.when):
            yield name, words.rule_link(criterion.id)


def _named(node: Expression | MassExpression) -> Iterator[str]:
    if isinstance(node, Holds | Established):
        yield node.criterion
    for part in children(node):
        yield from _named(part)


def _parts(guideline: Guideline) -> Iterator[tuple[str, str]]:
    for chapter in guideline.chapters:
        yield from _scales(chapter)
        yield from _tables(chapter)


def _scales(chapter: Chapter) -> Iterator[tuple[str, str]]:
    for ladder in chapter.ladders:
        yield from ((rung.criterion, f"ladder {ladder.id}, rung {code(rung.value)}") for rung in ladder.rungs)
    for schedule in chapter.schedules:
        yield from ((band.criterion, f"schedule of the group {code(schedule.group)}") for band in schedule.bands)


def _tables(chapter: Chapter) -> Iterator[tuple[str, str]]:
    yield from ((name, "urgent signs") for name in chapter.urgent)
    for study in chapter.studies:
        yield from ((name, f"study {code(study.id)}") for name in (study.due, study.repeats_on) if name)
    for entity in chapter.entities:
        yield from ((name, f"for {entity.says}") for name in entity.speaks_for)
        yield from ((name, f"against {entity.says}") for name in entity.speaks_against)
    yield from ((role.when, f"role {code(role.id)}") for role in chapter.roles)
    for option in chapter.options:
        yield from ((name, f"option {code(option.id)}") for name in (option.eligible, option.done) if name)
    yield from ((item.criterion, f"indication {code(item.id)}") for item in chapter.indications)
    yield from ((name, "symptoms on treatment") for name in chapter.effects)
    for notice in chapter.notices:
        yield from ((name, f"notice {code(notice.code)}") for name in (notice.criterion, notice.only_if) if name)
