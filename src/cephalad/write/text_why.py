"""Why something is concluded: the criterion, its parts with their verdicts, the facts, the record and the sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cephalad.assess import FactReading, reasons
from cephalad.errors import UnknownName
from cephalad.evidence import statements
from cephalad.terms import nearest
from cephalad.write.key_words import notice_words
from cephalad.write.layout import STRONG, clean, marked
from cephalad.write.overview import examination_text, ladder_text, question_of
from cephalad.write.page import Page
from cephalad.write.text_plan import challenge_lines, source_lines
from cephalad.write.text_tree import tree
from cephalad.write.words import conclusion_words, entity_words, role_words, statuses_words, study_words

__all__ = ["why"]

PLANNED = ("baseline-mri", "surveillance-imaging", "echocardiography")


@dataclass(frozen=True, slots=True)
class _Conclusion:
    """What can be asked for: its name and value in words, and the criteria behind it, the leading one first."""

    title: str
    value: str
    criteria: tuple[str, ...]
    remarks: tuple[str, ...] = ()


def why(page: Page, asked: str) -> Iterator[str]:
    """The lines that explain a criterion, a conclusion or a notice.

    Raises
    ------
    UnknownName : for an id that is none of them; names the nearest
    """
    if asked in page.found.guideline.criteria:
        yield from _criterion(page, asked)
        return
    conclusion = _conclusion(page, asked)
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
    yield from tree(page, criterion.when, "    ")
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
    """The questions whose answers decide the conclusion, or a step of its scale."""
    for item in page.found.missing:
        ids = [each.conclusion for each in item.decides]
        if any(name == asked or name.startswith(f"{asked}.") for name in ids):
            yield from page.item(page.say("why.would-decide", question=question_of(page, item)))


# --- what can be asked for --------------------------------------------------------------------------------------------


def _conclusion(page: Page, asked: str) -> _Conclusion:
    known = dict(_conclusions(page))
    if asked in known:
        return known[asked]
    names = (*known, *page.found.guideline.criteria)
    guess = nearest(asked, names)
    hint = f"; the nearest known one is {guess!r}" if guess else ""
    raise UnknownName(f"no conclusion, criterion or notice {clean(asked)[:64]!r}{hint}")


def _conclusions(page: Page) -> Iterator[tuple[str, _Conclusion]]:
    yield from _scales(page)
    yield from _rows(page)
    yield from _plan(page)
    yield from _notices(page)


def _scales(page: Page) -> Iterator[tuple[str, _Conclusion]]:
    found = page.found
    standing = {name: (stage.value, stage.not_excluded) for name, stage in found.stages.items()}
    standing["suspicion"] = (found.suspicion_value, found.suspicion.not_excluded)
    standing["risk-group"] = (found.surveillance.risk_group, found.surveillance.not_excluded)
    for name, (value, not_excluded) in standing.items():
        ladder = found.guideline.ladders[name]
        words = ladder_text(page, name, value, not_excluded)
        behind = tuple(rung.criterion for rung in ladder.rungs if rung.value == value or rung.value in not_excluded)
        criteria = behind or tuple(rung.criterion for rung in ladder.rungs[:1])
        if value == "excluded":
            criteria = ("ivl.suspicion.excluded",)
        yield name, _Conclusion(page.say(f"ladder.{name}"), words, criteria)
        yield f"stage.{name}", _Conclusion(page.say(f"ladder.{name}"), words, criteria)
        for rung in ladder.rungs:
            verdict = page.verdict(page.evaluation[rung.criterion].value)
            yield (
                f"{name}.{rung.value}",
                _Conclusion(conclusion_words(f"{name}.{rung.value}", page.lang), verdict, (rung.criterion,)),
            )


def _rows(page: Page) -> Iterator[tuple[str, _Conclusion]]:
    found, guideline = page.found, page.found.guideline
    studies = {study.id: study for study in guideline.studies}
    for row in found.workup:
        study = studies[row.study]
        remarks = [page.events(row.events)] if row.events else []
        if row.uncovered:
            remarks.append(page.say("text.not-covered", segments=page.segments(row.uncovered)))
        criteria = (study.due, *((study.repeats_on,) if study.repeats_on else ()))
        value = statuses_words((row.status, *row.also), page.lang)
        yield f"workup.{row.study}", _Conclusion(study_words(row.study, page.lang), value, criteria, tuple(remarks))
    for option in guideline.options:
        verdict = page.verdict(page.evaluation[option.eligible].value)
        yield f"options.{option.id}", _Conclusion(page.say(f"options.{option.id}"), verdict, (option.eligible,))
    for item in guideline.indications:
        verdict = page.verdict(page.evaluation[item.criterion].value)
        yield f"endocrine.{item.id}", _Conclusion(page.say(f"endocrine.{item.id}"), verdict, (item.criterion,))
    yield "mdt", _Conclusion(page.say("text.convene"), page.verdict(found.convene), ("ivl.mdt.convene",))
    for role in guideline.roles:
        verdict = page.verdict(page.evaluation[role.when].value)
        yield f"mdt.{role.id}", _Conclusion(role_words(role.id, page.lang), verdict, (role.when,))
    for entity in guideline.entities:
        value = page.say("text.for-and-against")
        yield (
            f"differential.{entity.id}",
            _Conclusion(entity_words(entity, page.lang), value, (*entity.speaks_for, *entity.speaks_against)),
        )


def _plan(page: Page) -> Iterator[tuple[str, _Conclusion]]:
    open_items = {item.study: item for item in page.found.surveillance.examinations}
    for study in PLANNED:
        name = study_words(study, page.lang)
        if study in open_items:
            item = open_items[study]
            criteria = tuple(dict.fromkeys(reason.id for reason in item.reasons))
            held = (item.status, *item.also)
            value = statuses_words(held, page.lang)
            yield f"surveillance.{study}", _Conclusion(name, value, criteria, (examination_text(page, item),))
        else:
            yield f"surveillance.{study}", _Conclusion(name, page.say("why.not-open"), ("ivl.surveillance.applies",))


def _notices(page: Page) -> Iterator[tuple[str, _Conclusion]]:
    title = page.say("why.notice")
    for rule in page.found.guideline.notices:
        yield rule.code, _Conclusion(title, page.verdict(page.evaluation[rule.criterion].value), (rule.criterion,))
    for notice in page.found.notices:
        text = notice_words(notice, page.lang, page.found.guideline)
        rules = [rule.criterion for rule in page.found.guideline.notices if rule.code == notice.code]
        events = (page.events(notice.events),) if notice.events else ()
        yield notice.code, _Conclusion(title, text, tuple(rules), events)
