"""Facts and a guideline come in; verdicts, conclusions with their reasons, and the facts that would decide go out.

This is the reference engine for one patient.
It knows no due date, and it never answers where the guideline says unknown.
"""

from __future__ import annotations

from cephalad.assess.evaluate import Evaluation
from cephalad.assess.ladders import LadderValue, climb, rung_of
from cephalad.assess.missing import Decision, MissingFact, Question, missing_facts
from cephalad.assess.trace import FactReading, Reason, print_value, reason, reasons

__all__ = [
    "Decision",
    "Evaluation",
    "FactReading",
    "LadderValue",
    "MissingFact",
    "Question",
    "Reason",
    "climb",
    "missing_facts",
    "print_value",
    "reason",
    "reasons",
    "rung_of",
]
