"""Which words of a sentence belong to which of its masses: its sites, sides, sizes and looks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from cephalad.read.chunks import Chunk
from cephalad.read.collected import Collected
from cephalad.read.findings import REAL
from cephalad.read.matcher import Match
from cephalad.read.rules_file import Rule
from cephalad.read.sentences import Sentence
from cephalad.read.sizes import Size

__all__ = [
    "ANOTHER",
    "DIGIT",
    "OTHER_OWNERS",
    "SAME_SIZE_MM",
    "Described",
    "described",
    "is_elsewhere",
    "leads_to_mass",
]

_DIAMETERS = ("mass.longest-diameter", "mass.second-diameter", "mass.third-diameter")
_BEFORE_HEAD = 45
SAME_SIZE_MM = 1.0
"""Sizes that differ by more are of two masses."""

_SMALL_WORDS = re.compile(
    r"\s?(?:in (?:size|diameter)\s)?(?:(?!beside|with|near|from|(?<!fat )contain|next|in\s)[a-z-]+\s){0,5}"
    r"|[\u4e00-\u9fff的]{0,8}"
)
_BEFORE_LAST = re.compile(
    r"(?:previous(?:ly)?|prior|formerly|from|compared (?:with|to)|既往|前次|原|之前)\W{0,3}(?:[a-z]+\s){0,2}$"
    r"|(?:既往|前次|上次|原|之前|前片|去年|(?:[半数一两二三四五六七八九十]|\d{1,2})个?[年月周]前|(?:19|20)\d\d年(?:\d{1,2}月)?)"
    r"[最大小直长径约为是测示时超声检查]{0,8}$"
)
_WAS = re.compile(r"(?<!which )(?<!that )(?:was|were)\s(?:[a-z]+\s){0,2}$")
_NOW = re.compile(r"(?<![a-z])(?:now|currently|today|at present)(?![a-z])")
_LONG_AGO = re.compile(
    r"\s?\(?(?:(?:an?|one|two|three|four|five|six|several|\d+) (?:year|month|week|day)s?"
    r" (?:ago|earlier|before|previously)"
    r"|previously(?! ?[:=]? ?\d| measur| was)|(?:before|earlier)(?=\s?(?:[,;).]|$))|last (?:year|month|time|scan|study)"
    r"|(?:on|at|in) (?:the |her )?(?:previous|prior|last|earlier|first))"
)
"""Behind a size that was measured at an earlier time."""

_LOOKED_BACK = 30
OTHER_OWNERS = frozenset({"organ", "place", "content", "reading"})
"""Kinds of words that may own a size or an attribute themselves."""

_DETAILS = frozenset({"site", "side", "attribute"})

_IN_ORGAN = re.compile(r"[^,;]{0,30}(?<![a-z])(?:in|of|within|on)(?![a-z])[^,;]{0,30}")
_OF_ORGAN = re.compile(
    r"\s?(?:[a-z]+\s){0,2}|[\u4e00-\u9fff]?叶?[实质内可探见有及发现多小一个枚数囊性约大低高等回声]{0,10}"
)
_LABEL = re.compile(r"\s?(?:#|no\.?|nr\.?|number)?\s?([a-d]|\d{1,2})(?![a-z0-9.,])(?!\s?(?:x|mm|cm|\*))")
DIGIT = re.compile(r"\d")
"""Without one there is no size."""

ANOTHER = re.compile(
    r"(?<![a-z])(?:another|second|third|additional|further|other|smaller|separate(?! from))(?![a-z])|另"
)
"""Words that begin another mass."""

_NEXT = re.compile(
    r"\s?(?:[②-⑳]|\(?[2-9]\)|另|较小|小者|次大|其次|余者|其二|(?:the )?(?:other|smaller|second)"
    r"|(?:and )?(?:[mf]|no\.? ?|# ?|fibroid |myoma )[2-9](?!\d))"
)
_SIZED = re.compile(r"[ -]?(?:sized|in size)(?![a-z])")
_NO_ADJECTIVE = r"(?!(?:with|in|and|of|at|on|to|the|an?|no|same|contain\w*|fill\w*|holds?|has|shows?|it)(?![a-z]))"
_ADJECTIVES = re.compile(rf"(?: {_NO_ADJECTIVE}[a-z-]+){{0,3}},(?: {_NO_ADJECTIVE}[a-z-]+){{0,3}} ")
_WALL_SIZED = re.compile(
    r"\s?(?:and )?(?:an? |the )?(?:(?:left|right|lower|upper|mid) )?"
    r"(?:anterior|posterior|lateral|fundal|left|right|cervical)"
    r"(?: wall)?(?: one)?(?::| of| measuring)? ?"
)
"""What stands before the size of one more of several masses: *fibroids: anterior 31 mm, posterior 42 mm*."""

_MASS_NEXT = re.compile(
    r" (?:(?:the|an?|this|its|her) )?(?:[a-z0-9.-]+ ){0,4}?(?:mass|tumou?r|fibroid|(?:leio)?myoma|uterus)(?![a-z])"
)
_FURTHEST = 20
"""Parts of a sentence back to the noun that it goes on about; the time of a text must not grow with its square."""

_AT_ONCE = 3
_AXIS = re.compile(r"(?:上下|前后|左右|纵|横|厚|宽|短)径?(?:约|为)?\s?$")
_TOUCHES = re.compile(r"[^,，;；。、\d]{0,10}?(?:相|分界|界限|关系|粘连|紧|毗|贴|邻)")
_WALL = re.compile(r"[前后]壁|[左右]?侧壁|宫底")
_EACH = re.compile(r"分别|respectively|较?大者?[两二三四]|[两二三四][个枚]")


@dataclass(slots=True)
class Described:
    """One mass as far as a sentence speaks of it."""

    heads: list[Match]
    sites: list[Match] = field(default_factory=list)
    sides: list[Match] = field(default_factory=list)
    measured: list[Size] = field(default_factory=list)
    attributes: list[Match] = field(default_factory=list)


def described(
    sentence: Sentence, parts: Sequence[Chunk], heads: Sequence[Match], collected: Collected
) -> list[Described]:
    """The masses of a sentence, each with the words and sizes that are said of it."""
    found = _one_each(sentence, parts, heads, collected)
    for at, part in enumerate(parts):
        if not part.matches and not DIGIT.search(sentence.text, part.start, part.end):
            continue
        here = [one for one in found if any(part.start <= head.start < part.end for head in one.heads)]
        own = here[0] if here else None
        one = own or _before(found, part.start) or found[0]
        foreign = own is None and not OTHER_OWNERS.isdisjoint(part.kinds) and not _is_sized(sentence, part, heads)
        if own is None and not foreign and _is_next(sentence, part, one):
            one = Described(list(one.heads))
            found.append(one)
        for match in part.matches if not _DETAILS.isdisjoint(part.kinds) else ():
            target = _nearest(here, match, one) if own else one
            if "site" in match.rules and not foreign and not _is_neighbour(sentence.text, match, part):
                target.sites.append(match)
            elif "side" in match.rules and not foreign and not _is_of_place(sentence, match):
                target.sides.append(match)
            rule = match.rules.get("attribute")
            if rule and _is_of_mass(rule, part, foreign=foreign) and leads_to_mass(sentence.text, match):
                target.attributes.append(match)
        measured = part.measured(sentence.text)
        if measured:
            collected.mark("calibre", *part.of("calibre"))
        if foreign and (measured or part.of("attribute")):
            collected.mark("organ", *part.of("organ"))
        if not foreign and not _follows_organ(parts, at, own):
            for size in measured:
                _give_size(size, sentence, part, found, own, one)
    return found


def _is_sized(sentence: Sentence, part: Chunk, heads: Sequence[Match]) -> bool:
    """Whether a part says how large the mass behind it is: *RA: 38 x 30 mm round, mobile mass*."""
    sized = part.measured(sentence.text)
    head = next((head for head in heads if head.start >= part.end), None)
    if not sized or head is None:
        return False
    end = sized[-1].end
    return bool(_SIZED.match(sentence.text, end) or _ADJECTIVES.fullmatch(sentence.text, end, head.start))


def _is_neighbour(text: str, site: Match, part: Chunk) -> bool:
    """Whether a Chinese site is only what the mass hangs on or borders: 与子宫右侧壁以短蒂相连."""
    if not text.startswith("与", site.start - 1) or not _TOUCHES.match(text, site.end):
        return False
    return not any(head.start >= site.end for head in part.of("head"))  # 与子宫右侧壁肿块相连


def _one_each(
    sentence: Sentence, parts: Sequence[Chunk], heads: Sequence[Match], collected: Collected
) -> list[Described]:
    """The masses of a sentence: a second word names the same one unless it says what the first excludes."""
    found: list[Described] = []
    for head in heads:
        if found and _is_same(sentence, parts, found[-1], head, collected):
            found[-1].heads.append(head)
        else:
            found.append(Described([head]))
    return found


def _is_same(sentence: Sentence, parts: Sequence[Chunk], one: Described, head: Match, collected: Collected) -> bool:
    last, value = one.heads[-1], head.rules["head"].value
    known = {match.rules["head"].value for match in one.heads} - {""}
    if value and known and value not in known:
        return False
    if ANOTHER.search(sentence.text, last.end, head.start) or not _both_real(last, head, collected):
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
    walls, other_walls = _walls(here), _walls(there)
    if walls and other_walls and walls.isdisjoint(other_walls):
        return True
    mine, its = here.measured(sentence.text)[:1], there.measured(sentence.text)[:1]
    if mine and its and abs(mine[0].millimetres[0] - its[0].millimetres[0]) > SAME_SIZE_MM:
        return True
    return any(
        (named := {match.rules[kind].value for match in here.of(kind)})
        and (other_named := {match.rules[kind].value for match in there.of(kind)})
        and named.isdisjoint(other_named)
        for kind in ("side", "site")
    )


def _walls(part: Chunk) -> set[str]:
    """The walls of the uterus that a Chinese part names."""
    return {wall for site in part.of("site") for wall in _WALL.findall(site.word)}


def is_elsewhere(one: Described, sentence: Sentence, parts: Sequence[Chunk]) -> bool:
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


def _is_next(sentence: Sentence, part: Chunk, one: Described) -> bool:
    """Whether a part goes on to the next of several masses: 两个肿块：左侧…；右侧…, 大小分别约…、…."""
    if not one.measured or not part.measured(sentence.text):
        return False
    measured = part.measured(sentence.text)[0]
    sides = {match.rules["side"].value for match in part.of("side")}
    known = {match.rules["side"].value for match in one.sides}
    if sides and known and sides.isdisjoint(known):
        return True
    sited = any(match.start <= part.start + _AT_ONCE and match.start < measured.start for match in part.of("site"))
    if (sited and sentence.han) or _NEXT.match(sentence.text, part.start):
        return True
    if _are_several(sentence, one) and _WALL_SIZED.fullmatch(sentence.text, part.start, measured.start):
        return True
    bare = not sentence.text[part.start : measured.start].strip(" 约大小")
    if not bare:
        return False
    return _EACH.search(sentence.text, sentence.start, part.start) is not None or _are_several(sentence, one)


def _are_several(sentence: Sentence, one: Described) -> bool:
    """Whether an English word for masses is one for several: *two fibroids (31 mm and 22 mm)*."""
    return not sentence.han and sentence.text[one.heads[-1].end - 1] in "sa" and one.heads[-1].word[-1] != "s"


def leads_to_mass(text: str, match: Match) -> bool:
    """Whether a word such as *continuous with* goes on to a mass or the uterus; other words are whole by themselves."""
    if not match.word.endswith((" with", " to")):
        return True
    return _MASS_NEXT.match(text, match.end) is not None


def _is_of_mass(rule: Rule, part: Chunk, *, foreign: bool) -> bool:
    """Whether a word for how something looks is said of a mass; one of a connexion only beside a named vein."""
    if rule.near_only:
        return bool(part.of("place"))
    return bool(rule.finding) and not foreign


def _before(found: Sequence[Described], place: int) -> Described | None:
    return next((one for one in reversed(found) if one.heads[0].start < place), None)


def _nearest(found: Sequence[Described], match: Match, default: Described) -> Described:
    if len(found) == 1:
        return default
    return min(found, key=lambda one: min(abs(head.start - match.start) for head in one.heads))


def _is_of_place(sentence: Sentence, side: Match) -> bool:
    """Whether a side belongs to the vein named after it."""
    after = next((match for match in sentence.matches if match.start >= side.end), None)
    return after is not None and "place" in after.rules and after.start - side.end <= _BEFORE_HEAD // 2


def _follows_organ(parts: Sequence[Chunk], at: int, own: Described | None) -> bool:
    """Whether a part without any noun goes on about an organ or a vein named before it."""
    if own is not None:
        return False
    for part in reversed(parts[max(0, at - _FURTHEST) : at]):
        if part.of("head"):
            return False
        if part.of("organ") or part.of("place"):
            return True
    return at > _FURTHEST


def _give_size(
    size: Size, sentence: Sentence, part: Chunk, found: Sequence[Described], own: Described | None, one: Described
) -> None:
    text = sentence.text
    if part.of("calibre") or _BEFORE_LAST.search(text, max(part.start, size.start - _LOOKED_BACK), size.start):
        return
    if _LONG_AGO.match(text, size.end):
        return
    was = _WAS.search(text, max(part.start, size.start - _LOOKED_BACK), size.start)
    if was and (one.measured or _NOW.search(text, sentence.start, sentence.end)):
        return  # *now 6 cm, was 5 cm*; in a note that is all told in the past it is the only one
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
