"""Where the words of the rules stand in a text: one pass of an Aho-Corasick automaton, the longest word first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import NamedTuple, TypeAlias

import ahocorasick  # type: ignore[import-not-found]  # it comes without types

from cephalad.read.rules_file import Rule
from cephalad.read.spelling import misspelt, shortened
from cephalad.read.text import Plain

__all__ = ["Match", "Matcher"]

_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")
_MISSPELT_KINDS = frozenset({"content", "place", "head", "reading", "procedure", "presence", "site"})
# Words of these kinds that stand alone are a reason to read a report.
_BRIEF_KINDS = frozenset({"attribute", "extension", "cause", "inside"})
# Words of these kinds are found without their articles too: *abuts uterus*.
_STRONG_KINDS = frozenset({"content", "place", "head", "reading", "site", "presence", "procedure", "cause"})
_SOME_MASS, _UTERUS, _WHOLE = 1, 2, 4
_ENOUGH = _SOME_MASS | _UTERUS
"""Everyday words that are a reason only together: a mass, and an organ of the pelvis or a chamber in two letters."""

_TELLING = frozenset({"mass.branching-flow", "mass.close-to-uterine-wall", "mass.cord-like"})
_BEFORE_LETTER = " \n(:,;/"
_SHORTEST_PLURAL = 3
_COMPOSITION = "mass.composition"
_SHARING = re.compile(
    r"(?<![a-z])((?:(?:common|internal|external) )?[a-z]+)(?:,? (?:and|or|&|\+) |, ?| ?/ ?)(?:left |right )?$"
)
_LONGEST_SHARING = 40
_SIDES = frozenset({"place", "site", "organ", "side"})
_SHARED_NOUNS = (" vein", " ivc", " cava", "静脉", "血管")
_SHARING_HAN = re.compile(r"(宫旁|子宫旁|子宫|卵巢|生殖|性腺|盆腔|阔韧带|肾|肝|股|腘)\s?[、/及和与]\s?$")
_LONGEST_SHARING_HAN = 8


class Match(NamedTuple):
    """A word at a place of the plain text, with its rules by their kind."""

    start: int
    end: int
    rules: Mapping[str, Rule]
    word: str


_Hit: TypeAlias = tuple[int, int, int, Mapping[str, Rule], str]
"""Start, end with its sign turned, whether a plural was found for the word, rules, word: in the order of preference."""

_START = itemgetter(0)
_BY_PLACE = itemgetter(0, 1, 2)
_new = tuple.__new__
"""Makes a named tuple of a tuple: its own constructor is one more call, and a report has dozens of matches."""


class Matcher:
    """The words of the rules, ready to be found.

    Parameters
    ----------
    rules : of all languages
    without : ``(rule id, word)`` pairs to be treated as if they were not there
    """

    def __init__(self, rules: Sequence[Rule], *, without: Iterable[tuple[str, str]] = ()) -> None:
        self.without = frozenset(without)
        owners: dict[str, list[Rule]] = {}
        for rule in rules:
            for word in rule.words:
                owners.setdefault(word, []).append(rule)
        _give_composition(owners, rules)
        self._words = ahocorasick.Automaton()
        self._strong = ahocorasick.Automaton()
        for word, owning in owners.items():
            self._add(word, word, {rule.kind: rule for rule in owning})
            able = {rule.kind: rule for rule in owning if rule.kind in _MISSPELT_KINDS and not rule.capitals}
            brief = {rule.kind: rule for rule in owning if rule.kind in _BRIEF_KINDS}
            if brief and " the " in word and (other := word.replace(" the ", " ")) not in owners:
                self._add(other, word, {**able, **brief})
            for other in (*shortened(word), *misspelt(word)) if able else ():
                if other not in owners:
                    self._add(other, word, able)
        self._capitals = frozenset(word for rule in rules if rule.capitals for word in rule.words)
        self._places = {word: rule for rule in rules if rule.kind == "place" for word in rule.words}
        self._words.make_automaton()
        self._strong.make_automaton()

    def _add(self, written: str, word: str, owning: Mapping[str, Rule]) -> None:
        if written not in self._words:
            entry = (written[0] in _LETTERS, written[-1] in _LETTERS, owning, word)
            if len(written) == 1 and written in _LETTERS:  # a letter alone is too common to be looked at wherever it is
                for before in _BEFORE_LETTER:
                    self._words.add_word(f"{before}{written} ", (1, 1, *entry))
            else:
                self._words.add_word(written, (len(written), 0, *entry))
        reason = max((_reason(rule) for rule in owning.values()), default=0)
        if reason:
            self._strong.add_word(written, (len(written), reason))

    def ignoring(self, *pairs: tuple[str, str]) -> Matcher:
        """The same words without some; the automaton is shared."""
        other = Matcher.__new__(Matcher)
        other._words, other._strong = self._words, self._strong
        other._capitals, other._places = self._capitals, self._places
        other.without = self.without | frozenset(pairs)
        return other

    def worth_reading(self, text: str) -> bool:
        """Whether the plain text holds a word that is a reason to read it, or a mass and the uterus."""
        n_signs = len(text)
        seen, counted_to = 0, -1
        for last, (length, reason) in self._strong.iter(text):
            if not reason & ~seen:
                continue
            start, end = last - length + 1, last + 1
            # One stretch of text is one half of a reason, though two words stand in it: a cord-like shadow.
            if start <= counted_to and reason != _WHOLE:
                continue
            if text[start] not in _LETTERS or start == 0 or text[start - 1] not in _LETTERS:
                after = text[end] if end < n_signs else " "
                plural = after in "se" and length >= _SHORTEST_PLURAL
                if plural or after not in _LETTERS or text[last] not in _LETTERS:
                    seen |= reason
                    counted_to = last
                    if seen >= _ENOUGH:
                        return True
        return False

    def matches(self, plain: Plain, given: str) -> list[Match]:
        """The words that stand in the text, in order, none inside or across another: the longest of the first wins."""
        text = plain.text
        n_signs = len(text)
        found: list[_Hit] = []
        letters = _LETTERS
        for last, (length, behind, begins, ends, owning, word) in self._words.iter("\n" + text):
            end = last - behind
            start = end - length
            if begins and start and text[start - 1] in letters:
                continue
            if ends and end < n_signs and text[end] in letters:
                if length < _SHORTEST_PLURAL or text[end] not in "se":
                    continue
                end = _after_plural(text, end, n_signs)
                if not end:
                    continue
            found.append((start, -end, end - start - length, owning, word))
        found.sort(key=_BY_PLACE)
        kept: list[Match] = []
        done = 0
        for start, minus_end, _, owning, word in found:
            if start < done:
                continue
            rules = owning
            if self.without or word in self._capitals:
                rules = self._standing(owning, word, plain, given, start, -minus_end)
            if rules:
                match = _new(Match, (start, -minus_end, rules, word))
                if "place" in rules and word.endswith(_SHARED_NOUNS) and (named := self._sharing(text, match)):
                    _put_among(kept, named)
                kept.append(match)
                done = -minus_end
        return kept

    def _sharing(self, text: str, match: Match) -> list[Match]:
        """The veins that share this one's noun: *iliac* and *ovarian* of *iliac, ovarian and renal veins*.

        So do parts of the cava: *infrarenal* of *infrarenal and suprarenal IVC*.
        """
        named: list[Match] = []
        end = match.start
        if not match.word.isascii():
            return self._sharing_han(text, match)
        last = match.word.removesuffix(" vein").split()[-1]
        while found := _SHARING.search(text, max(0, end - _LONGEST_SHARING), end):
            adjective = found[1]
            if match.word.endswith(" vein"):
                names: tuple[str, ...] = (f"{adjective} vein", f"{adjective} {last} vein", f"{adjective} iliac vein")
            else:
                names = (f"{adjective} {last}", f"{adjective} vena {last}")
            word = next((name for name in names if name in self._places), None)
            if word is None or (self._places[word].id, word) in self.without:
                break
            named.insert(0, Match(found.start(1), found.end(1), {"place": self._places[word]}, word))
            end = found.start(1)
        return named

    def _sharing_han(self, text: str, match: Match) -> list[Match]:
        """The same in Chinese: 宫旁 and 卵巢 of 宫旁、卵巢及髂内静脉."""
        named: list[Match] = []
        end = match.start
        while found := _SHARING_HAN.search(text, max(0, end - _LONGEST_SHARING_HAN), end):
            word = f"{found[1]}静脉"
            rule = self._places.get(word)
            if rule is None or (rule.id, word) in self.without or match.word.startswith(found[1]):
                break
            named.insert(0, Match(found.start(1), found.end(1), {"place": rule}, word))
            end = found.start(1)
        return named

    def _standing(
        self, owning: Mapping[str, Rule], word: str, plain: Plain, given: str, start: int, end: int
    ) -> Mapping[str, Rule]:
        if self.without:
            owning = {kind: rule for kind, rule in owning.items() if (rule.id, word) not in self.without}
        if word in self._capitals:
            first, last = plain.span(start, end)
            if not given[first:last].rstrip("s").isupper():
                return {kind: rule for kind, rule in owning.items() if not rule.capitals}
        return owning


def _put_among(kept: list[Match], named: Sequence[Match]) -> None:
    """Put the veins that share a noun among the words so far, with their sides: *right external and left …*."""
    at = len(kept)
    while at and kept[at - 1].end > named[0].start:
        at -= 1
    between = kept[at:]
    if not any(_SIDES.isdisjoint(match.rules) for match in between):
        kept[at:] = sorted([*named, *(match for match in between if "side" in match.rules)], key=_START)


def _reason(rule: Rule) -> int:
    """What a word alone adds to the reasons to read a report: nothing, one half of a reason, or a whole one."""
    if rule.kind in _STRONG_KINDS and not rule.weak:
        return _UTERUS if rule.kind == "place" and rule.capitals else _WHOLE
    if rule.kind == "head" and not rule.near_only:
        return _SOME_MASS
    if rule.finding in _TELLING:
        return _UTERUS
    return _UTERUS if rule.kind == "organ" and not rule.weak else 0


def _give_composition(owners: Mapping[str, list[Rule]], rules: Sequence[Rule]) -> None:
    """Let a word for a mass that begins with its composition say that too: *solid structure*, 囊实性包块."""
    told = [(word, rule) for rule in rules if rule.finding == _COMPOSITION for word in rule.words]
    told.sort(key=lambda entry: -len(entry[0]))
    for word, owning in owners.items():
        kinds = {rule.kind for rule in owning}
        if "head" in kinds and "attribute" not in kinds:
            owning += [rule for beginning, rule in told if word.startswith(beginning)][:1]


def _after_plural(text: str, end: int, n_signs: int) -> int:
    """Where a plural in -s or -es ends; 0 when the word goes on otherwise."""
    for ending in ("s", "es"):
        after = end + len(ending)
        if text.startswith(ending, end) and (after >= n_signs or text[after] not in _LETTERS):
            return after
    return 0
