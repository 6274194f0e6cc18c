"""The picture of the venous graph draws every edge's direction and both routes, and its table holds every edge."""

from __future__ import annotations

import pytest
from tests.unit.pictures.reading import ALLOWED, SVG, overlapping, parsed, with_data

from cephalad.anatomy import FLOW, ROUTES, SEGMENTS, SPREAD, Language, label
from cephalad.pictures import venous_graph
from cephalad.terms import LANGUAGES


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_table_holds_every_edge(lang: Language) -> None:
    """Each segment's row names what its blood flows into, what tumour grows into, and its routes."""
    rows = {row[0]: row for row in venous_graph(lang).table.rows}
    for name in set(SEGMENTS) - {"other"}:
        row = rows[label(name, lang)]
        assert all(label(end, lang) in row[1] for end in FLOW[name])
        assert all(label(end, lang) in row[2] for end in SPREAD[name])
        assert bool(row[3]) == any(name in way for way in ROUTES.values())
    assert len(rows) == len(SEGMENTS) - 1


def test_both_routes_are_drawn_and_differ_without_colour() -> None:
    """Route i is a whole line, route ii a dashed one."""
    routes = with_data(venous_graph(), "route")
    assert routes.keys() == {"i", "ii"}
    assert {element.get("stroke-dasharray") for element in routes["i"]} == {None}
    assert None not in {element.get("stroke-dasharray") for element in routes["ii"]}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_name_is_written_over_another(lang: Language) -> None:
    """No two texts overlap."""
    assert overlapping(venous_graph(lang)) == []


def test_it_is_plain_and_steady() -> None:
    """Only known elements are used, and drawing twice gives the same text."""
    assert {element.tag.removeprefix(SVG) for element in parsed(venous_graph()).iter()} <= ALLOWED
    assert venous_graph().to_text() == venous_graph().to_text()
