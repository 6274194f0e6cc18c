"""The numbers of the security standard that this project cites: each is there, at its level, and in the tables."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LIMITS, TABLE = ROOT / "docs" / "limits.md", ROOT / "docs" / "asvs.md"

SECTIONS = """
1.1 22    1.2 1111122223    1.3 112222222223    1.4 222    1.5 123
2.1 122    2.2 112    2.3 12223    2.4 23
3.1 3    3.2 113    3.3 12223    3.4 11222233    3.5 11122333    3.6 3    3.7 22333
4.1 12233    4.2 23333    4.3 22    4.4 1222
5.1 2    5.2 112333    5.3 113    5.4 222
6.1 122    6.2 111111112222    6.3 11223333    6.4 112233    6.5 22222333    6.6 2223    6.7 33    6.8 2222
7.1 222    7.2 1111    7.3 22    7.4 11222    7.5 223    7.6 22
8.1 1233    8.2 1123    8.3 133    8.4 23
9.1 111    9.2 1222
10.1 22    10.2 223    10.3 22223    10.4 1111122222233333    10.5 22222    10.6 22    10.7 222
11.1 2233    11.2 22233    11.3 11233    11.4 1222    11.5 23    11.6 23    11.7 33
12.1 12233    12.2 11    12.3 22223
13.1 2333    13.2 222223    13.3 2233    13.4 1222233
14.1 22    14.2 12223333    14.3 122
15.1 12233    15.2 12233    15.3 1222222    15.4 3333
16.1 2    16.2 22222    16.3 2222    16.4 222    16.5 2223
17.1 23    17.2 22223333    17.3 22
"""
"""Each section of OWASP ASVS 5.0.0, and the level of its first, second, … requirement: 1.1.1 and 1.1.2 are level 2."""

NUMBER = r"\d+\.\d+\.\d+(?: \(level 3\))?"
CITED = re.compile(rf"(?:ASVS |\(){NUMBER}(?:, {NUMBER})*")
ONE = re.compile(r"(\d+\.\d+\.\d+)( \(level 3\))?")
ROW = re.compile(r"^\| (\d+\.\d+\.\d+(?:, \d+\.\d+\.\d+)*) [^|]*\| (\d) \| .+ \|$", re.MULTILINE)


def levels() -> dict[str, int]:
    """The level of every requirement, by its number."""
    words = SECTIONS.split()
    return {
        f"{section}.{number}": int(level)
        for section, row in zip(words[::2], words[1::2], strict=True)
        for number, level in enumerate(row, start=1)
    }


def cited(folder: str) -> Iterator[tuple[Path, str, bool]]:
    """File, number and whether it is marked as level 3, of each that a docstring or a comment under `folder` cites."""
    for path in sorted((ROOT / folder).rglob("*.py")):
        content = path.read_text(encoding="utf-8")
        if path != Path(__file__).resolve() and ("ASVS" in content or path.name == "security.py"):
            for found in CITED.finditer(content):
                for number, mark in ONE.findall(found[0]):
                    yield path, number, bool(mark)


def tried() -> dict[str, set[str]]:
    """The tests that cite a requirement of level 1 or 2, by its number."""
    files: dict[str, set[str]] = {}
    for path, number, _ in cited("tests"):
        if levels()[number] < 3:
            files.setdefault(number, set()).add(path.relative_to(ROOT / "tests").as_posix())
    return files


def missed() -> list[list[tuple[str, int]]]:
    """The rows of the table of what is not met: the numbers and levels of each."""
    rows = ROW.findall(LIMITS.read_text(encoding="utf-8"))
    return [[(number, int(level)) for number in numbers.split(", ")] for numbers, level in rows]


def in_order(number: str) -> list[int]:
    """1.2.10 comes after 1.2.9."""
    return [int(part) for part in number.split(".")]


def test_the_list_of_requirements_is_whole() -> None:
    """The standard has 70 requirements of level 1, 183 more of level 2 and 92 more of level 3."""
    found = list(levels().values())
    assert [found.count(level) for level in (1, 2, 3)] == [70, 183, 92]


@pytest.mark.parametrize("folder", ["src", "tests"])
def test_every_number_that_is_cited_is_a_requirement(folder: str) -> None:
    """What docstrings cite is in the standard, and says so where it is of the level that was not aimed at."""
    known, found = levels(), list(cited(folder))
    assert found
    is_right = {(level, level == 3) for level in (1, 2, 3)}
    assert [(path.name, number) for path, number, mark in found if (known.get(number), mark) not in is_right] == []


def test_no_citation_stands_outside_a_docstring_of_a_test() -> None:
    """Where a number is cited, a test with that docstring exists: none is left over in a comment."""
    for path in {path for path, _, _ in cited("tests")}:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        tests = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")]
        stated = [found[0] for node in tests for found in CITED.finditer(ast.get_docstring(node) or "")]
        n_stated = sum(len(ONE.findall(words)) for words in stated)
        assert n_stated == sum(1 for found, _, _ in cited("tests") if found == path), path.name


def test_what_is_not_met_is_named_by_its_number_and_level() -> None:
    """Each row of the limits names requirements of one level, none twice, in the order of the standard."""
    named = [each for row in missed() for each in row]
    assert LIMITS.read_text(encoding="utf-8").partition("| requirement |")[2].count("\n| ") == len(missed())
    assert [(number, levels().get(number)) for number, _ in named] == named
    assert len(set(named)) == len(named)
    firsts = [row[0][0] for row in missed()]
    assert firsts == sorted(firsts, key=in_order)


def test_the_table_of_what_is_tried_is_that_of_the_tests() -> None:
    """The page names each cited requirement of level 1 and 2, its tests, and whether the limits take some of it."""
    partly = {number for row in missed() for number, _ in row}
    rows = [
        f"| {number} | {levels()[number]} | {', '.join(f'`{name}`' for name in sorted(files))} |"
        f" {'in part' if number in partly else ''} |"
        for number, files in sorted(tried().items(), key=lambda item: in_order(item[0]))
    ]
    shown = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if re.match(r"\| \d", line)]
    assert shown == rows
