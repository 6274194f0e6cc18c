"""An assessment on paper, as PDF: the sheet of a team meeting, the case summary, the draft of a case report.

No rule stands here: every sheet says what the assessment and the record say, in the words of the pages.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from cephalad.assessment import Assessment
from cephalad.errors import UnknownName
from cephalad.terms import nearest, sentences
from cephalad.write.pdf.care import care_content
from cephalad.write.pdf.mdt import mdt_content
from cephalad.write.pdf.paper import Paper
from cephalad.write.pdf.press import press
from cephalad.write.pdf.summary import summary_content

__all__ = ["SHEETS", "sheet_pdf"]

SHEETS: Mapping[str, Callable[[Paper], dict[str, Any]]] = MappingProxyType(
    {"mdt": mdt_content, "summary": summary_content, "care": care_content}
)
"""The sheets: of a team meeting, for the chart, for a case report by the CARE check list."""


def sheet_pdf(found: Assessment, sheet: str = "mdt", *, lang: str = "en", head: str = "") -> bytes:
    """A sheet as PDF: tagged (PDF/UA-1), for the archive (PDF/A-2a); the same assessment gives the same bytes.

    Parameters
    ----------
    sheet : ``mdt`` (one or two pages), ``summary`` or ``care``
    head : the hash of the last entry of the record, printed on the sheet; "" for none

    Raises
    ------
    UnknownName : for a sheet that does not exist, or a language without a catalogue
    MissingFont : when the host has no font for the language or for a sign of the record; says the line to type

    Examples
    --------
    >>> from cephalad.assessment import assess
    >>> from cephalad.record import read_example
    >>> sheet_pdf(assess(read_example("zhao-tian-2026"), as_of="after:ct-pelvis"))[:5]
    b'%PDF-'
    """
    if sheet not in SHEETS:
        closest = nearest(sheet, SHEETS)
        hint = f"; the nearest is {closest}" if closest else ""
        raise UnknownName(f"unknown sheet {sheet[:40]!r}; there are {', '.join(SHEETS)}{hint}")
    sentences(lang)
    return press(SHEETS[sheet](Paper(found, lang, 0, head=head)))
