"""A study file as text becomes a study, or everything that is wrong with its form; a study becomes a tidy file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from math import isfinite
from typing import Any

from cephalad.errors import Issue
from cephalad.evidence.study_forms import AGES, BLOCKS, MONTHS, STUDY, Form
from cephalad.evidence.study_model import Ages, Cohort, Diagnostic, Effect, Months, Study, Survival
from cephalad.logic import PartialDateError, Truth, parse_partial_date
from cephalad.terms import nearest

__all__ = ["Places", "ReadStudy", "places_in", "read_study", "shown", "toml_value", "write_study"]

Places = Mapping[str, int]

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,63}", re.ASCII)
_P_VALUE = re.compile(r"[<>]?0?(\.\d{1,6})|[<>]?([01])", re.ASCII)
_HEADER = re.compile(r"\s*\[(\[?)\s*([\w.-]+)\s*\]\]?\s*(?:#.*)?")
_KEY = re.compile(r"\s*([\w-]+)\s*=")
_LINE_OF_FAULT = re.compile(r"\(at line (\d+), column \d+\)")
_LONGEST_TEXT, _LARGEST_COUNT = 4000, 1_000_000
_MADE = {"cohorts": Cohort, "survival": Survival, "effects": Effect, "diagnostics": Diagnostic}
_SPREADS: Mapping[str, tuple[Mapping[str, Form], type[Months] | type[Ages]]] = {
    "months": (MONTHS, Months),
    "ages": (AGES, Ages),
}


@dataclass(frozen=True, slots=True)
class ReadStudy:
    """A study with the file that it came from and the line on which each of its parts stands."""

    study: Study
    file: str
    places: Places

    def issue(self, path: str, rule: str, value: object, remedy: str, code: str) -> Issue:
        """A fault at a place of this file; at the entry around it where the key itself is not written."""
        return Issue(self.file, line_of(self.places, path), path, rule, shown(value), remedy, code)


def shown(value: object) -> str:
    """A value as an issue shows it: short, and nothing for an empty text."""
    if isinstance(value, bool):
        return str(value).lower()
    text = str(value)
    return (text if len(text) <= 60 else f"{text[:57]}...") or "nothing"


def line_of(places: Places, path: str) -> int:
    """The line of a path such as ``cohorts[2].events``, or of what stands around it; 0 when neither is written."""
    while path and path not in places:
        path = path.rpartition(".")[0]
    return places.get(path, 0)


def places_in(text: str) -> Places:
    """Lines by path: ``id``, ``cohorts[0]``, ``cohorts[0].events``; entries count from 0."""
    found: dict[str, int] = {}
    counts: dict[str, int] = {}
    prefix = ""
    for number, line in enumerate(text.split("\n"), start=1):
        header, key = _HEADER.fullmatch(line), _KEY.match(line)
        if header:
            many, name = header.groups()
            place = name
            if many:
                parent = name.rpartition(".")[0]
                outer = f"{parent}[{counts.get(parent, 1) - 1}]." if parent else ""
                full = f"{outer}{name.rpartition('.')[2]}"
                counts[full] = counts.get(full, 0) + 1
                counts[name] = counts[full]
                place = f"{full}[{counts[full] - 1}]"
            found[place] = number
            prefix = f"{place}."
        elif key:
            found.setdefault(f"{prefix}{key[1]}", number)
    return found


def read_study(text: str, *, file: str) -> ReadStudy | list[Issue]:
    """The study in a file, or everything that is wrong with the form of its entries.

    Parameters
    ----------
    text : the file's characters
    file : its name, for issues

    Returns
    -------
    the study with its places, or issues EVID-01 to EVID-07; what its numbers say of each other is not judged here
    """
    # Imported here: most commands never read the studies, and start-up is measured.
    import tomllib

    try:
        tree = tomllib.loads(text.replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError as fault:
        return [_not_toml(str(fault), file)]
    reader = _Reader(file, places_in(text))
    values = reader.table(tree, STUDY, "", further=tuple(BLOCKS))
    for name, made in _MADE.items():
        values[name] = tuple(made(**entry) for entry in reader.entries(tree.get(name, []), name) if entry is not None)
    if reader.issues:
        return sorted(reader.issues, key=lambda issue: issue.line)
    return ReadStudy(_told(Study(**values)), file, reader.places)


def _told(study: Study) -> Study:
    """The study whose diagnostic figures know where they come from."""
    from dataclasses import replace

    return replace(study, diagnostics=tuple(replace(each, study=study.id) for each in study.diagnostics))


def _not_toml(fault: str, file: str) -> Issue:
    at = _LINE_OF_FAULT.search(fault)
    said = _LINE_OF_FAULT.sub("", fault).strip()
    remedy = "put texts in double quotes, lists in brackets, and one key on a line"
    return Issue(file, int(at[1]) if at else 0, "", "must be written in TOML", shown(said), remedy, "EVID-01")


@dataclass(slots=True)
class _Reader:
    """Takes the values of one file over and collects what is wrong with them."""

    file: str
    places: Places
    issues: list[Issue] = field(default_factory=list)

    def entries(self, found: Any, name: str) -> Iterator[dict[str, Any] | None]:
        """The values of each entry of a list; None for one that is wrong."""
        if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
            self.add(name, "must be a list of entries", found, f"write [[{name}]] above the keys of each", "EVID-04")
            return
        for number, entry in enumerate(found):
            n_issues = len(self.issues)
            values = self.table(entry, BLOCKS[name], f"{name}[{number}]")
            yield values if len(self.issues) == n_issues else None

    def table(
        self, found: Mapping[str, Any], forms: Mapping[str, Form], path: str, *, further: tuple[str, ...] = ()
    ) -> dict[str, Any]:
        """The values of the known keys; unknown and missing ones are told."""
        for key in found:
            if key not in forms and key not in further:
                guess = nearest(key, (*forms, *further))
                remedy = f"write {guess}" if guess else "remove it, or put it into the note"
                self.add(_at(path, key), "must be a known key", key, remedy, "EVID-02")
        for key, form in forms.items():
            if form.required and key not in found:
                self.add(_at(path, key), "must be there", "nothing", f"write {key} = …{_choice(form)}", "EVID-03")
        taken = {
            key: self.value(found[key], form, _at(path, key)) for key, form in forms.items() if key in found
        }
        return {key: value for key, value in taken.items() if value is not None}

    def value(self, found: Any, form: Form, path: str) -> Any:
        """The value in its type; None, and an issue, for one that does not fit."""
        if form.kind in _SPREADS:
            return self._spread(found, form, path)
        if form.kind == "word":
            return self._word(found, form, path)
        taken = _TAKEN[form.kind](found)
        if taken is None:
            rule, remedy = _RULES[form.kind]
            self.add(path, rule, found, remedy, "EVID-04")
        return taken

    def add(self, path: str, rule: str, value: object, remedy: str, code: str) -> None:
        """One more issue."""
        self.issues.append(Issue(self.file, line_of(self.places, path), path, rule, shown(value), remedy, code))

    def _word(self, found: Any, form: Form, path: str) -> str | None:
        if found in form.words:
            return str(found)
        guess = nearest(found, form.words) if isinstance(found, str) else None
        remedy = f"write {guess}" if guess else "write one of them"
        self.add(path, f"must be one of {', '.join(form.words)}", found, remedy, "EVID-05")
        return None

    def _spread(self, found: Any, form: Form, path: str) -> Months | Ages | None:
        forms, made = _SPREADS[form.kind]
        if not isinstance(found, dict):
            self.add(path, "must be a table of numbers", found, f"write {{ {', '.join(forms)} = … }}", "EVID-04")
            return None
        return made(**self.table(found, forms, path))


def _at(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _choice(form: Form) -> str:
    return f", one of {', '.join(form.words)}" if form.words else ""


# --- one value --------------------------------------------------------------------------------------------------------


def _text(found: Any) -> str | None:
    if not isinstance(found, str) or len(found) > _LONGEST_TEXT:
        return None
    text = " ".join(found.split())
    return text if text.isprintable() else None


def _name(found: Any) -> str | None:
    return found if isinstance(found, str) and _ID.fullmatch(found) else None


def _texts(found: Any) -> tuple[str, ...] | None:
    if not isinstance(found, list):
        return None
    texts = tuple(_text(each) or "" for each in found)
    return texts if all(texts) and len(set(texts)) == len(texts) else None


def _names(found: Any) -> tuple[str, ...] | None:
    texts = _texts(found)
    return texts if texts is not None and all(map(_ID.fullmatch, texts)) else None


def _count(found: Any) -> int | None:
    whole = isinstance(found, int) and not isinstance(found, bool)
    return found if whole and 0 <= found <= _LARGEST_COUNT else None


def _number(found: Any, top: float = 1e6) -> float | None:
    if isinstance(found, bool) or not isinstance(found, int | float):
        return None
    return float(found) if isfinite(found) and 0 <= found <= top else None


def _date(found: Any) -> str | None:
    # An unquoted year or day is a number or a date of TOML itself.
    text = found if isinstance(found, str) else str(found)
    try:
        return text if text == "" or parse_partial_date(text) else None
    except PartialDateError:
        return None


def _p_value(found: Any) -> str | None:
    text = f"{found:.6f}".rstrip("0").rstrip(".") if isinstance(found, float) else str(found).replace(" ", "")
    match = _P_VALUE.fullmatch(text)
    if match is None:
        return "" if found == "" else None
    sign = text[0] if text[0] in "<>" else ""
    return f"{sign}0{match[1]}" if match[1] else text


_TRUTHS = {True: Truth.TRUE, False: Truth.FALSE, "yes": Truth.TRUE, "no": Truth.FALSE, "unknown": Truth.UNKNOWN}
_TAKEN = {
    "text": _text,
    "id": _name,
    "ids": _names,
    "texts": _texts,
    "count": _count,
    "number": _number,
    "share": lambda found: _number(found, 1.0),
    "percent": lambda found: _number(found, 100.0),
    "flag": lambda found: found if isinstance(found, bool) else None,
    "truth": lambda found: _TRUTHS.get(found) if isinstance(found, bool | str) else None,
    "date": _date,
    "p": _p_value,
}
_RULES = {
    "text": (f"must be a text of at most {_LONGEST_TEXT} characters", 'put it in double quotes: "…"'),
    "id": ("must be a name of letters, digits and hyphens", 'write for example "Smith-2026"'),
    "ids": ("must be a list of different ids", 'write for example ["Smith-2026", "Lee-2024"]'),
    "texts": ("must be a list of different texts", 'write for example ["PMID 12345678"]'),
    "count": ("must be a whole number from 0 on", "write digits without quotes, or leave the key out when not told"),
    "number": ("must be a number from 0 on", "write digits without quotes, or leave the key out when not told"),
    "share": ("must be a share from 0 to 1", "write 0.124 for 12.4 %"),
    "percent": ("must be a percentage from 0 to 100", "write 12.4 for 12.4 %"),
    "flag": ("must be true or false", "write true or false without quotes"),
    "truth": ("must be yes, no or unknown", 'write "yes", "no" or "unknown"'),
    "date": ("must be a calendar date, month or year", 'write "2025-12-01", "2025-12" or "2025"'),
    "p": ("must be a P value", 'write for example "0.016" or "<0.001"'),
}


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
        if form.kind in _SPREADS:
            told = {name: number for name in _SPREADS[form.kind][0] if (number := getattr(value, name)) is not None}
            lines += [f"{key} = {toml_value(told)}"] if told else []
        elif form.required or value != unsaid[key]:
            lines.append(f"{key} = {toml_value(value)}")
    return lines


def toml_value(value: Any) -> str:
    """A value as TOML writes it.

    Examples
    --------
    >>> toml_value(("a", "b")), toml_value(True), toml_value(0.5), toml_value({"mean": 4.0})
    ('["a", "b"]', 'true', '0.5', '{ mean = 4 }')
    """
    import json

    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return f"{value:.10g}"
    if isinstance(value, Truth):
        return f'"{value.value}"'
    if isinstance(value, tuple):
        return f"[{', '.join(map(toml_value, value))}]"
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {toml_value(each)}" for key, each in value.items()) + " }"
    return json.dumps(value, ensure_ascii=False)
