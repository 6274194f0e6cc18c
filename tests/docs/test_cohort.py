"""The page of the cohort table names every column, code and fact of the patient, and shows what is written."""

from __future__ import annotations

import re
from pathlib import Path

from tests.docs.test_readme import Saved, steps

from cephalad.columns import collect, write_table
from cephalad.columns.schema import BASES, COLUMNS, PATIENT_FACTS, VERSION
from cephalad.record import Case, read_bytes

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "cohort.md").read_text(encoding="utf-8")
SOURCES = [*(ROOT / "src/cephalad/columns").glob("*.py"), ROOT / "src/cephalad/cli/cohort.py"]


def test_every_column_is_described() -> None:
    """The table of columns has them all, in their order."""
    rows = re.findall(
        r"^\| (`[^|]+`) \| (?!`)[^|]+ \| [^|]+ \|$", PAGE.partition("## What is refused")[0], re.MULTILINE
    )
    assert [name for row in rows for name in re.findall(r"`([a-z_]+)`", row)] == list(COLUMNS)
    assert all(f"`{word}`" in PAGE for word in (*BASES, *PATIENT_FACTS))
    assert VERSION in PAGE


def test_every_code_is_explained() -> None:
    """The codes of the page are those of the program."""
    used = {code for path in SOURCES for code in re.findall(r'"(TABLE-\d\d)"', path.read_text(encoding="utf-8"))}
    explained = re.findall(r"^\| (TABLE-\d\d) \|", PAGE, re.MULTILINE)
    assert explained == sorted(used)


def test_the_table_shown_is_the_one_written(tmp_path: Path) -> None:
    """The lines of the page are those of the file that its first case gives."""
    content = next(step.content for step in steps(PAGE) if isinstance(step, Saved) and step.name == "woman.yaml")
    case = read_bytes(content.encode(), file="woman.yaml")
    assert isinstance(case, Case)
    write_table(collect([case]), tmp_path / "women.csv")
    shown = PAGE.partition("```csv\n")[2].partition("```")[0]
    assert (tmp_path / "women.csv").read_text(encoding="utf-8") == shown
