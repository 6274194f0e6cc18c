"""The values of the register: how a source is found and where a statement stands."""

from __future__ import annotations

import dataclasses

import pytest

from cephalad.evidence import Chapter, Reading, Source, Statement, Strength


@pytest.mark.parametrize(
    ("known", "link"),
    [
        ({"doi": "10.1/x", "url": "https://a.example", "pmid": "7"}, "https://doi.org/10.1/x"),
        ({"url": "https://a.example", "pmid": "7"}, "https://a.example"),
        ({"pmid": "7"}, "https://pubmed.ncbi.nlm.nih.gov/7/"),
        ({}, ""),
    ],
)
def test_a_source_is_linked_by_doi_then_page_then_pubmed(known: dict[str, str], link: str) -> None:
    """The most lasting address wins, and a source without any has no link."""
    assert Source("a", "A. 2020.", Strength.SERIES, Reading.ABSTRACT, **known).link == link


def test_the_place_of_a_statement_names_its_sections_in_order() -> None:
    """A statement found in two sections names both."""
    assert Statement("S1", ("Abstract",), Chapter.CASE, "Text.").place == "Abstract"
    assert Statement("S1", ("Abstract", "Discussion"), Chapter.CASE, "Text.").place == "Abstract, Discussion"


def test_the_values_cannot_be_changed() -> None:
    """A statement is frozen."""
    statement = Statement("S1", ("Abstract",), Chapter.CASE, "Text.")
    with pytest.raises(dataclasses.FrozenInstanceError):
        statement.text = "Other."  # type: ignore[misc]
