"""What a report was found to say: findings of the vocabulary, each with the words that said it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, TypeAlias

__all__ = ["REAL", "SECTIONS", "STATUSES", "Cause", "Found", "Mark", "Reading", "Section", "Span", "Status"]

Status = Literal["affirmed", "negated", "uncertain", "historical", "hypothetical", "other-person"]
STATUSES: tuple[Status, ...] = ("affirmed", "negated", "uncertain", "historical", "hypothetical", "other-person")
"""What a report says of a finding: that it is so, is not so, may be so, was so, is looked for, or of another."""

REAL: tuple[Status, ...] = ("affirmed", "uncertain")
"""The statuses of what may be there, by this report."""

Section = Literal["indication", "history", "technique", "findings", "impression", "comparison"]
SECTIONS: tuple[Section, ...] = ("indication", "history", "technique", "findings", "impression", "comparison")
"""The parts of a report that are told apart."""

Span: TypeAlias = tuple[int, int]
"""Offsets in the text as given: the first character, and the one after the last."""


class Found(NamedTuple):
    """One finding that the text speaks of, and how.

    Attributes
    ----------
    finding : an id of the vocabulary
    value : as the vocabulary types it; never a negation: *no thrombus* is ``thrombus`` with the status ``negated``
    unit : the vocabulary's unit of a number, else None
    qualifier : a segment or segment set for what is said of a vein (None when the text names none), ``mass-1``,
        ``mass-2``, … for what is said of a mass, in order of mention, those that may be there before those that are
        denied, past or looked for; else None
    status : how the text speaks of it
    rule : the rule that found it
    span : the words that said it
    cue : the words that decided its status, None when it is plainly affirmed
    section : the part of the report, None where no heading says
    """

    finding: str
    value: str | float
    unit: str | None
    qualifier: str | None
    status: Status
    rule: str
    span: Span
    cue: Span | None
    section: Section | None

    def as_json(self) -> dict[str, Any]:
        """The finding as it stands in the contract."""
        return {
            "finding": self.finding,
            "value": self.value,
            "unit": self.unit,
            "qualifier": self.qualifier,
            "status": self.status,
            "rule": self.rule,
            "span": list(self.span),
            "cue": None if self.cue is None else list(self.cue),
            "section": self.section,
        }


class Cause(NamedTuple):
    """Another explanation of what was seen, which the report names itself; only screening asks for it.

    Attributes
    ----------
    cause : ``renal-tumour``, ``hepatic-tumour``, ``adrenal-tumour``, ``caval-wall-tumour``, ``septal-myxoma``,
        ``catheter-thrombus`` or ``vegetation``
    """

    cause: str
    status: Status
    rule: str
    span: Span
    section: Section | None


class Mark(NamedTuple):
    """A word that had a part in a finding: the word itself, a place, a cue, or what ended a cue's reach."""

    rule: str
    span: Span


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that was found in one text.

    Attributes
    ----------
    lang : the languages that the text is written in, ``en``, ``zh`` or both
    modality : as given, or as the text shows it; None when it does not
    findings : in the order of the text
    causes : other explanations that the text names
    marks : the words that had a part, in the order of the text
    version : of the rules
    rules_hash : of the content of the rules
    """

    lang: tuple[str, ...]
    modality: str | None
    findings: tuple[Found, ...]
    causes: tuple[Cause, ...]
    marks: tuple[Mark, ...]
    version: str
    rules_hash: str
