"""Every mass of every counted study of many timelines, in the encoding that the compiled guideline reads."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from cephalad.columns.frame import LIVE, ROW, value_bits
from cephalad.columns.sheets import Sheets
from cephalad.columns.timelines import Rows, Timelines
from cephalad.terms import FINDINGS

__all__ = ["masses_of"]

_FINDINGS = tuple(finding for finding in FINDINGS if finding.startswith("mass."))


def masses_of(sheets: Sheets, signs: Sequence[str]) -> pl.DataFrame:
    """One row for each mass of each study: `cephalad.columns.frame.FactFrame.masses`, the number of a timeline as row.

    The rows stand in the order of the timelines, within one in that of the studies. A sign of which nothing is recorded
    is 0; a mass that has only other findings, or only a status in place of a value, is a row too.

    Parameters
    ----------
    signs : the signs that get a column, as `cephalad.columns.frame.signs_read` gives them
    """
    t = sheets.timelines
    rows = {finding: t.rows(finding) for finding in _FINDINGS}
    ends = np.cumsum([len(each.places) for each in rows.values()])
    within = {finding: slice(end - len(rows[finding].places), end) for finding, end in zip(rows, ends, strict=True)}
    said = pl.DataFrame(
        {
            "place": np.concatenate([each.places for each in rows.values()]),
            "name": pl.concat([t.qualifiers(each) for each in rows.values()]),
        }
    )
    bits = [pl.Series(sign, _scattered(_bits(rows[sign], sign), within[sign], said.height)) for sign in signs]
    masses = said.with_columns(bits).group_by("place", "name").agg(pl.col(signs).bitwise_or()).sort("place", "name")
    places = masses["place"].to_numpy()
    whose = pl.Series(ROW, t.whose[places].astype(np.uint32))
    return masses.select(whose, pl.Series(LIVE, sheets.live[places]), *signs)


def _bits(rows: Rows, sign: str) -> NDArray[np.uint32]:
    """The bit of the answer of each row; 0 where it gives none."""
    table = np.zeros(np.iinfo(np.int16).max, dtype=np.uint32)
    for word, bit in value_bits(sign).items():
        table[Timelines.code(word)] = bit
    return np.where(rows.codes >= 0, table[rows.codes], np.uint32(0))


def _scattered(bits: NDArray[np.uint32], within: slice, n: int) -> NDArray[np.uint32]:
    found = np.zeros(n, dtype=np.uint32)
    found[within] = bits
    return found
