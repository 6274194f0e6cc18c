"""Excerpts: the sentence around the words, cut where it goes on for long, each word marked where it stands."""

from __future__ import annotations

import pytest

from cephalad.read import shipped_reader
from cephalad.screen.excerpt import MOST_SENTENCES, Excerpt, excerpts
from cephalad.screen.vein_names import vein_names


def span(text: str, word: str) -> tuple[int, int]:
    """Where the word stands."""
    return text.index(word), text.index(word) + len(word)


def marked(found: tuple[Excerpt, ...]) -> list[tuple[str, list[str]]]:
    """The sentences, each with the marked words."""
    return [(each.text, [each.text[start:end] for start, end in each.marks]) for each in found]


def around(text: str, *words: str) -> list[tuple[str, list[str]]]:
    """The sentences around words of a text that show nothing in particular."""
    return marked(excerpts(text, {span(text, word): () for word in words}))


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("A 4.5 cm mass. Normal.", ["mass"], [("A 4.5 cm mass.", ["mass"])]),
        ("IVC clear.\nMass of 3 cm\nIVC", ["Mass"], [("Mass of 3 cm", ["Mass"])]),
        ("子宫增大。下腔静脉内见充盈缺损；余未见异常。", ["充盈缺损"], [("下腔静脉内见充盈缺损；", ["充盈缺损"])]),
        ("Mass in the IVC and clot.", ["clot", "Mass"], [("Mass in the IVC and clot.", ["Mass", "clot"])]),
        ("Mass. Clot.", ["Clot", "Mass"], [("Mass.", ["Mass"]), ("Clot.", ["Clot"])]),
        ("the IVC mass", ["IVC", "IVC mass"], [("the IVC mass", ["IVC mass"])]),
        ("Fibroids. IVC ?tumour. End", ["tumour"], [("IVC ?tumour.", ["tumour"])]),
        ("Is it a clot? Mass.", ["Mass"], [("Mass.", ["Mass"])]),
        ("Fibroid.\nMass that grows into the\nIVC. End", ["Mass"], [("Mass that grows into the IVC.", ["Mass"])]),
        (
            "右侧髂静脉血栓。左侧卵巢静脉缺损。",
            ["血栓", "缺损"],
            [("右侧髂静脉血栓。", ["血栓"]), ("左侧卵巢静脉缺损。", ["缺损"])],
        ),
    ],
)
def test_sentences_are_found(text: str, words: list[str], expected: list[tuple[str, list[str]]]) -> None:
    """Stops and line breaks end a sentence; a decimal point, the mark of ?tumour and the paper's edge do not."""
    assert around(text, *words) == expected


def test_a_long_sentence_is_cut_on_both_sides() -> None:
    """Far from the word the sentence is left out, and an ellipsis says so."""
    ((text, marks),) = around("x" * 500 + "MASS" + "y" * 500, "MASS")
    assert text == "…" + "x" * 160 + "MASS" + "y" * 160 + "…"
    assert marks == ["MASS"]


def test_a_long_sentence_is_cut_between_words() -> None:
    """No half word is shown; an ellipsis stands for what is left out."""
    ((text, marks),) = around("it was there " * 40 + "MASS" + " and more" * 40, "MASS")
    assert text.startswith("…it was there ")
    assert text.endswith((" and…", " more…"))
    assert marks == ["MASS"]
    assert 200 < len(text) < 330


def test_only_a_few_sentences_are_shown() -> None:
    """However many words decided, the excerpt stays short; where all show the same, the first stand."""
    text = " ".join(f"Mass {number}." for number in range(9))
    words = {(place, place + 4): ("mass",) for place in range(len(text)) if text.startswith("Mass", place)}
    found = excerpts(text, words)
    assert [each.text for each in found] == [f"Mass {number}." for number in range(MOST_SENTENCES)]
    assert excerpts("text", {}) == ()
    assert excerpts("Mass", {(0, 4): ()}) == (Excerpt("Mass", ((0, 4),)),)


def test_of_many_sentences_those_that_show_most_stand() -> None:
    """What shows something that nothing before it shows is never left out for more of the same; in the text's order."""
    text = "One fibroid. Two fibroids. Three fibroids. Four fibroids. A defect in the IVC. A defect and a cord."
    words = {span(text, f"{name} fibroid"): ("mass",) for name in ("One", "Two", "Three", "Four")}
    words |= {span(text, "defect in"): ("vein",), span(text, "defect and"): ("vein",), span(text, "cord"): ("cord",)}
    shown = [each.text for each in excerpts(text, words)]
    assert shown == ["One fibroid.", "Two fibroids.", "A defect and a cord."]


def test_other_places_are_marked_where_a_sentence_is_shown() -> None:
    """They add no sentence of their own."""
    text = "The IVC is wide. A mass in the IVC. The liver."
    beside = [span(text, "IVC"), (text.rindex("IVC"), text.rindex("IVC") + 3), span(text, "liver")]
    assert marked(excerpts(text, {span(text, "mass"): ()}, beside=beside)) == [("A mass in the IVC.", ["mass", "IVC"])]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Filling defect in the infrarenal IVC.", ["infrarenal IVC"]),
        ("Filling defect in the right ovarian vein, left ovarian vein clear.", ["right ovarian vein"]),
        ("Filling defect in the right ovarian vein; the IVC is patent.", ["right ovarian vein"]),
        ("双侧卵巢静脉内见充盈缺损，下腔静脉通畅。", ["双侧卵巢静脉"]),
        ("The uterus is normal.", []),
    ],
)
def test_the_veins_that_are_meant_are_named(text: str, expected: list[str]) -> None:
    """With the word for the side; not the other side, and no vein that is clear."""
    reading = shipped_reader().read(text, modality="ct")
    held = [each for each in reading.findings if each.value != "clear"]
    assert [text[start:end] for start, end in vein_names(text, reading, held)] == expected
