"""`cephalad assess`: one patient as of one point, in the format asked for, or the reasons of one conclusion."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Mapping

from cephalad.assessment import Assessment, assess
from cephalad.cli.inputs import guideline_named, last_day_of, point_named, valid_case_named
from cephalad.cli.output import json_text, page_for, put, put_bytes
from cephalad.cli.running import DONE
from cephalad.cli.streams import tell
from cephalad.errors import InvalidArgument

__all__ = ["run_assess"]


def run_assess(options: Namespace) -> int:
    """Print the assessment, or with ``--why`` the reasons of one part of it."""
    written = _WRITERS[options.format]
    if options.why and written not in (_text, _json):
        raise InvalidArgument(f"--why: has no {options.format} form; write --format text or --format json")
    if options.sheet and written is not _pdf:
        raise InvalidArgument("--sheet: belongs to --format pdf; add that, or leave it out")
    guideline = guideline_named(options.guideline)
    recorded_by = last_day_of(options.recorded_by)
    case = valid_case_named(options.case)
    point = point_named(options.as_of, case)
    found = assess(case, as_of=point, guideline=guideline, recorded_by=recorded_by)
    made = written(found, options)
    if isinstance(made, bytes):
        put_bytes(made, options)
    else:
        put(made, options)
    return DONE


def _json(found: Assessment, options: Namespace) -> str:
    from cephalad.write.json import as_dict
    from cephalad.write.why import why_dict

    value = why_dict(found, options.why) if options.why else as_dict(found, lang=options.lang)
    return json_text(value)


def _text(found: Assessment, options: Namespace) -> str:
    from cephalad.write.text import to_text, why_text

    page = page_for(options)
    if options.why:
        return why_text(found, options.why, lang=options.lang, width=page.width)
    return to_text(found, lang=options.lang, width=page.width, colour=page.colour)


def _html(found: Assessment, options: Namespace) -> str:
    from cephalad.write.html import assessment_html

    return assessment_html(found, lang=options.lang)


def _ics(found: Assessment, options: Namespace) -> str:
    from cephalad.write.calendar import calendar_text

    text = calendar_text(found, lang=options.lang)
    if "BEGIN:VEVENT" not in text:
        tell("the calendar has no entry: nothing in this plan has a date")
    return text


def _pdf(found: Assessment, options: Namespace) -> bytes:
    from cephalad.write.pdf import sheet_pdf

    return sheet_pdf(found, options.sheet or "mdt", lang=options.lang)


_WRITERS: Mapping[str, Callable[[Assessment, Namespace], str | bytes]] = {
    "text": _text,
    "json": _json,
    "html": _html,
    "ics": _ics,
    "pdf": _pdf,
}
