"""Write the tables of docs/published-cases.md: the cases, the expected answers, what had no place in the vocabulary.

They come from the shipped cases, from tests/published/expected and from tests/published/no_place.csv, and stand between
two comments each. Run it after a change to any of them: ``.venv/bin/python scripts/published_cases.py``, then commit
the result. With ``--check`` nothing is written; the exit code is 1 when the page differs from what would be written.
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from cephalad.record import example_names, read_example, standing_events
from cephalad.write.manual.markdown import code, table, text

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "published-cases.md"
EXPECTED = ROOT / "tests" / "published" / "expected"
NO_PLACE = ROOT / "tests" / "published" / "no_place.csv"
COLUMNS = ["case", "event", "said", "kept_as", "why"]
_NOTE = "written by scripts/published_cases.py; do not edit"
_PLACE = re.compile(rf"<!-- ([a-z ]+): {re.escape(_NOTE)} -->\n(.*?)<!-- end -->", re.DOTALL)


def expected_rows() -> list[dict[str, Any]]:
    """Every row of the tables of expected answers, each with its case; plain words stay text."""
    found = []
    for file in sorted(EXPECTED.glob("*.yaml")):
        # The base loader reads every scalar as text: `no` is an answer, not a Python value.
        content = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506
        found += [{"case": content["case"], **row} for row in content["rows"]]
    return found


def no_place_rows() -> list[dict[str, str]]:
    """What the sources said and the vocabulary had no word for, as the file lists it."""
    with NO_PLACE.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if reader.fieldnames != COLUMNS:
            raise ValueError(f"{NO_PLACE.name}: the columns must be {', '.join(COLUMNS)}")
        return list(reader)


def blocks() -> dict[str, str]:
    """The generated parts of the page, by the name that stands in their comments."""
    rows, no_place = expected_rows(), no_place_rows()
    return {
        "cases": _cases(rows, no_place),
        "questions": _questions(rows),
        "settled": _settled(rows),
        "no place": _no_place(no_place),
    }


def _cases(rows: list[dict[str, Any]], no_place: list[dict[str, str]]) -> str:
    listed = []
    for name in example_names():
        case = read_example(name)
        counted = sum(row["case"] == name for row in rows), sum(row["case"] == name for row in no_place)
        read = text(case.header.get("reading_level", ""))
        cited = text(case.header.get("citation", ""))
        listed.append((code(name), cited, read, str(len(standing_events(case))), *map(_number, counted)))
    return table(("Case", "Source", "What was read", "Events", "Expected answers", "Without a place"), listed)


def _number(count: int) -> str:
    return str(count) if count else ""


def _questions(rows: list[dict[str, Any]]) -> str:
    asked: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        asked.setdefault(row["question"].partition(":")[0], []).append(row)
    ordered = sorted(asked.items(), key=lambda item: (-len(item[1]), item[0]))
    counted = [_counted(code(question), found) for question, found in ordered]
    return table(("Question", "Rows", "Cases", "Settled"), [*counted, _counted("all", rows)])


def _counted(label: str, rows: list[dict[str, Any]]) -> tuple[str, ...]:
    settled = sum("settled" in row for row in rows)
    return label, str(len(rows)), str(len({row["case"] for row in rows})), _number(settled)


def _settled(rows: list[dict[str, Any]]) -> str:
    listed = [
        (code(row["case"]), code(row["after"]), code(row["question"]), _answer(row, row["expected"]), _instead(row))
        for row in rows
        if "settled" in row
    ]
    reasons = [text(row["settled"]["reason"]) for row in rows if "settled" in row]
    headings = ("Case", "After", "Question", "Expected", "The program", "Why that stands")
    return table(headings, [(*row, reason) for row, reason in zip(listed, reasons, strict=True)])


def _answer(row: Mapping[str, Any], value: str | list[str]) -> str:
    said = ", ".join(value) if isinstance(value, list) else value
    open_rungs = ", ".join(row.get("not_excluded", ()))
    return text(f"{said or 'none'} (not excluded: {open_rungs})" if open_rungs else said or "none")


def _instead(row: Mapping[str, Any]) -> str:
    settled = row["settled"]
    if "answer" in settled:
        return _answer(settled, settled["answer"])
    if "notice" in settled:
        return f"the same; instead of a question the notice {code(settled['notice'])}"
    asked = " ".join(map(code, settled["deciding"]))
    return f"the same; it asks for {asked}" if asked else "the same; it asks for nothing"


def _no_place(rows: list[dict[str, str]]) -> str:
    """The reasons, those of most cases first; a reason is what stands before the semicolon."""
    reasons: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        reasons.setdefault(row["why"].partition(";")[0], []).append(row)
    counted = [(reason, _cases_of(found), len(found)) for reason, found in reasons.items()]
    ordered = sorted(counted, key=lambda item: (-len(item[1]), item[0]))
    listed = [(str(len(cases)), str(count), text(reason), ", ".join(cases)) for reason, cases, count in ordered]
    return table(("Cases", "Rows", "Why", "In"), listed)


def _cases_of(rows: Iterable[dict[str, str]]) -> list[str]:
    return sorted({row["case"] for row in rows})


def written(page: str, parts: Mapping[str, str]) -> str:
    """The page with every generated part in its place.

    Raises
    ------
    ValueError : when a part has no place, a place has no part, or a name stands twice
    """
    found = _PLACE.findall(page)
    if sorted(name for name, _ in found) != sorted(parts):
        raise ValueError(f"the page must hold exactly these parts, once each: {', '.join(sorted(parts))}")
    return _PLACE.sub(lambda place: f"<!-- {place[1]}: {_NOTE} -->\n\n{parts[place[1]]}\n\n<!-- end -->", page)


def main() -> int:
    """Write the page when it differs, and say so."""
    page = PAGE.read_text(encoding="utf-8")
    fresh = written(page, blocks())
    print("the page is up to date" if page == fresh else PAGE.name)
    if "--check" in sys.argv[1:]:
        return int(page != fresh)
    if page != fresh:
        PAGE.write_text(fresh, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
