"""The masses of a report: which words speak of the same one, where it lies, how large it is and how it looks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice

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
_ON_STALK = "pedunculated-subserous"
"""What has a stalk inside a vein or the heart hangs from no uterus."""

_SMALL_WORDS = re.compile(
    r"\s?(?:in (?:size|diameter)\s)?(?:(?!beside|with|near|from|contain|next|in\s)[a-z-]+\s){0,5}"
    r"|[\u4e00-\u9fff的]{0,8}"
)
_BEFORE_LAST = re.compile(
    r"(?:previous(?:ly)?|prior|formerly|was|were|from|compared (?:with|to)|既往|前次|原|之前)\W{0,3}(?:[a-z]+\s){0,2}$"
    r"|(?:既往|前次|上次|原|之前|前片|(?:19|20)\d\d年(?:\d{1,2}月)?)[大小直径约为是测示时超声检查]{0,8}$"
)
_LOOKED_BACK = 30
_SIDE_IN_SITE = (("left", ("左", "left")), ("right", ("右", "right")))
_OTHER_OWNERS = frozenset({"organ", "place", "content", "reading"})
_IN_ORGAN = re.compile(r"[^,;]{0,30}(?<![a-z])(?:in|of|within|on)(?![a-z])[^,;]{0,30}")
_OF_ORGAN = re.compile(
    r"\s?(?:[a-z]+\s){0,2}|[\u4e00-\u9fff]?叶?[实质内可探见有及发现多小一个枚数囊性约大低高等回声]{0,10}"
)
_LABEL = re.compile(r"\s?(?:#|no\.?|nr\.?|number)?\s?([a-d]|\d{1,2})(?![a-z0-9.,])(?!\s?(?:x|mm|cm|\*))")
_DETAILS = frozenset({"attribute", "site"})
_DIGIT = re.compile(r"\d")
_ITEM = re.compile(r"\s*(?:[-*•]|\(?\d{1,2}[.)、])")
_ITEM_BEFORE = re.compile(r"(?:^|[\s:;(])\(?\d{1,2}[.)、]\s?$")
_OTHER = re.compile(r"(?<![a-z])(?:another|second|third|additional|further|other|smaller)(?![a-z])|另")


_NEXT = re.compile(r"\s?(?:另|较小|小者|次大|其次|余者|其二|(?:the )?(?:other|smaller|second))")
_AT_ONCE = 3
_AXIS = re.compile(r"(?:上下|前后|左右|纵|横|厚|宽|短)径?(?:约|为)?\s?$")
_EACH = re.compile(r"分别|respectively")
_OF_UTERUS = re.compile(r"子宫|宫体|多发|uter|multiple")
_SEVERAL = re.compile(r"多发|multiple|fibroids|leiomyomas|leiomyomata|myomas")
_BESIDE_UTERUS = frozenset({"broad-ligament", "parametrial", "para-uterine", "paracervical", "extraperitoneal"})
_ELSEWHERE = frozenset({"adnexal", "ovarian", "intravascular"})


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
    heads = []
    if "head" in sentence.kinds:
        heads = [match for match in sentence.matches if "head" in match.rules and _is_mass(match, held)]
    if not heads:
        _go_on(sentence, collected)
        return
    described = _described(sentence, parts, heads, collected)
    for one in described:
        if _is_elsewhere(one, sentence, parts):
            continue
        if any(head in held for head in one.heads):
            one.sites = [site for site in one.sites if site.rules["site"].value != _ON_STALK]
        said = collected.said(one.heads[0])
        mass = _mass(one, said, sentence, collected)
        if mass is None:
            continue
        _add_heads(one, mass, collected)
        _add_details(one, mass, collected, said)
        for match in one.heads:
            if match in held and not mass.locations and not match.rules["head"].vein:
                rule = match.rules["head"]
                collected.add("mass.location", "intravascular", rule, (match.start, match.end), said, qualifier=mass.id)
                mass.locations.add("intravascular")
        if said.status in REAL:
            collected.current = mass


def _is_mass(match: Match, held: Sequence[Match]) -> bool:
    """Whether a word is one for a mass here: *soft tissue* is one only inside a vein."""
    return not match.rules["head"].near_only or match in held


def _go_on(sentence: Sentence, collected: Collected) -> None:
    """Add the details of a sentence without a word for a mass, when it goes on about the last one."""
    mass = collected.current
    if mass is None or not sentence.follows:
        return
    if _DETAILS.isdisjoint(sentence.kinds) and not _DIGIT.search(sentence.text, sentence.start, sentence.end):
        return
    measured = list(sizes(sentence.text, sentence.start, sentence.end))
    others = [match for match in sentence.matches if not _OTHER_OWNERS.isdisjoint(match.rules)]
    if others:
        if measured or any("attribute" in match.rules for match in sentence.matches):
            collected.mark("organ", *others)
        return
    if measured and mass.millimetres and _is_item(sentence):
        mass = collected.current = _next_of(mass, collected)
    one = _Described([])
    for match in sentence.matches:
        _sort_in(match, one)
    if not any("calibre" in match.rules for match in sentence.matches):
        one.measured = [] if mass.millimetres else measured[:1]
    _add_details(one, mass, collected, mass.said)


def _is_item(sentence: Sentence) -> bool:
    """Whether a sentence is one of a numbered or dashed list."""
    before = max(0, sentence.start - _LOOKED_BACK)
    numbered = _ITEM_BEFORE.search(sentence.text, before, sentence.start)
    return numbered is not None or _ITEM.match(sentence.text, sentence.start) is not None


def _next_of(mass: Mass, collected: Collected) -> Mass:
    """Another mass of the same kind: *multiple fibroids: 1. fundal, 51 mm 2. anterior, 18 mm*."""
    following = collected.new_mass(mass.said)
    following.value = mass.value
    return following


def _sort_in(match: Match, one: _Described) -> None:
    if "site" in match.rules:
        one.sites.append(match)
    if "attribute" in match.rules and match.rules["attribute"].finding:
        one.attributes.append(match)


# --- which words belong to which mass of the sentence -----------------------------------------------------------------


def _described(
    sentence: Sentence, parts: Sequence[Chunk], heads: Sequence[Match], collected: Collected
) -> list[_Described]:
    found = _one_each(sentence, parts, heads, collected)
    for at, part in enumerate(parts):
        if not part.matches and not _DIGIT.search(sentence.text, part.start, part.end):
            continue
        here = [one for one in found if any(part.start <= head.start < part.end for head in one.heads)]
        own = here[0] if here else None
        one = own or _before(found, part.start) or found[0]
        foreign = own is None and any(not _OTHER_OWNERS.isdisjoint(match.rules) for match in part.matches)
        if own is None and not foreign and _is_next(sentence, part, one):
            one = _Described(list(one.heads))
            found.append(one)
        for match in part.matches:
            target = _nearest(here, match, one) if own else one
            if "site" in match.rules and not foreign:
                target.sites.append(match)
            elif "side" in match.rules and not foreign and not _is_of_place(sentence, match):
                target.sides.append(match)
            elif "attribute" in match.rules and _is_of_mass(match.rules["attribute"], part, foreign=foreign):
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


def _one_each(
    sentence: Sentence, parts: Sequence[Chunk], heads: Sequence[Match], collected: Collected
) -> list[_Described]:
    """The masses of a sentence: a second word names the same one unless it says what the first excludes."""
    found: list[_Described] = []
    for head in heads:
        if found and _is_same(sentence, parts, found[-1], head, collected):
            found[-1].heads.append(head)
        else:
            found.append(_Described([head]))
    return found


def _is_same(sentence: Sentence, parts: Sequence[Chunk], one: _Described, head: Match, collected: Collected) -> bool:
    last, value = one.heads[-1], head.rules["head"].value
    known = {match.rules["head"].value for match in one.heads} - {""}
    if value and known and value not in known:
        return False
    if _OTHER.search(sentence.text, last.end, head.start) or not _both_real(last, head, collected):
        return False
    return not _are_apart(sentence, parts, last, head)


def _are_apart(sentence: Sentence, parts: Sequence[Chunk], one: Match, other: Match) -> bool:
    """Whether two words for a mass are told apart by a number or letter, a size, a side or a site of their own."""
    label, other_label = _LABEL.match(sentence.text, one.end), _LABEL.match(sentence.text, other.end)
    if label and other_label and label[1] != other_label[1]:
        return True
    here = next(part for part in parts if part.start <= one.start < part.end)
    there = next(part for part in parts if part.start <= other.start < part.end)
    if here is there:
        return False
    for size in islice(sizes(sentence.text, here.start, here.end), 1):
        for second in islice(sizes(sentence.text, there.start, there.end), 1):
            if abs(size.millimetres[0] - second.millimetres[0]) > _SAME_SIZE_MM:
                return True
    return any(
        (mine := {match.rules[kind].value for match in here.of(kind)})
        and (its := {match.rules[kind].value for match in there.of(kind)})
        and mine.isdisjoint(its)
        for kind in ("side", "site")
    )


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


def _is_next(sentence: Sentence, part: Chunk, one: _Described) -> bool:
    """Whether a part goes on to the next of several masses: 两个肿块：左侧…；右侧…, 大小分别约…、…."""
    measured = next(iter(sizes(sentence.text, part.start, part.end)), None)
    if measured is None or not one.measured:
        return False
    sides = {match.rules["side"].value for match in part.of("side")}
    known = {match.rules["side"].value for match in one.sides}
    if sides and known and sides.isdisjoint(known):
        return True
    sited = any(match.start <= part.start + _AT_ONCE and match.start < measured.start for match in part.of("site"))
    if (sited and sentence.han) or _NEXT.match(sentence.text, part.start):
        return True
    bare = not sentence.text[part.start : measured.start].strip(" 约大小") and not part.matches
    return bare and _EACH.search(sentence.text, sentence.start, part.start) is not None


def _is_of_mass(rule: Rule, part: Chunk, *, foreign: bool) -> bool:
    """Whether a word for how something looks is said of a mass; one of a connexion only beside a named vein."""
    if rule.near_only:
        return bool(part.of("place"))
    return bool(rule.finding) and not foreign


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
    elif _AXIS.search(text, max(part.start, size.start - _LOOKED_BACK), size.start) and len(size.millimetres) == 1:
        last = one.measured[0]
        if len(last.millimetres) < len(_DIAMETERS):
            axes = tuple(sorted((*last.millimetres, *size.millimetres), reverse=True))
            one.measured[0] = Size(last.start, size.end, axes)


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
        fitting = [mass for mass in collected.real_masses() if _fits(mass, values, locations, sides, mm)]
        if not locations and any(map(_is_uterine, one.heads)):
            fitting = _in_uterus(fitting, several=any(_SEVERAL.search(head.word) for head in one.heads))
        if fitting:
            return fitting[0]
    return collected.new_mass(said)


def _is_uterine(head: Match) -> bool:
    return head.rules["head"].value == "fibroid" and _OF_UTERUS.search(head.word) is not None


def _in_uterus(masses: Sequence[Mass], *, several: bool) -> list[Mass]:
    """The masses that *uterine fibroid* may name, those in the uterus first; *multiple fibroids* names no other."""
    inside = [mass for mass in masses if not mass.locations or not mass.locations <= _BESIDE_UTERUS | _ELSEWHERE]
    if several:
        return inside
    return inside + [mass for mass in masses if mass.locations and mass.locations <= _BESIDE_UTERUS]


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
        own = collected.said(match)
        if own.status == "negated" and said.status != "negated":
            collected.add("mass.location", rule.value, rule, place, own, qualifier=mass.id)
            continue
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
