"""The door of the located tree: which format is read, and what is refused before any parser starts."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cephalad.errors import Issue
from cephalad.record.tree import (
    MAX_BYTES,
    MAX_ISSUES,
    MappingNode,
    ScalarNode,
    SequenceNode,
    Value,
    read_tree,
    shown,
    value_of,
    write_yaml,
)

YAML = b"case: one\nevents:\n  - on: 2025-07\n    veins: {right-atrium: no}\n"
JSON = b'{"case": "one",\n "events": [\n  {"on": "2025-07",\n   "veins": {"right-atrium": false}}]}\n'


def places(content: bytes, file: str) -> list[tuple[str, int, str]]:
    """Code, line and path of each issue; fails when the content is accepted."""
    issues = read_tree(content, file=file)
    assert isinstance(issues, list), issues
    return [(issue.code, issue.line, issue.path) for issue in issues]


def test_both_formats_give_the_same_content() -> None:
    """A file says the same in YAML and in JSON."""
    yaml_tree, json_tree = read_tree(YAML, file="case.yaml"), read_tree(JSON, file="case.json")

    assert not isinstance(yaml_tree, list)
    assert not isinstance(json_tree, list)
    expected = {"case": "one", "events": [{"on": "2025-07", "veins": {"right-atrium": "no"}}]}
    assert value_of(yaml_tree) == value_of(json_tree) == expected


def test_nodes_know_their_lines() -> None:
    """Every node carries the line on which it begins, counted from 1."""
    tree = read_tree(YAML, file="case.yaml")

    assert tree == MappingNode(
        (
            (ScalarNode("case", 1, False), ScalarNode("one", 1, False)),
            (
                ScalarNode("events", 2, False),
                SequenceNode(
                    (
                        MappingNode(
                            (
                                (ScalarNode("on", 3, False), ScalarNode("2025-07", 3, False)),
                                (
                                    ScalarNode("veins", 4, False),
                                    MappingNode(
                                        ((ScalarNode("right-atrium", 4, False), ScalarNode("no", 4, False)),), 4
                                    ),
                                ),
                            ),
                            3,
                        ),
                    ),
                    3,
                ),
            ),
        ),
        1,
    )


def test_a_mapping_finds_its_keys() -> None:
    """A mapping answers with the node under a key, and with None for a key that it has not."""
    tree = read_tree(YAML, file="case.yaml")

    assert isinstance(tree, MappingNode)
    assert tree.get("case") == ScalarNode("one", 1, False)
    assert tree.get("cas") is None


@pytest.mark.parametrize("file", ["case.yaml", "case.json", "CASE.JSON", "case", "case.txt"])
@pytest.mark.parametrize("blanks", [b"", b" \n\t\r\n", b"\xef\xbb\xbf"])
def test_an_opening_bracket_means_json(file: str, blanks: bytes) -> None:
    """Content that begins with a brace or bracket is JSON whatever the file is called."""
    assert places(blanks + b'{"a": null}', file)[0][0] == "JSON-03"
    assert places(blanks + b"[null]", file)[0][0] == "JSON-03"


@pytest.mark.parametrize(("file", "code"), [("a.json", "JSON-01"), ("A.JSON", "JSON-01"), ("a.yaml", "FILE-04")])
def test_the_name_decides_where_the_content_does_not(file: str, code: str) -> None:
    """A name ending in .json makes the content JSON; any other name makes it YAML."""
    assert places(b"abc", file) == [(code, 1, "")]


@pytest.mark.parametrize("ends", [b"\n", b"\r\n", b"\r"])
@pytest.mark.parametrize(
    ("content", "file"), [(b"a: 1\n\nb: 2\nb: 3\n", "a.yaml"), (b'{"a": 1,\n\n"b": 2,\n"b": 3}', "")]
)
def test_all_line_ends_count_alike(content: bytes, file: str, ends: bytes) -> None:
    """Unix, Windows and old Macintosh line ends give the same lines."""
    assert [line for _, line, _ in places(content.replace(b"\n", ends), file)] == [4]


def test_characters_outside_the_basic_plane_do_not_shift_lines() -> None:
    """Lines stay right behind characters that take four bytes."""
    assert places("a: 😀😀\nb: 静脉\nb: x\n".encode(), "a.yaml") == [("YAML-04", 3, "b")]
    assert places('{"a": "😀😀",\n"b": "静脉",\n"b": 1}'.encode(), "a.json") == [("JSON-02", 3, "b")]


def test_a_byte_order_mark_is_accepted() -> None:
    """A leading UTF-8 byte order mark is no part of the content."""
    tree = read_tree(b"\xef\xbb\xbf" + YAML, file="case.yaml")

    assert tree == read_tree(YAML, file="case.yaml")


@pytest.mark.parametrize("file", ["a.yaml", "a.json"])
def test_sixteen_megabytes_are_the_limit(file: str) -> None:
    """A file of 16,000,000 bytes is read; one byte more is refused unread."""
    content = b'["' + b"x" * (MAX_BYTES - 4) + b'"]'

    assert MAX_BYTES == 16_000_000
    assert isinstance(read_tree(content, file=file), SequenceNode)
    assert places(content + b" ", file) == [("FILE-01", 0, "")]


@pytest.mark.parametrize("file", ["a.yaml", "a.json"])
@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"a: b\nc: \xff", 2),
        (b"a: b\r\nc: d\r\xe9", 3),
        ("a: b".encode("utf-16"), 1),
        ("a: b".encode("utf-16-le"), 1),
        (b"a: \xed\xa0\x80", 1),
    ],
)
def test_other_encodings_are_refused(file: str, content: bytes, line: int) -> None:
    """Bytes that are not UTF-8, and zero bytes, are refused with their line."""
    assert places(content, file) == [("FILE-02", line, "")]


@pytest.mark.parametrize("file", ["a.yaml", "a.json"])
@pytest.mark.parametrize("content", [b"", b"  \n\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_one_issue(file: str, content: bytes) -> None:
    """Nothing but blanks is reported as an empty file, in either format."""
    assert places(content, file) == [("FILE-03", 1, "")]


def test_an_issue_reads_as_a_sentence() -> None:
    """An issue tells place, rule, value and remedy on one line."""
    issues = read_tree(b"a:\n  b: 1\n  b: 2\n", file="case.yaml")

    assert issues == [
        Issue(
            "case.yaml",
            3,
            "a.b",
            "must not repeat a key in one mapping",
            "b",
            "keep one of the two; the first stands on line 2",
            "YAML-04",
        )
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", '""'),
        ("静脉 ivc", "静脉 ivc"),
        ("a\tb\nc\x1b", "a\\tb\\nc\\x1b"),
        ("\u202eabc", "\\u202eabc"),
        ("\ud800", "\\ud800"),
        ("x" * 60, "x" * 60),
        ("x" * 61, "x" * 59 + "…"),
        ("\n" * 31, "\\n" * 29 + "\\" + "…"),
    ],
)
def test_values_in_messages_are_short_and_visible(text: str, expected: str) -> None:
    """A shown value has no control or invisible characters and at most 60 characters."""
    assert shown(text) == expected
    assert len(shown(text)) <= 60


def test_issues_are_counted_out() -> None:
    """Reading stops once a thousand faults are found, so the report stays bounded."""
    assert MAX_ISSUES == 1_000
    assert len(places(b"[" + b",".join([b"null"] * 999) + b"]", "")) == 999
    assert len(places(b"[" + b",".join([b"null"] * 5000) + b"]", "")) == 1000
    assert len(places(b"a:\n" + b"  - *x\n" * 5000, "")) == 1000


@pytest.mark.parametrize("file", ["a.yaml", "a.json"])
@settings(derandomize=True, deadline=None, max_examples=300)
@given(data=st.data())
def test_damaged_files_never_crash(file: str, data: st.DataObject) -> None:
    """Whatever bytes are changed, the answer is a tree or a list of issues with places and short values."""
    content = bytearray(YAML * 2 if file == "a.yaml" else JSON)
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(content)))
        width = data.draw(st.integers(0, 3))
        content[at : at + width] = data.draw(
            st.one_of(
                st.binary(max_size=4),
                st.sampled_from([b"*a", b"&a ", b"!t ", b"{", b"[", b'"', b"\\u", b"---\n", b"\t"]),
            )
        )

    result = read_tree(bytes(content), file=file)

    if isinstance(result, list):
        assert result
        n_lines = len(bytes(content).replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n"))
        assert all(0 <= issue.line <= n_lines and len(issue.value) <= 60 and issue.code for issue in result)
        assert all("\n" not in str(issue) for issue in result)


@settings(derandomize=True, deadline=None, max_examples=300)
@given(content=st.binary(max_size=60), file=st.sampled_from(["a.yaml", "a.json"]))
def test_arbitrary_bytes_never_crash(content: bytes, file: str) -> None:
    """Any bytes at all are answered with a list, a mapping or issues."""
    result = read_tree(content, file=file)

    assert isinstance(result, MappingNode | SequenceNode) or (isinstance(result, list) and result)


def test_a_large_record_is_read_in_seconds() -> None:
    """Ten thousand events on a hundred thousand lines take seconds, not minutes."""
    event: dict[str, Value] = {
        "on": "2025-07",
        "kind": "imaging",
        "study": "ct",
        "findings": [{"finding": "extent", "note": "no: x"}],
    }
    content = write_yaml({"case": "one", "events": [{**event, "veins": dict.fromkeys("abcd", "no")}] * 10_000}).encode()
    assert content.count(b"\n") >= 100_000

    begin = time.perf_counter()
    tree = read_tree(content, file="case.yaml")

    assert time.perf_counter() - begin < 30  # about one second with the C parser; slow machines differ
    assert isinstance(tree, MappingNode)
    events = tree.get("events")
    assert isinstance(events, SequenceNode)
    assert len(events.items) == 10_000
