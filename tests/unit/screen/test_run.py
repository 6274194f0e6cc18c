"""A whole run: the same bytes however it is made, killed and taken up again, and never mixed with another run."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import polars as pl
import pytest
from tests.unit.screen.archives import NAMED, NOTHING, VEIN, WITH_FIBROID, content_of, save_archive, table

from cephalad.errors import InvalidArgument, UnreadableInput
from cephalad.guideline import default_guideline, digest
from cephalad.read import shipped_rules
from cephalad.screen import run as run_module
from cephalad.screen.columns import Columns
from cephalad.screen.results import RANKED
from cephalad.screen.run import Progress, Summary, screen_archive

# A run that kills its own process after the third shard, in a process of its own.
KILLED = """
import os, signal, sys
from cephalad.screen.run import screen_archive
done = []
def told(progress):
    done.append(progress)
    if len(done) == 3:
        os.kill(os.getpid(), signal.SIGKILL)
if __name__ == "__main__":
    screen_archive([sys.argv[1]], sys.argv[2], rows_at_once=8, jobs=int(sys.argv[3]), told=told)
"""


def run(file: Path, output: Path, *, rows_at_once: int = 8, jobs: int = 1, anew: bool = False) -> Summary:
    """Screen one file."""
    return screen_archive([str(file)], output, rows_at_once=rows_at_once, jobs=jobs, anew=anew)


def test_a_run_writes_one_row_for_each_report(tmp_path: Path) -> None:
    """Every report that can be read has its row, ranked by tier, priority and id; those without a tier come last."""
    summary = run(save_archive(tmp_path / "a.csv"), tmp_path / "out")
    assert summary == Summary({"A": 8, "B": 8, "C": 0, "D": 8, "none": 32}, {"A": 8, "B": 8, "C": 0, "D": 0}, 8)
    ranked = table(tmp_path / "out", "ranked")
    assert dict(ranked.schema) == dict(RANKED)
    tiered = ranked.filter(pl.col("tier").is_not_null())
    assert tiered["rank"].to_list() == list(range(1, 25))
    assert tiered["tier"].to_list() == ["A"] * 8 + ["B"] * 8 + ["D"] * 8
    assert tiered["id"].head(2).to_list() == ["r0003", "r0011"]
    rest = ranked.tail(-24)
    assert rest["rank"].null_count() == rest.height == 32
    assert rest["id"].is_sorted()
    assert set(ranked["words"].list.len().head(24)) != {0}


def test_within_a_tier_priority_goes_before_the_id(tmp_path: Path) -> None:
    """What is affirmed comes before what is possible; equals go by id, and equal ids as they came."""
    texts = {"9": NAMED, "5": "Intravenous leiomyomatosis.", "3": NAMED, "4": VEIN, "1": VEIN}
    rows = pl.DataFrame({"id": [*texts, "3"], "text": [*texts.values(), NAMED], "date": ["a"] * 5 + ["b"]})
    rows.write_parquet(tmp_path / "a.parquet")
    run(tmp_path / "a.parquet", tmp_path / "out", rows_at_once=2)
    ranked = table(tmp_path / "out", "ranked")
    assert ranked.select("id", "date").rows() == [
        ("5", "a"),
        ("3", "a"),
        ("3", "b"),
        ("9", "a"),
        ("1", "a"),
        ("4", "a"),
    ]


def test_rejected_rows_say_file_row_and_reason_only(tmp_path: Path) -> None:
    """One JSON object a line, in the order of the archive, without text."""
    run(save_archive(tmp_path / "a.csv", 16), tmp_path / "out")
    lines = [json.loads(line) for line in (tmp_path / "out" / "rejected.jsonl").read_text("utf-8").splitlines()]
    assert lines == [{"file": str(tmp_path / "a.csv"), "row": row, "reason": "text is empty"} for row in (8, 16)]


def test_the_manifest_names_what_the_result_rests_on(tmp_path: Path) -> None:
    """Inputs with sizes and hashes, rules, guideline and counts; nothing of the clock."""
    file = save_archive(tmp_path / "a.csv", 16)
    run(file, tmp_path / "out")
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))
    (source,) = manifest["sources"]
    assert (source["name"], source["size"]) == (str(file), file.stat().st_size)
    assert source["sha256"] == content_of(tmp_path)["a.csv"]
    assert manifest["rules_hash"] == shipped_rules().hash
    assert manifest["rules_version"] == shipped_rules().version
    assert manifest["guideline_hash"] == digest(default_guideline())
    assert manifest["reports"] == {"A": 2, "B": 2, "C": 0, "D": 2, "none": 8}
    assert (manifest["parts"], manifest["rejected"]) == (2, 2)


def test_two_processes_write_what_one_writes(tmp_path: Path) -> None:
    """The number of processes changes no byte."""
    file = save_archive(tmp_path / "a.csv")
    run(file, tmp_path / "one")
    run(file, tmp_path / "two", jobs=2)
    assert content_of(tmp_path / "one") == content_of(tmp_path / "two")
    with pytest.raises(InvalidArgument, match="jobs"):
        run(file, tmp_path / "none", jobs=0)


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_killed_run_goes_on_to_the_same_bytes(jobs: int, tmp_path: Path) -> None:
    """Killed in the middle, with what it had begun to write; the parts that were done are not done again."""
    file, output = save_archive(tmp_path / "a.csv"), tmp_path / "killed"
    script = tmp_path / "killed.py"
    script.write_text(KILLED, encoding="utf-8")
    ended = subprocess.run([sys.executable, script, file, output, str(jobs)], check=False, capture_output=True)
    assert ended.returncode == -signal.SIGKILL
    assert not (output / "ranked.parquet").exists()
    _wait_until_still(output / "parts")
    done = {path.name: path.stat().st_mtime_ns for path in (output / "parts").glob("*.parquet")}
    assert 0 < len(done) < 8
    (output / "parts" / "000007.parquet.abcd.tmp").write_bytes(b"half")
    seen: list[Progress] = []
    screen_archive([str(file)], output, rows_at_once=8, told=seen.append)
    assert seen[-1] == Progress(reports=64, taken_up=8 * len(done))
    assert {name: (output / "parts" / name).stat().st_mtime_ns for name in done} == done
    run(file, tmp_path / "whole")
    assert content_of(output) == content_of(tmp_path / "whole")


def _wait_until_still(folder: Path) -> None:
    """Wait until nothing is written there any more: workers end with their parent, within a moment."""
    before: list[str] = []
    for _ in range(50):
        time.sleep(0.1)
        now = sorted(path.name for path in folder.iterdir())
        if now == before:
            return
        before = now


def test_a_finished_run_is_not_done_again(tmp_path: Path) -> None:
    """The same call a second time screens nothing and leaves the same bytes."""
    file = save_archive(tmp_path / "a.csv", 16)
    run(file, tmp_path / "out")
    before = content_of(tmp_path / "out")
    seen: list[Progress] = []
    screen_archive([str(file)], tmp_path / "out", rows_at_once=8, told=seen.append)
    assert seen[-1] == Progress(reports=16, taken_up=16)
    assert content_of(tmp_path / "out") == before


def test_a_folder_of_other_rules_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts of other rules or other files are never mixed in; only when told are they thrown away."""
    file = save_archive(tmp_path / "a.csv", 16)
    run(file, tmp_path / "out")
    before = content_of(tmp_path / "out")
    with monkeypatch.context() as changed:
        changed.setattr(run_module, "tiers_hash", lambda: "0" * 64)
        with pytest.raises(InvalidArgument, match="holds a run with other rules"):
            run(file, tmp_path / "out")
        assert content_of(tmp_path / "out") == before
        run(file, tmp_path / "out", anew=True)
    assert content_of(tmp_path / "out") != before
    run(file, tmp_path / "out", anew=True)
    assert content_of(tmp_path / "out") == before
    with pytest.raises(InvalidArgument, match="holds a run with other files"):
        run(save_archive(tmp_path / "a.csv", 24), tmp_path / "out")


def test_several_files_and_formats_are_one_archive(tmp_path: Path) -> None:
    """Rows of all files are ranked together; equal ones by id."""
    (tmp_path / "in").mkdir()
    pl.DataFrame({"id": ["2", "4"], "text": [NAMED, NOTHING]}).write_parquet(tmp_path / "in" / "b.parquet")
    pl.DataFrame({"id": ["1", "3"], "text": [NAMED, VEIN]}).write_ndjson(tmp_path / "in" / "a.jsonl")
    summary = screen_archive([str(tmp_path / "in")], tmp_path / "in" / "out")
    assert summary.women is None
    ranked = table(tmp_path / "in" / "out", "ranked")
    assert ranked.select("id", "tier", "rank").rows() == [
        ("1", "A", 1),
        ("2", "A", 2),
        ("3", "D", 3),
        ("4", None, None),
    ]
    assert "patient" not in ranked.columns
    assert not (tmp_path / "in" / "out" / "women.parquet").exists()
    again = screen_archive([str(tmp_path / "in")], tmp_path / "in" / "out")
    assert again == summary


def test_an_archive_without_a_readable_row_gives_empty_tables(tmp_path: Path) -> None:
    """Nothing to read is no fault: the tables have their columns and no row."""
    file = tmp_path / "a.csv"
    file.write_text("id,text\n1,\n", encoding="utf-8")
    assert run(file, tmp_path / "out").rejected == 1
    assert table(tmp_path / "out", "ranked").height == 0
    file.write_text("id,text\n", encoding="utf-8")
    assert run(file, tmp_path / "none").rejected == 0
    assert table(tmp_path / "none", "ranked").columns == table(tmp_path / "out", "ranked").columns


def test_a_file_that_cannot_be_read_stops_the_run_before_it_begins(tmp_path: Path) -> None:
    """Nothing is written while a file of the archive is unreadable."""
    (tmp_path / "a.parquet").write_bytes(b"PAR1")
    with pytest.raises(UnreadableInput, match=r"a\.parquet"):
        screen_archive([str(tmp_path / "a.parquet")], tmp_path / "out", columns=Columns())
    assert not (tmp_path / "out").exists()


# --- women ------------------------------------------------------------------------------------------------------------


def women_of(tmp_path: Path, *rows: tuple[str, str, str | None, str | None]) -> dict[str, dict[str, object]]:
    """The rows of ``women.parquet`` by woman, for an archive of id, text, patient and date."""
    schema = dict.fromkeys(("id", "text", "patient", "date"), pl.String)
    pl.DataFrame(list(rows), schema=schema, orient="row").write_parquet(tmp_path / "w.parquet")
    screen_archive([str(tmp_path / "w.parquet")], tmp_path / "out", rows_at_once=2)
    return {row["patient"]: row for row in table(tmp_path / "out", "women").iter_rows(named=True)}


def test_reports_of_one_woman_add_up(tmp_path: Path) -> None:
    """A fibroid in one report and a filling defect in another are B, as if one report had said both."""
    women = women_of(
        tmp_path,
        ("1", "Uterine fibroid of 3 cm.", "p", "2020-05-01"),
        ("2", VEIN, "p", "2021-05-01"),
        ("3", VEIN, "q", "2021-05-01"),
        ("4", NOTHING, "q", "2021-06-01"),
    )
    together, alone = women["p"], women["q"]
    assert (together["tier"], together["added_up"], together["ids"]) == ("B", True, ["1", "2"])
    assert (alone["tier"], alone["added_up"], alone["reports"]) == ("D", False, 2)
    assert (together["rank"], alone["rank"]) == (1, 2)


def test_the_earliest_suspicious_report_is_shown(tmp_path: Path) -> None:
    """The first report of tier A to C by date, whatever the order of the rows; without a date it comes last."""
    women = women_of(
        tmp_path,
        ("late", NAMED, "p", "2024-01-01"),
        ("undated", NAMED, "p", None),
        ("early", WITH_FIBROID, "p", "2019-03-01"),
        ("weak", VEIN, "p", "2018-01-01"),
        ("nothing", NOTHING, "p", "2010-01-01"),
        ("somebody", NAMED, None, "2010-01-01"),
    )
    assert list(women) == ["p"]
    row = women["p"]
    assert (row["tier"], row["first_id"], row["first_date"], row["first_tier"]) == ("A", "early", "2019-03-01", "B")
    assert row["ids"] == ["weak", "early", "late", "undated"]
    assert (row["reports"], row["suspicious"]) == (5, 4)


def test_a_report_that_stands_twice_is_one_report_of_hers(tmp_path: Path) -> None:
    """An archive put together from two exports names it twice; her counts and ids do not."""
    twice = ("1", NAMED, "p", "2024-01-01")
    row = women_of(tmp_path, twice, ("2", NOTHING, "p", "2023-01-01"), twice)["p"]
    assert (row["ids"], row["suspicious"], row["reports"]) == (["1"], 1, 2)
