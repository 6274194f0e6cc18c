"""The shipped register against the printed paper and the abstracts: ids, places, figures, challenges.

Expected places and numbers are read from zhao-tian-2026 itself; expected rates from the abstract named by the id.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import pytest

from cephalad.evidence import (
    Aspect,
    Chapter,
    Reading,
    Stance,
    Strength,
    challenges,
    challenges_of,
    figures,
    register,
    shipped_register,
    sources,
    statements,
)


def ids_of(statement_ids: list[str], aspect: Aspect = Aspect.WHOLE) -> list[str]:
    """The ids of the challenges to some statements."""
    return [challenge.id for challenge in challenges_of(statement_ids, aspect=aspect)]


# Sources


@pytest.mark.parametrize(
    ("source_id", "strength", "reading"),
    [
        ("zhao-tian-2026", Strength.CASE_REPORT, Reading.FULL_TEXT),
        ("consensus-2023", Strength.CONSENSUS_SECOND_HAND, Reading.SECOND_HAND),
        ("fang-2025", Strength.SERIES, Reading.SECOND_HAND),
        ("yu-aog-2016", Strength.SERIES, Reading.ABSTRACT),
        ("zhang-ijgc-2024", Strength.SERIES, Reading.ABSTRACT),
        ("iclm-meta-2021", Strength.SYSTEMATIC_REVIEW, Reading.ABSTRACT),
        ("luprongyn", Strength.LABEL, Reading.ABSTRACT),
        ("pathoutlines-ivl", Strength.REFERENCE, Reading.ABSTRACT),
        ("design", Strength.DESIGN_CHOICE, Reading.FULL_TEXT),
    ],
)
def test_a_source_says_how_strong_it_is_and_how_it_was_read(
    source_id: str, strength: Strength, reading: Reading
) -> None:
    """Strength and reading stand with every source."""
    assert (sources()[source_id].strength, sources()[source_id].reading) == (strength, reading)


def test_only_the_paper_and_the_project_itself_were_read_in_full() -> None:
    """Nothing else claims a full reading."""
    full = [source.id for source in sources().values() if source.reading is Reading.FULL_TEXT]
    assert full == ["zhao-tian-2026", "design"]


def test_the_ten_references_of_the_paper_are_all_sources() -> None:
    """The reference list of the paper has ten entries, and each remark says which one it is."""
    numbers = {
        int(match.group(1))
        for source in sources().values()
        if (match := re.match(r"Reference (\d+) of zhao-tian-2026", source.remark))
    }
    assert numbers == set(range(1, 11))


def test_dois_and_pubmed_ids_have_their_shape() -> None:
    """A DOI starts with 10., a PubMed id is a number, an address is absolute."""
    for source in sources().values():
        assert not source.doi or re.fullmatch(r"10\.\d{4,5}/\S+", source.doi), source.id
        assert not source.pmid or source.pmid.isdecimal(), source.id
        assert not source.url or re.match(r"https?://\w", source.url), source.id


# Statements


@pytest.mark.parametrize(
    ("statement_id", "place"),
    [
        ("S1", "Abstract"),
        ("S3", "Abstract, Introduction"),
        ("S9", "Case report"),
        ("S13", "Introduction, Discussion"),
        ("S39", "Introduction, Case report"),
        ("S89", "Discussion"),
        ("S99", "Conclusion"),
        ("S114", "Abstract"),
        ("S131", "Case report"),
    ],
)
def test_a_statement_knows_its_place_in_the_paper(statement_id: str, place: str) -> None:
    """The place is the section in which the paper says it."""
    assert statements()[statement_id].place == place


@pytest.mark.parametrize(
    ("statement_id", "numbers"),
    [
        ("S4", ["20", "70", "45"]),
        ("S5", ["800", "1896"]),
        ("S51", ["75", "7.6"]),
        ("S61", ["6", "3"]),
        ("S71", ["6"]),
        ("S73", ["3.75", "28", "2025"]),
        ("S78", ["16.6", "30.0", "7.6", "75"]),
        ("S81", ["3", "6", "2", "6", "12"]),
        ("S82", ["3", "6", "2", "5"]),
        ("S83", ["3", "6"]),
        ("S86", ["6", "2"]),
        ("S87", ["12", "5"]),
        ("S88", ["5", "2"]),
        ("S89", ["45"]),
        ("S90", ["3", "6", "2"]),
        ("S91", ["6", "3", "5"]),
        ("S92", ["5", "12"]),
        ("S94", ["6", "12"]),
        ("S95", ["10"]),
        ("S102", ["14", "23", "120", "4", "2025", "2024"]),
        ("S103", ["12", "2025", "6", "2025"]),
        ("S104", ["36.6", "87", "20", "146", "86"]),
        ("S106", ["60x49", "72x38"]),
        ("S107", ["57x54x46", "76x54x49"]),
    ],
)
def test_a_paraphrase_keeps_every_number_of_the_paper(statement_id: str, numbers: list[str]) -> None:
    """The numbers of the printed sentence, in the order of the paraphrase."""
    found = re.findall(r"\d[\d.x]*\d|\d", statements()[statement_id].text)
    assert found == numbers


@pytest.mark.parametrize(
    ("statement_id", "cited"),
    [
        ("S15", ("sato-2023",)),
        ("S29", ("xia-m-2021",)),
        ("S51", ("consensus-2023", "fang-2025")),
        ("S82", ("consensus-2023",)),
        ("S83", ("boavida-2022",)),
        ("S89", ()),
    ],
)
def test_a_statement_names_what_the_paper_cites_for_it(statement_id: str, cited: tuple[str, ...]) -> None:
    """The risk groups are the authors' own, the plan by stage is the consensus's."""
    assert statements()[statement_id].rests_on == cited


def test_every_chapter_has_a_statement() -> None:
    """No chapter of the pathway is empty."""
    assert {statement.chapter for statement in statements().values()} == set(Chapter)


def test_statements_are_one_sentence() -> None:
    """A paraphrase starts with a capital letter and ends with its only full stop."""
    for statement in statements().values():
        assert re.fullmatch(r"[A-Z].*[^.]\.", statement.text), statement.id
        assert not re.search(r"\. [A-Z]", statement.text), statement.id


# Figures


@pytest.mark.parametrize(
    ("figure_id", "low", "high"),
    [
        ("recurrence-radical", (7.6, "%"), (7.6, "%")),
        ("recurrence-myomectomy", (75.0, "%"), (75.0, "%")),
        ("recurrence-overall", (16.6, "%"), (30.0, "%")),
        ("recurrence-by-surgery", (7.6, "%"), (75.0, "%")),
        ("stage-interval", (6.0, "weeks"), (3.0, "months")),
        ("cases-on-record", (800.0, "cases"), (800.0, "cases")),
        ("age-range", (20.0, "years"), (70.0, "years")),
        ("age-median", (45.0, "years"), (45.0, "years")),
        ("endocrine-prophylaxis", (6.0, "months"), (6.0, "months")),
    ],
)
def test_a_figure_stands_as_the_paper_prints_it(
    figure_id: str, low: tuple[float, str], high: tuple[float, str]
) -> None:
    """Both ends and their units are those of the paper, and every figure of the register is in this table."""
    figure = figures()[figure_id]
    assert ((figure.low, figure.low_unit), (figure.high, figure.high_unit)) == (low, high)
    assert len(figures()) == 9


def test_the_numbers_of_a_figure_stand_in_its_own_text_and_in_its_statements() -> None:
    """A second way to the same number: the printed text and the paraphrased statement."""
    for figure in figures().values():
        for value in (figure.low, figure.high):
            printed = re.compile(rf"(?<![\d.]){re.escape(f'{value:g}')}(\.0)?(?![\d.]*\d)")
            assert printed.search(figure.text), figure.id
            for statement_id in figure.statements:
                assert printed.search(statements()[statement_id].text), (figure.id, statement_id)


def test_no_figure_is_ever_bare() -> None:
    """Each says that it is the paper's, that its source could not be read, and what to beware of."""
    for figure in figures().values():
        assert figure.status == "reported by the paper; source not readable; denominator unknown"
        assert figure.beware


def test_the_two_figures_of_75_percent_are_kept_apart() -> None:
    """The paper's 75 % is myomectomy; the 75.00 % of the meta-analysis is progression after incomplete resection."""
    beware = figures()["recurrence-myomectomy"].beware
    assert "iclm-meta-2021" in beware
    assert "incomplete resection" in beware
    assert "iclm-meta-2021-coincidence" in ids_of(["S51"])


# Challenges


@pytest.mark.parametrize(
    ("statement_id", "challenge_id"),
    [
        *((s, "yu-aog-2016-hormone-therapy") for s in ("S62", "S63", "S64", "S65", "S66", "S67", "S71")),
        *((s, "yu-aog-2016-oophorectomy") for s in ("S50", "S52", "S63", "S89")),
        *((s, "shi-2025-ovary-contrast") for s in ("S50", "S52", "S63", "S89")),
        *(("S89", c) for c in ("chen-2023-age", "yu-aog-2016-age", "lij-2025-age")),
        ("S42", "yuhy-2018-lung-nodules"),
        ("S42", "wjso-2013-metastasising-leiomyoma"),
        ("S80", "yu-aog-2016-uterus-kept"),
        ("S25", "zhang-qims-2025-accuracy"),
        ("S29", "zhang-qims-2025-accuracy"),
        ("S83", "ma-2016-ct-ultrasound"),
        ("S13", "bmri-2020-superior-vena-cava"),
        ("S61", "asgo-2024-stage-order"),
        ("S15", "sato-2023-angioleiomyoma"),
        ("S82", "zhao-tian-2026-two-plans"),
        ("S35", "zhao-tian-2026-echo-omitted"),
        ("S51", "iclm-meta-2021-coincidence"),
    ],
)
def test_a_statement_meets_its_challenge(statement_id: str, challenge_id: str) -> None:
    """Where the literature disagrees, the disagreement is found by the statement."""
    assert challenge_id in ids_of([statement_id])


def test_challenges_come_once_and_in_the_order_of_the_register() -> None:
    """Two statements under one challenge give it once, whatever order they are asked in."""
    order = list(challenges())
    found = ids_of(["S89", "S50", "S63"])
    assert found == ids_of(["S63", "S50", "S89"])
    assert len(set(found)) == len(found)
    assert found == sorted(found, key=order.index)
    assert "yu-aog-2016-oophorectomy" in found


def test_an_unchallenged_or_unknown_statement_has_no_challenge() -> None:
    """S104 (vital signs) is undisputed, S132 does not exist, and no statement asks for nothing."""
    assert challenges_of(["S104", "S132"]) == ()
    assert challenges_of([]) == ()


def test_an_aspect_leaves_out_what_aims_elsewhere() -> None:
    """Asked for the age of S89, the ovary studies stay out; what concerns all of S89 stays in."""
    age = ids_of(["S89"], Aspect.AGE)
    assert "chen-2023-age" in age
    assert "zhang-ijgc-2024-factors" in age
    assert "yu-aog-2016-oophorectomy" not in age
    assert "yu-aog-2016-oophorectomy" in ids_of(["S89"], Aspect.OVARY)
    assert set(age) < set(ids_of(["S89"]))


def test_a_bare_string_is_refused_instead_of_being_read_letter_by_letter() -> None:
    """`challenges_of("S15")` would otherwise quietly find nothing."""
    with pytest.raises(TypeError, match=r"\['S15'\]"):
        challenges_of("S15")


@pytest.mark.parametrize("challenge_id", ["yu-aog-2016-hormone-therapy", "yu-aog-2016-age", "ess-2020-continuous-cord"])
def test_a_contrary_finding_is_marked_against(challenge_id: str) -> None:
    """No association, or a counter-example, is against."""
    assert challenges()[challenge_id].stance is Stance.AGAINST


@pytest.mark.parametrize(
    ("challenge_id", "events", "patients", "percent"),
    [
        ("zhang-qims-2025-accuracy", 34, 61, "55.7"),
        ("yu-aog-2016-overall", 18, 58, "31.0"),
        ("zhang-ijgc-2024-overall", 29, 114, "25.4"),
        ("chen-2023-overall", 68, 361, "18.8"),
        ("myoseries-2022-fertility", 4, 9, "44"),
        ("ma-2016-uterus-ovaries-kept", 4, 7, "57"),
        ("xia-2022-ct-mri-yield", 4, 19, "21"),
        ("xia-2022-ct-mri-yield", 11, 51, "22"),
        ("xia-2022-ct-mri-yield", 4, 72, "6"),
    ],
)
def test_counts_and_percentages_agree(challenge_id: str, events: int, patients: int, percent: str) -> None:
    """The printed percentage is the quotient of the printed counts, rounded to the digits printed."""
    digits = len(percent.partition(".")[2])
    share = Fraction(100 * events, patients)
    assert f"{float(share):.{digits}f}" == percent
    text = challenges()[challenge_id].text
    assert f"{percent} %" in text
    counts_in_words = {4: "4|Four"}.get(events, str(events))
    assert re.search(rf"\b({counts_in_words}) (of|in) {patients}\b|nine women .* 4 had", text)


def test_the_groups_of_yu_add_up_to_58_women_and_18_recurrences() -> None:
    """Every two-by-two comparison of yu-aog-2016 splits the same 58 patients and 18 events."""
    compared = [c for c in challenges().values() if c.source == "yu-aog-2016" and "against" in c.text]
    for challenge in compared:
        counts = re.findall(r"(\d+) of (\d+)", challenge.text)
        assert len(counts) == 2, challenge.id
        events = [int(event) for event, _ in counts]
        women = [int(total) for _, total in counts]
        assert (sum(events), sum(women)) == (18, 58), challenge.id
    assert len(compared) == 8


# Loading


def test_the_register_is_read_once_and_cannot_be_written() -> None:
    """Two calls give the same mapping, and it takes no new entry."""
    assert statements() is statements()
    assert shipped_register().sources is shipped_register().sources
    with pytest.raises(TypeError):
        sources()["new"] = sources()["design"]  # type: ignore[index]


def test_importing_the_package_reads_no_file() -> None:
    """The TOML reader is loaded by the first question only, so start-up stays fast."""
    program = (
        "import sys, cephalad.evidence as evidence; before = 'tomllib' in sys.modules; "
        "evidence.sources(); print(before, 'tomllib' in sys.modules)"
    )
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert answer.stdout.split() == ["False", "True"]


SOURCE = {"id": "a", "citation": "A.", "strength": "series", "reading": "abstract"}
STATEMENT = {"id": "S1", "sections": ["Abstract"], "chapter": "case", "text": "T."}
CHALLENGE = {"id": "a-b", "statements": ["S1"], "source": "a", "stance": "against", "text": "T."}


@pytest.mark.parametrize(
    ("build", "row", "error"),
    [
        (register._source, SOURCE | {"strength": "trial"}, ValueError),
        (register._source, SOURCE | {"reading": "skimmed"}, ValueError),
        (register._source, SOURCE | {"dio": "10.1/x"}, TypeError),
        (register._statement, STATEMENT | {"chapter": "surgery"}, ValueError),
        (register._statement, {k: v for k, v in STATEMENT.items() if k != "text"}, TypeError),
        (register._challenge, CHALLENGE | {"stance": "supports"}, ValueError),
        (register._challenge, CHALLENGE | {"aspect": "weather"}, ValueError),
    ],
)
def test_a_word_outside_a_closed_list_or_an_unknown_key_is_refused(
    build: Callable[[dict[str, Any]], object], row: Mapping[str, Any], error: type[Exception]
) -> None:
    """A typing slip in a data file raises instead of being dropped."""
    with pytest.raises(error):
        build(dict(row))


def test_a_sound_row_is_accepted() -> None:
    """The rows of the test above are sound but for the one slip."""
    assert register._source(dict(SOURCE)).id == "a"
    assert register._statement(dict(STATEMENT)).id == "S1"
    assert register._challenge(dict(CHALLENGE)).aspect is Aspect.WHOLE
