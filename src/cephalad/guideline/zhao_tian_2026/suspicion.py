"""Suspicion: deliberate search for a tumour inside veins, from the first odd report on.

Only pathology or a correction lowers a level; a negative study clears the segments that it covered, never the level.
"""

from __future__ import annotations

from cephalad.anatomy import EXTRA_UTERINE_VESSELS, HEART_AND_PULMONARY, IVC
from cephalad.facts import BESIDE_THE_UTERUS
from cephalad.guideline.grammar import (
    AllOf,
    AnyMass,
    AnyOf,
    AnySegment,
    Established,
    Holds,
    Is,
    Not,
    Sign,
    SomeOf,
)
from cephalad.guideline.model import Chapter, Ladder, NoticeRule, Parameter, Rung, criterion

FIBROID_LIKE = (
    "fibroid",
    "broad-ligament-fibroid",
    "haemorrhagic-fibroid",
    "degenerated-fibroid",
    "ivl",
    "sarcoma",
    "stump",
    "angioleiomyoma",
)
OTHER_TISSUE = ("ovarian-tumour", "endometrial-lesion", "renal-tumour", "metastasis", "adenomyosis")

NOT_EXCLUDED = Not(Established("ivl.suspicion.excluded"))

PARAMETERS = (
    Parameter(
        "trigger.signs",
        4,
        "signs",
        1,
        4,
        "the paper names four signs of the typical mass together; no threshold is published",
        ("S22", "S27"),
    ),
)

CRITERIA = (
    # --- consider -----------------------------------------------------------------------------------------------
    criterion(
        "ivl.suspicion.outflow-sign",
        Is("sign.venous-outflow"),
        "a sign of venous outflow obstruction is present, however mild",
        cites="S18",
    ),
    criterion(
        "ivl.suspicion.fibroids-or-surgery",
        AnyOf((Is("history.fibroids"), Is("history.uterine-surgery"))),
        "uterine fibroids are known, or the uterus was operated on before",
        cites="S7 S19",
    ),
    criterion(
        "ivl.suspicion.any-complaint",
        AnyOf((Is("complaint.pelvic"), Is("complaint.venous"), Is("complaint.cardiac"))),
        "there is a pelvic, venous or cardiac complaint",
        cites="S16 S18",
    ),
    criterion(
        "ivl.suspicion.fibroids-or-surgery-with-complaint",
        AllOf((Holds("ivl.suspicion.fibroids-or-surgery"), Holds("ivl.suspicion.any-complaint"))),
        "fibroids or previous uterine surgery together with a pelvic, venous or cardiac complaint",
        cites="S7 S19",
        design=True,
    ),
    criterion(
        "ivl.suspicion.consider",
        AnyOf((Holds("ivl.suspicion.fibroids-or-surgery-with-complaint"), Holds("ivl.suspicion.outflow-sign"))),
        "intravenous leiomyomatosis belongs on the differential diagnosis",
        cites="S18 S19",
    ),
    # --- suspected ----------------------------------------------------------------------------------------------
    criterion(
        "ivl.suspicion.extra-uterine-fibroid",
        AnyMass(
            AnyOf(
                (
                    Sign("mass.reading", ("broad-ligament-fibroid",), unstated="no"),
                    AllOf(
                        (Sign("mass.location", BESIDE_THE_UTERUS), Sign("mass.reading", FIBROID_LIKE, unstated="no"))
                    ),
                    # A solid mass that the report does not read as anything may be smooth muscle.
                    AllOf(
                        (
                            Sign("mass.location", BESIDE_THE_UTERUS),
                            Sign("mass.composition", ("solid",)),
                            Not(Sign("mass.reading", OTHER_TISSUE, unstated="no")),
                        )
                    ),
                )
            )
        ),
        'a "fibroid" lies outside the uterus, inside a vessel or outside the peritoneum',
        cites="S20",
    ),
    criterion(
        "ivl.suspicion.typical-mass",
        AnyMass(
            SomeOf(
                "trigger.signs",
                (
                    Sign("mass.irregular-shape"),
                    Sign("mass.heterogeneous"),
                    Sign("mass.close-to-uterine-wall"),
                    Sign("mass.branching-flow"),
                ),
            )
        ),
        "one mass has at least {trigger.signs} of four signs: irregular, heterogeneous, close to the uterine wall, "
        "branching flow",
        cites="S22 S27",
    ),
    criterion(
        "ivl.suspicion.cord-like-mass",
        AnyMass(
            AllOf(
                (
                    Sign("mass.cord-like"),
                    AnyOf((Sign("mass.beside-uterus"), Sign("mass.location", BESIDE_THE_UTERUS))),
                )
            )
        ),
        "a cord-like, beaded or tubular solid mass lies beside the uterus",
        sources=("zhang-qims-2025",),
    ),
    criterion(
        "ivl.suspicion.vein-content",
        AnyOf((AnySegment((*EXTRA_UTERINE_VESSELS, *HEART_AND_PULMONARY)), Is("vein.thrombus-unexplained"))),
        "a mass or filling defect in a vein or the right heart, read as thrombus or not, is not explained",
        cites="S20 S43",
    ),
    criterion(
        "ivl.suspicion.thrombus-beside-mass",
        AllOf((Is("vein.thrombus"), Is("uterus.mass"))),
        'an "intravascular thrombus" stands beside a uterine mass',
        cites="S43",
    ),
    criterion(
        "ivl.suspicion.read-as-ivl",
        Is("imaging.read-as-ivl"),
        "a report names intravenous leiomyomatosis, if only as a possibility",
        cites="S33",
        design=True,
    ),
    criterion(
        "ivl.suspicion.ultrasound-trigger",
        AnyOf(
            (
                Holds("ivl.suspicion.extra-uterine-fibroid"),
                Holds("ivl.suspicion.typical-mass"),
                Holds("ivl.suspicion.cord-like-mass"),
            )
        ),
        "the ultrasound trigger is met; no threshold is published",
        cites="S20 S22 S27",
        design=True,
    ),
    criterion(
        "ivl.suspicion.suspected",
        AnyOf(
            (
                Holds("ivl.suspicion.ultrasound-trigger"),
                Holds("ivl.suspicion.vein-content"),
                Holds("ivl.suspicion.thrombus-beside-mass"),
                Holds("ivl.suspicion.read-as-ivl"),
            )
        ),
        "intravenous leiomyomatosis is suspected",
        cites="S20 S22 S28 S43",
    ),
    # --- probable -----------------------------------------------------------------------------------------------
    criterion(
        "ivl.suspicion.continuous-intraluminal",
        Is("vein.continuous-on-cross-section"),
        "cross-sectional imaging shows intraluminal tumour or a filling defect continuous, or apparently continuous, "
        "with a uterine, parametrial or ovarian-vein mass",
        cites="S33 S41 S119",
    ),
    criterion(
        "ivl.suspicion.cord-after-hysterectomy",
        AllOf((Is("uterus.removed"), Is("vein.enhancing-cord"))),
        "after hysterectomy an enhancing cord runs along a route from the pelvis",
        cites="S41",
        design=True,
    ),
    criterion(
        "ivl.suspicion.worm-like-at-operation",
        Is("operation.worm-like-tumour"),
        "tumour, worm-like or not further described, was found in a vein at operation",
        cites="S58",
        design=True,
    ),
    criterion(
        "ivl.suspicion.intraluminal-on-pathology",
        AnyOf((Is("pathology.ivl"), Is("pathology.intraluminal-smooth-muscle"))),
        "pathology found smooth-muscle tumour inside a vessel",
        cites="S43 S45",
    ),
    criterion(
        "ivl.suspicion.probable",
        AnyOf(
            (
                Holds("ivl.suspicion.continuous-intraluminal"),
                Holds("ivl.suspicion.cord-after-hysterectomy"),
                Holds("ivl.suspicion.worm-like-at-operation"),
                Holds("ivl.suspicion.intraluminal-on-pathology"),
            )
        ),
        "intravenous leiomyomatosis is probable",
        cites="S33 S41 S58 S119",
    ),
    # --- confirmed and excluded ---------------------------------------------------------------------------------
    criterion(
        "ivl.suspicion.bland-intraluminal-tumour",
        AllOf(
            (
                Is("pathology.intraluminal-smooth-muscle"),
                Not(Is("pathology.atypical-mitoses")),
                Not(Is("pathology.atypia")),
                Not(Is("pathology.coagulative-necrosis")),
            )
        ),
        "intraluminal smooth-muscle tumour without atypical mitoses, atypia or coagulative necrosis",
        cites="S43 S45",
    ),
    criterion(
        "ivl.suspicion.atypical-pathology",
        AnyOf((Is("pathology.atypical-mitoses"), Is("pathology.atypia"), Is("pathology.coagulative-necrosis"))),
        "pathology reports an atypical feature: specialist review is due",
        cites="S43",
        design=True,
    ),
    criterion(
        "ivl.suspicion.confirmed",
        AllOf(
            (
                AnyOf((Is("pathology.ivl"), Holds("ivl.suspicion.bland-intraluminal-tumour"))),
                # What pathology did not report does not stop a diagnosis; a reported atypical feature does.
                Not(Established("ivl.suspicion.atypical-pathology")),
            )
        ),
        "intravenous leiomyomatosis is confirmed by pathology",
        cites="S43 S45 S46 S129",
    ),
    criterion(
        "ivl.suspicion.exclusion-on-record",
        Is("pathology.excludes"),
        "pathology of the very lesion gives another diagnosis and accounts for the vessels",
        cites="S40 S44 S122",
    ),
    criterion(
        "ivl.suspicion.any-level",
        AnyOf(
            (
                Holds("ivl.suspicion.consider"),
                Holds("ivl.suspicion.suspected"),
                Holds("ivl.suspicion.probable"),
                Holds("ivl.suspicion.confirmed"),
            )
        ),
        "some level of suspicion is reached by what was recorded since the last exclusion",
        cites="S18 S19 S20",
        design=True,
    ),
    criterion(
        "ivl.suspicion.excluded",
        AllOf(
            (
                Holds("ivl.suspicion.exclusion-on-record"),
                Not(
                    AllOf(
                        (
                            Established("ivl.suspicion.exclusion-on-record"),
                            Established("ivl.suspicion.any-level"),
                        )
                    )
                ),
            )
        ),
        "the disease is excluded, and nothing recorded since raises it again",
        cites="S40 S44 S122",
    ),
    # --- this level or above ------------------------------------------------------------------------------------
    criterion(
        "ivl.suspicion.from-probable",
        AllOf((NOT_EXCLUDED, AnyOf((Holds("ivl.suspicion.probable"), Holds("ivl.suspicion.confirmed"))))),
        "the suspicion is probable or confirmed",
        cites="S33 S45",
    ),
    criterion(
        "ivl.suspicion.from-suspected",
        AllOf((NOT_EXCLUDED, AnyOf((Holds("ivl.suspicion.suspected"), Holds("ivl.suspicion.from-probable"))))),
        "the suspicion is suspected or above",
        cites="S20 S28",
    ),
    criterion(
        "ivl.suspicion.from-consider",
        AllOf((NOT_EXCLUDED, AnyOf((Holds("ivl.suspicion.consider"), Holds("ivl.suspicion.from-suspected"))))),
        "the suspicion is consider or above",
        cites="S18 S19",
    ),
    # --- urgent -------------------------------------------------------------------------------------------------
    criterion(
        "ivl.urgent.syncope-or-collapse",
        AllOf(
            (
                AnyOf((Is("now.syncope"), Is("now.collapse"))),
                Holds("ivl.suspicion.from-consider"),
                Not(Is("patient.dead")),
            )
        ),
        "syncope or collapse: same-day assessment with echocardiography, cardiac surgery informed",
        cites="S14",
        design=True,
    ),
    criterion(
        "ivl.urgent.tumour-in-heart",
        AllOf(
            (
                AnyOf((AnySegment(HEART_AND_PULMONARY, ever=False), Is("vein.thrombus-in-heart"))),
                Not(Is("patient.dead")),
            )
        ),
        "tumour or an unexplained thrombus in the heart, or tumour in the pulmonary artery: same-day assessment with "
        "echocardiography, cardiac surgery informed",
        cites="S13 S14",
        design=True,
    ),
    criterion(
        "ivl.urgent.tumour-in-ivc",
        AllOf((AnyOf((AnySegment(IVC, ever=False), Is("vein.thrombus-in-cava"))), Not(Is("patient.dead")))),
        "tumour or an unexplained thrombus in the inferior vena cava: echocardiography without delay",
        cites="S13 S14",
        design=True,
    ),
    criterion(
        "ivl.urgent.cardiac-complaint",
        AllOf((Is("now.cardiac-complaint"), Holds("ivl.suspicion.from-suspected"), Not(Is("patient.dead")))),
        "a cardiac complaint: echocardiography without delay",
        cites="S14",
        design=True,
    ),
    criterion(
        "ivl.urgent.bleeding-disorder",
        AllOf((Is("now.bleeding-disorder-signs"), Not(Is("patient.dead")))),
        "signs of a bleeding disorder: coagulation at once",
        cites="S15",
        design=True,
    ),
    # --- notices ------------------------------------------------------------------------------------------------
    criterion(
        "ivl.notice.fibroids-without-complaint",
        AllOf((Holds("ivl.suspicion.fibroids-or-surgery"), Not(Holds("ivl.suspicion.any-complaint")))),
        "fibroids or previous uterine surgery without a complaint: look at the vessels at the next ultrasound",
        cites="S19 S21",
        design=True,
    ),
    criterion(
        "ivl.notice.non-specific-complaint",
        Is("complaint.non-specific"),
        "heavy bleeding, anaemia, pain or a mass alone are non-specific: adenomyosis, adenomyoma and submucous "
        "fibroid are the common explanations",
        cites="S16 S17",
    ),
    criterion(
        "ivl.notice.mild-symptoms",
        AllOf((Holds("ivl.suspicion.from-suspected"), Not(Holds("ivl.suspicion.any-complaint")))),
        "absent or mild symptoms say nothing about the extent and never lower the suspicion",
        cites="S23 S125",
    ),
    criterion(
        "ivl.notice.no-cardiac-symptoms",
        AllOf(
            (
                Holds("ivl.suspicion.from-consider"),
                Not(AnyOf((Is("complaint.cardiac"), Is("sign.venous-outflow")))),
            )
        ),
        "no chest tightness and no oedema do not exclude caval or cardiac spread",
        cites="S24",
    ),
    criterion(
        "ivl.notice.negative-ultrasound",
        Is("imaging.ultrasound-without-vessel-finding"),
        "a negative ultrasound does not exclude the disease: ultrasound alone often misses it",
        cites="S25",
    ),
    criterion(
        "ivl.notice.negative-cross-section",
        Is("imaging.cross-section-without-vessel-finding"),
        "a negative CT or MR clears the segments it names, never the suspicion",
        cites="S25 S37",
        design=True,
    ),
    criterion(
        "ivl.notice.normal-markers",
        Is("laboratory.normal-markers"),
        "normal tumour markers do not exclude the disease",
        cites="S37",
    ),
    criterion(
        "ivl.notice.no-previous-surgery",
        AllOf((Holds("ivl.suspicion.from-consider"), Not(Is("history.uterine-surgery")))),
        "no previous uterine surgery does not exclude the disease",
        cites="S19 S125",
        design=True,
    ),
    criterion(
        "ivl.notice.vessel-relation-not-stated",
        AllOf((Is("history.fibroids"), Not(Is("imaging.vessel-relation-stated")))),
        "a fibroid is known and no report states its relation to vessels: ask for it",
        cites="S21 S120 S121",
    ),
    criterion(
        "ivl.notice.incidental",
        Is("imaging.incidental"),
        "incidental findings are recorded and enter neither suspicion nor stage",
        cites="S36",
    ),
    criterion(
        "ivl.notice.atypical-pathology",
        Holds("ivl.suspicion.atypical-pathology"),
        "an atypical feature is reported: the level stays probable and specialist pathology review is due",
        cites="S43",
        design=True,
    ),
    criterion(
        "ivl.notice.menstruation-conflict",
        Is("menstruation.conflict"),
        "the recorded last period lies before a recorded menstrual bleeding: menopausal status cannot be read from it",
        cites="S102",
    ),
    criterion(
        "ivl.notice.imaging-discordant",
        Is("imaging.discordant"),
        "studies disagree about a vein or a mass: the more vascular reading is kept until pathology decides",
        cites="S32 S119",
        design=True,
    ),
)

LADDER = Ladder(
    "suspicion",
    "not-raised",
    (
        Rung("consider", "ivl.suspicion.consider"),
        Rung("suspected", "ivl.suspicion.suspected"),
        Rung("probable", "ivl.suspicion.probable"),
        Rung("confirmed", "ivl.suspicion.confirmed"),
    ),
    "how strongly intravenous leiomyomatosis is suspected",
    ("zhao-tian-2026", "design"),
)

NOTICES = (
    NoticeRule("fibroids-without-complaint", "ivl.notice.fibroids-without-complaint"),
    NoticeRule("non-specific-complaint", "ivl.notice.non-specific-complaint"),
    NoticeRule("no-published-threshold", "ivl.suspicion.ultrasound-trigger"),
    NoticeRule("mild-symptoms", "ivl.notice.mild-symptoms"),
    NoticeRule("no-cardiac-symptoms", "ivl.notice.no-cardiac-symptoms"),
    NoticeRule("negative-ultrasound", "ivl.notice.negative-ultrasound"),
    NoticeRule("negative-cross-section", "ivl.notice.negative-cross-section"),
    NoticeRule("normal-markers", "ivl.notice.normal-markers"),
    NoticeRule("no-previous-surgery", "ivl.notice.no-previous-surgery"),
    NoticeRule("vessel-relation-not-stated", "ivl.notice.vessel-relation-not-stated"),
    NoticeRule("incidental", "ivl.notice.incidental"),
    NoticeRule("atypical-pathology", "ivl.notice.atypical-pathology"),
    NoticeRule("menstruation-conflict", "ivl.notice.menstruation-conflict"),
    NoticeRule("imaging-discordant", "ivl.notice.imaging-discordant"),
)

URGENT = (
    "ivl.urgent.syncope-or-collapse",
    "ivl.urgent.tumour-in-heart",
    "ivl.urgent.tumour-in-ivc",
    "ivl.urgent.cardiac-complaint",
    "ivl.urgent.bleeding-disorder",
)

CHAPTER = Chapter(
    "suspicion",
    "Suspicion and urgency",
    criteria=CRITERIA,
    parameters=PARAMETERS,
    ladders=(LADDER,),
    urgent=URGENT,
    notices=NOTICES,
)
