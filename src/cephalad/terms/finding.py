"""What a finding is: its name, the shape of its value, and the words for it in two languages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from types import MappingProxyType

__all__ = ["LANGUAGES", "Choice", "Codes", "Finding", "Kind", "Qualifier", "Silence", "ValueType"]

LANGUAGES = ("en", "zh")
"""The languages in which every label and question exists: English and Simplified Chinese."""

Codes = tuple[tuple[str, str], ...]
"""Pairs of coding system and code, for example ``(("HPO", "HP:0000132"),)``."""

_ID = re.compile(r"[a-z]+\.[a-z0-9]+(-[a-z0-9]+)*")
_NO_UNITS: Mapping[str, Decimal] = MappingProxyType({})


class ValueType(Enum):
    """The shape of a finding's value."""

    PRESENCE = "presence"
    CHOICE = "choice"
    CHOICES = "choices"
    NUMBER = "number"
    TEXT = "text"
    DATE = "date"


class Qualifier(Enum):
    """What a finding is said of, beside the patient: nothing more, one mass, or one vein segment or set."""

    NONE = "none"
    MASS = "mass"
    SEGMENT = "segment"


class Silence(Enum):
    """What it means that nothing is recorded: open is unknown, ledger is none on record to the date."""

    OPEN = "open"
    LEDGER = "ledger"


@dataclass(frozen=True, slots=True)
class Choice:
    """One permitted answer with its words; `codes` name the same concept in public terminologies."""

    id: str
    en: str
    zh: str
    codes: Codes = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One entry of the vocabulary, defined once for reader, schema, form and manual.

    Attributes
    ----------
    id : ``section.name``; never reused for another meaning
    kinds : the body kinds in which it may stand
    type : shape of the value
    qualifier : what else the value must name: nothing, a mass, or a vein segment or set
    choices : permitted answers, for `CHOICE` and `CHOICES` only
    unit : the unit in which a number is kept; "" for everything else
    accepted_units : how a number's unit may be written, each with its exact factor to `unit`
    silence : what it means that nothing is recorded
    codes : the same concept in public terminologies
    low, high : hard physical limits of a number in `unit`, both included; a value outside is a fault in the data

    Raises
    ------
    ValueError : when the parts do not fit together
    """

    id: str
    kinds: tuple[str, ...]
    type: ValueType
    label_en: str
    label_zh: str
    question_en: str
    question_zh: str
    qualifier: Qualifier = Qualifier.NONE
    silence: Silence = Silence.OPEN
    choices: tuple[Choice, ...] = ()
    unit: str = ""
    accepted_units: Mapping[str, Decimal] = field(default_factory=lambda: _NO_UNITS, hash=False)
    codes: Codes = ()
    low: float | None = None
    high: float | None = None

    def __post_init__(self) -> None:
        if not _ID.fullmatch(self.id) or not self.kinds:
            raise ValueError(f"{self.id}: a finding needs an id `section.name` and at least one body kind")
        if bool(self.choices) != (self.type in (ValueType.CHOICE, ValueType.CHOICES)):
            raise ValueError(f"{self.id}: choices belong to a choice, and a choice needs them")
        if len({choice.id for choice in self.choices}) != len(self.choices):
            raise ValueError(f"{self.id}: two choices share an id")
        self._check_number()

    def _check_number(self) -> None:
        is_number = self.type is ValueType.NUMBER
        if bool(self.unit) != is_number or (self.accepted_units.get(self.unit) != 1) == is_number:
            raise ValueError(f"{self.id}: a number, and nothing else, has a unit, accepted with factor 1")
        if (self.low is not None or self.high is not None) and not is_number:
            raise ValueError(f"{self.id}: only a number has limits")
        if self.low is not None and self.high is not None and self.low >= self.high:
            raise ValueError(f"{self.id}: the lower limit must lie below the upper")

    @property
    def section(self) -> str:
        """The part of the id before the dot."""
        return self.id.partition(".")[0]

    @property
    def name(self) -> str:
        """The part of the id after the dot, as a case file writes it."""
        return self.id.partition(".")[2]

    @property
    def may_be_suspected(self) -> bool:
        """Whether a hedged reading may be recorded: for presences and choices, never for numbers, texts and dates."""
        return self.type in (ValueType.PRESENCE, ValueType.CHOICE, ValueType.CHOICES)

    @property
    def unit_required(self) -> bool:
        """Whether a number without its unit is refused, because the accepted units differ in size."""
        return len(set(self.accepted_units.values())) > 1

    @property
    def whole(self) -> bool:
        """Whether only whole numbers make sense."""
        return self.unit == "count"

    def plausible(self, value: float) -> bool:
        """Whether a number in `unit` lies within the hard physical limits; never true for NaN."""
        above = self.low is None or value >= self.low
        below = self.high is None or value <= self.high
        return above and below and value == value


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of event body: its words and the findings that may stand in it directly, by short name.

    Attributes
    ----------
    silence : what it means that no event of this kind is recorded; its findings carry their own meaning
    findings : short name to finding, in the order of forms and print; those of masses and veins stand apart
    has_masses, has_veins : whether the body may also nest findings per mass, per vein segment
    """

    id: str
    label_en: str
    label_zh: str
    silence: Silence
    findings: Mapping[str, Finding] = field(hash=False)
    has_masses: bool = False
    has_veins: bool = False
