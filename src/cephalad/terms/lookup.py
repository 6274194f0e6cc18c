"""Findings and labels by id, with the nearest known name when an id is wrong."""

from __future__ import annotations

from collections.abc import Iterable

from cephalad.errors import UnknownName
from cephalad.terms.finding import LANGUAGES, Choice, Finding, ValueType
from cephalad.terms.vocabulary import FINDINGS, PRESENCES, STATUSES

__all__ = ["choice_label", "finding", "nearest"]

_LONGEST_NAME = 64


def finding(id: str) -> Finding:  # noqa: A002 - the vocabulary's own word for it
    """The finding with this id.

    Raises
    ------
    UnknownName : for an id that is not in the vocabulary; the message names the nearest one

    Examples
    --------
    >>> finding("complaint.leg-swelling").question_zh
    '是否有单侧或双侧下肢肿胀？'
    """
    try:
        return FINDINGS[id]
    except KeyError:
        raise UnknownName(_unknown("finding", id, FINDINGS)) from None


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that is most like the given one; None when none is alike.

    Only the first 64 characters are compared, so that a long input costs no more than a short one.

    Examples
    --------
    >>> nearest("haemoglobine", ["pulse", "haemoglobin"])
    'haemoglobin'
    """
    # Imported late: a valid case never needs it.
    from difflib import get_close_matches

    given = name[:_LONGEST_NAME]
    matches = get_close_matches(given, known, n=3)
    # A shared beginning says more than shared letters: ultrasonography means ultrasound, not venography.
    return max(matches, key=lambda match: _shared_beginning(match, given)) if matches else None


def _shared_beginning(one: str, other: str) -> int:
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def choice_label(finding_id: str, choice_id: str, lang: str) -> str:
    """The words for one answer to a finding, for yes and no of a presence, or for a status.

    Raises
    ------
    UnknownName : for a finding, a choice or a language that the vocabulary does not have

    Examples
    --------
    >>> choice_label("vein.content", "filling-defect", "en"), choice_label("vein.content", "not-assessed", "zh")
    ('filling defect', '未评估')
    """
    if lang not in LANGUAGES:
        raise UnknownName(_unknown("language", lang, LANGUAGES))
    answers = _answers(finding(finding_id))
    if choice_id not in answers:
        raise UnknownName(_unknown(f"answer to {finding_id}", choice_id, answers))
    answer = answers[choice_id]
    return answer.en if lang == "en" else answer.zh


def _answers(entry: Finding) -> dict[str, Choice]:
    own = PRESENCES if entry.type is ValueType.PRESENCE else {choice.id: choice for choice in entry.choices}
    statuses = {key: words for key, words in STATUSES.items() if key != "suspected" or entry.may_be_suspected}
    return {**statuses, **own}


def _unknown(what: str, name: str, known: Iterable[str]) -> str:
    guess = nearest(name, known)
    hint = f"; the nearest known name is {guess!r}" if guess else ""
    return f"unknown {what} {name[:_LONGEST_NAME]!r}{hint}"
