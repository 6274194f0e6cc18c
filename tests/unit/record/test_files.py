"""Reading case files from disk."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.unit.record.case_texts import HEADER, case_of

from cephalad.errors import UnreadableInput
from cephalad.record import Case, load, read_bytes
from cephalad.record.tree import MAX_BYTES


@pytest.mark.parametrize("as_text", [False, True])
def test_a_file_is_read(tmp_path: Path, as_text: bool) -> None:
    """A path may be a text or a path; the content is what counts."""
    file = tmp_path / "病例.yaml"
    file.write_text(HEADER, encoding="utf-8")
    assert load(str(file) if as_text else file) == case_of(HEADER)


def test_json_is_told_by_its_name_or_its_first_character(tmp_path: Path) -> None:
    """The ending need not say it."""
    words = json.dumps({"format": "cephalad-case/1", "case": "test", "written_on": "2026-01-01"})
    for name in ("a.json", "a.JSON", "a.yaml", "a"):
        (tmp_path / name).write_text(words, encoding="utf-8")
        assert load(tmp_path / name) == case_of(HEADER)


def test_issues_name_the_file_as_it_was_named(tmp_path: Path) -> None:
    """An issue is found again by its file."""
    file = tmp_path / "a.yaml"
    file.write_text("case: a\n", encoding="utf-8")
    issues = load(file)
    assert isinstance(issues, list)
    assert {issue.file for issue in issues} == {str(file)}


@pytest.mark.parametrize("name", ["missing.yaml", ".", "missing/case.yaml", "a\0b.yaml", "x" * 5000])
def test_a_file_that_cannot_be_read(tmp_path: Path, name: str) -> None:
    """Missing files, folders and impossible names are one kind of fault in the call."""
    with pytest.raises(UnreadableInput, match="cannot be read") as raised:
        load(tmp_path / name if "\0" not in name else name)
    assert "\0" not in str(raised.value)


def test_a_file_that_is_too_large(tmp_path: Path) -> None:
    """16 MB are read, one byte more is refused, and no more than that is taken into memory."""
    file = tmp_path / "a.yaml"
    file.write_bytes((HEADER + "#").encode().ljust(MAX_BYTES, b"x"))
    assert isinstance(load(file), Case)
    file.write_bytes(file.read_bytes() + b"x" * 100)
    issues = load(file)
    assert isinstance(issues, list)
    assert [(issue.code, issue.value) for issue in issues] == [("FILE-01", "16,000,001 bytes")]


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "FILE-03"), (b"\xff\xfe", "FILE-02"), (b"a\0b", "FILE-02"), (b"case", "FILE-04"), (b"a: [", "YAML-01")],
)
def test_content_that_is_no_case_file(content: bytes, code: str) -> None:
    """What has not the form of a case file has one issue that says so."""
    issues = read_bytes(content, file="a.yaml")
    assert isinstance(issues, list)
    assert [issue.code for issue in issues] == [code]
