"""The case page by the framework's own client: what it says at each stop, what an answer does, and for whom."""

from __future__ import annotations

import html
import json
import re
import time
from dataclasses import replace
from typing import Any

import pytest
from tests.server.visiting import person, signed_in, text

SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture
def visitor(sqlite_store: str) -> Any:
    """Somebody signed in, in a store with the reference patient."""
    from cephalad.record import read_example
    from cephalad.server.store.cases import import_case

    assert sqlite_store
    import_case(read_example("zhao-tian-2026"), "tests")
    return signed_in(person(factor=SECRET), csrf=False)


def address(pseudonym: str = "zhao-tian-2026") -> str:
    """The page of a case."""
    from cephalad.server.store.cases import subject_of

    return f"/cases/{subject_of(pseudonym)}/"


def recorded(subject: str) -> list[Any]:
    """The rows of the record, without those that say who looked at it."""
    from cephalad.server.store.append import RECORD_KINDS
    from cephalad.server.store.cases import history

    return [row for row in history(subject) if row.kind in RECORD_KINDS]


def words(page: str) -> str:
    """The text that a reader sees."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", " ", page)))


def section(page: str, name: str) -> str:
    """The text of one section."""
    return words(page.partition(f'<section id="{name}"')[2].partition("</section>")[0].partition(">")[2])


# --- what it says -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("as_of", "said"),
    [
        # Checkpoints of the reference patient: tests/published/test_reference_patient.py says the same of the engine.
        ("after:bleeding", "consider"),
        ("after:ultrasound-local", "suspected"),
        ("after:ct-pelvis", "probable"),
        ("after:pathology", "confirmed"),
    ],
)
def test_the_page_says_what_the_pathway_said_at_that_point(visitor: Any, as_of: str, said: str) -> None:
    """At each checkpoint the page shows the level of suspicion of that point, in the words of the pathway."""
    page = text(visitor.get(address(), {"as-of": as_of}))
    from cephalad.assessment import assess
    from cephalad.record import read_example
    from cephalad.write.html.sheet import Sheet
    from cephalad.write.overview import suspicion_text

    found = assess(read_example("zhao-tian-2026"), as_of=as_of)
    told = suspicion_text(Sheet.of(found, "en"))
    assert told in section(page, "section-glance")
    if as_of != "after:bleeding":
        assert told.startswith(said)


def test_the_first_ultrasound_meets_the_trigger(visitor: Any) -> None:
    """Before the first ultrasound no team is to be convened and no CT is due; after it both are."""
    before = text(visitor.get(address(), {"as-of": "after:blood-count-local"}))
    after = text(visitor.get(address(), {"as-of": "after:ultrasound-local"}))
    assert "contrast CT or MRI of the pelvis" not in section(before, "section-to-do")
    assert "contrast CT or MRI of the pelvis" in section(after, "section-to-do")
    assert "suspicion" in section(after, "section-changed")


def test_overdue_stands_before_due(visitor: Any) -> None:
    """In the plan what is urgent stands first, then what is overdue."""
    told = section(text(visitor.get(address(), {"as-of": "2026-03-27"})), "section-to-do")
    assert told.index("urgent") < told.index("overdue")
    assert "baseline MRI" in told


def test_every_event_is_a_stop_with_a_link(visitor: Any) -> None:
    """Without a script the slider is a list of links: one for each event, one for today, the shown one marked."""
    from cephalad.record import read_example, standing_events

    page = text(visitor.get(address(), {"as-of": "after:operation"}))
    linked = re.findall(r'href="[^"]*\?as-of=([^"]+)" data-stop="(\d+)"( aria-current="true")?', page)
    events = [f"after:{event.id}" for event in standing_events(read_example("zhao-tian-2026"))]
    assert [name for name, _, _ in linked][:-1] == events
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", linked[-1][0])
    assert [name for name, _, now in linked if now] == ["after:operation"]
    for name, _, _ in linked[:3]:
        assert visitor.get(address(), {"as-of": name}).status_code == 200


def test_the_marks_stand_where_conclusions_changed(visitor: Any) -> None:
    """The strip has one bar for each event of which the replay tells a change."""
    from cephalad.record import read_example
    from cephalad.replay import replay

    page = text(visitor.get(address(), {"as-of": "after:bleeding"}))
    strip = page.partition('class="changed-at"')[2].partition("</svg>")[0]
    changed = [step for step in replay(read_example("zhao-tian-2026")) if step.changes]
    assert strip.count("<rect") in (len(changed), len(changed) + 1)  # today may have changed something, too
    assert f'max="{len(replay(read_example("zhao-tian-2026")))}"' in page


def test_what_an_event_changed_is_told_before_and_after(visitor: Any) -> None:
    """The comparison names each conclusion with its value before and after the event, as the replay does."""
    from cephalad.record import read_example
    from cephalad.replay import replay

    told = section(text(visitor.get(address(), {"as-of": "after:operation"})), "section-changed")
    step = next(each for each in replay(read_example("zhao-tian-2026")) if each.after == "operation")
    assert "Before" in told
    assert "After" in told
    assert told.count(" option, ") == sum(each.key.startswith("options.") for each in step.changes)


def test_a_statement_opens_to_its_reasons(visitor: Any) -> None:
    """The suspicion names criterion, verdict, fact, the event behind it, and a statement of the paper."""
    page = text(visitor.get(address(), {"as-of": "after:ct-pelvis"}))
    told = page.partition('<section id="section-suspicion"')[2].partition("</section>")[0]
    assert "<details" in told
    assert 'href="#event-ct-pelvis"' in told
    assert 'href="#statement-S' in told
    assert 'id="event-ct-pelvis"' in page


def test_a_day_between_two_events_is_shown(visitor: Any) -> None:
    """Any day may be asked for; the page says that it is none of the stops."""
    page = text(visitor.get(address(), {"as-of": "2025-09-15"}))
    assert "as of 2025-09-15" in words(page)
    assert "A day between two events." in words(page)
    assert 'id="section-changed"' not in page


@pytest.mark.parametrize("as_of", ["after:nothing", "yesterday", "2025-13", "day:7", "<script>", "after:" + "x" * 3000])
def test_a_point_that_is_none_leads_to_the_newest(visitor: Any, as_of: str) -> None:
    """A point that the record does not have leads back to the newest, with a word about it."""
    answer = visitor.get(address(), {"as-of": as_of}, follow=True)
    assert answer.redirect_chain == [(address(), 302)]
    assert "The record has no such point." in words(text(answer))


def test_the_page_is_there_in_chinese(visitor: Any) -> None:
    """In Chinese the headings, the slider and the conclusions are Chinese."""
    page = words(text(visitor.get(address(), {"as-of": "after:ct-pelvis", "lang": "zh"})))
    for told in ("时间点", "较早", "逾期与到期" if "逾期与到期" in page else "回答", "此处结论改变"):
        assert told in page


def test_what_a_record_says_is_only_text(sqlite_store: str) -> None:
    """Markup in a pseudonym's note, in an event and in its id is shown as text."""
    from cephalad.server.store.cases import add_event, create_case

    assert sqlite_store
    subject = create_case({"case": "marked", "sex": "female"}, "tests").subject
    noted = {"kind": "complaint", "effective_on": "2025-06", "pelvic": "yes", "note": "<script>alert(1)</script>"}
    add_event(subject, noted, "tests")
    visitor = signed_in(person(factor=SECRET), csrf=False)
    page = text(visitor.get(f"/cases/{subject}/"))
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_a_case_without_events_has_a_page(sqlite_store: str) -> None:
    """A new case shows its page with today as the only stop, and questions to begin with."""
    from cephalad.server.store.cases import create_case

    assert sqlite_store
    subject = create_case({"case": "empty", "sex": "female"}, "tests").subject
    visitor = signed_in(person(factor=SECRET), csrf=False)
    page = text(visitor.get(f"/cases/{subject}/"))
    assert page.count("data-stop=") == 1
    assert 'id="section-missing"' in page


def test_every_published_case_has_a_page(sqlite_store: str) -> None:
    """Records with day numbers, with order only and with dates are all shown."""
    from cephalad.record import example_names, read_example
    from cephalad.server.store.cases import import_case

    assert sqlite_store
    visitor = signed_in(person(factor=SECRET), csrf=False)
    for name in example_names()[::6]:
        import_case(read_example(name), "tests")
        answer = visitor.get(address(name))
        assert answer.status_code == 200, name
        assert 'aria-current="true"' in text(answer), name


def test_nobody_knows_of_a_case_that_is_not_there(visitor: Any) -> None:
    """An id of no case, and one of an erased case, are not found."""
    from cephalad.server.store.cases import subject_of
    from cephalad.server.store.erase import erase_case

    gone = subject_of("zhao-tian-2026")
    erase_case(gone, "tests", reason="her wish")
    for path in (f"/cases/{gone}/", f"/cases/{'0' * 32}/", "/cases/x/", f"/cases/{gone}/answer/"):
        assert visitor.get(path).status_code == 404, path


def test_the_second_visit_is_quick(visitor: Any) -> None:
    """What was worked out for a stop is kept: the page of 25 events comes again in less than the 300 ms aimed at."""
    visitor.get(address(), {"as-of": "after:operation"})
    began = time.perf_counter()
    visitor.get(address(), {"as-of": "after:operation"})
    assert time.perf_counter() - began < 0.3


def test_what_is_kept_goes_when_the_record_changes(visitor: Any) -> None:
    """After a new event the page tells it at once."""
    from cephalad.server.store.cases import add_event, subject_of

    subject = subject_of("zhao-tian-2026")
    visitor.get(address(), {"as-of": "2026-03-27"})
    add_event(subject, {"kind": "state", "effective_on": "2026-03-01", "menopause": "postmenopausal"}, "tests")
    page = text(visitor.get(address(), {"as-of": "2026-03-27"}))
    assert 'id="event-state-1"' in page


def test_a_script_gets_the_part_only(visitor: Any) -> None:
    """Asked for by htmx the answer holds the region and the renewed stops, and no frame around it."""
    part = text(visitor.get(address(), {"as-of": "after:operation"}, headers={"HX-Request": "true"}))
    assert "<html" not in part
    assert 'id="stops-now"' in part
    assert 'id="section-to-do"' in part


# --- an answer to a missing fact --------------------------------------------------------------------------------------

ASKED = {"as-of": "2026-03-27", "facts": "state.menopause"}


def form_of(visitor: Any, **asked: str) -> dict[str, str]:
    """The hidden fields and the values of the form, as a browser would send them."""
    page = text(visitor.get(f"{address()}answer/", asked))
    form = page.partition('class="answer-form"')[2].partition("</form>")[0]
    found = re.findall(r'<input [^>]*name="([^"]+)" value="([^"]*)"', form)
    return {name: html.unescape(value) for name, value in found if not name.startswith(("answer-", "csrf"))}


def test_an_answer_is_looked_at_before_it_is_saved(visitor: Any) -> None:
    """To look writes nothing; to save writes one event, with who did it; the question is then open no more."""
    from cephalad.server.store.cases import subject_of

    subject = subject_of("zhao-tian-2026")
    page = text(visitor.get(address(), {"as-of": "2026-03-27"}))
    assert "facts=segment.retrohepatic-ivc" in page
    sent = {**form_of(visitor, **{**ASKED, "facts": "segment.retrohepatic-ivc"}), "answer-0": "tumour"}
    sent["modality"] = "ct"
    looked = text(visitor.post(f"{address()}answer/", {**sent, "step": "look"}))
    assert "What this answer would change" in looked
    assert len(recorded(subject)) == 26
    saved = visitor.post(f"{address()}answer/", {**sent, "step": "save"}, follow=True)
    rows = recorded(subject)
    assert len(rows) == 27
    assert rows[-1].actor == "anna"
    assert rows[-1].content is not None
    assert json.loads(json.dumps(rows[-1].content["veins"])) == {"retrohepatic-ivc": {"content": "tumour"}}
    assert "Saved. Conclusions changed:" in words(text(saved))
    assert "facts=segment.retrohepatic-ivc" not in text(saved)


def test_the_preview_tells_what_saving_does(visitor: Any) -> None:
    """The conclusions that the preview names are those that differ afterwards."""
    from cephalad.assessment import assess, key_values
    from cephalad.server.store.cases import load_case, subject_of

    subject = subject_of("zhao-tian-2026")
    before = key_values(assess(load_case(subject), as_of="2026-03-27"))
    sent = {**form_of(visitor, **{**ASKED, "facts": "segment.right-atrium"}), "answer-0": "clear"}
    sent |= {"modality": "echocardiography", "step": "save"}
    saved = words(text(visitor.post(f"{address()}answer/", sent, follow=True)))
    after = key_values(assess(load_case(subject), as_of="2026-03-27"))
    differ = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    assert f"Conclusions changed: {len(differ)}." in saved
    assert differ


def test_an_answer_about_the_operation_completes_its_event(visitor: Any) -> None:
    """The record still has one operation: the old event is superseded by one that says the same and the answer."""
    from cephalad.record import standing_events
    from cephalad.server.store.cases import load_case, subject_of

    page = text(visitor.get(address(), {"as-of": "2026-03-27"}))
    asked = [html.unescape(each) for each in re.findall(r"facts=([^\"&]+)\"", page)]
    facts = next(each for each in asked if each.startswith(("operation.", "pathology.", "tumour.")) and "+" not in each)
    sent = {**form_of(visitor, **{**ASKED, "facts": facts}), "step": "save"}
    options = re.findall(
        r'name="answer-0" value="([^"]+)"', text(visitor.get(f"{address()}answer/", {**ASKED, "facts": facts}))
    )
    visitor.post(f"{address()}answer/", {**sent, "answer-0": options[0]})
    case = load_case(subject_of("zhao-tian-2026"))
    last = case.events[-1]
    old = next(event for event in case.events if event.id == last.supersedes)
    assert last.kind == old.kind
    assert last.reason == "Completed by the answer to an open question"
    assert len(last.observations) in (len(old.observations), len(old.observations) + 1)
    assert [event.kind for event in standing_events(case)].count(old.kind) == 1


def test_an_answer_at_an_earlier_point_stands_there(visitor: Any) -> None:
    """An answer given with the slider at an event counts at that event, not behind what came later in the month."""
    asked = {"as-of": "after:ultrasound-local", "facts": "segment.retrohepatic-ivc"}
    sent = {**form_of(visitor, **asked), "answer-0": "clear", "modality": "ct", "step": "save"}
    sent["contrast"] = "yes"
    answer = visitor.post(f"{address()}answer/", sent)
    assert answer.status_code == 302
    page = text(visitor.get(answer.headers["Location"]))
    assert "facts=segment.retrohepatic-ivc" not in page
    assert 'id="event-imaging-1"' in page
    assert 'id="event-operation"' not in page


def test_an_examination_that_was_done_is_not_called_refused(visitor: Any) -> None:
    """An echocardiography in its window is done; the day of the study is told as an event, not as a refusal."""
    asked = {**ASKED, "facts": "segment.right-atrium"}
    sent = {**form_of(visitor, **asked), "answer-0": "clear", "modality": "echocardiography", "step": "save"}
    told = section(text(visitor.post(f"{address()}answer/", sent, follow=True)), "section-surveillance")
    row = told.partition("echocardiography:")[2]
    assert "done" in row
    assert "refused" not in row


def test_the_page_leads_to_entry(visitor: Any) -> None:
    """New event, header, history, the correction of each event and questions for a whole form lead to pages."""
    page = text(visitor.get(address(), {"as-of": "after:ct-pelvis"}))
    ways = {html.unescape(each) for each in re.findall(rf'href="({address()}[a-z][^"?]*)"', page)}
    assert any(way.endswith("/events/ct-pelvis/correct/") for way in ways)
    assert any(way.endswith("/enter/imaging/") for way in ways)
    for way in sorted(ways):
        assert visitor.get(way).status_code in (200, 302), way


def test_a_form_sent_twice_is_one_event(visitor: Any) -> None:
    """A double submit writes once, also where the answer leaves the question open."""
    from cephalad.server.store.cases import subject_of

    subject = subject_of("zhao-tian-2026")
    sent = {**form_of(visitor, **{**ASKED, "facts": "segment.right-atrium"}), "answer-0": "unknown", "modality": "ct"}
    for _ in range(2):
        assert visitor.post(f"{address()}answer/", {**sent, "step": "save"}).status_code == 302
    assert len(recorded(subject)) == 27


def test_two_people_do_not_overwrite_each_other(visitor: Any) -> None:
    """When somebody wrote in between, nothing is saved and the form says so, with everything that was chosen."""
    from cephalad.server.store.cases import add_event, subject_of

    subject = subject_of("zhao-tian-2026")
    sent = {**form_of(visitor, **{**ASKED, "facts": "segment.right-atrium"}), "answer-0": "clear", "modality": "ct"}
    add_event(subject, {"kind": "wish", "effective_on": "2026-03", "fertility": "no"}, "bert")
    told = text(visitor.post(f"{address()}answer/", {**sent, "step": "save"}))
    assert "Somebody changed this case in the meantime." in words(told)
    assert 'value="clear" checked' in told
    assert len(recorded(subject)) == 27


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("answer-0", "", "Choose an answer."),
        ("answer-0", "<b>", "Choose an answer."),
        ("modality", "", "Choose the study that shows it."),
        ("modality", "x-ray eyes", "Choose the study that shows it."),
        ("when", "", "Say when."),
        ("when", "soon<script>", "soon<script>"),
        ("when", "2025-02-31", "2025-02-31"),
    ],
)
def test_a_faulty_answer_is_told_and_not_saved(visitor: Any, field: str, value: str, said: str) -> None:
    """What is missing or out of form is told above the form; nothing is written and nothing runs."""
    from cephalad.server.store.cases import history, subject_of

    sent = {**form_of(visitor, **{**ASKED, "facts": "segment.right-atrium"}), "answer-0": "clear", "modality": "ct"}
    page = text(visitor.post(f"{address()}answer/", {**sent, "step": "save", field: value}))
    assert said in words(page.partition('role="alert"')[2].partition("</div>")[0])
    assert "<script>" not in page.partition("<main")[2]
    assert len(history(subject_of("zhao-tian-2026"))) == 26


def test_a_question_that_is_not_open_is_not_asked(visitor: Any) -> None:
    """An address of a question that is answered, or that never was one, leads back to the case."""
    for facts in ("wish.fertility", "nothing", "mass:ivl.suspicion.typical-mass", ""):
        answer = visitor.get(f"{address()}answer/", {**ASKED, "facts": facts})
        assert answer.status_code == 302, facts
        assert answer.headers["Location"].startswith(address())


# --- the list ---------------------------------------------------------------------------------------------------------


def test_the_list_begins_with_what_is_pressing(sqlite_store: str) -> None:
    """The start page names case, age, suspicion and front, urgent before overdue before due before the rest."""
    from cephalad.record import example_names, read_example
    from cephalad.server.store.cases import import_case

    assert sqlite_store
    for name in ("zhao-tian-2026", *example_names()[:8]):
        if name != "zhao-tian-2026" or name not in example_names()[:8]:
            import_case(read_example(name), "tests")
    visitor = signed_in(person(factor=SECRET), csrf=False)
    page = text(visitor.get("/"))
    body = page.partition("<tbody>")[2]
    standings = re.findall(r'class="chip is-(\w+)"', body)
    order = ["urgent", "overdue", "due", "upcoming"]
    assert standings == sorted(standings, key=order.index)
    assert len(set(standings)) > 1
    line = words(body.partition("zhao-tian-2026")[2].partition("</tr>")[0])
    assert "confirmed" in line
    assert "left ovarian vein" in line
    assert re.search(r"49 to 50|50 to 51|5\d", line)


@pytest.mark.usefixtures("django")
def test_what_changed_is_the_same_after_one_event_more_and_after_a_correction() -> None:
    """Whether the way was walked before or not: an event at the end, one in between, one corrected, a new birth."""
    from cephalad.record import read_example, standing_events
    from cephalad.server.cases.stops import _ways, written_changes

    whole = read_example("zhao-tian-2026")
    events = list(standing_events(whole))
    corrected = replace(events[3], id="corrected", supersedes=events[3].id, reason="read again")
    states = [
        replace(whole, events=tuple(events[:20])),
        replace(whole, events=tuple(events[:21])),
        replace(whole, events=tuple(events[:5] + events[6:21])),
        replace(whole, events=(*events[:21], corrected)),
        replace(whole, birth=None, events=tuple(events[:21])),
        replace(whole, events=()),
        whole,
    ]
    for state in states:
        again = written_changes(state, "2026-03-27")
        _ways.clear()
        assert again == written_changes(state, "2026-03-27")
