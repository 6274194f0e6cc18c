"""Where a report names the veins that its findings are said of: what a reader looks for beside the deciding words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from cephalad.read import Cause, Found, Reading, shipped_rules
from cephalad.read.findings import Span

__all__ = ["vein_names"]

_BLANK = re.compile(r"\s?")


def vein_names(text: str, reading: Reading, shown: Iterable[Found | Cause]) -> list[Span]:
    """Where the text names the veins and chambers that these findings are said of, with the word for the side.

    A vein of the other side, or one that something else is said of, is none of them.
    """
    meant = {each.qualifier for each in shown if isinstance(each, Found) and each.finding.startswith("vein.")}
    sides, places = _words()
    named: list[Span] = []
    sided: Span | None = None
    side = ""
    for rule, span in reading.marks if meant else ():
        if rule in sides:
            side, sided = sides[rule], span
        elif rule in places:
            segments, start = places[rule], span[0]
            if sided and _BLANK.fullmatch(text, sided[1], start):
                start, segments = sided[0], segments if len(segments) == 1 else _on(segments, side)
            if not meant.isdisjoint(segments):
                named.append((start, span[1]))
            sided = None
    return named


def _on(segments: tuple[str, ...], side: str) -> tuple[str, ...]:
    return {"left": segments[:1], "right": segments[1:2]}.get(side, segments[:2])


@cache
def _words() -> tuple[Mapping[str, str], Mapping[str, tuple[str, ...]]]:
    """The sides and the segments of the rules that name such, by rule."""
    rules = shipped_rules().rules
    sides = {rule.id: rule.value for rule in rules if rule.kind == "side"}
    return sides, {rule.id: rule.segments for rule in rules if rule.kind == "place"}
