"""Studies and claims for people and programs: tables, one study in full, and what to do with a new one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from cephalad.evidence.adding import Joining
from cephalad.evidence.claims import Claim
from cephalad.evidence.strata_model import Stratum
from cephalad.evidence.studies import strata
from cephalad.evidence.study_model import Ages, Cohort, Effect, Months, Study, Survival
from cephalad.logic import Truth
from cephalad.write.diagnostic_words import diagnostic_line
from cephalad.write.layout import STRONG, columns, hanging, marked

__all__ = ["added_lines", "claims_lines", "studies_lines", "study_as_dict", "study_lines"]

Json = dict[str, Any]
Lines = list[str]


def study_as_dict(study: Study) -> Json:
    """The whole study as plain dictionaries; null for what its source does not tell."""
    content: Json = _plain(asdict(study))
    for figure in content["diagnostics"]:
        del figure["study"]
    return {**content, "strata": [stratum.id for stratum in strata() if _stands_in(study, stratum)]}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value.value if isinstance(value, Truth) else value


def _stands_in(study: Study, stratum: Stratum) -> bool:
    return any(row.partition("/")[0] == study.id for row in stratum.primary)


# --- all studies ------------------------------------------------------------------------------------------------------


def studies_lines(found: Mapping[str, Study], *, width: int) -> Lines:
    """A table of the studies, and below it what it counts."""
    rows = [("study", "enrolled", "outcome", "what it is"), *map(_row, found.values())]
    head, *table = columns(rows, width, indent="")
    cohorts = [cohort for study in found.values() for cohort in study.cohorts]
    told = sum(any(cohort.events is not None for cohort in study.cohorts) for study in found.values())
    counts = f"{len(found)} studies, {len(cohorts)} cohorts and parts of them; {told} studies tell a count of events."
    legend = (
        "outcome: events and patients of the largest cohort that tells events, else of the largest; ≥: at least so "
        "many; ·: not told. One study in full: cephalad evidence studies ID"
    )
    return [marked(head, STRONG), *table, "", *hanging(counts, width), *hanging(legend, width)]


def _row(study: Study) -> tuple[str, ...]:
    cohort = _foremost(study.cohorts)
    events = "·" if cohort.events is None else f"{'≥' if cohort.lower_bound else ''}{cohort.events}"
    patients = cohort.patients if cohort.followed is None else cohort.followed
    outcome = f"{events} of {'·' if patients is None else patients}"
    years = "–".join(part[:4] or "?" for part in (study.enrolled_from, study.enrolled_to))
    return (
        study.id,
        "·" if years == "?–?" else years,
        outcome if cohort.events is None else f"{outcome} {cohort.event}",
        "; ".join(filter(None, (f"{study.design} ({study.reading})", study.centre or study.covers))),
    )


def _foremost(cohorts: Sequence[Cohort]) -> Cohort:
    return max(cohorts, key=lambda each: (each.part_of == "", each.events is not None, each.patients or 0))


# --- one study --------------------------------------------------------------------------------------------------------


def study_lines(study: Study, *, width: int) -> Lines:
    """Everything that is known of one study: where it comes from, whom it followed, what became of them."""
    lines = [marked(study.id, STRONG), *hanging(study.citation, width), ""]
    for name, told in _head(study):
        lines += hanging(told, width, first=f"{name:<13}") if told else []
    lines += _block("Cohorts", (part for cohort in study.cohorts for part in _cohort(cohort, width)))
    lines += _block("Survival", (part for row in study.survival for part in hanging(_survival(row), width, first="  ")))
    lines += _block("Effects", (part for effect in study.effects for part in _effect(effect, width)))
    figures = [(diagnostic_line(figure, "en"), figure.note) for figure in study.diagnostics]
    lines += _block("Diagnostic figures", (part for told, note in figures for part in _noted(told, note, width)))
    return lines


def _head(study: Study) -> Iterator[tuple[str, str]]:
    yield "identifier", "; ".join(filter(None, (study.identifier, *study.also))) or "none that is known"
    yield "centre", ", ".join(filter(None, (study.centre, study.country)))
    yield "enrolled", " to ".join(part or "?" for part in (study.enrolled_from, study.enrolled_to))
    yield "design", f"{study.design}; read as {study.reading}"
    yield "gathers", study.covers
    yield "overlaps", ", ".join(study.overlaps)
    yield "apart from", ", ".join(study.apart_from)
    yield "strata", ", ".join(stratum.id for stratum in strata() if _stands_in(study, stratum))
    yield "note", study.note


def _block(title: str, lines: Iterable[str]) -> Lines:
    found = list(lines)
    return ["", marked(title, STRONG), *found] if found else []


def _cohort(cohort: Cohort, width: int) -> Lines:
    part = f", part of {cohort.part_of}" if cohort.part_of else ""
    lines = hanging(f"{cohort.id}: {cohort.label}{part}", width, first="  ", rest="    ")
    lines += hanging("; ".join([*_counts(cohort), *_whom(cohort)]), width, first="    ")
    return lines + (hanging(cohort.note, width, first="    ") if cohort.note else [])


def _counts(cohort: Cohort) -> Iterator[str]:
    if cohort.events is not None:
        least = "at least " if cohort.lower_bound else ""
        of = "of how many is not told" if cohort.total is None and cohort.patients is None else _of(cohort)
        solved = ", counts solved from a percentage or added up" if cohort.derived else ""
        yield f"{least}{cohort.events} with {cohort.event} {of}{solved}"
    elif cohort.event != "none":
        yield f"{cohort.event}: the count is not told"
    else:
        yield "no outcome told"
    if cohort.percent is not None:
        yield f"printed as {cohort.percent:g} %" + ("" if cohort.denominator_told else ", of how many is not told")
    for name in ("patients", "followed", "deaths"):
        count = getattr(cohort, name)
        if count is not None:
            yield f"{count} {name}"


def _of(cohort: Cohort) -> str:
    return f"of {cohort.total}" if cohort.total is not None else f"of {cohort.patients} treated, followed not told"


def _whom(cohort: Cohort) -> Iterator[str]:
    for trait in ("completeness", "extent", "uterus", "ovaries"):
        if (word := getattr(cohort, trait)) != "unknown":
            yield f"{trait} {word}"
    for name, spread, unit in (
        ("age", cohort.age, "years"),
        ("follow-up", cohort.follow_up, "months"),
        ("to the event", cohort.time_to_event, "months"),
    ):
        if told := _spread(spread):
            yield f"{name} {told} {unit}"


def _spread(spread: Months | Ages) -> str:
    ends = (spread.shortest, spread.longest) if isinstance(spread, Months) else (spread.youngest, spread.oldest)
    middle = [f"{name} {value:g}" for name, value in (("median", spread.median), ("mean", spread.mean)) if value]
    span = "–".join("?" if end is None else f"{end:g}" for end in ends)
    return ", ".join([*middle, *([span] if span != "?–?" else [])])


def _survival(row: Survival) -> str:
    ends = f" ({100 * row.low:g} to {100 * row.high:g} %)" if row.low is not None and row.high is not None else ""
    share = f"{row.cohort}: {row.event} by {row.months:g} months {100 * row.cumulative:g} %{ends}, {row.method}"
    return f"{share}. {row.note}" if row.note else share


def _effect(effect: Effect, width: int) -> Lines:
    size = "" if effect.estimate is None else f" {effect.estimate:g}"
    if effect.low is not None and effect.high is not None:
        size += f" ({effect.low:g} to {effect.high:g})"
    measure = f"{effect.measure}{size}" if size else "no size told"
    p_value = f"P{effect.p if effect.p[:1] in '<>' else f'={effect.p}'}" if effect.p else "no P told"
    adjusted = {Truth.TRUE: "adjusted", Truth.FALSE: "not adjusted", Truth.UNKNOWN: "adjustment not told"}
    subject = f"{effect.factor}, {effect.contrast}" if effect.contrast else effect.factor
    return _noted(f"{subject}: {measure}, {p_value}, {adjusted[effect.adjusted]}", effect.note, width)


def _noted(told: str, note: str, width: int) -> Lines:
    return [*hanging(told, width, first="  ", rest="    "), *(hanging(note, width, first="    ") if note else [])]


# --- claims -----------------------------------------------------------------------------------------------------------


def claims_lines(found: Sequence[Claim], *, width: int) -> Lines:
    """Every claim with its status, what decides it and why, and below how many there are of each status."""
    lines: Lines = []
    for claim in found:
        lines += hanging(f"{marked(claim.figure, STRONG)} [{' '.join(claim.statements)}]", width)
        by = f": {', '.join(claim.by)}" if claim.by else ""
        lines += [*hanging(f"{claim.status}{by}", width, first="  "), *hanging(claim.note, width, first="  "), ""]
    statuses = [claim.status for claim in found]
    counts = ", ".join(f"{statuses.count(status)} {status}" for status in dict.fromkeys(statuses))
    return [*lines, f"{len(found)} claims: {counts}"]


# --- a new study ------------------------------------------------------------------------------------------------------


def added_lines(
    study: Study, written: Sequence[str], open_sides: Sequence[str], joining: Sequence[Joining], *, width: int
) -> Lines:
    """What became of a new study: the files written, the strata that it might join, and what to do next.

    Parameters
    ----------
    written : files that were written, the study's own first
    open_sides : studies whose files must still name this one
    """
    held = (
        ("cohort", study.cohorts),
        ("survival figure", study.survival),
        ("effect", study.effects),
        ("diagnostic figure", study.diagnostics),
    )
    counts = [f"{len(entries)} {name}{'' if len(entries) == 1 else 's'}" for name, entries in held if entries]
    lines = [f"{study.id} is sound: {', '.join(counts)}", *(f"wrote {file}" for file in written)]
    lines += ["", "Strata that it might join"]
    for each in joining:
        lines += hanging(f"{each.stratum}: {each.row}{_limit(each)}", width, first="  ", rest="    ")
    lines += (
        [] if joining else hanging("none: no cohort has a count of events that a stratum asks for", width, first="  ")
    )
    lines += ["", "What to do next"]
    for number, step in enumerate(_steps(study, open_sides, joining), start=1):
        lines += hanging(step, width, first=f"  {number}. ")
    return lines


def _limit(joining: Joining) -> str:
    if joining.gathered:
        return ", in an alternative only: it gathers published cases"
    return f", in place of {', '.join(joining.beside)}, which may hold the same patients" if joining.beside else ""


def _steps(study: Study, open_sides: Sequence[str], joining: Sequence[Joining]) -> Iterator[str]:
    if open_sides:
        yield f'Name "{study.id}" in the files of {", ".join(open_sides)} too: an overlap is said on both sides.'
    if joining:
        yield (
            f'Open strata.toml in the folder above the studies and add "{joining[0].row}" to primary (or to an '
            "alternative) of the strata that it is to join. A study that joins none is shown and not pooled."
        )
    yield "cephalad evidence check    says whether everything still fits together."
    if joining:
        yield "cephalad evidence pool --write    computes the strata anew."
