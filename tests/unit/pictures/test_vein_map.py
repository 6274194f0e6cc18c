"""The map of the veins tells every state by pattern and words, and its table says all that the map says."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from tests.unit.pictures.reading import ALLOWED, SVG, elements, overlapping, parsed, with_data, words

from cephalad.anatomy import LARGE_VEINS, SEGMENTS, Language, label
from cephalad.assessment import assess
from cephalad.facts import Extent
from cephalad.facts.extent import SegmentState
from cephalad.pictures import vein_map
from cephalad.pictures.vein_states import STATES, read_veins
from cephalad.pictures.vein_tubes import PAINTS
from cephalad.record import read_example
from cephalad.terms import LANGUAGES, message

OPEN = (("left-ovarian-vein-pelvic", "left-ovarian-vein-abdominal"), ("ct",))
HOSTILE = "</svg><script>alert(1)</script>\u202e\u0000" + "x" * 10_000


def extent(
    states: Mapping[str, str] | None = None, *open_sets: tuple[tuple[str, ...], tuple[str, ...]], untold: str = ""
) -> Extent:
    """An extent with these states, each from an event of its own; all other segments not assessed."""
    given = states or {}
    told = {
        name: SegmentState(given.get(name, "not-assessed"), (f"of-{name}",) if name in given else ())
        for name in SEGMENTS
    }
    tumour = frozenset(name for name, status in given.items() if status == "tumour")
    return Extent(told, open_sets, untold=frozenset(filter(None, [untold])), _involved=tumour)


EVERYTHING = extent(
    {
        "left-uterine-vein": "tumour",
        "left-ovarian-vein-pelvic": "tumour",
        "right-uterine-vein": "conflicting",
        "right-internal-iliac-vein": "removed",
        "right-common-iliac-vein": "not-reported",
        "infrarenal-ivc": "clear",
        "left-renal-vein": "not-reached",
        "right-atrium": "removed",
        "right-ventricle": "conflicting",
        "other": "tumour",
        "left-external-iliac-vein": "not-reported",
    },
    OPEN,
    (("hepatic-veins", "superior-vena-cava"), ("mr",)),
    untold="right-common-iliac-vein",
)


def states_drawn(found: Extent) -> dict[str, str]:
    """The state in which each segment is drawn."""
    return {
        element.get("data-segment", ""): state
        for state, drawn in with_data(vein_map(found), "state").items()
        for element in drawn
    }


def test_every_named_segment_is_drawn_and_named() -> None:
    """An empty record shows the whole tree, every segment not examined, and its name beside it."""
    picture = vein_map(extent())
    named = " ".join(words(picture))
    assert set(states_drawn(extent())) == set(SEGMENTS) - {"other"}
    assert set(states_drawn(extent()).values()) == {"not-assessed"}
    for name in set(SEGMENTS) - {"other"}:
        assert label(name, "en") in named


def test_an_empty_record_says_so() -> None:
    """Nothing on record is told in words, and the key holds the one state that occurs."""
    picture = vein_map(extent())
    assert message("picture.none-named", "en") in words(picture)
    assert "No named vein with tumour on record." in picture.description
    keyed = [text for text in (message(f"picture.key.{state}", "en") for state in STATES) if text in words(picture)]
    assert keyed == ["not examined"]


def test_each_state_is_drawn_as_it_is() -> None:
    """A segment is drawn in its state; a member of an open set, and one whose fate is untold, in a state of its own."""
    drawn = states_drawn(EVERYTHING)
    assert drawn["left-uterine-vein"] == "tumour"
    assert drawn["left-ovarian-vein-pelvic"] == "tumour"
    assert drawn["left-ovarian-vein-abdominal"] == "tumour-in-one-of-a-set"
    assert drawn["right-common-iliac-vein"] == "untold"
    assert drawn["left-external-iliac-vein"] == "not-reported"
    assert drawn["other"] == "tumour"
    assert set(drawn.values()) == set(STATES)


def test_no_two_states_differ_in_colour_alone() -> None:
    """Without any colour, outline, filling and what runs along the tube still tell each state from every other."""
    lightness = {"tumour": "dark", "not-reached": "grey"}
    bare = {
        state: (
            paint.dash,
            paint.filled if not paint.filled.startswith("#") else lightness.get(state, "white"),
            paint.along,
        )
        for state, paint in PAINTS.items()
    }
    assert len(set(bare.values())) == len(STATES) == len(PAINTS)


def test_patterns_reach_the_drawing() -> None:
    """A set is hatched and a conflict chequered by a pattern of this drawing; dashes stand on the outline."""
    picture = vein_map(EVERYTHING, id="map-1")
    patterns = {element.get("id") for element in elements(picture, "pattern")}
    assert patterns == {"map-1-hatch", "map-1-squares"}
    used = {element.get("stroke") for element in elements(picture, "path")} | {
        element.get("fill") for element in elements(picture, "path")
    }
    assert {"url(#map-1-hatch)", "url(#map-1-squares)"} <= used
    removed = with_data(picture, "state")["removed"]
    assert {element.get("stroke-dasharray") for element in removed} == {PAINTS["removed"].dash}


def test_the_front_points_on_and_is_hollow_where_the_level_is_open() -> None:
    """A known front is a full arrowhead, a possible one a hollow arrowhead; both are told in words."""
    picture = vein_map(EVERYTHING)
    marks = with_data(picture, "mark")
    sure = {element.get("data-of") for element in marks["front"]}
    perhaps = {element.get("data-of") for element in marks["front-possible"]}
    assert sure | perhaps == set(EVERYTHING.front)
    assert sure == set(EVERYTHING.front) & set(EVERYTHING.involved)
    assert sure
    assert perhaps
    assert {element.get("fill") for element in marks["front"]}.isdisjoint(
        {element.get("fill") for element in marks["front-possible"]}
    )


def test_at_risk_and_uncovered_are_marked_apart() -> None:
    """What is next carries a ring, what no study covered a question mark, and nothing else does."""
    found = extent({"left-ovarian-vein-abdominal": "tumour", "suprarenal-ivc": "clear"})
    marks = with_data(vein_map(found), "mark")
    assert {element.get("data-of") for element in marks["next"]} == {"left-renal-vein"} == set(found.at_risk)
    assert {element.get("data-of") for element in marks["uncovered"]} == set(found.uncovered)
    assert "suprarenal-ivc" not in found.uncovered


def test_a_set_is_named_once_and_lettered() -> None:
    """Each open set has a letter on its members and one line that names it; an unnamed set lists its members."""
    picture = vein_map(EVERYTHING)
    lettered = {element.get("data-of") for element in with_data(picture, "mark")["set"]}
    assert lettered == {"left-ovarian-vein-abdominal", "hepatic-veins", "superior-vena-cava"}
    rows = {row[0]: row[1] for row in picture.table.rows}
    assert rows["Set A"] == "perhaps further than known, within: left ovarian vein, level not stated"
    assert rows["Set B"] == "tumour in at least one of: hepatic veins; superior vena cava"


def test_a_set_spoken_of_alone_is_tumour_in_at_least_one() -> None:
    """Where no member is known to hold tumour, the set says that one of them does."""
    rows = {row[0]: row for row in vein_map(extent(None, OPEN)).table.rows}
    assert rows["Set A"][1] == "tumour in at least one of: left ovarian vein, level not stated"
    assert rows["Set A"][3] == "ct"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_table_says_everything(lang: Language) -> None:
    """Every segment has a row with its state, marks and events, and every note below the map a row of its own."""
    picture = vein_map(EVERYTHING, lang=lang)
    read = read_veins(EVERYTHING)
    rows = {row[0]: row for row in picture.table.rows}
    for name, told in read.segments.items():
        row = rows[label(name, lang)]
        assert row[1]
        assert row[3] == ("of-" + name if EVERYTHING.states[name].events else "")
        assert bool(row[2]) == bool(told.front or told.at_risk or told.uncovered or told.routes)
    for name, text, _ in read.notes(lang):
        assert rows[name][1] == text
    assert len(rows) == len(SEGMENTS) + len(read.notes(lang))
    assert all(len(row) == len(picture.table.head) for row in picture.table.rows)


def test_the_guidelines_routes_win() -> None:
    """Routes that the guideline concludes are printed instead of those of the extent alone."""
    rows = {row[0]: row for row in vein_map(EVERYTHING, routes=("ii-right",)).table.rows}
    assert rows["Routes"][1] == "ii right"
    assert rows["right ovarian vein, pelvic part"][2].endswith("route ii right")
    assert "route" not in rows["left uterine vein"][2]


@pytest.mark.parametrize(("status", "words_"), [("tumour", "had tumour"), ("not-reported", "perhaps had tumour")])
def test_only_what_was_seen_had_tumour(status: str, words_: str) -> None:
    """A segment without recorded fate had tumour where the extent ever reached says so, else only perhaps."""
    now = extent({"left-ovarian-vein-abdominal": "not-reported"}, untold="left-ovarian-vein-abdominal")
    picture = vein_map(now, ever=extent({"left-ovarian-vein-abdominal": status}))
    row = next(row for row in picture.table.rows if row[0] == "left ovarian vein, abdominal part")
    assert row[1] == f"{words_}, fate not recorded"
    assert "perhaps" in next(r for r in vein_map(now).table.rows if r[0] == row[0])[1]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("status", ["tumour", "removed", "conflicting", "not-assessed", "not-reported"])
def test_no_name_is_written_over_another(status: str, lang: Language) -> None:
    """However much is told of every segment at once, no two texts of the map overlap."""
    whole = extent(dict.fromkeys(SEGMENTS, status))
    assert overlapping(vein_map(whole, lang=lang, title="A title", subtitle="a day")) == []


def test_no_name_is_written_over_another_in_the_longest_case() -> None:
    """Not even where every large vein may hold tumour, which takes the most words."""
    assert overlapping(vein_map(extent(None, (LARGE_VEINS, ("ct",))))) == []
    assert overlapping(vein_map(EVERYTHING)) == []


def test_hostile_words_stay_words() -> None:
    """Markup, control characters and very long texts in titles and ids are printed, cut in the drawing only."""
    states = {name: SegmentState("tumour" if name == "right-atrium" else "clear", (HOSTILE,)) for name in SEGMENTS}
    picture = vein_map(Extent(states, _involved=frozenset(["right-atrium"])), title=HOSTILE, subtitle=HOSTILE)
    tags = {element.tag.removeprefix(SVG) for element in parsed(picture).iter()}
    assert tags <= ALLOWED
    assert max(map(len, words(picture))) < 250
    assert all("x" * 10_000 in row[3] for row in picture.table.rows[: len(SEGMENTS)])
    assert not any(sign in cell for row in picture.table.rows for cell in row for sign in "\u202e\u0000")


def test_nothing_in_the_drawing_needs_a_looser_policy() -> None:
    """No style, no script, no event handler, no reference out of the drawing."""
    for element in parsed(vein_map(EVERYTHING)).iter():
        for name, value in element.attrib.items():
            assert not name.lower().startswith(("on", "style", "class", "href"))
            assert "url(" not in value or value.startswith("url(#vein-map-")
            assert "javascript" not in value


def test_ids_begin_as_asked_and_are_unique() -> None:
    """Two maps may stand on one page."""
    ids = [e.get("id", "") for e in parsed(vein_map(EVERYTHING, id="now")).iter() if e.get("id")]
    assert len(ids) == len(set(ids)) >= 5
    assert all(each == "now" or each.startswith("now-") for each in ids)


def test_the_same_extent_gives_the_same_bytes() -> None:
    """Drawing twice gives the same text."""
    assert vein_map(EVERYTHING).to_text() == vein_map(EVERYTHING).to_text()


def test_the_reference_patient_after_her_ct() -> None:
    """After the CT the left ovarian vein holds tumour, its level open; the left renal vein is next.

    zhao-tian-2026, Case report 3, and S10 for the way from the left ovarian vein.
    """
    found = assess(read_example("zhao-tian-2026"), as_of="after:ct-pelvis", with_missing=False)
    rows = {row[0]: row for row in vein_map(found.ever, routes=found.routes, downward=found.downward).table.rows}
    assert rows["left ovarian vein, pelvic part"][1:3] == ("tumour", "front, route ii left, member of set A")
    assert rows["left ovarian vein, abdominal part"][1:3] == ("perhaps tumour (set A)", "front, level open")
    assert rows["left renal vein"][1:3] == ("not examined", "next at risk, no study covered it")
    assert rows["left renal vein"][3] == ""


def test_the_table_of_the_reference_patient_agrees_with_the_extent() -> None:
    """A second way: the front and the tumour of the table are those of the extent, at every event of the record."""
    case = read_example("zhao-tian-2026")
    for event in case.events:
        found = assess(case, as_of=f"after:{event.id}", with_missing=False)
        rows = vein_map(found.ever).table.rows[: len(SEGMENTS)]
        front = tuple(name for name, row in zip(SEGMENTS, rows, strict=True) if "front" in row[2])
        tumour = tuple(name for name, row in zip(SEGMENTS, rows, strict=True) if row[1] == "tumour")
        assert (front, tumour) == (found.ever.front, found.ever.involved), event.id
