"""Which words of a sentence speak of the same veins.

Words for what a vein holds and the veins of the same part of the sentence belong together. A part that has only the one
or the other goes with its neighbour: *clot in the IVC, left iliac vein*; *the IVC and iliac veins, both patent*.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from cephalad.read.chunks import Chunk
from cephalad.read.inside_han import is_cut_through, is_taken_out, lies_inside, starts_inside
from cephalad.read.mass_words import leads_to_mass
from cephalad.read.matcher import Match
from cephalad.read.places import Place
from cephalad.read.sentences import Sentence

__all__ = ["HAN_ANSWER", "UNHELD", "VeinWords", "grouped"]

_CONTINUOUS = "vein.continuous-with-source"
UNHELD = ("clear", "not-assessed")
"""Contents that are none: only a cue beside them can turn them."""

_OUT = (
    r"(?:removed|extracted|drawn|pulled|retrieved|delivered|evacuated|milked|teased|withdrawn|expressed|coaxed|stripped"
    r"|excised|resected|peeled|shelled|taken|lifted|eased)"
)
_HELD = re.compile(
    r"(?<![a-z])(?:in|within|inside|into|filling|occupying|of|involving|along|via|through|throughout"
    rf"|{_OUT}(?: [a-z]+){{0,3}} (?:from|of)|(?:left|remain(?:s|ed|ing)?) at)(?![a-z])[^.;]{{0,40}}$"
)
_TAKEN_OUT = re.compile(
    r"\s?(?:(?:it|they|this|that|then|was|were|is|are|has|have|had|been|being|could|be|also|easily|gently) )*"
    rf"(?:{_OUT}(?: [a-z]+){{0,4}} (?:from|out of|through|via)"
    r"|(?:lying|lies|lay|located|situated|contained|sitting|sits|found|present|confined|floating)(?: [a-z]+)?"
    r" (?:in|inside|within))"
    r"(?: [a-z]+){0,5} ?"
)
"""A part without a word for a mass, which tells where the mass before it was or lies."""

_TAKEN_FROM = re.compile(r" (?:(?:thrombus|extension|plug|cast) )?from (?:within )?(?:the )?(?:(?:left|right|both) )?")
_OPENED = re.compile(r"(?:opened|incised|entered|slit)(?: [a-z]+){0,2}(?:,? and|[,;])$")
_COMES_OUT = re.compile(rf"(?: [a-z]+){{0,3}} {_OUT}(?![a-z])")
_WITHIN = re.compile(
    r" (?:(?:within|inside|therein)"
    r"|(?:within|inside|in) (?:it|them|(?:either|any)(?: of them)?|(?:the|its|their) lumens?)) ?$"
)
"""A vein was opened, and a tumour taken out; *soft, no tumour within*: both speak of the vein before."""

_SIZE_BETWEEN = re.compile(
    r"[\s,(]*(?:(?:measuring|about|approximately|approx\.?|some|of|up to|size|in) )*\d[\d.,\sx*cm]*\)?[\s,]*"
)
_IN_IT = re.compile(r"\s?(?:in|inside|within)(?: [a-z]+){0,4} ?")
_FULL_OF = re.compile(
    r"(?:occlusion|obstruction|filling|expansion|distension|invasion|replacement|infiltration|involvement|plugging) of"
    r"(?: [a-z]+){0,3} ?$"
)
_BY_IT = re.compile(r" by (?:[a-z]+ ){0,4}")
"""*Occlusion of the IVC by a solid mass*; not what is only pressed by one."""

_LONGEST_HELD = 70
_LIKE = re.compile("与[^,，;；]{0,16}?(?:等信号|等密度|等回声|相仿|相似|类似|一致|相同|相近|同步|相连|延续)")
_HAN_LUMEN = re.compile(r"(?:管腔|腔内|其内)[^,，;；]{0,4}$")
HAN_ANSWER = re.compile(
    r"(?:管腔|腔)?[内中里处]?[则却均亦也都仍是]?(?:(?P<yes>有|可见|存在)|(?P<no>无|没有|未见))(?=\s?(?:[,，;；。、]|$))"
)
"""What stands behind a vein and tells no more than whether it is so there too: 右心房无瘤栓，下腔静脉有."""

_NO = re.compile(r"\s?(?:no|without)(?: (?:evidence of|sign of|visible|obvious|focal|definite|any|an?))?\s")
"""What stands before a word for a mass that a vein or a chamber, named just before, does not hold."""

_MEASURE = re.compile(
    r"\s?[约为]?\s?\d+(?:\.\d+)?\s?(?:x|\*|-|~|[cm]m|厘米|毫米)|\s?(?:今|目前|现在|术后|第?\d{1,3}\s?个?[年月周天日])"
)
"""What stands behind 至 and 达 when they say how wide or how long: 增宽至13mm, 随访至术后32个月."""

_ADJACENT = re.compile(
    r"\s?(?:(?!(?:next|near|beside|adjacent|close|from|by|below|above|behind|against|contiguous|continuous)\s)[a-z]+\s){0,3}"
)
_BESIDE_IT = re.compile(
    r"(?:contiguous|continuous|continuity|communicating|connected|connecting) (?:with|to) (?:the|a|an|this)"
    r"(?: [a-z]+){0,3} ?$"
)
"""Before a word for a mass: what is found in the vein behind it is another thing."""

_FILLED = (
    r"(?:filled|occupied|expanded|distended|dilated|widened|enlarged|stuffed|replaced|obstructed|occluded|plugged|packed)"
    r"(?: to [0-9.]+ ?[cm]m)? (?:by|with)"
)
_HOLDS = (
    r"(?:contain(?:s|ed|ing)?|harbou?r(?:s|ed|ing)?|h[eo]ld(?:s|ing)?|hous(?:es|ed|ing)|carr(?:ies|ied|ying)"
    r"|(?:is|are|was|were) the (?:seat|site) of)"
)
_ELSEWHERE = r"(?:in|near|(?<!free )(?<![cm]m )of|from|adjacent|beside|to|the|abutting|compressed|displaced)"
_CONTAINS = re.compile(
    rf"\.?(?:[^.;:]{{0,40}}(?<![a-z])(?:{_HOLDS}|{_FILLED}|shows?|showed|with"
    r"|there (?:is|are|was|were)) "
    r"|[^.;:]{0,40}(?<![a-z])w/ ?|\s?(?::|->?|\||\() ?)"
    rf"(?:(?!{_ELSEWHERE} )[a-z0-9.,?]+ ){{0,8}}\??"
)
_STARTS_INSIDE = re.compile(rf"\s?(?:and |that )?(?:{_HOLDS}|(?:(?:is|are|was|were) )?{_FILLED}) ")
_OPEN_SIDE = re.compile(r" (?:in|within|inside|into|throughout) (?:the )?(?:lumen of )?(?:the )?(?:left|right) ?$")
"""*Tumour in the left* at the end of a part: the vein comes with the other side."""

_ENDS_FILLED = re.compile(rf"{_FILLED}$")
_LOOKED_BACK = 24
_CONTRAST = re.compile(r"(?<![a-z])(?:but|while|whilst|whereas|although|though)$")
_THERE_IS = re.compile(
    r" ?(?:,? ?there|,? ?it|one)? ?(?:is|are|was|were|does|do|did|has|have)?(?: so| some| one| it)? ?"
)
"""Behind a vein, when it only takes up what was said before: *no clot in the right atrium, but in the IVC there is*."""

_VERB = re.compile(
    r" (?:is|are|was|were|has|have|had|shows?|showed|contain(?:s|ed)?|appear(?:s|ed)?|remain(?:s|ed)?|looks?"
    r"|seem(?:s|ed)?|measure[sd]?|demonstrate[sd]?)(?![a-z])"
)
"""Behind a vein, with which a new sentence begins though only a comma stands before it."""

_TURNED = re.compile(r" (?:is|are|was|were) not[\s.]*")
_DOES_NOT = re.compile(r"(?:does|do|did|has|have|had|is|are|was|were|could|would) not [a-z]+ ")
_EXCEPT = re.compile(r"(?<![a-z])(?:except(?: for)?|apart from|aside from|other than) (?:the )?(?:left |right )?$")
_IN_ORGAN = re.compile(r" (?:is |are )?(?:in|within|inside|of) (?:[a-z]+ ){0,3}")
_OWNERS = frozenset({"organ", "site", "head", "reading", "content"})
_FILLABLE = frozenset({"organ", "site", "head", "reading", "presence"})


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
    masses: list[
        Match
    ] = []  # that stand in parts without a vein: *a cord of tumour, 22 cm long, was drawn from the IVC*
    for before, part in zip((None, *parts), parts, strict=False):
        words = _words_of(sentence, part, places)
        last = groups[-1] if groups else None
        if not words.places and not words.speaks and _is_inside(sentence, part, before):
            known = waiting.places or (last.places if last else [])
            words.held = part.of("head") if any(place.touched is None for place in known) else []
        if waiting.places and not words.places and not words.speaks:
            words.held = words.held or _listed(sentence, part)
        if words.places and not words.speaks and _is_told_where(sentence, part, words.places[0], masses):
            words.held = masses[-1:]
        if not words.places and not words.speaks:
            masses += part.of("head")
        if last and last.contents and not words.places and not words.speaks and not waiting.places:
            words.held = _listed(sentence, part)
        if words.places and _told_apart(sentence, part, waiting):
            groups.append(waiting)
            last, waiting = waiting, VeinWords()
        if words.speaks:
            inherited = not (words.places or waiting.places or _is_of_rest(part)) and last is not None
            words = words.after(waiting)
            if inherited and last is not None:
                words.places = last.places
            if words.places:
                groups.append(words)
                waiting = VeinWords()
            else:
                words.contents = [match for match in words.contents if not match.rules["content"].weak]
                waiting = words
        elif (
            last
            and words.places
            and not (waiting.places or words.attributes or waiting.attributes or _opens(sentence, words, part))
        ):
            last.places = last.places + words.places
        elif last and words.attributes and not words.places and not waiting.places:
            last.attributes = last.attributes + words.attributes
        else:
            waiting = words.after(waiting)
            if waiting.speaks and waiting.places and not words.attributes:
                groups.append(waiting)
                waiting = VeinWords()
    return [*groups, waiting]


def _is_told_where(sentence: Sentence, part: Chunk, place: Place, masses: Sequence[Match]) -> bool:
    """Whether a part only tells in which vein the mass before it is or was: *a mass, 5 cm, in the IVC*."""
    if _TAKEN_OUT.fullmatch(sentence.text, part.start, place.match.start):
        return True
    if not masses or not _IN_IT.fullmatch(sentence.text, part.start, place.match.start):
        return False
    return _SIZE_BETWEEN.fullmatch(sentence.text, masses[-1].end, part.start) is not None


def _is_of_rest(part: Chunk) -> bool:
    """Whether a part speaks of all other veins: 余静脉未见瘤栓."""
    return any(match.word.startswith(("余", "其余")) for match in part.of("organ"))


def _listed(sentence: Sentence, part: Chunk) -> list[Match]:
    """The mass that a list names among what a vein holds or does not: 右心房未见血栓、占位; *IVC normal, no mass*."""
    if not sentence.han:
        heads = part.of("head")[:1]
        denied = heads and not heads[0].rules["head"].value and _NO.fullmatch(sentence.text, part.start, heads[0].start)
        return heads if denied and not sentence.text[heads[0].end : part.end].strip(" .") else []
    if sentence.text[part.start - 1] not in "、及和或":
        return []
    alone = sentence.text[part.start : part.end].strip(" .。")
    return [head for head in part.of("head") if not head.rules["head"].value and head.end - head.start == len(alone)]


def _opens(sentence: Sentence, words: VeinWords, part: Chunk) -> bool:
    """Whether veins after a Chinese comma are the subject of what follows: 下腔静脉见血栓，髂内、髂外静脉未见异常.

    In English those after *except* are; what was said before is not said of them.
    """
    if _EXCEPT.search(sentence.text, sentence.start, words.places[0].match.start):
        return True
    sign = sentence.text[part.start - 1]
    if not sentence.han:
        if _CONTRAST.search(sentence.text, max(sentence.start, part.start - _LOOKED_BACK), part.start):
            if _DOES_NOT.search(sentence.text, part.start, words.places[0].match.start):
                return True
            if part.end < sentence.end and not sentence.text[words.places[-1].match.end : part.end].strip():
                return True  # *whereas the iliac veins and the cava are patent*
            return _THERE_IS.fullmatch(sentence.text, words.places[-1].match.end, part.end) is None
        if part.end == sentence.end and _TURNED.fullmatch(sentence.text, words.places[-1].match.end, part.end):
            return False
        return sign in ";；" or (
            sign == "," and _VERB.match(sentence.text, words.places[-1].match.end, part.end) is not None
        )
    if sign not in ",，;；但而" or HAN_ANSWER.match(sentence.text, words.places[-1].match.end, part.end):
        return False
    if sign in ";；" or part.end < sentence.end or part.of("head"):
        return True
    first = words.places[0]
    before = sentence.text[part.start : min((first.match.start, *(side.start for side in first.sides)))]
    if len(before.strip()) > 1:
        return True
    return bool(sentence.text[words.places[-1].match.end : part.end].strip(" 内里中腔等处)"))


def _told_apart(sentence: Sentence, part: Chunk, waiting: VeinWords) -> bool:
    """Whether a Chinese comma closed what was said of the veins before: 髂静脉走行正常，下腔静脉内见血栓."""
    if not sentence.han:
        return sentence.text[part.start - 1] in ";；" and (waiting.speaks or _says_of_all(part, waiting))
    if sentence.text[part.start - 1] not in ",，;；但而":
        return False
    if not waiting.places:
        return bool(waiting.contents)
    return bool(sentence.text[waiting.places[-1].match.end : part.start - 1].strip(" 内里中"))


def _says_of_all(part: Chunk, waiting: VeinWords) -> bool:
    """Whether veins named before a semicolon would be called clear by what is said of another one behind it."""
    if not waiting.places or waiting.attributes:
        return False
    return any(match.rules["content"].value in UNHELD for match in part.of("content"))


def _words_of(sentence: Sentence, part: Chunk, places: Sequence[Place]) -> VeinWords:
    named = [place for place in places if part.start <= place.match.start < part.end]
    extensions = part.of("extension")
    if extensions and sentence.han:
        extensions = [match for match in extensions if not _MEASURE.match(sentence.text, match.end)]
    named_masses = [match for match in (*part.of("head"), *part.of("reading")) if "content" not in match.rules]
    held = [match for match in named_masses if _lies_in(sentence, match, named, extensions)]
    if not named and named_masses and _OPEN_SIDE.search(sentence.text, named_masses[-1].end, part.end):
        held = named_masses[-1:]
    contents = [match for match in part.of("content") if not _is_of_other(sentence.text, match, part, named)]
    free = bool(named) or not part.of("organ")  # 相连 names another owner by its nature
    said = [(match, match.rules["attribute"]) for match in part.of("attribute")]
    attributes = [
        match
        for match, rule in said
        if rule.vein and (free or rule.near_only or rule.vein == _CONTINUOUS) and leads_to_mass(sentence.text, match)
    ]
    return VeinWords(named, contents, extensions, attributes, held)


def _is_inside(sentence: Sentence, part: Chunk, previous: Chunk | None) -> bool:
    """Whether a part says that what it names lies inside the vein before it.

    What something else is *enlarged with* lies there: *IVC patent; uterus enlarged with fibroids*.
    """
    if inside := part.of("inside"):
        taken_out = "outcome" in inside[0].rules and previous is not None
        return not (taken_out and previous and (_denies(previous) or is_cut_through(sentence.text, previous)))
    if sentence.han:
        return starts_inside(sentence.text, part) or is_taken_out(sentence.text, part, previous)
    before = max(sentence.start, part.start - _LOOKED_BACK)
    filled = _ENDS_FILLED.search(sentence.text, before, part.start)
    if filled and previous and any(not _FILLABLE.isdisjoint(match.rules) for match in previous.matches):
        return False
    if filled or _STARTS_INSIDE.match(sentence.text, part.start):
        return True
    for head in part.of("head")[:1]:
        if _WITHIN.search(sentence.text, head.end, part.end):
            return True
        if _OPENED.search(sentence.text, before, part.start) and _COMES_OUT.match(sentence.text, head.end, part.end):
            return True
    return False


def _denies(part: Chunk) -> bool:
    """Whether a part denies something: what is taken out next lay elsewhere, 卵巢静脉内未见瘤栓，取出肿瘤."""
    return any(match.rules["cue"].status == "negated" for match in part.of("cue"))


def _is_of_other(text: str, match: Match, part: Chunk, named: Sequence[Place]) -> bool:
    """Whether a word such as *clear*, *not seen* or 低回声 speaks of something else than a vein."""
    if not match.rules["content"].weak:
        return not named and any(
            organ.rules["organ"].weak and _IN_ORGAN.fullmatch(text, match.end, organ.start)
            for organ in part.of("organ")
        )
    others = [other for other in part.matches if other is not match and not _OWNERS.isdisjoint(other.rules)]
    if others and _LIKE.search(text, part.start - 1, match.end):
        others = []  # 与子宫等信号的软组织
    if "cue" in match.rules:
        return bool(others) or not (named or _HAN_LUMEN.search(text, part.start, match.start))
    nouns = [*(place.match for place in named), *(other for other in others if "content" not in other.rules)]
    nouns.sort(key=lambda noun: noun.start)
    owner = next((noun for noun in reversed(nouns) if noun.end <= match.start), nouns[0] if nouns else None)
    return owner is not None and "place" not in owner.rules


def _before_from(mass: Match) -> int:
    """Where *from* may begin behind a word for a mass: it is the end of some, *removal of tumour from*."""
    return mass.end - len(" from") if mass.word.endswith(" from") else mass.end


def _lies_in(sentence: Sentence, mass: Match, named: Sequence[Place], extensions: Sequence[Match]) -> bool:
    """Whether a word for a mass says that it lies in a vein: *mass in the IVC*, *IVC mass*, 下腔静脉内肿物."""
    text = sentence.text
    for place in named:
        if place.touched is not None:
            continue
        if mass.end <= place.match.start:
            if text.find(":", mass.end, place.match.start) >= 0:
                continue
            if _BESIDE_IT.search(text, max(sentence.start, mass.start - _LONGEST_HELD), mass.start):
                continue
            if any(mass.end <= word.start < place.match.start for word in extensions):
                continue
            if sentence.han:
                if lies_inside(text, mass, place.match):
                    return True
            elif place.match.start - mass.end <= _LONGEST_HELD and (
                _HELD.search(text, mass.end, place.match.start)
                or _TAKEN_FROM.fullmatch(text, _before_from(mass), place.match.start)
            ):
                return True
        elif sentence.han:
            if lies_inside(text, mass, place.match):
                return True
        elif _BY_IT.fullmatch(text, place.match.end, mass.start):
            if _FULL_OF.search(text, max(sentence.start, place.match.start - _LONGEST_HELD), place.match.start):
                return True
        elif _ADJACENT.fullmatch(text, place.match.end, mass.start) or (
            mass.start - place.match.end <= _LONGEST_HELD and _CONTAINS.fullmatch(text, place.match.end, mass.start)
        ):
            return True
    return False
