"""The load is measured on the server as it is installed, by users who are signed in, and told line by line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(autouse=True)
def _benchmarks_can_be_imported() -> Iterator[None]:
    """The folder of the project is searched for modules, however the tests were started."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(ROOT))
        yield


def test_percentiles_are_nearest_ranks() -> None:
    """Of twenty answers the nineteenth is the 95th percentile, of one it is that one; kinds are told apart."""
    from benchmarks.load import Visits

    found = Visits({"case": [float(number) for number in range(20, 0, -1)]})
    assert [found.percentile(share) for share in (0.5, 0.95, 0.99, 1)] == [10, 19, 20, 20]
    found = Visits({"case": [7.0], "list": [1.0, 2.0]}, ["case: 500"])
    assert (found.percentile(0.95), found.percentile(0.95, "list"), found.number) == (7, 2, 4)


def test_users_are_answered_without_an_error() -> None:
    """Two users and three cases for a few seconds: pages, parts, previews and saved events, every one an answer."""
    from benchmarks.load import Load, measured

    found = measured(Load(cases=3, looked_at=3, users=2, seconds=6, think_seconds=0.1))
    assert found.errors == []
    assert found.number > 2
    assert all(each > 0 for times in found.milliseconds.values() for each in times)


def test_only_the_lines_of_the_load_are_replaced() -> None:
    """Measured anew, they take the place of the earlier ones; every other line of the page stays letter by letter."""
    from benchmarks.load import MARK
    from benchmarks.table import Row, page, replaced

    before = page([Row("another", 1.0, "ms"), Row(f"{MARK}, earlier", 2.0, "ms"), Row("a third", 3.0, "ms")])
    after = replaced(before, MARK, [Row(f"{MARK}, later", 4.0, "ms", "300 ms")])
    assert [line for line in before.splitlines() if MARK not in line[:30]] == after.splitlines()[:-1]
    assert after.endswith(f"| {MARK}, later | 4 ms | 300 ms |  |  |\n")
