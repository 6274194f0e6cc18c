"""A new study beside those that are there: what is wrong with it, which strata it might join, what else must change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from cephalad.errors import Issue
from cephalad.evidence.strata_check import COUNTED, has_figure, misfits
from cephalad.evidence.strata_model import Stratum
from cephalad.evidence.studies import strata, studies, studies_folder
from cephalad.evidence.study_check import check_together, check_within
from cephalad.evidence.study_files import ReadStudy, read_study, write_study
from cephalad.evidence.study_model import Cohort, Study

__all__ = ["Joining", "checkout_folder", "counterparts", "may_join", "read_new"]

_SAID_ON_BOTH_SIDES = "EVID-23"


def checkout_folder() -> Path | None:
    """The folder of study files in a checkout of the project; None where the package is installed without one."""
    folder = studies_folder()
    root = folder.parents[4]
    return folder if (root / "pyproject.toml").is_file() and folder.is_dir() else None


def read_new(text: str, *, file: str, beside: Mapping[str, str]) -> ReadStudy | list[Issue]:
    """The study in a new file, or everything that is wrong with it, by itself and beside the others.

    That an overlap is said on both sides is left to whoever writes the file: it is the other file that must change.

    Parameters
    ----------
    text, file : its characters, and its name for issues
    beside : the other study files as texts by name; one that cannot be read is passed over
    """
    read = read_study(text, file=file)
    if not isinstance(read, ReadStudy):
        return read
    others = [other for name, each in beside.items() if isinstance(other := read_study(each, file=name), ReadStudy)]
    # Last, so that it is this file that what lies between two is said of.
    between = [issue for issue in check_together([*others, read]) if issue.file == file]
    issues = [*check_within(read), *(issue for issue in between if issue.code != _SAID_ON_BOTH_SIDES)]
    return sorted(issues, key=lambda issue: issue.line) or read


def counterparts(study: Study, beside: Mapping[str, str]) -> dict[str, str]:
    """The files of the studies that a new one names as overlapping or apart, with its own id written into them."""
    changed: dict[str, str] = {}
    for name, text in beside.items():
        read = read_study(text, file=name)
        if not isinstance(read, ReadStudy):
            continue
        other = read.study
        if other.id in study.overlaps and study.id not in other.overlaps:
            other = replace(other, overlaps=tuple(sorted((*other.overlaps, study.id))))
        if other.id in study.apart_from and study.id not in other.apart_from:
            other = replace(other, apart_from=tuple(sorted((*other.apart_from, study.id))))
        if other != read.study:
            changed[name] = write_study(other)
    return changed


@dataclass(frozen=True, slots=True)
class Joining:
    """A stratum that a cohort of a new study might join.

    Attributes
    ----------
    row : ``Study/cohort``
    beside : rows of the stratum that may hold the same patients: then it can only stand in their place
    gathered : whether it gathers published cases: then it can only stand in an alternative
    """

    stratum: str
    row: str
    beside: tuple[str, ...]
    gathered: bool


def may_join(study: Study) -> tuple[Joining, ...]:
    """The strata whose question a cohort of the study answers, in the order of the strata."""
    return tuple(
        Joining(stratum.id, f"{study.id}/{cohort.id}", _sharing(study, stratum), study.is_gathered)
        for stratum in strata()
        for cohort in study.cohorts
        if _answers(stratum, study, cohort)
    )


def _answers(stratum: Stratum, study: Study, cohort: Cohort) -> bool:
    # A question without a limit is about all the women of a study, not about a part of them.
    if not stratum.of and cohort.part_of:
        return False
    counts = cohort.event in COUNTED[stratum.event]
    return counts and has_figure(stratum, study, cohort) and not any(misfits(stratum, cohort))


def _sharing(study: Study, stratum: Stratum) -> tuple[str, ...]:
    known = studies()
    return tuple(
        row
        for row in stratum.primary
        if (other := known[row.partition("/")[0]]).id == study.id
        or other.id in study.overlaps
        or study.id in other.overlaps
    )
