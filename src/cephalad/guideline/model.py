"""The parts of a guideline as typed, frozen data: criteria, parameters, ladders, studies, entities, roles, options,
indications, notices and schedules, each with the statements and sources it follows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from cephalad.guideline.grammar import Expression

__all__ = [
    "RISK_GROUPS",
    "Band",
    "Chapter",
    "Criterion",
    "Entity",
    "Guideline",
    "Indication",
    "Ladder",
    "NoticeRule",
    "Option",
    "Parameter",
    "Role",
    "Rung",
    "Schedule",
    "StudyRow",
    "criterion",
    "numbers_named",
]

_NUMBER = re.compile(r"\{([a-z][a-z-]*(?:\.[a-z][a-z-]*)+)\}")
PAPER = "zhao-tian-2026"
DESIGN = "design"
RISK_GROUPS = ("low", "high", "very-high")
"""The risk groups, the least strict first."""


def numbers_named(sentence: str) -> tuple[str, ...]:
    """The ids of the parameters whose numbers a sentence shows."""
    return tuple(_NUMBER.findall(sentence))


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number of the guideline that a local variant may change within its range.

    Attributes
    ----------
    low, high : the least and the greatest value that a variant may give it
    reason : why this value stands here
    """

    id: str
    value: float
    unit: str
    low: float
    high: float
    reason: str
    statements: tuple[str, ...] = ()
    sources: tuple[str, ...] = (PAPER,)


@dataclass(frozen=True, slots=True)
class Criterion:
    """One condition with a verdict of its own: yes, no or unknown.

    Attributes
    ----------
    id : dotted id; retired, never renamed
    says : what it means when it holds, in plain English; the id of a parameter in braces stands for its number
    statements : the paper's statements (S1 to S131) that it follows
    sources : source ids of the evidence; ``design`` marks a choice where the paper is silent
    challenges : ids of contrary literature beyond what the evidence attaches to the statements
    """

    id: str
    when: Expression
    says: str
    statements: tuple[str, ...] = ()
    sources: tuple[str, ...] = (PAPER,)
    challenges: tuple[str, ...] = ()


def criterion(
    id: str,  # noqa: A002  the field's own word
    when: Expression,
    says: str,
    *,
    cites: str = "",
    sources: tuple[str, ...] = (),
    design: bool = False,
) -> Criterion:
    """A criterion from a space-separated list of statements; `design` adds the project's own choice as a source."""
    statements = tuple(cites.split())
    named = (PAPER,) * bool(statements) + sources + (DESIGN,) * design
    return Criterion(id, when, says, statements, tuple(dict.fromkeys(named)))


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of a ladder and the criterion that reaches it."""

    value: str
    criterion: str


@dataclass(frozen=True, slots=True)
class Ladder:
    """An ordered scale: the answer is the highest rung whose criterion is yes; higher unknown rungs are not excluded.

    Attributes
    ----------
    floor : the value when no rung is reached
    rungs : lowest first
    """

    id: str
    floor: str
    rungs: tuple[Rung, ...]
    says: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StudyRow:
    """A study of the work-up: when it is due, what it must cover and what counts as having done it.

    Attributes
    ----------
    due : criterion id
    asks : segments that must be covered; empty when coverage is not by segment
    modalities : imaging modalities that can do it; empty when it is not an imaging study
    contrast : whether contrast is needed
    regions : imaging regions, any of which is enough when no segments are asked for
    findings : findings whose record does it (any of them), each with its accepted values (empty: any value)
    preoperative : overdue once an operation took place without it
    repeats_on : criterion id; when it holds through an event later than the last study, the study is due again
    """

    id: str
    due: str
    asks: tuple[str, ...] = ()
    modalities: tuple[str, ...] = ()
    contrast: bool = False
    regions: tuple[str, ...] = ()
    findings: tuple[tuple[str, tuple[str, ...]], ...] = ()
    techniques: tuple[str, ...] = ()
    preoperative: bool = True
    repeats_on: str = ""


@dataclass(frozen=True, slots=True)
class Entity:
    """A diagnosis to be told apart: criteria that speak for and against it, and the study that separates it."""

    id: str
    says: str
    speaks_for: tuple[str, ...]
    speaks_against: tuple[str, ...]
    separated_by: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Role:
    """A member of the team: `required` when the criterion holds, on call while it is unknown.

    Attributes
    ----------
    when : criterion id
    on_call : whether an unknown criterion puts the role on call until it is cleared
    """

    id: str
    when: str
    on_call: bool = False


@dataclass(frozen=True, slots=True)
class NearStratum:
    """A stratum of studied women whom a patient may be near to, and when she is.

    Attributes
    ----------
    stratum : id of the stratum in `cephalad.evidence`
    only_if : criterion that must not be no; "" for none
    unless : criterion that must not be yes; "" for none
    """

    stratum: str
    only_if: str = ""
    unless: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """A way to treat: eligibility criterion, what marks it as done, and the evidence figures that belong to it.

    Attributes
    ----------
    done : criterion id that marks this option as what was done; "" when nothing can
    figures : ids of the paper's own labelled figures
    strata : the studied women whose outcome is told beside it; none where nobody studied this
    """

    id: str
    eligible: str
    done: str = ""
    figures: tuple[str, ...] = ()
    strata: tuple[NearStratum, ...] = ()


@dataclass(frozen=True, slots=True)
class Indication:
    """An indication for endocrine therapy and its criterion."""

    id: str
    criterion: str


@dataclass(frozen=True, slots=True)
class NoticeRule:
    """A remark printed when its criterion holds; it never changes a verdict.

    `only_if` names a further criterion that must hold, for remarks that make sense at one stage only; `or_unknown`
    prints the remark until its criterion is a known no.
    """

    code: str
    criterion: str
    only_if: str = ""
    or_unknown: bool = False


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch of follow-up time and its interval between examinations, all in months.

    Attributes
    ----------
    until : the band ends before this month; None for the last
    shortest, longest : parameter ids of the window
    """

    id: str
    until: str | None
    shortest: str
    longest: str
    criterion: str


@dataclass(frozen=True, slots=True)
class Schedule:
    """The bands of one risk group, first to last.

    Attributes
    ----------
    only_if : criterion that must hold for this schedule to run; the group's next schedule runs otherwise. "" for the
        last one, which always may
    """

    group: str
    bands: tuple[Band, ...]
    only_if: str = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    """One chapter of the pathway, in the order in which its parts are read."""

    id: str
    title: str
    criteria: tuple[Criterion, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    ladders: tuple[Ladder, ...] = ()
    urgent: tuple[str, ...] = ()
    studies: tuple[StudyRow, ...] = ()
    entities: tuple[Entity, ...] = ()
    roles: tuple[Role, ...] = ()
    options: tuple[Option, ...] = ()
    indications: tuple[Indication, ...] = ()
    effects: tuple[str, ...] = ()
    notices: tuple[NoticeRule, ...] = ()
    schedules: tuple[Schedule, ...] = ()


@dataclass(frozen=True)
class Guideline:
    """A whole guideline edition; look-ups are built once.

    Attributes
    ----------
    edition : name and edition, for example ``zhao-tian-2026/1``
    varies : id of the shipped guideline of which this is a variant; "" for one that stands by itself
    """

    id: str
    edition: str
    title: str
    chapters: tuple[Chapter, ...]
    varies: str = ""

    @cached_property
    def criteria(self) -> Mapping[str, Criterion]:
        """Every criterion by its id, in reading order."""
        return {item.id: item for chapter in self.chapters for item in chapter.criteria}

    @cached_property
    def parameters(self) -> Mapping[str, Parameter]:
        """Every parameter by its id."""
        return {item.id: item for chapter in self.chapters for item in chapter.parameters}

    @cached_property
    def numbers(self) -> Mapping[str, float]:
        """The value of every parameter by its id."""
        return {item.id: item.value for item in self.parameters.values()}

    @cached_property
    def ladders(self) -> Mapping[str, Ladder]:
        """Every ladder by its id."""
        return {item.id: item for chapter in self.chapters for item in chapter.ladders}

    @cached_property
    def schedules(self) -> Mapping[str, tuple[Schedule, ...]]:
        """The schedules of each risk group, in the order in which they are tried."""
        every = [item for chapter in self.chapters for item in chapter.schedules]
        return {group: tuple(item for item in every if item.group == group) for group in RISK_GROUPS}

    @cached_property
    def urgent(self) -> tuple[str, ...]:
        """The criteria that make something urgent."""
        return tuple(item for chapter in self.chapters for item in chapter.urgent)

    @cached_property
    def effects(self) -> tuple[str, ...]:
        """The criteria that name a cause of a symptom on treatment."""
        return tuple(item for chapter in self.chapters for item in chapter.effects)

    @cached_property
    def studies(self) -> tuple[StudyRow, ...]:
        """The rows of the work-up."""
        return tuple(item for chapter in self.chapters for item in chapter.studies)

    @cached_property
    def entities(self) -> tuple[Entity, ...]:
        """The entities of the differential."""
        return tuple(item for chapter in self.chapters for item in chapter.entities)

    @cached_property
    def roles(self) -> tuple[Role, ...]:
        """The roles of the team."""
        return tuple(item for chapter in self.chapters for item in chapter.roles)

    @cached_property
    def options(self) -> tuple[Option, ...]:
        """The options for treatment."""
        return tuple(item for chapter in self.chapters for item in chapter.options)

    @cached_property
    def indications(self) -> tuple[Indication, ...]:
        """The indications for endocrine therapy."""
        return tuple(item for chapter in self.chapters for item in chapter.indications)

    @cached_property
    def notices(self) -> tuple[NoticeRule, ...]:
        """The notices."""
        return tuple(item for chapter in self.chapters for item in chapter.notices)

    def with_chapter(self, changed: Chapter) -> tuple[Chapter, ...]:
        """The chapters, with this one in the place of the one of its id."""
        return tuple(changed if chapter.id == changed.id else chapter for chapter in self.chapters)

    def number(self, parameter: str) -> float:
        """The value of a parameter, in the parameter's own unit."""
        return self.parameters[parameter].value

    def filled(self, sentence: str) -> str:
        """A sentence with this guideline's numbers where it names parameters.

        Raises
        ------
        KeyError : for a parameter that does not exist; the checker finds it first
        """
        return _NUMBER.sub(lambda match: f"{self.number(match[1]):g}", sentence)
