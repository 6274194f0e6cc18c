"""What is drawn is well formed, carries no style sheet, script or outside reference, and text stays text."""

from __future__ import annotations

from xml.etree.ElementTree import tostring

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.pictures.reading import read

from cephalad.errors import InvalidArgument
from cephalad.pictures.drawing import Canvas, Words, cut, text_width, wrapped

HOSTILE = "</text></svg><script>alert(1)</script>&amp;\u202e\u0000\u0007\ud800\ufffe"


def canvas(id: str = "a") -> Canvas:  # noqa: A002
    """An empty drawing."""
    return Canvas(id, width=100, height=50, title="t", description="d", lang="en")


def test_a_drawing_names_itself() -> None:
    """The drawing is an image to a reader's software, named by its title and described by its description."""
    root = read(tostring(canvas("a1").root, encoding="unicode"))
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "a1-title a1-desc"
    assert [child.get("id") for child in list(root)[:2]] == ["a1-title", "a1-desc"]
    assert root.get("lang") == "en"


@given(st.text())
def test_any_text_stays_text(text: str) -> None:
    """Whatever a text holds, the drawing stays well formed and holds exactly the elements it had."""
    drawn = Canvas("a", width=1, height=1, title=text, description=text, lang="en")
    drawn.write((0, 0), text, Words(10))
    root = read(tostring(drawn.root, encoding="unicode"))
    assert [element.tag.partition("}")[2] for element in root.iter()] == [
        "svg",
        "title",
        "desc",
        "defs",
        "rect",
        "text",
    ]


def test_control_characters_are_written_out() -> None:
    """Control characters, direction overrides and lone surrogates become plain text."""
    drawn = canvas()
    element = drawn.write((0, 0), HOSTILE, Words(10))
    assert element.text is not None
    assert element.text.endswith("&amp;\\u202e\\x00\\x07\\ud800\\ufffe")
    assert "<script>" in element.text
    assert "<script>" not in tostring(drawn.root, encoding="unicode")


@pytest.mark.parametrize("id", ["", "1a", "a b", 'a"', "a)", "a#b"])
def test_an_id_that_could_break_out_is_refused(id: str) -> None:  # noqa: A002
    """The beginning of the ids is a plain word, since references and labels are built from it."""
    with pytest.raises(InvalidArgument, match="id: must begin with a letter"):
        canvas(id)


@given(st.text(max_size=200), st.integers(20, 400))
def test_a_cut_text_fits(text: str, room: int) -> None:
    """A cut text takes no more room than there is, and is the text itself where that fits."""
    kept = cut(text, 12, room)
    assert text_width(kept, 12) <= room
    if text_width(text, 12) <= room:
        assert kept == text
    else:
        assert kept.endswith("…")


@given(st.text(alphabet="ab cd静脉，", max_size=120), st.integers(40, 300))
def test_wrapping_loses_no_word(text: str, room: int) -> None:
    """Lines fit where words do, and nothing but blanks is lost; a word longer than a line is cut."""
    lines = wrapped(text, 12, room)
    assert all(text_width(line, 12) <= room for line in lines)
    if not any("…" in line for line in lines):
        assert "".join("".join(lines).split()) == "".join(text.split())


def test_a_text_of_too_many_lines_is_cut() -> None:
    """The last allowed line ends with an ellipsis where words are left."""
    lines = wrapped("one two three four five six seven eight", 12, 60, most=2)
    assert len(lines) == 2
    assert lines[1].endswith("…")


def test_ten_thousand_characters_are_soon_cut() -> None:
    """A very long text is measured only as far as a line can reach."""
    assert len(cut("x" * 10_000, 12, 200)) < 40
    assert len(cut("i" * 10_000, 1, 1e9)) == 401


def test_bold_and_wide_letters_take_more_room() -> None:
    """Chinese characters are squares; bold is wider than plain; marks on letters take nothing."""
    assert text_width("静", 10) == 10
    assert text_width("vein", 10, bold=True) > text_width("vein", 10)
    assert text_width("e\u0301", 10) == text_width("e", 10)
