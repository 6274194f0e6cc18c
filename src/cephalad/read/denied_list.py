"""Lists below a word that denies all of their items: *Absent:*, and then line by line what is not there."""

from __future__ import annotations

import re
from typing import NamedTuple

from cephalad.read.findings import Status
from cephalad.read.matcher import Match
from cephalad.read.sentences import Sentence

__all__ = ["ListHead", "continued", "head_of_list"]

_ITEM = re.compile(r"[ ]*(?:[-*•·]|\(?\d{1,2}[.)])\s?\S")
_ALONE = re.compile(r"[\s*•·-]*(?:\S+\s?){1,4}:\s*")
_TURNING = ("negated", "uncertain")


class ListHead(NamedTuple):
    """The word above a list, what it says of each item, and where the last item so far ends."""

    cue: Match
    status: Status
    end: int


def head_of_list(sentence: Sentence) -> ListHead | None:
    """The denial or doubt that stands alone before a colon at the end of its line."""
    if sentence.kinds != {"cue"} or len(sentence.matches) != 1:
        return None
    cue = sentence.matches[0]
    told, text = cue.rules["cue"].status, sentence.text
    status: Status = "negated" if told == "negated" else "uncertain"
    if told not in _TURNING or not text.startswith("\n", sentence.end):
        return None
    return ListHead(cue, status, sentence.end) if _ALONE.fullmatch(text, sentence.start, sentence.end) else None


def continued(head: ListHead, sentence: Sentence) -> ListHead | None:
    """The same list when a sentence is an item of it, with nothing but items since the last one; None behind it."""
    since = sentence.text[head.end + 1 : sentence.start]
    if _ITEM.match(sentence.text, sentence.start) is None or not all(map(_ITEM.match, since.splitlines())):
        return None
    return head._replace(end=sentence.end)
