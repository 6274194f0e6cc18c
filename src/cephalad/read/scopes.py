"""What a sentence says of each thing in it: that it is so, is not so, may be so, was so, is looked for, is another's.

After ConText: a cue reaches forward or backward up to a word that ends its reach. After CheXpert: an uncertainty that
contains a negation (*cannot be excluded*) goes before the negation. Words that only look like a cue are longer words of
the rules and have been matched before it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from cephalad.read.findings import Status
from cephalad.read.matcher import Match
from cephalad.read.rules_file import Rule
from cephalad.read.sentences import Sentence

__all__ = ["AFFIRMED", "Said", "Scopes"]

_TARGETS = frozenset({"content", "reading", "head", "presence", "attribute", "procedure", "cause", "extension"})
_COMMA = re.compile(r"[;；,，]")
_STOP = re.compile(r"[;；]|[,，](?!\d)|:(?!\d)")
_LIST_GOES_ON = re.compile(r"[,，]\s*(?:or|and|nor|and/or|versus|vs\.?|或|及|和|以及)\b")
_NEW_SUBJECT = re.compile(r"[,，]\s*(?:(?:and|but|or)\s+)?(?:the|there|it|this|she|we|patient|her)\b")
_SEEN = re.compile(r"[,，][^,，;；]{0,16}?(?<![未无不发出再意])(?:见|示|探及|显示|提示)(?!例|教|范)")
_LONGEST_LIST = 120
_GIVEN = re.compile(
    r"\W*(?:\d[.)]\s)?(?:in (?:view|light|consideration) of|given|considering|because of|due to|owing to|with) "
)
_OR = re.compile(r"(?<![a-z])(?:or|versus|vs)(?![a-z])")
_LISTED_FOR = re.compile(r" (?:for|of) [^:;]{0,90}:")
"""What a list of possible causes is given for: the thing itself is there."""

_OWNED = frozenset({"content", "extension"})
_NOT = frozenset({"not", "no longer"})
_LED_ON = frozenset({"extension", "attribute"})
"""Kinds of words that only say how far something goes and how it looks."""

_OF_THE = re.compile(r" (?:of|by|from) (?:the|this|her) (?:[a-z]+ ){0,2}")
_DONE_FOR = re.compile(r"(?: \(?[a-z0-9/.]+\)?){0,4} for (?:[a-z]+ ){0,3}")
_SEEN_TOO = re.compile("[见有伴受示探]")
_ENDS_CLAUSE = re.compile(
    r"(?:可能性?|较?大|所致|引起|改变|表现|或[^,，;；]{0,8}|[?(（][^)）]{0,12}[)）]?){0,3}\s?(?=[,，;；。)）\s]|$)"
)
_DESCRIBED = re.compile(r"[^显确何]的")
_TICKED = re.compile(r"[■√]|[\[(]x[\])]")
_PAST_YEAR = re.compile(
    r" ?[(,]? ?(?:(?:in|on|back in|during) )?(?:[a-z]{3,9} |\d{1,2}[./-]){0,2}"
    r"(?:19|20)\d\d(?!\.?\d| ?(?:g|ml|mm|cc)(?![a-z]))"
    r"| (?:[a-z]+|\d{1,2}) (?:year|month)s? (?:ago|earlier|before|previously)"
)
_OF_ITSELF = re.compile("转移|恶[变性]|变性|感染|炎")
"""What may be meant by a doubt without any word of the rules: 双肺多发结节，转移不除外."""

_OPERATED = re.compile("[^,，;；。]{0,14}?(?:手术(?![前后])|切除(?!术?后)|取出(?!术?后)|剔除(?!术?后)|开刀)")
_COMPARED = ("较", "比", "与", "自")
_FORM = 2000
"""Signs around a box in which another of the same form is ticked."""

_THINGS = frozenset({"head", "content"})
_ACTS = frozenset({"procedure", "presence"})
_FEW = 4
_BESIDE = 14
"""Signs between a cue and a word that only a neighbour can turn: *not patent*, but not *no clot, IVC patent*."""

_ANSWERED = re.compile(
    r"[^,，;；。:\n]{0,16}:\s?(?:(?P<yes>有|是|阳性|存在)|(?P<no>无|否|没有|未见|阴性|不存在))(?=\s?(?:[,，;；。\n]|$))"
)
"""What answers a question of a Chinese form at once: 有无瘤栓：有."""

_ORDER: tuple[Status, ...] = ("other-person", "hypothetical", "negated", "historical", "uncertain")


class Said(NamedTuple):
    """How a word is spoken of, and by which cue."""

    status: Status
    cue: Match | None


AFFIRMED = Said("affirmed", None)


class _Reach(NamedTuple):
    cue: Match
    rule: Rule
    start: int
    end: int
    ended_by: Match | None


class Scopes:
    """The cues of one sentence with their reaches."""

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        self._reaches: list[_Reach] = []
        self.pseudo: list[Match] = []
        self._ends: list[Match] = []
        if "cue" not in sentence.kinds:
            if "end" in sentence.kinds:
                self._ends = [match for match in sentence.matches if "end" in match.rules]
            return
        self._targets = [match for match in sentence.matches if not _TARGETS.isdisjoint(match.rules)]
        self._ends = [match for match in sentence.matches if "end" in match.rules]
        cues = [match for match in sentence.matches if "cue" in match.rules]
        self.pseudo = [match for match in cues if match.rules["cue"].status == "none"]
        self._reaches = [reach for match in cues if match.rules["cue"].status != "none" for reach in self._of(match)]

    def said(self, target: Match, *, beside: bool = False) -> Said:
        """What is said of a word of the sentence.

        Parameters
        ----------
        beside : a cue of negation or doubt must stand beside the word, as with *patent* or *not seen*
        """
        found: dict[str, Match] = {}
        for reach in self._reaches:
            if reach.cue is target or not reach.start <= target.start < reach.end:
                continue
            rule = reach.rule
            near_only = rule.near_only and not self._asks_which(reach.cue, target)
            if (beside or near_only) and not self._is_beside(reach.cue, target):
                continue
            if near_only and self._has_between(reach.cue, target):
                continue
            if rule.value and self._passes_by(reach.cue, rule, target):
                continue
            if rule.status == "historical" and self._is_of_procedure(reach.cue, target):
                continue
            if rule.status == "negated" and self._is_owner(reach.cue, target):
                continue
            if rule.status == "negated" and self._only_turns(reach.cue, target):
                continue
            if rule.reach and self._words_between(reach.cue, target) > rule.reach:
                continue
            key = "early" if rule.early else rule.status
            known = found.get(key)
            if known is None or self._distance(reach.cue, target) < self._distance(known, target):
                found[key] = reach.cue
        return self._strongest(found, target) if found else AFFIRMED

    def ending(self, target: Match) -> list[Match]:
        """The words that kept a cue away from this word."""
        ends = []
        for reach in self._reaches:
            end = reach.ended_by
            if end and (end.start < target.end if reach.cue.start < end.start else end.start > target.start):
                ends.append(end)
        return ends

    def now_before(self, target: Match) -> Match | None:
        """The word before this one that brings a sentence about the past to the present day."""
        return next((end for end in self._ends if end.rules["end"].value == "now" and end.end <= target.start), None)

    def _strongest(self, found: dict[str, Match], target: Match) -> Said:
        if "other-person" in found:
            return Said("other-person", found["other-person"])
        if "early" in found:
            return Said("uncertain", found["early"])
        asked, denied = found.get("hypothetical"), found.get("negated")
        if asked and denied and asked.start < denied.start <= target.start:
            return Said("negated", denied)
        if asked and asked.end <= target.start and (answer := _ANSWERED.match(self.sentence.text, target.end)):
            return Said("affirmed" if answer["yes"] else "negated", asked)
        status = next(status for status in _ORDER if status in found)
        return Said(status, found[status])

    # --- reaches ------------------------------------------------------------------------------------------------------

    def _of(self, cue: Match) -> list[_Reach]:
        rule = cue.rules["cue"]
        if rule.direction == "both":
            return [self._forward(cue, rule), self._backward(cue, rule)]
        if rule.direction == "backward":
            return [self._backward(cue, rule)]
        forward = self._forward(cue, rule)
        if rule.direction == "either" and self._looks_back(cue, forward):
            return [self._backward(cue, rule)]
        return [forward]

    def _looks_back(self, cue: Match, forward: _Reach) -> bool:
        """Whether a cue of either direction is meant backward: by its bracket, or with nothing to speak of behind it.

        In Chinese it must end its clause when it denies (充盈缺损未见) or begins the clause (似与…相连).
        """
        text, rule = self.sentence.text, cue.rules["cue"]
        if text.startswith(")", cue.end) and not text.endswith("(", 0, cue.start):
            return True
        if any(forward.start <= target.start < forward.end for target in self._targets):
            return False
        begins = text[max(0, cue.start - 3) : cue.start].rstrip()[-1:] in (",", "，")
        if rule.status == "negated" or (rule.lang == "zh" and begins):
            return not text[cue.end : forward.end].strip(" )")
        return True

    def _forward(self, cue: Match, rule: Rule) -> _Reach:
        after = next((word for word in self._ends if word.start >= cue.end and not self._is_passed(word, rule)), None)
        end = after.start if after else self.sentence.end
        text = self.sentence.text
        start = cue.end
        if rule.value == "list" and (known := _LISTED_FOR.match(text, start, end)):
            start = known.end()
        inserted = cue.word == "not" and text.endswith((",", ", "), 0, cue.start)  # *tumour, not clot, fills the IVC*
        for stop in _STOP.finditer(text, start, end):
            if text[stop.start()] == ":":  # *after hysterectomy: a mass*, but *history of: …*
                past = rule.status == "historical" or (rule.status == "hypothetical" and self.sentence.han)
                ends = past and bool(text[cue.end : stop.start()].strip())
            else:
                ends = inserted or self._comma_ends(stop.start(), rule) or self._is_seen(stop.start(), rule)
            if ends:
                return _Reach(cue, rule, start, stop.start(), None)
        return _Reach(cue, rule, start, end, after)

    def _is_seen(self, at: int, rule: Rule) -> bool:
        """Whether a Chinese clause says what was seen, whatever was asked before it: 请排除妊娠，超声示…."""
        seen = rule.status == "hypothetical" and self.sentence.han
        return seen and _SEEN.match(self.sentence.text, at, self.sentence.end) is not None

    @staticmethod
    def _is_passed(end: Match, rule: Rule) -> bool:
        """Whether a cue goes on behind the verb, *neither … nor … contains*; a condition over all its sentence."""
        if rule.value == "if":
            return end.word.startswith("and") or end.rules["end"].value == "now"
        if rule.status == "other-person":  # *a friend was diagnosed with a tumour*, *a case in which tumour was seen*
            return end.word == "which" or end.word.startswith("with a")
        if rule.value == "flow":  # *a defect due to inflow of unopacified blood*
            return end.rules["end"].value == "now"
        return rule.value == "far" and end.rules["end"].value == "verb"

    def _comma_ends(self, at: int, rule: Rule) -> bool:
        text = self.sentence.text
        if text[at] in ";；":
            return True
        if rule.status == "other-person" or rule.value == "if":
            return False
        if rule.value == "event":
            return _LIST_GOES_ON.match(text, at) is None
        if self.sentence.han:
            return rule.status != "hypothetical"
        if _NEW_SUBJECT.match(text, at) or (rule.status == "historical" and self._only_introduces(at)):
            return True
        if rule.value == "list":
            return False
        if rule.status != "uncertain" or rule.early:
            return False
        # A doubt goes on over a list, to the comma before its *and* or *or*.
        return _LIST_GOES_ON.search(text, at, min(self.sentence.end, at + _LONGEST_LIST)) is None

    def _only_introduces(self, at: int) -> bool:
        """Whether what stands before the comma is only why the rest is thought: *given the history of fibroids, …*."""
        text, start = self.sentence.text, self.sentence.start
        return text.find(",", start) == at and _GIVEN.match(text, start) is not None

    def _backward(self, cue: Match, rule: Rule) -> _Reach:
        ends = (word for word in reversed(self._ends) if word.end <= cue.start and not self._is_passed(word, rule))
        before = next((word for word in ends if not self._says_nothing(word.end, cue, rule)), None)
        start = before.end if before else self.sentence.start
        text = self.sentence.text
        in_list = False
        for stop in reversed(list(_STOP.finditer(text, start, cue.start))):
            at = stop.start()
            if not text[at + 1 : cue.start].strip() and (rule.value != "far" or self._is_verdict(at, cue)):
                continue
            if text[at] == ":":
                if any(at < target.start < cue.start for target in self._targets):
                    return _Reach(cue, rule, at + 1, cue.start, None)
                continue
            if self._says_nothing(at, cue, rule):
                continue
            in_list = in_list or bool(_LIST_GOES_ON.match(text, at))
            if text[at] in ";；" or (not in_list and (rule.status != "other-person" or self.sentence.han)):
                return _Reach(cue, rule, at + 1, cue.start, None)
        return _Reach(cue, rule, start, cue.start, before)

    def _says_nothing(self, start: int, cue: Match, rule: Rule) -> bool:
        """Whether a Chinese cue that looks far back has nothing of its own clause: 可能性小，但不能完全除外."""
        if rule.lang != "zh" or not (rule.early or rule.value == "far"):
            return False
        named = (target for target in self._targets if start < target.start < cue.start)
        if rule.early and _OF_ITSELF.search(self.sentence.text, start, cue.start):
            return False
        if rule.value == "far" and not self._is_verdict(start, cue):
            return False
        if rule.value == "far":  # what turned out to be an artefact did so whatever it looked like
            return all(target.rules.keys() <= _LED_ON for target in named)
        return not any(True for _ in named)

    def _passes_by(self, cue: Match, rule: Rule, target: Match) -> bool:
        """Whether a cue of its own kind does not speak of this word."""
        if rule.value == "next":  # *non-calcified nodules*
            return cue.end + 1 != target.start
        if rule.value == "done":  # *biopsy of the thrombus was not done*
            return _ACTS.isdisjoint(target.rules)
        if rule.value == "nature":  # 充盈缺损，性质待定: that it is there is beyond doubt
            content, head = target.rules.get("content"), target.rules.get("head")
            return (content or head) is not None and not any(
                (content and content.value != "filling-defect", head and head.value, "reading" in target.rules)
            )
        if rule.value == "with":  # 不伴代谢增高的结节: what is denied only describes the nodule
            return not _THINGS.isdisjoint(target.rules) and _DESCRIBED.search(self._between(cue, target)) is not None
        if rule.value == "year":  # *resected 2015*, but not *resected today*
            return _PAST_YEAR.match(self.sentence.text, cue.end) is None
        if rule.value == "operated":  # 肌瘤2018年切除: before the year only in its clause, with an operation behind
            return target.start < cue.start and not self._is_operated(cue, target)
        # where no box is ticked, a square is only a bullet
        form = max(0, cue.start - _FORM), cue.end + _FORM
        return rule.value == "box" and _TICKED.search(self.sentence.text, *form) is None

    def _is_operated(self, year: Match, target: Match) -> bool:
        """Whether the clause goes on about an operation of that year, and does not compare this study with another."""
        if _COMMA.search(self._between(year, target)) or self.sentence.text.endswith(_COMPARED, 0, year.start):
            return False
        return _OPERATED.match(self.sentence.text, year.end) is not None

    def _asks_which(self, cue: Match, target: Match) -> bool:
        """Whether a sentence asks which of several it is: *thrombus, or a growth out of the fibroid?*."""
        asked = cue.word[0] == "?" and target.end <= cue.start and cue.end >= self.sentence.end
        return asked and _OR.search(self.sentence.text, target.end, cue.start) is not None

    def _is_verdict(self, start: int, cue: Match) -> bool:
        """Whether the clause of an artefact says what something else was, and not that there is one: 局部见伪影."""
        text = self.sentence.text
        return not _SEEN_TOO.search(text, start, cue.start) and _ENDS_CLAUSE.match(text, cue.end) is not None

    # --- distances ----------------------------------------------------------------------------------------------------

    def _distance(self, cue: Match, target: Match) -> int:
        return target.start - cue.end if cue.end <= target.start else cue.start - target.end

    def _between(self, cue: Match, target: Match) -> str:
        first, second = (cue, target) if cue.start < target.start else (target, cue)
        return self.sentence.text[first.end : second.start]

    def _is_beside(self, cue: Match, target: Match) -> bool:
        between = self._between(cue, target)
        return len(between) <= _BESIDE and not _COMMA.search(between)

    def _has_between(self, cue: Match, target: Match) -> bool:
        """Whether another word that could be meant stands nearer; a Chinese question is about its whole clause."""
        first, second = (cue, target) if cue.start < target.start else (target, cue)
        between = [other for other in self._targets if first.end <= other.start < second.start]
        if self.sentence.han and cue.word[0] == "?" and first is target:
            return any(not other.rules.keys() <= _LED_ON and other.start != target.end for other in between)
        return bool(between)

    def _is_owner(self, cue: Match, target: Match) -> bool:
        """Whether a mass is only what the denied thing would belong to: *no intravenous extension of the fibroid*."""
        if "head" not in target.rules or target.start < cue.end:
            return False
        before = next((other for other in reversed(self._targets) if cue.end <= other.start < target.start), None)
        if before is None or _OWNED.isdisjoint(before.rules):
            return False
        return _OF_THE.fullmatch(self.sentence.text, before.end, target.start) is not None

    def indication_of(self, target: Match) -> Match | None:
        """The operation that was done for what is named: *hysterectomy in 2011 for fibroids*."""
        at = next((at for at, match in enumerate(self.sentence.matches) if match.start == target.start), 0)
        for match in reversed(self.sentence.matches[max(0, at - _FEW) : at]):
            if "procedure" in match.rules:
                found = _DONE_FOR.fullmatch(self.sentence.text, match.end, target.start)
                return match if found else None
        return None

    def _is_of_procedure(self, cue: Match, target: Match) -> bool:
        """Whether a date behind tells when she was operated on, and not when what stands before was seen."""
        if cue.start < target.start or "procedure" in target.rules:
            return False
        done = [
            other for other in self._targets if target.end <= other.start < cue.start and "procedure" in other.rules
        ]
        # 子宫肌瘤全子宫切除术后: named without a pause, the disease is what was operated on
        at_once = self.sentence.han and bool(done) and done[0].start == target.end
        return bool(done) and not at_once

    def _only_turns(self, cue: Match, target: Match) -> bool:
        """Whether a cue says no more than that a vein is not clear: *the IVC is not patent, tumour fills it*."""
        if cue.word not in _NOT or cue.end > target.start:
            return False
        after = next((word for word in self._targets if word.start >= cue.end), target)
        content = after.rules.get("content")
        return after is not target and content is not None and content.value == "clear" and self._is_beside(cue, after)

    def _words_between(self, cue: Match, target: Match) -> int:
        between = self._between(cue, target)
        return len(between) if self.sentence.han else len(between.split())
