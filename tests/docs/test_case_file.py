"""The guide to the case file is true: every example is refused or accepted as it says, and no code is left out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cephalad.record import Case, read_bytes
from cephalad.record.read_case import HEADER_KEYS
from cephalad.record.read_events import EVENT_KEYS
from cephalad.terms import KINDS

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "docs" / "case-file.md").read_text(encoding="utf-8")
CODE = re.compile(r'"((?:FILE|YAML|JSON|CASE|TIME|VALUE|VEIN)-\d\d)"')
ROW = re.compile(r"^\| ([A-Z]+-\d\d) \| [^|]+ \| `([^`]+)` \| `([^`]+)` \|$", re.MULTILINE)

HEAD = "format: cephalad-case/1\ncase: a\nwritten_on: 2026-01-01\n"
FIRST = "{id: first, kind: dose, effective_on: 2025}"
SECOND = "{id: second, kind: dose, supersedes: first}"
LAST = "{id: last, kind: dose, effective_on: 2025}"
# Where an example stands: the heading of its table, and the file around it.
AROUND = {
    "The form of the file": "EXAMPLE",
    "Events": f"{HEAD}events:\n- {FIRST}\n- {SECOND}\n- EXAMPLE\n- {LAST}\n",
    "Events of a case with day numbers": f"{HEAD}events:\n- {{id: first, kind: dose, day: 0}}\n- EXAMPLE\n",
    "Findings of an imaging study": f"{HEAD}events:\n- id: a\n  kind: imaging\n  effective_on: 2025\n  EXAMPLE\n",
    "Findings of a history": f"{HEAD}events:\n- id: a\n  kind: history\n  effective_on: 2025\n  EXAMPLE\n",
}
OF_FORM = ("FILE", "YAML", "JSON")
EXAMPLES = [
    (heading, code, example, is_accepted)
    for heading, table in re.findall(r"^### ([^\n]+)\n(.*?)(?=^##|\Z)", GUIDE, re.MULTILINE | re.DOTALL)
    for code, refused, accepted in ROW.findall(table)
    for example, is_accepted in ((refused, False), (accepted, True))
]


def file_with(heading: str, example: str) -> str:
    """The file in which an example stands; in the header it takes the place of the line with its key."""
    example = example.replace("⏎", "\n")
    if heading in AROUND:
        return AROUND[heading].replace("EXAMPLE", example)
    key = example.partition(":")[0]
    kept = [line for line in HEAD.splitlines() if not line.startswith(f"{key}:")]
    return "\n".join([*kept, example, f"events: [{FIRST}]", ""])


def codes_of(heading: str, example: str) -> set[str]:
    """The codes of all issues of the file in which an example stands."""
    read = read_bytes(file_with(heading, example).encode(), file="a.yaml")
    return set() if isinstance(read, Case) else {issue.code for issue in read}


@pytest.mark.parametrize(("heading", "code", "example", "is_accepted"), EXAMPLES)
def test_an_example(heading: str, code: str, example: str, is_accepted: bool) -> None:
    """What is refused is refused for this reason alone; what is accepted has no fault, or at least none of form."""
    found = codes_of(heading, example)
    if not is_accepted:
        assert found == {code}
    elif code.startswith(OF_FORM):
        assert not {name for name in found if name.startswith(OF_FORM)}
    else:
        assert found == set()


def test_every_code_is_explained() -> None:
    """The codes of the tables are those of the readers, and nearly all of them have an example."""
    folder = ROOT / "src" / "cephalad" / "record"
    used = {code for path in folder.glob("*.py") for code in CODE.findall(path.read_text(encoding="utf-8"))}
    explained = set(re.findall(r"^\| ([A-Z]+-\d\d) \|", GUIDE, re.MULTILINE)) | {"TIME-07", "TIME-08"}
    assert used == explained
    without = {
        "FILE-01",
        "FILE-02",
        "YAML-07",
        "YAML-08",
        "JSON-06",
        "JSON-07",
        "CASE-10",
        "CASE-12",
        "TIME-07",
        "TIME-08",
    }
    assert explained - {code for _, code, _, _ in EXAMPLES} == without


def test_a_date_of_birth_in_a_case_with_day_numbers() -> None:
    """The sentence below the table of day numbers holds."""
    text = f"{HEAD}birth: BIRTH\nevents:\n- {{id: a, kind: dose, day: 0}}\n"
    read = read_bytes(text.replace("BIRTH", "1977").encode(), file="a.yaml")
    assert isinstance(read, list)
    assert [issue.code for issue in read] == ["TIME-07"]
    read = read_bytes(text.replace("BIRTH", "{age_years: 48, at: a}").encode(), file="a.yaml")
    assert isinstance(read, Case)


def test_every_key_and_kind_is_named() -> None:
    """The tables of the header and of events leave no key out."""
    for name in (*HEADER_KEYS, *EVENT_KEYS, *KINDS, "masses", "veins"):
        assert f"`{name}`" in GUIDE
