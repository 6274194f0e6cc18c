"""`cephalad cohort recurrence`: how often and when new tumour follows an operation, over a cohort table."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from cephalad.cli.inputs import guideline_named
from cephalad.cli.output import page_for, put, put_json
from cephalad.cli.running import DONE, counted
from cephalad.cli.streams import is_terminal, tell, tell_line

TYPE_CHECKING = False  # a table is loaded by the command when it runs
if TYPE_CHECKING:
    from cephalad.columns import Rejected

__all__ = ["recurrence"]


def recurrence(options: Namespace) -> int:
    """Print how often and when new tumour follows an operation, stratum by stratum."""
    from cephalad.cohort.recurrence import recurrence as estimated
    from cephalad.cohort.recurrence_course import read_outcomes
    from cephalad.write.text_recurrence import recurrence_as_dict, recurrence_lines

    guideline = guideline_named("")
    with _count_shown("patients read") as told:
        read = read_outcomes(options.table, guideline, start=options.start, published=options.published, told=told)
    _tell_rejected(read.rejected, read.source.n_rejected)
    found = estimated(read.outcomes, options.by, start=options.start)
    if options.format == "json":
        put_json(recurrence_as_dict(found, read.source, guideline, lang=options.lang), options)
    elif options.format == "html":
        from cephalad.write.html.recurrence_page import recurrence_html

        put(recurrence_html(found, read.source, guideline, lang=options.lang), options)
    elif options.format == "svg":
        from cephalad.pictures.stacked import stacked
        from cephalad.write.recurrence_words import pictures

        put(stacked(pictures(found, read.source, options.lang)), options)
    else:
        from cephalad.write.layout import render

        page = page_for(options)
        lines = recurrence_lines(found, read.source, guideline, lang=options.lang, width=page.width)
        put(render(list(lines), colour=page.colour), options)
    return DONE


def _tell_rejected(rejected: Sequence[Rejected], n_rejected: int) -> None:
    if not n_rejected:
        return
    tell(f"{counted(n_rejected, 'fault')} in the table; what they touch was left out")
    for each in rejected:
        place = " ".join(part for part in (each.place, each.patient, each.event) if part)
        tell_line(f"{place}: {each.column}: {each.rule}, got {each.value}; {each.remedy} [{each.code}]")
    if n_rejected > len(rejected):
        tell_line(f"and {n_rejected - len(rejected):,} more")


@contextmanager
def _count_shown(noun: str) -> Iterator[Callable[[int], None]]:
    """A function that shows a growing number to who watches, and takes it away at the end."""
    shown = is_terminal(sys.stderr)

    def told(number: int) -> None:
        if shown:
            sys.stderr.write(f"\r{number:,} {noun}")
            sys.stderr.flush()

    try:
        yield told
    finally:
        if shown:
            sys.stderr.write("\r\033[K")
