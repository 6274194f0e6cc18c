"""A report's sentences, each with the section in which it stands and the words of the rules that it holds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cephalad.read.findings import SECTIONS, Section
from cephalad.read.matcher import Match

__all__ = ["Sentence", "sentences"]

_STOP = (  # the sign first: signs that end nothing are then passed over at once
    r"[\n。!]"
    r"|\.(?:(?=\s|$)(?<!\.\.)|(?<=[a-z]{3}\.)(?=[a-z]{2}))"  # the blank after the full stop forgotten
    r"|\?(?<=[\w)?]\?)(?<![\s:(]\?\?)(?=\s|$|[a-z\u4e00-\u9fff])"  # not the question mark before a word: ?fibroid
)
_END = re.compile(_STOP)
_END_WITH_ITEMS = re.compile(rf"{_STOP}|[,;]?\s(?<=[\w)][,;\s])(?=\(?[2-9]\)\s?[a-z])")
"""And numbered items in one line: *fibroids: 1) fundal 31 mm 2) anterior 18 mm*."""

_HAN_END = re.compile(  # and numbered items in one line: 子宫肌瘤 2.腺肌症
    rf"(?=[\n。!.?\s1-9])(?:{_STOP}|\.(?<=[a-z\u4e00-\u9fff]\.)(?<![左右总外双]\.)(?=[\u4e00-\u9fff])"
    r"|\.(?<=[\u4e00-\u9fff]\.)(?=[a-z])"  # the full stop of half its width: 充盈缺损.下腔静脉通畅; not 左.右髂静脉
    r"|(?<=[\u4e00-\u9fff)])\s?(?=[1-9][.、)]\s?[\u4e00-\u9fff])"
    r"|\s(?=[□■] ?(?![有无是否阳阴正异可未])[\u4e00-\u9fff])(?<![有无是否] ))"  # and boxes to tick: ■子宫肌瘤 □腺肌症
)
_SHORT = frozenset((
    "v", "vs", "approx", "heterog", "homog", "enh", "bilat", "susp", "poss", "prob", "prev", "dil", "diam", "assoc",
    "esp", "ext", "com", "lat", "ca", "dr", "fig", "lt", "rt", "ddx", "dd", "max", "resp", "incl", "cf", "e.g", "i.e",
))  # fmt: skip
"""Words behind which a full stop ends nothing."""

_SHORTENED = re.compile(rf"(?:\b(?:{'|'.join(map(re.escape, sorted(_SHORT)))})|(?:^|\n)\s*\(?\d{{1,2}})$")
_LONGEST_SHORT = 1 + max(map(len, _SHORT))
_BEFORE_HEADING = re.compile(
    r"(?:^|[\n.。;；!?>])[\s*#【\[(<]*(?:\d{1,2}[.)、]|[一二三四五六七八九十]、)?[\s*#【\[(<]*$"
)
_AFTER_HEADING = re.compile(r"\s?(?:】\s?:?|[】\])>*]*\s?(?::|-\s|(?=\n|$)))")
_HAN = re.compile("[\u4e00-\u9fff]")
_LOOKED_BACK = 12
_TOLD = ("findings", "impression")
_OF_ONE_LINE = ("indication", "history", "technique", "comparison")
_ITEM = re.compile(r"\s*(?:[-*•·]|\(?\d{1,2}[.)、])")
_OTHER_HEADING = re.compile(r"\s*[^\s:.,;，。；][^:.,;，。；\n]{0,28}:")
_STUDY = re.compile(r"(?:检查|平扫|增强|所见|结果|提示|表现|[示+]){0,4}\s?:")
_SIZE_ALONE = re.compile(
    r"\s*[-*•]?\s?(?:\(?\d{1,2}[.)]\s?)?(?:(?:anterior|posterior|lateral|wall|lower|upper|size|measur(?:es|ed|ing)|it|dimensions?|about|approx(?:imately)?|max(?:imum)?|largest|diameter|at|least"
    r"|around|roughly|is|was|in|total|overall|the|this|lesion|mass|maximal(?:ly)?|currently|now)[\s:]{1,2}){0,5}\d[\d.,\sx*]{0,24}[cm]m\s*"
)
_LONG, _FEWEST_TOLD = 60, 4
_PUNCTUATED = re.compile(
    r"[,，;；:：、\u4e00-\u9fff]|(?<![a-z])(?:the|an?|is|are|was|were|be|been|has|have|had|her|she|this|that|which|there|shows?|with|for|to|by|from)(?![a-z])"
)
_NOUNS = frozenset({"place", "side", "organ"})
_MOST_WORDS = 120
"""Words of the rules in one sentence; no sentence has as many, and the time of a text must not grow with its square."""


class Sentence(NamedTuple):
    """One sentence of the plain text.

    Attributes
    ----------
    start, end : its place in the plain text, without the heading before it
    matches : the words of the rules in it, in order
    han : whether it is written in Chinese, where a comma ends more
    follows : whether it stands in the same paragraph and section as the sentence before
    kinds : the kinds of rules whose words it holds
    """

    text: str
    start: int
    end: int
    section: Section | None
    matches: tuple[Match, ...]
    han: bool
    follows: bool
    kinds: frozenset[str]


def sentences(text: str, matches: Sequence[Match], headings: list[Match]) -> Iterator[Sentence]:
    """The sentences that hold a word of a rule or are nothing but a size; headings taken for such join the list."""
    section: Section | None = None
    n_matches = len(matches)
    at = start = 0
    follows = one_line = False
    for stop, after in _stops(text):
        inside: list[Match] = []
        while at < n_matches and matches[at].start < stop:
            match = matches[at]
            at += 1
            rule = match.rules.get("section")
            past = _past_heading(text, match) if rule else 0
            if section in _OF_ONE_LINE and "modality" in match.rules and _STUDY.match(text, match.end):
                section = _unless_told(text, start, match.start, section)
            if rule and past:
                if inside:
                    yield _sentence(text, start, match.start, section, inside, follows)
                section = _section(rule.value)
                one_line = _is_of_one_line(text, section, past)
                headings.append(match)
                inside, start, follows = [], past, False
            elif not rule or len(match.rules) > 1:
                inside.append(match)
                if len(inside) == _MOST_WORDS:
                    yield _sentence(text, start, match.end, section, inside, follows)
                    inside, start = [], match.end
        if not inside:
            if at and text.endswith("m", start, stop) and _SIZE_ALONE.fullmatch(text, start, stop):
                yield _sentence(text, start, stop, section, inside, follows)
        elif len(inside) < _FEWEST_TOLD or stop - start < _LONG or _PUNCTUATED.search(text, start, stop):
            yield _sentence(text, start, stop, section, inside, follows)
        else:
            for begin, end, words in _statements(start, stop, inside):
                yield _sentence(text, begin, end, section, words, follows)
        follows = not text.startswith("\n\n", stop)
        start = after
        if section in _OF_ONE_LINE and _ends_section(text, section, stop, one_line):
            section, one_line, follows = None, False, False


def _unless_told(text: str, start: int, place: int, section: Section | None) -> Section | None:
    """The section of a study's name with a colon: what it shows is no history when nothing stands before the name."""
    return section if text[start:place].strip(" ,，、；;") else None


def _statements(start: int, stop: int, inside: Sequence[Match]) -> Iterator[tuple[int, int, list[Match]]]:
    """The statements of a line without any sign or verb between them: *IVC PATENT LEFT ILIAC VEIN FILLING DEFECT*.

    One ends where the next begins: with *no*, or with an organ or a vein directly behind a word that says how the
    last one was.
    """
    words: list[Match] = []
    for match in inside:
        if words and _begins(match, words):
            yield start, match.start, words
            start, words = match.start, []
        words.append(match)
    yield start, stop, words


def _begins(match: Match, words: Sequence[Match]) -> bool:
    """Whether a word begins another statement than the words before it."""
    before = words[-1]
    cue = match.rules.get("cue")
    if cue is not None:
        return cue.status == "negated" and cue.direction == "either"
    if _NOUNS.isdisjoint(match.rules) or match.start - before.end != 1:
        return False
    if "presence" in before.rules:
        return True
    content = before.rules.get("content")
    if content is None or not content.weak or len(words) == 1:
        return False
    return not _NOUNS.isdisjoint(words[-2].rules) and before.start - words[-2].end == 1


def _is_of_one_line(text: str, section: Section | None, past: int) -> bool:
    """Whether a heading such as *Indication:* has its text beside it, and so speaks of this line only."""
    end = text.find("\n", past)
    return section in _OF_ONE_LINE and bool(text[past : len(text) if end < 0 else end].strip())


def _ends_section(text: str, section: Section | None, stop: int, one_line: bool) -> bool:
    """Whether a section that is no part of the examination is over with this sentence.

    One that stands beside its heading ends with its line, a comparison with its sentence; any ends at a line that
    begins with a heading of its own: *Right atrium: …*
    """
    if not text.startswith("\n", stop):
        return one_line and section == "comparison" and text[stop : stop + 1] in (".", "。")
    if one_line:
        return _ITEM.match(text, stop + 1) is None
    return _OTHER_HEADING.match(text, stop + 1) is not None


def _stops(text: str) -> Iterator[tuple[int, int]]:
    """Where each sentence ends, its question mark included, and where the next one begins."""
    ends = _HAN_END if not text.isascii() else _END_WITH_ITEMS if "2)" in text else _END
    for end in ends.finditer(text):
        at = end.start()
        if text[at] == "." and _is_shortened(text, at):
            continue
        yield (end.end() if text[at] == "?" else at), end.end()
    yield len(text), len(text)


def _is_shortened(text: str, at: int) -> bool:
    """Whether a full stop only stands behind a shortened word or a number at the beginning of its line."""
    before = text[max(0, at - _LONGEST_SHORT) : at]
    word = before[before.rfind(" ") + 1 :]
    if word.isalpha():
        return word in _SHORT
    return _SHORTENED.search(text, max(0, at - _LOOKED_BACK), at) is not None


def _past_heading(text: str, match: Match) -> int:
    """The place after a heading and its colon; 0 when the word stands in running text."""
    if not _BEFORE_HEADING.search(text, max(0, match.start - _LOOKED_BACK), match.start):
        return _past_heading_in_line(text, match)
    after = _AFTER_HEADING.match(text, match.end)
    return after.end() if after else 0


def _past_heading_in_line(text: str, match: Match) -> int:
    """The place after a Chinese heading of what was found, in a form that was written in one line: …增强 检查所见:….

    A heading of another section would take the rest of the line away from what was found, and is none here.
    """
    if match.rules["section"].value not in _TOLD or text[match.start - 1] not in " ,，" or match.word.isascii():
        return 0
    return match.end + 1 if text.startswith(":", match.end) else 0


def _section(value: str) -> Section | None:
    return next((section for section in SECTIONS if section == value), None)


def _sentence(
    text: str, start: int, end: int, section: Section | None, matches: Sequence[Match], follows: bool
) -> Sentence:
    han = not text.isascii() and _HAN.search(text, start, end) is not None
    kinds = frozenset().union(*[match.rules for match in matches])
    return Sentence(text, start, end, section, tuple(matches), han, follows, kinds)
