"""What a sentence says of veins: which holds what, and how that looks.

A word for what a vein holds and the veins of the same part of the sentence belong together; a part that has only the one
or the other goes with its neighbour. Between *from* and *to* nothing is added: only veins that are named are found.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from cephalad.read.chunks import Chunk
from cephalad.read.collected import REAL, Collected
from cephalad.read.matcher import Match
from cephalad.read.places import Place
from cephalad.read.sentences import Sentence

__all__ = ["VeinWords", "find_vein_content"]

_HELD = re.compile(r"(?<![a-z])(?:in|within|inside|into|filling|occupying|of|involving|along|via|through)(?![a-z])[^.;]{0,40}$")
_LONGEST_HELD = 70
_HAN_INSIDE = re.compile(r"(?:管腔|腔)?[内里中]")
_HAN_STARTS_INSIDE = re.compile(r"\s?(?:其|管|腔|管腔|其管腔)?内(?!部|膜)")
_ADJACENT = re.compile(r"\s?(?:[a-z]+\s){0,3}")
_OWNERS = frozenset({"organ", "site", "head", "reading", "content"})
_WEAK_CONTENT = ("clear", "not-assessed")
_HAN_HELD_MOST = 24


@dataclass(slots=True)
class VeinWords:
    """Words that speak of the same veins."""

    places: list[Place] = field(default_factory=list)
    contents: list[Match] = field(default_factory=list)
    extensions: list[Match] = field(default_factory=list)
    attributes: list[Match] = field(default_factory=list)
    held: list[Match] = field(default_factory=list)

    @property
    def speaks(self) -> bool:
        """Whether anything is said of veins here, with or without naming them."""
        return bool(self.contents or self.extensions or self.held)


def find_vein_content(
    sentence: Sentence, parts: Sequence[Chunk], places: Sequence[Place], collected: Collected
) -> list[Match]:
    """Add what the sentence says of veins; gives the words for masses that turned out to lie in one."""
    here = [place for place in places if place.level is None]
    for place in places:
        collected.mark("landmark", place.level)
    if not any(not {"content", "extension", "attribute", "head", "reading"}.isdisjoint(m.rules) for m in sentence.matches):
        collected.segments = _segments(here) or collected.segments
        return []
    held: list[Match] = []
    for group in _groups(sentence, parts, here, collected):
        _add_group(group, sentence, collected)
        held += [*group.held, *(match for match in group.contents if "head" in match.rules)]
    collected.segments = _segments(here) or collected.segments
    return held


def _segments(places: Sequence[Place]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for place in places for name in place.segments))


# --- which words belong together --------------------------------------------------------------------------------------


def _groups(
    sentence: Sentence, parts: Sequence[Chunk], places: Sequence[Place], collected: Collected
) -> list[VeinWords]:
    groups: list[VeinWords] = []
    waiting = VeinWords()
    for part in parts:
        words = _words_of(sentence, part, places)
        if not words.places and not words.speaks and _is_inside(sentence, part):
            before = waiting.places or (groups[-1].places if groups else [])
            words.held = part.of("head") if any(place.touched is None for place in before) else []
        if words.speaks and words.places:
            words.places = waiting.places + words.places
            words.contents = waiting.contents + words.contents
            words.attributes = waiting.attributes + words.attributes
            groups.append(words)
            waiting = VeinWords()
        elif words.speaks:
            words.contents = waiting.contents + words.contents
            words.attributes = waiting.attributes + words.attributes
            if waiting.places or (groups and groups[-1].places):
                words.places = waiting.places or groups[-1].places
                groups.append(words)
                waiting = VeinWords()
            else:
                words.contents = [m for m in words.contents if m.rules["content"].value not in _WEAK_CONTENT]
                waiting = words
        elif words.places:
            if groups and not words.attributes and not waiting.attributes:
                groups[-1].places = groups[-1].places + words.places
            elif waiting.contents and not words.attributes:
                waiting.places = words.places
                groups.append(waiting)
                waiting = VeinWords()
            else:
                waiting.places = waiting.places + words.places
                waiting.attributes = waiting.attributes + words.attributes
        elif words.attributes:
            if groups and not waiting.places:
                groups[-1].attributes = groups[-1].attributes + words.attributes
            else:
                waiting.attributes = waiting.attributes + words.attributes
    if waiting.contents or waiting.attributes or waiting.extensions or waiting.places:
        groups.append(waiting)
    return groups


def _words_of(sentence: Sentence, part: Chunk, places: Sequence[Place]) -> VeinWords:
    named = [place for place in places if part.start <= place.match.start < part.end]
    extensions = part.of("extension")
    held = [m for m in (*part.of("head"), *part.of("reading")) if "content" not in m.rules and _lies_in(sentence, m, named, extensions)]
    contents = [match for match in part.of("content") if not _is_of_other(match, part, named)]
    attributes = [match for match in part.of("attribute") if match.rules["attribute"].vein]
    return VeinWords(named, contents, extensions, attributes if named or not part.of("organ") else [], held)


def _is_inside(sentence: Sentence, part: Chunk) -> bool:
    """Whether a part says that what it names lies inside the vein before it."""
    return bool(part.of("inside")) or _HAN_STARTS_INSIDE.match(sentence.text, part.start) is not None


def _is_of_other(match: Match, part: Chunk, named: Sequence[Place]) -> bool:
    """Whether a word such as *clear* or *not seen* speaks of something else than a vein."""
    if match.rules["content"].value not in _WEAK_CONTENT:
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
            if place.match.start - mass.end <= _LONGEST_HELD and _HELD.search(text, mass.end, place.match.start):
                return True
        elif sentence.han:
            between = text[place.match.end : mass.start]
            inside = _HAN_INSIDE.match(between)
            if not between.strip() or (inside and len(between) <= _HAN_HELD_MOST):
                return True
        elif _ADJACENT.fullmatch(text, place.match.end, mass.start):
            return True
    return False


# --- what they say ----------------------------------------------------------------------------------------------------


def _add_group(group: VeinWords, sentence: Sentence, collected: Collected) -> None:
    named: list[tuple[str | None, Place | None]] = [(s, place) for place in group.places for s in place.segments]
    if not named:
        named = [(name, None) for name in _meant(sentence, collected)] or [(None, None)]
    real = [(name, place) for name, place in named if place is None or place.touched is None]
    for match in group.contents:
        rule = match.rules["content"]
        said = collected.said(match, beside=rule.value in _WEAK_CONTENT)
        if rule.value in _WEAK_CONTENT and named == [(None, None)]:
            continue
        for name, place in named:
            _add(collected, rule.value, match, "content", name, place)
        if rule.also:
            collected.add_pair(rule.also, rule, match, said)
        if rule.value not in _WEAK_CONTENT and said.status in REAL:
            collected.content = rule.value
    for match in group.held:
        for name, place in real:
            if place is None or not group.extensions or _is_held(group, place):
                _add(collected, "tumour", match, "head" if "head" in match.rules else "reading", name, place)
        collected.content = "tumour"
    if not group.contents:
        behind = [(name, place) for name, place in real if place is None or not group.held or not _is_held(group, place)]
        _add_extensions(group, sentence, collected, behind)
    _add_touched(group, sentence, collected)
    if group.contents or group.held or group.places:
        _add_attributes(group, collected, named)


def _is_held(group: VeinWords, place: Place) -> bool:
    """Whether a vein stands before the word that leads on to others."""
    return place.match.start < min(match.start for match in group.extensions) if group.extensions else True


def _add_touched(group: VeinWords, sentence: Sentence, collected: Collected) -> None:
    """Add that a mass only lies against the veins that the sentence names so."""
    touched = next((place.touched for place in group.places if place.touched is not None), None)
    if touched is None or not any("head" in match.rules for match in sentence.matches):
        return
    rule = touched.rules["beside"]
    said = collected.said(touched)
    collected.add("imaging.relation-to-vessels", "adjacent", rule, (touched.start, touched.end), said)


def _add_extensions(
    group: VeinWords, sentence: Sentence, collected: Collected, named: Sequence[tuple[str | None, Place | None]]
) -> None:
    has_mass = any(not {"head", "reading"}.isdisjoint(match.rules) for match in sentence.matches)
    content = "tumour" if has_mass else collected.content or ("tumour" if collected.current else "")
    if not content:
        return
    for match in group.extensions:
        for name, place in named:
            if name is not None:
                _add(collected, content, match, "extension", name, place)


def _add_attributes(
    group: VeinWords, collected: Collected, named: Sequence[tuple[str | None, Place | None]]
) -> None:
    """Add how the veins or what they hold looks; of a vein that holds nothing only that it is wide."""
    holds = bool(group.held) or any(m.rules["content"].value not in _WEAK_CONTENT for m in group.contents)
    for match in group.attributes:
        rule = match.rules["attribute"]
        if not holds and rule.finding:
            continue
        said = collected.said(match)
        for name, place in named:
            if name is not None:
                collected.add(rule.vein, "yes", rule, (match.start, match.end), said, qualifier=name)
                _mark_place(collected, place)


def _meant(sentence: Sentence, collected: Collected) -> tuple[str, ...]:
    """The veins of the sentence before, when this one says that it is inside them."""
    inside = next((match for match in sentence.matches if "inside" in match.rules), None)
    if inside is None or not collected.segments:
        return ()
    collected.mark("inside", inside)
    return collected.segments


def _add(
    collected: Collected, value: str, match: Match, kind: str, name: str | None, place: Place | None
) -> None:
    said = collected.said(match, beside=value in _WEAK_CONTENT)
    collected.add("vein.content", value, match.rules[kind], (match.start, match.end), said, qualifier=name)
    _mark_place(collected, place)


def _mark_place(collected: Collected, place: Place | None) -> None:
    if place is not None:
        collected.mark("place", place.match)
        collected.mark("side", *place.sides)
