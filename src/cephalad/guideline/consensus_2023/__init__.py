"""The sparser plan that the paper quotes from the Chinese consensus of 2023: imaging every two to five years (S82).

It runs only where resection is known complete, no feature of high or very high risk is possible and no endocrine
therapy was given, after which an interval of two years is never offered (S96); everybody else is followed as in the
default guideline. The consensus itself could not be read: by which stage it chooses within the two
to five years is not known, so the whole range is the window.
"""

from __future__ import annotations

from dataclasses import replace

from cephalad.guideline.grammar import AllOf, Holds, Is, Not
from cephalad.guideline.model import Band, Guideline, Parameter, Schedule, criterion
from cephalad.guideline.zhao_tian_2026 import GUIDELINE as BASE
from cephalad.guideline.zhao_tian_2026 import surveillance

__all__ = ["GUIDELINE"]

ELIGIBLE = criterion(
    "ivl.surveillance.consensus",
    AllOf((Is("resection.complete"), Holds("ivl.risk.low"), Not(Holds("ivl.surveillance.continuous")))),
    "resection known complete, low risk, no endocrine therapy: after the baseline every {consensus.shortest} to "
    "{consensus.longest} months",
    cites="S82 S96",
    design=True,
)
PARAMETERS = (
    Parameter("consensus.shortest", 24, "months", 12, 36, "the consensus's plan, earliest", ("S82",)),
    Parameter("consensus.longest", 60, "months", 36, 60, "the consensus's plan, latest", ("S82",)),
)
EVERY_FEW_YEARS = Schedule(
    "low", (Band("all", None, "consensus.shortest", "consensus.longest", ELIGIBLE.id),), only_if=ELIGIBLE.id
)
SURVEILLANCE = replace(
    surveillance.CHAPTER,
    criteria=(*surveillance.CHAPTER.criteria, ELIGIBLE),
    parameters=(*surveillance.CHAPTER.parameters, *PARAMETERS),
    schedules=(EVERY_FEW_YEARS, *surveillance.CHAPTER.schedules),
)

GUIDELINE = Guideline(
    id="consensus-2023",
    edition="consensus-2023/1",
    title="As zhao-tian-2026, with imaging every 2 to 5 years after a known complete resection at low risk",
    chapters=BASE.with_chapter(SURVEILLANCE),
    varies=BASE.id,
)
