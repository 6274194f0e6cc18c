"""The shipped studies and strata: complete, sound, and each stratum of the rows that it says."""

from __future__ import annotations

import pytest

import cephalad.evidence.claims as claims_module
import cephalad.evidence.studies as studies_module
from cephalad.errors import UnknownName
from cephalad.evidence.studies import (
    check_evidence,
    check_studies,
    read_shipped,
    rows_of,
    shipped_texts,
    strata,
    stratum_named,
    studies,
    study_named,
)
from cephalad.evidence.study_files import write_study
from cephalad.evidence.study_model import Cohort, Months
from cephalad.guideline import default_guideline
from cephalad.logic import Truth

COHORTS = [cohort for study in studies().values() for cohort in study.cohorts]


def total(name: str) -> tuple[int, int]:
    """In how many cohorts a count is told, and its sum."""
    told = [getattr(cohort, name) for cohort in COHORTS if getattr(cohort, name) is not None]
    return len(told), sum(told)


def test_no_row_of_the_collection_is_lost() -> None:
    """The table that the studies were collected in has 131 rows of 55 studies and 41 effects."""
    assert (len(studies()), len(COHORTS)) == (55, 131)
    assert sum(len(study.effects) for study in studies().values()) == 41


def test_no_count_of_the_collection_is_lost() -> None:
    """Its columns have these sums; the one event count more is JVSV216-2024's 18 and 12, added up in its remark."""
    assert total("patients") == (105, 6291)
    assert total("followed") == (34, 933)
    assert total("deaths") == (10, 3)
    assert total("events") == (41 + 1, 325 + 30)
    assert studies()["JVSV216-2024"].cohort("all").events == 18 + 12
    assert [cohort.age.median for cohort in COHORTS if cohort.age.median] == [47, 45]
    assert [cohort.time_to_event.median for cohort in COHORTS if cohort.time_to_event.median] == [16]


def test_every_effect_has_what_its_source_tells() -> None:
    """Three of the 41 are hazard ratios and two have a size; 20 are not adjusted, two are, of 19 it is not told."""
    effects = [effect for study in studies().values() for effect in study.effects]
    assert sum(effect.measure == "HR" for effect in effects) == 3
    assert [(e.estimate, e.low, e.high) for e in effects if e.estimate] == [(2.09, 1.15, 3.8), (22.03, 8.31, 58.36)]
    assert sum(effect.adjusted is Truth.TRUE for effect in effects) == 2
    assert sum(effect.adjusted is Truth.FALSE for effect in effects) == 20
    assert sum(effect.adjusted is Truth.UNKNOWN for effect in effects) == 19


def test_the_shipped_evidence_is_sound() -> None:
    """No fault in studies, strata and claims."""
    assert check_studies() == []
    assert check_evidence() == []


@pytest.mark.parametrize("read", read_shipped(), ids=lambda read: read.study.id)
def test_a_shipped_file_is_tidy(read: object) -> None:
    """Each file bears the name of its study and is written as `evidence add` would write it."""
    (found,) = [each for each in read_shipped() if each is read]
    assert found.file == f"{found.study.id}.toml"
    assert write_study(found.study) == shipped_texts()[found.file]


def test_overlaps_are_those_of_the_collection_on_both_sides() -> None:
    """Every report of Peking Union overlaps those of its years; Anzhen's two surgical series do not overlap."""
    overlaps = {study.id: set(study.overlaps) for study in studies().values()}
    assert all(one in overlaps[other] for one, others in overlaps.items() for other in others)
    assert {"Ma-2016", "Zhang-2024", "JVSV216-2024", "JOGmyom9-2023", "Wang-2022"} <= overlaps["Yu-2016"]
    assert "Anzhen-2020" not in overlaps["Anzhen-2009"]
    assert studies()["RWH-2017"].apart_from == ("Mulvany-1994",)


def test_the_two_75_percent_are_two_things() -> None:
    """ICLM-2021 prints 75 % of progression in cardiac disease without a denominator; none has 75 % of myomectomy."""
    found = [(study.id, each.id) for study in studies().values() for each in study.cohorts if each.percent == 75]
    assert found == [("ICLM-2021", "incomplete-ovaries-kept")]
    cohort = studies()["ICLM-2021"].cohort("incomplete-ovaries-kept")
    assert (cohort.event, cohort.extent, cohort.denominator_told, cohort.total) == (
        "progression",
        "cardiac",
        False,
        None,
    )


# --- what a cohort tells ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cohort", "n"),
    [
        (Cohort("a", "a", patients=75, followed=58, events=18), 58),
        (Cohort("a", "a", patients=75, events=18), None),
        (Cohort("a", "a", patients=185, events=18, derived=True), 185),
        (Cohort("a", "a", patients=73, followed=70, events=3, derived=True), 70),
        (Cohort("a", "a"), None),
    ],
)
def test_events_are_counted_in_the_followed(cohort: Cohort, n: int | None) -> None:
    """The treated stand in only where they were solved together with the events."""
    assert cohort.total == n


def test_woman_years_need_a_mean() -> None:
    """16 women over a mean of 90 months are 120 woman-years; a median gives none."""
    assert Cohort("a", "a", followed=16, follow_up=Months(mean=90)).woman_years == 120
    assert Cohort("a", "a", patients=8, follow_up=Months(mean=6)).woman_years == 4
    assert Cohort("a", "a", followed=16, follow_up=Months(median=90)).woman_years is None
    assert Cohort("a", "a", follow_up=Months(mean=90)).woman_years is None


# --- strata -----------------------------------------------------------------------------------------------------------

ROWS = {
    "any-surgery": [(29, 114), (3, 23), (1, 11), (0, 16), (1, 13)],
    "complete-resection": [(18, 185), (0, 7), (1, 3), (0, 3), (0, 1)],
    "incomplete-resection": [(12, 31), (0, 3)],
    "large-vein-complete": [(16, 31), (0, 7), (1, 3), (0, 3), (0, 1)],
    "no-large-vein": [(2, 27), (0, 16)],
    "uterus-kept": [(4, 7)],
    "ovaries-removed-at-hysterectomy": [(None, None)],
    "ovaries-kept-at-hysterectomy": [(None, None)],
    "cardiac-complete": [(10, 22), (0, 7), (1, 3), (0, 1)],
    "cardiac-incomplete": [(0, 3)],
    "rate-any-surgery": [(30, 216), (0, 16), (0, 4)],
}


def test_each_stratum_has_its_rows() -> None:
    """Events of patients by row, as the abstracts give them."""
    found = {stratum.id: [(cohort.events, cohort.total) for _, cohort in rows_of(stratum)] for stratum in strata()}
    assert found == ROWS


def test_the_rows_of_the_evidence_notes_can_be_asked_for() -> None:
    """26 of 71 after incomplete resection and 8 of 16 with the uterus kept are alternatives with what they suppose."""
    for stratum_id, counts in (("incomplete-resection", (26, 71)), ("uterus-kept", (8, 16))):
        stratum = stratum_named(stratum_id)
        (supposing,) = [each for each in stratum.alternatives if each.supposes]
        rows = rows_of(stratum, supposing)
        assert (sum(c.events or 0 for _, c in rows), sum(c.total or 0 for _, c in rows)) == counts


def test_a_recount_changes_one_row_of_one_alternative() -> None:
    """The lung tumour of Mulvany-1994 counts in the alternative named after it and nowhere else."""
    stratum = stratum_named("no-large-vein")
    (alternative,) = stratum.alternatives
    assert [cohort.events for _, cohort in rows_of(stratum, alternative)] == [2, 1]
    assert [cohort.events for _, cohort in rows_of(stratum)] == [2, 0]


def test_figures_belong_to_studies_of_the_work_up() -> None:
    """Every word that a diagnostic figure is filed under is a study of the guideline's work-up."""
    known = {study.id for chapter in default_guideline().chapters for study in chapter.studies}
    used = {word for study in studies().values() for figure in study.diagnostics for word in figure.work_up}
    assert used <= known
    assert {"pelvic-ultrasound", "pelvic-mri", "iliac-caval-doppler", "echocardiography"} <= used


def test_an_unknown_name_is_told_with_the_nearest() -> None:
    """A misspelt study or stratum names the one that is meant."""
    assert study_named("Yu-2016").id == "Yu-2016"
    with pytest.raises(UnknownName, match=r"no study 'Yu-2106'; did you mean Yu-2016\?"):
        study_named("Yu-2106")
    with pytest.raises(UnknownName, match="no stratum 'qqq'; there are any-surgery, "):
        stratum_named("qqq")


def test_a_broken_shipped_file_is_a_fault_of_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading the package's own files raises with what is wrong; checking them tells it."""
    monkeypatch.setattr(studies_module, "shipped_texts", lambda: {"a.toml": "id = "})
    monkeypatch.setattr(studies_module, "strata_text", lambda: "[[stratum]")
    monkeypatch.setattr(claims_module, "_shipped_text", lambda: "[[claim]")
    for read in (studies_module.read_shipped, studies_module.read_shipped_strata, claims_module.claims):
        with pytest.raises(ValueError, match=r"must be written in TOML.* \[EVID-01\]"):
            read.__wrapped__()
    assert [issue.code for issue in check_evidence()] == ["EVID-01"] * 3
