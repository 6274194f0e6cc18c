"""Writing the YAML subset: exact round trip, readable form, refusals."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cephalad.errors import InvalidArgument
from cephalad.record import tree_yaml
from cephalad.record.tree import Value, read_tree, value_of, write_yaml

PARSERS = [yaml.SafeLoader, *([yaml.CSafeLoader] if yaml.__with_libyaml__ else [])]
CHARACTERS = st.characters(codec="utf-8")
# Indicators, blanks and breaks far more often than chance would bring them together.
AWKWARD = st.text(
    st.sampled_from(list("ab0 \n\t\r:-?,[]{}#&*!|>'\"%@`~=.<\\\x00\x85\u00a0\u2028\ufeff\U0001f600")), max_size=12
)
TEXTS = st.text(CHARACTERS, max_size=12) | AWKWARD
VALUES = st.recursive(
    TEXTS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4), max_leaves=15
)
CONTAINERS = st.lists(VALUES, max_size=4) | st.dictionaries(TEXTS, VALUES, max_size=4)


def read_back(text: str) -> Value:
    """Content of the text; fails when it is refused."""
    tree = read_tree(text.encode("utf-8"), file="a.yaml")
    assert not isinstance(tree, list), (tree, text)
    return value_of(tree)


def in_order(value: Value) -> object:
    """The value with its mappings as lists of pairs, so that equality sees the order of keys."""
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return [(key, in_order(inner)) for key, inner in value.items()]
    return [in_order(inner) for inner in value]


@settings(derandomize=True, deadline=None, max_examples=500)
@given(value=CONTAINERS)
@example(value=["", "~", "null", "no", "# x", "a #b", "a: b", "a:", " a", "a ", "-", "- a", "---", "...", "%a", "<<"])
@example(
    value={
        "<<": {},
        "": [],
        "---": [[]],
        "? a": [{}],
        "a" * 2000: {"b" * 1020: ["c" * 3000], "d" * 1050: ""},
        "null": "\ufffe",
    }
)
@example(
    value=["\n", "a\n", "a\n\n", "\na", "a\n b\n\nc", "a \nb", " a\nb", "a\n\n ", "# a\nb", "a\n---\nb\n", "a\r\nb"]
)
def test_what_is_written_is_read_back(value: Value) -> None:
    """Any nesting of any text comes back unchanged, keys in their order, from either parser."""
    text = write_yaml(value)

    assert text.endswith("\n")
    for loader in PARSERS:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(tree_yaml, "_LOADER", loader)
            assert in_order(read_back(text)) == in_order(value)


def test_the_form_is_readable() -> None:
    """Words stand bare, short lists of words on one line, paragraphs as blocks, the rest in quotes."""
    value: Value = {
        "case": "zhao-tian-2026",
        "born": "1979",
        "events": [
            {
                "on": "2025-07",
                "uterus": "no",
                "veins": ["ivc", "right-atrium"],
                "note": "First line.\n\n  indented: yes\nlast",
                "report": "Tumour in the IVC\n",
                "remark": "seen: yes",
                "sign": "<5 mm",
                "label": "静脉 (左)",
            },
            "word",
            [["a"], {"b": ""}, [], {}],
        ],
        "two words": {},
    }

    assert write_yaml(value) == (
        "case: zhao-tian-2026\n"
        "born: 1979\n"
        "events:\n"
        "  - on: 2025-07\n"
        "    uterus: no\n"
        "    veins: [ivc, right-atrium]\n"
        "    note: |-\n"
        "      First line.\n"
        "\n"
        "        indented: yes\n"
        "      last\n"
        "    report: |\n"
        "      Tumour in the IVC\n"
        '    remark: "seen: yes"\n'
        '    sign: "<5 mm"\n'
        "    label: 静脉 (左)\n"
        "  - word\n"
        "  - - [a]\n"
        '    - b: ""\n'
        "    - []\n"
        "    - {}\n"
        "two words: {}\n"
    )
    assert in_order(read_back(write_yaml(value))) == in_order(value)


@pytest.mark.parametrize("text", ["\n", " a\nb", "\na", "a \nb", "a\n\n", "a\n \nb", "a\n\tb", "a\u2028\nb"])
def test_paragraphs_that_editors_would_change_are_quoted(text: str) -> None:
    """A text with outer blanks, trailing spaces or hidden characters is no block; each stays exact in quotes."""
    assert write_yaml([text]).startswith('- "')
    assert read_back(write_yaml([text])) == [text]


def test_long_lists_stand_item_by_item() -> None:
    """A list of words that fits a line of 100 characters stands on it; a longer one does not."""
    words = ["x" * 30, "y" * 30]
    fitting = {"a": [*words, "z" * 31]}  # "a: [" + 30 + 30 + 31 + two ", " + "]" = 100 characters

    assert write_yaml(fitting) == f"a: [{'x' * 30}, {'y' * 30}, {'z' * 31}]\n"
    assert write_yaml({"a": [*words, "z" * 32]}) == f"a:\n  - {'x' * 30}\n  - {'y' * 30}\n  - {'z' * 32}\n"


def test_an_outermost_list_is_never_taken_for_json() -> None:
    """A list of words at the top stands item by item, because a leading bracket means JSON."""
    assert write_yaml(["a", "b"]) == "- a\n- b\n"
    assert read_back(write_yaml([])) == []
    assert read_back(write_yaml({})) == {}


def test_absent_looking_words_are_quoted() -> None:
    """Texts that YAML takes for nothing are marked as text."""
    assert write_yaml(["", "~", "null", "Null", "nulls"]) == '- ""\n- "~"\n- "null"\n- "Null"\n- nulls\n'


def test_invisible_characters_are_escaped() -> None:
    """Control, direction and zero-width characters can be seen in the file."""
    assert write_yaml(['a\u202eb\u200b\x1b\U000e0001\\"']) == '- "a\\u202eb\\u200b\\x1b\\U000e0001\\\\\\""\n'


@pytest.mark.parametrize(
    "value",
    ["abc", None, 1, ["a", 1], {"a": None}, {1: "a"}, [b"a"], [b""], {"a": {"b"}}, ["\ud800"], {"\udc00": "a"}],
)
def test_other_values_are_refused(value: Value) -> None:
    """A text alone, anything but mappings, lists and text, and half characters raise with a remedy."""
    with pytest.raises(InvalidArgument, match=r"^value: must .*, got .*; "):
        write_yaml(value)


@pytest.mark.parametrize("innermost", ["x", ["x"], [], {}])
def test_what_could_not_be_read_is_not_written(innermost: Value) -> None:
    """Sixty-four levels are written and read; one more raises."""
    value = innermost
    for _ in range(64 if isinstance(innermost, str) else 63):
        value = [value]

    assert read_back(write_yaml(value)) == value
    with pytest.raises(InvalidArgument, match="at most 64 levels"):
        write_yaml([value])


def test_a_value_that_holds_itself_is_refused() -> None:
    """A cycle raises and does not run on."""
    value: list[Value] = []
    value.append(value)

    with pytest.raises(InvalidArgument, match="at most 64 levels"):
        write_yaml(value)
