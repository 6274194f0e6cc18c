"""The package's evidence files come in; sources, the paper's statements and figures, and challenges come out.

Each is a frozen value under a stable id, read once on first use, so that a conclusion can cite source and place.
Nothing here knows a patient, decides a rule, or shows a figure without saying what to beware of.
"""

from __future__ import annotations

from cephalad.evidence.check import check_register
from cephalad.evidence.model import Aspect, Challenge, Chapter, Figure, Reading, Source, Stance, Statement, Strength
from cephalad.evidence.register import (
    Register,
    challenges,
    challenges_of,
    figures,
    shipped_register,
    sources,
    statements,
)

__all__ = [
    "Aspect",
    "Challenge",
    "Chapter",
    "Figure",
    "Reading",
    "Register",
    "Source",
    "Stance",
    "Statement",
    "Strength",
    "challenges",
    "challenges_of",
    "check_register",
    "figures",
    "shipped_register",
    "sources",
    "statements",
]
