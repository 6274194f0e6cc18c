"""Ids of findings, answers and messages come in; typed declarations, labels, questions and sentences go out.

Every finding is defined here once, in English and Simplified Chinese; reader, schema, forms and manual follow.
No patient stands here and no rule: a term says what may be recorded, never what follows from it.
"""

from __future__ import annotations

from cephalad.terms.catalogue import filled_in, message, parameters, sentences, template
from cephalad.terms.dictionary import COLUMNS, DictionaryRow, column_headings, data_dictionary
from cephalad.terms.finding import LANGUAGES, Choice, Codes, Finding, Kind, Qualifier, Silence, ValueType
from cephalad.terms.lookup import choice_label, finding, nearest
from cephalad.terms.printable import clean, escaped, listed, listed_apart, span_words
from cephalad.terms.quantity import UNITS, accepted_form, parse_quantity, unit_label
from cephalad.terms.vocabulary import FINDINGS, KINDS, MASSES, PRESENCES, STATUSES, STUDIES, VEINS

__all__ = [
    "COLUMNS",
    "FINDINGS",
    "KINDS",
    "LANGUAGES",
    "MASSES",
    "PRESENCES",
    "STATUSES",
    "STUDIES",
    "UNITS",
    "VEINS",
    "Choice",
    "Codes",
    "DictionaryRow",
    "Finding",
    "Kind",
    "Qualifier",
    "Silence",
    "ValueType",
    "accepted_form",
    "choice_label",
    "clean",
    "column_headings",
    "data_dictionary",
    "escaped",
    "filled_in",
    "finding",
    "listed",
    "listed_apart",
    "message",
    "nearest",
    "parameters",
    "parse_quantity",
    "sentences",
    "span_words",
    "template",
    "unit_label",
]
