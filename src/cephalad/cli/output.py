"""Where the data of a command goes: standard output, or a file that is written whole or not at all."""

from __future__ import annotations

import json
import os
import stat
import sys
from argparse import Namespace
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from cephalad.cli.streams import WIDTH, colour_wanted, is_terminal, width_of, write_bytes_out, write_out
from cephalad.errors import InvalidArgument, UnreadableInput

__all__ = ["Page", "json_text", "page_for", "put", "put_bytes", "put_json", "write_file"]


@dataclass(frozen=True, slots=True)
class Page:
    """How text is laid out where it goes."""

    width: int
    colour: bool


def page_for(options: Namespace) -> Page:
    """The terminal's width and colour, or those of a plain file."""
    if _file_of(options):
        return Page(WIDTH, colour=False)
    return Page(width_of(sys.stdout), colour_wanted())


def put(text: str, options: Namespace) -> None:
    """Send data to where the caller asked for it.

    Raises
    ------
    UnreadableInput : when the file cannot be written
    OSError : when standard output cannot be written
    """
    file = _file_of(options)
    if file:
        write_file(file, text if text.endswith("\n") else f"{text}\n")
    else:
        write_out(text)


def put_bytes(content: bytes, options: Namespace) -> None:
    """Send data that is no text to where the caller asked for it.

    Raises
    ------
    InvalidArgument : when it would end up on a terminal
    UnreadableInput : when the file cannot be written
    OSError : when standard output cannot be written
    """
    file = _file_of(options)
    if file:
        write_file(file, content)
    elif is_terminal(sys.stdout):
        raise InvalidArgument("this format is no text for a terminal; name a file: --output sheet.pdf")
    else:
        write_bytes_out(content)


def json_text(value: Any) -> str:
    """A value as indented JSON."""
    return json.dumps(value, ensure_ascii=False, indent=2)


def put_json(value: Any, options: Namespace) -> None:
    """Send a value as indented JSON."""
    put(json_text(value), options)


def _file_of(options: Namespace) -> str:
    file = str(getattr(options, "output", ""))
    return "" if file == "-" else file


def write_file(file: str, text: str | bytes) -> None:
    """Write a file so that a reader finds the old content or the new, never a part.

    A link is followed; a device or a named pipe is written as it is.

    Raises
    ------
    UnreadableInput : when it is a directory or cannot be written; what stood there before is left alone
    """
    target = os.path.realpath(file)
    content = text.encode("utf-8", "backslashreplace") if isinstance(text, str) else text
    try:
        if os.path.isdir(target):
            raise UnreadableInput(f"{file}: is a directory; name a file in it")
        if os.path.exists(target) and not os.path.isfile(target):
            with open(target, "wb") as stream:
                stream.write(content)
        else:
            _replace(target, content)
    except OSError as error:
        raise UnreadableInput(f"{file}: cannot be written: {error.strerror or 'output error'}") from error


def _replace(target: str, content: bytes) -> None:
    temporary = f"{target}.{os.urandom(4).hex()}.tmp"
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _mode_of(target))
    try:
        with open(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(temporary, target)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise


def _mode_of(target: str) -> int:
    """The mode of the file that is replaced; a new one gets what the user's mask leaves."""
    try:
        return stat.S_IMODE(os.stat(target).st_mode)
    except OSError:
        return 0o666
