"""The page about reading and screening: speed side by side, accuracy side by side, and what was compared."""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

__all__ = ["Axis", "Results", "Speed", "Whole", "screening_page"]

SIDES = {
    "reader": "cephalad",
    "tuned": "medSpaCy, tuned",
    "unreleased": "medSpaCy, unreleased",
    "as-loaded": "medSpaCy, as loaded",
}
LANGUAGES = {"en": "English", "zh": "Chinese"}
HEAD = """\
# Benchmark of reading and screening

Printed by `scripts/benchmark --screening`: Python {python}, {cores} cores, processor time, medians of rounds in which
the sides take turns on the same texts. {versions}

The texts of the two mixes are made up, with a seed, from sentences of their own: nine of ten reports of the *archive*
mix come from departments that never meet the disease, every report of the *dense* mix speaks of uterine masses and of
veins. They measure speed and nothing else.

medSpaCy is the library that hospitals use for such work in English; it has no rules for Chinese. *As loaded* is what
`medspacy.load()` gives (PyRuSH splits sentences), with its log switched off. *Tuned* splits sentences by punctuation
and line ends; the aim, ten times as fast, is meant beside it. *Unreleased* runs ConText only over sentences that hold a
target besides, which no release of medSpaCy does yet. All use ConText's own rules, no section rules, and look for the
same {targets} terms, of which they say in what status each stands; they find no vein, no size and no tier. Our reader
does all of it in the time given. A slow side reads fewer of the same texts. *Compiled* is our reader as machine code,
made of the same source by `scripts/compile`, which also sees that both find the same in every text of the tests; the
ratios are of the reader that is not compiled.
"""
TRAPS = """\
## Accuracy

The trap set (`tests/reading/traps`): short texts, each with a reading that is easy to get wrong, written apart from our
rules and from medSpaCy's. It is made of what is hard: no share here is an accuracy in a hospital.
Our rules were mended by what had failed here, medSpaCy's were not: of texts that our rules had not seen, the share is
lower ([first runs](manual/reading.md#first-runs)).

In English both sides are judged on what both can say, *kind of finding, value, status*: a disease named or what a vein
holds, without the vein. An expectation whose value is none of medSpaCy's targets is left out for both; where ConText
gives a target several statuses, any of them may be the right one. *Everything* is our reader on all that the trap asks
for: vein, size, section and tier too.
"""


@dataclass(frozen=True, slots=True)
class Speed:
    """One mix in one language.

    Attributes
    ----------
    worth_reading : share of the texts that hold a word of the first stage
    per_second : reports per processor second by side
    """

    mix: str
    lang: str
    n: int
    worth_reading: float
    aim: int
    per_second: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Whole:
    """`cephalad screen` over one mix in both languages, from file to folder.

    Attributes
    ----------
    seconds : processor seconds of the run, of all its processes
    start_up : of these, what a run of very few reports takes
    compiled : whether with the reader that `scripts/compile` makes
    """

    mix: str
    n: int
    aim: int
    seconds: float
    start_up: float
    compiled: bool = False


@dataclass(frozen=True, slots=True)
class Axis:
    """The traps of one axis in one language.

    Attributes
    ----------
    n, n_passed : all traps, and those in which our reader met everything
    n_both : traps of which both sides can say something
    passed : of these, passed by side
    """

    axis: str
    lang: str
    n: int
    n_passed: int
    n_both: int
    passed: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Results:
    """Everything on the page; `versions` is empty where medSpaCy was left out."""

    versions: Mapping[str, str]
    speeds: Sequence[Speed]
    whole: Sequence[Whole]
    axes: Sequence[Axis]


def screening_page(results: Results, *, n_targets: int) -> str:
    """The page as Markdown; of the machine only the interpreter and the cores."""
    versions = ", ".join(f"{name} {version}" for name, version in results.versions.items())
    told = f"Beside it {versions}." if versions else "medSpaCy was left out of this run."
    head = HEAD.format(
        python=platform.python_version(), cores=os.cpu_count(), versions=told, targets=f"{n_targets} English"
    )
    return "\n".join(
        [
            head,
            "## Speed",
            "",
            *_speeds(results),
            *_whole(results.whole),
            TRAPS,
            *_english(results),
            *_chinese(results.axes),
        ]
    )


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    return [
        f"| {' | '.join(head)} |",
        f"|{'---|' * len(head)}",
        *(f"| {' | '.join(row)} |" for row in rows),
        "",
    ]


def _speeds(results: Results) -> list[str]:
    others = [side for side in SIDES if side != "reader"] if results.versions else []
    head = ["mix", "texts", "hold a word of stage one", "reports per CPU-second", "compiled", "aim"]
    head += [part for side in others for part in (SIDES[side], "ratio")]
    return _table(head, [_speed(speed, others) for speed in results.speeds])


def _speed(speed: Speed, others: Sequence[str]) -> list[str]:
    ours = speed.per_second["reader"]
    cells = [
        f"{speed.mix}, {LANGUAGES[speed.lang]}",
        f"{speed.n:,}",
        f"{speed.worth_reading:.0%}",
        f"{ours:,.0f}",
        f"{speed.per_second['compiled']:,.0f}" if "compiled" in speed.per_second else "–",
        f"{speed.aim:,}",
    ]
    for side in others:
        rate = speed.per_second.get(side)
        cells += [f"{rate:,.0f}", f"{ours / rate:,.0f} times"] if rate else ["–", "–"]
    return cells


def _whole(whole: Sequence[Whole]) -> list[str]:
    if not whole:
        return []
    rows = [
        [
            f"{each.mix}, both languages{', compiled' if each.compiled else ''}",
            f"{each.n:,}",
            f"{each.start_up:.1f}",
            f"{each.n / each.seconds:,.0f}",
            f"{each.n / (each.seconds - each.start_up):,.0f}" if each.seconds > each.start_up else "–",
            f"{each.aim:,}",
        ]
        for each in whole
    ]
    about = (
        "The whole command, `cephalad screen` from a Parquet file to the finished folder: reading, the guideline's\n"
        "trigger, excerpts, tables and worklist. What a run of twenty reports takes is its start-up."
    )
    head = ["mix", "reports", "start-up, CPU-seconds", "reports per CPU-second", "start-up taken off", "aim"]
    return [about, "", *_table(head, rows)]


def _english(results: Results) -> list[str]:
    axes = [axis for axis in results.axes if axis.lang == "en"]
    sides = list(SIDES) if results.versions else ["reader"]
    head = ["axis, English", "traps", *(SIDES[side] for side in sides), "everything, all traps"]
    rows = [
        [
            axis.axis,
            str(axis.n_both),
            *(_of(axis.passed.get(side, 0), axis.n_both) for side in sides),
            _of(axis.n_passed, axis.n),
        ]
        for axis in axes
    ]
    n_both = sum(axis.n_both for axis in axes)
    sums = [_of(sum(axis.passed.get(side, 0) for axis in axes), n_both) for side in sides]
    rows.append(["**all**", str(n_both), *sums, _all_of(axes)])
    return _table(head, rows)


def _chinese(axes: Sequence[Axis]) -> list[str]:
    own = [axis for axis in axes if axis.lang == "zh"]
    rows = [[axis.axis, _of(axis.n_passed, axis.n)] for axis in own]
    return _table(["axis, Chinese", "cephalad, everything"], [*rows, ["**all**", _all_of(own)]])


def _all_of(axes: Sequence[Axis]) -> str:
    return _of(sum(axis.n_passed for axis in axes), sum(axis.n for axis in axes))


def _of(passed: int, n: int) -> str:
    return f"{passed} of {n} ({passed / n:.0%})" if n else "–"
