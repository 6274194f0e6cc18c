"""The file of strata: what is read, and every rule between a stratum and its rows seen to fail."""

from __future__ import annotations

import pytest

from cephalad.evidence.strata_check import check_strata
from cephalad.evidence.strata_files import ReadStrata, read_strata
from cephalad.evidence.studies import check_evidence, shipped_texts, strata_text, studies
from cephalad.terms import sentences

# Its id is that of a shipped one, so that its Chinese sentences exist.
STRATUM = """\
[[stratum]]
id = "complete-resection"
question = "How often?"
event = "recurrence"
figure = "counts"
time = "crude"
of = { completeness = ["complete"] }
primary = ["Yu-2016/all", "Luo-2023/all"]
leaves_out = "Extent."
reason = "Two centres."

[[stratum.alternatives]]
name = "one"
rows = ["Luo-2023/all"]
reason = "To see."
"""


def issues_of(text: str) -> list[str]:
    """Line, path and code of everything that is wrong with a file of strata beside the shipped studies."""
    read = read_strata(text)
    issues = check_strata(read, studies()) if isinstance(read, ReadStrata) else read
    return [f"{issue.line} {issue.path} {issue.code}" for issue in issues]


def changed(old: str, new: str) -> list[str]:
    """What is wrong once `old` is replaced."""
    assert old in STRATUM
    return issues_of(STRATUM.replace(old, new))


def test_the_stratum_that_the_tests_break_is_sound() -> None:
    """Nothing is wrong with it, and an alternative counts what the stratum counts unless it says otherwise."""
    assert issues_of(STRATUM) == []
    read = read_strata(STRATUM)
    assert isinstance(read, ReadStrata)
    assert read.strata[0].alternatives[0].event == "recurrence"
    assert read.strata[0].of == {"completeness": ("complete",)}


PRIMARY = "stratum[0].primary"
ALTERNATIVE = "stratum[0].alternatives[0]"
BROKEN: list[tuple[str, str, list[str]]] = [
    # form
    ('figure = "counts"', 'figure = "count"', ["5 stratum[0].figure EVID-05"]),
    ('reason = "Two centres."\n', "", ["1 stratum[0].reason EVID-03"]),
    ('time = "crude"', 'tiem = "crude"', ["1 stratum[0].time EVID-03", "6 stratum[0].tiem EVID-02"]),
    ('["complete"]', "[]", ["7 stratum[0].of.completeness EVID-04"]),
    ('["complete"]', '["complet"]', ["7 stratum[0].of.completeness EVID-05"]),
    ('name = "one"', 'name = "one"\nrecount = 3', [f"14 {ALTERNATIVE}.recount EVID-04"]),
    # rows
    ('"Yu-2016/all"', '"Yu-2016/al"', [f"8 {PRIMARY} EVID-30"]),
    ('"Yu-2016/all", "Luo-2023/all"', "", [f"8 {PRIMARY} EVID-30"]),
    ('rows = ["Luo-2023/all"]', 'rows = ["Luo-2023"]', [f"14 {ALTERNATIVE}.rows EVID-30"]),
    # the same patients twice
    ('"Luo-2023/all"]\nleaves', '"JVSV216-2024/complete"]\nleaves', [f"8 {PRIMARY} EVID-31"]),
    ('"Luo-2023/all"]\nleaves', '"Yu-2016/cardiac"]\nleaves', [f"8 {PRIMARY} EVID-31"]),
    ('rows = ["Luo', 'rows = ["Yu-2016/all", "Yu-2016/cardiac", "Luo', [f"14 {ALTERNATIVE}.rows EVID-31"]),
    ('rows = ["Luo', 'supposes = "that they differ"\nrows = ["Yu-2016/all", "Yu-2016/cardiac", "Luo', []),
    # what is counted
    ('event = "recurrence"', 'event = "composite"', []),
    (
        'event = "recurrence"',
        'event = "progression"',
        [f"8 {PRIMARY} EVID-32"] * 2 + [f"14 {ALTERNATIVE}.rows EVID-32"],
    ),
    ('name = "one"', 'name = "one"\nevent = "progression"', [f"15 {ALTERNATIVE}.rows EVID-32"]),
    # figures
    ('figure = "counts"', 'figure = "rate"', [f"8 {PRIMARY} EVID-33"] * 2 + [f"14 {ALTERNATIVE}.rows EVID-33"]),
    ('figure = "counts"', 'figure = "cumulative"', [f"8 {PRIMARY} EVID-33"] * 2 + [f"14 {ALTERNATIVE}.rows EVID-33"]),
    # traits
    ('"Luo-2023/all"]\nleaves', '"Mulvany-1994/all"]\nleaves', [f"8 {PRIMARY} EVID-34"]),
    # compilations
    ('"Luo-2023/all"]\nleaves', '"ICLM-2021/complete"]\nleaves', [f"8 {PRIMARY} EVID-35"]),
    ('rows = ["Luo-2023/all"]', 'rows = ["ICLM-2021/complete"]', []),
    # sentences, ids, recounts
    ('id = "complete-resection"', 'id = "other"', ["3 stratum[0].question EVID-36", "9 stratum[0].leaves_out EVID-36"]),
    ('name = "one"', 'name = "one"\nrecount = { "Luo-2023/all" = 7 }', []),
    ('name = "one"', 'name = "one"\nrecount = { "Luo-2023/all" = 8 }', [f"14 {ALTERNATIVE}.recount EVID-10"]),
    ('name = "one"', 'name = "one"\nrecount = { "Yu-2016/all" = 1 }', [f"14 {ALTERNATIVE}.recount EVID-37"]),
]


@pytest.mark.parametrize(("old", "new", "expected"), BROKEN)
def test_a_broken_stratum_is_told(old: str, new: str, expected: list[str]) -> None:
    """One broken rule gives its own code at its own line."""
    assert changed(old, new) == expected


def test_growth_of_a_remainder_is_never_put_beside_recurrence() -> None:
    """A row of progression is refused in a stratum of recurrence and in a composite one alike."""
    row = ('"Luo-2023/all"]\nleaves', '"Worley-2009/incomplete"]\nleaves')
    assert changed(*row) == [f"8 {PRIMARY} EVID-32", f"8 {PRIMARY} EVID-34"]
    composite = STRATUM.replace('event = "recurrence"', 'event = "composite"').replace(*row)
    assert issues_of(composite) == [f"8 {PRIMARY} EVID-32", f"8 {PRIMARY} EVID-34"]


@pytest.mark.parametrize(
    ("row", "codes"),
    [
        ("Wang-2022/complete", ["EVID-33"]),  # no count
        ("Anzhen-2009/all", ["EVID-33", "EVID-34"]),  # at least one
        ("Anzhen-2020/all", ["EVID-33", "EVID-34"]),  # followed not told
        ("ICLM-2021/complete-ovaries-removed", ["EVID-33", "EVID-35"]),  # a percentage of nobody knows how many
    ],
)
def test_what_cannot_be_counted_is_not_pooled(row: str, codes: list[str]) -> None:
    """A row without a count, with a lower bound, or without a denominator is refused."""
    found = changed('["Yu-2016/all", "Luo-2023/all"]\nleaves', f'["{row}"]\nleaves')
    assert [issue.rpartition(" ")[2] for issue in found] == codes


@pytest.mark.parametrize(
    ("row", "codes"),
    [("Shi-2025/ovaries-kept", []), ("Shi-2025/all", ["EVID-33"]), ("Anzhen-2009/all", ["EVID-33"])],
)
def test_a_curve_is_of_the_cohort_and_of_its_event(row: str, codes: list[str]) -> None:
    """Another cohort's survival figures are not its own, and those of death are not of recurrence."""
    text = STRATUM.replace('"counts"', '"cumulative"').replace('of = { completeness = ["complete"] }\n', "")
    text = text.replace('"Yu-2016/all", "Luo-2023/all"', f'"{row}"').partition("[[stratum.alternatives]]")[0]
    assert [issue.rpartition(" ")[2] for issue in issues_of(text)] == codes


def test_a_stratum_stands_once() -> None:
    """Two of one id are both told."""
    assert [issue.rpartition(" ")[2] for issue in issues_of(STRATUM * 2)] == ["EVID-37", "EVID-37"]


def test_the_chinese_sentences_are_those_of_the_strata() -> None:
    """No sentence of a stratum that is gone is left in the catalogue."""
    read = read_strata(strata_text())
    assert isinstance(read, ReadStrata)
    parts = {f"stratum.{each.id}.{part}" for each in read.strata for part in ("question", "leaves_out")}
    assert {key for key in sentences("zh") if key.startswith("stratum.")} == parts


def test_all_evidence_is_checked_together() -> None:
    """A study that is missing is told by the strata and the claims that rest on it, and a broken file by its form."""
    without = {name: text for name, text in shipped_texts().items() if name != "Luo-2023.toml"}
    assert {issue.code for issue in check_evidence(without)} == {"EVID-30"}
    assert {issue.code for issue in check_evidence(strata_file="[[stratum]")} == {"EVID-01"}
