"""The tables of a chapter: ladders, parameters, urgent signs, studies, entities, roles, options, schedules, notices."""

from __future__ import annotations

from collections.abc import Iterator

from cephalad.evidence import figures
from cephalad.guideline.model import (
    Band,
    Chapter,
    Entity,
    Ladder,
    NoticeRule,
    Option,
    Parameter,
    Role,
    Schedule,
    StudyRow,
)
from cephalad.terms import message
from cephalad.write.manual.markdown import cell, code, sentence, table, text
from cephalad.write.manual.words import Words, number, segment_list, source_link, statement_link

__all__ = ["chapter_tables"]


def chapter_tables(words: Words, chapter: Chapter) -> Iterator[str]:
    """Every table that the chapter has, each under its heading."""
    for ladder in chapter.ladders:
        yield _ladder(words, ladder)
    listed = (
        ("Urgent", ("Rule",), [(words.rule(name),) for name in chapter.urgent]),
        (
            "Studies",
            ("Study", "Due when", "Must cover", "Done by", "Time"),
            [_study(words, row) for row in chapter.studies],
        ),
        (
            "Entities",
            ("Entity", "For", "Against", "Separated by", "Sources"),
            [_entity(words, row) for row in chapter.entities],
        ),
        ("Roles", ("Role", "Required when", "While unknown"), [_role(words, row) for row in chapter.roles]),
        (
            "Options",
            ("Option", "Eligible when", "Counts as done when", "Figures of the paper"),
            [_option(words, row) for row in chapter.options],
        ),
        (
            "Indications",
            ("Indication", "Indicated when"),
            [(code(row.id), words.rule(row.criterion)) for row in chapter.indications],
        ),
        ("Symptoms on treatment", ("Cause",), [(words.rule(name),) for name in chapter.effects]),
        (
            "Schedules",
            ("Group", "Months since the index date", "Window after the last examination", "Rule"),
            [row for schedule in chapter.schedules for row in _schedule(words, schedule)],
        ),
        (
            "Notices",
            ("Code", "Printed when", "Says"),
            [
                (code(row.code), _printed_when(words, row), text(message(f"notice.{row.code}", "en")))
                for row in chapter.notices
            ],
        ),
        (
            "Parameters",
            ("Parameter", "Value", "A variant may set", "Reason", "Source"),
            [_parameter(row) for row in chapter.parameters],
        ),
    )
    yield from (f"## {title}\n\n{table(headings, rows)}" for title, headings, rows in listed if rows)


def _printed_when(words: Words, row: NoticeRule) -> str:
    until = " (also while unknown)" if row.or_unknown else ""
    also = f"and only if: {words.rule(row.only_if)}" if row.only_if else ""
    return cell(words.rule(row.criterion) + until, also)


def _ladder(words: Words, ladder: Ladder) -> str:
    rungs = ((str(at), code(rung.value), words.rule(rung.criterion)) for at, rung in enumerate(ladder.rungs, 1))
    rows = (("0", code(ladder.floor), "no rung is reached"), *rungs)
    about = (
        f"{sentence(ladder.says)} The answer is the highest rung whose rule is yes; a higher rung whose rule is "
        f"unknown is *not excluded*. Sources: {', '.join(map(source_link, ladder.sources))}."
    )
    return f"## Ladder: {ladder.id}\n\n{about}\n\n{table(('Rung', 'Value', 'Reached when'), rows)}"


def _parameter(row: Parameter) -> tuple[str, ...]:
    cited = (*map(statement_link, row.statements), *map(source_link, row.sources))
    unit = text(row.unit)
    reach = f"{number(row.low)} to {number(row.high)} {unit}"
    return code(row.id), f"{number(row.value)} {unit}", reach, sentence(row.reason), ", ".join(cited)


def _study(words: Words, row: StudyRow) -> tuple[str, ...]:
    times = (
        "overdue once an operation took place without it" if row.preoperative else "not tied to the operation",
        f"due again on: {words.rule(row.repeats_on)}" if row.repeats_on else "",
    )
    return (code(row.id), words.rule(row.due), segment_list(row.asks), cell(*_done_by(row)), cell(*times))


def _done_by(row: StudyRow) -> Iterator[str]:
    if row.modalities:
        yield ", ".join(map(code, row.modalities)) + (" with contrast" if row.contrast else "")
    if row.regions:
        yield f"of {' or '.join(map(code, row.regions))}"
    if row.techniques:
        yield f"technique {', '.join(map(code, row.techniques))}"
    for finding, values in row.findings:
        yield f"{code(finding)} recorded" + (f" as {' or '.join(map(code, values))}" if values else "")


def _entity(words: Words, row: Entity) -> tuple[str, ...]:
    return (
        f"{text(row.says)} ({code(row.id)})",
        cell(*map(words.rule, row.speaks_for)),
        cell(*map(words.rule, row.speaks_against)),
        ", ".join(map(code, row.separated_by)),
        cell(*map(source_link, row.sources)),
    )


def _role(words: Words, row: Role) -> tuple[str, ...]:
    return code(row.id), words.rule(row.when), "on call" if row.on_call else "not called"


def _option(words: Words, row: Option) -> tuple[str, ...]:
    known = figures()
    shown = (
        f"{text(known[name].text)}: {text(known[name].said_of)} *{text(known[name].status)}* {text(known[name].beware)}"
        for name in row.figures
    )
    done = words.rule(row.done) if row.done else "cannot be told from the record"
    return code(row.id), words.rule(row.eligible), done, cell(*shown)


def _schedule(words: Words, schedule: Schedule) -> Iterator[tuple[str, ...]]:
    start = "0"
    for band in schedule.bands:
        until = number(words.guideline.number(band.until)) if band.until else ""
        stretch = f"{start} to before {until}" if until else f"from {start} on"
        yield code(schedule.group), stretch, _window(words, band), words.rule_link(band.criterion)
        start = until


def _window(words: Words, band: Band) -> str:
    value = words.guideline.number
    longest = value(band.longest)
    if band.shortest:
        return f"{number(value(band.shortest))} to {number(longest)} months"
    opens = longest - value("single-figure.tolerance")
    return f"{number(opens)} to {number(longest)} months (a single figure: {number(longest)})"
