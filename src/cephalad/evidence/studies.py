"""The studies that ship with the package, the strata they answer, and everything that is wrong with either."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

from cephalad.errors import Issue, UnknownName
from cephalad.evidence.strata_model import Alternative, Stratum
from cephalad.evidence.study_model import Ages, Cohort, Diagnostic, Effect, Months, Study, Survival
from cephalad.terms import nearest

if TYPE_CHECKING:
    from cephalad.evidence.strata_files import ReadStrata
    from cephalad.evidence.study_files import ReadStudy

_Value = TypeVar("_Value", Study, Stratum)

__all__ = [
    "Ages",
    "Alternative",
    "Cohort",
    "Diagnostic",
    "Effect",
    "Months",
    "Stratum",
    "Study",
    "Survival",
    "check_evidence",
    "check_studies",
    "read_shipped",
    "read_shipped_strata",
    "read_sound",
    "row_named",
    "rows_of",
    "shipped_texts",
    "strata",
    "strata_text",
    "stratum_named",
    "studies",
    "studies_folder",
    "study_named",
]


def studies_folder() -> Path:
    """Where the study files of the package lie."""
    from importlib.resources import files

    return Path(str(files("cephalad.evidence") / "data" / "studies"))


@cache
def shipped_texts() -> Mapping[str, str]:
    """The shipped study files by name, in the order of the alphabet."""
    paths = sorted(studies_folder().glob("*.toml"), key=lambda path: path.name.lower())
    return MappingProxyType({path.name: path.read_text(encoding="utf-8") for path in paths})


@cache
def read_shipped() -> tuple[ReadStudy, ...]:
    """The shipped studies with the places of their parts.

    Raises
    ------
    ValueError : a file of the package is broken; a fault of the program, never of its user
    """
    return tuple(read_sound(name, text) for name, text in shipped_texts().items())


def read_sound(name: str, text: str) -> ReadStudy:
    """The study in a file that must be sound.

    Raises
    ------
    ValueError : when it is not, with everything that is wrong
    """
    from cephalad.evidence.study_files import ReadStudy, read_study

    read = read_study(text, file=name)
    if not isinstance(read, ReadStudy):
        raise ValueError("\n".join(map(str, read)))
    return read


@cache
def studies() -> Mapping[str, Study]:
    """Every shipped study by id, in the order of the alphabet.

    Examples
    --------
    >>> studies()["Yu-2016"].cohort("all").events
    18
    """
    return MappingProxyType({read.study.id: read.study for read in read_shipped()})


@cache
def read_shipped_strata() -> ReadStrata:
    """The shipped strata with the places of their parts.

    Raises
    ------
    ValueError : the file of the package is broken in form; `check_evidence` tells it without raising
    """
    from cephalad.evidence.strata_files import ReadStrata, read_strata

    read = read_strata(strata_text())
    if not isinstance(read, ReadStrata):
        raise ValueError("\n".join(map(str, read)))
    return read


def strata_text() -> str:
    """The shipped file of strata."""
    return (studies_folder().parent / "strata.toml").read_text(encoding="utf-8")


def strata() -> tuple[Stratum, ...]:
    """The strata in the order of their file."""
    return read_shipped_strata().strata


def study_named(study_id: str) -> Study:
    """The shipped study with this id.

    Raises
    ------
    UnknownName : when there is none; it gives the nearest id
    """
    return _named(study_id, studies(), "study")


def stratum_named(stratum_id: str) -> Stratum:
    """The stratum with this id.

    Raises
    ------
    UnknownName : when there is none; it gives the nearest id
    """
    return _named(stratum_id, {each.id: each for each in strata()}, "stratum")


def _named(given: str, known: Mapping[str, _Value], noun: str) -> _Value:
    if given in known:
        return known[given]
    closest = nearest(given, known)
    hint = f"did you mean {closest}?" if closest else f"there are {', '.join(known)}"
    raise UnknownName(f"no {noun} {given[:60]!r}; {hint}")


def rows_of(stratum: Stratum, alternative: Alternative | None = None) -> list[tuple[Study, Cohort]]:
    """The study and cohort of each row, in the order of the stratum, or of one of its alternatives.

    Where an alternative counts a row's events otherwise, the cohort comes with that count.

    Raises
    ------
    KeyError : for a row that does not exist, which `check_strata` would tell

    Examples
    --------
    >>> [(study.id, cohort.events, cohort.total) for study, cohort in rows_of(stratum_named("no-large-vein"))]
    [('Yu-2016', 2, 27), ('Mulvany-1994', 0, 16)]
    """
    if alternative is None:
        return [row_named(name) for name in stratum.primary]
    found = []
    for name in alternative.rows:
        study, cohort = row_named(name)
        found.append((study, replace(cohort, events=alternative.recount.get(name, cohort.events))))
    return found


def row_named(name: str) -> tuple[Study, Cohort]:
    """The study and cohort that ``Study/cohort`` names.

    Raises
    ------
    KeyError : when there is none
    """
    study_id, _, cohort_id = name.partition("/")
    study = studies()[study_id]
    return study, study.cohort(cohort_id)


def check_studies(files: Mapping[str, str] | None = None) -> list[Issue]:
    """Everything that is wrong with study files, each by itself and beside each other.

    Parameters
    ----------
    files : texts by name; without them the files that ship with the package

    Returns
    -------
    issues EVID-01 to EVID-25, file by file; empty when they are sound
    """
    return _read_all(shipped_texts() if files is None else files)[1]


def check_evidence(files: Mapping[str, str] | None = None, strata_file: str | None = None) -> list[Issue]:
    """Everything that is wrong with the studies, the strata and the claims of the paper; empty when they are sound.

    Parameters
    ----------
    files : study files as texts by name; without them the shipped ones
    strata_file : the file of strata as text; without it the shipped one
    """
    from cephalad.evidence.claims import check_claims
    from cephalad.evidence.strata_check import check_strata
    from cephalad.evidence.strata_files import ReadStrata, read_strata

    found, issues = _read_all(shipped_texts() if files is None else files)
    read = read_strata(strata_text() if strata_file is None else strata_file)
    issues += check_strata(read, found) if isinstance(read, ReadStrata) else read
    return [*issues, *check_claims(studies=found)]


def _read_all(files: Mapping[str, str]) -> tuple[dict[str, Study], list[Issue]]:
    from cephalad.evidence.study_check import check_together, check_within
    from cephalad.evidence.study_files import ReadStudy, read_study

    issues: list[Issue] = []
    sound: list[ReadStudy] = []
    for name, text in files.items():
        read = read_study(text, file=name)
        if isinstance(read, ReadStudy):
            issues += check_within(read)
            sound.append(read)
        else:
            issues += read
    return {read.study.id: read.study for read in sound}, [*issues, *check_together(sound)]
