"""Differential: entities told apart by growth pattern, with what speaks for and against each, and what separates it.

No probabilities are invented; vascular invasion alone never yields sarcoma.
"""

from __future__ import annotations

from cephalad.anatomy import EXTRA_UTERINE_VESSELS, HEART, IVC, RENAL
from cephalad.guideline.grammar import AllOf, AnyMass, AnyOf, AnySegment, Holds, Is, Not, OneOf, Sign
from cephalad.guideline.model import Chapter, Entity, NoticeRule, criterion

D = "ivl.differential."

CRITERIA = (
    criterion(
        D + "vascular-involvement",
        AnyOf((AnySegment((*EXTRA_UTERINE_VESSELS,)), Is("vessels.involvement-reported"))),
        "vessels are involved: the central point of the differential diagnosis",
        cites="S121 S122",
    ),
    criterion(
        D + "no-vascular-involvement",
        Not(Holds(D + "vascular-involvement")),
        "no vessel is involved",
        cites="S121",
    ),
    criterion(
        D + "continuous-cord",
        AllOf(
            (
                Not(OneOf("extent.continuity", ("gap",))),
                AnyOf((OneOf("extent.continuity", ("continuous",)), Is("vein.continuous-on-cross-section"))),
            )
        ),
        "the tumour is one continuous cord along the veins",
        cites="S41",
    ),
    criterion(
        D + "discontinuous",
        Holds("ivl.extent.discontinuous"),
        "the disease is discontinuous: needs tissue, leaning to malignancy",
        cites="S40 S42",
    ),
    criterion(D + "lung-nodules", OneOf("lung.nodules", ("solitary", "multiple")), "lung nodules", cites="S40 S42"),
    criterion(
        D + "vascular-invasion-alone",
        AllOf(
            (
                Holds(D + "vascular-involvement"),
                Not(Holds("ivl.suspicion.atypical-pathology")),
            )
        ),
        "vascular invasion alone: never a reason to diagnose sarcoma",
        cites="S44",
    ),
    criterion(
        D + "atypical-features",
        AnyOf((Is("pathology.atypical-mitoses"), Is("pathology.atypia"), Is("pathology.coagulative-necrosis"))),
        "atypical mitoses, atypia or coagulative necrosis",
        cites="S43",
    ),
    criterion(
        D + "bland-pathology",
        Holds("ivl.suspicion.bland-intraluminal-tumour"),
        "bland smooth-muscle tumour inside a vessel",
        cites="S45",
    ),
    criterion(
        D + "fibroid-in-the-wall",
        AnyMass(
            AllOf(
                (
                    Sign("mass.reading", ("fibroid", "degenerated-fibroid")),
                    Sign("mass.location", ("intramural", "subserous", "pedunculated-subserous", "fundal")),
                )
            )
        ),
        "a fibroid lies within the uterine contour; a coexisting fibroid never excludes the disease",
        cites="S122",
    ),
    criterion(
        D + "submucous",
        AnyMass(Sign("mass.location", ("submucous",))),
        "a submucous mass",
        cites="S17",
    ),
    criterion(
        D + "broad-ligament-reading",
        AnyMass(AnyOf((Sign("mass.reading", ("broad-ligament-fibroid",)), Sign("mass.location", ("broad-ligament",))))),
        "a mass is read as broad-ligament fibroid",
        cites="S20",
        sources=("liun-2020",),
    ),
    criterion(D + "heavy-bleeding", Is("complaint.heavy-bleeding"), "heavy bleeding", cites="S16 S17"),
    criterion(D + "dysmenorrhoea", Is("complaint.dysmenorrhoea"), "dysmenorrhoea", cites="S16 S17"),
    criterion(D + "adenomyosis-reading", Is("imaging.adenomyosis"), "imaging reads adenomyosis", cites="S17"),
    criterion(
        D + "diffusion-restricted",
        AnyMass(Sign("mass.diffusion-restriction", ("restricted",))),
        "diffusion is restricted (does not discriminate)",
        sources=("abdrad-2019", "eurorad-2018"),
    ),
    criterion(
        D + "stromal-pathology",
        Is("pathology.stromal-sarcoma"),
        "pathology names endometrial stromal sarcoma",
        sources=("ess-2020",),
    ),
    criterion(
        D + "sarcoma-pathology",
        Is("pathology.leiomyosarcoma"),
        "pathology names leiomyosarcoma",
        sources=("stanfordspc",),
    ),
    criterion(D + "stump-pathology", Is("pathology.stump"), "pathology names STUMP", sources=("stump-2024",)),
    criterion(
        D + "thrombus-reading",
        AnyOf((Is("vein.thrombus"), Is("sign.leg-thrombosis"))),
        "a thrombus is read in a vein",
        cites="S43",
        sources=("dvt-2021",),
    ),
    criterion(
        D + "vein-content-enhances",
        Is("vein.content-enhances"),
        "the content of the vein enhances, which clot does not",
        sources=("tiv-2020",),
    ),
    criterion(
        D + "cardiac-mass", AnySegment(HEART), "a mass lies in the right heart", cites="S13", sources=("lir-2014",)
    ),
    criterion(
        D + "cardiac-from-cava",
        AllOf((AnySegment(HEART), AnySegment(IVC))),
        "the cardiac mass comes with tumour in the vena cava",
        sources=("lir-2014",),
    ),
    criterion(
        D + "renal-mass",
        AnyOf((AnyMass(Sign("mass.reading", ("renal-tumour",))), Is("pathology.renal-tumour"))),
        "a renal mass",
        sources=("nephropocus",),
    ),
    criterion(
        D + "renal-vein",
        AnySegment(RENAL),
        "tumour lies in a renal vein",
        cites="S10",
        sources=("magnus-2025",),
    ),
    criterion(
        D + "previous-uterine-surgery",
        Is("history.uterine-surgery"),
        "the uterus was operated on before",
        cites="S19",
        sources=("esl-2025",),
    ),
    criterion(
        D + "angioleiomyoma-pathology",
        Is("pathology.angioleiomyoma"),
        "pathology names angioleiomyoma: thick-walled vessels in the tumour, not tumour in a vessel",
        sources=("hejiang-2024",),
    ),
    criterion(
        D + "ovarian-reading",
        AnyMass(AnyOf((Sign("mass.reading", ("ovarian-tumour",)), Sign("mass.location", ("ovarian", "adnexal"))))),
        "a mass is read in or beside the ovary",
        cites="S38",
        sources=("bmjcr-2022",),
    ),
    criterion(D + "ovaries-normal", Is("pathology.ovaries-normal"), "pathology found the ovaries normal", cites="S46"),
)

VASCULAR = D + "vascular-involvement"
CONTINUOUS = D + "continuous-cord"
BLAND = D + "bland-pathology"

ENTITIES = (
    Entity(
        "ordinary-fibroid",
        "ordinary uterine fibroid",
        (D + "fibroid-in-the-wall", D + "heavy-bleeding", D + "no-vascular-involvement"),
        (VASCULAR,),
        ("pelvic-ultrasound", "pelvic-mri"),
        ("norris-1975",),
    ),
    Entity(
        "broad-ligament-fibroid",
        "broad-ligament fibroid",
        (D + "broad-ligament-reading", D + "no-vascular-involvement"),
        (VASCULAR,),
        ("pelvic-cross-sectional",),
        ("liun-2020", "radiopaedia-bl"),
    ),
    Entity(
        "adenomyosis",
        "adenomyosis or adenomyoma",
        (D + "adenomyosis-reading", D + "dysmenorrhoea", D + "heavy-bleeding"),
        (VASCULAR,),
        ("pelvic-mri",),
        ("zhao-tian-2026",),
    ),
    Entity(
        "submucous-fibroid",
        "submucous fibroid",
        (D + "submucous", D + "heavy-bleeding"),
        (VASCULAR,),
        ("pelvic-ultrasound", "endometrial-assessment"),
        ("zhao-tian-2026",),
    ),
    Entity(
        "leiomyosarcoma",
        "uterine leiomyosarcoma",
        (D + "discontinuous", D + "lung-nodules", D + "atypical-features", D + "sarcoma-pathology"),
        (CONTINUOUS, BLAND, D + "vascular-invasion-alone"),
        ("thrombus-pathology", "chest-ct"),
        ("zhao-tian-2026", "stanfordspc"),
    ),
    Entity(
        "low-grade-stromal-sarcoma",
        "low-grade endometrial stromal sarcoma",
        (D + "stromal-pathology", VASCULAR),
        (BLAND,),
        ("thrombus-pathology", "endometrial-assessment"),
        ("ess-2020", "oliva-2016"),
    ),
    Entity(
        "stump",
        "smooth-muscle tumour of uncertain malignant potential",
        (D + "stump-pathology", D + "atypical-features"),
        (BLAND,),
        ("thrombus-pathology",),
        ("stump-2024", "gadducci-2019"),
    ),
    Entity(
        "venous-thrombosis",
        "venous thrombus",
        (D + "thrombus-reading",),
        (D + "vein-content-enhances", CONTINUOUS, BLAND),
        ("contrast-phase",),
        ("tiv-2020", "dvt-2021"),
    ),
    Entity(
        "right-atrial-myxoma",
        "right-atrial myxoma",
        (D + "cardiac-mass",),
        (D + "cardiac-from-cava", CONTINUOUS),
        ("echocardiography", "caval-cross-sectional"),
        ("lir-2014", "bmri-2020"),
    ),
    Entity(
        "renal-cell-thrombus",
        "thrombus of a renal-cell carcinoma",
        (D + "renal-mass", D + "renal-vein"),
        (CONTINUOUS, BLAND),
        ("caval-cross-sectional",),
        ("nephropocus",),
    ),
    Entity(
        "benign-metastasising-leiomyoma",
        "benign metastasising leiomyoma",
        (D + "lung-nodules", D + "previous-uterine-surgery"),
        (CONTINUOUS,),
        ("chest-ct",),
        ("wjso-2013", "esl-2025"),
    ),
    Entity(
        "angioleiomyoma",
        "angioleiomyoma",
        (D + "angioleiomyoma-pathology", D + "no-vascular-involvement"),
        (VASCULAR,),
        ("thrombus-pathology",),
        ("hejiang-2024",),
    ),
    Entity(
        "ovarian-tumour",
        "ovarian tumour",
        (D + "ovarian-reading",),
        (D + "ovaries-normal", VASCULAR),
        ("pelvic-cross-sectional", "tumour-markers"),
        ("zhao-tian-2026", "bmjcr-2022"),
    ),
)

NOTICES = (
    NoticeRule("needs-tissue", D + "discontinuous"),
    NoticeRule("vascular-invasion-alone", D + "vascular-invasion-alone"),
    NoticeRule("coexisting-fibroid", D + "fibroid-in-the-wall"),
    NoticeRule("diffusion-does-not-discriminate", D + "diffusion-restricted"),
)

CHAPTER = Chapter("differential", "Differential diagnosis", criteria=CRITERIA, entities=ENTITIES, notices=NOTICES)
