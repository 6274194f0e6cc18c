"""A criterion's expression in plain words, part by part, each with its verdict."""

from __future__ import annotations

from dataclasses import dataclass

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

__all__ = ["Part", "parts_of"]

_COMPARED = {Below: "tree.below", AtLeast: "tree.at-least", Above: "tree.above"}


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an expression, and the parts it is made of.

    Attributes
    ----------
    verdict : yes, no or unknown; "" inside a mass, because each mass gets a verdict of its own
    criterion : the criterion that it names; "" for one that reads the record itself
    """

    words: str
    verdict: str
    criterion: str
    parts: tuple[Part, ...]


def parts_of(page: Page, node: Expression) -> Part:
    """The expression with the verdict of every part."""
    verdict = page.evaluation.truth(node).value
    if isinstance(node, AnyMass):
        return Part(_words(page, node), verdict, "", (_signs(page, node.where),))
    inner = tuple(parts_of(page, part) for part in children(node))  # type: ignore[arg-type]
    named = node.criterion if isinstance(node, Holds | Established) else ""
    return Part(_words(page, node), verdict, named, inner)


def _signs(page: Page, node: MassExpression) -> Part:
    inner = tuple(_signs(page, part) for part in children(node))  # type: ignore[arg-type]
    return Part(_words(page, node), "", "", inner)


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
