"""Facts of many patients as columns: the encodings that the fold produces and the compiled guideline reads.

`FactFrame.rows` has one row for each patient and date, under a key `row` (UInt32, unique):

- a truth fact stands under its id as Boolean; null is unknown
- a choice fact stands under its id as String; null is unknown
- a number fact stands as Float64 under ``<id>.low`` and ``<id>.high``, the least and the most that it may be; both are
  null when it is unknown
- where sources disagree on a fact its own columns are null and ``<id>.sides`` lists one entry for each side: Boolean
  for a truth, String for a choice, a struct of ``low`` and ``high`` for a number. The list is null where nobody
  disagrees; the whole column may be left out where that is so in every row.
- ``ever.<segment>`` and ``now.<segment>`` are Boolean: yes with tumour; no when clear, removed or not reached; null for
  everything else. Before the first operation *now* repeats *ever*.
- ``ever.open-sets`` and ``now.open-sets`` list the reports of tumour in at least one of several segments, each as a bit
  mask of its segments (`segment_bits`). A mask carries any candidates, also those to which clear members narrowed a
  named set down. No set is null or an empty list.
- ``surveillance.indexed`` is Boolean, never null: an operation or a diagnosis from which follow-up counts is on record

`FactFrame.masses` has one row for each mass of each counted study: `row` (the patient and date to which it belongs),
`live` (Boolean: its study lies after the last exclusion of the disease) and for each sign that the guideline reads a
UInt32 column under the finding's id: the values recorded, as a bit mask (`value_bits`). Nothing recorded is null or 0.
A mass that is listed without a value of any of these signs is still a row.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from cephalad.anatomy import SEGMENTS
from cephalad.assess.evaluate import Evaluation
from cephalad.facts import Conflicting, Extent, FactSheet, FactType, FactValue, Known, fact_type
from cephalad.facts.follow_up import index_position
from cephalad.guideline.grammar import Expression, MassExpression, Sign, children
from cephalad.guideline.model import Guideline
from cephalad.terms import FINDINGS, ValueType

__all__ = [
    "INDEXED",
    "LIVE",
    "ROW",
    "FactFrame",
    "encode",
    "facts_read",
    "involvement",
    "open_sets",
    "segment_bits",
    "sides",
    "signs_read",
    "value_bits",
]

ROW = "row"
LIVE = "live"
INDEXED = "surveillance.indexed"
_FREE = ("clear", "removed", "not-reached")
_BIT = {name: 1 << place for place, name in enumerate(SEGMENTS)}
_NUMBER = pl.Struct({"low": pl.Float64, "high": pl.Float64})
_TYPES: Mapping[FactType, Any] = {
    FactType.TRUTH: pl.Boolean,
    FactType.CHOICE: pl.String,
    FactType.NUMBER: _NUMBER,
}


@dataclass(frozen=True, slots=True)
class FactFrame:
    """The facts of many patients and dates, in the encodings of this module.

    Attributes
    ----------
    rows : one row for each patient and date
    masses : one row for each mass of each counted study
    """

    rows: pl.DataFrame
    masses: pl.DataFrame


def sides(fact: str) -> str:
    """The column in which the sides of a conflict stand."""
    return f"{fact}.sides"


def involvement(segment: str, *, ever: bool) -> str:
    """The column that says whether a segment is involved, ever or now."""
    return f"{'ever' if ever else 'now'}.{segment}"


def open_sets(*, ever: bool) -> str:
    """The column that lists the open sets, ever or now."""
    return f"{'ever' if ever else 'now'}.open-sets"


def segment_bits(names: Iterable[str]) -> int:
    """The bit mask of a set of segments: bit 0 for the first segment in print order.

    Examples
    --------
    >>> segment_bits(["left-uterine-vein"]), segment_bits(["left-uterine-vein", "right-uterine-vein"]).bit_count()
    (1, 2)
    """
    return sum(_BIT[name] for name in names)


def value_bits(finding: str) -> Mapping[str, int]:
    """The bit of every value of a sign: yes and no of a presence, the choices of others, in the vocabulary's order.

    Examples
    --------
    >>> value_bits("mass.cord-like")
    {'yes': 1, 'no': 2}
    """
    found = FINDINGS[finding]
    words = ("yes", "no") if found.type is ValueType.PRESENCE else tuple(choice.id for choice in found.choices)
    return {word: 1 << place for place, word in enumerate(words)}


def facts_read(guideline: Guideline, criteria: Iterable[str] | None = None) -> tuple[str, ...]:
    """The facts that the guideline's criteria read, all or these, each once, in reading order."""
    nodes = _nodes(guideline, criteria)
    return tuple(dict.fromkeys(fact for node in nodes if (fact := getattr(node, "fact", ""))))


def signs_read(guideline: Guideline, criteria: Iterable[str] | None = None) -> tuple[str, ...]:
    """The signs of masses that the guideline's criteria read, all or these, each once, in reading order."""
    nodes = _nodes(guideline, criteria)
    return tuple(dict.fromkeys(node.finding for node in nodes if isinstance(node, Sign)))


def _nodes(guideline: Guideline, criteria: Iterable[str] | None) -> Iterator[Expression | MassExpression]:
    for name in guideline.criteria if criteria is None else criteria:
        yield from _every(guideline.criteria[name].when)


def _every(node: Expression | MassExpression) -> Iterator[Expression | MassExpression]:
    yield node
    for part in children(node):
        yield from _every(part)


# --- from the reference engine's sheets -----------------------------------------------------------------------------


def encode(sheets: Iterable[FactSheet], guideline: Guideline) -> FactFrame:
    """The facts of these sheets that the guideline reads, the first sheet as row 0.

    Slow, one value at a time: it defines the encodings, and the fold of the columns must meet it.

    Parameters
    ----------
    sheets : each made with the numbers of this guideline
    """
    rows: list[dict[str, object]] = []
    masses: list[dict[str, object]] = []
    facts, signs = facts_read(guideline), signs_read(guideline)
    for place, sheet in enumerate(sheets):
        row: dict[str, object] = {ROW: place, INDEXED: index_position(sheet) is not None}
        for fact in facts:
            row |= _encoded(fact, sheet[fact])
        row |= _encoded_extent(sheet.extent, ever=True)
        row |= _encoded_extent(sheet.extent_now or sheet.extent, ever=False)
        rows.append(row)
        for mass in Evaluation(guideline, sheet).masses:
            found = {sign: _mask(sign, mass.signs[sign]) for sign in signs if sign in mass.signs}
            masses.append({ROW: place, LIVE: mass.live, **found})
    schema = {ROW: pl.UInt32, LIVE: pl.Boolean, **dict.fromkeys(signs, pl.UInt32)}
    return FactFrame(_without_empty_sides(pl.DataFrame(rows, _schema(facts))), pl.DataFrame(masses, schema))


def _encoded(fact: str, value: FactValue) -> dict[str, object]:
    if isinstance(value, Conflicting):
        return {sides(fact): [_side(fact, side) for side in value.sides]}
    if not isinstance(value, Known):
        return {}
    if isinstance(value.value, tuple):
        return {f"{fact}.{end}": number for end, number in _ends(value.value).items()}
    return {fact: _side(fact, value)}


def _side(fact: str, known: Known) -> object:
    if isinstance(known.value, tuple):
        return _ends(known.value)
    return known.value == "yes" if fact_type(fact) is FactType.TRUTH else known.value


def _ends(value: tuple[float, float]) -> dict[str, float]:
    return {"low": float(value[0]), "high": float(value[1])}


def _encoded_extent(extent: Extent, *, ever: bool) -> dict[str, object]:
    states = {
        involvement(name, ever=ever): True if state.status == "tumour" else False if state.status in _FREE else None
        for name, state in extent.states.items()
    }
    masks = [segment_bits(names) for names, _ in extent.open_sets]
    return {**states, open_sets(ever=ever): masks or None}


def _mask(sign: str, values: Iterable[object]) -> int:
    bits = value_bits(sign)
    return sum(bits[str(value)] for value in values)


def _schema(facts: tuple[str, ...]) -> dict[str, Any]:
    schema: dict[str, Any] = {ROW: pl.UInt32, INDEXED: pl.Boolean}
    for fact in facts:
        kind = fact_type(fact)
        if kind is FactType.NUMBER:
            schema |= {f"{fact}.low": pl.Float64, f"{fact}.high": pl.Float64}
        else:
            schema[fact] = _TYPES[kind]
        schema[sides(fact)] = pl.List(_TYPES[kind])
    for ever in (True, False):
        schema |= {involvement(name, ever=ever): pl.Boolean for name in SEGMENTS}
        schema[open_sets(ever=ever)] = pl.List(pl.UInt32)
    return schema


def _without_empty_sides(rows: pl.DataFrame) -> pl.DataFrame:
    empty = [name for name in rows.columns if name.endswith(".sides") and rows[name].null_count() == rows.height]
    return rows.drop(empty)
