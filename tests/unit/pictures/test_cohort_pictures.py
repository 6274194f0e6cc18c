"""The pictures of a cohort: bars as long as their counts, parts that differ without colour, no bar for a hidden one."""

from __future__ import annotations

import pytest
from tests.unit.pictures.reading import ALLOWED, SVG, boxes, elements, overlapping, parsed, with_data, words
from tests.unit.pictures.test_palette import contrast

from cephalad.anatomy import Language
from cephalad.cohort.proportion import wilson
from cephalad.errors import InvalidArgument
from cephalad.pictures.count_bars import Bar, count_bars
from cephalad.pictures.interval_dots import Dot, DotGroup, interval_dots
from cephalad.pictures.picture import Picture, Table
from cephalad.pictures.stacked_bars import MIDDLE, MOST_PARTS, MOST_ROWS, StackedBar, drawn_of, stacked_bars
from cephalad.terms import LANGUAGES

TABLE = Table("caption", ("head",), (("row",),))
BARS = (
    Bar("heart", 100, 0, "100 (25.0 %)"),
    Bar("infrarenal", 200, 50, "200 (50.0 %)"),
    Bar("none", 0, 0, "0 (0.0 %)"),
    Bar("suprarenal", None, None, "<5"),
    Bar("retrohepatic", 40, None, "40 (10.0 %)"),
)
HOSTILE = "</svg><script>alert(1)</script>\u202e\u0000" + "x" * 3000


def bars(*given: Bar, lang: Language = "en", scale: str = "Level") -> Picture:
    """A drawing of these bars."""
    return count_bars(scale, given or BARS, lang=lang, table=TABLE)


def stacks(*numbers: tuple[int | None, ...], total: int | None = 100, lang: Language = "en") -> Picture:
    """A drawing of these moments, each of a hundred women."""
    parts = [f"part {at}" for at in range(len(numbers[0]))]
    given = [StackedBar(f"202{at}-01-01", each, total) for at, each in enumerate(numbers)]
    return stacked_bars(given, parts, title="Groups", table=TABLE, lang=lang)


def dots(*shares: tuple[int, int], moments: int = 1, lang: Language = "en") -> Picture:
    """A drawing of these shares, each at so many moments."""
    at = ["2026-01-01"] * moments if moments > 1 else [""]
    groups = [
        DotGroup(f"demand {events}", tuple(Dot(day, wilson(events, n), f"{events} of {n}") for day in at))
        for events, n in shares
    ]
    return interval_dots(groups, title="Short of it", subtitle="with intervals", table=TABLE, lang=lang)


def widths(picture: Picture, name: str) -> dict[str, list[float]]:
    """How wide the rectangles of each kind are."""
    return {
        kind: [float(each.get("width", "nan")) for each in found] for kind, found in with_data(picture, name).items()
    }


# --- bars -------------------------------------------------------------------------------------------------------------


def test_a_bar_is_as_long_as_its_count() -> None:
    """Two hundred women are twice as long as a hundred; a quarter of them, with more open, is hatched."""
    found = widths(bars(), "bar")
    assert found["closed"] == [pytest.approx(220), pytest.approx(330)]
    assert found["open"] == [pytest.approx(110)]


def test_a_hidden_count_has_no_bar() -> None:
    """Nothing is drawn for it but its words; where only the open part is hidden the bar is an outline."""
    found = widths(bars(), "bar")
    assert sum(map(len, found.values())) == 4
    assert found["hidden"] == [pytest.approx(88)]
    assert "<5" in words(bars())
    assert bars(Bar("a", None, None, "<5"), Bar("b", 9, 0, "9")).to_text().count("data-bar") == 1


def test_the_key_of_bars_tells_only_what_occurs() -> None:
    """Without a hatched bar there is no key, without an outlined one no word of hidden parts."""
    assert "reached, a higher step not" in " ".join(words(bars()))
    assert not any("reached" in each for each in words(bars(Bar("a", 9, 0, "9"))))
    assert "hidden" not in " ".join(words(bars(Bar("a", 9, 3, "9"))))


def test_bars_describe_themselves() -> None:
    """The description says each name with its count."""
    assert bars().description.startswith("Level: heart 100 (25.0 %); infrarenal 200 (50.0 %)")


def test_nobody_at_all_is_drawn() -> None:
    """A scale on which nobody stands has names and no bar."""
    picture = bars(Bar("a", 0, 0, "0"), Bar("b", None, None, "not shown"))
    assert with_data(picture, "bar") == {}
    assert {"a", "b", "not shown"} <= set(words(picture))


# --- stacked bars -----------------------------------------------------------------------------------------------------


def test_parts_fill_the_bar_by_their_shares() -> None:
    """Seventy, twenty and ten of a hundred: parts of 518, 148 and 74 units of the 740."""
    assert widths(stacks((70, 20, 10)), "part")["told"] == [pytest.approx(each) for each in (518, 148, 74)]


def test_hidden_parts_are_one_outline() -> None:
    """What is hidden is drawn together, as wide as it is together, and the key says what the outline is."""
    picture = stacks((70, None, None))
    assert widths(picture, "part") == {"told": [pytest.approx(518)], "hidden": [pytest.approx(222)]}
    assert "hidden" in words(picture)
    assert "hidden" not in words(stacks((70, 20, 10)))


def test_a_moment_of_which_nothing_is_told_has_no_bar() -> None:
    """Where even the total is hidden only the moment is named."""
    picture = stacks((None, None), total=None)
    assert with_data(picture, "part") == {}
    assert "2020-01-01" in words(picture)


def test_parts_differ_without_colour() -> None:
    """Any two of seven parts differ in ground or hatching, and white or dark words on each can be read."""
    numbers = tuple([10] * (MOST_PARTS - 1) + [100 - 10 * (MOST_PARTS - 1)])
    picture = stacks(numbers)
    fills = [each.get("fill") for each in with_data(picture, "part")["told"]]
    assert len(set(fills)) == MOST_PARTS == 7
    assert contrast("#1d2730", MIDDLE) >= 4.5
    with pytest.raises(InvalidArgument, match="at most 7"):
        stacks((10,) * 8)


def test_many_moments_are_thinned_out() -> None:
    """Twelve moments are drawn, the first and the last among them; of twelve or fewer all."""
    assert drawn_of(MOST_ROWS) == tuple(range(MOST_ROWS))
    for n in (13, 24, 60):
        chosen = drawn_of(n)
        assert len(set(chosen)) == MOST_ROWS
        assert (chosen[0], chosen[-1]) == (0, n - 1)
    many = stacked_bars([StackedBar(f"d{at}", (1, 1), 2) for at in range(60)], ["a", "b"], title="t", table=TABLE)
    assert len(with_data(many, "part")["told"]) == 2 * MOST_ROWS
    assert {"d0", "d59"} <= set(words(many))


# --- dots -------------------------------------------------------------------------------------------------------------


def test_a_dot_stands_at_its_share_within_its_interval() -> None:
    """Half of twenty stands in the middle of the axis; its line goes from 29.9 to 70.1 %."""
    picture = dots((10, 20))
    found = with_data(picture, "dot")
    (dot,), (line,) = found["share"], found["interval"]
    assert float(dot.get("cx", "nan")) == pytest.approx(500)
    ends = [float(pair.split(",")[0]) for pair in line.get("points", "").split()]
    assert ends == [pytest.approx(300 + 400 * each, abs=0.1) for each in (0.2993, 0.7007)]
    assert "10 of 20" in words(picture)


def test_a_share_that_cannot_be_told_has_no_dot() -> None:
    """Only its words stand in its row."""
    group = DotGroup("demand", (Dot("", None, "–"),))
    picture = interval_dots([group], title="t", table=TABLE)
    assert with_data(picture, "dot") == {}
    assert "–" in words(picture)


# --- all of them ------------------------------------------------------------------------------------------------------


def every(lang: Language = "en") -> list[Picture]:
    """Drawings of each kind, with long names, many rows and hidden counts."""
    long = "completeness of the resection not recorded by anybody" if lang == "en" else "切除是否完整没有任何人记录"
    return [
        bars(lang=lang),
        bars(*(Bar(f"{long} {at}", 10**at, 10**at // 2, f"{10**at:,} (10.0 %)") for at in range(7)), lang=lang),
        stacks((70, 20, 10), (40, None, None), lang=lang),
        stacks(*[(50, 1, 1, 1, 1, 1, 45)] * 9, lang=lang),
        dots((0, 10), (10, 10), (3, 9), lang=lang),
        dots((400_000, 1_000_000), (5, 9), moments=12, lang=lang),
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_two_texts_touch(lang: Language) -> None:
    """No name, count or mark is written over another, or out of the drawing."""
    for picture in every(lang):
        assert overlapping(picture) == []
        assert all(box.left >= 0 and box.right <= 900 for box in boxes(picture))


def test_hostile_words_stay_words() -> None:
    """Markup and direction marks are only text, long names are cut in the drawing."""
    pictures = [
        bars(Bar(HOSTILE, 5, 2, HOSTILE), scale=HOSTILE),
        stacked_bars([StackedBar(HOSTILE, (5, None), 9)], [HOSTILE, "b"], title=HOSTILE, table=TABLE),
        interval_dots([DotGroup(HOSTILE, (Dot(HOSTILE, wilson(1, 2), HOSTILE),))], title=HOSTILE, table=TABLE),
    ]
    for picture in pictures:
        assert {element.tag.removeprefix(SVG) for element in parsed(picture).iter()} <= ALLOWED
        assert "\u202e" not in picture.to_text()
        assert max(map(len, words(picture))) < 450


def test_the_same_counts_give_the_same_bytes() -> None:
    """Drawing twice gives the same text, the table comes along, and an id begins every id inside."""
    for one, two in zip(every(), every(), strict=True):
        assert one.to_text() == two.to_text()
        assert one.table == TABLE
        ids = {element.get("id") for element in parsed(one).iter()} - {None}
        assert all(str(each).startswith(one.id) for each in ids)
    assert elements(bars(), "rect")
