"""What stands on the three sheets: as the assessment says it, complete, in both languages, nothing made up."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from tests.unit.write.html.reading import left_in_english
from tests.unit.write.pdf_reading import pages_of, solid, text_of

from cephalad.assessment import Assessment, assess
from cephalad.evidence import figures
from cephalad.logic import parse_partial_date
from cephalad.record import Birth, Case, read_bytes, read_example
from cephalad.terms import FINDINGS, ValueType, message
from cephalad.write.pdf import SHEETS, sheet_pdf
from cephalad.write.pdf.care import ITEMS, care_content
from cephalad.write.pdf.events import MOST_IN_SHORT, event_sentence, in_short
from cephalad.write.pdf.findings import RANKS, work_up_rows
from cephalad.write.pdf.mdt import MOST_QUESTIONS, mdt_content
from cephalad.write.pdf.paper import Paper
from cephalad.write.pdf.plan import open_questions, question_check
from cephalad.write.pdf.summary import summary_content
from cephalad.write.words import role_words, study_words

EMPTY = "format: cephalad-case/1\ncase: new-case\nwritten_on: 2026-01-05\nsex: female\nevents: []\n"
HEAD = "ab12" * 16
POINTS = ("2025-06-30", "after:ct-pelvis", "after:operation", "2026-03-01")
CARE_ITEMS = (
    "Title", "Key words", "Abstract", "Introduction", "Patient information", "Clinical findings", "Timeline",
    "Diagnostic assessment", "Therapeutic intervention", "Follow-up and outcomes", "Discussion", "Patient perspective",
    "Informed consent",
)  # fmt: skip


def reference() -> Case:
    """The reference patient."""
    return read_example("zhao-tian-2026")


@cache
def found(as_of: str = "2026-03-01") -> Assessment:
    """Her assessment."""
    return assess(reference(), as_of=as_of)


def paper(as_of: str = "2026-03-01", lang: str = "en") -> Paper:
    """A sheet of hers that nothing is written on yet."""
    return Paper(found(as_of), lang, 0)


def empty() -> Assessment:
    """The assessment of a record without events."""
    case = read_bytes(EMPTY.encode(), file="new.yaml")
    assert isinstance(case, Case)
    return assess(case, as_of="2026-01-05")


def longer() -> Case:
    """Her record with forty more contacts and examinations, of which no two of a kind follow each other."""
    last = [event for event in reference().events if event.id in ("contact-october", "electrocardiogram")]
    more = tuple(
        replace(last[number % 2], id=f"{last[number % 2].id}-{number}", sequence=100 + number) for number in range(40)
    )
    return replace(reference(), events=(*reference().events, *more))


def in_order(told: str, *words: str) -> bool:
    """Whether the words stand in the text one after the other."""
    places = [told.find(solid(word)) for word in words]
    return min(places) >= 0 and all(first < second for first, second in pairwise(places))


def blocks_of(content: dict[str, Any], kind: str) -> list[Any]:
    """The blocks of a kind on a sheet, those inside others too."""

    def walk(value: object) -> list[Any]:
        if isinstance(value, dict):
            own = [value] if value.get("kind") == kind else []
            return own + [each for part in value.values() for each in walk(part)]
        return [each for part in value for each in walk(part)] if isinstance(value, list | tuple) else []

    return walk(content)


# --- the sheet of the team --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("point", POINTS)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_sheet_of_the_team_has_one_or_two_pages(point: str, lang: str, tmp_path: Path) -> None:
    """One page while nothing raised the question, with the map a second; never a third."""
    expected = 1 if point == "2025-06-30" else 2
    assert pages_of(sheet_pdf(found(point), lang=lang), tmp_path) == expected


def test_the_sheet_of_the_team_begins_with_what_is_late(tmp_path: Path) -> None:
    """Whose sheet, urgent and overdue first, then the glance, team, options, questions; map, decision, signatures."""
    told = text_of(sheet_pdf(found(), head=HEAD), tmp_path)
    assert in_order(told, "Team meeting: zhao-tian-2026", "First: urgent", "Urgent a cardiac", "Overdue", "At a glance")
    assert in_order(
        told, "At a glance", "Open questions", "Ever involved", "Decision of the meeting", "Name, signature"
    )
    assert solid("48 years at first-visit (2025-07)") in told
    assert solid(f"record up to {HEAD}") in told
    assert found().digest[:12] in told


def test_every_page_says_whose_it_is_and_what_it_is_not(tmp_path: Path) -> None:
    """Case, day, edition, number of the page and the disclaimer stand at the foot of each page."""
    told = text_of(sheet_pdf(found()), tmp_path)
    for number in (1, 2):
        assert f"page{number}of2" in told
    assert told.count(solid(message("text.disclaimer", "en"))) == 2


def test_the_sheet_of_the_team_names_everybody_and_every_option(tmp_path: Path) -> None:
    """Each role, option, study and figure of the assessment; no figure without what must be said of it."""
    told = text_of(sheet_pdf(found()), tmp_path)
    for entry in found().roster:
        assert solid(role_words(entry.role, "en")) in told
    for option in found().options:
        assert solid(message(f"options.{option.option}", "en")) in told
        for figure in option.figures:
            assert solid(figures()[figure.id].status) in told
            assert solid(figures()[figure.id].beware) in told
    for row in found().workup:
        assert solid(study_words(row.study, "en")) in told


def test_what_is_late_or_missing_stands_first_in_the_work_up() -> None:
    """Overdue, due, declined, done in part, unknown, done, not indicated: the ranks never go back."""
    rows = work_up_rows(paper())
    ranks = [min(map(RANKS.index, (row.status, *row.also))) for row in rows]
    assert ranks == sorted(ranks)
    assert rows[0].status == "overdue"
    assert {row.study for row in rows} == {row.study for row in found().workup}


def test_questions_are_ticked_or_written() -> None:
    """A vein and a yes-or-no question have boxes; one with more answers has a line to write on."""
    checks = {item.facts: question_check(paper(), item) for item in found().missing if not item.more_than_two}
    vein = next(check for facts, check in checks.items() if facts[0].startswith("segment."))
    assert (vein.answers, vein.blank) == (("tumour", "clear", "not examined"), False)
    assert checks["tumour.residual",].answers == ("yes", "no", "not known")
    early = {item.facts: question_check(paper("after:ct-pelvis"), item) for item in found("after:ct-pelvis").missing}
    written = [check for check in early.values() if check.blank]
    assert written
    assert all(check.answers == () for check in written)


def test_questions_that_find_no_room_are_counted() -> None:
    """Those that decide most are asked; the number of the others is told."""
    asked, more = open_questions(paper(), MOST_QUESTIONS)
    every, none = open_questions(paper(), 1000)
    assert (len(asked), len(asked) + more, none) == (MOST_QUESTIONS, len(every), 0)
    assert asked == every[:MOST_QUESTIONS]


def test_no_map_frightens_where_nothing_raised_the_question() -> None:
    """Before any suspicion the sheet says in words that no report speaks of a vein."""
    early, late = mdt_content(paper("2025-06-30")), mdt_content(paper())
    assert early["second"] is None
    assert blocks_of(early, "picture") == []
    assert len(blocks_of(late, "picture")) == 1


def test_the_short_timeline_keeps_landmarks_and_counts_the_rest() -> None:
    """Events of a kind that follow each other share a line; of sixty-five the operation stays, the rest is counted."""
    lines, left_out = in_short(paper())
    assert left_out == 0
    assert any("Dose, 3 times" in line.lead for line in lines)
    many = Paper(assess(longer(), as_of="2026-03-01", with_missing=False), "en", 0)
    lines, left_out = in_short(many)
    assert len(lines) == MOST_IN_SHORT
    assert "Operation" in lines[0].lead
    assert left_out == len(many.found.view.events) - len(lines)


def test_the_marks_tell_a_published_and_a_synthetic_patient() -> None:
    """The head of a sheet says so, each where the record does."""
    marked = replace(found(), view=replace(found().view, case=replace(reference(), header={"synthetic": "yes"})))
    assert Paper(marked, "en", 0).content("mdt", size=9)["marks"] == ["SYNTHETIC PATIENT"]
    assert paper().content("mdt", size=9)["marks"] == ["PUBLISHED CASE"]
    assert Paper(empty(), "en", 0).content("mdt", size=9)["marks"] == []


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"sex": "", "birth": None}, "sex not recorded, age not recorded"),
        ({"sex": "male"}, "male, 48 years at first-visit (2025-07)"),
    ],
)
def test_who_she_is_as_far_as_recorded(changes: dict[str, Any], says: str) -> None:
    """Sex and age are told as recorded, and that they are not."""
    case = replace(reference(), **changes)
    assert Paper(assess(case, as_of="2026-03-01", with_missing=False), "en", 0).patient == says


def test_a_birth_is_told_as_recorded() -> None:
    """A birth known by the month is told by the month."""
    case = reference()
    assert case.birth is not None
    born = replace(case.birth, span=parse_partial_date("1977-04"), age_years=None)
    told = Paper(assess(replace(case, birth=born), as_of="2026-03-01", with_missing=False), "en", 0).patient
    assert told == "female, born 1977-04"


# --- the case summary -------------------------------------------------------------------------------------------------


def test_the_summary_holds_everything_in_order(tmp_path: Path) -> None:
    """Every part of the assessment, every event of the record, every source that was cited."""
    told = text_of(sheet_pdf(found(), "summary"), tmp_path)
    parts = ("suspicion", "work-up", "extent", "differential", "options", "endocrine", "surveillance", "missing")
    titles = [message(f"heading.{name}", "en") for name in (*parts, "notices", "record", "sources")]
    assert in_order(told, "At a glance", *titles[:2])
    assert [title for title in titles if solid(title) not in told] == []
    for event in found().view.events:
        assert f"({event.id})" in told
    assert solid("S13 (Introduction, Discussion)") in told


def test_the_summary_has_both_maps_after_an_operation() -> None:
    """The veins ever involved, and as they stand since the operation; before it only the first."""
    assert len(blocks_of(summary_content(paper()), "picture")) == 3
    assert len(blocks_of(summary_content(paper("after:ct-pelvis")), "picture")) == 2


def test_a_record_of_sixty_events_is_told_whole(tmp_path: Path) -> None:
    """Every one of them stands in the summary."""
    told = text_of(sheet_pdf(assess(longer(), as_of="2026-03-01", with_missing=False), "summary"), tmp_path)
    assert [event.id for event in longer().events if f"({event.id})" not in told] == []


# --- the draft of a case report ---------------------------------------------------------------------------------------


def test_the_draft_has_the_thirteen_items_of_care(tmp_path: Path) -> None:
    """The items of the check list stand in their order, numbered."""
    told = text_of(sheet_pdf(found(), "care"), tmp_path)
    assert in_order(told, *(f"{number}. {item}" for number, item in enumerate(CARE_ITEMS, start=1)))
    assert len(ITEMS) == 13


def test_what_only_an_author_can_say_is_marked_as_missing() -> None:
    """Introduction, lessons, discussion, the patient's words and consent stay open even on a full record."""
    left = {block["text"] for block in blocks_of(care_content(paper()), "missing")}
    open_parts = ("abstract-new", "abstract-lesson", "introduction", "strengths", "literature", "rationale", "lesson")
    always = {message(f"pdf.care-asks.{name}", "en") for name in (*open_parts, "perspective", "consent")}
    assert always <= left
    assert message("pdf.care-asks.tests", "en") not in left
    assert all(block["word"] == "MISSING" for block in blocks_of(care_content(paper()), "missing"))


def test_an_empty_record_is_missing_everywhere_but_for_the_sex() -> None:
    """Nothing is made up: each part but the one that tells the recorded sex is marked."""
    content = care_content(Paper(empty(), "en", 0))
    parts = [part for _, inside in ITEMS for part, _ in inside]
    left = [block["text"] for block in blocks_of(content, "missing")]
    assert left == [message(f"pdf.care-asks.{part}", "en") for part in parts if part != "patient"]


def test_events_stand_before_or_after_the_last_operation() -> None:
    """The first complaint is why she came, the one on treatment is told among what came after."""
    asked = {
        block["text"]: number for number, block in enumerate(care_content(paper())["body"]) if block["kind"] == "asked"
    }
    body = care_content(paper())["body"]
    concerns = body[asked[message("pdf.care-asks.concerns", "en")] + 1]
    adverse = body[asked[message("pdf.care-asks.adverse", "en")] + 1]
    assert [line["quiet"] for line in concerns["lines"]] == ["bleeding"]
    assert [line["quiet"] for line in adverse["lines"]] == ["complaints-on-treatment"]


@pytest.mark.parametrize(
    ("event", "says"),
    [
        ("wishes", "2025-07, wish: wishes to keep fertility: no, childbearing complete."),
        ("electrocardiogram", "2025-10, examination: electrocardiogram: normal."),
        ("blood-count-local", "2025-07, laboratory: anaemia, haemoglobin: not reported."),
    ],
)
def test_an_event_is_a_sentence(event: str, says: str) -> None:
    """What is there is told by its name, everything else with its answer."""
    (told,) = (each for each in reference().events if each.id == event)
    assert event_sentence(paper(), told) == says


# --- languages --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sheet", SHEETS)
def test_the_chinese_sheet_is_read_back_as_chinese(sheet: str, tmp_path: Path) -> None:
    """Title, a conclusion and the disclaimer can be taken out of the file as text."""
    told = text_of(sheet_pdf(found(), sheet, lang="zh"), tmp_path)
    assert in_order(told, message(f"pdf.sheet.{sheet}", "zh"), message("rung.suspicion.confirmed", "zh"))
    assert solid(message("text.disclaimer", "zh")) in told


def wordless() -> Case:
    """Her record without any words of its own: no notes, no texts, ids that are no words."""
    ids = {event.id: f"e{number}" for number, event in enumerate(reference().events)}
    events = tuple(
        replace(
            event,
            id=ids[event.id],
            note="",
            text="",
            origin=None,
            observations=tuple(
                replace(row, note="") for row in event.observations if FINDINGS[row.finding].type is not ValueType.TEXT
            ),
        )
        for event in reference().events
    )
    birth = replace(reference().birth or Birth(), at_event=ids["first-visit"])
    return replace(reference(), id="x", header={}, events=events, birth=birth)


def own_words(value: object) -> str:
    """Every text of a sheet in the sheet's own language, drawings left out."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        told = {name: each for name, each in value.items() if name not in ("svg", "kind", "fonts", "lang")}
        return (
            ""
            if value.get("kind") is None and value.get("lang") == "en" and "text" in value
            else own_words([*told.values()])
        )
    return "\n".join(map(own_words, value)) if isinstance(value, list | tuple) else ""


@pytest.mark.parametrize("sheet", SHEETS)
def test_no_sentence_is_left_in_english(sheet: str) -> None:
    """On a Chinese sheet stands no piece of the English catalogue; citations and statements keep their language."""
    assessed = assess(wordless(), as_of="2026-03-01")
    english, chinese = (own_words(SHEETS[sheet](Paper(assessed, lang, 0))) for lang in ("en", "zh"))
    assert left_in_english(english, chinese) == []
