"""One damaged file: which shipped case, in which form, with which damage, decided by the seed and a number alone."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from tests.generative.fuzz.meaning_damage import MEANING
from tests.generative.fuzz.sound_changes import SOUND
from tests.generative.fuzz.text_damage import BYTES, LIMITS, LINES, WORDS, TextDamage
from tests.generative.fuzz.tree_damage import STRUCTURE, Tree, TreeDamage

from cephalad.errors import InvalidArgument
from cephalad.record import blank_case, example_text
from cephalad.record.tree import read_tree, value_of, write_yaml

__all__ = ["BLANK", "EVERY_DAMAGE", "DamagedFile", "Original", "damaged_file", "original"]

BLANK = "blank"
"""The name under which the empty case file takes part."""

TREE: Mapping[str, TreeDamage] = {**STRUCTURE, **MEANING, **SOUND}
TEXT: Mapping[str, TextDamage] = {**BYTES, **LINES, **WORDS, **LIMITS}
EVERY_DAMAGE: tuple[str, ...] = (*TEXT, *TREE)
"""Every damage by name, from bytes to meaning."""

# How often each level is drawn; what leaves a valid case has most, because only valid cases are answered.
_LEVELS: tuple[tuple[Mapping[str, object], int], ...] = (
    (BYTES, 100),
    (LINES, 120),
    (WORDS, 130),
    (STRUCTURE, 150),
    (MEANING, 200),
    (SOUND, 300),
)
_ONE_LIMIT_IN = 1000
_HOW_MANY = (1, 1, 1, 1, 1, 2, 2, 2, 3, 5)


@dataclass(frozen=True, slots=True)
class Original:
    """A case file before anything is done to it: as text, and as what it says."""

    name: str
    text: str
    value: Tree


@dataclass(frozen=True, slots=True)
class DamagedFile:
    """A file with the names of what was done to it, in order.

    Attributes
    ----------
    number : its number in the run
    file : its name, for the choice of format and for issues
    origin : the case that it was
    """

    number: int
    file: str
    origin: str
    trail: tuple[str, ...]
    content: bytes


def original(name: str) -> Original:
    """The shipped case of that name, or the empty one.

    Raises
    ------
    UnknownName : for a case that is not shipped
    """
    text = blank_case(date(2026, 1, 1)) if name == BLANK else example_text(name)
    tree = read_tree(text.encode(), file=f"{name}.yaml")
    assert not isinstance(tree, list), f"{name} is broken before anything is done to it"
    return Original(name, text, value_of(tree))


def damaged_file(seed: int, number: int, originals: Sequence[Original]) -> DamagedFile:
    """The file with this number in the run with this seed."""
    rng = Random(f"{seed}/{number}")  # noqa: S311  nothing here is secret
    chosen, other = rng.choice(originals), rng.choice(originals)
    as_json = rng.random() < 0.35
    trail = _trail(rng)
    value = copy.deepcopy(chosen.value)
    tree_changes = [name for name in trail if name in TREE]
    for name in tree_changes:
        TREE[name](value, rng)
    as_json = as_json or not _can_be_yaml(value)
    content = _content(chosen, value, rng, as_json=as_json, changed=bool(tree_changes))
    other_content = _content(other, other.value, rng, as_json=as_json, changed=False)
    for name in trail:
        if name in TEXT:
            content = TEXT[name](content, rng, other_content)
    return DamagedFile(number, f"file-{number}.{'json' if as_json else 'yaml'}", chosen.name, trail, content)


def _trail(rng: Random) -> tuple[str, ...]:
    """Names of damage, each once; what is done to the tree comes first, because text is made from it."""
    if rng.randrange(_ONE_LIMIT_IN) == 0:
        return (rng.choice(sorted(LIMITS)),)
    levels, weights = zip(*_LEVELS, strict=True)
    names = [rng.choice(sorted(level)) for level in rng.choices(levels, weights, k=rng.choice(_HOW_MANY))]
    return tuple(dict.fromkeys(sorted(names, key=lambda name: name in TEXT)))


def _content(chosen: Original, value: Tree, rng: Random, *, as_json: bool, changed: bool) -> bytes:
    if as_json:
        ascii_only, indent = rng.random() < 0.5, rng.choice([None, 1])
        return json.dumps(value, ensure_ascii=ascii_only, indent=indent).encode("utf-8", "surrogatepass")
    # The text as shipped has comments and a layout that no writer gives.
    return (write_yaml(_texts(value)) if changed else chosen.text).encode()


def _can_be_yaml(value: Tree) -> bool:
    try:
        write_yaml(_texts(value))
    except InvalidArgument:
        return False
    return True


def _texts(value: Any) -> Any:
    """The tree with what JSON would write in place of numbers, truths and nulls."""
    if isinstance(value, dict):
        return {key: _texts(member) for key, member in value.items()}
    if isinstance(value, list):
        return [_texts(member) for member in value]
    return value if isinstance(value, str) else json.dumps(value)
