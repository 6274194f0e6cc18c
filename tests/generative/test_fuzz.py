"""Case files damaged on purpose: a small run finds nothing, and the run would find what is planted."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import pytest
from tests.generative.fuzz import examination
from tests.generative.fuzz.__main__ import main
from tests.generative.fuzz.campaign import campaign
from tests.generative.fuzz.damage import BLANK, EVERY_DAMAGE, TREE, DamagedFile, damaged_file, original
from tests.generative.fuzz.examination import ACCEPTED, FAULTY, REJECTED, Examined, documented_codes, examined
from tests.generative.fuzz.summary import fault_lines, summary
from tests.generative.fuzz.tree_damage import Tree

from cephalad.assessment import assess
from cephalad.errors import Issue
from cephalad.record import Case, blank_case, dump, example_text, read_bytes

# Not all shipped cases: what is tested here must not change with each case that is added.
ORIGINALS = tuple(original(name) for name in (BLANK, "zhao-tian-2026"))
SEED = 1
SOUND = DamagedFile(0, "sound.yaml", "zhao-tian-2026", (), example_text("zhao-tian-2026").encode())
BROKEN = DamagedFile(0, "broken.yaml", "zhao-tian-2026", (), b"format: cephalad-case/1\ncase: a\nwritten_on: 2025-13\n")


def test_a_small_run_finds_nothing() -> None:
    """Of 150 damaged files each is refused with issues that help or answered; many are refused, many accepted."""
    found = list(campaign(SEED, range(150), ORIGINALS, processes=1))
    assert [one.fault for one in found if one.verdict == FAULTY] == []
    verdicts = [one.verdict for one in found]
    assert verdicts.count(ACCEPTED) > 30
    assert verdicts.count(REJECTED) > 60


def test_a_file_depends_on_seed_and_number_only() -> None:
    """The same file comes out again, whatever was made before; another seed or number gives another file."""
    made = [damaged_file(SEED, number, ORIGINALS) for number in range(30)]
    assert [damaged_file(SEED, number, ORIGINALS) for number in reversed(range(30))] == made[::-1]
    assert len({one.content for one in made}) > 25
    assert damaged_file(SEED + 1, 0, ORIGINALS).content != made[0].content


def test_the_number_of_processes_changes_nothing() -> None:
    """One process and two give the same outcome in the same order."""
    numbers = range(200, 230)
    one = list(campaign(SEED, numbers, ORIGINALS, processes=1))
    assert list(campaign(SEED, numbers, ORIGINALS, processes=2)) == one
    assert [each.number for each in one] == list(numbers)


def test_every_kind_of_damage_is_drawn_and_does_damage() -> None:
    """Over a thousand files each kind but the slow ones occurs, most files differ, and both forms occur."""
    made = [damaged_file(SEED, number, ORIGINALS) for number in range(1000)]
    slow = {"16-mb", "two-million-values", "hundred-thousand-events"}
    assert set(EVERY_DAMAGE) - {name for one in made for name in one.trail} <= slow
    changed = [one for one in made if one.content != example_text("zhao-tian-2026").encode()]
    assert len(changed) > 990
    assert {one.file.rpartition(".")[2] for one in made} == {"yaml", "json"}


@pytest.mark.parametrize("name", sorted(TREE))
def test_no_damage_to_a_tree_fails_on_what_earlier_damage_left(name: str) -> None:
    """Damage is done to any tree: an empty one, one without events, one whose events are none."""
    trees: list[Tree] = [
        {},
        {"events": []},
        {"events": "no"},
        {"events": ["a", {}]},
        {"events": [{"id": 1, "kind": []}]},
    ]
    for tree in trees:
        for seed in range(20):
            changed = copy.deepcopy(tree)
            TREE[name](changed, Random(seed))  # noqa: S311
            assert isinstance(changed, dict)


# --- what is planted is found ---------------------------------------------------------------------------------------


def test_sound_and_broken_files_pass() -> None:
    """Nothing is found where nothing is wrong with the program: a sound file is accepted, a broken one refused."""
    assert examined(SOUND, SEED) == Examined(0, "zhao-tian-2026", (), ACCEPTED)
    assert examined(BROKEN, SEED) == Examined(0, "zhao-tian-2026", (), REJECTED, ("TIME-02",))


def _plant(monkeypatch: pytest.MonkeyPatch, read: Callable[..., Case | list[Issue]]) -> None:
    monkeypatch.setattr(examination, "read_bytes", read)


def test_a_reader_that_raises_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """An exception is a fault, with its type and place."""

    def read(*_content: object, **_named: object) -> Case | list[Issue]:
        raise KeyError("planted")

    _plant(monkeypatch, read)
    found = examined(SOUND, SEED)
    assert found.verdict == FAULTY
    assert "KeyError: 'planted' at " in found.fault
    assert "test_fuzz.py" in found.fault


FIRST = Issue("broken.yaml", 3, "written_on", "must be a date", "2025-13", "write 2025", "TIME-02")


@pytest.mark.parametrize(
    ("issues", "told"),
    [
        ([], "refused without an issue"),
        ([FIRST] * 1001, "1001 issues"),
        ([replace(FIRST, line=0)], "not inside the file of 4 lines"),
        ([replace(FIRST, line=5)], "not inside the file of 4 lines"),
        ([FIRST, replace(FIRST, path="")], "no path"),
        ([replace(FIRST, file="")], "names the file ''"),
        ([replace(FIRST, rule="")], "no rule"),
        ([replace(FIRST, value=" ")], "no value"),
        ([replace(FIRST, remedy="")], "no remedy"),
        ([replace(FIRST, remedy="write \x1b[31m")], "remedy holds control characters"),
        ([replace(FIRST, path="a\nb")], "path holds control characters"),
        ([replace(FIRST, value="x" * 1001)], "value of 1001 characters"),
        ([replace(FIRST, code="TIME-99")], "a code that the guide does not explain"),
        ([replace(FIRST, code="FILE-01")], "not line 0"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_issue_that_does_not_help_is_found(issues: list[Issue], told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An issue without one of its parts, or with a line outside the file, is a fault."""
    _plant(monkeypatch, lambda *_content, **_named: issues)
    found = examined(BROKEN, SEED)
    assert found.verdict == FAULTY
    assert told in found.fault


def test_a_loss_on_the_way_out_and_back_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """A writer that leaves something out, and one whose file is refused, are faults."""
    monkeypatch.setattr(examination, "dump", lambda case: dump(replace(case, events=case.events[:-1])))
    assert examined(SOUND, SEED).fault == "what was written reads as another case"
    monkeypatch.setattr(examination, "dump", lambda _case: "case: a\n")
    assert examined(SOUND, SEED).fault.startswith("what was written is refused: written.yaml:1")


def test_an_assessment_that_raises_or_wavers_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """An exception while answering is a fault, and so are other bytes for the same question."""

    def raising(*_arguments: object, **_named: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(examination, "assess", raising)
        assert "ZeroDivisionError" in examined(SOUND, SEED).fault
    calls: list[int] = []

    def wavering(case: Case, **named: object) -> object:
        calls.append(1)
        odd = len(calls) % 2
        return assess(replace(case, events=case.events[odd:]), **{**named, "as_of": "2199"})  # type: ignore[arg-type]

    monkeypatch.setattr(examination, "assess", wavering)
    blank = DamagedFile(0, "sound.yaml", BLANK, (), blank_case_with_two_events())
    assert examined(blank, SEED).fault == "assessed twice it gives other bytes"


def blank_case_with_two_events() -> bytes:
    """A file whose first event makes a difference."""
    head = blank_case(date(2026, 1, 1)).replace("events: []\n", "events:\n")
    fibroids = "- {id: a, kind: history, effective_on: 2020, fibroids: yes}\n"
    report = "- {id: b, kind: pathology, effective_on: 2021, diagnosis: [ivl]}\n"
    return (head + report.replace("b,", "a,") + fibroids.replace("a,", "b,")).encode()


def test_what_the_schema_does_not_know_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that the reader takes and the published schema refuses is a fault."""
    monkeypatch.setattr(examination, "ONE_SCHEMA_IN", 1)
    assert examined(SOUND, SEED).fault == ""
    odd = replace(SOUND, content=SOUND.content + b"surprise: yes\n")
    _plant(monkeypatch, lambda content, *, file: read_bytes(content.replace(b"surprise: yes\n", b""), file=file))
    assert examined(odd, SEED).fault.startswith("does not fit the schema of a case file: $: ")


def test_what_never_ends_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is never answered is a fault and does not hold up the run."""

    def read(*_content: object, **_named: object) -> Case | list[Issue]:
        while True:
            pass

    monkeypatch.setattr(examination, "LONGEST", 0.05)
    _plant(monkeypatch, read)
    assert examined(SOUND, SEED).fault == "no answer within 0.05 processor seconds"


# --- the command ------------------------------------------------------------------------------------------------------

CALL = ("--cases", BLANK, "zhao-tian-2026", "--processes", "1")


def test_the_command_prints_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 0, the outcome by kind of damage, the codes, and nothing on standard error where nobody watches."""
    assert main(["--files", "40", *CALL]) == 0
    printed = capsys.readouterr()
    assert printed.err == ""
    lines = printed.out.splitlines()
    assert lines[0].split() == ["damage", "accepted", "rejected", "faulty"]
    assert {line.partition(" ")[0] for line in lines[1:]} > set(EVERY_DAMAGE)
    totals = next(line for line in lines if line.startswith("all files"))
    assert sum(map(int, totals.split()[2:])) == 40
    assert "codes never seen: " in printed.out
    assert lines[-1].startswith("40 files, seed 1, 2 cases: ")


def test_the_command_names_and_keeps_a_fault(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 1; the seed, the trail, how to see it again, and the input itself in the folder asked for."""
    _plant(monkeypatch, lambda *_content, **_named: [])
    assert main(["--only", "7", "--seed", "3", "--keep", str(tmp_path / "kept"), *CALL]) == 1
    damaged = damaged_file(3, 7, ORIGINALS)
    (kept,) = (tmp_path / "kept").iterdir()
    assert (kept.name, kept.read_bytes()) == (damaged.file, damaged.content)
    printed = capsys.readouterr().out
    assert f"FAULT file 7: {damaged.origin}, {' > '.join(damaged.trail)}\n  refused without an issue" in printed
    assert "again: scripts/fuzz --seed 3 --only 7" in printed
    assert str(kept) in printed


@pytest.mark.parametrize("arguments", [["--cases", "nobody"], ["--files", "0"], ["--files", "x"], ["--surprise"]])
def test_a_wrong_call(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 2, with the reason on standard error."""
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    assert "scripts/fuzz: error: " in capsys.readouterr().err


def test_the_help_says_what_is_done(capsys: pytest.CaptureFixture[str]) -> None:
    """The help names the options, what must hold and the exit codes."""
    with pytest.raises(SystemExit) as stopped:
        main(["--help"])
    assert stopped.value.code == 0
    printed = capsys.readouterr().out
    for word in ("--files", "--seed", "--only", "--keep", "--cases", "--processes", "exit code: 0", "Any exception"):
        assert word in printed


def test_the_summary_counts() -> None:
    """Files count once a kind of damage and once a code; what was never seen is named."""
    found = [
        Examined(0, "a", ("truncate", "status"), REJECTED, ("TIME-02", "YAML-01")),
        Examined(1, "a", ("status",), ACCEPTED),
        Examined(2, "b", ("status",), FAULTY, fault="planted"),
    ]
    printed = summary(found)
    rows = {line.split()[0]: line.split()[1:] for line in printed.splitlines() if line.strip()}
    assert rows["status"] == ["1", "1", "1"]
    assert rows["truncate"] == ["0", "1", "0"]
    assert rows["delete-lines"] == ["0", "0", "0"]
    assert "  TIME-02 1, YAML-01 1\n" in printed
    never = next(line for line in printed.splitlines() if line.startswith("codes never seen"))
    assert "TIME-02" not in never
    assert "TIME-03" in never
    assert "FILE-05" not in never
    assert fault_lines(found[2], 5, "").splitlines()[2:] == ["  again: scripts/fuzz --seed 5 --only 2"]
    assert "FILE-05" in documented_codes()
