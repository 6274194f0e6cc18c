"""Standard output and standard error: UTF-8 whatever the locale, their width, and text that cannot steer a terminal."""

from __future__ import annotations

import io
import os
import sys

TYPE_CHECKING = False  # `typing` itself costs more than this module
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TextIO, TypeVar

    T = TypeVar("T")

__all__ = [
    "MANY_CASES",
    "colour_wanted",
    "is_terminal",
    "printable",
    "tell",
    "tell_line",
    "use_utf8",
    "width_of",
    "with_progress",
    "write_bytes_out",
    "write_out",
]

WIDTH = 100
"""Columns when nobody's terminal says otherwise."""

NARROWEST = 40

MANY_CASES = 5
"""Cases from which the progress of work on them is worth showing."""


def use_utf8() -> None:
    """Both streams write UTF-8; a character that cannot be encoded is escaped instead of ending the program."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def write_out(text: str) -> None:
    """Write data to standard output, ended by a line end.

    Raises
    ------
    OSError : when it cannot be written
    """
    if sys.stdout is None:
        raise OSError("it is closed")
    sys.stdout.write(text if text.endswith("\n") else f"{text}\n")
    sys.stdout.flush()


def write_bytes_out(content: bytes) -> None:
    """Write data that is no text to standard output.

    Raises
    ------
    OSError : when it cannot be written
    """
    if sys.stdout is None:
        raise OSError("it is closed")
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def tell(message: str) -> None:
    """Write a message to standard error; one that nobody can receive is dropped."""
    tell_line(f"cephalad: {message}")


def tell_line(line: str) -> None:
    """Write a line to standard error without the program's name, for a list under a message."""
    if sys.stderr is None:
        return
    try:
        sys.stderr.write(f"{printable(line)}\n")
        sys.stderr.flush()
    except OSError:
        return


def printable(text: str) -> str:
    """`text` with every control and invisible character escaped, line ends kept.

    Examples
    --------
    >>> printable("a\\x1b[31mb")
    'a\\\\x1b[31mb'
    """
    if text.isprintable():
        return text
    return "".join(
        character
        if character.isprintable() or character == "\n"
        else character.encode("unicode_escape").decode("ascii")
        for character in text
    )


def is_terminal(stream: TextIO | None) -> bool:
    """Whether somebody watches this stream."""
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # closed
        return False


def with_progress(items: Iterable[T], n_items: int, noun: str, *, from_count: int) -> Iterator[T]:
    """The items; a count of them on standard error when there are many and somebody watches."""
    shown = n_items >= from_count and is_terminal(sys.stderr)
    for number, item in enumerate(items, start=1):
        if shown:
            sys.stderr.write(f"\r{number} of {n_items} {noun}")
            sys.stderr.flush()
        yield item
    if shown:
        sys.stderr.write("\r\033[K")


def width_of(stream: TextIO | None) -> int:
    """Columns of the terminal behind a stream, 100 in a pipe or a file."""
    if stream is None or not is_terminal(stream):
        return WIDTH
    try:
        return max(NARROWEST, os.get_terminal_size(stream.fileno()).columns)
    except (OSError, ValueError):
        return WIDTH


def colour_wanted() -> bool:
    """Whether standard output is a terminal whose user has not declined colour (https://no-color.org)."""
    return is_terminal(sys.stdout) and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
