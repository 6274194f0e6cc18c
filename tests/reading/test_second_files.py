"""The second set is what its page says: well formed, in the vocabulary, of every kind, and no text of the first."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
import yaml
from tests.reading.test_trap_files import (
    KEYS,
    LANGUAGES,
    MODALITIES,
    REQUIRED,
    TIERS,
    TRAPS,
    Trap,
    criteria,
    faults,
    several,
    tiers,
)

FOLDER = Path(__file__).parent / "second"
EACH, FEWEST_OF_A_TIER, FEWEST_OF_A_MODALITY = 75, 5, 4
AXES = (
    "report",
    "tier",
    "confusable",
    "negation",
    "uncertainty",
    "history",
    "hypothetical",
    "other-person",
    "section",
    "list",
    "typo",
    "punctuation",
)


def texts_in(name: str) -> list[Trap]:
    """The texts of one file, in its order."""
    loaded: list[Trap] = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    return loaded


FILES = {lang: texts_in(lang) for lang in LANGUAGES}
TEXTS = {text["id"]: text for texts in FILES.values() for text in texts}


# --- the set ----------------------------------------------------------------------------------------------------------


def test_the_files_are_those_of_the_languages() -> None:
    """Each language has a file, and there is no other."""
    assert {path.stem for path in FOLDER.glob("*.yaml")} == set(LANGUAGES)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_ids_are_counted_through(lang: str) -> None:
    """Each language has its 75 texts, counted from one."""
    assert [text["id"] for text in FILES[lang]] == [f"{lang}2-{number:03d}" for number in range(1, EACH + 1)]


def test_the_page_counts_as_the_files_do() -> None:
    """The page beside the texts gives their number on each axis in each language."""
    page = (FOLDER / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z-]+)` \| (\d+) \| (\d+) \|", page, re.MULTILINE)
    counted = {lang: Counter(text["axis"] for text in FILES[lang]) for lang in LANGUAGES}
    assert rows == [(axis, str(counted["en"][axis]), str(counted["zh"][axis])) for axis in AXES]
    assert f"{len(TEXTS)} reports, {EACH} English and {EACH} Chinese" in page


def test_no_text_stands_twice_nor_in_the_first_set() -> None:
    """No report text is used for two entries, and none of them is a trap already."""
    written = Counter(text["text"] for text in TEXTS.values())
    assert [text for text, times in written.items() if times > 1] == []
    assert sorted(written.keys() & {trap["text"] for trap in TRAPS.values()}) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_tier_is_asked_for(lang: str) -> None:
    """Each language has enough texts of which nothing but this one tier is right, nothing at all among them."""
    only = Counter(tiers(text)[0] for text in FILES[lang] if len(tiers(text)) == 1)
    assert min(only[tier] for tier in TIERS) >= FEWEST_OF_A_TIER


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_department_writes(lang: str) -> None:
    """Each language has enough reports of each modality."""
    written = Counter(text["modality"] for text in FILES[lang])
    assert min(written[modality] for modality in MODALITIES) >= FEWEST_OF_A_MODALITY


# --- each text --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_is_well_formed(name: str) -> None:
    """An entry has the trap's keys and an axis, a text, a reason, and something that it expects or forbids."""
    text = TEXTS[name]
    assert set(text) >= REQUIRED | {"axis", "modality"}
    assert set(text) <= KEYS | {"axis"}
    assert text["axis"] in AXES
    assert text["modality"] in MODALITIES
    assert text["text"].strip()
    assert text["why"].strip()
    assert list(criteria(text)) != []
    assert [tier for tier in tiers(text) if tier not in TIERS] == []


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_speaks_in_the_vocabulary(name: str) -> None:
    """Findings, values, segments, statuses and sections of an entry exist, and fit each other."""
    assert [fault for criterion in criteria(TEXTS[name]) for fault in faults(criterion)] == []


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_does_not_forbid_what_it_expects(name: str) -> None:
    """Nothing expected falls, in all its permitted forms, under something forbidden."""
    text = TEXTS[name]
    clashes = [
        (wanted, barred)
        for wanted in text["expect"]
        for barred in text.get("never", [])
        if all(key in wanted and set(several(wanted[key])) <= set(several(barred[key])) for key in barred)
    ]
    assert clashes == []
