"""A replay and the issues of a file as text: what each event changed, and what to correct."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cephalad.errors import Issue
from cephalad.guideline import Guideline, default_guideline
from cephalad.replay import Change, KeyChange
from cephalad.write.key_words import key_value_words, key_words
from cephalad.write.layout import STRONG, clean, hanging, marked
from cephalad.write.words import listed, listed_apart, word

__all__ = ["issue_lines", "replay_lines"]

MOST_REASONS = 3
"""Criteria named for a change, to be asked for with ``--why``."""


def replay_lines(changes: Sequence[Change], guideline: Guideline | None, lang: str, width: int) -> Iterator[str]:
    """For each event what it changed, with the reasons that are new."""
    chosen = guideline or default_guideline()
    for number, change in enumerate(changes):
        if number:
            yield ""
        yield marked(word("replay.after", lang, event=change.after, date=change.as_of), STRONG)
        if not change.changes:
            yield from hanging(word("replay.no-change", lang), width, first="  ")
        for each in change.changes:
            yield from _change(each, chosen, lang, width)


def _change(change: KeyChange, guideline: Guideline, lang: str, width: int) -> Iterator[str]:
    before, now = (
        key_value_words(change.key, value, lang, guideline) for value in (change.from_value, change.to_value)
    )
    told = word("replay.change", lang, key=key_words(change.key, lang), before=before, now=now)
    yield from hanging(told, width, first="  ")
    # A step carries no verdicts, and a criterion's sentence without its verdict would be read as true: ids only.
    criteria = [clean(name) for name in change.because if name in guideline.criteria][:MOST_REASONS]
    events = [clean(name) for name in change.because if name not in guideline.criteria]
    why = listed_apart([listed(names, lang) for names in (events, criteria) if names], lang)
    yield from hanging(word("replay.because", lang, because=why), width, first="      ")


def issue_lines(issues: Sequence[Issue], lang: str, width: int) -> Iterator[str]:
    """Every issue with place, rule, value and remedy, then how many there are."""
    for issue in issues:
        yield from hanging(clean(str(issue)), width, rest="    ")
    yield word("validate.none", lang) if not issues else word("validate.count", lang, number=len(issues))
