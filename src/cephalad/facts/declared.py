"""Every fact that is one fold over the timeline, declared as data; both engines read these declarations.

Facts that need more than one fold (extent, completeness, follow-up) are in `derived` and `veins`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from cephalad.facts.complaints import COMPLAINTS
from cephalad.facts.declare import choice_fact, presence_fact, truth_fact
from cephalad.facts.model import Epoch, Fold, Spec
from cephalad.terms import FINDINGS, Silence

__all__ = ["DECLARED"]

_FIBROID_READINGS = "fibroid|haemorrhagic-fibroid|degenerated-fibroid|broad-ligament-fibroid"

_HISTORY = (
    truth_fact(
        "history.fibroids",
        ("history.fibroids", "yes"),
        ("imaging.fibroid", "yes"),
        ("mass.reading", _FIBROID_READINGS),
        ("imaging.reading", _FIBROID_READINGS),
        ("pathology.diagnosis", "leiomyoma"),
        no=(("history.fibroids", "no"), ("imaging.fibroid", "no")),
        epoch=Epoch.EVER,
    ),
    truth_fact(
        "history.uterine-surgery",
        ("history.uterine-surgery", "yes"),
        ("history.myomectomy", "yes"),
        ("history.hysterectomy", "yes"),
        ("history.caesarean", "yes"),
        ("operation.procedures", "total-hysterectomy|subtotal-hysterectomy|myomectomy|tumour-excision"),
        no=(("history.uterine-surgery", "no"),),
        together=("history.myomectomy", "history.hysterectomy", "history.caesarean"),
        epoch=Epoch.BEFORE_OPERATION,
    ),
)

_IMAGING = (
    truth_fact(
        "uterus.mass-ever",
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
    truth_fact(
        "vein.thrombus",
        ("imaging.venous-thrombus", "yes"),
        ("vein.content", "thrombus"),
        no=(("imaging.venous-thrombus", "no"),),
    ),
    truth_fact(
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
    truth_fact(
        "imaging.adenomyosis",
        ("imaging.adenomyosis", "yes"),
        ("mass.reading", "adenomyosis"),
        ("imaging.reading", "adenomyosis"),
        no=(("imaging.adenomyosis", "no"),),
    ),
    presence_fact("imaging.arteriovenous-fistula"),
    truth_fact(
        "imaging.vessel-relation-stated",
        ("imaging.relation-to-vessels", "none|adjacent|intravascular"),
        ("mass.vascular-involvement", "yes|no"),
        silence=Silence.LEDGER,
    ),
    truth_fact(
        "imaging.incidental",
        ("imaging.incidental", "renal-cyst|splenic-haemangioma|nabothian-cyst|hepatic-cyst|other"),
        without="imaging",
    ),
    truth_fact(
        "endometrium.heterogeneous",
        ("imaging.endometrium", "heterogeneous|thickened"),
        no=(("imaging.endometrium", "normal"),),
    ),
    choice_fact("imaging.lung-nodules", "none|solitary|multiple", "lung.nodules", fold=Fold.MOST),
    truth_fact(
        "lung.metastases",
        ("imaging.lung-metastases", "yes"),
        ("pathology.diagnosis", "benign-metastasising-leiomyoma"),
        no=(("imaging.lung-metastases", "no"), ("imaging.lung-nodules", "none")),
    ),
    truth_fact(
        "ureter.involved",
        ("imaging.ureter-involved", "yes"),
        ("operation.ureter-involved", "yes"),
        no=(("imaging.ureter-involved", "no"), ("operation.ureter-involved", "no")),
    ),
    truth_fact(
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
    truth_fact(
        "laboratory.normal-markers",
        ("laboratory.tumour-markers", "normal"),
        no=(("laboratory.tumour-markers", "raised"),),
        fold=Fold.LATEST,
    ),
    truth_fact("vein.content-enhances", ("vein.enhancing", "yes"), no=(("vein.enhancing", "no"),)),
)

_OPERATION = (
    truth_fact(
        "operation.ivl-found",
        ("operation.ivl-found", "yes"),
        no=(("operation.ivl-found", "no"),),
        without="operation",
    ),
    truth_fact(
        "operation.completeness-stated",
        ("operation.completeness", "complete|incomplete"),
        epoch=Epoch.SINCE_OPERATION,
        silence=Silence.LEDGER,
    ),
    truth_fact(
        "operation.integrity-stated",
        ("operation.integrity", "intact|fragmented"),
        epoch=Epoch.SINCE_OPERATION,
        silence=Silence.LEDGER,
    ),
    truth_fact(
        "operation.exploration-stated",
        ("vein.explored", "yes|no"),
        ("vein.clear-above", "yes|no"),
        ("operation.upper-limit-palpated", "yes|no"),
        epoch=Epoch.SINCE_OPERATION,
        silence=Silence.LEDGER,
    ),
    truth_fact(
        "tumour.fragmented",
        ("operation.integrity", "fragmented"),
        no=(("operation.integrity", "intact"),),
        epoch=Epoch.SINCE_OPERATION,
        without="operation",
    ),
)


def _pathology(name: str, epoch: Epoch = Epoch.SINCE_EXCLUSION) -> Spec:
    return presence_fact(f"pathology.{name}", epoch=epoch, firm=True)


_OTHER_DIAGNOSES = tuple(choice.id for choice in FINDINGS["pathology.diagnosis"].choices if choice.id != "ivl")


def _diagnosed(diagnosis: str, *, silence: Silence = Silence.OPEN) -> Spec:
    others = "|".join(value for value in ("ivl", *_OTHER_DIAGNOSES) if value != diagnosis)
    return truth_fact(
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
    truth_fact(
        "wish.fertility",
        ("wish.fertility", "yes"),
        no=(("wish.fertility", "no"), ("wish.childbearing-complete", "yes")),
        fold=Fold.LATEST,
        epoch=Epoch.EVER,
    ),
    presence_fact("wish.declines-surgery", fold=Fold.LATEST, epoch=Epoch.EVER),
    choice_fact("state.menopause", "premenopausal|perimenopausal|postmenopausal", epoch=Epoch.EVER),
    presence_fact("state.fit-for-surgery", fold=Fold.LATEST, epoch=Epoch.EVER),
    presence_fact("state.too-extensive", fold=Fold.LATEST),
    presence_fact("state.surgery-delayed", fold=Fold.LATEST),
    presence_fact("state.staged-surgery-planned", fold=Fold.LATEST),
)

_DECISIONS = (
    truth_fact(
        "decision.hysterectomy",
        ("decision.treatment", "hysterectomy-ovaries-kept|hysterectomy-bilateral-salpingo-oophorectomy"),
        no=(("decision.treatment", "fertility-sparing|endocrine-only|none"),),
        fold=Fold.LATEST,
        silence=Silence.LEDGER,
    ),
    truth_fact(
        "decision.endocrine",
        ("decision.treatment", "endocrine-only"),
        ("wish.endocrine-therapy", "yes"),
        silence=Silence.LEDGER,
    ),
    truth_fact(
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
            *COMPLAINTS,
            *_IMAGING,
            *_OPERATION,
            *_PATHOLOGY,
            *_WISHES_AND_STATE,
            *_DECISIONS,
        )
    }
)
