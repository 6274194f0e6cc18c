"""The whole reports are what their page says: well formed, in the vocabulary's words, of every kind and language."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.reading.test_trap_files import MODALITIES, TIERS, criteria, faults, several, tiers

from cephalad.record import example_names

FOLDER = Path(__file__).parent / "reports"
LANGUAGES = ("en", "zh")
ORDINARY = ("adenomyosis", "normal", "ordinary-fibroid", "other-tumour", "post-operative", "thrombus", "varices")
PUBLISHED = "ivl"
FEWEST_ORDINARY, FEWEST_CASES = 240, 30

REQUIRED = {"id", "kind", "lang", "modality", "tier", "text", "expect"}
KEYS = {*REQUIRED, "date", "source", "never"}
DATE = re.compile(r"\d{4}(-\d{2}){0,2}")
CITED = re.compile(r"doi 10\.\d{4,}/|https?://|PMID \d+")

Report = Mapping[str, Any]


def reports_in(folder: str) -> dict[str, list[Report]]:
    """The reports of every file of a folder, in its order, by the file's name."""
    paths = sorted((FOLDER / folder).glob("*.yaml"))
    return {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in paths}


FILES = {folder: reports_in(folder) for folder in ("ordinary", "published")}
EVERY = [report for files in FILES.values() for reports in files.values() for report in reports]
REPORTS = {report["id"]: report for report in EVERY}


def written(millimetres: float, text: str) -> bool:
    """Whether a length stands in a text, in millimetres or in centimetres."""
    spellings = {f"{millimetres:g}", f"{millimetres / 10:g}", f"{millimetres / 10:.1f}"}
    return any(re.search(rf"(?<![\d.]){re.escape(each)}(?![\d]|\.\d)", text) for each in spellings)


# --- the set ----------------------------------------------------------------------------------------------------------


def test_the_page_counts_as_the_files_do() -> None:
    """The page beside the reports gives the number of each kind in each language, and the totals."""
    page = (FOLDER / "README.md").read_text(encoding="utf-8")
    counts = Counter((report["kind"], report["lang"]) for report in EVERY)
    rows = re.findall(r"^\| `([a-z-]+)` \| (\d+) \| (\d+) \|", page, re.MULTILINE)
    assert rows == [(kind, *(str(counts[kind, lang]) for lang in LANGUAGES)) for kind in (*ORDINARY, PUBLISHED)]
    assert f"{sum(map(len, FILES['ordinary'].values()))} ordinary reports" in page
    assert f"{sum(map(len, FILES['published'].values()))} reports of {len(FILES['published'])} published" in page


def test_there_are_enough_reports_half_of_the_ordinary_ones_chinese() -> None:
    """The ordinary reports are as many as promised, about half of them Chinese; so are the published women."""
    languages = Counter(report["lang"] for report in EVERY if report["kind"] != PUBLISHED)
    assert languages.total() >= FEWEST_ORDINARY
    assert 0.4 <= languages["zh"] / languages.total() <= 0.6
    assert len(FILES["published"]) >= FEWEST_CASES


def test_ids_are_unique_and_say_where_they_stand() -> None:
    """No two reports share an id; a published one begins with its case, an ordinary one with its kind and language."""
    assert [name for name, times in Counter(report["id"] for report in EVERY).items() if times > 1] == []
    for case, reports in FILES["published"].items():
        assert [each["id"] for each in reports if not each["id"].startswith(f"{case}-")] == []
    for report in (each for reports in FILES["ordinary"].values() for each in reports):
        assert report["id"].startswith(f"{report['kind'].removeprefix('ordinary-')}-{report['lang']}-")


def test_no_text_stands_twice() -> None:
    """No text is used for two reports."""
    assert [text for text, times in Counter(report["text"] for report in EVERY).items() if times > 1] == []


def test_a_published_report_names_its_source_and_its_case() -> None:
    """Each published report is of a shipped example case and cites the publication; an ordinary one cites nothing."""
    assert set(FILES["published"]) <= set(example_names())
    for reports in FILES["published"].values():
        assert {each["kind"] for each in reports} == {PUBLISHED}
        assert [each["id"] for each in reports if not CITED.search(each["source"])] == []
    ordinary = [each for reports in FILES["ordinary"].values() for each in reports]
    assert [each["id"] for each in ordinary if "source" in each or each["kind"] not in ORDINARY] == []


def test_ordinary_reports_are_quiet_but_for_the_few_that_the_definition_calls() -> None:
    """Nine in ten ordinary reports stay out or fall to D; of the fibroids only extra-uterine ones are called."""
    called = [each for each in EVERY if each["kind"] != PUBLISHED and not {None, "D"} & set(tiers(each))]
    assert len(called) <= 0.1 * sum(map(len, FILES["ordinary"].values()))
    assert {tier for each in called if each["kind"] == "ordinary-fibroid" for tier in tiers(each)} == {"C"}
    assert [each["id"] for each in called if each["kind"] in ("adenomyosis", "normal", "varices")] == []


def test_the_published_reports_hold_every_tier() -> None:
    """The women's reports reach from the named disease to those in which nothing pointed at it."""
    reached = {tier for report in EVERY if report["kind"] == PUBLISHED for tier in tiers(report)}
    assert reached == set(TIERS)


# --- each report ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_is_well_formed(name: str) -> None:
    """A report has the known keys, a text in its language, and a modality, date and tier of the known ones."""
    report = REPORTS[name]
    assert set(report) >= REQUIRED
    assert set(report) <= KEYS
    assert report["lang"] in LANGUAGES
    assert bool(re.search(r"[\u4e00-\u9fff]", report["text"])) is (report["lang"] == "zh")
    assert report["modality"] is None or report["modality"] in MODALITIES
    assert DATE.fullmatch(report.get("date", "2025"))
    assert [tier for tier in tiers(report) if tier not in TIERS] == []


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_speaks_in_the_vocabulary(name: str) -> None:
    """Findings, values, segments and statuses of a report exist, and fit each other."""
    assert [fault for criterion in criteria(REPORTS[name]) for fault in faults(criterion)] == []


@pytest.mark.parametrize("name", REPORTS)
def test_the_lengths_expected_stand_in_the_text(name: str) -> None:
    """Each diameter expected is a number of the report itself, in millimetres or centimetres."""
    text = unicodedata.normalize("NFKC", REPORTS[name]["text"])
    lengths = [each["value"] for each in REPORTS[name]["expect"] if str(each.get("finding")).endswith("-diameter")]
    assert [length for value in lengths for length in several(value) if not written(length, text)] == []


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_does_not_forbid_what_it_expects(name: str) -> None:
    """Nothing expected falls, in all its permitted forms, under something forbidden."""
    report = REPORTS[name]
    clashes = [
        (wanted, barred)
        for wanted in report["expect"]
        for barred in report.get("never", [])
        if all(key in wanted and set(several(wanted[key])) <= set(several(barred[key])) for key in barred)
    ]
    assert clashes == []
