"""Complaints as facts: single ones, groups of them, and what denies them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from cephalad.facts.declare import Pair, truth_fact
from cephalad.facts.model import Epoch, Spec

__all__ = ["COMPLAINTS", "COMPLAINT_GROUPS"]

COMPLAINT_GROUPS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "pelvic": (
            "menorrhagia",
            "prolonged-bleeding",
            "irregular-bleeding",
            "postmenopausal-bleeding",
            "dysmenorrhoea",
            "abdominal-pain",
            "pelvic-pain",
            "palpable-mass",
            "abdominal-distension",
            "urinary-frequency",
            "constipation",
            "anaemia-symptoms",
        ),
        "venous": (
            "leg-swelling",
            "leg-thrombosis",
            "ascites",
            "abdominal-wall-veins",
            "vulvar-varices",
            "budd-chiari",
            "venous-outflow-sign",
        ),
        "cardiac": (
            "syncope",
            "collapse",
            "presyncope",
            "palpitations",
            "dyspnoea",
            "orthopnoea",
            "chest-tightness",
            "chest-pain",
            "right-heart-failure",
        ),
    }
)

_ASYMPTOMATIC: Pair = ("complaint.asymptomatic", "yes")


def _complaint_group(group: str, *, epoch: Epoch = Epoch.SINCE_EXCLUSION, id: str = "") -> Spec:  # noqa: A002
    members = tuple(f"complaint.{name}" for name in COMPLAINT_GROUPS[group])
    whole = f"complaint.{group}"
    return truth_fact(
        id or whole,
        (whole, "yes"),
        *((member, "yes") for member in members),
        no=((whole, "no"), _ASYMPTOMATIC),
        together=members,
        epoch=epoch,
    )


def _complaint(name: str, group: str, *, epoch: Epoch = Epoch.SINCE_EXCLUSION, id: str = "") -> Spec:  # noqa: A002
    """One complaint; denied by its own *no*, by its group's *no*, and by a woman recorded as without complaints."""
    finding = f"complaint.{name}"
    denied = ((finding, "no"), _ASYMPTOMATIC, *(((f"complaint.{group}", "no"),) if group else ()))
    return truth_fact(id or finding, (finding, "yes"), no=denied, epoch=epoch)


_BLEEDING = ("menorrhagia", "prolonged-bleeding", "irregular-bleeding", "postmenopausal-bleeding")

_OUTFLOW_FACTS = (
    ("sign.venous-outflow", Epoch.SINCE_EXCLUSION),
    ("sign.venous-outflow-ever", Epoch.EVER),
)


def _outflow_sign(id: str, epoch: Epoch) -> Spec:  # noqa: A002
    return truth_fact(
        id,
        ("complaint.venous", "yes"),
        *((f"complaint.{name}", "yes") for name in COMPLAINT_GROUPS["venous"]),
        ("examination.leg-oedema", "yes"),
        ("examination.ascites", "yes"),
        ("examination.abdominal-wall-veins", "yes"),
        ("imaging.leg-thrombosis", "yes"),
        no=(("complaint.venous", "no"), _ASYMPTOMATIC),
        together=tuple(f"complaint.{name}" for name in COMPLAINT_GROUPS["venous"]),
        epoch=epoch,
    )


COMPLAINTS = (
    *(_complaint_group(group) for group in COMPLAINT_GROUPS),
    _complaint_group("cardiac", epoch=Epoch.EVER, id="complaint.cardiac-ever"),
    truth_fact(
        "complaint.non-specific",
        ("complaint.pelvic", "yes"),
        *((f"complaint.{name}", "yes") for name in COMPLAINT_GROUPS["pelvic"]),
        ("laboratory.anaemia", "yes"),
        no=(("complaint.pelvic", "no"), _ASYMPTOMATIC),
        together=tuple(f"complaint.{name}" for name in COMPLAINT_GROUPS["pelvic"]),
        epoch=Epoch.EVER,
    ),
    truth_fact(
        "complaint.heavy-bleeding",
        ("complaint.menorrhagia", "yes"),
        ("complaint.prolonged-bleeding", "yes"),
        no=(("complaint.menorrhagia", "no"), ("complaint.pelvic", "no"), _ASYMPTOMATIC),
        epoch=Epoch.EVER,
    ),
    truth_fact(
        "complaint.uterine-bleeding",
        *((f"complaint.{name}", "yes") for name in _BLEEDING),
        no=(("complaint.pelvic", "no"), _ASYMPTOMATIC),
        together=tuple(f"complaint.{name}" for name in _BLEEDING),
        epoch=Epoch.EVER,
    ),
    _complaint("postmenopausal-bleeding", "pelvic", epoch=Epoch.EVER),
    _complaint("dysmenorrhoea", "pelvic", epoch=Epoch.EVER),
    _complaint("palpitations", "cardiac", epoch=Epoch.AFTER_OPERATION),
    _complaint("insomnia", "", epoch=Epoch.AFTER_OPERATION),
    _complaint("bleeding-disorder-signs", "", epoch=Epoch.EVER),
    truth_fact(
        "complaint.menopausal",
        ("complaint.hot-flushes", "yes"),
        ("complaint.mood-change", "yes"),
        ("complaint.vaginal-dryness", "yes"),
        ("complaint.joint-pain", "yes"),
        no=(("complaint.hot-flushes", "no"), _ASYMPTOMATIC),
        epoch=Epoch.AFTER_OPERATION,
    ),
    _complaint("syncope", "cardiac", epoch=Epoch.AFTER_OPERATION, id="now.syncope"),
    _complaint("collapse", "cardiac", epoch=Epoch.AFTER_OPERATION, id="now.collapse"),
    _complaint("bleeding-disorder-signs", "", epoch=Epoch.AFTER_OPERATION, id="now.bleeding-disorder-signs"),
    _complaint_group("cardiac", epoch=Epoch.AFTER_OPERATION, id="now.cardiac-complaint"),
    *(_outflow_sign(name, epoch) for name, epoch in _OUTFLOW_FACTS),
    truth_fact(
        "sign.leg-thrombosis",
        ("imaging.leg-thrombosis", "yes"),
        ("complaint.leg-thrombosis", "yes"),
        no=(("imaging.leg-thrombosis", "no"), ("complaint.leg-thrombosis", "no")),
    ),
)
