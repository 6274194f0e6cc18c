"""The numbers behind simulated patients, each with its source, and the dice thrown with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from math import isclose
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

__all__ = ["GROUPS", "Dice", "Flags", "Integers", "Numbers", "Parameter", "Parameters", "shipped_parameters"]

Flags: TypeAlias = npt.NDArray[np.bool_]
Integers: TypeAlias = npt.NDArray[np.int64]
Numbers: TypeAlias = npt.NDArray[np.float64]

GROUPS = ("ordinary", "pelvic", "caval", "cardiac")
"""The groups of patients for whom many numbers differ, in the order of the codes that stand for them."""

_FORMS = ("value", "shares", "chances", "table", "months")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One entry of the parameter file.

    Attributes
    ----------
    sources : ids of the evidence register; ``design`` where the number is a choice
    place : where the number stands in the evidence notes, "" for a choice
    form : which of value, shares, chances, table and months the entry has
    """

    name: str
    form: str
    content: Any
    sources: tuple[str, ...]
    place: str
    note: str


@dataclass(frozen=True, slots=True)
class Parameters:
    """All parameters by name; every access says which form it expects."""

    entries: Mapping[str, Parameter]

    def value(self, name: str) -> float:
        """One number."""
        return float(self._content(name, "value"))

    def shares(self, name: str) -> dict[str, float]:
        """A mix whose shares sum to 1, in the order of the file."""
        return dict(self._content(name, "shares"))

    def chances(self, name: str) -> dict[str, float]:
        """Several separate numbers by name."""
        return dict(self._content(name, "chances"))

    def table(self, name: str) -> dict[str, dict[str, float]]:
        """A mix or several chances for each group."""
        return dict(self._content(name, "table"))

    def months(self, name: str) -> tuple[int, ...]:
        """A list of months."""
        return tuple(self._content(name, "months"))

    def by_group(self, name: str) -> Numbers:
        """The chances of all four groups in the order of `GROUPS`; 0 for one that is not named."""
        chances = self.chances(name)
        return np.array([chances.get(group, 0.0) for group in GROUPS])

    def column(self, name: str, key: str) -> Numbers:
        """One chance of a table for all four groups; 0 for a group or key that is not named."""
        table = self.table(name)
        return np.array([table.get(group, {}).get(key, 0.0) for group in GROUPS])

    def _content(self, name: str, form: str) -> Any:
        entry = self.entries[name]
        if entry.form != form:
            raise KeyError(f"{name} has {entry.form}, not {form}")
        return entry.content


@cache
def shipped_parameters() -> Parameters:
    """The parameters that ship with the package.

    Raises
    ------
    KeyError, TypeError, ValueError : the file of the package is broken; a fault of the program, never of its user
    """
    import tomllib
    from importlib.resources import files

    text = (files("cephalad.cohort") / "data" / "simulation.toml").read_text(encoding="utf-8")
    return Parameters(dict(_entries("", tomllib.loads(text))))


def _entries(prefix: str, tree: Mapping[str, Any]) -> list[tuple[str, Parameter]]:
    found: list[tuple[str, Parameter]] = []
    for key, content in tree.items():
        name = f"{prefix}{key}"
        forms = [form for form in _FORMS if form in content]
        if len(forms) == 1:
            found.append((name, _entry(name, forms[0], content)))
        elif "sources" not in content and all(isinstance(each, dict) for each in content.values()):
            found += _entries(f"{name}.", content)
        else:
            raise ValueError(f"{name} must have exactly one of {', '.join(_FORMS)}")
    return found


def _entry(name: str, form: str, content: Mapping[str, Any]) -> Parameter:
    if form == "shares" and not isclose(sum(content["shares"].values()), 1.0, abs_tol=1e-9):
        raise ValueError(f"the shares of {name} do not sum to 1")
    sources, place = tuple(content["sources"]), content.get("place", "")
    return Parameter(name, form, content[form], sources, place, content["note"])


@dataclass(slots=True)
class Dice:
    """Random draws for one block of patients: the same seed and block give the same throws.

    Attributes
    ----------
    size : patients in the block; every throw is made for all of them, so that a choice never shifts the next throw
    """

    numbers: Parameters
    size: int
    source: np.random.Generator
    _edges: dict[str, Any] = field(default_factory=dict)

    def uniform(self) -> Numbers:
        """A number from 0 up to 1 for each patient."""
        return self.source.random(self.size)

    def chance(self, probability: float | Numbers) -> Flags:
        """Whether it happens to each patient."""
        result: Flags = self.uniform() < probability
        return result

    def value(self, name: str) -> Flags:
        """Whether the chance that the parameter states happens to each patient."""
        return self.chance(self.numbers.value(name))

    def pick(self, name: str) -> Integers:
        """The place in the mix that each patient is given."""
        edges = self._edges.get(name)
        if edges is None:
            edges = self._edges[name] = np.cumsum(list(self.numbers.shares(name).values()))[:-1]
        return np.searchsorted(edges, self.uniform(), side="right").astype(np.int64)

    def pick_by_group(self, name: str, group: Integers) -> tuple[tuple[str, ...], Integers]:
        """The words of a table, and which of them each patient is given by the mix of her group."""
        if name not in self._edges:
            table = self.numbers.table(name)
            words = tuple(dict.fromkeys(word for row in table.values() for word in row))
            shares = np.array([[table[each].get(word, 0.0) for word in words] for each in GROUPS])
            self._edges[name] = (words, np.cumsum(shares, axis=1)[:, :-1])
        words, edges = self._edges[name]
        picked = (self.uniform()[:, None] >= edges[group] - 1e-12).sum(axis=1)
        return words, picked.astype(np.int64)

    def lognormal(self, median: float | Numbers, sigma: float) -> Numbers:
        """A positive number for each patient with this median; `sigma` is of its logarithm."""
        spread: Numbers = np.exp(self.source.standard_normal(self.size) * sigma)
        return median * spread

    def days(self, low: int, high: int) -> Integers:
        """A whole number of days from `low` to `high`, both included, for each patient."""
        return self.source.integers(low, high + 1, self.size)

    def waiting(self, mean: float) -> Integers:
        """Days of an exponential delay with this mean, rounded down."""
        return (self.source.standard_exponential(self.size) * mean).astype(np.int64)
