"""A new study beside the shipped ones: what stops it, what it might join, and what else must be written."""

from __future__ import annotations

from pathlib import Path

import pytest

from cephalad.evidence import adding
from cephalad.evidence.adding import Joining, checkout_folder, counterparts, may_join, read_new
from cephalad.evidence.studies import check_studies, shipped_texts, studies_folder
from cephalad.evidence.study_files import ReadStudy
from cephalad.evidence.study_model import Study

NEW = """\
id = "Example-2027"
citation = "Nobody N. An invented series. 2027"
centre = "Hospital of Nowhere"
design = "cohort"
reading = "full-text"

[[cohorts]]
id = "all"
label = "all"
followed = 48
events = 6
event = "composite"
completeness = "mixed"

[[cohorts]]
id = "complete"
label = "completely resected, heart involved"
part_of = "all"
followed = 9
events = 1
event = "recurrence"
completeness = "complete"
extent = "cardiac"
"""


def new(text: str = NEW) -> Study:
    """The study in a text that must be sound beside the shipped ones."""
    read = read_new(text, file="new.toml", beside=shipped_texts())
    assert isinstance(read, ReadStudy), read
    return read.study


def codes(text: str) -> list[str]:
    """What stops a new study."""
    read = read_new(text, file="new.toml", beside=shipped_texts())
    return [issue.code for issue in read] if isinstance(read, list) else []


def test_a_new_study_is_told_where_it_belongs() -> None:
    """The whole study answers the question without limits, the part those of its kind; neither answers the others."""
    assert [(each.stratum, each.row) for each in may_join(new())] == [
        ("any-surgery", "Example-2027/all"),
        ("complete-resection", "Example-2027/complete"),
        ("large-vein-complete", "Example-2027/complete"),
        ("cardiac-complete", "Example-2027/complete"),
    ]


def test_a_report_of_the_same_centre_can_only_stand_in_its_place() -> None:
    """Beside a row that may hold the same patients it would count them twice."""
    study = new(NEW.replace('design = "cohort"', 'overlaps = ["Zhang-2024"]\ndesign = "cohort"'))
    assert may_join(study)[0] == Joining("any-surgery", "Example-2027/all", ("Zhang-2024/all",), False)


def test_a_compilation_is_told_as_one() -> None:
    """Published cases may stand in an alternative only."""
    assert all(each.gathered for each in may_join(new(NEW.replace('"cohort"', '"compilation"', 1))))


def test_a_study_without_counts_joins_nothing() -> None:
    """Nothing to put together."""
    assert may_join(new(NEW.replace("events = 6\n", "").replace("events = 1\n", ""))) == ()


def test_what_stops_a_study_comes_at_once_in_the_order_of_the_file() -> None:
    """Faults inside it and beside the others, none of them of another file."""
    text = NEW.replace('"Hospital of Nowhere"', '"Nowhere"\nfamily = "pumch"').replace("events = 6", "events = 60")
    assert codes(text) == ["EVID-22", "EVID-10"]
    assert codes(NEW.replace("Example-2027", "Yu-2016")) == ["EVID-20"]
    assert codes(NEW.replace("followed = 48", "folowed = 48")) == ["EVID-02"]


def test_a_broken_file_beside_it_does_not_stop_it() -> None:
    """Others are judged by `evidence check`."""
    assert isinstance(read_new(NEW, file="new.toml", beside={"broken.toml": "id = "}), ReadStudy)


def test_an_overlap_is_written_on_the_other_side_too() -> None:
    """Naming Zhang-2024 needs no second file by hand: the other side is made, and all then fit together."""
    text = NEW.replace('design = "cohort"', 'overlaps = ["Zhang-2024"]\napart_from = ["Yang-2018"]\ndesign = "cohort"')
    changed = counterparts(new(text), {**shipped_texts(), "broken.toml": "id = "})
    assert set(changed) == {"Zhang-2024.toml", "Yang-2018.toml"}
    assert '"Example-2027"' in changed["Zhang-2024.toml"].partition("overlaps = ")[2].partition("\n")[0]
    assert 'apart_from = ["Example-2027"]' in changed["Yang-2018.toml"]
    assert check_studies({**shipped_texts(), **changed, "Example-2027.toml": text}) == []
    assert counterparts(new(), shipped_texts()) == {}


def test_the_folder_of_a_checkout_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The studies lie in the checkout; an installed package without one has no folder to add to."""
    assert checkout_folder() == studies_folder()
    monkeypatch.setattr(adding, "studies_folder", lambda: tmp_path / "a" / "b" / "c" / "d" / "e" / "studies")
    assert checkout_folder() is None
