"""Pooled strata for people and programs: what was counted, both models, what other choices give, what is left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from cephalad.evidence.pooled_model import (
    Pooled,
    PooledAnalysis,
    PooledRow,
    PooledStratum,
    PriorChange,
    TooFewStudies,
    natural_frequency,
)
from cephalad.evidence.strata_model import Alternative, Stratum
from cephalad.write.layout import STRONG, columns, hanging, marked

__all__ = ["HOW", "analysis_lines", "pooled_as_dict", "pooled_lines"]

Json = dict[str, Any]

HOW = (
    "How to read this: an interval is 95 %. The middle centre is the share that half of the centres exceed; a new "
    "centre is where 95 % of centres that were not studied would lie. The Bayesian model has weak priors and is the "
    "one to show; maximum likelihood stands beside it, with the interval of the profile likelihood. The spread is the "
    "standard deviation of the centres' logits, or log rates. A study's own interval is exact."
)
_PRIOR_WORDS = {
    "centres-alike": "centres more alike",
    "centres-apart": "centres further apart",
    "centre-low": "a lower middle",
    "centre-vague": "a vaguer middle",
}


def pooled_lines(stratum: Stratum, found: PooledStratum, *, width: int) -> Iterator[str]:
    """One stratum in full."""
    yield marked(stratum.id, STRONG)
    yield from hanging(stratum.question, width, first="  ")
    yield from hanging(f"Counted: {stratum.event}; {stratum.time}.", width, first="  ")
    if found.main is None:
        yield from _curve(found, width)
    else:
        yield from analysis_lines(found.main, width=width)
        yield from _alternatives(stratum.alternatives, found.alternatives, width)
        yield from _priors(found, width)
    yield from hanging(f"Why these rows: {stratum.reason}", width, first="  ", rest="    ")
    yield from hanging(f"Not accounted for: {stratum.leaves_out}", width, first="  ", rest="    ")


def analysis_lines(analysis: PooledAnalysis, *, width: int) -> Iterator[str]:
    """The rows of one analysis, and what the models make of them or that studies are too few."""
    yield from columns([_row(row) for row in analysis.rows], width, indent="    ")
    if analysis.raw is not None:
        few = f"Too few studies to pool: {_total(analysis.raw)}, {_exact(analysis.raw)}."
        yield from hanging(few, width, first="  ", rest="    ")
        return
    models = [each for each in (analysis.bayes, analysis.ml) if each is not None]
    yield from hanging(f"{_counted(analysis.studies, 'study')}, {_total(models[0])}.", width, first="  ")
    for pooled in models:
        yield from hanging(_model(pooled), width, first="  ", rest="    ")


def _row(row: PooledRow) -> tuple[str, str, str]:
    if row.woman_years is not None:
        counts = f"{row.events} in {row.woman_years:.0f} woman-years"
    else:
        counts = f"{row.events} of {row.patients}"
    rate = row.woman_years is not None
    return row.name, counts, f"alone {_told(row.estimate, row.low, row.high, rate=rate)}"


def _model(pooled: Pooled) -> str:
    rate = pooled.woman_years is not None
    name = "Bayesian" if pooled.method == "bayes" else "Maximum likelihood"
    parts = [f"{name}: {_women(pooled.low, pooled.high, rate=rate)}"]
    parts.append(f"middle centre {_told(pooled.estimate, pooled.low, pooled.high, rate=rate)}")
    if pooled.predictive_low is not None and pooled.predictive_high is not None:
        parts.append(f"a new centre {_women(pooled.predictive_low, pooled.predictive_high, rate=rate, short=True)}")
    else:
        parts.append("a new centre cannot be told")
    return f"{'; '.join(parts)}; spread {_spread(pooled)}."


def _women(low: float, high: float, *, rate: bool, short: bool = False) -> str:
    """An interval as natural frequencies; a share is never told as a bare percentage."""
    if rate:
        return f"{100 * low:.1f} to {100 * high:.1f} in 100 woman-years"
    least, most = natural_frequency(low, high)
    return f"{least} to {most} of 100" if short else f"of 100 women like these {least} to {most}"


def _told(estimate: float, low: float, high: float, *, rate: bool) -> str:
    unit = " in 100 woman-years" if rate else " %"
    return f"{100 * estimate:.1f}{unit} ({100 * low:.1f} to {100 * high:.1f})"


def _spread(pooled: Pooled) -> str:
    if pooled.spread_low is None or pooled.spread_high is None:
        return f"{pooled.spread:.2f}"
    return f"{pooled.spread:.2f} ({pooled.spread_low:.2f} to {pooled.spread_high:.2f})"


def _total(found: Pooled | TooFewStudies) -> str:
    if found.woman_years is not None:
        return f"{found.events} events in {found.woman_years:.0f} woman-years of {found.patients} women"
    return f"{found.events} of {found.patients} women"


def _exact(raw: TooFewStudies) -> str:
    return f"{_told(raw.estimate, raw.low, raw.high, rate=raw.woman_years is not None)}, exact interval"


def _counted(n: int, noun: str) -> str:
    return f"{n} {noun}" if n == 1 else f"{n} studies"


def _alternatives(told: Sequence[Alternative], found: Sequence[PooledAnalysis], width: int) -> Iterator[str]:
    if found:
        yield "  Other rows:"
    for alternative, analysis in zip(told, found, strict=True):
        name = f"{alternative.name} ({analysis.event})"
        yield from hanging(f"{name}: {_short(analysis)}", width, first="    ", rest="      ")
        yield from hanging(alternative.reason, width, first="      ")
        if alternative.supposes:
            yield from hanging(f"It supposes {alternative.supposes}.", width, first="      ")


def _short(analysis: PooledAnalysis) -> str:
    if analysis.raw is not None:
        return f"{_total(analysis.raw)}, {_exact(analysis.raw)}; too few studies to pool"
    told = [f"{_total(each)}, Bayesian {_middle(each)}" for each in (analysis.bayes,) if each is not None]
    return "".join(told)


def _middle(pooled: Pooled) -> str:
    return _told(pooled.estimate, pooled.low, pooled.high, rate=pooled.woman_years is not None)


def _priors(found: PooledStratum, width: int) -> Iterator[str]:
    if found.priors:
        yield "  Other priors:"
        rows = [(_PRIOR_WORDS.get(each.name, each.name), _prior(each), _middle(each.bayes)) for each in found.priors]
        yield from columns(rows, width, indent="    ")


def _prior(change: PriorChange) -> str:
    unit = " %" if change.bayes.woman_years is None else " in 100 woman-years"
    return f"middle {100 * change.centre:.2g}{unit}, sd {change.centre_sd:g}; spread {change.spread_scale:g}"


def _curve(found: PooledStratum, width: int) -> Iterator[str]:
    yield from hanging("Cumulative shares of one study, as printed; there is nothing to pool.", width, first="  ")
    rows = [
        (f"{point.study}/{point.cohort}", f"by {point.months:g} months", _share_of(point.share, point.low, point.high))
        for point in found.curve
    ]
    yield from columns(rows, width, indent="    ")
    if found.periods:
        yield from hanging("Rates between them, computed here:", width, first="  ")
        told = [
            (f"{each.from_months:g} to {each.to_months:g} months", f"{100 * each.rate:.1f} in 100 woman-years")
            for each in found.periods
        ]
        yield from columns(told, width, indent="    ")


def _share_of(share: float, low: float | None, high: float | None) -> str:
    if low is None or high is None:
        return f"{100 * share:.1f} %, interval not told"
    return f"{100 * share:.1f} % ({100 * low:.1f} to {100 * high:.1f})"


# --- JSON -------------------------------------------------------------------------------------------------------------


def pooled_as_dict(stratum: Stratum, found: PooledStratum) -> Json:
    """The question, everything that was computed, and what it leaves out; shares from 0 to 1, rates a woman-year."""
    result = asdict(found)
    del result["id"], result["figure"]
    return {
        "stratum": stratum.id,
        "question": stratum.question,
        "event": stratum.event,
        "figure": stratum.figure,
        "time": stratum.time,
        **result,
        "reason": stratum.reason,
        "leaves_out": stratum.leaves_out,
    }
