"""The guideline's trigger over what reports say: once for each distinct set of findings, verdicts only, no trace."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Any

from cephalad.assess import Evaluation
from cephalad.facts import FactSheet
from cephalad.guideline import Guideline, default_guideline
from cephalad.logic import Truth
from cephalad.read import REAL, Cause, Found, Reading
from cephalad.record import Point, view
from cephalad.screen.events import Said, case_of, is_mention, said_by
from cephalad.screen.tiers import ELSEWHERE, EVIDENCE, EXPLAINED, MENTIONED, TIERS, shown_by

__all__ = ["CRITERIA", "Trigger", "Verdict", "deciding_evidence", "tier_of", "words_of"]

CRITERIA = tuple(dict.fromkeys(name for each in EVIDENCE.values() for name in each.criteria))
"""The guideline's criteria that the tiers rest on."""

_NO_STUDY = ("operation", "pathology")
_OF_VEINS = ("vein.", "imaging.modality", "imaging.contrast", "imaging.regions", "imaging.venous-thrombus")
_READ: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "ivl.suspicion.read-as-ivl": ("mass.reading", "imaging.reading"),
        "ivl.suspicion.intraluminal-on-pathology": _NO_STUDY,
        "ivl.suspicion.worm-like-at-operation": _NO_STUDY,
        "ivl.suspicion.ultrasound-trigger": ("mass.",),
        "ivl.suspicion.consider": ("history.", "complaint.", "examination.", "imaging.", "mass.reading"),
        "ivl.suspicion.fibroids-or-surgery": ("history.", "imaging.", "mass.reading"),
        "ivl.suspicion.vein-content": _OF_VEINS,
        "ivl.suspicion.continuous-intraluminal": _OF_VEINS,
        "ivl.suspicion.cord-after-hysterectomy": (*_OF_VEINS, "history."),
    }
)
"""How the findings begin that can turn a criterion in a report of a study; the other criteria are given everything.

It only saves work: two reports that say the same of these are asked about once. A test compares with the whole report.
"""

_OFF_ROUTE = "other"
_LESS_OFF_ROUTE = frozenset({("vein.content", "filling-defect"), ("vein.content", "thrombus")})
_MOST_REMEMBERED = 200_000

Holds = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the trigger says of a set of findings.

    Attributes
    ----------
    tier : ``A`` to ``D``, None for none
    evidence : ids of the evidence that holds, in order of its declaration
    """

    tier: str | None
    evidence: tuple[str, ...]


def tier_of(said: frozenset[Said], holds: Holds, *, mentioned: bool = False, explained: bool = False) -> Verdict:
    """The tier of what was said, given which criteria of the guideline hold.

    Parameters
    ----------
    holds : whether a criterion is yes, whichever engine says so
    mentioned : whether the disease is named as past or as what is looked for
    explained : whether the report names a cause of its own for what it saw in a vein
    """
    values = {(each.finding, each.value) for each in said if not _is_elsewhere(each)}
    found = [
        each.id
        for each in EVIDENCE.values()
        if (each.id == MENTIONED and mentioned)
        or (each.id == EXPLAINED and explained)
        or (each.id == ELSEWHERE and any(map(_is_elsewhere, said)))
        or not each.pairs.isdisjoint(values)
        or any(map(holds, each.criteria))
    ]
    standing = set(found)
    for tier in TIERS:
        if any(standing.issuperset(needed) for needed in tier.any_of):
            return Verdict(tier.name, tuple(found))
    return Verdict(None, tuple(found))


def _is_elsewhere(said: Said) -> bool:
    """Whether a filling defect or a thrombus lies in a vein that is no part of the disease's route."""
    return said.qualifier == _OFF_ROUTE and said[:2] in _LESS_OFF_ROUTE


class Trigger:
    """The trigger of a guideline, with a memory of what it was asked before.

    Parameters
    ----------
    guideline : the default guideline when left out
    """

    def __init__(self, guideline: Guideline | None = None) -> None:
        self.guideline = guideline or default_guideline()
        self._verdicts: dict[tuple[frozenset[Said], bool, bool], Verdict] = {}
        self._truths: dict[tuple[str, frozenset[Said]], bool] = {}

    def of_reading(self, reading: Reading) -> Verdict:
        """The verdict on one report."""
        said, explained = said_by(reading)
        return self.of_said(said, mentioned=any(map(is_mention, reading.findings)), explained=explained)

    def of_said(self, said: frozenset[Said], *, mentioned: bool = False, explained: bool = False) -> Verdict:
        """The verdict on what one report says."""
        key = (said, mentioned, explained)
        verdict = self._verdicts.get(key)
        if verdict is None:
            _make_room(self._verdicts)
            holds = self.holds_in([said]) if _is_of_more(said) else partial(self._holds_in_study, said)
            verdict = self._verdicts[key] = tier_of(said, holds, mentioned=mentioned, explained=explained)
        return verdict

    def of_reports(
        self, reports: Iterable[frozenset[Said]], *, mentioned: bool = False, explained: bool = False
    ) -> Verdict:
        """The verdict on everything that several reports of one woman say together."""
        every = list(reports)
        return tier_of(frozenset().union(*every), self.holds_in(every), mentioned=mentioned, explained=explained)

    def holds_in(self, reports: Iterable[frozenset[Said]]) -> Holds:
        """Whether a criterion is yes after these reports; none is worked out before it is asked for."""
        case = case_of(reports)
        if not case.events:
            return lambda _: False
        last = Point(max((event.moment.span for event in case.events), key=lambda span: span.latest))
        evaluation = Evaluation(self.guideline, FactSheet(view(case, last), self.guideline.numbers))
        return lambda name: evaluation[name] is Truth.TRUE

    def _holds_in_study(self, said: frozenset[Said], criterion: str) -> bool:
        """Whether a criterion is yes after the report of a study, by what can turn it."""
        read = _READ.get(criterion)
        part = frozenset([each for each in said if each.finding.startswith(read)]) if read else said
        key = (criterion, part)
        truth = self._truths.get(key)
        if truth is None:
            _make_room(self._truths)
            truth = self._truths[key] = self.holds_in([part])(criterion)
        return truth


def _is_of_more(said: frozenset[Said]) -> bool:
    """Whether a report speaks of an operation or a specimen, where what was seen may count otherwise."""
    return any(each.finding.startswith(_NO_STUDY) or each.value in _NO_STUDY for each in said)


def _make_room(remembered: dict[Any, Any]) -> None:
    if len(remembered) >= _MOST_REMEMBERED:
        remembered.clear()


def deciding_evidence(verdict: Verdict) -> frozenset[str]:
    """The ids of the evidence that reached the tier; of a report without one, of all that holds."""
    standing = set(verdict.evidence)
    combinations = next((tier.any_of for tier in TIERS if tier.name == verdict.tier), (verdict.evidence,))
    return frozenset(name for needed in combinations if standing.issuperset(needed) for name in needed)


def words_of(reading: Reading, verdict: Verdict) -> tuple[Found | Cause, ...]:
    """The findings that put a report into its tier, and the causes that it names, in the order of the text.

    Of a report without a tier, what would count together with other reports of the same woman.
    """
    deciding = deciding_evidence(verdict)
    shown: list[Found | Cause] = [
        found
        for found in reading.findings
        if isinstance(found.value, str)
        and not deciding.isdisjoint(shown_by(found.finding, found.value))
        and _counts(found, deciding)
    ]
    if EXPLAINED in deciding:
        shown += (each for each in reading.causes if each.status in REAL)
    return tuple(sorted(shown, key=lambda each: each.span))


def _counts(found: Found, deciding: frozenset[str]) -> bool:
    """Whether a finding is one that counts: not a negated one, and a past or sought one only where just that counts."""
    if found.status in REAL:
        return found.value not in ("clear", "not-assessed", "none")
    if found.status == "historical" and found.finding.startswith("history."):
        return True
    return MENTIONED in deciding and is_mention(found)
