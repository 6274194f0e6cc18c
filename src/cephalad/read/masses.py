"""The masses of a report: which words speak of the same one, where it lies, how large it is and how it looks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cephalad.read.chunks import Chunk
from cephalad.read.collected import Collected, Mass
from cephalad.read.findings import REAL
from cephalad.read.mass_words import ANOTHER, DIGIT, OTHER_OWNERS, SAME_SIZE_MM, Described, described, is_elsewhere
from cephalad.read.matcher import Match
from cephalad.read.rules_file import Rule
from cephalad.read.scopes import AFFIRMED, Said
from cephalad.read.sentences import Sentence
from cephalad.read.sizes import Size, bare_sizes, sizes

__all__ = ["add_size", "find_masses", "name_reading"]

_DIAMETERS = ("mass.longest-diameter", "mass.second-diameter", "mass.third-diameter")
_ON_STALK = "pedunculated-subserous"
"""What has a stalk inside a vein or the heart hangs from no uterus."""
_LOOKED_BACK = 30
_OF_LUNG = re.compile(r"(?:(?P<both>[双两]侧?肺)|[左右]肺)[^,，;；。:]{0,24}?$")
_UTERINE_HAN = re.compile(
    r"(?:子宫|宫体)(?:[^,，;；。:]{0,14}[,，]\s?(?:其?内部?|宫内)(?:可?见|探及)?)?"
    r"[^,，;；。、:旁外与及和后前上下左右侧颈膜动静脉血附直输卵韧骶膀胱凹窝间术切缺如]{0,12}$"
)
_UTERINE = re.compile(
    r"(?<![a-z])uter(?:ine|us:) (?:(?!arter|vein|vess|cerv|liga|tube|plex|venous|and |or )[a-z-]+ ){0,3}$"
)
_OF_UTERINE = re.compile(
    r" (?:in|of|within|involving|arising (?:from|in)|replacing) (?:the |her )?(?:[a-z-]+ ){0,2}"
    r"(?:uterus|uterine (?:wall|body|corpus))(?![a-z])"
)
_TOLD_BY_PATHOLOGIST = re.compile(r"(?:病理|冰冻)[^\n。;；、]{0,24}$")
_QUOTED = (*REAL, "historical")
_OF_OLD = re.compile(r"(?:既往|曾|[年月]前|当时|外院|前次|原)[^\n。;；]*$")
_MANY = re.compile(r"[多数]|散在|余|[2-9二三四五六七八九十两]\s?[枚个]|弥漫|大小不等")
_SIDE_IN_SITE = (("left", ("左", "left")), ("right", ("右", "right")))
_DETAILS = frozenset({"attribute", "site"})
_ITEM = re.compile(r"\s*(?:[-*•]|\(?\d{1,2}[.)、]|(?:no\.?|#)\s?\d{1,2}(?![\d.]))")
_ITEM_BEFORE = re.compile(r"(?:^|[\s:;(])\(?\d{1,2}[.)、]\s?$")
_ONE_MORE = re.compile(
    r"\s*(?:(?:an?|the|there (?:is|was) an?) )?(?:second|third|fourth|fifth|sixth|further|another|additional|next|other"
    r"|smaller|larger)(?![a-z]| (?:than|time|scan|study|phase|image|series|measurement))"
)
_IT = re.compile(r"\s*(?:it|this|these|they)(?![a-z])")
"""What begins a sentence that goes on about the last mass; what it says behind another noun may be of that."""

_OF_UTERUS = re.compile(r"子宫|宫体|多发|uter|multiple")
_SEVERAL = re.compile(r"多发|multiple|fibroids|leiomyomas|leiomyomata|myomas")
_BESIDE_UTERUS = frozenset({"broad-ligament", "parametrial", "para-uterine", "paracervical", "extraperitoneal"})
_ELSEWHERE = frozenset({"adnexal", "ovarian", "intravascular"})


def find_masses(sentence: Sentence, parts: Sequence[Chunk], held: Sequence[Match], collected: Collected) -> None:
    """Add what the sentence says of masses.

    Parameters
    ----------
    held : the words for masses that lie in a vein
    """
    heads = []
    if "head" in sentence.kinds:
        heads = [match for match in sentence.matches if "head" in match.rules and _is_mass(match, held)]
        if sentence.han and "organ" in sentence.kinds:
            heads = [match for match in heads if not _is_in_lung(match, sentence, collected)]
    if not heads:
        _go_on(sentence, collected)
        return
    for one in described(sentence, parts, heads, collected):
        if is_elsewhere(one, sentence, parts):
            continue
        if any(head in held for head in one.heads):
            one.sites = [site for site in one.sites if site.rules["site"].value != _ON_STALK]
        said = collected.said(one.heads[0])
        mass = _mass(one, said, sentence, collected)
        if mass is None:
            continue
        _add_heads(one, mass, collected)
        _add_details(one, mass, collected, said)
        named = mass.value or any(head.rules["head"].value for head in one.heads)
        if said.status in REAL and not mass.locations and not named:
            _add_uterus(one, mass, sentence, collected)
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


def _add_uterus(one: Described, mass: Mass, sentence: Sentence, collected: Collected) -> None:
    """Add that a mass of the uterus lies somewhere in it: *uterine mass*, 子宫占位 tell no more."""
    head = next((head for head in one.heads if _is_of_uterus(head, sentence)), None)
    if head is not None:
        said = collected.said(head)
        collected.add("mass.location", "unclear", UTERINE, (head.start, head.end), said, qualifier=mass.id)


def _is_of_uterus(head: Match, sentence: Sentence) -> bool:
    text, start = sentence.text, max(sentence.start, head.start - _LOOKED_BACK)
    if sentence.han:
        return _UTERINE_HAN.search(text, start, head.start) is not None
    if head.word.startswith("uter") or _UTERINE.search(text, start, head.start):
        return True
    return _OF_UTERINE.match(text, head.end) is not None


def _is_in_lung(head: Match, sentence: Sentence, collected: Collected) -> bool:
    """Whether a nodule is one of the lung, which is then told as such: 双肺可见4枚光滑小结节."""
    if "结节" not in head.word:
        return False
    found = _OF_LUNG.search(sentence.text, max(sentence.start, head.start - _LOOKED_BACK), head.start)
    if found is None:
        return False
    value = "multiple" if found["both"] or _MANY.search(found[0]) else "solitary"
    collected.add("imaging.lung-nodules", value, LUNG, (head.start, head.end), collected.said(head))
    return True


def _go_on(sentence: Sentence, collected: Collected) -> None:
    """Add the details of a sentence without a word for a mass, when it goes on about the last one."""
    mass = collected.current
    if mass is None or not sentence.follows:
        return
    if _DETAILS.isdisjoint(sentence.kinds) and not DIGIT.search(sentence.text, sentence.start, sentence.end):
        return
    measured = list(sizes(sentence.text, sentence.start, sentence.end))
    rows = []
    if not measured and sentence.text.find("x", sentence.start, sentence.end) >= 0:
        rows = list(bare_sizes(sentence.text, sentence.start, sentence.end))
    measured = measured or rows
    matches: Sequence[Match] = sentence.matches
    others = [match for match in matches if not OTHER_OWNERS.isdisjoint(match.rules)]
    if others:
        if measured or any("attribute" in match.rules for match in matches):
            collected.mark("organ", *others)
        if not _IT.match(sentence.text, sentence.start):
            return
        matches = [match for match in matches if match.start < others[0].start]
        measured = [size for size in measured if size.end <= others[0].start]
    elif measured and mass.millimetres and (rows or _is_item(sentence) or _is_sited(sentence, measured[0])):
        mass = collected.current = _next_of(mass, collected)
    one = Described([])
    for match in matches:
        _sort_in(match, one)
    if not (mass.millimetres or mass.sides) and measured:  # one more of a list
        one.sides = [match for match in matches if "side" in match.rules]
    if not any("calibre" in match.rules for match in matches):
        one.measured = [] if mass.millimetres else measured[:1]
    _add_details(one, mass, collected, mass.said)


def _is_item(sentence: Sentence) -> bool:
    """Whether a sentence is one of a numbered or dashed list, or begins with *a second*."""
    before = max(0, sentence.start - _LOOKED_BACK)
    numbered = _ITEM_BEFORE.search(sentence.text, before, sentence.start)
    if numbered is not None or _ITEM.match(sentence.text, sentence.start):
        return True
    return _ONE_MORE.match(sentence.text, sentence.start) is not None


def _is_sited(sentence: Sentence, measured: Size) -> bool:
    """Whether a Chinese line is a site and a size of its own: 后壁浆膜下 3.7×3.3cm."""
    if not sentence.han or sentence.text[max(0, sentence.start - 1) : sentence.start] not in ("", "\n", ";"):
        return False
    first = next((match for match in sentence.matches if "side" not in match.rules), None)
    return first is not None and "site" in first.rules and sentence.start <= first.start < measured.start


def _next_of(mass: Mass, collected: Collected) -> Mass:
    """Another mass of the same kind: *multiple fibroids: 1. fundal, 51 mm 2. anterior, 18 mm*."""
    following = collected.new_mass(mass.said)
    following.value = mass.value
    collected.findings += [
        found._replace(qualifier=following.id)
        for found in collected.findings
        if found.qualifier == mass.id and found.finding == "mass.reading"
    ]
    return following


def _sort_in(match: Match, one: Described) -> None:
    if "site" in match.rules:
        one.sites.append(match)
    if "attribute" in match.rules and match.rules["attribute"].finding:
        one.attributes.append(match)


# --- which mass of the report it is -----------------------------------------------------------------------------------


def _mass(one: Described, said: Said, sentence: Sentence, collected: Collected) -> Mass | None:
    """The mass of the report that is meant; a new one when nothing known fits; None for a word that says nothing."""
    values = {match.rules["head"].value for match in one.heads} - {""}
    locations = {match.rules["site"].value for match in one.sites}
    if said.status not in REAL:
        return collected.new_mass(said) if values or locations or one.attributes or one.measured else None
    mm = one.measured[0].millimetres if one.measured else ()
    sides = {match.rules["side"].value for match in one.sides}
    if not ANOTHER.search(sentence.text, sentence.start, one.heads[0].start):
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
    if mm and mass.millimetres and abs(mm[0] - mass.millimetres[0]) > SAME_SIZE_MM:
        return False
    if locations and mass.locations and locations.isdisjoint(mass.locations):
        return False
    if sides and mass.sides and sides.isdisjoint(mass.sides):
        return False
    return not (values and mass.value and mass.value not in values)


# --- what is said of it -----------------------------------------------------------------------------------------------


def _add_heads(one: Described, mass: Mass, collected: Collected) -> None:
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
    if collected.kind != "pathology" and rule.pathology:
        before = collected.plain.text[max(0, match.start - _LOOKED_BACK) : match.start]
        quoted = ("病理" in before or "冰冻" in before) and said.status in _QUOTED
        if quoted and _TOLD_BY_PATHOLOGIST.search(before):
            if collected.kind == "operation" and not _OF_OLD.search(before):
                said = AFFIRMED  # 术后病理证实为…: of what this operation took out
            collected.add("pathology.diagnosis", rule.pathology, rule, place, said)
    if collected.kind == "pathology" and said.status == "historical" and rule.pathology == rule.value:
        collected.add("pathology.diagnosis", rule.pathology, rule, place, said)
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


def _add_details(one: Described, mass: Mass, collected: Collected, said: Said) -> None:
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
        add_size(size, mass, collected, said)
    for match in one.attributes:
        rule = match.rules["attribute"]
        own = collected.said(match)
        own = said if own.status == "affirmed" else own
        collected.add(rule.finding, rule.value or "yes", rule, (match.start, match.end), own, qualifier=mass.id)


def add_size(size: Size, mass: Mass, collected: Collected, said: Said) -> None:
    """Add how large a mass is, or was."""
    if said.status not in REAL and said.status != "historical":
        return
    for finding, number in zip(_DIAMETERS, size.millimetres, strict=False):
        collected.add(finding, number, SIZE, (size.start, size.end), said, qualifier=mass.id, unit="mm")
    mass.millimetres = mass.millimetres or size.millimetres


UTERINE = Rule("uterine-mass", "uterine-mass", "", (), (), ())
"""The rule of masses that are only said to be of the uterus; nothing else is found to lie where it is not clear."""

LUNG = Rule("lung-nodules", "lung-nodules", "", (), (), ())
"""The rule of nodules that are named with the lung before them."""

SIZE = Rule("size", "size", "", (), (), ())
"""The rule of sizes, which has no words: a number with a unit of length."""
