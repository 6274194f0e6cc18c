"""The table of expected answers for the published cases: reading it, and asking the program the same questions.

Each row was worked out from the published source and the pathway's text alone, before its case was first assessed.
``settled`` stands beside an expected answer that the program does not give and that was not made to: what it answers
instead, and why that stands. The expected answer itself is never overwritten.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from cephalad.anatomy import SEGMENTS, members
from cephalad.assessment import Assessment, assess
from cephalad.record import read_example, standing_events

FOLDER = Path(__file__).parent / "expected"
UNTOLD = ("not-reported", "not-assessed")
CONCLUSIONS = {"suspicion": "suspicion.", "risk_group": "risk-group.", "ma": "ma."}


@dataclass(frozen=True, slots=True)
class Answer:
    """A value, and for a ladder what is not excluded; None where the row does not judge it."""

    value: str | tuple[str, ...]
    not_excluded: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One question to one case just after one event."""

    case: str
    after: str
    question: str
    expected: Answer
    deciding: tuple[str, ...]
    because: str
    settled: dict[str, Any]

    @property
    def id(self) -> str:
        """A name for the row."""
        return f"{self.case}:{self.after}:{self.question}"


def rows() -> list[Row]:
    """The whole table; every plain word stays text."""
    return [row for file in sorted(FOLDER.glob("*.yaml")) for row in _rows(file)]


def _rows(file: Path) -> list[Row]:
    # The base loader reads every scalar as text: `no` is an answer, not a Python value.
    table = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506
    assert table["case"] == file.stem
    return [
        Row(
            case=file.stem,
            after=row["after"],
            question=row["question"],
            expected=_answer({key: value for key, value in row.items() if key != "settled"}),
            deciding=tuple(row.get("deciding", ())),
            because=row["because"],
            settled=row.get("settled", {}),
        )
        for row in table["rows"]
    ]


def _answer(row: dict[str, Any]) -> Answer:
    value = row["answer"] if "answer" in row else row["expected"]
    not_excluded = row.get("not_excluded")
    return Answer(
        tuple(value) if isinstance(value, list) else value, None if not_excluded is None else tuple(not_excluded)
    )


def wanted(row: Row) -> Answer:
    """What the program must answer: the expected answer, or the one that it was settled with."""
    return _answer({"expected": row.expected.value, "not_excluded": row.expected.not_excluded} | row.settled)


@cache
def assessed(case: str, after: str) -> Assessment:
    """The case just after an event; where it was split (``onset``, ``onset-history``), after its last part."""
    known = [event.id for event in standing_events(read_example(case))]
    place = known.index(after)
    while place + 1 < len(known) and _is_part(known[place + 1], after):
        place += 1
    return assess(read_example(case), as_of=f"after:{known[place]}")


def _is_part(event: str, of: str) -> bool:
    head, _, part = event.partition(f"{of}-")
    return not head and bool(part) and not part.isdigit()


def given(found: Assessment, question: str) -> Answer:
    """What the program answers."""
    if question == "suspicion":
        return Answer(found.suspicion_value, found.suspicion.not_excluded)
    if question == "risk_group":
        return Answer(found.surveillance.risk_group, found.surveillance.not_excluded)
    if question in found.stages:
        return Answer(found.stages[question].value, found.stages[question].not_excluded)
    kind, _, name = question.partition(":")
    if kind == "segment":
        status = found.ever.states[name].status
        return Answer("unknown" if status in UNTOLD else status)
    if kind == "endocrine":
        # After removal of both ovaries one indication is left, and its verdict is the answer.
        asked = "residual" if name == "after-bilateral-oophorectomy" else name
        return Answer(next(item.verdict for item in found.indications if item.id == asked))
    ever, now = found.ever, found.current or found.ever
    answers: dict[str, str | tuple[str, ...]] = {
        "front": tuple(sorted(now.front)),
        "front-ever": tuple(sorted(ever.front)),
        "routes-ever": tuple(sorted(found.routes)),
        "downward-ever": found.downward,
        "continuity-ever": ever.continuity()[0],
        "mdt": found.convene,
    }
    return Answer(answers[question])


def agrees(answer: Answer, want: Answer, question: str) -> bool:
    """Whether an answer is the wanted one; sets of segments are compared by their members."""
    value = want.value
    if question in ("front", "front-ever"):
        value = tuple(sorted({name for each in value for name in (members(each) if each not in SEGMENTS else (each,))}))
    elif isinstance(value, tuple):
        value = tuple(sorted(value))
    if answer.value != value:
        return False
    return want.not_excluded is None or set(want.not_excluded) == set(answer.not_excluded or ())


def offered(found: Assessment, question: str) -> set[str] | None:
    """The facts that the program offers to decide a question; None for what it has no facts for."""
    kind, _, name = question.partition(":")
    if kind == "endocrine":
        conclusion = f"endocrine.{'residual' if name == 'after-bilateral-oophorectomy' else name}"
    elif question in CONCLUSIONS:
        conclusion = CONCLUSIONS[question]
    else:
        return None
    sets = [item for item in found.missing if any(each.conclusion.startswith(conclusion) for each in item.decides)]
    return {fact for item in sets for fact in item.facts}
