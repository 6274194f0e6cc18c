"""Expressions, facts, segments and sources in plain English words, with links into the manual."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from cephalad.anatomy import SEGMENTS
from cephalad.evidence import Source, sources
from cephalad.facts import DECLARED, Epoch
from cephalad.guideline import Guideline
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
)
from cephalad.terms import FINDINGS
from cephalad.write.manual.markdown import code, heading_anchor, link, text

__all__ = ["EPOCHS", "Words", "number", "segment_list", "source_link", "statement_link"]

EPOCHS: Mapping[Epoch, str] = {
    Epoch.EVER: "every event up to the point",
    Epoch.BEFORE_OPERATION: "events before the first operation for the disease",
    Epoch.SINCE_OPERATION: "the last operation for the disease and everything after it",
    Epoch.AFTER_OPERATION: "everything after the last operation for the disease; all events while none is on record",
    Epoch.SINCE_EXCLUSION: "everything after the last pathology that excluded the disease; all events when none did",
}
_SHORT_EPOCHS = {
    Epoch.BEFORE_OPERATION: ", before the operation",
    Epoch.SINCE_OPERATION: ", since the operation",
    Epoch.AFTER_OPERATION: ", after the operation",
}
_UNSTATED = {"yes": "; not stated counts as yes", "no": "; not stated counts as no", "unknown": ""}
_INDENT = "  "


def number(value: float) -> str:
    """A number without needless decimals."""
    return f"{value:g}"


def fact_name(fact: str) -> str:
    """A fact in words: the label of the finding with the same id, else its id spelt out."""
    if fact in FINDINGS:
        name = FINDINGS[fact].label_en
    else:
        section, _, rest = fact.partition(".")
        name = f"{section}: {rest}".replace("-", " ")
    later = _SHORT_EPOCHS.get(DECLARED[fact].epoch, "") if fact in DECLARED else ""
    return text(name + later)


def fact_link(fact: str) -> str:
    """A fact in words with its id, which leads to its declaration."""
    return f"{fact_name(fact)} ({link(code(fact), 'facts.md', heading_anchor(fact))})"


def segment_list(names: Iterable[str]) -> str:
    """Segments in words, in the given order; the two sides of a pair are named together.

    Examples
    --------
    >>> segment_list(["left-renal-vein", "right-renal-vein", "right-atrium"])
    'renal vein (left and right), right atrium'
    """
    listed = list(dict.fromkeys(names))
    return text(", ".join(dict.fromkeys(_segment_words(name, listed) for name in listed)))


def _segment_words(name: str, listed: list[str]) -> str:
    entry = SEGMENTS[name]
    if entry.side is None:
        return entry.label_en
    bare = name.removeprefix(f"{entry.side}-")
    label = entry.label_en.removeprefix(f"{entry.side} ")
    both = f"left-{bare}" in listed and f"right-{bare}" in listed
    return f"{label} (left and right)" if both else entry.label_en


def statement_link(statement: str) -> str:
    """A statement's number, which leads to its paraphrase."""
    return link(statement, "sources.md", statement.lower())


def source_link(source: str) -> str:
    """A source with its strength."""
    known: Source = sources()[source]
    return f"{link(source, 'sources.md', source)} ({known.strength.value.replace('-', ' ')})"


class Words:
    """The words for the expressions of one guideline."""

    def __init__(self, guideline: Guideline) -> None:
        self.guideline = guideline
        self.page_of = {item.id: f"{chapter.id}.md" for chapter in guideline.chapters for item in chapter.criteria}

    def rule_link(self, criterion: str) -> str:
        """The id of a criterion, which leads to its rule."""
        return link(code(criterion), self.page_of[criterion], heading_anchor(criterion))

    def rule(self, criterion: str) -> str:
        """A criterion as its sentence and its id."""
        return f"{text(self.guideline.filled(self.guideline.criteria[criterion].says))} ({self.rule_link(criterion)})"

    def expression(self, node: Expression | MassExpression) -> str:
        """An expression as an indented list."""
        return "\n".join(self._lines(node, ""))

    def _lines(self, node: Expression | MassExpression, indent: str) -> Iterator[str]:
        if isinstance(node, Not) and not isinstance(node.of, AllOf | AnyOf | AnyMass | Not):
            yield f"{indent}- not: {self._leaf(node.of)}"
            return
        heading, parts = self._compound(node)
        if not parts:
            yield f"{indent}- {self._leaf(node)}"
            return
        yield f"{indent}- {heading}"
        for part in parts:
            yield from self._lines(part, indent + _INDENT)

    def _compound(self, node: Expression | MassExpression) -> tuple[str, tuple[Expression | MassExpression, ...]]:
        if isinstance(node, AllOf):
            return "all of", node.of
        if isinstance(node, AnyOf):
            return "at least one of", node.of
        if isinstance(node, SomeOf):
            least = number(self.guideline.number(node.parameter))
            return f"at least {least} of (parameter {code(node.parameter)})", node.of
        if isinstance(node, Not):
            return "not", (node.of,)
        if isinstance(node, AnyMass):
            when = "" if node.live else " (studies from before an exclusion of the disease count too)"
            return f"one and the same mass of one study shows{when}", (node.where,)
        return "", ()

    def _leaf(self, node: Expression | MassExpression) -> str:
        match node:
            case Is():
                return f"{fact_link(node.fact)}: yes"
            case OneOf():
                return f"{fact_link(node.fact)}: {' or '.join(map(code, node.values))}"
            case Below() | AtLeast() | Above():
                return self._compared(node)
            case Holds():
                return self.rule(node.criterion)
            case Established():
                return f"established (while unknown this counts as no): {self.rule(node.criterion)}"
            case AnySegment():
                when = "was ever" if node.ever else "is now"
                return f"tumour {when} in at least one of: {segment_list(node.segments)}"
            case Sign():
                said = " or ".join(map(code, node.values))
                return (
                    f"{text(FINDINGS[node.finding].label_en)} ({code(node.finding)}): {said}{_UNSTATED[node.unstated]}"
                )
            case _:
                raise TypeError(f"no words for {type(node).__name__}")

    def _compared(self, node: Below | AtLeast | Above) -> str:
        parameter = self.guideline.parameters[node.parameter]
        size = f"{number(parameter.value)} {parameter.unit}"
        words = {Below: f"below {size}", AtLeast: f"{size} or more", Above: f"more than {size}"}[type(node)]
        return f"{fact_link(node.fact)}: {words} (parameter {code(node.parameter)})"
