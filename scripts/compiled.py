"""Copies the package to build/compiled, compiles the reader there with mypyc, and compares both readers on every text.

The source is not changed and needs no change: mypyc compiles what mypy has checked. What is compiled reads two to three
times as many reports in the same time (docs/benchmark-screening.md); what it finds is the same, or this script fails.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
MADE = ROOT / "build" / "compiled"
INTERPRETED = frozenset({"__init__.py", "rules_file.py", "proposed.py"})
"""Modules of the reader that take no time while reports are read."""

COMPILER = "it needs a C compiler and the headers of Python; as root: apt-get install gcc libc6-dev python3-dev"


def main() -> None:
    """Compile, compare, and leave nothing behind that failed."""
    if sys.argv[1:] == ["readings"]:
        print(readings())
        return
    if shutil.which("cc") is None:
        raise SystemExit(COMPILER)
    shutil.rmtree(MADE, ignore_errors=True)
    shutil.copytree(ROOT / "src" / "cephalad", MADE / "cephalad", ignore=shutil.ignore_patterns("__pycache__", "*.so"))
    modules = sorted(path for path in (MADE / "cephalad" / "read").glob("*.py") if path.name not in INTERPRETED)
    try:
        _compile([str(path.relative_to(MADE)) for path in modules])
        told = _readings_of(MADE)
        if told != _readings_of(ROOT / "src"):
            raise SystemExit("the compiled reader does not read as the other one does")
    except BaseException:
        shutil.rmtree(MADE, ignore_errors=True)
        raise
    print(f"{len(modules)} modules compiled into {MADE.relative_to(ROOT)}; {told.split()[0]} texts read alike")


def _compile(modules: list[str]) -> None:
    command = [sys.executable, "-m", "mypyc", "--strict", "--explicit-package-bases", "--namespace-packages", *modules]
    done = subprocess.run(
        command, cwd=MADE, env={**os.environ, "MYPYPATH": str(MADE)}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"{done.stdout[-2000:]}{done.stderr[-2000:]}\n{COMPILER}")
    shutil.rmtree(MADE / "build")


def _readings_of(place: Path) -> str:
    """What the reader of this folder makes of every text, as told by a process of its own."""
    env = {**os.environ, "PYTHONPATH": str(place)}
    command = [sys.executable, str(Path(__file__).resolve()), "readings"]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=True).stdout


def readings() -> str:
    """How many texts the tests hold, and a hash of everything that is read in them."""
    from cephalad.read import shipped_reader

    read = hashlib.sha256()
    paths = sorted((ROOT / "tests" / "reading").glob("**/*.yaml"))
    texts = [each["text"] for path in paths for each in yaml.safe_load(path.read_text(encoding="utf-8"))]
    for text in texts:
        read.update(repr(shipped_reader().read(text)).encode())
    return f"{len(texts)} {read.hexdigest()}"


if __name__ == "__main__":
    main()
