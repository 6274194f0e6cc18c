"""The team: convened before surgery and before imaging is complete, from the first suspicion on."""

from __future__ import annotations

from cephalad.anatomy import HEART_AND_PULMONARY, RENAL, SUPRARENAL_AND_ABOVE
from cephalad.guideline.grammar import AllOf, AnyOf, AnySegment, Holds, Is, Not, OneOf
from cephalad.guideline.model import Chapter, NoticeRule, Role, criterion

CRITERIA = (
    criterion(
        "ivl.mdt.convene",
        AllOf((Holds("ivl.suspicion.from-suspected"), Not(Is("patient.dead")))),
        "convene the multidisciplinary team before surgery, even before imaging is complete",
        cites="S53 S54 S55 S56 S126",
    ),
    criterion(
        "ivl.mdt.not-yet-met",
        AllOf((Holds("ivl.mdt.convene"), Not(Is("mdt.met")))),
        "the team is to be convened and has not met",
        cites="S53 S54",
    ),
    criterion(
        "ivl.mdt.operated-without",
        AllOf((Is("operation.on-record"), Not(Is("mdt.met-before-operation")))),
        "the operation took place without a team meeting on record before it",
        cites="S54 S126",
    ),
    criterion(
        "ivl.mdt.cardiac-team",
        AnySegment(tuple(dict.fromkeys((*SUPRARENAL_AND_ABOVE, *HEART_AND_PULMONARY)))),
        "the vena cava above the renal veins or the heart is involved",
        cites="S13 S14",
        design=True,
    ),
    criterion(
        "ivl.mdt.hepatic-surgery",
        AnySegment(("retrohepatic-ivc", "hepatic-veins")),
        "the vena cava behind the liver is involved",
        sources=("bcs-2024",),
        design=True,
    ),
    criterion(
        "ivl.mdt.urology",
        AnyOf((AnySegment(RENAL), Is("ureter.involved"))),
        "a renal vein or a ureter is involved",
        sources=("yuhy-2018",),
        design=True,
    ),
    criterion(
        "ivl.mdt.interventional-radiology",
        Is("imaging.arteriovenous-fistula"),
        "an arteriovenous fistula is present",
        sources=("kan-2022",),
    ),
    criterion("ivl.mdt.reproductive-medicine", Is("wish.fertility"), "fertility is wished", cites="S48 S49"),
    criterion(
        "ivl.mdt.sarcoma-and-thoracic",
        AnyOf(
            (
                Holds("ivl.suspicion.atypical-pathology"),
                Holds("ivl.extent.discontinuous"),
                OneOf("lung.nodules", ("solitary", "multiple")),
            )
        ),
        "atypical pathology, discontinuous disease or lung nodules",
        cites="S42 S43",
        design=True,
    ),
)

ROLES = (
    Role("gynaecology", "ivl.mdt.convene"),
    Role("radiology", "ivl.mdt.convene"),
    Role("pathology", "ivl.mdt.convene"),
    Role("anaesthesia", "ivl.mdt.convene"),
    Role("vascular-surgery", "ivl.mdt.convene"),
    Role("cardiac-surgery", "ivl.mdt.cardiac-team", on_call=True),
    Role("echocardiography", "ivl.mdt.cardiac-team", on_call=True),
    Role("perfusion", "ivl.mdt.cardiac-team", on_call=True),
    Role("hepatic-surgery", "ivl.mdt.hepatic-surgery"),
    Role("urology", "ivl.mdt.urology"),
    Role("interventional-radiology", "ivl.mdt.interventional-radiology"),
    Role("reproductive-medicine", "ivl.mdt.reproductive-medicine"),
    Role("sarcoma-oncology", "ivl.mdt.sarcoma-and-thoracic"),
    Role("thoracic-surgery", "ivl.mdt.sarcoma-and-thoracic"),
)

NOTICES = (
    NoticeRule("team-not-yet-met", "ivl.mdt.not-yet-met"),
    NoticeRule("operated-without-mdt", "ivl.mdt.operated-without"),
)

CHAPTER = Chapter("mdt", "Multidisciplinary team", criteria=CRITERIA, roles=ROLES, notices=NOTICES)
