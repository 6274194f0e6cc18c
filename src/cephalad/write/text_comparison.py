"""Two guidelines side by side: the rules that differ, and the patients who would be answered differently."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from cephalad.comparison import AnswerDifference, RuleDifference, ValueDifference
from cephalad.guideline import Guideline
from cephalad.guideline.digest import digest, short_digest
from cephalad.write.key_words import key_value_words, key_words
from cephalad.write.layout import STRONG, clean, hanging, marked
from cephalad.write.words import word

__all__ = ["comparison_as_dict", "comparison_lines"]

Json = dict[str, Any]


def comparison_as_dict(
    before: Guideline,
    after: Guideline,
    rules: Sequence[RuleDifference],
    answers: Sequence[AnswerDifference],
    compared: Sequence[str],
) -> Json:
    """``{from, to, rules: [{kind, id, from, to, reason}], compared, cases: [{case, after, changes}]}``."""
    return {
        "from": _edition(before),
        "to": _edition(after),
        "rules": [
            {"kind": rule.kind, "id": rule.id, "from": rule.before, "to": rule.after, "reason": rule.reason}
            for rule in rules
        ],
        "compared": list(compared),
        "cases": [
            {
                "case": answer.case,
                "after": answer.after,
                "changes": [{"key": each.key, "from": each.before, "to": each.after} for each in answer.values],
            }
            for answer in answers
        ],
    }


def _edition(guideline: Guideline) -> Json:
    return {"edition": guideline.edition, "hash": digest(guideline)}


def comparison_lines(
    before: Guideline,
    after: Guideline,
    rules: Sequence[RuleDifference],
    answers: Sequence[AnswerDifference],
    compared: Sequence[str],
    *,
    lang: str,
    width: int,
) -> Iterator[str]:
    """The rules first, then every case that is answered differently, event by event."""
    for name, guideline in (("from", before), ("to", after)):
        edition = f"{clean(guideline.edition)} ({short_digest(guideline)})"
        yield from hanging(word(f"diff.{name}", lang, edition=edition), width)
    yield ""
    yield marked(word("diff.rules" if rules else "diff.no-rules", lang, number=len(rules)), STRONG)
    for rule in rules:
        yield from _rule(rule, lang, width)
    yield ""
    n_cases = len({answer.case for answer in answers})
    told = word("diff.cases", lang, cases=n_cases, compared=len(compared), events=len(answers))
    yield marked(told, STRONG)
    for case, its_answers in groupby(answers, key=lambda answer: answer.case):
        yield ""
        yield marked(clean(case), STRONG)
        yield from _case(list(its_answers), after, lang, width)


def _rule(rule: RuleDifference, lang: str, width: int) -> Iterator[str]:
    yield from hanging(f"{word(f'diff.{rule.kind}', lang)} {clean(rule.id)}", width, first="  ")
    nothing = word("replay.nothing", lang)
    told = word("diff.change", lang, before=rule.before or nothing, after=rule.after or nothing)
    yield from hanging(told, width, first="    ")
    if rule.reason:
        yield from hanging(word("diff.reason", lang, reason=rule.reason), width, first="    ")


def _case(answers: Sequence[AnswerDifference], guideline: Guideline, lang: str, width: int) -> Iterator[str]:
    """Events with the same differences share their lines: most differences last until the end of the record."""
    for values, same in groupby(answers, key=lambda answer: answer.values):
        yield from hanging(word("diff.after", lang, events=", ".join(each.after for each in same)), width, first="  ")
        for value in values:
            yield from hanging(_value(value, guideline, lang), width, first="    ")


def _value(value: ValueDifference, guideline: Guideline, lang: str) -> str:
    before, now = (key_value_words(value.key, each, lang, guideline) for each in (value.before, value.after))
    return word("replay.change", lang, key=key_words(value.key, lang), before=before, now=now)
