"""Extent: which routes explain the tumour, and the four staging systems derived side by side from the anatomy."""

from __future__ import annotations

from cephalad.anatomy import (
    ABDOMINAL,
    CAVAL_AND_CARDIAC,
    EXTRA_UTERINE_VESSELS,
    HEART_AND_PULMONARY,
    IVC,
    LARGE_VEINS,
    RENAL,
    ROUTE_OWN,
)
from cephalad.guideline.grammar import AnyOf, AnySegment, Established, Holds, Is, Not, OneOf
from cephalad.guideline.model import Chapter, Ladder, Rung, criterion

PLEXUS = ("left-pelvic-venous-plexus", "right-pelvic-venous-plexus")
PULMONARY = ("pulmonary-arteries",)
MA = ("ma-2016", "design")
# A report that leaves the level open ("vena cava") shows at least the lowest one, so each rung reads all above it too.
FROM_RENAL_VEINS = (
    *RENAL,
    "suprarenal-ivc",
    "retrohepatic-ivc",
    "suprahepatic-ivc",
    "hepatic-veins",
    "superior-vena-cava",
    *HEART_AND_PULMONARY,
)
FROM_ABDOMEN = (*ABDOMINAL, *FROM_RENAL_VEINS)
_IVC_AND_BEYOND = tuple((*IVC[level:], *HEART_AND_PULMONARY) for level in range(len(IVC)))

CRITERIA = (
    criterion(
        "ivl.extent.route-i-left",
        AnySegment(ROUTE_OWN["i-left"]),
        "route i, left: uterine vein, internal iliac, common iliac, inferior vena cava",
        cites="S8 S9",
    ),
    criterion(
        "ivl.extent.route-i-right",
        AnySegment(ROUTE_OWN["i-right"]),
        "route i, right: uterine vein, internal iliac, common iliac, inferior vena cava",
        cites="S8 S9",
    ),
    criterion(
        "ivl.extent.route-ii-left",
        AnySegment(ROUTE_OWN["ii-left"]),
        "route ii, left: ovarian vein, left renal vein, inferior vena cava",
        cites="S8 S10",
    ),
    criterion(
        "ivl.extent.route-ii-right",
        AnySegment(ROUTE_OWN["ii-right"]),
        "route ii, right: ovarian vein, inferior vena cava",
        cites="S8 S11",
    ),
    criterion(
        "ivl.extent.downward",
        AnySegment(PLEXUS),
        "the tumour extends down to the venous plexus of the pelvic floor",
        cites="S60",
    ),
    criterion(
        "ivl.extent.any-vessel",
        AnyOf((AnySegment(EXTRA_UTERINE_VESSELS), Established("ivl.suspicion.intraluminal-on-pathology"))),
        "intravenous tumour is present",
        cites="S2 S8",
    ),
    criterion(
        "ivl.extent.cephalad-spread",
        AnySegment(CAVAL_AND_CARDIAC),
        "the tumour reached the vena cava, the right heart or the pulmonary arteries",
        cites="S13",
    ),
    criterion(
        "ivl.extent.gap",
        OneOf("extent.continuity", ("gap",)),
        "a segment shown clear lies between the tumour and its source",
        cites="S12",
    ),
    criterion(
        "ivl.extent.discontinuous",
        AnyOf((Holds("ivl.extent.gap"), OneOf("lung.nodules", ("multiple",)))),
        "the disease is discontinuous",
        cites="S12 S42",
    ),
    criterion(
        "ivl.extent.heart-clear",
        Not(AnySegment(HEART_AND_PULMONARY)),
        "the right heart and the pulmonary arteries are known to be free of tumour",
        cites="S13 S30",
        design=True,
    ),
    # --- Ma (Peking Union) 2016 ---------------------------------------------------------------------------------
    criterion("ivl.stage.ma.i", Holds("ivl.extent.any-vessel"), "in the pelvis", sources=MA),
    criterion("ivl.stage.ma.ii", AnySegment(FROM_ABDOMEN), "reaches the abdominal cavity or beyond", sources=MA),
    criterion(
        "ivl.stage.ma.iii",
        AnySegment(FROM_RENAL_VEINS),
        "reaches the renal vein, the cava above it, the right heart or beyond",
        sources=MA,
    ),
    criterion(
        "ivl.stage.ma.iv",
        AnyOf((AnySegment(PULMONARY), Is("lung.metastases"), Is("pathology.lung-smooth-muscle"))),
        "reaches the pulmonary arteries, or smooth-muscle tumour lies in the lung",
        sources=MA,
    ),
    # --- Peking Union 2024 --------------------------------------------------------------------------------------
    criterion(
        "ivl.stage.pumch.confined",
        Holds("ivl.extent.any-vessel"),
        "in the uterus and para-uterine vessels",
        sources=("zhang-ijgc-2024",),
    ),
    criterion(
        "ivl.stage.pumch.large-vein",
        AnySegment(LARGE_VEINS),
        "an iliac or genital vein or a more proximal segment is involved",
        sources=("zhang-ijgc-2024", "design"),
    ),
    # --- intra- and extra-pelvic --------------------------------------------------------------------------------
    criterion(
        "ivl.stage.pelvic.intra",
        Holds("ivl.extent.any-vessel"),
        "below the inferior vena cava",
        sources=("lih-ojrd-2020",),
    ),
    criterion(
        "ivl.stage.pelvic.extra",
        AnySegment((*CAVAL_AND_CARDIAC, "hepatic-veins")),
        "in the inferior vena cava, a branch that only it leads to, or the heart",
        sources=("lih-ojrd-2020",),
    ),
    # --- level in the vena cava ---------------------------------------------------------------------------------
    criterion(
        "ivl.stage.ivc.infrarenal",
        AnySegment(_IVC_AND_BEYOND[0]),
        "in the vena cava, below the renal veins or higher",
        sources=("jvsvl-2021",),
    ),
    criterion(
        "ivl.stage.ivc.suprarenal",
        AnySegment(_IVC_AND_BEYOND[1]),
        "at the renal veins, below the liver, or higher",
        sources=("jvsvl-2021", "design"),
    ),
    criterion(
        "ivl.stage.ivc.retrohepatic",
        AnySegment(_IVC_AND_BEYOND[2]),
        "behind the liver or higher",
        sources=("jvsvl-2021",),
    ),
    criterion(
        "ivl.stage.ivc.suprahepatic",
        AnySegment(_IVC_AND_BEYOND[3]),
        "above the hepatic veins or higher",
        sources=("jvsvl-2021",),
    ),
    criterion(
        "ivl.stage.ivc.heart",
        AnySegment(HEART_AND_PULMONARY),
        "in the right heart or the pulmonary arteries",
        sources=("jvsvl-2021",),
    ),
)

LADDERS = (
    Ladder(
        "ma",
        "none",
        (
            Rung("I", "ivl.stage.ma.i"),
            Rung("II", "ivl.stage.ma.ii"),
            Rung("III", "ivl.stage.ma.iii"),
            Rung("IV", "ivl.stage.ma.iv"),
        ),
        "Ma (Peking Union) four stages",
        MA,
    ),
    Ladder(
        "pumch-2024",
        "none",
        (Rung("confined", "ivl.stage.pumch.confined"), Rung("large-vein", "ivl.stage.pumch.large-vein")),
        "Peking Union 2024 two groups",
        ("zhang-ijgc-2024",),
    ),
    Ladder(
        "pelvic",
        "none",
        (Rung("intra-pelvic", "ivl.stage.pelvic.intra"), Rung("extra-pelvic", "ivl.stage.pelvic.extra")),
        "intra- or extra-pelvic",
        ("lih-ojrd-2020",),
    ),
    Ladder(
        "ivc-level",
        "none",
        (
            Rung("infrarenal", "ivl.stage.ivc.infrarenal"),
            Rung("suprarenal", "ivl.stage.ivc.suprarenal"),
            Rung("retrohepatic", "ivl.stage.ivc.retrohepatic"),
            Rung("suprahepatic", "ivl.stage.ivc.suprahepatic"),
            Rung("heart", "ivl.stage.ivc.heart"),
        ),
        "level in the inferior vena cava",
        ("jvsvl-2021", "ivc-lms"),
    ),
)

CHAPTER = Chapter("extent", "Veins, extent and stage", criteria=CRITERIA, ladders=LADDERS)
