"""The YAML subset: what is read as text, what is refused by name, and where."""

from __future__ import annotations

import time

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from cephalad.record import tree_builder, tree_yaml
from cephalad.record.tree import MappingNode, ScalarNode, SequenceNode, value_of
from cephalad.record.tree_yaml import read_yaml

PARSERS = [yaml.SafeLoader, *([yaml.CSafeLoader] if yaml.__with_libyaml__ else [])]


@pytest.fixture(params=PARSERS, autouse=True)
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test runs with PyYAML's own parser and, where it is built in, with the C parser."""
    monkeypatch.setattr(tree_yaml, "_LOADER", request.param)


def value(text: str) -> object:
    """Content of the tree; fails when the text is refused."""
    tree = read_yaml(text, file="a.yaml")
    assert not isinstance(tree, list), tree
    return value_of(tree)


def places(text: str) -> list[tuple[str, int, str]]:
    """Code, line and path of each issue; fails when the text is accepted."""
    issues = read_yaml(text, file="a.yaml")
    assert isinstance(issues, list), issues
    return [(issue.code, issue.line, issue.path) for issue in issues]


@pytest.mark.parametrize(
    "word",
    [
        "no",
        "yes",
        "True",
        "2025-07",
        "2025-07-01",
        "1e3",
        "0x1F",
        "1_000",
        "12:30:45",
        "null",
        "~",
        ".inf",
        "007",
        "=",
        "<<",
    ],
)
def test_text_is_never_typed(word: str) -> None:
    """Words that YAML would turn into numbers, dates, truth values or nothing stay the text that was written."""
    assert value(f"a: {word}\nb: [{word}]\n") == {"a": word, "b": [word]}


@pytest.mark.parametrize("key", ["no", "2025-07", "1e3", "null", "~"])
def test_keys_are_never_typed(key: str) -> None:
    """Keys stay text like values."""
    assert value(f"{key}: x\n") == {key: "x"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: x", ScalarNode("x", 1, quoted=False)),
        ("a:", ScalarNode("", 1, quoted=False)),
        ("a: 'x'", ScalarNode("x", 1, quoted=True)),
        ('a: "x"', ScalarNode("x", 1, quoted=True)),
        ('a: ""', ScalarNode("", 1, quoted=True)),
        ("a: |\n  x\n  y\n", ScalarNode("x\ny\n", 1, quoted=True)),
        ("a: >-\n  x\n  y\n", ScalarNode("x y", 1, quoted=True)),
        ("a:\n  x\n  y\n", ScalarNode("x y", 2, quoted=False)),
    ],
)
def test_quoting_is_kept(text: str, expected: ScalarNode) -> None:
    """Quotes and blocks mark a text; a bare word or an absent value is not marked."""
    tree = read_yaml(text, file="a.yaml")

    assert isinstance(tree, MappingNode)
    assert tree.get("a") == expected


@pytest.mark.parametrize("text", ["# only a comment\n", "---\n", "---\n...\n"])
def test_a_document_without_content_is_empty(text: str) -> None:
    """Comments and document marks alone make an empty file."""
    assert places(text) == [("FILE-03", 1, "")]


@pytest.mark.parametrize("text", ["abc", "- x\n", '""', "~", "a: x\n"])
def test_a_text_alone_is_refused(text: str) -> None:
    """A file holds a mapping or a list; a text alone is refused."""
    tree = read_yaml(text, file="a.yaml")

    if text in ("- x\n", "a: x\n"):
        assert isinstance(tree, MappingNode | SequenceNode)
    else:
        assert places(text) == [("FILE-04", 1, "")]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: 1\nb: c: d\n", 2),
        ("a:\n\tb: c\n", 2),
        ("a: b\n\tc: d\n", 2),
        ("a: 1\nb: [x,\nc: d\n", 2),
        ("a: 1\nb: {x: y\nc: d\n", 2),
        ('a: 1\nb: "x\nc: d\n', 2),
        ("a: @x\n", 1),
        ("a: 1\n  b: 2\n", 2),
        ("a: b\nc\nd: e\n", 3),
        ('a: "\\q"\n', 1),
        ('a: "\\UFFFFFFFF"\n', 1),
        ('a: 1\nb: "\\ud83d\\ude00"\n', 2),
        ("a: 1\nb: \x07\n", 2),
        ("a: 1\nb: x\u2028y\n", 2),
    ],
)
def test_broken_syntax_is_one_issue_with_its_line(text: str, line: int) -> None:
    """What is not well-formed is reported once, where a reader has to look."""
    assert places(text) == [("YAML-01", line, "")]


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("a:\n\tb: c\n", "indent with spaces, not tabs"),
        ("a: b: c\n", "put a text that holds ': ' in quotes, or check the indentation"),
        ("a: @x\n", "put a text that begins with this character in quotes"),
        ("a: [x\n", "close the list with ], and put commas between its items"),
        ("a: {x: y\n", "close the mapping with }, and put commas between its entries"),
        ('a: "x\n', "close the quotes"),
        ('a: "\\q"\n', "double the backslash, or use single quotes"),
        ("a: b\nc\nd: e\n", "write a colon and a space after the key"),
        ("a: 1\n- b\n", "check the indentation, quotes and brackets here"),
    ],
)
def test_syntax_faults_have_remedies(text: str, remedy: str) -> None:
    """The common mistakes get the remedy that fits, whichever parser noticed them."""
    issues = read_yaml(text, file="a.yaml")

    assert isinstance(issues, list)
    assert [issue.remedy for issue in issues] == [remedy]


def test_every_fault_of_form_is_collected() -> None:
    """Anchors, aliases, tags, merge keys, duplicate and unfit keys are all reported, each in its place."""
    text = (
        "a: &x 1\n"
        "b: [y, *x]\n"
        "<<: {c: d}\n"
        "? [q]\n"
        ": v\n"
        "? {r: s}\n"
        ": w\n"
        "a: 3\n"
        "e:\n"
        "  - !!str 5\n"
        "  - ! 6\n"
        "  - &y {k: 1, k: 2, k: 3}\n"
        "  - !m [&z !n z]\n"
        "? # nothing\n"
        ": v\n"
        "*x : 5\n"
        'odd key.: {"": 1, "": 2}\n'
    )

    assert places(text) == [
        ("YAML-02", 1, "a"),
        ("YAML-02", 2, "b[1]"),
        ("YAML-09", 3, ""),
        ("YAML-05", 4, ""),
        ("YAML-05", 6, ""),
        ("YAML-04", 8, "a"),
        ("YAML-03", 10, "e[0]"),
        ("YAML-03", 11, "e[1]"),
        ("YAML-02", 12, "e[2]"),
        ("YAML-04", 12, "e[2].k"),
        ("YAML-04", 12, "e[2].k"),
        ("YAML-03", 13, "e[3]"),
        ("YAML-02", 13, "e[3][0]"),
        ("YAML-03", 13, "e[3][0]"),
        ("YAML-05", 14, ""),
        ("YAML-02", 16, ""),
        ("YAML-04", 17, '["odd key."][""]'),
    ]


def test_a_syntax_error_keeps_what_was_found_before() -> None:
    """Faults that stand before broken syntax are reported with it."""
    assert places("a: 1\na: 2\nb: *x\nc: d: e\n") == [("YAML-04", 2, "a"), ("YAML-02", 3, "b"), ("YAML-01", 4, "")]


def test_keys_are_compared_as_text() -> None:
    """The same key in other quotes is a duplicate; the same key in another mapping is not."""
    assert places("a: 1\n'a': 2\n") == [("YAML-04", 2, "a")]
    assert value("a: {a: 1}\nb: {a: 1}\n") == {"a": {"a": "1"}, "b": {"a": "1"}}


def test_quoted_indicators_are_text() -> None:
    """What would be an alias, a tag or a merge key is plain text in quotes."""
    assert value("\"<<\": '*a'\n'': \"!b\"\n") == {"<<": "*a", "": "!b"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\n---\nb: 2\n", [("YAML-06", 2, "")]),
        ("a: 1\n---\n", [("YAML-06", 2, "")]),
        ("---\na: 1\n...\n---\nb: c: d\n", [("YAML-06", 4, "")]),
        ("%YAML 1.1\n---\na: 1\n", [("YAML-06", 1, "")]),
        ("%YAML 1." + "9" * 5000 + "\n---\na: 1\n", [("YAML-06", 1, "")]),
        ("%YAML 1.1\n\n\n", [("YAML-06", 1, "")]),
        ("# c\n%TAG ! x:\n---\na: 1\n", [("YAML-06", 2, "")]),
        ("%ANY thing\n---\na: 1\n", [("YAML-06", 1, "")]),
    ],
)
def test_one_document_without_directives(text: str, expected: list[tuple[str, int, str]]) -> None:
    """A second document or a directive is refused where it stands."""
    assert places(text) == expected


def test_marks_around_one_document_are_allowed() -> None:
    """One document may begin with its mark and end with its mark."""
    assert value("---\na: 1\n...\n") == {"a": "1"}


@pytest.mark.parametrize(("opening", "closing"), [("- ", ""), ("[", "]"), ("{a: ", "}"), ("? ", "")])
def test_sixty_four_levels_are_the_limit(opening: str, closing: str) -> None:
    """Sixty-four levels are entered; one more is refused at its line."""

    def codes(n_levels: int) -> list[str]:
        result = read_yaml(opening * n_levels + "x" + closing * n_levels, file="")
        return [issue.code for issue in result if issue.code != "YAML-05"] if isinstance(result, list) else []

    assert codes(64) == []
    assert codes(65) == ["YAML-07"]


@pytest.mark.parametrize("bomb", ["[" * 100_000, "{a: " * 100_000, "- " * 100_000, "? " * 100_000, "[{" * 50_000])
def test_deep_nesting_is_refused_at_once(bomb: str) -> None:
    """A hundred thousand open brackets neither exhaust the stack nor take time."""
    begin = time.perf_counter()

    codes = {code for code, _, _ in places(bomb)}

    assert "YAML-07" in codes
    assert codes <= {"YAML-05", "YAML-07"}
    assert time.perf_counter() - begin < 10


def test_billion_laughs_are_not_expanded() -> None:
    """An alias bomb is reported anchor by anchor and never grows."""
    lines = ["a0: &a0 [lol, lol]"] + [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 40)]

    found = places("\n".join(lines))

    assert len(found) == 1 + 39 * 3
    assert {code for code, _, _ in found} == {"YAML-02"}


def test_the_number_of_nodes_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file with as many keys and values as allowed is read; one more is refused."""
    monkeypatch.setattr(tree_builder, "MAX_NODES", 5)

    assert value("a: [x, y]\n") == {"a": ["x", "y"]}
    assert places("a: [x, y,\nz]\n") == [("YAML-08", 2, "a[2]")]


@settings(derandomize=True, deadline=None, max_examples=200)
@given(text=st.text(alphabet="ab01 \n\t:-?,[]{}#&*!|>'\"%@`~=.<\\u\u2028é", max_size=40))
def test_arbitrary_text_never_crashes(text: str) -> None:
    """Any mixture of indicators is answered with a tree or with issues, by either parser."""
    for loader in PARSERS:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(tree_yaml, "_LOADER", loader)
            result = read_yaml(text, file="a.yaml")
        assert isinstance(result, MappingNode | SequenceNode) or (isinstance(result, list) and result)
