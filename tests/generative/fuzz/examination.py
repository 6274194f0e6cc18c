"""What must hold for a file, whatever it holds: it is refused with issues that help, or it is answered."""

from __future__ import annotations

import json
import re
import signal
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from types import FrameType

from jsonschema import Draft202012Validator
from tests.generative.fuzz.damage import DamagedFile

from cephalad.assessment import assess
from cephalad.errors import Issue
from cephalad.guideline import shipped_guideline
from cephalad.guideline.shipped import SHIPPED
from cephalad.logic import Calendar
from cephalad.record import Case, dump, read_bytes, standing_events
from cephalad.record.collector import MAX_COLLECTED
from cephalad.record.tree import MappingNode, read_tree, value_of
from cephalad.write.schema import assessment_schema, case_schema
from cephalad.write.text import to_text, validate_text

__all__ = ["ACCEPTED", "FAULTY", "REJECTED", "Examined", "documented_codes", "examined"]

ACCEPTED, REJECTED, FAULTY = "accepted", "rejected", "faulty"

GUIDE = Path(__file__).resolve().parents[3] / "docs" / "case-file.md"
_CODE = re.compile(r"\b(?:FILE|YAML|JSON|CASE|TIME|VALUE|VEIN)-\d\d\b")
_OF_CONTENT = ("CASE", "TIME", "VALUE", "VEIN")
_WITHOUT_LINE = ("FILE-01",)
"""Codes of issues that may have line 0: a file that is too large is not read."""

ONE_SCHEMA_IN = 8
"""Of so many accepted files one is held against the published schemas, which is slow."""

LONGEST = 120
"""Processor seconds after which a file counts as never answered; the largest allowed files take some."""


class FaultError(Exception):
    """Something that must hold does not."""


@dataclass(frozen=True, slots=True)
class Examined:
    """What came of one file.

    Attributes
    ----------
    verdict : `ACCEPTED`, `REJECTED` or `FAULTY`
    codes : codes of its issues, sorted, each once
    fault : what did not hold, with the place in the program; "" when all held
    """

    number: int
    origin: str
    trail: tuple[str, ...]
    verdict: str
    codes: tuple[str, ...] = ()
    fault: str = ""


@cache
def documented_codes() -> tuple[str, ...]:
    """Every code that the guide to the case file explains, sorted."""
    return tuple(sorted(set(_CODE.findall(GUIDE.read_text(encoding="utf-8")))))


def examined(damaged: DamagedFile, seed: int) -> Examined:
    """What came of a file; every exception of the program is caught and is a fault."""
    rng = Random(f"{seed}/{damaged.number}/points")  # noqa: S311  nothing here is secret
    verdict, fault = FAULTY, ""
    codes: tuple[str, ...] = ()
    try:
        with _time_limit():
            found = read_bytes(damaged.content, file=damaged.file)
            if isinstance(found, Case):
                verdict = ACCEPTED
                _check_round_trip(found)
                if rng.randrange(ONE_SCHEMA_IN) == 0:
                    _check_schemas(found, damaged)
                _check_answers(found, rng)
            else:
                verdict, codes = REJECTED, tuple(sorted({issue.code for issue in found}))
                _check_issues(found, damaged)
    except FaultError as broken:
        verdict, fault = FAULTY, str(broken)
    except Exception as error:
        verdict, fault = FAULTY, _told(error)
    return Examined(damaged.number, damaged.origin, damaged.trail, verdict, codes, fault)


def _told(error: Exception) -> str:
    """The exception and the innermost place of the program that it went through."""
    places = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)]
    return f"{type(error).__name__}: {str(error)[:200]} at {' > '.join(places[-4:])}"


@contextmanager
def _time_limit() -> Iterator[None]:
    """Interrupts what takes too much processor time, where the system can."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise FaultError(f"no answer within {LONGEST} processor seconds")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, LONGEST)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _require(holds: bool, otherwise: str) -> None:
    if not holds:
        raise FaultError(otherwise)


# --- refused ----------------------------------------------------------------------------------------------------------


def _check_issues(issues: list[Issue], damaged: DamagedFile) -> None:
    _require(bool(issues), "refused without an issue")
    _require(len(issues) <= MAX_COLLECTED, f"{len(issues)} issues")
    n_lines = _number_of_lines(damaged.content)
    for issue in issues:
        said = f"{issue.code} at {issue.path or 'no path'}, line {issue.line}"
        _require(issue.file == damaged.file, f"{said}: names the file {issue.file!r}")
        _require(issue.code in documented_codes(), f"{said}: a code that the guide does not explain")
        _check_line(issue, n_lines, said)
        for name in ("rule", "value", "remedy"):
            text = getattr(issue, name)
            _require(bool(text.strip()), f"{said}: no {name}")
            # One line of a message or a log, that steers no terminal.
            _require(text.isprintable(), f"{said}: {name} holds control characters")
            _require(len(text) <= 1000, f"{said}: {name} of {len(text)} characters")
        _require(issue.path.isprintable(), f"{said}: path holds control characters")
        if issue.code.partition("-")[0] in _OF_CONTENT and not issue.path:
            _require(_has_another_root(damaged), f"{said}: no path")
    _require(bool(validate_text(issues)), "nothing printed")


def _check_line(issue: Issue, n_lines: int, said: str) -> None:
    if issue.code in _WITHOUT_LINE:
        _require(issue.line == 0, f"{said}: not line 0")
    else:
        _require(1 <= issue.line <= n_lines, f"{said}: not inside the file of {n_lines} lines")


def _number_of_lines(content: bytes) -> int:
    return content.replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(b"\n") + 1


def _has_another_root(damaged: DamagedFile) -> bool:
    """Whether the outermost node is a list: such a fault has no place inside the file."""
    tree = read_tree(damaged.content, file=damaged.file)
    return not isinstance(tree, list | MappingNode)


# --- accepted ---------------------------------------------------------------------------------------------------------


def _check_round_trip(case: Case) -> None:
    written = dump(case)
    again = read_bytes(written.encode(), file="written.yaml")
    if isinstance(again, list):
        raise FaultError(f"what was written is refused: {again[0]}")
    _require(again == case, "what was written reads as another case")
    _require(dump(again) == written, "written again it has other words")


@cache
def _validators() -> tuple[Draft202012Validator, Draft202012Validator]:
    return Draft202012Validator(case_schema()), Draft202012Validator(assessment_schema())


def _check_schemas(case: Case, damaged: DamagedFile) -> None:
    """What the reader takes fits the schema of case files, and an answer that of assessments."""
    of_cases, of_assessments = _validators()
    tree = read_tree(damaged.content, file=damaged.file)
    said = None if isinstance(tree, list) else value_of(tree)
    events = standing_events(case)
    day = "day:0" if case.calendar is Calendar.DAY_NUMBERS else "2026"
    found = assess(case, as_of=f"after:{events[-1].id}" if events else day)
    for name, validator, value in (
        ("case file", of_cases, said),
        ("assessment", of_assessments, json.loads(found.to_json())),
    ):
        against = next((f"{error.json_path}: {error.message[:120]}" for error in validator.iter_errors(value)), "")
        _require(not against, f"does not fit the schema of a {name}: {against}")


def _check_answers(case: Case, rng: Random) -> None:
    """Answers just after the last event and after any, and on any day; twice the same."""
    ids = [event.id for event in standing_events(case)]
    after = [f"after:{ids[-1]}", f"after:{rng.choice(ids)}"] if ids else []
    for as_of in (*dict.fromkeys(after), _some_day(case, rng)):
        guideline = shipped_guideline(rng.choice([*SHIPPED, next(iter(SHIPPED))]))
        found = assess(case, as_of=as_of, guideline=guideline)
        printed = found.to_json(lang=rng.choice(["en", "zh"]))
        _require(json.loads(printed)["case"] == case.id, "the answer names another case")
        printed.encode()
    if found.as_of == as_of:
        to_text(found, lang=rng.choice(["en", "zh"]))
    first, second = (assess(case, as_of=as_of, guideline=guideline).to_json() for _ in range(2))
    _require(first == second, "assessed twice it gives other bytes")


def _some_day(case: Case, rng: Random) -> str:
    if case.calendar is Calendar.DAY_NUMBERS:
        return f"day:{rng.randint(-100, 5000)}"
    return rng.choice(
        [f"{rng.randint(1800, 2200)}", f"{rng.randint(2010, 2040)}-{rng.randint(1, 12):02}", "2200-12-31"]
    )
