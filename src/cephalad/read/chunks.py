"""The parts of a sentence that commas and conjunctions keep apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from cephalad.read.matcher import Match
from cephalad.read.sentences import Sentence
from cephalad.read.sizes import Size, sizes

__all__ = ["Chunk", "chunks"]

_APART = re.compile(
    r"(?=[;；、,，及和与并伴但而另]|(?<![a-z0-9])[abowte])(?:"  # one look passes over most signs
    r"[;；]|(?<![状样形])、|(?<!\d)[,，]|[,，](?!\d)"  # not in 结节状、条状软组织影
    r"|(?<![a-z0-9])(?:and(?!(?<=\d and) \d| its (?:tributar|branch))|but|or|while|whereas|with|which|although|then"
    r"|where|except(?: for)?|apart from|aside from)"
    r"(?![a-z0-9])|(?<![探触扪累侵可未涉波提状样])及(?!以[上下远近])|[和并伴但而另]|(?<![见有呈为])与)"
)


_NONE: list[Match] = []


@dataclass(slots=True)
class Chunk:
    """One part of a sentence with the words of the rules in it, by their kind."""

    start: int
    end: int
    matches: list[Match] = field(default_factory=list)
    _by_kind: dict[str, list[Match]] = field(default_factory=dict)
    _measured: tuple[Size, ...] | None = None

    def add(self, match: Match) -> None:
        """Take up one more word."""
        self.matches.append(match)
        for kind in match.rules:
            self._by_kind.setdefault(kind, []).append(match)

    @property
    def kinds(self) -> Iterable[str]:
        """The kinds of rules whose words are in it."""
        return self._by_kind

    def of(self, kind: str) -> list[Match]:
        """The words of one kind, to be read and not changed."""
        return self._by_kind.get(kind, _NONE)

    def measured(self, text: str) -> tuple[Size, ...]:
        """The sizes that this part of the text states."""
        if self._measured is None:
            self._measured = tuple(sizes(text, self.start, self.end))
        return self._measured


def chunks(sentence: Sentence) -> Sequence[Chunk]:
    """The parts of a sentence in order; a conjunction inside a word of the rules parts nothing."""
    text, matches = sentence.text, sentence.matches
    found = [Chunk(sentence.start, sentence.end)]
    at = 0
    for apart in _APART.finditer(text, sentence.start, sentence.end):
        place = apart.start()
        while at < len(matches) and matches[at].end <= place:
            found[-1].add(matches[at])
            at += 1
        if apart[0] == "另" and not (found[-1].of("head") or found[-1].of("content")):
            continue  # 右侧宫旁另见一肿块
        inside = at < len(matches) and matches[at].start <= place
        ends_there = inside and apart[0] in ",;" and matches[at].end == apart.end()  # *the other vein is not,*
        if inside and not ends_there and matches[at].rules.keys() != {"end"}:
            continue
        found[-1].end = place
        found.append(Chunk(apart.end(), sentence.end))
    for match in matches[at:]:
        found[-1].add(match)
    return found
