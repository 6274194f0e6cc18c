"""One patient as of one point: facts, conclusions and plan composed into the frozen value that everything prints.

`assess` is the whole way from a case to an `Assessment`; `replay` walks it along the timeline.
Nothing is concluded here that the guideline does not say, and nothing is printed here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from cephalad.assess import (
    Evaluation,
    LadderValue,
    MissingFact,
    Reason,
    climb,
    missing_facts,
    reason,
    reasons,
)
from cephalad.assess.questions import STAGES, questions
from cephalad.evidence import Figure, figures
from cephalad.evidence.studied import Studied, studied
from cephalad.facts import Conflicting, Extent, FactSheet, Known
from cephalad.guideline import Guideline, default_guideline, digest, shipped_guideline
from cephalad.guideline.model import Entity, NearStratum, Option
from cephalad.logic import Span, Truth, format_span
from cephalad.plan import (
    Course,
    Notice,
    RosterEntry,
    Surveillance,
    WorkupRow,
    course,
    notices,
    roster,
    surveillance,
    workup,
)
from cephalad.record import Case, Point, View, first_events, parse_point, view

__all__ = ["STAGES", "Assessment", "DifferentialRow", "EndocrineRow", "Notice", "OptionRow", "assess", "key_values"]


@dataclass(frozen=True, slots=True)
class DifferentialRow:
    """What speaks for and against an entity, what would if it were known, and the studies that separate it."""

    entity: str
    speaks_for: tuple[Reason, ...]
    speaks_against: tuple[Reason, ...]
    unknown: tuple[str, ...]
    separated_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OptionRow:
    """One way to treat, whether it was done, the paper's figures that belong to it, and what studies found."""

    option: str
    eligible: str
    done: str
    reasons: tuple[Reason, ...]
    figures: tuple[Figure, ...]
    studied: tuple[Studied, ...] = ()


@dataclass(frozen=True, slots=True)
class EndocrineRow:
    """One indication, and the facts that decide it while it is unknown."""

    id: str
    verdict: str
    deciding: tuple[str, ...]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Assessment:
    """Everything that the guideline says of one case as of one point.

    Attributes
    ----------
    completeness : of the last resection: ``complete``, ``incomplete``, ``conflicting``, ``unknown``, ``not-operated``
    convene : whether a team meeting is to be convened: yes, no or unknown
    missing : the facts that would decide what is unknown, the shortest sets first
    """

    view: View
    guideline: Guideline
    digest: str
    suspicion: LadderValue
    excluded: bool
    urgent: tuple[Reason, ...]
    workup: tuple[WorkupRow, ...]
    ever: Extent
    current: Extent | None
    completeness: str
    downward: str
    routes: tuple[str, ...]
    stages: Mapping[str, LadderValue]
    differential: tuple[DifferentialRow, ...]
    convene: str
    roster: tuple[RosterEntry, ...]
    options: tuple[OptionRow, ...]
    indications: tuple[EndocrineRow, ...]
    course: Course | None
    effects: tuple[Reason, ...]
    surveillance: Surveillance
    missing: tuple[MissingFact, ...]
    notices: tuple[Notice, ...]

    @property
    def case(self) -> Case:
        """The case."""
        return self.view.case

    @property
    def as_of(self) -> str:
        """The point, as a caller would write it."""
        return self.view.point.describe(self.case.calendar)

    @property
    def suspicion_value(self) -> str:
        """The level of suspicion; ``excluded`` stands apart from the ladder."""
        return "excluded" if self.excluded else self.suspicion.value

    @cached_property
    def all_reasons(self) -> tuple[Reason, ...]:
        """Every reason given anywhere, each once."""
        return tuple(dict.fromkeys(_all_reasons(self)))

    def to_json(self, *, lang: str = "en") -> str:
        """The assessment as JSON text; the same case, point and guideline give the same bytes."""
        from cephalad.write.json import to_json

        return to_json(self, lang=lang)


def _all_reasons(found: Assessment) -> Iterator[Reason]:
    yield from found.suspicion.reasons
    yield from found.urgent
    for row in found.workup:
        yield from row.reasons
    for stage in found.stages.values():
        yield from stage.reasons
    for entity in found.differential:
        yield from entity.speaks_for
        yield from entity.speaks_against
    for entry in found.roster:
        yield from entry.reasons
    for option in found.options:
        yield from option.reasons
    for indication in found.indications:
        yield from indication.reasons
    yield from found.effects
    yield from found.surveillance.reasons
    for examination in found.surveillance.examinations:
        yield from examination.reasons
    if found.surveillance.proposed_change:
        yield from found.surveillance.proposed_change.reasons


def assess(
    case: Case,
    *,
    as_of: str | Point,
    guideline: Guideline | None = None,
    recorded_by: int | None = None,
    with_missing: bool = True,
    with_base: bool = True,
) -> Assessment:
    """What the guideline says of a case as of a point.

    Parameters
    ----------
    as_of : a date, month, year, ``day:N``, ``after:EVENT``, or a point already read
    guideline : the default guideline when left out
    recorded_by : only what was recorded on or before this day is known; everything when left out
    with_missing : whether the facts that would decide are worked out, the slowest part
    with_base : whether a variant's base is asked too, for the notices that say what it would conclude

    Raises
    ------
    InvalidArgument : when the point does not fit the case

    Examples
    --------
    >>> from cephalad.record import read_example
    >>> found = assess(read_example("zhao-tian-2026"), as_of="after:ct-pelvis")
    >>> found.suspicion_value, found.ever.front[0]
    ('probable', 'left-ovarian-vein-pelvic')
    """
    chosen = guideline or default_guideline()
    point = parse_point(as_of, case, recorded_by=recorded_by) if isinstance(as_of, str) else as_of
    seen = view(case, point, recorded_by=recorded_by)
    found = _under(chosen, seen, with_missing=with_missing)
    if not (chosen.varies and with_base):
        return found
    base = _under(shipped_guideline(chosen.varies), seen, with_missing=False)
    return replace(found, notices=(*variant_notices(found, base), *found.notices))


def _under(guideline: Guideline, seen: View, *, with_missing: bool) -> Assessment:
    return _compose(_evaluate(guideline, seen), _earlier(guideline, seen), with_missing=with_missing)


def variant_notices(found: Assessment, base: Assessment) -> Iterator[Notice]:
    """That a variant was used, which numbers it changes and why, and what the guideline that it varies would say."""
    ours, theirs = found.guideline, base.guideline
    named = ("guideline", ours.id), ("base", theirs.id)
    yield Notice("variant", named, (), ())
    for name, there in theirs.parameters.items():
        here = ours.parameters[name]
        if here.value != there.value:
            numbers = ("here", f"{here.value:g} {here.unit}"), ("there", f"{there.value:g} {there.unit}")
            yield Notice("variant-number", (("name", name), *numbers, ("reason", here.reason)), here.statements, ())
    here_values, there_values = key_values(found), key_values(base)
    for key in dict.fromkeys((*here_values, *there_values)):
        here_value, there_value = here_values.get(key, ""), there_values.get(key, "")
        if here_value != there_value:
            said = ("what", key), ("here", here_value), ("there", there_value)
            yield Notice("variant-differs", (*said, named[1]), (), ())


def _evaluate(guideline: Guideline, seen: View) -> Evaluation:
    return Evaluation(guideline, FactSheet(seen, guideline.numbers))


def _earlier(guideline: Guideline, seen: View) -> Callable[[int], Evaluation]:
    """The verdicts just before the event at a place, worked out once for each place."""
    known: dict[int, Evaluation] = {}

    def just_before(position: int) -> Evaluation:
        if position not in known:
            known[position] = _evaluate(guideline, first_events(seen, position))
        return known[position]

    return just_before


def _compose(evaluation: Evaluation, just_before: Callable[[int], Evaluation], *, with_missing: bool) -> Assessment:
    guideline, sheet = evaluation.guideline, evaluation.sheet
    before = None if sheet.operation is None else just_before(sheet.operation)
    followed = surveillance(evaluation, just_before)
    indications = _indications(evaluation)
    rows = workup(evaluation, before)
    asked = tuple(questions(evaluation, followed=bool(followed.plan_group))) if with_missing else ()
    missing = missing_facts(evaluation, asked) if with_missing else ()
    return Assessment(
        view=sheet.view,
        guideline=guideline,
        digest=digest(guideline),
        suspicion=climb(evaluation, guideline.ladders["suspicion"]),
        excluded=evaluation["ivl.suspicion.excluded"] is Truth.TRUE,
        urgent=tuple(reason(evaluation, name) for name in guideline.urgent if evaluation[name] is Truth.TRUE),
        workup=rows,
        ever=sheet.extent,
        current=sheet.extent_now,
        completeness=_completeness(sheet),
        downward=evaluation["ivl.extent.downward"].value,
        routes=_routes(evaluation),
        stages={name: climb(evaluation, guideline.ladders[name]) for name in STAGES},
        differential=tuple(_differential(evaluation, entity) for entity in guideline.entities),
        convene=evaluation["ivl.mdt.convene"].value,
        roster=roster(evaluation),
        options=_options(evaluation),
        indications=indications,
        course=course(sheet),
        effects=tuple(reason(evaluation, name) for name in guideline.effects if evaluation[name] is Truth.TRUE),
        surveillance=followed,
        missing=missing,
        notices=tuple(notices(evaluation, followed, just_before, _evaluate)),
    )


def _completeness(sheet: FactSheet) -> str:
    """``complete``, ``incomplete``, ``conflicting`` or ``unknown``; ``not-operated`` before the first operation."""
    if sheet.operation is None:
        return "not-operated"
    found = sheet["resection.complete"]
    if isinstance(found, Conflicting):
        return "conflicting"
    if isinstance(found, Known):
        return "complete" if found.value == "yes" else "incomplete"
    return "unknown"


def _routes(evaluation: Evaluation) -> tuple[str, ...]:
    names = ("i-left", "i-right", "ii-left", "ii-right")
    return tuple(name for name in names if evaluation[f"ivl.extent.route-{name}"] is Truth.TRUE)


def _differential(evaluation: Evaluation, entity: Entity) -> DifferentialRow:
    verdicts = {name: evaluation[name] for name in (*entity.speaks_for, *entity.speaks_against)}
    return DifferentialRow(
        entity.id,
        tuple(reason(evaluation, name) for name in entity.speaks_for if verdicts[name] is Truth.TRUE),
        tuple(reason(evaluation, name) for name in entity.speaks_against if verdicts[name] is Truth.TRUE),
        tuple(name for name, verdict in verdicts.items() if verdict is Truth.UNKNOWN),
        entity.separated_by,
    )


def _options(evaluation: Evaluation) -> tuple[OptionRow, ...]:
    """The options from `suspected` on; before that, and after death, nothing is on the table."""
    if evaluation["ivl.suspicion.from-suspected"] is not Truth.TRUE or evaluation.sheet.says("patient.dead"):
        return ()
    return tuple(_option(evaluation, option) for option in evaluation.guideline.options)


def _option(evaluation: Evaluation, option: Option) -> OptionRow:
    known = figures()
    return OptionRow(
        option.id,
        evaluation[option.eligible].value,
        evaluation[option.done].value if option.done else "no",
        reasons(evaluation, option.eligible),
        tuple(known[name] for name in option.figures),
        tuple(_studied(evaluation, option.strata)),
    )


def _studied(evaluation: Evaluation, near: tuple[NearStratum, ...]) -> Iterator[Studied]:
    """The studied women to whom the patient may be near; open conditions are told, known ones leave out."""
    for each in near:
        holds = evaluation[each.only_if] if each.only_if else Truth.TRUE
        excepted = evaluation[each.unless] if each.unless else Truth.FALSE
        if holds is not Truth.FALSE and excepted is not Truth.TRUE:
            yield studied(each.stratum, certain=holds is Truth.TRUE and excepted is Truth.FALSE)


def _indications(evaluation: Evaluation) -> tuple[EndocrineRow, ...]:
    if evaluation.sheet.says("patient.dead"):
        return ()
    return tuple(_indication(evaluation, item.id, item.criterion) for item in evaluation.guideline.indications)


def _indication(evaluation: Evaluation, name: str, criterion: str) -> EndocrineRow:
    why = reasons(evaluation, criterion)
    unknown = evaluation[criterion] is Truth.UNKNOWN
    deciding = tuple(dict.fromkeys(fact.fact for item in why for fact in item.facts)) if unknown else ()
    return EndocrineRow(name, evaluation[criterion].value, deciding, why)


# --- comparing two points ---------------------------------------------------------------------------------------------


def key_values(found: Assessment) -> dict[str, str]:
    """The conclusions that a replay compares, as short texts by key."""
    values = {
        "suspicion": _with_open(found.suspicion_value, found.suspicion.not_excluded),
        "urgent": ", ".join(item.id for item in found.urgent),
        "front": ", ".join(found.ever.front),
        "routes": ", ".join(found.routes),
        "continuity": found.ever.continuity()[0],
        "mdt": found.convene,
        "risk-group": _with_open(found.surveillance.risk_group, found.surveillance.not_excluded),
        "plan-group": found.surveillance.plan_group,
    }
    for name, stage in found.stages.items():
        values[f"stage.{name}"] = _with_open(stage.value, stage.not_excluded)
    for row in found.workup:
        values[f"workup.{row.study}"] = " and ".join((row.status, *row.also))
    for item in found.indications:
        values[f"endocrine.{item.id}"] = item.verdict
    for option in found.options:
        values[f"options.{option.option}"] = option.eligible
    for examination in found.surveillance.examinations:
        values[f"surveillance.{examination.study}"] = _window(found, examination.opens, examination.closes)
    return values


def _with_open(value: str, not_excluded: tuple[str, ...]) -> str:
    return f"{value} (not excluded: {', '.join(not_excluded)})" if not_excluded else value


def _window(found: Assessment, opens: Span | None, closes: Span | None) -> str:
    if opens is None or closes is None:
        return "no dates"
    calendar = found.case.calendar
    return f"{format_span(opens, calendar)} to {format_span(closes, calendar)}"
