"""Operations of another year that a report of a study tells in passing: what they took out is not there today."""

from __future__ import annotations

import re

from cephalad.read.matcher import Match
from cephalad.read.sentences import Sentence

__all__ = ["operated_before"]

_OTHER_YEAR = re.compile(
    r"(?:(?:19|20)\d\d\s?年|[\d一二三四五六七八九十数半]{1,3}个?[年月]前|既往)[^。;；\n]{0,60}?(?:行|接受|施行|做过?)"
)
_TODAY = re.compile("现|今|本次|此次|复查|目前|复诊|显示|提示|发现|可?见")
_AN_OPERATION = re.compile("[^。;；,，\n]{0,24}?(?:术|切除|摘除|剥除|取[出瘤栓净])")


def operated_before(sentence: Sentence, target: Match) -> bool:
    """Whether a Chinese clause tells of a past operation: 2018年因…行全子宫切除、下腔静脉切开取瘤术."""
    if not sentence.han:
        return False
    year = _OTHER_YEAR.search(sentence.text, sentence.start, target.start)
    if year is None or _TODAY.search(sentence.text, year.end(), target.start):
        return False
    return _AN_OPERATION.match(sentence.text, target.start, sentence.end) is not None
