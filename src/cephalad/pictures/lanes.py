"""Marks in lanes: each in the first row of its lane in which neither it nor its name touches another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cephalad.pictures.drawing import Words, cut

__all__ = ["HEIGHT", "NAME", "NUMBER", "Mark", "Placed", "place_marks"]

HEIGHT = 17.0
"""How high a mark is."""

NAME = Words(11)
"""How the name beside a mark is set."""

NUMBER = Words(9.5, bold=True, anchor="middle")
"""How the number in a mark is set."""

_GAP = 5.0
_MOST_NAMED_ROWS = 9


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark on its way: its number, its name, where it begins and ends, and how it is drawn.

    Attributes
    ----------
    exact : whether the day is known, so that the mark is a point and not a stretch
    style : the standing of the event, or ``change``
    grouped : whether the number counts events and names none
    """

    number: str
    name: str
    left: float
    right: float
    exact: bool
    style: str
    landmark: bool = False
    approximate: bool = False
    grouped: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """A mark with its row, its ends as drawn, and its name as far as it is written, with the place where it begins."""

    mark: Mark
    row: int
    left: float
    right: float
    name: str = ""
    name_x: float = 0


def place_marks(marks: Sequence[Mark], *, left: float, right: float, longest: float = 190) -> tuple[Placed, ...]:
    """The marks of one lane in rows; with their names where these do not take too many rows.

    Parameters
    ----------
    longest : how wide a name may be written
    """
    named = _packed([_with_name(mark, left, right, longest) for mark in marks])
    if max((each.row for each in named), default=0) < _MOST_NAMED_ROWS:
        return named
    return _packed([_alone(mark, left, right) for mark in marks])


def _alone(mark: Mark, left: float, right: float) -> Placed:
    """The mark wide enough for its number, inside the axis."""
    room = max(HEIGHT, NUMBER.width(mark.number) + 7)
    start, end = mark.left, mark.right
    if mark.exact or end - start < room:
        middle = (start + end) / 2
        start, end = middle - room / 2, middle + room / 2
    if end > right:
        start, end = min(start, right - room), right
    if start < left:
        start, end = left, max(end, left + room)
    return Placed(mark, 0, start, end)


def _with_name(mark: Mark, left: float, right: float, longest: float) -> Placed:
    alone = _alone(mark, left, right)
    name = cut(mark.name, NAME.size, longest)
    width = NAME.width(name)
    inside = alone.left + max(HEIGHT, NUMBER.width(mark.number) + 7) + 5
    if inside + width + 6 <= alone.right and not mark.exact:
        return Placed(mark, 0, alone.left, alone.right, name, inside)
    if alone.right + 5 + width <= right:
        return Placed(mark, 0, alone.left, alone.right, name, alone.right + 5)
    return Placed(mark, 0, alone.left, alone.right, name, max(alone.left - 5 - width, left - 4))


def _packed(placed: Iterable[Placed]) -> tuple[Placed, ...]:
    rows: list[list[tuple[float, float]]] = []
    done: list[Placed] = []
    for each in placed:
        start, end = _reach(each)
        row = next((at for at, taken in enumerate(rows) if _free(taken, start, end)), len(rows))
        if row == len(rows):
            rows.append([])
        rows[row].append((start, end))
        done.append(Placed(each.mark, row, each.left, each.right, each.name, each.name_x))
    return tuple(done)


def _reach(each: Placed) -> tuple[float, float]:
    if not each.name:
        return each.left, each.right
    return min(each.left, each.name_x), max(each.right, each.name_x + NAME.width(each.name))


def _free(taken: list[tuple[float, float]], start: float, end: float) -> bool:
    return all(end + _GAP <= other_start or other_end + _GAP <= start for other_start, other_end in taken)
