"""Reports in, tiers out: a pure function from one Arrow batch to another, for processes here or a cluster elsewhere.

A batch is anything with the Arrow stream interface (``__arrow_c_stream__``): a record batch or table of another library
goes in as it is, and what comes out has the same interface. The same batch gives the same result, whatever was read
before it, wherever it is read.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar

import polars as pl

from cephalad.read import LONGEST_TEXT, MODALITIES, Cause, Found, Reader, Reading, shipped_reader
from cephalad.read.findings import Span
from cephalad.read.rules_file import LANGUAGES
from cephalad.screen.columns import COLUMNS
from cephalad.screen.events import is_mention, said_by
from cephalad.screen.excerpt import Excerpt, excerpts
from cephalad.screen.nested import list_column
from cephalad.screen.priority import priority
from cephalad.screen.tiers import EVIDENCE, EXPLAINED, shown_by
from cephalad.screen.trigger import Trigger, Verdict, deciding_evidence, words_of
from cephalad.screen.vein_names import vein_names

_T = TypeVar("_T")

__all__ = ["FINDING", "LONGEST_NAME", "RESULT", "SENTENCE", "screen_batch", "settle"]

FINDING = pl.Struct(
    {
        "finding": pl.String,
        "value": pl.String,
        "unit": pl.String,
        "qualifier": pl.String,
        "status": pl.String,
        "rule": pl.String,
        "start": pl.Int32,
        "end": pl.Int32,
        "section": pl.String,
    }
)
_MARK = pl.Struct({"start": pl.Int32, "end": pl.Int32})
SENTENCE = pl.Struct({"text": pl.String, "marks": pl.List(_MARK)})
RESULT: Mapping[str, Any] = MappingProxyType(
    {
        "id": pl.String,
        "patient": pl.String,
        "date": pl.String,
        "fault": pl.String,
        "tier": pl.String,
        "priority": pl.Int32,
        "findings": pl.List(FINDING),
        "words": pl.List(pl.String),
        "rule_ids": pl.List(pl.String),
        "sentences": pl.List(SENTENCE),
        "said": pl.List(pl.String),
        "mentioned": pl.Boolean,
        "explained": pl.Boolean,
        "version": pl.String,
        "rules_hash": pl.String,
    }
)
"""The columns of the result, one row for each row that came in, in its order.

``fault`` says why a row could not be read. ``sentences`` hold the words that decided the tier, marked; of a
report without one, what would count together with others.
``said``, ``mentioned`` and ``explained`` are what a woman's reports are added up from.
"""

LONGEST_NAME = 200
"""Characters of an id, patient or date at most."""

_OF_DICOM = {"us": "ultrasound", "mri": "mr", "xa": "venography", "pt": "pet", "cr": "radiograph", "dx": "radiograph"}


class _Row(NamedTuple):
    """What a report came to, apart from who it is."""

    fault: str | None
    tier: str | None
    priority: int
    findings: Sequence[Found]
    words: Sequence[str]
    rule_ids: Sequence[str]
    sentences: Sequence[Excerpt]
    said: Sequence[str]
    mentioned: bool
    explained: bool


_NOTHING = _Row(None, None, 0, (), (), (), (), (), False, False)


def screen_batch(batch: Any, *, reader: Reader | None = None, trigger: Trigger | None = None) -> pl.DataFrame:
    """The tier of each report of a batch, with the findings and the words that decided it.

    Parameters
    ----------
    batch : an Arrow batch with the text columns ``id`` and ``text``, and if present ``lang``, ``modality``, ``patient``
        and ``date``; other columns are ignored
    reader, trigger : the shipped rules and the default guideline when left out

    Returns
    -------
    the columns of `RESULT`
    """
    reader, trigger = reader or shipped_reader(), trigger or Trigger()
    given = batch if isinstance(batch, pl.DataFrame) else pl.DataFrame(batch)
    n = given.height
    columns = {name: given[name].to_list() if name in given.columns else [None] * n for name in COLUMNS}
    rows = [_screened(reader, trigger, *values) for values in zip(*columns.values(), strict=True)]
    kept = {name: [_short(value) for value in columns[name]] for name in ("id", "patient", "date")}
    return (
        _frame(kept, rows)
        .with_columns(version=pl.lit(reader.rules.version, pl.String), rules_hash=pl.lit(reader.rules.hash, pl.String))
        .select(list(RESULT))
    )


def settle() -> None:
    """Make a process ready that does nothing but screen: the rules are loaded, and no collection looks at them again.

    The rules are hundreds of thousands of objects that stay; walking through them takes a twelfth of the time.
    """
    shipped_reader()
    gc.collect()
    gc.freeze()


def _screened(reader: Reader, trigger: Trigger, *values: str | None) -> _Row:
    name, text, lang, modality, patient, date = values
    fault = _fault_of(name, text, lang, patient, date)
    if fault or text is None:
        return _NOTHING._replace(fault=fault)
    reading = reader.read(text, lang=lang or None, modality=_modality(modality))
    if not reading.findings and not reading.causes:
        return _NOTHING
    said, explained = said_by(reading)
    mentioned = any(map(is_mention, reading.findings))
    verdict = trigger.of_said(said, mentioned=mentioned, explained=explained)
    shown = words_of(reading, verdict)
    row = _Row(
        None,
        verdict.tier,
        0,
        reading.findings,
        (),
        (),
        _sentences_of(text, reading, shown, verdict),
        _packed(said),
        mentioned,
        explained,
    )
    if verdict.tier is None:
        return row
    return row._replace(
        priority=priority(said, verdict.evidence, affirmed=any(found.status == "affirmed" for found in shown)),
        words=tuple(dict.fromkeys(text[found.span[0] : found.span[1]] for found in shown)),
        rule_ids=tuple(dict.fromkeys(found.rule for found in shown)),
    )


def _sentences_of(text: str, reading: Reading, shown: Sequence[Found | Cause], verdict: Verdict) -> tuple[Excerpt, ...]:
    """The sentences that tell most of why: each kind of evidence that decided and each sign of it, the veins marked."""
    deciding = deciding_evidence(verdict)
    words: dict[Span, set[str]] = {}
    for each in shown:
        words.setdefault(each.span, set()).update(_shows(each, deciding))
    return excerpts(text, words, beside=vein_names(text, reading, shown))


def _shows(shown: Found | Cause, deciding: frozenset[str]) -> set[str]:
    if isinstance(shown, Cause):
        return {EXPLAINED}
    kinds = deciding & shown_by(shown.finding, str(shown.value))
    pair = (shown.finding, str(shown.value))
    return {*kinds, *("=".join(pair) for kind in kinds if pair in EVIDENCE[kind].pairs)}


def _packed(said: frozenset[tuple[str, str, str]]) -> list[str]:
    return sorted("\t".join(each) for each in said)


def _fault_of(name: str | None, text: str | None, lang: str | None, *others: str | None) -> str | None:
    if not name or name.isspace():
        return "id is empty"
    if not text or text.isspace():
        return "text is empty"
    if len(text) > LONGEST_TEXT:
        return f"text is longer than {LONGEST_TEXT:,} characters"
    if len(name) > LONGEST_NAME or any(each and len(each) > LONGEST_NAME for each in others):
        return f"id, patient or date is longer than {LONGEST_NAME} characters"
    if lang and lang not in LANGUAGES:
        return f"lang must be {' or '.join(LANGUAGES)}, or empty"
    return None


def _short(value: str | None) -> str | None:
    return value[:LONGEST_NAME] if value else None


def _modality(given: str | None) -> str | None:
    """The modality as the reader knows it; None for what it does not know: the text's own words then decide."""
    if not given:
        return None
    word = given.strip().lower()
    word = _OF_DICOM.get(word, word)
    return word if word in MODALITIES else None


# --- rows into columns ------------------------------------------------------------------------------------------------


def _frame(names: dict[str, list[str | None]], rows: Sequence[_Row]) -> pl.DataFrame:
    plain: dict[str, Sequence[object]] = {
        **names,
        "fault": [row.fault for row in rows],
        "tier": [row.tier for row in rows],
        "priority": [row.priority for row in rows],
        "mentioned": [row.mentioned for row in rows],
        "explained": [row.explained for row in rows],
    }
    columns = [pl.Series(name, values, dtype=RESULT[name]) for name, values in plain.items()]
    columns.append(_lists("findings", [row.findings for row in rows], _findings))
    columns.append(_lists("sentences", [row.sentences for row in rows], _sentences))
    columns.append(_lists("words", [row.words for row in rows], _texts))
    columns.append(_lists("rule_ids", [row.rule_ids for row in rows], _texts))
    columns.append(_lists("said", [row.said for row in rows], _texts))
    return pl.DataFrame(columns)


def _lists(name: str, values: Sequence[Sequence[_T]], flat: Callable[[list[_T]], pl.Series]) -> pl.Series:
    return list_column([len(each) for each in values], flat([item for each in values for item in each])).alias(name)


def _texts(every: list[str]) -> pl.Series:
    return pl.Series(every, dtype=pl.String)


def _findings(every: list[Found]) -> pl.Series:
    columns: dict[str, list[object]] = {
        "finding": [found.finding for found in every],
        "value": [found.value if isinstance(found.value, str) else f"{found.value:g}" for found in every],
        "unit": [found.unit for found in every],
        "qualifier": [found.qualifier for found in every],
        "status": [found.status for found in every],
        "rule": [found.rule for found in every],
        "start": [found.span[0] for found in every],
        "end": [found.span[1] for found in every],
        "section": [found.section for found in every],
    }
    return pl.DataFrame(columns, schema=FINDING.to_schema()).to_struct()


def _sentences(every: list[Excerpt]) -> pl.Series:
    marks = pl.DataFrame(
        [mark for each in every for mark in each.marks], schema=_MARK.to_schema(), orient="row"
    ).to_struct()
    cut = list_column([len(each.marks) for each in every], marks)
    return pl.DataFrame({"text": _texts([each.text for each in every]), "marks": cut}).to_struct()
