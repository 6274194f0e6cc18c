"""The facts that would decide: for each open conclusion the one or two facts whose answers settle it.

*Decide* means what the reference engine says: with the answers in place of the facts, the criterion has a verdict.
Each fact is answered by itself; what a real answer would change in other facts of the sheet is not foreseen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from cephalad.assess.answers import OpenFacts
from cephalad.assess.evaluate import Evaluation
from cephalad.assess.outlook import Assumptions, Outlook
from cephalad.logic import Truth

__all__ = ["Decision", "MissingFact", "Question", "missing_facts"]

MOST_LISTED = 5
"""How many facts are listed where one or two do not decide."""


@dataclass(frozen=True, slots=True)
class Question:
    """An open conclusion: the criterion behind it and what is concluded when that is yes or no.

    Examples
    --------
    >>> Question("risk-group.very-high", "ivl.risk.very-high", "very-high", "not very-high").if_yes
    'very-high'
    """

    conclusion: str
    criterion: str
    if_yes: str
    if_no: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What the answers that decide a conclusion lead to; other answers leave it open.

    Attributes
    ----------
    outcomes : answer and outcome; the answers to two facts are joined by `` + `` in the order of the facts
    """

    conclusion: str
    outcomes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class MissingFact:
    """One fact, or two together, that decide something.

    Attributes
    ----------
    facts : fact ids; ``segment.<id>`` is a segment, ``mass:<criterion>`` a mass as that criterion describes it
    questions : for each fact the vocabulary id of the finding that asks for it
    more_than_two : one or two facts decide nothing here; `facts` are then those that the most criteria wait for
    """

    facts: tuple[str, ...]
    questions: tuple[str, ...]
    decides: tuple[Decision, ...]
    more_than_two: bool = False


Outcomes: TypeAlias = dict[tuple[str, ...], list[tuple[str, bool]]]
"""For each set of facts that decides a criterion, the answers that do and whether they make it yes."""


def missing_facts(evaluation: Evaluation, questions: Sequence[Question]) -> tuple[MissingFact, ...]:
    """The smallest sets of one or two facts that decide an open conclusion; fewest first, then those that decide most.

    Two facts are listed for a conclusion only when no answer to either alone decides it. Where no two facts decide,
    the five that most of the criteria below it wait for are listed, last and without outcomes. A conclusion that is
    known is not considered, and nothing is asked below what is known.
    """
    return _Search(evaluation, questions).result()


class _Search:
    """One patient's search; criteria that several conclusions rest on are worked out once."""

    def __init__(self, evaluation: Evaluation, questions: Sequence[Question]) -> None:
        self._open = OpenFacts(evaluation)
        self._questions = [item for item in questions if evaluation[item.criterion] is Truth.UNKNOWN]
        asked = frozenset[str]().union(*(self._open.below(item.criterion) for item in self._questions))
        self._described = {fact: self._open.describe(fact) for fact in sorted(asked)}
        self._assumptions = Assumptions(list(self._described.values()))
        self._outlook = Outlook(evaluation, self._assumptions)
        self._outcomes: dict[tuple[int, int], Outcomes] = {}

    def result(self) -> tuple[MissingFact, ...]:
        deciding: dict[tuple[str, ...], list[Decision]] = {}
        undecided: dict[tuple[str, ...], list[Decision]] = {}
        for question in self._questions:
            words = (question.if_no, question.if_yes)
            found = self._deciding(question.criterion)
            for facts, outcomes in found.items():
                named = tuple([(answer, words[verdict]) for answer, verdict in outcomes])
                deciding.setdefault(facts, []).append(Decision(question.conclusion, named))
            if not found:
                facts = self._most_waited_for(question.criterion)
                undecided.setdefault(facts, []).append(Decision(question.conclusion, ()))
        return (*self._in_order(deciding, more_than_two=False), *self._in_order(undecided, more_than_two=True))

    def _in_order(
        self, found: Mapping[tuple[str, ...], list[Decision]], *, more_than_two: bool
    ) -> Iterator[MissingFact]:
        for facts in sorted(found, key=lambda facts: (more_than_two or len(facts), -len(found[facts]), facts)):
            questions = tuple(self._described[fact].question for fact in facts)
            yield MissingFact(facts, questions, tuple(found[facts]), more_than_two)

    def _most_waited_for(self, criterion: str) -> tuple[str, ...]:
        criteria = self._open.criteria_below(criterion)
        counted = Counter(fact for name in criteria for fact in self._open.own(name))
        return tuple(sorted(counted, key=lambda fact: (-counted[fact], fact))[:MOST_LISTED])

    def _deciding(self, criterion: str) -> Outcomes:
        asked = self._open.below(criterion)
        verdicts = self._outlook[criterion]
        found = self._outcomes.get(verdicts)
        if found is None:
            found = self._outcomes[verdicts] = self._read(*verdicts)
        if all(asked.issuperset(facts) for facts in found):
            return found
        return {facts: outcomes for facts, outcomes in found.items() if asked.issuperset(facts)}

    def _read(self, yes: int, no: int) -> Outcomes:
        """The sets of facts that decide, single ones first, and pairs without them."""
        every = self._assumptions
        found: Outcomes = {}
        alone = set()
        for first, _ in every.in_set((yes | no) & every.single):
            place, answer = every.answers[first]
            alone.add(place)
            says_yes = bool(yes >> first * (every.size + 1) & 1)
            found.setdefault((every.facts[place].id,), []).append((answer, says_yes))
        pairs = every.pairs
        for place in alone:
            pairs &= ~every.of_fact[place]
        self._add(found, yes & pairs, no & pairs)
        return found

    def _add(self, found: Outcomes, yes: int, no: int) -> None:
        every = self._assumptions
        both = [(pair, True) for pair in every.in_set(yes)] + [(pair, False) for pair in every.in_set(no)]
        for (first, second), says_yes in sorted(both):
            (place, answer), (other, other_answer) = every.answers[first], every.answers[second]
            facts = (every.facts[place].id, every.facts[other].id)
            found.setdefault(facts, []).append((f"{answer} + {other_answer}", says_yes))
