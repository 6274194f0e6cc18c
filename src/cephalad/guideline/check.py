"""The checker of a guideline: what must hold between its parts, as issues when it does not.

It runs in the tests, on demand, and when a local variant is loaded. A fault has the id of its criterion as path, or the
place of another part, such as ``ladders.suspicion.probable``.

Codes: GUIDE-01 id used twice; 02 no such criterion; 03 cycle; 04 no such fact; 05 fact of another type; 06 value that
the fact cannot take; 07 no such parameter; 08 no such sign, or not with this value; 09 sign outside a quantifier over
masses, or something else inside it; 10 no such segment; 11 no source; 12 no such source, statement or challenge;
13 parameter outside its range; 14 parameter without unit; 15 criterion that nothing uses; 16 verdict out of reach;
17 ladder; 18 study; 19 entity or option; 20 band; 21 schedules incomplete; 22 two bands at once; 23 no precedence;
24 schedule out of reach; 25 stricter group looked at more rarely.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping

from cephalad.anatomy import SEGMENTS
from cephalad.errors import Issue
from cephalad.evidence import challenges, sources, statements
from cephalad.facts import DECLARED, DERIVED, FactType
from cephalad.guideline.check_parts import no_such, part_issues
from cephalad.guideline.coverage import coverage_table
from cephalad.guideline.grammar import (
    Above,
    AllOf,
    AnyMass,
    AnyOf,
    AnySegment,
    AtLeast,
    Below,
    Established,
    Holds,
    Is,
    Not,
    OneOf,
    Sign,
    SomeOf,
    children,
)
from cephalad.guideline.model import Chapter, Criterion, Guideline, Schedule, numbers_named
from cephalad.guideline.truth_rows import KnownFact, Node, n_subjects, sign_values, verdicts
from cephalad.logic import Truth
from cephalad.terms import FINDINGS, Qualifier

__all__ = ["MOST_SUBJECTS", "check"]

MOST_SUBJECTS = 6
"""Truth rows are enumerated for criteria that read at most this many facts, criteria and quantifiers directly."""

_KINDS = ("criteria", "parameters", "ladders", "studies", "entities", "roles", "options", "indications")


def check(
    guideline: Guideline,
    *,
    facts_known: Mapping[str, KnownFact] | None = None,
    listed: Collection[str] | None = None,
) -> tuple[Issue, ...]:
    """Every fault of a guideline, all at once; empty when it is sound.

    Parameters
    ----------
    facts_known : the facts that a rule may read, by id; without it those of this program
    listed : criteria that need no other use; without it those that the coverage file names

    Returns
    -------
    issues without file and line; `path` is the criterion, or the place of another part
    """
    facts: Mapping[str, KnownFact] = {**DECLARED, **DERIVED} if facts_known is None else facts_known
    every = [criterion for chapter in guideline.chapters for criterion in chapter.criteria]
    found = [*_twice(guideline)]
    sound: set[str] = set()
    for criterion in every:
        faults = list(_node_issues(guideline, facts, criterion.id, criterion.when))
        found += faults
        found += _citation_issues(criterion.id, criterion)
        found += _sentence_issues(guideline, criterion)
        if not faults:
            sound.add(criterion.id)
    found += _use_issues(guideline)
    found += _cycles(guideline)
    found += _unused(guideline, coverage_table(guideline).listed if listed is None else listed)
    found += part_issues(guideline)
    found += _rows_out_of_reach(guideline, facts, sound)
    found += _bands_at_once(guideline, facts, sound)
    return tuple(found)


def _issue(path: str, rule: str, value: str, remedy: str, code: str) -> Issue:
    return Issue("", 0, path, rule, value, remedy, code)


def _twice(guideline: Guideline) -> Iterator[Issue]:
    for kind in _KINDS:
        ids = Counter(part.id for chapter in guideline.chapters for part in getattr(chapter, kind))
        for name in (name for name, count in ids.items() if count > 1):
            path = name if kind == "criteria" else f"{kind}.{name}"
            yield _issue(path, "must have an id of its own", name, "rename one of the two", "GUIDE-01")
    for code, count in Counter(notice.code for notice in guideline.notices).items():
        if count > 1:
            yield _issue(f"notices.{code}", "must have a code of its own", code, "rename one of the two", "GUIDE-01")


# --- expressions -----------------------------------------------------------------------------------------------------


def _node_issues(
    guideline: Guideline, facts: Mapping[str, KnownFact], path: str, node: Node, *, in_mass: bool = False
) -> Iterator[Issue]:
    if not isinstance(node, AllOf | AnyOf | Not) and isinstance(node, Sign | SomeOf) is not in_mass:
        rule = "must keep signs, and nothing but signs, inside a quantifier over masses"
        yield _issue(path, rule, type(node).__name__, "move the sign into AnyMass, the rest out of it", "GUIDE-09")
    if isinstance(node, Holds | Established):
        if node.criterion not in guideline.criteria:
            yield no_such("criterion", path, node.criterion, guideline.criteria, "GUIDE-02")
    elif isinstance(node, Is | OneOf | Below | AtLeast | Above):
        yield from _fact_issues(facts, path, node)
        if isinstance(node, Below | AtLeast | Above) and node.parameter not in guideline.parameters:
            yield no_such("parameter", path, node.parameter, guideline.parameters, "GUIDE-07")
    elif isinstance(node, AnySegment):
        for name in node.segments:
            if name not in SEGMENTS:
                yield no_such("segment", path, name, SEGMENTS, "GUIDE-10")
    elif isinstance(node, Sign):
        yield from _sign_issues(path, node)
    elif isinstance(node, SomeOf):
        yield from _count_issues(guideline, path, node)
    for part in children(node):
        yield from _node_issues(guideline, facts, path, part, in_mass=in_mass or isinstance(node, AnyMass))


def _fact_issues(
    facts: Mapping[str, KnownFact], path: str, node: Is | OneOf | Below | AtLeast | Above
) -> Iterator[Issue]:
    fact = facts.get(node.fact)
    if fact is None:
        yield no_such("fact", path, node.fact, facts, "GUIDE-04")
        return
    wanted = FactType.TRUTH if isinstance(node, Is) else FactType.NUMBER
    if isinstance(node, OneOf):
        wanted = FactType.CHOICE
    if fact.type is not wanted:
        rule = f"must read a {wanted.value} fact with {type(node).__name__}"
        remedy = "use the node for the fact's own type"
        yield _issue(path, rule, f"{node.fact}, a {fact.type.value} fact", remedy, "GUIDE-05")
    elif isinstance(node, OneOf):
        for value in (value for value in node.values if value not in fact.values):
            yield no_such(f"value of {node.fact}", path, value, fact.values, "GUIDE-06")


def _sign_issues(path: str, node: Sign) -> Iterator[Issue]:
    signs = [name for name, finding in FINDINGS.items() if finding.qualifier is Qualifier.MASS]
    if node.finding not in signs:
        yield no_such("sign of a mass", path, node.finding, signs, "GUIDE-08")
        return
    known = sign_values(node.finding)
    for value in (value for value in node.values if value not in known):
        yield no_such(f"value of {node.finding}", path, value, known, "GUIDE-08")


def _count_issues(guideline: Guideline, path: str, node: SomeOf) -> Iterator[Issue]:
    if node.parameter not in guideline.parameters:
        yield no_such("parameter", path, node.parameter, guideline.parameters, "GUIDE-07")
        return
    parameter = guideline.parameters[node.parameter]
    if not 1 <= parameter.low <= parameter.high <= len(node.of):
        rule = f"must count from 1 to the {len(node.of)} signs that it reads"
        value = f"{node.parameter} from {parameter.low:g} to {parameter.high:g}"
        yield _issue(path, rule, value, "narrow the parameter's range", "GUIDE-26")


def _sentence_issues(guideline: Guideline, criterion: Criterion) -> Iterator[Issue]:
    for name in numbers_named(criterion.says):
        if name not in guideline.parameters:
            yield no_such("parameter", criterion.id, name, guideline.parameters, "GUIDE-07")


def _citation_issues(path: str, criterion: Criterion) -> Iterator[Issue]:
    if not criterion.sources:
        remedy = "cite a statement or a source, or mark the choice as design"
        yield _issue(path, "must cite at least one source", "none", remedy, "GUIDE-11")
    cited = (
        ("source", criterion.sources, sources()),
        ("statement", criterion.statements, statements()),
        ("challenge", criterion.challenges, challenges()),
    )
    for what, names, known in cited:
        yield from (no_such(what, path, name, known, "GUIDE-12") for name in names if name not in known)


# --- how the criteria hang together ----------------------------------------------------------------------------------


def _named(node: Node) -> Iterator[str]:
    """Every criterion that an expression reads."""
    if isinstance(node, Holds | Established):
        yield node.criterion
    for part in children(node):
        yield from _named(part)


def _uses(guideline: Guideline) -> Iterator[tuple[str, str]]:
    """Every place outside the criteria that names one, and the name."""
    for chapter in guideline.chapters:
        yield from _uses_of(chapter)


def _uses_of(chapter: Chapter) -> Iterator[tuple[str, str]]:
    for ladder in chapter.ladders:
        yield from ((f"ladders.{ladder.id}.{rung.value}", rung.criterion) for rung in ladder.rungs)
    yield from ((f"{chapter.id}.urgent", name) for name in chapter.urgent)
    yield from ((f"{chapter.id}.effects", name) for name in chapter.effects)
    for study in chapter.studies:
        yield f"studies.{study.id}", study.due
        if study.repeats_on:
            yield f"studies.{study.id}", study.repeats_on
    for entity in chapter.entities:
        yield from ((f"entities.{entity.id}", name) for name in (*entity.speaks_for, *entity.speaks_against))
    yield from ((f"roles.{role.id}", role.when) for role in chapter.roles)
    for option in chapter.options:
        yield f"options.{option.id}", option.eligible
        if option.done:
            yield f"options.{option.id}", option.done
    yield from ((f"indications.{item.id}", item.criterion) for item in chapter.indications)
    for notice in chapter.notices:
        yield f"notices.{notice.code}", notice.criterion
        if notice.only_if:
            yield f"notices.{notice.code}", notice.only_if
    for schedule in chapter.schedules:
        if schedule.only_if:
            yield f"schedules.{schedule.group}", schedule.only_if
        yield from ((f"schedules.{schedule.group}.{band.id}", band.criterion) for band in schedule.bands)


def _use_issues(guideline: Guideline) -> Iterator[Issue]:
    for path, name in _uses(guideline):
        if name not in guideline.criteria:
            yield no_such("criterion", path, name, guideline.criteria, "GUIDE-02")


def _cycles(guideline: Guideline) -> Iterator[Issue]:
    """One issue for each way in which a criterion comes back to itself."""
    finished: set[str] = set()

    def walk(name: str, above: tuple[str, ...]) -> Iterator[Issue]:
        if name in above:
            ring = (*above[above.index(name) :], name)
            rule = "must not rest on its own verdict"
            yield _issue(name, rule, " > ".join(ring), "take one criterion out of the ring", "GUIDE-03")
        elif name in guideline.criteria and name not in finished:
            for below in dict.fromkeys(_named(guideline.criteria[name].when)):
                yield from walk(below, (*above, name))
            finished.add(name)

    for criterion in guideline.criteria:
        yield from walk(criterion, ())


def _unused(guideline: Guideline, listed: Collection[str]) -> Iterator[Issue]:
    """Criteria that no conclusion rests on, neither directly nor through another criterion."""
    waiting = [name for _, name in _uses(guideline)] + [name for name in guideline.criteria if name in listed]
    live: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in guideline.criteria and name not in live:
            live.add(name)
            waiting += _named(guideline.criteria[name].when)
    for name in guideline.criteria:
        if name not in live:
            rule = "must be used by another part of the guideline or listed in its coverage"
            yield _issue(name, rule, "no use", "use it, list it with what reads it, or retire it", "GUIDE-15")


# --- truth rows ------------------------------------------------------------------------------------------------------


def _rows_out_of_reach(guideline: Guideline, facts: Mapping[str, KnownFact], sound: Collection[str]) -> Iterator[Issue]:
    for criterion in guideline.criteria.values():
        if criterion.id not in sound or not _few(criterion.when):
            continue
        reached = verdicts(criterion.when, facts, guideline.numbers)
        for verdict in Truth:
            if verdict not in reached:
                rule = "must be able to be yes, no and unknown"
                value = f"cannot be {verdict.value}"
                remedy = "look for parts that contradict or repeat one another"
                yield _issue(criterion.id, rule, value, remedy, "GUIDE-16")


def _bands_at_once(guideline: Guideline, facts: Mapping[str, KnownFact], sound: Collection[str]) -> Iterator[Issue]:
    """Two bands of one schedule may never hold together: nothing says which comes first."""
    for schedule in _every_schedule(guideline):
        for place, band in enumerate(schedule.bands):
            for other in schedule.bands[place + 1 :]:
                if not {band.criterion, other.criterion} <= set(sound):
                    continue
                both = AllOf((guideline.criteria[band.criterion].when, guideline.criteria[other.criterion].when))
                if _few(both) and Truth.TRUE in verdicts(both, facts, guideline.numbers):
                    path = f"schedules.{schedule.group}.{other.id}"
                    rule = "must not hold together with another band of its group"
                    yield _issue(path, rule, f"holds with {band.id}", "tell the two bands apart", "GUIDE-22")


def _every_schedule(guideline: Guideline) -> Iterator[Schedule]:
    return (schedule for schedules in guideline.schedules.values() for schedule in schedules)


def _few(node: Node) -> bool:
    return all(n_subjects(part) <= MOST_SUBJECTS for part in (node, *_quantified(node)))


def _quantified(node: Node) -> Iterable[Node]:
    if isinstance(node, AnyMass):
        yield node.where
    for part in children(node):
        yield from _quantified(part)
