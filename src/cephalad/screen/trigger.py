"""The guideline's trigger over what reports say: once for each distinct set of findings, verdicts only, no trace."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from cephalad.assess import Evaluation
from cephalad.facts import FactSheet
from cephalad.guideline import Guideline, default_guideline
from cephalad.logic import Truth
from cephalad.read import Cause, Found, Reading
from cephalad.record import Case, Point, view
from cephalad.screen.events import Said, case_of, is_mention, said_by
from cephalad.screen.tiers import EVIDENCE, EXPLAINED, MENTIONED, READ_AS_CAUSE, TIERS, Evidence

__all__ = ["CRITERIA", "Trigger", "Verdict", "tier_of", "words_of"]

CRITERIA = tuple(dict.fromkeys(name for each in EVIDENCE.values() for name in each.criteria))
"""The guideline's criteria that the tiers rest on."""

_MOST_REMEMBERED = 200_000
_MOST_VEINS = 99

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
    values = {(each.finding, each.value) for each in said}
    found = [
        each.id
        for each in EVIDENCE.values()
        if (each.id == MENTIONED and mentioned)
        or (each.id == EXPLAINED and explained)
        or any((finding, value) in values for finding, allowed in each.signs for value in allowed)
        or any(map(holds, each.criteria))
    ]
    standing = set(found)
    for tier in TIERS:
        if any(standing.issuperset(needed) for needed in tier.any_of):
            return Verdict(tier.name, tuple(found))
    return Verdict(None, tuple(found))


class Trigger:
    """The trigger of a guideline, with a memory of what it was asked before.

    Parameters
    ----------
    guideline : the default guideline when left out
    """

    def __init__(self, guideline: Guideline | None = None) -> None:
        self.guideline = guideline or default_guideline()
        self._known: dict[tuple[frozenset[Said], bool, bool], Verdict] = {}

    def of_reading(self, reading: Reading) -> Verdict:
        """The verdict on one report."""
        said, explained = said_by(reading)
        return self.of_said(said, mentioned=any(map(is_mention, reading.findings)), explained=explained)

    def of_said(self, said: frozenset[Said], *, mentioned: bool = False, explained: bool = False) -> Verdict:
        """The verdict on what one report says."""
        key = (said, mentioned, explained)
        verdict = self._known.get(key)
        if verdict is None:
            if len(self._known) >= _MOST_REMEMBERED:
                self._known.clear()
            verdict = self._known[key] = self.of_reports([said], mentioned=mentioned, explained=explained)
        return verdict

    def of_reports(
        self, reports: Iterable[frozenset[Said]], *, mentioned: bool = False, explained: bool = False
    ) -> Verdict:
        """The verdict on everything that several reports of one woman say together."""
        every = list(reports)
        verdicts = self.verdicts(case_of(every))
        return tier_of(frozenset().union(*every), lambda name: verdicts[name], mentioned=mentioned, explained=explained)

    def verdicts(self, case: Case) -> Mapping[str, bool]:
        """Whether each criterion that a tier rests on is yes, at the end of a case."""
        if not case.events:
            return dict.fromkeys(CRITERIA, False)
        last = Point(max((event.moment.span for event in case.events), key=lambda span: span.latest))
        evaluation = Evaluation(self.guideline, FactSheet(view(case, last), self.guideline.numbers))
        return {name: evaluation[name] is Truth.TRUE for name in CRITERIA}


def words_of(reading: Reading, verdict: Verdict) -> tuple[Found | Cause, ...]:
    """The findings that put a report into its tier, and the causes that it names, in the order of the text.

    Of a report without a tier, what would count together with other reports of the same woman.
    """
    standing = set(verdict.evidence)
    combinations = next((tier.any_of for tier in TIERS if tier.name == verdict.tier), (verdict.evidence,))
    deciding = {name for needed in combinations if standing.issuperset(needed) for name in needed}
    evidence = [EVIDENCE[name] for name in sorted(deciding)]
    shown: list[Found | Cause] = [
        found
        for found in reading.findings
        if _counts(found, deciding) and any(_shows(found, each) for each in evidence)
    ]
    if EXPLAINED in deciding:
        shown += (each for each in reading.causes if each.status in ("affirmed", "uncertain"))
    return tuple(sorted(shown, key=lambda each: each.span))


def _counts(found: Found, deciding: set[str]) -> bool:
    """Whether a finding is one that counts: not a negated one, and a past or sought one only where just that counts."""
    if found.status in ("affirmed", "uncertain"):
        return found.value not in ("clear", "not-assessed", "none")
    if found.status == "historical" and found.finding.startswith("history."):
        return True
    return MENTIONED in deciding and is_mention(found)


def _shows(found: Found, evidence: Evidence) -> bool:
    """Whether the words of a finding show an evidence to a reader."""
    if evidence.id == EXPLAINED and (found.finding, found.value) in READ_AS_CAUSE:
        return True
    if found.finding in evidence.words:
        signs = [values for finding, values in evidence.signs if finding == found.finding]
        return not signs or any(found.value in values for values in signs)
    return any(word.endswith(".") and found.finding.startswith(word) for word in evidence.words)
