"""The conclusions that a replay or a comparison compares, in words: their keys and their values, and notices."""

from __future__ import annotations

from cephalad.guideline import Guideline
from cephalad.plan import Notice
from cephalad.terms import clean, filled_in, message, template
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
    words_if_present,
)

__all__ = ["key_value_words", "key_words", "notice_words"]


def key_words(key: str, lang: str) -> str:
    """What a conclusion is called, by its key in `cephalad.assessment.key_values`."""
    part, _, rest = key.partition(".")
    if part in LADDERS or part == "stage":
        return word(f"ladder.{rest or part}", lang)
    if rest:
        return word("replay.key-of", lang, group=word(f"replay.{part}", lang), name=conclusion_words(key, lang))
    return word(f"replay.{part}", lang)


def key_value_words(key: str, value: str, lang: str, guideline: Guideline) -> str:
    """The value of a conclusion in words; a step of a scale with those that are not excluded."""
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
        named = (known[name] for name in value.split(", ") if name in known)
        return listed_apart((criterion_words(each, lang, guideline) for each in named), lang)
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


def notice_words(notice: Notice, lang: str, guideline: Guideline) -> str:
    """The sentence of a notice with what it names in words, and with the guideline's numbers."""
    told = {name: _notice_part(name, value, lang) for name, value in notice.params}
    if notice.code == "variant-differs":
        given = dict(notice.params)
        told["what"] = key_words(given["what"], lang)
        told |= {name: key_value_words(given["what"], given[name], lang, guideline) for name in ("here", "there")}
    # The guideline's numbers first: a local variant gives its reason in words of its own, whose braces mean nothing.
    sentence = guideline.filled(template(f"notice.{notice.code}", lang))
    return filled_in(sentence, **{name: clean(value) for name, value in told.items()})


def _notice_part(name: str, value: str, lang: str) -> str:
    if name == "segments":
        return segments_words(value.split(", "), lang)
    if name == "name":
        return words_if_present(f"change.{value.replace(' ', '-')}", lang) or value
    if name == "changes":
        return listed_apart((_changed_words(each, lang) for each in value.split(", ")), lang)
    if name in ("here", "there"):
        number, _, unit = value.partition(" ")
        return f"{number} {words_if_present(f'unit.{unit}', lang) or unit}"
    return value


def _changed_words(text: str, lang: str) -> str:
    """``suspicion: probable → confirmed`` in words."""
    scale, _, change = text.partition(": ")
    before, _, after = change.partition(" → ")
    if scale not in LADDERS or not after:
        return words_if_present(f"change.{text}", lang) or text
    values = f"{rung_words(scale, before, lang)} → {rung_words(scale, after, lang)}"
    return message("text.value-of", lang, what=message(f"ladder.{scale}", lang), value=values)
