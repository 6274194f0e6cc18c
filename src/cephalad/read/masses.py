"""The masses of a report: which words speak of the same one, where it lies, how large it is and how it looks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from cephalad.read.chunks import Chunk
from cephalad.read.collected import REAL, Collected, Mass
from cephalad.read.matcher import Match
from cephalad.read.rules_file import Rule
from cephalad.read.scopes import Said
from cephalad.read.sentences import Sentence
from cephalad.read.sizes import Size, sizes

__all__ = ["find_masses", "name_reading"]

_DIAMETERS = ("mass.longest-diameter", "mass.second-diameter", "mass.third-diameter")
_BEFORE_HEAD = 45
_SAME_SIZE_MM = 1.0
_SMALL_WORDS = re.compile(
    r"\s?(?:in (?:size|diameter)\s)?(?:(?!beside|with|near|from|contain|next|in\s)[a-z-]+\s){0,5}"
    r"|[\u4e00-\u9fff的]{0,8}"
)
_BEFORE_LAST = re.compile(
    r"(?:previous(?:ly)?|prior|formerly|was|were|from|compared (?:with|to)|既往|前次|原|之前)\W{0,3}(?:[a-z]+\s){0,2}$"
)
_LOOKED_BACK = 30
_SIDE_IN_SITE = (("left", ("左", "left")), ("right", ("右", "right")))
_OTHER_OWNERS = frozenset({"organ", "place", "content", "reading"})
_IN_ORGAN = re.compile(r"[^,;]{0,30}(?<![a-z])(?:in|of|within|on)(?![a-z])[^,;]{0,30}")
_OF_ORGAN = re.compile(
    r"\s?(?:[a-z]+\s){0,2}|[\u4e00-\u9fff]?叶?[实质内可探见有及发现多小一个枚数囊性约大低高等回声]{0,10}"
)
_OTHER = re.compile(r"(?<![a-z])(?:another|second|third|additional|separate|further)(?![a-z])|另")


@dataclass(slots=True)
class _Described:
    """One mass as far as a sentence speaks of it."""

    heads: list[Match]
    sites: list[Match] = field(default_factory=list)
    sides: list[Match] = field(default_factory=list)
    measured: list[Size] = field(default_factory=list)
    attributes: list[Match] = field(default_factory=list)


def find_masses(sentence: Sentence, parts: Sequence[Chunk], held: Sequence[Match], collected: Collected) -> None:
    """Add what the sentence says of masses.

    Parameters
    ----------
    held : the words for masses that lie in a vein
    """
    heads = [match for match in sentence.matches if "head" in match.rules]
    if not heads:
        _go_on(sentence, collected)
        return
    described = _described(sentence, parts, heads, collected)
    for one in described:
        if _is_elsewhere(one, sentence, parts):
            continue
        said = collected.said(one.heads[0])
        mass = _mass(one, said, sentence, collected)
        if mass is None:
            continue
        _add_heads(one, mass, collected)
        _add_details(one, mass, collected, said)
        for match in one.heads:
            if match in held and not mass.locations:
                rule = match.rules["head"]
                collected.add("mass.location", "intravascular", rule, (match.start, match.end), said, qualifier=mass.id)
                mass.locations.add("intravascular")
        if said.status in REAL:
            collected.current = mass


def _go_on(sentence: Sentence, collected: Collected) -> None:
    """Add the details of a sentence without a word for a mass, when it goes on about the last one."""
    mass = collected.current
    if mass is None or not sentence.follows:
        return
    measured = list(sizes(sentence.text, sentence.start, sentence.end))
    others = [match for match in sentence.matches if not _OTHER_OWNERS.isdisjoint(match.rules)]
    if others:
        if measured or any("attribute" in match.rules for match in sentence.matches):
            collected.mark("organ", *others)
        return
    one = _Described([])
    for match in sentence.matches:
        _sort_in(match, one)
    if not any("calibre" in match.rules for match in sentence.matches):
        one.measured = [] if mass.millimetres else measured[:1]
    _add_details(one, mass, collected, mass.said)


def _sort_in(match: Match, one: _Described) -> None:
    if "site" in match.rules:
        one.sites.append(match)
    if "attribute" in match.rules and match.rules["attribute"].finding:
        one.attributes.append(match)


# --- which words belong to which mass of the sentence -----------------------------------------------------------------


def _described(
    sentence: Sentence, parts: Sequence[Chunk], heads: Sequence[Match], collected: Collected
) -> list[_Described]:
    found = _one_each(sentence, heads, collected)
    for at, part in enumerate(parts):
        own = next((one for one in found if any(part.start <= head.start < part.end for head in one.heads)), None)
        one = own or _before(found, part.start) or found[0]
        foreign = own is None and any(not _OTHER_OWNERS.isdisjoint(match.rules) for match in part.matches)
        for match in part.matches:
            target = _nearest(found, match, one) if own else one
            if "site" in match.rules and not foreign:
                target.sites.append(match)
            elif "side" in match.rules and not foreign and not _is_of_place(sentence, match):
                target.sides.append(match)
            elif "attribute" in match.rules and match.rules["attribute"].finding and not foreign:
                target.attributes.append(match)
        measured = list(sizes(sentence.text, part.start, part.end))
        if measured:
            collected.mark("calibre", *part.of("calibre"))
        if foreign and (measured or part.of("attribute")):
            collected.mark("organ", *part.of("organ"))
        if not foreign and not _follows_organ(parts, at, own):
            for size in measured:
                _give_size(size, sentence, part, found, own, one)
    return found


def _one_each(sentence: Sentence, heads: Sequence[Match], collected: Collected) -> list[_Described]:
    """The masses of a sentence: a second word names the same one unless it says what the first excludes."""
    found: list[_Described] = []
    for head in heads:
        value = head.rules["head"].value
        between = sentence.text[found[-1].heads[-1].end : head.start] if found else ""
        known = {match.rules["head"].value for match in found[-1].heads} - {""} if found else set()
        same = not value or not known or value in known
        if found and same and not _OTHER.search(between) and _both_real(found[-1].heads[-1], head, collected):
            found[-1].heads.append(head)
        else:
            found.append(_Described([head]))
    return found


def _is_elsewhere(one: _Described, sentence: Sentence, parts: Sequence[Chunk]) -> bool:
    """Whether a mass without a name of its own lies in another organ: *lesion of the liver*, 甲状腺结节."""
    head = one.heads[0]
    if one.sites or any(match.rules["head"].value for match in one.heads):
        return False
    part = next(part for part in parts if part.start <= head.start < part.end)
    for organ in part.of("organ"):
        if not organ.rules["organ"].weak:
            continue
        behind = organ.start >= head.end and _IN_ORGAN.fullmatch(sentence.text, head.end, organ.start)
        if behind or (organ.end <= head.start and _OF_ORGAN.fullmatch(sentence.text, organ.end, head.start)):
            return True
    return False


def _both_real(one: Match, other: Match, collected: Collected) -> bool:
    """Whether both words speak of what may be there, or neither does."""
    return (collected.said(one).status in REAL) == (collected.said(other).status in REAL)


def _before(found: Sequence[_Described], place: int) -> _Described | None:
    return next((one for one in reversed(found) if one.heads[0].start < place), None)


def _nearest(found: Sequence[_Described], match: Match, default: _Described) -> _Described:
    if len(found) == 1:
        return default
    return min(found, key=lambda one: min(abs(head.start - match.start) for head in one.heads))


def _is_of_place(sentence: Sentence, side: Match) -> bool:
    """Whether a side belongs to the vein named after it."""
    after = next((match for match in sentence.matches if match.start >= side.end), None)
    return after is not None and "place" in after.rules and after.start - side.end <= _BEFORE_HEAD // 2


def _follows_organ(parts: Sequence[Chunk], at: int, own: _Described | None) -> bool:
    """Whether a part without any noun goes on about an organ or a vein named before it."""
    if own is not None:
        return False
    for part in reversed(parts[:at]):
        if part.of("head"):
            return False
        if part.of("organ") or part.of("place"):
            return True
    return False


def _give_size(
    size: Size, sentence: Sentence, part: Chunk, found: Sequence[_Described], own: _Described | None, one: _Described
) -> None:
    text = sentence.text
    if part.of("calibre") or _BEFORE_LAST.search(text, max(part.start, size.start - _LOOKED_BACK), size.start):
        return
    if own is not None:
        heads = [(head, each) for each in found for head in each.heads if part.start <= head.start < part.end]
        before = [pair for pair in heads if pair[0].end <= size.start]
        after = [pair for pair in heads if pair[0].start >= size.end]
        if after and _SMALL_WORDS.fullmatch(text, size.end, after[0][0].start):
            one = after[0][1]
        elif before:
            one = before[-1][1]
        else:
            return
    if not one.measured:
        one.measured.append(size)


# --- which mass of the report it is -----------------------------------------------------------------------------------


def _mass(one: _Described, said: Said, sentence: Sentence, collected: Collected) -> Mass | None:
    """The mass of the report that is meant; a new one when nothing known fits; None for a word that says nothing."""
    values = {match.rules["head"].value for match in one.heads} - {""}
    locations = {match.rules["site"].value for match in one.sites}
    if said.status not in REAL:
        return collected.new_mass(said) if values or locations or one.attributes or one.measured else None
    mm = one.measured[0].millimetres if one.measured else ()
    sides = {match.rules["side"].value for match in one.sides}
    if not _OTHER.search(sentence.text, sentence.start, one.heads[0].start):
        for mass in collected.real_masses():
            if _fits(mass, values, locations, sides, mm):
                return mass
    return collected.new_mass(said)


def _fits(mass: Mass, values: set[str], locations: set[str], sides: set[str], mm: tuple[float, ...]) -> bool:
    if mm and mass.millimetres and abs(mm[0] - mass.millimetres[0]) > _SAME_SIZE_MM:
        return False
    if locations and mass.locations and locations.isdisjoint(mass.locations):
        return False
    if sides and mass.sides and sides.isdisjoint(mass.sides):
        return False
    return not (values and mass.value and mass.value not in values)


# --- what is said of it -----------------------------------------------------------------------------------------------


def _add_heads(one: _Described, mass: Mass, collected: Collected) -> None:
    for match in one.heads:
        rule = match.rules["head"]
        if rule.value:
            name_reading(match, rule, mass, collected)
        else:
            collected.mark("head", match)


def name_reading(match: Match, rule: Rule, mass: Mass | None, collected: Collected) -> None:
    """Add a disease by its name: of a mass, of the study, of a specimen or of the past."""
    said = collected.said(match)
    place = (match.start, match.end)
    if collected.kind == "pathology" and said.status != "historical":
        if rule.pathology:
            collected.add("pathology.diagnosis", rule.pathology, rule, place, said)
        return
    if mass is not None:
        collected.add("mass.reading", rule.value, rule, place, said, qualifier=mass.id)
        mass.value = mass.value or rule.value
    if said.status == "historical" and rule.history:
        collected.add_pair(rule.history, rule, match, said)
    elif collected.kind == "imaging" and rule.also:
        collected.add_pair(rule.also, rule, match, said)


def _add_details(one: _Described, mass: Mass, collected: Collected, said: Said) -> None:
    for match in one.sites:
        rule = match.rules["site"]
        place = (match.start, match.end)
        collected.add("mass.location", rule.value, rule, place, said, qualifier=mass.id)
        mass.locations.add(rule.value)
        if rule.also:
            finding, _, value = rule.also.partition("=")
            collected.add(finding, value, rule, place, said, qualifier=mass.id)
        for side, signs in _SIDE_IN_SITE:
            if any(sign in match.word for sign in signs):
                collected.add("mass.side", side, rule, place, said, qualifier=mass.id)
                mass.sides.add(side)
    for match in one.sides[:1]:
        rule = match.rules["side"]
        value = "bilateral" if rule.value == "both" else rule.value
        collected.add("mass.side", value, rule, (match.start, match.end), said, qualifier=mass.id)
        mass.sides.add(rule.value)
    for size in one.measured:
        _add_size(size, mass, collected, said)
    for match in one.attributes:
        rule = match.rules["attribute"]
        own = collected.said(match)
        own = said if own.status == "affirmed" else own
        collected.add(rule.finding, rule.value or "yes", rule, (match.start, match.end), own, qualifier=mass.id)


def _add_size(size: Size, mass: Mass, collected: Collected, said: Said) -> None:
    if said.status not in REAL and said.status != "historical":
        return
    for finding, number in zip(_DIAMETERS, size.millimetres, strict=False):
        collected.add(finding, number, SIZE, (size.start, size.end), said, qualifier=mass.id, unit="mm")
    mass.millimetres = mass.millimetres or size.millimetres


SIZE = Rule("size", "size", "", (), (), ())
"""The rule of sizes, which has no words: a number with a unit of length."""
