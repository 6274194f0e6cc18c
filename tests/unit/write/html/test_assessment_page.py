"""The page of an assessment: everything that is concluded stands on it, opens to its reasons, and is only text."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import Any

import pytest
from tests.unit.record.case_texts import HEADER, case_of, event, with_events
from tests.unit.write.html.reading import Read, left_in_english, read

from cephalad.assessment import Assessment, assess
from cephalad.errors import UnknownName
from cephalad.record import Case, Event, Origin, read_example
from cephalad.terms import sentences
from cephalad.write.html import assessment_html
from cephalad.write.json import as_dict
from cephalad.write.text import to_text

CASE = read_example("zhao-tian-2026")
POINTS = ("2025-05-01", *(f"after:{each.id}" for each in CASE.events), "2025-07-15", "2026-03-01")
every_point = pytest.mark.parametrize("point", POINTS)
HOSTILE = "</details></section><script>alert(1)</script>\u202e\x1b[31m\x00&amp;<img src=x onerror=y>"


@cache
def patient(point: str) -> Assessment:
    """The reference patient as of a point."""
    return assess(CASE, as_of=point)


@cache
def page(point: str, lang: str = "en") -> Read:
    """The page of the reference patient, read back."""
    return read(assessment_html(patient(point), lang=lang))


@cache
def told(point: str) -> dict[str, Any]:
    """The same assessment as JSON."""
    return as_dict(patient(point))


def reason_ids(value: Any) -> set[str]:
    """The id of every reason anywhere in the JSON."""
    if isinstance(value, dict):
        own = {str(value["id"])} if "verdict" in value and "facts" in value else set()
        return own.union(*map(reason_ids, value.values()))
    return set().union(*map(reason_ids, value)) if isinstance(value, list) else set()


def conclusions(found: dict[str, Any]) -> set[str]:
    """The anchor that every conclusion of the JSON must have."""
    named = {"suspicion", "mdt", "risk-group"}
    named |= {f"urgent.{each['code']}" for each in found["suspicion"]["urgent"]}
    named |= {f"workup.{each['study']}" for each in found["workup"]}
    named |= {f"differential.{each['entity']}" for each in found["differential"]}
    named |= {f"mdt.{each['role']}" for each in found["mdt"]["roster"]}
    named |= {f"options.{each['option']}" for each in found["options"]}
    named |= {f"endocrine.{each['id']}" for each in found["endocrine"]["indications"]}
    named |= {f"effect.{each['id']}" for each in found["endocrine"]["effects"]}
    named |= {f"surveillance.{each['study']}" for each in found["surveillance"]["examinations"]}
    named |= {f"notice.{each['code']}" for each in found["notices"]}
    named |= {f"stage.{name}" for name in found["extent"]["stages"]}
    if found["surveillance"]["plan_group"]:
        named.add("plan-group")
    return named | ({"proposed-change"} if found["surveillance"]["proposed_change"] else set())


def hostile(case: Case, text: str) -> Case:
    """The case with this text wherever a record may hold free text."""
    return replace(case, id=f"x{text}", events=tuple(_hostile(each, text) for each in case.events))


def _hostile(each: Event, text: str) -> Event:
    rows = tuple(
        replace(row, note=text, value=text if row.finding == "vein.upper-limit" else row.value)
        for row in each.observations
    )
    return replace(each, observations=rows, note=text, text=text, origin=Origin(text, text))


# --- form -------------------------------------------------------------------------------------------------------------


@every_point
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_page_is_well_formed(point: str, lang: str) -> None:
    """Every element is closed in its order, every id stands once, every link within the page finds its target."""
    found = page(point, lang)
    assert found.unbalanced == []
    assert len(found.ids) == len(set(found.ids))
    assert {name.removeprefix("#") for name in found.links if name.startswith("#")} <= set(found.ids)


@every_point
def test_the_page_has_landmarks_and_an_order_of_headings(point: str) -> None:
    """One h1, no step left out below it; header, navigation, main part, footer; a way past the contents comes first."""
    found = page(point)
    levels = [int(tag[1]) for tag, _ in found.tags if re.fullmatch("h[1-6]", tag)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(below <= above + 1 for above, below in pairwise(levels))
    assert [len(found.named(tag)) for tag in ("header", "nav", "main", "footer")] == [1, 1, 1, 1]
    assert found.links[0] == "#main"


@every_point
def test_tables_name_their_rows_and_columns(point: str) -> None:
    """Every table has a caption, its headers say for what they stand, and what scrolls can be reached and is named."""
    found = page(point)
    assert len(found.named("caption")) == len(found.named("table")) >= 1
    assert {each.get("scope") for each in found.named("th")} <= {"col", "row"}
    scrolled = [each for each in found.named("div") if "scroll" in each.get("class", "").split()]
    assert scrolled
    assert all(each["tabindex"] == "0" and each["aria-label"] and each["role"] == "group" for each in scrolled)


@every_point
def test_nothing_is_fetched_and_nothing_runs(point: str) -> None:
    """No script, frame, picture file or form; only links leave the page, and they tell nobody where from."""
    found = page(point)
    names = {tag for tag, _ in found.tags}
    assert not names & {"script", "iframe", "img", "link", "form", "object", "embed", "base", "audio", "video"}
    assert not any(
        name.startswith("on") or name in ("src", "srcset", "style") for _, each in found.tags for name in each
    )
    outward = [each for each in found.named("a") if not each["href"].startswith("#")]
    assert all(each["href"].startswith(("https://", "http://")) and "noopener" in each["rel"] for each in outward)


def test_the_same_assessment_gives_the_same_bytes() -> None:
    """The page depends on nothing but the assessment and the language."""
    first, second = (assessment_html(assess(CASE, as_of="2026-03-01")) for _ in range(2))
    assert first == second
    assert first != assessment_html(patient("2026-03-01"), lang="zh")


def test_an_unknown_language_is_refused() -> None:
    """No catalogue, no page."""
    with pytest.raises(UnknownName, match="language"):
        assessment_html(patient("2026-03-01"), lang="fr")


# --- content ----------------------------------------------------------------------------------------------------------


@every_point
def test_every_conclusion_is_on_the_page(point: str) -> None:
    """Each conclusion of the JSON has its place, and each status its word there."""
    found = page(point)
    assert conclusions(told(point)) <= set(found.ids)
    for row in told(point)["workup"]:
        words = found.words(inside=f"workup.{row['study']}")
        for status in (row["status"], *row["also"]):
            assert sentences("en")[f"status.{status}"] in words, row["study"]


@every_point
def test_every_reason_is_explained_once(point: str) -> None:
    """Each reason of the JSON has one anchor; so has every criterion that an explanation names."""
    anchors = [name.removeprefix("reason-") for name in page(point).ids if name.startswith("reason-")]
    assert reason_ids(told(point)) <= set(anchors)
    assert len(anchors) == len(set(anchors))
    guideline = patient(point).guideline
    for name in anchors:
        assert guideline.filled(guideline.criteria[name].says) in page(point).words(inside=f"reason-{name}")


@every_point
def test_every_source_is_spelt_out(point: str) -> None:
    """Statements, sources and contrary literature that a reason names stand in the last section."""
    ids = {name.partition("-")[2] for name in page(point).ids if re.match("statement-|source-|challenge-", name)}
    assert set(told(point)["sources"]) <= ids


@every_point
def test_every_statement_opens_to_something(point: str) -> None:
    """No statement is a closed door: behind its line stands at least one sentence."""
    found = page(point)
    opened = [each["id"] for each in found.named("details") if each.get("class") == "statement" and "id" in each]
    behind = {
        told["id"]
        for around, _ in found.texts
        if not any(tag == "summary" for tag, _ in around)
        for tag, told in around
        if tag == "details" and "id" in told
    }
    assert opened
    assert set(opened) <= behind


def test_the_title_says_whose_and_as_of_when() -> None:
    """In the heading and in the tab; after an event, its name and its day."""
    assert page("2026-03-01").words(inside="h1") == "zhao-tian-2026, as of 2026-03-01"
    assert page("after:ct-pelvis").words(inside="h1") == "zhao-tian-2026, after ct-pelvis (2025-07)"
    tab = page("after:ct-pelvis").words(inside="head", without=("style",))
    assert tab == page("after:ct-pelvis").words(inside="h1")
    assert patient("2026-03-01").digest[:12] in page("2026-03-01").words(inside="header")


def test_what_is_overdue_comes_first() -> None:
    """The first section says what is urgent and overdue, with the way to the reasons of each."""
    found = page("2026-03-01")
    first = found.words(inside="section-to-do")
    for part in ("urgent", "overdue", "baseline MRI", "late by 29 to 59 days; refused 2025-10", "chest CT"):
        assert part in first
    order = [each["id"] for each in found.named("section")]
    assert order[:3] == ["section-to-do", "section-glance", "section-veins"]
    assert order[-3:] == ["section-record", "section-reasons", "section-sources"]
    assert "#workup.chest-ct" in found.links


def test_an_unknown_conclusion_says_what_would_decide_it() -> None:
    """The risk group hinges on the vena cava, and its statement asks for it."""
    words = page("2026-03-01").words(inside="risk-group")
    assert "Would decide it:" in words
    assert "Is there tumour in the inferior vena cava below the renal veins?" in words


def test_a_reason_shows_verdict_facts_events_and_sources() -> None:
    """The explanation of a criterion names its parts, the fact that carries it, the event and the statement."""
    found = page("after:ct-pelvis")
    words = found.words(inside="reason-ivl.suspicion.continuous-intraluminal")
    assert "yes" in words
    assert "ct-pelvis (2025-07)" in words
    assert "S33" in words
    assert "#event-ct-pelvis" in found.links


def test_figures_are_never_bare() -> None:
    """A percentage stands with what it is said of, its status, and what to beware of."""
    words = page("2026-03-01").words(inside="section-options")
    for number in ("75 %", "7.6 %"):
        at = words.index(f"{number}: reported by the paper; source not readable; denominator unknown")
        assert "Beware: " in words[at : at + 200]


def test_after_an_operation_there_are_two_maps() -> None:
    """Ever and since the operation; before it, one."""
    assert len(page("2026-03-01").named("svg")) == 3
    assert len(page("after:ct-pelvis").named("svg")) == 2


def test_the_page_says_the_words_of_the_text() -> None:
    """Every sentence of the terminal's notices and questions stands on the page."""
    words = page("2026-03-01").words()
    text = " ".join(to_text(patient("2026-03-01"), width=100_000).split())
    for part in ("Upper limit in the left ovarian vein", "The staging systems disagree", "Continuous with the source"):
        assert part in text
        assert part in words


def test_two_notices_of_one_kind_keep_apart() -> None:
    """A variant brings several notices with one code; each has an id of its own."""
    found = patient("2026-03-01")
    twice = read(assessment_html(replace(found, notices=(found.notices[0], found.notices[0]))))
    assert len(twice.ids) == len(set(twice.ids))
    assert len([name for name in twice.ids if name.startswith("notice.")]) == 2


def test_an_event_says_what_it_found() -> None:
    """Findings in words: a choice, a hedge, a number with its unit, a note of the record, a vein."""
    words = page("after:ultrasound-local").words(inside="event-ultrasound-local")
    for part in ("Longest diameter 60 mm", "uterine fibroid (suspected)", "the report leaves open which of the two"):
        assert part in words
    assert "left ovarian vein, level not stated" in page("after:ct-pelvis").words(inside="event-ct-pelvis")


def test_what_comes_later_is_invisible() -> None:
    """Before the operation no word of it, in the record or in the timeline."""
    found = page("after:ct-pelvis")
    assert "event-operation" not in found.ids
    assert "leuprolide-1" not in found.words()


def test_nothing_raised_frightens_nobody() -> None:
    """An age alone: no map of the great veins, no word of the lung's arteries before the list of missing facts."""
    case = case_of(f"{HEADER}sex: female\nbirth: 1980\nevents: []\n")
    found = read(assessment_html(assess(case, as_of="2026-01-01")))
    assert found.named("svg") != []
    for part in ("section-to-do", "section-glance", "section-veins", "section-suspicion"):
        assert "pulmonary" not in found.words(inside=part)
    assert "Nothing is urgent, overdue or due." in found.words()
    assert found.unbalanced == []


# --- hostile records, other calendars, other language -----------------------------------------------------------------


@pytest.mark.parametrize("text", [HOSTILE, "‮" * 50, "a" * 20_000, "x " * 10_000, "]]><!--", "'\"><svg onload=1>"])
def test_what_a_record_says_is_only_text(text: str) -> None:
    """No text of a record adds, closes or changes an element, and no control character reaches the page."""
    markup = assessment_html(assess(hostile(CASE, text), as_of="2026-03-01"))
    found, plain = read(markup), page("2026-03-01")
    assert found.unbalanced == []
    assert {tag for tag, _ in found.tags} <= {tag for tag, _ in plain.tags}
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]", markup)
    assert len(found.ids) == len(set(found.ids))
    markup.encode("utf-8")


def test_hostile_ids_of_events_are_only_text() -> None:
    """An id that no file could hold still gives a valid anchor of its own."""
    case = replace(CASE, events=tuple(replace(each, id=f'{each.id}" <b> heading') for each in CASE.events))
    found = read(assessment_html(assess(case, as_of="2026-03-01")))
    assert found.unbalanced == []
    assert all(not re.search(r"\s", name) for name in found.ids)
    assert {name.removeprefix("#") for name in found.links if name.startswith("#")} <= set(found.ids)


def test_a_record_in_order_only_has_no_date() -> None:
    """Day numbers are printed, and an event of which only the order is known says so."""
    head = HEADER + "sex: female\nevents:\n"
    events = (
        "  - {id: one, kind: complaint, day: 0, menorrhagia: yes}\n"
        "  - {id: two, kind: imaging, day: 5, basis: order-only, modality: ultrasound, fibroid: yes}\n"
    )
    found = read(assessment_html(assess(case_of(head + events), as_of="after:two")))
    assert "order only, no date" in found.words(inside="event-two")
    assert "day 0" in found.words(inside="event-one")
    assert not re.search(r"\b20\d\d-\d\d", found.words(inside="section-record"))


def test_a_correction_and_an_event_without_finding_are_told() -> None:
    """The correction says what it corrects, and an empty event that it holds nothing."""
    case = case_of(
        with_events(
            event("a", "menorrhagia: yes\n", kind="complaint"),
            event("b", "supersedes: a\nreason: wrong day\n", kind="complaint", on="2025-08"),
        )
    )
    words = read(assessment_html(assess(case, as_of="2025-12"))).words(inside="event-b")
    assert "Corrects a" in words
    assert "wrong day" in words


def test_events_that_may_have_happened_are_listed_apart() -> None:
    """In the middle of July the month-dated events are described, and said not to count."""
    words = page("2025-07-15").words(inside="section-record")
    assert "May already have happened, not counted:" in words
    assert "event-ct-pelvis" in page("2025-07-15").ids


@pytest.mark.parametrize("point", ["2025-06-30", "after:ct-pelvis", "after:pathology", "2026-03-01"])
def test_no_english_sentence_of_the_catalogue_is_left_in_chinese(point: str) -> None:
    """Every piece of a sentence that the English page prints is translated on the Chinese one."""
    english = page(point).words()
    chinese = page(point, "zh").words(without=("lang=en", "words", "code", "section-record"))
    assert left_in_english(english, chinese) == []


def test_quotes_of_the_evidence_are_said_to_be_english() -> None:
    """On the Chinese page what stays in English says so, for whoever reads it aloud."""
    found = page("2026-03-01", "zh")
    quoted = [text for around, text in found.texts if any(each.get("lang") == "en" for _, each in around)]
    assert any("Exp Ther Med" in text for text in quoted)
    assert "Exp Ther Med" not in found.words(without=("lang=en",))
