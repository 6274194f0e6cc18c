"""Small case files for tests: a header, one or more events, and what reading them gives."""

from __future__ import annotations

from textwrap import dedent, indent

from cephalad.errors import Issue
from cephalad.record import Case, Observation, read_bytes

__all__ = ["HEADER", "body", "case_of", "event", "facts", "issues_of", "only_issue", "told", "with_events"]

HEADER = "format: cephalad-case/1\ncase: test\nwritten_on: 2026-01-01\n"


def with_events(*events: str) -> str:
    """A case file with these events; the first stands on line 5."""
    items = [indent(dedent(text).strip("\n"), "    ").replace("    ", "  - ", 1) for text in events]
    return f"{HEADER}events:\n" + "\n".join(items) + "\n"


def event(name: str, text: str = "", *, kind: str = "dose", on: str = "2025-07") -> str:
    """An event on three lines (id, kind, effective_on), then the text; without a time when `on` is empty."""
    time = f"effective_on: {on}\n" if on else ""
    return f"id: {name}\nkind: {kind}\n{time}{dedent(text)}"


def body(text: str, kind: str = "imaging") -> str:
    """A case file with one event whose body is the text; the body begins on line 8."""
    return with_events(event("one", text, kind=kind))


def case_of(text: str, file: str = "a.yaml") -> Case:
    """The case of a valid file; fails with its issues otherwise."""
    case = read_bytes(text.encode(), file=file)
    assert isinstance(case, Case), "\n".join(map(str, case))
    return case


def issues_of(text: str, file: str = "a.yaml") -> list[Issue]:
    """The issues of a file that has some."""
    found = read_bytes(text.encode(), file=file)
    assert isinstance(found, list), found
    assert found
    return found


def only_issue(text: str) -> Issue:
    """The one issue of a file that has exactly one."""
    found = issues_of(text)
    assert len(found) == 1, "\n".join(map(str, found))
    return found[0]


def told(issue: Issue) -> tuple[int, str, str, str]:
    """Line, path, value and code of an issue, as most tables state them."""
    return issue.line, issue.path, issue.value, issue.code


def facts(text: str, kind: str = "imaging") -> list[tuple[str, str, object, str, str, str]]:
    """Every observation of a body as (finding, qualifier, value, unit, status, note)."""
    return [_row(row) for row in case_of(body(text, kind)).events[0].observations]


def _row(row: Observation) -> tuple[str, str, object, str, str, str]:
    return row.finding, row.qualifier, row.value, row.unit, row.status, row.note
