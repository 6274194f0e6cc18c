"""Excerpts: the sentence around the words, cut where it goes on for long, each word marked where it stands."""

from __future__ import annotations

import pytest

from cephalad.screen.excerpt import MOST_SENTENCES, Excerpt, excerpts


def around(text: str, *words: str) -> list[tuple[str, list[str]]]:
    """The sentences around words of a text, each with the marked words."""
    found = excerpts(text, [(text.index(word), text.index(word) + len(word)) for word in words])
    return [(each.text, [each.text[start:end] for start, end in each.marks]) for each in found]


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("A 4.5 cm mass. Normal.", ["mass"], [("A 4.5 cm mass.", ["mass"])]),
        ("IVC clear.\nMass in the\nIVC", ["Mass"], [("Mass in the", ["Mass"])]),
        ("子宫增大。下腔静脉内见充盈缺损；余未见异常。", ["充盈缺损"], [("下腔静脉内见充盈缺损；", ["充盈缺损"])]),
        ("Mass in the IVC and clot.", ["clot", "Mass"], [("Mass in the IVC and clot.", ["Mass", "clot"])]),
        ("Mass. Clot.", ["Clot", "Mass"], [("Mass.", ["Mass"]), ("Clot.", ["Clot"])]),
        ("the IVC mass", ["IVC", "IVC mass"], [("the IVC mass", ["IVC mass"])]),
    ],
)
def test_sentences_are_found(text: str, words: list[str], expected: list[tuple[str, list[str]]]) -> None:
    """Full stops before a blank, Chinese stops and line breaks end a sentence; a decimal point does not."""
    assert around(text, *words) == expected


def test_a_long_sentence_is_cut_on_both_sides() -> None:
    """Far from the word the sentence is left out, and an ellipsis says so."""
    ((text, marks),) = around("x" * 500 + "MASS" + "y" * 500, "MASS")
    assert text == "…" + "x" * 160 + "MASS" + "y" * 160 + "…"
    assert marks == ["MASS"]


def test_only_the_first_sentences_are_shown() -> None:
    """However many words decided, the excerpt stays short."""
    text = " ".join(f"Mass {number}." for number in range(9))
    spans = [(place, place + 4) for place in range(len(text)) if text.startswith("Mass", place)]
    found = excerpts(text, spans)
    assert [each.text for each in found] == [f"Mass {number}." for number in range(MOST_SENTENCES)]
    assert excerpts("text", []) == ()
    assert excerpts("Mass", [(0, 4)]) == (Excerpt("Mass", ((0, 4),)),)
