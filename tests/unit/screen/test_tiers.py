"""Tiers: what each asks for, what keeps a report out, and that both engines of the pathway give the same ones."""

from __future__ import annotations

import random
from dataclasses import replace

import polars as pl
import pytest
from tests.generative.agreement.comparison import moments_of
from tests.unit.cohort.answers_by_reference import answer_row
from tests.unit.screen.readings import cause, found, reading

from cephalad.anatomy import SEGMENT_SETS, SEGMENTS
from cephalad.columns.collect import collect
from cephalad.columns.expressions import verdict
from cephalad.columns.pathway import Pathway
from cephalad.columns.standing import standing
from cephalad.guideline import default_guideline
from cephalad.read import Found, Reading, shipped_reader
from cephalad.read.findings import Status
from cephalad.read.proposed import proposal
from cephalad.record import FORMAT, Case, Point, read_bytes
from cephalad.record.tree import Value, write_yaml
from cephalad.screen.events import Said, case_of, is_mention, said_by
from cephalad.screen.priority import priority
from cephalad.screen.tiers import CAUSES, ELSEWHERE, EVIDENCE, EXPLAINED, MENTIONED, TIER_NAMES, TIERS
from cephalad.screen.trigger import CRITERIA, Trigger, Verdict, tier_of, words_of
from cephalad.terms import FINDINGS

FIBROID = found("mass.reading", "fibroid", "mass-1")
INTRAMURAL = found("mass.location", "intramural", "mass-1")
DEFECT = found("vein.content", "filling-defect", "infrarenal-ivc")
TUMOUR = found("vein.content", "tumour", "infrarenal-ivc")
THROMBUS = found("vein.content", "thrombus", "infrarenal-ivc")
IVL = found("mass.reading", "ivl", "mass-1")
LIGAMENT = found("mass.reading", "broad-ligament-fibroid", "mass-1")
TYPICAL = tuple(
    found(f"mass.{sign}", "yes", "mass-1")
    for sign in ("irregular-shape", "heterogeneous", "close-to-uterine-wall", "branching-flow")
)


def tier(*findings: Found, **more: object) -> str | None:
    """The tier of a report with these findings."""
    return Trigger().of_reading(reading(*findings, **more)).tier  # type: ignore[arg-type]


def restated(finding: Found, status: Status) -> Found:
    """The finding with another status."""
    return finding._replace(status=status)


@pytest.mark.parametrize(
    ("findings", "expected"),
    [
        ((IVL,), "A"),
        ((found("pathology.diagnosis", "ivl"),), "A"),
        ((found("pathology.intraluminal-smooth-muscle", "yes"),), "A"),
        ((TUMOUR,), "A"),
        ((found("vein.content", "tumour", None),), "A"),
        ((found("mass.location", "intravascular", "mass-1"),), "A"),
        ((found("imaging.relation-to-vessels", "intravascular"),), "A"),
        ((DEFECT, FIBROID, INTRAMURAL), "B"),
        ((THROMBUS, found("imaging.fibroid", "yes")), "B"),
        ((found("mass.vascular-involvement", "yes", "mass-1"), INTRAMURAL), "B"),
        ((DEFECT, found("vein.enhancing", "yes", "infrarenal-ivc")), "B"),
        ((DEFECT, found("mass.location", "adnexal", "mass-1"), found("mass.composition", "solid", "mass-1")), "B"),
        ((DEFECT, found("mass.location", "adnexal", "mass-1")), "D"),
        ((DEFECT,), "D"),
        ((THROMBUS,), "D"),
        ((found("mass.location", "broad-ligament", "mass-1"), FIBROID), "C"),
        ((found("mass.location", "extraperitoneal", "mass-1"), FIBROID), "C"),
        ((LIGAMENT,), "C"),
        (TYPICAL, "C"),
        (TYPICAL[:3], None),
        ((FIBROID, INTRAMURAL), None),
        ((FIBROID, found("complaint.menorrhagia", "yes")), "D"),
        ((FIBROID, found("vein.dilated", "yes", "left-ovarian-vein-unspecified")), "D"),
        ((found("vein.dilated", "yes", "left-ovarian-vein-unspecified"),), None),
        ((found("history.myomectomy", "yes", None, "historical"), found("imaging.lung-nodules", "multiple")), "D"),
        ((found("imaging.lung-nodules", "multiple"),), None),
        ((found("vein.content", "clear", "ivc-unspecified"), FIBROID), None),
        ((found("mass.longest-diameter", 76.0, "mass-1"),), None),
        ((), None),
    ],
)
def test_each_tier_has_its_evidence(findings: tuple[Found, ...], expected: str | None) -> None:
    """A: named or inside a vessel; B: a vein with a mass; C: outside the uterus, or typical; D: weak; else none."""
    assert tier(*findings) == expected


def test_signs_of_two_masses_are_not_added_up() -> None:
    """Four signs of one mass are typical, two of one and two of another are not."""
    apart = [sign._replace(qualifier=f"mass-{1 + number % 2}") for number, sign in enumerate(TYPICAL)]
    assert tier(*apart) is None


@pytest.mark.parametrize("finding", [IVL, TUMOUR])
def test_uncertain_counts_as_affirmed(finding: Found) -> None:
    """What cannot be excluded is read like what is said plainly."""
    assert tier(restated(finding, "uncertain")) == "A"


@pytest.mark.parametrize("status", ["negated", "other-person"])
def test_what_is_not_said_of_her_stays_out(status: Status) -> None:
    """Negated and another person's findings, the disease itself too, put a report into no tier."""
    assert tier(*(restated(each, status) for each in (IVL, TUMOUR, DEFECT, FIBROID))) is None


@pytest.mark.parametrize("status", ["historical", "hypothetical"])
def test_a_mention_of_the_disease_falls_to_d(status: Status) -> None:
    """The disease as history or as the question asked is D; anything else so said is out."""
    assert tier(restated(IVL, status)) == "D"
    assert tier(restated(TUMOUR, status), restated(FIBROID, status)) is None


@pytest.mark.parametrize(
    ("name", "explained", "not_explained"),
    [
        ("renal-tumour", "right-atrium", "left-ovarian-vein-pelvic"),
        ("adrenal-tumour", "suprarenal-ivc", "left-common-iliac-vein"),
        ("hepatic-tumour", "hepatic-veins", "left-renal-vein"),
        ("caval-wall-tumour", "infrarenal-ivc", "right-uterine-vein"),
        ("septal-myxoma", "right-atrium", "suprahepatic-ivc"),
        ("catheter-thrombus", "superior-vena-cava", "left-uterine-vein"),
        ("vegetation", "right-ventricle", "infrarenal-ivc"),
    ],
)
def test_a_named_cause_explains_its_own_veins_only(name: str, explained: str, not_explained: str) -> None:
    """Tumour where the named cause grows falls to D, tumour elsewhere does not."""
    assert name in CAUSES
    named = (cause(name),)
    assert tier(TUMOUR._replace(qualifier=explained), FIBROID, causes=named) == "D"
    assert tier(TUMOUR._replace(qualifier=not_explained), FIBROID, causes=named) == "A"
    assert tier(TUMOUR._replace(qualifier=explained), causes=(cause(name, "negated"),)) == "A"
    assert tier(TUMOUR._replace(qualifier=explained), causes=(cause(name, "uncertain"),)) == "D"


def test_a_cause_takes_nothing_from_the_named_disease_or_a_mass() -> None:
    """A cause explains veins: the named disease stays A, an extra-uterine fibroid C; a cause alone is no tier."""
    named = (cause("renal-tumour"),)
    assert tier(IVL, TUMOUR, causes=named) == "A"
    assert tier(LIGAMENT, TUMOUR, causes=named) == "C"
    assert tier(causes=named) is None


@pytest.mark.parametrize("finding", ["mass.reading", "imaging.reading"])
def test_a_renal_tumour_is_named_by_a_finding(finding: str) -> None:
    """Where the vocabulary has the cause, the finding names it; a myxoma without its septum explains nothing."""
    assert tier(found(finding, "renal-tumour"), TUMOUR, FIBROID) == "D"
    assert tier(found(finding, "myxoma"), TUMOUR._replace(qualifier="right-atrium")) == "A"


def test_a_mass_inside_a_vessel_is_explained_with_its_vein_only() -> None:
    """What is said of vessels without naming one goes with the veins that are named: explained when all of them are."""
    inside = found("mass.location", "intravascular", "mass-1")
    atrium, named = TUMOUR._replace(qualifier="right-atrium"), (cause("septal-myxoma"),)
    assert tier(atrium, inside, causes=named) == "D"
    assert tier(atrium, inside, DEFECT._replace(qualifier="left-ovarian-vein-pelvic"), causes=named) == "A"


def test_the_words_of_a_cause_are_shown() -> None:
    """An explained report shows what it saw in the vein and what it explained it with."""
    named, renal = cause("vegetation"), found("mass.reading", "renal-tumour", "mass-1")
    atrium = THROMBUS._replace(qualifier="right-atrium")
    read = reading(atrium, causes=(named, cause("septal-myxoma", "negated")))
    assert set(words_of(read, Trigger().of_reading(read))) == {atrium, named}
    read = reading(renal, TUMOUR, FIBROID)
    assert words_of(read, Trigger().of_reading(read)) == (renal, TUMOUR)


def test_what_is_explained_stays_in_the_findings() -> None:
    """Explaining belongs to the tier alone: the reading, from which a patient's events are proposed, is not changed."""
    read = reading(TUMOUR, causes=(cause("renal-tumour"),))
    assert said_by(read) == (frozenset({Said("imaging.modality", "ct", "")}), True)
    assert read.findings == (TUMOUR,)


def test_a_mass_with_two_places_counts_in_each() -> None:
    """A place beside the uterus asks for the chart though the report gives the mass another one too."""
    solid, subserous = found("mass.composition", "solid", "mass-1"), found("mass.location", "subserous", "mass-1")
    beside = found("mass.location", "paracervical", "mass-1")
    assert tier(solid, beside) == tier(solid, beside, subserous) == "C"
    assert tier(solid, subserous) is None
    assert tier(solid, subserous, found("mass.location", "intramural", "mass-1")) is None
    assert tier(solid, subserous, found("mass.location", "paracervical", "mass-2")) is None


def test_a_contrast_study_without_enhancement_explains() -> None:
    """Negated enhancement reaches the guideline as a no: on a contrast study clot does not trigger its criterion."""
    denied = restated(found("vein.enhancing", "yes", "infrarenal-ivc"), "negated")
    said, _ = said_by(reading(THROMBUS, denied, found("imaging.contrast", "yes")))
    assert Said("vein.enhancing", "no", "infrarenal-ivc") in said
    assert not Trigger().holds_in([said])("ivl.suspicion.vein-content")


def test_words_are_those_that_decided() -> None:
    """The words of a tier are of its own evidence, counted findings only."""
    findings = (DEFECT, FIBROID, restated(THROMBUS._replace(qualifier="right-atrium"), "negated"))
    read = reading(*findings, found("complaint.menorrhagia", "yes"))
    verdict = Trigger().of_reading(read)
    assert verdict.tier == "B"
    assert words_of(read, verdict) == (DEFECT, FIBROID)
    sought = reading(restated(IVL, "hypothetical"), restated(TUMOUR, "hypothetical"))
    assert words_of(sought, Trigger().of_reading(sought)) == (restated(IVL, "hypothetical"),)
    assert words_of(reading(FIBROID), Verdict(None, ())) == ()
    alone = reading(FIBROID, restated(INTRAMURAL, "negated"))
    assert words_of(alone, Trigger().of_reading(alone)) == (FIBROID,)
    both = reading(IVL, TUMOUR, DEFECT, INTRAMURAL)
    assert words_of(both, Trigger().of_reading(both)) == (IVL, TUMOUR, DEFECT)


def test_priority_orders_within_a_tier() -> None:
    """Affirmed before possible, then more kinds of evidence, then more veins."""
    one, two = (
        [Said("vein.content", "tumour", "right-atrium")],
        [
            Said("vein.content", "tumour", "right-atrium"),
            Said("vein.content", "thrombus", "infrarenal-ivc"),
            Said("vein.content", "clear", "suprarenal-ivc"),
        ],
    )
    order = [
        priority(one, ("a",), affirmed=True),
        priority(two, ("a", "b"), affirmed=False),
        priority(two, ("a",), affirmed=False),
        priority(one, ("a",), affirmed=False),
    ]
    assert order == [10_101, 202, 102, 101]


@pytest.mark.parametrize("content", ["thrombus", "filling-defect"])
def test_a_vein_off_the_route_is_none_of_the_tumours(content: str) -> None:
    """A clot in the leg of a woman whose uterus was taken out for fibroids is D; the same in the cava is B."""
    removed = [found(f"history.{name}", "yes", status="historical") for name in ("fibroids", "hysterectomy")]
    tiers = [tier(*removed, found("vein.content", content, segment)) for segment in ("other", "infrarenal-ivc")]
    assert tiers == ["D", "B"]


def test_a_leiomyoma_from_beside_the_uterus_is_an_extra_uterine_fibroid() -> None:
    """The pathologist names what the place on the request was; a leiomyoma without such a place stays out."""
    named = found("pathology.diagnosis", "leiomyoma")
    place = found("mass.location", "extraperitoneal", "mass-1")
    assert tier(named, place, modality="pathology") == "C"
    assert tier(named, modality="pathology") is None


def test_a_defect_where_the_disease_was_is_read() -> None:
    """A new filling defect after intravenous leiomyomatosis is B, with or without any mass."""
    assert tier(restated(IVL, "historical"), DEFECT) == "B"
    assert tier(restated(IVL, "historical")) == "D"


def test_a_clot_that_was_taken_out_is_no_tumour() -> None:
    """What an operation removed counts as tumour unless the vein held a thrombus and nothing else."""
    removed = found("vein.outcome", "removed", "infrarenal-ivc")
    assert tier(removed, TUMOUR, modality="operation") == "A"
    assert tier(removed, modality="operation") == "A"
    assert tier(removed, THROMBUS, modality="operation") == "D"


def test_a_named_caval_wall_tumour_explains_its_part_outside() -> None:
    """A retroperitoneal mass is explained with it, a fibroid beside the uterus is not."""
    wall = cause("caval-wall-tumour")
    outside = (found("mass.location", "extraperitoneal", "mass-1"), found("mass.composition", "solid", "mass-1"))
    assert tier(*outside, TUMOUR, causes=(wall,)) == "D"
    assert tier(*outside, TUMOUR) == "A"
    assert tier(LIGAMENT, TUMOUR, causes=(wall,)) == "C"


def test_declarations_are_sound() -> None:
    """Criteria, findings, values and segments exist; every evidence is used; the tiers are in their order."""
    assert set(CRITERIA) <= set(default_guideline().criteria)
    for each in EVIDENCE.values():
        assert each.criteria or each.signs or each.id in (MENTIONED, EXPLAINED, ELSEWHERE)
        for finding, values in each.signs:
            allowed = {choice.id for choice in FINDINGS[finding].choices} or {"yes"}
            assert set(values) <= allowed, finding
        for word in each.words:
            assert any(name.startswith(word) if word.endswith(".") else name == word for name in FINDINGS), word
    assert {name for each in TIERS for combination in each.any_of for name in combination} == set(EVIDENCE)
    assert tuple(each.name for each in TIERS) == TIER_NAMES
    assert all(segments <= set(SEGMENTS) for segments in CAUSES.values())


def test_the_trigger_runs_once_for_each_set() -> None:
    """Reports that differ only in numbers, words and order are asked about once."""
    trigger = Trigger()
    asked: list[object] = []
    whole = trigger.holds_in
    trigger.holds_in = lambda reports: asked.append(reports) or whole(reports)  # type: ignore[method-assign,func-returns-value]
    first = 0
    for diameter in (12.0, 15.0):
        trigger.of_reading(reading(FIBROID, DEFECT, found("mass.longest-diameter", diameter, "mass-1")))
        first = first or len(asked)
    trigger.of_reading(reading(DEFECT, FIBROID))
    assert len(asked) == first > 0


# --- both engines -----------------------------------------------------------------------------------------------------

_QUALIFIERS = {"vein": (*SEGMENTS, *SEGMENT_SETS), "mass": ("mass-1", "mass-2")}
_FAMILIES = ("vein.", "mass.", "imaging.", "history.", "complaint.", "pathology.", "operation.")


def _random_reading(rng: random.Random) -> Reading:
    """Some findings of the vocabulary with values that it allows, in any status."""
    choosable = [each for name, each in FINDINGS.items() if name.startswith(_FAMILIES) and name != "imaging.modality"]
    findings = []
    for finding in rng.sample(choosable, rng.randint(1, 7)):
        values = [choice.id for choice in finding.choices] or (["yes"] if finding.type.value == "presence" else [])
        if values:
            qualifier = rng.choice(_QUALIFIERS.get(finding.id.partition(".")[0], (None,)))
            status: Status = rng.choice(["affirmed", "affirmed", "uncertain", "negated", "historical"])
            findings.append(found(finding.id, rng.choice(values), qualifier, status))
    findings += rng.sample([IVL, TUMOUR, DEFECT, THROMBUS, FIBROID, INTRAMURAL, LIGAMENT, *TYPICAL], rng.randint(0, 3))
    return reading(*findings, modality=rng.choice(["ct", "ultrasound", "operation", "pathology", None]))


def test_a_full_assessment_and_the_columns_give_the_same_tier() -> None:
    """For many sets of findings the tier is the same from the memo, from a traced assessment and from the columns."""
    rng = random.Random(7)  # noqa: S311  the same readings at every run
    distinct = sorted({said_by(_random_reading(rng))[0] for _ in range(250)}, key=sorted)
    said = [each for each in distinct if case_of([each]).events]
    cases = [replace(case_of([each]), id=f"report-{number:03d}") for number, each in enumerate(said)]
    pairs = [(case, Point(case.events[-1].moment.span)) for case in cases]
    stands = standing(collect(cases))
    columns = Pathway(default_guideline()).answers(stands, moments_of(stands, pairs), criteria=True, missing=False)
    trigger = Trigger()
    tiers = []
    for each, row, (case, point) in zip(said, columns.iter_rows(named=True), pairs, strict=True):
        assessed = answer_row(case, point, default_guideline(), criteria=True)
        ours = trigger.of_said(each)
        for answers in (row, assessed):
            assert tier_of(each, lambda name, answers=answers: answers[verdict(name)] == "yes") == ours  # type: ignore[misc]
        tiers.append(ours.tier)
    counts = pl.Series(tiers).value_counts()
    assert set(counts.to_series()) == {*TIER_NAMES, None}


def test_a_criterion_is_asked_by_what_can_turn_it() -> None:
    """What a criterion is not given of a report makes no difference to it, whatever else the report says."""
    rng = random.Random(11)  # noqa: S311  the same readings at every run
    trigger = Trigger()
    counted = dict.fromkeys(CRITERIA, 0)
    for _ in range(1500):
        said = said_by(_random_reading(rng))[0] | said_by(_random_reading(rng))[0]
        one_kind = {each for each in sorted(said) if each.finding == "imaging.modality"}
        said -= set(sorted(one_kind)[1:])
        whole = trigger.holds_in([said])
        assert trigger.of_said(said) == tier_of(said, whole)
        counted = {name: number + whole(name) for name, number in counted.items()}
    rare = ("ivl.suspicion.continuous-intraluminal", "ivl.suspicion.cord-after-hysterectomy")
    assert all(number > 20 for name, number in counted.items() if name not in rare)


TEXTS = (
    "Intravenous leiomyomatosis cannot be excluded.",
    "Tumour in the infrarenal IVC that extends into the right atrium.",
    "Uterine fibroid of 3 cm. Filling defect in the infrarenal IVC.",
    "Possible thrombus in the left ovarian vein. Intramural fibroid.",
    "Thrombus in the left common iliac vein.",
    "Solid mass in the left broad ligament, probably a fibroid.",
    "Intramural uterine fibroid of 3 cm. No filling defect in the IVC.",
    "Evaluate for intravenous leiomyomatosis.",
    "History of myomectomy. Multiple lung nodules.",
    "The IVC and the iliac veins are patent.",
)


@pytest.mark.parametrize("text", TEXTS)
def test_the_proposed_events_give_the_same_tier(text: str) -> None:
    """A full assessment of the events that the reading proposes, hedges taken as said, gives the tier of screening."""
    read = shipped_reader().read(text, modality="ct")
    plain = replace(read, findings=tuple(_unhedged(each) for each in read.findings))
    events: list[Value] = [*proposal(plain, text, on="2025-01-02").events]
    file: dict[str, Value] = {"format": FORMAT, "case": "proposed", "written_on": "2025-01-03", "events": events}
    case = read_bytes(write_yaml(file).encode(), file="")
    assert isinstance(case, Case)
    answers = answer_row(case, "2025-01-03", default_guideline(), criteria=True)
    said, explained = said_by(read)
    mentioned = any(map(is_mention, read.findings))
    found = tier_of(said, lambda name: answers[verdict(name)] == "yes", mentioned=mentioned, explained=explained)
    assert found == Trigger().of_reading(read)


def _unhedged(finding: Found) -> Found:
    return restated(finding, "affirmed") if finding.status == "uncertain" else finding


def test_the_texts_reach_every_tier() -> None:
    """The comparison is not empty: the texts above are of all tiers and of none."""
    found = {Trigger().of_reading(shipped_reader().read(text, modality="ct")).tier for text in TEXTS}
    assert found == {*TIER_NAMES, None}
