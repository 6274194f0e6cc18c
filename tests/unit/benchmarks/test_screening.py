"""The benchmark of reading measures what it says: its texts, its other side, its judge, its page."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cephalad.read import shipped_reader

ROOT = Path(__file__).resolve().parents[3]
PAGE = ROOT / "docs" / "benchmark-screening.md"
REQUIREMENTS = ROOT / "benchmarks" / "medspacy-requirements.txt"


@pytest.fixture(autouse=True)
def _benchmarks_can_be_imported() -> Iterator[None]:
    """The folder of the project is searched for modules, however the tests were started."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(ROOT))
        yield


# --- the texts --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_nine_in_ten_of_the_archive_hold_no_word_of_stage_one(lang: str) -> None:
    """In the archive mix one report in ten is worth reading, in the dense mix every one."""
    from benchmarks.made_up_reports import made_up_reports

    shares = {}
    for mix in ("archive", "dense"):
        texts = made_up_reports(200, mix=mix, lang=lang, seed=1)
        shares[mix] = sum(bool(shipped_reader().read(text).lang) for text in texts) / len(texts)
    assert shares == {"archive": pytest.approx(0.1, abs=0.01), "dense": 1.0}


def test_texts_follow_from_their_seed() -> None:
    """The same seed gives the same texts, another one others, and hardly any text comes twice."""
    from benchmarks.made_up_reports import made_up_reports

    texts = made_up_reports(300, mix="dense", lang="en", seed=5)
    assert made_up_reports(300, mix="dense", lang="en", seed=5) == texts
    assert made_up_reports(300, mix="dense", lang="en", seed=6) != texts
    assert len(set(texts)) > 290
    assert not any("{" in text for text in texts)


def test_the_sentences_are_no_texts_of_the_rules() -> None:
    """No sentence of the dense mix stands in a rule file: the rules cannot have been written to it."""
    from benchmarks.made_up_reports import DENSE

    rules = "".join((ROOT / "src/cephalad/read/rules" / f"{lang}.toml").read_text("utf-8") for lang in ("en", "zh"))
    sentences = [text for blocks in DENSE.values() for block in blocks for group in block for text in group]
    fixed = [max(re.split(r"\{\w+\}|\n", text), key=len).strip() for text in sentences]
    assert [text for text in fixed if len(text) > 25 and text in rules] == []


# --- the other side ---------------------------------------------------------------------------------------------------


def test_the_other_side_shares_nothing_with_the_package() -> None:
    """No module of the package and no requirement of the project names it; its own packages are pinned by hash."""
    named = [path for path in (ROOT / "src").rglob("*.py") if "medspacy" in path.read_text("utf-8").lower()]
    assert named == []
    assert "medspacy" not in (ROOT / "requirements-dev.txt").read_text("utf-8").lower()
    pinned = REQUIREMENTS.read_text("utf-8")
    packages = re.findall(r"^([\w.\[\]-]+)==", pinned, re.MULTILINE)
    assert "medspacy" in packages
    assert all(f"{name}==" in pinned for name in packages)
    blocks = re.split(r"^(?=\S+==)", pinned, flags=re.MULTILINE)[1:]
    assert [block.split("==")[0] for block in blocks if "--hash=sha256:" not in block] == []


def test_the_other_side_answers_by_lines(tmp_path: Path) -> None:
    """A request to load gives versions, a text gives seconds and targets: seen with a stand-in for the library."""
    stand_in = tmp_path / "side.py"
    stand_in.write_text(
        "import json, sys\n"
        "for line in sys.stdin:\n"
        "    asked = json.loads(line)\n"
        "    found = [[{'label': 'vein=thrombus', 'statuses': []}]]\n"
        "    answer = {'medspacy': '0'} if asked['do'] == 'load' else {'seconds': 0.5, 'found': found}\n"
        "    print(json.dumps(answer), flush=True)\n"
    )
    from benchmarks.medspacy_beside import Beside, _asked

    command = [sys.executable, str(stand_in)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as side:
        assert side.stdin is not None
        assert side.stdout is not None
        versions = _asked(side.stdin, side.stdout, {"do": "load", "targets": []})
        beside = Beside(versions, side.stdin, side.stdout)
        assert beside.ask("tuned", ["x"]) == (0.5, [[{"label": "vein=thrombus", "statuses": []}]])
        side.stdin.close()
    assert versions == {"medspacy": "0"}


# --- the judge --------------------------------------------------------------------------------------------------------

EXPECT = {"finding": "vein.content", "value": "thrombus", "qualifier": "ivc-unspecified", "status": "negated"}
NEVER = {"finding": "vein.content", "value": "thrombus", "status": "affirmed"}
TRAP = {"expect": [EXPECT], "never": [NEVER]}


@pytest.mark.parametrize(
    ("statuses", "right"),
    [
        ([["negated"]], True),
        ([["negated", "historical"]], True),
        ([[]], False),
        ([["negated"], []], False),
        ([], False),
    ],
)
def test_both_sides_are_judged_alike(statuses: list[list[str]], right: bool) -> None:
    """Any of several statuses may be right, none means affirmed, and what must never be found fails the trap."""
    from benchmarks.reduced import of_medspacy, of_ours, passes

    said = [{"label": "vein=thrombus", "statuses": each} for each in statuses]
    assert passes(TRAP, of_medspacy(said)) is right
    if all(len(each) == 1 for each in statuses):
        ours = [{"finding": "vein.content", "value": "thrombus", "status": each[0]} for each in statuses]
        assert passes(TRAP, of_ours(ours)) is right


@pytest.mark.parametrize(
    ("trap", "judged"),
    [
        (TRAP, True),
        ({"expect": [{"finding": "mass.longest-diameter", "value": 76, "status": "affirmed"}]}, False),
        ({"expect": [{"finding": ["mass.reading", "imaging.reading"], "value": "ivl", "status": "uncertain"}]}, True),
        ({"expect": [], "never": [NEVER | {"qualifier": "right-atrium"}]}, False),
        ({"expect": []}, False),
    ],
)
def test_only_what_both_can_say_is_judged(trap: dict[str, Any], judged: bool) -> None:
    """Sizes, and what must not be found in one vein alone, are beyond the other side and left out for both."""
    from benchmarks.reduced import can_be_judged

    assert can_be_judged(trap) is judged


# --- the page ---------------------------------------------------------------------------------------------------------


def faults_of_page(markdown: str) -> list[str]:
    """What a page of results lacks: its parts, both mixes in both languages, tables with even rows, counts that fit."""
    faults = [part for part in ("# Benchmark of reading", "## Speed", "## Accuracy") if part not in markdown]
    faults += [
        f"{mix}, {lang}"
        for mix in ("archive", "dense")
        for lang in ("English", "Chinese")
        if f"| {mix}, {lang} |" not in markdown
    ]
    for block in (block for block in markdown.split("\n\n") if block.startswith("|")):
        faults += [block[:40]] * (len({line.count("|") for line in block.splitlines()}) != 1)
    counts = [(int(passed), int(n)) for passed, n in re.findall(r"\b(\d+) of (\d+) \(\d+%\)", markdown)]
    faults += [f"{passed} of {n}" for passed, n in counts if passed > n]
    return faults + ([] if counts else ["no counts"])


def test_a_small_run_gives_a_whole_page() -> None:
    """Without medSpaCy every mix is measured and every axis judged; the other side's columns are left out."""
    from benchmarks.screening import measured
    from benchmarks.screening_page import screening_page

    results = measured(None, n_reports=30, n_archive=0, repetitions=1)
    page = screening_page(results, n_targets=3)
    assert faults_of_page(page) == []
    assert "medSpaCy was left out of this run" in page
    assert all(speed.per_second["reader"] > 0 for speed in results.speeds)
    assert {axis.lang for axis in results.axes} == {"en", "zh"}


def test_the_sides_stand_beside_each_other() -> None:
    """Figures of three sides give two ratios, and each axis three counts."""
    from benchmarks.screening_page import Axis, Results, Speed, Whole, screening_page

    rates = {"reader": 10_000.0, "compiled": 20_000.0, "tuned": 200.0, "unreleased": 500.0, "as-loaded": 40.0}
    speeds = [
        Speed(mix, lang, 9, 0.1, 10_000, rates if lang == "en" else {"reader": 5.0})
        for mix in ("archive", "dense")
        for lang in ("en", "zh")
    ]
    axes = [
        Axis("negation", lang, 20, 18, 10, {"reader": 9, "tuned": 6, "unreleased": 6, "as-loaded": 5})
        for lang in ("en", "zh")
    ]
    page = screening_page(Results({"medspacy": "1"}, speeds, [Whole("dense", 9, 2_000, 3.0, 1.2)], axes), n_targets=3)
    assert faults_of_page(page) == []
    assert "| 10,000 | 20,000 | 10,000 | 200 | 50 times | 500 | 20 times | 40 | 250 times |" in page
    assert "| dense, both languages | 9 | 1.2 | 3 | 5 | 2,000 |" in page
    assert "| negation | 10 | 9 of 10 (90%) | 6 of 10 (60%) | 6 of 10 (60%) | 5 of 10 (50%) | 18 of 20 (90%) |" in page


def test_a_faulty_page_is_seen() -> None:
    """A missing part, a missing mix, an uneven row and a count that cannot be are each named."""
    found = faults_of_page("# Benchmark of reading\n\n| a | b |\n| c |\n\n12 of 3 (400%)")
    assert len(found) == 2 + 4 + 1 + 1


def test_the_committed_page_is_well_formed() -> None:
    """The page in the documentation came from a run beside medSpaCy and has every part."""
    page = PAGE.read_text("utf-8")
    assert faults_of_page(page) == []
    assert "medSpaCy, tuned" in page
    assert "Beside it medspacy " in page


def test_a_whole_run_of_the_command_is_measured() -> None:
    """`cephalad screen` is run from file to folder, for both mixes."""
    from benchmarks.screening import _whole

    whole = list(_whole(100, 1))
    assert [each.mix for each in whole if not each.compiled] == ["archive", "dense"]
    assert all(each.seconds > 0 and each.start_up > 0 for each in whole)
    assert json.dumps([each.n for each in whole if not each.compiled]) == "[100, 20]"


def test_the_compiled_reader_is_measured_where_it_lies(monkeypatch: pytest.MonkeyPatch) -> None:
    """It reads in a process of its own: seen with the source in its place, and with nothing there it is left out."""
    from benchmarks import screening

    monkeypatch.setattr(screening, "MADE", screening.ROOT / "src")
    assert screening._sides(None)[screening.COMPILED](["No thrombus in the IVC."] * 20) > 0
    monkeypatch.setattr(screening, "MADE", screening.ROOT / "nowhere")
    assert set(screening._sides(None)) == {screening.READER}
