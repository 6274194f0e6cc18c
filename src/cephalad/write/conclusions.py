"""What can be asked for by an id: a conclusion or a notice with its value in words, and the criteria behind it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cephalad.assess import MissingFact
from cephalad.errors import UnknownName
from cephalad.terms import nearest
from cephalad.write.key_words import notice_words
from cephalad.write.layout import clean
from cephalad.write.overview import examination_text, ladder_text, question_of
from cephalad.write.page import Page
from cephalad.write.words import conclusion_words, entity_words, role_words, statuses_words, study_words

__all__ = ["Conclusion", "conclusion_named", "conclusions", "deciding_questions"]

PLANNED = ("baseline-mri", "surveillance-imaging", "echocardiography")


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What can be asked for: its name and value in words, and the criteria behind it, the leading one first."""

    title: str
    value: str
    criteria: tuple[str, ...]
    remarks: tuple[str, ...] = ()


def deciding_questions(page: Page, asked: str, among: Sequence[MissingFact] | None = None) -> Iterator[str]:
    """The questions whose answers decide the conclusion, or a step of its scale.

    Parameters
    ----------
    among : the missing facts that may be asked for; every one when left out
    """
    for item in page.found.missing if among is None else among:
        ids = [each.conclusion for each in item.decides]
        if any(name == asked or name.startswith(f"{asked}.") for name in ids):
            yield question_of(page, item)


def conclusion_named(page: Page, asked: str) -> Conclusion:
    """The conclusion with this id.

    Raises
    ------
    UnknownName : for an id that is neither conclusion nor notice; names the nearest
    """
    known = dict(conclusions(page))
    if asked in known:
        return known[asked]
    names = (*known, *page.found.guideline.criteria)
    guess = nearest(asked, names)
    hint = f"; the nearest known one is {guess!r}" if guess else ""
    raise UnknownName(f"no conclusion, criterion or notice {clean(asked)[:64]!r}{hint}")


def conclusions(page: Page) -> Iterator[tuple[str, Conclusion]]:
    """Everything that can be asked for, by its id, whether or not this assessment concludes it."""
    yield from _scales(page)
    yield from _rows(page)
    yield from _plan(page)
    yield from _notices(page)


def _scales(page: Page) -> Iterator[tuple[str, Conclusion]]:
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
        yield name, Conclusion(page.say(f"ladder.{name}"), words, criteria)
        yield f"stage.{name}", Conclusion(page.say(f"ladder.{name}"), words, criteria)
        for rung in ladder.rungs:
            verdict = page.verdict(page.evaluation[rung.criterion].value)
            yield (
                f"{name}.{rung.value}",
                Conclusion(conclusion_words(f"{name}.{rung.value}", page.lang), verdict, (rung.criterion,)),
            )


def _rows(page: Page) -> Iterator[tuple[str, Conclusion]]:
    found, guideline = page.found, page.found.guideline
    studies = {study.id: study for study in guideline.studies}
    for row in found.workup:
        study = studies[row.study]
        remarks = [page.events(row.events)] if row.events else []
        if row.uncovered:
            remarks.append(page.say("text.not-covered", segments=page.segments(row.uncovered)))
        criteria = (study.due, *((study.repeats_on,) if study.repeats_on else ()))
        value = statuses_words((row.status, *row.also), page.lang)
        yield f"workup.{row.study}", Conclusion(study_words(row.study, page.lang), value, criteria, tuple(remarks))
    for option in guideline.options:
        verdict = page.verdict(page.evaluation[option.eligible].value)
        yield f"options.{option.id}", Conclusion(page.say(f"options.{option.id}"), verdict, (option.eligible,))
    for item in guideline.indications:
        verdict = page.verdict(page.evaluation[item.criterion].value)
        yield f"endocrine.{item.id}", Conclusion(page.say(f"endocrine.{item.id}"), verdict, (item.criterion,))
    yield "mdt", Conclusion(page.say("text.convene"), page.verdict(found.convene), ("ivl.mdt.convene",))
    for role in guideline.roles:
        verdict = page.verdict(page.evaluation[role.when].value)
        yield f"mdt.{role.id}", Conclusion(role_words(role.id, page.lang), verdict, (role.when,))
    for entity in guideline.entities:
        value = page.say("text.for-and-against")
        yield (
            f"differential.{entity.id}",
            Conclusion(entity_words(entity, page.lang), value, (*entity.speaks_for, *entity.speaks_against)),
        )


def _plan(page: Page) -> Iterator[tuple[str, Conclusion]]:
    open_items = {item.study: item for item in page.found.surveillance.examinations}
    for study in PLANNED:
        name = study_words(study, page.lang)
        if study in open_items:
            item = open_items[study]
            criteria = tuple(dict.fromkeys(reason.id for reason in item.reasons))
            held = (item.status, *item.also)
            value = statuses_words(held, page.lang)
            yield f"surveillance.{study}", Conclusion(name, value, criteria, (examination_text(page, item),))
        else:
            yield f"surveillance.{study}", Conclusion(name, page.say("why.not-open"), ("ivl.surveillance.applies",))


def _notices(page: Page) -> Iterator[tuple[str, Conclusion]]:
    title = page.say("why.notice")
    for rule in page.found.guideline.notices:
        yield rule.code, Conclusion(title, page.verdict(page.evaluation[rule.criterion].value), (rule.criterion,))
    for notice in page.found.notices:
        text = notice_words(notice, page.lang, page.found.guideline)
        rules = [rule.criterion for rule in page.found.guideline.notices if rule.code == notice.code]
        events = (page.events(notice.events),) if notice.events else ()
        yield notice.code, Conclusion(title, text, tuple(rules), events)
