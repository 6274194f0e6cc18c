"""Lines never grow wider than asked, columns stay straight in Chinese, and no control character comes out."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cephalad.write.layout import ALARM, clean, columns, display_width, fitted, hanging, marked, render, wrapped


def test_a_chinese_character_takes_two_columns_and_an_accent_none() -> None:
    """Width follows East Asian width; combining marks and marks of colour take no room."""
    assert display_width("静脉") == 4
    assert display_width("e\u0301") == 1
    assert display_width(marked("late", ALARM)) == 4


@pytest.mark.parametrize(
    ("text", "out"),
    [
        ("\x1b[31mred", "\\x1b[31mred"),
        ("a\u202eb", "a\\u202eb"),
        ("a\x07\x9b", "a\\x07\\x9b"),
        ("a\ud800b", "a\\ud800b"),
        ("a\U000e0001b", "a\\U000e0001b"),
        ("\ufdd0x", "\\ufdd0x"),
        ("two\n\tlines", "two lines"),
        ("静脉 é ✓", "静脉 é ✓"),
    ],
)
def test_control_characters_are_written_out(text: str, out: str) -> None:
    """Escape sequences, direction overrides, lone surrogates and our own marks become plain text."""
    assert clean(text) == out


@given(st.text(), st.booleans())
def test_nothing_that_steers_a_terminal_is_ever_rendered(text: str, colour: bool) -> None:
    """Whatever a line holds, the output has only printable characters, line ends and our own colours."""
    out = render([text], colour=colour)
    for code in ("\x1b[1m", "\x1b[1;31m", "\x1b[33m", "\x1b[0m"):
        out = out.replace(code, "") if colour else out
    body = out.removesuffix("\n")
    assert not [sign for sign in body if unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Zl", "Zp")]
    out.encode("utf-8")


@given(st.text(alphabet=st.sampled_from("ab -静脉，。（）\u0301.;")), st.integers(4, 40))
def test_no_line_is_wider_than_asked_and_no_word_is_lost(text: str, width: int) -> None:
    """Wrapping drops blanks at line ends and nothing else."""
    lines = wrapped(text, width)
    assert all(display_width(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_a_line_does_not_begin_with_a_closing_mark() -> None:
    """A full stop stays with the character before it."""
    assert wrapped("静脉，肿瘤", 4) != ["静脉", "，肿", "瘤"]
    assert not any(line.startswith("，") for line in wrapped("静脉肿瘤，静脉肿瘤，", 8))


def test_a_long_word_is_cut_at_its_hyphens() -> None:
    """An id that is wider than its column breaks after a hyphen."""
    assert wrapped("blood-count-referral", 12) == ["blood-count-", "referral"]


def test_a_hanging_text_keeps_its_indent() -> None:
    """The first line carries the bullet, the others blanks of the same width."""
    assert hanging("one two three four five six seven eight", 30, first="- ") == [
        "- one two three four five six",
        "  seven eight",
    ]


def test_columns_stay_straight_in_chinese() -> None:
    """The second column of a table begins at the same place in every row."""
    rows = [("左侧肾静脉", "肿瘤", "x"), ("left", "clear", "y")]
    lines = columns(rows, 60)
    starts = {display_width(line[: line.index(cell)]) for line, cell in zip(lines, ("肿瘤", "clear"), strict=True)}
    assert len(starts) == 1


@pytest.mark.parametrize("width", [1, 10, 24, 40, 100, 200])
def test_a_table_survives_any_width(width: int) -> None:
    """Every cell's text is there however narrow the terminal."""
    text = "".join("".join(columns([("segment", "overdue and partly done", "abcdefgh" * 9)], width)).split())
    assert "segment" in text.replace("-", "") or width < 24
    assert text.count("a") >= 9


def test_no_row_makes_no_table() -> None:
    """An empty table has no line."""
    assert columns([], 80) == []


def test_a_text_that_is_too_long_is_not_cut_to_fit() -> None:
    """Filling adds blanks and never takes anything away."""
    assert fitted("ab", 4) == "ab  "
    assert fitted("静脉", 3) == "静脉"
