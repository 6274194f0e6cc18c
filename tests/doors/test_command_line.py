"""The command line from outside: exit codes, what goes to which stream, and hostile use."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from cephalad.cli import main
from cephalad.record import example_names, example_text

REFERENCE = "zhao-tian-2026"
CALL = "import sys; from cephalad.cli import main; sys.exit(main())"

Capture = pytest.CaptureFixture[str]


def spawn(*arguments: str, **settings: Any) -> subprocess.CompletedProcess[bytes]:
    """A real process of the command line."""
    return subprocess.run(
        [sys.executable, "-c", CALL, *arguments], capture_output=True, check=False, timeout=60, **settings
    )


def answer(capsys: Capture, *arguments: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of a call in this process."""
    code = main(arguments)
    out, err = capsys.readouterr()
    return code, out, err


def answer_json(capsys: Capture, *arguments: str) -> Any:
    """What a call that must succeed prints with ``--format json``."""
    code, out, err = answer(capsys, *arguments, "--format", "json")
    assert (code, err) == (0, "")
    return json.loads(out)


@pytest.fixture
def case_file(tmp_path: Path) -> Path:
    """The reference patient in a file."""
    file = tmp_path / "case.yaml"
    file.write_text(example_text(REFERENCE), encoding="utf-8")
    return file


@pytest.fixture
def day_file(tmp_path: Path) -> Path:
    """A case that counts days."""
    file = tmp_path / "days.yaml"
    file.write_text(
        "format: cephalad-case/1\ncase: days\nwritten_on: 2026-01-01\nsex: female\n"
        "events:\n  - {id: first, kind: complaint, day: 3, menorrhagia: yes}\n",
        encoding="utf-8",
    )
    return file


# --- calls without a command ------------------------------------------------------------------------------------------


def test_no_argument_prints_the_help_as_a_wrong_call(capsys: Capture) -> None:
    """Without arguments the help goes to standard error and the exit code is 2."""
    code, out, err = answer(capsys)
    assert (code, out) == (2, "")
    assert "commands:" in err


def test_help_is_data(capsys: Capture) -> None:
    """Help that was asked for goes to standard output with exit code 0, and names every command."""
    code, out, err = answer(capsys, "--help")
    assert (code, err) == (0, "")
    assert all(f"    {name} " in out for name in ("assess", "replay", "validate", "new", "examples", "schema"))
    assert "guideline" in out


def test_the_version_is_printed(capsys: Capture) -> None:
    """``--version`` prints the package's version."""
    from cephalad import __version__

    assert answer(capsys, "--version") == (0, f"cephalad {__version__}\n", "")


@pytest.mark.parametrize(
    "arguments",
    [
        ("asses", REFERENCE),
        ("assess",),
        ("assess", REFERENCE, "--format", "docx"),
        ("assess", REFERENCE, "--lang", "fr"),
        ("assess", REFERENCE, "--as", "2025"),
        ("examples",),
        ("guideline", "diff"),
        ("schema", "event"),
        ("validate",),
    ],
    ids=" ".join,
)
def test_a_wrong_call_exits_with_2(arguments: tuple[str, ...], capsys: Capture) -> None:
    """An unknown command, option, abbreviation or value is a wrong call: usage on standard error, nothing as data."""
    code, out, err = answer(capsys, *arguments)
    assert (code, out) == (2, "")
    assert err.startswith("usage: cephalad")


# --- assess -----------------------------------------------------------------------------------------------------------


def test_an_example_and_its_file_give_the_same_assessment(case_file: Path, capsys: Capture) -> None:
    """A path and the name of a shipped example are two ways to name a case."""
    by_name = answer_json(capsys, "assess", REFERENCE, "--as-of", "2026-03-01")
    by_path = answer_json(capsys, "assess", str(case_file), "--as-of", "2026-03-01")
    assert by_name == by_path
    assert (by_name["as_of"], by_name["suspicion"]["value"]) == ("2026-03-01", "confirmed")


@pytest.mark.parametrize(
    ("when", "as_of"),
    [
        ("2025-07-30", "2025-07-30"),
        ("2025-07", "2025-07-31"),
        ("2025", "2025-12-31"),
        ("after:ct-pelvis", "after:ct-pelvis"),
    ],
)
def test_a_month_and_a_year_mean_their_last_day(when: str, as_of: str, capsys: Capture) -> None:
    """``--as-of`` takes a date, a month, a year or an event."""
    assert answer_json(capsys, "assess", REFERENCE, "--as-of", when)["as_of"] == as_of


def test_a_day_number_fits_a_case_that_counts_days(day_file: Path, capsys: Capture) -> None:
    """``day:N`` names a point of a day-numbered case; the day before the event nothing is due."""
    after = answer_json(capsys, "assess", str(day_file), "--as-of", "day:3")
    before = answer_json(capsys, "assess", str(day_file), "--as-of", "day:2")
    due = [{row["study"]: row["status"] for row in found["workup"]}["blood-count"] for found in (before, after)]
    assert (after["as_of"], due) == ("day 3", ["unknown", "due"])


def test_without_a_point_it_is_today(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    """Left out, ``--as-of`` is the day on which the command runs."""
    from datetime import date

    from cephalad.cli import inputs

    class FixedDate(date):
        @classmethod
        def today(cls) -> FixedDate:
            return cls(2025, 9, 15)

    monkeypatch.setattr(inputs, "date", FixedDate)
    assert answer_json(capsys, "assess", REFERENCE)["as_of"] == "2025-09-15"


@pytest.mark.parametrize(
    ("when", "told"),
    [
        ("day:7", "day:N"),
        ("2025-13", "2026-03-01"),
        ("tomorrow", "2026-03-01"),
        ("after:ct-pelvs", "after:ct-pelvis"),
        ("after:", "after:contact-october"),
    ],
)
def test_a_point_that_does_not_fit_is_a_wrong_call_with_a_remedy(when: str, told: str, capsys: Capture) -> None:
    """A day number in a dated case, a bad date and an unknown event exit with 2 and say what to write."""
    code, out, err = answer(capsys, "assess", REFERENCE, "--as-of", when)
    assert (code, out) == (2, "")
    assert "--as-of" in err
    assert told in err


@pytest.mark.parametrize("arguments", [("--as-of", "2025-07"), ()])
def test_dates_do_not_fit_a_case_that_counts_days(day_file: Path, arguments: tuple[str, ...], capsys: Capture) -> None:
    """In a day-numbered case a date and today have no place: exit code 2, with what to write."""
    code, out, err = answer(capsys, "assess", str(day_file), *arguments)
    assert (code, out) == (2, "")
    assert "day:" in err
    assert "after:" in err


def test_what_was_recorded_later_is_left_out(tmp_path: Path, capsys: Capture) -> None:
    """``--recorded-by`` takes the last day of a partial date: before a withdrawal was recorded, the report stands."""
    file = tmp_path / "corrected.yaml"
    file.write_text(
        "format: cephalad-case/1\ncase: corrected\nwritten_on: 2025-01-10\nsex: female\nevents:\n"
        "  - {id: count, kind: complaint, effective_on: 2025-01-05, menorrhagia: yes}\n"
        "  - {id: withdrawn, kind: complaint, supersedes: count, withdrawn: yes, recorded_at: 2025-03-31}\n",
        encoding="utf-8",
    )
    status = {}
    for month in ("2025-02", "2025-03"):
        found = answer_json(capsys, "assess", str(file), "--as-of", "2025-06", "--recorded-by", month)
        status[month] = {row["study"]: row["status"] for row in found["workup"]}["blood-count"]
    assert status == {"2025-02": "due", "2025-03": "unknown"}


def test_a_bad_day_of_recording_is_a_wrong_call(capsys: Capture) -> None:
    """``--recorded-by`` takes dates only, and says so."""
    code, _, err = answer(capsys, "assess", REFERENCE, "--recorded-by", "after:mdt")
    assert code == 2
    assert "write 2025-12-01, 2025-12 or 2025" in err


def test_an_unknown_guideline_is_a_wrong_call(capsys: Capture) -> None:
    """Only shipped guidelines have names, by id or edition."""
    assert answer(capsys, "assess", REFERENCE, "--guideline", REFERENCE)[0] == 0
    assert answer(capsys, "assess", REFERENCE, "--guideline", f"{REFERENCE}/1")[0] == 0
    code, _, err = answer(capsys, "assess", REFERENCE, "--guideline", "zhao-tian-2025")
    assert code == 2
    assert "zhao-tian-2026" in err


def test_text_is_the_default_and_holds_no_escape_in_a_pipe(capsys: Capture) -> None:
    """Text without colour goes to a pipe, at most 100 columns wide."""
    code, out, err = answer(capsys, "assess", REFERENCE, "--as-of", "2026-03-01")
    assert (code, err) == (0, "")
    assert "\x1b" not in out
    assert max(map(len, out.splitlines())) <= 100
    assert "confirmed" in out


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("ivl.suspicion.continuous-intraluminal", "ivl.suspicion.continuous-intraluminal"),
        ("suspicion", "ivl.suspicion.probable"),
        ("ma", "ivl.stage.ma.i"),
        ("risk-group.very-high", "ivl.risk.very-high"),
        ("workup.echocardiography", "ivl.workup.echocardiography"),
        ("mdt", "ivl.mdt.convene"),
        ("surveillance.baseline-mri", "ivl.surveillance.applies"),
    ],
)
def test_why_names_the_criteria_behind_a_conclusion(asked: str, expected: str, capsys: Capture) -> None:
    """``--why`` explains a criterion, a conclusion or a step of a scale, in both formats."""
    call = ("assess", REFERENCE, "--as-of", "after:ct-pelvis", "--why", asked)
    found = answer_json(capsys, *call)
    assert found["id"] == asked
    assert expected in [reason["id"] for reason in found["reasons"]]
    code, out, err = answer(capsys, *call)
    assert (code, err) == (0, "")
    assert expected in out


@pytest.mark.parametrize("form", ["text", "json"])
def test_an_unknown_reason_names_the_nearest(form: str, capsys: Capture) -> None:
    """A mistyped ``--why`` exits with 2 and names what was probably meant."""
    code, out, err = answer(capsys, "assess", REFERENCE, "--why", "suspicon", "--format", form)
    assert (code, out) == (2, "")
    assert "suspicion" in err


def test_a_notice_can_be_asked_for(capsys: Capture) -> None:
    """A notice that the assessment prints is explained by its criterion; one without a criterion has no reasons."""
    printed = answer_json(capsys, "assess", REFERENCE, "--as-of", "2026-03-01")["notices"]
    for notice in printed:
        found = answer_json(capsys, "assess", REFERENCE, "--as-of", "2026-03-01", "--why", notice["code"])
        assert found["id"] == notice["code"]
    assert printed


# --- input that is none -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["assess", "replay"])
def test_a_missing_file_names_the_nearest_example(command: str, capsys: Capture) -> None:
    """What is neither a file nor an example exits with 3, and an example of a similar name is told."""
    code, out, err = answer(capsys, command, "zhao-tian-2025")
    assert (code, out) == (3, "")
    assert "zhao-tian-2026" in err


def test_a_directory_and_binary_content_are_unreadable(tmp_path: Path, capsys: Capture) -> None:
    """A directory, content that is not UTF-8 and a file above the limit exit with 3 and print no data."""
    binary, huge = tmp_path / "binary.yaml", tmp_path / "huge.yaml"
    binary.write_bytes(bytes(range(128, 256)))
    huge.write_bytes(b"a" * 16_000_001)
    for name in (tmp_path, binary, huge):
        code, out, err = answer(capsys, "assess", str(name))
        assert (code, out) == (3, "")
        assert str(name) in err


def test_a_file_that_is_not_ours_to_read_is_unreadable(case_file: Path, capsys: Capture) -> None:
    """A file without permission exits with 3."""
    case_file.chmod(0)
    if os.access(case_file, os.R_OK):
        pytest.skip("this user reads every file")
    assert answer(capsys, "assess", str(case_file))[0] == 3


def test_an_invalid_case_is_refused_with_all_its_issues(tmp_path: Path, capsys: Capture) -> None:
    """A file that breaks rules exits with 1; every issue stands on standard error, with its line."""
    file = tmp_path / "wrong.yaml"
    file.write_text("format: cephalad-case/1\ncase: a\nwritten_on: 2025-13\nsex: woman\nevents: []\n", encoding="utf-8")
    code, out, err = answer(capsys, "assess", str(file))
    assert (code, out) == (1, "")
    assert f"{file}:3: written_on" in err
    assert f"{file}:4: sex" in err


def test_a_file_goes_before_an_example(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, day_file: Path, capsys: Capture
) -> None:
    """A file named like an example is the one that is read; a directory of that name is not."""
    monkeypatch.chdir(tmp_path)
    Path(REFERENCE).mkdir()
    assert answer_json(capsys, "assess", REFERENCE)["case"] == REFERENCE
    Path(REFERENCE).rmdir()
    day_file.rename(REFERENCE)
    assert answer_json(capsys, "assess", REFERENCE, "--as-of", "day:3")["case"] == "days"


# --- replay -----------------------------------------------------------------------------------------------------------


def test_replay_prints_every_event(capsys: Capture) -> None:
    """``replay`` prints ``[{after, as_of, changes: [{key, from, to, because}]}]``."""
    steps = answer_json(capsys, "replay", REFERENCE)
    assert all(list(step) == ["after", "as_of", "changes"] for step in steps)
    assert all(list(change) == ["key", "from", "to", "because"] for step in steps for change in step["changes"])
    told = {step["after"]: {change["key"]: change for change in step["changes"]} for step in steps}
    assert told["pathology"]["suspicion"]["to"] == "confirmed"
    assert "pathology" in told["pathology"]["suspicion"]["because"]


def test_replay_as_text(capsys: Capture) -> None:
    """The text names every event."""
    code, out, err = answer(capsys, "replay", REFERENCE)
    assert (code, err) == (0, "")
    assert "ct-pelvis" in out


def test_an_empty_case_replays_to_nothing(tmp_path: Path, capsys: Capture) -> None:
    """Without events there is no step: an empty list, and as text a remark on standard error."""
    file = tmp_path / "new.yaml"
    assert answer(capsys, "new", "--output", str(file))[:2] == (0, "")
    assert answer_json(capsys, "replay", str(file)) == []
    code, out, err = answer(capsys, "replay", str(file))
    assert (code, out) == (0, "")
    assert "no event" in err


# --- files ------------------------------------------------------------------------------------------------------------


def test_validate_says_what_is_wrong(tmp_path: Path, case_file: Path, capsys: Capture) -> None:
    """Exit 0 and an empty list for a valid file; exit 1 and every issue with its seven parts for another."""
    assert answer_json(capsys, "validate", str(case_file), REFERENCE) == []
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(example_text(REFERENCE).replace("menorrhagia: yes", "menorragia: yes"), encoding="utf-8")
    code, out, err = answer(capsys, "validate", str(case_file), str(wrong), "--format", "json")
    (issue,) = json.loads(out)
    assert (code, err) == (1, "")
    assert list(issue) == ["file", "line", "path", "rule", "value", "remedy", "code"]
    assert (issue["file"], issue["value"], issue["remedy"]) == (str(wrong), "menorragia", "write menorrhagia")


def test_validate_reads_on_after_a_file_that_it_cannot_read(tmp_path: Path, capsys: Capture) -> None:
    """An unreadable file is an issue of its own and makes the exit code 3; the other files are checked all the same."""
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("case: a\n", encoding="utf-8")
    binary = tmp_path / "binary.yaml"
    binary.write_bytes(b"\xff\xfe")
    code, out, _ = answer(capsys, "validate", "nowhere.yaml", str(binary), str(wrong), "--format", "json")
    issues = json.loads(out)
    assert code == 3
    assert [issue["code"] for issue in issues[:2]] == ["FILE-05", "FILE-02"]
    assert {issue["file"] for issue in issues[2:]} == {str(wrong)}


def test_validate_as_text_gives_place_and_remedy(tmp_path: Path, capsys: Capture) -> None:
    """In text every issue has its line, and nothing in the file steers the terminal."""
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text('format: cephalad-case/1\ncase: a\nwritten_on: 2025\n"s\\e[31mx": a\n', encoding="utf-8")
    code, out, _ = answer(capsys, "validate", str(wrong))
    assert code == 1
    assert "wrong.yaml:4" in out.replace("\n", "").replace(" ", "")
    assert "\x1b" not in out


def test_an_example_can_be_piped_back(capsys: Capture) -> None:
    """What ``examples show`` prints is a valid case file; ``-`` reads it from standard input."""
    code, out, err = answer(capsys, "examples", "show", REFERENCE)
    assert (code, out, err) == (0, example_text(REFERENCE), "")
    done = spawn("validate", "-", "--format", "json", input=out.encode())
    assert (done.returncode, json.loads(done.stdout), done.stderr) == (0, [], b"")


def test_examples_are_listed_with_extent_and_outcome(capsys: Capture) -> None:
    """A heading, then one line for each shipped case: its name, how far the tumour reached, the stage, the outcome."""
    code, out, _ = answer(capsys, "examples", "list")
    head, *lines = out.splitlines()
    assert code == 0
    assert head.split()[:2] == ["CASE", "AGE"]
    assert [line.split()[0] for line in lines] == list(example_names())
    assert next(line for line in lines if line.startswith("burke-2004")).split("  ")[-1].strip() == "died"


def test_examples_are_listed_as_json(capsys: Capture) -> None:
    """The same with the title, as an object for each case."""
    code, out, _ = answer(capsys, "examples", "list", "--format", "json")
    rows = json.loads(out)
    assert code == 0
    assert [row["case"] for row in rows] == list(example_names())
    assert set(rows[0]) == {"case", "title", "age", "reached", "ma", "level", "outcome"}
    assert all(row["title"] for row in rows)


def test_a_copy_never_overwrites(tmp_path: Path, capsys: Capture) -> None:
    """``examples copy`` writes a new file; an existing one, a dangling link and a directory are left alone, exit 2."""
    target = tmp_path / "mine.yaml"
    assert answer(capsys, "examples", "copy", REFERENCE, str(target))[0] == 0
    assert target.read_text(encoding="utf-8") == example_text(REFERENCE)
    target.write_text("mine", encoding="utf-8")
    link = tmp_path / "link.yaml"
    link.symlink_to(tmp_path / "elsewhere.yaml")
    for name in (target, link, tmp_path):
        code, out, err = answer(capsys, "examples", "copy", REFERENCE, str(name))
        assert (code, out) == (2, "")
        assert str(name) in err
    assert target.read_text(encoding="utf-8") == "mine"
    assert not (tmp_path / "elsewhere.yaml").exists()
    assert answer(capsys, "examples", "copy", REFERENCE, str(tmp_path / "no" / "where.yaml"))[0] == 3


@pytest.mark.parametrize(("name", "told"), [("zhao-tian-2025", "did you mean zhao-tian-2026?"), ("x", REFERENCE)])
def test_an_unknown_example_names_the_nearest(name: str, told: str, capsys: Capture) -> None:
    """A wrong name exits with 2 and tells the right one."""
    code, out, err = answer(capsys, "examples", "show", name)
    assert (code, out) == (2, "")
    assert told in err


def test_a_new_case_is_valid_and_can_be_assessed(tmp_path: Path, capsys: Capture) -> None:
    """``new`` prints an empty case of today that ``validate`` and ``assess`` accept."""
    code, out, _ = answer(capsys, "new")
    file = tmp_path / "new.yaml"
    file.write_text(out, encoding="utf-8")
    assert code == 0
    assert answer_json(capsys, "validate", str(file)) == []
    assert answer_json(capsys, "assess", str(file), "--as-of", "2026-01-01")["suspicion"]["value"] == "not-raised"


@pytest.mark.parametrize("what", ["case", "assessment"])
def test_schemas_are_printed(what: str, capsys: Capture) -> None:
    """``schema`` prints a JSON Schema of draft 2020-12."""
    code, out, err = answer(capsys, "schema", what)
    assert (code, err) == (0, "")
    assert json.loads(out)["$schema"] == "https://json-schema.org/draft/2020-12/schema"


# --- guideline --------------------------------------------------------------------------------------------------------


def test_the_guideline_is_shown(capsys: Capture) -> None:
    """Text and JSON hold every criterion with its sentence, and every parameter with unit and range."""
    from cephalad.guideline import default_guideline

    guideline = default_guideline()
    code, out, _ = answer(capsys, "guideline", "show")
    assert code == 0
    assert all(f"\n{name}\n" in out for name in guideline.criteria)
    assert all(f"\n{p.id} = {p.value:g} {p.unit}" in out for p in guideline.parameters.values())
    shown = answer_json(capsys, "guideline", "show")
    listed = [criterion["id"] for chapter in shown["chapters"] for criterion in chapter["criteria"]]
    assert listed == list(guideline.criteria)
    assert shown["chapters"][0]["criteria"][0]["when"]["node"]


def test_the_guideline_is_sound(capsys: Capture) -> None:
    """The shipped guideline passes its own checks."""
    assert answer_json(capsys, "guideline", "check") == []
    code, out, _ = answer(capsys, "guideline", "check")
    assert code == 0
    assert "0 findings" in out


def test_findings_of_the_check_exit_with_1(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    """Anything found wrong makes the exit code 1, in both formats."""
    import cephalad.guideline.check
    from cephalad.errors import Issue

    issue = Issue("", 0, "ivl.x", "must be used", "ivl.x", "remove it", "GUIDE-15")
    monkeypatch.setattr(cephalad.guideline.check, "check", lambda _: (issue,))
    code, out, _ = answer(capsys, "guideline", "check")
    assert code == 1
    assert str(issue) in out
    code, out, _ = answer(capsys, "guideline", "check", "--format", "json")
    assert (code, json.loads(out)[0]["code"]) == (1, "GUIDE-15")


def test_coverage_lists_every_statement(capsys: Capture) -> None:
    """``guideline coverage`` prints ``[{id, status, where, seen: {yes, no, unknown}, reason}]`` for S1 to S131."""
    rows = answer_json(capsys, "guideline", "coverage")
    assert [row["id"] for row in rows] == [f"S{number}" for number in range(1, 132)]
    assert all(list(row) == ["id", "status", "where", "seen", "reason"] for row in rows)
    assert all(list(row["seen"]) == ["yes", "no", "unknown"] for row in rows)
    code, out, _ = answer(capsys, "guideline", "coverage")
    assert code == 0
    assert "\nS131 " in out


# --- output -----------------------------------------------------------------------------------------------------------


def test_output_goes_to_a_file_instead(tmp_path: Path, capsys: Capture) -> None:
    """``--output`` writes what would have been printed, and prints nothing; ``-`` is standard output."""
    file = tmp_path / "out.json"
    call = ("assess", REFERENCE, "--as-of", "2026-03-01", "--format", "json")
    printed = answer(capsys, *call)[1]
    assert answer(capsys, *call, "--output", str(file)) == (0, "", "")
    assert file.read_text(encoding="utf-8") == printed
    assert answer(capsys, *call, "--output", "-")[1] == printed
    assert [path.name for path in tmp_path.iterdir()] == ["out.json"]


def test_output_that_cannot_be_written_exits_with_3(tmp_path: Path, capsys: Capture) -> None:
    """A directory or a missing folder as ``--output`` exits with 3."""
    for target in (tmp_path, tmp_path / "no" / "out.txt"):
        code, out, err = answer(capsys, "new", "--output", str(target))
        assert (code, out) == (3, "")
        assert str(target) in err


# --- the process ------------------------------------------------------------------------------------------------------


def test_text_is_utf8_whatever_the_locale() -> None:
    """With the locale C and Python's own UTF-8 mode off, Chinese is still printed."""
    bare = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii"}
    done = spawn("assess", REFERENCE, "--as-of", "2026-03-01", "--lang", "zh", env=bare)
    assert (done.returncode, done.stderr) == (0, b"")
    assert any("\u4e00" <= character <= "\u9fff" for character in done.stdout.decode("utf-8"))


@pytest.mark.parametrize("call", [("new",), ("--help",), ("assess", REFERENCE), ("replay", REFERENCE)], ids=" ".join)
def test_a_reader_that_goes_away_ends_it_quietly(call: tuple[str, ...]) -> None:
    """A closed pipe is no error message; the exit code is that of a broken pipe."""
    reader, writer = os.pipe()
    os.close(reader)
    with open(writer, "wb") as pipe:
        done = subprocess.run(
            [sys.executable, "-c", CALL, *call], stdout=pipe, stderr=subprocess.PIPE, check=False, timeout=60
        )
    assert (done.returncode, done.stderr) == (128 + signal.SIGPIPE, b"")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="this system has no device that is always full")
def test_a_full_disk_is_told() -> None:
    """Standard output that takes nothing exits with 3 and one line, not with a traceback."""
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-c", CALL, "new"], stdout=full, stderr=subprocess.PIPE, check=False, timeout=60
        )
    assert done.returncode == 3
    assert done.stderr.count(b"\n") == 1


def test_names_cannot_steer_the_terminal() -> None:
    """Control characters and broken UTF-8 in an argument are escaped in every message."""
    for argument in ("a\x1b[31mb", os.fsdecode(b"\xff\xfe")):
        for call in (("assess", argument), ("assess", REFERENCE, argument), ("assess", REFERENCE, "--as-of", argument)):
            done = spawn(*call)
            assert done.returncode in (2, 3)
            assert b"\x1b" not in done.stderr
            assert done.stderr.isascii()


def test_help_imports_no_case_and_no_guideline() -> None:
    """Help loads neither a reader nor a rule: of the package only the command line."""
    code = "import sys; from cephalad.cli import main; main(['--help']); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name for name in done.stderr.split() if name.startswith("cephalad")}
    assert {name.split(".")[1] for name in loaded if "." in name} == {"cli"}
    assert {"yaml", "dataclasses", "typing"} & set(done.stderr.split()) == set()
