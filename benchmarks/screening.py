"""How fast reports are read, beside medSpaCy on the same texts, and how both fare on the trap set."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median

import polars as pl
from tests.reading.judging import judged, trap_axes

from benchmarks.made_up_reports import LANGUAGES, MIXES, made_up_reports
from benchmarks.measuring import seconds_of_commands
from benchmarks.medspacy_beside import Beside
from benchmarks.medspacy_side import PIPELINES
from benchmarks.reduced import can_be_judged, of_medspacy, of_ours, passes
from benchmarks.screening_page import Axis, Results, Speed, Whole
from cephalad.read import shipped_reader
from cephalad.screen.core import settle

__all__ = ["READER", "measured"]

SEED = 20261122
READER, COMPILED = "reader", "compiled"
"""Our sides of a comparison of speed: the reader as it is, and as `scripts/compile` makes it."""

ROOT = Path(__file__).resolve().parents[1]
MADE = ROOT / "build" / "compiled"
SHARES = {READER: 1.0, COMPILED: 1.0, "tuned": 0.1, "unreleased": 0.1, "as-loaded": 0.02}
"""How many of the texts a side reads in one round: a slow one is measured on fewer of the same."""

AIMS = {"archive": 10_000, "dense": 2_000}
FEW = 20
"""Reports of a run that is little but its start-up."""

_ENGLISH = "en"


def measured(beside: Beside | None, *, n_reports: int, n_archive: int, repetitions: int) -> Results:
    """Everything on the page.

    Parameters
    ----------
    beside : the running other side; None leaves it out
    n_reports : texts of each mix and language
    n_archive : reports of the archive that `cephalad screen` reads whole; 0 leaves it out
    repetitions : rounds, in which the sides take turns
    """
    return Results(
        versions=beside.versions if beside else {},
        speeds=tuple(_speeds(beside, n_reports, repetitions)),
        whole=tuple(_whole(n_archive, repetitions)) if n_archive else (),
        axes=tuple(_axes(beside)),
    )


# --- speed ------------------------------------------------------------------------------------------------------------


def _speeds(beside: Beside | None, n_reports: int, repetitions: int) -> Iterator[Speed]:
    for mix in MIXES:
        for lang in LANGUAGES:
            texts = made_up_reports(n_reports, mix=mix, lang=lang, seed=SEED)
            sides = _sides(beside if lang == _ENGLISH else None)
            per_second = _reports_per_second(sides, texts, repetitions)
            yield Speed(mix, lang, len(texts), _share_worth_reading(texts), AIMS[mix], per_second)


def _sides(beside: Beside | None) -> dict[str, Callable[[Sequence[str]], float]]:
    """Each side as a function from texts to processor seconds."""
    sides: dict[str, Callable[[Sequence[str]], float]] = {READER: seconds_of_reader}
    if MADE.exists():
        sides[COMPILED] = _seconds_of_compiled
    if beside:
        for pipeline in PIPELINES:
            sides[pipeline] = lambda texts, name=pipeline: beside.ask(name, texts)[0]  # type: ignore[misc]
    return sides


def seconds_of_reader(texts: Sequence[str]) -> float:
    """Processor seconds in which the reader that is imported reads the texts, in a process settled as workers are."""
    settle()
    read = shipped_reader().read
    start = time.process_time()
    for text in texts:
        read(text)
    return time.process_time() - start


def _seconds_of_compiled(texts: Sequence[str]) -> float:
    """The same of the compiled reader, in a process of its own that has read a few before."""
    read = "import json, sys\nfrom benchmarks.screening import seconds_of_reader as seconds\n"
    read += "texts = json.load(sys.stdin)\nseconds(texts[:10])\nprint(seconds(texts))"
    command, env = [sys.executable, "-c", read], {**os.environ, "PYTHONPATH": str(MADE)}
    given = json.dumps(texts)
    done = subprocess.run(command, input=given, env=env, cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603  ourselves
    return float(done.stdout)


def _reports_per_second(
    sides: Mapping[str, Callable[[Sequence[str]], float]], texts: Sequence[str], repetitions: int
) -> dict[str, float]:
    """The median over the rounds; each side reads a few texts before, so that no loading is measured."""
    given = {name: texts[: max(10, round(len(texts) * SHARES[name]))] for name in sides}
    found: dict[str, list[float]] = {name: [] for name in sides}
    for name, seconds in sides.items():
        seconds(given[name][:10])
    for _ in range(repetitions):
        for name, seconds in sides.items():
            found[name].append(len(given[name]) / max(seconds(given[name]), 1e-9))
    return {name: median(rates) for name, rates in found.items()}


def _share_worth_reading(texts: Iterable[str]) -> float:
    """Texts that hold a word of the first stage: only they are read sentence by sentence."""
    read = [bool(shipped_reader().read(text).lang) for text in texts]
    return sum(read) / len(read)


def _whole(n_archive: int, repetitions: int) -> Iterator[Whole]:
    """`cephalad screen` from a file of reports to the finished folder; of the dense mix a fifth as many."""
    for mix, n_reports in zip(MIXES, (n_archive, n_archive // 5), strict=True):
        for compiled in (False, True) if MADE.exists() else (False,):
            seconds, start_up = (_seconds_of_screening(mix, n, repetitions, compiled) for n in (n_reports, FEW))
            yield Whole(mix, n_reports, AIMS[mix], seconds, start_up, compiled)


def _seconds_of_screening(mix: str, n_reports: int, repetitions: int, compiled: bool) -> float:
    """Processor seconds of a run over so many reports, the median over the repetitions."""
    env = {**os.environ, "PYTHONPATH": str(MADE)} if compiled else None
    with tempfile.TemporaryDirectory() as name:
        file, folder = Path(name) / "reports.parquet", Path(name) / "found"
        _write_archive(file, mix, n_reports)
        screen = "from cephalad.cli import main; raise SystemExit(main())"
        command = [sys.executable, "-c", screen, "screen", str(file), "--output", str(folder), "--anew"]
        again = ["rm", "-rf", str(folder)]
        seconds = []
        for _ in range(repetitions):
            seconds.append(seconds_of_commands({"screen": command}, 1, env=env)["screen"])
            subprocess.run(again, check=True)  # noqa: S603  a folder of our own
        return median(seconds)


def _write_archive(file: Path, mix: str, n_archive: int) -> None:
    halves = [made_up_reports(n_archive // 2, mix=mix, lang=lang, seed=SEED) for lang in LANGUAGES]
    texts = [text for half in halves for text in half]
    pl.DataFrame({"id": [f"r{number}" for number in range(len(texts))], "text": texts}).write_parquet(file)


# --- accuracy ---------------------------------------------------------------------------------------------------------


def _axes(beside: Beside | None) -> Iterator[Axis]:
    for (axis, lang), traps in trap_axes().items():
        read = judged(traps)
        can = [each for each in read if lang == _ENGLISH and can_be_judged(each.text)]
        passed = {READER: sum(passes(each.text, of_ours(each.found)) for each in can)}
        if beside and can:
            for pipeline in PIPELINES:
                found = beside.ask(pipeline, [each.text["text"] for each in can])[1]
                said = zip(can, map(of_medspacy, found), strict=True)
                passed[pipeline] = sum(passes(each.text, theirs) for each, theirs in said)
        yield Axis(axis, lang, len(read), sum(not each.faults for each in read), len(can), passed)
