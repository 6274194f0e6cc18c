"""Operation, pathology and drugs: what was done to a simulated patient and what was found."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cephalad.cohort.simulation_chart import Chart, Happening
from cephalad.cohort.simulation_parameters import Flags, Integers
from cephalad.cohort.simulation_people import (
    CARDIAC,
    LEVELS,
    OPERATIONS,
    ORDINARY,
    PATHS,
    RADICAL,
    UTERUS_KEPT,
    People,
)
from cephalad.cohort.simulation_workup import Workup

__all__ = ["Treated", "treat"]

_OVARIES = ("none", "one", "both")
_MOST_DOSES = 6
_DOSE_INTERVAL = 28
_AMOUNTS = {"leuprolide": 3.75, "goserelin": 3.6, "triptorelin": 3.75, "letrozole": 2.5}
_FIRST_CARDIAC_LEVEL = 7
_OTHER_SIDE = (1, 0, 3, 2)
"""The place in the routes of the same route on the other side."""
_PELVIC_VEINS = tuple(
    f"{side}-{vein}" for side in ("left", "right") for vein in ("uterine-vein", "ovarian-vein-pelvic")
)


@dataclass(frozen=True, slots=True)
class Treated:
    """What follow-up starts from.

    Attributes
    ----------
    operated : an operation is on record
    day : of the last operation; of the end of the work-up for those without one
    left : how many ovaries are left (0, 1, 2)
    """

    operated: Flags
    day: Integers
    left: Integers


def treat(chart: Chart, people: People, done: Workup) -> Treated:
    """The operation with its pathology, a second stage, and endocrine therapy."""
    dice = chart.dice
    delays = dice.numbers.chances("delay-to-operation")
    delay = np.minimum(dice.lognormal(delays["median"], delays["sigma"]), delays["longest"])
    day = done.ends + 2 + delay.astype(np.int64)
    _not_operated(chart, people, done)
    first = people.operated & people.staged & people.ivl
    operation = chart.event("operation", "operation", day, people.operated)
    left = _ovaries_left(chart, people)
    _say_operation(chart, people, done, operation, left)
    operation.measure("operation.stages-planned", np.full(dice.size, 2.0), first)
    operation.measure("operation.stage", np.ones(dice.size), first)
    _pathology(chart, people, day + dice.days(3, 12), "pathology", operation.happened)
    interval = dice.numbers.chances("stage-interval")
    later = day + dice.days(int(interval["shortest"]), int(interval["longest"]))
    second = chart.event("operation", "operation-second-stage", later, first & operation.happened)
    _say_second_stage(chart, people, second)
    last = np.where(second.happened, later, np.where(operation.happened, day, done.ends))
    treated = Treated(operation.happened, last, left)
    _drugs(chart, people, treated)
    return treated


def _not_operated(chart: Chart, people: People, done: Workup) -> None:
    """Why a woman with the disease is not operated on."""
    declines = chart.dice.value("declines-surgery")
    without = people.ivl & ~people.operated
    wish = chart.event("wish", "wish-about-surgery", done.ends + 3, without & declines)
    wish.say("wish.declines-surgery", "yes")
    state = chart.event("state", "fitness", done.ends + 3, without & ~declines)
    state.say("state.fit-for-surgery", "no")


def _ovaries_left(chart: Chart, people: People) -> Integers:
    kept = 1 + chart.dice.pick("ovaries-left")
    left = np.where(people.operation == RADICAL, 0, kept)
    return np.minimum(left, 2 - people.ovaries_before)


# --- operation --------------------------------------------------------------------------------------------------------


def _say_operation(chart: Chart, people: People, done: Workup, operation: Happening, left: Integers) -> None:
    dice, numbers = chart.dice, chart.dice.numbers
    said = numbers.chances("operation-said")
    has_uterus = ~people.prior_hysterectomy
    keeps = people.operation == UTERUS_KEPT
    operation.say("operation.procedures", "total-hysterectomy", has_uterus & ~keeps)
    operation.say("operation.procedures", "myomectomy", has_uterus & keeps)
    operation.say("operation.procedures", "bilateral-salpingo-oophorectomy", (left == 0) & (people.ovaries_before == 0))
    operation.say("operation.procedures", "tumour-excision", people.ivl & (people.reach > 0))
    beyond = people.ivl & (people.reach > 1)
    operation.say("operation.procedures", "venous-tumour-extraction", beyond)
    operation.say("operation.procedures", "cavotomy", people.reach > 3)
    operation.say("operation.approach", "laparotomy", dice.chance(said["approach"]))
    operation.say("operation.approach", "sternotomy", (people.reach > LEVELS - 1) & ~people.staged)
    uterus = np.where(has_uterus, keeps.astype(np.int64), 2)
    operation.choose("operation.uterus", ("removed", "kept", "already-absent"), uterus)
    operation.choose("operation.ovaries-left", _OVARIES, left)
    ivl = people.ivl
    operation.presence("operation.for-ivl", done.known, ivl & dice.chance(said["for-ivl"]))
    found = ~done.known & dice.value("recognised-at-operation")
    operation.presence("operation.ivl-found", found, ivl & (found | dice.chance(said["for-ivl"])))
    stated = ivl & dice.value("completeness-recorded")
    complete = (people.complete & ~people.staged).astype(np.int64)
    operation.choose("operation.completeness", ("incomplete", "complete"), complete, stated)
    operation.presence("operation.worm-like-tumour", people.reach > 0, ivl & dice.chance(said["worm-like-tumour"]))
    fragmented = dice.value("fragmented").astype(np.int64)
    operation.choose(
        "operation.integrity", ("intact", "fragmented"), fragmented, ivl & dice.value("integrity-recorded")
    )
    bypass = dice.chance(numbers.by_group("bypass")[people.group])
    operation.presence("operation.bypass", bypass, people.group > ORDINARY + 1)
    felt = dice.chance(said["upper-limit-palpated"])
    operation.say("operation.upper-limit-palpated", "yes", ivl & felt & (people.group < CARDIAC))
    losses = numbers.chances("blood-loss")
    medians = np.array([losses[group] for group in ("ordinary", "pelvic", "caval", "cardiac")])[people.group]
    loss = np.round(np.clip(dice.lognormal(medians, losses["sigma"]), 5, 20_000) / 10) * 10
    operation.measure("operation.blood-loss", loss, dice.chance(said["blood-loss"]))
    _say_segments(chart, people, operation)


def _say_segments(chart: Chart, people: People, operation: Happening) -> None:
    """Per segment with tumour: what lay in it, whether it was explored, and whether the tumour was taken out."""
    dice, said = chart.dice, chart.dice.numbers.chances("operation-said")
    tells = dice.chance(said["outcome"])
    explores = dice.chance(said["explored"])
    # What is left behind is the part nearest the head that was reached.
    takes = people.complete[:, None] | (np.arange(LEVELS) < (people.reach - 1)[:, None])
    takes &= ~people.staged[:, None] | (np.arange(LEVELS) < _FIRST_CARDIAC_LEVEL)
    for level in range(LEVELS):
        filled = people.ivl & (level < people.reach)
        for route, path in enumerate(PATHS):
            if path[level]:
                among = filled & (people.route == route)
                operation.say("vein.content", "tumour", among & tells, qualifier=path[level])
                outcome = takes[:, level].astype(np.int64)
                operation.choose("vein.outcome", ("left", "removed"), outcome, among & tells, qualifier=path[level])
                operation.say("vein.explored", "yes", among & explores, qualifier=path[level])
    _say_pelvic_veins(people, operation, explores)
    for route, path in enumerate(PATHS):
        among = people.ivl & people.bilateral & (people.reach > 0) & (people.route == _OTHER_SIDE[route]) & tells
        operation.say("vein.content", "tumour", among, qualifier=path[0])
        operation.say("vein.outcome", "removed", among, qualifier=path[0])


def _say_pelvic_veins(people: People, operation: Happening, explores: Flags) -> None:
    """Where the uterine and ovarian veins were explored and hold nothing, the operation note says so."""
    for vein in _PELVIC_VEINS:
        holds = np.zeros(people.ivl.size, dtype=bool)
        for route, path in enumerate(PATHS):
            if path[0] == vein:
                on_it = (people.route == route) | (people.bilateral & (people.route == _OTHER_SIDE[route]))
                holds |= on_it & (people.reach > 0)
        clear = people.ivl & explores & ~holds
        operation.say("vein.content", "clear", clear, qualifier=vein)
        operation.say("vein.explored", "yes", clear, qualifier=vein)


def _say_second_stage(chart: Chart, people: People, second: Happening) -> None:
    """The operation on vena cava and heart that was planned with the first one."""
    dice = chart.dice
    second.say("operation.procedures", "venous-tumour-extraction")
    second.say("operation.procedures", "atriotomy", people.group == CARDIAC)
    second.say("operation.approach", "sternotomy", people.group == CARDIAC)
    second.say("operation.for-ivl", "yes")
    second.measure("operation.stage", np.full(dice.size, 2.0))
    second.choose(
        "operation.completeness",
        ("incomplete", "complete"),
        people.complete.astype(np.int64),
        dice.value("completeness-recorded"),
    )


# --- pathology --------------------------------------------------------------------------------------------------------


def _pathology(chart: Chart, people: People, day: Integers, name: str, where: Flags) -> None:
    dice = chart.dice
    chances, receptors = dice.numbers.chances("pathology"), dice.numbers.chances("receptors")
    report = chart.event("pathology", name, day, where)
    report.say("pathology.specimen-from", "operation")
    report.say("pathology.specimen", "uterus", ~people.prior_hysterectomy & (people.operation != UTERUS_KEPT))
    report.say("pathology.specimen", "mass", people.operation == UTERUS_KEPT)
    report.say("pathology.specimen", "vein-content", people.ivl & (people.reach > 1))
    report.say("pathology.method", "permanent")
    named = people.ivl & dice.chance(chances["ivl-named"])
    report.choose("pathology.diagnosis", ("leiomyoma", "ivl"), named.astype(np.int64))
    report.say("pathology.intraluminal-smooth-muscle", "yes", named)
    report.say("pathology.endothelial-lining", "yes", named & dice.chance(chances["endothelial-lining"]))
    outside = dice.chance(chances["vessels-outside-uterus"])
    report.presence("pathology.vessels-outside-uterus", people.reach > 0, named & outside)
    report.say("pathology.atypia", "no", dice.chance(chances["mitoses"]))
    report.measure("pathology.mitoses-per-10-hpf", dice.days(0, 4).astype(np.float64), dice.chance(chances["mitoses"]))
    clear = people.complete & ~people.staged
    report.presence("pathology.margins-clear", clear, named & dice.chance(chances["margins-clear"]))
    stained = people.ivl & dice.chance(chances["immunohistochemistry"])
    report.say("pathology.immunohistochemistry", "done", stained)
    for stain, chance in receptors.items():
        report.presence(f"pathology.{stain}", dice.chance(chance), stained)


# --- drugs ------------------------------------------------------------------------------------------------------------


def _drugs(chart: Chart, people: People, treated: Treated) -> None:
    """Doses four weeks apart, from two weeks after the operation, or from the diagnosis without one."""
    dice = chart.dice
    chances = dice.numbers.chances("endocrine")
    by_operation = np.array([chances[name] for name in OPERATIONS])[people.operation]
    chance = np.where(people.complete, by_operation, chances["incomplete"])
    chance = np.where(treated.operated, chance, chances["not-operated"])
    goes_on = people.ivl & dice.chance(chance) & ~people.postmenopausal & (treated.operated | ~people.operated)
    drugs = tuple(dice.numbers.shares("drug"))
    drug = dice.pick("drug")
    amount = np.array([_AMOUNTS[name] for name in drugs])[drug]
    oral = (drug == drugs.index("letrozole")).astype(np.int64)
    day = treated.day + 14
    for number in range(1, _MOST_DOSES + 1):
        dose = chart.event("dose", f"dose-{number}", day, goes_on)
        dose.choose("dose.drug", drugs, drug)
        if number == 1:
            dose.measure("dose.amount", amount)
            dose.choose("dose.route", ("subcutaneous", "oral"), oral)
            dose.measure("dose.interval", np.where(oral > 0, 1.0, float(_DOSE_INTERVAL)))
            dose.say("dose.course", "started")
        else:
            dose.say("dose.course", "continued", oral > 0)
        dose.say("dose.given", "given")
        goes_on = goes_on & dice.value("next-dose")
        day = day + _DOSE_INTERVAL
