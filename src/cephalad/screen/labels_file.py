"""The labels as people give them back: what they hold, or everything that is wrong with them at once.

A spreadsheet may have saved a file with semicolons or tabs, or with decimal commas; it is read all the same, and
columns that somebody added are left alone.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cephalad.errors import Issue, UnreadableInput
from cephalad.screen.labels import COLUMNS, LABELS, NO, READERS, TIERS, UNSURE, YES, Label
from cephalad.screen.spreadsheet import restored
from cephalad.terms import nearest

__all__ = ["read_labels", "read_sheet", "unlabelled", "with_sheets"]

MAX_BYTES = 256 * 2**20
LONGEST_CELL = 2**24
SHEET = ("number", "label")
_SHOWN = 60
_DELIMITERS = (",", ";", "\t")
_LEAVE = "leave the column as it was written"

_WORDS = {
    YES: ("yes", "y", "1", "true", "是", "有"),
    NO: ("no", "n", "0", "false", "否", "无"),
    UNSURE: ("unsure", "u", "?", "不确定"),
}
_MEANING = {word: label for label, words in _WORDS.items() for word in words}


@dataclass(slots=True)
class _Row:
    """A row of the file with its line, and the faults found in it."""

    file: str
    line: int
    cells: Mapping[str, str]
    issues: list[Issue]

    def fault(self, column: str, rule: str, value: str, remedy: str, code: str) -> None:
        self.issues.append(Issue(self.file, self.line, column, rule, _shown(value), remedy, code))

    def label(self, column: str, *, among: tuple[str, ...] = LABELS, required: bool) -> str:
        told = self.cells.get(column, "")
        meant = _MEANING.get(told.casefold(), "")
        if (told and meant not in among) or (required and not told):
            self.fault(column, f"must be {_listed(among)}", told, f"write {_listed(among)}", "LABEL-02")
            return ""
        return meant


def read_labels(path: str | Path) -> tuple[list[Label], list[Issue]]:
    """The reports in the order of the file, and everything that is wrong with its form.

    Whether all of them have been read is `unlabelled` to say: the answers may still stand on the readers' own sheets.

    Raises
    ------
    UnreadableInput : when the file cannot be opened, is larger than 256 MB or is no text in UTF-8
    """
    name = str(path)
    rows, issues = _rows(name, COLUMNS)
    labels = [_label(row) for row in rows]
    issues += _faults_between(name, list(zip((row.line for row in rows), labels, strict=True)))
    return labels, sorted(issues, key=lambda issue: (issue.line, issue.code))


def read_sheet(path: str | Path) -> tuple[dict[int, str], list[Issue]]:
    """What one reader said of each report, by its number, and everything that is wrong with the sheet.

    Raises
    ------
    UnreadableInput : as for `read_labels`
    """
    rows, issues = _rows(str(path), SHEET)
    said = {_number(row): row.label("label", required=True) for row in rows}
    return said, issues


def with_sheets(
    labels: Sequence[Label], sheets: Sequence[Mapping[int, str]], names: Sequence[str]
) -> tuple[list[Label], list[Issue]]:
    """The reports with what the two readers wrote on their own sheets, and a fault for each that a sheet lacks."""
    remedy = "take the sheet that was written with this sample"
    missing = [
        Issue(name, 0, "number", "must hold every report of the sample", f"no row {label.number}", remedy, "LABEL-10")
        for name, sheet in zip(names, sheets, strict=True)
        for label in labels
        if label.number not in sheet
    ]
    first, second = sheets
    read = (replace(each, first=first.get(each.number, ""), second=second.get(each.number, "")) for each in labels)
    return list(read), missing


def _rows(file: str, columns: Sequence[str]) -> tuple[list[_Row], list[Issue]]:
    """The rows with a cell for every column, and the list of faults that the rows go on reporting into."""
    text = _text(file)
    issues: list[Issue] = []
    heading, *others = list(_cells(text, file)) or [(1, [])]
    names = [cell.strip().casefold() for cell in heading[1]]
    for missing in (column for column in columns if column not in names):
        closest = nearest(missing, [name for name in names if name not in columns])
        remedy = f"rename {closest!r}" if closest else "take the file that `screen sample` wrote"
        issues.append(Issue(file, 1, missing, "must be a column", "nothing", remedy, "LABEL-01"))
    if issues:
        return [], issues
    rows: list[_Row] = []
    for line, cells in others:
        if len(cells) != len(names):
            rule, told = f"must have {len(names)} cells", str(len(cells))
            issues.append(Issue(file, line, "", rule, told, "put quotes around a cell with a comma", "LABEL-09"))
            continue
        stripped = (restored(cell.strip()) for cell in cells)
        rows.append(_Row(file, line, dict(zip(names, stripped, strict=True)), issues))
    if not rows and not issues:
        issues.append(
            Issue(file, 1, "", "must hold a report", "no row", "draw a sample with screen sample", "LABEL-08")
        )
    return rows, issues


def _text(file: str) -> str:
    try:
        with Path(file).open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise UnreadableInput(f"{file}: cannot be read: {error.strerror or 'input error'}") from error
    if len(content) > MAX_BYTES:
        raise UnreadableInput(f"{file}: is larger than {MAX_BYTES // 2**20} MB")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableInput(f"{file}: is no text in UTF-8; save it as “CSV UTF-8”") from error


def _cells(text: str, file: str) -> Iterator[tuple[int, list[str]]]:
    """Each row that is not empty with the line on which it begins."""
    heading = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=heading.count)
    earlier = csv.field_size_limit(LONGEST_CELL)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        line = 1
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise UnreadableInput(f"{file}: is no table of comma-separated values: {error}") from error
    finally:
        csv.field_size_limit(earlier)


def _label(row: _Row) -> Label:
    return Label(
        number=_number(row),
        id=row.cells["id"],
        first=row.label("reader_1", required=False),
        second=row.label("reader_2", required=False),
        adjudicated=row.label("adjudicated", among=(YES, NO), required=False),
        tier=_tier(row),
        inclusion=_inclusion(row),
        line=row.line,
    )


def _number(row: _Row) -> int:
    told = row.cells["number"]
    if told.isascii() and told.isdigit() and 0 < len(told) < 10:
        return int(told)
    row.fault("number", "must be a whole number", told, _LEAVE, "LABEL-03")
    return 0


def _tier(row: _Row) -> str:
    told = row.cells["tier"]
    found = {tier.casefold(): tier for tier in TIERS}.get(told.casefold(), "")
    if not found:
        row.fault("tier", f"must be {_listed(TIERS)}", told, _LEAVE, "LABEL-03")
    return found


def _inclusion(row: _Row) -> float:
    told = row.cells["inclusion"]
    try:
        found = float(told.replace(",", ".") if "." not in told else told)
    except ValueError:
        found = 0.0
    if 0 < found <= 1:
        return found
    rule = "must be a probability above 0 and up to 1"
    row.fault("inclusion", rule, told, _LEAVE, "LABEL-04")
    return 1.0


def _faults_between(file: str, numbered: Sequence[tuple[int, Label]]) -> Iterator[Issue]:
    """What is wrong with a row only beside the others."""
    lines: dict[int, int] = {}
    inclusions: dict[str, tuple[int, float]] = {}
    for line, label in numbered:
        if label.number and lines.setdefault(label.number, line) != line:
            rule, remedy = "must be the number of one report only", f"it stands in line {lines[label.number]} too"
            yield Issue(file, line, "number", rule, str(label.number), remedy, "LABEL-05")
        known = inclusions.setdefault(label.tier, (line, label.inclusion))
        if label.tier and known[1] != label.inclusion:
            rule, remedy = "must be the same for every report of a tier", f"line {known[0]} says {known[1]!r}"
            yield Issue(file, line, "inclusion", rule, repr(label.inclusion), remedy, "LABEL-04")


def unlabelled(file: str, labels: Sequence[Label]) -> list[Issue]:
    """A fault for each answer that is still missing, and for each that cannot stand beside the others.

    A column in which nobody has written anything is one fault.
    """
    unread = [column for column, said in _answers(labels) if not any(said)]
    issues = [_unread(file, column, len(labels)) for column in unread]
    for label in labels:
        issues += _faults_of(file, label, unread)
    return issues


def _answers(labels: Sequence[Label]) -> Iterator[tuple[str, list[str]]]:
    yield from zip(READERS, ([label.first for label in labels], [label.second for label in labels]), strict=True)


def _unread(file: str, column: str, n: int) -> Issue:
    remedy = f"write {_listed(LABELS)}, or name the readers' sheets with --readers"
    return Issue(file, 1, column, "must be filled in", f"nothing in {n} rows", remedy, "LABEL-06")


def _faults_of(file: str, label: Label, unread: Sequence[str]) -> Iterator[Issue]:
    for column, said in zip(READERS, (label.first, label.second), strict=True):
        if not said and column not in unread:
            remedy = f"write {_listed(LABELS)}"
            yield Issue(file, label.line, column, "must be filled in", _of_report(label, "nothing"), remedy, "LABEL-06")
    if not (label.first and label.second):
        return
    if not label.agreed and not label.adjudicated:
        rule = "must be decided where the readers differ or are unsure"
        told = _of_report(label, f"{label.first} and {label.second}")
        yield Issue(file, label.line, "adjudicated", rule, told, "a third reader writes yes or no", "LABEL-06")
    elif label.agreed and label.adjudicated not in ("", label.first):
        rule = "must not overrule two readers who agree"
        yield Issue(file, label.line, "adjudicated", rule, label.adjudicated, "leave the cell empty", "LABEL-07")


def _of_report(label: Label, said: str) -> str:
    """What was said with the report it was said of: a spreadsheet counts rows, and texts run over several lines."""
    return f"{said} for number {label.number} (id {_shown(label.id)})"


def _listed(words: Sequence[str]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}"


def _shown(value: str) -> str:
    if not value:
        return "nothing"
    told = value if value.isprintable() else value.encode("unicode_escape").decode("ascii")
    return told if len(told) <= _SHOWN else f"{told[: _SHOWN - 1]}…"
