"""What every form of the recurrence figures says alike: where the patients come from, the rules, and the curves.

This module loads numpy, so nothing that works on one patient may import it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import inf, isnan

from cephalad.anatomy import Language
from cephalad.cohort.interval_censored import IntervalCurve
from cephalad.cohort.recurrence import CHANGES, HORIZONS, Group, Recurrence, Stratum
from cephalad.cohort.recurrence_outcomes import Source
from cephalad.cohort.survival import FEWEST, Estimate, IncidenceCurve, SurvivalCurve
from cephalad.pictures.picture import Picture
from cephalad.pictures.survival_curve import survival_curve
from cephalad.terms import message
from cephalad.write.words import word

__all__ = [
    "RULES",
    "TABLE_HEAD",
    "estimate_rows",
    "group_sentence",
    "pictures",
    "rules",
    "source_sentences",
    "stratum_sentences",
    "stratum_word",
]

RULES = ("change", "name", "observed", "died", "between", "days", "strata", "at-risk")
"""What the figures rest on, in the order in which it is told."""

TABLE_HEAD = ("at", "at-risk", "free", "happened", "died", "between")
"""The columns of a table of estimates."""


def source_sentences(found: Recurrence, source: Source, lang: str) -> list[str]:
    """Who the patients are, and what no figure can therefore mean."""
    told = [word("recurrence.source", lang)]
    if source.published:
        told.append(word("recurrence.published", lang))
    if source.n_synthetic:
        told.append(word("recurrence.synthetic", lang, number=f"{source.n_synthetic:,}"))
    told.append(word("recurrence.counts", lang, patients=f"{source.n:,}", operated=f"{found.n:,}"))
    if source.n_rejected:
        told.append(word("recurrence.rejected", lang, number=f"{source.n_rejected:,}"))
    return told


def rules(found: Recurrence, lang: str) -> Iterator[str]:
    """How the figures are made, one rule a sentence or two."""
    yield word(f"recurrence.from-{found.start}", lang)
    for rule in RULES:
        yield word(f"recurrence.rule.{rule}", lang)


def stratum_word(found: Recurrence, stratum: Stratum, lang: str) -> str:
    """What a stratum is called."""
    return word(f"recurrence.word.{found.by}.{stratum.word}", lang)


def stratum_sentences(stratum: Stratum, lang: str) -> tuple[str, str]:
    """The counts of a stratum, and who is in no curve."""
    changes = {name.replace("-", "_"): f"{stratum.n_changes(name):,}" for name in CHANGES}
    counts = word("recurrence.stratum", lang, n=f"{stratum.n:,}", died=f"{stratum.n_deaths:,}", **changes)
    reasons = ("never-seen-again", "days-not-told", "after-a-change")
    apart = {reason.replace("-", "_"): f"{stratum.n_apart(reason):,}" for reason in reasons}
    return counts, word("recurrence.apart", lang, **apart)


def group_sentence(group: Group, lang: str) -> str:
    """Denominator, events, person-years and median of a group, or why there is no curve."""
    name = word(f"recurrence.group-{group.name}", lang)
    if not isinstance(group.free, SurvivalCurve):
        return word("recurrence.too-few", lang, group=name, n=group.n_observed, fewest=FEWEST)
    return word(
        "recurrence.observed",
        lang,
        group=name,
        n=f"{group.n_observed:,}",
        events=f"{group.n_observed_changes:,}",
        years=f"{group.free.person_time / 12:,.1f}",
        median=_median(group.free.median, lang),
    )


def estimate_rows(group: Group, lang: str) -> Iterator[tuple[str, ...]]:
    """A row for each of `HORIZONS`, in the columns of `TABLE_HEAD`; none for a group that is too small."""
    free, incidence, between = group.free, group.incidence, group.between
    if not (
        isinstance(free, SurvivalCurve) and isinstance(incidence, IncidenceCurve) and isinstance(between, IntervalCurve)
    ):
        return
    for month, at_risk in zip(HORIZONS, free.at_risk(HORIZONS), strict=True):
        yield (
            str(month),
            f"{at_risk:,}",
            _share(free.at(month), lang),
            _share(incidence.at(month), lang),
            _share(Estimate(incidence.competing_at(month), float("nan"), float("nan")), lang),
            _between(between, month, lang),
        )


def pictures(found: Recurrence, source: Source, lang: Language) -> list[Picture]:
    """The curves: one drawing for each kind of change, or one for all where completeness itself divides the women."""
    by = word(f"recurrence.by-{found.by}", lang)
    drawn = []
    for name in CHANGES:
        pairs = list(found.groups(name))
        if pairs and found.by != "completeness":
            event = word(f"recurrence.group-{name}", lang)
            title = word("recurrence.picture", lang, event=event, by=by)
            drawn.append(_picture(found, source, pairs, title, name, lang, f"recurrence-{name}"))
    if not drawn:
        pairs = [(stratum, group) for stratum in found.strata for group in stratum.groups]
        title = word(f"recurrence.title-{found.by}", lang)
        drawn.append(_picture(found, source, pairs, title, "cannot-tell", lang, "recurrence"))
    return drawn


def _picture(
    found: Recurrence,
    source: Source,
    pairs: Sequence[tuple[Stratum, Group]],
    title: str,
    name: str,
    lang: Language,
    id: str,  # noqa: A002  the attribute's own word for it
) -> Picture:
    told = source_sentences(found, source, lang)
    return survival_curve(
        {stratum_word(found, stratum, lang): group.free for stratum, group in pairs},
        lang=lang,
        title=title,
        note=(" " if lang == "en" else "").join((*told, word(f"recurrence.from-{found.start}", lang))),
        event_free=word(f"recurrence.free-{name}", lang),
        months=word("recurrence.months", lang),
        id=id,
    )


# --- numbers in words, as the table of a curve says them --------------------------------------------------------------


def _share(found: Estimate, lang: str) -> str:
    if isnan(found.value):
        return message("picture.survival.beyond", lang)
    value, low, high = (f"{100 * share:.1f}" for share in (found.value, found.low, found.high))
    if isnan(found.low) or isnan(found.high):
        return message("picture.survival.percent", lang, value=value)
    return message("picture.survival.interval", lang, value=value, low=low, high=high)


def _median(found: Estimate, lang: str) -> str:
    if isnan(found.value):
        return message("picture.survival.not-reached", lang)
    value, low, high = (
        message("picture.survival.not-reached", lang) if isnan(time) else f"{time:.1f}"
        for time in (found.value, found.low, found.high)
    )
    return message("picture.survival.median", lang, value=value, low=low, high=high)


def _between(curve: IntervalCurve, month: int, lang: str) -> str:
    """The range that the studies leave open; beyond the last of them nothing is known."""
    low, high = curve.at(month)
    if high > 0 and month > curve.lefts[-1] and curve.rights[-1] == inf:
        return message("picture.survival.beyond", lang)
    told = [f"{100 * share:.1f}" for share in (low, high)]
    if told[0] == told[1]:
        return message("picture.survival.percent", lang, value=told[0])
    return word("recurrence.between-value", lang, low=told[0], high=told[1])
