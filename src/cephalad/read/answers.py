"""Veins in a list below a question: *Tumour in:*, and then line by line *right ovarian vein - yes*, *RA - no*."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cephalad.read.collected import Collected
from cephalad.read.matcher import Match
from cephalad.read.places import Place
from cephalad.read.scopes import Said
from cephalad.read.sentences import Sentence

__all__ = ["add_answer", "add_signed", "question_of"]

_YES = r"yes|present|positive|involved|有|是|阳性|\+"
_NO = r"no|none|nil|absent|negative|无|否|阴性|-"
_ANSWER = re.compile(rf"[\s:=.)>|-]{{1,40}}(?:(?P<yes>{_YES})|(?P<no>{_NO}))[\s.;|。；]*$")
_SIGN = re.compile(rf"[\s:=(\[]{{1,3}}(?:(?P<yes>{_YES})|(?P<no>{_NO}))[)\]]?(?=[\s,;.|/，；。]|$)")
"""What stands behind each vein of a line: *IVC (+), RA (-)*."""

_ANSWERED = re.compile(rf"\s*\n[^\n]{{3,60}}?[\s:=.)>|-](?:{_YES}|{_NO})[\s.;|。；]*(?:\n|$)")
_ITEM = re.compile(r"\s*\n\s*(?:[-*•·]|\(?\d{1,2}[.)])\s?[^\n:]{2,60}(?:\n|$)")
"""The first line of a list of which the sentence above tells: *not seen:*, *patent:*, *tumour in:*."""

_IN = re.compile(r" (?:in|within|inside|involving|of)(?: the)?(?: following)?(?: veins?)? ?: ?$")
_UNHELD = ("clear", "not-assessed")


def question_of(sentence: Sentence) -> Match | None:
    """The word of which a list tells in each of its lines for which veins it is so; None when this begins no such list.

    Either each line answers, *tumour in:*, *RA - no*, or its items only name veins, *patent:*, *- left iliac vein*.
    """
    text, start, end = sentence.text, sentence.start, sentence.end
    if not text.endswith((":", ": "), start, end) and text.find("|", start, end) < 0:
        return None
    answered = _ANSWERED.match(text, end) is not None
    if not answered and not _ITEM.match(text, end):
        return None
    asked = answered or _IN.search(text, start, end) is not None
    for match in reversed(sentence.matches):
        content = match.rules.get("content")
        if content is None:
            if asked and "head" in match.rules:
                return match
        elif content.value not in _UNHELD or not answered:
            return match
    return None


def add_answer(question: Match, sentence: Sentence, places: Sequence[Place], collected: Collected) -> None:
    """Add what a line of the list answers for the veins that it names."""
    end = places[-1].match.end
    found = _ANSWER.match(sentence.text, end, sentence.end)
    if found is None and not _is_item(sentence, end):
        return
    said = collected.asked if found is None else Said("affirmed" if found["yes"] else "negated", None)
    for place in places:
        _add_said(question, place, found, said, collected)


def _add_said(question: Match, place: Place, answer: re.Match[str] | None, said: Said, collected: Collected) -> None:
    """Add that a vein holds what was asked for, or does not."""
    kind = "content" if "content" in question.rules else "head"
    rule = question.rules[kind]
    value = rule.value if kind == "content" else rule.vein or "tumour"
    at = (place.match.start, answer.end() if answer else place.match.end)
    for name in place.segments:
        collected.add("vein.content", value, rule, at, said, qualifier=name)
    collected.mark("place", place.match)
    collected.mark("side", *place.sides)


def add_signed(sentence: Sentence, places: Sequence[Place], collected: Collected) -> bool:
    """Add what one line answers for each of its veins, *tumour: IVC +, RA -*; whether it is such a line."""
    text = sentence.text
    colon = text.find(":", sentence.start, places[0].match.start)
    if colon < 0:
        return False
    signs = [_SIGN.match(text, place.match.end, sentence.end) for place in places]
    before = [match for match in sentence.matches if match.end <= colon and _is_asked(match)]
    if not before or not all(signs):
        return False
    for place, sign in zip(places, signs, strict=True):
        if sign is not None:
            _add_said(before[-1], place, sign, Said("affirmed" if sign["yes"] else "negated", None), collected)
    return True


def _is_asked(match: Match) -> bool:
    """Whether a word is one for a tumour or a clot."""
    content = match.rules.get("content")
    return "head" in match.rules or (content is not None and content.value not in _UNHELD)


def _is_item(sentence: Sentence, end: int) -> bool:
    """Whether a line of a list only names veins."""
    named = _ITEM.match("\n" + sentence.text[sentence.start : sentence.end])
    return named is not None and not sentence.text[end : sentence.end].strip(" .;,")
