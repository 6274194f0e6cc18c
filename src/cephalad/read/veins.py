"""What a sentence says of veins: which holds what, and how that looks.

Between *from* and *to* nothing is added: only veins that are named are found. The way between them is anatomy, which
others know; a report has not seen it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from cephalad.read.answers import add_answer, add_signed, question_of
from cephalad.read.chunks import Chunk
from cephalad.read.collected import Collected
from cephalad.read.findings import REAL
from cephalad.read.headed import heading_of, inherited, unnamed_masses
from cephalad.read.matcher import Match
from cephalad.read.outcomes import find_outcomes
from cephalad.read.places import Place
from cephalad.read.scopes import AFFIRMED, Said
from cephalad.read.sentences import Sentence
from cephalad.read.vein_groups import HAN_ANSWER, UNHELD, VeinWords, grouped

__all__ = ["find_vein_content"]

_KIN = {
    "ivc-unspecified": ("ivc", "ivc-unspecified", "ivc-above-renal-veins-unspecified"),
    "right-heart-unspecified": ("right-heart-unspecified", "right-atrium", "right-ventricle"),
}
"""Parts by whose names a larger vein need not be named."""

_CORD = "vein.cord-like"
_OF_VESSELS, _IN_SPECIMEN = "imaging.relation-to-vessels=intravascular", "pathology.vessels-contain-tumour=yes"
_LEG = "imaging.leg-thrombosis"
_OF_LEG, _OFF_ROUTE = f"{_LEG}=yes", "other"
_ON_CATHETER = "catheter-thrombus"
_INTO_LUMEN = "管腔"
_LEFT_HEART = re.compile("左心?[房室]")
_ASKED = re.compile(
    r"\s?(?:或|or)?\s?\?|\s?(?:首先|多)?(?:考虑|符合|提示|可能)(?:为|是|系)?(?:可能性?大?|形成|改变|表现)?"
)

_CLAUSE_END = re.compile(r"[,，;；]")
_BUT_NOT = re.compile(
    r"(?:(?<=[,;] )|but |and )no(?:t|ne) (?:yet )?"
    r"(?:(?:in|into|within|to|up to|as far as|involving|reaching|through|the) )+(?:left |right )?$"
)
_IS_NOT = re.compile(r" (?:(?:is|are|was|were|does|do) )?not\s?(?:[.,;:]|$)")
_BUT_THERE = re.compile(r"[^.;]{0,60}(?<![a-z])(?:but|yet|though|however)(?![a-z])(?! not| nor| neither)[^.;]{0,40}")
_THERE_IS = re.compile(r",? (?:there|it|one) (?:is|are|was|were|does|do|did)(?: so| some| one| it)?\s?(?:[.,;]|$)")
_THERE_IN = re.compile(
    r"(?<![a-z])(?:there|it) (?:is|was)(?: one| some| a clot| a tumou?r)?,? (?:in|within|inside) (?:[a-z]+ ){0,2}$"
)
_MINUS = re.compile(r"\s?-\s?(?=[/,;.|)\n]|$)")
"""A minus behind a word: *tumour -*."""

_FREE_OF = re.compile(r" of (?:(?P<tumour>tumou?r)|thromb|clot)")
_JUST_BEFORE = 36
_TURNED = (*REAL, "negated")
"""The statuses that a word behind another vein can turn."""

_OF_VEINS = frozenset({"content", "extension", "inside"})
_SAYING = frozenset({"content", "extension", "attribute", "head", "reading"})
_GOING_ON = frozenset({"head", "reading"})


def find_vein_content(
    sentence: Sentence, parts: Sequence[Chunk], places: Sequence[Place], collected: Collected
) -> list[Match]:
    """Add what the sentence says of veins; gives the words for masses that turned out to lie in one."""
    here = [place for place in places if place.level is None]
    for place in places:
        collected.mark("landmark", place.level)
    if collected.question is not None and here and _SAYING.isdisjoint(sentence.kinds):
        add_answer(collected.question, sentence, here, collected)
    elif not places:
        collected.question = question_of(sentence)
        if collected.question is not None:
            collected.asked = collected.said(collected.question, beside=True)
            return []
    above = inherited(sentence, collected.heading, places)
    if not above:
        collected.heading = heading_of(sentence, here) if here else None
    if _SAYING.isdisjoint(sentence.kinds) or not (places or above or not _OF_VEINS.isdisjoint(sentence.kinds)):
        collected.segments = _segments(here) or collected.segments
        return []
    if here and add_signed(sentence, here, collected):
        return []
    held: list[Match] = []
    groups = grouped(sentence, parts, here or above)
    if above and not here:
        for group in groups:
            group.held = []
        groups[0].held = unnamed_masses(sentence)
    elif above:
        groups.insert(0, VeinWords(list(above), held=unnamed_masses(sentence)[:1]))
    for group in groups:
        _add_group(group, sentence, collected)
        held += [*group.held, *(match for match in group.contents if _is_tumour(match, group))]
    if collected.kind == "operation" and "outcome" in sentence.kinds:
        find_outcomes(sentence, groups, collected)
    collected.segments = _segments(here) or collected.segments
    return held


def _is_tumour(content: Match, group: VeinWords) -> bool:
    """Whether what a vein holds is a mass in it: by its name, or because it looks like a cord."""
    if "head" not in content.rules:
        return False
    like_cord = any(match.rules["attribute"].vein == _CORD for match in group.attributes)
    return like_cord or content.rules["content"].value == "tumour"


def _segments(places: Sequence[Place]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for place in places for name in place.segments))


def _add_group(group: VeinWords, sentence: Sentence, collected: Collected) -> None:
    named: list[tuple[str | None, Place | None]] = [(s, place) for place in group.places for s in place.segments]
    if not named:
        named = [(name, None) for name in _meant(sentence, collected)] or [(None, None)]
    entered = group.extensions and any(_INTO_LUMEN in match.word for match in group.extensions)  # 局部突入管腔
    real = [(name, place) for name, place in named if entered or place is None or place.touched is None]
    for match in group.contents:
        rule = match.rules["content"]
        said = collected.said(match, beside=rule.value in UNHELD)
        if rule.weak and named == [(None, None)]:
            continue
        if rule.also == _OF_LEG and named == [(None, None)]:  # a deep vein that is not named is one of the leg
            _add(collected, rule.value, match, "content", _OFF_ROUTE, None)
            collected.add_pair(rule.also, rule, match, said)
            continue
        everywhere = True
        for name, place in _with_implied(rule.segments, named):
            denied = None if rule.value in UNHELD else _denied(group, match, place, collected)
            _add(collected, rule.value, denied or match, "extension" if denied else "content", name, place)
            everywhere = everywhere and denied is not None
            if place is not None and rule.value == "thrombus" and (leg := place.match.rules["place"]).also:
                collected.add_pair(leg.also, leg, place.match, said)
        if everywhere:  # it is somewhere, though in none of these
            _add(collected, rule.value, match, "content", None, None)
        if rule.also and rule.also != _OF_LEG:
            told = _IN_SPECIMEN if collected.kind == "pathology" and rule.also == _OF_VESSELS else rule.also
            collected.add_pair(told, rule, match, said)
        if rule.history and said.status == "historical":
            collected.add_pair(rule.history, rule, match, said)
        if rule.value not in UNHELD and (said.status in REAL or _goes_on_today(said, sentence, collected)):
            collected.content = rule.value
    for match in group.held:
        value = "thrombus" if _is_on_catheter(match, sentence, collected) else _held_value(match)
        for name, place in real:
            if place is not None and _is_left_out(group, place, sentence.text, collected):
                continue
            if place is None or _is_held(group, place) or place.match.end <= match.start:
                _add(collected, value, match, "head" if "head" in match.rules else "reading", name, place)
        collected.content = value
    if not group.contents or _is_told_apart(group, sentence, collected):
        behind = [(name, at) for name, at in real if at is None or not group.held or not _is_held(group, at)]
        _add_extensions(group, sentence, collected, behind)
    _add_touched(group, sentence, collected)
    if group.contents or group.held or group.places:
        _add_attributes(group, collected, named)


def _goes_on_today(said: Said, sentence: Sentence, collected: Collected) -> bool:
    """Whether the sentence goes on about what was there: *clot in the IVC in 2023, now reaching the right atrium*."""
    if said.status != "historical" or collected.scopes is None:
        return False
    return collected.scopes.now_before(sentence.matches[-1]) is not None


def _is_told_apart(group: VeinWords, sentence: Sentence, collected: Collected) -> bool:
    """Whether what goes on is not what is denied beside it: *tumour, not thrombus, fills the IVC*."""
    if not group.extensions or collected.said(group.extensions[0]).status not in REAL:
        return False
    if any(collected.said(match).status != "negated" for match in group.contents):
        return False
    return any("head" in match.rules and collected.said(match).status in REAL for match in sentence.matches)


def _denied(group: VeinWords, content: Match, place: Place | None, collected: Collected) -> Match | None:
    """The word between what a vein holds and another vein that says that it does not go on there: 瘤栓未累及右心房."""
    if place is None or collected.said(content).status not in REAL:
        return None
    text, vein = collected.plain.text, place.match
    leading = [
        word for word in group.extensions if content.end <= word.start < vein.start or _describes(text, word, vein)
    ]
    return leading[-1] if leading and collected.said(leading[-1]).status == "negated" else None


def _describes(text: str, word: Match, vein: Match) -> bool:
    """Whether a word and the vein beside it only describe what follows: 未累及右心房的下腔静脉瘤栓."""
    beside = word.end == vein.start or vein.end == word.start
    return beside and text.startswith("的", max(word.end, vein.end))


def _is_left_out(group: VeinWords, place: Place, text: str, collected: Collected) -> bool:
    """Whether the words that lead to a vein deny that it is reached, whatever is named behind it: 未达右心房 疑….."""
    leading = next((word for word in reversed(group.extensions) if word.end <= place.match.start), None)
    if leading is None or _CLAUSE_END.search(text, leading.end, place.match.start):
        return False
    return collected.said(leading).status == "negated"


def _is_on_catheter(mass: Match, sentence: Sentence, collected: Collected) -> bool:
    """Whether a sentence explains a mass without a name as the thrombus on a catheter."""
    if "cause" not in sentence.kinds or "reading" in mass.rules or mass.rules["head"].value:
        return False
    caused = (match for match in sentence.matches if "cause" in match.rules)
    if not any(match.rules["cause"].value == _ON_CATHETER for match in caused):
        return False
    held = [match for match in sentence.matches if match.start > mass.start and "content" in match.rules]
    return any(match.rules["content"].value == "thrombus" and collected.said(match).status in REAL for match in held)


def _held_value(match: Match) -> str:
    """What a word for a mass means inside a vein: tumour, or with *echogenic material* no more than a defect."""
    rule = match.rules.get("head")
    return rule.vein if rule and rule.vein else "tumour"


def _with_implied(
    implied: Sequence[str], named: Sequence[tuple[str | None, Place | None]]
) -> Sequence[tuple[str | None, Place | None]]:
    """The veins named, and the one that the word itself names: *intracaval*; a part of it that is named is enough."""
    if not implied:
        return named
    if any(name and name.endswith(_KIN.get(implied[0], (implied[0],))) for name, _ in named):
        return named
    return [(implied[0], None), *((name, place) for name, place in named if name is not None)]


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
    if not group.extensions:
        return
    going = _going_on(sentence, group.extensions[0])
    content = going or collected.content or ("tumour" if collected.current else "")
    for match in group.extensions:
        if not content and not (sentence.han and collected.said(match).status == "negated"):
            continue
        for name, place in named:
            if name is not None:
                _add(collected, content or "tumour", match, "extension", name, place)


def _going_on(sentence: Sentence, extension: Match) -> str:
    """What the sentence names that may go on, "" when it names nothing.

    In Chinese it is what stands nearest before, and nothing before a semicolon, behind which all is new.
    """
    start = sentence.start
    if sentence.han:
        start = max(start, *(sentence.text.rfind(sign, start, extension.start) for sign in ";；"))
        for match in reversed(sentence.matches):
            content = match.rules.get("content")
            if not start <= match.start < extension.start:
                continue
            if _is_going_on(match):
                return "tumour"
            presence = match.rules.get("presence")
            if presence is not None and presence.finding == _LEG:
                return "thrombus"
            if content is not None and content.value not in UNHELD:
                return content.value
    named = any(match.start >= start and _is_going_on(match) for match in sentence.matches)
    return "tumour" if named else ""


def _is_going_on(match: Match) -> bool:
    """Whether a word names what may go on into a vein: a mass, or a cause that is a tumour, but no catheter."""
    cause = match.rules.get("cause")
    return not _GOING_ON.isdisjoint(match.rules) or (cause is not None and cause.value.endswith("tumour"))


def _add_attributes(group: VeinWords, collected: Collected, named: Sequence[tuple[str | None, Place | None]]) -> None:
    """Add how the veins or what they hold looks; of a vein that holds nothing only that it is wide."""
    holds = bool(group.held) or any(m.rules["content"].value not in UNHELD for m in group.contents)
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
    if inside is None and sentence.follows and _ASKED.fullmatch(_said_alone(sentence)):
        return collected.segments  # 下腔静脉占位，瘤栓？血栓？
    if inside is None or not collected.segments or _LEFT_HEART.search(sentence.text, sentence.start, inside.start):
        return ()
    collected.mark("inside", inside)
    return collected.segments


def _said_alone(sentence: Sentence) -> str:
    """The sentence without its words for what a vein holds, when that is short."""
    contents = [match for match in sentence.matches if "content" in match.rules]
    if not contents:
        return ""
    return sentence.text[sentence.start : contents[0].start] + sentence.text[contents[-1].end : sentence.end]


def _add(collected: Collected, value: str, match: Match, kind: str, name: str | None, place: Place | None) -> None:
    said = collected.said(match, beside=value in UNHELD)
    if place is not None and said.status in REAL and _is_not_there(collected.plain.text, match, place):
        free_of = _FREE_OF.search(match.word) if value == "clear" else None
        if free_of is not None:  # *the IVC is free of tumour, the left ovarian vein is not*
            value, said = "tumour" if free_of["tumour"] else "thrombus", AFFIRMED
        else:
            said = Said("negated", None)
    if said.status in REAL and value not in UNHELD and _MINUS.match(collected.plain.text, match.end):
        said = Said("negated", None)
    if place is not None and value not in UNHELD and said.status in _TURNED:
        said = _answered(collected.plain.text, match, place) or said
    if place is not None and said.status == "negated" and _is_there_after_all(collected.plain.text, match, place):
        said = Said("affirmed", None)
    collected.add("vein.content", value, match.rules[kind], (match.start, match.end), said, qualifier=name)
    _mark_place(collected, place)


def _is_not_there(text: str, match: Match, place: Place) -> bool:
    """Whether the text says of just this vein that it is not so: *to the right atrium, not into the ventricle*."""
    if match.end <= place.match.start and _IS_NOT.match(text, place.match.end):
        return True
    before = max(0, place.match.start - _JUST_BEFORE)
    return text.find(" no", before, place.match.start) >= 0 and bool(_BUT_NOT.search(text, before, place.match.start))


def _is_there_after_all(text: str, match: Match, place: Place) -> bool:
    """Whether a denial is taken back for just this vein: *no clot in the right atrium, but in the IVC there is*."""
    start = place.match.start
    if start < match.end or not _BUT_THERE.fullmatch(text, match.end, start):
        return False
    before = max(match.end, start - _JUST_BEFORE)
    return bool(_THERE_IS.match(text, place.match.end) or _THERE_IN.search(text, before, start))


def _answered(text: str, content: Match, place: Place) -> Said | None:
    """What a Chinese text says of just this vein behind it: 右心房无瘤栓，下腔静脉有."""
    if place.match.word.isascii() or content.end > place.match.start:
        return None
    found = HAN_ANSWER.match(text, place.match.end)
    if found is None:
        return None
    return Said("affirmed" if found["yes"] else "negated", None)


def _mark_place(collected: Collected, place: Place | None) -> None:
    if place is not None:
        collected.mark("place", place.match)
        collected.mark("side", *place.sides)
