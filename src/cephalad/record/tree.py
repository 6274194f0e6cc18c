"""The located tree of a case file: bytes in, nodes with their lines out, or every fault of form with its place.

Nothing clinical is known here and no text is typed. One door for both formats, `read_tree`; one way back,
`write_yaml`.
"""

from __future__ import annotations

import codecs

from cephalad.errors import Issue
from cephalad.record.tree_builder import MAX_DEPTH, MAX_ISSUES, MAX_NODES, shown
from cephalad.record.tree_json import read_json
from cephalad.record.tree_node import MappingNode, Node, ScalarNode, SequenceNode, Value, value_of
from cephalad.record.tree_write import write_yaml
from cephalad.record.tree_yaml import read_yaml

__all__ = [
    "MAX_BYTES",
    "MAX_DEPTH",
    "MAX_ISSUES",
    "MAX_NODES",
    "MappingNode",
    "Node",
    "ScalarNode",
    "SequenceNode",
    "Value",
    "read_tree",
    "shown",
    "value_of",
    "write_yaml",
]

MAX_BYTES = 16_000_000
"""Size of a file in bytes: 16 MB."""


def read_tree(content: bytes, *, file: str) -> Node | list[Issue]:
    """Located tree of a YAML or JSON file, or everything wrong with its form.

    Read as JSON when the name ends in ``.json`` or the first character that is not blank is ``{`` or ``[``, else as
    the YAML subset. Every text stays as written: nothing becomes a number, a date or a truth value.

    Parameters
    ----------
    content : the file's bytes; UTF-8, with or without a byte order mark; any line ends
    file : the file's name, for the choice of format and for issues; it is not opened

    Returns
    -------
    the outermost mapping or list, or a list of issues, never empty: FILE-01 size, FILE-02 encoding, FILE-03 empty,
    FILE-04 a text alone, YAML-01 to YAML-09, JSON-01 to JSON-07
    """
    if len(content) > MAX_BYTES:
        return [_oversize(len(content), file)]
    text = _decoded(content, file)
    if isinstance(text, Issue):
        return [text]
    return read_json(text, file=file) if _is_json(text, file) else read_yaml(text, file=file)


def _decoded(content: bytes, file: str) -> str | Issue:
    content = content.removeprefix(codecs.BOM_UTF8)
    # A zero byte is valid UTF-8, but in practice a sign of UTF-16 or of a file that is no text at all.
    zero_at = content.find(0)
    if zero_at >= 0:
        return _not_utf8(content, zero_at, file)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        return _not_utf8(content, error.start, file)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _is_json(text: str, file: str) -> bool:
    if not text.strip():
        return False
    return file.lower().endswith(".json") or text.lstrip(" \t\n").startswith(("{", "["))


def _oversize(n_bytes: int, file: str) -> Issue:
    rule = f"must have at most {MAX_BYTES:,} bytes"
    return Issue(file, 0, "", rule, f"{n_bytes:,} bytes", "split the file", "FILE-01")


def _not_utf8(content: bytes, at: int, file: str) -> Issue:
    before = content[:at].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    line = before.count(b"\n") + 1
    value = f"byte 0x{content[at]:02x}"
    return Issue(file, line, "", "must be text in UTF-8", value, "save the file as UTF-8", "FILE-02")
