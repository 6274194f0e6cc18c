"""The values of the strata: a question, the cohorts that answer it, and the same question answered by others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

__all__ = ["FIGURES", "STRATUM_EVENTS", "TRAITS", "Alternative", "Stratum"]

STRATUM_EVENTS = ("recurrence", "progression", "composite")
FIGURES = ("counts", "cumulative", "rate")
TRAITS = ("completeness", "extent", "uterus", "ovaries")
"""What a stratum may ask of its rows."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """The question of a stratum answered by other rows: a sensitivity analysis.

    Attributes
    ----------
    name : what differs, in a few words
    rows : ``Study/cohort``
    reason : why it is worth asking
    event : what it counts, one of `STRATUM_EVENTS`
    supposes : what must be true if its rows are not to hold the same patients; "" where nothing must
    recount : other numbers of events, by row
    """

    name: str
    rows: tuple[str, ...]
    reason: str
    event: str
    supposes: str = ""
    recount: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Stratum:
    """One question about the outcome, and the cohorts that answer it.

    Attributes
    ----------
    id : kebab-case, stable
    question : one sentence
    event : one of `STRATUM_EVENTS`
    figure : one of `FIGURES`: counts, cumulative shares of a survival curve, or a rate over woman-years
    time : of what time the figure speaks
    primary : ``Study/cohort``, one for each centre and period
    alternatives : sensitivity analyses
    leaves_out : what the figure does not account for
    reason : why these rows
    of : the words that each trait of a row may have; a trait that is not named may be anything
    """

    id: str
    question: str
    event: str
    figure: str
    time: str
    primary: tuple[str, ...]
    leaves_out: str
    reason: str
    alternatives: tuple[Alternative, ...] = ()
    of: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
