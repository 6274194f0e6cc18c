"""`cephalad assess`: one patient as of one point, as text or JSON, or the reasons of one conclusion."""

from __future__ import annotations

from argparse import Namespace

from cephalad.assessment import Assessment, assess
from cephalad.cli.inputs import guideline_named, last_day_of, point_named, valid_case_named
from cephalad.cli.output import page_for, put, put_json
from cephalad.cli.running import DONE

__all__ = ["run_assess"]


def run_assess(options: Namespace) -> int:
    """Print the assessment, or with ``--why`` the reasons of one part of it."""
    guideline = guideline_named(options.guideline)
    recorded_by = last_day_of(options.recorded_by)
    case = valid_case_named(options.case)
    point = point_named(options.as_of, case)
    found = assess(case, as_of=point, guideline=guideline, recorded_by=recorded_by)
    if options.format == "json":
        _put_json(found, options)
    else:
        put(_text(found, options), options)
    return DONE


def _put_json(found: Assessment, options: Namespace) -> None:
    from cephalad.write.json import as_dict

    if not options.why:
        put_json(as_dict(found, lang=options.lang), options)
        return
    from cephalad.write.why import why_dict

    put_json(why_dict(found, options.why), options)


def _text(found: Assessment, options: Namespace) -> str:
    from cephalad.write.text import to_text, why_text

    page = page_for(options)
    if options.why:
        return why_text(found, options.why, lang=options.lang, width=page.width)
    return to_text(found, lang=options.lang, width=page.width, colour=page.colour)
