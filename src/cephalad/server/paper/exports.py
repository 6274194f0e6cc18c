"""What can be taken out of a case: sheets of paper, pages, data, and how each file is called."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

from cephalad.assessment import Assessment
from cephalad.record import dump
from cephalad.server.asked import as_of
from cephalad.server.paper.calendars import calendar_of_case
from cephalad.server.paper.pressing import pressed
from cephalad.write.html import assessment_html, replay_html
from cephalad.write.json import as_dict
from cephalad.write.pdf import SHEETS, sheet_pdf
from cephalad.write.text import to_text

__all__ = ["EXPORTS", "Export", "Wanted", "file_name"]

_LONGEST_NAME = 60
_UNSAFE = re.compile(r"[^\w-]+")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a file is made of.

    Attributes
    ----------
    head : the hash of the newest row of the record
    """

    found: Assessment
    subject: str
    lang: str
    head: str


@dataclass(frozen=True, slots=True)
class Export:
    """One kind of file.

    Attributes
    ----------
    has_words : whether it is one file in each language
    has_point : whether it tells of the point that was looked at, and not of the whole record
    needs_dates : whether a record that counts days has none of it
    """

    ending: str
    media_type: str
    make: Callable[[Wanted], bytes]
    has_words: bool = True
    has_point: bool = True
    needs_dates: bool = False


def _sheet(name: str, wanted: Wanted) -> bytes:
    return pressed(partial(sheet_pdf, wanted.found, name, lang=wanted.lang, head=wanted.head))


def _page(wanted: Wanted) -> bytes:
    return assessment_html(wanted.found, lang=wanted.lang).encode()


def _text(wanted: Wanted) -> bytes:
    return to_text(wanted.found, lang=wanted.lang).encode()


def _data(wanted: Wanted) -> bytes:
    stated = json.dumps(as_dict(wanted.found, lang=wanted.lang), ensure_ascii=False, indent=2)
    return f"{stated}\n".encode()


def _replay(wanted: Wanted) -> bytes:
    return replay_html(wanted.found.case, wanted.found.guideline, lang=wanted.lang).encode()


def _calendar(wanted: Wanted) -> bytes:
    return calendar_of_case(wanted.found, wanted.subject, wanted.lang).encode()


def _case_file(wanted: Wanted) -> bytes:
    return dump(wanted.found.case).encode()


_HTML = "text/html; charset=utf-8"

EXPORTS: Mapping[str, Export] = MappingProxyType(
    {
        **{name: Export("pdf", "application/pdf", partial(_sheet, name)) for name in SHEETS},
        "page": Export("html", _HTML, _page),
        "replay": Export("html", _HTML, _replay, has_point=False),
        "text": Export("txt", "text/plain; charset=utf-8", _text),
        "calendar": Export("ics", "text/calendar; charset=utf-8", _calendar, needs_dates=True),
        "data": Export("json", "application/json", _data),
        "case-file": Export("yaml", "application/yaml", _case_file, has_words=False, has_point=False),
    }
)
"""Every kind of file by its name in the address."""


def file_name(name: str, wanted: Wanted) -> str:
    """How a file is called: by pseudonym, kind, point and language, without a sign that leads anywhere."""
    export = EXPORTS[name]
    parts = [_safe(wanted.found.case.id) or "case", name]
    parts += [_safe(as_of(wanted.found))] if export.has_point else []
    parts += [wanted.lang] if export.has_words else []
    return f"{'_'.join(parts)}.{export.ending}"


def _safe(text: str) -> str:
    return _UNSAFE.sub("-", text).strip("-")[:_LONGEST_NAME]
