"""What follows an operation, over a cohort, as text for people and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite
from typing import Any

from cephalad.cohort.interval_censored import IntervalCurve
from cephalad.cohort.recurrence import HORIZONS, Group, Recurrence, Stratum
from cephalad.cohort.recurrence_outcomes import Source
from cephalad.cohort.survival import LEVEL, Estimate, IncidenceCurve, SurvivalCurve
from cephalad.guideline import Guideline
from cephalad.guideline.digest import digest, short_digest
from cephalad.terms import clean
from cephalad.write.layout import STRONG, columns, hanging, marked
from cephalad.write.recurrence_words import (
    TABLE_HEAD,
    estimate_rows,
    group_sentence,
    rules,
    source_sentences,
    stratum_sentences,
    stratum_word,
)
from cephalad.write.words import word

__all__ = ["SCHEMA", "recurrence_as_dict", "recurrence_lines"]

SCHEMA = "cephalad-recurrence/1"
"""Stands at the head of the JSON."""

Json = dict[str, Any]


# --- text -------------------------------------------------------------------------------------------------------------


def recurrence_lines(
    found: Recurrence, source: Source, guideline: Guideline, *, lang: str, width: int
) -> Iterator[str]:
    """Who the patients are, each stratum with its curves in numbers, and how the figures are made."""
    yield from hanging(marked(word(f"recurrence.title-{found.by}", lang), STRONG), width)
    yield from hanging(word("html.edition", lang, edition=guideline.edition, hash=short_digest(guideline)), width)
    yield ""
    for told in source_sentences(found, source, lang):
        yield from hanging(told, width)
    if not found.strata:
        yield from hanging(word("recurrence.none", lang), width)
    for stratum in found.strata:
        yield ""
        yield from hanging(marked(_capital(stratum_word(found, stratum, lang)), STRONG), width)
        for told in stratum_sentences(stratum, lang):
            yield from hanging(told, width, first="  ")
        for group in stratum.groups:
            yield from hanging(group_sentence(group, lang), width, first="  ")
            rows = list(estimate_rows(group, lang))
            if rows:
                head = tuple(word(f"recurrence.{name}", lang) for name in TABLE_HEAD)
                yield from columns([head, *rows], width, indent="    ")
    yield ""
    yield marked(word("recurrence.how", lang), STRONG)
    for told in rules(found, lang):
        yield from hanging(told, width, first="  ")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


# --- JSON -------------------------------------------------------------------------------------------------------------


def recurrence_as_dict(found: Recurrence, source: Source, guideline: Guideline, *, lang: str = "en") -> Json:
    """``{schema, by, from, guideline, level, source, strata: [{stratum, …, groups: [{change, …, at: […]}]}], rules}``.

    Shares are between 0 and 1, times are months; what is not known is null.
    """
    return {
        "schema": SCHEMA,
        "by": found.by,
        "from": found.start,
        "guideline": {"edition": clean(guideline.edition), "hash": digest(guideline)},
        "level": LEVEL,
        "source": {
            "patients": source.n,
            "operated": found.n,
            "synthetic": source.n_synthetic,
            "published": source.published,
            "rejected_rows": source.n_rejected,
            "says": source_sentences(found, source, lang),
        },
        "strata": [_stratum(stratum) for stratum in found.strata],
        "rules": list(rules(found, lang)),
    }


def _stratum(stratum: Stratum) -> Json:
    return {
        "stratum": stratum.word,
        "patients": stratum.n,
        "recurrences": stratum.n_changes("recurrence"),
        "progressions": stratum.n_changes("progression"),
        "cannot_tell": stratum.n_changes("cannot-tell"),
        "deaths_without_change": stratum.n_deaths,
        "groups": [_group(group) for group in stratum.groups],
    }


def _group(group: Group) -> Json:
    told: Json = {
        "change": group.name,
        "patients": group.n,
        "changes": group.n_changes,
        "deaths_without_change": group.n_deaths,
        "apart": {reason.replace("-", "_"): number for reason, number in group.apart.items()},
        "observed": group.n_observed,
        "observed_changes": group.n_observed_changes,
        "too_few": True,
    }
    free, incidence, between = group.free, group.incidence, group.between
    if not (
        isinstance(free, SurvivalCurve) and isinstance(incidence, IncidenceCurve) and isinstance(between, IntervalCurve)
    ):
        return told
    return told | {
        "too_few": False,
        "person_years": round(free.person_time / 12, 3),
        "median": _estimate(free.median, 2),
        "between_images": {
            "median": [_number(end, 2) for end in between.median],
            "converged": between.converged,
        },
        "at": [_at(month, free, incidence, between) for month in HORIZONS],
    }


def _at(month: int, free: SurvivalCurve, incidence: IncidenceCurve, between: IntervalCurve) -> Json:
    (at_risk,) = free.at_risk([month])
    return {
        "months": month,
        "at_risk": at_risk,
        "free": _estimate(free.at(month)),
        "incidence": _estimate(incidence.at(month)),
        "died_first": _number(incidence.competing_at(month)),
        "free_between_images": [_number(share) for share in between.at(month)],
    }


def _estimate(found: Estimate, digits: int = 6) -> Json:
    return {name: _number(getattr(found, name), digits) for name in ("value", "low", "high")}


def _number(value: float, digits: int = 6) -> float | None:
    return round(value, digits) if isfinite(value) else None
