"""The file of labels: one row a report, with three columns for people to fill in and the others from the program.

No cell begins with a sign that a spreadsheet would take for a formula.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cephalad.screen.spreadsheet import BYTE_ORDER_MARK, csv_line

__all__ = [
    "COLUMNS",
    "LABELS",
    "NO",
    "NO_TIER",
    "READERS",
    "TIERS",
    "UNSURE",
    "YES",
    "Label",
    "labels_csv",
    "sheet_csv",
]

TIERS = ("A", "B", "C", "D", "none")
"""The tiers of a report in a file of labels, the strongest first."""

NO_TIER = TIERS[-1]
"""How a report without a tier is written: an empty cell would look forgotten."""

YES, NO, UNSURE = LABELS = ("yes", "no", "unsure")
"""What a reader may say; the adjudicator says yes or no."""

READERS = ("reader_1", "reader_2")
COLUMNS = ("number", "id", *READERS, "adjudicated", "tier", "inclusion")


@dataclass(frozen=True, slots=True)
class Label:
    """One labelled report.

    Attributes
    ----------
    number : its place in the blinded order, from 1
    first, second : what the readers said, one of `LABELS`; "" where nobody has yet
    adjudicated : ``yes``, ``no`` or ""
    tier : one of `TIERS`
    inclusion : the probability with which a report of its tier came into the sample, above 0 and up to 1
    text : the report itself; "" where it was not asked for
    line : where it stands in the file; 0 for a new one
    """

    number: int
    id: str
    first: str
    second: str
    adjudicated: str
    tier: str
    inclusion: float
    text: str = ""
    line: int = 0

    @property
    def agreed(self) -> bool:
        """Whether both readers said the same, and it is an answer."""
        return self.first == self.second and self.first in (YES, NO)

    @property
    def is_case(self) -> bool:
        """The reference: what the readers agree on, else what the adjudicator decided."""
        return (self.first if self.agreed else self.adjudicated) == YES

    @property
    def weight(self) -> float:
        """Reports of the archive that it stands for."""
        return 1 / self.inclusion


# --- writing ----------------------------------------------------------------------------------------------------------


def labels_csv(labels: Iterable[Label], *, with_text: bool) -> str:
    """The whole file, to be written as it stands; it opens with a byte order mark, by which spreadsheets know UTF-8."""
    at = COLUMNS.index("id") + 1
    heading = [*COLUMNS[:at], *(["text"] if with_text else []), *COLUMNS[at:]]
    rows = (
        [
            str(label.number),
            label.id,
            *([label.text] if with_text else []),
            label.first,
            label.second,
            label.adjudicated,
            label.tier,
            repr(label.inclusion),
        ]
        for label in labels
    )
    return _csv(heading, rows)


def sheet_csv(labels: Iterable[Label], *, with_text: bool) -> str:
    """One reader's sheet: the reports in blinded order and an empty column, without tier or probability."""
    heading = ["number", "id", *(["text"] if with_text else []), "label"]
    rows = ([str(label.number), label.id, *([label.text] if with_text else []), ""] for label in labels)
    return _csv(heading, rows)


def _csv(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return BYTE_ORDER_MARK + "".join(csv_line(cells) for cells in (heading, *rows))
