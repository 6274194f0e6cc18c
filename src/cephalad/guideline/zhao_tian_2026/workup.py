"""Work-up: the studies, when each is due, what it must cover, and what counts as having done it."""

from __future__ import annotations

from cephalad.anatomy import HEART, HEART_AND_PULMONARY, IVC, RENAL
from cephalad.guideline.grammar import (
    AllOf,
    AnyMass,
    AnyOf,
    AnySegment,
    AtLeast,
    Established,
    Holds,
    Is,
    Not,
    OneOf,
    Sign,
)
from cephalad.guideline.model import Chapter, NoticeRule, Parameter, StudyRow, criterion

CROSS_SECTION = ("ct", "mr", "venography")
ULTRASOUND = ("ultrasound", "doppler", "contrast-ultrasound")

PARAMETERS = (
    Parameter(
        "workup.endometrium-age",
        45,
        "years",
        35,
        60,
        "bleeding at this age or older asks for an endometrial assessment",
        ("S116",),
        ("zhao-tian-2026", "design"),
    ),
    Parameter(
        "workup.pause-months",
        12,
        "months",
        6,
        24,
        "bleeding after more than this many months without a period may be postmenopausal",
        ("S102",),
        ("zhao-tian-2026", "design"),
    ),
)

CRITERIA = (
    criterion(
        "ivl.workup.pelvic-ultrasound",
        Is("complaint.non-specific"),
        "any non-specific complaint: pelvic ultrasound with the relation to vessels as a mandatory field",
        cites="S16 S21 S120 S121",
    ),
    criterion(
        "ivl.workup.pelvic-cross-sectional",
        Holds("ivl.suspicion.from-suspected"),
        "contrast CT (venography, three-dimensional) or MR of the pelvis",
        cites="S28 S29 S118",
    ),
    criterion(
        "ivl.workup.caval-cross-sectional",
        Holds("ivl.suspicion.from-suspected"),
        "contrast cross-sectional imaging up to the renal veins and the suprahepatic vena cava",
        cites="S30 S31 S32 S34",
    ),
    criterion(
        "ivl.workup.mass-of-unclear-origin",
        AnyMass(AnyOf((Sign("mass.origin-unclear"), Sign("mass.location", ("unclear",)))), live=False),
        "a mass of unclear origin",
        cites="S118",
    ),
    criterion(
        "ivl.workup.pelvic-mri",
        AnyOf((Holds("ivl.suspicion.from-suspected"), Holds("ivl.workup.mass-of-unclear-origin"))),
        "pelvic MRI, plain, contrast and diffusion",
        cites="S118 S119",
    ),
    criterion(
        "ivl.workup.venous-doppler",
        AnyOf((Is("sign.venous-outflow-ever"), Holds("ivl.suspicion.from-probable"))),
        "iliac and caval Doppler and leg-vein ultrasound",
        cites="S18 S34 S124",
    ),
    criterion(
        "ivl.workup.echocardiography",
        AnyOf(
            (
                Holds("ivl.suspicion.from-suspected"),
                AllOf((Holds("ivl.suspicion.from-consider"), Is("complaint.cardiac-ever"))),
            )
        ),
        "transthoracic echocardiography",
        cites="S30",
    ),
    criterion(
        "ivl.workup.new-cardiac-complaint",
        AllOf((Is("complaint.cardiac-ever"), Not(Is("echocardiography.since-cardiac-complaint")))),
        "a cardiac complaint that no later echocardiography answers",
        cites="S30 S75",
        design=True,
    ),
    criterion("ivl.workup.electrocardiogram", Is("complaint.cardiac-ever"), "electrocardiogram", cites="S75"),
    criterion(
        "ivl.workup.chest-ct",
        AnyOf(
            (
                Holds("ivl.suspicion.from-probable"),
                AnySegment(HEART_AND_PULMONARY),
                Holds("ivl.suspicion.atypical-pathology"),
            )
        ),
        "chest CT",
        cites="S42",
        design=True,
    ),
    criterion(
        "ivl.workup.blood-count",
        AnyOf((Is("complaint.heavy-bleeding"), Holds("ivl.suspicion.from-suspected"))),
        "blood count",
        cites="S103",
        design=True,
    ),
    criterion(
        "ivl.workup.coagulation",
        AnyOf((Holds("ivl.suspicion.from-suspected"), Is("complaint.bleeding-disorder-signs"))),
        "coagulation",
        cites="S15",
    ),
    criterion(
        "ivl.workup.tumour-markers",
        Holds("ivl.suspicion.from-suspected"),
        "tumour markers, for the differential only",
        cites="S37",
    ),
    criterion(
        "ivl.workup.bleeding-at-age",
        AllOf((Is("complaint.uterine-bleeding"), AtLeast("patient.age-at-bleeding", "workup.endometrium-age"))),
        "uterine bleeding at {workup.endometrium-age} or older",
        cites="S116",
        design=True,
    ),
    criterion(
        "ivl.workup.postmenopausal-bleeding",
        AnyOf(
            (
                Is("complaint.postmenopausal-bleeding"),
                AllOf((Is("complaint.uterine-bleeding"), OneOf("state.menopause", ("postmenopausal",)))),
                AllOf((Is("complaint.uterine-bleeding"), Is("menstruation.bleeding-after-pause"))),
            )
        ),
        "possible postmenopausal bleeding",
        cites="S116",
        design=True,
    ),
    criterion(
        "ivl.workup.endometrium-before-treatment",
        AnyOf((Is("decision.hysterectomy"), Is("decision.endocrine"))),
        "a hysterectomy or a GnRH agonist is decided",
        cites="S116",
        design=True,
    ),
    criterion(
        "ivl.workup.endometrial-assessment",
        AnyOf(
            (
                Is("endometrium.heterogeneous"),
                Holds("ivl.workup.bleeding-at-age"),
                Holds("ivl.workup.postmenopausal-bleeding"),
                Holds("ivl.workup.endometrium-before-treatment"),
            )
        ),
        "endometrial assessment",
        cites="S116",
        design=True,
    ),
    criterion(
        "ivl.workup.upper-limit-by-one-modality",
        AllOf(
            (
                AnySegment(IVC),
                Not(Established("ivl.operation.on-record")),
                Not(Is("imaging.upper-limit-by-two-modalities")),
            )
        ),
        "tumour in the vena cava whose upper limit fewer than two modalities have shown: use a second before operating",
        sources=("nogami-2015", "design"),
    ),
    criterion(
        "ivl.workup.contrast-phase",
        AllOf((Is("vein.thrombus"), Not(Is("vein.thrombus-removed")))),
        "a contrast phase to tell tumour from clot; tumour is not treated as clot",
        cites="S43",
    ),
    criterion(
        "ivl.workup.thrombus-pathology",
        AllOf((Is("vein.thrombus"), Is("vein.thrombus-removed"))),
        'pathology of the "intravascular thrombus" that was removed',
        cites="S43",
    ),
)

STUDIES = (
    StudyRow(
        "pelvic-ultrasound",
        "ivl.workup.pelvic-ultrasound",
        modalities=ULTRASOUND,
        regions=("pelvis",),
        findings=(("imaging.relation-to-vessels", ()), ("mass.vascular-involvement", ())),
    ),
    StudyRow(
        "pelvic-cross-sectional",
        "ivl.workup.pelvic-cross-sectional",
        modalities=CROSS_SECTION,
        contrast=True,
        regions=("pelvis",),
    ),
    StudyRow(
        "caval-cross-sectional",
        "ivl.workup.caval-cross-sectional",
        asks=(*RENAL, *IVC),
        modalities=CROSS_SECTION,
        contrast=True,
    ),
    StudyRow("pelvic-mri", "ivl.workup.pelvic-mri", modalities=("mr",), contrast=True, regions=("pelvis",)),
    StudyRow(
        "iliac-caval-doppler",
        "ivl.workup.venous-doppler",
        modalities=("doppler", "contrast-ultrasound"),
        regions=("iliac-and-caval",),
    ),
    StudyRow(
        "leg-ultrasound",
        "ivl.workup.venous-doppler",
        modalities=ULTRASOUND,
        regions=("legs",),
        preoperative=False,
    ),
    StudyRow(
        "echocardiography",
        "ivl.workup.echocardiography",
        asks=HEART,
        modalities=("echocardiography",),
        repeats_on="ivl.workup.new-cardiac-complaint",
    ),
    StudyRow(
        "electrocardiogram",
        "ivl.workup.electrocardiogram",
        findings=(("examination.electrocardiogram", ()),),
        preoperative=False,
    ),
    StudyRow("chest-ct", "ivl.workup.chest-ct", modalities=("ct",), regions=("chest",)),
    StudyRow(
        "blood-count",
        "ivl.workup.blood-count",
        findings=(("laboratory.blood-count", ()), ("laboratory.anaemia", ()), ("laboratory.haemoglobin", ())),
    ),
    StudyRow("coagulation", "ivl.workup.coagulation", findings=(("laboratory.coagulation", ()),)),
    StudyRow("tumour-markers", "ivl.workup.tumour-markers", findings=(("laboratory.tumour-markers", ()),)),
    StudyRow(
        "endometrial-assessment",
        "ivl.workup.endometrial-assessment",
        findings=(
            ("pathology.specimen", ("endometrium", "uterus")),
            ("examination.hysteroscopy", ()),
        ),
    ),
    StudyRow(
        "contrast-phase",
        "ivl.workup.contrast-phase",
        modalities=("ct", "mr", "contrast-ultrasound", "venography"),
        contrast=True,
        findings=(("vein.enhancing", ()),),
        preoperative=False,
    ),
    StudyRow(
        "thrombus-pathology",
        "ivl.workup.thrombus-pathology",
        findings=(("pathology.specimen", ("vein-content", "cardiac-mass")),),
        preoperative=False,
    ),
)

NOTICES = (NoticeRule("upper-limit-by-one-modality", "ivl.workup.upper-limit-by-one-modality"),)

CHAPTER = Chapter("work-up", "Work-up", criteria=CRITERIA, parameters=PARAMETERS, studies=STUDIES, notices=NOTICES)
