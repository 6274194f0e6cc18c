"""Sentences on a line that begins with a vein and a colon: *RA: dilated. Large mobile mass*."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from cephalad.read.matcher import Match
from cephalad.read.places import Place
from cephalad.read.sentences import Sentence

__all__ = ["Heading", "heading_of", "inherited", "unnamed_masses"]

_BEFORE = re.compile(r"[\s*•·>-]*(?:[a-z\u4e00-\u9fff]{2,20}\s?:\s?)?")
_BEHIND = re.compile(r"(?:\s?\([^()\n]{1,24}\))?\s?:")
_OWN_HEADING = re.compile(r"\s*[^\s:.,;，。；\d][^:.,;，。；\n]{0,28}:")
_NOTHING_MORE = re.compile(r"[ ]*\n(?!\s*\n)")
"""Behind a heading that has a line of its own; what it heads is the next one."""

_ELSEWHERE = frozenset({"organ", "site", "reading"})
_KNOWN = re.compile(r"(?<![a-z])(?:the|this|that|its)(?! same)(?: [a-z]+){0,3} $")
"""Before a mass of which the report spoke elsewhere: *IVC: patent. The mass is large*."""

_NOT_THERE = re.compile(
    r"pelvi|adnex|abdom|lung|liver|hepatic|renal|retroperit|extrinsic|outside|extracardiac|pericard|paracaval|node"
    r"|盆|附件|腹|肺|肝|肾|外|旁|周围|心包|淋巴"
)


class Heading(NamedTuple):
    """The veins with which a line begins, and the place behind their colon."""

    places: tuple[Place, ...]
    end: int


def heading_of(sentence: Sentence, places: Sequence[Place]) -> Heading | None:
    """The veins before the colon, when the sentence begins with nothing else than the name of their kind."""
    text, first = sentence.text, places[0]
    if text.find(":", first.match.end, sentence.end) < 0:
        return None
    begin = min((first.match.start, *(side.start for side in first.sides)))
    if not _BEFORE.fullmatch(text, sentence.start, begin):
        return None
    for number, place in enumerate(places, start=1):
        if behind := _BEHIND.match(text, place.match.end, sentence.end):
            return Heading(tuple(places[:number]), behind.end())
    return None


def inherited(sentence: Sentence, heading: Heading | None, places: Sequence[Place]) -> Sequence[Place]:
    """The veins of the heading of this line, when the sentence names nothing else of which it could speak.

    What goes on into other veins began here: *RA: large mass. It prolapses into the RV*.
    """
    if heading is None or not sentence.follows or not _ELSEWHERE.isdisjoint(sentence.kinds):
        return ()
    if places and not _goes_on(sentence, places[0]):
        return ()
    text, start = sentence.text, sentence.start
    begin = _NOTHING_MORE.match(text, heading.end)
    if text.find("\n", begin.end() if begin else heading.end, start) >= 0 or _OWN_HEADING.match(
        text, start, sentence.end
    ):
        return ()
    return [place._replace(match=place.match._replace(start=start, end=start), sides=()) for place in heading.places]


def _goes_on(sentence: Sentence, first: Place) -> bool:
    """Whether a sentence with a mass first names a vein behind the word that leads on into it."""
    before = [match for match in sentence.matches if match.start < first.match.start]
    leading = next((match for match in before if "extension" in match.rules), None)
    return leading is not None and any(mass.start < leading.start for mass in unnamed_masses(sentence))


def unnamed_masses(sentence: Sentence) -> list[Match]:
    """The words for a mass that say neither what it is nor that it lies elsewhere; none of a question."""
    asked = sentence.text.endswith("?", sentence.start, sentence.end)
    if asked or _NOT_THERE.search(sentence.text, sentence.start, sentence.end):
        return []
    masses = (match for match in sentence.matches if "head" in match.rules and not match.rules["head"].value)
    return [mass for mass in masses if not _KNOWN.search(sentence.text, sentence.start, mass.start)]
