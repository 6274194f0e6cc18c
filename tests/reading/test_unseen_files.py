"""The later sets are what their pages say: well formed, in the vocabulary, of every kind, no text of an earlier one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

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

FEWEST_OF_A_TIER, FEWEST_OF_A_MODALITY = 5, 4
SHORT_AXES = (
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


@dataclass(frozen=True)
class Unseen:
    """A set of texts that was written when the rules had been mended by the earlier ones.

    Attributes
    ----------
    sign : what its ids carry after the language
    each : its texts in each language
    of_an_axis : the fewest and the most texts of an axis in each language
    words : the fewest and the most of a whole English report, where it has any
    """

    name: str
    sign: str
    each: int
    of_an_axis: Mapping[str, tuple[int, int]]
    words: tuple[int, int]

    @property
    def folder(self) -> Path:
        """Where its texts stand."""
        return Path(__file__).parent / self.name

    def texts(self, lang: str) -> list[Trap]:
        """The texts of one language, in their order."""
        loaded: list[Trap] = yaml.safe_load((self.folder / f"{lang}.yaml").read_text(encoding="utf-8"))
        return loaded


_FEW = dict.fromkeys(SHORT_AXES, (2, 5))
_SIX = dict.fromkeys((*SHORT_AXES, "size", "segment", "procedure", "pathology"), (6, 6))
_TWO = dict.fromkeys(_SIX, (2, 2))
_FOUR = dict.fromkeys(_SIX, (4, 4))
_SEVERAL = dict.fromkeys(SHORT_AXES, (3, 14))
SETS = (
    Unseen("second", "2", 75, MappingProxyType({"report": (15, 15), **_SEVERAL}), (30, 250)),
    Unseen("third", "3", 90, MappingProxyType({"report": (30, 30), "narrative": (15, 15), **_FEW}), (80, 250)),
    Unseen("fourth", "4", 90, MappingProxyType(_SIX), (0, 0)),
    Unseen("fifth", "5", 90, MappingProxyType({"report": (20, 20), "narrative": (10, 10), **_FOUR}), (60, 200)),
    Unseen("sixth", "6", 90, MappingProxyType({"report": (40, 40), "narrative": (20, 20), **_TWO}), (60, 200)),
    Unseen("seventh", "7", 60, MappingProxyType({"report": (30, 30), **_TWO}), (60, 200)),
)
FILES = {(one.name, lang): one.texts(lang) for one in SETS for lang in LANGUAGES}
TEXTS = {text["id"]: (one, text) for one in SETS for lang in LANGUAGES for text in FILES[one.name, lang]}
each_set = pytest.mark.parametrize("one", SETS, ids=[one.name for one in SETS])
each_language = pytest.mark.parametrize("lang", LANGUAGES)
each_text = pytest.mark.parametrize("name", TEXTS)


# --- the sets ---------------------------------------------------------------------------------------------------------


@each_set
def test_the_files_are_those_of_the_languages(one: Unseen) -> None:
    """Each language has a file, and there is no other."""
    assert {path.stem for path in one.folder.glob("*.yaml")} == set(LANGUAGES)


@each_language
@each_set
def test_ids_are_counted_through(one: Unseen, lang: str) -> None:
    """Each language has its texts, counted from one."""
    ids = [text["id"] for text in FILES[one.name, lang]]
    assert ids == [f"{lang}{one.sign}-{number:03d}" for number in range(1, one.each + 1)]


@each_set
def test_the_page_counts_as_the_files_do(one: Unseen) -> None:
    """The page beside the texts gives their number on each axis in each language."""
    page = (one.folder / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z-]+)` \| (\d+) \| (\d+) \|", page, re.MULTILINE)
    counted = {lang: Counter(text["axis"] for text in FILES[one.name, lang]) for lang in LANGUAGES}
    assert rows == [(axis, str(counted["en"][axis]), str(counted["zh"][axis])) for axis in one.of_an_axis]
    assert f"{2 * one.each} reports, {one.each} English and {one.each} Chinese" in page


@each_language
@each_set
def test_every_axis_has_its_share(one: Unseen, lang: str) -> None:
    """Each language has as many texts of an axis as the set is to have."""
    counted = Counter(text["axis"] for text in FILES[one.name, lang])
    assert [axis for axis, (fewest, most) in one.of_an_axis.items() if not fewest <= counted[axis] <= most] == []


@each_set
def test_a_report_is_a_whole_report(one: Unseen) -> None:
    """An English report has the length of a real one."""
    fewest, most = one.words
    reports = [text for text in FILES[one.name, "en"] if text["axis"] == "report"]
    words = {text["id"]: len(text["text"].split()) for text in reports}
    assert {name: count for name, count in words.items() if not fewest <= count <= most} == {}


def test_no_text_stands_twice() -> None:
    """No text is used for two entries of any set, and none of them is a trap already."""
    written = Counter([*(text["text"] for _, text in TEXTS.values()), *(trap["text"] for trap in TRAPS.values())])
    assert len(TEXTS) == sum(map(len, FILES.values()))
    assert [text for text, times in written.items() if times > 1] == []


@each_language
@each_set
def test_every_tier_is_asked_for(one: Unseen, lang: str) -> None:
    """Each language has enough texts of which nothing but this one tier is right, nothing at all among them."""
    only = Counter(tiers(text)[0] for text in FILES[one.name, lang] if len(tiers(text)) == 1)
    assert min(only[tier] for tier in TIERS) >= FEWEST_OF_A_TIER


@each_language
@each_set
def test_every_department_writes(one: Unseen, lang: str) -> None:
    """Each language has enough reports of each modality."""
    written = Counter(text["modality"] for text in FILES[one.name, lang])
    assert min(written[modality] for modality in MODALITIES) >= FEWEST_OF_A_MODALITY


# --- each text --------------------------------------------------------------------------------------------------------


@each_text
def test_a_text_is_well_formed(name: str) -> None:
    """An entry has the trap's keys and an axis, a text, a reason, and something that it expects or forbids."""
    one, text = TEXTS[name]
    assert set(text) >= REQUIRED | {"axis", "modality"}
    assert set(text) <= KEYS | {"axis"}
    assert text["axis"] in one.of_an_axis
    assert text["modality"] in MODALITIES
    assert text["text"].strip()
    assert text["why"].strip()
    assert list(criteria(text)) != []
    assert [tier for tier in tiers(text) if tier not in TIERS] == []


@each_text
def test_a_text_speaks_in_the_vocabulary(name: str) -> None:
    """Findings, values, segments, statuses and sections of an entry exist, and fit each other."""
    assert [fault for criterion in criteria(TEXTS[name][1]) for fault in faults(criterion)] == []


@each_text
def test_a_text_does_not_forbid_what_it_expects(name: str) -> None:
    """Nothing expected falls, in all its permitted forms, under something forbidden."""
    _, text = TEXTS[name]
    clashes = [
        (wanted, barred)
        for wanted in text["expect"]
        for barred in text.get("never", [])
        if all(key in wanted and set(several(wanted[key])) <= set(several(barred[key])) for key in barred)
    ]
    assert clashes == []
