"""The shipped example cases."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from cephalad.errors import InvalidCase, UnknownName
from cephalad.record.files import read_bytes
from cephalad.record.model import Case
from cephalad.terms import nearest

__all__ = ["example_names", "example_text", "read_example"]

_FOLDER = "examples"


@cache
def example_names() -> tuple[str, ...]:
    """The names of the shipped cases, sorted."""
    entries = files("cephalad.record").joinpath(_FOLDER).iterdir()
    return tuple(sorted(entry.name.removesuffix(".yaml") for entry in entries if entry.name.endswith(".yaml")))


def example_text(name: str) -> str:
    """The case file of a shipped example, as YAML.

    Raises
    ------
    UnknownName : for a name that is not shipped; it gives the nearest one
    """
    if name not in example_names():
        closest = nearest(name, example_names())
        raise UnknownName(f"no example {name[:60]!r}" + (f"; did you mean {closest}?" if closest else ""))
    return files("cephalad.record").joinpath(_FOLDER, f"{name}.yaml").read_text(encoding="utf-8")


def read_example(name: str) -> Case:
    """A shipped example as a case."""
    case = read_bytes(example_text(name).encode(), file=f"{name}.yaml")
    if isinstance(case, list):
        raise InvalidCase(case)
    return case
