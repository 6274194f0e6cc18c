"""Importing files: the dry run lists every problem, and nothing or everything is written."""

from __future__ import annotations

import gzip
import io
import uuid
import zipfile
from typing import Any

import pytest
from tests.server.visiting import person, signed_in, text

from cephalad.record import dump, example_names, example_text, read_example

SECRET = "JBSWY3DPEHPK3PXP"

pytestmark = pytest.mark.usefixtures("sqlite_store")


def visitor() -> Any:
    """Somebody who is logged in."""
    return signed_in(person("anna", factor=SECRET), csrf=False)


def tried(guest: Any, content: bytes, name: str = "cases.csv", path: str = "") -> Any:
    """The answer to a file that is tried."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    return guest.post(path or f"/import/{uuid.uuid4()}/", {"file": SimpleUploadedFile(name, content)})


def table(*names: str) -> bytes:
    """Published cases as a table."""
    from cephalad.columns.collect import collect

    return collect(read_example(name) for name in names).write_csv().encode()


def pseudonyms() -> set[str]:
    """Of all cases in the store."""
    from cephalad.server.store.cases import pseudonyms as of_store

    return set(of_store().values())


def test_a_case_file_is_tried_then_imported_once() -> None:
    """Trying writes nothing; the button imports; pressed again it imports nothing more."""
    from cephalad.server.store.cases import load_case, subject_of

    guest, path = visitor(), f"/import/{uuid.uuid4()}/"
    answer = tried(guest, example_text("zhao-tian-2026").encode(), "zhao.yaml", path)
    assert answer.status_code == 200
    assert "zhao-tian-2026" in text(answer)
    assert pseudonyms() == set()
    assert guest.post(path, {"act": "import"}).status_code == 302
    assert load_case(subject_of("zhao-tian-2026")) == read_example("zhao-tian-2026")
    assert guest.post(path, {"act": "import"}).status_code == 409
    assert pseudonyms() == {"zhao-tian-2026"}


def test_json_is_read_as_well() -> None:
    """The same case as JSON."""
    import json

    from cephalad.record.tree import read_tree, value_of

    tree = read_tree(dump(read_example("burke-2004")).encode(), file="x.yaml")
    assert not isinstance(tree, list)
    answer = tried(visitor(), json.dumps(value_of(tree)).encode(), "burke.json")
    assert (answer.status_code, "burke-2004" in text(answer)) == (200, True)


def test_a_table_of_all_published_cases_comes_in_whole() -> None:
    """One row a finding: what the table holds of each case stands in the store afterwards."""
    from cephalad.columns.collect import collect
    from cephalad.server.store.cases import load_cases

    guest, path = visitor(), f"/import/{uuid.uuid4()}/"
    content = table(*example_names())
    assert tried(guest, content, path=path).status_code == 200
    assert guest.post(path, {"act": "import"}).status_code == 302
    assert collect(case for _, case in load_cases()).write_csv().encode() == content


def test_the_template_can_be_tried_as_it_is() -> None:
    """It is downloaded with a byte order mark, for spreadsheets, and holds one invented patient."""
    guest = visitor()
    answer = guest.get("/import/template.csv")
    assert answer.content.startswith("\ufeffpatient,event,kind".encode())
    assert "attachment" in answer.headers["Content-Disposition"]
    assert tried(guest, answer.content).status_code == 200


def test_every_problem_is_listed_with_its_line() -> None:
    """Two wrong cells in different rows, both told with row and line; nothing is kept to be imported."""
    guest, path = visitor(), f"/import/{uuid.uuid4()}/"
    lines = table("zhao-tian-2026").decode().splitlines()
    lines[4] = lines[4].replace("complaint", "complaintt", 1)
    lines[9] = lines[9].rsplit(",", 1)[0] + ",perhaps"
    answer = tried(guest, "\n".join(lines).encode(), path=path)
    page = text(answer)
    assert answer.status_code == 422
    assert "row 4 (line 5)" in page
    assert "row 9 (line 10)" in page
    assert guest.post(path, {"act": "import"}).status_code == 409
    assert pseudonyms() == set()


def test_problems_of_a_case_file_have_lines() -> None:
    """Two faults of one YAML file."""
    content = example_text("burke-2004").replace("sex: female", "sex: femal", 1).replace("kind:", "kindd:", 1)
    answer = tried(visitor(), content.encode(), "x.yaml")
    assert answer.status_code == 422
    assert text(answer).count('<th scope="row">line ') >= 2


def test_a_pseudonym_that_is_taken_is_told_before_and_at_importing() -> None:
    """At the dry run, and when somebody took it between the dry run and the button."""
    from cephalad.server.store.cases import create_case

    guest, path = visitor(), f"/import/{uuid.uuid4()}/"
    assert tried(guest, table("burke-2004", "lakhi-2013"), path=path).status_code == 200
    create_case({"case": "lakhi-2013", "sex": "female"}, "berta")
    assert guest.post(path, {"act": "import"}).status_code == 409
    assert pseudonyms() == {"lakhi-2013"}
    assert "lakhi-2013" in text(tried(guest, table("lakhi-2013")))


def packed() -> bytes:
    """A zip file that unpacks to much more than it is."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("cases.csv", b"0" * 10_000_000)
    return content.getvalue()


BAD = {
    "zip": packed(),
    "gzip": gzip.compress(b"0" * 10_000_000),
    "utf-16": "patient,event".encode("utf-16"),
    "utf-16 without a mark": "patient,event".encode("utf-16-le"),
    "gb18030": "patient,event\n子宫".encode("gb18030"),
    "empty": b"",
    "blank": b" \n\n",
    "no table": b'\xf0\x9f\x98\x80,,,\n"',
    "other columns": b"name,age\nAnna,48\n",
    "only the heading": table("burke-2004").splitlines()[0] + b"\n",
    "ragged": table("burke-2004") + b"a,b\n",
    "spreadsheet": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
}


@pytest.mark.parametrize("name", sorted(BAD))
@pytest.mark.parametrize("ending", ["csv", "yaml", "json"])
def test_what_is_no_file_of_ours_is_refused_with_a_reason(name: str, ending: str) -> None:
    """Packed, in another encoding, empty or of another form: 422 with words, never a fault, nothing written."""
    answer = tried(visitor(), BAD[name], f"cases.{ending}")
    assert answer.status_code == 422
    assert 'role="alert"' in text(answer)
    assert pseudonyms() == set()


def test_a_byte_order_mark_is_no_problem() -> None:
    """UTF-8 as spreadsheets write it."""
    assert tried(visitor(), b"\xef\xbb\xbf" + table("burke-2004")).status_code == 200


def test_a_file_that_is_too_large_is_refused() -> None:
    """By its size, before it is read, and by its rows."""
    guest = visitor()
    assert tried(guest, b"x" * 18_000_000).status_code == 413
    assert tried(guest, b"x" * 16_500_000).status_code == 422
    assert tried(guest, table("burke-2004").splitlines()[0] + b"\n," * 100_001).status_code == 422


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.csv", "a\\..\\b.csv", "<img src=x onerror=alert(1)>.csv", "=1+1.csv"]
)
def test_a_files_name_is_only_shown(name: str) -> None:
    """No path, no markup: it is escaped and used for nothing but its ending."""
    answer = tried(visitor(), table("burke-2004"), name)
    assert answer.status_code == 200
    assert "<img src=x" not in text(answer)


def test_markup_in_cells_is_escaped() -> None:
    """Of names and of wrong values."""
    content = table("burke-2004").decode().replace("burke-2004", "<b>bold</b>")
    page = text(tried(visitor(), content.encode()))
    assert "<b>bold</b>" not in page


def test_without_a_file_it_says_so() -> None:
    """The button pressed too early."""
    assert visitor().post(f"/import/{uuid.uuid4()}/", {}).status_code == 422
