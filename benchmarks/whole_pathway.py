"""One run of the whole pathway over a table, in a process of its own: seconds and peak memory, as JSON.

``python -m benchmarks.whole_pathway TABLE OUTPUT DATE``
"""

from __future__ import annotations

import json
import resource
import sys
import time

__all__ = ["main"]


def main(table: str, output: str, as_of: str) -> None:
    """Assess the cohort as of the date; the clock starts before anything of the package is imported."""
    start = time.process_time()
    from cephalad.cohort.assess import assess_cohort
    from cephalad.columns.moments import parse_as_of
    from cephalad.guideline import default_guideline

    run = assess_cohort(table, [parse_as_of(as_of)], default_guideline(), output)
    used = resource.getrusage(resource.RUSAGE_SELF)
    # Kilobytes, but bytes on macOS.
    unit = 1 if sys.platform == "darwin" else 1024
    print(
        json.dumps(
            {"patients": run.patients, "seconds": time.process_time() - start, "peak_bytes": used.ru_maxrss * unit}
        )
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
