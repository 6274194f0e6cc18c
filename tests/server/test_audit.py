"""The audit view: who did what when, without a patient's value, and a file that no spreadsheet calculates."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from tests.server.visiting import PASSWORD, person, send, signed_in, text

SECRET = "JBSWY3DPEHPK3PXP"
HEADER = {"case": "patient-7", "sex": "female"}
EVENT = {"kind": "complaint", "on": "2025-05", "findings": [{"id": "heavy-bleeding", "value": "yes"}]}


def administrator() -> Any:
    """A visitor who may see the audit view and confirmed a moment ago that it is she."""
    visitor = signed_in(person("chief", administrator=True, factor=SECRET))
    send(visitor, "/account/again/", password=PASSWORD)
    return visitor


def table(page: str) -> list[list[str]]:
    """The cells of the rows, without markup."""
    import re

    body = page.partition("<tbody>")[2].partition("</tbody>")[0]
    rows = body.split("</tr>")[:-1]
    return [[re.sub(r"<[^>]+>", " ", cell).strip() for cell in re.split(r"</t[hd]>", row)[:-1]] for row in rows]


@pytest.mark.usefixtures("store")
def test_rows_are_told_newest_first_with_who_what_and_which_case() -> None:
    """A row of a record names who wrote it, when, and the case; what was written is not shown."""
    from cephalad.server.store.cases import create_case

    visitor = administrator()
    create_case(HEADER, "berta")
    page = text(visitor.get("/audit/"))
    rows = table(page)
    assert rows[0][2:] == ["berta", "case made", "patient-7"]
    assert [int(row[0]) for row in rows] == list(range(len(rows), 0, -1))
    assert "female" not in page


@pytest.mark.usefixtures("sqlite_store")
def test_rows_are_chosen_by_case_person_and_kind() -> None:
    """Each filter leaves only its rows, together they leave what fits all; an unknown value leaves none."""
    from cephalad.server.store.cases import create_case

    visitor = administrator()
    create_case(HEADER, "berta")
    create_case({**HEADER, "case": "patient-8"}, "chief")
    chosen = {
        query: len(table(text(visitor.get(f"/audit/?{query}"))))
        for query in ("case=patient-7", "actor=berta", "kind=case-created", "kind=case-created&actor=chief", "case=no")
    }
    assert chosen == {
        "case=patient-7": 1,
        "actor=berta": 1,
        "kind=case-created": 2,
        "kind=case-created&actor=chief": 1,
        "case=no": 0,
    }


@pytest.mark.usefixtures("sqlite_store")
def test_an_erased_case_is_found_by_its_id() -> None:
    """What was done with a case that is erased can still be looked up; its pseudonym is gone."""
    from cephalad.server.store.cases import create_case
    from cephalad.server.store.erase import erase_case

    visitor = administrator()
    subject = create_case(HEADER, "berta").subject
    erase_case(subject, "chief", reason="wish of the patient")
    page = text(visitor.get(f"/audit/?case={subject}"))
    assert [row[3] for row in table(page)] == ["case erased", "case made"]
    assert "patient-7" not in page
    assert "wish of the patient" not in page


@pytest.mark.usefixtures("sqlite_store")
def test_many_rows_come_in_pages() -> None:
    """A hundred rows a page; a page beyond the last, or none, is the nearest there is."""
    from cephalad.server.store.append import Draft, append_many

    visitor = administrator()
    append_many([Draft("exported", "", {"what": "audit"}) for _ in range(150)], "berta")
    counts = {n: len(table(text(visitor.get(f"/audit/?actor=berta&page={n}")))) for n in ("1", "2", "99", "x", "-1")}
    assert counts == {"1": 100, "2": 50, "99": 50, "x": 100, "-1": 50}


@pytest.mark.usefixtures("sqlite_store")
def test_the_file_holds_the_chosen_rows_and_that_it_was_taken() -> None:
    """The download holds what the filter shows; taking it is a row of its own."""
    from cephalad.server.store.cases import create_case
    from cephalad.server.store.models import ChainRow

    visitor = administrator()
    row = create_case(HEADER, "berta")
    answer = send(visitor, "/audit/export.csv", "/audit/?actor=berta", actor="berta", case="", kind="")
    assert "attachment" in answer.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(text(answer))))
    assert [(each["actor"], each["kind"], each["case"], each["row_hash"]) for each in rows] == [
        ("berta", "case-created", "patient-7", row.own_hash)
    ]
    assert ChainRow.objects.order_by("-sequence").first().kind == "exported"


@pytest.mark.usefixtures("sqlite_store")
def test_a_name_that_looks_like_a_formula_is_defused_in_the_file() -> None:
    """ASVS 1.2.10 (level 3): an account may be called @sum or -1; the file holds no formula."""
    from cephalad.server.store.append import append

    visitor = administrator()
    append("exported", "", {"what": "audit"}, "@sum")
    answer = send(visitor, "/audit/export.csv", "/audit/", actor="@sum", case="", kind="")
    assert ",'@sum," in text(answer)


@pytest.mark.usefixtures("sqlite_store")
def test_every_kind_and_detail_has_words_in_both_languages() -> None:
    """The view shows no bare code: what is written into audit rows has words in English and in Chinese."""
    from cephalad.server.audit.rows import KNOWN_KINDS
    from cephalad.terms import sentences

    for lang in ("en", "zh"):
        assert {f"server.audit.kind.{kind}" for kind in KNOWN_KINDS} <= sentences(lang).keys()
    visitor = administrator()
    page = text(visitor.get("/audit/?lang=zh"))
    assert table(page)[0][3] == "登录"
