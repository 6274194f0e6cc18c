"""Operations, uterus and ovaries over many timelines: every branch of every fact, also as the reference says it."""

from __future__ import annotations

import pytest
from tests.unit.columns.built_stories import Words, answers, event, operation, story

Told = dict[str, list[tuple[Words, ...]]]
"""By answer the stories that give it."""

FOR_IVL = operation(for_ivl="yes")
UNTOLD = operation()
ELSEWHERE = operation(procedures=["caval-filter"])
CONFIRMED = event("pathology", diagnosis=["ivl"])
EXCLUDED = event("pathology", diagnosis=["leiomyosarcoma"], index_lesion="yes", vessels_contain_tumour="no")
DISPUTED = operation(for_ivl=[{"value": "yes"}, {"value": "no"}])
CHANGED = event("recurrence", type="recurrence")
FOUR_VEINS = (
    "left-uterine-vein",
    "right-uterine-vein",
    "left-ovarian-vein-unspecified",
    "right-ovarian-vein-unspecified",
)
EXPLORED: Words = {vein: {"explored": "yes"} for vein in FOUR_VEINS}


def in_veins(**said: object) -> Words:
    """An operation that says this of the vena cava."""
    return operation(veins={"infrarenal-ivc": said})


def tumour_in(vein: str, **others: object) -> Words:
    """A contrast study that shows tumour in a vein."""
    veins = {vein: {"content": "tumour", **others}}
    return event("imaging", modality="ct", contrast="yes", regions=["pelvis", "abdomen", "chest"], veins=veins)


CLEAR_BUT_CONTINUOUS = tumour_in("infrarenal-ivc") | {
    "veins": {"infrarenal-ivc": {"content": "clear", "continuous-with-source": "yes"}}
}

ON_RECORD: Told = {
    "no and yes": [(DISPUTED,), (DISPUTED, DISPUTED)],
    "yes": [
        (FOR_IVL,),
        (DISPUTED, FOR_IVL),
        (DISPUTED, CONFIRMED),
        (operation(for_ivl="no", procedures=["cavotomy"]),),
        ({**DISPUTED, "ivl-found": "yes"},),
        ({**DISPUTED, "worm-like-tumour": "yes"},),
    ],
    "unknown": [(CONFIRMED, UNTOLD)],
    "no": [
        (UNTOLD,),
        (CONFIRMED, ELSEWHERE),
        (CONFIRMED, operation(for_ivl="no")),
        (UNTOLD, event("pathology", diagnosis=["ivl"], biopsy="yes")),
        (CONFIRMED, UNTOLD, EXCLUDED),
        (CLEAR_BUT_CONTINUOUS, UNTOLD, EXCLUDED),
    ],
}

WORM_LIKE: Told = {
    "yes": [
        (operation(worm_like_tumour="yes"),),
        (in_veins(content="tumour"),),
        (operation(worm_like_tumour="no"), operation(worm_like_tumour="yes")),
        (operation(veins={"right-atrium": {"content": "tumour"}, "infrarenal-ivc": {"outcome": "left"}}),),
    ],
    "no": [
        (operation(worm_like_tumour="no"), UNTOLD),
        (ELSEWHERE,),
        (tumour_in("infrarenal-ivc"),),
        (UNTOLD, EXCLUDED),
        (operation(worm_like_tumour="yes"), EXCLUDED),
    ],
    "unknown": [
        (UNTOLD,),
        (operation(veins={"right-atrium": {"content": "tumour"}}),),
        (operation(worm_like_tumour="no"), EXCLUDED, UNTOLD),
    ],
}

VEINS_EXPLORED: Told = {
    "yes": [
        (operation(upper_limit_palpated="yes", veins=EXPLORED),),
        (operation(veins={**EXPLORED, "left-uterine-vein": {"explored": "yes", "clear-above": "yes"}}),),
        (
            operation(upper_limit_palpated="no"),
            operation(
                upper_limit_palpated="yes",
                veins={
                    "left-uterine-vein": {"content": "clear"},
                    "right-uterine-vein": {"outcome": "left"},
                    "left-ovarian-vein-pelvic": {"explored": "yes"},
                    "right-ovarian-vein-abdominal": {"explored": "yes"},
                },
            ),
        ),
    ],
    "no": [
        (tumour_in("infrarenal-ivc"),),
        (operation(upper_limit_palpated="no"),),
        (in_veins(explored="no"),),
        (operation(upper_limit_palpated="yes", veins=EXPLORED), EXCLUDED),
    ],
    "unknown": [
        (operation(veins=EXPLORED),),
        (operation(upper_limit_palpated="yes", veins={vein: EXPLORED[vein] for vein in FOUR_VEINS[1:]}),),
        (operation(veins=EXPLORED), operation(upper_limit_palpated="yes")),
        (operation(upper_limit_palpated="no"), EXCLUDED, UNTOLD),
    ],
}

THROMBUS_REMOVED: Told = {
    "no and yes": [(in_veins(outcome=[{"value": "removed"}, {"value": "left"}]),)],
    "yes": [
        (in_veins(outcome="removed"),),
        (event("pathology", specimen=["vein-content"]),),
        (event("pathology", specimen=["cardiac-mass", "uterus"]), in_veins(outcome="left")),
    ],
    "no": [
        (in_veins(outcome="left"),),
        (ELSEWHERE,),
        (event("pathology", specimen=["uterus"]),),
        (event("pathology", specimen=["vein-content"]), EXCLUDED),
        (UNTOLD, EXCLUDED),
    ],
    "unknown": [(UNTOLD,)],
}

HEART_ADHERENT: Told = {
    "yes": [
        (tumour_in("right-atrium", adherent="yes"),),
        (operation(veins={"pulmonary-arteries": {"adherent": "yes"}}), tumour_in("right-atrium", adherent="no")),
    ],
    "no": [(tumour_in("right-heart-unspecified", adherent="no"),)],
    "unknown": [
        (tumour_in("infrarenal-ivc", adherent="yes"),),
        (tumour_in("right-ventricle", adherent="unknown"),),
        (tumour_in("right-atrium", adherent="yes"), EXCLUDED),
    ],
}

INVOLVED_WITHOUT_REMOVAL: Told = {
    "no": [
        (tumour_in("infrarenal-ivc"),),
        (tumour_in("infrarenal-ivc"), in_veins(outcome="removed")),
        (tumour_in("infrarenal-ivc"), in_veins(outcome="left")),
    ],
    "yes": [
        (tumour_in("infrarenal-ivc"), operation(for_ivl="yes", completeness="complete")),
        (tumour_in("right-atrium"), operation(for_ivl="yes", completeness="complete")),
    ],
    "unknown": [(FOR_IVL,)],
}

COMPLETE: Told = {
    "unknown": [
        (event("imaging"),),
        (FOR_IVL,),
        (operation(for_ivl="yes", completeness="complete"), FOR_IVL),
        (operation(completeness="complete"),),
    ],
    "no and yes": [
        (tumour_in("infrarenal-ivc"), operation(for_ivl="yes", completeness="complete")),
        (operation(completeness="complete", veins={"infrarenal-ivc": {"outcome": "left"}}),),
        (operation(for_ivl="yes", completeness=[{"value": "complete"}, {"value": "incomplete"}]),),
        (operation(for_ivl="yes", completeness="complete"), operation(completeness="incomplete")),
    ],
    "yes": [
        (operation(for_ivl="yes", completeness="complete"),),
        (
            in_veins(outcome="left"),
            operation(completeness="complete", veins={"infrarenal-ivc": {"outcome": "removed"}}),
        ),
        (FOR_IVL, operation(completeness="complete")),
    ],
    "no": [(operation(for_ivl="yes", completeness="incomplete"),), (in_veins(outcome="left"),)],
}

RESIDUAL: Told = {
    "yes": [
        (tumour_in("infrarenal-ivc"),),
        (in_veins(outcome="left"),),
        (operation(for_ivl="yes", completeness="complete"), event("imaging", residual_tumour="yes")),
        (operation(for_ivl="yes", completeness="complete"), CHANGED),
        (operation(for_ivl="yes", completeness="incomplete"),),
    ],
    "unknown": [
        (event("imaging", residual_tumour="yes"),),
        (FOR_IVL,),
        (event("imaging", residual_tumour="yes"), CHANGED, FOR_IVL),
    ],
    "no": [(operation(for_ivl="yes", completeness="complete"),)],
    "no and yes": [(operation(for_ivl="yes", completeness=[{"value": "complete"}, {"value": "incomplete"}]),)],
}

OUTSTANDING: Told = {
    "yes": [
        (UNTOLD,),
        (FOR_IVL, event("state", staged_surgery_planned="yes")),
        (operation(for_ivl="yes", stage="1", stages_planned="2"),),
        (FOR_IVL, CHANGED),
        (FOR_IVL, EXCLUDED),
    ],
    "no": [
        (FOR_IVL,),
        (event("state", staged_surgery_planned="yes"), FOR_IVL),
        (operation(for_ivl="yes", stage="2", stages_planned="2"),),
        (operation(for_ivl="yes", stage="1", stages_planned="2"), FOR_IVL),
        (CHANGED, FOR_IVL),
    ],
}

STAGE_OUTSTANDING: Told = {
    "yes": [(operation(for_ivl="yes", stage="1", stages_planned="2"),)],
    "no": [
        (event("imaging"),),
        (FOR_IVL,),
        (operation(stage="1", stages_planned="2"),),
        (operation(for_ivl="yes", stage="2", stages_planned="2"),),
        (operation(for_ivl="yes", stage="1"),),
        (operation(for_ivl="yes", stage="1", stages_planned="2"), FOR_IVL),
    ],
}

REOPERATED: Told = {
    "yes": [
        (event("decision", reoperation="yes"),),
        (event("recurrence", type="recurrence", reoperation="done"),),
        (event("recurrence", reoperation="decided"),),
        (event("recurrence", type=[{"value": "new-fibroid"}, {"value": "recurrence"}], reoperation="done"),),
        (FOR_IVL, CHANGED, FOR_IVL),
        (CHANGED, FOR_IVL),
        (FOR_IVL, CHANGED, operation(for_ivl="yes", stage="1", stages_planned="2")),
    ],
    "unknown": [
        (event("recurrence", type="unclear", reoperation="done"),),
        (event("recurrence", type="recurrence", reoperation=[{"value": "done"}, {"value": "not-planned"}]),),
        (event("recurrence", type="recurrence", reoperation="unknown"),),
    ],
    "no": [
        (FOR_IVL, FOR_IVL),
        (FOR_IVL, CHANGED),
        (event("recurrence", type="new-fibroid", reoperation="done"),),
        (event("recurrence", type="recurrence", reoperation="not-planned"),),
        (event("recurrence", type="recurrence", reoperation="not-reported"),),
        (FOR_IVL, CHANGED, operation(for_ivl="yes", stage="2", stages_planned="2")),
        (event("decision", reoperation="yes"), EXCLUDED),
        (event("recurrence", type="recurrence", reoperation="done"), EXCLUDED),
        (event("recurrence", type="recurrence", reoperation="unknown"), EXCLUDED),
    ],
}

MET: Told = {
    "yes": [
        (event("mdt"),),
        (event("mdt", convened="yes"),),
        (event("mdt", convened="no"), event("mdt")),
        (FOR_IVL, event("mdt")),
        (FOR_IVL, CHANGED, event("mdt")),
    ],
    "unknown": [(event("mdt", convened="unknown"),)],
    "no": [
        (event("mdt", convened="no"),),
        (event("imaging"),),
        (event("mdt"), EXCLUDED),
        (FOR_IVL, event("mdt"), CHANGED),
        (event("mdt", convened=[{"value": "yes"}, {"value": "no"}]),),
    ],
}

MET_BEFORE: Told = {
    "yes": [(event("mdt"),), (event("mdt"), FOR_IVL), (FOR_IVL, event("mdt"), CHANGED, FOR_IVL)],
    "unknown": [(event("mdt", convened="unknown"), FOR_IVL, event("mdt"))],
    "no": [(FOR_IVL, event("mdt")), (event("mdt"), EXCLUDED, FOR_IVL), (FOR_IVL,)],
}

UTERUS_REMOVED: Told = {
    "no and yes": [(operation(procedures=["total-hysterectomy"], uterus="kept"),)],
    "yes": [
        (operation(procedures=["subtotal-hysterectomy"]),),
        (event("history", hysterectomy="yes"), operation(uterus="kept")),
        (operation(uterus="already-absent"),),
    ],
    "unknown": [
        (UNTOLD,),
        (operation(uterus="kept"), UNTOLD),
        (event("history", uterine_surgery="yes"),),
        (event("imaging"),),
        (ELSEWHERE,),
    ],
    "no": [
        (operation(uterus="kept"),),
        (UNTOLD, event("history", hysterectomy="no")),
        (operation(procedures=["myomectomy"]),),
        (event("history", uterine_surgery="yes", myomectomy="yes"), event("history", uterine_surgery="no")),
        (event("history", uterine_surgery="yes", caesarean="yes"), event("history", uterine_surgery="no")),
        (event("history", uterine_surgery="yes"), event("history", hysterectomy="no")),
        (event("history", uterine_surgery="no"),),
    ],
}

UTERUS_MASS: Told = {
    "yes": [
        (event("imaging", fibroid="yes"),),
        (operation(uterus="removed"), event("imaging", fibroid="yes")),
        (event("imaging", fibroid="yes"), event("imaging", fibroid="no")),
    ],
    "unknown": [
        (event("imaging", fibroid="yes"), operation(uterus="removed")),
        (event("pathology", diagnosis=["leiomyoma"]), operation(uterus="removed"), event("imaging", fibroid="no")),
        (event("imaging"),),
    ],
    "no": [(event("imaging", fibroid="no"), operation(uterus="removed")), (event("imaging", fibroid="no"),)],
    "no and yes": [(event("imaging", fibroid=[{"value": "yes"}, {"value": "no"}]), operation(uterus="removed"))],
}

UTERUS_KEPT: Told = {
    "no": [
        (operation(procedures=["myomectomy"]),),
        (operation(for_ivl="yes", procedures=["other"]),),
        (operation(for_ivl="yes", procedures=["myomectomy", "total-hysterectomy"]),),
        (event("imaging"),),
    ],
    "yes": [
        (operation(for_ivl="yes", procedures=["myomectomy"]),),
        (operation(for_ivl="yes", procedures=["tumour-excision"], uterus="kept"), FOR_IVL, operation(uterus="kept")),
    ],
    "unknown": [
        (FOR_IVL,),
        (operation(for_ivl="yes", procedures=["other"]), FOR_IVL),
        (operation(for_ivl="yes", procedures=["tumour-excision"]),),
    ],
}

REMOVED_FOR_IVL: Told = {
    "no": [
        (operation(uterus="removed"),),
        (operation(uterus="removed"), FOR_IVL),
        (operation(for_ivl="yes", uterus="kept"),),
    ],
    "yes": [
        (operation(for_ivl="yes", uterus="removed"),),
        (operation(for_ivl="yes", procedures=["total-hysterectomy"]),),
    ],
    "unknown": [(FOR_IVL,)],
}

BOTH_OVARIES, ONE_OVARY = ["bilateral-salpingo-oophorectomy"], ["unilateral-salpingo-oophorectomy"]
OVARIES_LEFT: Told = {
    "unknown": [
        (UNTOLD,),
        (event("history", hysterectomy="yes"),),
        (operation(procedures=["tumour-excision"]),),
        (operation(procedures=["other"]),),
        (operation(procedures=["diagnostic"], uterus="removed"),),
        (event("history", ovaries_removed="one"), operation(procedures=["total-hysterectomy"])),
    ],
    "both": [
        (event("imaging"),),
        (ELSEWHERE,),
        (operation(procedures=["tumour-excision"], uterus="kept"),),
        (operation(procedures=["myomectomy", "tumour-excision"]),),
        (event("history", ovaries_removed="none"),),
        (operation(procedures=BOTH_OVARIES, ovaries_left="both"),),
    ],
    "one": [
        (operation(procedures=ONE_OVARY),),
        (operation(ovaries_left="none"), event("history", ovaries_removed="one")),
        (operation(ovaries_left="one"), operation(procedures=["diagnostic"])),
    ],
    "none": [
        (event("history", ovaries_removed="both"), UNTOLD),
        (operation(procedures=BOTH_OVARIES), operation(procedures=["total-hysterectomy"])),
    ],
    "none and one": [
        (operation(procedures=[*BOTH_OVARIES, *ONE_OVARY]),),
        (operation(ovaries_left=[{"value": "none"}, {"value": "one"}]), UNTOLD),
    ],
}

BOTH_REMOVED: Told = {
    "no": [(event("history", ovaries_removed="both"),), (operation(ovaries_left="one"),)],
    "yes": [(operation(procedures=BOTH_OVARIES),)],
    "unknown": [(UNTOLD,), (operation(ovaries_left=[{"value": "none"}, {"value": "one"}]),)],
}

FACTS: dict[str, Told] = {
    "operation.on-record": ON_RECORD,
    "operation.worm-like-tumour": WORM_LIKE,
    "operation.ovarian-and-uterine-veins-explored": VEINS_EXPLORED,
    "vein.thrombus-removed": THROMBUS_REMOVED,
    "heart.adherent": HEART_ADHERENT,
    "operation.involved-without-removal": INVOLVED_WITHOUT_REMOVAL,
    "resection.complete": COMPLETE,
    "tumour.residual": RESIDUAL,
    "surgery.outstanding": OUTSTANDING,
    "surgery.stage-outstanding": STAGE_OUTSTANDING,
    "recurrence.reoperated": REOPERATED,
    "mdt.met": MET,
    "mdt.met-before-operation": MET_BEFORE,
    "uterus.removed": UTERUS_REMOVED,
    "uterus.mass": UTERUS_MASS,
    "operation.tumour-removed-uterus-kept": UTERUS_KEPT,
    "operation.uterus-removed-for-ivl": REMOVED_FOR_IVL,
    "ovaries.left": OVARIES_LEFT,
    "ovaries.both-removed-at-operation": BOTH_REMOVED,
}


@pytest.mark.parametrize("fact", FACTS)
def test_every_story_has_its_answer(fact: str) -> None:
    """Each built record gives the answer under which it stands, in both engines."""
    told = [(answer, events) for answer, stories in FACTS[fact].items() for events in stories]
    said = answers(fact, [story(*events) for _, events in told])
    wrong = [(wanted, found, events) for (wanted, events), found in zip(told, said, strict=True) if wanted != found]
    assert wrong == []
