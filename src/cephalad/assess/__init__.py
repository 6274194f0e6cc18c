"""Facts and a guideline come in; verdicts, conclusions with their reasons, and the facts that would decide go out.

This is the reference engine for one patient.
It knows no due date, and it never answers where the guideline says unknown.
"""

from __future__ import annotations

from cephalad.assess.evaluate import Evaluation

__all__ = ["Evaluation"]
