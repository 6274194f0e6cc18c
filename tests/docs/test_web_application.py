"""The pictures of the guided tour: each that a document names is there, small and told in words, and none lies idle."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.server.test_screenshots import MOST_BYTES, PICTURES

DOCS = Path(__file__).resolve().parents[2] / "docs"
NAMED = re.compile(r"!\[([^\]]*)\]\(screenshots/([\w-]+)\.png\)")
NAMES = NAMED.findall((DOCS / "web-application.md").read_text(encoding="utf-8"))
FEWEST_LETTERS = 25


def test_every_picture_is_named_once_and_every_name_is_a_picture() -> None:
    """The tour, the folder and the test that takes the pictures know the same ones."""
    names = [name for _, name in NAMES]
    assert len(names) == len(set(names))
    assert set(names) == {path.stem for path in (DOCS / "screenshots").iterdir()} == PICTURES


@pytest.mark.parametrize(("words", "name"), NAMES, ids=[name for _, name in NAMES])
def test_a_picture_is_small_and_told_in_words(words: str, name: str) -> None:
    """Who does not see it reads a sentence; who has a slow line waits for little."""
    content = (DOCS / "screenshots" / f"{name}.png").read_bytes()
    assert content.startswith(b"\x89PNG")
    assert len(content) <= MOST_BYTES
    assert len(words) >= FEWEST_LETTERS
    assert words.endswith(".")
