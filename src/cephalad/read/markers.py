"""Stains of a pathology report: which marker is positive and which negative, in lists as laboratories write them.

*Desmin and SMA positive, CD10 negative*; *SMA +, desmin +, CD10 -*; *positive for ER and PR*; Desmin(+). A sign
counts for every marker of the list before it that has none of its own.
"""

from __future__ import annotations

import re
from typing import Literal

from cephalad.read.collected import Collected
from cephalad.read.matcher import Match
from cephalad.read.scopes import Said
from cephalad.read.sentences import Sentence

__all__ = ["find_markers"]

_SIGN = re.compile(
    r"[\s-]?(?:(?:is|are|was|were|stains?|staining|:) ?)?"
    r"(?:(?:diffusely|strongly|focally|weakly|patchy|均为?|呈|弥漫性?|局?灶[状性]?|部分|强|弱) ?){0,3}"
    r"(?:(?P<yes>\(?(?:[弥漫部分局灶强弱约散在中]{0,4}\d{0,3}%?)\+{1,3}(?![a-z0-9])\)?"
    r"|positive|expressed|detected|\(positive\)|阳性|\d{1,3} ?%)"
    r"|(?P<no>\(-\)|-(?![a-z0-9])|negative|absent|lost|not (?:expressed|detected)|阴性))"
)
_JOINS = re.compile(r"[\s,，、/&;]{0,3}(?:and|or|as well as|和|及|与)?\s?")
_STAINS = r"(?:cells|they|it|tumou?r|lesion|nodule|nuclei|and|also|strongly|diffusely) stains?(?= (?:for|with))"
_BEFORE = re.compile(
    r"(?:(?P<yes>(?:immuno)?positive|(?:immuno)?reactiv(?:e|ity)|express(?:ed|es|ing|ion of)?|label(?:led|ed|ling|ing)"
    rf"|marked|decorated|{_STAINS}"
    r"|stained(?: (?:positively|strongly|diffusely|weakly|focally|well|both|and)){0,3}"
    r"|阳性表达|(?<![不未无失])表达|阳性(?:[:：]|标记物?[:：]?))"
    r"|(?P<no>(?:immuno)?negative|(?:not|no|without|lack(?:ed|s|ing)?|fail(?:ed|s) to|absence of|loss of)"
    r"(?: (?:express|stain|label|expression|staining|reactivity|react|stained|reactive|of|diffusely)){0,2}"
    r"|(?:不|未见?|均不|无|失)表达|阴性表达|阴性(?:[:：]|标记物?[:：]?)))(?: (?:for|with|by|to|both)){0,2}\s?$"
)
_LOOKED_BACK = 40

_Sign = Literal["affirmed", "negated"]


def find_markers(sentence: Sentence, collected: Collected) -> None:
    """Add each marker of the sentence with its sign; one without any is only named and says nothing."""
    text = sentence.text
    waiting: list[Match] = []
    before: _Sign | None = None
    for match in (match for match in sentence.matches if "marker" in match.rules):
        if not waiting or not _JOINS.fullmatch(text, waiting[-1].end, match.start):
            _add(waiting, before, collected)
            waiting = []
            before = _sign(_BEFORE.search(text, max(sentence.start, match.start - _LOOKED_BACK), match.start))
        waiting.append(match)
        after = _sign(_SIGN.match(text, match.end, sentence.end))
        if after:  # *positive for desmin, CD10 negative*: it has its own
            _add(waiting if before is None else waiting[:-1], before or after, collected)
            _add(waiting[-1:], after, collected)
            waiting, before = [], None
    _add(waiting, before, collected)


def _sign(found: re.Match[str] | None) -> _Sign | None:
    if found is None:
        return None
    return "affirmed" if found["yes"] else "negated"


def _add(markers: list[Match], sign: _Sign | None, collected: Collected) -> None:
    for match in markers if sign else ():
        rule = match.rules["marker"]
        collected.add(rule.finding, "yes", rule, (match.start, match.end), Said(sign or "affirmed", None))
