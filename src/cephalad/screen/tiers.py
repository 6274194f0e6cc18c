"""Which tier a report falls into, as declared data: evidence, what each tier asks for, and what explains a vein.

A tier says how soon somebody should read the chart, nothing more: it is no level of suspicion and lowers none. The
clinical conditions are the guideline's criteria; what only screening knows stands here, with its source.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from types import MappingProxyType

from cephalad.anatomy import HEART_AND_PULMONARY, ILIAC, IVC, RENAL

__all__ = [
    "CAUSES",
    "ELSEWHERE",
    "EVIDENCE",
    "EXPLAINED",
    "IN_ITSELF",
    "MENTIONED",
    "READ_AS_CAUSE",
    "READ_THE_CHART",
    "TIERS",
    "TIER_NAMES",
    "Evidence",
    "Tier",
    "shown_by",
]

_MOST_REMEMBERED = 10_000

TIER_NAMES = ("A", "B", "C", "D")
"""The tiers, the most urgent first; a report in none of them has none."""

READ_THE_CHART = TIER_NAMES[:3]
"""The tiers that mean *read the chart*."""

MENTIONED = "disease-mentioned"
"""The disease is named as past, or as what is looked for: it puts a report into D, by itself never higher."""

EXPLAINED = "explained"
"""The report itself names another cause of what it saw in a vein."""


ELSEWHERE = "vein-elsewhere"
"""A filling defect or a thrombus is in a vein off the disease's route: of the leg, of the arm, the portal vein."""


@dataclass(frozen=True)
class Evidence:
    """One reason to read a chart; it holds when a criterion is yes or a finding was said.

    Attributes
    ----------
    criteria : criteria of the guideline, any of which is enough
    signs : findings with the values any of which is enough, where the guideline has no criterion of its own
    words : the findings whose words show it to a reader; one that ends in a dot stands for all that begin so, and one
        that is also a sign is shown with the values of the sign only
    source : where it comes from: statements of the paper, or ``design`` for a choice of this program
    """

    id: str
    says: str
    words: tuple[str, ...]
    source: str
    criteria: tuple[str, ...] = ()
    signs: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @cached_property
    def pairs(self) -> frozenset[tuple[str, str]]:
        """The signs as pairs of a finding and a value."""
        return frozenset((finding, value) for finding, values in self.signs for value in values)


@dataclass(frozen=True, slots=True)
class Tier:
    """A tier and the combinations of evidence, each of which reaches it."""

    name: str
    says: str
    any_of: tuple[tuple[str, ...], ...]


_YES = ("yes",)
_VEIN_WORDS = ("vein.", "mass.vascular-involvement", "imaging.venous-thrombus", "imaging.sieve-hole-sign")
_TRIGGER_WORDS = tuple(
    f"mass.{name}"
    for name in (
        "reading",
        "location",
        "composition",
        "irregular-shape",
        "heterogeneous",
        "close-to-uterine-wall",
        "branching-flow",
        "cord-like",
        "beside-uterus",
    )
)
_PELVIC_PLACES = (
    "intramural",
    "subserous",
    "pedunculated-subserous",
    "submucous",
    "fundal",
    "broad-ligament",
    "parametrial",
    "para-uterine",
    "paracervical",
    "unclear",  # as the reader says of a mass of the uterus whose place in it is not told
)
_SMOOTH_MUSCLE = (
    "fibroid",
    "broad-ligament-fibroid",
    "haemorrhagic-fibroid",
    "degenerated-fibroid",
    "stump",
    "sarcoma",
)

EVIDENCE: Mapping[str, Evidence] = MappingProxyType(
    {
        each.id: each
        for each in (
            Evidence(
                "named-disease",
                "intravenous leiomyomatosis is named, if only as a possibility, or pathology found it",
                (
                    "mass.reading",
                    "imaging.reading",
                    "pathology.diagnosis",
                    "pathology.intraluminal-smooth-muscle",
                    "operation.ivl-found",
                ),
                "S33 S43 S45",
                criteria=("ivl.suspicion.read-as-ivl", "ivl.suspicion.intraluminal-on-pathology"),
                signs=(
                    ("mass.reading", ("ivl",)),
                    ("imaging.reading", ("ivl",)),
                    ("pathology.diagnosis", ("ivl",)),
                    ("operation.ivl-found", _YES),
                ),
            ),
            Evidence(
                "intravascular-mass",
                "tumour lies inside a vein or the right heart",
                (
                    *_VEIN_WORDS,
                    "mass.location",
                    "imaging.relation-to-vessels",
                    "operation.worm-like-tumour",
                    "pathology.vessels-contain-tumour",
                ),
                "S20 S41 S58",
                criteria=("ivl.suspicion.worm-like-at-operation", "ivl.suspicion.cord-after-hysterectomy"),
                signs=(
                    ("vein.content", ("tumour",)),
                    ("vein.outcome", ("removed", "left")),
                    ("mass.location", ("intravascular",)),
                    ("imaging.relation-to-vessels", ("intravascular",)),
                    ("pathology.vessels-contain-tumour", _YES),
                ),
            ),
            Evidence(
                "vein-involved",
                "a filling defect, a thrombus or an involved vessel",
                _VEIN_WORDS,
                "S20 S43",
                criteria=("ivl.suspicion.vein-content", "ivl.suspicion.thrombus-beside-mass"),
                signs=(
                    ("vein.content", ("filling-defect", "thrombus")),
                    ("mass.vascular-involvement", _YES),
                    ("imaging.venous-thrombus", _YES),
                ),
            ),
            Evidence(
                ELSEWHERE,
                "a filling defect or a thrombus in a vein off the disease's route",
                ("vein.", "imaging.leg-thrombosis"),
                "design",
            ),
            Evidence(
                "vein-continuous",
                "the content of a vein is continuous with the mass, or takes up contrast, which clot does not",
                _VEIN_WORDS,
                "S33 S41 S119",
                criteria=("ivl.suspicion.continuous-intraluminal",),
                signs=(
                    ("vein.continuous-with-source", _YES),
                    ("vein.enhancing", _YES),
                    ("imaging.sieve-hole-sign", _YES),
                ),
            ),
            Evidence(
                "pelvic-mass",
                "a uterine or parametrial mass",
                (
                    "mass.location",
                    "mass.reading",
                    "mass.beside-uterus",
                    "mass.close-to-uterine-wall",
                    "imaging.fibroid",
                    "history.fibroids",
                    "pathology.diagnosis",
                ),
                "S43",
                signs=(
                    ("mass.location", _PELVIC_PLACES),
                    ("mass.reading", _SMOOTH_MUSCLE),
                    ("mass.beside-uterus", _YES),
                    ("mass.close-to-uterine-wall", _YES),
                    ("imaging.reading", _SMOOTH_MUSCLE),
                    ("imaging.fibroid", _YES),
                    ("history.fibroids", _YES),
                    ("pathology.diagnosis", ("leiomyoma",)),
                ),
            ),
            Evidence(
                "trigger",
                "the guideline's ultrasound trigger: an extra-uterine fibroid, the typical mass, or a cord-like one",
                _TRIGGER_WORDS,
                "S20 S22 S27",
                criteria=("ivl.suspicion.ultrasound-trigger",),
            ),
            Evidence(
                "consider",
                "the guideline puts the disease on the differential diagnosis: fibroids or uterine surgery with a "
                "complaint, or a sign of venous outflow obstruction",
                ("history.", "complaint.", "examination.", "imaging.fibroid", "imaging.leg-thrombosis"),
                "S18 S19",
                criteria=("ivl.suspicion.consider",),
            ),
            Evidence(
                "fibroids-or-surgery",
                "fibroids are known, or the uterus was operated on before",
                ("history.", "imaging.fibroid", "mass.reading"),
                "S7 S19",
                criteria=("ivl.suspicion.fibroids-or-surgery",),
            ),
            Evidence(
                "weak-sign",
                "a dilated vein, lung nodules, an overloaded right heart, an arteriovenous fistula or a cord-like vein",
                ("vein.dilated", "vein.cord-like", "imaging."),
                "design",
                signs=(
                    ("vein.dilated", _YES),
                    ("vein.cord-like", _YES),
                    ("imaging.lung-nodules", ("solitary", "multiple")),
                    ("imaging.lung-metastases", _YES),
                    ("imaging.right-heart-overload", _YES),
                    ("imaging.arteriovenous-fistula", _YES),
                ),
            ),
            Evidence(
                MENTIONED,
                "the disease is named as past, or as what is looked for",
                ("mass.reading", "imaging.reading", "pathology.diagnosis"),
                "design",
            ),
            Evidence(
                EXPLAINED,
                "the report itself names another cause of what it saw in a vein",
                _VEIN_WORDS,
                "design",
            ),
        )
    }
)
"""Every kind of evidence by its id."""

TIERS = (
    Tier("A", "the disease is named, or a mass lies inside a vessel", (("named-disease",), ("intravascular-mass",))),
    Tier(
        "B",
        "a filling defect or an involved vein together with a uterine or parametrial mass, or where the disease was",
        (
            ("vein-involved", "pelvic-mass"),
            ("vein-involved", "trigger"),
            ("vein-involved", "vein-continuous"),
            ("vein-involved", MENTIONED),
        ),
    ),
    Tier("C", "an extra-uterine fibroid, or a mass that looks typical", (("trigger",),)),
    Tier(
        "D",
        "weak signs with history, a thrombus without a mass, or what the report itself explains",
        (
            ("vein-involved",),
            (ELSEWHERE,),
            ("weak-sign", "fibroids-or-surgery"),
            ("consider",),
            (MENTIONED,),
            (EXPLAINED,),
        ),
    ),
)
"""The tiers, the most urgent first; a report falls into the first that it reaches."""

CAUSES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "renal-tumour": frozenset((*RENAL, *IVC, *HEART_AND_PULMONARY)),
        "adrenal-tumour": frozenset((*RENAL, *IVC, *HEART_AND_PULMONARY)),
        "hepatic-tumour": frozenset(("hepatic-veins", *IVC, *HEART_AND_PULMONARY)),
        "caval-wall-tumour": frozenset(("hepatic-veins", *RENAL, *IVC, *HEART_AND_PULMONARY)),
        "septal-myxoma": frozenset(HEART_AND_PULMONARY),
        "catheter-thrombus": frozenset(("superior-vena-cava", *ILIAC, *IVC, *HEART_AND_PULMONARY)),
        "vegetation": frozenset(HEART_AND_PULMONARY),
    }
)
"""Causes that a report may name, with the segments in which each accounts for tumour, filling defect or thrombus.

A choice of this program (design): each tumour grows with the flow from its own organ, so none of them accounts for the
uterine, ovarian or pelvic veins, and only a catheter for the iliac ones. The guideline does not know these causes, and
the level of suspicion of a patient is not touched.
"""

IN_ITSELF = frozenset({"caval-wall-tumour", "septal-myxoma", "catheter-thrombus", "vegetation"})
"""Causes that lie in a vein or a chamber by their own meaning, whether or not the report says so once more."""

READ_AS_CAUSE: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("mass.reading", "renal-tumour"): "renal-tumour",
        ("imaging.reading", "renal-tumour"): "renal-tumour",
        ("pathology.diagnosis", "renal-tumour"): "renal-tumour",
    }
)
"""Findings that name a cause. A myxoma is none of them: without its stalk on the septum it may be the disease."""


@lru_cache(maxsize=_MOST_REMEMBERED)
def shown_by(finding: str, value: str) -> frozenset[str]:
    """The ids of the evidence that the words of a finding show to a reader."""
    return frozenset(each.id for each in EVIDENCE.values() if _shows(finding, value, each))


def _shows(finding: str, value: str, evidence: Evidence) -> bool:
    if evidence.id == EXPLAINED and (finding, value) in READ_AS_CAUSE:
        return True
    if finding in evidence.words:
        return (finding, value) in evidence.pairs or all(name != finding for name, _ in evidence.signs)
    return any(word.endswith(".") and finding.startswith(word) for word in evidence.words)
