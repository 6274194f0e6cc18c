"""The trap set is what its page says: well formed, in the vocabulary's words, on every axis in both languages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from cephalad.anatomy import SEGMENT_SETS, SEGMENTS
from cephalad.terms import FINDINGS
from cephalad.terms.finding import Qualifier, ValueType

FOLDER = Path(__file__).parent / "traps"
LANGUAGES = ("en", "zh")
AXES = (
    "abbreviation",
    "confusable",
    "history",
    "hypothetical",
    "list",
    "negation",
    "not-assessed",
    "other-person",
    "pseudo-negation",
    "punctuation",
    "section",
    "segment",
    "several-masses",
    "size",
    "tier",
    "typo",
    "uncertainty",
)
FEWEST, FEWEST_ON_AN_AXIS, FEWEST_POSITIVE = 300, 12, 30

REQUIRED, KEYS = {"id", "text", "expect", "why"}, {"id", "text", "modality", "expect", "never", "tier", "why"}
CRITERIA = ("finding", "value", "qualifier", "status", "section")
MODALITIES = {"ultrasound", "ct", "mr", "echo", "operation", "pathology"}
STATUSES = {"affirmed", "negated", "uncertain", "historical", "hypothetical", "other-person"}
SECTIONS = {"indication", "history", "technique", "findings", "impression", "comparison"}
TIERS = ("A", "B", "C", "D", None)
MASS = re.compile(r"mass-[1-9]")

Trap = Mapping[str, Any]
Criterion = Mapping[str, Any]


def traps_in(name: str) -> list[Trap]:
    """The traps of one file, in its order."""
    loaded: list[Trap] = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    return loaded


FILES = {f"{lang}-{axis}": traps_in(f"{lang}-{axis}") for lang in LANGUAGES for axis in AXES}
TRAPS = {trap["id"]: trap for traps in FILES.values() for trap in traps}


def several(given: object) -> list[Any]:
    """The members of a list, or the one thing that stands without a list."""
    return list(given) if isinstance(given, list) else [given]


def criteria(trap: Trap) -> Iterator[Criterion]:
    """Everything that a trap expects or forbids."""
    yield from trap["expect"]
    yield from trap.get("never", [])


def tiers(trap: Trap) -> list[str | None]:
    """The tiers that a trap allows; all of them where it leaves the key out."""
    return several(trap["tier"]) if "tier" in trap else list(TIERS)


def admits(name: str, value: object) -> bool:
    """Whether a finding of the vocabulary may have this value in the reader's contract."""
    finding = FINDINGS[name]
    if finding.type is ValueType.PRESENCE:
        return value == "yes"
    if finding.type is ValueType.NUMBER:
        return isinstance(value, int | float) and not isinstance(value, bool)
    if finding.choices:
        return value in {choice.id for choice in finding.choices} or (name, value) == ("vein.content", "not-assessed")
    return isinstance(value, str)


def named(finding: str, qualifier: str) -> bool:
    """Whether this finding may carry this qualifier: a segment or set for a vein, a counted mass for a mass."""
    kind = FINDINGS[finding].qualifier
    if kind is Qualifier.NONE:
        return False
    return bool(MASS.fullmatch(qualifier)) if finding.startswith("mass.") else qualifier in {**SEGMENTS, **SEGMENT_SETS}


def faults(criterion: Criterion) -> list[str]:
    """What is wrong with one thing expected or forbidden; nothing when it is well formed."""
    findings = several(criterion.get("finding"))
    found = [f"key {key}" for key in criterion if key not in CRITERIA]
    found += [f"finding {name}" for name in findings if name not in FINDINGS]
    if found:
        return found
    if "value" in criterion:
        values = several(criterion["value"])
        found += [f"value {value!r}" for value in values if not any(admits(name, value) for name in findings)]
        found += [f"no value for {name}" for name in findings if not any(admits(name, value) for value in values)]
    found += [
        f"qualifier {qualifier}"
        for qualifier in several(criterion.get("qualifier", []))
        if not all(named(name, qualifier) for name in findings)
    ]
    found += [f"status {each}" for each in several(criterion.get("status", [])) if each not in STATUSES]
    return found + [f"section {each}" for each in several(criterion.get("section", [])) if each not in SECTIONS]


# --- the set ----------------------------------------------------------------------------------------------------------


def test_the_files_are_those_of_the_axes() -> None:
    """Each axis has a file in each language, and there is no other."""
    assert {path.stem for path in FOLDER.glob("*.yaml")} == set(FILES)


def test_there_are_enough_traps() -> None:
    """The set has at least the number of traps that was promised."""
    assert sum(len(traps) for traps in FILES.values()) >= FEWEST


@pytest.mark.parametrize("name", FILES)
def test_no_axis_is_thin(name: str) -> None:
    """Each axis has enough traps in each language to say something about it."""
    assert len(FILES[name]) >= FEWEST_ON_AN_AXIS


def test_the_page_counts_as_the_files_do() -> None:
    """The page beside the traps gives their number, and the number of each axis in each language."""
    page = (FOLDER / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z-]+)` \| (\d+) \| (\d+) \|", page, re.MULTILINE)
    assert rows == [(axis, str(len(FILES[f"en-{axis}"])), str(len(FILES[f"zh-{axis}"]))) for axis in AXES]
    assert f"{len(TRAPS)} short reports" in page


def test_ids_are_unique_and_say_where_they_stand() -> None:
    """An id is its file's name and a number counted from one, so that no two are alike."""
    for name, traps in FILES.items():
        assert [trap["id"] for trap in traps] == [f"{name}-{number:03d}" for number in range(1, len(traps) + 1)]


def test_no_text_stands_twice() -> None:
    """No report text is used for two traps."""
    assert [text for text, times in Counter(trap["text"] for trap in TRAPS.values()).items() if times > 1] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_silence_does_not_pass(lang: str) -> None:
    """Each language has enough reports that must have a tier, and enough for which each of the four is right."""
    every = [tiers(trap) for name, traps in FILES.items() if name.startswith(lang) for trap in traps]
    positive = [allowed for allowed in every if allowed and None not in allowed]
    assert len(positive) >= FEWEST_POSITIVE
    assert min(sum(tier in allowed for allowed in positive) for tier in "ABCD") >= 10


# --- each trap --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", TRAPS)
def test_a_trap_is_well_formed(name: str) -> None:
    """A trap has the known keys, a text, a reason, and something that it expects or forbids."""
    trap = TRAPS[name]
    assert set(trap) >= REQUIRED
    assert set(trap) <= KEYS
    assert trap["text"].strip()
    assert trap["why"].strip()
    assert trap.get("modality", "ct") in MODALITIES
    assert list(criteria(trap)) != []
    assert [tier for tier in tiers(trap) if tier not in TIERS] == []


@pytest.mark.parametrize("name", TRAPS)
def test_a_trap_speaks_in_the_vocabulary(name: str) -> None:
    """Findings, values, segments, statuses and sections of a trap exist, and fit each other."""
    assert [fault for criterion in criteria(TRAPS[name]) for fault in faults(criterion)] == []


@pytest.mark.parametrize("name", TRAPS)
def test_a_trap_does_not_forbid_what_it_expects(name: str) -> None:
    """Nothing expected falls, in all its permitted forms, under something forbidden."""
    trap = TRAPS[name]
    clashes = [
        (wanted, barred)
        for wanted in trap["expect"]
        for barred in trap.get("never", [])
        if all(key in wanted and set(several(wanted[key])) <= set(several(barred[key])) for key in barred)
    ]
    assert clashes == []


@pytest.mark.parametrize(
    ("criterion", "fault"),
    [
        ({"finding": "vein.contents"}, "finding vein.contents"),
        ({"finding": "vein.content", "value": "clot"}, "value 'clot'"),
        ({"finding": "mass.longest-diameter", "value": "76 mm"}, "value '76 mm'"),
        ({"finding": "imaging.fibroid", "value": True}, "value True"),
        ({"finding": ["imaging.fibroid", "mass.reading"], "value": "fibroid"}, "no value for imaging.fibroid"),
        ({"finding": "vein.content", "qualifier": "ivc"}, "qualifier ivc"),
        ({"finding": "mass.location", "qualifier": "ivc-unspecified"}, "qualifier ivc-unspecified"),
        ({"finding": "imaging.fibroid", "qualifier": "mass-1"}, "qualifier mass-1"),
        ({"finding": "vein.content", "status": "denied"}, "status denied"),
        ({"finding": "vein.content", "section": "conclusion"}, "section conclusion"),
        ({"finding": "vein.content", "cue": "no"}, "key cue"),
    ],
)
def test_a_faulty_criterion_is_seen(criterion: Criterion, fault: str) -> None:
    """The check above finds each kind of fault that it is there for."""
    assert fault in faults(criterion)
