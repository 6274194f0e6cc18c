"""A case file comes in; a case, or every issue of the file at once, goes out, and back again without loss.

`load` reads, `dump` writes, `view` says what counts as of a point.
Nothing is ever edited or deleted here, and nothing is guessed: a correction is an event of its own.
"""

from __future__ import annotations

from cephalad.record.examples import example_names, example_text, read_example
from cephalad.record.files import load, read_bytes, read_content
from cephalad.record.model import Birth, Case, Event, Moment, Observation, Origin
from cephalad.record.read_case import FORMAT
from cephalad.record.view import (
    Point,
    View,
    first_events,
    in_order,
    parse_point,
    standing_events,
    view,
    with_straddling,
)
from cephalad.record.write_case import blank_case, dump

__all__ = [
    "FORMAT",
    "Birth",
    "Case",
    "Event",
    "Moment",
    "Observation",
    "Origin",
    "Point",
    "View",
    "blank_case",
    "dump",
    "example_names",
    "example_text",
    "first_events",
    "in_order",
    "load",
    "parse_point",
    "read_bytes",
    "read_content",
    "read_example",
    "standing_events",
    "view",
    "with_straddling",
]
