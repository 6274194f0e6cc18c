"""A free-text report comes in; what it says, in the words of the vocabulary, goes out, each finding with its words.

English and Chinese, by rules that stand in data files (`rules_file`). Nothing enters a record from here: `proposed`
makes events of a reading for a person to accept.
"""

from __future__ import annotations

from cephalad.read.findings import REAL, SECTIONS, STATUSES, Cause, Found, Mark, Reading
from cephalad.read.reader import LONGEST_TEXT, MODALITIES, Reader, shipped_reader
from cephalad.read.rules_file import Rule, Rules, read_rules, shipped_rules

__all__ = [
    "LONGEST_TEXT",
    "MODALITIES",
    "REAL",
    "SECTIONS",
    "STATUSES",
    "Cause",
    "Found",
    "Mark",
    "Reader",
    "Reading",
    "Rule",
    "Rules",
    "read_rules",
    "shipped_reader",
    "shipped_rules",
]
