"""Veins in a list below a question: *Tumour in:*, and then line by line *right ovarian vein - yes*, *RA - no*."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cephalad.read.collected import Collected
from cephalad.read.matcher import Match
from cephalad.read.places import Place
from cephalad.read.scopes import Said
from cephalad.read.sentences import Sentence

__all__ = ["add_answer", "question_of"]

_YES = r"yes|present|positive|involved|有|是|阳性|\+"
_NO = r"no|none|nil|absent|negative|无|否|阴性|-"
_ANSWER = re.compile(rf"[\s:=.)>|-]{{1,40}}(?:(?P<yes>{_YES})|(?P<no>{_NO}))[\s.;|。；]*$")
_ANSWERED = re.compile(rf"\s*\n[^\n]{{3,60}}?[\s:=.)>|-](?:{_YES}|{_NO})[\s.;|。；]*(?:\n|$)")
_UNHELD = ("clear", "not-assessed")


def question_of(sentence: Sentence) -> Match | None:
    """The word for a tumour or a clot that a list asks for in each of its lines; None when this begins no such list."""
    text, start, end = sentence.text, sentence.start, sentence.end
    if not text.endswith((":", ": "), start, end) and text.find("|", start, end) < 0:
        return None
    if not _ANSWERED.match(text, end):
        return None
    for match in reversed(sentence.matches):
        content = match.rules.get("content")
        if "head" in match.rules or (content is not None and content.value not in _UNHELD):
            return match
    return None


def add_answer(question: Match, sentence: Sentence, places: Sequence[Place], collected: Collected) -> None:
    """Add what a line of the list answers for the veins that it names."""
    found = _ANSWER.match(sentence.text, places[-1].match.end, sentence.end)
    if found is None:
        return
    kind = "content" if "content" in question.rules else "head"
    rule = question.rules[kind]
    value = rule.value if kind == "content" else rule.vein or "tumour"
    said = Said("affirmed" if found["yes"] else "negated", None)
    for place in places:
        for name in place.segments:
            at = (place.match.start, found.end())
            collected.add("vein.content", value, rule, at, said, qualifier=name)
            collected.mark("place", place.match)
            collected.mark("side", *place.sides)
