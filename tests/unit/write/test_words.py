"""Every id that a reader meets has words in both languages, and what is translated exists."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from cephalad.assess.evaluate import leaves
from cephalad.evidence import figures
from cephalad.guideline import default_guideline, shipped_guideline
from cephalad.guideline.shipped import SHIPPED
from cephalad.logic import Calendar, Span, parse_partial_date
from cephalad.plan import Notice
from cephalad.terms import LANGUAGES, sentences
from cephalad.write.key_words import notice_words
from cephalad.write.words import (
    answer_words,
    conclusion_words,
    criterion_words,
    decided_words,
    entity_words,
    fact_words,
    figure_words,
    question_text,
    role_words,
    rung_words,
    segments_words,
    span_words,
    statuses_words,
    study_words,
    value_words,
)

GUIDELINE = default_guideline()
CHINESE = re.compile("[\u4e00-\u9fff]")
NUMBER = re.compile(r"\d+(?:\.\d+)?")


def facts_read() -> set[str]:
    """Every fact that some criterion reads."""
    parts = (leaf for criterion in GUIDELINE.criteria.values() for leaf in leaves(criterion.when))
    return {leaf.fact for leaf in parts if hasattr(leaf, "fact")}


def test_every_criterion_has_a_chinese_sentence_and_none_is_stale() -> None:
    """The shipped guidelines and the Chinese catalogue name the same criteria; in English their own sentence stands."""
    translated = {key.removeprefix("criterion.") for key in sentences("zh") if key.startswith("criterion.")}
    shipped = [shipped_guideline(name) for name in SHIPPED]
    assert translated == {name for guideline in shipped for name in guideline.criteria}
    for guideline in shipped:
        for criterion in guideline.criteria.values():
            assert CHINESE.search(criterion_words(criterion, "zh", guideline)), criterion.id
            assert criterion_words(criterion, "en", guideline) == guideline.filled(criterion.says)


def test_every_entity_and_option_has_words() -> None:
    """Entities and options are named in both languages."""
    for entity in GUIDELINE.entities:
        assert entity_words(entity, "en") == entity.says
        assert CHINESE.search(entity_words(entity, "zh")), entity.id
    for option in GUIDELINE.options:
        assert conclusion_words(f"options.{option.id}", "en") != option.id
        assert CHINESE.search(conclusion_words(f"options.{option.id}", "zh")), option.id


@pytest.mark.parametrize("part", ["said_of", "status", "beware"])
def test_every_figure_that_an_option_shows_has_chinese_words(part: str) -> None:
    """What must be said of a figure is said in Chinese too."""
    for name in {name for option in GUIDELINE.options for name in option.figures}:
        assert CHINESE.search(figure_words(figures()[name], part, "zh")), name
        assert figure_words(figures()[name], part, "en") == getattr(figures()[name], part)


def test_a_translated_figure_keeps_every_number_of_the_original() -> None:
    """No digit is lost or changed between the languages."""
    for name in {name for option in GUIDELINE.options for name in option.figures}:
        for part in ("text", "beware"):
            english, chinese = (figure_words(figures()[name], part, lang) for lang in LANGUAGES)
            assert Counter(NUMBER.findall(english)) == Counter(NUMBER.findall(chinese)), (name, part)


def test_every_chinese_sentence_is_chinese() -> None:
    """A sentence with a Latin word outside its parameters has Chinese characters beside it."""
    for key, sentence in sentences("zh").items():
        outside = re.sub(r"\{[a-z_]+\}", "", sentence)
        assert CHINESE.search(outside) or not re.search("[A-Za-z]{2}", outside), key


def test_every_fact_and_study_and_role_and_step_has_words() -> None:
    """No id of the fact sheet, the work-up, the roster or a scale reaches the reader bare."""
    for fact in facts_read():
        assert f"fact.{fact}" in sentences("en"), fact
        assert CHINESE.search(fact_words(fact, "zh")), fact
    for study in (*(row.id for row in GUIDELINE.studies), "baseline-mri", "surveillance-imaging"):
        assert study_words(study, "zh") != study, study
    for role in GUIDELINE.roles:
        assert CHINESE.search(role_words(role.id, "zh")), role.id
    for ladder in GUIDELINE.ladders.values():
        for value in (ladder.floor, *(rung.value for rung in ladder.rungs)):
            assert f"rung.{ladder.id}.{value}" in sentences("en"), (ladder.id, value)


def test_every_notice_of_the_guideline_has_a_sentence() -> None:
    """A notice code without a sentence would be found only by the patient who meets it."""
    for rule in GUIDELINE.notices:
        assert f"notice.{rule.code}" in sentences("en"), rule.code


def test_a_question_answered_yes_or_no_is_asked_so() -> None:
    """A choice whose fact is yes or no gets a question of its own, not the one for the whole finding."""
    assert question_text("endometrium.heterogeneous", "imaging.endometrium", "en").startswith("Is the endometrium")
    asked = question_text("patient.age-at-diagnosis", "state.menopause", "en")
    assert asked == "How old was she on the day of diagnosis?"
    assert "inferior vena cava" in question_text("segment.infrarenal-ivc", "vein.content", "en")
    told = question_text("mass:ivl.suspicion.typical-mass", "mass.reading", "en", GUIDELINE)
    assert GUIDELINE.filled(GUIDELINE.criteria["ivl.suspicion.typical-mass"].says) in told


def test_segments_that_belong_together_are_named_together() -> None:
    """Both sides, both parts of an ovarian vein, the whole vena cava and the right heart are one phrase each."""
    cava = ("infrarenal-ivc", "suprarenal-ivc", "retrohepatic-ivc", "suprahepatic-ivc")
    assert segments_words(cava, "en") == "inferior vena cava at every level"
    assert segments_words(cava[:3], "en").count(";") == 2
    assert segments_words(("left-renal-vein", "right-renal-vein"), "en") == "renal vein, both sides"
    assert segments_words(("left-renal-vein",), "en") == "left renal vein"
    both = ("left-ovarian-vein-pelvic", "left-ovarian-vein-abdominal")
    assert segments_words(both, "en") == "left ovarian vein, both parts"
    assert segments_words(both, "zh") == "左侧卵巢静脉全程"
    assert segments_words(("right-atrium", "right-ventricle"), "en") == "right atrium and ventricle"
    assert segments_words(("right-atrium",), "en") == "right atrium"


def test_values_are_words_in_either_language() -> None:
    """Truth, choices, numbers, conflicts, segments and masses."""
    assert value_words("ovaries.left", "none", "en") == "none"
    assert value_words("state.menopause", "premenopausal against postmenopausal", "en").count("menopausal") == 2
    assert value_words("patient.age-at-diagnosis", "48 to 49", "en") == "48 to 49"
    assert value_words("segment.left-renal-vein", "tumour in one of a set", "zh") == "一组静脉中至少一处有肿瘤"
    mass = "location: adnexal or parametrial, composition: not recorded"
    assert value_words("mass.left-mass", mass, "en") == (
        "location: in the adnexal region or parametrial; composition: not recorded"
    )
    assert "附件区" in value_words("mass.left-mass", mass, "zh")
    assert value_words("mass.x", "no such sign: y", "en") == "no such sign: y"


def test_answers_and_outcomes_are_words() -> None:
    """What an answer makes of a scale is the step or its denial; of a study, a status."""
    assert decided_words("risk-group.very-high", "very-high", "en") == "risk group very high"
    assert decided_words("risk-group.very-high", "not very-high", "en") == "not risk group very high"
    assert decided_words("workup.chest-ct", "due", "en") == "chest CT: due"
    assert answer_words("patient.age-at-diagnosis", "below 45", "zh") == "低于45"
    assert answer_words("patient.age-at-diagnosis", "45 or more", "en") == "45 or more"
    assert answer_words("mass:ivl.suspicion.typical-mass", "not described", "zh") == "无描述"
    assert statuses_words(("overdue", "declined"), "en") == "overdue and declined"


@pytest.mark.parametrize(
    ("text", "words"), [("2025-10", "2025-10"), ("2025", "2025"), ("2025-10-31", "2025-10-31"), ("2024-02", "2024-02")]
)
def test_a_partial_date_is_printed_as_it_was_meant(text: str, words: str) -> None:
    """A whole month or year is that month or year."""
    assert span_words(parse_partial_date(text), Calendar.DATES, "en") == words


def test_other_spans_name_both_ends() -> None:
    """A span that is no calendar month names its days; day numbers are never read as a month."""
    start = parse_partial_date("2025-10-29").earliest
    assert span_words(Span(start, start + 30), Calendar.DATES, "en") == "2025-10-29 to 2025-11-28"
    assert span_words(Span(1, 31), Calendar.DAY_NUMBERS, "en") == "day 1 to day 31"
    assert span_words(Span(0, 0), Calendar.DAY_NUMBERS, "zh") == "第0天"


def test_a_notice_names_its_parameters_in_words() -> None:
    """Segments, changed scales and names of a change are translated."""
    again = Notice("read-again", (("segments", "left-renal-vein, infrarenal-ivc"),), (), ())
    assert "left renal vein; inferior vena cava below the renal veins" in notice_words(again, "en", GUIDELINE)
    moved = Notice("may-have-happened", (("changes", "suspicion: probable → confirmed"),), (), ())
    assert "怀疑程度：很可能 → 确诊" in notice_words(moved, "zh", GUIDELINE)
    named = Notice("change-named", (("name", "recurrence or progression"),), (), ())
    assert "复发或进展" in notice_words(named, "zh", GUIDELINE)


def test_an_unknown_id_is_printed_as_it_stands() -> None:
    """Words never raise for an id of a newer guideline; control characters in it are written out."""
    assert study_words("new-study", "en") == "new-study"
    assert role_words("new-role", "en") == "new-role"
    assert rung_words("ma", "V\x1b", "en") == "V\\x1b"
    assert conclusion_words("new.thing", "en") == "new.thing"
