"""Files are written whole or not at all, and nothing that is no plain file is replaced."""

from __future__ import annotations

import os
import threading
from argparse import Namespace
from pathlib import Path

import pytest

from cephalad.cli import output
from cephalad.errors import UnreadableInput


def test_a_file_is_replaced_with_its_mode(tmp_path: Path) -> None:
    """The new content takes the place of the old, with the old file's permissions and nothing left beside it."""
    file = tmp_path / "a.txt"
    file.write_text("old", encoding="utf-8")
    file.chmod(0o640)
    output.write_file(str(file), "new")
    assert file.read_text(encoding="utf-8") == "new"
    assert file.stat().st_mode & 0o777 == 0o640
    assert os.listdir(tmp_path) == ["a.txt"]


def test_a_new_file_follows_the_mask(tmp_path: Path) -> None:
    """A new file gets the permissions that the user's mask leaves."""
    before = os.umask(0o027)
    try:
        output.write_file(str(tmp_path / "a.txt"), "new")
    finally:
        os.umask(before)
    assert (tmp_path / "a.txt").stat().st_mode & 0o777 == 0o640


def test_a_failure_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the replacing fails, the old content stands and no temporary file is left."""
    file = tmp_path / "a.txt"
    file.write_text("old", encoding="utf-8")

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(UnreadableInput, match="No space left on device"):
        output.write_file(str(file), "new")
    assert file.read_text(encoding="utf-8") == "old"
    assert os.listdir(tmp_path) == ["a.txt"]


def test_a_link_is_followed(tmp_path: Path) -> None:
    """Through a link its target is written; the link stays a link."""
    file, link = tmp_path / "a.txt", tmp_path / "link"
    link.symlink_to(file)
    output.write_file(str(link), "new")
    assert link.is_symlink()
    assert file.read_text(encoding="utf-8") == "new"


def test_a_pipe_is_written_and_not_replaced(tmp_path: Path) -> None:
    """A named pipe (or a device) stays what it is."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_text(encoding="utf-8")))
    reader.start()
    output.write_file(str(pipe), "new")
    reader.join(timeout=10)
    assert read == ["new"]
    assert pipe.is_fifo()


@pytest.mark.parametrize("name", [".", "no/a.txt"])
def test_what_cannot_be_written_is_told(name: str, tmp_path: Path) -> None:
    """A directory and a missing folder are refused by name."""
    with pytest.raises(UnreadableInput, match=str(tmp_path)):
        output.write_file(str(tmp_path / name), "new")


def test_a_file_is_laid_out_plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file gets 100 columns and no colour, whatever the terminal is; standard output gets what fits it."""
    monkeypatch.setattr(output, "width_of", lambda _: 72)
    monkeypatch.setattr(output, "colour_wanted", lambda: True)
    assert output.page_for(Namespace(output="a.txt")) == output.Page(100, colour=False)
    assert output.page_for(Namespace(output="-")) == output.Page(72, colour=True)
    assert output.page_for(Namespace()) == output.Page(72, colour=True)
