"""Reading case files from disk."""

from __future__ import annotations

from pathlib import Path

from cephalad.errors import Issue, UnreadableInput
from cephalad.record.model import Case
from cephalad.record.read_case import read_case
from cephalad.record.tree import MAX_BYTES, read_tree

__all__ = ["load", "read_bytes", "read_content"]


def load(path: str | Path) -> Case | list[Issue]:
    """The case in a file, or everything that is wrong with it.

    Raises
    ------
    UnreadableInput : when the file cannot be opened
    """
    return read_bytes(read_content(path), file=str(path))


def read_content(path: str | Path) -> bytes:
    """The bytes of a file; of one that is too large only as many as it takes to refuse it.

    Raises
    ------
    UnreadableInput : when the file cannot be opened
    """
    try:
        with Path(path).open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise UnreadableInput(f"{path}: cannot be read: {error.strerror or 'input error'}") from error
    except ValueError as error:
        # A zero character in the name is refused before the system is asked.
        raise UnreadableInput(f"{str(path)!r}: cannot be read: no such name is possible") from error


def read_bytes(content: bytes, *, file: str) -> Case | list[Issue]:
    """The case in the content of a file, or everything that is wrong with it."""
    tree = read_tree(content, file=file)
    return tree if isinstance(tree, list) else read_case(tree, file=file)
