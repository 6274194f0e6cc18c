"""The general plan of the paper: one schedule for every risk group, denser in the first two years (S81)."""

from __future__ import annotations

from dataclasses import replace

from cephalad.guideline.grammar import OneOf
from cephalad.guideline.model import RISK_GROUPS, Band, Guideline, Parameter, Schedule, criterion
from cephalad.guideline.zhao_tian_2026 import GUIDELINE as BASE
from cephalad.guideline.zhao_tian_2026 import surveillance

__all__ = ["GUIDELINE"]

CRITERIA = (
    criterion(
        "ivl.surveillance.general.first",
        OneOf("surveillance.band", ("first",)),
        "general plan, to month {surveillance.first-band}: every {general.first.shortest} to "
        "{general.first.longest} months",
        cites="S81",
    ),
    criterion(
        "ivl.surveillance.general.later",
        OneOf("surveillance.band", ("second", "third")),
        "general plan, after month {surveillance.first-band}: every {general.later.shortest} to "
        "{general.later.longest} months",
        cites="S81",
    ),
)
PARAMETERS = (
    Parameter("general.first.shortest", 3, "months", 2, 6, "general plan, first two years, earliest", ("S81",)),
    Parameter("general.first.longest", 6, "months", 3, 12, "general plan, first two years, latest", ("S81",)),
    Parameter("general.later.shortest", 6, "months", 3, 12, "general plan, later, earliest", ("S81",)),
    Parameter("general.later.longest", 12, "months", 6, 24, "general plan, later, latest", ("S81",)),
)
BANDS = (
    Band(
        "first",
        "surveillance.first-band",
        "general.first.shortest",
        "general.first.longest",
        "ivl.surveillance.general.first",
    ),
    Band("later", None, "general.later.shortest", "general.later.longest", "ivl.surveillance.general.later"),
)
OF_THE_GROUPS = {band.criterion for schedule in surveillance.SCHEDULES for band in schedule.bands}
SURVEILLANCE = replace(
    surveillance.CHAPTER,
    criteria=(*(each for each in surveillance.CHAPTER.criteria if each.id not in OF_THE_GROUPS), *CRITERIA),
    parameters=(*surveillance.CHAPTER.parameters, *PARAMETERS),
    schedules=tuple(Schedule(group, BANDS) for group in RISK_GROUPS),
)

GUIDELINE = Guideline(
    id="general-plan",
    edition="general-plan/1",
    title="As zhao-tian-2026, with one plan of surveillance for every risk group",
    chapters=BASE.with_chapter(SURVEILLANCE),
    varies=BASE.id,
)
