"""How many reports to label: what an interval will be worth, before anybody has read anything."""

from __future__ import annotations

from collections.abc import Iterator

from cephalad.cohort.proportion import wilson

__all__ = ["CASES", "SENSITIVITIES", "SILENT_LABELLED", "cases_rows", "silent_rows"]

CASES = (50, 100, 200, 300, 400)
SENSITIVITIES = (0.80, 0.90, 0.95, 0.97, 0.99, 1.0)
SILENT_LABELLED = (100, 300, 600, 1000, 3000)
_ARCHIVE = 100_000


def cases_rows() -> Iterator[tuple[str, ...]]:
    """For each number of labelled cases the interval that each sensitivity would get, in percent."""
    for n in CASES:
        yield (str(n), *(_interval(share, n) for share in SENSITIVITIES))


def silent_rows() -> Iterator[tuple[str, ...]]:
    """For each number of labelled reports without a tier, none of them a case, how many the others may still hold."""
    for n in SILENT_LABELLED:
        high = wilson(0, n).high
        yield f"{n:,}", f"{100 * high:.2f} %", f"{high * _ARCHIVE:,.0f}"


def _interval(share: float, of: int) -> str:
    found = wilson(share * of, of)
    return f"{100 * found.low:.1f}–{100 * found.high:.1f}"
