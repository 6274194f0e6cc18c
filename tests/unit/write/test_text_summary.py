"""A cohort's summary as text and as JSON: the counts, what stands in place of hidden ones, one moment and several."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

import pytest
from tests.unit.cohort.built_answers import OPERATED, answers, same

from cephalad.cohort.summary import Summary, summarise
from cephalad.evidence import statements
from cephalad.terms import LANGUAGES
from cephalad.write.json_summary import summary_as_dict
from cephalad.write.layout import display_width, render
from cephalad.write.summary_tables import CRITERIA, demand_statements, sections
from cephalad.write.summary_words import MOST_BESIDE, Board
from cephalad.write.text_summary import summary_lines

OVERDUE: dict[str, Any] = OPERATED | {
    "next_status": "overdue",
    "next_closes": date(2026, 1, 1),
    "next_late_days": 59,
    "mdt_before_operation": "no",
}
WOMEN = [
    *same(1234, suspicion_not_excluded=["probable", "confirmed"], missing=["resection.complete"]),
    *same(40, **OPERATED, ma="II", missing=[]),
    *same(60, **OVERDUE, ma="I", ma_not_excluded=["II"], missing=[]),
    *same(3, **OPERATED, ma="IV", missing=[]),
]
ONE = summarise(answers(*WOMEN))


def several(n: int, *, number: int = 20) -> Summary:
    """Twenty women on so many days."""
    women = (
        OPERATED | {"as_of": f"day {at}", "patient": f"w{woman}", "ma": "II" if woman < at else "I"}
        for at in range(n)
        for woman in range(number)
    )
    return summarise(answers(*women))


def text(summary: Summary, lang: str = "en", width: int = 100) -> str:
    """The summary as a terminal shows it."""
    return render(list(summary_lines(summary, lang=lang, width=width)), colour=False)


def row_of(told: str, table: str, name: str) -> list[str]:
    """The cells of a row, in the table with this title."""
    lines = told.partition(f"\n{table}\n")[2].splitlines()
    line = next(line for line in lines if line.startswith(f"  {name} "))
    return line.removeprefix(f"  {name}").split()


def test_counts_have_their_thousands_apart_and_a_share() -> None:
    """Of 1,337 women 1,234 are not raised, which is 92.3 %."""
    told = text(ONE)
    assert told.startswith("1,337 women as of 2026-03-01\n")
    table = "Level of suspicion, highest step reached"
    assert row_of(told, table, "not raised") == ["1,234", "92.3", "%", "1,234", "–"]
    assert row_of(told, table, "confirmed") == ["103", "7.7", "%", "0", "1,234"]


def test_hidden_counts_have_no_share() -> None:
    """Three women of stage IV are fewer than five, the forty of stage II five or more, without a percentage."""
    told = text(ONE)
    assert row_of(told, "Ma stages, highest step reached", "IV")[:2] == ["<5", "–"]
    assert row_of(told, "Ma stages, highest step reached", "II")[:2] == ["≥5", "–"]
    assert row_of(told, "Ma stages, highest step reached", "I")[:3] == ["60", "4.5", "%"]
    assert "Counts from 1 to 4 are hidden" in told


def test_small_counts_that_are_shown_are_said_not_to_be_passed_on() -> None:
    """Asked for, the three stand there, and so does the warning."""
    told = text(summarise(answers(*WOMEN), show_small_cells=True))
    assert row_of(told, "Ma stages, highest step reached", "IV") == ["3", "0.2", "%", "0", "0"]
    assert "not to be passed on" in told
    assert "hidden" not in told


def test_agreement_has_numerator_denominator_interval_and_what_it_rests_on() -> None:
    """Sixty of 103 without a team: 58.3 % (48.6 to 67.3), and the paper's statements beside the sentence."""
    told = text(ONE)
    cells = row_of(told, "Demands of the guideline that were not met", "No team meeting before the operation")
    assert " ".join(cells) == "60 103 58.3 % (48.6 to 67.3) 0"
    assert re.search(r"No baseline MRI: .*?\[S83\]", told, re.DOTALL)


def test_missing_facts_have_names() -> None:
    """A fact stands under its name in the catalogue; where none was worked out that is said."""
    assert row_of(text(ONE), "Facts of which one alone would settle an open conclusion", "complete resection")
    assert "was not worked out" in text(summarise(answers(*same(9))))
    assert "No single fact" in text(summarise(answers(*same(9, missing=[]))))


def test_late_days_are_told_of_enough_women() -> None:
    """Sixty women are late by 59 days each; the longest is one that five reach."""
    told = text(ONE)
    assert row_of(told, "Days overdue, at least", "half: up to") == ["59"]
    assert row_of(told, "Days overdue, at least", "longest that 5 women reach") == ["59"]


def test_a_few_moments_stand_beside_each_other() -> None:
    """Three days are three columns, with what is not excluded as further rows."""
    told = text(several(3))
    table = told.partition("Ma stages, highest step reached\n")[2]
    assert re.match(r" +day 0 +day 1 +day 2\n", table)
    assert row_of(told, "Ma stages, highest step reached", "II") == ["0", "(0.0", "%)", "<5", "<5"]
    assert row_of(told, "Ma stages, highest step reached: not reached, not excluded", "II") == ["0", "(0.0", "%)"] * 3


def test_many_moments_stand_below_each_other() -> None:
    """With more than four days each day is a row."""
    told = text(several(MOST_BESIDE + 1))
    assert re.search(r"\n  as of +IV", told.partition("Ma stages, highest step reached")[2])
    assert row_of(told, "Women", "day 3") == ["20"]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("width", [60, 80, 120])
def test_no_line_is_wider_than_the_terminal(lang: str, width: int) -> None:
    """Wide tables become paragraphs, long names are wrapped, Chinese signs take two columns."""
    for summary in (ONE, several(3), several(6)):
        for line in text(summary, lang, width).splitlines():
            assert display_width(line) <= width, line


@pytest.mark.parametrize("summary", [ONE, several(3)])
def test_it_speaks_chinese(summary: Summary) -> None:
    """Titles, names and notes are Chinese; only editions, statements and proper names have Latin letters."""
    told = set(re.findall(r"[A-Za-z]{3,}", text(summary, "zh")))
    assert told <= {"zhao", "tian", "MRI", "III", "Wilson"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_row_has_a_cell_for_each_column(lang: str) -> None:
    """Whatever the moments, no table has a row too short or too long, and no two tables share an id."""
    for summary in (ONE, several(3), several(9), several(1, number=2)):
        tables = [table for section in sections(Board(summary, lang)) for table in section.tables]
        assert all(len(row) == len(table.head) for table in tables for row in table.rows)
        assert len({table.id for table in tables}) == len(tables)


def test_every_demand_cites_the_paper() -> None:
    """Each demand rests on statements that the evidence holds."""
    for demand in CRITERIA:
        named = demand_statements(ONE, demand)
        assert named
        assert set(named) <= set(statements())


# --- JSON -------------------------------------------------------------------------------------------------------------


def test_the_json_has_no_hidden_number() -> None:
    """A hidden count has neither number nor share, and says why; a told one has both."""
    printed = summary_as_dict(ONE)
    (moment,) = printed["moments"]
    assert moment["ma"]["IV"]["reached"] == {"count": None, "hidden": "fewer", "share": None}
    assert moment["ma"]["II"]["reached"] == {"count": None, "hidden": "more", "share": None}
    assert moment["ma"]["I"]["reached"] == {"count": 60, "hidden": None, "share": 60 / 1337}
    assert (printed["format"], printed["fewest"]) == ("cephalad-summary/1", 5)
    assert not re.search(r'"count": [1-4]\b', json.dumps(printed))


def test_the_json_tells_agreement_with_its_interval() -> None:
    """Numerator, denominator, limits, what is not known and the statements stand together."""
    (moment,) = summary_as_dict(ONE)["moments"]
    team = moment["agreement"]["team"]
    assert (team["not_met"]["count"], team["of"]["count"], team["not_known"]["count"]) == (60, 103, 0)
    assert [round(limit, 3) for limit in team["interval"]] == [0.486, 0.673]
    assert "S54" in team["statements"]
    assert moment["agreement"]["echocardiography"]["interval"] is None


def test_the_json_has_every_moment() -> None:
    """Small counts that are asked for are there, moment by moment, and the limit is none."""
    summary = summarise(answers({"as_of": "2026-01-01"}, {"as_of": "2025-01-01"}), show_small_cells=True)
    printed = summary_as_dict(summary)
    assert [moment["as_of"] for moment in printed["moments"]] == ["2025-01-01", "2026-01-01"]
    assert [moment["women"]["count"] for moment in printed["moments"]] == [1, 1]
    assert printed["fewest"] is None
    assert printed["moments"][0]["missing"] is None
