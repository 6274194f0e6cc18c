"""The commands that the documentation shows are run, and must print what it says.

A block marked ``console`` is run line by line in an empty folder, one folder a document: each line that starts with
``$ cephalad`` must exit with 0, or with what a comment at its end names (``# exit 1``). Lines that follow are its
output and must appear in this order; ``…`` in a line stands for any text, alone on a line for any lines, two blanks or
more for any number of them. Other
commands (``$ scripts/demo``) are for the reader and are not run. A block marked ``yaml`` or ``toml`` and the name of a
file is written to that file when its turn comes, as the reader would save it, or added to its end when the mark ends
in ``, continued``; one marked ``python`` is run.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [path for path in [ROOT / "README.md", *sorted((ROOT / "docs").glob("**/*.md"))] if path.exists()]
BLOCK = re.compile(r"^```([^\n]+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
SAVED = re.compile(r"(?:yaml|toml|text) ([\w.-]+)(, continued)?")
EXIT = re.compile(r"\s+#\s*exit (\d+)\s*$")
LINK = re.compile(r"\[[^\]]*\]\(([^)\s#]+)(?:#[^)]*)?\)")


@dataclass(frozen=True, slots=True)
class Shown:
    """One command as a document shows it: what to type, the exit code and the lines it prints."""

    command: str
    status: int
    output: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Saved:
    """A file that a document asks its reader to save, or to continue."""

    name: str
    content: str
    continued: bool = False


def steps(text: str) -> list[Shown | Saved]:
    """What a reader of `text` does, in order: commands with their promises, files to save, Python to run."""
    found: list[Shown | Saved] = []
    for number, (mark, block) in enumerate(BLOCK.findall(text)):
        saved = SAVED.fullmatch(mark)
        if saved:
            found.append(Saved(saved.group(1), block, bool(saved.group(2))))
        elif mark == "python":
            found += [Saved(f"block-{number}.py", block), Shown(f"python block-{number}.py", 0, ())]
        elif mark == "console":
            found += _typed(block)
    return found


def _typed(block: str) -> list[Shown]:
    found = []
    for typed, output in commands_of(block):
        stated = EXIT.search(typed)
        command = EXIT.sub("", typed)
        if command.split()[:1] == ["cephalad"]:
            found.append(Shown(command, int(stated.group(1)) if stated else 0, output))
    return found


def shown_commands(text: str) -> list[Shown]:
    """Commands of `text` that are to be run, in order, each with its promise."""
    return [step for step in steps(text) if isinstance(step, Shown)]


def commands_of(block: str) -> list[tuple[str, tuple[str, ...]]]:
    """Typed lines of one block with the lines printed after each; a backslash continues a typed line."""
    parts = re.split(r"^\$ ", block.replace("\\\n", " "), flags=re.MULTILINE)[1:]
    lines = [[line.rstrip() for line in part.rstrip().splitlines()] for part in parts]
    return [(first, tuple(rest)) for first, *rest in lines]


def output_pattern(lines: tuple[str, ...]) -> re.Pattern[str]:
    """Pattern that the output must hold: these lines in this order, ``…`` standing for what is left out."""
    return re.compile("^" + "".join(map(_line_pattern, lines)), re.MULTILINE)


def _line_pattern(line: str) -> str:
    if line.strip() == "…":
        return r"(?:.*\n)*?"
    # Two blanks or more are a column: how wide it is depends on what else is printed.
    words = ".*".join(map(re.escape, line.split("…")))
    return re.sub(r"(?:\\ ){2,}", "[ ]{2,}", words) + r"[ \t]*\n"


def broken_promise(shown: Shown, folder: Path) -> str:
    """What `shown` did otherwise than its document says, run in `folder`; empty when it kept its promise."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        ["sh", "-c", shown.command],
        cwd=folder,
        env={**os.environ, "PATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=60,
    )
    printed = done.stdout if done.stdout.endswith("\n") else done.stdout + "\n"
    if done.returncode != shown.status:
        return f"$ {shown.command}\nexit {done.returncode}, not {shown.status}:\n{printed}"
    if not output_pattern(shown.output).search(printed):
        return f"$ {shown.command}\nprinted\n{printed}\nnot\n" + "\n".join(shown.output)
    return ""


def kept(step: Shown | Saved, folder: Path) -> str:
    """What came of one step in `folder`: a file is saved, a command run; empty when it kept its promise."""
    if isinstance(step, Shown):
        return broken_promise(step, folder)
    path = folder / step.name
    if step.continued and not path.exists():
        return f"{step.name} is continued before it is begun"
    path.write_text((path.read_text(encoding="utf-8") if step.continued else "") + step.content, encoding="utf-8")
    return ""


def dead_links(path: Path) -> list[str]:
    """Relative links in the document at `path` that lead to no file."""
    targets = LINK.findall(path.read_text(encoding="utf-8"))
    return [target for target in targets if ":" not in target and not (path.parent / target).exists()]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_commands_do_what_the_document_says(path: Path, tmp_path: Path) -> None:
    """Every command that the document shows exits and prints as it says."""
    broken = [kept(step, tmp_path) for step in steps(path.read_text(encoding="utf-8"))]
    assert "\n".join(filter(None, broken)) == ""


def test_the_readme_shows_the_main_job() -> None:
    """The first page shows an assessment that is run here."""
    commands = [shown.command for shown in shown_commands((ROOT / "README.md").read_text(encoding="utf-8"))]
    assert any(command.startswith("cephalad assess ") for command in commands)


@pytest.mark.parametrize("path", sorted({*DOCUMENTS, *ROOT.glob("*.md")}), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_link_is_dead(path: Path) -> None:
    """Every relative link in the documentation leads to a file."""
    assert dead_links(path) == []


def test_a_dead_link_is_seen(tmp_path: Path) -> None:
    """A link to a missing file is named; one to a file, to a section of it or to the web is not."""
    page = tmp_path / "page.md"
    page.write_text("[a](gone.md) [b](page.md) [c](page.md#part) [d](https://example.org) [e](#part)", encoding="utf-8")
    assert dead_links(page) == ["gone.md"]


def test_a_block_is_read_as_commands_with_their_promises() -> None:
    """Only `cephalad` lines are run; the comment gives the exit code, the lines below the output."""
    text = (
        "```console\n$ scripts/demo\n…\n$ cephalad new > a.yaml\n"
        "$ cephalad validate \\\n  b.yaml  # exit 1\nwrong\n…\n```\n\n"
        "```sh\n$ cephalad nothing\n```\n"
    )
    assert shown_commands(text) == [
        Shown("cephalad new > a.yaml", 0, ()),
        Shown("cephalad validate    b.yaml", 1, ("wrong", "…")),
    ]


def test_files_and_python_are_steps_too(tmp_path: Path) -> None:
    """A named YAML block is saved before the commands after it; a Python block is run; other blocks are for reading."""
    text = (
        "```yaml a.yaml\nformat: x\n```\n```python\nprint(1)\n```\n```yaml\nformat: y\n```\n"
        "```console\n$ cephalad validate a.yaml  # exit 1\n```\n```text\n$ cephalad nothing\n```\n"
    )
    found = steps(text)
    assert found == [
        Saved("a.yaml", "format: x\n"),
        Saved("block-1.py", "print(1)\n"),
        Shown("python block-1.py", 0, ()),
        Shown("cephalad validate a.yaml", 1, ()),
    ]
    assert kept(found[0], tmp_path) == ""
    assert (tmp_path / "a.yaml").read_text(encoding="utf-8") == "format: x\n"
    assert "exit 1, not 0" in kept(Shown("python -c 'raise SystemExit(1)'", 0, ()), tmp_path)


def test_a_file_may_grow(tmp_path: Path) -> None:
    """A block marked as continued is added to its file, and told when the file has not been begun."""
    first, more = steps("```yaml a.yaml\none: 1\n```\n```yaml a.yaml, continued\ntwo: 2\n```\n")
    assert "before it is begun" in kept(more, tmp_path)
    assert [kept(first, tmp_path), kept(more, tmp_path)] == ["", ""]
    assert (tmp_path / "a.yaml").read_text(encoding="utf-8") == "one: 1\ntwo: 2\n"


@pytest.mark.parametrize(
    ("lines", "printed", "holds"),
    [
        (("front: left",), "front: left\n", True),
        (("front: left",), "front: right\n", False),
        (("front: left",), "the front: left\n", False),
        (("one", "three"), "one\ntwo\nthree\n", False),
        (("one", "…", "three"), "one\ntwo\nthree\n", True),
        (("one", "…", "two"), "two\none\n", False),
        (("edition … of",), "edition 7 of\n", True),
        (("edition … of",), "edition 7\n of\n", False),
        (("(a) [b]",), "(a) [b]\n", True),
        (("one  two",), "one     two\n", True),
        (("one  two",), "one two\n", False),
        ((), "anything\n", True),
    ],
)
def test_output_must_appear_as_shown(lines: tuple[str, ...], printed: str, *, holds: bool) -> None:
    """Shown lines must appear whole and in order; an ellipsis leaves out text or lines."""
    assert bool(output_pattern(lines).search(printed)) is holds


def test_a_broken_promise_is_named(tmp_path: Path) -> None:
    """A wrong exit code and wrong output are both told, with the command."""
    assert broken_promise(Shown("echo yes", 0, ("yes",)), tmp_path) == ""
    assert "exit 0, not 1" in broken_promise(Shown("echo yes", 1, ()), tmp_path)
    assert "$ echo yes" in broken_promise(Shown("echo yes", 0, ("no",)), tmp_path)
