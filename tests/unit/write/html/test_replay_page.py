"""The page of a whole timeline: each event, what it changed and why, and the map where the extent changed."""

from __future__ import annotations

import re
from functools import cache

import pytest
from tests.unit.record.case_texts import HEADER, case_of, event, with_events
from tests.unit.write.html.reading import Read, left_in_english, read
from tests.unit.write.html.test_assessment_page import HOSTILE, hostile

from cephalad.record import read_example
from cephalad.replay import replay
from cephalad.write.html import replay_html
from cephalad.write.html.frame import MOST_LISTED
from cephalad.write.key_words import key_words

CASE = read_example("zhao-tian-2026")


@cache
def page(lang: str = "en") -> Read:
    """The page of the reference patient, read back."""
    return read(replay_html(CASE, lang=lang))


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_page_is_well_formed(lang: str) -> None:
    """Closed elements, ids that stand once, links that find their target, one h1, captions on all tables."""
    found = page(lang)
    assert found.unbalanced == []
    assert len(found.ids) == len(set(found.ids))
    assert {name.removeprefix("#") for name in found.links if name.startswith("#")} <= set(found.ids)
    assert len(found.named("h1")) == 1
    assert len(found.named("caption")) == len(found.named("table"))
    assert not {"script", "img", "iframe", "link", "form"} & {tag for tag, _ in found.tags}


def test_every_event_has_a_section_and_a_way_to_it() -> None:
    """In the order of the replay, linked from the contents and from the table of events."""
    found, steps = page(), replay(CASE)
    sections = [each["id"] for each in found.named("section") if each["id"].startswith("event-")]
    assert sections == [f"event-{step.after}" for step in steps]
    for name in sections:
        assert found.links.count(f"#{name}") >= 2


def test_every_change_is_told_with_before_after_and_because() -> None:
    """The conclusion, both values and the event behind it stand in the section of the event."""
    words = page().words(inside="event-ct-pelvis")
    assert "suspected (probable, confirmed not excluded) probable (confirmed not excluded) ct-pelvis" in words
    for step in replay(CASE):
        section = page().words(inside=f"event-{step.after}")
        if not step.changes:
            assert "no conclusion changed" in section
        for change in step.changes:
            assert key_words(change.key, "en") in section, (step.after, change.key)


def test_a_rule_behind_a_change_has_its_verdict() -> None:
    """A sentence without verdict would be read as true."""
    words = page().words(inside="event-ct-pelvis")
    assert "very high risk: unknown [ S93 ]" in words


def test_what_happened_is_told_in_words() -> None:
    """The findings of the event, and where its record comes from."""
    words = page().words(inside="event-leuprolide-1")
    assert "leuprolide" in words
    assert "3.75 mg" in words
    assert "Recorded from:" in words


def test_a_map_stands_where_the_extent_changed() -> None:
    """None before the first tumour in a vein, none where nothing new was seen, one of each kind at the operation."""
    maps = [
        name.partition("-ever")[0].partition("-now")[0]
        for name in page().ids
        if re.fullmatch(r"veins-\d+-(ever|now)", name)
    ]
    numbers = {step.after: number for number, step in enumerate(replay(CASE), start=1)}
    assert f"veins-{numbers['ct-pelvis']}" in maps
    assert maps.count(f"veins-{numbers['operation']}") == 2
    assert f"veins-{numbers['bleeding']}" not in maps
    assert f"veins-{numbers['mdt']}" not in maps


def test_the_level_and_the_group_then_stand_by_each_event() -> None:
    """What the pathway would have said that day, not what it says now."""
    assert "Suspicion not raised" in page().words(inside="event-bleeding")
    assert "Suspicion confirmed" in page().words(inside="event-pathology")
    assert "Front nothing" in page().words(inside="event-bleeding")


def test_the_same_case_gives_the_same_bytes() -> None:
    """Also when the changes were worked out before."""
    assert replay_html(CASE) == replay_html(CASE, changes=replay(CASE))


def test_an_empty_record_gives_a_page() -> None:
    """A frame, a timeline without events, the sources, and nothing else."""
    found = read(replay_html(case_of(f"{HEADER}events: []\n")))
    assert found.unbalanced == []
    assert [each["id"] for each in found.named("section")] == ["section-timeline", "section-sources"]


def test_what_a_record_says_is_only_text() -> None:
    """No text of a record adds or closes an element."""
    markup = replay_html(hostile(CASE, HOSTILE))
    found = read(markup)
    assert found.unbalanced == []
    assert {tag for tag, _ in found.tags} <= {tag for tag, _ in page().tags}
    assert "\u202e" not in markup


def test_an_event_cannot_take_the_id_of_another_ones_heading() -> None:
    """Events called x and x-heading, or like a part of the page, keep apart."""
    names = ("x", "heading-event-x", "x-heading", "section-timeline", "main", "timeline")
    case = case_of(with_events(*(event(name, "menorrhagia: yes\n", kind="complaint") for name in names)))
    found = read(replay_html(case))
    assert len(found.ids) == len(set(found.ids))


def test_the_contents_of_a_long_record_stay_short() -> None:
    """With more events than a list can hold, the contents lead to the table of events instead."""
    many = (event(f"e{number}", "menorrhagia: yes\n", kind="complaint") for number in range(MOST_LISTED))
    found = read(replay_html(case_of(with_events(*many))))
    assert "e1" not in found.words(inside="nav").split()
    assert "Events in order" in found.words(inside="nav")


def test_no_english_sentence_of_the_catalogue_is_left_in_chinese() -> None:
    """Every piece of a sentence that the English page prints is translated on the Chinese one."""
    english, chinese = page().words(), page("zh").words(without=("lang=en", "words", "code", "findings"))
    assert left_in_english(english, chinese) == []
