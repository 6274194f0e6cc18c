"""The findings of a reading as lines of a table: in words, with those of the report, and whether they are ticked."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from cephalad.read import STATUSES, Found, Reading
from cephalad.server.reading.accepting import USUAL, why_not
from cephalad.terms import FINDINGS, Qualifier, ValueType, clean, message, unit_label
from cephalad.write.words import choice_words, segment_words

__all__ = ["FindingLine", "finding_lines", "status_words", "usual"]

_CONTRADICTED = "contradicted"


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One finding of the report in words.

    Attributes
    ----------
    number : counted from 1, as in the marked text
    words, cue : of the report: what said it, and what decided its status
    ticked : whether its box is ticked
    why_not : why it is not proposed; "" when it is
    has_box : whether it can be taken; what another line contradicts can be, in its place
    """

    number: int
    finding: str
    value: str
    place: str
    status: str
    status_code: str
    words: str
    cue: str
    rule: str
    ticked: bool
    why_not: str
    has_box: bool


def usual(reading: Reading) -> frozenset[int]:
    """What is ticked at first: findings that the report affirms or holds possible, where they can be entered."""
    listed, left_out = enumerate(reading.findings, start=1), why_not(reading)
    return frozenset(number for number, found in listed if found.status in USUAL and number not in left_out)


def finding_lines(reading: Reading, text: str, taken: Collection[int], lang: str) -> Iterator[FindingLine]:
    """The findings in the order of the text."""
    left_out = why_not(reading)
    for number, found in enumerate(reading.findings, start=1):
        declared, reason = FINDINGS[found.finding], left_out.get(number, "")
        yield FindingLine(
            number,
            declared.label_zh if lang == "zh" else declared.label_en,
            _value(found, lang),
            _place(found, lang),
            message(f"server.reading.status.{found.status}", lang),
            found.status,
            clean(text[slice(*found.span)]),
            clean(text[slice(*found.cue)]) if found.cue else "",
            found.rule,
            number in taken and reason in ("", _CONTRADICTED),
            message(f"server.reading.why-not.{reason}", lang) if reason else "",
            reason in ("", _CONTRADICTED),
        )


def status_words(lang: str) -> dict[str, str]:
    """What each status is called."""
    return {status: message(f"server.reading.status.{status}", lang) for status in STATUSES}


def _value(found: Found, lang: str) -> str:
    declared = FINDINGS[found.finding]
    if isinstance(found.value, float | int):
        return f"{found.value:g} {unit_label(found.unit, lang) if found.unit else ''}".strip()
    if declared.type in (ValueType.PRESENCE, ValueType.CHOICE, ValueType.CHOICES):
        return choice_words(found.finding, found.value, lang)
    return clean(found.value)


def _place(found: Found, lang: str) -> str:
    """The vein or the mass that it is said of."""
    if not found.qualifier:
        return ""
    if FINDINGS[found.finding].qualifier is Qualifier.SEGMENT:
        return segment_words(found.qualifier, lang)
    return message("text.mass-named", lang, name=found.qualifier)
