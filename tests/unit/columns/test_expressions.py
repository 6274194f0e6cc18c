"""Criteria as Polars expressions: the three values, every node by hand, conflicts on each side, ladders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any, cast

import polars as pl
import pytest
from tests.generative.fact_sheets import Given, Masses, column_verdicts, extent, masses_view

from cephalad.assess.evaluate import MAX_SIDES
from cephalad.columns.expressions import compile_guideline, verdict, words
from cephalad.columns.frame import (
    INDEXED,
    LIVE,
    ROW,
    FactFrame,
    encode,
    facts_read,
    segment_bits,
    sides,
    signs_read,
    value_bits,
)
from cephalad.columns.verdicts import conclusions, ladder_value, not_excluded
from cephalad.facts import Conflicting, FactSheet, FactValue, Known, Unknown
from cephalad.guideline import Guideline, default_guideline
from cephalad.guideline.grammar import (
    Above,
    AllOf,
    AnyMass,
    AnyOf,
    AnySegment,
    AtLeast,
    Below,
    Established,
    Expression,
    Holds,
    Is,
    MassExpression,
    Not,
    OneOf,
    Sign,
    SomeOf,
)
from cephalad.guideline.model import Chapter, Criterion, Ladder, Parameter, Rung
from cephalad.logic import Truth
from cephalad.logic.truth import AND, NOT, OR

TRUTHS = (Truth.TRUE, Truth.FALSE, Truth.UNKNOWN)
AS_BOOLEAN = {Truth.TRUE: True, Truth.FALSE: False, Truth.UNKNOWN: None}
PAIRS = tuple(product(TRUTHS, TRUTHS))
AGE = "patient.age-at-diagnosis"


def guideline(*expressions: Expression) -> Guideline:
    """Criteria c0, c1 and so on, and the parameters *forty* and *two*."""
    criteria = tuple(Criterion(f"c{place}", when, "") for place, when in enumerate(expressions))
    parameters = (Parameter("forty", 40, "a", 0, 99, ""), Parameter("two", 2, "count", 0, 9, ""))
    return Guideline("small", "small/1", "", (Chapter("only", "", criteria, parameters),))


def said(expression: Expression, *sheets: Given) -> list[str]:
    """What the columns say of one expression for each sheet."""
    small = guideline(expression)
    return [row["c0"] for row in column_verdicts(small, encode(cast(Sequence[FactSheet], sheets), small))]


def facts(**values: FactValue) -> Given:
    """A sheet of facts; an underscore stands for the dot, two for the hyphen."""
    return Given({name.replace("__", "-").replace("_", ".", 1): value for name, value in values.items()})


def of_masses(where: MassExpression, *masses: Mapping[str, Sequence[str]], live: bool = True) -> str:
    """What the columns say of a mass in one study that lists these masses."""
    listed: Masses = [(0, f"mass-{place}", signs) for place, signs in enumerate(masses)]
    return said(AnyMass(where, live), Given({}, view=masses_view(listed)))[0]


# --- Kleene's tables in Polars ----------------------------------------------------------------------------------------


def _both() -> pl.DataFrame:
    held = [(AS_BOOLEAN[one], AS_BOOLEAN[other]) for one, other in PAIRS]
    return pl.DataFrame(held, {"a": pl.Boolean, "b": pl.Boolean}, orient="row")


@pytest.mark.parametrize(
    ("table", "expression"),
    [
        (AND, pl.col("a") & pl.col("b")),
        (AND, pl.all_horizontal("a", "b")),
        (OR, pl.col("a") | pl.col("b")),
        (OR, pl.any_horizontal("a", "b")),
    ],
    ids=["&", "all_horizontal", "|", "any_horizontal"],
)
def test_connectives_have_kleenes_tables(table: Mapping[tuple[Truth, Truth], Truth], expression: pl.Expr) -> None:
    """On nullable Booleans each connective gives the table of `logic` for all nine pairs."""
    found = _both().select(found=expression)["found"].to_list()
    assert found == [AS_BOOLEAN[table[pair]] for pair in PAIRS]


def test_negation_has_kleenes_table() -> None:
    """The negation of unknown is unknown."""
    found = _both().select(found=~pl.col("a"))["found"].to_list()
    assert found == [AS_BOOLEAN[NOT[one]] for one, _ in PAIRS]


def test_any_and_all_of_a_column_skip_nulls_unless_told() -> None:
    """What the quantifiers over masses lean on: told not to ignore nulls, *any* and *all* are Kleene's, else not."""
    open_ = pl.DataFrame({"no": [False, None], "yes": [True, None]})
    untold = open_.select(pl.col("no").any(), pl.col("yes").all())
    told = open_.select(pl.col("no").any(ignore_nulls=False), pl.col("yes").all(ignore_nulls=False))
    assert untold.row(0) == (False, True)
    assert told.row(0) == (None, None)


def test_any_in_groups_is_kleenes_when_told() -> None:
    """In a group too: yes wins over unknown, unknown over no."""
    rows = {"g": [1, 1, 2, 2, 3, 3], "t": [True, None, False, None, False, False]}
    found = pl.DataFrame(rows).group_by("g", maintain_order=True).agg(pl.col("t").any(ignore_nulls=False))
    assert found["t"].to_list() == [True, None, False]


def test_when_null_falls_through() -> None:
    """A condition that is unknown is passed over; without *otherwise* the answer stays unknown."""
    frame = pl.DataFrame({"t": [True, False, None]}, {"t": pl.Boolean})
    found = frame.select(a=pl.when("t").then(1).otherwise(2), b=pl.when("t").then(1).when(~pl.col("t")).then(0))
    assert found["a"].to_list() == [1, 2, 2]
    assert found["b"].to_list() == [1, 0, None]


def test_membership_of_null_is_unknown() -> None:
    """A word that is not known is in no list and not outside it."""
    assert pl.Series([None, "one", "other"]).is_in(["one"]).to_list() == [None, True, False]


def test_verdicts_in_words() -> None:
    """Yes, no and unknown, under the same name."""
    frame = pl.DataFrame({"c.x": [True, False, None]}, {"c.x": pl.Boolean})
    assert frame.select(words("c.x"))["c.x"].to_list() == ["yes", "no", "unknown"]


# --- leaves -----------------------------------------------------------------------------------------------------------


def test_a_truth_fact() -> None:
    """Yes, no, unknown."""
    sheets = [facts(history_fibroids=value) for value in (Known("yes"), Known("no"), Unknown())]
    assert said(Is("history.fibroids"), *sheets) == ["yes", "no", "unknown"]


def test_a_choice_fact() -> None:
    """Yes for one of the values, no for another, unknown without one."""
    sheets = [facts(state_menopause=value) for value in (Known("perimenopausal"), Known("postmenopausal"), Unknown())]
    assert said(OneOf("state.menopause", ("premenopausal", "perimenopausal")), *sheets) == ["yes", "no", "unknown"]


NUMBERS = [(39.0, 39.9), (39.0, 40.0), (40.0, 40.0), (40.0, 41.0), (40.5, 41.0), (30.0, 50.0)]


@pytest.mark.parametrize(
    ("leaf", "expected"),
    [
        (Below, ["yes", "unknown", "no", "no", "no", "unknown", "unknown"]),
        (AtLeast, ["no", "unknown", "yes", "yes", "yes", "unknown", "unknown"]),
        (Above, ["no", "no", "no", "unknown", "yes", "unknown", "unknown"]),
    ],
)
def test_a_number_fact(leaf: type[Below] | type[AtLeast] | type[Above], expected: list[str]) -> None:
    """A range decides when it lies wholly on one side of the limit of 40; the last sheet does not know the number."""
    sheets = [Given({AGE: Known(number)}) for number in NUMBERS]
    assert said(leaf(AGE, "forty"), *sheets, Given({})) == expected


# --- criteria that rest on others --------------------------------------------------------------------------------


def test_holds_and_established() -> None:
    """What rests on an unknown criterion is unknown; what asks whether it is established is a no."""
    small = guideline(Holds("c2"), Established("c2"), Is("history.fibroids"), Not(Established("c2")))
    sheets = [facts(history_fibroids=value) for value in (Known("yes"), Known("no"), Unknown())]
    found = column_verdicts(small, encode(cast(Sequence[FactSheet], sheets), small))
    assert [tuple(row.values()) for row in found] == [
        ("yes", "yes", "yes", "no"),
        ("no", "no", "no", "yes"),
        ("unknown", "no", "unknown", "yes"),
    ]


def test_each_criterion_once_after_those_on_which_it_rests() -> None:
    """The layers of the default guideline hold every criterion once, each in a later layer than what it reads."""
    found = compile_guideline(default_guideline())
    level = {name: place for place, layer in enumerate(found.layers) for name in layer}
    assert sorted(name for layer in found.layers for name in layer) == sorted(default_guideline().criteria)
    for name, item in default_guideline().criteria.items():
        rests_on = [other for other in level if f"criterion='{other}'" in repr(item.when)]
        assert all(level[other] < level[name] for other in rests_on), name


# --- segments ---------------------------------------------------------------------------------------------------------

BOTH_UTERINE = ("left-uterine-vein", "right-uterine-vein")


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        (("tumour", "not-assessed"), "yes"),
        (("clear", "removed"), "no"),
        (("not-reached", "clear"), "no"),
        (("clear", "not-reported"), "unknown"),
        (("clear", "not-assessed"), "unknown"),
        (("clear", "conflicting"), "unknown"),
    ],
)
def test_segments(states: tuple[str, str], expected: str) -> None:
    """Yes when one has tumour, no when each is clear, removed or not reached, else unknown."""
    here = extent(dict(zip(BOTH_UTERINE, states, strict=True)))
    assert said(AnySegment(BOTH_UTERINE), Given({}, extent=here)) == [expected]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (BOTH_UTERINE, "yes"),
        ((*BOTH_UTERINE, "right-atrium"), "yes"),
        (("left-uterine-vein",), "unknown"),
        (("left-uterine-vein", "right-atrium"), "unknown"),
        (("right-atrium",), "no"),
    ],
)
def test_an_open_set_counts_when_it_lies_wholly_inside(asked: tuple[str, ...], expected: str) -> None:
    """Tumour in at least one member is a yes for every list of segments that holds all members."""
    states = dict.fromkeys(BOTH_UTERINE, "not-reported") | {"right-atrium": "clear"}
    assert said(AnySegment(asked), Given({}, extent=extent(states, [BOTH_UTERINE]))) == [expected]


def test_a_set_narrowed_by_clear_members_is_carried() -> None:
    """Candidates that no set of the vocabulary names are a set like any other."""
    left = ("left-external-iliac-vein", "left-common-iliac-vein")
    states = dict.fromkeys(left, "not-reported") | {"left-internal-iliac-vein": "clear"}
    assert said(AnySegment(left), Given({}, extent=extent(states, [left]))) == ["yes"]


def test_now_is_the_extent_after_the_operation() -> None:
    """What was removed is involved ever, not now; before an operation now is ever."""
    before, after = extent({"right-atrium": "tumour"}), extent({"right-atrium": "removed"})
    sheets = Given({}, extent=before), Given({}, extent=before, extent_now=after)
    assert said(AnySegment(("right-atrium",)), *sheets) == ["yes", "yes"]
    assert said(AnySegment(("right-atrium",), ever=False), *sheets) == ["yes", "no"]


# --- masses -----------------------------------------------------------------------------------------------------------

CORD, UNEVEN = Sign("mass.cord-like"), Sign("mass.heterogeneous")


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["yes"], "yes"),
        (["no"], "no"),
        (["yes", "no"], "unknown"),
        ([], "unknown"),
    ],
)
def test_a_sign_of_one_value(values: list[str], expected: str) -> None:
    """A sign that takes one value and was given two agrees with neither."""
    assert of_masses(CORD, {"mass.cord-like": values}) == expected


@pytest.mark.parametrize(
    ("values", "unstated", "expected"),
    [
        (["fibroid"], "unknown", "yes"),
        (["fibroid", "sarcoma"], "unknown", "yes"),
        (["sarcoma"], "unknown", "no"),
        (["unclear"], "unknown", "unknown"),
        (["unclear"], "no", "no"),
        (["unclear", "sarcoma"], "unknown", "no"),
        ([], "yes", "yes"),
        ([], "no", "no"),
        ([], "unknown", "unknown"),
    ],
)
def test_a_sign_of_several_values(values: list[str], unstated: str, expected: str) -> None:
    """Any of several readings counts; *unclear* is no reading, and an unstated one is what the sign says of silence."""
    assert of_masses(Sign("mass.reading", ("fibroid", "ivl"), unstated), {"mass.reading": values}) == expected


def test_unclear_counts_where_it_is_asked_for() -> None:
    """A sign that names *unclear* is a yes for it."""
    assert of_masses(Sign("mass.location", ("unclear",)), {"mass.location": ["unclear"]}) == "yes"
    assert of_masses(Sign("mass.location", ("adnexal",)), {"mass.location": ["unclear"]}) == "unknown"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({"mass.cord-like": ["yes"], "mass.heterogeneous": ["yes"]}, {}, "yes"),
        (
            {"mass.cord-like": ["yes"], "mass.heterogeneous": ["no"]},
            {"mass.cord-like": ["no"], "mass.heterogeneous": ["yes"]},
            "no",
        ),
        ({"mass.cord-like": ["yes"]}, {"mass.cord-like": ["no"]}, "unknown"),
    ],
)
def test_signs_of_two_masses_are_never_combined(
    one: Mapping[str, list[str]], other: Mapping[str, list[str]], expected: str
) -> None:
    """Both signs must be seen on one and the same mass."""
    assert of_masses(AllOf((CORD, UNEVEN)), one, other) == expected


@pytest.mark.parametrize("live", [True, False])
def test_an_unknown_sign_outweighs_a_no_of_another_mass(live: bool) -> None:
    """While one mass may still show it, that no other does is no answer."""
    assert of_masses(CORD, {"mass.cord-like": ["no"]}, {}, live=live) == "unknown"
    assert of_masses(CORD, {"mass.cord-like": ["no"]}, {"mass.cord-like": ["no"]}, live=live) == "no"


def test_without_a_mass_nothing_is_known() -> None:
    """A study that lists no mass says nothing of masses, whatever silence means for a sign."""
    assert of_masses(Sign("mass.reading", ("ivl",), unstated="no")) == "unknown"


@pytest.mark.parametrize(
    ("live_start", "expected"), [(0, ("yes", "yes")), (1, ("unknown", "yes")), (2, ("unknown", "yes"))]
)
def test_only_live_masses_count_unless_all_do(live_start: int, expected: tuple[str, str]) -> None:
    """What was seen before the last exclusion does not count for a live quantifier."""
    view = masses_view([(0, "old", {"mass.cord-like": ["yes"]}), (1, "new", {})])
    sheet = Given({}, view=view, live_start=live_start)
    assert (said(AnyMass(CORD), sheet)[0], said(AnyMass(CORD, live=False), sheet)[0]) == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (("yes", "yes", "no"), "yes"),
        (("yes", "no", "no"), "no"),
        (("yes", "no", ""), "unknown"),
        (("no", "no", ""), "no"),
        (("", "", ""), "unknown"),
    ],
)
def test_some_of_counts(values: tuple[str, ...], expected: str) -> None:
    """Two of three: yes once two hold, no once two no longer can."""
    signs = ("mass.cord-like", "mass.heterogeneous", "mass.branching-flow")
    mass = {sign: [value] for sign, value in zip(signs, values, strict=True) if value}
    assert of_masses(SomeOf("two", tuple(Sign(sign) for sign in signs)), mass) == expected


# --- conflicts --------------------------------------------------------------------------------------------------------

BOTH = Conflicting((Known("yes"), Known("no")))


def test_a_conflict_is_unknown_unless_both_sides_agree() -> None:
    """A criterion that comes to the same on each side has that verdict; one fact read twice is one side at a time."""
    fibroids = Is("history.fibroids")
    sheet = facts(history_fibroids=BOTH, wish_fertility=Known("yes"))
    assert said(fibroids, sheet) == ["unknown"]
    assert said(AnyOf((fibroids, Not(fibroids))), sheet) == ["yes"]
    assert said(AllOf((fibroids, Not(fibroids))), sheet) == ["no"]
    assert said(AnyOf((fibroids, Is("wish.fertility"))), sheet) == ["yes"]


def test_sides_of_a_choice_and_of_a_number() -> None:
    """Sides that differ but answer alike are a verdict."""
    stage = Conflicting((Known("premenopausal"), Known("perimenopausal")))
    age = Conflicting((Known((41.0, 42.0)), Known((50.0, 51.0))))
    sheet = Given({"state.menopause": stage, AGE: age})
    assert said(OneOf("state.menopause", ("premenopausal", "perimenopausal")), sheet) == ["yes"]
    assert said(OneOf("state.menopause", ("premenopausal",)), sheet) == ["unknown"]
    assert said(OneOf("state.menopause", ("postmenopausal",)), sheet) == ["no"]
    assert said(AtLeast(AGE, "forty"), sheet) == ["yes"]
    assert said(Below(AGE, "forty"), sheet) == ["no"]
    straddling = Given({AGE: Conflicting((Known((41.0, 42.0)), Known((39.0, 51.0))))})
    assert said(AtLeast(AGE, "forty"), straddling) == ["unknown"]


def test_a_verdict_on_each_side_is_what_others_rest_on() -> None:
    """A criterion decided on each side is decided for all that hold when it does."""
    fibroids = Is("history.fibroids")
    small = guideline(Holds("c1"), AnyOf((fibroids, Not(fibroids))), Established("c0"))
    sheets = cast(Sequence[FactSheet], [facts(history_fibroids=BOTH), Given({})])
    found = column_verdicts(small, encode(sheets, small))
    assert [tuple(row.values()) for row in found] == [("yes", "yes", "yes"), ("unknown", "unknown", "no")]


def _each_or_not(facts_: Sequence[str]) -> Expression:
    return AllOf(tuple(AnyOf((Is(fact), Not(Is(fact)))) for fact in facts_))


def test_more_than_64_combinations_are_not_tried() -> None:
    """Six facts in conflict make 64 combinations and a verdict, seven make 128 and none."""
    names = [fact for fact in facts_read(default_guideline()) if fact.startswith(("complaint.", "history.", "sign."))]
    assert MAX_SIDES == 64
    for number, expected in ((6, "yes"), (7, "unknown")):
        chosen = names[:number]
        assert said(_each_or_not(chosen), Given(dict.fromkeys(chosen, BOTH))) == [expected]


def test_beyond_64_combinations_sides_that_agree_still_count() -> None:
    """A choice whose sides answer alike is known even where the combinations are too many to try."""
    names = [fact for fact in facts_read(default_guideline()) if fact.startswith(("complaint.", "history.", "sign."))]
    stage = Conflicting((Known("premenopausal"), Known("perimenopausal")))
    sheet = Given({**dict.fromkeys(names[:6], BOTH), "state.menopause": stage})
    either = OneOf("state.menopause", ("premenopausal", "perimenopausal"))
    assert said(AnyOf((either, _each_or_not(names[:6]))), sheet) == ["yes"]
    assert said(AllOf((Not(either), _each_or_not(names[:6]))), sheet) == ["no"]


def test_rows_keep_their_order_and_key() -> None:
    """Rows with and without conflicts come back in the order in which they were given, under their own keys."""
    small = guideline(Is("history.fibroids"))
    values: list[FactValue] = [Known("yes"), BOTH, Known("no"), BOTH, Known("yes")]
    sheets = cast(Sequence[FactSheet], [facts(history_fibroids=value) for value in values])
    encoded = encode(sheets, small)
    keyed = FactFrame(encoded.rows.with_columns(pl.col(ROW) * 7 % 5 + 90), encoded.masses)
    found = compile_guideline(small).verdicts(keyed)
    assert found[ROW].to_list() == [90, 92, 94, 91, 93]
    assert found[verdict("c0")].to_list() == [True, None, False, None, True]


def test_no_rows_give_no_rows() -> None:
    """An empty frame has all columns and no row."""
    found = compile_guideline(default_guideline()).verdicts(encode([], default_guideline()))
    assert found.shape == (0, 1 + len(default_guideline().criteria))


# --- the encodings ------------------------------------------------------------------------------------------------


def test_bits_of_segments_and_values() -> None:
    """Every segment and every value of a sign has a bit of its own, in order, and all fit into 32."""
    assert segment_bits(["left-uterine-vein"]) == 1
    assert segment_bits(["other"]).bit_length() <= 32
    for sign in signs_read(default_guideline()):
        assert list(value_bits(sign).values()) == [1 << place for place in range(len(value_bits(sign)))]
    assert value_bits("mass.cord-like") == {"yes": 1, "no": 2}


def test_encoded_facts() -> None:
    """A truth is a Boolean, a number two, a conflict a list of sides beside an unknown; masses stand apart."""
    small = guideline(Is("history.fibroids"), Above(AGE, "forty"), AnyMass(CORD))
    view = masses_view([(0, "one", {"mass.cord-like": ["yes", "no"]}), (1, "other", {})])
    sheets = [
        Given({"history.fibroids": BOTH, AGE: Known((30.0, 31.0))}, view=view, live_start=1),
        Given({"history.fibroids": Known("no")}),
    ]
    found = encode(cast(Sequence[FactSheet], sheets), small)
    assert found.rows["history.fibroids"].to_list() == [None, False]
    assert found.rows[sides("history.fibroids")].to_list() == [[True, False], None]
    assert found.rows.select(f"{AGE}.low", f"{AGE}.high").rows() == [(30.0, 31.0), (None, None)]
    assert sides(AGE) not in found.rows.columns
    assert found.masses.select(ROW, LIVE, "mass.cord-like").rows() == [(0, False, 3), (0, True, None)]


# --- ladders ----------------------------------------------------------------------------------------------------------

LADDER = Ladder("steps", "none", (Rung("I", "a"), Rung("II", "b"), Rung("III", "d")), "", ())


@pytest.mark.parametrize(
    ("verdicts", "value", "open_"),
    [
        ((None, None, None), "none", ["I", "II", "III"]),
        ((False, False, False), "none", []),
        ((True, None, False), "I", ["II"]),
        ((None, True, None), "II", ["III"]),
        ((True, True, True), "III", []),
        ((None, False, True), "III", []),
        ((False, None, False), "none", ["II"]),
    ],
)
def test_a_ladder(verdicts: tuple[bool | None, ...], value: str, open_: list[str]) -> None:
    """The highest rung that is reached; of the higher ones those that are unknown are not excluded."""
    names = [verdict(rung.criterion) for rung in LADDER.rungs]
    frame = pl.DataFrame([verdicts], dict.fromkeys(names, pl.Boolean), orient="row")
    found = frame.select(value=ladder_value(LADDER), open=not_excluded(LADDER)).row(0, named=True)
    assert found == {"value": value, "open": open_}


def _concluded(indexed: bool, **verdicts: bool | None) -> dict[str, Any]:
    yes_no = {verdict(f"ivl.{name.replace('_', '.')}"): value for name, value in verdicts.items()}
    columns = {verdict(name): yes_no.get(verdict(name)) for name in default_guideline().criteria}
    frame = pl.DataFrame([{**columns, INDEXED: indexed}], dict.fromkeys([*columns, INDEXED], pl.Boolean))
    return frame.select(conclusions(default_guideline())).row(0, named=True)


def test_the_risk_group_waits_for_follow_up() -> None:
    """Not applicable until follow-up applies and has a day to count from; then *low* is never *not excluded*."""
    followed = _concluded(True, surveillance_applies=True)
    assert (followed["risk_group"], followed["risk_group_not_excluded"]) == ("cannot-tell", ["high", "very-high"])
    assert _concluded(True, surveillance_applies=True, risk_low=True)["risk_group"] == "low"
    for found in (
        _concluded(False, surveillance_applies=True),
        _concluded(True, surveillance_applies=None),
        _concluded(True, surveillance_applies=False),
    ):
        assert (found["risk_group"], found["risk_group_not_excluded"]) == ("not-applicable", [])


def test_exclusion_stands_in_place_of_suspicion() -> None:
    """*Excluded* only where it is known."""
    assert _concluded(True, suspicion_excluded=True, suspicion_consider=True)["suspicion"] == "excluded"
    assert _concluded(True, suspicion_excluded=None, suspicion_consider=True)["suspicion"] == "consider"
