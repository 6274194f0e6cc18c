"""One page a chapter of the guideline: its scales and tables first, then every rule with its specification table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cephalad.evidence import Challenge, challenges, challenges_of, statements
from cephalad.guideline import Criterion, Guideline
from cephalad.guideline.model import Chapter
from cephalad.guideline.specification import SpecificationRow, specification
from cephalad.write.manual.markdown import bullets, cell, code, page, sentence, table, text
from cephalad.write.manual.parts import chapter_tables
from cephalad.write.manual.uses import uses
from cephalad.write.manual.words import Words, source_link, statement_link

__all__ = ["chapter_page"]

_NOTHING = "*nothing recorded*"


def chapter_page(guideline: Guideline, chapter: Chapter) -> str:
    """The page of one chapter."""
    words = Words(guideline)
    used = uses(words)
    rules = (rule_section(words, criterion, used.get(criterion.id, ())) for criterion in chapter.criteria)
    about = f"Guideline {code(guideline.edition)}, {len(chapter.criteria)} rules. Back to the [index](index.md)."
    return page(chapter.title, about, *chapter_tables(words, chapter), "## Rules", *rules)


def rule_section(words: Words, criterion: Criterion, used_by: Iterable[str]) -> str:
    """One rule: its sentence, what it reads, where it comes from, who disagrees, and its specification table."""
    parts = (
        f"### {code(criterion.id)}",
        sentence(words.guideline.filled(criterion.says)),
        "**Holds when**\n\n" + words.expression(criterion.when),
        f"**Used by:** {', '.join(used_by) or 'nothing'}.",
        _from(criterion),
        _against(criterion),
        _specification(specification(words.guideline).get(criterion.id, ())),
    )
    return "\n\n".join(part for part in parts if part)


def _from(criterion: Criterion) -> str:
    said = statements()
    cited = (f"{statement_link(name)} ({said[name].place}): {text(said[name].text)}" for name in criterion.statements)
    named = f"Sources: {', '.join(map(source_link, criterion.sources))}"
    return "**Follows**\n\n" + bullets((*cited, named))


def contrary(criterion: Criterion) -> tuple[Challenge, ...]:
    """The literature that contradicts or qualifies a rule: what is said against its statements, and its own."""
    known = challenges()
    against = (*challenges_of(criterion.statements), *(known[name] for name in criterion.challenges))
    return tuple(dict.fromkeys(against))


def _against(criterion: Criterion) -> str:
    found = contrary(criterion)
    return "**Challenged by**\n\n" + bullets(_challenge(item, criterion) for item in found) if found else ""


def _challenge(item: Challenge, criterion: Criterion) -> str:
    aimed = [name for name in item.statements if name in criterion.statements] or list(item.statements)
    return f"{item.stance.value} {', '.join(aimed)}: {text(item.text)} {source_link(item.source)}"


def _specification(rows: Iterable[SpecificationRow]) -> str:
    printed = table(("Verdict", "Given", "Because"), (_row(row) for row in rows))
    return f"**Specification**\n\n{printed}" if printed else ""


def _row(row: SpecificationRow) -> tuple[str, str, str]:
    return row.verdict, cell(*_given(row)), text(row.because)


def _given(row: SpecificationRow) -> Iterator[str]:
    yield from map(code, row.given)
    if not row.given:
        yield _NOTHING
    if row.as_of:
        yield f"as of {code(row.as_of)}"
