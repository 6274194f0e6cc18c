"""What a fact is, and what it can be: a declaration read by every engine, and a value that is never a guess."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from cephalad.terms import Silence

__all__ = [
    "Conflicting",
    "Epoch",
    "FactType",
    "FactValue",
    "Fold",
    "Known",
    "Reading",
    "Spec",
    "Unknown",
]


class FactType(Enum):
    """What values a fact takes."""

    TRUTH = "truth"
    CHOICE = "choice"
    NUMBER = "number"


class Fold(Enum):
    """How the rows of a fact become one value.

    EVER : yes once any row says yes ("a positive finding always wins"); no when a row says no and none says yes
    LATEST : the value of the latest event that speaks; two different values in one event conflict
    MOST : the value that stands furthest down the declared list of values, over all rows
    """

    EVER = "ever"
    LATEST = "latest"
    MOST = "most"


class Epoch(Enum):
    """Which events count for a fact.

    EVER : all
    BEFORE_OPERATION : those before the first operation for intravenous leiomyomatosis, or all events
    SINCE_OPERATION : the last such operation and everything after it, or all events since the last exclusion
    AFTER_OPERATION : the same, the operation itself left out
    SINCE_EXCLUSION : everything after the last pathology that excluded the disease, or all events
    """

    EVER = "ever"
    BEFORE_OPERATION = "before-operation"
    SINCE_OPERATION = "since-operation"
    AFTER_OPERATION = "after-operation"
    SINCE_EXCLUSION = "since-exclusion"


@dataclass(frozen=True, slots=True)
class Reading:
    """Which values of which finding speak for one value of a fact."""

    finding: str
    values: tuple[str, ...] = ("yes",)


@dataclass(frozen=True, slots=True)
class Spec:
    """A fact as declared data.

    Attributes
    ----------
    id : dotted id, for example ``history.fibroids``
    type : what values it takes
    says : for each value of the fact, the readings that say it; a number fact has the single key ``value``
    together : findings that say *no* only when every one of them was recorded as *no*
    fold, epoch, silence : see the enumerations
    question : vocabulary id of the finding whose question asks for this fact
    firm : a hedged ("suspected") row does not count; a pathologist's doubt is no diagnosis
    without : kind of event whose absence from the record answers no (no operation: nothing was found at one)
    """

    id: str
    type: FactType
    says: tuple[tuple[str, tuple[Reading, ...]], ...]
    question: str
    together: tuple[str, ...] = ()
    fold: Fold = Fold.EVER
    epoch: Epoch = Epoch.EVER
    silence: Silence = Silence.OPEN
    firm: bool = False
    without: str = ""

    @property
    def values(self) -> tuple[str, ...]:
        """Every value that the fact can take."""
        return tuple(value for value, _ in self.says)


@dataclass(frozen=True, slots=True)
class Known:
    """A value and the events that it rests on; a number is the lowest and the highest that it may be."""

    value: str | tuple[float, float]
    events: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nothing that decides is on record; `reason` is a message id, `events` spoke without deciding."""

    reason: str = "unknown.not-recorded"
    events: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Conflicting:
    """Sources that disagree, each side with its events."""

    sides: tuple[Known, ...]

    @property
    def events(self) -> tuple[str, ...]:
        """The events of all sides."""
        return tuple(dict.fromkeys(event for side in self.sides for event in side.events))


FactValue: TypeAlias = Known | Unknown | Conflicting
