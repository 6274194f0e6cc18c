"""Files that are to be imported: case files and tables of one row a finding, read with everything that is wrong.

Nothing is ever unpacked: what is compressed is refused by its first bytes.
"""

from __future__ import annotations

import codecs
from collections.abc import Mapping
from dataclasses import dataclass

from cephalad.errors import Issue, UnreadableInput
from cephalad.record import Case, read_bytes
from cephalad.record.tree import MAX_BYTES
from cephalad.screen.spreadsheet import BYTE_ORDER_MARK
from cephalad.server.entry.faults import issue_words
from cephalad.server.store.contents import header_and_events, read_record
from cephalad.terms import clean, message

__all__ = ["MAX_MEGABYTES", "MOST_CASES", "MOST_ROWS", "Problem", "Reading", "read_upload", "template"]

MAX_MEGABYTES = 16
MOST_ROWS = 100_000
MOST_CASES = 1_000

_PACKED = (b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!", b"\x28\xb5\x2f\xfd")
_OLE = b"\xd0\xcf\x11\xe0"
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)

_EXAMPLE = """
format: cephalad-case/1
case: example-1
written_on: 2026-01-31
sex: female
birth: 1977-05
synthetic: example
events:
  - {id: bleeding, kind: complaint, effective_on: 2025-06, menorrhagia: yes, dyspnoea: no, syncope: not-assessed}
  - id: ct
    kind: imaging
    effective_on: 2025-07-14
    modality: ct
    regions: [pelvis, abdomen]
    masses:
      left-mass: {location: parametrial, longest-diameter: 76 mm}
    veins:
      left-ovarian-vein-unspecified: {content: filling-defect, continuous-with-source: {value: yes, status: suspected}}
      infrarenal-ivc: {content: clear}
"""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that keeps a file from being imported, and where it stands."""

    place: str
    words: str


@dataclass(frozen=True, slots=True)
class Reading:
    """The cases of a file; with a problem none of them is imported."""

    cases: tuple[Case, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_upload(name: str, content: bytes, taken: Mapping[str, str], lang: str) -> Reading:
    """The cases of a file, or every problem that it has.

    Parameters
    ----------
    name : as the browser gave it; only its ending is used
    taken : pseudonyms of the cases that are there
    """
    refused = _form_fault(content, lang)
    if refused:
        return Reading(problems=(Problem("", refused),))
    reading = _table(content, lang) if name.lower().endswith(".csv") else _case_file(name, content, lang)
    if reading.problems:
        return reading
    problems = [problem for case in reading.cases for problem in _case_problems(case, taken, lang)]
    return Reading(reading.cases, tuple(problems))


def template() -> str:
    """A table with one invented patient, to be filled in."""
    from cephalad.columns.collect import collect

    case = read_bytes(_EXAMPLE.encode(), file="example.yaml")
    return "" if isinstance(case, list) else BYTE_ORDER_MARK + collect([case]).write_csv()


def _form_fault(content: bytes, lang: str) -> str:
    """What is wrong with the bytes themselves; "" when they are text in UTF-8."""
    if len(content) > MAX_BYTES:
        return message("server.entry.import.too-large", lang, number=MAX_MEGABYTES)
    if not content.strip():
        return message("server.entry.import.empty", lang)
    if content.startswith((*_PACKED, _OLE)):
        return message("server.entry.import.packed", lang)
    if content.startswith(_WIDE) or b"\0" in content:
        return message("server.entry.import.not-utf8", lang, line=1)
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as fault:
        return message("server.entry.import.not-utf8", lang, line=content[: fault.start].count(b"\n") + 1)
    return ""


def _case_file(name: str, content: bytes, lang: str) -> Reading:
    ending = ".json" if name.lower().endswith(".json") else ".yaml"
    found = read_bytes(content, file=f"file{ending}")
    if isinstance(found, Case):
        return Reading((found,))
    return Reading(problems=tuple(_problem(issue, lang) for issue in found))


def _table(content: bytes, lang: str) -> Reading:
    from cephalad.columns.restore import restore
    from cephalad.columns.table import parse_csv

    if content.count(b"\n") > MOST_ROWS:
        return Reading(problems=(Problem("", message("server.entry.import.too-many-rows", lang, number=MOST_ROWS)),))
    try:
        table = parse_csv(content.removeprefix(codecs.BOM_UTF8))
    except UnreadableInput as fault:
        return Reading(problems=(Problem("", message("server.entry.import.columns", lang, what=clean(str(fault)))),))
    if table.rejected:
        return Reading(problems=tuple(_row_problem(each.place, each.column, each, lang) for each in table.rejected))
    if not table.rows.height:
        return Reading(problems=(Problem("", message("server.entry.import.empty", lang)),))
    cases = tuple(restore(table.rows))
    if len(cases) > MOST_CASES:
        return Reading(problems=(Problem("", message("server.entry.import.too-many-cases", lang, number=MOST_CASES)),))
    return Reading(cases)


def _row_problem(place: str, column: str, fault: object, lang: str) -> Problem:
    """A refused row: its number with and without the heading."""
    row = int(place.removeprefix("row "))
    told = Issue("", 0, column, *(str(getattr(fault, key)) for key in ("rule", "value", "remedy", "code")))
    where = message("server.entry.import.row", lang, row=row, line=row + 1, column=column)
    return Problem(where, issue_words(told, lang, in_file=True))


def _case_problems(case: Case, taken: Mapping[str, str], lang: str) -> list[Problem]:
    """What the store would refuse."""
    if case.id in taken.values():
        return [Problem(clean(case.id), message("server.entry.fault.store-01", lang, value=clean(case.id)))]
    header, events = header_and_events(case)
    found = read_record(header, events)
    return [] if isinstance(found, Case) else [_problem(issue, lang) for issue in found]


def _problem(issue: Issue, lang: str) -> Problem:
    where = message("server.entry.import.line", lang, line=issue.line) if issue.line else ""
    return Problem(f"{where} {clean(issue.path)}".strip(), issue_words(issue, lang, in_file=True))
