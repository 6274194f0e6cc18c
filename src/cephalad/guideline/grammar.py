"""Everything that a rule can say, one node a line or two.

Nodes are frozen and hold no behaviour; the engines, the checker and the printer walk over them from outside.
A node that could not mean anything cannot be built.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

__all__ = [
    "Above",
    "AllOf",
    "AnyMass",
    "AnyOf",
    "AnySegment",
    "AtLeast",
    "Below",
    "Established",
    "Expression",
    "Holds",
    "Is",
    "MassExpression",
    "Not",
    "OneOf",
    "Sign",
    "SomeOf",
    "children",
]


def _require(condition: bool, rule: str) -> None:
    if not condition:
        raise ValueError(rule)


@dataclass(frozen=True, slots=True)
class Is:
    """A truth fact is yes."""

    fact: str


@dataclass(frozen=True, slots=True)
class OneOf:
    """A choice fact has one of these values."""

    fact: str
    values: tuple[str, ...]

    def __post_init__(self) -> None:
        _require(bool(self.values), "OneOf needs at least one value")


@dataclass(frozen=True, slots=True)
class Below:
    """A number fact lies strictly below a parameter of the guideline."""

    fact: str
    parameter: str


@dataclass(frozen=True, slots=True)
class AtLeast:
    """A number fact is a parameter of the guideline or more."""

    fact: str
    parameter: str


@dataclass(frozen=True, slots=True)
class Above:
    """A number fact lies strictly above a parameter of the guideline."""

    fact: str
    parameter: str


@dataclass(frozen=True, slots=True)
class Holds:
    """Another criterion of the same guideline holds."""

    criterion: str


@dataclass(frozen=True, slots=True)
class Established:
    """Another criterion is a known yes; while it is unknown nothing is established, and the answer is no.

    The one node that turns unknown into no: for what a record either holds or does not, such as a standing exclusion.
    """

    criterion: str


@dataclass(frozen=True, slots=True)
class AnySegment:
    """At least one of these segments is involved: ever, or now (`ever=False`)."""

    segments: tuple[str, ...]
    ever: bool = True

    def __post_init__(self) -> None:
        _require(bool(self.segments), "AnySegment needs at least one segment")


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign of one mass in one study has one of these values; stands only inside `AnyMass`.

    `unstated` is the answer when the report does not give the sign: unknown, or yes or no where the report's silence is
    an answer of its own (a mass that a report does not read as anything in particular).
    """

    finding: str
    values: tuple[str, ...] = ("yes",)
    unstated: str = "unknown"

    def __post_init__(self) -> None:
        _require(self.unstated in ("yes", "no", "unknown"), "unstated is yes, no or unknown")


@dataclass(frozen=True, slots=True)
class AnyMass:
    """One and the same mass of one study shows all this; signs of two masses are never combined.

    `live` leaves out the studies before the last exclusion of the disease.
    """

    where: MassExpression
    live: bool = True


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part holds."""

    of: tuple[Expression | MassExpression, ...]

    def __post_init__(self) -> None:
        _require(bool(self.of), "AllOf needs at least one part")


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds."""

    of: tuple[Expression | MassExpression, ...]

    def __post_init__(self) -> None:
        _require(bool(self.of), "AnyOf needs at least one part")


@dataclass(frozen=True, slots=True)
class SomeOf:
    """At least so many of the signs of one mass hold as a parameter of the guideline says."""

    parameter: str
    of: tuple[Sign, ...]

    def __post_init__(self) -> None:
        _require(len(self.of) > 1, "SomeOf needs at least two signs")


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    of: Expression | MassExpression


Expression: TypeAlias = (
    Is | OneOf | Below | AtLeast | Above | Holds | Established | AnySegment | AnyMass | AllOf | AnyOf | Not
)
MassExpression: TypeAlias = Sign | SomeOf | AllOf | AnyOf | Not


def children(node: Expression | MassExpression) -> tuple[Expression | MassExpression, ...]:
    """The parts of a node, in writing order; none for a leaf."""
    if isinstance(node, AllOf | AnyOf | SomeOf):
        return node.of
    if isinstance(node, Not):
        return (node.of,)
    if isinstance(node, AnyMass):
        return (node.where,)
    return ()
