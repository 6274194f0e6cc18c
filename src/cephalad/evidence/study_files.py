"""A study file as text becomes a study, or everything that is wrong with its form; a study becomes a tidy file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from cephalad.errors import Issue
from cephalad.evidence.data_files import FileReader, Form, Places, line_of, places_in, shown, toml_tree, toml_value
from cephalad.evidence.study_forms import BLOCKS, STUDY
from cephalad.evidence.study_model import Ages, Cohort, Diagnostic, Effect, Months, Study, Survival

__all__ = ["ReadStudy", "read_study", "write_study"]

_SPREADS: Mapping[str, type[Months] | type[Ages]] = {"age": Ages, "follow_up": Months, "time_to_event": Months}


@dataclass(frozen=True, slots=True)
class ReadStudy:
    """A study with the file that it came from and the line on which each of its parts stands."""

    study: Study
    file: str
    places: Places

    def issue(self, path: str, rule: str, value: object, remedy: str, code: str) -> Issue:
        """A fault at a place of this file; at the entry around it where the key itself is not written."""
        return Issue(self.file, line_of(self.places, path), path, rule, shown(value), remedy, code)


def read_study(text: str, *, file: str) -> ReadStudy | list[Issue]:
    """The study in a file, or everything that is wrong with the form of its entries.

    Parameters
    ----------
    text : the file's characters
    file : its name, for issues

    Returns
    -------
    the study with its places, or issues EVID-01 to EVID-05; what its numbers say of each other is not judged here
    """
    tree = toml_tree(text, file=file)
    if isinstance(tree, list):
        return tree
    reader = FileReader(file, places_in(text))
    values = reader.table(tree, STUDY)
    if reader.issues:
        return sorted(reader.issues, key=lambda issue: issue.line)
    return ReadStudy(_made(values), file, reader.places)


def _made(values: dict[str, Any]) -> Study:
    entries = {
        "cohorts": tuple(_cohort(entry) for entry in values.get("cohorts", ())),
        "survival": tuple(Survival(**entry) for entry in values.get("survival", ())),
        "effects": tuple(Effect(**entry) for entry in values.get("effects", ())),
        "diagnostics": tuple(Diagnostic(**entry, study=values["id"]) for entry in values.get("diagnostics", ())),
    }
    return Study(**(values | entries))


def _cohort(entry: dict[str, Any]) -> Cohort:
    spreads = {name: made(**entry[name]) for name, made in _SPREADS.items() if name in entry}
    return Cohort(**(entry | spreads))


# --- writing ----------------------------------------------------------------------------------------------------------


def write_study(study: Study) -> str:
    """The study as the text of its file: keys in the house's order, what is not told left out.

    Reading the text gives the same study again.
    """
    lines = _written(study, STUDY)
    for name, forms in BLOCKS.items():
        for entry in getattr(study, name):
            lines += ["", f"[[{name}]]", *_written(entry, forms)]
    return "\n".join(lines) + "\n"


def _written(entry: Study | Cohort | Survival | Effect | Diagnostic, forms: Mapping[str, Form]) -> list[str]:
    unsaid = {each.name: each.default for each in fields(entry)}
    lines = []
    for key, form in forms.items():
        value = getattr(entry, key)
        if form.kind == "table":
            told = {name: number for name in form.forms if (number := getattr(value, name)) is not None}
            lines += [f"{key} = {toml_value(told)}"] if told else []
        elif form.kind != "entries" and (form.required or value != unsaid[key]):
            lines.append(f"{key} = {toml_value(value)}")
    return lines
