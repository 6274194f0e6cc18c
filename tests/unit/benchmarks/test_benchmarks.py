"""The benchmark measures what it says: every row comes out, on the patient and by the yardsticks described."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cephalad.assess import Evaluation
from cephalad.facts import FactSheet
from cephalad.guideline import default_guideline
from cephalad.logic import Truth, all_of, any_of, negation
from cephalad.record import parse_point, view

ROOT = Path(__file__).resolve().parents[3]
VALUES = {Truth.TRUE: True, Truth.FALSE: False, Truth.UNKNOWN: None}


@pytest.fixture(autouse=True)
def _benchmarks_can_be_imported() -> Iterator[None]:
    """The folder of the project is searched for modules, however the tests were started."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(ROOT))
        yield


def test_every_row_of_one_patient_comes_out() -> None:
    """One repetition gives the bare node, the three ways to ask and the whole reference patient, each with a figure."""
    from benchmarks.one_patient import one_patient_rows

    rows = list(one_patient_rows(1))
    assert [row.aim for row in rows] == ["", "1,000", "300", "100", ""]
    assert all(row.value > 0 for row in rows)
    assert all(row.yardstick and row.ratio for row in rows[1:])


def test_loading_is_measured_on_both_files() -> None:
    """One repetition gives the file of twelve events and the reference patient."""
    from benchmarks.loading import loading_rows

    rows = list(loading_rows(1))
    assert [row.unit for row in rows] == ["files per CPU-second"] * 2
    assert all(row.value > 0 for row in rows)


def test_start_up_is_measured_beside_an_empty_interpreter() -> None:
    """Help and one assessment are run, and compared with an interpreter that does nothing."""
    from benchmarks.start_up import start_up_rows

    nothing, *ours = start_up_rows(1)
    assert nothing.ratio == ""
    assert [row.yardstick for row in ours] == ["python -c pass"] * 2


def test_a_command_that_fails_is_no_measurement() -> None:
    """A command with another exit code than nought ends the benchmark."""
    from benchmarks.measuring import seconds_of_commands

    with pytest.raises(subprocess.CalledProcessError):
        seconds_of_commands({"fails": (sys.executable, "-c", "raise SystemExit(1)")}, 1)


def test_the_patient_has_twelve_events_and_is_followed_up() -> None:
    """All twelve events count on the day, and the day lies after the operation, so that no chapter is left out."""
    from benchmarks.patient import AS_OF, twelve_events

    case = twelve_events()
    sheet = FactSheet(view(case, parse_point(AS_OF, case)), default_guideline().numbers)
    assert len(sheet.events) == 12
    assert Evaluation(default_guideline(), sheet)["ivl.surveillance.applies"] is Truth.TRUE


@pytest.mark.parametrize("first", Truth)
@pytest.mark.parametrize("second", Truth)
def test_the_bare_node_is_three_valued(first: Truth, second: Truth) -> None:
    """The yardstick gives what Kleene's tables give, so that it is no cheaper by being wrong, and traces each node."""
    from benchmarks.bare_node import Node, evaluate

    facts = {"a": VALUES[first], "b": VALUES[second]}
    leaves = (Node("fact", "a"), Node("fact", "b"))
    trace: list[tuple[Node, bool | None]] = []
    assert evaluate(Node("and", parts=leaves), facts, trace) is VALUES[all_of((first, second))]
    assert evaluate(Node("or", parts=leaves), facts, []) is VALUES[any_of((first, second))]
    assert evaluate(Node("not", parts=leaves[:1]), facts, []) is VALUES[negation(first)]
    assert trace[-1][0].kind == "and"


def test_the_page_names_no_machine_but_its_cores() -> None:
    """The page says interpreter and cores, and prints a figure with its unit."""
    from benchmarks.table import Row, page

    text = page([Row("work", 1234.5, "patients per CPU-second", "1,000", "another", "twice as many")])
    assert "| work | 1,234 patients per CPU-second | 1,000 | another | twice as many |\n" in text
    assert f"Python {sys.version_info.major}.{sys.version_info.minor}" in text


def test_nothing_is_written_unless_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without ``--write`` the folder stays empty; with it the page lies there."""
    from benchmarks.__main__ import main

    monkeypatch.chdir(tmp_path)
    small = ["--repetitions", "1", "--start-ups", "1", "--sizes", "20"]
    main(small)
    assert list(tmp_path.iterdir()) == []
    main([*small, "--write", "page.md"])
    assert (tmp_path / "page.md").read_text(encoding="utf-8").startswith("# Benchmark\n")
