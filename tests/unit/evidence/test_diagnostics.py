"""Diagnostic figures: their shares and intervals, and which belong beside a study of the work-up."""

from __future__ import annotations

import pytest

from cephalad.evidence.diagnostics import diagnostics, diagnostics_for, interval, share, wilson_interval
from cephalad.evidence.studies import studies
from cephalad.evidence.study_model import Diagnostic


def test_the_figures_of_the_collection_are_there() -> None:
    """Ultrasound named 34 of 61, MRI 11 of 51, CT 4 of 19; the sign of Ge-2023 was in 20 of 67 and none of 217."""
    counts = {(each.study, each.modality, each.measure): (each.found, each.of) for each in diagnostics() if each.of}
    assert counts["ZhangTT-2025", "ultrasound", "detected"] == (34, 61)
    assert counts["Xia-2022", "ultrasound", "detected"] == (4, 72)
    assert counts["Xia-2022", "mr", "detected"] == (11, 51)
    assert counts["Xia-2022", "ct", "detected"] == (4, 19)
    assert counts["Ge-2023", "ultrasound", "sensitivity"] == (20, 67)
    assert counts["Ge-2023", "ultrasound", "specificity"] == (217, 217)
    assert counts["YuX-2021", "any", "suspected"] == (0, 25)
    assert counts["LiB-2013", "any", "detected"] == (57, 105)


def test_no_figure_of_a_study_is_passed_over() -> None:
    """They are those of the studies, in the same order."""
    assert diagnostics() == tuple(figure for study in studies().values() for figure in study.diagnostics)
    assert len(diagnostics()) == 36


def test_the_four_cells_of_ge_2022_agree() -> None:
    """Of 67 with and 26 without the disease 41 and 18 were told right: 59 of 93, and 49 and 44 called so."""
    found = {each.measure: each for each in diagnostics() if each.study == "Ge-2022" and each.of}
    cells = {measure: (each.found, each.of) for measure, each in found.items()}
    assert cells == {
        "sensitivity": (41, 67),
        "specificity": (18, 26),
        "accuracy": (41 + 18, 67 + 26),
        "ppv": (41, 41 + 26 - 18),
        "npv": (18, 18 + 67 - 41),
    }
    assert all(each.derived for each in found.values())


def test_figures_stand_beside_their_study_whole_before_sign() -> None:
    """Pelvic ultrasound: the three counts of the disease, most women first, then the printed shares of signs."""
    found = diagnostics_for("pelvic-ultrasound")
    assert [(each.found, each.of) for each in found][:3] == [(4, 72), (34, 61), (1, 7)]
    assert [each.sign != "" for each in found] == [False] * 3 + [True] * 5
    assert [each.value for each in found[3:]] == [0.767, 0.769, 0.844, 0.923, 0.667]
    assert not any(each.denominator_told for each in found[3:])


def test_a_study_without_figures_has_none() -> None:
    """Nothing is shown where nobody told a figure, and nothing for a word that is no study."""
    assert diagnostics_for("blood-count") == diagnostics_for("") == ()


@pytest.mark.parametrize(
    ("found", "of", "low", "high"),
    [
        # R 4.2.2: prop.test(x, n, correct = FALSE)$conf.int, which is Wilson's interval.
        (34, 61, 0.433033677, 0.674921945),
        (0, 25, 0.0, 0.133192251),
        (7, 7, 0.645669565, 1.0),
    ],
)
def test_the_interval_is_wilsons(found: int, of: int, low: float, high: float) -> None:
    """Its limits are the shares from which the observed one lies 1.96 standard errors away."""
    assert wilson_interval(found, of) == pytest.approx((low, high), abs=5e-9)
    # The second way: each limit inside (0, 1) solves (p - limit)² = z² limit (1 - limit) / n.
    for limit in wilson_interval(found, of):
        if 0 < limit < 1:
            assert (found / of - limit) ** 2 == pytest.approx(1.959964**2 * limit * (1 - limit) / of, rel=1e-6)


@pytest.mark.parametrize(
    ("figure", "expected_share", "expected_interval"),
    [
        (Diagnostic("ct", "detected", found=1, of=4, value=0.25), 0.25, wilson_interval(1, 4)),
        (Diagnostic("ct", "detected", value=0.55, of=672), 0.55, None),
        (Diagnostic("ct", "detected", value=0.767), 0.767, None),
        (Diagnostic("ct", "auc", value=0.652, low=0.528, high=0.776), 0.652, (0.528, 0.776)),
        (Diagnostic("ct", "detected", found=0, of=0), None, None),
    ],
)
def test_a_figure_without_counts_gets_no_interval(
    figure: Diagnostic, expected_share: float | None, expected_interval: tuple[float, float] | None
) -> None:
    """A printed interval stays, counts give Wilson's, and a share of nobody knows how many has none."""
    assert share(figure) == expected_share
    assert interval(figure) == expected_interval
