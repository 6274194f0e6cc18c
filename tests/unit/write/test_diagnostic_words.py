"""Diagnostic figures in words: counts with their interval, and what they must not be taken for, in both languages."""

from __future__ import annotations

import pytest

from cephalad.evidence.diagnostics import diagnostics
from cephalad.evidence.study_model import Diagnostic
from cephalad.terms import sentences
from cephalad.write.diagnostic_words import diagnostic_cautions, diagnostic_line, diagnostic_lines


def test_ultrasound_is_told_in_counts() -> None:
    """34 of 61 with Wilson's interval, whose women they were, and the study; then the caution."""
    lines = diagnostic_lines("pelvic-ultrasound", "en")
    counts = "34 of 61 (56 %, 95 % interval 43 to 67 %)"
    assert f"ultrasound alone named it in {counts}: proven cases, all extents (ZhangTT-2025)" in lines
    assert lines[-1].startswith("Shares of women who have the disease: ")
    assert len(lines) == 3 + 5 + 1


def test_nothing_is_told_where_nobody_told_a_figure() -> None:
    """A study without figures has no line, not even a caution."""
    assert diagnostic_lines("blood-count", "en") == ()


FIGURES: list[tuple[Diagnostic, str]] = [
    (
        Diagnostic("any", "suspected", found=0, of=25, setting="here", study="A"),
        "any imaging: suspected in 0 of 25 (0 %, 95 % interval 0 to 13 %); here (A)",
    ),
    (
        Diagnostic("ultrasound", "sensitivity", found=41, of=67, derived=True, setting="here", study="A"),
        "ultrasound: sensitivity 41 of 67 (61 %, 95 % interval 49 to 72 %; count solved from the printed share);"
        " here (A)",
    ),
    (
        Diagnostic(
            "ultrasound", "detected", sign="cord", value=0.844, denominator_told=False, setting="here", study="A"
        ),
        "ultrasound, cord: named in 84.4 %, of how many is not told; here (A)",
    ),
    (
        Diagnostic("any", "suspected", value=0.55, of=672, setting="here", study="A"),
        "any imaging: suspected in 55 % of 672; here (A)",
    ),
    (
        Diagnostic("contrast-ultrasound", "auc", value=0.807, low=0.701, high=0.911, setting="here", study="A"),
        "contrast-enhanced ultrasound: area under the curve 0.81 (0.70 to 0.91); here (A)",
    ),
]


@pytest.mark.parametrize(("figure", "line"), FIGURES)
def test_every_kind_of_figure_has_its_words(figure: Diagnostic, line: str) -> None:
    """Counts with an interval, a solved count as one, a share of nobody knows how many as one, numbers as numbers."""
    assert diagnostic_line(figure, "en") == line


def test_every_shipped_figure_is_told_in_chinese() -> None:
    """No English word of a sign or a setting is left, and no translation without its English."""
    keys = {key for key in sentences("zh") if key.startswith(("diagnostic-sign.", "diagnostic-setting."))}
    for figure in diagnostics():
        line = diagnostic_line(figure, "zh")
        assert figure.setting not in line, line
        assert not figure.sign or figure.sign not in line, line
    used = {figure.sign for figure in diagnostics() if figure.sign} | {figure.setting for figure in diagnostics()}
    assert len(keys) == len(used)


def test_a_new_sign_stands_as_it_was_written() -> None:
    """Words that nobody has translated yet are shown in English."""
    figure = Diagnostic("ct", "sign-present", sign="a new sign", found=1, of=2, setting="elsewhere", study="A")
    assert "a new sign" in diagnostic_line(figure, "zh")


def test_each_caution_is_told_once() -> None:
    """Shares of proven cases are no predictive values, and the figures of one spectrum do not carry over."""
    figures = tuple(figure for figure in diagnostics() if figure.study in ("Ge-2022", "Xia-2022"))
    assert diagnostic_cautions(figures, "en") == (
        "Told of caval masses in a referral centre: it does not carry over to other patients.",
        "Shares of women who have the disease: how often it was recognised, never how often a suspicion is right.",
    )
