"""`cephalad store` and the start, as processes of their own."""

from __future__ import annotations

import json
import os
import pty
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

MAKE = """
import sys
from pathlib import Path
from cephalad.server.config import Config
from cephalad.server.start import start
start(Config(Path(sys.argv[1])))
from cephalad.server.store.cases import create_case
from cephalad.server.store.identities import Identity, set_identity
for name in sys.argv[2:]:
    set_identity(create_case({"case": name}, "anna").subject, Identity(name + " Wang"), "anna")
"""


CEPHALAD = "import sys; from cephalad.cli import main; sys.exit(main(sys.argv[1:]))"


def python(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A finished process of this interpreter."""
    command = [sys.executable, *arguments]
    stated = {**os.environ, "CEPHALAD_DATA": "", **environment}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=stated, timeout=120)


def store(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A finished ``cephalad store`` on this folder."""
    return python("-c", CEPHALAD, "store", *arguments, "--data", str(folder), **environment)


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A data folder with two cases."""
    folder = tmp_path / "data"
    done = python("-c", MAKE, str(folder), "patient-7", "patient-8")
    assert (done.returncode, done.stderr) == (0, "")
    return folder


def test_a_store_is_walked_backed_up_restored_and_erased_from(made: Path, tmp_path: Path) -> None:
    """The whole life of a store, by hand; the head after restoring is the head before."""
    walked = store(made, "verify")
    assert (walked.returncode, walked.stderr) == (0, "")
    first, last = walked.stdout.splitlines()
    head = first.rpartition(" ")[2]
    assert (first, last) == (f"4 rows, head {head}", "sound")

    backup = str(tmp_path / "backup.gz")
    written = store(made, "backup", backup)
    assert (written.returncode, written.stdout) == (0, f"head {head}\n")
    assert "the identity key is not in it" in written.stderr

    other = tmp_path / "other"
    restored = store(other, "restore", backup)
    assert (restored.returncode, restored.stdout) == (0, f"head {head}\n")
    assert "cannot be opened with this key" in restored.stderr
    again = store(other, "restore", backup)
    assert (again.returncode, again.stdout) == (2, "")
    assert "holds something" in again.stderr

    erased = store(made, "erase", "patient-7", "--reason", "her wish", "--yes")
    assert erased.returncode == 0
    assert "backups made before still hold the case" in erased.stderr
    found = json.loads(store(made, "verify", "--expect", head, "--format", "json").stdout)
    assert (found["n_rows"], found["expected_at"], found["faults"]) == (5, 4, [])
    assert [case["n_rows"] for case in found["erased"]] == [2]
    for command in (
        ("erase", "patient-7", "--reason", "again", "--yes"),
        ("erase", "nobody", "--reason", "x", "--yes"),
    ):
        refused = store(made, *command)
        assert (refused.returncode, refused.stdout) == (2, "")
        assert "no case" in refused.stderr


def test_a_chain_that_is_not_sound_is_exit_1(made: Path) -> None:
    """Every fault is named on standard output; an expected hash that is not there is one."""
    with sqlite3.connect(made / "cephalad.sqlite3") as opened:
        opened.execute("DROP TRIGGER store_chain_unchanged")
        opened.execute("UPDATE store_chain SET actor = 'eve' WHERE sequence = 2")
    opened.close()
    walked = store(made, "verify", "--expect", "a" * 64)
    assert walked.returncode == 1
    assert walked.stdout.splitlines()[1:] == [
        "altered: row 2: the row",
        "unguarded: the trigger store_chain_unchanged",
        "not-there: no row has the expected hash",
        "not sound: 3 faults",
    ]
    backup = store(made, "backup", str(made / "backup.gz"))
    assert backup.returncode == 2
    assert not (made / "backup.gz").exists()


def test_erasing_asks_for_the_pseudonym_once_more(made: Path) -> None:
    """Another answer erases nothing; where nobody can be asked, the flag is named."""
    refused = store(made, "erase", "patient-7", "--reason", "her wish")
    assert refused.returncode == 2
    assert "--yes" in refused.stderr
    for answer, code in (("patient-8\n", 1), ("patient-7\n", 0)):
        assert answered(made, answer) == code
    assert "erased: case" in store(made, "verify").stdout


def answered(folder: Path, answer: str) -> int:
    """The exit code of an erasure that is answered on a terminal."""
    process, terminal = pty.fork()
    if not process:
        arguments = ["-c", CEPHALAD, "store", "erase", "patient-7", "--reason", "x", "--data", str(folder)]
        os.execv(sys.executable, [sys.executable, *arguments])
    os.write(terminal, answer.encode())
    told = b""
    try:
        while piece := os.read(terminal, 1000):
            told += piece
    except OSError:
        pass  # the other end is closed
    os.close(terminal)
    assert b"Type the pseudonym" in told
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


@pytest.mark.parametrize("action", [("verify",), ("backup", "x.gz"), ("erase", "a", "--reason", "b", "--yes")])
def test_no_store_is_made_by_looking_at_one(tmp_path: Path, action: tuple[str, ...]) -> None:
    """A folder that was mistyped is told, and stays as it is."""
    looked = store(tmp_path / "nothing", *action)
    assert looked.returncode == 3
    assert "holds no store" in looked.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_backup_that_is_not_there_makes_no_store(tmp_path: Path) -> None:
    """It is looked for first."""
    looked = store(tmp_path / "data", "restore", str(tmp_path / "backup.gz"))
    assert looked.returncode == 3
    assert list(tmp_path.iterdir()) == []


def test_a_database_that_does_not_answer_is_told_without_its_password(tmp_path: Path) -> None:
    """Also when its address comes from the environment, as it should."""
    address = "postgresql://anna:s3cret-word@127.0.0.1:1/cephalad?connect_timeout=1"
    looked = store(tmp_path, "verify", CEPHALAD_DATABASE=address)
    assert looked.returncode == 2
    assert "cannot be opened" in looked.stderr
    assert "s3cret-word" not in looked.stderr + looked.stdout


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    """Nothing is written over it."""
    (tmp_path / "keys").mkdir(mode=0o700)
    (tmp_path / "cephalad.sqlite3").write_bytes(b"no database" * 1000)
    keys = {"CEPHALAD_IDENTITY_KEY": bytes(range(32)).hex()}
    looked = store(tmp_path, "verify", **keys)
    assert looked.returncode == 2
    assert "cannot be opened" in looked.stderr
    assert (tmp_path / "cephalad.sqlite3").read_bytes() == b"no database" * 1000


def test_two_first_starts_at_once_make_one_store(tmp_path: Path) -> None:
    """Both use the same keys and the same tables; files are their owner's only."""
    command = [sys.executable, "-c", MAKE, str(tmp_path / "data")]
    processes = [subprocess.Popen([*command, f"patient-{n}"], stderr=subprocess.PIPE) for n in range(2)]
    assert [process.communicate()[1] for process in processes] == [b"", b""]
    assert store(tmp_path / "data", "verify").stdout.startswith("4 rows")
    modes = {file.stat().st_mode & 0o077 for file in (tmp_path / "data").rglob("*")}
    assert modes == {0}


def test_the_key_of_another_installation_is_told_at_the_start(made: Path) -> None:
    """The store is not opened with it; walking it needs no key."""
    keys = {"CEPHALAD_IDENTITY_KEY": bytes(range(32)).hex()}
    started = python("-c", MAKE, str(made), **keys)
    assert "KeyFault" in started.stderr
    assert store(made, "verify", **keys).returncode == 0


def test_the_ready_made_database_has_every_table() -> None:
    """It has not fallen behind the migrations; when it has, this says what to run."""
    from cephalad.server.ready_made import empty_database

    content = empty_database()
    assert content is not None
    with sqlite3.connect(":memory:") as opened:
        opened.deserialize(content)
        there = set(opened.execute("SELECT app, name FROM django_migrations"))
        n_rows = opened.execute("SELECT count(*) FROM store_chain").fetchone()[0]
    opened.close()
    assert n_rows == 0
    assert migrations() <= there, "python -m cephalad.server.ready_made"


def migrations() -> set[tuple[str, str]]:
    """Every migration of the applications in use."""
    code = """
import sys, tempfile
from pathlib import Path
from cephalad.server.config import Config
from cephalad.server.start import configure
with tempfile.TemporaryDirectory() as folder:
    configure(Config(Path(folder)))
    from django.db.migrations.loader import MigrationLoader
    for app, name in MigrationLoader(None).disk_migrations:
        print(app, name)
"""
    done = python("-c", code)
    assert done.returncode == 0
    listed = (line.split() for line in done.stdout.splitlines())
    return {(app, name) for app, name in listed}


def test_a_process_has_one_configuration(tmp_path: Path) -> None:
    """A second call with the same one does nothing, with another one is refused."""
    code = """
import sys
from pathlib import Path
from cephalad.server.config import Config
from cephalad.server.start import StartFault, configure, start
start(Config(Path(sys.argv[1])))
start(Config(Path(sys.argv[1])))
try:
    configure(Config(Path(sys.argv[2])))
except StartFault:
    print("refused")
"""
    assert python("-c", code, str(tmp_path / "one"), str(tmp_path / "two")).stdout == "refused\n"
