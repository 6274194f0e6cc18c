"""What an event of the record says, finding by finding, in the words of the vocabulary."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cephalad.record import Event, Observation
from cephalad.terms import FINDINGS, Qualifier, ValueType, clean, listed, unit_label
from cephalad.write.words import choice_words, segment_words, word

__all__ = ["FindingRow", "finding_rows"]


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding in words.

    Attributes
    ----------
    said_of : the vein or the mass; "" for the event as a whole
    note : the words of the source beside it, "" for none
    """

    said_of: str
    finding: str
    value: str
    note: str


def finding_rows(event: Event, lang: str) -> Iterator[FindingRow]:
    """What the event says, in the order of the record; several answers to one finding stand together."""
    grouped: dict[tuple[str, str, str, str], list[Observation]] = {}
    for each in event.observations:
        grouped.setdefault((each.finding, each.qualifier, each.status, each.note), []).append(each)
    for (finding, qualifier, _, note), rows in grouped.items():
        declared = FINDINGS[finding]
        name = declared.label_zh if lang == "zh" else declared.label_en
        value = listed((_value(each, lang) for each in rows if each.value is not None), lang)
        yield FindingRow(_said_of(finding, qualifier, lang), clean(name), _standing(rows[0], value, lang), clean(note))


def _said_of(finding: str, qualifier: str, lang: str) -> str:
    if not qualifier:
        return ""
    if FINDINGS[finding].qualifier is Qualifier.SEGMENT:
        return segment_words(qualifier, lang)
    return word("text.mass-named", lang, name=qualifier)


def _standing(observation: Observation, value: str, lang: str) -> str:
    """The value, and how it is known where it is not simply recorded."""
    if observation.status == "recorded":
        return value
    status = choice_words(observation.finding, observation.status, lang)
    return word("text.noted", lang, text=value, note=status) if value else status


def _value(observation: Observation, lang: str) -> str:
    declared, value = FINDINGS[observation.finding], observation.value
    if isinstance(value, int | float):
        number = f"{value:.15g}"
        unit = unit_label(declared.unit, lang)
        return f"{number} {unit}" if unit else number
    if declared.type in (ValueType.PRESENCE, ValueType.CHOICE, ValueType.CHOICES):
        return choice_words(observation.finding, str(value), lang)
    return clean(str(value))
