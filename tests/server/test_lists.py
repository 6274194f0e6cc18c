"""Lists of work, search, identity at entry, duplicates, booking and the audit of looking, by the framework's client."""

from __future__ import annotations

import csv
import html
import io
import re
from dataclasses import replace
from typing import Any

import pytest
from tests.server.filling import sql
from tests.server.visiting import PASSWORD, person, send, signed_in, text
from tests.unit.columns.follow_up_stories import stories

SECRET = "JBSWY3DPEHPK3PXP"
NAMES = ("overdue", "due", "missing", "mdt", "proposals", "no-contact")
HOSTILE = "<script>alert(1)</script>'; DROP TABLE store_chain; -- \u202e\x00{{ 7 }}"


def visitor(name: str = "anna", *, administrator: bool = False) -> Any:
    """Somebody signed in who need not send the token of a form."""
    return signed_in(person(name, administrator=administrator, factor=SECRET), csrf=False)


def bring(*names: str) -> None:
    """Published cases in the store."""
    from cephalad.record import read_example
    from cephalad.server.store.cases import import_case

    for name in names:
        import_case(read_example(name), "tests")


def words(answer: Any) -> str:
    """The text that a reader sees."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", " ", text(answer))))


def rows_of(answer: Any) -> list[str]:
    """The lines of the table of a page, as text."""
    return [
        re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", " ", each))).strip()
        for each in re.findall(r"<tr>\s*<th scope=\"row\">.*?</tr>", text(answer), re.DOTALL)
    ]


def subject() -> str:
    """The reference patient."""
    from cephalad.server.store.cases import subject_of

    return subject_of("zhao-tian-2026")


def audit_rows(kind: str) -> list[dict[str, Any]]:
    """What the rows of this kind say, oldest first."""
    from cephalad.server.store.chain import read_canonical
    from cephalad.server.store.models import ChainRow

    rows = ChainRow.objects.filter(kind=kind).order_by("sequence").select_related("payload")
    return [{**read_canonical(row.payload.content), "actor": row.actor, "case": row.subject} for row in rows]


# --- lists ------------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("sqlite_store")
def test_the_columns_put_every_case_where_the_reference_engine_does() -> None:
    """Published and built cases: the standing by the columns is that of the assessment's own lines at home."""
    from cephalad.record import example_names, read_example
    from cephalad.server.cases.listing import lines
    from cephalad.server.lists.work import open_cases
    from cephalad.server.store.append import writing
    from cephalad.server.store.cases import import_case

    built = {id(case): case for case, _ in stories(25)}
    cases = [read_example(name) for name in example_names()]
    cases += [replace(case, id=f"story-{place}") for place, case in enumerate(built.values())]
    with writing():
        for case in cases:
            import_case(case, "tests")
    found = list(open_cases("2031-01-01").values())
    assert len(found) == len(cases)
    told = lines(found, "2031-01-01", "en")
    assert [(case.pseudonym, case.standing) for case in found] == [(line.pseudonym, line.standing) for line in told]
    assert {"urgent", "overdue", "due", ""} <= {case.standing for case in found}


@pytest.mark.usefixtures("django")
@pytest.mark.parametrize("today", ["2026-03-01", "2031-01-01"])
def test_a_case_worked_out_alone_is_what_the_columns_say(today: str) -> None:
    """Published and built cases, field by field: the reference engine after a save, the columns for the whole store."""
    from cephalad.record import example_names, read_example
    from cephalad.server.lists.one_by_one import worked_out_alone
    from cephalad.server.lists.running import worked_out

    built = {id(case): case for case, _ in stories(40)}
    cases = {name: read_example(name) for name in example_names()}
    cases |= {f"story-{place}": replace(case, id=f"story-{place}") for place, case in enumerate(built.values())}
    for found in worked_out(cases, today):
        alone = worked_out_alone(found.subject, cases[found.subject], today)
        assert replace(alone, missing=tuple(sorted(alone.missing))) == replace(
            found, missing=tuple(sorted(found.missing))
        ), found.pseudonym


@pytest.mark.usefixtures("store")
def test_the_reference_patient_stands_in_the_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    """In November 2026 her baseline MRI is late by 295 days, was declined, and nobody reached her since."""
    at_the_time(monkeypatch, "2026-11-22")
    bring("zhao-tian-2026", "kaur-2015")
    anna = visitor()
    overdue = rows_of(anna.get("/lists/overdue/"))
    assert "baseline MRI" in overdue[0]
    assert "2025-10-01 2026-01-31 late by 295 days declined" in overdue[0]
    assert any("before the operation and not done" in row for row in overdue)
    assert "last reached: 2025-10" in rows_of(anna.get("/lists/no-contact/"))[0]
    assert rows_of(anna.get("/lists/proposals/")) == []
    assert [row.partition(" ")[0] for row in rows_of(anna.get("/lists/missing/"))] == ["zhao-tian-2026", "kaur-2015"]
    home = words(anna.get("/"))
    assert re.search(r"Overdue 1 .*Missing facts 2 .*No contact 1", home)


@pytest.mark.usefixtures("sqlite_store")
def test_in_the_month_before_a_window_opens_nothing_is_due(monkeypatch: pytest.MonkeyPatch) -> None:
    """Her baseline window opens on 1 October 2025 and closes on 1 January at the earliest."""
    bring("zhao-tian-2026")
    anna = visitor()
    found = {}
    for day in ("2025-09-30", "2025-10-01", "2026-01-01", "2026-01-02"):
        at_the_time(monkeypatch, day)
        found[day] = [name for name in ("due", "overdue") if "baseline MRI" in words(anna.get(f"/lists/{name}/"))]
    assert found == {"2025-09-30": [], "2025-10-01": ["due"], "2026-01-01": ["due"], "2026-01-02": ["overdue"]}


def at_the_time(monkeypatch: pytest.MonkeyPatch, day: str) -> None:
    """The server's clock stands at noon of this day."""
    from datetime import UTC, date, datetime

    from django.utils import timezone

    noon = datetime.fromisoformat(f"{day}T12:00:00").replace(tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: noon)
    monkeypatch.setattr(timezone, "localdate", lambda *_: date.fromisoformat(day))


@pytest.mark.usefixtures("sqlite_store")
def test_a_contact_that_reached_her_takes_her_off_the_list(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not reached: she stays, with the attempt named; reached: she goes; not reached again: she comes back."""
    from cephalad.server.store.cases import add_event

    at_the_time(monkeypatch, "2026-11-22")
    bring("zhao-tian-2026")
    anna = visitor()
    told = []
    for day, reached in (("2026-03-01", "no"), ("2026-04-01", "yes"), ("2026-05-01", "no")):
        add_event(subject(), {"kind": "contact", "effective_on": day, "reached": reached}, "anna")
        told.append(rows_of(anna.get("/lists/no-contact/")))
    assert "tried on 2026-03-01, not reached" in told[0][0]
    assert told[1] == []
    assert "tried on 2026-05-01, not reached" in told[2][0]


@pytest.mark.usefixtures("sqlite_store")
def test_the_team_is_awaited_until_it_met() -> None:
    """A case for which the team is to be convened stands in the list until a meeting is on record."""
    from cephalad.server.store.cases import add_event, subject_of

    bring("gan-2024")
    anna = visitor()
    before = rows_of(anna.get("/lists/mdt/"))
    add_event(subject_of("gan-2024"), {"kind": "mdt", "day": "99999"}, "anna")
    assert "Convene the multidisciplinary team" in before[0]
    assert re.search(r"last entry of day \d+", before[0])
    assert rows_of(anna.get("/lists/mdt/")) == []


@pytest.mark.usefixtures("sqlite_store")
def test_every_list_is_in_both_languages_and_an_unknown_one_is_not_there() -> None:
    """Each list says what it means in the reader's language."""
    from cephalad.terms import message

    bring("zhao-tian-2026")
    anna = visitor()
    for name in NAMES:
        for lang in ("en", "zh"):
            page = words(anna.get(f"/lists/{name}/?lang={lang}"))
            assert message(f"server.lists.meaning.{name}", lang) in page
    assert anna.get("/lists/other/").status_code == 404
    reauthenticate(anna)
    assert anna.post("/lists/other/export.csv").status_code == 404


@pytest.mark.usefixtures("sqlite_store")
def test_a_group_chooses_lines_and_nonsense_chooses_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """By the group that the plan follows; what is no group or no page is passed over."""
    at_the_time(monkeypatch, "2026-11-22")
    bring("zhao-tian-2026")
    anna = visitor()
    numbers = {
        query: len(rows_of(anna.get(f"/lists/overdue/?{query}")))
        for query in ("group=very-high", "group=low", "group=%00<x>", "page=99", "page=%00", "group=very-high&page=-1")
    }
    assert numbers == {
        "group=very-high": 3, "group=low": 0, "group=%00<x>": 3, "page=99": 3, "page=%00": 3,
        "group=very-high&page=-1": 3,
    }  # fmt: skip


@pytest.mark.usefixtures("sqlite_store")
def test_a_list_is_taken_out_as_csv_with_a_row_in_the_chain(monkeypatch: pytest.MonkeyPatch) -> None:
    """The file has a line for each of the page, no cell that begins a formula, and that it was taken is recorded."""
    at_the_time(monkeypatch, "2026-11-22")
    bring("zhao-tian-2026")
    anna = signed_in(person("anna", factor=SECRET), csrf=False)
    reauthenticate(anna)
    answer = anna.post("/lists/overdue/export.csv", {"group": ""})
    assert answer.headers["Content-Disposition"] == 'attachment; filename="overdue-2026-11-22.csv"'
    rows = list(csv.reader(io.StringIO(text(answer).removeprefix("\ufeff"))))
    assert rows[0] == ["Case", "What", "From", "Until", "Remarks", "Plan as"]
    assert rows[1][0] == "zhao-tian-2026"
    assert rows[1][2:5] == ["2025-10-01", "2026-01-31", "late by 295 days | declined"]
    assert len(rows) == 1 + len(rows_of(anna.get("/lists/overdue/")))
    assert audit_rows("exported")[0] == {"what": "list", "list": "overdue", "actor": "anna", "case": ""}


def reauthenticate(visit: Any) -> None:
    """The account types its password again."""
    send(visit, "/account/again/", password=PASSWORD)


@pytest.mark.usefixtures("sqlite_store")
def test_a_changed_case_is_worked_out_again_and_an_erased_one_is_gone() -> None:
    """The lists follow the store: a booking is told at once, an erased case stands nowhere."""
    from cephalad.logic import parse_partial_date
    from cephalad.server.lists.work import open_cases
    from cephalad.server.store.cases import add_event
    from cephalad.server.store.erase import erase_case

    bring("zhao-tian-2026", "kaur-2015")
    assert open_cases("2026-03-01")[subject()].bookings == ()
    event = {"kind": "booking", "effective_on": "2026-02-01", "study": "pelvic-mri", "planned-on": "2026-03-09"}
    add_event(subject(), event, "anna")
    day = parse_partial_date("2026-03-09")
    assert [each.days for each in open_cases("2026-03-01")[subject()].bookings] == [day]
    erase_case(subject(), "anna", reason="her wish")
    assert [case.pseudonym for case in open_cases("2026-03-01").values()] == ["kaur-2015"]


# --- search -----------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("store")
def test_a_patient_is_found_by_each_field_and_the_chain_holds_no_value() -> None:
    """Letters of a pseudonym; number, name and birth date in full, however they are written; the header's birth."""
    from cephalad.server.store.cases import create_case
    from cephalad.server.store.identities import Identity, set_identity

    bring("kaur-2015")
    made = create_case({"case": "patient-7", "sex": "female"}, "anna").subject
    create_case({"case": "patient-8", "sex": "female", "birth": "1980-02-03"}, "anna")
    set_identity(made, Identity("张三", "H-00 12", "1977-05-01", "13800000000"), "anna")
    anna = visitor()
    asked = {
        "ENT-7": "patient-7 by the pseudonym",
        "h0012": "patient-7 by the hospital number",
        " 张 三 ": "patient-7 by the name",
        "1977年5月1日": "patient-7 by the birth date",
        "1977/5/1": "patient-7 by the birth date",
        "1980-02-03": "patient-8 by the birth date",
    }
    for wanted, said in asked.items():
        page = words(anna.post("/search/", {"wanted": wanted}))
        assert "Cases found: 1" in page, wanted
        assert said in page
        assert "张三" not in page.replace(wanted, "")
    for wanted in ("张", "1977", "138", "H-00", HOSTILE):
        assert "Cases found: 0" in words(anna.post("/search/", {"wanted": wanted})), wanted
    rows = audit_rows("searched")
    assert len(rows) == len(asked) + 5
    assert rows[0] == {
        "fields": "pseudonym name hospital-number birth-date", "hits": "1", "actor": "anna", "case": "",
    }  # fmt: skip
    assert "张三" not in str(sql("SELECT content FROM store_payload"))


@pytest.mark.usefixtures("sqlite_store")
def test_nothing_is_searched_by_an_address() -> None:
    """What stands in an address would stand in logs: it is not looked at, and writes no row."""
    bring("zhao-tian-2026")
    page = words(visitor().get("/search/?wanted=zhao"))
    assert "Cases found" not in page
    assert audit_rows("searched") == []


# --- identity ---------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("sqlite_store")
def test_who_she_is_is_shown_only_after_the_password_and_recorded() -> None:
    """Without a fresh password the page leads to it; with one it shows the identity and writes `viewed-identity`."""
    from cephalad.server.store.identities import Identity, set_identity

    bring("zhao-tian-2026")
    set_identity(subject(), Identity("Zhang San", "H-12", "1977-05-01", "by telephone"), "tests")
    anna, path = visitor(), f"/cases/{subject()}/identity/"
    assert anna.get(path).headers["Location"].startswith("/account/again/")
    assert audit_rows("viewed-identity") == []
    reauthenticate(anna)
    page = text(anna.get(path))
    assert 'value="Zhang San"' in page
    assert audit_rows("viewed-identity") == [{"actor": "anna", "case": subject()}]


@pytest.mark.usefixtures("sqlite_store")
def test_an_identity_is_changed_checked_and_never_in_the_chain() -> None:
    """A wrong date and a long name are told at their fields; markup is text; the chain names fields only."""
    from cephalad.server.store.identities import view_identity

    bring("zhao-tian-2026")
    anna, path = visitor(), f"/cases/{subject()}/identity/"
    wrong = anna.post(path, {"i.name": "x" * 501, "i.birth_date": "yesterday"})
    assert wrong.status_code == 422
    assert "must be at most 500 characters" in words(wrong)
    assert "must be a date" in words(wrong)
    assert 'value="yesterday"' in text(wrong)
    assert anna.post(path, {"i.name": HOSTILE, "i.birth_date": "1977/5/1"}).status_code == 302
    assert view_identity(subject(), "tests").name == HOSTILE.replace("\x00", "").strip()
    assert view_identity(subject(), "tests").birth_date == "1977-05-01"
    assert [row["fields"] for row in audit_rows("identity-changed")] == [["name", "birth_date"]]
    assert "<script>alert" not in text(anna.get(path))
    assert anna.get("/cases/" + "0" * 32 + "/identity/").status_code in (302, 404)


@pytest.mark.usefixtures("store")
def test_a_possible_duplicate_is_told_before_a_case_is_made() -> None:
    """The same number, birth day, or pseudonym but for its marks; made once somebody says it is another patient."""
    from cephalad.server.store.cases import create_case, heads, subject_of
    from cephalad.server.store.identities import Identity, set_identity, view_identity

    known = create_case({"case": "patient-7", "sex": "female", "birth": "1977-05-01"}, "anna").subject
    set_identity(known, Identity("Zhang San", "H-12"), "anna")
    anna = visitor()
    asked = {
        "hospital number": {"h.case": "new", "i.hospital_number": "h 12"},
        "birth date": {"h.case": "new", "h.birth": "1977-05-01"},
        "pseudonym, apart from its marks": {"h.case": "Patient_7"},
    }
    for why, fields in asked.items():
        path = anna.get("/new-case/").headers["Location"]
        told = anna.post(path, {**fields, "act": "save"})
        assert told.status_code == 409
        assert f"patient-7 · the same: {why}" in words(told)
    assert list(heads()) == [known]
    fields = {"h.case": "new", "i.hospital_number": "h 12", "i.name": "Li Si", "act": "save", "another": "yes"}
    assert anna.post(path, fields).status_code == 302
    assert view_identity(subject_of("new"), "tests") == Identity("Li Si", "h 12")
    assert anna.post(path, {**fields, "another": ""}).status_code == 302, "the same form sent twice is one case"
    assert len(heads()) == 2
    same = anna.post(anna.get("/new-case/").headers["Location"], {"h.case": "patient-7", "act": "save"})
    assert same.status_code == 422, "the very same pseudonym is refused, not asked about"


@pytest.mark.usefixtures("sqlite_store")
def test_a_draft_of_a_new_case_holds_no_identity() -> None:
    """What says who she is is not sealed in a draft, so it is not kept there."""
    anna = visitor()
    path = anna.get("/new-case/").headers["Location"]
    anna.post(path, {"h.case": "new", "i.name": "Zhang San", "i.contact": "138", "act": "draft"})
    kept = str(sql("SELECT content FROM entry_draft"))
    assert "new" in kept
    assert "Zhang" not in kept
    assert "138" not in kept
    assert 'value="new"' in text(anna.get(path))


# --- booking ----------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("sqlite_store")
def test_an_examination_is_booked_from_the_case_and_the_list_tells_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """The link fills in the study and today; saved, the list says for when; a study that is none fills in nothing."""
    at_the_time(monkeypatch, "2025-12-10")
    bring("zhao-tian-2026")
    anna = visitor()
    page = text(anna.get(f"/cases/{subject()}/"))
    assert f'href="/cases/{subject()}/enter/booking/?study=surveillance-imaging"' in page
    link = re.search(r'href="([^"]*booking/\?study=[^"]*)"', text(anna.get("/lists/due/")))
    assert link is not None
    path = anna.get(link[1]).headers["Location"]
    form = text(anna.get(path))
    assert re.search(r'<option value="surveillance-imaging" selected', form)
    assert 'name="e.effective_on" value="2025-12-10"' in form
    sent = {
        "act": "save", "e.time": "date", "e.effective_on": "2025-12-10", "f.study.0.a": "surveillance-imaging",
        "f.planned-on.0.a": "2025-12-27",
    }  # fmt: skip
    assert anna.post(path.partition("?")[0], sent).status_code == 302
    assert "booked for 2025-12-27" in rows_of(anna.get("/lists/due/"))[0]
    other = anna.get(f"/cases/{subject()}/enter/booking/", {"study": HOSTILE}).headers["Location"]
    assert "?" not in other


# --- who looked -------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("store")
def test_looking_at_a_case_is_one_row_however_the_slider_moves(monkeypatch: pytest.MonkeyPatch) -> None:
    """One row for each person and case in a quarter of an hour; another person, or later, another row; in the audit."""
    from datetime import timedelta

    from cephalad.server.audit import viewing

    bring("zhao-tian-2026")
    anna, chief = visitor(), visitor("chief", administrator=True)
    path = f"/cases/{subject()}/"
    for as_of in ("", "after:bleeding", "2026-03-01", "nonsense"):
        anna.get(path, {"as-of": as_of}, headers={"HX-Request": "true"})
    chief.get(path)
    assert [(row["actor"], row["case"]) for row in audit_rows("viewed-case")] == [
        ("anna", subject()),
        ("chief", subject()),
    ]
    monkeypatch.setattr(viewing, "ONE_LOOK", timedelta(0))
    anna.get(path)
    assert len(audit_rows("viewed-case")) == 3
    page = words(chief.get("/audit/?kind=viewed-case"))
    assert "case looked at" in page
    assert "Rows: 3" in page
