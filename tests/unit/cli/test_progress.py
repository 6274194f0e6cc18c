"""Long work shows how far it is on a terminal, and nothing in a pipe."""

from __future__ import annotations

import io
import sys

import pytest

from cephalad.cli.streams import with_progress

STEPS = ["one", "two", "three"]


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """Somebody watches."""
        return True


@pytest.mark.parametrize(
    ("stream", "long", "shown"),
    [(Terminal(), 3, True), (Terminal(), 4, False), (io.StringIO(), 3, False)],
    ids=["terminal", "few events", "pipe"],
)
def test_progress_is_for_watched_long_work(
    stream: io.StringIO, long: int, shown: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The count stands on standard error, only on a terminal and only when there are many items."""
    monkeypatch.setattr(sys, "stderr", stream)
    assert list(with_progress(STEPS, len(STEPS), "events", from_count=long)) == STEPS
    assert ("2 of 3 events" in stream.getvalue()) is shown
