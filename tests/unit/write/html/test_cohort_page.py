"""The page of a cohort: self-contained, its pictures with their tables, no hidden number, hostile words harmless."""

from __future__ import annotations

import re

import pytest
from tests.unit.cohort.built_answers import OPERATED, answers, same
from tests.unit.write.html.reading import left_in_english, read
from tests.unit.write.test_text_summary import ONE, WOMEN, several

from cephalad.cohort.summary import Summary, summarise
from cephalad.terms import LANGUAGES
from cephalad.write.html.cohort_page import summary_html

PAGES = [pytest.param(ONE, id="one-moment"), pytest.param(several(3), id="three"), pytest.param(several(9), id="nine")]
every_page = pytest.mark.parametrize("summary", PAGES)


@every_page
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_is_well_formed_and_asks_nobody(summary: Summary, lang: str) -> None:
    """Every element is closed, no id stands twice, every link leads somewhere, and there is no script or request."""
    page = summary_html(summary, lang=lang)
    found = read(page)
    assert found.unbalanced == []
    assert len(found.ids) == len(set(found.ids))
    assert {each.removeprefix("#") for each in found.links} <= set(found.ids)
    assert not {"script", "img", "link", "iframe", "object"} & {tag for tag, _ in found.tags}
    assert "://" not in page.replace("http://www.w3.org/2000/svg", "")


@every_page
def test_each_picture_has_a_name_and_its_table_below(summary: Summary) -> None:
    """After every figure comes a table, and the drawing says in words what it shows."""
    page = summary_html(summary)
    figures = page.split("<figure")[1:]
    assert len(figures) >= 9
    for each in figures:
        assert re.search(r"<title [^>]*>[^<]+</title><desc [^>]*>[^<]+</desc>", each)
        assert "<table" in each.partition("</figure>")[2]


def test_every_number_of_a_picture_stands_in_a_table() -> None:
    """What the bars of one moment say, the cells of the tables say too."""
    found = read(summary_html(ONE))
    cells = {text for around, text in found.texts if "td" in {tag for tag, _ in around}}
    written = [text for around, text in found.texts if "text" in {tag for tag, _ in around}]
    counts = [match[1] for text in written if (match := re.match(r"([\d,]+) \(", text))]
    assert len(counts) > 20
    assert set(counts) <= cells


def test_hidden_counts_are_nowhere_on_the_page() -> None:
    """The three women are “<5” and the forty “≥5”, in tables and drawings, and no bar is as long as they are many."""
    page = summary_html(ONE)
    words = read(page).words()
    assert "<5" in words
    assert not re.search(r"(?<![\w.,<≥-])(?:3|40)(?![\w.,%-])", read(page).words(inside="section-extent"))
    assert "&lt;5" in page


def test_the_words_are_chinese() -> None:
    """In Chinese no piece of an English sentence is left, but for what is quoted from the paper."""
    for summary in (ONE, several(3)):
        english = read(summary_html(summary)).words()
        chinese = read(summary_html(summary, lang="zh")).words(without=("lang=en",))
        assert left_in_english(english, chinese) == []


def test_the_cited_statements_are_spelt_out() -> None:
    """Each statement that a demand names stands in the last section, with its place in the paper."""
    found = read(summary_html(ONE))
    named = set(re.findall(r"S\d+", found.words(inside="section-agreement")))
    assert named == set(re.findall(r"\bS\d+\b", " ".join(found.ids).replace("statement-", "")))
    assert "months 3 and 6" in found.words(inside="section-sources")


def test_the_same_answers_give_the_same_bytes() -> None:
    """In whatever order the women stand in the file."""
    turned = summarise(answers(*WOMEN).reverse())
    assert summary_html(turned) == summary_html(ONE)


def test_hostile_words_stay_words() -> None:
    """Markup and direction marks in the guideline's name, a moment or a fact are only text."""
    hostile = "</script><script>alert(1)</script>\u202e"
    women = same(9, guideline=hostile, as_of=hostile, missing=["mass:" + hostile, "resection.complete"])
    page = summary_html(summarise(answers(*women)))
    assert "<script" not in page
    assert "\u202e" not in page
    assert read(page).unbalanced == []


def test_a_cohort_of_nobody_much_has_a_page_too() -> None:
    """Of three women the page tells that they are few, and nothing else."""
    page = summary_html(summarise(answers(*same(3, **OPERATED))))
    found = read(page)
    assert found.unbalanced == []
    cells = {text for around, text in found.texts if "td" in {tag for tag, _ in around}}
    assert not {cell for cell in cells if re.search(r"\d", cell)} - {"<5"}
