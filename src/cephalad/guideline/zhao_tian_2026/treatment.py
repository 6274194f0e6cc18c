"""Options and operation: chosen by age, fertility wish and extent, with the recurrence figures on the table."""

from __future__ import annotations

from cephalad.anatomy import HEART, HEART_AND_PULMONARY, LARGE_VEINS, SUPRARENAL_AND_ABOVE
from cephalad.guideline.grammar import AllOf, AnyOf, AnySegment, Established, Holds, Is, Not, OneOf
from cephalad.guideline.model import Chapter, NearStratum, NoticeRule, Option, criterion

BEYOND_PARA_UTERINE = tuple(dict.fromkeys((*LARGE_VEINS, *SUPRARENAL_AND_ABOVE, *HEART_AND_PULMONARY)))
CARDIAC_SIDE = tuple(dict.fromkeys((*SUPRARENAL_AND_ABOVE, *HEART_AND_PULMONARY)))
# A uterus that was removed before the disease was operated cannot be removed again.
UTERUS_TO_REMOVE = Not(Established("ivl.operation.uterus-gone-before"))
PREMENOPAUSAL = OneOf("state.menopause", ("premenopausal", "perimenopausal"))

CRITERIA = (
    criterion(
        "ivl.options.confined",
        Not(AnySegment(BEYOND_PARA_UTERINE)),
        "the tumour is known to be confined to the uterus and the para-uterine vessels",
        cites="S48 S49",
    ),
    criterion(
        "ivl.options.fertility-sparing",
        AllOf(
            (
                Holds("ivl.suspicion.from-suspected"),
                PREMENOPAUSAL,
                Is("wish.fertility"),
                Not(Established("ivl.operation.uterus-removed")),
                Holds("ivl.options.confined"),
            )
        ),
        "fertility-sparing resection may be attempted",
        cites="S48 S49",
        design=True,
    ),
    criterion(
        "ivl.options.hysterectomy-ovaries-kept",
        AllOf(
            (
                Holds("ivl.suspicion.from-suspected"),
                PREMENOPAUSAL,
                Not(Is("wish.fertility")),
                Not(OneOf("ovaries.left", ("none",))),
                UTERUS_TO_REMOVE,
            )
        ),
        "hysterectomy with the ovaries kept",
        cites="S48 S63",
        design=True,
    ),
    criterion(
        "ivl.options.radical",
        AllOf((Holds("ivl.suspicion.from-suspected"), Not(Is("wish.fertility")), UTERUS_TO_REMOVE)),
        "total hysterectomy with bilateral salpingo-oophorectomy",
        cites="S48 S50 S51 S52 S59",
    ),
    criterion(
        "ivl.options.fertility-sparing-done",
        Is("operation.tumour-removed-uterus-kept"),
        "tumour was taken out of the pelvis and the uterus left",
        cites="S49",
        design=True,
    ),
    criterion(
        "ivl.options.hysterectomy-ovaries-kept-done",
        AllOf((Is("operation.uterus-removed-for-ivl"), OneOf("ovaries.left", ("one", "both")))),
        "the uterus was removed for the disease and an ovary kept",
        cites="S48",
        design=True,
    ),
    criterion(
        "ivl.options.radical-done",
        AllOf((Is("operation.uterus-removed-for-ivl"), OneOf("ovaries.left", ("none",)))),
        "the uterus was removed for the disease and no ovary is left",
        cites="S48",
        design=True,
    ),
    criterion(
        "ivl.options.laparotomy-without-bypass",
        AllOf(
            (
                Holds("ivl.suspicion.from-suspected"),
                Not(AnySegment(("pulmonary-arteries",))),
                Not(AllOf((AnySegment(HEART), Is("heart.adherent")))),
            )
        ),
        "single laparotomy without cardiopulmonary bypass",
        cites="S47",
        sources=("lih-ojrd-2020", "jvsvl-2021"),
    ),
    criterion(
        "ivl.options.laparotomy-with-bypass",
        AllOf((Holds("ivl.suspicion.from-suspected"), AnySegment(CARDIAC_SIDE))),
        "laparotomy with cardiopulmonary bypass",
        sources=("lih-ojrd-2020", "wangc-2022"),
    ),
    criterion(
        "ivl.options.double-incision",
        AllOf(
            (
                Holds("ivl.suspicion.from-suspected"),
                AnyOf(
                    (
                        AnySegment(("pulmonary-arteries",)),
                        AllOf((AnySegment(HEART), Is("heart.adherent"))),
                    )
                ),
            )
        ),
        "laparotomy with sternotomy or mini-thoracotomy and bypass",
        sources=("lih-ojrd-2020",),
    ),
    criterion(
        "ivl.options.two-stages",
        AllOf((Holds("ivl.suspicion.from-suspected"), AnySegment(HEART_AND_PULMONARY))),
        "two stages, 6 weeks to 3 months apart, in either order",
        cites="S61",
    ),
    criterion(
        "ivl.options.endocrine-only",
        Holds("ivl.endocrine.unfit-or-extensive"),
        "endocrine therapy because surgery is not possible",
        cites="S62 S64",
    ),
    criterion(
        "ivl.options.surgical-menopause",
        AllOf((PREMENOPAUSAL, AnyOf((Holds("ivl.options.radical"), Is("ovaries.both-removed-at-operation"))))),
        "removing both ovaries before menopause brings surgical menopause (bone, heart), and oestrogen replacement "
        "conflicts with an oestrogen-dependent tumour",
        cites="S52",
        sources=("sauerbrun-2019",),
        design=True,
    ),
    criterion(
        "ivl.operation.on-record",
        Is("operation.on-record"),
        "an operation for intravenous leiomyomatosis is on record",
        cites="S47",
    ),
    criterion(
        "ivl.operation.uterus-removed",
        Is("uterus.removed"),
        "the uterus has been removed",
        cites="S50",
    ),
    # --- the operation ------------------------------------------------------------------------------------------
    criterion(
        "ivl.operation.found-at-operation",
        AnyOf((Is("operation.ivl-found"), Is("operation.worm-like-tumour"))),
        "the disease was found at operation: call vascular surgery, explore and palpate both ovarian and uterine veins "
        "to the upper limit, avoid fragmenting, send the intraluminal part apart",
        cites="S26 S57 S58",
    ),
    criterion(
        "ivl.operation.veins-explored",
        Is("operation.ovarian-and-uterine-veins-explored"),
        "the ovarian and uterine veins were explored up to the tumour's upper limit",
        cites="S57",
    ),
    criterion(
        "ivl.operation.completeness-unrecorded",
        AllOf((Is("operation.on-record"), Not(Is("operation.completeness-stated")))),
        "the operation's record does not say whether the resection was complete: ask the same day",
        cites="S60",
    ),
    criterion(
        "ivl.operation.removal-unrecorded",
        Is("operation.involved-without-removal"),
        "an involved segment has neither removal nor remainder on record: ask the same day",
        cites="S60",
        design=True,
    ),
    criterion(
        "ivl.operation.integrity-unrecorded",
        AllOf((Is("operation.on-record"), Not(Is("operation.integrity-stated")))),
        "the operation's record does not say whether the tumour came out in one piece: ask the same day",
        cites="S60",
        design=True,
    ),
    criterion(
        "ivl.operation.exploration-unrecorded",
        AllOf((Is("operation.on-record"), Not(Is("operation.exploration-stated")))),
        "the operation's record does not say which veins were explored and up to where: ask the same day",
        cites="S57 S60",
        design=True,
    ),
    criterion(
        "ivl.operation.uterus-gone-before",
        AllOf((Is("uterus.removed"), Not(Is("operation.uterus-removed-for-ivl")))),
        "the uterus was removed before any operation for the disease",
        cites="S48",
        design=True,
    ),
)

_HEART, _LARGE_VEIN = "ivl.stage.ivc.heart", "ivl.stage.pumch.large-vein"
# The nearest women whom anybody studied: those whose tumour had come as far, all of it removed.
_BY_EXTENT = (
    NearStratum("cardiac-complete", only_if=_HEART),
    NearStratum("large-vein-complete", only_if=_LARGE_VEIN, unless=_HEART),
    NearStratum("no-large-vein", unless=_LARGE_VEIN),
)

OPTIONS = (
    Option(
        "fertility-sparing",
        "ivl.options.fertility-sparing",
        done="ivl.options.fertility-sparing-done",
        figures=("recurrence-myomectomy", "recurrence-overall"),
        strata=(NearStratum("uterus-kept"),),
    ),
    Option(
        "hysterectomy-ovaries-kept",
        "ivl.options.hysterectomy-ovaries-kept",
        done="ivl.options.hysterectomy-ovaries-kept-done",
        figures=("recurrence-overall",),
        strata=(NearStratum("ovaries-kept-at-hysterectomy"), *_BY_EXTENT),
    ),
    Option(
        "hysterectomy-bilateral-salpingo-oophorectomy",
        "ivl.options.radical",
        done="ivl.options.radical-done",
        figures=("recurrence-radical", "recurrence-overall"),
        strata=(NearStratum("ovaries-removed-at-hysterectomy"), *_BY_EXTENT),
    ),
    Option("laparotomy-without-bypass", "ivl.options.laparotomy-without-bypass", strata=_BY_EXTENT),
    Option("laparotomy-with-bypass", "ivl.options.laparotomy-with-bypass", strata=_BY_EXTENT),
    Option("double-incision", "ivl.options.double-incision", strata=_BY_EXTENT),
    Option("two-stages", "ivl.options.two-stages", figures=("stage-interval",), strata=_BY_EXTENT),
    Option("endocrine-only", "ivl.options.endocrine-only"),
)

FROM_SUSPECTED = "ivl.suspicion.from-suspected"

NOTICES = (
    NoticeRule("surgical-menopause", "ivl.options.surgical-menopause", FROM_SUSPECTED, or_unknown=True),
    NoticeRule("found-at-operation", "ivl.operation.found-at-operation"),
    NoticeRule("completeness-unrecorded", "ivl.operation.completeness-unrecorded"),
    NoticeRule("removal-unrecorded", "ivl.operation.removal-unrecorded"),
    NoticeRule("integrity-unrecorded", "ivl.operation.integrity-unrecorded"),
    NoticeRule("exploration-unrecorded", "ivl.operation.exploration-unrecorded"),
)

CHAPTER = Chapter("treatment", "Options and operation", criteria=CRITERIA, options=OPTIONS, notices=NOTICES)
