"""What the survival curves say, in rows of words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import isnan

import numpy as np

from cephalad.anatomy import Language
from cephalad.cohort.survival import FEWEST, SurvivalCurve, TooFew
from cephalad.pictures.curves import number
from cephalad.pictures.picture import Table
from cephalad.terms import clean, message

__all__ = ["MOST_ROWS", "survival_table"]

MOST_ROWS = 150
"""Times of one group that the table tells one by one; beyond that it has a row for each mark of the axis."""


def survival_table(
    groups: Mapping[str, SurvivalCurve | TooFew], marks: Sequence[float], *, name: str, subtitle: str, lang: Language
) -> Table:
    """All that the curves show: of each group its sum, then its rows in the order of time.

    Parameters
    ----------
    marks : months at which the axis tells the number at risk; each has a row
    """
    head = tuple(_said(each, lang) for each in ("group", "time", "at-risk", "events", "censored", "event-free"))
    rows: list[tuple[str, ...]] = []
    for group, curve in groups.items():
        if isinstance(curve, TooFew):
            rows.append((clean(group), "", "", "", "", _said("too-few", lang, fewest=FEWEST)))
        else:
            rows += _rows(clean(group), curve, marks, lang)
    caption = message("text.value-of", lang, what=clean(name), value=clean(subtitle)) if subtitle else clean(name)
    return Table(caption, head, tuple(rows))


def _said(words: str, lang: Language, **values: object) -> str:
    return message(f"picture.survival.{words}", lang, **values)


def _rows(group: str, curve: SurvivalCurve, marks: Sequence[float], lang: Language) -> Iterator[tuple[str, ...]]:
    """What the group is in all, then a row for each mark of the axis and for each time at which something happened."""
    summary = _said("summary", lang, median=_median(curve, lang), years=f"{curve.person_time / 12:.1f}")
    censored = curve.n - curve.n_events
    yield (group, _said("all", lang), str(curve.n), str(curve.n_events), str(censored), summary)
    told = set(marks) | {curve.last}
    if len(curve.times) <= MOST_ROWS:
        told.update(curve.times.tolist())
    before = 0
    for time in sorted(told):
        after = int(np.searchsorted(curve.times, time, side="right"))
        happened = (int(each[before:after].sum()) for each in (curve.n_event, curve.n_censored))
        (at_risk,) = curve.at_risk([time])
        yield (group, number(time), str(at_risk), *map(str, happened), _share(curve, time, lang))
        before = after


def _share(curve: SurvivalCurve, time: float, lang: Language) -> str:
    found = curve.at(time)
    if isnan(found.value):
        return _said("beyond", lang)
    value, low, high = (f"{100 * share:.1f}" for share in (found.value, found.low, found.high))
    return (
        _said("percent", lang, value=value)
        if isnan(found.low)
        else _said("interval", lang, value=value, low=low, high=high)
    )


def _median(curve: SurvivalCurve, lang: Language) -> str:
    found = curve.median
    if isnan(found.value):
        return _said("not-reached", lang)
    value, low, high = (
        _said("not-reached", lang) if isnan(time) else number(time) for time in (found.value, found.low, found.high)
    )
    return _said("median", lang, value=value, low=low, high=high)
