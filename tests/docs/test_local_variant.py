"""The guide to local variants leaves out no check."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODE = re.compile(r"VARIANT-\d\d")


def codes(path: str) -> set[str]:
    """Every code of a check that a file names."""
    return set(CODE.findall((ROOT / path).read_text(encoding="utf-8")))


def test_every_check_of_a_variant_is_shown() -> None:
    """Each code that a local variant may be refused with stands in the guide, and no other."""
    assert codes("docs/local-variant.md") == codes("src/cephalad/guideline/local.py") != set()
