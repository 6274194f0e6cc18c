"""An archive of reports comes in, a ranked list of women whose chart somebody should read goes out.

Every report is read (`cephalad.read`), what it says is asked about with the guideline's own trigger, and the answer is
a tier: A to C mean *read the chart*. The pieces are `archive` (files to shards), `core` (a pure function from batch to
batch), `run` (all of an archive, by several processes, resumable), and `sample` and `evaluate` (how good it is on the
reports of a hospital).
"""

from __future__ import annotations

__all__ = ["archive", "core", "evaluate", "run", "sample"]
