"""The page of sources: the statements of the paper with their coverage, its figures, contrary literature, sources."""

from __future__ import annotations

from cephalad.evidence import Challenge, Figure, Source, Statement, challenges, figures, sources, statements
from cephalad.guideline import Guideline
from cephalad.guideline.coverage import STATUSES, StatementCoverage, coverage
from cephalad.write.manual.markdown import cell, code, page, sentence, table, target, text
from cephalad.write.manual.words import Words, source_link, statement_link

__all__ = ["sources_page"]

_ABOUT = (
    "The statements of Zhao and Tian (2026) that can be computed or acted upon, in the project's own words, and "
    "everything else that a conclusion cites. *Strength* says what kind of evidence a source is, not how certain it "
    "is; most of it is case series. Back to the [index](index.md)."
)
_STATUS_WORDS = {
    "implemented": "a rule decides by it, with a yes, a no and an unknown row in its specification table",
    "shown": "displayed: a figure, a notice, an event of the shipped case",
    "in-variant": "implemented by a shipped variant",
    "out-of-scope": "neither, for the reason given",
}


def sources_page(guideline: Guideline) -> str:
    """The page of statements, figures, challenges and sources."""
    words = Words(guideline)
    covered = coverage(guideline)
    said = statements()
    return page(
        "Sources",
        _ABOUT,
        f"## Statements\n\n{_count(covered)}",
        table(
            ("Statement", "Place", "Says", "Rests on", "What becomes of it", "Where"),
            (_statement(words, said[row.id], row) for row in covered),
        ),
        "## Figures of the paper",
        "Never shown without what they are said of, how far they can be checked, and what to beware of.",
        table(
            ("Figure", "As printed", "Said of", "Status", "Beware", "Statements"),
            (_figure(figure) for figure in figures().values()),
        ),
        "## Contrary literature",
        table(("Source", "Stance", "Statements", "Says"), (_challenge(item) for item in challenges().values())),
        "## All sources",
        table(("Source", "Citation", "Strength", "Read as", "Remark"), (_source(item) for item in sources().values())),
    )


def _count(covered: tuple[StatementCoverage, ...]) -> str:
    parts = (
        f"{sum(row.status == status for row in covered)} {status} ({_STATUS_WORDS[status]})" for status in STATUSES
    )
    return f"{len(covered)} statements: {'; '.join(parts)}."


def _statement(words: Words, statement: Statement, row: StatementCoverage) -> tuple[str, ...]:
    where = cell(*(words.rule_link(name) if name in words.page_of else code(name) for name in row.where))
    seen = ", ".join(f"{count} {verdict}" for verdict, count in row.seen.items())
    became = (row.status, f"rows: {seen}" if row.status == "implemented" else "", text(row.reason))
    rests = cell(*map(source_link, statement.rests_on))
    return target(row.id) + row.id, text(statement.place), text(statement.text), rests, cell(*became), where


def _figure(figure: Figure) -> tuple[str, ...]:
    return (
        target(figure.id) + code(figure.id),
        text(figure.text),
        text(figure.said_of),
        text(figure.status),
        text(figure.beware),
        ", ".join(map(statement_link, figure.statements)),
    )


def _challenge(item: Challenge) -> tuple[str, ...]:
    aimed = ", ".join(map(statement_link, item.statements))
    aspect = "" if item.aspect.value == "whole" else f" ({item.aspect.value})"
    return source_link(item.source), item.stance.value, aimed + aspect, text(item.text)


def _source(item: Source) -> tuple[str, ...]:
    cited = sentence(item.citation) + (f" <{item.link}>" if item.link else "")
    strength = item.strength.value.replace("-", " ")
    return target(item.id) + code(item.id), cited, strength, item.reading.value.replace("-", " "), text(item.remark)
