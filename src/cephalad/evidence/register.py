"""The register: the four evidence files as frozen values, read on first use and kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, Protocol, TypeVar

from cephalad.evidence.model import (
    Aspect,
    Challenge,
    Chapter,
    Figure,
    Reading,
    Source,
    Stance,
    Statement,
    Strength,
)

__all__ = ["Register", "challenges", "challenges_of", "figures", "shipped_register", "sources", "statements"]


@dataclass(frozen=True, slots=True)
class Register:
    """The rows of the four files in their order, duplicates and all, for the checker to judge.

    Attributes
    ----------
    sources, statements, figures, challenges : the rows as read
    """

    sources: tuple[Source, ...]
    statements: tuple[Statement, ...]
    figures: tuple[Figure, ...]
    challenges: tuple[Challenge, ...]


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


_Entry = TypeVar("_Entry", bound=_Identified)


def shipped_register() -> Register:
    """The register that ships with the package, read once.

    Raises
    ------
    KeyError, TypeError, ValueError : a file of the package is broken; a fault of the program, never of its user
    """
    return Register(_source_rows(), _statement_rows(), _figure_rows(), _challenge_rows())


@cache
def sources() -> Mapping[str, Source]:
    """Every source by id, in the order of the file.

    Examples
    --------
    >>> sources()["zhao-tian-2026"].link
    'https://doi.org/10.3892/etm.2026.13183'
    """
    return _by_id(_source_rows())


@cache
def statements() -> Mapping[str, Statement]:
    """The statements S1 to S131 by id, in order.

    Examples
    --------
    >>> statements()["S93"].place
    'Discussion'
    """
    return _by_id(_statement_rows())


@cache
def figures() -> Mapping[str, Figure]:
    """The paper's own figures by id.

    Examples
    --------
    >>> figures()["recurrence-radical"].text
    '7.6 %'
    """
    return _by_id(_figure_rows())


@cache
def challenges() -> Mapping[str, Challenge]:
    """Every challenge by id, in the order of the file."""
    return _by_id(_challenge_rows())


def challenges_of(statement_ids: Collection[str], *, aspect: Aspect = Aspect.WHOLE) -> tuple[Challenge, ...]:
    """The challenges to any of the statements, each once, in the order of the register.

    Parameters
    ----------
    statement_ids : such as ``["S50", "S52"]``; an id that nobody challenges, or that does not exist, adds nothing
    aspect : when given, challenges aimed at another aspect are left out (S89 lists age, ovaries, vessels and residue)

    Examples
    --------
    >>> [challenge.id for challenge in challenges_of(["S15"])]
    ['sato-2023-angioleiomyoma']
    """
    if isinstance(statement_ids, str):
        raise TypeError("statement_ids is a collection of ids; write ['S15'], not 'S15'")
    wanted = frozenset(statement_ids)
    return tuple(
        challenge
        for challenge in _challenge_rows()
        if not wanted.isdisjoint(challenge.statements) and _aims_at(challenge, aspect)
    )


def _aims_at(challenge: Challenge, aspect: Aspect) -> bool:
    return Aspect.WHOLE in (aspect, challenge.aspect) or challenge.aspect is aspect


def _by_id(rows: tuple[_Entry, ...]) -> Mapping[str, _Entry]:
    return MappingProxyType({row.id: row for row in rows})


def _rows(name: str) -> list[dict[str, Any]]:
    # Imported here: most commands never read the evidence, and start-up is measured.
    import tomllib
    from importlib.resources import files

    text = (files("cephalad.evidence") / "data" / f"{name}s.toml").read_text(encoding="utf-8")
    rows: list[dict[str, Any]] = tomllib.loads(text)[name]
    return rows


@cache
def _source_rows() -> tuple[Source, ...]:
    return tuple(_source(row) for row in _rows("source"))


@cache
def _statement_rows() -> tuple[Statement, ...]:
    return tuple(_statement(row) for row in _rows("statement"))


@cache
def _figure_rows() -> tuple[Figure, ...]:
    return tuple(_figure(row) for row in _rows("figure"))


@cache
def _challenge_rows() -> tuple[Challenge, ...]:
    return tuple(_challenge(row) for row in _rows("challenge"))


# Keys are passed on by name, so that an unknown or missing key in a file raises instead of being dropped.


def _source(row: dict[str, Any]) -> Source:
    return Source(**(row | {"strength": Strength(row["strength"]), "reading": Reading(row["reading"])}))


def _statement(row: dict[str, Any]) -> Statement:
    typed = {
        "sections": tuple(row["sections"]),
        "chapter": Chapter(row["chapter"]),
        "rests_on": tuple(row.get("rests_on", ())),
    }
    return Statement(**(row | typed))


def _figure(row: dict[str, Any]) -> Figure:
    typed = {
        "statements": tuple(row["statements"]),
        "low": float(row["low"]),
        "high": float(row["high"]),
    }
    return Figure(**(row | typed))


def _challenge(row: dict[str, Any]) -> Challenge:
    typed = {
        "statements": tuple(row["statements"]),
        "stance": Stance(row["stance"]),
        "aspect": Aspect(row.get("aspect", "whole")),
    }
    return Challenge(**(row | typed))
