"""The file of strata as text becomes strata, or everything that is wrong with its form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from cephalad.errors import Issue
from cephalad.evidence.data_files import FileReader, Form, Places, line_of, places_in, shown, toml_tree
from cephalad.evidence.strata_model import FIGURES, STRATUM_EVENTS, Alternative, Stratum
from cephalad.evidence.study_model import COMPLETENESS, EXTENTS, ORGANS

__all__ = ["FILE", "ReadStrata", "read_strata"]

FILE = "strata.toml"

_TEXT, _NEEDED = Form("text"), Form("text", required=True)
_ROWS = Form("texts", required=True)
_TRAITS = {
    "completeness": Form("words", COMPLETENESS),
    "extent": Form("words", EXTENTS),
    "uterus": Form("words", ORGANS),
    "ovaries": Form("words", ORGANS),
}
_ALTERNATIVE = {
    "name": _NEEDED,
    "rows": _ROWS,
    "reason": _NEEDED,
    "event": Form("word", STRATUM_EVENTS),
    "supposes": _TEXT,
    "recount": Form("counts"),
}
_STRATUM = {
    "id": Form("id", required=True),
    "question": _NEEDED,
    "event": Form("word", STRATUM_EVENTS, required=True),
    "figure": Form("word", FIGURES, required=True),
    "time": _NEEDED,
    "of": Form("table", forms=_TRAITS),
    "primary": _ROWS,
    "leaves_out": _NEEDED,
    "reason": _NEEDED,
    "alternatives": Form("entries", forms=_ALTERNATIVE),
}
_FORMS = {"stratum": Form("entries", forms=_STRATUM, required=True)}


@dataclass(frozen=True, slots=True)
class ReadStrata:
    """The strata with the file that they came from and the line on which each of their parts stands."""

    strata: tuple[Stratum, ...]
    file: str
    places: Places

    def issue(self, path: str, rule: str, value: object, remedy: str, code: str) -> Issue:
        """A fault at a place of this file."""
        return Issue(self.file, line_of(self.places, path), path, rule, shown(value), remedy, code)


def read_strata(text: str, *, file: str = FILE) -> ReadStrata | list[Issue]:
    """The strata in a file with their places, or what is wrong with its form: EVID-01 to EVID-05."""
    tree = toml_tree(text, file=file)
    if isinstance(tree, list):
        return tree
    reader = FileReader(file, places_in(text))
    values = reader.table(tree, _FORMS)
    if reader.issues:
        return sorted(reader.issues, key=lambda issue: issue.line)
    return ReadStrata(tuple(_stratum(row) for row in values["stratum"]), file, reader.places)


def _stratum(row: dict[str, Any]) -> Stratum:
    alternatives = tuple(_alternative(each, row["event"]) for each in row.get("alternatives", ()))
    return Stratum(**(row | {"alternatives": alternatives, "of": _fixed(row.get("of", {}))}))


def _alternative(row: dict[str, Any], event: str) -> Alternative:
    return Alternative(**({"event": event} | row | {"recount": _fixed(row.get("recount", {}))}))


def _fixed(table: dict[str, Any]) -> Mapping[str, Any]:
    return MappingProxyType(table)
