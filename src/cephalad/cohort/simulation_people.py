"""Who the simulated patients are: drawn once for a block, before anything happens to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

import numpy as np

from cephalad.cohort.simulation_chart import DAY_ZERO
from cephalad.cohort.simulation_parameters import GROUPS, Dice, Flags, Integers, Numbers

__all__ = [
    "CARDIAC",
    "CAVAL",
    "CONFINED",
    "EXTENTS",
    "LEVELS",
    "OPERATIONS",
    "ORDINARY",
    "PATHS",
    "PELVIC",
    "RADICAL",
    "ROUTES",
    "UTERUS_KEPT",
    "People",
    "draw_people",
]

ORDINARY, PELVIC, CAVAL, CARDIAC = range(len(GROUPS))

EXTENTS = ("none", "confined", "iliac-or-ovarian", "infrarenal-ivc", "above-renal", "heart", "pulmonary")
CONFINED, ILIAC_OR_OVARIAN, INFRARENAL, ABOVE_RENAL, HEART, PULMONARY = range(1, len(EXTENTS))
_GROUP_OF_EXTENT = np.array([ORDINARY, PELVIC, PELVIC, CAVAL, CAVAL, CARDIAC, CARDIAC])

ROUTES = ("right-iliac", "left-iliac", "left-ovarian", "right-ovarian")
_CAVA_AND_HEART = (
    "suprarenal-ivc",
    "retrohepatic-ivc",
    "suprahepatic-ivc",
    "right-atrium",
    "right-ventricle",
    "pulmonary-arteries",
)
PATHS: tuple[tuple[str, ...], ...] = tuple(
    (*first, *_CAVA_AND_HEART)
    for first in (
        ("right-uterine-vein", "right-internal-iliac-vein", "right-common-iliac-vein", "infrarenal-ivc"),
        ("left-uterine-vein", "left-internal-iliac-vein", "left-common-iliac-vein", "infrarenal-ivc"),
        ("left-ovarian-vein-pelvic", "left-ovarian-vein-abdominal", "left-renal-vein", ""),
        ("right-ovarian-vein-pelvic", "right-ovarian-vein-abdominal", "", "infrarenal-ivc"),
    )
)
"""The segments of each route by level, toward the head; "" where a route has no segment at that level."""

LEVELS = len(PATHS[0])
_LEFT_ILIAC, _LEFT_OVARIAN = ROUTES.index("left-iliac"), ROUTES.index("left-ovarian")

OPERATIONS = ("uterus-kept", "ovaries-kept", "radical")
UTERUS_KEPT, OVARIES_KEPT, RADICAL = range(len(OPERATIONS))

_Days: TypeAlias = Integers
_CLOSING_MONTH_AND_DAY = (6, 30)
_YEAR = 365.25


@dataclass(frozen=True, slots=True)
class People:
    """One block of patients; every array has one entry a patient.

    Attributes
    ----------
    ivl : whether she has the disease
    extent : place in `EXTENTS`
    group : place in `GROUPS`
    route : place in `ROUTES`
    reach : how many levels of her route hold tumour, from the uterine or ovarian vein on
    bilateral : tumour in the veins of the other side too
    age : years at the first visit
    first : day of the first visit
    operation : place in `OPERATIONS`, of the operation that is done if any is
    complete : whether that operation takes everything
    recurs_after : days from the operation to the event; a very large number when there is none
    closes : the last day that the file knows of (loss to follow-up, death, or the day of writing)
    dies : day of death, or a very large number
    """

    ivl: Flags
    extent: Integers
    group: Integers
    route: Integers
    reach: Integers
    bilateral: Flags
    age: Numbers
    born: _Days
    first: _Days
    numbered: Flags
    prior_surgery: Flags
    prior_hysterectomy: Flags
    ovaries_before: Integers
    postmenopausal: Flags
    wants_children: Flags
    lung_nodules: Flags
    operated: Flags
    operation: Integers
    complete: Flags
    staged: Flags
    recurs_after: _Days
    closes: _Days
    dies: _Days
    written_on: int


_NEVER = 1_000_000


def draw_people(dice: Dice) -> People:
    """A block of patients, and what is in store for them."""
    numbers = dice.numbers
    ivl = dice.value("ivl")
    extent = np.where(ivl, dice.pick("extent") + 1, 0)
    group = _GROUP_OF_EXTENT[extent]
    route = dice.pick("route")
    # The left ovarian vein ends in the renal vein: that route never holds tumour of the cava below it alone.
    route = np.where((route == _LEFT_OVARIAN) & (extent == INFRARENAL), _LEFT_ILIAC, route)
    age = _ages(dice)
    entry = numbers.chances("entry")
    opens = date(int(entry["first-year"]), 1, 1).toordinal() - DAY_ZERO
    closes = date(int(entry["first-year"] + entry["years"]) + 1, *_CLOSING_MONTH_AND_DAY).toordinal() - DAY_ZERO
    first = dice.days(opens, opens + int(entry["years"] * _YEAR))
    prior_surgery = dice.chance(numbers.by_group("prior-surgery")[group])
    prior_hysterectomy = prior_surgery & dice.chance(numbers.by_group("prior-hysterectomy")[group])
    ovaries_before = np.where(prior_hysterectomy, dice.pick("prior-ovaries-removed"), 0)
    stops = numbers.chances("menopause-age")
    postmenopausal = (ovaries_before == 2) | (
        age > stops["mean"] + stops["sd"] * dice.source.standard_normal(dice.size)
    )
    wishes = numbers.chances("fertility")
    wants = dice.chance(np.where(age < 40, wishes["before-40"], wishes["later"]))
    wants &= ~postmenopausal & ~prior_hysterectomy
    operation = _operations(dice, group, wants, prior_hysterectomy)
    complete = dice.chance(numbers.by_group("complete")[group])
    dies = _deaths(dice, group, first)
    lost = first + dice.waiting(_YEAR / numbers.value("lost"))
    return People(
        ivl=ivl,
        extent=extent,
        group=group,
        route=route,
        reach=_reach(dice, extent),
        bilateral=dice.value("bilateral"),
        age=age,
        born=first - (age * _YEAR).astype(np.int64),
        first=first,
        numbered=dice.value("day-numbers"),
        prior_surgery=prior_surgery,
        prior_hysterectomy=prior_hysterectomy,
        ovaries_before=ovaries_before,
        postmenopausal=postmenopausal,
        wants_children=wants,
        lung_nodules=dice.chance(numbers.by_group("lung-nodules")[group]),
        operated=dice.chance(numbers.by_group("operated")[group]),
        operation=operation,
        complete=complete,
        staged=dice.chance(numbers.by_group("staged")[group]),
        recurs_after=_events(dice, extent, operation, complete),
        closes=np.minimum(np.minimum(lost, closes), dies - 1),
        dies=np.where(dies <= closes, dies, _NEVER),
        written_on=closes,
    )


def _ages(dice: Dice) -> Numbers:
    """Ages from the normal distribution, those outside the published range thrown again by reflection at its ends."""
    chances = dice.numbers.chances("age")
    drawn = chances["mean"] + chances["sd"] * dice.source.standard_normal(dice.size)
    low, high = chances["youngest"], chances["oldest"]
    return np.clip(np.where(drawn < low, 2 * low - drawn, drawn), low, high + 0.99)


def _reach(dice: Dice, extent: Integers) -> Integers:
    """How many levels of the route hold tumour."""
    thrown = (
        0 * extent,
        dice.value("para-uterine").astype(np.int64),
        2 + dice.value("common-iliac"),
        4 + 0 * extent,
        5 + dice.pick("above-renal-level"),
        8 + dice.value("right-ventricle"),
        10 + 0 * extent,
    )
    return np.choose(extent, thrown)


def _operations(dice: Dice, group: Integers, wants: Flags, prior_hysterectomy: Flags) -> Integers:
    kinds = np.where(wants, dice.pick("operation.fertility"), dice.pick("operation.other"))
    kinds = np.where(group == ORDINARY, dice.pick("operation.ordinary"), kinds)
    # Without a uterus there is none to keep.
    return np.where(prior_hysterectomy & (kinds == UTERUS_KEPT), RADICAL, kinds)


def _events(dice: Dice, extent: Integers, operation: Integers, complete: Flags) -> Integers:
    """Days from the operation to recurrence or progression."""
    table = dice.numbers.table("event")
    chances = np.array([[row[name] for name in OPERATIONS] for row in table.values()])
    rows = list(table)
    confined = rows.index("complete-confined")
    beyond, incomplete = rows.index("complete-beyond"), rows.index("incomplete")
    row = np.where(complete, np.where(extent == CONFINED, confined, beyond), incomplete)
    happens = dice.chance(chances[row, operation]) & (extent > 0)
    times = dice.numbers.chances("event-months")
    months = np.maximum(dice.lognormal(times["median"], times["sigma"]), times["earliest"])
    return np.where(happens, (months * _YEAR / 12).astype(np.int64), _NEVER)


def _deaths(dice: Dice, group: Integers, first: Integers) -> Integers:
    dies = dice.chance(dice.numbers.by_group("death")[group])
    return np.where(dies, first + 60 + dice.days(0, int(5 * _YEAR)), _NEVER)
