"""The page of facts: what each fact reads from the record, over which events, and what silence means."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

from cephalad.facts import DECLARED, DERIVED, Derived, FactType, Fold, Reading, Spec
from cephalad.guideline import Guideline
from cephalad.guideline.grammar import Above, AtLeast, Below, Expression, Is, MassExpression, OneOf, children
from cephalad.terms import FINDINGS, Silence
from cephalad.write.manual.markdown import bullets, code, page, text
from cephalad.write.manual.words import EPOCHS, Words, fact_name

__all__ = ["facts_page"]

_ABOUT = (
    "A fact is what the record says about one question as of a point: a known value, *unknown*, or *conflicting*, "
    "always with the events behind it. Rules read facts, veins and masses, and nothing else. Words in code are the "
    "words of a case file; [vocabulary](vocabulary.md) explains them. Back to the [index](index.md)."
)
_FOLDS = {
    Fold.EVER: "one positive row makes it yes; a recorded negative makes it no while no row says yes",
    Fold.LATEST: "the latest event that speaks; two values in one event conflict",
    Fold.MOST: "the value furthest down the list of values",
}
_SILENCE = {
    Silence.OPEN: "nothing recorded means unknown",
    Silence.LEDGER: "nothing recorded means none on record, which counts as no",
}


def facts_page(guideline: Guideline) -> str:
    """The page of every fact that a rule may read."""
    words, readers = Words(guideline), _readers(guideline)
    declared = (_section(words, name, _declared(spec), readers) for name, spec in DECLARED.items())
    derived = (_section(words, name, _derived(fact), readers) for name, fact in DERIVED.items())
    return page("Facts", _ABOUT, "## Read straight from findings", *declared, "## Worked out", *derived)


def _section(words: Words, name: str, told: Iterator[str], readers: dict[str, list[str]]) -> str:
    used = ", ".join(map(words.rule_link, readers.get(name, ()))) or "no rule; shown or used in the plan"
    return f"### {code(name)}\n\n{bullets((fact_name(name), *told, f'read by: {used}'))}"


def _declared(spec: Spec) -> Iterator[str]:
    for value, readings in spec.says:
        if readings:
            yield f"says {code(value)}: {'; '.join(map(_reading, readings))}"
    if spec.together:
        yield f"says {code('no')} when each of these was recorded as no: {', '.join(map(code, spec.together))}"
    if spec.without:
        yield f"says {code('no')} when the record holds no event of the kind {code(spec.without)}"
    yield f"events: {EPOCHS[spec.epoch]}"
    yield f"several rows: {_FOLDS[spec.fold]}"
    if spec.firm:
        yield "a hedged (suspected) row does not count"
    yield f"silence: {_SILENCE[spec.silence]}"
    yield _asked(spec.question)


def _reading(reading: Reading) -> str:
    return f"{code(reading.finding)} is {' or '.join(map(code, reading.values))}"


def _derived(fact: Derived) -> Iterator[str]:
    explained = inspect.getdoc(fact.compute)
    if explained:
        yield text(explained.partition("\n\n")[0])
    yield "a number" if fact.type is FactType.NUMBER else f"values: {', '.join(map(code, fact.values))}"
    yield _asked(fact.question)


def _asked(question: str) -> str:
    asked = FINDINGS[question].question_en if question in FINDINGS else question
    return f"asked as: {text(asked)} ({code(question)})"


def _readers(guideline: Guideline) -> dict[str, list[str]]:
    """The criteria that read each fact directly, in reading order."""
    found: dict[str, list[str]] = {}
    for criterion in guideline.criteria.values():
        for fact in dict.fromkeys(_read(criterion.when)):
            found.setdefault(fact, []).append(criterion.id)
    return found


def _read(node: Expression | MassExpression) -> Iterator[str]:
    if isinstance(node, Is | OneOf | Below | AtLeast | Above):
        yield node.fact
    for part in children(node):
        yield from _read(part)
