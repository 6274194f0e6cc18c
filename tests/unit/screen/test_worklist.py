"""The worklist: women of tiers A to C with the words marked, short enough to read, and no report's text runs in it."""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl
import pytest
from tests.unit.screen.archives import NAMED, VEIN, save_archive

from cephalad.errors import UnreadableInput
from cephalad.screen.run import screen_archive
from cephalad.screen.worklist import MOST_LISTED, Worklist, read_worklist
from cephalad.write.html.worklist_page import worklist_html


def listed(tmp_path: Path, rows: dict[str, list[str | None]]) -> Worklist:
    """The list of an archive of these columns."""
    tmp_path.mkdir(exist_ok=True)
    pl.DataFrame(rows, schema=dict.fromkeys(rows, pl.String)).write_parquet(tmp_path / "w.parquet")
    screen_archive([str(tmp_path / "w.parquet")], tmp_path / "out")
    return read_worklist(tmp_path / "out")


def test_women_of_the_first_tiers_are_listed(tmp_path: Path) -> None:
    """One entry a woman, the most urgent first, with her reports, the earliest first."""
    screen_archive([str(save_archive(tmp_path / "a.csv", 32))], tmp_path / "out")
    found = read_worklist(tmp_path / "out")
    assert [(each.tier, each.patient) for each in found.entries] == [
        *(("A", f"p{number:04d}") for number in (0, 2, 4, 6)),
        *(("B", f"p{number:04d}") for number in (1, 3, 5, 7)),
    ]
    assert [report.id for report in found.entries[0].reports] == ["r0003", "r0001"]
    assert found.n_reports == {"A": 4, "B": 4, "C": 0, "D": 4, "none": 16}


def test_reports_of_nobody_named_are_listed_by_themselves(tmp_path: Path) -> None:
    """A report without a patient is not lost, and one of a woman is not listed twice."""
    found = listed(tmp_path, {"id": ["1", "2"], "text": [NAMED, NAMED], "patient": ["p", None]})
    assert [(each.patient, each.reports[0].id) for each in found.entries] == [("p", "1"), (None, "2")]
    assert found.n_listed == 2


def test_what_adds_up_is_shown_of_every_report(tmp_path: Path) -> None:
    """Where only together the reports reach a tier, each shows its part, also the one that has no tier by itself."""
    found = listed(
        tmp_path,
        {"id": ["1", "2"], "text": ["Normal spleen. Uterine fibroid of 3 cm.", VEIN], "patient": ["p", "p"]},
    )
    (entry,) = found.entries
    assert (entry.tier, entry.added_up) == ("B", True)
    shown = [(report.tier, report.sentences[0].text) for report in entry.reports]
    assert shown == [(None, "Uterine fibroid of 3 cm."), ("D", VEIN)]


def test_of_many_reports_those_that_say_why_are_shown(tmp_path: Path) -> None:
    """Her earliest of tier A to C and one of her own tier are among the few; those of D come behind, each by date."""
    fibroid = "Broad ligament fibroid of 6 cm."
    texts = [VEIN, fibroid, fibroid, fibroid, NAMED, fibroid, NAMED, NAMED, NAMED]
    days = [f"20{10 + n}-01-01" for n in range(9)]
    women = [*"ppppp", *"qqqq"]
    found = listed(tmp_path, {"id": list("123456789"), "text": [*texts], "patient": [*women], "date": [*days]})
    shown = {each.patient: [(report.id, report.tier) for report in each.reports] for each in found.entries}
    assert shown == {"p": [("2", "C"), ("3", "C"), ("5", "A")], "q": [("6", "C"), ("7", "A"), ("8", "A")]}
    assert [each.n_suspicious for each in found.entries] == [5, 4]


def test_a_weaker_report_stands_behind_what_put_her_on_the_list(tmp_path: Path) -> None:
    """A thrombus without a mass years before is told, and not first."""
    found = listed(
        tmp_path,
        {"id": ["1", "2"], "text": [VEIN, NAMED], "patient": ["p", "p"], "date": ["2010-01-01", "2020-01-01"]},
    )
    assert [each.id for each in found.entries[0].reports] == ["2", "1"]


def test_two_patients_with_one_number_of_a_report_keep_their_own(tmp_path: Path) -> None:
    """Ids that two women share give each her own sentences."""
    texts = [NAMED, "Tumour in the right atrium."]
    found = listed(tmp_path, {"id": ["1", "1"], "text": list(texts), "patient": ["p", "q"]})
    shown = {each.patient: each.reports[0].sentences[0].text for each in found.entries}
    assert shown == {"p": texts[0], "q": texts[1]}


def test_of_two_reports_with_one_id_the_first_is_shown(tmp_path: Path) -> None:
    """Where an archive gives a woman one id twice, the list shows the report that came first."""
    texts = [NAMED, "Tumour in the right atrium."]
    found = listed(tmp_path, {"id": ["1", "1"], "text": list(texts), "patient": ["p", "p"]})
    assert found.entries[0].reports[0].sentences[0].text == texts[0]


def test_of_two_reports_with_one_id_the_more_urgent_is_shown(tmp_path: Path) -> None:
    """A preliminary and a final report under one number: what put her on the list is what is seen, and seen once."""
    texts = ["Uterine fibroid of 3 cm.", NAMED, VEIN]
    of_a_woman = listed(tmp_path, {"id": ["1"] * 3, "text": [*texts], "patient": ["p"] * 3})
    (tmp_path / "2").mkdir()
    of_nobody = listed(tmp_path / "2", {"id": ["1"] * 3, "text": [*texts[:2], NAMED]})
    for found in (of_a_woman, of_nobody):
        (entry,) = found.entries
        assert [(each.tier, each.sentences[0].text) for each in entry.reports] == [("A", NAMED)]


def test_the_page_shows_counts_and_marked_words(tmp_path: Path) -> None:
    """Counts per tier stand at the top; the words are marked in their sentence; links lead to the tiers."""
    found = listed(tmp_path, {"id": ["1", "2"], "text": [f"Normal liver. {NAMED}", VEIN], "patient": ["p", "q"]})
    page = worklist_html(found)
    assert "<mark>Intravenous leiomyomatosis</mark> cannot be excluded." in page
    assert "Normal liver" not in page
    assert 'href="#section-A"' in page
    assert page.index("What was read") < page.index("<mark>")
    assert re.search(r'<th scope="row">A</th><td>1</td><td>1</td>', page)
    assert "Patient q" not in page
    assert worklist_html(found) == page
    assert "<mark>Intravenous leiomyomatosis</mark>" in worklist_html(found, lang="zh")


def test_the_earliest_report_that_asks_for_the_chart_is_named(tmp_path: Path) -> None:
    """It is told once, of a woman with several reports, and never of one that only adds up or stands alone."""
    fibroid = "Broad ligament fibroid of 6 cm."
    several = {"id": ["1", "2"], "text": [fibroid, NAMED], "patient": ["p", "p"], "date": ["2010-01-01", "2020-01-01"]}
    page = worklist_html(listed(tmp_path, several))  # type: ignore[arg-type]
    assert re.findall(r"Report (\d), (\S+) .{0,60}earliest", page) == [("1", "2010-01-01")]
    alone = worklist_html(listed(tmp_path / "alone", {"id": ["1"], "text": [NAMED], "patient": ["p"]}))
    assert "earliest" not in alone


def test_what_a_report_holds_is_only_text(tmp_path: Path) -> None:
    """Tags in texts, ids and patients are shown as they are written, and nothing of them runs."""
    evil = "<script>alert(1)</script><img src=x onerror=y>"
    found = listed(
        tmp_path, {"id": [evil], "text": [f"Intravenous leiomyomatosis {evil}"], "patient": [f"p{evil}\u202e"]}
    )
    page = worklist_html(found)
    assert "<script" not in page
    assert "<img" not in page
    assert page.count("&lt;script&gt;") >= 3
    assert "\u202e" not in page


def test_a_long_list_ends_and_says_so(tmp_path: Path) -> None:
    """More women than anybody reads are counted, not listed."""
    n = MOST_LISTED + 5
    found = listed(tmp_path, {"id": [f"{i:04d}" for i in range(n)], "text": [NAMED] * n})
    assert (len(found.entries), found.n_listed) == (MOST_LISTED, n)
    assert f"The list ends here: {MOST_LISTED} of {n}." in worklist_html(found)


def test_nobody_on_the_list_is_said(tmp_path: Path) -> None:
    """An empty list is a sentence, not an empty page."""
    found = listed(tmp_path, {"id": ["1"], "text": [VEIN]})
    assert found.entries == ()
    assert "No report reached tier A, B or C." in worklist_html(found)


def test_a_folder_without_a_finished_run_is_refused(tmp_path: Path) -> None:
    """Neither an empty folder nor one with a broken manifest has a list."""
    with pytest.raises(UnreadableInput, match="no finished run"):
        read_worklist(tmp_path)
    (tmp_path / "manifest.json").write_text("{}", encoding="utf-8")
    with pytest.raises(UnreadableInput, match="no finished run"):
        read_worklist(tmp_path)
