"""`cephalad cohort assess`: the whole pathway over a table of findings, one row of answers a patient and moment."""

from __future__ import annotations

import sys
from argparse import Namespace
from datetime import date

from cephalad.cli.inputs import guideline_named, last_day_of
from cephalad.cli.running import DONE, counted
from cephalad.cli.streams import is_terminal, tell
from cephalad.errors import InvalidArgument

__all__ = ["assess"]

_MOST_MOMENTS = 1_000


def assess(options: Namespace) -> int:
    """Write the answers of a cohort; what was refused of its table stands beside them and stops nothing."""
    from cephalad.cohort.assess import REJECTED_ENDING, Run, assess_cohort
    from cephalad.columns.moments import parse_as_of

    words = [word.strip() for word in options.as_of.split(",")]
    if len(words) > _MOST_MOMENTS:
        raise InvalidArgument(f"--as-of names {len(words):,} moments; ask about {_MOST_MOMENTS:,} at most")
    asked = list(dict.fromkeys(parse_as_of(word) for word in words))
    guideline = guideline_named(options.guideline)
    known_by = last_day_of(options.recorded_by)
    shown = is_terminal(sys.stderr)

    def told(run: Run) -> None:
        if shown:
            sys.stderr.write(f"\r{run.patients:,} patients")
            sys.stderr.flush()

    try:
        run = assess_cohort(
            options.table,
            asked,
            guideline,
            options.output,
            criteria=options.criteria,
            missing=options.missing,
            recorded_by=None if known_by is None else date.fromordinal(known_by),
            told=told,
        )
    finally:
        if shown:
            sys.stderr.write("\r\033[K")
    tell(f"wrote {options.output}: {counted(run.patients, 'patient')}, {counted(run.answers, 'answer')}")
    if run.rejected:
        tell(f"{counted(run.rejected, 'refusal')}, told in {options.output}{REJECTED_ENDING}")
    return DONE
