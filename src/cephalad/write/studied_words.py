"""The outcome of studied women beside one patient, in words: always women out of a hundred with an interval, the
studies behind it and what it leaves out; the raw counts where studies are too few; never a bare percentage.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from string import ascii_lowercase

from cephalad.assessment import OptionRow
from cephalad.evidence.pooled_model import Pooled, PooledAnalysis, PooledStratum, TooFewStudies, natural_frequency
from cephalad.evidence.studied import Studied
from cephalad.terms import clean, sentences
from cephalad.write.page import Page
from cephalad.write.words import listed_apart, word

__all__ = [
    "in_order_of_options",
    "letter",
    "studied_figure",
    "studied_leaves_out",
    "studied_numbers",
    "studied_question",
    "studied_sentence",
]


def in_order_of_options(options: Iterable[OptionRow]) -> list[Studied]:
    """What is told beside any of the options, each stratum once, in their order."""
    found: dict[str, Studied] = {}
    for row in options:
        for each in row.studied:
            found.setdefault(each.stratum.id, each)
    return list(found.values())


def letter(place: int) -> str:
    """The letter under which a stratum is told, the first one *a*.

    Examples
    --------
    >>> letter(0), letter(2)
    ('a', 'c')
    """
    return ascii_lowercase[place]


def studied_numbers(page: Page, row: OptionRow, options: Sequence[OptionRow]) -> str:
    """Which of the strata below are told of women treated so; that nobody has studied it, where that is so."""
    order = [each.stratum.id for each in in_order_of_options(options)]
    numbers = [f"({letter(order.index(each.stratum.id))})" for each in row.studied]
    return page.say("studied.see", numbers=page.together(numbers)) if numbers else page.say("studied.nobody")


def studied_question(studied: Studied, lang: str) -> str:
    """The question that the figure answers."""
    own = sentences(lang).get(f"stratum.{studied.stratum.id}.question") if lang != "en" else None
    return clean(own or studied.stratum.question)


def studied_leaves_out(studied: Studied, lang: str) -> str:
    """What the figure does not account for."""
    own = sentences(lang).get(f"stratum.{studied.stratum.id}.leaves_out") if lang != "en" else None
    return word("studied.leaves-out", lang, leaves_out=own or studied.stratum.leaves_out)


def studied_figure(studied: Studied, lang: str) -> str:
    """The figure with its interval, what it rests on, and where it is open whether the patient is such a woman."""
    result = studied.result
    told = _curve(result, lang) if result.main is None else _analysis(result.main, lang)
    return told if studied.certain else f"{told} {word('studied.not-certain', lang)}"


def studied_sentence(studied: Studied, lang: str) -> str:
    """Question and figure together."""
    return word("studied.told", lang, question=studied_question(studied, lang), figure=studied_figure(studied, lang))


def _analysis(main: PooledAnalysis, lang: str) -> str:
    names = listed_apart(dict.fromkeys(row.study for row in main.rows), lang)
    if main.bayes is None:
        assert main.raw is not None, "what is not pooled is told as raw counts"
        return _raw(main.raw, names, lang)
    return _pooled(main.bayes, names, lang)


def _pooled(found: Pooled, names: str, lang: str) -> str:
    rate = found.woman_years is not None
    low, high = _ends(found.low, found.high, rate=rate)
    new = ""
    if found.predictive_low is not None and found.predictive_high is not None:
        new_low, new_high = _ends(found.predictive_low, found.predictive_high, rate=rate)
        new = " " + word("studied.new-centre", lang, low=new_low, high=new_high)
    said = word(
        "studied.pooled-rate" if rate else "studied.pooled",
        lang,
        low=low,
        high=high,
        middle=_ends(found.estimate, found.estimate, rate=rate)[0],
        studies=found.studies,
        events=found.events,
        patients=found.patients,
        names=names,
    )
    return said + new


def _raw(raw: TooFewStudies, names: str, lang: str) -> str:
    rate = raw.woman_years is not None
    low, high = _ends(raw.low, raw.high, rate=rate)
    return word(
        "studied.raw-rate" if rate else "studied.raw",
        lang,
        events=raw.events,
        patients=raw.patients,
        years=f"{raw.woman_years or 0:.0f}",
        low=low,
        high=high,
        names=names,
    )


def _ends(low: float, high: float, *, rate: bool) -> tuple[str, str]:
    """Both ends out of a hundred: women, or woman-years."""
    if rate:
        return f"{100 * low:.1f}", f"{100 * high:.1f}"
    least, most = natural_frequency(low, high)
    return str(least), str(most)


def _curve(result: PooledStratum, lang: str) -> str:
    points = [
        word("studied.by-years", lang, years=f"{point.months / 12:g}", share=f"{100 * point.share:.1f}")
        for point in result.curve
    ]
    names = listed_apart(dict.fromkeys(point.study for point in result.curve), lang)
    return word("studied.curve", lang, points=listed_apart(points, lang), names=names)
