"""The studies that ship with the package, the strata they answer, and what is wrong with study files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from cephalad.errors import Issue, UnknownName
from cephalad.evidence.strata_model import Alternative, Stratum
from cephalad.evidence.study_model import Ages, Cohort, Diagnostic, Effect, Months, Study, Survival
from cephalad.terms import nearest

if TYPE_CHECKING:
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
    "check_studies",
    "read_shipped",
    "row_named",
    "rows_of",
    "shipped_texts",
    "strata",
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
    from cephalad.evidence.study_files import ReadStudy, read_study

    found = []
    for name, text in shipped_texts().items():
        read = read_study(text, file=name)
        if not isinstance(read, ReadStudy):
            raise ValueError("\n".join(map(str, read)))
        found.append(read)
    return tuple(found)


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
def strata() -> tuple[Stratum, ...]:
    """The strata in the order of their file.

    Raises
    ------
    KeyError, TypeError : the file of the package is broken; a fault of the program, never of its user
    """
    import tomllib
    from importlib.resources import files

    text = (files("cephalad.evidence") / "data" / "strata.toml").read_text(encoding="utf-8")
    return tuple(_stratum(row) for row in tomllib.loads(text)["stratum"])


# Keys are passed on by name, so that an unknown or missing key in the file raises instead of being dropped.


def _stratum(row: dict[str, Any]) -> Stratum:
    typed = {
        "primary": tuple(row["primary"]),
        "alternatives": tuple(_alternative(each, row["event"]) for each in row.get("alternatives", ())),
        "of": MappingProxyType({trait: tuple(words) for trait, words in row.get("of", {}).items()}),
    }
    return Stratum(**(row | typed))


def _alternative(row: dict[str, Any], event: str) -> Alternative:
    typed = {"rows": tuple(row["rows"]), "recount": MappingProxyType(dict(row.get("recount", {})))}
    return Alternative(**({"event": event} | row | typed))


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
    from cephalad.evidence.study_check import check_together, check_within
    from cephalad.evidence.study_files import ReadStudy, read_study

    issues: list[Issue] = []
    sound: list[ReadStudy] = []
    for name, text in (shipped_texts() if files is None else files).items():
        read = read_study(text, file=name)
        if isinstance(read, ReadStudy):
            issues += check_within(read)
            sound.append(read)
        else:
            issues += read
    return [*issues, *check_together(sound)]
