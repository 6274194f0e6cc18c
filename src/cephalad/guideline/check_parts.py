"""The checks of what is not a criterion: parameters, ladders, studies, entities, options and schedules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise

from cephalad.anatomy import SEGMENTS
from cephalad.errors import Issue
from cephalad.evidence import figures, sources, statements
from cephalad.evidence.studies import strata
from cephalad.guideline.model import RISK_GROUPS, Band, Guideline, Ladder, Parameter, Schedule, StudyRow
from cephalad.guideline.truth_rows import sign_values
from cephalad.terms import FINDINGS, nearest

__all__ = ["no_such", "part_issues"]


def no_such(what: str, path: str, name: str, known: Iterable[str], code: str) -> Issue:
    """The issue for a name that does not exist; it gives the nearest one."""
    closest = nearest(name, known)
    remedy = f"did you mean {closest}?" if closest else "correct or remove the name"
    return Issue("", 0, path, f"must name a {what} that exists", name, remedy, code)


def part_issues(guideline: Guideline) -> Iterator[Issue]:
    """Every fault of the parts that are no criteria."""
    for parameter in guideline.parameters.values():
        yield from _parameter_issues(parameter)
    for ladder in guideline.ladders.values():
        yield from _ladder_issues(ladder)
    for study in guideline.studies:
        yield from _study_issues(study)
    yield from _entity_and_option_issues(guideline)
    for schedule in (schedule for chapter in guideline.chapters for schedule in chapter.schedules):
        yield from _schedule_issues(guideline, schedule)
    yield from _group_issues(guideline)
    yield from _baseline_issues(guideline)
    yield from _strictness_issues(guideline)


def _issue(path: str, rule: str, value: str, remedy: str, code: str) -> Issue:
    return Issue("", 0, path, rule, value, remedy, code)


def _missing(
    what: str, path: str, names: Iterable[str], known: Collection[str], code: str = "GUIDE-12"
) -> Iterator[Issue]:
    yield from (no_such(what, path, name, known, code) for name in names if name not in known)


def _parameter_issues(parameter: Parameter) -> Iterator[Issue]:
    path = f"parameters.{parameter.id}"
    # Written so that a value that is no number (NaN) fails too.
    if not parameter.low <= parameter.value <= parameter.high:
        rule = f"must lie between {parameter.low:g} and {parameter.high:g} {parameter.unit}"
        yield _issue(path, rule, f"{parameter.value:g}", "choose a value within the range", "GUIDE-13")
    if not parameter.unit.strip():
        yield _issue(path, "must name its unit", "none", "write the unit, such as months", "GUIDE-14")
    if not parameter.sources:
        yield _issue(path, "must cite at least one source", "none", "cite one, or mark it as design", "GUIDE-11")
    yield from _missing("source", path, parameter.sources, sources())
    yield from _missing("statement", path, parameter.statements, statements())


def _ladder_issues(ladder: Ladder) -> Iterator[Issue]:
    path = f"ladders.{ladder.id}"
    values = Counter((ladder.floor, *(rung.value for rung in ladder.rungs)))
    for value in (value for value, count in values.items() if count > 1):
        remedy = "rename or remove one of the two"
        yield _issue(path, "must have a floor and rungs that differ", value, remedy, "GUIDE-17")
    for name, count in Counter(rung.criterion for rung in ladder.rungs).items():
        if count > 1:
            remedy = "give each rung a criterion of its own"
            yield _issue(path, "must reach each rung by a criterion of its own", name, remedy, "GUIDE-17")
    if not ladder.rungs:
        yield _issue(path, "must have at least one rung", "none", "add a rung or remove the ladder", "GUIDE-17")
    yield from _missing("source", path, ladder.sources, sources())


# --- work-up, differential, options ----------------------------------------------------------------------------------


def _study_issues(study: StudyRow) -> Iterator[Issue]:
    path = f"studies.{study.id}"
    yield from _missing("segment", path, study.asks, SEGMENTS, "GUIDE-10")
    words = (("modality", study.modalities), ("regions", study.regions), ("technique", study.techniques))
    for name, values in words:
        yield from _missing(f"value of imaging.{name}", path, values, sign_values(f"imaging.{name}"), "GUIDE-18")
    for finding, values in study.findings:
        if finding not in FINDINGS:
            yield no_such("finding", path, finding, FINDINGS, "GUIDE-18")
        else:
            yield from _missing(f"value of {finding}", path, values, sign_values(finding), "GUIDE-18")
    if not study.modalities and not study.findings:
        remedy = "name a modality or a finding"
        yield _issue(path, "must say what counts as having done it", "nothing", remedy, "GUIDE-18")


def _entity_and_option_issues(guideline: Guideline) -> Iterator[Issue]:
    studies = {study.id for study in guideline.studies}
    for entity in guideline.entities:
        path = f"entities.{entity.id}"
        yield from _missing("study", path, entity.separated_by, studies, "GUIDE-19")
        yield from _missing("source", path, entity.sources, sources())
    for option in guideline.options:
        path = f"options.{option.id}"
        yield from _missing("figure", path, option.figures, figures(), "GUIDE-19")
        yield from _missing(
            "stratum", path, (near.stratum for near in option.strata), {each.id for each in strata()}, "GUIDE-19"
        )
        named = (name for near in option.strata for name in (near.only_if, near.unless) if name)
        yield from _missing("criterion", path, named, guideline.criteria)


# --- schedules -------------------------------------------------------------------------------------------------------


def _schedule_issues(guideline: Guideline, schedule: Schedule) -> Iterator[Issue]:
    path = f"schedules.{schedule.group}"
    named = [name for band in schedule.bands for name in (band.until, band.shortest, band.longest) if name]
    unknown = list(_missing("parameter", path, named, guideline.parameters, "GUIDE-07"))
    yield from unknown
    for name in dict.fromkeys(named):
        if name in guideline.parameters and (unit := guideline.parameters[name].unit) != "months":
            remedy = "use a parameter in months"
            yield _issue(path, "must count bands and windows in months", f"{name} in {unit}", remedy, "GUIDE-20")
    if not unknown:
        yield from _order_issues(guideline, path, schedule.bands)
        yield from _window_issues(guideline, path, schedule.bands)


def _order_issues(guideline: Guideline, path: str, bands: Sequence[Band]) -> Iterator[Issue]:
    *earlier, last = [band.until for band in bands] or [""]
    if last is not None or None in earlier:
        remedy = "leave out the end of the last band, and of no other"
        yield _issue(path, "must have one band without an end, the last", str(last), remedy, "GUIDE-20")
        return
    for one, other in pairwise(str(until) for until in earlier):
        if guideline.number(one) >= guideline.number(other):
            value = f"{one} {guideline.number(one):g} before {other} {guideline.number(other):g}"
            yield _issue(path, "must have bands that end one after the other", value, "reorder them", "GUIDE-20")


def _window_issues(guideline: Guideline, path: str, bands: Sequence[Band]) -> Iterator[Issue]:
    for band in bands:
        if not band.longest:
            remedy = "name the parameter of the longest interval"
            yield _issue(f"{path}.{band.id}", "must say when its window closes", "nothing", remedy, "GUIDE-20")
        elif band.shortest and guideline.number(band.shortest) > guideline.number(band.longest):
            value = f"{guideline.number(band.shortest):g} to {guideline.number(band.longest):g} months"
            rule = "must not close its window before it opens"
            yield _issue(f"{path}.{band.id}", rule, value, "exchange the two or change one", "GUIDE-20")


def _baseline_issues(guideline: Guideline) -> Iterator[Issue]:
    opens, closes = (guideline.parameters.get(f"baseline.{edge}") for edge in ("opens", "closes"))
    if opens and closes and opens.value >= closes.value:
        value = f"{opens.value:g} to {closes.value:g} months"
        rule = "must not close its window before it opens"
        yield _issue("parameters.baseline.closes", rule, value, "exchange the two or change one", "GUIDE-20")


def _strictness_issues(guideline: Guideline) -> Iterator[Issue]:
    """A stricter group is never looked at more rarely: its windows open and close no later (S127)."""
    tried = [guideline.schedules[group][-1:] for group in RISK_GROUPS]
    if not all(tried):
        return
    for (looser,), (stricter,) in pairwise(tried):
        for place in range(max(len(looser.bands), len(stricter.bands))):
            one, other = (_window(guideline, schedule.bands, place) for schedule in (looser, stricter))
            if one and other and (other[0] > one[0] or other[1] > one[1]):
                value = f"{other[0]:g} to {other[1]:g} months, {looser.group} {one[0]:g} to {one[1]:g}"
                path = f"schedules.{stricter.group}.{stricter.bands[min(place, len(stricter.bands) - 1)].id}"
                remedy = "shorten the stricter group's interval or lengthen the other's"
                yield _issue(path, f"must not be sparser than for {looser.group} risk", value, remedy, "GUIDE-25")


def _window(guideline: Guideline, bands: Sequence[Band], place: int) -> tuple[float, float] | None:
    """Months at which the window of a band opens and closes; None where its parameters do not exist."""
    if not bands:
        return None
    band = bands[min(place, len(bands) - 1)]
    names = [name for name in (band.shortest, band.longest, "single-figure.tolerance") if name]
    if not band.longest or any(name not in guideline.parameters for name in names):
        return None
    longest = guideline.number(band.longest)
    return (guideline.number(band.shortest) if band.shortest else longest - _tolerance(guideline)), longest


def _tolerance(guideline: Guideline) -> float:
    return guideline.number("single-figure.tolerance")


def _group_issues(guideline: Guideline) -> Iterator[Issue]:
    schedules = [schedule for chapter in guideline.chapters for schedule in chapter.schedules]
    groups = [schedule.group for schedule in schedules if not schedule.only_if]
    if sorted(groups) != sorted(RISK_GROUPS):
        rule = f"must hold one schedule without a condition for each of {', '.join(RISK_GROUPS)}"
        yield _issue("schedules", rule, ", ".join(groups) or "none", "add or remove schedules", "GUIDE-21")
    elif any(not schedule.only_if for tried in guideline.schedules.values() for schedule in tried[:-1]):
        remedy = "put each group's schedule without a condition last"
        rule = "must be able to reach every schedule"
        yield _issue("schedules", rule, ", ".join(groups), remedy, "GUIDE-24")
    # Several groups can hold at once; the ladder says which one counts.
    if groups and not any(_orders(ladder) for ladder in guideline.ladders.values()):
        remedy = "give the groups a ladder"
        rule = f"must take their precedence from a ladder with the rungs {', '.join(RISK_GROUPS)}"
        yield _issue("schedules", rule, "no such ladder", remedy, "GUIDE-23")


def _orders(ladder: Ladder) -> bool:
    return tuple(rung.value for rung in ladder.rungs if rung.value in RISK_GROUPS) == RISK_GROUPS
