"""The checker of the register: the shipped one is sound, and each rule is seen to fail."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cephalad.evidence import (
    Challenge,
    Chapter,
    Figure,
    Reading,
    Register,
    Source,
    Stance,
    Statement,
    Strength,
    check_register,
    shipped_register,
)

SOURCE = Source("a-2020", "A. 2020.", Strength.SERIES, Reading.ABSTRACT)
FIGURE = Figure("rate", ("S1",), "10 %", 10.0, "%", 10.0, "%", "Something.", "reported")
CHALLENGE = Challenge("a-2020-x", ("S1",), "a-2020", Stance.AGAINST, "No effect.")


def statement(number: int) -> Statement:
    """A sound statement of that number."""
    return Statement(f"S{number}", ("Abstract",), Chapter.CASE, "Text.", ("a-2020",))


STATEMENTS = tuple(statement(number) for number in range(1, 132))
SOUND = Register((SOURCE,), STATEMENTS, (FIGURE,), (CHALLENGE,))


def changed(number: int, new: Statement) -> Register:
    """The sound register with one statement replaced."""
    return replace(SOUND, statements=(*STATEMENTS[: number - 1], new, *STATEMENTS[number:]))


def test_the_shipped_register_is_sound() -> None:
    """No fault in the package's own files."""
    assert check_register() == ()
    assert check_register(shipped_register()) == ()


def test_a_sound_register_has_no_fault() -> None:
    """The register that the tests below break is sound to begin with."""
    assert check_register(SOUND) == ()


BROKEN: list[tuple[Register, tuple[str, ...]]] = [
    # ids
    (replace(SOUND, sources=(SOURCE, SOURCE)), ("source a-2020: the id must be unique",)),
    (replace(SOUND, figures=(FIGURE, FIGURE)), ("figure rate: the id must be unique",)),
    (replace(SOUND, challenges=(CHALLENGE, CHALLENGE)), ("challenge a-2020-x: the id must be unique",)),
    (changed(2, statement(1)), ("statement S1: the id must be unique", "statement S2: is missing")),
    (replace(SOUND, figures=(replace(FIGURE, id="Rate 1"),)), ("figure Rate 1: the id must be kebab-case",)),
    (
        replace(SOUND, challenges=(replace(CHALLENGE, id="b-2021-x"),)),
        ("challenge b-2021-x: the id must open with its source, a-2020",),
    ),
    # completeness and order
    (replace(SOUND, statements=STATEMENTS[:-1]), ("statement S131: is missing",)),
    (
        replace(SOUND, statements=(*STATEMENTS, statement(132))),
        ("statement S132: is not one of S1 to S131",),
    ),
    (
        replace(SOUND, statements=(STATEMENTS[1], STATEMENTS[0], *STATEMENTS[2:])),
        ("statements: must stand in order from S1 to S131",),
    ),
    # empty text
    (replace(SOUND, sources=(replace(SOURCE, citation=" "),)), ("source a-2020: citation must not be empty",)),
    (changed(3, replace(statement(3), text="")), ("statement S3: text must not be empty",)),
    (changed(3, replace(statement(3), sections=())), ("statement S3: sections must not be empty",)),
    (replace(SOUND, figures=(replace(FIGURE, status=""),)), ("figure rate: status must not be empty",)),
    (replace(SOUND, figures=(replace(FIGURE, said_of=""),)), ("figure rate: said_of must not be empty",)),
    (replace(SOUND, figures=(replace(FIGURE, statements=()),)), ("figure rate: statements must not be empty",)),
    (replace(SOUND, challenges=(replace(CHALLENGE, text=""),)), ("challenge a-2020-x: text must not be empty",)),
    (
        replace(SOUND, challenges=(replace(CHALLENGE, statements=()),)),
        ("challenge a-2020-x: statements must not be empty",),
    ),
    # references
    (
        changed(3, replace(statement(3), rests_on=("b",))),
        ("statement S3: names the source b, which does not exist",),
    ),
    (
        replace(SOUND, figures=(replace(FIGURE, statements=("S0",)),)),
        ("figure rate: names the statement S0, which does not exist",),
    ),
    (
        replace(SOUND, challenges=(replace(CHALLENGE, statements=("S1", "S132")),)),
        ("challenge a-2020-x: names the statement S132, which does not exist",),
    ),
    (
        replace(SOUND, challenges=(replace(CHALLENGE, id="b-x", source="b"),)),
        ("challenge b-x: names the source b, which does not exist",),
    ),
    # sections
    (
        changed(3, replace(statement(3), sections=("Abstract", "Methods"))),
        ("statement S3: Methods is not a section of the paper",),
    ),
    # numbers
    (
        replace(SOUND, figures=(replace(FIGURE, low=11.0),)),
        ("figure rate: low 11 must not exceed high 10",),
    ),
    (
        replace(SOUND, figures=(replace(FIGURE, high=100.5),)),
        ("figure rate: a percentage must lie between 0 and 100, got 100.5",),
    ),
    (
        replace(SOUND, figures=(replace(FIGURE, low=-0.5),)),
        ("figure rate: a percentage must lie between 0 and 100, got -0.5",),
    ),
    (
        changed(3, replace(statement(3), text="Recurrence 101 %.")),
        ("statement S3: a percentage must lie between 0 and 100, got 101",),
    ),
    (
        replace(SOUND, challenges=(replace(CHALLENGE, text="From 750 to 75 %."),)),
        ("challenge a-2020-x: a percentage must lie between 0 and 100, got 750",),
    ),
    (
        replace(SOUND, figures=(replace(FIGURE, beware="Not 166 %."),)),
        ("figure rate: a percentage must lie between 0 and 100, got 166",),
    ),
    (
        replace(SOUND, sources=(replace(SOURCE, remark="920 % Asian."),)),
        ("source a-2020: a percentage must lie between 0 and 100, got 920",),
    ),
]


@pytest.mark.parametrize(("broken", "faults"), BROKEN)
def test_a_broken_register_is_reported(broken: Register, faults: tuple[str, ...]) -> None:
    """One broken rule gives exactly its own sentence."""
    assert check_register(broken) == faults


@pytest.mark.parametrize("low", [0.0, 10.0])
def test_percentages_may_touch_0_and_100(low: float) -> None:
    """Both limits are inside, in numbers and in sentences, and a hyphen between digits is no minus."""
    figure = replace(FIGURE, low=low, high=100.0, beware="0 % to 100 %, 16-30 %.")
    assert check_register(replace(SOUND, figures=(figure,))) == ()


def test_two_units_are_never_compared() -> None:
    """6 weeks to 3 months is a rising range although 6 exceeds 3."""
    interval = replace(FIGURE, low=6.0, low_unit="weeks", high=3.0, high_unit="months")
    assert check_register(replace(SOUND, figures=(interval,))) == ()


def test_all_faults_come_together() -> None:
    """The first fault does not hide the others."""
    broken = replace(SOUND, sources=(), statements=STATEMENTS[:-1])
    faults = check_register(broken)
    assert "statement S131: is missing" in faults
    assert "statement S1: names the source a-2020, which does not exist" in faults
    assert "challenge a-2020-x: names the source a-2020, which does not exist" in faults
    assert len(faults) == 1 + 130 + 1
