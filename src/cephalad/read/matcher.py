"""Where the words of the rules stand in a text: one pass of an Aho-Corasick automaton, the longest word first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

import ahocorasick  # type: ignore[import-not-found]  # it comes without types

from cephalad.read.rules_file import Rule
from cephalad.read.spelling import misspelt
from cephalad.read.text import Plain

__all__ = ["Match", "Matcher"]

_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")
_MISSPELT_KINDS = frozenset({"content", "place", "head", "reading", "procedure", "presence", "site"})
# Words of these kinds that stand alone are a reason to read a report.
_STRONG_KINDS = frozenset({"content", "place", "head", "reading", "site", "presence", "procedure", "cause", "organ"})
_SHORTEST_PLURAL = 3
_COMPOSITION = "mass.composition"


class Match(NamedTuple):
    """A word at a place of the plain text, with its rules by their kind."""

    start: int
    end: int
    rules: Mapping[str, Rule]
    word: str


_Hit: TypeAlias = tuple[int, int, int, Mapping[str, Rule], str]
"""Start, end with its sign turned, whether a plural was found for the word, rules, word: in the order of preference."""


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
            for other in misspelt(word) if able else ():
                if other not in owners:
                    self._add(other, word, able)
        self._capitals = frozenset(word for rule in rules if rule.capitals for word in rule.words)
        self._words.make_automaton()
        self._strong.make_automaton()

    def _add(self, written: str, word: str, owning: Mapping[str, Rule]) -> None:
        if written not in self._words:
            self._words.add_word(written, (len(written), owning, word))
        if any(rule.kind in _STRONG_KINDS and not rule.weak for rule in owning.values()):
            self._strong.add_word(written, len(written))

    def ignoring(self, *pairs: tuple[str, str]) -> Matcher:
        """The same words without some; the automaton is shared."""
        other = Matcher.__new__(Matcher)
        other._words, other._strong = self._words, self._strong
        other._capitals = self._capitals
        other.without = self.without | frozenset(pairs)
        return other

    def worth_reading(self, text: str) -> bool:
        """Whether the plain text holds a word that is a reason to read it."""
        n_signs = len(text)
        for last, length in self._strong.iter(text):
            start, end = last - length + 1, last + 1
            if text[start] not in _LETTERS or start == 0 or text[start - 1] not in _LETTERS:
                after = text[end] if end < n_signs else " "
                if after not in _LETTERS or text[last] not in _LETTERS or after in "se":
                    return True
        return False

    def matches(self, plain: Plain, given: str) -> list[Match]:
        """The words that stand in the text, in order, none inside or across another: the longest of the first wins."""
        text = plain.text
        n_signs = len(text)
        found: list[_Hit] = []
        for last, (length, owning, word) in self._words.iter(text):
            start, end = last - length + 1, last + 1
            if start and text[start] in _LETTERS and text[start - 1] in _LETTERS:
                continue
            if end < n_signs and text[last] in _LETTERS and text[end] in _LETTERS:
                if length < _SHORTEST_PLURAL:
                    continue
                end = _after_plural(text, end, n_signs)
                if not end:
                    continue
            found.append((start, -end, end - last - 1, owning, word))
        found.sort(key=_by_place)
        kept: list[Match] = []
        done = 0
        for start, minus_end, _, owning, word in found:
            if start < done:
                continue
            rules = owning
            if self.without or word in self._capitals:
                rules = self._standing(owning, word, plain, given, start, -minus_end)
            if rules:
                kept.append(Match(start, -minus_end, rules, word))
                done = -minus_end
        return kept

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


def _give_composition(owners: Mapping[str, list[Rule]], rules: Sequence[Rule]) -> None:
    """Let a word for a mass that begins with its composition say that too: *solid structure*, 囊实性包块."""
    told = [(word, rule) for rule in rules if rule.finding == _COMPOSITION for word in rule.words]
    told.sort(key=lambda entry: -len(entry[0]))
    for word, owning in owners.items():
        kinds = {rule.kind for rule in owning}
        if "head" in kinds and "attribute" not in kinds:
            owning += [rule for beginning, rule in told if word.startswith(beginning)][:1]


def _by_place(found: _Hit) -> tuple[int, int, int]:
    return found[:3]


def _after_plural(text: str, end: int, n_signs: int) -> int:
    """Where a plural in -s or -es ends; 0 when the word goes on otherwise."""
    for ending in ("s", "es"):
        after = end + len(ending)
        if text.startswith(ending, end) and (after >= n_signs or text[after] not in _LETTERS):
            return after
    return 0
