"""`cephalad read`: one report as findings, each with its words, and as events for a person to accept."""

from __future__ import annotations

import sys
from argparse import Namespace

from cephalad.cli.output import page_for, put, put_json
from cephalad.cli.running import DONE
from cephalad.errors import UnreadableInput
from cephalad.read import LONGEST_TEXT, shipped_reader
from cephalad.read.proposed import proposal
from cephalad.record import read_content
from cephalad.record.tree import MAX_BYTES

__all__ = ["report_text", "run_read"]

STANDARD_INPUT = "-"
_ALLOWED = "\n\r\t\f\v"


def run_read(options: Namespace) -> int:
    """Print what a report says.

    Raises
    ------
    UnreadableInput : when the report cannot be opened or is no text of one report
    InvalidArgument : for an unknown modality
    """
    text = report_text(options.report)
    reading = shipped_reader().read(text, modality=options.modality or None)
    proposed = proposal(reading, text)
    if options.format == "json":
        from cephalad.write.json_reading import reading_as_dict

        put_json(reading_as_dict(reading, proposed), options)
    elif options.format == "html":
        from cephalad.write.html.reading_page import reading_html

        put(reading_html(reading, proposed, text, lang=options.lang), options)
    else:
        from cephalad.write.text_reading import reading_text

        page = page_for(options)
        put(reading_text(reading, proposed, text, lang=options.lang, width=page.width, colour=page.colour), options)
    return DONE


def report_text(name: str) -> str:
    """The text of a report in a file or on standard input.

    Raises
    ------
    UnreadableInput : when it cannot be opened, is no UTF-8, holds control characters, or is longer than any report
    """
    content = _standard_input() if name == STANDARD_INPUT else read_content(name)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise UnreadableInput(f"{name}: must be text in UTF-8, byte {fault.start} is none; save it as UTF-8") from None
    at = next((at for at, sign in enumerate(text) if sign < " " and sign not in _ALLOWED), None)
    if at is not None:
        code = f"U+{ord(text[at]):04X}"
        raise UnreadableInput(f"{name}: must be plain text, character {at} is the control character {code}; remove it")
    if len(text) > LONGEST_TEXT:
        rule = f"must be one report, of at most {LONGEST_TEXT:,} characters"
        raise UnreadableInput(f"{name}: {rule}; an archive is read by cephalad screen")
    return text


def _standard_input() -> bytes:
    if sys.stdin is None:
        raise UnreadableInput("-: standard input is closed; name a file")
    try:
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    except OSError as error:
        raise UnreadableInput(f"-: cannot be read: {error.strerror or 'input error'}") from error
