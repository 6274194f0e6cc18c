"""After the operation: planned examinations made, delayed, missed or refused, what they find, and how the file ends."""

from __future__ import annotations

import numpy as np

from cephalad.cohort.simulation_chart import Chart
from cephalad.cohort.simulation_parameters import Flags, Integers
from cephalad.cohort.simulation_people import ORDINARY, PATHS, UTERUS_KEPT, People
from cephalad.cohort.simulation_treatment import Treated

__all__ = ["follow_up"]

_MONTH = 365.25 / 12
_AFTER_REOPERATION = 5
_TYPES = ("recurrence", "progression", "new-fibroid")


def follow_up(chart: Chart, people: People, treated: Treated) -> None:
    """Examinations of women with IVL until they leave, yearly scans of the others, and deaths."""
    followed = people.ivl & treated.operated
    _booking(chart, people, treated, followed)
    recurs = treated.day + people.recurs_after
    found, found_on = _examinations(chart, people, treated.day, followed, recurs, prefix="follow-up")
    again, again_on = _recurrence(chart, people, found, found_on)
    never = np.full(recurs.size, recurs.max() + 1)
    _examinations(chart, people, again_on, again, never, prefix="later-follow-up", most=_AFTER_REOPERATION)
    _scans_of_others(chart, people, treated)
    _ends(chart, people)


def _booking(chart: Chart, people: People, treated: Treated, followed: Flags) -> None:
    day = treated.day + chart.dice.days(3, 10)
    booking = chart.event("booking", "booking", day, followed & chart.dice.value("booking"))
    booking.say("booking.study", "surveillance-imaging")
    booking.date("booking.planned-on", treated.day + chart.dice.days(85, 95), ~people.numbered)


def _examinations(
    chart: Chart,
    people: People,
    start: Integers,
    followed: Flags,
    recurs: Integers,
    *,
    prefix: str,
    most: int | None = None,
) -> tuple[Flags, Integers]:
    """Each planned examination in turn, until one shows tumour; gives who has it and the day on which it was seen."""
    dice, numbers = chart.dice, chart.dice.numbers
    chances, said = numbers.chances("visit"), numbers.chances("visit-said")
    modalities = tuple(numbers.shares("visit-modality"))
    found = np.zeros(start.size, dtype=bool)
    found_on = start.copy()
    before = start
    for number, month in enumerate(numbers.months("visits")[:most], start=1):
        planned = start + int(month * _MONTH) - 10
        # An examination waits for the one before it.
        day = np.maximum(planned + dice.waiting(chances["delay"]), before + 7)
        thrown = dice.uniform()
        open_file = followed & ~found
        refused = open_file & (thrown < chances["refused"])
        made = open_file & (thrown >= chances["refused"] + chances["missed"])
        declined = chart.event("declined", f"{prefix}-declined-{number}", day, refused)
        declined.say("declined.study", "surveillance-imaging")
        study = chart.event("imaging", f"{prefix}-{number}", day, made)
        modality = dice.pick("visit-modality")
        deep = modality != modalities.index("ultrasound")
        study.choose("imaging.modality", modalities, modality)
        regions = dice.chance(said["regions"])
        study.say("imaging.regions", "pelvis", regions)
        study.say("imaging.regions", "abdomen", regions & deep & dice.chance(said["abdomen"]))
        study.say("imaging.contrast", "yes", deep & regions)
        shows = day >= recurs
        study.presence("imaging.new-or-growing-tumour", shows, shows | dice.chance(said["change"]))
        study.say("imaging.unclear-finding", "yes", ~shows & dice.chance(said["unclear"]))
        seen = study.happened & shows
        for route, path in enumerate(PATHS):
            study.say("vein.content", "tumour", seen & (people.route == route) & deep, qualifier=path[0])
        found_on = np.where(seen, day, found_on)
        found |= seen
        before = np.where(made | refused, day, before)
    return found, found_on


def _recurrence(chart: Chart, people: People, found: Flags, found_on: Integers) -> tuple[Flags, Integers]:
    """The finding is called by its name; some are operated on again, on the day given."""
    dice = chart.dice
    fibroid = (people.operation == UTERUS_KEPT) & people.complete & dice.value("new-fibroid")
    kind = np.where(fibroid, 2, np.where(people.complete, 0, 1))
    day = found_on + dice.days(1, 10)
    named = chart.event("recurrence", "recurrence", day, found)
    named.choose("recurrence.type", _TYPES, kind)
    again = found & dice.value("reoperation")
    named.choose("recurrence.reoperation", ("not-planned", "decided"), again.astype(np.int64))
    on = day + dice.days(14, 120)
    operation = chart.event("operation", "reoperation", on, named.happened & again)
    operation.say("operation.procedures", "tumour-excision")
    operation.say("operation.for-ivl", "yes", ~fibroid)
    operation.say("operation.completeness", "complete", dice.value("completeness-recorded"))
    for route, path in enumerate(PATHS):
        among = (people.route == route) & ~fibroid
        operation.say("vein.content", "tumour", among, qualifier=path[0])
        operation.say("vein.outcome", "removed", among, qualifier=path[0])
    report = chart.event("pathology", "reoperation-pathology", on + dice.days(3, 10), operation.happened)
    report.say("pathology.specimen-from", "reoperation")
    report.choose("pathology.diagnosis", ("ivl", "leiomyoma"), fibroid.astype(np.int64))
    return operation.happened, on


def _scans_of_others(chart: Chart, people: People, treated: Treated) -> None:
    """Yearly ultrasounds of ordinary women."""
    dice = chart.dice
    goes_on = people.group == ORDINARY
    day = treated.day
    for number in range(1, 5):
        goes_on = goes_on & dice.value("ordinary-scan")
        day = day + 300 + dice.days(0, 160)
        study = chart.event("imaging", f"yearly-ultrasound-{number}", day, goes_on)
        study.say("imaging.modality", "ultrasound")
        study.say("imaging.regions", "pelvis")
        study.presence("imaging.fibroid", ~treated.operated)
        study.say("imaging.new-or-growing-tumour", "no", dice.value("history-recorded"))


def _ends(chart: Chart, people: People) -> None:
    """A last contact after follow-up has ended, or a death."""
    dice = chart.dice
    alive = people.dies > people.written_on
    day = people.closes + dice.days(60, 400)
    among = people.ivl & alive & (day < people.written_on) & dice.value("contact")
    contact = chart.event("contact", "last-contact", day, among, beyond=True)
    contact.say("contact.reached", "yes")
    state = chart.event("state", "vital-status", day, among, beyond=True)
    state.say("state.vital-status", "alive")
    death = chart.event("death", "death", people.dies, ~alive, beyond=True)
    from_ivl = dice.chance(dice.numbers.by_group("death-from-ivl")[people.group])
    death.presence("death.from-ivl", from_ivl)
