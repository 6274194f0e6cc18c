"""Entering by forms: every kind of event, what is wrong at its field, preview, corrections, drafts, double submits."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from tests.server.visiting import person, signed_in, text

from cephalad.record import Case, Event, example_names, read_example
from cephalad.terms import FINDINGS, KINDS, LANGUAGES

SECRET = "JBSWY3DPEHPK3PXP"
FORM = "00000000-0000-4000-8000-00000000000"

pytestmark = pytest.mark.usefixtures("sqlite_store")


def visitor(name: str = "anna") -> Any:
    """Somebody who is logged in."""
    return signed_in(person(name, factor=SECRET), csrf=False)


def made(guest: Any, **header: str) -> str:
    """The id of a case that was made by the form."""
    fields = {f"h.{key}": value for key, value in {"case": "patient-7", "sex": "female", **header}.items()}
    answer = guest.post(f"/new-case/{uuid.uuid4()}/", {**fields, "act": "save"})
    assert answer.status_code == 302, text(answer)
    return str(answer.headers["Location"]).split("/")[2]


def event_path(subject: str, kind: str, form: str = "") -> str:
    """The address of a form."""
    return f"/cases/{subject}/enter/{kind}/{form or uuid.uuid4()}/"


def saved(guest: Any, path: str, **fields: Any) -> Any:
    """The answer to a form that is saved; dots in names are written as two underscores."""
    return guest.post(path, {**{key.replace("__", "."): value for key, value in fields.items()}, "act": "save"})


def case_of(subject: str) -> Case:
    """The case as the store reads it."""
    from cephalad.server.store.cases import load_case

    return load_case(subject)


def said(event: Event) -> list[Any]:
    """What an event says, in the order of the vocabulary."""
    order = {name: place for place, name in enumerate(FINDINGS)}
    return sorted(event.observations, key=lambda each: (order[each.finding], each.qualifier))


def test_the_reference_patient_is_entered_by_hand() -> None:
    """From first bleeding to October by forms alone: the same record as the shipped file, and the same conclusions."""
    from cephalad.assessment import assess, key_values
    from cephalad.record import parse_point
    from cephalad.server.entry.prefill import fields_of

    shipped = read_example("zhao-tian-2026")
    guest = visitor()
    subject = made(guest, case=shipped.id, written_on="2026-03-27", title=shipped.header["title"])
    for event in shipped.events:
        fields = {**fields_of(event, shipped), "e.id": event.id, "e.recorded_at": "2026-03-27", "act": "save"}
        if event.id == "first-visit":
            fields["e.age"] = "48"
        answer = guest.post(event_path(subject, event.kind), fields)
        assert answer.status_code == 302, (event.id, text(answer))
    entered = case_of(subject)
    assert (entered.birth, entered.sex, entered.calendar) == (shipped.birth, shipped.sex, shipped.calendar)
    for mine, theirs in zip(entered.events, shipped.events, strict=True):
        assert (mine.id, mine.kind, mine.moment, mine.sequence) == (
            theirs.id,
            theirs.kind,
            theirs.moment,
            theirs.sequence,
        )
        assert (mine.origin, mine.note, mine.recorded_at) == (theirs.origin, theirs.note, theirs.recorded_at)
        assert said(mine) == said(theirs)
    for point in ("after:ultrasound-referral", "after:ct-pelvis", "after:pathology", "2026-03-01"):
        both = [key_values(assess(case, as_of=parse_point(point, case))) for case in (entered, shipped)]
        assert both[0] == both[1], point
    assert key_values(assess(entered, as_of=parse_point("after:pathology", entered)))["suspicion"] == "confirmed"


def test_every_event_of_every_published_case_fits_its_form() -> None:
    """Filled in for a correction and read again, each says exactly what it said: no finding has no control."""
    from cephalad.server.entry.prefill import fields_of
    from cephalad.server.entry.written import write_event
    from cephalad.server.store.contents import header_and_events, read_record

    n_events = 0
    for name in example_names():
        case = read_example(name)
        header = {key: value for key, value in header_and_events(case)[0].items() if key != "birth"}
        for event in case.events:
            written = write_event(KINDS[event.kind], fields_of(event, case))
            found = read_record(header, [{**written.event, "id": event.id}])
            assert isinstance(found, Case), (name, event.id, found)
            assert said(found.events[0]) == said(event), (name, event.id)
            n_events += 1
    assert n_events > 250


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_has_a_form_with_every_finding(kind: str) -> None:
    """In both languages, each finding of the kind has a control; the usual ones are all real."""
    from cephalad.server.entry.usual import USUAL

    guest = visitor()
    subject = made(guest)
    assert set(USUAL.get(kind, ())) <= set(KINDS[kind].findings)
    for lang in LANGUAGES:
        page = text(guest.get(f"{event_path(subject, kind)}?lang={lang}"))
        for name, finding in KINDS[kind].findings.items():
            assert f'name="f.{name}.0.a"' in page, name
            assert (finding.label_zh if lang == "zh" else finding.label_en) in page or "&" in page


def test_no_not_assessed_not_reported_and_unknown_are_different_answers() -> None:
    """Each stands in the record as what it is; suspected is none of them, and empty says nothing."""
    guest = visitor()
    subject = made(guest)
    answers = {"dyspnoea": "no", "syncope": "not-assessed", "headache": "not-reported", "fatigue": "unknown"}
    answers |= {"palpitations": "suspected", "collapse": "suspected-no", "insomnia": "", "menorrhagia": "yes"}
    fields = {f"f.{name}.0.a": answer for name, answer in answers.items()}
    answer = guest.post(event_path(subject, "complaint"), {**fields, "e.effective_on": "2025-06", "act": "save"})
    assert answer.status_code == 302
    found = {each.finding: (each.value, each.status) for each in case_of(subject).events[0].observations}
    assert found == {
        "complaint.dyspnoea": ("no", "recorded"),
        "complaint.syncope": (None, "not-assessed"),
        "complaint.headache": (None, "not-reported"),
        "complaint.fatigue": (None, "unknown"),
        "complaint.palpitations": ("yes", "suspected"),
        "complaint.collapse": ("no", "suspected"),
        "complaint.menorrhagia": ("yes", "recorded"),
    }


def test_units_and_full_width_digits_are_read() -> None:
    """The chosen unit counts; one that was typed goes before it."""
    guest = visitor()
    subject = made(guest)
    fields = {"m.0.name": "left", "m.0.longest-diameter.0.a": "７．２", "m.0.longest-diameter.0.u": "cm"}
    fields |= {"m.0.second-diameter.0.a": "5 cm", "m.0.second-diameter.0.u": "mm", "f.modality.0.a": "ct"}
    assert (
        guest.post(event_path(subject, "imaging"), {**fields, "e.effective_on": "2025-07", "act": "save"}).status_code
        == 302
    )
    sizes = [each.value for each in case_of(subject).events[0].observations if each.finding.startswith("mass.")]
    assert sizes == [72.0, 50.0]


def test_all_that_is_wrong_is_told_at_its_field_and_nothing_is_lost() -> None:
    """Time, number, doubled mass, unknown vein: four faults at once, each beside its control; every value stays."""
    guest = visitor()
    subject = made(guest)
    fields = {
        "e.effective_on": "June",
        "f.modality.0.a": "ct",
        "m.0.name": "left",
        "m.0.longest-diameter.0.a": "4000",
        "m.0.longest-diameter.0.u": "cm",
        "m.1.name": "left",
        "m.1.side.0.a": "left",
        "v.0.name": "no-such-vein",
        "v.0.content.0.a": "tumour",
        "e.note": "kept <b>whole</b>",
        "act": "save",
    }
    for lang in LANGUAGES:
        answer = guest.post(f"{event_path(subject, 'imaging')}?lang={lang}", fields)
        page = text(answer)
        assert answer.status_code == 422
        for control in ("e.effective_on", "m.0.longest-diameter.0.a", "m.1.name", "v.0.name"):
            assert f'href="#{control}"' in page, control
            assert f'id="{control}-wrong"' in page, control
        assert "kept &lt;b&gt;whole&lt;/b&gt;" in page
        assert 'value="4000"' in page
    assert case_of(subject).events == ()


def test_the_preview_tells_what_would_change_and_writes_nothing() -> None:
    """The first report of tumour in the vena cava: the suspicion rises, before anything is saved."""
    guest = visitor()
    subject = made(guest)
    fields = {"e.effective_on": "2025-07", "f.modality.0.a": "ct", "v.0.name": "infrarenal-ivc"}
    fields |= {"v.0.content.0.a": "filling-defect", "act": "preview"}
    part = text(guest.post(event_path(subject, "imaging"), fields, headers={"HX-Request": "true"}))
    assert "<html" not in part
    assert "<ins>" in part
    whole = text(guest.post(event_path(subject, "imaging"), fields))
    assert "<html" in whole
    assert "<ins>" in whole
    assert case_of(subject).events == ()


def test_a_double_submit_is_one_event() -> None:
    """The same form twice is one row; the same form with other content is refused and says so."""
    guest = visitor()
    subject = made(guest)
    path = event_path(subject, "dose")
    fields = {"e__effective_on": "2025-08", "f__drug__0__a": "leuprolide"}
    assert saved(guest, path, **fields).status_code == 302
    assert saved(guest, path, **fields).status_code == 302
    assert len(case_of(subject).events) == 1
    assert saved(guest, path, **fields, e__note="late").status_code == 409
    assert len(case_of(subject).events) == 1


def test_two_people_at_one_case_are_told_of_each_other() -> None:
    """Who saves second sees who wrote what; nothing typed is lost, and saving again with that seen works."""
    guest, other = visitor(), visitor("berta")
    subject = made(guest)
    paths = [event_path(subject, "contact") for _ in range(2)]
    heads = [re.search(r'name="head" value="(\w+)"', text(guest.get(path))) for path in paths]
    fields: dict[str, Any] = {
        "e__effective_on": "2025-10",
        "f__reached__0__a": "yes",
        "head": heads[0][1] if heads[0] else "",
    }
    assert saved(other, paths[0], **fields).status_code == 302
    late = saved(guest, paths[1], **fields, e__note="typed by anna")
    assert late.status_code == 409
    assert "contact-1 (berta)" in text(late)
    assert "typed by anna" in text(late)
    now = re.search(r'name="head" value="(\w+)"', text(late))
    assert now is not None
    assert saved(guest, paths[1], **{**fields, "head": now[1]}, e__note="typed by anna").status_code == 302
    assert len(case_of(subject).events) == 2


def test_a_correction_supersedes_with_its_reason_and_stands_in_the_history() -> None:
    """Without a reason it is refused; the history tells old and new value, who and why."""
    guest = visitor()
    subject = made(guest)
    saved(guest, event_path(subject, "laboratory"), e__effective_on="2025-07", f__haemoglobin__0__a="70 g/L")
    page = text(guest.get(f"/cases/{subject}/events/laboratory-1/correct/{FORM}1/"))
    assert 'value="70"' in page
    path = f"/cases/{subject}/events/laboratory-1/correct/{FORM}1/"
    fields = {"e__effective_on": "2025-07", "f__haemoglobin__0__a": "107", "f__haemoglobin__0__u": "g/L"}
    assert saved(guest, path, **fields).status_code == 422
    answer = saved(guest, path, **fields, e__reason="digits <swapped>")
    assert answer.status_code == 302, text(answer)
    assert saved(guest, path, **fields, e__reason="digits <swapped>").status_code == 302
    event = case_of(subject).events[-1]
    assert (event.supersedes, event.reason, len(case_of(subject).events)) == ("laboratory-1", "digits <swapped>", 2)
    history = text(guest.get(f"/cases/{subject}/history/"))
    assert "<td>70 g/L</td><td>107 g/L</td>" in history
    assert "digits &lt;swapped&gt;" in history
    assert guest.get(path.replace(f"{FORM}1", f"{FORM}2")).status_code == 302


def test_a_withdrawal_needs_a_reason_and_keeps_the_event() -> None:
    """The event counts no more and stays in the history; sent twice it is one row."""
    from cephalad.record import standing_events

    guest = visitor()
    subject = made(guest)
    saved(guest, event_path(subject, "contact"), e__effective_on="2025-10", f__reached__0__a="yes")
    path = f"/cases/{subject}/events/contact-1/withdraw/{FORM}3/"
    assert guest.get(path).status_code == 200
    assert guest.post(path, {"e.reason": " "}).status_code == 422
    assert guest.post(path, {"e.reason": "wrong patient"}).status_code == 302
    assert guest.post(path, {"e.reason": "wrong patient"}).status_code == 302
    assert standing_events(case_of(subject)) == ()
    assert len(case_of(subject).events) == 2
    assert "wrong patient" in text(guest.get(f"/cases/{subject}/history/"))


def test_a_draft_comes_back_to_its_owner_only() -> None:
    """Kept while typing, offered again, not in the record; gone when saved, dropped, or the case erased."""
    from cephalad.server.entry.models import Draft
    from cephalad.server.store.erase import erase_case

    guest, other = visitor(), visitor("berta")
    subject = made(guest)
    path = event_path(subject, "complaint", f"{FORM}4")
    begun = {"f.other.0.a": "half a sent", "act": "preview"}
    guest.post(path, begun, headers={"HX-Request": "true"})
    assert "half a sent" in text(guest.get(path))
    assert f"{FORM}4" in text(guest.get(f"/cases/{subject}/enter/"))
    assert "half a sent" not in text(other.get(path))
    assert case_of(subject).events == ()
    saved(guest, path, e__effective_on="2025-06", f__other__0__a="half a sentence")
    assert "half a sent" not in text(guest.get(path))
    guest.post(path, begun)
    guest.post(path, {"act": "discard"})
    assert "half a sent" not in text(guest.get(path))
    guest.post(path, begun)
    assert Draft.objects.count() == 1
    erase_case(subject, "anna", reason="her wish")
    assert Draft.objects.count() == 0
    assert guest.get(path).status_code == 404


def test_rows_and_second_values_are_added_without_a_script() -> None:
    """A button asks the server for one more mass, vein or value; what was typed stays."""
    guest = visitor()
    subject = made(guest)
    path = event_path(subject, "imaging")
    page = text(guest.post(path, {"e.note": "stays", "m.0.name": "left", "act": "add:m"}))
    assert 'name="m.1.name"' in page
    assert "stays" in page
    page = text(guest.post(path, {"f.impression.0.a": "one", "act": "add:f.impression"}))
    assert 'name="f.impression.1.a"' in page
    page = text(guest.post(path, {"m.0.name": "left", "m.1.name": "right", "act": "drop:m.0"}))
    assert 'name="m.0.name"' not in page
    assert 'name="m.1.name"' in page


def test_day_numbers_with_their_basis() -> None:
    """A case without events may count days; from then on its forms ask for day numbers only."""
    guest = visitor()
    subject = made(guest)
    path = event_path(subject, "operation")
    day = {"e__time": "day", "e__day": "-7", "e__basis": "approximate", "f__for-ivl__0__a": "yes"}
    assert saved(guest, path, **day).status_code == 302
    moment = case_of(subject).events[0].moment
    assert (moment.span.earliest, moment.basis.value) == (-7, "approximate")
    page = text(guest.get(event_path(subject, "contact")))
    assert 'name="e.effective_on"' not in page
    assert 'type="hidden" name="e.time" value="day"' in page


@pytest.mark.parametrize("age", ["-1", "121", "48.5", "forty", "４８"])
def test_an_age_is_a_whole_number_of_years(age: str) -> None:
    """Anything else is told at the field, and neither event nor header is written."""
    guest = visitor()
    subject = made(guest)
    answer = saved(guest, event_path(subject, "contact"), e__effective_on="2025-10", e__age=age)
    assert answer.status_code == 422
    assert 'id="e.age-wrong"' in text(answer)
    assert case_of(subject).events == ()


def test_a_header_is_changed_with_a_reason() -> None:
    """The earlier one stays in the history; a pseudonym that another case has is refused at its field."""
    guest = visitor()
    subject = made(guest)
    made(guest, case="patient-8")
    path = f"/cases/{subject}/header/{FORM}5/"
    fields = {"h__case": "patient-9", "h__sex": "female", "h__birth": "1977-05"}
    assert saved(guest, path, **fields).status_code == 422
    taken = saved(guest, path, **{**fields, "h__case": "patient-8"}, h__reason="typed wrong")
    assert (taken.status_code, 'id="h.case-wrong"' in text(taken)) == (422, True)
    assert saved(guest, path, **fields, h__reason="typed wrong").status_code == 302
    assert (case_of(subject).id, case_of(subject).birth is not None) == ("patient-9", True)
    assert "<td>patient-7</td><td>patient-9</td>" in text(guest.get(f"/cases/{subject}/history/"))


HOSTILE = [
    "<script>alert(1)</script>",
    "' OR 1=1; DROP TABLE store_chain; --",
    "../../etc/passwd",
    "{{ 7 }}{% say 'x' %}",
    "=HYPERLINK(1)",
    "a\x00b",
    "‮evil",
]


@pytest.mark.parametrize("words", HOSTILE)
def test_markup_and_sql_in_every_text_are_stored_as_text_and_shown_escaped(words: str) -> None:
    """Every text of every form; where it is no valid value it is refused, and nowhere does it come out as markup."""
    guest = visitor()
    subject = made(guest, note=words, title=words)
    texts = {f"e.{key}": words for key in ("note", "text", "author", "document", "place")}
    texts |= {"m.0.name": words, "m.0.side.0.a": "left", "m.0.side.0.n": words, "f.impression.0.a": words}
    answer = guest.post(event_path(subject, "imaging"), {**texts, "e.effective_on": "2025-07", "act": "save"})
    assert answer.status_code == 302, text(answer)
    event = case_of(subject).events[0]
    assert (event.note, event.author) == (words, words)
    assert {each.qualifier for each in event.observations if each.finding == "mass.side"} == {words}
    everywhere = {"e.id": words, "e.effective_on": words, "e.age": words, "f.modality.0.a": words, "v.0.name": words}
    everywhere |= {"f.regions.0.a": words, "m.0.longest-diameter.0.u": words, "e.time": words, "head": words}
    pages = [
        guest.post(event_path(subject, "imaging"), {**texts, **everywhere, "act": act}) for act in ("save", "preview")
    ]
    pages += [guest.get(f"/cases/{subject}/{part}/") for part in ("history", "enter")]
    pages += [guest.get(f"/cases/{subject}/events/imaging-1/correct/{uuid.uuid4()}/")]
    for page in pages:
        assert page.status_code < 500
        assert "<script>alert" not in text(page)
    assert len(case_of(subject).events) == 1


def test_a_form_that_is_much_too_large_is_refused() -> None:
    """A megabyte and more is not read; a text longer than a record takes is told at its field."""
    guest = visitor()
    subject = made(guest)
    path = event_path(subject, "imaging")
    assert saved(guest, path, e__effective_on="2025-07", e__note="x" * 1_100_000).status_code == 413
    long = saved(guest, path, e__effective_on="2025-07", f__impression__0__a="x" * 20_001)
    assert (long.status_code, 'id="f.impression.0.a-wrong"' in text(long)) == (422, True)


def test_unknown_kinds_events_and_cases_are_not_there() -> None:
    """404, never a fault: by any made-up part of an address."""
    guest = visitor()
    subject = made(guest)
    for path in (
        event_path(subject, "magic"),
        event_path("0" * 32, "imaging"),
        f"/cases/{subject}/events/none/correct/{FORM}6/",
        f"/cases/{subject}/events/none/withdraw/{FORM}6/",
        f"/cases/{'0' * 32}/header/{FORM}6/",
        event_path("%00", "imaging"),
    ):
        assert guest.get(path).status_code == 404, path
        assert guest.post(path, {"act": "save"}).status_code == 404, path
