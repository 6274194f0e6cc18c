"""The shipped example cases."""

from __future__ import annotations

import pytest

from cephalad.errors import InvalidCase, UnknownName
from cephalad.record import Case, example_names, example_text, examples, read_bytes, read_example


def test_the_names() -> None:
    """The reference patient is shipped, and names come sorted and without the ending."""
    assert "zhao-tian-2026" in example_names()
    assert list(example_names()) == sorted(example_names())
    assert not any(name.endswith(".yaml") for name in example_names())


@pytest.mark.parametrize("name", example_names())
def test_every_example_is_a_valid_case(name: str) -> None:
    """An example reads without an issue, under its own name."""
    case = read_example(name)
    assert case.id == name
    assert case.events
    assert read_bytes(example_text(name).encode(), file="a.yaml") == case


def test_the_reference_patient() -> None:
    """A woman of 48 at her first visit, recorded by month from June 2025 on (Zhao and Tian 2026, Case report)."""
    case = read_example("zhao-tian-2026")
    assert case.sex == "female"
    assert case.birth is not None
    assert (case.birth.age_years, case.birth.at_event) == (48, "first-visit")
    assert case.events[0].moment.text == "2025-06"
    assert case.header["doi"] == "10.3892/etm.2026.13183"


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("zhao-tian-2025", "; did you mean zhao-tian-2026?"),
        ("../errors", ""),
        ("", ""),
        ("zhao-tian-2026.yaml", "; did"),
    ],
)
def test_an_unknown_example(name: str, hint: str) -> None:
    """A name that is not shipped is refused, with the nearest one; no name reaches outside the folder."""
    for call in (example_text, read_example):
        with pytest.raises(UnknownName) as raised:
            call(name)
        assert str(raised.value).startswith(f"no example {name!r}{hint}")


def test_a_long_name_is_cut() -> None:
    """The message never repeats a long input."""
    with pytest.raises(UnknownName) as raised:
        example_text("x" * 10_000)
    assert len(str(raised.value)) < 200


def test_a_broken_example_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    """A shipped case with a fault raises, with all its issues."""
    monkeypatch.setattr(examples, "example_text", lambda _name: "format: cephalad-case/1\ncase: a\n")
    with pytest.raises(InvalidCase) as raised:
        read_example("broken")
    assert [issue.code for issue in raised.value.issues] == ["TIME-01"]
    assert "broken.yaml:1: written_on: must be stated" in str(raised.value)
    assert not isinstance(raised.value.issues[0], Case)
