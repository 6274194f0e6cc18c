"""Cases at a glance: one line a patient with how far the tumour reached and what became of her, by the record alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cephalad.anatomy import HEART, ILIAC, IVC, OVARIAN, PLEXUS, RENAL, UTERINE
from cephalad.assessment import Assessment, assess
from cephalad.facts import FactSheet, involved
from cephalad.logic import Truth
from cephalad.record import Case, standing_events
from cephalad.write.layout import columns
from cephalad.write.words import rung_words, word

__all__ = ["Glance", "glance", "glance_lines"]

# From the lung down: the first structure that is known to be involved is how far the tumour reached.
_REACHES = (
    ("pulmonary-arteries", ("pulmonary-arteries",)),
    ("heart", HEART),
    ("vena-cava", (*IVC, "superior-vena-cava")),
    ("renal-vein", RENAL),
    ("iliac-or-ovarian", (*ILIAC, *OVARIAN)),
    ("beside-uterus", (*UTERINE, *PLEXUS)),
)
_COLUMNS = ("case", "age", "reached", "ma", "level", "outcome")


@dataclass(frozen=True, slots=True)
class Glance:
    """One patient as of the last event on record.

    Attributes
    ----------
    age : in completed years, as the source states it; None when it does not
    reached : the structure nearest the lung that is known to have held tumour: ``pulmonary-arteries``, ``heart``,
        ``vena-cava``, ``renal-vein``, ``iliac-or-ovarian``, ``beside-uterus``; ``no-vein-named`` when the disease is
        confirmed without one; ``not-told``
    ma : stage, "" when none is reached
    level : suspicion, as in an assessment
    outcome : ``died``, ``reoperated``, ``recurred``, ``residual``, ``no-tumour-seen`` (at the last examination that
        told), ``followed`` (in contact since the operation), ``operated``, ``not-operated``
    """

    case: str
    title: str
    age: int | None
    reached: str
    ma: str
    level: str
    outcome: str


def glance(case: Case) -> Glance:
    """What an assessment just after the last event says, in one line."""
    last = standing_events(case)[-1]
    found = assess(case, as_of=f"after:{last.id}", with_missing=False)
    stage = found.stages["ma"].value
    return Glance(
        case=case.id,
        title=case.header.get("title", ""),
        age=case.birth.age_years if case.birth else None,
        reached=_reached(found),
        ma="" if stage == "none" else stage,
        level=found.suspicion_value,
        outcome=_outcome(found),
    )


def _reached(found: Assessment) -> str:
    for name, segments in _REACHES:
        if involved(found.ever, tuple(segments))[0] is Truth.TRUE:
            return name
    return "no-vein-named" if found.suspicion_value == "confirmed" else "not-told"


def _outcome(found: Assessment) -> str:
    sheet = FactSheet(found.view, found.guideline.numbers)
    operation = sheet.operation
    if sheet.says("patient.dead"):
        return "died"
    if sheet.says("recurrence.reoperated"):
        return "reoperated"
    if operation is None:
        return "not-operated"
    if any(at > operation for at in sheet.changes):
        return "recurred"
    seen = sheet.positions("imaging.residual-tumour", "yes", "no", start=operation + 1)
    if not seen and sheet.says("tumour.residual"):
        return "residual"
    if not seen:
        return "followed" if sheet.positions("contact.reached", "yes", start=operation + 1) else "operated"
    return "residual" if seen[-1] in sheet.positions("imaging.residual-tumour", "yes") else "no-tumour-seen"


def glance_lines(rows: Iterable[Glance], lang: str, width: int) -> list[str]:
    """A table of the rows under their headings."""
    head = tuple(word(f"glance.{name}", lang) for name in _COLUMNS)
    return columns([head, *(_cells(row, lang) for row in rows)], width, indent="")


def _cells(row: Glance, lang: str) -> tuple[str, ...]:
    return (
        row.case,
        "" if row.age is None else str(row.age),
        word(f"glance.{row.reached}", lang),
        row.ma,
        rung_words("suspicion", row.level, lang),
        word(f"glance.{row.outcome}", lang),
    )
