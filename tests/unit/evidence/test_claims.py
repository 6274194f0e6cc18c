"""The paper's numbers: none is left out, each says how far it can be checked, and a broken file is told."""

from __future__ import annotations

import re

import pytest

from cephalad.evidence import figures, statements
from cephalad.evidence.claims import STATUSES, check_claims, claims, claims_as_list
from cephalad.evidence.studies import studies

STATUS = {claim.id: claim.status for claim in claims()}


def test_the_two_figures_of_the_paper_cannot_be_traced() -> None:
    """Neither 75 % after myomectomy nor 7.6 % after radical surgery has a source that was read."""
    assert STATUS["recurrence-myomectomy"] == STATUS["recurrence-radical"] == "not-traceable"
    note = next(claim.note for claim in claims() if claim.id == "recurrence-myomectomy")
    assert "another thing" in note
    assert "cardiac" in note


@pytest.mark.parametrize(
    ("claim", "status"),
    [
        ("recurrence-overall", "contradicted"),  # 18 of 58 above it, 12 % below it
        ("age-range", "contradicted"),  # 19 to 86
        ("age-median", "traced"),  # Zhang-2024
        ("stage-interval", "second-hand"),  # reference 9
        ("endocrine-prophylaxis", "not-traceable"),  # "current data"
        ("case-leuprolide-dose", "traced"),
        ("case-left-mass", "contradicted"),  # the paper against itself
        ("case-left-mass-discussion", "contradicted"),
    ],
)
def test_a_claim_has_its_status(claim: str, status: str) -> None:
    """What the sources that were read say of it."""
    assert STATUS[claim] == status


def test_every_number_of_the_statements_is_claimed() -> None:
    """Whatever number stands in a statement of the paper stands in a claim that names the statement."""
    told: dict[str, set[str]] = {}
    for claim in claims():
        for statement in claim.statements:
            told.setdefault(statement, set()).update(numbers(claim.figure))
    missing = {
        id_: found
        for id_, statement in statements().items()
        if (found := numbers(statement.text) - told.get(id_, set()))
    }
    assert missing == {}


def numbers(text: str) -> set[str]:
    """The numbers in a text; those of a size such as 76x54x49 one by one.

    Examples
    --------
    >>> sorted(numbers("about 7.6 % of 60x49 mm"))
    ['49', '60', '7.6']
    """
    return set(re.findall(r"\d+(?:\.\d+)?", text))


def test_the_figures_of_the_register_are_claims_too() -> None:
    """Each figure that the program prints as the paper's own stands among the claims by one of its statements."""
    claimed = {statement for claim in claims() for statement in claim.statements}
    assert all(set(figure.statements) & claimed for figure in figures().values())


def test_the_json_has_its_six_keys() -> None:
    """``[{id, statement, figure, status, by, note}]``, with the first statement and the others in the note."""
    rows = claims_as_list()
    assert len(rows) == len(claims()) == 60
    assert {tuple(row) for row in rows} == {("id", "statement", "figure", "status", "by", "note")}
    assert all(row["status"] in STATUSES and row["statement"] in statements() for row in rows)
    by_id = {row["id"]: row for row in rows}
    assert by_id["recurrence-myomectomy"]["statement"] == "S51"
    assert by_id["recurrence-myomectomy"]["note"].endswith("Also in S80, S52, S78.")
    assert "Also in" not in by_id["recurrence-overall"]["note"]


CLAIM = (
    '[[claim]]\nid = "a"\nstatements = ["S51"]\nfigure = "75 %"\nstatus = "traced"\nby = ["Yu-2016"]\nnote = "Why."\n'
)


@pytest.mark.parametrize(
    ("old", "new", "codes"),
    [
        ("a", "a", []),
        ('["Yu-2016"]', '["yu-aog-2016"]', []),
        ('"S51"', '"S132"', ["EVID-41"]),
        ('["S51"]', "[]", ["EVID-41"]),
        ('"Yu-2016"', '"Yu-2061"', ["EVID-41"]),
        ('["Yu-2016"]', "[]", ["EVID-42"]),
        ('"traced"\nby = ["Yu-2016"]', '"not-traceable"\nby = []', []),
        ('"traced"', '"trace"', ["EVID-05"]),
        ('note = "Why."\n', "", ["EVID-03"]),
        ("[[claim]]", "[[claim]", ["EVID-01"]),
    ],
)
def test_a_broken_claim_is_told(old: str, new: str, codes: list[str]) -> None:
    """Statements and what decides a claim resolve, words are known, and only what is not traceable rests on nothing."""
    assert [issue.code for issue in check_claims(CLAIM.replace(old, new, 1), studies=studies())] == codes


def test_a_claim_stands_once() -> None:
    """Two of one id are both told, with their lines."""
    issues = check_claims(CLAIM * 2, studies=studies())
    assert [(issue.line, issue.code) for issue in issues] == [(2, "EVID-40"), (9, "EVID-40")]
