"""Endocrine therapy: indications, course and effects; advisory only, with the evidence against it beside it."""

from __future__ import annotations

from cephalad.guideline.grammar import Above, AllOf, AnyOf, Established, Holds, Is, Not, OneOf
from cephalad.guideline.model import Chapter, Indication, NoticeRule, Parameter, criterion

PREMENOPAUSAL = OneOf("state.menopause", ("premenopausal", "perimenopausal"))

PARAMETERS = (
    Parameter(
        "endocrine.course-months",
        6,
        "months",
        3,
        12,
        "a prophylactic course of this length may be considered; a longer one warns about bone density",
        ("S71",),
    ),
    Parameter(
        "endocrine.reimage-months",
        3,
        "months",
        1,
        6,
        "MRI this long after the last dose",
        ("S69",),
        ("zhao-tian-2026", "design"),
    ),
)

CRITERIA = (
    criterion(
        "ivl.endocrine.ovary-kept",
        AllOf((Is("operation.on-record"), OneOf("ovaries.left", ("one", "both")), PREMENOPAUSAL)),
        "premenopausal with an ovary kept",
        cites="S63",
    ),
    criterion(
        "ivl.endocrine.unfit-or-extensive",
        AllOf(
            (
                Holds("ivl.suspicion.from-suspected"),
                Is("surgery.outstanding"),
                AnyOf((Not(Is("state.fit-for-surgery")), Is("state.too-extensive"), Is("wish.declines-surgery"))),
            )
        ),
        "unfit for surgery, disease too extensive for it, or surgery declined",
        cites="S62 S64",
        design=True,
    ),
    criterion(
        "ivl.endocrine.delayed-or-staged",
        AllOf(
            (
                Holds("ivl.suspicion.from-suspected"),
                Is("surgery.outstanding"),
                AnyOf(
                    (
                        Is("state.surgery-delayed"),
                        Is("state.staged-surgery-planned"),
                        Is("surgery.stage-outstanding"),
                    )
                ),
            )
        ),
        "surgery is delayed or staged: neoadjuvant or as a bridge, above all when the stages lie further apart",
        cites="S61 S62 S65 S66",
    ),
    criterion(
        "ivl.endocrine.residual",
        AllOf((Is("operation.on-record"), Is("tumour.residual"))),
        "residual tumour after an operation: start promptly",
        cites="S62 S67",
    ),
    criterion(
        "ivl.endocrine.indicated",
        AnyOf(
            (
                Holds("ivl.endocrine.ovary-kept"),
                Holds("ivl.endocrine.unfit-or-extensive"),
                Holds("ivl.endocrine.delayed-or-staged"),
                Holds("ivl.endocrine.residual"),
            )
        ),
        "endocrine therapy is within the paper's indications",
        cites="S62 S63 S64 S65 S67 S76",
    ),
    criterion(
        "ivl.endocrine.outside-indications",
        AllOf((Is("endocrine.given"), Not(Holds("ivl.endocrine.indicated")))),
        "endocrine therapy was given outside the paper's indications",
        cites="S63 S67",
        design=True,
    ),
    criterion(
        "ivl.endocrine.no-ovarian-oestrogen",
        AllOf((Is("endocrine.given-agonist"), OneOf("ovaries.left", ("none",)))),
        "after removal of both ovaries a GnRH agonist has little ovarian oestrogen left to suppress",
        cites="S63",
        sources=("design",),
    ),
    criterion(
        "ivl.endocrine.course-within-six-months",
        AllOf((Is("endocrine.given"), Not(Above("endocrine.months", "endocrine.course-months")))),
        "the course is within the {endocrine.course-months} months that may be considered",
        cites="S71 S73",
    ),
    criterion(
        "ivl.endocrine.long-course",
        AllOf((Is("endocrine.given"), Above("endocrine.months", "endocrine.course-months"))),
        "the course lasts longer than {endocrine.course-months} months: hypo-oestrogenism, look at bone density",
        cites="S71 S72",
    ),
    criterion(
        "ivl.endocrine.course-dates",
        Is("endocrine.interval-recorded"),
        "the recorded interval gives the date of the next dose",
        cites="S73",
    ),
    criterion(
        "ivl.endocrine.stopped",
        Is("endocrine.stopped"),
        "the course was stopped: MRI {endocrine.reimage-months} months after the last dose; regrowth offers a restart",
        cites="S68 S69",
        design=True,
    ),
    criterion(
        "ivl.endocrine.restart-offered",
        AllOf((Is("endocrine.stopped"), Is("endocrine.regrowth-after-stop"))),
        "tumour grew after stopping: restarting may suppress it again",
        cites="S69",
    ),
    criterion(
        "ivl.endocrine.add-back",
        Is("endocrine.add-back"),
        "add-back contains oestrogen: weigh it against an oestrogen-dependent tumour",
        cites="S72",
        design=True,
    ),
    criterion(
        "ivl.endocrine.review-regimen",
        AllOf((Is("endocrine.given"), Is("endocrine.examined-on-treatment"))),
        "an examination was made on treatment: review the regimen against the recurrence risk",
        cites="S70",
    ),
    # --- symptoms on treatment, listed under every cause that fits --------------------------------------------------
    criterion(
        "ivl.endocrine.insomnia-from-drug",
        AllOf((Is("complaint.insomnia"), Is("endocrine.given"))),
        "insomnia may come from the GnRH agonist",
        cites="S72 S74",
    ),
    criterion(
        "ivl.endocrine.insomnia-from-menopause",
        AllOf((Is("complaint.insomnia"), Is("ovaries.both-removed-at-operation"))),
        "insomnia may come from surgical menopause",
        cites="S72",
        design=True,
    ),
    criterion(
        "ivl.endocrine.flushes",
        AllOf((Is("complaint.menopausal"), AnyOf((Is("endocrine.given"), Is("ovaries.both-removed-at-operation"))))),
        "menopausal complaints may come from the drug or from surgical menopause",
        cites="S72",
    ),
    criterion(
        "ivl.endocrine.palpitations-from-drug",
        AllOf((Is("complaint.palpitations"), Is("endocrine.given"))),
        "palpitations may come from the drug",
        cites="S72 S75",
    ),
    criterion(
        "ivl.endocrine.palpitations-from-menopause",
        AllOf((Is("complaint.palpitations"), Is("ovaries.both-removed-at-operation"))),
        "palpitations may come from surgical menopause",
        cites="S75",
        design=True,
    ),
    criterion(
        "ivl.endocrine.palpitations-from-heart",
        AllOf(
            (
                Is("complaint.palpitations"),
                Not(Established("ivl.extent.heart-clear")),
                Holds("ivl.suspicion.from-suspected"),
            )
        ),
        "palpitations may come from tumour in the heart: electrocardiogram and echocardiography",
        cites="S75",
        design=True,
    ),
)

INDICATIONS = (
    Indication("ovary-kept", "ivl.endocrine.ovary-kept"),
    Indication("unfit-or-extensive", "ivl.endocrine.unfit-or-extensive"),
    Indication("delayed-or-staged", "ivl.endocrine.delayed-or-staged"),
    Indication("residual", "ivl.endocrine.residual"),
)

EFFECTS = (
    "ivl.endocrine.insomnia-from-drug",
    "ivl.endocrine.insomnia-from-menopause",
    "ivl.endocrine.flushes",
    "ivl.endocrine.palpitations-from-drug",
    "ivl.endocrine.palpitations-from-menopause",
    "ivl.endocrine.palpitations-from-heart",
)

NOTICES = (
    NoticeRule("outside-indications", "ivl.endocrine.outside-indications"),
    NoticeRule("no-ovarian-oestrogen", "ivl.endocrine.no-ovarian-oestrogen"),
    NoticeRule("long-course", "ivl.endocrine.long-course"),
    NoticeRule("course-within-six-months", "ivl.endocrine.course-within-six-months"),
    NoticeRule("add-back", "ivl.endocrine.add-back"),
    NoticeRule("course-stopped", "ivl.endocrine.stopped"),
    NoticeRule("restart-offered", "ivl.endocrine.restart-offered"),
    NoticeRule("review-regimen", "ivl.endocrine.review-regimen"),
)

CHAPTER = Chapter(
    "endocrine",
    "Endocrine therapy",
    criteria=CRITERIA,
    parameters=PARAMETERS,
    indications=INDICATIONS,
    effects=EFFECTS,
    notices=NOTICES,
)
