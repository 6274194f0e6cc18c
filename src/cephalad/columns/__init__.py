"""Many patients in, as a table of findings; the same facts, criteria and verdicts out, one row a patient and date.

`collect` makes the table from cases, `write_table` and `read_table` keep it in a file.
Nothing here knows a rule of its own: declarations and guideline are those of one patient, compiled to columns.
"""

from __future__ import annotations

import cephalad.columns.derived  # noqa: F401  importing it registers the derived facts
from cephalad.columns.check import Table, check_rows
from cephalad.columns.collect import collect
from cephalad.columns.rejected import Rejected
from cephalad.columns.table import ending_of, read_batches, read_table, write_table

__all__ = ["Rejected", "Table", "check_rows", "collect", "ending_of", "read_batches", "read_table", "write_table"]
