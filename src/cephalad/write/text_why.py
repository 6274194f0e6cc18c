"""Why something is concluded: the criterion, its parts with their verdicts, the facts, the record and the sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cephalad.assess import FactReading, reasons
from cephalad.evidence import statements
from cephalad.write.conclusions import conclusion_named, deciding_questions
from cephalad.write.layout import STRONG, clean, marked
from cephalad.write.page import Page
from cephalad.write.parts import parts_of
from cephalad.write.text_plan import challenge_lines, source_lines
from cephalad.write.text_tree import tree

__all__ = ["why"]


def why(page: Page, asked: str) -> Iterator[str]:
    """The lines that explain a criterion, a conclusion or a notice.

    Raises
    ------
    UnknownName : for an id that is none of them; names the nearest
    """
    if asked in page.found.guideline.criteria:
        yield from _criterion(page, asked)
        return
    conclusion = conclusion_named(page, asked)
    yield marked(clean(asked), STRONG)
    yield from page.paragraph(page.say("text.value-of", what=conclusion.title, value=conclusion.value))
    for remark in conclusion.remarks:
        yield from page.paragraph(remark)
    yield from _would_decide(page, asked)
    for name in conclusion.criteria:
        yield ""
        yield from _criterion(page, name)


def _criterion(page: Page, name: str) -> Iterator[str]:
    criterion = page.found.guideline.criteria[name]
    verdict = page.verdict(page.evaluation[name].value)
    yield marked(name, STRONG)
    yield from page.paragraph(page.criterion(name))
    yield from page.paragraph(page.say("why.verdict", verdict=verdict))
    yield from page.paragraph(page.say("why.parts"))
    yield from tree(page, parts_of(page, criterion.when), "    ")
    carrying = reasons(page.evaluation, name)
    if any(item.facts for item in carrying):
        yield from page.paragraph(page.say("why.facts"))
        yield from _facts(page, [fact for item in carrying for fact in item.facts])
    if criterion.statements:
        yield from page.paragraph(page.say("why.statements"))
        for id_ in criterion.statements:
            yield from page.item(f"{id_} ({statements()[id_].place}): {clean(statements()[id_].text)}", "    ")
    yield from page.paragraph(page.say("why.sources"))
    for id_ in criterion.sources:
        yield from source_lines(page, id_, "    ")
    against = carrying[0].challenged_by
    if against:
        yield from page.paragraph(page.say("why.against"))
        for id_ in against:
            yield from challenge_lines(page, id_, "    ")


def _facts(page: Page, facts: Sequence[FactReading]) -> Iterator[str]:
    events: dict[str, None] = {}
    each = list(dict.fromkeys(facts))
    for told in page.readings(each):
        yield from page.item(told, "    ")
    for fact in each:
        events.update(dict.fromkeys(fact.events))
    if events:
        yield from page.paragraph(page.say("why.events"))
        rows = [(clean(name), page.when(name), page.place(name)) for name in events]
        yield from (f"  {line}" for line in page.table(rows))


def _would_decide(page: Page, asked: str) -> Iterator[str]:
    for question in deciding_questions(page, asked):
        yield from page.item(page.say("why.would-decide", question=question))
