"""Cases in the store: made, imported, added to, corrected, read."""

from __future__ import annotations

from typing import Any

import pytest

from cephalad.errors import InvalidArgument, InvalidCase
from cephalad.record import Case, example_names, read_example
from cephalad.server.store.faults import Conflict, NoSuchCase

pytestmark = pytest.mark.usefixtures("store")

HEADER = {"case": "patient-7", "sex": "female"}
CT: dict[str, Any] = {"kind": "imaging", "effective_on": "2025-07-14", "modality": "ct"}
CT["veins"] = {"infrarenal-ivc": {"content": "tumour"}}


def made(**further: Any) -> str:
    """The id of a new case."""
    from cephalad.server.store.cases import create_case

    return create_case({**HEADER, **further}, "anna").subject


def issues_of(caught: pytest.ExceptionInfo[InvalidCase]) -> list[tuple[str, str]]:
    """Path and code of every issue."""
    return [(issue.path, issue.code) for issue in caught.value.issues]


def test_every_shipped_case_comes_out_as_it_went_in() -> None:
    """All published cases, in one transaction each: header, events, findings, order."""
    from cephalad.server.store.cases import heads, import_case, load_case, load_cases
    from cephalad.server.store.verify import verify

    subjects = [import_case(read_example(name), "anna").subject for name in example_names()]
    for subject, name in zip(subjects, example_names(), strict=True):
        assert load_case(subject) == read_example(name)
    assert list(heads()) == subjects == [subject for subject, _ in load_cases()]
    assert verify().n_rows == sum(1 + len(case.events) for _, case in load_cases())


def test_a_case_is_made_from_a_header() -> None:
    """The format and the date are filled in; the id tells nothing of the pseudonym."""
    from cephalad.server.store.cases import header_of, heads, load_case, pseudonyms, subject_of

    subject = made(note="子宫肌瘤")
    case = load_case(subject)
    assert (case.id, case.sex, case.events, case.header["note"]) == ("patient-7", "female", (), "子宫肌瘤")
    assert header_of(subject)["format"] == "cephalad-case/1"
    assert len(subject) == 32
    assert pseudonyms() == {subject: "patient-7"}
    assert subject_of("patient-7") == subject
    assert list(heads()) == [subject]


def test_a_wrong_header_is_refused_with_all_its_issues() -> None:
    """As the reader of case files says it; nothing is written."""
    from cephalad.server.store.cases import create_case, heads

    with pytest.raises(InvalidCase) as caught:
        create_case({"case": "", "sex": "femal", "birth": "2025-13", "colour": "red"}, "anna")
    assert {code for _, code in issues_of(caught)} == {"CASE-01", "CASE-05", "VALUE-01", "TIME-02"}
    assert list(heads()) == []


def test_two_cases_never_have_one_pseudonym() -> None:
    """At making, importing and renaming."""
    from cephalad.server.store.cases import change_header, create_case, header_of, import_case

    made()
    other = made(case="patient-8")
    example = read_example("zhao-tian-2026")
    import_case(example, "anna")
    with pytest.raises(InvalidCase) as caught:
        create_case(HEADER, "anna")
    assert issues_of(caught) == [("case", "STORE-01")]
    with pytest.raises(InvalidCase):
        import_case(example, "anna")
    with pytest.raises(InvalidCase):
        change_header(other, {**header_of(other), "case": "patient-7"}, "anna", reason="typed wrong")


def test_an_event_is_added_with_an_id_and_the_day() -> None:
    """What the form leaves out is filled in; what it states is kept."""
    from cephalad.server.store.cases import add_event, load_case

    subject = made()
    add_event(subject, CT, "anna")
    add_event(subject, {**CT, "recorded_at": "2025-08"}, "anna")
    add_event(subject, {**CT, "id": "second-look"}, "anna")
    events = load_case(subject).events
    assert [event.id for event in events] == ["imaging-1", "imaging-2", "second-look"]
    assert events[0].recorded_at.earliest == events[0].recorded_at.latest
    assert events[1].recorded_at.latest - events[1].recorded_at.earliest == 30
    assert [event.observations[1].value for event in events] == ["tumour"] * 3


def test_a_wrong_event_is_refused_with_all_its_issues() -> None:
    """Each names the place that the event would have; the record stays as it was."""
    from cephalad.server.store.cases import add_event, load_case, with_events

    subject = made()
    add_event(subject, CT, "anna")
    wrong = {
        "kind": "imaging",
        "effective_on": "2025-02-30",
        "modality": "xray",
        "veins": {"aorta": {"content": "tumour"}},
    }
    with pytest.raises(InvalidCase) as caught:
        add_event(subject, wrong, "anna")
    assert [path for path, _ in issues_of(caught)] == [
        "events[1].effective_on",
        "events[1].modality",
        "events[1].veins.aorta",
    ]
    assert with_events(subject, [wrong]) == list(caught.value.issues)
    assert len(load_case(subject).events) == 1


@pytest.mark.parametrize(
    ("event", "code"),
    [
        ({**CT, "id": "imaging-1"}, "CASE-13"),
        ({**CT, "id": "a b"}, "CASE-05"),
        ({**CT, "kind": "../x"}, "CASE-14"),
        ({"kind": "imaging", "day": "7", "modality": "ct"}, "TIME-03"),
        ({**CT, "supersedes": "nothing"}, "CASE-16"),
    ],
)
def test_what_a_file_may_not_hold_the_store_does_not_take(event: dict[str, Any], code: str) -> None:
    """Twice the same id, an id that is none, a kind that is none, two calendars, a correction of nothing."""
    from cephalad.server.store.cases import add_event

    subject = made()
    add_event(subject, CT, "anna")
    with pytest.raises(InvalidCase) as caught:
        add_event(subject, event, "anna")
    assert code in {found for _, found in issues_of(caught)}


@pytest.mark.parametrize("value", [7, 1.5, None, True, b"x"])
def test_a_record_is_text(value: object) -> None:
    """A number or a yes of the programming language is refused, not guessed."""
    from cephalad.server.store.cases import add_event

    subject = made()
    with pytest.raises(InvalidArgument, match="text"):
        add_event(subject, {**CT, "note": value}, "anna")


def test_a_correction_stands_beside_what_it_corrects() -> None:
    """Both rows stay; the history has the reason."""
    from cephalad.record import standing_events
    from cephalad.server.store.cases import add_event, history, load_case

    subject = made()
    add_event(subject, {**CT, "id": "ct"}, "anna")
    add_event(subject, {**CT, "id": "ct-2", "supersedes": "ct", "reason": "read again", "modality": "mr"}, "bert")
    case = load_case(subject)
    assert [event.id for event in case.events] == ["ct", "ct-2"]
    assert [event.id for event in standing_events(case)] == ["ct-2"]
    rows = history(subject)
    assert [(row.kind, row.actor) for row in rows] == [
        ("case-created", "anna"),
        ("event-added", "anna"),
        ("event-added", "bert"),
    ]
    assert rows[2].content is not None
    assert rows[2].content["reason"] == "read again"
    assert rows[0].at <= rows[1].at <= rows[2].at


def test_several_events_are_written_all_or_none() -> None:
    """One that is wrong keeps the others out; no name is given twice."""
    from cephalad.server.store.cases import add_events, load_case

    subject = made()
    with pytest.raises(InvalidCase):
        add_events(subject, [CT, {**CT, "modality": "xray"}], "anna")
    assert load_case(subject).events == ()
    add_events(subject, [CT, CT, {**CT, "id": "imaging-3"}, CT], "anna")
    assert [event.id for event in load_case(subject).events] == ["imaging-1", "imaging-2", "imaging-3", "imaging-4"]
    with pytest.raises(InvalidArgument):
        add_events(subject, [], "anna")


def test_a_preview_writes_nothing() -> None:
    """The case as it would be; the chain is as long as before."""
    from cephalad.server.store.cases import heads, load_case, with_events

    subject = made()
    before = heads()
    found = with_events(subject, [CT])
    assert isinstance(found, Case)
    assert [event.id for event in found.events] == ["imaging-1"]
    assert load_case(subject).events == ()
    assert heads() == before


def test_a_form_sent_twice_is_one_row() -> None:
    """A case and an event; also when it left out what the store fills in, and when somebody wrote in between."""
    from cephalad.server.store.cases import add_event, create_case, heads, load_case
    from cephalad.server.store.models import ChainRow

    first = create_case(HEADER, "anna", token="form-1")
    again = create_case(HEADER, "anna", token="form-1")
    assert (again.subject, again.repeated) == (first.subject, True)
    shown = heads()[first.subject]
    added = add_event(first.subject, CT, "anna", token="form-2", expected_head=shown)
    add_event(first.subject, CT, "bert")
    assert add_event(first.subject, CT, "anna", token="form-2", expected_head=shown).sequence == added.sequence
    assert len(load_case(first.subject).events) == 2
    assert ChainRow.objects.count() == 3


def test_a_token_is_of_one_case_and_one_content() -> None:
    """Sent for another case or with another value, the form is told apart."""
    from cephalad.server.store.cases import add_event

    first, second = made(), made(case="patient-8")
    add_event(first, CT, "anna", token="form-1")
    for subject, event in ((second, CT), (first, {**CT, "modality": "mr"}), (first, {**CT, "note": "new"})):
        with pytest.raises(Conflict):
            add_event(subject, event, "anna", token="form-1")


def test_two_people_who_had_the_same_page_before_them() -> None:
    """The second one is told, and may read again; another case is no concern."""
    from cephalad.server.store.cases import add_event, change_header, header_of, heads

    subject, other = made(), made(case="patient-8")
    shown = heads()[subject]
    add_event(other, CT, "carl")
    add_event(subject, CT, "anna", expected_head=shown)
    with pytest.raises(Conflict) as caught:
        add_event(subject, CT, "bert", expected_head=shown)
    assert caught.value.head == heads()[subject]
    with pytest.raises(Conflict):
        change_header(subject, header_of(subject), "bert", reason="sex", expected_head=shown)
    add_event(subject, CT, "bert", expected_head=caught.value.head)


def test_a_header_changes_as_a_whole_with_a_reason() -> None:
    """An age is stated at an event that is there; the earlier header stays in the history."""
    from cephalad.server.store.cases import add_event, change_header, header_of, history, load_case, subject_of

    subject = made()
    add_event(subject, {**CT, "id": "ct"}, "anna")
    header = {**header_of(subject), "case": "patient-9", "birth": {"age_years": "48", "at": "ct"}}
    for reason, wrong in (("", header), (" ", header)):
        with pytest.raises(InvalidArgument, match="reason"):
            change_header(subject, wrong, "anna", reason=reason)
    with pytest.raises(InvalidCase):
        change_header(subject, {**header, "birth": {"age_years": "48", "at": "mr"}}, "anna", reason="age")
    with pytest.raises(InvalidArgument, match="events"):
        change_header(subject, {**header, "events": []}, "anna", reason="age")
    change_header(subject, header, "anna", reason="age was missing")
    case = load_case(subject)
    assert case.birth is not None
    assert (case.birth.age_years, case.id, len(case.events)) == (48, "patient-9", 1)
    assert [row.kind for row in history(subject)] == ["case-created", "event-added", "header-changed"]
    assert subject_of("patient-9") == subject
    with pytest.raises(NoSuchCase):
        subject_of("patient-7")


@pytest.mark.parametrize("subject", ["", "ab" * 16, "../../x"])
def test_a_case_that_is_not_there_is_told(subject: str) -> None:
    """By every way to it."""
    from cephalad.server.store.cases import add_event, history, load_case, with_events

    for call in (
        lambda: load_case(subject),
        lambda: history(subject),
        lambda: with_events(subject, [CT]),
        lambda: add_event(subject, CT, "anna"),
    ):
        with pytest.raises(NoSuchCase):
            call()


def test_an_answer_is_worked_out_once() -> None:
    """Until the case, the point or the language changes; emptying the table changes no answer."""
    from cephalad.server.store.answers import Asked, empty, remembered
    from cephalad.server.store.cases import add_event, heads
    from cephalad.server.store.models import CachedAnswer

    subject = made()
    made_so_far: list[str] = []

    def asked(**changed: str) -> str:
        question = {"as_of": "2026-03-01", "recorded_by": "", "lang": "en", **changed}

        def make() -> str:
            made_so_far.append("made")
            return f"answer in {question['lang']}"

        return remembered(Asked("text", subject, heads()[subject], "ab" * 32, **question), make)

    assert [asked(), asked(), asked(lang="zh"), asked(as_of="2026-03-02")] == [
        "answer in en",
        "answer in en",
        "answer in zh",
        "answer in en",
    ]
    assert len(made_so_far) == CachedAnswer.objects.count() == 3
    add_event(subject, CT, "anna")
    asked()
    assert (len(made_so_far), CachedAnswer.objects.count()) == (4, 1)
    empty()
    assert asked() == "answer in en"
    assert len(made_so_far) == 5
