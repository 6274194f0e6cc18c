"""Adding from a report: what is shown, what is ticked, what becomes of it, and that nothing enters by itself."""

from __future__ import annotations

import html
import json
import re
import uuid
from typing import Any

import pytest
from tests.server.visiting import person, signed_in, text

SECRET = "JBSWY3DPEHPK3PXP"
REPORT = """CT abdomen and pelvis. Indication: evaluate for IVC thrombus.
FINDINGS: Left parametrial mass 7.6x5.4x4.9 cm with branching flow.
Filling defect in the left ovarian vein. No thrombus in the left renal vein.
IMPRESSION: possible intravenous leiomyomatosis."""
HOSTILE = "<script>alert(1)</script> {{ 7 }} \u202e No thrombus in the IVC. '\"><img src=x onerror=alert(1)>"

pytestmark = pytest.mark.usefixtures("sqlite_store")


def visitor() -> Any:
    """Somebody signed in who need not send the token of a form."""
    return signed_in(person("anna", factor=SECRET), csrf=False)


def case_made(*, days: bool = False) -> str:
    """The id of a small case."""
    from cephalad.server.store.cases import add_event, create_case

    birth = {} if days else {"birth": "1977"}
    subject = create_case({"case": "patient-7", "sex": "female", **birth}, "tests").subject
    time = {"day": "0", "basis": "stated"} if days else {"effective_on": "2024-05"}
    add_event(subject, {"kind": "imaging", **time, "masses": {"mass-1": {"location": "intramural"}}}, "tests")
    return subject


def kinds(kind: str) -> list[dict[str, Any]]:
    """What the rows of this kind say, oldest first."""
    from cephalad.server.store.chain import read_canonical
    from cephalad.server.store.models import ChainRow

    rows = ChainRow.objects.filter(kind=kind).select_related("payload").order_by("sequence")
    return [read_canonical(row.payload.content) for row in rows]


def rows(answer: Any) -> list[str]:
    """The lines of the table of findings, as a reader sees them; ``[x]`` is a ticked box."""
    table = re.search(r'<table class="found">.*?</table>', text(answer), re.DOTALL)
    assert table is not None
    told = re.sub(r"<input[^>]*checked[^>]*>", "[x]", table[0])
    told = re.sub(r"<input[^>]*>", "[ ]", told)
    lines = re.findall(r"<tr>(.*?)</tr>", told, re.DOTALL)[1:]
    return [re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", " ", each))).strip() for each in lines]


def digest(answer: Any) -> str:
    """What the page says it was made of."""
    found = re.search(r'name="r.read" value="(\w+)"', text(answer))
    assert found is not None
    return found[1]


def ticked(answer: Any) -> list[str]:
    """The numbers that are ticked on the page."""
    return re.findall(r'name="r.take" value="(\d+)" checked', text(answer))


def accepted(guest: Any, path: str, report: str = REPORT, **fields: Any) -> Any:
    """The answer after a report was read and what was ticked was accepted."""
    shown = guest.post(path, {"r.text": report, "act": "read"})
    stated = {"r.text": report, "r.read": digest(shown), "r.take": ticked(shown), "e.effective_on": "2025-07-14"}
    named = {key.replace("__", "."): value for key, value in fields.items()}
    return guest.post(path, {**stated, **named, "act": "accept"})


def test_the_page_shows_the_words_and_ticks_what_is_so_or_may_be_so() -> None:
    """Affirmed and possible findings are ticked; what is looked for or denied is listed with the reason, unticked."""
    answer = visitor().post(f"/cases/{case_made()}/read/", {"r.text": REPORT, "act": "read"})
    assert answer.status_code == 200
    listed = rows(answer)
    assert any("Not entered: only looked for" in each and "[" not in each for each in listed)
    assert any("negated" in each and "no word for that" in each for each in listed)
    assert any(each.startswith("[x]") and "uncertain" in each and "intravenous" in each for each in listed)
    assert any(each.startswith("[x]") and "76 mm" in each and "7.6x5.4x4.9 cm" in each for each in listed)
    assert "<mark>Filling defect<small> (affirmed)</small></mark>" in text(answer)
    assert "<mark>thrombus<small> (negated)</small></mark>" in text(answer)


def test_reading_writes_no_record_and_one_audit_row_without_words() -> None:
    """Nothing enters by itself: the chain holds that a report was read, with rules and number, and no word of it."""
    from cephalad.server.entry.models import Draft
    from cephalad.server.store.append import head
    from cephalad.server.store.models import Payload

    subject = case_made()
    before = head(subject)
    visitor().post(f"/cases/{subject}/read/", {"r.text": REPORT, "act": "read"})
    assert head(subject) == before
    assert Draft.objects.count() == 0
    (row,) = kinds("report-read")
    assert set(row) == {"rules", "findings"}
    assert int(row["findings"]) > 5
    assert not any("parametrial mass" in each or "leiomyo" in each for each in Payload.objects.values_list("content"))


def test_what_is_accepted_opens_the_ordinary_form() -> None:
    """The form holds what was ticked, the possible as suspected, the time and the source; then it saves."""
    from cephalad.server.entry.prefill import fields_of
    from cephalad.server.store.cases import load_case

    guest, subject = visitor(), case_made()
    answer = accepted(guest, f"/cases/{subject}/read/", e__document="CT 4711")
    assert answer.status_code == 302
    form = answer.headers["Location"]
    assert form.startswith(f"/cases/{subject}/enter/imaging/")
    shown = text(guest.get(form))
    assert "2025-07-14" in shown
    assert "CT 4711" in shown
    assert "What this would change" in shown
    assert "Fill in the form" not in shown
    assert 'class="effects"' in shown
    assert "Read from a report by the program (rules " in shown
    assert len(load_case(subject).events) == 1
    from cephalad.server.entry.models import Draft

    fields = json.loads(Draft.objects.get().content)
    assert guest.post(form, {**fields, "act": "save"}).status_code == 302
    case = load_case(subject)
    event = case.events[-1]
    said = {(each.finding, each.qualifier): (each.value, each.status) for each in event.observations}
    assert said["vein.content", "left-ovarian-vein-unspecified"] == ("filling-defect", "recorded")
    assert said["mass.longest-diameter", "mass-2"] == (76.0, "recorded")
    assert said["imaging.reading", ""] == ("ivl", "suspected")
    assert ("vein.content", "left-renal-vein") not in said
    assert event.text == ""
    assert fields_of(event, case)["e.document"] == ["CT 4711"]


def test_a_mass_of_the_report_gets_a_name_that_is_free() -> None:
    """Mass-1 of the report is not taken for mass-1 of the record: whether they are one is for a person to say."""
    guest, subject = visitor(), case_made()
    form = accepted(guest, f"/cases/{subject}/read/").headers["Location"]
    assert re.findall(r'name="m.0.name" value="([^"]*)"', text(guest.get(form))) == ["mass-2"]


def test_the_text_is_kept_only_where_somebody_asks() -> None:
    """With the box ticked the words stand in the event's source text; without it no draft holds them."""
    from cephalad.server.entry.models import Draft

    guest, subject = visitor(), case_made()
    accepted(guest, f"/cases/{subject}/read/")
    assert "parametrial mass 7.6x5.4x4.9" not in Draft.objects.get().content
    accepted(guest, f"/cases/{subject}/read/", r__keep="yes")
    assert "parametrial mass 7.6x5.4x4.9" in Draft.objects.latest("saved_at").content


def test_a_time_is_asked_for_before_anything_is_accepted() -> None:
    """Without a time, or with one that is none, the page comes again with the fault, and no draft is made."""
    from cephalad.server.entry.models import Draft

    guest, subject = visitor(), case_made()
    for told in ("", "yesterday"):
        answer = accepted(guest, f"/cases/{subject}/read/", e__effective_on=told)
        assert answer.status_code == 422, told
        assert 'id="e.effective_on-wrong"' in text(answer) or "errorlist" in text(answer)
        assert ticked(answer)
    assert accepted(guest, "/new-case/read/", e__effective_on="").status_code == 422
    assert Draft.objects.count() == 0


def test_a_case_that_counts_days_is_asked_for_a_day() -> None:
    """The page asks as the form of an event does: a day number and how it is known."""
    guest, subject = visitor(), case_made(days=True)
    shown = text(guest.post(f"/cases/{subject}/read/", {"r.text": REPORT, "act": "read"}))
    assert 'name="e.day"' in shown
    assert 'name="e.effective_on"' not in shown
    fields = {"e__effective_on": "", "e__time": "day", "e__day": "12", "e__basis": "stated"}
    assert accepted(guest, f"/cases/{subject}/read/", **fields).status_code == 302


def test_a_report_changed_after_it_was_read_is_read_again() -> None:
    """The ticks belong to the words that were shown: with other words nothing is accepted."""
    from cephalad.server.entry.models import Draft

    guest, path = visitor(), f"/cases/{case_made()}/read/"
    shown = guest.post(path, {"r.text": REPORT, "act": "read"})
    fields = {"r.text": REPORT.replace("No thrombus", "Thrombus"), "r.read": digest(shown), "r.take": ticked(shown)}
    answer = guest.post(path, {**fields, "e.effective_on": "2025-07-14", "act": "accept"})
    assert answer.status_code == 409
    assert "changed after it was read" in text(answer)
    assert Draft.objects.count() == 0


def test_what_cannot_be_taken_is_not_taken_by_its_number() -> None:
    """A number of a finding that is looked for, sent by hand, states nothing."""
    from cephalad.server.entry.models import Draft

    guest, path = visitor(), f"/cases/{case_made()}/read/"
    assert accepted(guest, path, r__take=["1"]).status_code == 422
    assert accepted(guest, path, r__take=[]).status_code == 422
    assert accepted(guest, path, r__take=["x", "-1", "99999999"]).status_code == 422
    assert Draft.objects.count() == 0


def test_a_new_case_begins_with_a_report() -> None:
    """The drafts wait until the case is made by its own form, and then open as forms of that case."""
    from cephalad.server.entry.models import Draft

    guest = visitor()
    report = REPORT + "\nHISTORY: hysterectomy 2018."
    shown = text(guest.post("/new-case/read/", {"r.text": report, "act": "read"}))
    assert "(past)" in shown
    every = re.findall(r'name="r.take" value="(\d+)"', shown)
    form = accepted(guest, "/new-case/read/", report, r__take=every).headers["Location"]
    assert re.fullmatch(r"/new-case/[0-9a-f-]{36}/", form)
    assert "wait for this case: 2" in text(guest.get(form))
    answer = guest.post(form, {"h.case": "patient-8", "h.sex": "female", "act": "save"})
    assert answer.status_code == 302
    subject = answer.headers["Location"].split("/")[2]
    assert sorted(Draft.objects.values_list("subject", "what")) == [(subject, "history"), (subject, "imaging")]
    listed = text(guest.get(answer.headers["Location"]))
    assert listed.count("/enter/imaging/") >= 2


def test_a_new_case_that_is_discarded_takes_its_drafts_along() -> None:
    """Nothing of a report stays behind when the case is not made."""
    from cephalad.server.entry.models import Draft

    guest = visitor()
    form = accepted(guest, "/new-case/read/").headers["Location"]
    assert Draft.objects.count() == 1
    guest.post(form, {"act": "discard"})
    assert Draft.objects.count() == 0


def test_another_account_does_not_get_the_drafts() -> None:
    """What waits belongs to whoever read the report, also when another account sends the same form."""
    guest = visitor()
    form = accepted(guest, "/new-case/read/").headers["Location"]
    other = signed_in(person("bert", factor=SECRET), csrf=False)
    assert "wait for this case" not in text(other.get(form))


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (REPORT.encode(), 200),
        (b"\xef\xbb\xbf" + REPORT.encode(), 200),
        ("下腔静脉内见充盈缺损".encode(), 200),
        ("下腔静脉".encode("gb18030"), 422),
        (REPORT.encode("utf-16"), 422),
        (b"PK\x03\x04\x00\x00", 422),
        (b" \r\n ", 422),
        (b"a" * 200_001, 422),
        (b"a" * 50_001, 422),
    ],
)
def test_a_file_is_plain_text_of_one_report(content: bytes, status: int) -> None:
    """UTF-8 of a report's size is read; everything else is refused with words, and no name of a file is used."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    file = SimpleUploadedFile("../../etc/<b>.txt", content)
    answer = visitor().post(f"/cases/{case_made()}/read/", {"r.file": file, "act": "read"})
    assert answer.status_code == status
    assert ('role="alert"' in text(answer)) == (status == 422)
    assert "<b>" not in text(answer)


def test_hostile_text_is_only_ever_text() -> None:
    """Markup, a template's signs and signs that turn the line stay words on the page, in the form and in the table."""
    answer = visitor().post(f"/cases/{case_made()}/read/", {"r.text": HOSTILE, "act": "read"})
    shown = text(answer)
    assert answer.status_code == 200
    assert "<script>alert" not in shown
    assert "<img" not in shown
    assert "&lt;script&gt;" in shown
    assert "{{ 7 }}" in shown
    assert "\\u202e" in shown
    assert "(negated)" in shown


def test_a_long_report_of_nothing_but_findings_is_answered() -> None:
    """The longest report that is taken, full of findings, is shown in a few seconds and can be accepted."""
    report = "Thrombus in the IVC. Left parametrial mass 3 cm. " * 1_000
    guest, path = visitor(), f"/cases/{case_made()}/read/"
    answer = guest.post(path, {"r.text": report[:49_000], "act": "read"})
    assert answer.status_code == 200
    assert len(rows(answer)) > 500


def test_no_case_no_page() -> None:
    """A case that is not there has no page to read a report for."""
    assert visitor().get(f"/cases/{uuid.uuid4().hex}/read/").status_code == 404
