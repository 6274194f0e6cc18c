"""How far two readers agree: the share of reports on which they do, and Cohen's kappa with its interval.

Kappa is 1 for full agreement and 0 for what chance alone gives (Cohen, Educ Psychol Meas 1960; 20: 37-46). Its
standard error is the asymptotic one of Fleiss, Cohen and Everitt (Psychol Bull 1969; 72: 323-327). Where nearly every
report gets the same label, kappa is low in spite of much agreement: the agreement on each label is told beside it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import nan, sqrt
from statistics import NormalDist

from cephalad.cohort.survival import LEVEL, Estimate

__all__ = ["Agreement", "agreement"]

_Z = NormalDist().inv_cdf((1 + LEVEL) / 2)


@dataclass(frozen=True, slots=True)
class Agreement:
    """The labels of two readers, counted against each other.

    Attributes
    ----------
    labels : the labels that were offered, in the order of the table
    counts : one row for each label of the first reader, one column for each of the second
    kappa : with its 95 % interval; not a number where both gave one label only
    """

    labels: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]
    kappa: Estimate

    @property
    def n(self) -> int:
        """Reports that both have read."""
        return sum(map(sum, self.counts))

    @property
    def n_agreed(self) -> int:
        """Reports that got the same label from both."""
        return sum(self.counts[at][at] for at in range(len(self.labels)))

    def on(self, label: str) -> float:
        """How often one gave the label when the other did (positive agreement); not a number where nobody gave it."""
        at = self.labels.index(label)
        given = sum(self.counts[at]) + sum(row[at] for row in self.counts)
        return 2 * self.counts[at][at] / given if given else nan


def agreement(pairs: Iterable[tuple[str, str]], labels: Sequence[str]) -> Agreement:
    """The agreement of two readers, from the pair of labels that each report got.

    Examples
    --------
    >>> pairs = [("yes", "yes")] * 20 + [("yes", "no")] * 5 + [("no", "yes")] * 10 + [("no", "no")] * 15
    >>> round(agreement(pairs, ("yes", "no")).kappa.value, 3)
    0.4
    """
    counted = Counter(pairs)
    counts = tuple(tuple(counted[first, second] for second in labels) for first in labels)
    return Agreement(tuple(labels), counts, _kappa(counts))


def _kappa(counts: Sequence[Sequence[int]]) -> Estimate:
    n, size = sum(map(sum, counts)), range(len(counts))
    if not n:
        return Estimate(nan, nan, nan)
    share = [[count / n for count in row] for row in counts]
    first, second = [sum(row) for row in share], [sum(row[at] for row in share) for at in size]
    observed = sum(share[at][at] for at in size)
    by_chance = sum(first[at] * second[at] for at in size)
    if by_chance == 1:
        return Estimate(nan, nan, nan)
    kappa = (observed - by_chance) / (1 - by_chance)
    off = 1 - kappa
    agreed = sum(share[at][at] * (1 - (first[at] + second[at]) * off) ** 2 for at in size)
    apart = sum(share[i][j] * (second[i] + first[j]) ** 2 for i in size for j in size if i != j)
    variance = (agreed + off**2 * apart - (kappa - by_chance * off) ** 2) / (n * (1 - by_chance) ** 2)
    reach = _Z * sqrt(max(variance, 0.0))
    return Estimate(kappa, max(-1.0, kappa - reach), min(1.0, kappa + reach))
