"""Diagnostic figures of the studies in words: a line for each, and what none of them may be taken for."""

from __future__ import annotations

import re

from cephalad.evidence.diagnostics import AMONG_PROVEN, diagnostics_for, interval, share
from cephalad.evidence.study_model import Diagnostic
from cephalad.terms import FINDINGS, choice_label, message, sentences

__all__ = ["diagnostic_cautions", "diagnostic_line", "diagnostic_lines", "leading_figures"]

_MODALITY = "imaging.modality"
_MODALITIES = frozenset(choice.id for choice in FINDINGS[_MODALITY].choices)
# Shares between 0 and 1 that are no share of anybody.
_NUMBERS = ("auc", "kappa")


def diagnostic_lines(study_id: str, lang: str) -> tuple[str, ...]:
    """The figures that belong beside a study of the work-up, then the cautions; nothing where nobody told one."""
    found = diagnostics_for(study_id)
    return (*(diagnostic_line(figure, lang) for figure in found), *diagnostic_cautions(found, lang))


def leading_figures(study_id: str) -> tuple[Diagnostic, ...]:
    """How often a study named the disease itself: the largest series of each modality and setting."""
    named = (figure for figure in diagnostics_for(study_id) if figure.measure == "detected" and not figure.sign)
    largest: dict[tuple[str, str], Diagnostic] = {}
    for figure in named:
        kept = largest.get((figure.modality, figure.setting))
        if kept is None or (figure.of or 0) > (kept.of or 0):
            largest[figure.modality, figure.setting] = figure
    return tuple(largest.values())


def diagnostic_line(figure: Diagnostic, lang: str) -> str:
    """One figure with its interval, setting and study.

    Examples
    --------
    >>> from cephalad.evidence.diagnostics import diagnostics
    >>> [diagnostic_line(each, "en") for each in diagnostics() if each.found == 34]
    ['ultrasound alone named it in 34 of 61 (56 %, 95 % interval 43 to 67 %): proven cases, all extents (ZhangTT-2025)']
    """
    words = {
        "modality": _modality(figure.modality, lang),
        "sign": _word("diagnostic-sign", figure.sign, lang),
        "measure": message(f"diagnostic.measure.{figure.measure}", lang),
        "figure": _figure(figure, lang),
        "setting": _word("diagnostic-setting", figure.setting, lang),
        "study": figure.study,
    }
    if figure.sign:
        return message("diagnostic.sign", lang, **words)
    named = figure.measure == "detected" and figure.modality in _MODALITIES
    return message("diagnostic.named" if named else "diagnostic.plain", lang, **words)


def diagnostic_cautions(figures: tuple[Diagnostic, ...], lang: str) -> tuple[str, ...]:
    """What the figures must not be taken for, each caution once."""
    told = [
        message("diagnostic.among-proven", lang)
        if figure.measure in AMONG_PROVEN
        else message("diagnostic.elsewhere", lang, setting=_word("diagnostic-setting", figure.setting, lang))
        for figure in figures
    ]
    return tuple(dict.fromkeys(told))


def _figure(figure: Diagnostic, lang: str) -> str:
    value, ends = share(figure), interval(figure)
    if value is None:
        return ""
    if figure.measure in _NUMBERS:
        low, high = ends or (value, value)
        return message("diagnostic.value", lang, value=f"{value:.2f}", low=f"{low:.2f}", high=f"{high:.2f}")
    if figure.found is not None and ends is not None:
        percent = [f"{100 * part:.0f}" for part in (value, *ends)]
        words = {"found": figure.found, "of": figure.of, **dict(zip(("share", "low", "high"), percent, strict=True))}
        return message("diagnostic.counts-derived" if figure.derived else "diagnostic.counts", lang, **words)
    if figure.of is not None:
        return message("diagnostic.share-of", lang, share=f"{100 * value:g}", of=figure.of)
    return message("diagnostic.share", lang, share=f"{100 * value:g}")


def _modality(modality: str, lang: str) -> str:
    if modality in _MODALITIES:
        return choice_label(_MODALITY, modality, lang)
    return message(f"diagnostic.modality.{modality}", lang)


def _word(table: str, english: str, lang: str) -> str:
    """The words of a study in the reader's language; in English where nobody has translated them yet."""
    key = re.sub(r"[^a-z0-9]+", "-", english.lower()).strip("-")
    return (sentences(lang).get(f"{table}.{key}") if lang != "en" else None) or english
