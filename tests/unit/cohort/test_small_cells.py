"""A small count is hidden, and whatever else is printed leaves every number from one to four possible for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from random import Random

import pytest

from cephalad.cohort.small_cells import FEWEST, Hidden, Shown, Sum, protected

FEWER, MORE, WITHHELD = Hidden.FEWER, Hidden.MORE, Hidden.WITHHELD


def one_sum(*parts: int) -> tuple[dict[str, int], tuple[Sum, ...]]:
    """Counts that add up to a total."""
    counts = {f"part-{at}": count for at, count in enumerate(parts)}
    return {"all": sum(parts), **counts}, (Sum("all", tuple(counts)),)


def told(*parts: int) -> list[Shown]:
    """How the total and its parts are told."""
    return list(protected(*one_sum(*parts)).values())


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ((40, 60), [100, 40, 60]),
        ((0, 100), [100, 0, 100]),
        ((3, 97), [100, FEWER, MORE]),
        ((5, 95), [100, 5, 95]),
        ((4, 30, 66), [100, FEWER, MORE, 66]),
        ((2, 3, 95), [100, FEWER, FEWER, 95]),
        ((1, 1, 98), [100, FEWER, FEWER, MORE]),
        ((4, 4), [8, WITHHELD, WITHHELD]),
        ((0, 4, 4), [8, WITHHELD, WITHHELD, WITHHELD]),
        ((1, 5), [6, WITHHELD, WITHHELD]),
        ((3, 0), [FEWER, FEWER, 0]),
    ],
)
def test_what_is_hidden_of_one_sum(parts: tuple[int, ...], expected: list[Shown]) -> None:
    """Zero and five are told, one to four never; beside them goes the smallest count that hides them."""
    assert told(*parts) == expected


def test_the_limit_is_five() -> None:
    """Below five women a count is small."""
    assert FEWEST == 5


def test_a_sum_of_a_sum_gives_nothing_away() -> None:
    """Where a hidden part is itself divided, one of its parts and one beside its total are hidden too."""
    counts = {"all": 100, "yes": 3, "no": 97, "yes-a": 3, "yes-b": 0, "no-a": 50, "no-b": 47}
    sums = (Sum("all", ("yes", "no")), Sum("yes", ("yes-a", "yes-b")), Sum("no", ("no-a", "no-b")))
    found = protected(counts, sums)
    assert (found["yes"], found["no"], found["yes-a"], found["yes-b"]) == (FEWER, MORE, FEWER, 0)
    assert {found["no-a"], found["no-b"]} & {MORE}


def test_a_count_under_two_names_is_hidden_under_both() -> None:
    """What one table hides, another must not tell under a second name."""
    counts = {"all": 100, "a": 97, "b": 3, "c": 97, "d": 3}
    found = protected(counts, (Sum("all", ("a", "b")), Sum("all", ("c", "d"))), {"c": "a"})
    assert (found["a"], found["c"], found["b"], found["d"]) == (MORE, MORE, FEWER, FEWER)


def test_two_ways_to_divide_protect_a_count_in_both() -> None:
    """A small count that stands in two tables has another hidden beside it in each."""
    counts = {"all": 100, "small": 2, "a": 40, "b": 58, "c": 30, "d": 68}
    found = protected(counts, (Sum("all", ("small", "a", "b")), Sum("all", ("small", "c", "d"))))
    assert [found[name] for name in counts] == [100, FEWER, MORE, 58, MORE, 68]


RANGES = {FEWER: range(1, FEWEST), MORE: range(FEWEST, 1000), WITHHELD: range(1000)}

# --- by trying everything ---------------------------------------------------------------------------------------------


def possible(counts: Mapping[str, int], sums: Sequence[Sum], shown: Mapping[str, Shown]) -> Iterator[dict[str, int]]:
    """Every way to fill in the hidden counts that the sums allow."""
    names = [name for name, count in shown.items() if isinstance(count, Hidden)]
    most = max(counts.values()) + 4
    for numbers in product(*([count for count in range(most) if allows(shown[name], count)] for name in names)):
        filled = {**counts, **dict(zip(names, numbers, strict=True))}
        if all(filled[each.total] == sum(filled[part] for part in each.parts) for each in sums):
            yield filled


def narrowed(counts: Mapping[str, int], sums: Sequence[Sum]) -> list[str]:
    """The hidden counts of which a reader who tries every number can exclude one to four, or all numbers but one."""
    shown = protected(counts, sums)
    assert all(isinstance(shown[name], Hidden) for name, count in counts.items() if 0 < count < FEWEST)
    ways = list(possible(counts, sums, shown))
    assert any(way == dict(counts) for way in ways)
    found = []
    for name, why in shown.items():
        numbers = {way[name] for way in ways}
        if (why is FEWER and numbers != set(range(1, FEWEST))) or (why in (MORE, WITHHELD) and len(numbers) == 1):
            found.append(name)
    return [name for name in found if counts[name]]


def test_nobody_can_work_out_a_hidden_count_of_a_sum() -> None:
    """Of every way in which up to twelve women fall into three parts, no hidden part can be worked out."""
    faults = [
        parts for parts in product(range(13), repeat=3) if FEWEST <= sum(parts) <= 12 and narrowed(*one_sum(*parts))
    ]
    assert faults == []


CELLS = ("11", "12", "21", "22")
CROSSED = (
    Sum("all", ("r1", "r2")),
    Sum("all", ("c1", "c2")),
    *(Sum(f"r{row}", (f"{row}1", f"{row}2")) for row in (1, 2)),
    *(Sum(f"c{column}", (f"1{column}", f"2{column}")) for column in (1, 2)),
)


def with_margins(*cells: int) -> dict[str, int]:
    """Four cells with the sums of their rows and columns."""
    a, b, c, d = cells
    margins = {"all": a + b + c + d, "r1": a + b, "r2": c + d, "c1": a + c, "c2": b + d}
    return {**margins, **dict(zip(CELLS, cells, strict=True))}


def allows(shown: Shown, count: int) -> bool:
    """Whether a reader must reckon with this number behind what is told."""
    return shown == count if isinstance(shown, int) else count in RANGES[shown]


def crossed_ways(shown: Mapping[str, Shown]) -> Iterator[dict[str, int]]:
    """Every way to fill the four cells that goes with what is told of them, of their rows and of their columns."""
    total = shown["all"]
    assert isinstance(total, int)
    for a, b, c in product(range(total + 1), repeat=3):
        if a + b + c <= total:
            way = with_margins(a, b, c, total - a - b - c)
            if all(allows(shown[name], count) for name, count in way.items()):
                yield way


def test_nobody_can_work_out_a_hidden_count_of_a_table() -> None:
    """Nor where the women are divided in two ways at once, and the table has the sums of its rows and columns."""
    random, faults, n_hidden = Random(7), [], 0  # noqa: S311
    for _ in range(80):
        counts = with_margins(*(random.choice([0, 1, 2, 4, 5, 6, 9]) for _ in CELLS))
        if counts["all"] < FEWEST:
            continue
        shown = protected(counts, CROSSED)
        ways = list(crossed_ways(shown))
        assert counts in ways
        for name, why in shown.items():
            numbers = {way[name] for way in ways}
            n_hidden += isinstance(why, Hidden)
            if counts[name] and (
                numbers != set(RANGES[why]) if why is FEWER else len(numbers) == 1 and isinstance(why, Hidden)
            ):
                faults.append((counts, name))
    assert (faults, n_hidden > 200) == ([], True)


def test_a_leak_would_be_seen() -> None:
    """The reader who tries everything is real: with only the small count hidden she finds it."""
    counts, sums = one_sum(3, 97)
    shown: dict[str, Shown] = {**counts, "part-0": FEWER}
    assert {way["part-0"] for way in possible(counts, sums, shown)} == {3}
