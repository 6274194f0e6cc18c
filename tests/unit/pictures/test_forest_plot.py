"""Forest plots: each number in the table, marks where the numbers say, told apart without colour, in two languages."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from tests.unit.pictures.reading import ALLOWED, SVG, boxes, elements, overlapping, parsed, with_data, words

from cephalad.anatomy import Language
from cephalad.errors import InvalidArgument
from cephalad.evidence.pooled import pooled
from cephalad.evidence.pooled_model import PooledAnalysis, PooledRow, TooFewStudies
from cephalad.pictures.forest_plot import forest_plot
from cephalad.pictures.picture import Picture
from cephalad.terms import LANGUAGES

LEFT, RIGHT = 316, 676


def main_of(stratum: str) -> PooledAnalysis:
    """The shipped main analysis of a stratum."""
    main = pooled()[stratum].main
    assert main is not None
    return main


ANY = main_of("any-surgery")
RATE = main_of("rate-any-surgery")
FEW = main_of("uterus-kept")
ANALYSES = [each.main for each in pooled().values() if each.main is not None]


def across(picture: Picture, kind: str, name: str) -> list[float]:
    """The places from left to right of the corners of a mark, as shares of the axis."""
    (mark,) = with_data(picture, kind)[name]
    if mark.get("points"):
        places = [float(pair.split(",")[0]) for pair in mark.get("points", "").split()]
    else:
        places = [float(mark.get("x", "nan")) + float(mark.get("width", "nan")) / 2]
    return sorted({round((x - LEFT) / (RIGHT - LEFT), 3) for x in places})


def test_the_table_says_everything() -> None:
    """Studies, both models, what a new centre may have and the spreads, each with its interval."""
    rows = forest_plot(ANY).table.rows
    assert rows[0] == ("Zhang-2024", "29 of 114", "25.4 % (17.7 to 34.4)")
    assert rows[3] == ("Mulvany-1994", "0 of 16", "0.0 % (0.0 to 20.6)")
    assert rows[5] == ("Middle centre, Bayesian", "34 of 177", "11.9 % (3.7 to 24.5)")
    assert rows[6] == ("New centre, Bayesian (95 %)", "", "1.0 to 52.4 %")
    assert rows[7] == ("Spread between centres, Bayesian", "", "0.82 (0.16 to 1.95)")
    assert rows[8][2] == "11.7 % (2.6 to 23.5)"
    assert rows[-1] == ("Spread between centres, likelihood", "", "0.67")


@pytest.mark.parametrize("analysis", ANALYSES)
def test_marks_stand_where_the_numbers_say(analysis: PooledAnalysis) -> None:
    """Squares, lines, diamonds and the prediction lie at their shares of the axis, cut at its end."""
    picture = forest_plot(analysis)
    most = 1.0 if analysis.rows[0].woman_years is None else 0.5

    def at(*values: float | None) -> list[float]:
        return sorted({round(min(value or 0, most) / most, 3) for value in values})

    for place, row in enumerate(analysis.rows):
        assert across(picture, "square", str(place)) == pytest.approx(at(row.estimate), abs=0.002)
        assert across(picture, "row", str(place)) == pytest.approx(at(row.low, row.high), abs=0.002)
    for model in filter(None, (analysis.bayes, analysis.ml)):
        found = across(picture, "diamond", model.method)
        assert found == pytest.approx(at(model.low, model.estimate, model.high), abs=0.002)
    if analysis.bayes is not None:
        expected = at(analysis.bayes.predictive_low, analysis.bayes.predictive_high)
        assert across(picture, "prediction", "bayes") == pytest.approx(expected, abs=0.002)


def test_more_patients_make_a_larger_square() -> None:
    """The areas of the squares rise with the patients."""
    squares = with_data(forest_plot(ANY), "square")
    sides = {row.patients: float(squares[str(at)][0].get("width", "nan")) for at, row in enumerate(ANY.rows)}
    assert [sides[n] for n in sorted(sides)] == sorted(sides.values())
    assert len(set(sides.values())) == 5


def test_models_differ_without_colour() -> None:
    """One diamond is filled and the other hollow; the prediction is dashed, the studies' lines are not."""
    picture = forest_plot(ANY)
    fills = {name: mark[0].get("fill") for name, mark in with_data(picture, "diamond").items()}
    assert fills["ml"] == "#ffffff" != fills["bayes"]
    assert with_data(picture, "prediction")["bayes"][0].get("stroke-dasharray")
    assert all(line[0].get("stroke-dasharray") is None for line in with_data(picture, "row").values())


def test_too_few_studies_have_no_diamond() -> None:
    """One study: its square and interval, the words that studies are too few, and no mark of a model."""
    picture = forest_plot(FEW)
    assert "diamond" not in str(with_data(picture, "diamond").keys())
    assert not with_data(picture, "prediction")
    assert any("Too few studies" in each for each in words(picture))
    assert picture.table.rows == (
        ("Ma-2016", "4 of 7", "57.1 % (18.4 to 90.1)"),
        ("Too few studies to pool; the raw count of one study", "", "57.1 % (18.4 to 90.1)"),
    )
    assert "Bayesian" not in " ".join(words(picture))


def test_rates_have_an_axis_of_their_own() -> None:
    """Events in 100 woman-years, and an arrow where the prediction leaves the axis."""
    picture = forest_plot(RATE)
    assert ("JVSV216-2024", "30 in 474", "6.3 (4.3 to 9.0)") in picture.table.rows
    assert "Events in 100 woman-years" in words(picture)
    assert {"0", "10", "20", "30", "40", "50"} <= set(words(picture))
    assert len(with_data(picture, "arrow")["right"]) == 1
    assert not with_data(forest_plot(ANY), "arrow")


def test_a_study_that_comes_twice_is_told_by_its_cohorts() -> None:
    """Two cohorts of one study are named by study and cohort."""
    rows = tuple(PooledRow("Some-2020", name, "recurrence", 1, 10, 0.0, 0.4) for name in ("young", "old"))
    analysis = PooledAnalysis("", "recurrence", rows, None, None, TooFewStudies(1, 20, 2, 0.0, 0.3))
    assert [row[0] for row in forest_plot(analysis).table.rows[:2]] == ["Some-2020/young", "Some-2020/old"]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("analysis", ANALYSES)
def test_no_two_texts_touch(analysis: PooledAnalysis, lang: Language) -> None:
    """No word is written over another nor out of the drawing, with long names and titles too."""
    long_name = {"en": "A-very-long-name-of-a-study-2026", "zh": "名称很长的一项研究二零二六年版本"}[lang]
    rows = tuple(replace(row, study=f"{long_name}-{at}") for at, row in enumerate(analysis.rows))
    for each in (analysis, replace(analysis, rows=rows)):
        picture = forest_plot(each, lang=lang, title=long_name * 9, subtitle=long_name * 9, note=long_name * 20)
        assert overlapping(picture) == []
        assert all(box.left >= 0 and box.right <= 900 for box in boxes(picture))


def test_it_speaks_chinese() -> None:
    """In Chinese every word of the drawing and the table is Chinese, but for the names of studies."""
    picture = forest_plot(ANY, lang="zh", subtitle="无论何种手术")
    assert "29例" in picture.table.rows[0][1]
    told = " ".join((picture.title, picture.description, *picture.table.head, *(row[2] for row in picture.table.rows)))
    assert re.findall(r"[A-Za-z]+", told) == []
    assert set(re.findall(r"[A-Za-z]+", " ".join(words(picture)))) == {"Zhang", "YuX", "Anon", "Mulvany", "BMRI"}


def test_hostile_words_stay_words() -> None:
    """Markup and direction marks in names are only text, long ones cut in the drawing."""
    hostile = "</svg><script>alert(1)</script>\u202e\u0000" + "x" * 10_000
    rows = tuple(replace(row, study=hostile) for row in ANY.rows[:1])
    picture = forest_plot(replace(ANY, rows=rows), title=hostile, subtitle=hostile)
    assert {element.tag.removeprefix(SVG) for element in parsed(picture).iter()} <= ALLOWED
    assert max(map(len, words(picture))) < 450
    assert "\u202e" not in picture.to_text()
    assert "\u202e" not in str(picture.table)


def test_the_same_analysis_gives_the_same_bytes() -> None:
    """Drawing twice gives the same text, two pictures of one page share no id, and an id must be a plain word."""
    assert forest_plot(ANY).to_text() == forest_plot(ANY).to_text()
    ids = [{element.get("id") for element in parsed(forest_plot(ANY, id=name)).iter()} - {None} for name in ("a", "b")]
    assert not ids[0] & ids[1]
    with pytest.raises(InvalidArgument, match="id:"):
        forest_plot(ANY, id="a b")


def test_a_reader_without_sight_is_told_the_counts() -> None:
    """The description names studies, patients and events after the question."""
    picture = forest_plot(ANY, subtitle="How often?")
    assert picture.description == "How often? Studies: 5; patients: 177; events: 34."
    assert elements(picture, "desc")[0].text == picture.description
