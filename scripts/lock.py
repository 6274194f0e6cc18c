"""Write requirements-dev.txt: every package that running, testing and building needs, pinned with its hashes.

Run it after a change to the dependencies in pyproject.toml: ``python3 scripts/lock.py``, then commit the result.
Packages already pinned keep their version unless ``--upgrade`` is given. The resolver lives in a throw-away
environment; the file names packages, versions and hashes only, never where they were found.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import tomllib
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "requirements-dev.txt"
RESOLVER = "pip-tools>=7.5"
# The build backend asks for this one only at the moment of an editable install, so pyproject.toml cannot name it.
EDITABLE_BUILD = ("editables",)
HEADER = """\
# Everything that running, testing and building cephalad needs, pinned with hashes.
# Written by scripts/lock.py from pyproject.toml; do not edit.
"""
OPTIONS = (
    "--quiet",
    "--generate-hashes",
    "--no-header",
    "--no-annotate",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--no-emit-trusted-host",
    "--strip-extras",
    "--allow-unsafe",
)


def wanted() -> list[str]:
    """Requirements to run, to develop and to build, as pyproject.toml states them."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return [
        *project["project"]["dependencies"],
        *project["dependency-groups"]["dev"],
        *project["build-system"]["requires"],
        *EDITABLE_BUILD,
    ]


def resolved(requirements: list[str], pinned: str, *, upgrade: bool) -> str:
    """Text of the pinned file for `requirements`; versions in `pinned` are kept unless `upgrade`."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        venv.create(folder / "venv", with_pip=True)
        python = str(folder / "venv" / "bin" / "python")
        subprocess.run([python, "-m", "pip", "install", "--quiet", RESOLVER], check=True)
        (folder / "wanted.in").write_text("\n".join(requirements) + "\n", encoding="utf-8")
        output = folder / "pinned.txt"
        output.write_text(pinned, encoding="utf-8")
        options = [*OPTIONS, *(["--upgrade"] if upgrade else []), "--output-file", output.name, "wanted.in"]
        subprocess.run([python, "-m", "piptools", "compile", *options], check=True, cwd=folder)
        return output.read_text(encoding="utf-8")


def main() -> None:
    """Rewrite requirements-dev.txt."""
    pinned = TARGET.read_text(encoding="utf-8") if TARGET.exists() else ""
    TARGET.write_text(HEADER + resolved(wanted(), pinned, upgrade="--upgrade" in sys.argv[1:]), encoding="utf-8")


if __name__ == "__main__":
    main()
