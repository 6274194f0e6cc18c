"""The missing facts in words: which are asked at this stage, and what each answer would make of the conclusions."""

from __future__ import annotations

from cephalad.assess import MissingFact
from cephalad.write.page import Page
from cephalad.write.words import answer_words, conclusion_words, decided_words

__all__ = ["asked_now", "outcomes_by_answer"]


def asked_now(page: Page) -> tuple[list[MissingFact], int]:
    """The missing facts to be asked for at this stage, and how many are held back for a later one."""
    items = [item for item in page.found.missing if not _far_ahead(page, item)]
    return items, len(page.found.missing) - len(items)


def _far_ahead(page: Page, item: MissingFact) -> bool:
    """Whether it asks for what would prove or suspect a disease that nothing has raised yet."""
    if page.found.suspicion_value != "not-raised":
        return False
    beyond = {f"suspicion.{name}" for name in page.found.suspicion.not_excluded[1:]}
    return item.more_than_two or any(each.conclusion in beyond for each in item.decides)


def outcomes_by_answer(page: Page, item: MissingFact) -> dict[str, list[str]]:
    """What each answer, or pair of answers, makes of the conclusions that it decides."""
    told: dict[str, list[str]] = {}
    studies: dict[tuple[str, str], list[str]] = {}
    for decision in item.decides:
        for answer, outcome in decision.outcomes:
            words = _answers(item, answer, page.lang)
            lines = told.setdefault(words, [])
            if decision.conclusion.startswith("workup."):
                studies.setdefault((words, outcome), []).append(conclusion_words(decision.conclusion, page.lang))
            else:
                lines.append(decided_words(decision.conclusion, outcome, page.lang))
    for (words, outcome), names in studies.items():
        told[words].append(page.say("text.value-of", what=page.say(f"status.{outcome}"), value=page.together(names)))
    return told


def _answers(item: MissingFact, answer: str, lang: str) -> str:
    answers = answer.split(" + ") if len(item.facts) > 1 else [answer]
    return " + ".join(answer_words(fact, each, lang) for fact, each in zip(item.facts, answers, strict=True))
