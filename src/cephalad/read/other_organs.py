"""Tumours of the kidney, the adrenal gland and the liver, which explain what a vein holds, and their size."""

from __future__ import annotations

import re

from cephalad.read.collected import Collected
from cephalad.read.findings import REAL
from cephalad.read.masses import add_size
from cephalad.read.matcher import Match
from cephalad.read.rules_file import Rule
from cephalad.read.sentences import Sentence
from cephalad.read.sizes import Size, sizes

__all__ = ["ADRENAL", "HEPATIC", "RENAL", "find_other_organs"]

ADRENAL = Rule("adrenal-tumour", "cause", "", (), (), (), value="adrenal-tumour")
RENAL = Rule("renal-tumour", "cause", "", (), (), (), value="renal-tumour")
HEPATIC = Rule("hepatic-tumour", "cause", "", (), (), (), value="hepatic-tumour")
"""The rules of tumours that are named by their organ and a word for a mass: 右肾上腺区13cm占位."""

_NAMING = frozenset({"reading", "cause"})
_NAMES = frozenset({ADRENAL.value, RENAL.value})
_ORGAN_HAN = re.compile(
    r"(?:(?P<adrenal>肾上腺)|(?P<hepatic>肝(?:脏|[左右尾][^静管]{0,2}叶|s?[1-8]段?))|肾(?!静|动|盂|下(?![极部盏])|上腺|水|门|周|旁|前|后|囊|结|小|外))"
    r"[^,，;；。:、及与和并旁周外后前囊未无错构的分界压移连贴邻粘侵累]{0,28}$"
)
_ORGAN_BEFORE = re.compile(r"(?<![a-z])(?:kidneys?|renal|(?P<adrenal>adrenal)(?: gland)?)(?:[: ][a-z]+){0,2} $")
_ORGAN_BEHIND = re.compile(
    r" (?:[a-z]+ ){0,2}(?:in|of|within|from|at|involving) (?:the )?(?:[a-z]+ (?:pole|third|half|aspect) of )?"
    r"(?:the )?(?:(?:left|right) )?(?:kidney|(?P<adrenal>adrenal))(?![a-z])"
)
_LOOKED_BACK = 34
_LARGE = ("肿块", "肿物", "占位", "肿瘤", "团块")
"""Words for what may grow out of the liver into its veins; a nodule of the liver explains nothing."""

_FAR = 60
_SIZE_BEHIND = re.compile(
    r"[,，:]?\s?[(（]?(?:[大小范围约为长直最径可见]{0,6}|(?:of|measur(?:ing|es)|about|approximately|up to|in size)\s)"
)
_SIZE_BEFORE = re.compile(r"\s?(?:[a-z]+,? ){0,4}|\s?[\u4e00-\u9fff]{0,8}")


def find_other_organs(sentence: Sentence, collected: Collected) -> None:
    """Add the tumours of other organs that a sentence tells of, however their size and look stand in between."""
    if sentence.han and _NAMING.isdisjoint(sentence.kinds) and not _names_organ(sentence, sentence.end):
        return
    for match in sentence.matches:
        end = match.end
        if "head" in match.rules:
            organ = _organ_of(match, sentence)
            if organ is None:
                continue
            if sentence.han and organ["hepatic"]:
                if match.word.endswith(_LARGE):
                    collected.add_cause(HEPATIC, match, collected.said(match))
                continue
            if sentence.han:
                collected.add_cause(ADRENAL if organ["adrenal"] else RENAL, match, collected.said(match))
            end = max(end, organ.end())
        elif not _is_named(match.rules.get("reading") or match.rules.get("cause")):
            continue
        if collected.said(match).status in REAL:
            _add_its_size(match, end, sentence, collected)


def _names_organ(sentence: Sentence, end: int) -> bool:
    """Whether a Chinese sentence names the kidney or the liver up to a place of it."""
    text, start = sentence.text, sentence.start
    return text.find("肾", start, end) >= 0 or text.find("肝", start, end) >= 0


def _is_named(rule: Rule | None) -> bool:
    """Whether a word is the name of a tumour of the kidney or the adrenal gland."""
    return rule is not None and rule.value in _NAMES


def _organ_of(head: Match, sentence: Sentence) -> re.Match[str] | None:
    """The kidney or the adrenal gland in which a word for a mass places it."""
    text = sentence.text
    before = max(sentence.start, head.start - _LOOKED_BACK)
    if sentence.han:
        return _ORGAN_HAN.search(text, before, head.start) if _names_organ(sentence, head.start) else None
    return _ORGAN_BEHIND.match(text, head.end, sentence.end) or _ORGAN_BEFORE.search(text, before, head.start)


def _add_its_size(match: Match, end: int, sentence: Sentence, collected: Collected) -> None:
    size = _size_beside(match.start, match.end, sentence) or _size_beside(match.start, end, sentence)
    if size is None or any(
        found.finding == "mass.longest-diameter" and found.span == collected.plain.span(size.start, size.end)
        for found in collected.findings
    ):
        return
    add_size(size, collected.mass_elsewhere(collected.said(match)), collected, collected.said(match))


def _size_beside(start: int, end: int, sentence: Sentence) -> Size | None:
    """The size that stands directly before or behind a stretch of the sentence."""
    text = sentence.text
    for size in sizes(text, max(sentence.start, start - _FAR), min(sentence.end, end + _FAR)):
        if size.start >= end and _SIZE_BEHIND.fullmatch(text, end, size.start):
            return size
        if size.end <= start and _SIZE_BEFORE.fullmatch(text, size.end, start):
            return size
    return None
