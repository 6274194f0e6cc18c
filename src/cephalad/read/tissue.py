"""What a pathologist tells in many turns of a phrase: tumour that lies in a vessel, and what covers it.

In Chinese both are built from a few parts in free order, so that no list of words would hold them:
静脉腔内见平滑肌组织, 瘤细胞呈舌状突入血管腔, 表面被覆单层扁平内皮.
"""

from __future__ import annotations

import re

from cephalad.read.collected import Collected
from cephalad.read.matcher import Match
from cephalad.read.rules_file import Rule
from cephalad.read.scopes import Said
from cephalad.read.sentences import Sentence

__all__ = ["TISSUE", "find_tissue", "is_of_tissue", "tells_of_tissue"]

_SMOOTH = "pathology.intraluminal-smooth-muscle"
_TUMOUR = "pathology.vessels-contain-tumour"
_LINED = "pathology.endothelial-lining"
TISSUE = Rule("tissue", "tissue", "", (), (), ())
"""The rule of these phrases, which has no words of its own in the rule files."""

_VESSEL = r"(?:静脉|血管|脉管|淋巴管)(?:管腔|腔|间隙)?"
_IN_CLAUSE = r"[^,，;；。、:\n]"
_INSIDE = re.compile(
    rf"{_VESSEL}[内中](?![皮膜])(?:{_IN_CLAUSE}{{0,16}}?)"
    r"(?P<what>(?P<smooth>平滑肌(?!瘤病)|肌瘤(?!病))|瘤组织|肿瘤(?!病)|瘤细胞|瘤体|瘤结节|瘤栓|癌栓|舌状|指状|息肉状|突入|生长)"
)
_SPECIMEN = re.compile(
    rf"{_VESSEL}内(?:容物|肿物|肿瘤|肿块|占位|瘤栓|组织|新生物){_IN_CLAUSE}{{0,4}}(?:[)】]\s?:?|:)\s?{_IN_CLAUSE}{{0,10}}?"
    r"(?P<what>平滑肌(?!瘤病))"
)
_INTO = re.compile(
    rf"(?P<what>突入|突向|长入|伸入|侵入|进入|延伸[至入]|充[填满塞]于?|填充|占据|堵塞|位于|见于|生长于){_IN_CLAUSE}{{0,10}}?{_VESSEL}(?:[内中腔]|(?=[,，;；。、\s]|$))"
)
_OF_TUMOUR = re.compile(r"平滑肌|瘤|肿物|梭形")
_COVERED = re.compile(
    r"(?:被覆|衬覆|覆盖|衬以|覆以|内衬|覆有|衬有|包被|被以|覆着|披覆|附着|贴附)"
    r"(?:[着以有一层单扁平薄完整连续良好增生的血管个]{0,10})(?P<what>内皮)"
    r"|(?P<behind>内皮)(?:细胞)?(?:层|完整|连续)?(?:覆盖|被覆|衬覆|包被|包绕|衬附)"
)
_DOUBTED = re.compile("似|疑|可能")
_NAMED = re.compile(r"静脉|血管|脉管|淋巴管|内皮")
_VESSELS = (
    r"(?:veins?|venules|vessels?|venous (?:channels?|spaces?)|vascular (?:channels?|spaces?|lumens?|lumina)|lumina"
    r"|lumens?)(?![a-z])"
)
_FILLS = (
    r"(?:fill(?:s|ed|ing)?|occup(?:y|ies|ied|ying)|distend(?:s|ed|ing)?|plug(?:s|ged|ging)?|expand(?:s|ed|ing)?|within"
    r"|inside|in|into|enter(?:s|ed|ing)?)"
)
_MUSCLE_IN = re.compile(
    rf"(?P<what>smooth muscle)(?! actin| walls?)[^.;:,]{{0,50}}?(?<![a-z]){_FILLS}(?![a-z])"
    rf"[^.;:,]{{0,40}}?(?<![a-z]){_VESSELS}"
)
_HOLDS_MUSCLE = re.compile(
    rf"(?<![a-z]){_VESSELS} [^.;:,]{{0,30}}?"
    r"(?:(?:filled|occupied|distended|plugged|expanded) (?:by|with)|contain(?:s|ed|ing)?|there (?:is|are|was|were)"
    r"|show(?:s|ed|ing)?)[^.;:,]{0,40}?(?P<what>smooth muscle)(?! actin| walls?)"
)
_WALL = re.compile(r"(?<![a-z])walls?(?![a-z])")
"""Muscle of a vessel's own wall is none in its lumen."""

_NAMES = frozenset({"reading", "presence"})
_DISEASES = frozenset({"reading"})


def tells_of_tissue(text: str) -> bool:
    """Whether a Chinese text names a tumour and a vessel: as a specimen it is read, whatever else it lacks."""
    return _OF_TUMOUR.search(text) is not None and _NAMED.search(text) is not None


def is_of_tissue(sentence: Sentence) -> bool:
    """Whether a sentence names a vessel or its lining."""
    if not sentence.han:
        return "smooth muscle" in sentence.text[sentence.start : sentence.end]
    return _NAMED.search(sentence.text, sentence.start, sentence.end) is not None


def find_tissue(sentence: Sentence, collected: Collected) -> None:
    """Add what a sentence of a pathology report says of vessels and of the cover of what lies in them."""
    text, start, end = sentence.text, sentence.start, sentence.end
    if not sentence.han:
        for found in (*_MUSCLE_IN.finditer(text, start, end), *_HOLDS_MUSCLE.finditer(text, start, end)):
            if not _WALL.search(found[0]):
                _add(_SMOOTH, found, "what", sentence, collected, names=_DISEASES)
        return
    if not is_of_tissue(sentence):
        return
    for found in _INSIDE.finditer(text, start, end):
        _add(_SMOOTH if found["smooth"] else _TUMOUR, found, "what", sentence, collected)
    for found in _SPECIMEN.finditer(text, start, end):
        _add(_SMOOTH, found, "what", sentence, collected)
    for found in _INTO.finditer(text, start, end):
        if _OF_TUMOUR.search(text, start, found.start()):
            _add(_TUMOUR, found, "what", sentence, collected)
    for found in _COVERED.finditer(text, start, end):
        _add(_LINED, found, "what" if found["what"] else "behind", sentence, collected)


def _add(
    finding: str,
    found: re.Match[str],
    group: str,
    sentence: Sentence,
    collected: Collected,
    *,
    names: frozenset[str] = _NAMES,
) -> None:
    """Add one finding, unless the phrase is part of a name that the rules know."""
    first, last = found.span()
    at, past = found.span(group)
    named = at if found.re is _SPECIMEN else first  # 静脉内容物：血栓及平滑肌: what stands in between is no name of it
    if any(
        match.start < last and match.end > named and not names.isdisjoint(match.rules) for match in sentence.matches
    ):
        return
    said = collected.said(Match(at, past, {}, found[group]))
    if said.status == "affirmed" and _DOUBTED.search(found[0]):
        said = Said("uncertain", None)
    collected.add(finding, "yes", TISSUE, (first, last), said)
