"""Surveillance: risk group and the plan that follows from it, adjusted over time.

The group is a ladder of high and very-high features; `low` needs every one of them to be a known no. The plan is always
the strictest of the groups that are not excluded.
"""

from __future__ import annotations

from cephalad.anatomy import CAVAL_AND_CARDIAC
from cephalad.guideline.grammar import Above, AllOf, AnyOf, AnySegment, Below, Established, Holds, Is, Not, OneOf
from cephalad.guideline.model import Band, Chapter, Ladder, NoticeRule, Parameter, Rung, Schedule, criterion

PARAMETERS = (
    Parameter(
        "risk.age-below",
        45,
        "years",
        35,
        55,
        "age at diagnosis strictly below this is a high-risk feature; other series use 45 or younger",
        ("S89",),
    ),
    Parameter("surveillance.first-band", 24, "months", 12, 36, "end of the densest part of follow-up", ("S86", "S90")),
    Parameter("surveillance.second-band", 60, "months", 36, 120, "end of the second part", ("S87", "S91")),
    Parameter("baseline.opens", 3, "months", 1, 6, "the baseline MRI is wanted from this month", ("S83",)),
    Parameter("baseline.closes", 6, "months", 3, 12, "and until this month", ("S83",)),
    Parameter(
        "single-figure.tolerance",
        1,
        "months",
        0,
        2,
        "a single figure n opens a window this much earlier: [n-1, n]",
        (),
        ("design",),
    ),
    Parameter("low.first.longest", 6, "months", 3, 12, "low risk, first two years", ("S86",)),
    Parameter("low.second.longest", 12, "months", 6, 24, "low risk, to five years", ("S87",)),
    Parameter("low.third.shortest", 12, "months", 6, 24, "low risk, later, earliest", ("S88",)),
    Parameter("low.third.longest", 24, "months", 12, 36, "low risk, later, latest", ("S88",)),
    Parameter("high.first.shortest", 3, "months", 2, 6, "high risk, first two years, earliest", ("S90",)),
    Parameter("high.first.longest", 6, "months", 3, 12, "high risk, first two years, latest", ("S90",)),
    Parameter("high.second.longest", 6, "months", 3, 12, "high risk, years three to five", ("S91",)),
    Parameter("high.third.longest", 12, "months", 6, 24, "high risk, later", ("S92",)),
    Parameter("very-high.third.shortest", 6, "months", 3, 12, "very high risk, later, earliest", ("S94",)),
    Parameter("very-high.third.longest", 12, "months", 6, 12, "very high risk, later, latest", ("S94",)),
    Parameter(
        "stop.negative-years",
        10,
        "years",
        5,
        20,
        "after more than this many years without a finding stopping is the clinician's choice",
        ("S95",),
    ),
)

CRITERIA = (
    # --- very high --------------------------------------------------------------------------------------------------
    criterion(
        "ivl.risk.very-high.caval-or-cardiac",
        AnySegment(CAVAL_AND_CARDIAC),
        "the vena cava at any level or the heart was ever involved",
        cites="S93",
    ),
    criterion(
        "ivl.risk.very-high.reoperated-recurrence",
        Is("recurrence.reoperated"),
        "a recurrence or progression was reoperated, or its reoperation is decided",
        cites="S93",
    ),
    criterion(
        "ivl.risk.very-high",
        AnyOf((Holds("ivl.risk.very-high.caval-or-cardiac"), Holds("ivl.risk.very-high.reoperated-recurrence"))),
        "very high risk",
        cites="S93",
    ),
    # --- high -------------------------------------------------------------------------------------------------------
    criterion("ivl.risk.high.residual", Is("tumour.residual"), "residual tumour", cites="S89"),
    criterion(
        "ivl.risk.high.fragmented",
        Is("tumour.fragmented"),
        "the tumour was removed in pieces, torn or morcellated, even if declared complete",
        cites="S89",
    ),
    criterion(
        "ivl.risk.high.ovary-kept",
        OneOf("ovaries.left", ("one", "both")),
        "at least one ovary was left",
        cites="S89 S127",
    ),
    criterion("ivl.risk.high.uterus-kept", Not(Is("uterus.removed")), "the uterus was left", cites="S80 S127"),
    criterion(
        "ivl.risk.high.age",
        Below("patient.age-at-diagnosis", "risk.age-below"),
        "younger than {risk.age-below} on the day of diagnosis",
        cites="S89",
        sources=("chen-2023",),
    ),
    criterion(
        "ivl.risk.high.parametrial-vessels",
        Is("vessels.outside-uterus"),
        "intravenous tumour in vessels outside the uterine contour",
        cites="S89",
        design=True,
    ),
    criterion(
        "ivl.risk.high",
        AnyOf(
            (
                Holds("ivl.risk.high.residual"),
                Holds("ivl.risk.high.fragmented"),
                Holds("ivl.risk.high.ovary-kept"),
                Holds("ivl.risk.high.uterus-kept"),
                Holds("ivl.risk.high.age"),
                Holds("ivl.risk.high.parametrial-vessels"),
            )
        ),
        "high risk",
        cites="S89 S80",
    ),
    criterion(
        "ivl.risk.low",
        AllOf((Not(Holds("ivl.risk.high")), Not(Holds("ivl.risk.very-high")))),
        "low risk: complete resection and every high and very-high feature a known no",
        cites="S85",
    ),
    # --- for whom, and the baseline ---------------------------------------------------------------------------------
    criterion(
        "ivl.surveillance.applies",
        AllOf(
            (
                AnyOf(
                    (
                        Holds("ivl.suspicion.confirmed"),
                        AllOf((Holds("ivl.suspicion.probable"), Not(Is("operation.on-record")))),
                    )
                ),
                Not(Is("patient.dead")),
                Not(Established("ivl.suspicion.excluded")),
            )
        ),
        "surveillance runs: from confirmed, or from probable when no operation follows, until death or exclusion",
        cites="S77 S83",
        design=True,
    ),
    criterion(
        "ivl.surveillance.awaits-pathology",
        AllOf(
            (
                Is("operation.on-record"),
                Holds("ivl.suspicion.from-suspected"),
                Not(Established("ivl.suspicion.confirmed")),
                Not(Established("ivl.suspicion.excluded")),
            )
        ),
        "operated, and no pathology on record confirms the disease: surveillance starts when it does",
        cites="S43 S45",
        design=True,
    ),
    criterion(
        "ivl.surveillance.baseline",
        AllOf((Holds("ivl.surveillance.applies"), Is("operation.on-record"), Not(Is("surveillance.baseline-done")))),
        "baseline MRI in months {baseline.opens} to {baseline.closes} after the operation, not yet done",
        cites="S83",
    ),
    # --- intervals --------------------------------------------------------------------------------------------------
    criterion(
        "ivl.surveillance.low.first",
        AllOf((Holds("ivl.risk.low"), OneOf("surveillance.band", ("first",)))),
        "low risk, to month {surveillance.first-band}: every {low.first.longest} months",
        cites="S86",
    ),
    criterion(
        "ivl.surveillance.low.second",
        AllOf((Holds("ivl.risk.low"), OneOf("surveillance.band", ("second",)))),
        "low risk, to month {surveillance.second-band}: every {low.second.longest} months",
        cites="S87",
    ),
    criterion(
        "ivl.surveillance.low.third",
        AllOf((Holds("ivl.risk.low"), OneOf("surveillance.band", ("third",)))),
        "low risk, after month {surveillance.second-band}: every {low.third.shortest} to {low.third.longest} months",
        cites="S88",
    ),
    criterion(
        "ivl.surveillance.high.first",
        AllOf((Holds("ivl.risk.high"), OneOf("surveillance.band", ("first",)))),
        "high risk, to month {surveillance.first-band}: every {high.first.shortest} to {high.first.longest} months",
        cites="S90",
    ),
    criterion(
        "ivl.surveillance.high.second",
        AllOf((Holds("ivl.risk.high"), OneOf("surveillance.band", ("second",)))),
        "high risk, to month {surveillance.second-band}: every {high.second.longest} months",
        cites="S91",
    ),
    criterion(
        "ivl.surveillance.high.third",
        AllOf((Holds("ivl.risk.high"), OneOf("surveillance.band", ("third",)))),
        "high risk, after month {surveillance.second-band}: every {high.third.longest} months, lifelong considered",
        cites="S92",
    ),
    criterion(
        "ivl.surveillance.very-high.first",
        AllOf((Holds("ivl.risk.very-high"), OneOf("surveillance.band", ("first",)))),
        "very high risk, to month {surveillance.first-band}: every {high.first.shortest} to {high.first.longest} "
        "months, as high",
        cites="S90 S94",
        design=True,
    ),
    criterion(
        "ivl.surveillance.very-high.second",
        AllOf((Holds("ivl.risk.very-high"), OneOf("surveillance.band", ("second",)))),
        "very high risk, to month {surveillance.second-band}: every {high.second.longest} months, as high",
        cites="S91 S94",
        design=True,
    ),
    criterion(
        "ivl.surveillance.very-high.third",
        AllOf((Holds("ivl.risk.very-high"), OneOf("surveillance.band", ("third",)))),
        "very high risk, after month {surveillance.second-band}: every {very-high.third.shortest} to "
        "{very-high.third.longest} months at least",
        cites="S94",
    ),
    # --- adjustments ------------------------------------------------------------------------------------------------
    criterion(
        "ivl.surveillance.shorter-target",
        AnyOf((Is("tumour.residual"), Not(Is("uterus.removed")))),
        "residue or a uterus-sparing operation: aim for the early end of the window of {high.first.shortest} to "
        "{high.first.longest} months",
        cites="S79 S80 S84",
    ),
    criterion(
        "ivl.surveillance.dense-in-every-band",
        AnyOf((Is("tumour.residual"), Is("endocrine.ongoing"))),
        "with known residue or during endocrine therapy the interval stays {high.first.shortest} to "
        "{high.first.longest} months in every band",
        cites="S96",
    ),
    criterion(
        "ivl.surveillance.continuous",
        AnyOf((OneOf("ovaries.left", ("one", "both")), Is("endocrine.given"))),
        "ovaries kept or endocrine therapy: follow-up is continuous, neither the {low.third.longest}-month interval "
        "nor stopping is offered",
        cites="S96",
    ),
    criterion(
        "ivl.surveillance.stop-option",
        AllOf(
            (
                Holds("ivl.risk.low"),
                Above("surveillance.negative-years", "stop.negative-years"),
                Not(Holds("ivl.surveillance.continuous")),
            )
        ),
        "more than {stop.negative-years} years without a finding: extending or stopping is the clinician's "
        "choice, never automatic",
        cites="S95",
    ),
    criterion(
        "ivl.surveillance.next-at-once",
        AnyOf((Is("follow-up.new-symptom"), Is("follow-up.unclear-finding"))),
        "new symptoms or an unclear finding: the next examination is due at once",
        cites="S94 S97",
    ),
    criterion(
        "ivl.surveillance.echocardiography",
        AnySegment(CAVAL_AND_CARDIAC),
        "the vena cava or heart was involved: echocardiography belongs to every examination",
        cites="S94",
        design=True,
    ),
    criterion(
        "ivl.surveillance.declined",
        Is("surveillance.declined"),
        "an examination was declined: it stays open, is offered again at each contact, with the advice to come at once "
        "with any discomfort",
        cites="S98 S131",
    ),
    criterion(
        "ivl.surveillance.new-tumour",
        Is("change.new-tumour"),
        "new or growing tumour: work-up and team meeting are due again",
        cites="S97 S128",
    ),
    criterion(
        "ivl.surveillance.completeness-decides-name",
        Is("resection.complete"),
        "after complete resection new tumour is recurrence, after incomplete resection it is progression",
        sources=("zhang-ijgc-2024",),
    ),
    criterion(
        "ivl.surveillance.moved-up",
        AllOf((Is("change.new-tumour"), Is("recurrence.reoperated"))),
        "a reoperated recurrence moves the group to very high; moving down needs a clinician's decision",
        cites="S128",
    ),
)

RISK = Ladder(
    "risk-group",
    "cannot-tell",
    (
        Rung("low", "ivl.risk.low"),
        Rung("high", "ivl.risk.high"),
        Rung("very-high", "ivl.risk.very-high"),
    ),
    "risk of recurrence",
    ("zhao-tian-2026", "design"),
)

SCHEDULES = (
    Schedule(
        "low",
        (
            Band("first", "surveillance.first-band", "", "low.first.longest", "ivl.surveillance.low.first"),
            Band("second", "surveillance.second-band", "", "low.second.longest", "ivl.surveillance.low.second"),
            Band("third", None, "low.third.shortest", "low.third.longest", "ivl.surveillance.low.third"),
        ),
    ),
    Schedule(
        "high",
        (
            Band(
                "first",
                "surveillance.first-band",
                "high.first.shortest",
                "high.first.longest",
                "ivl.surveillance.high.first",
            ),
            Band("second", "surveillance.second-band", "", "high.second.longest", "ivl.surveillance.high.second"),
            Band("third", None, "", "high.third.longest", "ivl.surveillance.high.third"),
        ),
    ),
    Schedule(
        "very-high",
        (
            Band(
                "first",
                "surveillance.first-band",
                "high.first.shortest",
                "high.first.longest",
                "ivl.surveillance.very-high.first",
            ),
            Band("second", "surveillance.second-band", "", "high.second.longest", "ivl.surveillance.very-high.second"),
            Band(
                "third",
                None,
                "very-high.third.shortest",
                "very-high.third.longest",
                "ivl.surveillance.very-high.third",
            ),
        ),
    ),
)

APPLIES = "ivl.surveillance.applies"

NOTICES = (
    NoticeRule("awaits-pathology", "ivl.surveillance.awaits-pathology"),
    NoticeRule("shorter-target", "ivl.surveillance.shorter-target", APPLIES),
    NoticeRule("continuous-follow-up", "ivl.surveillance.continuous", APPLIES),
    NoticeRule("stop-option", "ivl.surveillance.stop-option", APPLIES),
    NoticeRule("next-at-once", "ivl.surveillance.next-at-once", APPLIES),
    NoticeRule("declined", "ivl.surveillance.declined"),
    NoticeRule("new-tumour", "ivl.surveillance.new-tumour"),
    NoticeRule("moved-up", "ivl.surveillance.moved-up", APPLIES),
)

CHAPTER = Chapter(
    "surveillance",
    "Risk group and surveillance",
    criteria=CRITERIA,
    parameters=PARAMETERS,
    ladders=(RISK,),
    schedules=SCHEDULES,
    notices=NOTICES,
)
