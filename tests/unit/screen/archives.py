"""Small archives of reports whose tiers are beyond dispute, and what a finished run holds."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import polars as pl

__all__ = ["NAMED", "NOTHING", "VEIN", "WITH_FIBROID", "content_of", "save_archive", "table"]

NAMED = "Intravenous leiomyomatosis cannot be excluded."
WITH_FIBROID = "Uterine fibroid of 3 cm. Filling defect in the infrarenal IVC."
VEIN = "Filling defect in the infrarenal IVC."
NOTHING = "Cataract surgery without difficulty."
_CYCLE = (NOTHING, WITH_FIBROID, NOTHING, NAMED, NOTHING, VEIN, "Uterine fibroid of 3 cm.", "")


def save_archive(file: Path, n_rows: int = 64) -> Path:
    """Reports of all tiers and rows that cannot be read, as CSV; four reports a woman, her last one first."""
    rows = {
        "id": [f"r{number:04d}" for number in range(n_rows)],
        "text": [_CYCLE[number % len(_CYCLE)] for number in range(n_rows)],
        "patient": [f"p{number // 4:04d}" for number in range(n_rows)],
        "date": [f"2025-01-{28 - number % 4:02d}" for number in range(n_rows)],
    }
    pl.DataFrame(rows).write_csv(file)
    return file


def content_of(folder: Path) -> dict[str, str]:
    """The hash of every file below a folder, by its name."""
    return {
        os.path.relpath(os.path.join(inside, name), folder): hashlib.sha256(Path(inside, name).read_bytes()).hexdigest()
        for inside, _, names in os.walk(folder)
        for name in names
    }


def table(folder: Path, name: str) -> pl.DataFrame:
    """A table of a finished run."""
    return pl.read_parquet(folder / f"{name}.parquet")
