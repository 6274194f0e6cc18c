"""Women of a cohort table beside studies: who is at risk of what, and which strata a table can answer."""

from __future__ import annotations

import polars as pl
import pytest

from cephalad.cohort.recurrence_outcomes import OUTCOMES
from cephalad.cohort.registry import registry_patients
from cephalad.errors import InvalidArgument
from cephalad.evidence.pooling_registry import pool_with_registry
from cephalad.evidence.studies import strata, stratum_named

ROWS = [
    # patient, name, completeness, extent, operation, apart
    ("a", "recurrence", "complete", "large-vein", "radical", None),
    ("b", None, "complete", "confined", "uterus-kept", None),
    ("c", "progression", "incomplete", "large-vein", "ovary-left", None),
    ("d", None, "incomplete", "not-told", "not-told", None),
    ("e", "cannot-tell", "unknown", "confined", "radical", None),
    ("f", None, "complete", "large-vein", "radical", "never-seen-again"),
    ("g", None, "complete", "large-vein", "radical", "after-a-change"),
    ("h", "recurrence", "complete", "confined", "ovary-left", "days-not-told"),
    ("i", None, "conflicting", "confined-or-more", "radical", None),
]
NAMES = ("patient", "name", "completeness", "extent", "operation", "apart")
TABLE = pl.DataFrame(
    [dict.fromkeys(OUTCOMES) | dict(zip(NAMES, row, strict=True)) for row in ROWS], schema=dict(OUTCOMES)
)


@pytest.mark.parametrize(
    ("stratum", "expected"),
    [
        ("any-surgery", "A b C d E H i"),
        ("complete-resection", "A b H"),
        ("incomplete-resection", "C d"),
        ("large-vein-complete", "A"),
        ("no-large-vein", "b H"),
        ("uterus-kept", "b"),
    ],
)
def test_who_answers_a_question(stratum: str, expected: str) -> None:
    """Women at risk of the event who were seen again, by stratum; in capitals those with the event.

    A recurrence needs a complete resection, a progression an incomplete one. Who was never seen again, or whose course
    began after a change, is not among them; who has no day is, for no time is needed.
    """
    found = registry_patients(TABLE, stratum_named(stratum))
    assert " ".join(each.id.upper() if each.event else each.id for each in found) == expected


@pytest.mark.parametrize("stratum", ["cardiac-complete", "cardiac-incomplete"])
def test_a_table_does_not_tell_of_the_heart(stratum: str) -> None:
    """Cardiac strata are refused: an outcome says that large veins were reached, not that the heart was."""
    with pytest.raises(InvalidArgument, match=stratum):
        registry_patients(TABLE, stratum_named(stratum))


def test_every_stratum_is_answered_or_refused() -> None:
    """Each shipped stratum that counts women gives a registry row, or is refused by name."""
    answered = set()
    for stratum in strata():
        try:
            registry_patients(TABLE, stratum)
        except InvalidArgument:
            continue
        answered.add(stratum.id)
    assert {"any-surgery", "complete-resection", "no-large-vein", "uterus-kept"} <= answered
    assert {stratum.id for stratum in strata()} - answered == {"cardiac-complete", "cardiac-incomplete"}


def test_the_women_enter_the_model() -> None:
    """The women of the table stand as one row beside the studies, with their counts."""
    stratum = stratum_named("any-surgery")
    found = pool_with_registry(stratum, registry_patients(TABLE, stratum))
    row = found.analysis.rows[-1]
    assert (row.study, row.events, row.patients) == ("registry", 4, 7)
