"""The masses of many timelines: every mass of every counted study, with the signs that the guideline reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import polars as pl
import pytest
from tests.generative.derived_facts import Pair, generated, published, sheets_of, specified
from tests.unit.columns.imaging_stories import EXCLUDED, built, stories

from cephalad.assess import Evaluation
from cephalad.columns.frame import encode, signs_read, value_bits
from cephalad.columns.masses import masses_of
from cephalad.facts import FactSheet
from cephalad.guideline import default_guideline
from cephalad.record import view

GUIDELINE = default_guideline()
SIGNS = ("mass.location", "mass.reading")
PLACES, READINGS = value_bits("mass.location"), value_bits("mass.reading")
STUDY = "kind: imaging, modality: mr"


def rows(*events: str) -> list[tuple[object, ...]]:
    """The rows of one woman, as of just after the last of these events."""
    return masses_of(sheets_of([built(*events)], {}), SIGNS).rows()


def test_every_mass_of_every_study_is_a_row() -> None:
    """A mass named in two studies is two rows, and two masses of a study are two; values of a sign are put together."""
    found = rows(
        f"{STUDY}, masses: {{b: {{reading: [ivl, fibroid]}}, a: {{location: adnexal}}}}",
        f"{STUDY}, masses: {{a: {{location: [{{value: adnexal}}, {{value: unclear}}], reading: [ivl]}}}}",
    )
    assert found == [
        (0, True, PLACES["adnexal"], 0),
        (0, True, 0, READINGS["ivl"] | READINGS["fibroid"]),
        (0, True, PLACES["adnexal"] | PLACES["unclear"], READINGS["ivl"]),
    ]


def test_a_mass_without_any_sign_is_a_row_too() -> None:
    """A study lists the masses that it saw: one of which only a status or another finding is told counts."""
    told = "a: {location: {status: not-reported}}, b: {side: left}"
    assert rows(f"{STUDY}, masses: {{{told}}}") == [(0, True, 0, 0), (0, True, 0, 0)]
    assert rows(STUDY) == []


def test_a_mass_lives_until_the_disease_is_excluded() -> None:
    """A mass seen before the last exclusion is marked, not left out."""
    mass = f"{STUDY}, masses: {{a: {{location: adnexal}}}}"
    assert [live for _, live, *_ in rows(mass, EXCLUDED, mass)] == [False, True]


def test_each_mass_belongs_to_its_timeline() -> None:
    """The row is the number of the timeline, in the order of the timelines."""
    mass = f"{STUDY}, masses: {{a: {{location: adnexal}}}}"
    found = masses_of(sheets_of([built(mass), built(STUDY), built(mass, mass)], {}), SIGNS)
    assert found["row"].to_list() == [0, 2, 2]
    assert found.schema == {"row": pl.UInt32, "live": pl.Boolean, **dict.fromkeys(SIGNS, pl.UInt32)}


PAIRS = {"published": published, "generated": generated, "specified": specified}


@pytest.mark.parametrize("name", [*PAIRS, "stories"])
def test_the_masses_are_those_of_the_reference(name: str) -> None:
    """Each timeline has the masses that the reference sees, as often as it sees them."""
    pairs: Iterable[Pair] = list(stories(300)) if name == "stories" else PAIRS[name]()
    signs = signs_read(GUIDELINE)
    ours = masses_of(sheets_of(pairs, GUIDELINE.numbers), signs)
    theirs = Counter(row for place, pair in enumerate(pairs) for row in _by_reference(place, pair, signs))
    assert Counter(ours.iter_rows()) == theirs
    assert ours.height > 150


def _by_reference(place: int, pair: Pair, signs: Iterable[str]) -> Iterator[tuple[object, ...]]:
    case, point = pair
    for mass in Evaluation(GUIDELINE, FactSheet(view(case, point), GUIDELINE.numbers)).masses:
        said = (sum(value_bits(sign)[str(value)] for value in mass.signs.get(sign, ())) for sign in signs)
        yield (place, mass.live, *said)


def test_the_frame_is_the_encoding_of_the_reference() -> None:
    """Columns, types and values are those that `encode` gives, up to the order of the rows."""
    pairs = list(stories(20))
    signs = signs_read(GUIDELINE)
    sheets = [FactSheet(view(case, point), GUIDELINE.numbers) for case, point in pairs]
    theirs = encode(sheets, GUIDELINE).masses.with_columns(pl.col(signs).fill_null(0))
    ours = masses_of(sheets_of(pairs, GUIDELINE.numbers), signs)
    assert ours.schema == theirs.schema
    assert sorted(ours.iter_rows()) == sorted(theirs.iter_rows())
