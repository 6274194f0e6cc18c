"""Survival curves: every number in the table, groups told apart without colour, small groups named and not counted."""

from __future__ import annotations

import re
from itertools import pairwise

import numpy as np
import pytest
from tests.unit.pictures.reading import ALLOWED, SVG, boxes, elements, overlapping, parsed, with_data, words

from cephalad.anatomy import Language
from cephalad.cohort.survival import SurvivalCurve, TooFew, kaplan_meier
from cephalad.errors import InvalidArgument
from cephalad.pictures.picture import Picture
from cephalad.pictures.survival_curve import MOST_GROUPS, MOST_TICKS, survival_curve
from cephalad.pictures.survival_table import MOST_ROWS
from cephalad.terms import LANGUAGES

# Freireich EJ and others, Blood 1963;21:699-716.
ON_6MP = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
ON_6MP_EVENTS = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
ON_PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]


def curve_of(times: list[int] | list[float], events: list[int]) -> SurvivalCurve:
    """The Kaplan-Meier curve of a group that is large enough."""
    curve = kaplan_meier(times, events)
    assert isinstance(curve, SurvivalCurve)
    return curve


def of_size(n: int) -> SurvivalCurve:
    """A group with an event, then a censoring, and so on, one a month."""
    return curve_of(list(range(1, n + 1)), [at % 2 for at in range(1, n + 1)])


SIX_MP, PLACEBO = curve_of(ON_6MP, ON_6MP_EVENTS), curve_of(ON_PLACEBO, [1] * 21)
BOTH = survival_curve({"6-MP": SIX_MP, "placebo": PLACEBO, "neither": TooFew(3)})


def points(picture: Picture, group: int) -> list[tuple[float, float]]:
    """The corners of a group's curve as drawn."""
    (line,) = with_data(picture, "curve")[str(group)]
    return [(float(x), float(y)) for x, y in (pair.split(",") for pair in line.get("points", "").split())]


def at_place(picture: Picture, x: float, low: float, high: float) -> list[str]:
    """The texts written around a place across, between two heights, from above to below."""
    found = [box for box in boxes(picture) if abs((box.left + box.right) / 2 - x) < 1 and low < box.top < high]
    return [box.text for box in sorted(found, key=lambda box: box.top)]


def test_the_table_says_every_step() -> None:
    """Each time of an event or a censoring has a row with who is at risk, what happened, the share and its interval."""
    rows = [row[1:] for row in BOTH.table.rows if row[0] == "6-MP"]
    assert ("6", "21", "3", "1", "85.7 % (62.0 to 95.2)") in rows
    assert ("23", "6", "1", "0", "44.8 % (18.8 to 68.0)") in rows
    assert ("5", "14", "2", "0", "57.1 % (33.8 to 74.9)") in [row[1:] for row in BOTH.table.rows if row[0] == "placebo"]
    assert {int(row[0]) for row in rows[1:]} == {*ON_6MP, 0, 12, 18, 24, 30, 36}
    assert [sum(int(row[at]) for row in rows[1:]) for at in (2, 3)] == [9, 12]


def test_the_table_sums_a_group_up() -> None:
    """The first row of a group tells patients, events, censorings, the median with its interval and person-years."""
    assert BOTH.table.rows[0] == (
        "6-MP", "all", "21", "9", "12", "median 23 mo. (13 to not reached); 29.9 person-years"
    )  # fmt: skip
    summary = [row for row in BOTH.table.rows if row[:2] == ("placebo", "all")]
    assert summary == [("placebo", "all", "21", "21", "0", "median 8 mo. (4 to 11); 15.2 person-years")]


def test_beyond_the_longest_observation_no_share_is_told() -> None:
    """At 36, after the last censoring at 35, the table has no share; on placebo, where all relapsed, it is zero."""
    told = {row[:2]: row[5] for row in BOTH.table.rows}
    assert told["6-MP", "36"] == "no observation"
    assert told["placebo", "36"] == "0.0 %"


def test_the_number_at_risk_stands_under_its_mark() -> None:
    """Under 0, 6, 12, 18, 24 and 30 stand 21, 21, 12, 9, 5, 4 on 6-MP, in line with the marks of the axis."""
    (six_mp,) = (box for box in boxes(BOTH) if box.text == "6-MP" and box.left < 200)
    found = {}
    for mark in ("0", "6", "12", "18", "24", "30"):
        (axis,) = (box for box in boxes(BOTH) if box.text == mark and 400 < box.top < 420)
        found[mark] = at_place(BOTH, (axis.left + axis.right) / 2, six_mp.top - 5, six_mp.bottom + 5)
    assert found == {"0": ["21"], "6": ["21"], "12": ["12"], "18": ["9"], "24": ["5"], "30": ["4"]}


def test_a_curve_goes_in_steps() -> None:
    """Each piece of a curve is level or upright, the curve begins at the top left and falls where events are."""
    for group, curve in enumerate((SIX_MP, PLACEBO)):
        corners = points(BOTH, group)
        assert all(a[0] == b[0] or a[1] == b[1] for a, b in pairwise(corners))
        falls = {a[0] for a, b in pairwise(corners) if b[1] > a[1]}
        assert len(falls) == int((curve.n_event > 0).sum())
        heights = [y for _, y in corners]
        assert heights == sorted(heights)
        share = (corners[-1][1] - corners[0][1]) / (402 - 112)
        assert 1 - share == pytest.approx(float(curve.survival[-1]), abs=1e-3)


def test_groups_differ_without_colour() -> None:
    """Any two of six groups differ in the dashes of their lines and in the hatching of their bands."""
    picture = survival_curve({f"group {at}": of_size(20 + at) for at in range(MOST_GROUPS)})
    dashes = {group: line[0].get("stroke-dasharray") for group, line in with_data(picture, "curve").items()}
    assert len(set(dashes.values())) == len(dashes) == MOST_GROUPS
    tiles = {
        (tile.get("patternTransform"), *sorted(child.tag for child in tile)) for tile in elements(picture, "pattern")
    }
    assert len(tiles) == MOST_GROUPS
    bands = {band[0].get("fill") for band in with_data(picture, "band").values()}
    assert len(bands) == MOST_GROUPS


def test_a_band_goes_from_the_first_event_to_the_last_observation() -> None:
    """A band begins with the first event, at 6 or at 1, and ends at 35 or where the curve comes to zero, at 23."""
    ends = {}
    for group, (band,) in with_data(BOTH, "band").items():
        places = [float(pair.split(",")[0]) for pair in band.get("points", "").split()]
        ends[group] = [round((x - 224) / (716 - 224) * 36, 2) for x in (min(places), max(places))]
    assert ends == {"0": [6, 35], "1": [1, 23]}


def test_a_censoring_is_a_tick_on_the_curve() -> None:
    """Each time of a censoring on 6-MP has one tick, through the curve; placebo has none."""
    ticks = with_data(BOTH, "mark")["censored"]
    assert len(ticks) == int((SIX_MP.n_censored > 0).sum()) == 11


def test_a_small_group_is_named_and_not_counted() -> None:
    """Three patients: the name and *too few to show*, in drawing and table, without the number three anywhere."""
    assert "neither: too few to show (fewer than 5 patients)" in words(BOTH)
    assert BOTH.table.rows[-1] == ("neither", "", "", "", "", "too few to show (fewer than 5 patients)")
    told = [survival_curve({"a": of_size(6), "b": TooFew(n)}) for n in (0, 4)]
    assert told[0].to_text() == told[1].to_text()
    assert told[0].table == told[1].table


@pytest.mark.parametrize("groups", [{"6-MP": SIX_MP}, {}])
def test_a_note_is_written_in_full_below_all(groups: dict[str, SurvivalCurve]) -> None:
    """Every word of a note stands below everything else, inside the drawing; without one the drawing is as before."""
    note = "These patients were chosen because they are unusual, and nothing is known of all the others. " * 4
    plain, noted = survival_curve(groups), survival_curve(groups, note=note)
    written = [box for box in boxes(noted) if box.text not in words(plain)]
    assert " ".join(box.text for box in written) == note.strip()
    assert min(box.top for box in written) > max(box.bottom for box in boxes(plain))
    assert max(box.bottom for box in written) < float(parsed(noted).get("height", "0"))
    assert survival_curve(groups, note="").to_text() == plain.to_text()


def test_nothing_but_small_groups() -> None:
    """Without a curve there is no axis, and the picture says that no group is large enough."""
    picture = survival_curve({"a": TooFew(4), "b": TooFew(0)})
    assert picture.description == "No group is large enough for a curve."
    assert [row[0] for row in picture.table.rows] == ["a", "b"]
    assert not elements(picture, "polyline")
    assert survival_curve({}).table.rows == ()


def test_more_curves_than_can_be_told_apart_are_refused() -> None:
    """Seven curves are refused; groups that are too small do not count."""
    six = {f"group {at}": of_size(6) for at in range(MOST_GROUPS)}
    assert len(with_data(survival_curve({**six, "small": TooFew(2)}), "curve")) == MOST_GROUPS
    with pytest.raises(InvalidArgument, match="at most 6 curves"):
        survival_curve({**six, "seventh": of_size(6)})


@pytest.mark.parametrize(
    ("times", "events"),
    [([3, 4, 5, 6, 7], [0] * 5), ([2] * 5, [1] * 5), ([0] * 5, [1] * 5), ([0] * 5, [0] * 5), ([0.03] * 5, [1] * 5),
     ([5000] * 5, [1, 0, 1, 0, 0])],
)  # fmt: skip
def test_odd_groups_are_drawn(times: list[float], events: list[int]) -> None:
    """All censored, one time, all at zero, a day, and four centuries: a curve, an axis that holds it, a full table."""
    picture = survival_curve({"group": curve_of(times, events)})
    assert all(224 <= x <= 716 and 112 <= y <= 402 for x, y in points(picture, 0))
    assert overlapping(picture) == []
    assert sum(int(row[3]) for row in picture.table.rows[1:]) == sum(events)


def test_the_key_tells_only_signs_that_occur() -> None:
    """Without censorings there is no tick in the key, without a band none of it."""
    assert "end of observation without" in " ".join(words(BOTH))
    assert "end of observation" not in " ".join(words(survival_curve({"placebo": PLACEBO})))
    assert "95 % interval" not in " ".join(words(survival_curve({"all censored": curve_of([1, 2, 3, 4, 5], [0] * 5)})))


@pytest.mark.parametrize("number", [MOST_TICKS, MOST_TICKS + 1])
def test_too_many_censorings_are_not_marked(number: int) -> None:
    """A hundred ends of observation are marked, one more are not, and the key says so."""
    picture = survival_curve({"group": curve_of(list(range(number)), [0] * number)})
    assert ("censored" in with_data(picture, "mark")) == (number == MOST_TICKS)
    assert ("too many" in " ".join(words(picture))) == (number > MOST_TICKS)


@pytest.mark.parametrize("number", [MOST_ROWS, MOST_ROWS + 1])
def test_a_long_table_has_a_row_for_each_mark(number: int) -> None:
    """Beyond a hundred and fifty times the rows are those of the axis and the last, and still count every event."""
    rows = survival_curve({"group": of_size(number)}).table.rows
    assert (len(rows) > number) == (number == MOST_ROWS)
    assert [sum(int(row[at]) for row in rows[1:]) for at in (3, 4)] == [(number + 1) // 2, number // 2]
    assert str(number) in {row[1] for row in rows}


def test_many_patients_make_a_small_drawing() -> None:
    """Ten thousand distinct times give at most a step for each unit across, ending where the curve ends."""
    rng = np.random.default_rng(1)
    curve = curve_of(rng.uniform(0, 120, 10_000).tolist(), [1] * 10_000)
    corners = points(survival_curve({"group": curve}), 0)
    assert len(corners) < 2 * (716 - 224) + 10
    assert corners[-1][1] == 402


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("n_groups", [1, 2, 6])
def test_no_two_texts_touch(n_groups: int, lang: Language) -> None:
    """No name, count or sentence is written over another, with names of two lines and curves that end together too."""
    name = {"en": "complete resection, ovaries kept", "zh": "完整切除且保留双侧卵巢和子宫的患者"}[lang]
    groups = {f"{name} {at}": of_size(30 + at) for at in range(n_groups)}
    picture = survival_curve({**groups, f"{name}!": TooFew(1)}, lang=lang, title=name * 9, subtitle=name * 3)
    assert overlapping(picture) == []
    assert all(box.left >= 0 and box.right <= 900 for box in boxes(picture))


def test_it_speaks_chinese() -> None:
    """In Chinese every word of the drawing and the table is Chinese, but for names of methods."""
    picture = survival_curve({"完整切除": SIX_MP, "未记录": TooFew(2)}, lang="zh")
    assert "风险人数" in words(picture)
    assert "未记录：人数过少，不予显示（少于5名患者）" in words(picture)
    told = " ".join((picture.title, picture.description, *picture.table.head, *sum(picture.table.rows, ())))
    assert set(re.findall(r"[A-Za-z]+", told)) == {"Kaplan", "Meier", "log"}


def test_hostile_words_stay_words() -> None:
    """Markup and direction marks in names and titles are only text, long ones cut in the drawing."""
    hostile = "</svg><script>alert(1)</script>\u202e\u0000" + "x" * 10_000
    picture = survival_curve({hostile: SIX_MP, "": PLACEBO, hostile + "y": TooFew(1)}, title=hostile, months=hostile)
    assert survival_curve({" ": SIX_MP}, title=" ", event_free=" ", months=" ").table.rows[0][1] == "all"
    assert {element.tag.removeprefix(SVG) for element in parsed(picture).iter()} <= ALLOWED
    assert max(map(len, words(picture))) < 450
    assert "\u202e" not in picture.to_text()


def test_the_same_groups_give_the_same_bytes() -> None:
    """Drawing twice gives the same text, and two pictures of one page share no id."""
    assert survival_curve({"a": SIX_MP}).to_text() == survival_curve({"a": SIX_MP}).to_text()
    ids = [
        {element.get("id") for element in parsed(survival_curve({"a": SIX_MP}, id=name)).iter()} - {None}
        for name in ("one", "two")
    ]
    assert not ids[0] & ids[1]
