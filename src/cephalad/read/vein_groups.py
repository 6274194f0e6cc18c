"""Which words of a sentence speak of the same veins.

Words for what a vein holds and the veins of the same part of the sentence belong together. A part that has only the one
or the other goes with its neighbour: *clot in the IVC, left iliac vein*; *the IVC and iliac veins, both patent*.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from cephalad.read.chunks import Chunk
from cephalad.read.matcher import Match
from cephalad.read.places import Place
from cephalad.read.sentences import Sentence

__all__ = ["UNHELD", "VeinWords", "grouped"]

UNHELD = ("clear", "not-assessed")
"""Contents that are none: only a cue beside them can turn them."""

_HELD = re.compile(
    r"(?<![a-z])(?:in|within|inside|into|filling|occupying|of|involving|along|via|through)(?![a-z])[^.;]{0,40}$"
)
_LONGEST_HELD = 70
_HAN_INSIDE = re.compile(r"(?:管腔|腔)?[内里中未可见探无有]")
_HAN_STARTS_INSIDE = re.compile(r"\s?(?:其|管|腔|管腔|其管腔)?内(?!部|膜)")
_HAN_HELD_MOST = 24
_HAN_HELD = re.compile(r"(?:位于|见于|处于|占据|充填|填充|充满)[^,，;。]{0,6}$")
_HAN_OUTSIDE = re.compile(r"(?:旁|外|后方|前方|后侧|前侧|左侧|右侧|周围|水平|平面|上方|下方|壁)")
_ADJACENT = re.compile(r"\s?(?:[a-z]+\s){0,3}")
_OWNERS = frozenset({"organ", "site", "head", "reading", "content"})


@dataclass(slots=True)
class VeinWords:
    """Words that speak of the same veins.

    Attributes
    ----------
    extensions : words by which something goes on into the veins
    held : words for masses that lie in the veins
    """

    places: list[Place] = field(default_factory=list)
    contents: list[Match] = field(default_factory=list)
    extensions: list[Match] = field(default_factory=list)
    attributes: list[Match] = field(default_factory=list)
    held: list[Match] = field(default_factory=list)

    @property
    def speaks(self) -> bool:
        """Whether anything is said of veins here, with or without naming them."""
        return bool(self.contents or self.extensions or self.held)

    def after(self, before: VeinWords) -> VeinWords:
        """These words together with those that waited before them."""
        return VeinWords(
            before.places + self.places,
            before.contents + self.contents,
            before.extensions + self.extensions,
            before.attributes + self.attributes,
            before.held + self.held,
        )


def grouped(sentence: Sentence, parts: Sequence[Chunk], places: Sequence[Place]) -> list[VeinWords]:
    """The words of a sentence about veins, those of the same veins together."""
    groups: list[VeinWords] = []
    waiting = VeinWords()
    for part in parts:
        words = _words_of(sentence, part, places)
        last = groups[-1] if groups else None
        if not words.places and not words.speaks and _is_inside(sentence, part):
            known = waiting.places or (last.places if last else [])
            words.held = part.of("head") if any(place.touched is None for place in known) else []
        if words.places and _told_apart(sentence, part, waiting):
            groups.append(waiting)
            last, waiting = waiting, VeinWords()
        if words.speaks:
            inherited = not words.places and not waiting.places and last is not None
            words = words.after(waiting)
            if inherited and last is not None:
                words.places = last.places
            if words.places:
                groups.append(words)
                waiting = VeinWords()
            else:
                words.contents = [match for match in words.contents if not match.rules["content"].weak]
                waiting = words
        elif last and words.places and not (words.attributes or waiting.attributes or _opens(sentence, part)):
            last.places = last.places + words.places
        elif last and words.attributes and not words.places and not waiting.places:
            last.attributes = last.attributes + words.attributes
        else:
            waiting = words.after(waiting)
            if waiting.speaks and waiting.places and not words.attributes:
                groups.append(waiting)
                waiting = VeinWords()
    return [*groups, waiting]


def _opens(sentence: Sentence, part: Chunk) -> bool:
    """Whether veins after a Chinese comma are the subject of what follows: 下腔静脉见血栓，髂内、髂外静脉未见异常."""
    sign = sentence.text[part.start - 1]
    return sentence.han and (sign in ";；" or (sign in ",，" and (part.end < sentence.end or bool(part.of("head")))))


def _told_apart(sentence: Sentence, part: Chunk, waiting: VeinWords) -> bool:
    """Whether a Chinese comma closed what was said of the veins before: 髂静脉走行正常，下腔静脉内见血栓."""
    if not sentence.han or sentence.text[part.start - 1] not in ",，;；":
        return False
    if not waiting.places:
        return bool(waiting.contents)
    return bool(sentence.text[waiting.places[-1].match.end : part.start - 1].strip(" 内里中"))


def _words_of(sentence: Sentence, part: Chunk, places: Sequence[Place]) -> VeinWords:
    named = [place for place in places if part.start <= place.match.start < part.end]
    extensions = part.of("extension")
    named_masses = [match for match in (*part.of("head"), *part.of("reading")) if "content" not in match.rules]
    held = [match for match in named_masses if _lies_in(sentence, match, named, extensions)]
    contents = [match for match in part.of("content") if not _is_of_other(match, part, named)]
    attributes = [match for match in part.of("attribute") if match.rules["attribute"].vein]
    return VeinWords(named, contents, extensions, attributes if named or not part.of("organ") else [], held)


def _is_inside(sentence: Sentence, part: Chunk) -> bool:
    """Whether a part says that what it names lies inside the vein before it."""
    return bool(part.of("inside")) or _HAN_STARTS_INSIDE.match(sentence.text, part.start) is not None


def _is_of_other(match: Match, part: Chunk, named: Sequence[Place]) -> bool:
    """Whether a word such as *clear*, *not seen* or 低回声 speaks of something else than a vein."""
    if not match.rules["content"].weak:
        return False
    others = [other for other in part.matches if other is not match and not _OWNERS.isdisjoint(other.rules)]
    if "cue" in match.rules:
        return not named or bool(others)
    nouns = [*(place.match for place in named), *(other for other in others if "content" not in other.rules)]
    nouns.sort(key=lambda noun: noun.start)
    owner = next((noun for noun in reversed(nouns) if noun.end <= match.start), nouns[0] if nouns else None)
    return owner is not None and "place" not in owner.rules


def _lies_in(sentence: Sentence, mass: Match, named: Sequence[Place], extensions: Sequence[Match]) -> bool:
    """Whether a word for a mass says that it lies in a vein: *mass in the IVC*, *IVC mass*, 下腔静脉内肿物."""
    text = sentence.text
    for place in named:
        if place.touched is not None:
            continue
        if mass.end <= place.match.start:
            if any(mass.end <= word.start < place.match.start for word in extensions):
                continue
            if sentence.han:
                if _HAN_HELD.search(text, mass.end, place.match.start) and not _HAN_OUTSIDE.match(
                    text, place.match.end
                ):
                    return True
            elif place.match.start - mass.end <= _LONGEST_HELD and _HELD.search(text, mass.end, place.match.start):
                return True
        elif sentence.han:
            between = text[place.match.end : mass.start]
            inside = _HAN_INSIDE.match(between)
            if not between.strip() or (inside and len(between) <= _HAN_HELD_MOST):
                return True
        elif _ADJACENT.fullmatch(text, place.match.end, mass.start):
            return True
    return False
