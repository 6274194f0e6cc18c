"""The figures of recurrence in words: every number with its denominator, and nothing said that is not known."""

from __future__ import annotations

import json
from collections.abc import Iterator
from math import inf

import numpy as np
import pytest
from tests.unit.cohort.women import frame, woman
from tests.unit.write.html.reading import left_in_english

from cephalad.cohort.recurrence import Recurrence, recurrence
from cephalad.cohort.recurrence_outcomes import STRATA, Source
from cephalad.guideline import default_guideline
from cephalad.write.layout import display_width, render
from cephalad.write.recurrence_words import RULES, estimate_rows, group_sentence, pictures
from cephalad.write.text_recurrence import recurrence_as_dict, recurrence_lines

GUIDELINE = default_guideline()
EIGHT = [
    woman(6, changed=True, clear=3),
    woman(12, changed=True, clear=6),
    woman(12, changed=True),
    woman(9, died=True),
    woman(12, clear=12),
    woman(18, clear=18),
    woman(24, changed=True, clear=12),
    woman(30, clear=30),
]
FEW = [woman(at, changed=True, completeness="incomplete") for at in (3, 4, 5, 6)]
APART = [woman(apart="never-seen-again"), woman(apart="days-not-told", changed=True), woman(apart="after-a-change")]
MIXED = recurrence(frame(*EIGHT, *FEW, *APART), "extent")


def text(found: Recurrence = MIXED, *, lang: str = "en", width: int = 100, source: Source | None = None) -> str:
    """The printed text."""
    lines = recurrence_lines(found, source or Source(20), GUIDELINE, lang=lang, width=width)
    return render(list(lines), colour=False)


def flowing(told: str) -> str:
    """A text without its line breaks."""
    return " ".join(told.split())


def test_a_row_tells_all_that_is_known_of_a_month() -> None:
    """At 12 months 6 are at risk, 58.3 % are without it, 37.5 % have it, 12.5 % died first; 57.1 % between images."""
    group = MIXED.strata[0].groups[0]
    rows = list(estimate_rows(group, "en"))
    free = group.free.at(12)  # type: ignore[union-attr]
    assert rows[0] == (
        "12", "6", f"58.3 % ({100 * free.low:.1f} to {100 * free.high:.1f})", rows[0][3], "12.5 %", "57.1 %"
    )  # fmt: skip
    assert rows[0][3].startswith("37.5 % (")
    assert [row[0] for row in rows] == ["12", "24", "36", "60", "120"]


def test_beyond_the_last_observation_nothing_is_told() -> None:
    """At 36 months, after the last of all days, every column says that there is no observation, but for the count."""
    rows = list(estimate_rows(MIXED.strata[0].groups[0], "en"))
    assert rows[2] == ("36", "0", *["no observation"] * 4)


def test_between_two_images_a_range_is_told() -> None:
    """Clear at 6 months and changed at 18: at 12 months it may have come to anybody, at 24 to all."""
    found = recurrence(frame(*[woman(18, changed=True, clear=6)] * 5), "extent")
    rows = list(estimate_rows(found.strata[0].groups[0], "en"))
    assert [row[-1] for row in rows[:2]] == ["0.0 to 100.0 %", "0.0 %"]


def test_the_counts_of_a_stratum() -> None:
    """Recurrences, progressions and deaths stand each for themselves, and so do the women in no curve."""
    told = flowing(text())
    assert (
        "Patients: 15. Recurrences: 5; progressions: 4; changes that cannot be named: 0; deaths without any: 1." in told
    )
    assert "Not in the curves: never seen again 1; days not told 1; operated on only after new tumour 1." in told
    assert "Recurrence after complete resection: 8 observed, 4 with it, 10.2 person-years, median 24.0 mo." in told


def test_a_group_of_four_has_no_percentage() -> None:
    """It is told with its number, and neither a curve nor a percentage follows."""
    told = group_sentence(MIXED.strata[0].groups[1], "en")
    assert told == "Progression after incomplete resection: 4 observed; below 5 there is no curve and no percentage."
    assert list(estimate_rows(MIXED.strata[0].groups[1], "en")) == []


def test_every_rule_is_told() -> None:
    """The text ends with how the figures are made, each rule once."""
    assert len(RULES) == 8
    told = flowing(text())
    assert "Time runs from the last operation for the disease before any new tumour." in told
    assert told.count("Kaplan-Meier") == 1
    assert "The three are never added up." in told


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("width", [60, 80, 100, 140])
def test_no_line_is_wider_than_asked(lang: str, width: int) -> None:
    """At every width of a terminal, in both languages."""
    assert max(map(display_width, text(lang=lang, width=width).splitlines())) <= width


def test_chinese_leaves_no_english() -> None:
    """No piece of an English sentence stands in the Chinese text, with every sentence about the patients in it."""
    source = Source(2_000, 20, 3, published=True)
    assert left_in_english(text(source=source), text(lang="zh", source=source)) == []


def test_who_the_patients_are() -> None:
    """Simulated, published and refused are told where they are, with thousands told apart."""
    told = flowing(text(source=Source(12_000, 1_500, 1_234, published=True)))
    assert "Patients: 12,000; operated on for the disease: 15." in told
    assert "Simulated patients among them, whom nobody ever was: 1,500." in told
    assert "Rows of the table that could not be read: 1,234." in told
    plain = flowing(text())
    assert "imulated" not in plain
    assert "published" not in plain
    assert "could not be read" not in plain


def test_nobody_operated_on() -> None:
    """An empty result says so, in words, in JSON and as a drawing."""
    nobody = recurrence(frame(), "operation")
    assert "No patient was operated on for the disease." in text(nobody)
    assert recurrence_as_dict(nobody, Source(3), GUIDELINE)["strata"] == []
    (picture,) = pictures(nobody, Source(3), "en")
    assert picture.table.rows == ()


@pytest.mark.parametrize("by", list(STRATA))
def test_every_stratum_has_a_name_in_both_languages(by: str) -> None:
    """No word is printed as an id."""
    found = recurrence(frame(*(woman(9) | {by: word} for word in STRATA[by])), by)
    names = [list(_headings(text(found, lang=lang))) for lang in ("en", "zh")]
    assert len(set(names[0])) == len(set(names[1])) == len(STRATA[by])
    assert all(name.isascii() and name[0].isupper() and "-or-more" not in name for name in names[0])
    assert not any(name.isascii() for name in names[1])


def _headings(told: str) -> Iterator[str]:
    """The lines after an empty one that a stratum's counts follow."""
    lines = told.splitlines()
    for at in range(1, len(lines) - 1):
        if not lines[at - 1] and lines[at + 1].startswith(("  Patients:", "  患者")):
            yield lines[at]


def test_json_knows_no_infinity() -> None:
    """What is not known is null; every number is finite, so that any reader takes it."""
    told = recurrence_as_dict(MIXED, Source(20), GUIDELINE)
    assert json.loads(json.dumps(told, allow_nan=False)) == told
    group = told["strata"][0]["groups"][0]
    assert group["median"] == {"value": 24.0, "low": 6.0, "high": None}
    assert group["at"][2]["free"] == {"value": None, "low": None, "high": None}
    assert group["at"][0]["free_between_images"] == pytest.approx([4 / 7, 4 / 7], abs=1e-4)
    assert "at" not in told["strata"][0]["groups"][1]


def test_a_drawing_for_each_kind_of_change() -> None:
    """By extent there is one for recurrence and one for progression; by completeness one holds all, told apart."""
    drawn = pictures(MIXED, Source(20), "en")
    assert [picture.title for picture in drawn] == [
        "Recurrence after complete resection, by extent",
        "Progression after incomplete resection, by extent",
    ]
    assert drawn[1].table.rows == (("large veins", "", "", "", "", "too few to show (fewer than 5 patients)"),)
    (one,) = pictures(recurrence(frame(*EIGHT, *FEW), "completeness"), Source(20), "en")
    assert {row[0] for row in one.table.rows} == {"complete resection", "incomplete resection"}


def test_numbers_are_finite_where_all_recur() -> None:
    """A curve that comes to nothing has shares of nothing, no missing ones."""
    found = recurrence(frame(*(woman(at, changed=True, clear=at - 1) for at in (2, 3, 4, 5, 6))), "extent")
    rows = list(estimate_rows(found.strata[0].groups[0], "en"))
    assert {row[2:] for row in rows} == {("0.0 %", "100.0 %", "0.0 %", "0.0 %")}
    assert np.isfinite([float(row[0]) for row in rows]).all()
    assert inf not in [float(row[1]) for row in rows]
