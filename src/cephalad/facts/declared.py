"""Every fact that is one fold over the timeline, declared as data; both engines read these declarations.

Facts that need more than one fold (extent, completeness, follow-up) are in `derived` and `veins`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from cephalad.facts.model import Epoch, FactType, Fold, Reading, Silence, Spec
from cephalad.terms import FINDINGS

__all__ = ["COMPLAINT_GROUPS", "DECLARED"]

Pair = tuple[str, str]
"""A finding and the value, or the values joined by ``|``, that speak."""


def _readings(pairs: tuple[Pair, ...]) -> tuple[Reading, ...]:
    return tuple(Reading(finding, tuple(values.split("|"))) for finding, values in pairs)


def _truth(
    id: str,  # noqa: A002  the field's own word
    *yes: Pair,
    no: tuple[Pair, ...] = (),
    together: tuple[str, ...] = (),
    ask: str = "",
    fold: Fold = Fold.EVER,
    epoch: Epoch = Epoch.SINCE_EXCLUSION,
    silence: Silence = Silence.OPEN,
    firm: bool = False,
    without: str = "",
) -> Spec:
    says = (("yes", _readings(yes)), ("no", _readings(no)))
    return Spec(id, FactType.TRUTH, says, ask or yes[0][0], together, fold, epoch, silence, firm, without)


def _presence(
    finding: str,
    id: str = "",  # noqa: A002
    *,
    fold: Fold = Fold.EVER,
    epoch: Epoch = Epoch.SINCE_EXCLUSION,
    firm: bool = False,
) -> Spec:
    """A truth fact that one finding states, yes or no."""
    return _truth(id or finding, (finding, "yes"), no=((finding, "no"),), fold=fold, epoch=epoch, firm=firm)


def _choice(
    finding: str,
    values: str,
    id: str = "",  # noqa: A002
    *,
    fold: Fold = Fold.LATEST,
    epoch: Epoch = Epoch.SINCE_EXCLUSION,
) -> Spec:
    says = tuple((value, (Reading(finding, (value,)),)) for value in values.split("|"))
    return Spec(id or finding, FactType.CHOICE, says, finding, (), fold, epoch)


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
    return _truth(
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
    return _truth(id or finding, (finding, "yes"), no=denied, epoch=epoch)


_FIBROID_READINGS = "fibroid|haemorrhagic-fibroid|degenerated-fibroid|broad-ligament-fibroid"
_BLEEDING = ("menorrhagia", "prolonged-bleeding", "irregular-bleeding", "postmenopausal-bleeding")

_HISTORY = (
    _truth(
        "history.fibroids",
        ("history.fibroids", "yes"),
        ("imaging.fibroid", "yes"),
        ("mass.reading", _FIBROID_READINGS),
        ("imaging.reading", _FIBROID_READINGS),
        ("pathology.diagnosis", "leiomyoma"),
        no=(("history.fibroids", "no"), ("imaging.fibroid", "no")),
        epoch=Epoch.EVER,
    ),
    _truth(
        "history.uterine-surgery",
        ("history.uterine-surgery", "yes"),
        ("history.myomectomy", "yes"),
        ("history.hysterectomy", "yes"),
        ("history.caesarean", "yes"),
        ("operation.procedures", "total-hysterectomy|subtotal-hysterectomy|myomectomy|tumour-excision"),
        no=(("history.uterine-surgery", "no"),),
        together=("history.myomectomy", "history.hysterectomy", "history.caesarean"),
        epoch=Epoch.EVER,
    ),
)

_OUTFLOW_FACTS = (
    ("sign.venous-outflow", Epoch.SINCE_EXCLUSION),
    ("sign.venous-outflow-ever", Epoch.EVER),
)


def _outflow_sign(id: str, epoch: Epoch) -> Spec:  # noqa: A002
    return _truth(
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


_COMPLAINTS = (
    *(_complaint_group(group) for group in COMPLAINT_GROUPS),
    _complaint_group("cardiac", epoch=Epoch.EVER, id="complaint.cardiac-ever"),
    _truth(
        "complaint.non-specific",
        ("complaint.pelvic", "yes"),
        *((f"complaint.{name}", "yes") for name in COMPLAINT_GROUPS["pelvic"]),
        ("laboratory.anaemia", "yes"),
        no=(("complaint.pelvic", "no"), _ASYMPTOMATIC),
        together=tuple(f"complaint.{name}" for name in COMPLAINT_GROUPS["pelvic"]),
        epoch=Epoch.EVER,
    ),
    _truth(
        "complaint.heavy-bleeding",
        ("complaint.menorrhagia", "yes"),
        ("complaint.prolonged-bleeding", "yes"),
        no=(("complaint.menorrhagia", "no"), ("complaint.pelvic", "no"), _ASYMPTOMATIC),
        epoch=Epoch.EVER,
    ),
    _truth(
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
    _truth(
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
    *(_outflow_sign(id, epoch) for id, epoch in _OUTFLOW_FACTS),
    _truth(
        "sign.leg-thrombosis",
        ("imaging.leg-thrombosis", "yes"),
        ("complaint.leg-thrombosis", "yes"),
        no=(("imaging.leg-thrombosis", "no"), ("complaint.leg-thrombosis", "no")),
    ),
)

_IMAGING = (
    _truth(
        "uterus.mass",
        ("imaging.fibroid", "yes"),
        ("history.fibroids", "yes"),
        (
            "mass.location",
            "intramural|subserous|pedunculated-subserous|submucous|fundal|broad-ligament|parametrial|para-uterine"
            "|paracervical",
        ),
        ("mass.reading", _FIBROID_READINGS),
        ("imaging.reading", _FIBROID_READINGS),
        ("pathology.diagnosis", "leiomyoma"),
        no=(("imaging.fibroid", "no"), ("history.fibroids", "no")),
        epoch=Epoch.EVER,
    ),
    _truth(
        "vein.thrombus",
        ("imaging.venous-thrombus", "yes"),
        ("vein.content", "thrombus"),
        no=(("imaging.venous-thrombus", "no"),),
    ),
    _truth(
        "imaging.read-as-ivl",
        ("imaging.reading", "ivl"),
        ("mass.reading", "ivl"),
        no=(
            (
                "imaging.reading",
                "|".join(choice.id for choice in FINDINGS["imaging.reading"].choices if choice.id != "ivl"),
            ),
        ),
    ),
    _truth(
        "imaging.adenomyosis",
        ("imaging.adenomyosis", "yes"),
        ("mass.reading", "adenomyosis"),
        ("imaging.reading", "adenomyosis"),
        no=(("imaging.adenomyosis", "no"),),
    ),
    _presence("imaging.arteriovenous-fistula"),
    _truth(
        "imaging.vessel-relation-stated",
        ("imaging.relation-to-vessels", "none|adjacent|intravascular"),
        ("mass.vascular-involvement", "yes|no"),
        silence=Silence.LEDGER,
    ),
    _truth(
        "imaging.incidental",
        ("imaging.incidental", "renal-cyst|splenic-haemangioma|nabothian-cyst|hepatic-cyst|other"),
        without="imaging",
    ),
    _truth(
        "endometrium.heterogeneous",
        ("imaging.endometrium", "heterogeneous|thickened"),
        no=(("imaging.endometrium", "normal"),),
    ),
    _choice("imaging.lung-nodules", "none|solitary|multiple", "lung.nodules", fold=Fold.MOST),
    _truth(
        "lung.metastases",
        ("imaging.lung-metastases", "yes"),
        ("pathology.diagnosis", "benign-metastasising-leiomyoma"),
        no=(("imaging.lung-metastases", "no"), ("imaging.lung-nodules", "none")),
    ),
    _truth(
        "ureter.involved",
        ("imaging.ureter-involved", "yes"),
        ("operation.ureter-involved", "yes"),
        no=(("imaging.ureter-involved", "no"), ("operation.ureter-involved", "no")),
    ),
    _truth(
        "vessels.involvement-reported",
        ("mass.vascular-involvement", "yes"),
        ("imaging.relation-to-vessels", "intravascular"),
        ("pathology.vessels-contain-tumour", "yes"),
        ("pathology.intraluminal-smooth-muscle", "yes"),
        no=(
            ("mass.vascular-involvement", "no"),
            ("imaging.relation-to-vessels", "none|adjacent"),
            ("pathology.vessels-contain-tumour", "no"),
        ),
    ),
    _truth(
        "laboratory.normal-markers",
        ("laboratory.tumour-markers", "normal"),
        no=(("laboratory.tumour-markers", "raised"),),
        fold=Fold.LATEST,
    ),
    _truth("vein.content-enhances", ("vein.enhancing", "yes"), no=(("vein.enhancing", "no"),)),
)

_OPERATION = (
    _truth(
        "operation.ivl-found",
        ("operation.ivl-found", "yes"),
        no=(("operation.ivl-found", "no"),),
        without="operation",
    ),
    _truth(
        "operation.completeness-stated",
        ("operation.completeness", "complete|incomplete"),
        epoch=Epoch.SINCE_OPERATION,
        silence=Silence.LEDGER,
    ),
    _truth(
        "tumour.fragmented",
        ("operation.integrity", "fragmented"),
        no=(("operation.integrity", "intact"),),
        epoch=Epoch.SINCE_OPERATION,
        without="operation",
    ),
)


def _pathology(name: str, epoch: Epoch = Epoch.SINCE_EXCLUSION) -> Spec:
    return _presence(f"pathology.{name}", epoch=epoch, firm=True)


_OTHER_DIAGNOSES = tuple(choice.id for choice in FINDINGS["pathology.diagnosis"].choices if choice.id != "ivl")


def _diagnosed(diagnosis: str, *, silence: Silence = Silence.OPEN) -> Spec:
    others = "|".join(value for value in ("ivl", *_OTHER_DIAGNOSES) if value != diagnosis)
    return _truth(
        f"pathology.{diagnosis}",
        ("pathology.diagnosis", diagnosis),
        no=(("pathology.diagnosis", others),),
        silence=silence,
        firm=True,
    )


_PATHOLOGY = (
    _pathology("intraluminal-smooth-muscle"),
    _pathology("atypical-mitoses", Epoch.EVER),
    _pathology("atypia", Epoch.EVER),
    _pathology("coagulative-necrosis", Epoch.EVER),
    _pathology("ovaries-normal"),
    _diagnosed("ivl"),
    _diagnosed("leiomyosarcoma"),
    _diagnosed("stromal-sarcoma"),
    _diagnosed("stump"),
    _diagnosed("renal-tumour", silence=Silence.LEDGER),
    _diagnosed("angioleiomyoma"),
)

_WISHES_AND_STATE = (
    _truth(
        "wish.fertility",
        ("wish.fertility", "yes"),
        no=(("wish.fertility", "no"), ("wish.childbearing-complete", "yes")),
        fold=Fold.LATEST,
        epoch=Epoch.EVER,
    ),
    _presence("wish.declines-surgery", fold=Fold.LATEST, epoch=Epoch.EVER),
    _choice("state.menopause", "premenopausal|perimenopausal|postmenopausal", epoch=Epoch.EVER),
    _presence("state.fit-for-surgery", fold=Fold.LATEST, epoch=Epoch.EVER),
    _presence("state.too-extensive", fold=Fold.LATEST),
    _presence("state.surgery-delayed", fold=Fold.LATEST),
    _presence("state.staged-surgery-planned", fold=Fold.LATEST),
)

_DECISIONS = (
    _truth(
        "decision.hysterectomy",
        ("decision.treatment", "hysterectomy-ovaries-kept|hysterectomy-bilateral-salpingo-oophorectomy"),
        no=(("decision.treatment", "fertility-sparing|endocrine-only|none"),),
        fold=Fold.LATEST,
        silence=Silence.LEDGER,
    ),
    _truth(
        "decision.endocrine",
        ("decision.treatment", "endocrine-only"),
        ("wish.endocrine-therapy", "yes"),
        silence=Silence.LEDGER,
    ),
    _truth(
        "endocrine.add-back",
        ("dose.drug", "add-back-oestrogen"),
        no=(("dose.drug", "|".join(c.id for c in FINDINGS["dose.drug"].choices if c.id != "add-back-oestrogen")),),
        silence=Silence.LEDGER,
    ),
)

DECLARED: Mapping[str, Spec] = MappingProxyType(
    {
        spec.id: spec
        for spec in (
            *_HISTORY,
            *_COMPLAINTS,
            *_IMAGING,
            *_OPERATION,
            *_PATHOLOGY,
            *_WISHES_AND_STATE,
            *_DECISIONS,
        )
    }
)
