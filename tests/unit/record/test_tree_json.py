"""JSON: literal text, lines, and everything that the standard decoder would let pass."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cephalad.record import tree_builder
from cephalad.record.tree import MappingNode, ScalarNode, SequenceNode, value_of
from cephalad.record.tree_json import read_json

TEXTS = st.text(st.characters(codec="utf-8"))
VALUES = st.recursive(
    TEXTS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4), max_leaves=20
)


def places(text: str) -> list[tuple[str, int, str]]:
    """Code, line and path of each issue; fails when the text is accepted."""
    issues = read_json(text, file="a.json")
    assert isinstance(issues, list), issues
    return [(issue.code, issue.line, issue.path) for issue in issues]


@pytest.mark.parametrize(
    ("literal", "expected"),
    [
        ("0", ScalarNode("0", 1, quoted=False)),
        ("-0.10e+05", ScalarNode("-0.10e+05", 1, quoted=False)),
        ("12345678901234567890.000", ScalarNode("12345678901234567890.000", 1, quoted=False)),
        ("1E400", ScalarNode("1E400", 1, quoted=False)),
        ("true", ScalarNode("yes", 1, quoted=False)),
        ("false", ScalarNode("no", 1, quoted=False)),
        ('"true"', ScalarNode("true", 1, quoted=True)),
        ('""', ScalarNode("", 1, quoted=True)),
        ('"\\ud83d\\ude00\\n\\u0000"', ScalarNode("😀\n\0", 1, quoted=True)),
    ],
)
def test_literals_become_text(literal: str, expected: ScalarNode) -> None:
    """Numbers keep their digits, true and false become the case file's words, strings are marked as quoted."""
    assert read_json(f"[{literal}]", file="") == SequenceNode((expected,), 1)


def test_nodes_know_their_lines() -> None:
    """Keys and values that stand on different lines carry their own."""
    assert read_json('\n{"a"\n:\n[1,\n2]}', file="") == MappingNode(
        (
            (
                ScalarNode("a", 2, quoted=True),
                SequenceNode((ScalarNode("1", 4, quoted=False), ScalarNode("2", 5, quoted=False)), 4),
            ),
        ),
        2,
    )


@pytest.mark.parametrize("text", ["{}", "[]", "[[], {}]", ' { "a" : [ ] } '])
def test_empty_containers_are_read(text: str) -> None:
    """Empty arrays and objects are content."""
    tree = read_json(text, file="")

    assert not isinstance(tree, list)
    assert value_of(tree) == json.loads(text)


@pytest.mark.parametrize("text", ['"abc"', "12", "true"])
def test_a_text_alone_is_refused(text: str) -> None:
    """A file holds an array or an object."""
    assert places(text) == [("FILE-04", 1, "")]


def test_every_fault_of_content_is_collected() -> None:
    """Duplicates, null, infinite numbers and half characters are all reported, each in its place."""
    text = (
        '{"a": null,\n'
        ' "b": [NaN, Infinity,\n'
        " -Infinity],\n"
        ' "a": {"c": 1, "c": 2},\n'
        ' "d": "\\ud800", "e": ["\\udc00x"],\n'
        ' "\\ud800": 1}'
    )

    assert places(text) == [
        ("JSON-03", 1, "a"),
        ("JSON-04", 2, "b[0]"),
        ("JSON-04", 2, "b[1]"),
        ("JSON-04", 3, "b[2]"),
        ("JSON-02", 4, "a"),
        ("JSON-02", 4, "a.c"),
        ("JSON-05", 5, "d"),
        ("JSON-05", 5, "e[0]"),
        ("JSON-05", 6, ""),
    ]


@pytest.mark.parametrize(
    ("text", "place", "rule"),
    [
        ('{"a": 1,\n}', (2, ""), "must be a key in double quotes"),
        ("[1,\n]", (2, "[1]"), "must be a value"),
        ("{a: 1}", (1, ""), "must be a key in double quotes"),
        ('{"a" 1}', (1, "a"), "must be a colon after the key"),
        ('{"a": 1 "b": 2}', (1, ""), "must be a comma or a closing brace"),
        ("[1 2]", (1, "[1]"), "must be a comma or a closing bracket"),
        ("[1}", (1, "[1]"), "must be a comma or a closing bracket"),
        ("[01]", (1, "[1]"), "must be a comma or a closing bracket"),
        ("[1.]", (1, "[1]"), "must be a comma or a closing bracket"),
        ("[+1]", (1, "[0]"), "must be a value"),
        ("[tru]", (1, "[0]"), "must be a value"),
        ("['a']", (1, "[0]"), "must be a value"),
        ('["a\n"]', (1, "[0]"), "must be a string closed on its line, with valid escapes"),
        ('["\\q"]', (1, "[0]"), "must be a string closed on its line, with valid escapes"),
        ('\n["a', (2, "[0]"), "must be a string closed on its line, with valid escapes"),
        ('{"a": {\n"b": 1\n\n', (2, "a"), "must be a comma or a closing brace"),
        ("[1]\n\n[2]", (3, ""), "must be the end of the file"),
        ("[1] // c", (1, ""), "must be the end of the file"),
        ("[\u00a01]", (1, "[0]"), "must be a value"),
        ("[\u0661]", (1, "[0]"), "must be a value"),
    ],
)
def test_broken_syntax_is_one_issue_with_its_place(text: str, place: tuple[int, str], rule: str) -> None:
    """What is not well-formed is reported once, with what belongs there."""
    issues = read_json(text, file="a.json")

    assert isinstance(issues, list)
    assert [(issue.line, issue.path) for issue in issues] == [place]
    assert [(issue.rule, issue.code) for issue in issues] == [(rule, "JSON-01")]


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ('{"a": [\n1', "close the bracket opened on line 1"),
        ('{"a":\n [\n1', "close the bracket opened on line 2"),
        ("[1,]", "remove the comma before it, or close what is open"),
        ("[1 2]", "check commas, quotes and brackets here"),
    ],
)
def test_syntax_faults_have_remedies(text: str, remedy: str) -> None:
    """An unclosed bracket is traced to its line, and a comma too many is named."""
    issues = read_json(text, file="a.json")

    assert isinstance(issues, list)
    assert [issue.remedy for issue in issues] == [remedy]


def test_sixty_four_levels_are_the_limit() -> None:
    """Sixty-four levels are read; one more is refused."""
    assert isinstance(read_json("[" * 64 + "]" * 64, file=""), SequenceNode)
    assert places("[" * 65 + "]" * 65) == [("JSON-06", 1, "[0]" * 64)]


@pytest.mark.parametrize("bomb", ["[" * 100_000, '{"a":' * 100_000, '[{"a":' * 50_000])
def test_deep_nesting_is_refused_at_once(bomb: str) -> None:
    """A hundred thousand open brackets neither exhaust the stack nor take time."""
    begin = time.perf_counter()

    assert [code for code, _, _ in places(bomb)] == ["JSON-06"]
    assert time.perf_counter() - begin < 10


def test_the_number_of_nodes_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file with as many keys and values as allowed is read; one more is refused."""
    monkeypatch.setattr(tree_builder, "MAX_NODES", 5)

    assert isinstance(read_json('{"a": [1, 2]}', file=""), MappingNode)
    assert places('{"a": [1, 2,\n3]}') == [("JSON-07", 2, "a[2]")]


@settings(derandomize=True, deadline=None, max_examples=300)
@given(value=VALUES, ascii_only=st.booleans(), indent=st.sampled_from([None, 1]))
def test_what_json_writes_is_read_back(value: object, ascii_only: bool, indent: int | None) -> None:
    """Any nesting of text written by the standard library comes back unchanged, escaped or not."""
    tree = read_json(json.dumps([value], ensure_ascii=ascii_only, indent=indent), file="")

    assert not isinstance(tree, list)
    assert value_of(tree) == [value]


@settings(derandomize=True, deadline=None, max_examples=300)
@given(text=st.text(alphabet='ab01 \n:,[]{}"\\untrueflsNI-+.eE\u2028é', max_size=30))
def test_acceptance_agrees_with_the_standard_library(text: str) -> None:
    """Nothing is accepted that the standard library refuses, and no syntax is refused that it accepts."""
    result = read_json(text, file="")
    try:
        json.loads(text)
    except json.JSONDecodeError:
        assert isinstance(result, list)
    else:
        assert not isinstance(result, list) or not {issue.code for issue in result} & {"JSON-01"}
