"""The page of the evidence explains every code and every key, and no other."""

from __future__ import annotations

import re
from pathlib import Path

from cephalad.evidence.study_forms import STUDY
from cephalad.evidence.study_model import DESIGNS, DIAGNOSTIC_MEASURES, EVENTS, EXTENTS, READINGS

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "evidence.md").read_text(encoding="utf-8")
SOURCES = [*(ROOT / "src/cephalad/evidence").glob("*.py"), ROOT / "src/cephalad/cli/evidence.py"]


def test_every_code_is_explained() -> None:
    """The codes of the table are those of the program, in order."""
    used = {code for path in SOURCES for code in re.findall(r'"(EVID-\d\d)"', path.read_text(encoding="utf-8"))}
    assert re.findall(r"^\| (EVID-\d\d) \|", PAGE, re.MULTILINE) == sorted(used)


def test_every_key_is_explained() -> None:
    """Each key of the study and of its entries stands in its part of the page."""
    parts = dict(zip(("", *(name for name in STUDY if STUDY[name].kind == "entries")), keys_told(), strict=True))
    assert parts[""] == {name for name in STUDY if STUDY[name].kind != "entries"}
    for name, told in parts.items():
        if name:
            assert set(STUDY[name].forms) <= told, name


def keys_told() -> list[set[str]]:
    """The words in code type of the table of keys and of the paragraph of each entry, in their order."""
    section = PAGE.partition("## Every key of a study file")[2]
    table = re.findall(r"^\| (`[^|]+`) \|", section, re.MULTILINE)
    entries = re.split(r"^Of each `\[\[", section, flags=re.MULTILINE)[1:]
    code = re.compile(r"`([\w-]+)`")
    return [set(code.findall(" ".join(table))), *(set(code.findall(entry)) for entry in entries)]


def test_every_word_is_explained() -> None:
    """What a key takes stands on the page; `unknown` is what is left out."""
    for word in (*DESIGNS, *READINGS, *EVENTS, *EXTENTS, *DIAGNOSTIC_MEASURES):
        assert f"`{word}`" in PAGE or word == "unknown", word
