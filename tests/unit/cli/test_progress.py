"""Long work shows how far it is on a terminal, and nothing in a pipe."""

from __future__ import annotations

import io
import sys

import pytest

from cephalad.cli import replay
from cephalad.replay import Change

STEPS = [Change(f"event-{number}", "2025-01-01", ()) for number in range(3)]


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
def test_progress_is_for_a_watched_long_replay(
    stream: io.StringIO, long: int, shown: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The count stands on standard error, only on a terminal and only when there are many events."""
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr(replay, "LONG", long)
    assert list(replay._with_progress(STEPS, len(STEPS))) == STEPS
    assert ("2 of 3 events" in stream.getvalue()) is shown
