"""Two points of a case side by side: what is told as new, changed, gone or the same."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from tests.server.visiting import person, signed_in, text

SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture
def visitor(sqlite_store: str) -> Any:
    """Somebody signed in, in a store with the reference patient."""
    from cephalad.record import read_example
    from cephalad.server.store.cases import import_case

    assert sqlite_store
    import_case(read_example("zhao-tian-2026"), "tests")
    return signed_in(person(factor=SECRET), csrf=False)


def address() -> str:
    """The comparison of the reference patient's case."""
    from cephalad.server.store.cases import subject_of

    return f"/cases/{subject_of('zhao-tian-2026')}/compare/"


def table(page: str, title: str) -> list[list[str]]:
    """The cells of the table under a heading."""
    part = page.partition(f'<section aria-labelledby="{title}"')[2].partition("</section>")[0]
    rows = re.findall(r"<tr>(.*?)</tr>", part, re.DOTALL)
    cells = (re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL) for row in rows)
    return [[html.unescape(re.sub(r"<[^>]*>", "", cell)).strip() for cell in row] for row in cells]


def test_what_changed_is_what_the_replay_tells(visitor: Any) -> None:
    """Between an event and the one before it, the changed conclusions are those of the replay, each with a word."""
    from cephalad.record import read_example
    from cephalad.replay import replay
    from cephalad.write.key_words import key_words

    steps = replay(read_example("zhao-tian-2026"))
    place = next(number for number, step in enumerate(steps) if step.after == "operation")
    asked = {"before": f"after:{steps[place - 1].after}", "after": "after:operation"}
    rows = table(text(visitor.get(address(), asked)), "changed")
    told = dict(row[0].rsplit(" ", 1) for row in rows[1:])
    for change in steps[place].changes:
        word = "changed" if change.from_value and change.to_value else "new" if change.to_value else "gone"
        assert told[key_words(change.key, "en")] == word, change.key
    assert set(told.values()) <= {"new", "changed", "gone"}


def test_the_same_point_twice_changes_nothing(visitor: Any) -> None:
    """A point compared with itself differs in nothing, and everything that it says is told as the same."""
    page = text(visitor.get(address(), {"before": "after:operation", "after": "after:operation"}))
    assert "Nothing differs between the two points." in page
    assert ["suspicion", "probable (confirmed not excluded)"] in table(page, "stayed")


def test_turned_around_new_is_gone(visitor: Any) -> None:
    """The other way round, what was new is gone, and the columns change places."""
    there = {"before": "after:ct-pelvis", "after": "after:operation"}
    page = text(visitor.get(address(), there))
    back = {"before": "after:operation", "after": "after:ct-pelvis"}
    assert f'href="{address()}?before=after:operation&amp;after=after:ct-pelvis"' in page
    turned = table(text(visitor.get(address(), back)), "changed")[1:]
    other = {"new": "gone", "gone": "new", "changed": "changed"}
    expected = []
    for named, before, after in table(page, "changed")[1:]:
        what, change = named.rsplit(" ", 1)
        expected.append([f"{what} {other[change]}", after, before])
    assert sorted(turned) == sorted(expected)
    assert {row[0].rsplit(" ", 1)[1] for row in turned} == {"new", "changed"}


def test_a_day_between_two_events_can_be_compared(visitor: Any) -> None:
    """Days may be asked for, too: the passing of time alone makes an examination overdue."""
    page = text(visitor.get(address(), {"before": "2025-12-20", "after": "2026-01-20"}))
    rows = {row[0]: row for row in table(page, "changed")[1:]}
    assert any("overdue" in row[2] and "overdue" not in row[1] for row in rows.values())
    assert "A day between two events, 2025-12-20" in page


def test_without_points_the_last_event_is_compared(visitor: Any) -> None:
    """Left out, the points are the event before the last one and today; a point that is none is told."""
    from cephalad.record import read_example, standing_events

    events = standing_events(read_example("zhao-tian-2026"))
    page = text(visitor.get(address()))
    assert f'<option value="after:{events[-2].id}" selected>' in page
    answer = visitor.get(address(), {"before": "after:nothing"}, follow=True)
    assert "The record has no such point" in text(answer)
    assert visitor.get(f"/cases/{'0' * 32}/compare/").status_code == 404
