"""The facts that would decide, against a search that tries every one and two answers with the reference engine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, product
from math import inf, nextafter
from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cephalad.anatomy import EXPLORATION, OVARIAN, SEGMENT_SETS, SEGMENTS, members
from cephalad.assess.evaluate import Evaluation, leaves
from cephalad.assess.missing import Question, missing_facts
from cephalad.facts import Conflicting, Extent, FactSheet, FactValue, Known, Unknown, VeinReport, fact_values
from cephalad.facts.extent import PATHS_BACK
from cephalad.facts.veins import extent_now, extent_of
from cephalad.guideline.grammar import (
    AllOf,
    AnyOf,
    AnySegment,
    AtLeast,
    Below,
    Established,
    Expression,
    Holds,
    Is,
    Not,
    OneOf,
)
from cephalad.guideline.model import Chapter, Criterion, Guideline, Parameter
from cephalad.logic import Truth

TRUTHS = ("history.fibroids", "lung.metastases", "state.fit-for-surgery", "ureter.involved", "wish.fertility")
CHOICES = ("lung.nodules", "state.menopause")
AGE = "patient.age-at-diagnosis"
LIMITS = {"younger": 40.0, "older": 50.0}
REGIONS = {
    "younger": {"below 40": (-inf, nextafter(40, -inf)), "40 or more": (40, inf)},
    "older": {"below 50": (-inf, nextafter(50, -inf)), "50 or more": (50, inf)},
}

Outcomes = dict[tuple[str, ...], dict[str, str]]
Answers = Mapping[str, Mapping[str, Any]]


def often(examples: int) -> settings:
    """So many examples, the same on every run, however long each takes."""
    return settings(
        max_examples=examples, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
    )


class Sheet:
    """Facts as given; nothing else is on record."""

    def __init__(self, values: Mapping[str, FactValue]) -> None:
        self.values = values

    def __getitem__(self, fact: str) -> FactValue:
        return self.values.get(fact, Unknown())


def guideline(*expressions: Expression) -> Guideline:
    """Criteria c0, c1 and so on; each may rest on earlier ones."""
    criteria = tuple(Criterion(f"c{place}", when, "") for place, when in enumerate(expressions))
    parameters = tuple(Parameter(name, number, "a", 0, 99, "") for name, number in LIMITS.items())
    return Guideline("small", "small/1", "", (Chapter("only", "", criteria, parameters),))


def evaluate(small: Guideline, values: Mapping[str, FactValue]) -> Evaluation:
    """The reference engine over given facts."""
    return Evaluation(small, cast(FactSheet, Sheet(values)))


# --- small trees ------------------------------------------------------------------------------------------------


def choice_leaves(fact: str) -> st.SearchStrategy[Expression]:
    """Leaves that read one choice fact."""
    chosen = st.lists(st.sampled_from(fact_values(fact)), min_size=1, max_size=2, unique=True)
    return chosen.map(lambda values: OneOf(fact, tuple(values)))


FACT_LEAVES: st.SearchStrategy[Expression] = st.one_of(
    st.sampled_from([Is(fact) for fact in TRUTHS]),
    st.sampled_from(CHOICES).flatmap(choice_leaves),
    st.sampled_from([rule(AGE, limit) for rule in (Below, AtLeast) for limit in LIMITS]),
)


def expressions(own: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    """Trees of conjunction, disjunction and negation over these leaves, some with one connective inside the other.

    Where leaves stand once, it takes that nesting for two facts, or more than two, to decide what one cannot.
    """

    def grow(parts: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
        several = st.lists(parts, min_size=2, max_size=3).map(tuple)
        return st.one_of(several.map(AllOf), several.map(AnyOf), parts.map(Not))

    groups = st.lists(st.lists(own, min_size=2, max_size=4, unique=True).map(tuple), min_size=2, max_size=4)
    return st.one_of(
        st.recursive(own, grow, max_leaves=6),
        groups.map(lambda found: AnyOf(tuple(AllOf(group) for group in found))),
        groups.map(lambda found: AllOf(tuple(AnyOf(group) for group in found))),
    )


@st.composite
def guidelines(draw: st.DrawFn, *, established: bool) -> Guideline:
    """Three criteria over the facts, the later ones resting on the earlier ones too."""
    found: list[Expression] = [draw(expressions(FACT_LEAVES))]
    while len(found) < 3:
        earlier = [f"c{place}" for place in range(len(found))]
        kinds = (Holds, Established) if established else (Holds,)
        leaf = st.one_of(FACT_LEAVES, st.sampled_from([kind(name) for kind in kinds for name in earlier]))
        found.append(draw(expressions(leaf)))
    return guideline(*found)


@st.composite
def sheets(draw: st.DrawFn, *, conflicts: bool) -> dict[str, FactValue]:
    """Each fact unknown, known or (when wanted) given two values; the age unknown, a number or a range."""
    values: dict[str, FactValue] = {}
    for fact in TRUTHS + CHOICES:
        options = fact_values(fact)
        known: st.SearchStrategy[FactValue] = st.sampled_from(options).map(Known)
        two = st.permutations(options).map(lambda order: Conflicting((Known(order[0]), Known(order[1]))))
        unknown: st.SearchStrategy[FactValue] = st.just(Unknown())
        values[fact] = draw(st.one_of(unknown, unknown, known, *((two,) if conflicts else ())))
    ages: list[FactValue] = [Unknown(), Known((45.0, 45.0)), Known((39.0, 41.0)), Known((39.0, 51.0))]
    if conflicts:
        ages.append(Conflicting((Known((44.0, 44.0)), Known((52.0, 52.0)))))
    values[AGE] = draw(st.sampled_from(ages))
    return values


def answers(small: Guideline, values: Mapping[str, FactValue]) -> Answers:
    """What could be answered to each fact that is unknown, in conflict, or a range.

    An age is answered by the limits that the guideline reads, cut to the range on record.
    """
    read = {
        leaf.parameter
        for item in small.criteria.values()
        for leaf in leaves(item.when)
        if isinstance(leaf, Below | AtLeast)
    }
    found: dict[str, Mapping[str, FactValue]] = {}
    for fact in sorted(values):
        value = values[fact]
        if fact != AGE:
            if not isinstance(value, Known):
                found[fact] = {answer: Known(answer) for answer in fact_values(fact)}
            continue
        low, high = cast(tuple[float, float], value.value) if isinstance(value, Known) else (-inf, inf)
        regions = {words: region for limit in sorted(read) for words, region in REGIONS[limit].items()}
        cut = {words: (max(low, least), min(high, most)) for words, (least, most) in regions.items()}
        found[fact] = {words: Known(region) for words, region in cut.items() if region[0] <= region[1]}
    return found


def open_facts(evaluation: Evaluation, criterion: str) -> set[str]:
    """The facts that unknown parts read, through other unknown criteria but never through `Established`."""

    def read(node: Expression) -> Iterator[str]:
        if isinstance(node, Holds):
            if evaluation[node.criterion] is Truth.UNKNOWN:
                yield from read(evaluation.guideline.criteria[node.criterion].when)
        elif evaluation.truth(node) is Truth.UNKNOWN:
            if isinstance(node, AllOf | AnyOf):
                for part in node.of:
                    yield from read(cast(Expression, part))
            elif isinstance(node, Not):
                yield from read(cast(Expression, node.of))
            else:
                yield cast(Is, node).fact

    return set(read(evaluation.guideline.criteria[criterion].when))


# --- the search that tries everything ---------------------------------------------------------------------------


def tried(verdict: Any, possible: Answers) -> Outcomes:
    """Every fact that decides alone and every pair of the others that does, with the outcome of each answer.

    `verdict` gives the criterion's verdict for assumed answers, by fact.
    """
    alone = {(fact,): _deciding(verdict, possible, (fact,)) for fact in possible}
    rest = [fact for (fact,), outcomes in alone.items() if not outcomes]
    pairs = {pair: _deciding(verdict, possible, pair) for pair in combinations(rest, 2)}
    return {facts: outcomes for facts, outcomes in (alone | pairs).items() if outcomes}


def _deciding(verdict: Any, possible: Answers, facts: tuple[str, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for chosen in product(*(possible[fact] for fact in facts)):
        assumed = {fact: possible[fact][answer] for fact, answer in zip(facts, chosen, strict=True)}
        outcome = verdict(assumed)
        if outcome is not Truth.UNKNOWN:
            found[" + ".join(chosen)] = outcome.value
    return found


def listed(evaluation: Evaluation, criterion: str) -> Outcomes:
    """What the function under test says of one criterion, in the same form."""
    found = missing_facts(evaluation, [Question("it", criterion, "yes", "no")])
    return {item.facts: dict(item.decides[0].outcomes) for item in found if not item.more_than_two}


@often(400)
@given(guidelines(established=False), sheets(conflicts=False))
def test_finds_exactly_what_a_full_search_finds(small: Guideline, values: dict[str, FactValue]) -> None:
    """One and two facts are listed if and only if trying every answer with the reference engine decides."""
    evaluation = evaluate(small, values)
    for criterion in small.criteria:
        if evaluation[criterion] is Truth.UNKNOWN:
            expected = tried(lambda assumed, c=criterion: evaluate(small, values | assumed)[c], answers(small, values))
            assert listed(evaluation, criterion) == expected


@often(600)
@given(guidelines(established=True), sheets(conflicts=True))
def test_conflicts_and_what_is_established(small: Guideline, values: dict[str, FactValue]) -> None:
    """With conflicts and with `Established`, the same holds among the facts that unknown parts read.

    Here an answer can turn round what is known (it names neither side of a conflict, or establishes something), so
    that a full search over all facts would also ask below what is known.
    """
    evaluation = evaluate(small, values)
    for criterion in small.criteria:
        if evaluation[criterion] is Truth.UNKNOWN:
            asked = open_facts(evaluation, criterion)
            possible = {fact: found for fact, found in answers(small, values).items() if fact in asked}
            expected = tried(lambda assumed, c=criterion: evaluate(small, values | assumed)[c], possible)
            assert listed(evaluation, criterion) == expected


@often(200)
@given(guidelines(established=True), sheets(conflicts=True))
def test_several_questions_at_once(small: Guideline, values: dict[str, FactValue]) -> None:
    """Asking several questions at once gives each the answer that it gets alone, and every open one is answered."""
    evaluation = evaluate(small, values)
    asked = [Question(criterion, criterion, "yes", "no") for criterion in small.criteria]
    together = missing_facts(evaluation, asked)
    for question in asked:
        mine = {
            item.facts: dict(decision.outcomes)
            for item in together
            for decision in item.decides
            if decision.conclusion == question.conclusion and not item.more_than_two
        }
        named = {decision.conclusion for item in together for decision in item.decides}
        assert mine == listed(evaluation, question.criterion)
        assert (question.conclusion in named) is (evaluation[question.criterion] is Truth.UNKNOWN)


@often(200)
@given(guidelines(established=True), sheets(conflicts=True))
def test_order(small: Guideline, values: dict[str, FactValue]) -> None:
    """Single facts come first, then what decides more conclusions, then the fact ids; more than two comes last."""
    asked = [Question(criterion, criterion, "yes", "no") for criterion in small.criteria]
    found = missing_facts(evaluate(small, values), asked)
    keys = [
        (item.more_than_two, 0 if item.more_than_two else len(item.facts), -len(item.decides), item.facts)
        for item in found
    ]
    assert keys == sorted(keys)
    assert all(list(item.facts) == sorted(item.facts) for item in found if not item.more_than_two)


def test_every_node_is_exercised() -> None:
    """The generated trees hold every node that reads facts or other criteria."""
    seen: set[type] = set()

    @often(100)
    @given(guidelines(established=True))
    def look(small: Guideline) -> None:
        for criterion in small.criteria.values():
            seen.update(type(leaf) for leaf in leaves(criterion.when))

    look()
    assert seen == {Is, OneOf, Below, AtLeast, Holds, Established}


# --- veins --------------------------------------------------------------------------------------------------------

NOTHING = cast(Any, SimpleNamespace(by_finding={}, events=()))
MANY = 10_000
"""A place after every event."""


@dataclass
class Veins:
    """The part of a fact sheet that tells of veins."""

    vein_reports: tuple[VeinReport, ...]
    operation: int | None

    @property
    def extent(self) -> Extent:
        """The extent ever reached."""
        return extent_of(NOTHING, self.vein_reports, 0, source_removed_at=None)

    @property
    def extent_now(self) -> Extent | None:
        """The extent after the operation."""
        if self.operation is None:
            return None
        return extent_now(NOTHING, self.vein_reports, self.extent, self.operation, 0)


def report(
    name: str,
    says: str,
    position: int,
    *,
    continuous: bool = False,
    outcome: tuple[str, ...] = (),
) -> VeinReport:
    """A report that says tumour, clear, explained, clear above or nothing of one segment or set."""
    positive = says == "tumour" or continuous or "left" in outcome
    return VeinReport(
        position=position,
        event=f"e{position}",
        name=name,
        modality=EXPLORATION,
        contrast="",
        positive=positive and says != "explained",
        explained=says == "explained",
        thrombus=False,
        continuous=continuous and says != "explained",
        cord=False,
        enhancing=False,
        clear_above=says == "clear-above",
        explored=False,
        outcome=outcome,
        statuses=(),
        clears=members(name) if says in ("clear", "explained") and not positive else (),
        strongly=True,
    )


SOME_SEGMENTS = st.sampled_from(sorted(SEGMENTS))
WAYS = [path for name in SEGMENTS for path in PATHS_BACK[name] if 2 <= len(path) <= 5]


@st.composite
def vein_sheets(draw: st.DrawFn, few: list[str]) -> Veins:
    """All other segments clear, and reports of all kinds, before and after an operation."""
    operation = draw(st.sampled_from([None, 2]))
    name = st.one_of(st.sampled_from(few), st.sampled_from(few), st.sampled_from(sorted(SEGMENT_SETS)), SOME_SEGMENTS)
    says = st.sampled_from(["tumour", "clear", "explained", "clear-above", "nothing"])
    reports: list[VeinReport] = []
    for position in sorted(draw(st.lists(st.integers(1, 3), max_size=3))):
        outcomes = [(), ("removed",), ("left",), ("left", "removed")] if position == operation else [()]
        continuous = draw(st.sampled_from([False, False, False, True]))
        outcome = draw(st.sampled_from(outcomes))
        reports.append(report(draw(name), draw(says), position, continuous=continuous, outcome=outcome))
    return all_clear_but(few, *reports, operation=operation)


def all_clear_but(few: Iterable[str], *reports: VeinReport, operation: int | None = None) -> Veins:
    """Every segment shown clear at first, except a few, and what was reported since."""
    left = {*few, "other"}
    return Veins((*(report(name, "clear", 0) for name in SEGMENTS if name not in left), *reports), operation)


@st.composite
def vein_questions(draw: st.DrawFn) -> tuple[Veins, Guideline]:
    """Open ways from a source, and two criteria that read segments on them, the second resting on the first too."""
    ways = draw(st.lists(st.sampled_from(WAYS), min_size=1, max_size=2, unique=True))
    few = sorted({name for way in ways for name in way})
    asked = st.lists(st.sampled_from(few), min_size=1, max_size=3, unique=True)
    leaf: st.SearchStrategy[Expression] = st.builds(AnySegment, asked.map(tuple), st.booleans())
    first = draw(st.one_of(leaf, expressions(leaf)))
    return draw(vein_sheets(few)), guideline(first, draw(expressions(st.one_of(leaf, st.just(Holds("c0"))))))


def involved(*names: str) -> AnySegment:
    """Tumour in one of these, ever."""
    return AnySegment(names)


COMMON_ILIAC = ("left-common-iliac-vein", "right-common-iliac-vein")
HEART_ROUTE = ("left-renal-vein", "infrarenal-ivc", "suprarenal-ivc", "retrohepatic-ivc", "suprahepatic-ivc")
HEART = ("right-atrium", "right-ventricle", "pulmonary-arteries")


UTERINE, INTERNAL, COMMON = "left-uterine-vein", "left-internal-iliac-vein", "left-common-iliac-vein"
PELVIC_WAY = ("right-uterine-vein", "right-internal-iliac-vein", *COMMON_ILIAC)

RULES = {
    "tumour in one member settles a set: the other can be out of reach": (
        all_clear_but(PELVIC_WAY, report(COMMON, "tumour", 1), report("common-iliac-unspecified", "tumour", 1)),
        guideline(involved("right-common-iliac-vein")),
    ),
    "a set that is continuous with the source stays open beyond its known member": (
        all_clear_but(
            (UTERINE, INTERNAL, *PELVIC_WAY),
            report(COMMON, "tumour", 1),
            report("common-iliac-unspecified", "tumour", 1, continuous=True),
        ),
        guideline(involved("right-common-iliac-vein")),
    ),
    "a set is involved while nobody knows which member": (
        all_clear_but((UTERINE, *COMMON_ILIAC), report("common-iliac-unspecified", "tumour", 1)),
        guideline(AllOf((involved(*COMMON_ILIAC), involved(UTERINE)))),
    ),
    "both members shown clear contradict the report, which stands": (
        all_clear_but((*COMMON_ILIAC, "infrarenal-ivc"), report("common-iliac-unspecified", "tumour", 1)),
        guideline(involved("infrarenal-ivc")),
    ),
    "all ways shown clear contradict a continuity: what every way shares is involved": (
        all_clear_but(
            (*OVARIAN, *HEART_ROUTE, *HEART), report("right-heart-unspecified", "tumour", 1, continuous=True)
        ),
        guideline(
            AnyOf(
                (
                    AllOf((involved(HEART[0]), Not(involved(HEART_ROUTE[0])), Not(involved(HEART_ROUTE[1])))),
                    involved("pulmonary-arteries"),
                )
            )
        ),
    ),
    "what a continuity implied is open again when its last ways are shown clear": (
        all_clear_but(
            (UTERINE, INTERNAL, *PELVIC_WAY, *HEART_ROUTE[1:], *HEART),
            report("right-heart-unspecified", "tumour", 1, continuous=True),
        ),
        guideline(
            involved("infrarenal-ivc"),
            AnyOf(
                (
                    AllOf((Holds("c0"), *(Not(involved(name)) for name in COMMON_ILIAC))),
                    involved("pulmonary-arteries"),
                )
            ),
        ),
    ),
    "tumour that ends below a clear upper part does not go on from there": (
        all_clear_but((*PELVIC_WAY, "infrarenal-ivc"), report(COMMON, "tumour", 1), report(COMMON, "clear-above", 2)),
        guideline(involved("infrarenal-ivc")),
    ),
    "tumour seen where it was removed speaks of ever and of now": (
        all_clear_but((UTERINE,), report(UTERINE, "nothing", 1, outcome=("removed",)), operation=1),
        guideline(AnySegment((UTERINE,), ever=False), AllOf((Not(Holds("c0")), involved(UTERINE)))),
    ),
    "what was left is involved now": (
        all_clear_but((UTERINE, INTERNAL), report(UTERINE, "nothing", 1, outcome=("left",)), operation=1),
        guideline(AllOf((AnySegment((UTERINE,), ever=False), involved(INTERNAL)))),
    ),
    "what was removed is not involved now": (
        all_clear_but((UTERINE, INTERNAL), report(UTERINE, "nothing", 1, outcome=("removed",)), operation=1),
        guideline(AnyOf((AnySegment((UTERINE,), ever=False), involved(INTERNAL)))),
    ),
    "what was both left and removed is open now": (
        all_clear_but((INTERNAL,), report(UTERINE, "explained", 1, outcome=("left", "removed")), operation=1),
        guideline(AnyOf((AnySegment((UTERINE,), ever=False), involved(INTERNAL)))),
    ),
}
"""A rule of the extent, and a question whose answers hang on it."""


@pytest.mark.parametrize("rule", RULES)
def test_each_rule_of_the_extent(rule: str) -> None:
    """The answers about segments follow this rule as a further report would."""
    veins, small = RULES[rule]
    last = list(small.criteria)[-1]
    assert Evaluation(small, cast(FactSheet, veins))[last] is Truth.UNKNOWN
    assert_agreement(veins, small)


@often(200)
@given(vein_questions())
def test_segments_are_answered_by_one_more_report(asked: tuple[Veins, Guideline]) -> None:
    """A segment's answer decides if and only if a further report that says it makes the extent decide."""
    assert_agreement(*asked)


def assert_agreement(veins: Veins, small: Guideline) -> None:
    """The function under test and the search that tries every report say the same of each open criterion."""
    evaluation = Evaluation(small, cast(FactSheet, veins))
    unsettled = {
        name
        for extent in (veins.extent, veins.extent_now or veins.extent)
        for name, state in extent.states.items()
        if state.status not in ("tumour", "clear", "removed", "not-reached")
    }
    possible = {
        f"segment.{name}": {
            says: report(name, says, MANY) for says in (("tumour",) if name == "other" else ("tumour", "clear"))
        }
        for name in sorted(unsettled)
    }
    for criterion in small.criteria:
        if evaluation[criterion] is Truth.UNKNOWN:

            def verdict(assumed: Mapping[str, VeinReport], name: str = criterion) -> Truth:
                told = Veins((*veins.vein_reports, *assumed.values()), veins.operation)
                return Evaluation(small, cast(FactSheet, told))[name]

            assert listed(evaluation, criterion) == tried(verdict, possible)
