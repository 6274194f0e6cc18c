"""The results that docs/manual/reading.md tells: every text judged, counted by kind, case and axis."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path

from tests.reading.judging import (
    Judged,
    Text,
    judged,
    matches,
    ordinary_reports,
    published_reports,
    trap_axes,
    unseen_set,
)

from cephalad.read import shipped_rules
from cephalad.write.manual.reading import Failed, FirstRun, KindRead, Passed, ReadingResults, WomanRead

__all__ = ["ALARMS", "reading_results"]

FIRST_RUNS = Path(__file__).with_name("first_runs.toml")

ALARMS = ("A", "B", "C")
"""The tiers that mean *read the chart*."""

_OF_VEINS = "vein."


def reading_results() -> ReadingResults:
    """All texts with the shipped rules."""
    ordinary = judged(ordinary_reports())
    published = {case: judged(reports) for case, reports in published_reports().items()}
    traps = {place: judged(axis) for place, axis in trap_axes().items()}
    sets = {
        "traps": list(chain.from_iterable(traps.values())),
        "ordinary": ordinary,
        "published": list(chain.from_iterable(published.values())),
        **{name: judged(unseen_set(name)) for name in ("second", "third", "fourth", "fifth", "sixth", "seventh")},
    }
    kinds = sorted({each.text["kind"] for each in ordinary})
    return ReadingResults(
        version=shipped_rules().version,
        runs=tuple(_runs(sets)),
        kinds=tuple(_kind(kind, [each for each in ordinary if each.text["kind"] == kind]) for kind in kinds),
        women=tuple(_woman(case, reports) for case, reports in published.items()),
        axes=tuple(_axis(axis, lang, results) for (axis, lang), results in traps.items()),
    )


def _runs(sets: Mapping[str, Sequence[Judged]]) -> Iterator[FirstRun]:
    """The first runs as they were written down, each beside what the rules make of the same texts now."""
    kept = tomllib.loads(FIRST_RUNS.read_text(encoding="utf-8"))
    for name, run in kept.items():
        for lang in ("en", "zh"):
            own = [each for each in sets[name] if each.text["lang"] == lang]
            now = sum(not each.faults for each in own), len(own)
            yield FirstRun(name, lang, run["rules"], tuple(run[lang]), now)


def _kind(kind: str, reports: Sequence[Judged]) -> KindRead:
    alarms = (each for each in reports if each.tier in ALARMS and each.tier not in _allowed(each.text))
    told = (Failed(each.text["id"], (f"tier {each.tier}, for “{'”, “'.join(each.words)}”",)) for each in alarms)
    return KindRead(kind, Counter(each.tier for each in reports), tuple(told))


def _allowed(text: Text) -> Sequence[str | None]:
    tier = text.get("tier")
    return tier if isinstance(tier, list) else (tier,)


def _woman(case: str, reports: Sequence[Judged]) -> WomanRead:
    return WomanRead(
        case=case,
        n_reports=len(reports),
        veins=_found(reports, of_veins=True),
        others=_found(reports, of_veins=False),
        tiers=(sum(each.tier in _allowed(each.text) for each in reports), len(reports)),
        failed=tuple(_failed(reports)),
    )


def _found(reports: Iterable[Judged], *, of_veins: bool) -> tuple[int, int]:
    """Expected findings of veins, or the others: how many were found, and how many there are."""
    wanted = [
        (each, expected) for each in reports for expected in each.text["expect"] if _of_veins(expected) is of_veins
    ]
    return sum(_is_there(each, expected) for each, expected in wanted), len(wanted)


def _of_veins(expected: Text) -> bool:
    named = expected["finding"]
    return any(each.startswith(_OF_VEINS) for each in ([named] if isinstance(named, str) else named))


def _is_there(each: Judged, expected: Text) -> bool:
    return any(matches(expected, found) for found in each.found)


def _axis(axis: str, lang: str, results: Sequence[Judged]) -> Passed:
    failed = tuple(_failed(results))
    return Passed(axis, lang, len(results) - len(failed), len(results), failed)


def _failed(results: Iterable[Judged]) -> Iterable[Failed]:
    return (Failed(each.text["id"], each.faults) for each in results if each.faults)
