"""From data to a PDF: the same bytes, text never read as markup, no sign without a glyph, tags and standards."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from tests.unit.write.pdf_reading import properties_of, rightmost, solid, text_of

from cephalad.assessment import Assessment, assess
from cephalad.errors import MissingFont, UnknownName
from cephalad.record import Case, Event, Origin, read_bytes, read_example
from cephalad.terms import FINDINGS, ValueType
from cephalad.write.pdf import SHEETS, fonts, sheet_pdf
from cephalad.write.pdf.blocks import cut, harmless
from cephalad.write.pdf.press import date_of

MARKUP = '#panic("x") $x^2$ @ref *b* _i_ `r` \\ "q" <l> // = [] {} #let x = 1'
HIDDEN = "\u202e\x1b[31m\x00\n"
HIDDEN_SEEN = r"\u202e\x1b[31m\x00"
WITHOUT_GLYPH = "\U00012345"

# In points.
A4_WIDTH = 595.3
MARGIN = 39

every_sheet = pytest.mark.parametrize("sheet", SHEETS)


def reference() -> Case:
    """The reference patient."""
    return read_example("zhao-tian-2026")


@cache
def found() -> Assessment:
    """Her assessment in March 2026."""
    return assess(reference(), as_of="2026-03-01", with_missing=False)


def hostile(case: Case, text: str) -> Case:
    """The case with this text wherever a record may hold free text."""
    header = dict.fromkeys((*case.header, "synthetic", "consent_to_reuse_of_data"), text)
    return replace(case, id=f"x{text}", header=header, events=tuple(_hostile(each, text) for each in case.events))


def _hostile(each: Event, text: str) -> Event:
    rows = tuple(
        replace(row, note=text, value=text if FINDINGS[row.finding].type is ValueType.TEXT and row.value else row.value)
        for row in each.observations
    )
    return replace(each, observations=rows, note=text, text=text, author=text, origin=Origin(text, text))


@every_sheet
def test_the_same_assessment_gives_the_same_bytes(sheet: str) -> None:
    """Nothing of the moment of printing is in the file."""
    assert sheet_pdf(found(), sheet) == sheet_pdf(found(), sheet)


@every_sheet
def test_text_of_a_record_is_never_markup(sheet: str, tmp_path: Path) -> None:
    """Commands, formulas, labels and quotes in every field of a record are printed as they were written."""
    told = text_of(sheet_pdf(assess(hostile(reference(), MARKUP), as_of="2026-03-01"), sheet, head=MARKUP), tmp_path)
    assert solid(MARKUP) in told


@every_sheet
def test_characters_that_nobody_sees_are_written_out(sheet: str, tmp_path: Path) -> None:
    """A control character or a change of direction is printed as its number, not obeyed."""
    told = text_of(sheet_pdf(assess(hostile(reference(), HIDDEN), as_of="2026-03-01"), sheet), tmp_path)
    assert HIDDEN_SEEN in told
    assert "\u202e" not in told


def test_data_are_made_harmless_but_for_drawings() -> None:
    """Texts at any depth lose their control characters; a drawing, written by the program, stays as it is."""
    assert harmless({"a": ["x\x00"], "b": ({"c": "\x1b"},), "n": 1}) == {"a": ["x\\x00"], "b": [{"c": "\\x1b"}], "n": 1}
    assert harmless({"svg": "<svg>\n</svg>"}) == {"svg": "<svg>\n</svg>"}


def test_a_long_text_is_cut_with_an_ellipsis() -> None:
    """A text of the length allowed stays whole; one letter more, and it is cut to that length."""
    assert cut("abcde", 5) == "abcde"
    assert cut("abcdef", 5) == "abcd…"


@every_sheet
def test_a_word_without_a_blank_stays_on_the_page(sheet: str, tmp_path: Path) -> None:
    """A word longer than a line is broken before the margin, and copies as one word."""
    case = replace(reference(), id="W" * 60, header={"title": "W" * 300, "citation": "W" * 300})
    pdf = sheet_pdf(assess(case, as_of="2026-03-01", with_missing=False), sheet)
    assert rightmost(pdf, tmp_path) <= A4_WIDTH - MARGIN
    assert "W" * 300 in text_of(pdf, tmp_path)


@every_sheet
def test_a_sign_without_a_glyph_is_an_error(sheet: str) -> None:
    """A sign that no font shows is named, with the line to type and the way out, and no sheet is made."""
    case = hostile(reference(), f"a{WITHOUT_GLYPH}b")
    with pytest.raises(MissingFont, match=r"U\+12345.*apt-get install fonts-noto.*--format html"):
        sheet_pdf(assess(case, as_of="2026-03-01", with_missing=False), sheet)


def test_many_signs_without_a_glyph_are_counted() -> None:
    """Only the first dozen are named."""
    signs = "".join(chr(0x12345 + number) for number in range(15))
    case = replace(reference(), header={"title": signs})
    with pytest.raises(MissingFont, match=r"U\+12350 and 3 more"):
        sheet_pdf(assess(case, as_of="2026-03-01", with_missing=False), "care")


def test_chinese_without_a_chinese_font_says_the_line_to_type(monkeypatch: pytest.MonkeyPatch) -> None:
    """A host without a Chinese font gets the line that installs one; English needs none."""

    class Bare:
        def families(self) -> list[str]:
            return ["DejaVu Sans", fonts.LATIN]

    monkeypatch.setattr(fonts, "found_fonts", Bare)
    with pytest.raises(MissingFont, match=r"apt-get install fonts-noto-cjk.*--format html"):
        fonts.sheet_fonts("zh")
    assert fonts.sheet_fonts("en") == (fonts.LATIN,)


@every_sheet
def test_the_file_says_what_it_is(sheet: str, tmp_path: Path) -> None:
    """Title, date of the assessment, tags, and both standards: for readers who do not see, and for the archive."""
    pdf = sheet_pdf(found(), sheet)
    told = properties_of(pdf, tmp_path)
    assert told["Title"].endswith("zhao-tian-2026")
    assert told["Tagged"] == "yes"
    assert told["CreationDate"].startswith("Sun Mar  1")
    assert re.search(rb"pdfuaid:part>1<", pdf)
    assert re.search(rb"pdfaid:part>2<.*pdfaid:conformance>A<", pdf, re.DOTALL)


def test_the_file_names_its_language() -> None:
    """An English sheet is marked as English, a Chinese one as Chinese of China."""
    assert b"<rdf:li>en</rdf:li>" in sheet_pdf(found(), "mdt")
    assert b"<rdf:li>zh-CN</rdf:li>" in sheet_pdf(found(), "mdt", lang="zh")


def test_a_case_that_counts_days_is_dated_by_its_file() -> None:
    """Without a calendar the date in the file is the one the record was written on."""
    text = (
        "format: cephalad-case/1\ncase: a\nwritten_on: 2026-01-05\nsex: female\nevents:\n"
        "  - {id: scan, kind: imaging, day: 3, modality: ct}\n"
    )
    case = read_bytes(text.encode(), file="a.yaml")
    assert isinstance(case, Case)
    assert date_of(assess(case, as_of="day:3", with_missing=False)) == (2026, 1, 5)
    assert date_of(found()) == (2026, 3, 1)


@pytest.mark.parametrize(("sheet", "lang", "says"), [("mtd", "en", "mdt"), ("mdt", "xx", "xx")])
def test_an_unknown_sheet_or_language_is_refused(sheet: str, lang: str, says: str) -> None:
    """The message names what there is."""
    with pytest.raises(UnknownName, match=says):
        sheet_pdf(found(), sheet, lang=lang)
