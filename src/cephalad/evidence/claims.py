"""The numbers that the paper claims, each with how far it can be checked and by what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from cephalad.errors import Issue
from cephalad.evidence.data_files import FileReader, Form, Places, line_of, places_in, shown, toml_tree
from cephalad.evidence.register import sources, statements
from cephalad.evidence.study_model import Study
from cephalad.terms import nearest

__all__ = ["STATUSES", "Claim", "check_claims", "claims", "claims_as_list"]

STATUSES = ("traced", "contradicted", "not-traceable", "second-hand")
_FILE = "claims.toml"
_CLAIM = {
    "id": Form("id", required=True),
    "statements": Form("ids", required=True),
    "figure": Form("text", required=True),
    "status": Form("word", STATUSES, required=True),
    "by": Form("ids", required=True),
    "note": Form("text", required=True),
}
_FORMS = {"claim": Form("entries", forms=_CLAIM, required=True)}


@dataclass(frozen=True, slots=True)
class Claim:
    """One number of zhao-tian-2026 with what it is said of.

    Attributes
    ----------
    id : kebab-case, stable
    statements : the statements that carry it, the first one first
    status : traced, contradicted, not-traceable or second-hand
    by : ids of the studies and sources that decide it
    note : why, and what to beware of
    """

    id: str
    statements: tuple[str, ...]
    figure: str
    status: str
    by: tuple[str, ...]
    note: str


@cache
def claims() -> tuple[Claim, ...]:
    """Every claim in the order of the file.

    Raises
    ------
    ValueError : the file of the package is broken in form; a fault of the program, never of its user

    Examples
    --------
    >>> [claim.figure for claim in claims() if claim.id == "recurrence-radical"]
    ['7.6 % recurrence after radical surgery']
    """
    read = _read(_shipped_text())
    if isinstance(read, list):
        raise ValueError("\n".join(map(str, read)))
    return read[0]


def claims_as_list() -> list[dict[str, Any]]:
    """``[{id, statement, figure, status, by, note}]``; the note names the further statements that carry the number."""
    return [
        {
            "id": claim.id,
            "statement": claim.statements[0],
            "figure": claim.figure,
            "status": claim.status,
            "by": list(claim.by),
            "note": f"{claim.note} Also in {', '.join(claim.statements[1:])}." if claim.statements[1:] else claim.note,
        }
        for claim in claims()
    ]


def check_claims(text: str | None = None, *, studies: Mapping[str, Study]) -> list[Issue]:
    """Everything that is wrong with a file of claims: EVID-01 to EVID-05 and EVID-40 to EVID-42.

    Parameters
    ----------
    text : the file; without it the shipped one
    studies : by id, for what a claim is decided by
    """
    read = _read(_shipped_text() if text is None else text)
    if isinstance(read, list):
        return read
    found, places = read
    counts = Counter(claim.id for claim in found)
    known = (*sources(), *studies)
    return [
        Issue(_FILE, line_of(places, path), path, rule, shown(value), remedy, code)
        for number, claim in enumerate(found)
        for path, rule, value, remedy, code in _faults(f"claim[{number}]", claim, counts, known)
    ]


def _faults(
    path: str, claim: Claim, counts: Mapping[str, int], known: tuple[str, ...]
) -> Iterator[tuple[str, str, str, str, str]]:
    if counts[claim.id] > 1:
        yield f"{path}.id", "must be unique among the claims", claim.id, "give it an id of its own", "EVID-40"
    if not claim.statements:
        yield f"{path}.statements", "must name a statement", "none", 'write for example ["S51"]', "EVID-41"
    for key, ids, names, noun in (
        ("statements", claim.statements, tuple(statements()), "a statement of the paper"),
        ("by", claim.by, known, "a study or a source"),
    ):
        for each in (one for one in ids if one not in names):
            guess = nearest(each, names)
            yield f"{path}.{key}", f"must name {noun}", each, f"write {guess}" if guess else "remove it", "EVID-41"
    if claim.status in ("traced", "contradicted", "second-hand") and not claim.by:
        remedy = "name the study or source that was read, or call it not-traceable"
        yield f"{path}.by", f"must say what a claim that is {claim.status} rests on", "nothing", remedy, "EVID-42"


def _shipped_text() -> str:
    from importlib.resources import files

    return (files("cephalad.evidence") / "data" / _FILE).read_text(encoding="utf-8")


def _read(text: str) -> tuple[tuple[Claim, ...], Places] | list[Issue]:
    tree = toml_tree(text, file=_FILE)
    if isinstance(tree, list):
        return tree
    places = places_in(text)
    reader = FileReader(_FILE, places)
    values = reader.table(tree, _FORMS)
    if reader.issues:
        return sorted(reader.issues, key=lambda issue: issue.line)
    return tuple(Claim(**row) for row in values["claim"]), places
