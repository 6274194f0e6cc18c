"""What must hold inside one study, and between studies: counts, shares and times, duplicates, overlaps."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from cephalad.errors import Issue
from cephalad.evidence.register import sources
from cephalad.evidence.study_files import ReadStudy
from cephalad.evidence.study_model import Ages, Cohort, Diagnostic, Months, Study
from cephalad.logic import parse_partial_date
from cephalad.terms import FINDINGS, nearest

__all__ = ["MODALITIES", "check_together", "check_within"]

MODALITIES = (*(choice.id for choice in FINDINGS["imaging.modality"].choices), "any", "operation", "frozen-section")
"""What a diagnostic figure may be of: the vocabulary's modalities, any of them, the operation, a frozen section."""

_IDENTIFIER = re.compile(
    r"10\.\d{4,9}/\S+|PMID \d{1,8}|PMC\d{1,9}|PII S[\dX()-]+|https?://\S+|NCT\d{8}", re.ASCII | re.IGNORECASE
)
# Printed percentages are often rounded to whole ones and printed with a decimal all the same.
_ROUNDING = 0.5


def check_within(read: ReadStudy) -> list[Issue]:
    """Everything that is wrong inside one study whose form is sound: EVID-07 to EVID-19."""
    study = read.study
    found = [*_head(read), *_ids(read)]
    cohorts = {cohort.id: cohort for cohort in study.cohorts}
    for number, cohort in enumerate(study.cohorts):
        path = f"cohorts[{number}]"
        found += _counts(read, path, cohort)
        found += _percentage(read, path, cohort)
        found += _part(read, path, cohort, cohorts)
        for name, spread in (
            ("age", cohort.age),
            ("follow_up", cohort.follow_up),
            ("time_to_event", cohort.time_to_event),
        ):
            found += _spread(read, f"{path}.{name}", spread)
    found += _survival(read, cohorts)
    for number, effect in enumerate(study.effects):
        found += _interval(read, f"effects[{number}]", effect.low, effect.estimate, effect.high)
        if effect.measure == "p-only" and effect.estimate is not None:
            rule = "must say what an estimate measures"
            found.append(read.issue(f"effects[{number}].measure", rule, "p-only", "write HR, RR or OR", "EVID-19"))
    for number, figure in enumerate(study.diagnostics):
        found += _diagnostic(read, f"diagnostics[{number}]", figure)
    return found


def _head(read: ReadStudy) -> Iterator[Issue]:
    study = read.study
    for key, given in (("identifier", study.identifier), *(("also", each) for each in study.also)):
        if given and not _IDENTIFIER.fullmatch(given):
            remedy = 'write for example "10.1000/xyz", "PMID 12345678", "PMC1234567" or an address'
            yield read.issue(key, "must be a DOI, PMID, PMC number, PII or address", given, remedy, "EVID-07")
    if study.source and study.source not in sources():
        guess = nearest(study.source, sources())
        remedy = f"write {guess}" if guess else "leave it out when the register has no such source"
        yield read.issue("source", "must be a source of the register", study.source, remedy, "EVID-09")
    if study.enrolled_from and study.enrolled_to:
        first, last = (parse_partial_date(each) for each in (study.enrolled_from, study.enrolled_to))
        if first.earliest > last.latest:
            rule = f"must not end before it begins ({study.enrolled_from})"
            yield read.issue("enrolled_to", rule, study.enrolled_to, "exchange the two, or mend one", "EVID-15")
    if not study.cohorts:
        yield read.issue(
            "cohorts", "must hold at least one cohort", "none", "write [[cohorts]] and its keys", "EVID-03"
        )
    if study.id in (*study.overlaps, *study.apart_from):
        yield read.issue("overlaps", "must name other studies", study.id, "remove its own id", "EVID-09")


def _ids(read: ReadStudy) -> Iterator[Issue]:
    counts = Counter(cohort.id for cohort in read.study.cohorts)
    seen: set[str] = set()
    for number, cohort in enumerate(read.study.cohorts):
        if counts[cohort.id] > 1 and cohort.id in seen:
            yield read.issue(
                f"cohorts[{number}].id",
                "must be unique in the study",
                cohort.id,
                "give it a name of its own",
                "EVID-08",
            )
        seen.add(cohort.id)


# --- counts -----------------------------------------------------------------------------------------------------------


def _counts(read: ReadStudy, path: str, cohort: Cohort) -> Iterator[Issue]:
    chain = (("events", cohort.events), ("followed", cohort.followed), ("patients", cohort.patients))
    told = [(name, count) for name, count in chain if count is not None]
    for (smaller, few), (larger, many) in pairwise(told):
        if few > many:
            remedy = f"mend {smaller} or {larger}"
            yield read.issue(f"{path}.{smaller}", f"must not exceed {larger} ({many})", few, remedy, "EVID-10")
    if cohort.deaths is not None and cohort.patients is not None and cohort.deaths > cohort.patients:
        rule = f"must not exceed patients ({cohort.patients})"
        yield read.issue(f"{path}.deaths", rule, cohort.deaths, "mend deaths or patients", "EVID-10")
    if cohort.event == "none" and (cohort.events is not None or cohort.percent is not None):
        remedy = "write what was counted: recurrence, progression, composite, new-mass or death-or-recurrence"
        yield read.issue(f"{path}.event", "must say what the events are", "none", remedy, "EVID-14")
    if cohort.events is not None and _nobody_told(cohort):
        yield _without_denominator(read, f"{path}.events", "a count", cohort.events)


def _nobody_told(cohort: Cohort) -> bool:
    return cohort.denominator_told and cohort.followed is None and cohort.patients is None


def _without_denominator(read: ReadStudy, path: str, what: str, value: object) -> Issue:
    remedy = "write followed or patients, or denominator_told = false when the source does not tell them"
    return read.issue(path, f"must say of how many {what} is", value, remedy, "EVID-12")


def _percentage(read: ReadStudy, path: str, cohort: Cohort) -> Iterator[Issue]:
    if cohort.percent is None:
        return
    place = f"{path}.percent"
    n_of = cohort.patients if cohort.followed is None else cohort.followed
    if cohort.denominator_told and (n_of is None or (cohort.followed is None and cohort.events is None)):
        yield _without_denominator(read, place, "a percentage", f"{cohort.percent:g} %")
    elif n_of and cohort.events is not None and abs(100 * cohort.events / n_of - cohort.percent) > _ROUNDING:
        share = f"{100 * cohort.events / n_of:.1f} %"
        rule = f"must agree with the counts ({cohort.events} of {n_of} is {share})"
        yield read.issue(place, rule, f"{cohort.percent:g} %", "mend the percentage or a count", "EVID-13")


def _part(read: ReadStudy, path: str, cohort: Cohort, cohorts: dict[str, Cohort]) -> Iterator[Issue]:
    if not cohort.part_of:
        return
    place, whole = f"{path}.part_of", cohorts.get(cohort.part_of)
    if whole is None or whole is cohort:
        guess = nearest(cohort.part_of, cohorts.keys() - {cohort.id})
        remedy = f"write {guess}" if guess else "write the id of the cohort that contains it, or leave it out"
        yield read.issue(place, "must be another cohort of the study", cohort.part_of, remedy, "EVID-09")
        return
    if _goes_round(cohort, cohorts):
        yield read.issue(place, "must not lead back to itself", cohort.part_of, "leave it out for the whole", "EVID-09")
        return
    for name, part_count, whole_count in _comparable(cohort, whole):
        if part_count > whole_count:
            rule = f"must not exceed that of {whole.id} ({whole_count})"
            yield read.issue(f"{path}.{name}", rule, part_count, f"mend it, or {name} of {whole.id}", "EVID-11")


def _comparable(part: Cohort, whole: Cohort) -> Iterator[tuple[str, int, int]]:
    """Counts told on both sides; the women of a part by the largest count that is told."""
    if part.events is not None and whole.events is not None and _same_event(part, whole):
        yield "events", part.events, whole.events
    for name in ("followed", "patients", "deaths"):
        mine, its = getattr(part, name), getattr(whole, name)
        if mine is not None and its is not None:
            yield name, mine, its
    if part.patients is None and part.followed is not None and whole.followed is None and whole.patients is not None:
        yield "followed", part.followed, whole.patients


def _same_event(part: Cohort, whole: Cohort) -> bool:
    return not whole.lower_bound and (part.event == whole.event or whole.event == "composite")


def _goes_round(cohort: Cohort, cohorts: dict[str, Cohort]) -> bool:
    seen = {cohort.id}
    above = cohorts.get(cohort.part_of)
    while above is not None and above.id not in seen:
        seen.add(above.id)
        above = cohorts.get(above.part_of)
    return above is not None and above.id == cohort.id


# --- ranges -----------------------------------------------------------------------------------------------------------


def _spread(read: ReadStudy, path: str, spread: Months | Ages) -> Iterator[Issue]:
    low, high = (spread.shortest, spread.longest) if isinstance(spread, Months) else (spread.youngest, spread.oldest)
    names = ("shortest", "longest") if isinstance(spread, Months) else ("youngest", "oldest")
    if low is not None and high is not None and low > high:
        yield read.issue(
            path, f"must not have {names[0]} above {names[1]}", f"{low:g} to {high:g}", "exchange them", "EVID-15"
        )
    for name, value in (("median", spread.median), ("mean", spread.mean)):
        below, above = (
            value is not None and low is not None and value < low,
            value is not None and high is not None and value > high,
        )
        if below or above:
            rule = f"must lie between {names[0]} and {names[1]}"
            yield read.issue(path, rule, f"{name} {value:g}", "mend one of the three", "EVID-15")


def _interval(
    read: ReadStudy, path: str, low: float | None, value: float | None, high: float | None
) -> Iterator[Issue]:
    told = [each for each in (low, value, high) if each is not None]
    if told != sorted(told):
        got = " to ".join(f"{each:g}" for each in told)
        yield read.issue(path, "must have its estimate between low and high", got, "mend one of the three", "EVID-15")
    if (low is None) is not (high is None):
        missing = "low" if low is None else "high"
        yield read.issue(path, "must have both ends of an interval", f"no {missing}", f"write {missing}", "EVID-15")


def _survival(read: ReadStudy, cohorts: dict[str, Cohort]) -> Iterator[Issue]:
    latest: dict[tuple[str, str], tuple[float, float]] = {}
    for number, row in enumerate(read.study.survival):
        path = f"survival[{number}]"
        if row.cohort not in cohorts:
            guess = nearest(row.cohort, cohorts)
            remedy = f"write {guess}" if guess else "write the id of a cohort of this study"
            yield read.issue(f"{path}.cohort", "must be a cohort of the study", row.cohort, remedy, "EVID-09")
        yield from _interval(read, path, row.low, row.cumulative, row.high)
        months, cumulative = latest.get((row.cohort, row.event), (-1.0, 0.0))
        if row.months <= months or row.cumulative < cumulative:
            rule = f"must be later and no smaller than the row before it ({months:g} months, {cumulative:g})"
            got = f"{row.months:g} months, {row.cumulative:g}"
            yield read.issue(
                path, rule, got, "put the rows in the order of time; a cumulative share never falls", "EVID-16"
            )
        latest[row.cohort, row.event] = (row.months, row.cumulative)


# --- diagnostic figures -----------------------------------------------------------------------------------------------


def _diagnostic(read: ReadStudy, path: str, figure: Diagnostic) -> Iterator[Issue]:
    if figure.modality not in MODALITIES:
        guess = nearest(figure.modality, MODALITIES)
        remedy = f"write {guess}" if guess else "write one of them"
        rule = f"must be one of {', '.join(MODALITIES)}"
        yield read.issue(f"{path}.modality", rule, figure.modality, remedy, "EVID-05")
    yield from _interval(read, path, figure.low, figure.value, figure.high)
    found, of, value = figure.found, figure.of, figure.value
    if found is not None and of is None:
        yield _without_denominator(read, f"{path}.found", "a count", found)
    elif found is not None and of is not None and found > of:
        yield read.issue(f"{path}.found", f"must not exceed of ({of})", found, "mend found or of", "EVID-17")
    elif found is not None and of and value is not None and abs(found / of - value) > _ROUNDING / 100:
        rule = f"must agree with the counts ({found} of {of} is {found / of:.3f})"
        yield read.issue(f"{path}.value", rule, f"{value:g}", "mend the share or a count", "EVID-13")
    if of == 0:
        yield read.issue(f"{path}.of", "must count somebody", of, "leave the figure out", "EVID-17")
    if found is None and value is None:
        remedy = "write found and of, or value when the source prints a share only"
        yield read.issue(path, "must hold a figure", "none", remedy, "EVID-17")
    share_alone = value is not None and of is None and figure.low is None
    if share_alone and figure.denominator_told:
        remedy = "write of, or low and high, or denominator_told = false when the source tells none of them"
        yield read.issue(f"{path}.value", "must say of how many a share is", f"{value:g}", remedy, "EVID-12")


# --- between studies --------------------------------------------------------------------------------------------------


def check_together(found: Sequence[ReadStudy]) -> list[Issue]:
    """Everything that is wrong between studies: ids, duplicates and overlaps, EVID-09 and EVID-20 to EVID-25."""
    by_id: dict[str, ReadStudy] = {}
    issues: list[Issue] = []
    for read in found:
        first = by_id.setdefault(read.study.id, read)
        if first is not read:
            remedy = f"it stands in {first.file}; give this one an id of its own, or mend that file"
            issues.append(read.issue("id", "must not be taken", read.study.id, remedy, "EVID-20"))
    for read in by_id.values():
        issues += _references(read, by_id)
    undeclared: dict[str, list[str]] = {}
    for one, other in combinations(by_id.values(), 2):
        between = list(_pair(one, other))
        issues += between
        if not between and _undeclared(one.study, other.study):
            undeclared.setdefault(other.study.id, []).append(one.study.id)
    issues += (_overlap_to_declare(by_id[study_id], others) for study_id, others in undeclared.items())
    return list(dict.fromkeys(issues))


def _references(read: ReadStudy, by_id: dict[str, ReadStudy]) -> Iterator[Issue]:
    study = read.study
    for key, ids in (("overlaps", study.overlaps), ("apart_from", study.apart_from)):
        for other in ids:
            if other not in by_id:
                guess = nearest(other, by_id)
                remedy = f"write {guess}" if guess else "remove it; cephalad evidence studies lists the ids"
                yield read.issue(key, "must be the id of a study", other, remedy, "EVID-09")
            elif study.id not in getattr(by_id[other].study, key):
                remedy = f'write {key} = [… "{study.id}"] in {by_id[other].file} too'
                yield read.issue(key, "must be said on both sides", other, remedy, "EVID-23")
    for other in set(study.overlaps) & set(study.apart_from):
        yield read.issue("apart_from", "must not stand in overlaps too", other, "remove one of the two", "EVID-24")


def _pair(one: ReadStudy, other: ReadStudy) -> Iterator[Issue]:
    if same := _same_publication(one.study, other.study):
        remedy = f"it stands in {one.file}; add to that file, or mend the identifier"
        yield other.issue("identifier", f"must not be the publication of {one.study.id}", same, remedy, "EVID-20")
    elif same := _same_patients(one.study, other.study):
        remedy = (
            f"if it is the same paper, keep one of the two; if not, write overlaps or apart_from with {one.study.id}"
        )
        yield other.issue(
            "centre", f"must not repeat centre, years and number of {one.study.id}", same, remedy, "EVID-21"
        )
    for mine, its in ((one, other), (other, one)):
        if its.study.family and not mine.study.family and _hospital(mine.study) == _hospital(its.study):
            rule = f"must be the word of its centre ({_hospital(its.study)})"
            yield mine.issue("family", rule, "nothing", f'write family = "{its.study.family}"', "EVID-25")


def _hospital(study: Study) -> str:
    """The centre without what follows its first comma, such as a department."""
    return study.centre.partition(",")[0].strip().casefold()


def _overlap_to_declare(read: ReadStudy, others: Sequence[str]) -> Issue:
    family, ids = read.study.family, ", ".join(f'"{each}"' for each in others)
    rule = f"must name the studies of the same centre ({family}) whose years may overlap"
    remedy = f"add {ids}; or put into apart_from those that hold no woman in common, with the reason in the note"
    return read.issue("overlaps", rule, ", ".join(read.study.overlaps), remedy, "EVID-22")


def _same_publication(one: Study, other: Study) -> str:
    mine, its = ({_plain(each) for each in (study.identifier, *study.also) if each} for study in (one, other))
    if mine & its:
        return min(mine & its)
    return other.citation if one.citation.casefold() == other.citation.casefold() else ""


def _plain(identifier: str) -> str:
    return re.sub(r"^https?://(dx\.)?doi\.org/", "", identifier.lower()).rstrip("/")


def _same_patients(one: Study, other: Study) -> str:
    """Centre, years and number where both studies tell the same ones and neither names the other."""
    if _declared(one, other) or not (one.enrolled_from and one.enrolled_to):
        return ""
    sizes = [{cohort.patients for cohort in study.cohorts if not cohort.part_of} - {None} for study in (one, other)]
    same_centre = one.centre.casefold() == other.centre.casefold() != "" or (
        one.family != "" and one.family == other.family
    )
    years = (one.enrolled_from, one.enrolled_to)
    if same_centre and years == (other.enrolled_from, other.enrolled_to) and sizes[0] & sizes[1]:
        return f"{other.centre}, {' to '.join(years)}, {min(sizes[0] & sizes[1], key=str)}"
    return ""


def _declared(one: Study, other: Study) -> bool:
    return other.id in (*one.overlaps, *one.apart_from) or one.id in (*other.overlaps, *other.apart_from)


def _undeclared(one: Study, other: Study) -> bool:
    """Whether two reports of one centre may hold the same women, and neither says so."""
    if not one.family or one.family != other.family or _declared(one, other):
        return False
    (one_first, one_last), (other_first, other_last) = _years(one), _years(other)
    return one_first <= other_last and other_first <= one_last


def _years(study: Study) -> tuple[int, int]:
    """First and last possible day of enrolment; a side that is not told is open."""
    first = parse_partial_date(study.enrolled_from or "1800").earliest
    return first, parse_partial_date(study.enrolled_to or "2200").latest
