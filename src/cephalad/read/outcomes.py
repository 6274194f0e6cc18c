"""What became of the tumour in each vein at an operation: taken out, or left behind."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cephalad.read.collected import Collected
from cephalad.read.findings import REAL
from cephalad.read.matcher import Match
from cephalad.read.sentences import Sentence
from cephalad.read.vein_groups import UNHELD, VeinWords

__all__ = ["find_outcomes"]

_EXTRACTION = "venous-tumour-extraction"
_CLAUSE_END = re.compile(r"[,，;；]")


def find_outcomes(sentence: Sentence, groups: Sequence[VeinWords], collected: Collected) -> None:
    """Add what the sentence says was taken out of its veins or left in them, for those that hold something."""
    holding = [group for group in groups if group.places and _holds(group, collected)]
    if not holding:
        return
    for match in sentence.matches:
        rule = match.rules.get("outcome")
        if rule is None or collected.said(match).status not in REAL:
            continue
        group = _meant(sentence.text, match, holding)
        said = collected.said(match)
        segments = [name for place in group.places if place.touched is None for name in place.segments]
        for name in segments:
            collected.add("vein.outcome", rule.value, rule, (match.start, match.end), said, qualifier=name)
        if rule.value == "removed" and segments and _is_tumour(group):
            collected.add("operation.procedures", _EXTRACTION, rule, (match.start, match.end), said)
        elif rule.value == "left" and segments and _is_tumour(group):
            collected.add("operation.completeness", "incomplete", rule, (match.start, match.end), said)


def _holds(group: VeinWords, collected: Collected) -> bool:
    """Whether something is or was in the veins; *removed* takes it away, and does not deny that it was there."""
    contents = [match for match in group.contents if match.rules["content"].value not in UNHELD]
    return any(said.status in REAL or _is_outcome(said.cue) for said in map(collected.said, (*group.held, *contents)))


def _is_outcome(cue: Match | None) -> bool:
    return cue is not None and "outcome" in cue.rules


def _is_tumour(group: VeinWords) -> bool:
    """Whether more than a clot was in the veins."""
    return bool(group.held) or any(match.rules["content"].value == "tumour" for match in group.contents)


def _meant(text: str, outcome: Match, holding: Sequence[VeinWords]) -> VeinWords:
    """The veins that are meant: those before, or those of the same clause behind when none stands before in it."""
    before = [group for group in holding if _start(group) < outcome.start]
    behind = [group for group in holding if _start(group) >= outcome.end]
    if behind and not _CLAUSE_END.search(text, outcome.end, _start(behind[0])):
        same = before and not _CLAUSE_END.search(text, _start(before[-1]), outcome.start)
        if not same:
            return behind[0]
    return (before or behind)[-1 if before else 0]


def _start(group: VeinWords) -> int:
    return min(place.match.start for place in group.places)
