"""Data and a template become a PDF: tagged, archivable, the same bytes for the same data and fonts."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from cephalad.assessment import Assessment
from cephalad.errors import MissingFont
from cephalad.logic import Calendar
from cephalad.write.pdf.blocks import harmless
from cephalad.write.pdf.fonts import REMEDY, found_fonts

__all__ = ["date_of", "press"]

MOST_NAMED = 12
"""Signs without a font that a message names."""

_UNSHOWN = re.compile(r"the text `(\"(?:[^\"\\]|\\.)*\")` could not be displayed")
_CODE = re.compile(r"\\u\{([0-9a-f]+)\}")


def press(content: Mapping[str, Any]) -> bytes:
    """The sheet as PDF.

    Raises
    ------
    MissingFont : when a text holds a sign that no font of the host shows; names the signs and the line to type
    """
    import typst

    try:
        made = typst.compile(
            _template(),
            format="pdf",
            font_paths=found_fonts(),
            sys_inputs={"content": json.dumps(harmless(content), ensure_ascii=False)},
            # For readers who do not see, and for the archive; under both a missing sign is an error, never a box.
            pdf_standards=["ua-1", "a-2a"],
            timestamp=0,
        )
    except typst.TypstError as fault:
        signs = _unshown(f"{fault.message}\n{fault.diagnostic}")
        if not signs:
            raise
        raise MissingFont(f"no font of this host shows {_named(signs)}; {REMEDY}", signs) from None
    assert isinstance(made, bytes)
    return made


@cache
def _template() -> bytes:
    from importlib.resources import files

    return files("cephalad.write.pdf").joinpath("sheet.typ").read_bytes()


def _unshown(told: str) -> list[str]:
    """The signs that the type-setter could not show, each once."""
    texts = (_CODE.sub(lambda code: chr(int(code[1], 16)), each[1:-1]) for each in _UNSHOWN.findall(told))
    return list(dict.fromkeys("".join(texts).replace("\\", "")))


def _named(signs: Sequence[str]) -> str:
    named = ", ".join(f"U+{ord(sign):04X}" for sign in signs[:MOST_NAMED])
    return f"{named} and {len(signs) - MOST_NAMED} more" if len(signs) > MOST_NAMED else named


def date_of(found: Assessment) -> tuple[int, int, int]:
    """The date in the file: the day of the assessment; in a case that counts days, the day the file was written on."""
    dated = found.case.calendar is Calendar.DATES
    day = date.fromordinal((found.view.point.span if dated else found.case.written_on).latest)
    return day.year, day.month, day.day
