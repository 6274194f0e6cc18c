"""Numbers of operations and specimens beside their name: blood lost, the stage, mitoses, the growth fraction."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from cephalad.read.collected import Collected
from cephalad.read.rules_file import Rule
from cephalad.read.scopes import AFFIRMED
from cephalad.terms import FINDINGS

__all__ = ["NUMBER", "find_numbers"]

NUMBER = Rule("number", "number", "", (), (), ())
"""The rule of numbers, which has no words of its own in the rule files."""

_LITRE = 1000.0
_TOLD_BY_SURGEONS = "pathology"
"""The kind of report whose numbers an operative note may quote."""


class _Named(NamedTuple):
    finding: str
    kind: str
    pattern: re.Pattern[str]


_NAMED = (
    _Named(
        "operation.blood-loss",
        "operation",
        re.compile(
            r"(?:blood loss|(?<![a-z])ebl|出血|失血)"
            r"(?: was| of|:|量|量约|约|量为|共|计|总量|,| about| approximately){0,3} ?"
            r"(?P<number>\d{1,5}(?:\.\d)?) ?(?P<unit>ml|cc|毫升|l(?![a-z])|升)"
        ),
    ),
    _Named(
        "operation.stage",
        "operation",
        re.compile(
            r"(?<![a-z])(?:operation|operative|surgery|procedure)[a-z ,:(-]{0,12}stage (?P<number>\d)(?![\d.a-c])"
            r"|(?<![a-z])stage (?P<behind>\d) of (?:\d|two|three)(?![a-z\d])"
        ),
    ),
    _Named(
        "pathology.mitoses-per-10-hpf",
        "pathology",
        re.compile(
            r"(?<!than )(?<![<\d.-])(?<!< )(?P<number>\d{1,3})(?: mitos[ei]s| mitotic figures?|个)? ?"
            r"(?:/|per|in) ?10 ?个?(?:hpf|high power|高倍)"
            r"|10个?(?:高倍镜?视野|高倍镜|hpfs?)(?:下|内|中)?[^,，;；。\d<]{0,10}(?P<behind>\d{1,3})个"
        ),
    ),
    _Named(
        "pathology.ki67",
        "pathology",
        re.compile(
            r"ki ?-?67(?: index| labelling index|:|指数| ?约|,| of| is|\(|增殖| about| approximately){0,3} ?"
            r"\+?(?P<number>\d{1,2}) ?%"
        ),
    ),
)


def find_numbers(text: str, collected: Collected) -> None:
    """Add the numbers of a report of an operation or a specimen."""
    for named, found in _found(text, collected.kind):
        told = found.groupdict()
        number = float(told["number"] or told["behind"])
        if told.get("unit") in ("l", "升"):
            number *= _LITRE
        unit = FINDINGS[named.finding].unit
        collected.add(named.finding, number, NUMBER, found.span(), AFFIRMED, unit=unit)


def _found(text: str, kind: str) -> Iterator[tuple[_Named, re.Match[str]]]:
    for named in _NAMED:
        if named.kind in (kind, _TOLD_BY_SURGEONS if kind == "operation" else kind):
            for found in named.pattern.finditer(text):
                yield named, found
