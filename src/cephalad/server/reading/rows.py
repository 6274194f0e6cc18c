"""The findings of a reading as lines of a table: in words, with those of the report, and whether they are ticked."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from cephalad.read import Reading
from cephalad.server.reading.accepting import USUAL, why_not
from cephalad.write.reading_words import FOUND_COLUMNS, found_row
from cephalad.write.words import word

__all__ = ["FindingLine", "finding_lines", "usual"]

_CONTRADICTED = "contradicted"


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One finding of the report in words.

    Attributes
    ----------
    number : counted from 1
    cells : by the names of `FOUND_COLUMNS`
    status : as a code
    ticked : whether its box is ticked
    why_not : why it is not proposed; "" when it is
    has_box : whether it can be taken; what another line contradicts can be, in its place
    """

    number: int
    cells: dict[str, str]
    status: str
    rule: str
    ticked: bool
    why_not: str
    has_box: bool


def usual(reading: Reading) -> frozenset[int]:
    """What is ticked at first: findings that the report affirms or holds possible, where they can be entered."""
    listed, left_out = enumerate(reading.findings, start=1), why_not(reading)
    return frozenset(number for number, found in listed if found.status in USUAL and number not in left_out)


def finding_lines(reading: Reading, text: str, taken: Collection[int], lang: str) -> Iterator[FindingLine]:
    """The findings in the order of the text."""
    left_out = why_not(reading)
    for number, found in enumerate(reading.findings, start=1):
        reason = left_out.get(number, "")
        has_box = reason in ("", _CONTRADICTED)
        yield FindingLine(
            number,
            dict(zip(FOUND_COLUMNS, found_row(found, text, lang), strict=True)),
            found.status,
            found.rule,
            number in taken and has_box,
            word(f"report.why.{reason}", lang) if reason else "",
            has_box,
        )
