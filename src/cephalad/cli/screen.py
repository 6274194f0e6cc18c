"""`cephalad screen`: an archive of reports into ranked reports, women, a list to work through, and what was refused."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter

from cephalad.cli.output import write_file
from cephalad.cli.running import DONE, counted
from cephalad.cli.streams import is_terminal, tell
from cephalad.screen.run import Progress, screen_archive

__all__ = ["screen"]

WORKLIST = "worklist.html"


def screen(options: Namespace) -> int:
    """Write the folder of a run; a row that cannot be read is told and stops nothing."""
    from cephalad.screen.columns import parse_columns
    from cephalad.screen.worklist import read_worklist
    from cephalad.write.html.worklist_page import worklist_html

    with _progress_shown() as told:
        summary = screen_archive(
            options.archive,
            options.output,
            columns=parse_columns(options.columns),
            jobs=options.jobs,
            anew=options.anew,
            told=told,
        )
    page = worklist_html(read_worklist(options.output), lang=options.lang)
    write_file(os.path.join(options.output, WORKLIST), page)
    by_tier = ", ".join(f"{tier} {number:,}" for tier, number in summary.reports.items())
    tell(f"wrote {options.output}: {counted(sum(summary.reports.values()), 'report')} ({by_tier})")
    if summary.women is not None:
        by_tier = ", ".join(f"{tier} {number:,}" for tier, number in summary.women.items())
        tell(f"women: {by_tier}")
    if summary.rejected:
        tell(f"{counted(summary.rejected, 'row')} could not be read, told in {options.output}/rejected.jsonl")
    return DONE


@contextmanager
def _progress_shown() -> Iterator[Callable[[Progress], None]]:
    """A function that shows how many reports are done and how fast to who watches, and takes it away at the end."""
    shown, begun = is_terminal(sys.stderr), perf_counter()

    def told(progress: Progress) -> None:
        if shown:
            rate = (progress.reports - progress.taken_up) / max(perf_counter() - begun, 0.001)
            sys.stderr.write(f"\r{progress.reports:,} reports, {rate:,.0f} a second")
            sys.stderr.flush()

    try:
        yield told
    finally:
        if shown:
            sys.stderr.write("\r\033[K")
