"""Reading a case file: text in, checked case out."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.measuring import seconds_of_calls
from benchmarks.patient import twelve_events
from benchmarks.table import Row
from cephalad.record import dump, example_text, read_bytes

__all__ = ["loading_rows"]

FILES_PER_SECOND = "files per CPU-second"


def loading_rows(repetitions: int) -> Iterator[Row]:
    """The patient of twelve events and the reference patient, each from YAML."""
    short = dump(twelve_events()).encode()
    long = example_text("zhao-tian-2026").encode()
    seconds = seconds_of_calls(
        {"short": lambda: read_bytes(short, file="short.yaml"), "long": lambda: read_bytes(long, file="long.yaml")},
        repetitions,
    )
    for work, name, text in (("12 events", "short", short), ("25 events, with notes", "long", long)):
        yield Row(
            f"a case file read and checked, {work}, {len(text) / 1000:.0f} kB", 1 / seconds[name], FILES_PER_SECOND
        )
