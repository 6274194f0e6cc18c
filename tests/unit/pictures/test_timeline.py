"""The timeline holds every event once, says what counts, and never lets two names touch."""

from __future__ import annotations

import pytest
from tests.unit.pictures.reading import ALLOWED, SVG, elements, overlapping, parsed, with_data, words
from tests.unit.record.case_texts import HEADER, case_of, event, with_events

from cephalad.anatomy import Language
from cephalad.pictures import Picture, timeline
from cephalad.pictures.timeline import MOST_MARKS
from cephalad.pictures.timeline_events import LANES, read_events
from cephalad.record import Case, parse_point, read_example, view
from cephalad.terms import KINDS, LANGUAGES


def at(case: Case, point: str, **more: object) -> Picture:
    """The timeline of a case as of a point."""
    return timeline(view(case, parse_point(point, case)), **more)  # type: ignore[arg-type]


def drugs(*days: str) -> Case:
    """A case with one dose on each of these days."""
    return case_of(with_events(*(event(f"dose-{day}", "drug: leuprolide", on=day) for day in days)))


def numbered(*bases: str) -> Case:
    """A case that counts days, with one dose on each day, known in these ways."""
    return case_of(
        with_events(
            *(
                event(f"dose-{day}", f"drug: leuprolide\nday: {day}\nbasis: {basis}", on="")
                for day, basis in enumerate(bases)
            )
        )
    )


def many(number: int) -> Case:
    """A case with this many doses, one a week."""
    return numbered(*["stated"] * number)


REFERENCE = read_example("zhao-tian-2026")


def test_every_kind_of_event_has_a_lane() -> None:
    """Each kind of the vocabulary stands in exactly one lane."""
    kinds = [kind for lane in LANES.values() for kind in lane]
    assert sorted(kinds) == sorted(KINDS)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_event_is_in_the_table_and_in_the_drawing(lang: Language) -> None:
    """Each event of the record has a row with its time, kind, id, standing and lane, and a number in the drawing."""
    picture = at(REFERENCE, "2026-03-01", lang=lang)
    assert sorted(row[3] for row in picture.table.rows) == sorted(each.id for each in REFERENCE.events)
    assert {row[0] for row in picture.table.rows} <= set(words(picture))
    assert all(all(cell for cell in row[:6]) for row in picture.table.rows)
    assert len(with_data(picture, "style")["counted"]) >= len(REFERENCE.events)


def test_what_is_later_does_not_count() -> None:
    """After the operation its pathology is drawn as later, and the table says so in words."""
    picture = at(REFERENCE, "after:operation")
    standing = {row[3]: row[4] for row in picture.table.rows}
    assert standing["operation"] == "counts"
    assert standing["pathology"] == "later, does not count"
    later = sum(value == "later, does not count" for value in standing.values())
    # One more is the sample in the key.
    assert len(with_data(picture, "style")["later"]) == later + 1


def test_what_may_have_happened_is_marked() -> None:
    """In the middle of its month an event may already have happened: it carries a question mark and does not count."""
    picture = at(drugs("2025-07", "2025-05-02"), "2025-07-10")
    assert {row[3]: row[4] for row in picture.table.rows}["dose-2025-07"].startswith("may already have happened")
    assert "2?" in words(picture)
    assert "1 of 2 events count as of 2025-07-10." in words(picture)


def test_a_corrected_event_is_struck_through() -> None:
    """The corrected and the withdrawn event are struck through and name what replaced them; a correction is not."""
    case = case_of(
        with_events(
            event("one", "drug: leuprolide"),
            event("two", "supersedes: one\nreason: x\ndrug: goserelin", on=""),
            event("three", "drug: leuprolide", on="2025-08"),
            event("four", "supersedes: three\nreason: x\nwithdrawn: yes", on=""),
        )
    )
    picture = at(case, "2026-01-01")
    standing = {row[3]: row[4] for row in picture.table.rows}
    assert standing == {"one": "corrected by two", "two": "counts", "three": "withdrawn by four"}
    # Two of the strokes are the samples in the key.
    assert len(with_data(picture, "mark")["struck"]) == 2 + 2


def test_only_what_was_recorded_by_then_is_known() -> None:
    """What was recorded later is neither drawn nor listed."""
    case = case_of(
        with_events(
            event("early", "drug: leuprolide\nrecorded_at: 2025-07-05", on="2025-07-01"),
            event("late", "drug: leuprolide\nrecorded_at: 2025-09-05", on="2025-07-02"),
        )
    )
    day = parse_point("2025-08-01", case).span.latest
    seen = view(case, parse_point("2025-08-01", case), recorded_by=day)
    assert [row[3] for row in timeline(seen, recorded_by=day).table.rows] == ["early"]


def test_a_month_is_a_stretch_and_a_day_a_point() -> None:
    """An event known by month is drawn over the whole month, an exact one round, an approximate one open."""
    picture = at(drugs("2025-07", "2025-09-02"), "2025-12-01")
    stretch, point, *samples = with_data(picture, "style")["counted"]
    assert float(stretch.get("width", "0")) > 100
    assert stretch.get("rx") == "2"
    assert float(point.get("width", "0")) < 20
    assert float(point.get("rx", "0")) > 8
    assert len(samples) == 2


def test_an_approximate_day_is_open() -> None:
    """An approximate day has a dashed outline and is told with its word."""
    picture = at(numbered("stated", "approximate"), "day:5")
    dashed = [element for element in with_data(picture, "style")["counted"] if element.get("stroke-dasharray")]
    assert len(dashed) == 2  # the mark and its sample
    assert [row[1] for row in picture.table.rows] == ["day 0", "about day 1"]


@pytest.mark.parametrize(
    ("bases", "said"),
    [
        (("order-only", "order-only", "order-only"), "Order only, no distances: the record has no dates."),
        (("stated", "order-only", "order-only"), "In the order of the record; distances are not times"),
    ],
)
def test_order_only_says_so(bases: tuple[str, ...], said: str) -> None:
    """Without dates the steps are equal and the picture says that distances mean nothing."""
    picture = at(numbered(*bases), "after:dose-1")
    assert any(said in text for text in words(picture))
    assert said in picture.description
    assert any("order only, no distances" in text for text in words(picture))
    assert "break" not in with_data(picture, "mark")
    places = [float(element.get("x", "0")) for element in with_data(picture, "style")["counted"]]
    assert places[1] - places[0] == pytest.approx((884 - 152) / 3, abs=1)


def test_dates_do_not_say_order_only() -> None:
    """With dates the axis has words for time and no word of order only."""
    said = words(at(drugs("2025-01", "2025-03"), "2025-05-01"))
    assert "2025-03" in said
    assert not any("order" in text for text in said)


def test_a_long_empty_stretch_is_broken_out() -> None:
    """Between two courses fifteen years apart the axis is broken, and the break says how long it is."""
    picture = at(drugs("2005-01", "2005-02", "2020-03", "2020-04"), "2020-06-01")
    assert len(with_data(picture, "mark")["break"]) == 1
    assert "15 yr" in words(picture)
    assert with_data(picture, "mark").keys() >= {"as-of"}


def test_a_steady_record_is_not_broken() -> None:
    """Yearly visits stay on one unbroken axis."""
    picture = at(drugs(*(f"{year}-06" for year in range(2005, 2021))), "2020-07-01")
    assert "break" not in with_data(picture, "mark")


def test_changes_stand_in_a_lane_of_their_own() -> None:
    """A change in the conclusions is drawn with the number of its event and told in the table."""
    picture = at(REFERENCE, "2026-03-01", changes=[("ct-pelvis", "suspicion: probable"), ("nothing", "x")])
    assert len(with_data(picture, "style")["change"]) == 2  # the mark and its sample
    assert "suspicion: probable" in words(picture)
    assert {row[3]: row[6] for row in picture.table.rows}["ct-pelvis"] == "suspicion: probable"


def test_an_empty_record_says_so() -> None:
    """Without events there is a sentence, no axis and an empty table."""
    picture = at(case_of(f"{HEADER}events: []\n"), "2026-01-01")
    assert picture.table.rows == ()
    assert "0 of 0 events count as of 2026-01-01." in words(picture)
    assert with_data(picture, "mark") == {}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("point", ["2025-07", "after:operation", "2026-03-01", "2040"])
def test_no_two_texts_touch(point: str, lang: Language) -> None:
    """No name, number, tick or sentence of the timeline is written over another."""
    changes = [(each.id, f"suspicion: a rather long sentence on {each.id}") for each in REFERENCE.events]
    assert overlapping(at(REFERENCE, point, lang=lang, changes=changes)) == []


@pytest.mark.parametrize("number", [MOST_MARKS, MOST_MARKS + 1])
def test_neighbours_share_a_mark_only_in_a_very_long_record(number: int) -> None:
    """Up to four hundred events each has a mark; beyond that groups are counted, and the table still names each."""
    picture = at(many(number), f"day:{number}")
    assert len(picture.table.rows) == number
    boxes = len(with_data(picture, "style")["counted"])
    assert (boxes > number) == (number <= MOST_MARKS)
    counts = [int(text) for text in words(picture) if text.isdecimal()]
    if number > MOST_MARKS:
        assert boxes < 80
        assert counts.count(7) >= 57


def test_hostile_words_stay_words() -> None:
    """Markup, direction marks and long texts in ids, titles and changes are printed and cut in the drawing only."""
    hostile = "</svg><script>alert(1)</script>\u202e\u0000" + "x" * 10_000
    picture = at(REFERENCE, "2026-03-01", title=hostile, changes=[("bleeding", hostile)])
    assert {element.tag.removeprefix(SVG) for element in parsed(picture).iter()} <= ALLOWED
    assert max(map(len, words(picture))) < 250
    changed = {row[3]: row[6] for row in picture.table.rows}["bleeding"]
    assert "x" * 10_000 in changed
    assert "\u202e" not in picture.to_text()


def test_an_id_of_any_script_is_drawn() -> None:
    """Ids in Chinese or Arabic letters and ids of eighty characters are drawn, the long ones cut."""
    ids = ("子宫静脉", "وريد", "x" * 80)
    case = case_of(with_events(*(event(name, "drug: leuprolide") for name in ids)))
    picture = at(case, "2026-01-01")
    assert sorted(row[3] for row in picture.table.rows) == sorted(ids)
    assert {"子宫静脉", "وريد"} <= set(words(picture))
    assert overlapping(picture) == []


def test_the_same_record_gives_the_same_bytes() -> None:
    """Drawing twice gives the same text, and nothing in it needs a looser policy."""
    one, two = (at(REFERENCE, "2026-03-01").to_text() for _ in range(2))
    assert one == two
    for element in elements(at(REFERENCE, "2026-03-01"), "*"):
        assert not any(name.startswith(("on", "style", "class", "href")) for name in element.attrib)


def test_numbers_follow_the_order_of_events() -> None:
    """The numbers count the events in their order, oldest first."""
    seen = view(REFERENCE, parse_point("2026-03-01", REFERENCE))
    assert [each.event.id for each in read_events(seen)] == [each.id for each in seen.events]
    assert [each.number for each in read_events(seen)] == list(range(1, len(seen.events) + 1))
