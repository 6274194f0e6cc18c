"""Damage to the structure of a case file: nodes that are missing, doubled, exchanged, of another type, too deep."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping
from random import Random
from typing import Any, TypeAlias

__all__ = ["STRUCTURE", "Slot", "Tree", "TreeDamage", "slots", "some_slot"]

Tree: TypeAlias = Any
"""A case file as nested dictionaries, lists and texts; after damage with anything that JSON can say."""

TreeDamage: TypeAlias = Callable[[Tree, Random], None]
"""Changes a tree in place."""

Slot: TypeAlias = tuple[Any, Any]
"""A container and the key or index of one of its members."""

_OTHER_TYPES: tuple[Any, ...] = (
    "",
    " ",
    "text",
    [],
    {},
    [[]],
    [{}],
    {"value": "yes"},
    {"value": {"value": "yes"}},
    {"status": "unknown"},
    [{"value": "yes"}, "no"],
    ["yes", "no"],
    {"": ""},
    None,
    True,
    False,
    0,
    -1,
    3.5,
    1e300,
    10**400,
    float("nan"),
    float("inf"),
    "\ud83d",
    "a\x00b",
    "a\nb",
    "\x1b[31m",
)


def slots(tree: Tree) -> Iterator[Slot]:
    """Every place of the tree that holds something, the outermost first."""
    waiting = [tree]
    while waiting:
        container = waiting.pop(0)
        for key in container if isinstance(container, dict) else range(len(container)):
            yield container, key
            if isinstance(container[key], dict | list):
                waiting.append(container[key])


def some_slot(tree: Tree, rng: Random) -> Slot | None:
    """Any place; None in an empty tree."""
    found = list(slots(tree)) if isinstance(tree, dict | list) else []
    return rng.choice(found) if found else None


def _some_key(tree: Tree, rng: Random) -> Slot | None:
    found = [slot for slot in slots(tree) if isinstance(slot[0], dict)]
    return rng.choice(found) if found else None


def _delete(tree: Tree, rng: Random) -> None:
    if slot := some_slot(tree, rng):
        del slot[0][slot[1]]


def _duplicate(tree: Tree, rng: Random) -> None:
    if slot := some_slot(tree, rng):
        container, key = slot
        if isinstance(container, list):
            container.insert(rng.randint(0, len(container)), copy.deepcopy(container[key]))
        else:
            container[f"{key}-2"] = copy.deepcopy(container[key])


def _swap(tree: Tree, rng: Random) -> None:
    one, two = some_slot(tree, rng), some_slot(tree, rng)
    if one and two:
        # Copies, so that a container put into its own member closes no circle.
        first, second = copy.deepcopy(one[0][one[1]]), copy.deepcopy(two[0][two[1]])
        one[0][one[1]] = second
        two[0][two[1]] = first


def _graft(tree: Tree, rng: Random) -> None:
    """A part of the tree under a key of another part."""
    one, two = some_slot(tree, rng), some_slot(tree, rng)
    if one and two:
        one[0][one[1]] = copy.deepcopy(two[0][two[1]])


def _other_type(tree: Tree, rng: Random) -> None:
    if slot := some_slot(tree, rng):
        slot[0][slot[1]] = copy.deepcopy(rng.choice(_OTHER_TYPES))


def _wrap(tree: Tree, rng: Random) -> None:
    if slot := some_slot(tree, rng):
        inner = slot[0][slot[1]]
        slot[0][slot[1]] = rng.choice([[inner], {"value": inner}, {"text": inner}, [inner, inner]])


def _deep(tree: Tree, rng: Random) -> None:
    if slot := some_slot(tree, rng):
        inner = slot[0][slot[1]]
        for _ in range(rng.choice([5, 50, 60, 62, 63, 64, 65, 70, 120])):
            inner = [inner] if rng.random() < 0.5 else {"value": inner}
        slot[0][slot[1]] = inner


def _rename_key(tree: Tree, rng: Random) -> None:
    if slot := _some_key(tree, rng):
        container, key = slot
        name = str(key)
        at = rng.randint(0, len(name))
        other = rng.choice(
            [
                name[:at] + name[at + 1 :],
                name[:at] + "x" + name[at:],
                name.upper(),
                f" {name}",
                f"{name} ",
                "",
                name * 40,
            ]
        )
        # In the same place, as an editor would leave it.
        entries = [(other if each == key else each, value) for each, value in container.items()]
        container.clear()
        container.update(entries)


def _unknown_key(tree: Tree, rng: Random) -> None:
    if slot := _some_key(tree, rng):
        name = rng.choice(
            ["tumour-size", "note2", "комментарий", "备注", "a b", "a.b[0]", '"', "\x1b[2J", "x" * 100_000]
        )
        slot[0][name] = copy.deepcopy(rng.choice(_OTHER_TYPES))


def _many_unknown_keys(tree: Tree, rng: Random) -> None:
    if slot := _some_key(tree, rng):
        slot[0].update({f"key-{number}": "x" for number in range(rng.choice([20, 400, 1200]))})


def _long_text(tree: Tree, rng: Random) -> None:
    if slot := some_slot(tree, rng):
        length = rng.choice([79, 80, 81, 19_999, 20_000, 20_001, 300_000])
        slot[0][slot[1]] = rng.choice(["x", "肿", "a b ", "\n", "line\n", "- ", "é"]) * length


def _shuffle(tree: Tree, rng: Random) -> None:
    found = [slot[0][slot[1]] for slot in slots(tree) if isinstance(slot[0][slot[1]], list | dict)]
    if found:
        container = rng.choice(found)
        if isinstance(container, list):
            rng.shuffle(container)
        else:
            entries = list(container.items())
            rng.shuffle(entries)
            container.clear()
            container.update(entries)


def _repeat_items(tree: Tree, rng: Random) -> None:
    found = [slot[0][slot[1]] for slot in slots(tree) if isinstance(slot[0][slot[1]], list)]
    if found:
        chosen = rng.choice(found)
        chosen.extend(copy.deepcopy(chosen) * rng.choice([1, 1, 10]))


STRUCTURE: Mapping[str, TreeDamage] = {
    "delete-node": _delete,
    "duplicate-node": _duplicate,
    "swap-nodes": _swap,
    "graft-node": _graft,
    "other-type": _other_type,
    "wrap-node": _wrap,
    "deep-nesting": _deep,
    "rename-key": _rename_key,
    "unknown-key": _unknown_key,
    "many-unknown-keys": _many_unknown_keys,
    "long-text": _long_text,
    "shuffle": _shuffle,
    "repeat-items": _repeat_items,
}
"""Damage to the structure, without regard to what it means."""
