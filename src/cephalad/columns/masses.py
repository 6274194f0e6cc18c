"""Every mass of every counted study of many timelines, in the encoding that the compiled guideline reads."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from cephalad.columns.frame import LIVE, ROW, value_bits
from cephalad.columns.sheets import Sheets
from cephalad.columns.timelines import Rows
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
    places = np.concatenate([each.places for each in rows.values()])
    names = pl.concat([t.qualifiers(each) for each in rows.values()]).rank("dense").to_numpy().astype(np.int64)
    several = int(names.max(initial=0)) + 1
    keys, mass = np.unique(places * several + names, return_inverse=True)
    starts = dict(zip(rows, np.cumsum([0, *(len(each.places) for each in rows.values())]), strict=False))
    found = {}
    for sign in signs:
        found[sign] = np.zeros(len(keys), dtype=np.uint32)
        within = mass[starts[sign] : starts[sign] + len(rows[sign].places)]
        np.bitwise_or.at(found[sign], within, _bits(rows[sign], sign))
    at = keys // several
    return pl.DataFrame({ROW: t.whose[at].astype(np.uint32), LIVE: sheets.live[at], **found})


def _bits(rows: Rows, sign: str) -> NDArray[np.uint32]:
    """The bit of the answer of each row; 0 where it gives none."""
    bits = np.zeros(len(rows.places), dtype=np.uint32)
    for word, bit in value_bits(sign).items():
        bits[rows.says(word)] = bit
    return bits
