"""From the first visit to the day before the operation: what she says, what is looked at, what it is called."""

from __future__ import annotations

import numpy as np

from cephalad.anatomy import SEGMENTS
from cephalad.cohort.simulation_chart import Chart, Happening
from cephalad.cohort.simulation_parameters import GROUPS, Dice, Flags, Integers, Numbers
from cephalad.cohort.simulation_people import CARDIAC, LEVELS, ORDINARY, PATHS, People

__all__ = ["Workup", "say_veins", "work_up"]

_HEADER_DAY = -1_000_000
_OVARIES = ("none", "one", "both")
_SIGNS = (
    "close-to-uterine-wall",
    "irregular-shape",
    "heterogeneous",
    "branching-flow",
    "cord-like",
    "vascular-involvement",
)
_REGIONS = {
    "ultrasound": ("pelvis",),
    "doppler": ("iliac-and-caval",),
    "ct": ("pelvis", "abdomen"),
    "mr": ("pelvis", "abdomen"),
    "echocardiography": ("heart",),
}


class Workup:
    """What the work-up leaves behind for those who operate.

    Attributes
    ----------
    known : whether IVL was named before the operation
    ends : the last day of the work-up
    """

    def __init__(self, people: People) -> None:
        self.known: Flags = np.zeros(people.ivl.size, dtype=bool)
        self.ends: Integers = people.first.copy()

    def looked(self, study: Happening, day: Integers, named: Flags | None = None) -> None:
        """A study was made, and perhaps named the disease."""
        self.ends = np.where(study.happened, np.maximum(self.ends, day), self.ends)
        if named is not None:
            self.known |= study.happened & named


def work_up(chart: Chart, people: People) -> Workup:
    """Everything up to the operation, for ordinary women too."""
    done = Workup(people)
    _header(chart, people)
    _first_visit(chart, people)
    _examination(chart, people)
    _laboratory(chart, people)
    size = _ultrasounds(chart, people, done)
    delays = chart.dice.numbers.chances("delay-to-workup")
    delay = np.minimum(chart.dice.lognormal(delays["median"], delays["sigma"]), delays["longest"])
    day = people.first + 3 + delay.astype(np.int64)
    for modality in ("ct", "mr"):
        _cross_sectional(chart, people, done, modality, day + chart.dice.days(0, 10), size)
    _doppler(chart, people, done, day + chart.dice.days(0, 8))
    _echocardiography(chart, people, done, day + chart.dice.days(2, 14))
    _chest(chart, people, done, day + chart.dice.days(1, 14))
    _meeting(chart, people, done)
    return done


# --- first visit ------------------------------------------------------------------------------------------------------


def _header(chart: Chart, people: People) -> None:
    everybody = np.ones(people.ivl.size, dtype=bool)
    header = chart.event("patient", "", np.full(everybody.size, _HEADER_DAY), everybody, beyond=True)
    header.say("patient.sex", "female")
    stated = chart.dice.pick("birth-stated")
    _birth(header, people, stated)
    header.measure("patient.age-years", np.floor(people.age), people.numbered, qualifier="history")
    header.date("patient.written-on", np.full(everybody.size, people.written_on))
    header.say("patient.synthetic", "yes")


def _birth(header: Happening, people: People, stated: Integers) -> None:
    """The day, month or year of birth; those with day numbers have an age instead."""
    dated = ~people.numbered
    header.date("patient.birth", people.born, dated & (stated == 0))
    born = people.born.astype("datetime64[D]")
    for place, unit in ((1, "M"), (2, "Y")):
        among = dated & (stated == place)
        periods, which = np.unique(born.astype(f"datetime64[{unit}]"), return_inverse=True)
        header.choose("patient.birth", tuple(str(period) for period in periods), which, among)


def _first_visit(chart: Chart, people: People) -> None:
    dice = chart.dice
    everybody = np.ones(people.ivl.size, dtype=bool)
    history = chart.event("history", "history", people.first, everybody, beyond=True)
    myomectomy = people.prior_surgery & ~people.prior_hysterectomy
    answers = (
        ("fibroids", people.prior_surgery | ~people.ivl),
        ("uterine-surgery", people.prior_surgery),
        ("myomectomy", myomectomy),
        ("hysterectomy", people.prior_hysterectomy),
        ("caesarean", dice.value("caesarean")),
    )
    for name, answer in answers:
        history.presence(f"history.{name}", answer, dice.value("history-recorded"))
    history.choose("history.ovaries-removed", _OVARIES, people.ovaries_before, people.prior_hysterectomy)
    _complaints(chart, people)
    state = chart.event("state", "menopausal-state", people.first, dice.value("history-recorded"), beyond=True)
    state.choose("state.menopause", ("premenopausal", "postmenopausal"), people.postmenopausal.astype(np.int64))
    wish = chart.event("wish", "wish", people.first, people.ivl & dice.value("fertility-recorded"), beyond=True)
    wish.presence("wish.fertility", people.wants_children, ~people.postmenopausal)


def _complaints(chart: Chart, people: People) -> None:
    dice, numbers = chart.dice, chart.dice.numbers
    asked = np.ones(people.ivl.size, dtype=bool)
    complaint = chart.event("complaint", "complaint", people.first, asked, beyond=True)
    free = dice.chance(numbers.by_group("asymptomatic")[people.group])
    tables = {group: numbers.chances(f"complaints.{group}") for group in GROUPS}
    felt_any = np.zeros(asked.size, dtype=bool)
    for name in dict.fromkeys(name for table in tables.values() for name in table):
        chances = np.array([tables[group].get(name, 0.0) for group in GROUPS])
        felt = ~free & dice.chance(chances[people.group])
        if name in ("menorrhagia", "prolonged-bleeding", "dysmenorrhoea"):
            felt &= ~people.postmenopausal & ~people.prior_hysterectomy
        denied = (chances[people.group] > 0) & dice.value("complaint-denied")
        complaint.presence(f"complaint.{name}", felt, felt | (denied & ~free))
        felt_any |= felt
    complaint.say("complaint.asymptomatic", "yes", ~felt_any & free)
    complaint.say("complaint.pelvic", "yes", ~felt_any & ~free)


def _examination(chart: Chart, people: People) -> None:
    """What is felt and seen at the first visit."""
    dice, numbers = chart.dice, chart.dice.numbers
    said = numbers.chances("examination")
    examined = chart.event("examination", "examination", people.first, dice.chance(said["made"]), beyond=True)
    enlarged = dice.chance(said["uterus-enlarged"]) & ~people.prior_hysterectomy
    examined.presence("examination.uterus-enlarged", enlarged)
    swollen = dice.chance(numbers.by_group("leg-oedema")[people.group])
    examined.presence("examination.leg-oedema", swollen, swollen | dice.chance(said["legs"]))
    examined.say("examination.electrocardiogram", "normal", dice.chance(said["electrocardiogram"]))


def _laboratory(chart: Chart, people: People) -> None:
    dice = chart.dice
    day = people.first + dice.days(0, 5)
    tested = chart.event("laboratory", "laboratory", day, _made(dice, people, "laboratory"))
    anaemic = dice.value("anaemia")
    tested.presence("laboratory.anaemia", anaemic)
    haemoglobin = np.where(anaemic, 95.0, 128.0) + np.round(dice.source.standard_normal(dice.size) * 8)
    tested.measure("laboratory.haemoglobin", haemoglobin)
    tested.say("laboratory.coagulation", "normal", dice.value("history-recorded"))


def _made(dice: Dice, people: People, study: str) -> Flags:
    return dice.chance(dice.numbers.column("study", study)[people.group])


# --- studies ----------------------------------------------------------------------------------------------------------


def _ultrasounds(chart: Chart, people: People, done: Workup) -> Numbers:
    """The first ultrasound, perhaps a second one; gives the size of the mass."""
    dice = chart.dice
    sizes = dice.numbers.chances("mass-size")
    median = np.where(people.ivl, sizes["median"], 0.75 * sizes["median"])
    drawn = np.clip(dice.lognormal(median, sizes["sigma"]), sizes["smallest"], sizes["largest"])
    size = np.round(drawn).astype(np.float64)
    again = _made(dice, people, "second-ultrasound")
    day = people.first
    for name, among in (("ultrasound", np.ones_like(again)), ("ultrasound-2", again)):
        study = chart.event("imaging", name, day, among)
        named = _study(chart, people, study, "ultrasound", size)
        if name == "ultrasound":
            study.say("imaging.relation-to-vessels", None, dice.value("relation-not-reported"), status="not-reported")
        done.looked(study, day, named)
        day = day + dice.days(2, 40)
    return size


def _study(chart: Chart, people: People, study: Happening, modality: str, size: Numbers) -> Flags:
    """How the study was made and what it says of the mass; gives to whom it named the disease."""
    dice, numbers = chart.dice, chart.dice.numbers
    study.say("imaging.modality", modality)
    for region in _REGIONS[modality]:
        study.say("imaging.regions", region)
    words, reading = dice.pick_by_group(f"reading.{modality}", people.group)
    study.choose("mass.reading", words, reading, qualifier="mass")
    said = numbers.chances("mass-reported")
    study.measure("mass.longest-diameter", size, dice.chance(said["longest-diameter"]), qualifier="mass")
    outside = dice.chance(numbers.column("mass-sign", "outside")[people.group])
    study.choose("mass.location", ("intramural", "para-uterine"), outside.astype(np.int64), qualifier="mass")
    side = (people.route % 3 == 0).astype(np.int64)
    study.choose("mass.side", ("left", "right"), side, dice.chance(said["side"]) & outside, qualifier="mass")
    for sign in _SIGNS:
        present = dice.chance(numbers.column("mass-sign", sign)[people.group])
        shows = dice.chance(said[sign])
        if sign != "branching-flow" or modality == "ultrasound":
            study.presence(f"mass.{sign}", present, shows, qualifier="mass")
    named: Flags = reading == words.index("ivl")
    say_veins(chart, people, study, modality, named)
    return named


def say_veins(chart: Chart, people: People, study: Happening, modality: str, named: Flags) -> None:
    """What the study says of each segment of her route that it covers: filled, clear, or nothing."""
    dice, numbers = chart.dice, chart.dice.numbers
    seen = numbers.chances("vein-seen")[modality]
    cleared = numbers.chances("vein-clear-reported")[modality]
    regions = set(_REGIONS[modality])
    words = tuple(numbers.shares("vein-content"))
    content = np.where(named, words.index("tumour"), dice.pick("vein-content"))
    enhances = dice.value("vein-enhancing-reported")
    for level in range(LEVELS):
        covered = [bool(path[level]) and bool(regions & set(SEGMENTS[path[level]].regions)) for path in PATHS]
        if not any(covered):
            continue
        thrown = dice.uniform()
        filled = people.ivl & (level < people.reach)
        for route, path in enumerate(PATHS):
            if not covered[route]:
                continue
            on_route = (people.route == route) & study.happened
            tells = on_route & filled & (thrown < seen)
            study.choose("vein.content", words, content, tells, qualifier=path[level])
            study.say("vein.content", "clear", on_route & ~filled & (thrown < cleared), qualifier=path[level])
            if modality in ("ct", "mr"):
                study.say("vein.enhancing", "yes", tells & enhances, qualifier=path[level])
                study.say("vein.continuous-with-source", "yes", tells & named & enhances, qualifier=path[level])


def _cross_sectional(chart: Chart, people: People, done: Workup, modality: str, day: Integers, size: Numbers) -> None:
    dice = chart.dice
    study = chart.event("imaging", f"{modality}-abdomen-pelvis", day, _made(dice, people, modality))
    named = _study(chart, people, study, modality, size)
    study.say("imaging.contrast", "yes")
    study.say("mass.enhancing", "yes", people.ivl & dice.value("vein-enhancing-reported"), qualifier="mass")
    if modality == "mr":
        study.say("imaging.technique", "diffusion", dice.value("vein-enhancing-reported"))
    clot = (people.group == ORDINARY) & dice.value("vein-thrombus")
    study.say("vein.content", "thrombus", clot, qualifier="left-external-iliac-vein")
    study.say("vein.enhancing", "no", clot, qualifier="left-external-iliac-vein")
    done.looked(study, day, named)


def _doppler(chart: Chart, people: People, done: Workup, day: Integers) -> None:
    study = chart.event("imaging", "iliac-caval-doppler", day, _made(chart.dice, people, "doppler"))
    study.say("imaging.modality", "doppler")
    study.say("imaging.regions", "iliac-and-caval")
    say_veins(chart, people, study, "doppler", done.known)
    done.looked(study, day)


def _echocardiography(chart: Chart, people: People, done: Workup, day: Integers) -> None:
    dice = chart.dice
    study = chart.event("imaging", "echocardiography", day, _made(dice, people, "echocardiography"))
    study.say("imaging.modality", "echocardiography")
    study.say("imaging.regions", "heart")
    words = tuple(dice.numbers.shares("reading.echocardiography"))
    reading = np.where(people.group == CARDIAC, dice.pick("reading.echocardiography"), -1)
    study.choose("imaging.reading", words, reading)
    named: Flags = reading == words.index("ivl")
    say_veins(chart, people, study, "echocardiography", named)
    done.looked(study, day, named)


def _chest(chart: Chart, people: People, done: Workup, day: Integers) -> None:
    study = chart.event("imaging", "chest-ct", day, _made(chart.dice, people, "chest-ct"))
    study.say("imaging.modality", "ct")
    study.say("imaging.regions", "chest")
    study.choose("imaging.lung-nodules", ("none", "multiple"), people.lung_nodules.astype(np.int64))
    done.looked(study, day)


def _meeting(chart: Chart, people: People, done: Workup) -> None:
    day = done.ends + chart.dice.days(1, 7)
    meeting = chart.event("mdt", "mdt", day, _made(chart.dice, people, "mdt") & people.ivl)
    meeting.say("mdt.convened", "yes")
    roles = {"gynaecology": people.ivl, "radiology": people.ivl, "vascular-surgery": people.group >= CARDIAC - 1}
    for role, takes_part in {**roles, "cardiac-surgery": people.group == CARDIAC}.items():
        meeting.say("mdt.participants", role, takes_part)
    done.looked(meeting, day)
