"""What a labelled sample says of the screener: agreement, sensitivity, specificity, and the charts to read for a case.

Tiers A to C mean *read the chart*, so a report in one of them is an alarm, and one in tier D or in none is not. The
reference is what two readers agree on, and the adjudicator's word where they do not. A case among the reports that
nobody labelled cannot show in an interval: how many the silent tiers may still hide is worked out beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import inf, isnan, nan

from cephalad.cohort.proportion import wilson
from cephalad.cohort.survival import Estimate
from cephalad.errors import InvalidArgument
from cephalad.screen.agreement import Agreement, agreement
from cephalad.screen.labels import LABELS, NO_TIER, TIERS, UNSURE, Label
from cephalad.screen.weighted import Share, predictive_value, weighted_share

__all__ = ["ALARMS", "SILENT", "Evaluation", "ReadUpTo", "TierFound", "evaluate"]

ALARMS = TIERS[: TIERS.index("D")]
"""The tiers that mean *read the chart*."""

SILENT = ("D", NO_TIER)
"""The tiers that do not."""


@dataclass(frozen=True, slots=True)
class TierFound:
    """One tier.

    Attributes
    ----------
    n_reports : reports of the archive in it, as the inclusion probability tells
    n_labelled, n_cases : labelled reports, and cases among them
    share : cases among its reports
    """

    tier: str
    n_reports: float
    n_labelled: int
    n_cases: int
    share: Estimate

    @property
    def charts_per_case(self) -> Estimate:
        """Charts to read for one case found; infinite where no case was found."""
        return _inverse(self.share)

    @property
    def most_hidden(self) -> float:
        """Cases that its reports may hold: those labelled, and the upper limit of the share among the others."""
        return self.n_cases + self.share.high * max(self.n_reports - self.n_labelled, 0.0)


@dataclass(frozen=True, slots=True)
class ReadUpTo:
    """What reading every chart of the archive down to a tier would give.

    Attributes
    ----------
    n_charts : charts to read
    share : cases among them, weighted
    found : of all cases of the archive, the share that they hold
    """

    tier: str
    n_charts: float
    share: Share
    found: Share

    @property
    def charts_per_case(self) -> Estimate:
        """Charts to read for one case found; infinite where no case was found."""
        return _inverse(self.share.estimate)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Everything that the page tells.

    Attributes
    ----------
    n_adjudicated : reports on which the adjudicator decided
    cases : cases among the reports of the archive, weighted: the prevalence
    sensitivity, specificity : not a number where no report without a tier is labelled
    sensitivity_not_excluded : how low the sensitivity could be if the reports that nobody labelled in the silent tiers
        held as many cases as the sample allows (upper Wilson limit of each tier)
    prevalence : the one that was asked for, None for none
    predictive_value : at that prevalence
    """

    agreement: Agreement
    n_adjudicated: int
    tiers: tuple[TierFound, ...]
    up_to: tuple[ReadUpTo, ...]
    cases: Share
    sensitivity: Share
    specificity: Share
    sensitivity_not_excluded: float
    prevalence: float | None
    predictive_value: Estimate

    @property
    def n(self) -> int:
        """Labelled reports."""
        return self.agreement.n

    @property
    def n_archive(self) -> float:
        """Reports of the archive that the sample stands for."""
        return sum(tier.n_reports for tier in self.tiers)


def evaluate(labels: Sequence[Label], *, prevalence: float | None = None) -> Evaluation:
    """The evaluation of labels that have been checked: each read by both, each disagreement decided.

    Parameters
    ----------
    prevalence : the share of cases among all reports for which the predictive value is wanted

    Raises
    ------
    InvalidArgument : for a prevalence that is not above 0 and below 1
    """
    if prevalence is not None and not 0 < prevalence < 1:
        raise InvalidArgument(f"--prevalence: must be above 0 and below 1, got {prevalence}; write 0.003 for 0.3 %")
    tiers = tuple(_tier(tier, [label for label in labels if label.tier == tier]) for tier in TIERS)
    present = tuple(tier for tier in tiers if tier.n_labelled)
    cases = [label for label in labels if label.is_case]
    # Of labels that all lie on the list, every case was found: that tells nothing of those that were not.
    is_whole = any(label.tier == NO_TIER for label in labels)
    known = cases if is_whole else []
    sensitivity = _share_in(known, ALARMS)
    specificity = _share_in([label for label in labels if is_whole and not label.is_case], SILENT)
    asked = (
        Estimate(nan, nan, nan)
        if prevalence is None
        else predictive_value(sensitivity.estimate, specificity.estimate, prevalence)
    )
    offered = tuple(label for label in LABELS if label != UNSURE or _unsure(labels))
    return Evaluation(
        agreement=agreement(((label.first, label.second) for label in labels), offered),
        n_adjudicated=sum(not label.agreed for label in labels),
        tiers=present,
        up_to=tuple(_up_to(at, present, labels, known) for at, each in enumerate(present) if each.tier in ALARMS),
        cases=weighted_share([(label.is_case, label.weight) for label in labels]),
        sensitivity=sensitivity,
        specificity=specificity,
        sensitivity_not_excluded=_lowest_sensitivity(cases, present),
        prevalence=prevalence,
        predictive_value=asked,
    )


def _unsure(labels: Iterable[Label]) -> bool:
    return any(UNSURE in (label.first, label.second) for label in labels)


def _tier(tier: str, labels: Sequence[Label]) -> TierFound:
    n_cases = sum(label.is_case for label in labels)
    return TierFound(tier, _standing_for(labels), len(labels), n_cases, wilson(n_cases, len(labels)))


def _up_to(at: int, tiers: Sequence[TierFound], labels: Sequence[Label], cases: Sequence[Label]) -> ReadUpTo:
    names = [each.tier for each in tiers[: at + 1]]
    among = [(label.is_case, label.weight) for label in labels if label.tier in names]
    return ReadUpTo(
        tier=tiers[at].tier,
        n_charts=sum(each.n_reports for each in tiers[: at + 1]),
        share=weighted_share(among),
        found=_share_in(cases, names),
    )


def _share_in(labels: Iterable[Label], tiers: Sequence[str]) -> Share:
    return weighted_share([(label.tier in tiers, label.weight) for label in labels])


def _lowest_sensitivity(cases: Iterable[Label], tiers: Iterable[TierFound]) -> float:
    found = _standing_for(label for label in cases if label.tier in ALARMS)
    hidden = sum(tier.most_hidden for tier in tiers if tier.tier in SILENT)
    return found / (found + hidden) if found or hidden else nan


def _standing_for(labels: Iterable[Label]) -> float:
    # The weights are inverse probabilities: their sum is a number of reports but for the rounding.
    return round(sum(label.weight for label in labels), 6)


def _inverse(share: Estimate) -> Estimate:
    if isnan(share.value):
        return share
    return Estimate(_over(share.value), _over(share.high), _over(share.low))


def _over(share: float) -> float:
    return 1 / share if share else inf
