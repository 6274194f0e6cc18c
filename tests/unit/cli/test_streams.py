"""Streams: what a terminal is told, how wide, in which colour, and in which encoding."""

from __future__ import annotations

import io
import os
import sys

import pytest

from cephalad.cli import streams


class Terminal(io.StringIO):
    """A stream that says it is a terminal, with the file descriptor of standard output."""

    def isatty(self) -> bool:
        """Somebody watches."""
        return True

    def fileno(self) -> int:
        """Any number; the size is patched."""
        return 1


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """A terminal of 72 columns that takes colour."""
    monkeypatch.setattr(os, "get_terminal_size", lambda _: os.terminal_size((72, 20)))
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    return Terminal()


def test_the_width_is_that_of_the_terminal(terminal: Terminal) -> None:
    """A terminal tells its width; a pipe and no stream at all have 100 columns."""
    assert streams.width_of(terminal) == 72
    assert streams.width_of(io.StringIO()) == 100
    assert streams.width_of(None) == 100


@pytest.mark.parametrize(("columns", "width"), [(39, 40), (40, 40), (41, 41), (0, 40)])
def test_a_narrow_terminal_counts_as_40_columns(
    columns: int, width: int, terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Below 40 columns nothing can be laid out; a terminal may also say 0."""
    monkeypatch.setattr(os, "get_terminal_size", lambda _: os.terminal_size((columns, 20)))
    assert streams.width_of(terminal) == width


def test_a_terminal_without_a_size_has_100_columns(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the size cannot be asked for, the width is that of a pipe."""

    def refuse(_: int) -> os.terminal_size:
        raise OSError

    monkeypatch.setattr(os, "get_terminal_size", refuse)
    assert streams.width_of(terminal) == 100


def test_colour_is_for_terminals_whose_user_wants_it(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    """Colour on a terminal; none with NO_COLOR, on a dumb terminal or in a pipe."""
    monkeypatch.setattr(sys, "stdout", terminal)
    assert streams.colour_wanted()
    monkeypatch.setenv("NO_COLOR", "1")
    assert not streams.colour_wanted()
    monkeypatch.setenv("NO_COLOR", "")
    assert streams.colour_wanted()
    monkeypatch.setenv("TERM", "dumb")
    assert not streams.colour_wanted()
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    assert not streams.colour_wanted()


def test_a_closed_stream_is_no_terminal() -> None:
    """A stream that was closed answers no instead of failing."""
    stream = io.StringIO()
    stream.close()
    assert not streams.is_terminal(stream)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain 子宫 é", "plain 子宫 é"),
        ("a\nb", "a\nb"),
        ("a\x1b[31mb", "a\\x1b[31mb"),
        ("a\rb", "a\\rb"),
        ("\u202eabc", "\\u202eabc"),
        ("\x9b31m", "\\x9b31m"),
        ("\udcff", "\\udcff"),
    ],
)
def test_nothing_steers_the_terminal(text: str, shown: str) -> None:
    """Control, direction and broken characters are written out; letters of any script and line ends stay."""
    assert streams.printable(text) == shown


def test_streams_write_utf8(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the encoding was, both streams then write UTF-8, and escape what it cannot hold."""
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii")
    monkeypatch.setattr(sys, "stdout", stream)
    streams.use_utf8()
    streams.write_out("子宫\udcff")
    assert raw.getvalue() == "子宫\\udcff\n".encode()


def test_a_message_that_nobody_can_receive_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without standard error, or with a full one, telling does nothing."""

    class Full(io.StringIO):
        def write(self, _: str) -> int:
            raise OSError(28, "No space left on device")

    for stream in (None, Full()):
        monkeypatch.setattr(sys, "stderr", stream)
        streams.tell("x")
    assert sys.stderr is not None


def test_data_for_a_closed_output_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """Data is never dropped in silence."""
    monkeypatch.setattr(sys, "stdout", None)
    with pytest.raises(OSError, match="closed"):
        streams.write_out("x")
