"""Judges what the reader makes of the trap set and of the whole reports: the same judge for tests, page and benchmark.

An expected finding is there when one found finding has every key that is given; a list for a key allows any of its
members, a number may differ by less than a tenth of a millimetre. What must never be found is judged in the same way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
import yaml

from cephalad.read import shipped_reader
from cephalad.screen.core import screen_batch

__all__ = ["Judged", "faults", "judged", "matches", "ordinary_reports", "published_reports", "trap_axes", "unseen_set"]

FOLDER = Path(__file__).parent
_KEYS = ("finding", "value", "qualifier", "status", "section")
_TOLERANCE = 0.1
_MODALITIES = {"echo": "echocardiography"}

Text = Mapping[str, Any]
"""One trap or one report as its file tells it."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One text with what was made of it.

    Attributes
    ----------
    found : the findings as the reader's contract tells them, without the words that said them
    tier : what screening makes of this report alone
    words : the words that decided the tier
    faults : each expectation that was not met; empty when all were
    """

    text: Text
    found: tuple[Mapping[str, Any], ...]
    tier: str | None
    words: tuple[str, ...]
    faults: tuple[str, ...]


def trap_axes() -> dict[tuple[str, str], list[Text]]:
    """The traps by axis and language, in the order of their files."""
    axes: dict[tuple[str, str], list[Text]] = {}
    for path in sorted((FOLDER / "traps").glob("*.yaml")):
        lang, _, axis = path.stem.partition("-")
        axes[axis, lang] = [{"lang": lang, **trap} for trap in _loaded(path)]
    return axes


def ordinary_reports() -> list[Text]:
    """The reports that must stay quiet, unless one says of itself that it must not."""
    return [report for path in sorted((FOLDER / "reports" / "ordinary").glob("*.yaml")) for report in _loaded(path)]


def published_reports() -> dict[str, list[Text]]:
    """The reports of each published case by the name of the case."""
    return {path.stem: _loaded(path) for path in sorted((FOLDER / "reports" / "published").glob("*.yaml"))}


def unseen_set(name: str) -> list[Text]:
    """The texts of a set that was written when the earlier ones had been used to mend the rules."""
    return [{"lang": path.stem, **each} for path in sorted((FOLDER / name).glob("*.yaml")) for each in _loaded(path)]


def _loaded(path: Path) -> list[Text]:
    loaded: list[Text] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded


def judged(texts: Sequence[Text]) -> list[Judged]:
    """Each text as the reader and the screener take it, beside what was expected."""
    columns = {
        "id": [text["id"] for text in texts],
        "text": [text["text"] for text in texts],
        "modality": [_modality(text) for text in texts],
    }
    schema = {"id": pl.String, "text": pl.String, "modality": pl.String}
    screened = screen_batch(pl.DataFrame(columns, schema=schema)).select("tier", "words").rows()
    return [_judged(text, tier, words) for text, (tier, words) in zip(texts, screened, strict=True)]


def _judged(text: Text, tier: str | None, words: Iterable[str] | None) -> Judged:
    reading = shipped_reader().read(text["text"], modality=_modality(text))
    found = tuple({key: getattr(finding, key) for key in _KEYS} for finding in reading.findings)
    wrong = [*faults(text, found), *_faults_of_tier(text, tier)]
    return Judged(text, found, tier, tuple(words or ()), tuple(wrong))


def _modality(text: Text) -> str | None:
    """The kind of report in the vocabulary's words."""
    given = text.get("modality")
    return _MODALITIES.get(given, given) if given else None


def faults(text: Text, found: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """What was expected and is not there, and what is there and must never be."""
    for wanted in text.get("expect") or ():
        if not any(matches(wanted, each) for each in found):
            yield f"not found: {_told(wanted)}"
    for unwanted in text.get("never") or ():
        if any(matches(unwanted, each) for each in found):
            yield f"found: {_told(unwanted)}"


def _faults_of_tier(text: Text, tier: str | None) -> Iterator[str]:
    if "tier" in text and tier not in _several(text["tier"]):
        allowed = " or ".join(str(each or "none") for each in _several(text["tier"]))
        yield f"tier {tier or 'none'}, not {allowed}"


def matches(wanted: Mapping[str, Any], found: Mapping[str, Any]) -> bool:
    """Whether a found finding has every key that is wanted."""
    return all(any(_same(each, found.get(key)) for each in _several(value)) for key, value in wanted.items())


def _same(wanted: object, found: object) -> bool:
    if isinstance(wanted, int | float) and isinstance(found, int | float):
        return abs(wanted - found) < _TOLERANCE
    return wanted == found


def _several(given: object) -> list[Any]:
    return list(given) if isinstance(given, list) else [given]


def _told(criterion: Mapping[str, Any]) -> str:
    return ", ".join(
        f"{' or '.join(str(each) for each in _several(criterion[key]))}" for key in _KEYS if key in criterion
    )
