"""What must hold between a stratum and its rows: they exist, share no patient, count the same and are of its kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from cephalad.errors import Issue
from cephalad.evidence.strata_files import ReadStrata
from cephalad.evidence.strata_model import Alternative, Stratum
from cephalad.evidence.study_model import Cohort, Study
from cephalad.terms import LANGUAGES, nearest, sentences

__all__ = ["COUNTED", "check_strata", "has_figure", "misfits"]

COUNTED: Mapping[str, tuple[str, ...]] = {
    "recurrence": ("recurrence",),
    "progression": ("progression",),
    "composite": ("composite", "recurrence", "new-mass"),
}
"""What rows may count, by what the stratum counts. A composite one says so and takes no row of progression alone."""

Rows = Mapping[str, tuple[Study, Cohort]]


def check_strata(read: ReadStrata, studies: Mapping[str, Study]) -> list[Issue]:
    """Everything that is wrong between the strata and the studies: EVID-30 to EVID-37; empty when they are sound."""
    known = {f"{study.id}/{cohort.id}": (study, cohort) for study in studies.values() for cohort in study.cohorts}
    counts = Counter(stratum.id for stratum in read.strata)
    issues: list[Issue] = []
    for number, stratum in enumerate(read.strata):
        path = f"stratum[{number}]"
        if counts[stratum.id] > 1:
            rule = "must be unique among the strata"
            issues.append(read.issue(f"{path}.id", rule, stratum.id, "give it an id of its own", "EVID-37"))
        issues += _translated(read, path, stratum)
        issues += _primary(read, f"{path}.primary", stratum, known)
        for which, alternative in enumerate(stratum.alternatives):
            issues += _alternative(read, f"{path}.alternatives[{which}]", stratum, alternative, known)
    return issues


def _translated(read: ReadStrata, path: str, stratum: Stratum) -> Iterator[Issue]:
    for lang in (each for each in LANGUAGES if each != "en"):
        for part in ("question", "leaves_out"):
            key = f"stratum.{stratum.id}.{part}"
            if key not in sentences(lang):
                remedy = f"write it there as {part} under [stratum.{stratum.id}]"
                rule = f"must have its sentence in the catalogue {lang}.toml"
                yield read.issue(f"{path}.{part}", rule, key, remedy, "EVID-36")


def _primary(read: ReadStrata, path: str, stratum: Stratum, known: Rows) -> Iterator[Issue]:
    yield from _rows(read, path, stratum, stratum.primary, stratum.event, known)
    yield from _shared(read, path, stratum.primary, known)
    for name in stratum.primary:
        if name in known and known[name][0].is_gathered:
            rule = "must hold no cohort that gathers published cases"
            remedy = "put it into an alternative: published cases over-represent eventful ones"
            yield read.issue(path, rule, name, remedy, "EVID-35")


def _alternative(
    read: ReadStrata, path: str, stratum: Stratum, alternative: Alternative, known: Rows
) -> Iterator[Issue]:
    yield from _rows(read, f"{path}.rows", stratum, alternative.rows, alternative.event, known)
    if not alternative.supposes:
        yield from _shared(read, f"{path}.rows", alternative.rows, known)
    for name, events in alternative.recount.items():
        if name not in alternative.rows:
            rule = "must recount rows of the alternative"
            yield read.issue(f"{path}.recount", rule, name, "name one of its rows, or remove it", "EVID-37")
        elif name in known and events > (known[name][1].total or 0):
            rule = f"must not exceed the patients of {name} ({known[name][1].total})"
            yield read.issue(f"{path}.recount", rule, events, "mend the count", "EVID-10")


def _rows(
    read: ReadStrata, path: str, stratum: Stratum, rows: Sequence[str], event: str, known: Rows
) -> Iterator[Issue]:
    if not rows:
        yield read.issue(path, "must hold at least one row", "none", 'write ["Smith-2026/all"]', "EVID-30")
    for name in rows:
        if name not in known:
            guess = nearest(name, known)
            remedy = f"write {guess}" if guess else "write Study/cohort; cephalad evidence studies lists them"
            yield read.issue(path, "must name a cohort of a study", name, remedy, "EVID-30")
            continue
        _, cohort = known[name]
        if cohort.event not in COUNTED[event]:
            rule = f"must count {' or '.join(COUNTED[event])}"
            remedy = "take the row out: events of two kinds are never put together unawares"
            yield read.issue(path, rule, f"{name}, which counts {cohort.event}", remedy, "EVID-32")
        if not has_figure(stratum, *known[name]):
            yield read.issue(path, f"must have a figure ({_FIGURES[stratum.figure]})", name, "take it out", "EVID-33")
        for trait, words, got in misfits(stratum, cohort):
            rule = f"must be of {trait} {' or '.join(words)}"
            yield read.issue(path, rule, f"{name}, of {trait} {got}", "take it out, or mend the study", "EVID-34")


_FIGURES = {
    "counts": "events among patients, neither of them a lower bound",
    "cumulative": "a survival row with its event",
    "rate": "events, and a mean follow-up",
}


def has_figure(stratum: Stratum, study: Study, cohort: Cohort) -> bool:
    """Whether a cohort tells what the stratum puts together."""
    if stratum.figure == "cumulative":
        return any(row.cohort == cohort.id and row.event == stratum.event for row in study.survival)
    if cohort.events is None or cohort.lower_bound:
        return False
    return bool(cohort.woman_years if stratum.figure == "rate" else cohort.total)


def misfits(stratum: Stratum, cohort: Cohort) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """The traits that the stratum asks for and the cohort does not have: trait, words, the cohort's word."""
    for trait, words in stratum.of.items():
        got = str(getattr(cohort, trait))
        if got not in words:
            yield trait, words, got


def _shared(read: ReadStrata, path: str, rows: Sequence[str], known: Rows) -> Iterator[Issue]:
    """Rows that may hold the same patients: two of one study, or of two that name each other as overlapping."""
    for one, other in combinations([name for name in rows if name in known], 2):
        (first, _), (second, _) = known[one], known[other]
        if first.id == second.id or second.id in first.overlaps or first.id in second.overlaps:
            rule = "must hold no patient twice, one cohort for each centre and period"
            remedy = "keep one of the two and put the other into an alternative"
            yield read.issue(path, rule, f"{one} beside {other}", remedy, "EVID-31")
