"""The same facts by one scatter a fact: the least that a fold can do, and what it costs in answers.

It takes the first possible day of an event for its day, counts what was corrected, reads the whole record for every
fact, takes silence for unknown, and where sources disagree the highest value wins. Its answers differ from those of
the package.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import polars as pl

from benchmarks.hand_fold import EVER, LATEST, SINCE_EXCLUSION

__all__ = ["scatter_fold"]

_Values = dict[str, Sequence[tuple[str, ...]]]


def _facts() -> dict[str, _Values]:
    """For each fact its values, the weakest first, with what says each."""
    strong: dict[str, _Values] = {fact: {"no": no, "yes": yes} for fact, (yes, no) in (EVER | SINCE_EXCLUSION).items()}
    nodules: _Values = {word: [("imaging.lung-nodules", word)] for word in ("none", "solitary", "multiple")}
    return strong | {"lung.nodules": nodules} | LATEST


def scatter_fold(rows: pl.DataFrame, day: date) -> pl.DataFrame:
    """A word for every patient and fact, null where no row speaks."""
    facts = _facts()
    said = [each for values in facts.values() for readings in values.values() for each in readings]
    findings = pl.Enum(list(dict.fromkeys(finding for finding, *_ in said)))
    words = pl.Enum(list(dict.fromkeys(word for _, *answers in said for word in answers)))
    read = (
        rows.lazy()
        .with_columns(person=pl.col("patient").rle_id())
        .filter(pl.col("from") <= day)
        .select(
            "person",
            "sequence",
            finding=pl.col("finding").cast(findings, strict=False).to_physical().cast(pl.Int64),
            word=pl.col("value_text").cast(words, strict=False).to_physical().cast(pl.Int64),
        )
        .drop_nulls()
        .collect()
    )
    n_words = len(words.categories)
    code = read["finding"].to_numpy() * n_words + read["word"].to_numpy()
    person, sequence = read["person"].to_numpy(), read["sequence"].to_numpy().astype(np.int64)
    patients = rows.select("patient").unique(maintain_order=True)
    columns = [patients["patient"]]
    for fact, values in facts.items():
        ranks = np.zeros(len(findings.categories) * n_words, dtype=np.int64)
        for rank, readings in enumerate(values.values(), start=1):
            for finding, *answers in readings:
                place = findings.categories.index_of(finding)
                assert place is not None
                for answer in answers:
                    word = words.categories.index_of(answer)
                    assert word is not None
                    ranks[place * n_words + word] = rank
        rank = ranks[code]
        speaks = rank > 0
        score = sequence[speaks] * 4 + rank[speaks] if fact in LATEST else rank[speaks]
        best = np.zeros(patients.height, dtype=np.int64)
        np.maximum.at(best, person[speaks], score)
        columns.append(pl.Series(fact, [None, *values], dtype=pl.String).gather(best % 4))
    return pl.DataFrame(columns)
