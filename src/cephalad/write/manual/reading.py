"""How the reader did on texts that were written apart from its rules: counts, and every failure by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cephalad.write.manual.markdown import bullets, code, page, table, text

__all__ = ["READING", "Failed", "FirstRun", "KindRead", "Passed", "ReadingResults", "WomanRead", "reading_page"]

READING = "reading.md"
"""The name of the page."""

TIERS = ("A", "B", "C", "D")
_ABOUT = (
    "What the rules make of texts that were written apart from them, by people who did not see them and from the "
    "description of the axes alone. They are made up, by few hands: the counts show what the rules miss, not how good "
    "they are in a hospital. For that there is [an evaluation on its own reports](../evaluate-the-screener.md). How "
    "the texts came about: `tests/reading/traps/README.md` and `tests/reading/reports/README.md`."
)
_ORDINARY = (
    "Whole reports of women who have something else, or nothing. Tiers A to C mean *read the chart*; a report counts "
    "as a false alarm when it came out there although its author holds that it must not."
)
_PUBLISHED = (
    "Reports of the published cases as a radiologist would have dictated them. *Veins* counts what the reports say of "
    "veins, *other findings* the rest that is beyond dispute."
)
_FIRST = (
    "Texts without any fault, of all. *First* is the run by rules whose authors had not seen the set, made once and "
    "kept; *now* is the rules of this version, which were mended by what had failed, so that only the first figure "
    "says something of unseen texts. From the second set on each was written when those before it had been used, and "
    "its first run was written down before anything was mended by it."
)
_TRAPS = "Short texts, each with one reading that is easy to get wrong: passed of all, by axis and language."


@dataclass(frozen=True, slots=True)
class KindRead:
    """The ordinary reports of one kind: how many came out in each tier, and which were not expected to."""

    kind: str
    tiers: Mapping[str | None, int]
    alarms: tuple[Failed, ...]


@dataclass(frozen=True, slots=True)
class WomanRead:
    """The reports of one published case: findings of veins and others, found and expected, and what went wrong."""

    case: str
    n_reports: int
    veins: tuple[int, int]
    others: tuple[int, int]
    tiers: tuple[int, int]
    failed: tuple[Failed, ...]


@dataclass(frozen=True, slots=True)
class Passed:
    """The traps of one axis in one language."""

    axis: str
    lang: str
    n_passed: int
    n: int
    failed: tuple[Failed, ...]


@dataclass(frozen=True, slots=True)
class Failed:
    """A text that was not read as its author wants, and what is wrong with it."""

    id: str
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FirstRun:
    """One set in one language: texts passed of all when it was unseen, by which rules, and now."""

    set: str
    lang: str
    rules: str
    first: tuple[int, int]
    now: tuple[int, int]


@dataclass(frozen=True, slots=True)
class ReadingResults:
    """Everything on the page."""

    version: str
    runs: tuple[FirstRun, ...]
    kinds: tuple[KindRead, ...]
    women: tuple[WomanRead, ...]
    axes: tuple[Passed, ...]


def reading_page(results: ReadingResults) -> str:
    """The page; the same texts and rules give the same bytes."""
    return page(
        "Reading, on texts written apart from the rules",
        _ABOUT,
        f"Rules {code(results.version)}.",
        "## First runs",
        _FIRST,
        _runs(results.runs),
        "## Ordinary reports",
        _ORDINARY,
        _kinds(results.kinds),
        _listed("False alarms", [alarm for kind in results.kinds for alarm in kind.alarms]),
        "## Published cases",
        _PUBLISHED,
        _women(results.women),
        _listed("What was missed or misread", [failed for woman in results.women for failed in woman.failed]),
        "## Traps",
        _TRAPS,
        _axes(results.axes),
        _listed("Failures", [failed for axis in results.axes for failed in axis.failed]),
    )


def _runs(runs: Sequence[FirstRun]) -> str:
    rows = [(text(run.set), run.lang, _share(run.first), code(run.rules), _share(run.now)) for run in runs]
    return table(("Set", "Language", "First", "by the rules", "Now"), rows)


def _share(pair: tuple[int, int]) -> str:
    return f"{_of(pair)} ({pair[0] / pair[1]:.0%})".replace("%", " %")


def _kinds(kinds: Sequence[KindRead]) -> str:
    rows = [
        (
            text(kind.kind),
            str(sum(kind.tiers.values())),
            *(str(kind.tiers.get(tier, 0)) for tier in (*TIERS, None)),
            str(len(kind.alarms)),
        )
        for kind in kinds
    ]
    rows.append(("**all**", *(str(sum(int(row[at]) for row in rows)) for at in range(1, 8))))
    return table(("Kind", "Reports", *TIERS, "none", "False alarms"), rows)


def _women(women: Sequence[WomanRead]) -> str:
    rows = [
        (code(woman.case), str(woman.n_reports), _of(woman.veins), _of(woman.others), _of(woman.tiers))
        for woman in women
    ]
    whole = [
        _of((sum(pair[0] for pair in pairs), sum(pair[1] for pair in pairs)))
        for pairs in ([w.veins for w in women], [w.others for w in women], [w.tiers for w in women])
    ]
    rows.append(("**all**", str(sum(woman.n_reports for woman in women)), whole[0], whole[1], whole[2]))
    return table(("Case", "Reports", "Veins", "Other findings", "Tier as expected"), rows)


def _axes(axes: Sequence[Passed]) -> str:
    languages = sorted({axis.lang for axis in axes})
    by_place = {(axis.axis, axis.lang): (axis.n_passed, axis.n) for axis in axes}
    rows = [
        (text(name), *(_of(by_place.get((name, lang), (0, 0))) for lang in languages))
        for name in sorted({axis.axis for axis in axes})
    ]
    whole = [_sum(axes, lang) for lang in languages]
    return table(("Axis", *languages), [*rows, ("**all**", *map(_of, whole))])


def _sum(axes: Sequence[Passed], lang: str) -> tuple[int, int]:
    own = [axis for axis in axes if axis.lang == lang]
    return sum(axis.n_passed for axis in own), sum(axis.n for axis in own)


def _of(pair: tuple[int, int]) -> str:
    return f"{pair[0]} of {pair[1]}" if pair[1] else ""


def _listed(title: str, failed: Sequence[Failed]) -> str:
    told = bullets(f"{code(each.id)}: {text('; '.join(each.faults))}" for each in failed)
    return f"### {title}\n\n{told or 'None.'}"
