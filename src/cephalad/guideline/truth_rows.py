"""The exhaustive truth rows of an expression: every way in which its parts can be known, unknown or answered.

Leaves that read one fact, one sign or one criterion are answered together, so that no row contradicts itself: a choice
fact has one of its values, a number lies on one side of a limit. What stands behind another criterion is not looked at:
that one may be yes, no or unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise, product
from typing import Protocol, TypeAlias

from cephalad.facts import FactType
from cephalad.guideline.grammar import (
    Above,
    AllOf,
    AnyMass,
    AnyOf,
    AnySegment,
    AtLeast,
    Below,
    Established,
    Expression,
    Holds,
    Is,
    MassExpression,
    Not,
    OneOf,
    Sign,
    SomeOf,
    children,
)
from cephalad.logic import Truth, all_of, any_of, negation, some_of, truth
from cephalad.terms import FINDINGS, PRESENCES, ValueType

__all__ = ["KnownFact", "Leaf", "Node", "leaves", "mass_signs", "n_subjects", "sign_values", "verdicts"]

Node: TypeAlias = Expression | MassExpression
Leaf: TypeAlias = Is | OneOf | Below | AtLeast | Above | Holds | Established | AnySegment | AnyMass | Sign
Row: TypeAlias = dict[Leaf, Truth]

_TRUTHS = {"yes": Truth.TRUE, "no": Truth.FALSE, "unknown": Truth.UNKNOWN}
_UNCLEAR = "unclear"


class KnownFact(Protocol):
    """What has to be known of a fact to judge a rule that reads it."""

    @property
    def type(self) -> FactType:
        """Truth, choice or number."""
        ...

    @property
    def values(self) -> tuple[str, ...]:
        """Every value that a truth or choice fact can take."""
        ...


def leaves(node: Node) -> Iterator[Leaf]:
    """Every node without parts, in writing order; a quantifier over masses counts as one leaf."""
    if isinstance(node, AllOf | AnyOf | SomeOf):
        for part in node.of:
            yield from leaves(part)
    elif isinstance(node, Not):
        yield from leaves(node.of)
    else:
        yield node


def mass_signs(node: Node) -> Iterator[Sign]:
    """Every sign below a node, inside quantifiers too."""
    if isinstance(node, Sign):
        yield node
    for part in children(node):
        yield from mass_signs(part)


def n_subjects(node: Node) -> int:
    """How many different facts, signs, criteria and quantifiers an expression reads."""
    return len({_subject(leaf) for leaf in leaves(node)})


def verdicts(node: Node, facts: Mapping[str, KnownFact], limits: Mapping[str, float]) -> frozenset[Truth]:
    """Every value that the expression takes in some row.

    Parameters
    ----------
    facts : the facts that it reads, by id
    limits : the values of the parameters that it reads, by id

    Raises
    ------
    KeyError : for a fact, a finding or a parameter that does not exist

    Examples
    --------
    >>> sorted(value.value for value in verdicts(AllOf((Holds("a"), Not(Established("a")))), {}, {}))
    ['no', 'unknown']
    """
    together: dict[object, dict[Leaf, None]] = {}
    for leaf in leaves(node):
        together.setdefault(_subject(leaf), {})[leaf] = None
    states = [_states(tuple(group), facts, limits) for group in together.values()]
    return frozenset(_value(node, _merged(rows), limits) for rows in product(*states))


def sign_values(finding: str) -> tuple[str, ...]:
    """The values that a sign of a mass can have; none for one that is not answered by choice."""
    declared = FINDINGS[finding]
    if declared.type is ValueType.PRESENCE:
        return tuple(PRESENCES)
    return tuple(choice.id for choice in declared.choices)


def _subject(leaf: Leaf) -> object:
    """What a leaf asks about; leaves with equal subjects are answered together."""
    if isinstance(leaf, Is | OneOf | Below | AtLeast | Above):
        return "fact", leaf.fact
    if isinstance(leaf, Holds | Established):
        return "criterion", leaf.criterion
    return ("sign", leaf.finding) if isinstance(leaf, Sign) else leaf


def _merged(rows: Iterable[Row]) -> Row:
    return {leaf: value for row in rows for leaf, value in row.items()}


def _value(node: Node, row: Row, limits: Mapping[str, float]) -> Truth:
    if isinstance(node, SomeOf):
        return some_of(int(limits[node.parameter]), (_value(part, row, limits) for part in node.of))
    if isinstance(node, AllOf):
        return all_of(_value(part, row, limits) for part in node.of)
    if isinstance(node, AnyOf):
        return any_of(_value(part, row, limits) for part in node.of)
    return negation(_value(node.of, row, limits)) if isinstance(node, Not) else row[node]


# --- the states of one subject ---------------------------------------------------------------------------------------


def _states(group: tuple[Leaf, ...], facts: Mapping[str, KnownFact], limits: Mapping[str, float]) -> list[Row]:
    first = group[0]
    if isinstance(first, Holds | Established):
        found = [_criterion_state(group, verdict) for verdict in Truth]
    elif isinstance(first, Sign):
        found = _sign_states(tuple(leaf for leaf in group if isinstance(leaf, Sign)))
    elif isinstance(first, AnyMass):
        # No mass on record leaves the quantifier unknown.
        found = [{first: value} for value in verdicts(first.where, facts, limits) | {Truth.UNKNOWN}]
    elif isinstance(first, AnySegment):
        found = [{first: value} for value in Truth]
    else:
        found = _fact_states(group, facts[first.fact], limits)
    return [dict(row) for row in dict.fromkeys(tuple(row.items()) for row in found)]


def _criterion_state(group: tuple[Leaf, ...], verdict: Truth) -> Row:
    established = truth(verdict is Truth.TRUE)
    return {leaf: established if isinstance(leaf, Established) else verdict for leaf in group}


def _fact_states(group: tuple[Leaf, ...], fact: KnownFact, limits: Mapping[str, float]) -> list[Row]:
    unknown: Row = dict.fromkeys(group, Truth.UNKNOWN)
    if fact.type is not FactType.NUMBER:
        return [{leaf: _of_word(leaf, word) for leaf in group} for word in fact.values] + [unknown]
    compared = {leaf: limits[leaf.parameter] for leaf in group if isinstance(leaf, Below | AtLeast | Above)}
    edges = sorted(set(compared.values()))
    between = ((low + high) / 2 for low, high in pairwise(edges))
    points = (edges[0] - 1, *edges, *between, edges[-1] + 1)
    states: list[Row] = [{leaf: _of_number(leaf, at, limit) for leaf, limit in compared.items()} for at in points]
    return [*states, unknown]


def _of_word(leaf: Leaf, word: str) -> Truth:
    return truth(word in leaf.values if isinstance(leaf, OneOf) else word == "yes")


def _of_number(leaf: Leaf, number: float, limit: float) -> Truth:
    if isinstance(leaf, Below):
        return truth(number < limit)
    return truth(number >= limit if isinstance(leaf, AtLeast) else number > limit)


def _sign_states(group: tuple[Sign, ...]) -> list[Row]:
    unstated: Row = {sign: _TRUTHS[sign.unstated] for sign in group}
    # What is read as *unclear* states nothing, unless a rule asks for just that.
    words = [
        word for word in sign_values(group[0].finding) if word != _UNCLEAR or any(word in sign.values for sign in group)
    ]
    stated = [tuple(_of_sign(sign, word) for sign in group) for word in words]
    if FINDINGS[group[0].finding].type is ValueType.CHOICES:
        stated = _combined(stated)
    states: list[Row] = [dict(zip(group, values, strict=True)) for values in stated]
    return [unstated, *states]


def _of_sign(sign: Sign, word: str) -> Truth:
    return _TRUTHS[sign.unstated] if word == _UNCLEAR and word not in sign.values else truth(word in sign.values)


def _combined(stated: list[tuple[Truth, ...]]) -> list[tuple[Truth, ...]]:
    """The answers when several values may be given at once: a sign is yes as soon as one of them is its own."""
    found = set(stated)
    while more := {tuple(map(_either, one, other)) for one, other in product(found, stated)} - found:
        found |= more
    return sorted(found, key=lambda values: [value.value for value in values])


def _either(one: Truth, other: Truth) -> Truth:
    return any_of((one, other))
