"""The content hash of a guideline: stable where the content is, different where it is not."""

from __future__ import annotations

import gc
import hashlib
import importlib
import os
import subprocess
import sys
from dataclasses import replace
from typing import Any

import pytest

from cephalad.guideline import default_guideline
from cephalad.guideline.digest import digest, short_digest
from cephalad.guideline.grammar import Established, Expression, Holds, Is, Not
from cephalad.guideline.model import Chapter, Criterion, Guideline, Parameter

# The package offers the function under the module's own name.
MODULE = importlib.import_module("cephalad.guideline.digest")

FIRST = Criterion("a.first", Holds("a.second"), "First.", ("S1",), ("zhao-tian-2026",))
SECOND = Criterion("a.second", Not(Is("f")), "Größe.", (), ("design",))
LIMIT = Parameter("limit", 45, "years", 40, 50, "Reason.", ("S89",))
CHAPTER = Chapter("one", "One", criteria=(FIRST, SECOND), parameters=(LIMIT,))


def guideline(**parts: Any) -> Guideline:
    """A small guideline, with some parts of its chapter replaced."""
    return Guideline("small", "small/1", "Small", (replace(CHAPTER, **parts),))


def first(**fields: Any) -> dict[str, Any]:
    """The criteria with the first one changed."""
    return {"criteria": (replace(FIRST, **fields), SECOND)}


def limit(**fields: Any) -> dict[str, Any]:
    """The parameters with the one changed."""
    return {"parameters": (replace(LIMIT, **fields),)}


def test_it_is_the_sha_256_of_canonical_json() -> None:
    """The hash of a guideline without chapters is that of its JSON written by hand."""
    written = '{"is":{"chapters":[],"edition":"é/1","id":"e","title":"t","varies":""},"kind":"Guideline"}'
    assert digest(Guideline("e", "é/1", "t", ())) == hashlib.sha256(written.encode()).hexdigest()


def test_the_short_form_is_the_first_twelve_digits() -> None:
    """Sixty-four hexadecimal digits in full, twelve in short."""
    full = digest(guideline())
    assert len(full) == 64
    assert set(full) <= set("0123456789abcdef")
    assert short_digest(guideline()) == full[:12]


def test_equal_content_has_equal_hash() -> None:
    """Two guidelines built apart have one hash, and 45 written as 45.0 is the same number."""
    assert digest(guideline()) == digest(guideline(**limit(value=45.0)))


@pytest.mark.parametrize(
    "parts",
    [
        limit(value=44),
        limit(low=39),
        limit(unit="months"),
        limit(reason="Another."),
        limit(sources=("design",)),
        first(id="a.other"),
        first(says="Other."),
        first(when=Established("a.second")),
        first(when=Not(Holds("a.second"))),
        first(statements=("S2",)),
        first(statements=()),
        first(sources=("design",)),
        first(challenges=("x",)),
        {"criteria": (SECOND, FIRST)},
        {"criteria": (FIRST,)},
        {"title": "Two"},
        {"urgent": ("a.first",)},
        {"effects": ("a.first",)},
    ],
)
def test_every_change_of_content_changes_it(parts: dict[str, Any]) -> None:
    """A parameter, a sentence, a condition, a citation or the order: none can change unseen."""
    assert digest(guideline(**parts)) != digest(guideline())


@pytest.mark.parametrize("field", ["id", "edition", "title"])
def test_the_name_belongs_to_the_content(field: str) -> None:
    """Another edition with the same rules has another hash."""
    renamed: Any = {field: "other"}
    assert digest(replace(guideline(), **renamed)) != digest(guideline())


def test_one_changed_parameter_or_criterion_of_the_shipped_guideline_changes_it() -> None:
    """Each parameter and each criterion of the default guideline counts."""
    shipped = default_guideline()
    seen = {digest(shipped)}
    for place, chapter in enumerate(shipped.chapters):
        others = [
            replace(
                chapter, parameters=tuple(replace(p, value=p.value + 1) if p is one else p for p in chapter.parameters)
            )
            for one in chapter.parameters
        ] + [
            replace(chapter, criteria=tuple(replace(c, says="") if c is one else c for c in chapter.criteria))
            for one in chapter.criteria
        ]
        for other in others:
            chapters = (*shipped.chapters[:place], other, *shipped.chapters[place + 1 :])
            seen.add(digest(replace(shipped, chapters=chapters)))
    assert len(seen) == 1 + len(shipped.parameters) + len(shipped.criteria)


def test_two_fresh_processes_agree() -> None:
    """The hash of the default guideline depends neither on the process nor on its hash seed."""
    code = (
        "from cephalad.guideline import default_guideline\n"
        "from cephalad.guideline.digest import digest\n"
        "print(digest(default_guideline()))"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed in ("1", "2")
    }
    assert found == {digest(default_guideline())}


def test_a_guideline_is_walked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second question is answered from memory, and memory goes with the guideline."""
    kept = guideline()
    asked, answer = id(kept), digest(kept)
    with monkeypatch.context() as patch:
        patch.delattr(MODULE, "_content")
        assert digest(kept) == answer
    del kept
    gc.collect()
    assert asked not in MODULE._KNOWN


def test_what_has_no_canonical_form_is_refused() -> None:
    """A set has no order, so nothing that holds one is hashed."""
    unordered: Any = frozenset({"S1", "S2"})
    with pytest.raises(TypeError, match="no canonical form for frozenset"):
        digest(guideline(**first(statements=unordered)))


def test_conditions_that_differ_in_kind_only_differ() -> None:
    """`Holds` and `Established` have equal fields and unequal hashes."""
    pair: list[Expression] = [Holds("a.second"), Established("a.second")]
    assert len({digest(guideline(**first(when=node))) for node in pair}) == 2
