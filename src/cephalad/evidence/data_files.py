"""The data files of the evidence as text become values by their forms, with a place for everything that is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import isfinite
from typing import Any

from cephalad.errors import Issue
from cephalad.logic import PartialDateError, Truth, parse_partial_date
from cephalad.terms import nearest

__all__ = ["FileReader", "Form", "Places", "line_of", "places_in", "shown", "toml_tree", "toml_value"]

Places = Mapping[str, int]
"""Lines by path: ``id``, ``cohorts[0]``, ``cohorts[0].events``; entries count from 0."""

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,63}", re.ASCII)
_SHORT = re.compile(r"[a-z0-9-]{0,40}", re.ASCII)
_P_VALUE = re.compile(r"[<>]?0?(\.\d{1,6})|[<>]?([01])", re.ASCII)
_HEADER = re.compile(r"\s*\[(\[?)\s*([\w.-]+)\s*\]\]?\s*(?:#.*)?")
_KEY = re.compile(r"\s*([\w-]+)\s*=")
_LINE_OF_FAULT = re.compile(r"\(at line (\d+), column \d+\)")
_LONGEST_TEXT, _LARGEST_COUNT = 4000, 1_000_000


@dataclass(frozen=True, slots=True)
class Form:
    """What one key takes.

    Attributes
    ----------
    kind : text, short, id, ids, texts, word, words, count, counts, number, share, percent, flag, truth, date, p,
        table or entries (a list of tables)
    words : the words that a key of kind ``word`` or ``words`` takes
    required : whether the key must be there
    forms : the keys of a table or of each entry
    """

    kind: str
    words: tuple[str, ...] = ()
    required: bool = False
    forms: Mapping[str, Form] = field(default_factory=dict)


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


def toml_tree(text: str, *, file: str) -> dict[str, Any] | list[Issue]:
    """The content of a TOML file, or EVID-01."""
    # Imported here: most commands never read the evidence, and start-up is measured.
    import tomllib

    try:
        return tomllib.loads(text.replace("\r\n", "\n"))
    except (ValueError, RecursionError) as fault:
        return [_not_toml(str(fault), file)]


def _not_toml(fault: str, file: str) -> Issue:
    at = _LINE_OF_FAULT.search(fault)
    said = _LINE_OF_FAULT.sub("", fault).strip()
    remedy = "put texts in double quotes, lists in brackets, and one key on a line"
    return Issue(file, int(at[1]) if at else 0, "", "must be written in TOML", shown(said), remedy, "EVID-01")


@dataclass(slots=True)
class FileReader:
    """Takes the values of one file over by their forms and collects what is wrong with them: EVID-02 to EVID-05."""

    file: str
    places: Places
    issues: list[Issue] = field(default_factory=list)

    def table(self, found: Mapping[str, Any], forms: Mapping[str, Form], path: str = "") -> dict[str, Any]:
        """The values of the known keys in their types; a wrong one is left out and told, as is a missing key."""
        for key in found:
            if key not in forms:
                guess = nearest(key, forms)
                remedy = f"write {guess}" if guess else "remove it, or put it into the note"
                self._add(_at(path, key), "must be a known key", key, remedy, "EVID-02")
        for key, form in forms.items():
            if form.required and key not in found:
                choice = f", one of {', '.join(form.words)}" if form.words else ""
                self._add(_at(path, key), "must be there", "nothing", f"write {key} = …{choice}", "EVID-03")
        taken = {key: self._value(found[key], form, _at(path, key)) for key, form in forms.items() if key in found}
        return {key: value for key, value in taken.items() if value is not None}

    def _value(self, found: Any, form: Form, path: str) -> Any:
        by_kind: Mapping[str, Callable[[Any, Form, str], Any]] = {
            "entries": self._entries,
            "table": self._table,
            "counts": self._counts,
            "word": self._word,
            "words": self._words,
        }
        if form.kind in by_kind:
            return by_kind[form.kind](found, form, path)
        taken = _TAKEN[form.kind](found)
        if taken is None:
            rule, remedy = _RULES[form.kind]
            got = f'"{found}"' if isinstance(found, str) else found
            self._add(path, rule, got, remedy, "EVID-04")
        return taken

    def _entries(self, found: Any, form: Form, path: str) -> list[dict[str, Any]] | None:
        if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
            name = path.rpartition(".")[2]
            self._add(path, "must be a list of entries", found, f"write [[{name}]] above the keys of each", "EVID-04")
            return None
        return [self.table(entry, form.forms, f"{path}[{number}]") for number, entry in enumerate(found)]

    def _table(self, found: Any, form: Form, path: str) -> dict[str, Any] | None:
        if not isinstance(found, dict):
            keys = ", ".join(f"{key} = …" for key in form.forms)
            self._add(path, "must be a table", found, f"write {{ {keys} }}", "EVID-04")
            return None
        return self.table(found, form.forms, path)

    def _counts(self, found: Any, _: Form, path: str) -> dict[str, int] | None:
        if isinstance(found, dict) and all(_count(each) is not None for each in found.values()):
            return found
        self._add(path, "must be a table of whole numbers", found, 'write { "Smith-2026/all" = 3 }', "EVID-04")
        return None

    def _word(self, found: Any, form: Form, path: str) -> str | None:
        if found in form.words:
            return str(found)
        guess = nearest(found, form.words) if isinstance(found, str) else None
        remedy = f"write {guess}" if guess else "write one of them"
        self._add(path, f"must be one of {', '.join(form.words)}", found, remedy, "EVID-05")
        return None

    def _words(self, found: Any, form: Form, path: str) -> tuple[str, ...] | None:
        if not isinstance(found, list) or not found:
            self._add(path, "must be a list of words", found, f'write for example ["{form.words[0]}"]', "EVID-04")
            return None
        taken = [self._word(each, form, path) for each in found]
        return tuple(each for each in taken if each is not None)

    def _add(self, path: str, rule: str, value: object, remedy: str, code: str) -> None:
        self.issues.append(Issue(self.file, line_of(self.places, path), path, rule, shown(value), remedy, code))


def _at(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


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
_TAKEN: Mapping[str, Callable[[Any], Any]] = {
    "text": _text,
    "short": lambda found: found if isinstance(found, str) and _SHORT.fullmatch(found) else None,
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
    "short": ("must be a short word of small letters and hyphens", 'write for example "pumch"'),
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
