"""A replay and the issues of a file as text: what each event changed, and what to correct."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cephalad.errors import Issue
from cephalad.guideline import Guideline, default_guideline
from cephalad.replay import Change, KeyChange
from cephalad.write.layout import STRONG, clean, hanging, marked
from cephalad.write.words import (
    LADDERS,
    conclusion_words,
    criterion_words,
    listed,
    listed_apart,
    outcome_words,
    rung_words,
    segments_words,
    statuses_words,
    word,
)

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
    before, now = (_value(change.key, value, guideline, lang) for value in (change.from_value, change.to_value))
    told = word("replay.change", lang, key=_key(change.key, lang), before=before, now=now)
    yield from hanging(told, width, first="  ")
    # A step carries no verdicts, and a criterion's sentence without its verdict would be read as true: ids only.
    criteria = [clean(name) for name in change.because if name in guideline.criteria][:MOST_REASONS]
    events = [clean(name) for name in change.because if name not in guideline.criteria]
    why = listed_apart([listed(names, lang) for names in (events, criteria) if names], lang)
    yield from hanging(word("replay.because", lang, because=why), width, first="      ")


def _key(key: str, lang: str) -> str:
    part, _, rest = key.partition(".")
    if part in LADDERS or part == "stage":
        return word(f"ladder.{rest or part}", lang)
    if rest:
        return word("replay.key-of", lang, group=word(f"replay.{part}", lang), name=conclusion_words(key, lang))
    return word(f"replay.{part}", lang)


def _value(key: str, value: str, guideline: Guideline, lang: str) -> str:
    if not value:
        return word("replay.nothing", lang)
    part, _, rest = key.partition(".")
    if part in LADDERS or part == "stage":
        return _rung(rest or part, value, lang)
    if part == "plan-group":
        return rung_words("risk-group", value, lang)
    if part == "front":
        return segments_words(value.split(", "), lang)
    if part == "routes":
        return listed((word(f"route.{name}", lang) for name in value.split(", ")), lang)
    if part == "urgent":
        known = guideline.criteria
        return listed_apart((criterion_words(known[name], lang) for name in value.split(", ") if name in known), lang)
    if part == "continuity":
        return word(f"continuity.{value}", lang)
    if part == "workup":
        return statuses_words(value.split(" and "), lang)
    return _window(value, lang) if part == "surveillance" else outcome_words(key, value, lang)


def _rung(ladder: str, value: str, lang: str) -> str:
    """``probable (not excluded: confirmed)`` in words."""
    reached, _, higher = value.removesuffix(")").partition(" (not excluded: ")
    words = rung_words(ladder, reached, lang)
    if not higher:
        return words
    names = listed((rung_words(ladder, name, lang) for name in higher.split(", ")), lang)
    return word("text.with-not-excluded", lang, value=words, higher=names)


def _window(value: str, lang: str) -> str:
    if value == "no dates":
        return word("text.no-window", lang)
    opens, _, closes = value.partition(" to ")
    return word("text.window", lang, opens=opens, closes=closes)


def issue_lines(issues: Sequence[Issue], lang: str, width: int) -> Iterator[str]:
    """Every issue with place, rule, value and remedy, then how many there are."""
    for issue in issues:
        yield from hanging(clean(str(issue)), width, rest="    ")
    yield word("validate.none", lang) if not issues else word("validate.count", lang, number=len(issues))
