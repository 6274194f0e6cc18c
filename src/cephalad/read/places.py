"""The veins that a sentence names, each as segment or segment set of its side."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from cephalad.read.matcher import Match
from cephalad.read.sentences import Sentence

__all__ = ["Place", "places"]

_SIDE_BEFORE = re.compile(r"[\s-]?(?:sided|侧)?\s?(?:[a-z]+\s){0,2}")
_SIDE_AFTER = re.compile(r"\s?(?:\(|on the |of the )")
_JOINED = re.compile(r"\s?(?:[,，、/+]|(?:,? ?and|or)(?: of| in)?(?: the)?|及|和|与)\s?")
_LEFT, _RIGHT, _OPEN = range(3)
_SIDE_ALONE = re.compile(
    r" (?:one |side )?(?:is|was|appears|shows|showed|contains|contained|remains|patent|clear|free|normal"
    r"|occupied|filled|distended|thrombosed|dilated|occluded|expanded|compressible|not)(?![a-z])"
)
_HAN_SIDE_ALONE = re.compile(
    r"者?[则亦也均]?(?:(?:可?见|有|无|没有|未见)(?:明显|明确|确切)?(?:[瘤血癌]栓|充盈缺损|\s?(?:[,，;；。、]|$))"
    r"|未受|受累|受侵|通畅|血流通畅|管腔|腔内|内(?:可?见|未见|有|充满)|[瘤血癌]栓|充盈)"
)
_CAVA = "ivc-unspecified"
_IS_CAVA = re.compile("下腔静脉.")
_ON_FROM = re.compile("以[上下]|[上下]方")
"""下腔静脉肝后段水平以下 is still the cava, though no part of it by name."""

_THEM = re.compile(r" (?:it|them|this|these|that|those|which)(?![a-z]) ?(?:(?:level|point|vein)s?)?,? ")
"""Behind a word for a level: what is named next is no level but what lies there, *below them the IVC is full*."""

_SIDE_HEADING = re.compile(r"(?:(?:on|to) the)?")
_HEADING_END = re.compile(r"(?: (?:hand )?side| lower limb| leg| pelvis)?(?: ?:|,| ?- | ?> ?)")
"""*Left:* and *on the left,* at the beginning of a sentence: the side of all veins behind that have none."""

_INSTEAD = re.compile(r"[,，]?(?:而非|而不是|而不在|并非|不是)$")
_NEAR_SIDE = 5
_TRIBUTARIES = "tributaries"
_ENTERING = ("renal-vein-unspecified", "hepatic-veins")
"""Veins by which a height in the cava is told."""

_FAR = 24
_NEAR = 2


class Place(NamedTuple):
    """A vein named in a sentence.

    Attributes
    ----------
    segments : what it stands for; two for *both ovarian veins*
    sides : the words that said on which side
    level : the vein is only named to say how far, as in *below the renal veins*
    touched : something lies against it
    """

    match: Match
    segments: tuple[str, ...]
    sides: tuple[Match, ...]
    level: Match | None
    touched: Match | None


def places(sentence: Sentence) -> list[Place]:
    """The veins of a sentence in order."""
    found: list[Place] = []
    if "place" not in sentence.kinds:
        return found
    matches = sentence.matches
    heading = _side_heading(sentence)
    for at, match in enumerate(matches):
        rule = match.rules.get("place")
        if rule is None:
            heading = (match,) if heading and _is_next_heading(sentence, match) else heading
            other = _other_side(sentence, match, found[-1] if found else None)
            found += [other] if other else []
            continue
        sides = _sides(sentence, at)
        before = found[-1] if found else None
        if not sides and before and len(rule.segments) > 1 and _joined(sentence, before.match, match):
            sides = before.sides
        sides = sides or heading
        level, touched = _level(sentence, at), _touched(sentence, at)
        named = _segments(rule.segments, sides)
        if level is not None and _IS_CAVA.match(match.word) and _ON_FROM.search(level.word):
            level, named = None, (_CAVA,)
        found.append(Place(match, named, sides, level, touched))
    return found


def _side_heading(sentence: Sentence) -> tuple[Match, ...]:
    """The side with which a sentence begins, when it is set apart like a heading."""
    first = sentence.matches[0]
    if "side" not in first.rules or not _HEADING_END.match(sentence.text, first.end, sentence.end):
        return ()
    return (first,) if _SIDE_HEADING.fullmatch(sentence.text[sentence.start : first.start].strip(" \n-*(")) else ()


def _is_next_heading(sentence: Sentence, match: Match) -> bool:
    """Whether a word is the heading of the other side in the same sentence: 左侧：…；右侧：…."""
    if "side" not in match.rules or sentence.text[sentence.start : match.start].rstrip()[-1:] not in (";", "；"):
        return False
    return _HEADING_END.match(sentence.text, match.end, sentence.end) is not None


def _other_side(sentence: Sentence, side: Match, before: Place | None) -> Place | None:
    """The same vein of the other side, where only the side is named: *…, the left is patent*, 左侧无."""
    rule = before.match.rules.get("place") if before else None
    if before is None or rule is None or "side" not in side.rules or len(rule.segments) == 1:
        return None
    if sentence.han:
        alone = sentence.text[side.start - 1] in ",，;；、而但" and _HAN_SIDE_ALONE.match(sentence.text, side.end)
    else:
        alone = _SIDE_ALONE.match(sentence.text, side.end, sentence.end)
    if not alone:
        return None
    return Place(
        side._replace(rules={**side.rules, "place": rule}), _segments(rule.segments, (side,)), (side,), None, None
    )


def _joined(sentence: Sentence, before: Match, match: Match) -> bool:
    return _JOINED.fullmatch(sentence.text, before.end, match.start) is not None


def _segments(named: Sequence[str], sides: Sequence[Match]) -> tuple[str, ...]:
    if len(named) == 1:
        return (named[0],)
    told = {side.rules["side"].value for side in sides}
    if "both" in told or {"left", "right"} <= told:
        return named[_LEFT], named[_RIGHT]
    if not told:
        return (named[_OPEN],)
    return (named[_LEFT if "left" in told else _RIGHT],)


def _sides(sentence: Sentence, at: int) -> tuple[Match, ...]:
    """The side words that belong to a vein: before it, or in brackets after it."""
    matches, text = sentence.matches, sentence.text
    found: list[Match] = []
    follower = matches[at]
    for match in reversed(matches[max(0, at - 3) : at]):
        if "side" not in match.rules:
            break
        fits = _SIDE_BEFORE if not found else _JOINED
        if not fits.fullmatch(text, match.end, follower.start):
            break
        found.append(match)
        follower = match
    if found and (instead := _meant_instead(sentence, found[-1])) is not None:
        return (instead,)
    if not found and at + 1 < len(matches) and "side" in matches[at + 1].rules:
        after = matches[at + 1]
        if _SIDE_AFTER.fullmatch(text, matches[at].end, after.start):
            found.append(after)
    return tuple(found)


def _meant_instead(sentence: Sentence, side: Match) -> Match | None:
    """The side before one that is denied: 右侧而非左侧卵巢静脉."""
    if sentence.text[side.start - 1] not in "非是在":
        return None
    denied = _INSTEAD.search(sentence.text, max(sentence.start, side.start - _NEAR_SIDE), side.start)
    if denied is None:
        return None
    return next((match for match in sentence.matches if match.end == denied.start() and "side" in match.rules), None)


def _level(sentence: Sentence, at: int) -> Match | None:
    """The word that makes this vein a level: before it, or directly behind it."""
    matches, match = sentence.matches, sentence.matches[at]
    if at + 1 < len(matches) and _is_landmark(matches[at + 1], "backward") and matches[at + 1].start - match.end <= 1:
        return matches[at + 1] if sentence.text[match.end] not in ",，、及和与" else None
    for before in reversed(matches[max(0, at - 3) : at]):
        if _is_landmark(before, "forward") and match.start - before.end <= _FAR:
            if before.rules["landmark"].value == _TRIBUTARIES and match.rules["place"].segments[-1] not in _ENTERING:
                return None  # *as high as the right atrium*
            return None if _THEM.match(sentence.text, before.end) else before
        if "side" not in before.rules and not ("place" in before.rules and _joined(sentence, before, match)):
            return None
    return None


def _is_landmark(match: Match, direction: str) -> bool:
    rule = match.rules.get("landmark")
    return rule is not None and rule.direction in (direction, "both")


def _touched(sentence: Sentence, at: int) -> Match | None:
    """The word that says that something lies against this vein: before it, or in Chinese directly behind it."""
    match = sentence.matches[at]
    after = sentence.matches[at + 1] if at + 1 < len(sentence.matches) else None
    behind = after.rules.get("beside") if after else None
    if after and behind and behind.direction == "backward" and after.start - match.end <= _NEAR:
        return after
    for before in reversed(sentence.matches[:at]):
        if "beside" in before.rules:
            return before if before.rules["beside"].direction != "backward" else None
        if "side" in before.rules or "place" in before.rules:
            continue
        return None
    return None
