"""A criterion's expression as an indented tree in plain words, each part with its verdict."""

from __future__ import annotations

from collections.abc import Iterator

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
from cephalad.write.page import Page
from cephalad.write.words import joined, sign_values, value_words

__all__ = ["tree"]

STEP = "   "
_COMPARED = {Below: "tree.below", AtLeast: "tree.at-least", Above: "tree.above"}


def tree(page: Page, node: Expression, indent: str = "  ") -> Iterator[str]:
    """The lines of an expression; inside a mass the parts have no verdict of their own, for each mass gets one."""
    verdict = page.verdict(page.evaluation.truth(node).value)
    yield from page.item(_words(page, node), indent, f"[{verdict}] ")
    if isinstance(node, AnyMass):
        yield from _signs(page, node.where, indent + STEP)
        return
    for part in children(node):
        yield from tree(page, part, indent + STEP)  # type: ignore[arg-type]


def _signs(page: Page, node: MassExpression, indent: str) -> Iterator[str]:
    yield from page.item(_words(page, node), indent)
    for part in children(node):
        yield from _signs(page, part, indent + STEP)  # type: ignore[arg-type]


def _words(page: Page, node: Expression | MassExpression) -> str:
    if isinstance(node, AllOf):
        return page.say("tree.all-of")
    if isinstance(node, SomeOf):
        return page.say("tree.some-of", number=f"{page.found.guideline.number(node.parameter):g}")
    if isinstance(node, AnyOf):
        return page.say("tree.any-of")
    if isinstance(node, Not):
        return page.say("tree.not")
    if isinstance(node, Holds | Established):
        name = "tree.holds" if isinstance(node, Holds) else "tree.established"
        return page.say(name, sentence=page.criterion(node.criterion), id=node.criterion)
    if isinstance(node, AnySegment):
        return page.say("tree.ever" if node.ever else "tree.now", segments=page.segments(node.segments))
    if isinstance(node, AnyMass):
        return page.say("tree.mass" if node.live else "tree.any-mass")
    return _leaf(page, node)


def _leaf(page: Page, node: Is | OneOf | Below | AtLeast | Above | Sign) -> str:
    if isinstance(node, Sign):
        words = sign_values(node.finding, node.values, page.lang)
        return words if node.unstated == "unknown" else page.apart([words, page.say(f"tree.unstated-{node.unstated}")])
    if isinstance(node, Is):
        return page.fact(node.fact)
    if isinstance(node, OneOf):
        values = joined("text.or", (value_words(node.fact, value, page.lang) for value in node.values), page.lang)
        return page.say("tree.one-of", fact=page.fact(node.fact), values=values)
    parameter = page.found.guideline.parameters[node.parameter]
    limit = f"{parameter.value:g} {page.say(f'unit.{parameter.unit}')}"
    return page.say(_COMPARED[type(node)], fact=page.fact(node.fact), limit=limit)
