"""The little that HTML needs: escaping, ids, the frame with its policy, and a style sheet that asks nobody."""

from __future__ import annotations

import re
from itertools import pairwise
from xml.etree.ElementTree import tostring

import pytest
from tests.unit.write.html.reading import left_in_english, read

from cephalad.write.html.document import Content, add, anchor, apart, document, el, link, run


def markup(*content: Content) -> str:
    """The inside of an element."""
    return tostring(el("div", *content), encoding="unicode", method="html")


def style() -> str:
    """The style sheet without its comments."""
    page = document(title="t", lang="en")
    return re.sub(r"/\*.*?\*/", "", page[page.index("<style>") + 7 : page.index("</style>")], flags=re.DOTALL)


def luminance(colour: str) -> float:
    """Relative luminance after WCAG 2.2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast of two colours after WCAG 2.2."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_text_and_attributes_are_escaped() -> None:
    """No sign of a text opens an element or ends an attribute."""
    told = markup(el("p", '</p><script>alert(1)</script> & "x"', title='"><script>'))
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp;" in told
    assert read(told).tags[1:] == [("p", {"title": '"><script>'})]


def test_control_characters_are_written_out() -> None:
    """An escape, a change of direction and a lone surrogate are printed as codes, in text and in attributes."""
    told = markup(el("p", "a\x00\x1b\u202eb\ud800", title="\u2066"))
    assert "a\\x00\\x1b\\u202eb\\ud800" in told
    assert 'title="\\u2066"' in told
    told.encode("utf-8")


def test_content_may_be_nested_and_nothing() -> None:
    """Lists, nothing and texts around elements come out in their order."""
    inner = run("b", None, [el("i", "c"), "d"])
    assert markup("a", inner, "e") == "<div>ab<i>c</i>de</div>"
    assert markup(apart(["1", el("b", "2"), "3"], ", ")) == "<div>1, <b>2</b>, 3</div>"
    assert markup() == "<div></div>"


def test_adding_goes_behind_what_is_there() -> None:
    """A text after an element is not put before it."""
    parent = el("p", el("b", "x"))
    assert tostring(add(parent, "y", "z"), encoding="unicode") == "<p><b>x</b>yz</p>"


def test_an_attribute_without_value_is_left_out() -> None:
    """None means no attribute; an underscore is a hyphen."""
    assert markup(el("p", id=None, class_="a", aria_label="b")) == '<div><p class="a" aria-label="b"></p></div>'


@pytest.mark.parametrize(
    ("one", "other"), [("a b", "a_20_b"), ("a", "a "), ("ä", "a"), ("_", "__"), ("a_62_", "ab"), ("1_", "1_5f_")]
)
def test_no_two_names_share_an_anchor(one: str, other: str) -> None:
    """Whatever signs a name holds, its anchor is its own and holds no blank."""
    assert anchor("event", one) != anchor("event", other)
    assert not re.search(r"\s", anchor("event", one))


def test_a_link_leads_within_the_page() -> None:
    """A link begins with a hash."""
    assert markup(link("main", "go", class_="skip")) == '<div><a href="#main" class="skip">go</a></div>'


def test_the_frame_forbids_scripts_and_requests() -> None:
    """The policy stands before anything that could ask for something; there is a language, a title and a viewport."""
    page = document(el("p", "x"), title="a < b", lang="zh")
    found = read(page)
    assert page.startswith('<!DOCTYPE html>\n<html lang="zh-Hans"')
    policy = next(each for each in found.named("meta") if each.get("http-equiv") == "Content-Security-Policy")
    assert "default-src 'none'" in policy["content"]
    assert page.index("Content-Security-Policy") < page.index("<style>")
    assert found.words(inside="title") == "a < b"
    assert {"viewport", "referrer"} <= {each.get("name") for each in found.named("meta")}
    assert found.unbalanced == []


def test_an_unknown_language_has_no_frame() -> None:
    """A page says in which language it is, so it has to be known."""
    with pytest.raises(KeyError):
        document(title="t", lang="fr")


def test_the_style_sheet_asks_nobody() -> None:
    """It loads no font and no picture, and nothing in it ends the style element."""
    assert not re.search(r"url\(|@import|@font-face|</", style())


def test_every_text_colour_can_be_read() -> None:
    """Each colour of text reaches 4.5 to 1 and each frame 3 to 1 on every ground of the page."""
    colours = dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6});", style()))
    grounds = ["#ffffff", colours["wash"], "#fff8de"]
    for name in ("ink", "quiet", "alarm", "caution", "good", "link"):
        assert min(contrast(colours[name], ground) for ground in grounds) >= 4.5, name
    assert contrast(colours["frame"], "#ffffff") >= 3


def test_the_contrast_is_computed_as_the_guidelines_do() -> None:
    """Black on white is 21 to 1, equal colours are 1 to 1, and grey #767676 is the palest that passes on white."""
    assert round(contrast("#000000", "#ffffff"), 2) == 21
    assert contrast("#123456", "#123456") == 1
    assert contrast("#767676", "#ffffff") >= 4.5 > contrast("#777777", "#ffffff")


def test_headings_step_down_in_size() -> None:
    """A lower heading is never larger than a higher one."""
    sizes = re.findall(r"^h[123] {[^}]*font-size: (?:clamp\()?([0-9.]+)rem", style(), re.MULTILINE)
    assert len(sizes) == 3
    assert all(float(above) > float(below) for above, below in pairwise(sizes))


def test_english_that_is_left_would_be_seen() -> None:
    """A sentence of the catalogue in both texts is named; one inside an id is not."""
    assert "html.at-a-glance" in left_in_english("At a glance", "… At a glance …")
    assert left_in_english("At a glance", "一览") == []
    assert left_in_english("continuous", "ess-2020-continuous-cord") == []
