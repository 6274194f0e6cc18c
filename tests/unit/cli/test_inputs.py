"""Standard input as a case, and what is told when there is none."""

from __future__ import annotations

import io
import sys

import pytest

from cephalad.cli.inputs import read_case_named, valid_case_named
from cephalad.errors import InvalidCase, UnreadableInput
from cephalad.record import Case, example_text


def give(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    """Put content on standard input."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))


def test_a_case_is_read_from_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    """The name ``-`` is the case on standard input."""
    give(monkeypatch, example_text("zhao-tian-2026").encode())
    found = read_case_named("-")
    assert isinstance(found, Case)
    assert found.id == "zhao-tian-2026"


def test_issues_of_standard_input_name_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """A broken case on standard input is invalid, with ``-`` as its file; bytes that are no text are unreadable."""
    give(monkeypatch, b"case: a\n")
    with pytest.raises(InvalidCase) as caught:
        valid_case_named("-")
    assert {issue.file for issue in caught.value.issues} == {"-"}
    give(monkeypatch, b"\xff")
    with pytest.raises(UnreadableInput, match="UTF-8"):
        valid_case_named("-")


def test_a_closed_or_failing_input_is_unreadable(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without standard input, or when reading it fails, the call is told so."""

    class Failing(io.BytesIO):
        def read(self, _: int | None = -1) -> bytes:
            raise OSError(5, "Input/output error")

    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(UnreadableInput, match="closed"):
        read_case_named("-")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(Failing()))
    with pytest.raises(UnreadableInput, match="Input/output error"):
        read_case_named("-")
