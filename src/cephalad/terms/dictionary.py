"""The data dictionary: the vocabulary as rows of words for the manual."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cephalad.terms.catalogue import message
from cephalad.terms.finding import Choice, Finding
from cephalad.terms.quantity import unit_label
from cephalad.terms.vocabulary import FINDINGS, KINDS

__all__ = ["COLUMNS", "DictionaryRow", "column_headings", "data_dictionary"]

COLUMNS = ("id", "kinds", "label", "question", "type", "answers", "unit", "limits", "said_of", "silence", "codes")
"""The columns of a row, in the order of print."""


@dataclass(frozen=True, slots=True)
class DictionaryRow:
    """One finding in words; a column that does not apply is ""."""

    id: str
    kinds: str
    label: str
    question: str
    type: str
    answers: str
    unit: str
    limits: str
    said_of: str
    silence: str
    codes: str


def column_headings(lang: str) -> tuple[str, ...]:
    """The headings of `COLUMNS` in the given language.

    Raises
    ------
    UnknownName : for a language that the catalogue does not have
    """
    return tuple(message(f"dictionary.{column.replace('_', '-')}", lang) for column in COLUMNS)


def data_dictionary(lang: str) -> list[DictionaryRow]:
    """One row per finding in the given language, in the order of the vocabulary.

    Raises
    ------
    UnknownName : for a language that the catalogue does not have
    """
    return [_row(entry, lang) for entry in FINDINGS.values()]


def _row(entry: Finding, lang: str) -> DictionaryRow:
    return DictionaryRow(
        id=entry.id,
        kinds=_join((_word(KINDS[kind].label_en, KINDS[kind].label_zh, lang) for kind in entry.kinds), lang),
        label=_word(entry.label_en, entry.label_zh, lang),
        question=_word(entry.question_en, entry.question_zh, lang),
        type=message(f"value-type.{entry.type.value}", lang),
        answers=_join((_answer(choice, lang) for choice in entry.choices), lang),
        unit=unit_label(entry.unit, lang) if entry.unit else "",
        limits=_limits(entry, lang),
        said_of=message(f"qualifier.{entry.qualifier.value}", lang),
        silence=message(f"silence.{entry.silence.value}", lang),
        codes=", ".join(f"{system} {code}" for system, code in entry.codes),
    )


def _word(english: str, chinese: str, lang: str) -> str:
    return english if lang == "en" else chinese


def _join(parts: Iterable[str], lang: str) -> str:
    return _word(", ", "、", lang).join(parts)


def _answer(choice: Choice, lang: str) -> str:
    return message("dictionary.answer", lang, words=_word(choice.en, choice.zh, lang), id=choice.id)


def _limits(entry: Finding, lang: str) -> str:
    if entry.low is None or entry.high is None:
        return ""
    unit = unit_label(entry.unit, lang)
    return message("dictionary.range", lang, low=f"{entry.low:.10g}", high=f"{entry.high:.10g}", unit=unit).strip()
