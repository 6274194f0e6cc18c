"""Makes medSpaCy's environment when asked, starts its side, and says what it is told to look for."""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

__all__ = ["ENVIRONMENT", "REQUIREMENTS", "TARGETS", "Beside", "make_environment", "started"]

ROOT = Path(__file__).resolve().parents[1]
REQUIREMENTS = ROOT / "benchmarks" / "medspacy-requirements.txt"
ENVIRONMENT = ROOT / "build" / "medspacy"
"""Where its environment lies; thrown away with everything else that is built."""

TARGETS: Mapping[str, tuple[str, ...]] = {
    "vein=thrombus": ("thrombus", "thrombi", "thrombosis", "clot", "bland thrombus", "DVT"),
    "vein=tumour": (
        "tumor thrombus",
        "tumour thrombus",
        "intravascular mass",
        "intraluminal mass",
        "intraluminal tumor",
        "intraluminal tumour",
        "intravascular tumor",
        "intravascular tumour",
        "cord-like mass",
        "intracardiac mass",
    ),
    "vein=filling-defect": ("filling defect", "filling defects"),
    "vein=clear": ("patent", "widely patent"),
    "reading=ivl": (
        "intravenous leiomyomatosis",
        "intravascular leiomyomatosis",
        "intracaval leiomyomatosis",
        "intracardiac leiomyomatosis",
        "IVL",
    ),
    "reading=fibroid": ("fibroid", "fibroids", "leiomyoma", "leiomyomas", "leiomyomata", "myoma", "myomas"),
    "reading=adenomyosis": ("adenomyosis", "adenomyoma"),
    "reading=sarcoma": ("leiomyosarcoma", "sarcoma"),
    "reading=stromal-sarcoma": ("endometrial stromal sarcoma", "ESS"),
    "reading=myxoma": ("myxoma", "atrial myxoma"),
}
"""What medSpaCy is to find: the words that a user would give it for each kind, chosen before the first run."""


@dataclass(frozen=True, slots=True)
class Beside:
    """The running other side.

    Attributes
    ----------
    versions : of the packages that matter
    """

    versions: Mapping[str, str]
    _requests: IO[str]
    _answers: IO[str]

    def ask(self, pipeline: str, texts: Sequence[str]) -> tuple[float, list[list[dict[str, Any]]]]:
        """Processor seconds for the texts, and what was found in each."""
        answer = _asked(self._requests, self._answers, {"do": "read", "pipeline": pipeline, "texts": list(texts)})
        return float(answer["seconds"]), answer["found"]


def make_environment(place: Path = ENVIRONMENT) -> Path:
    """The interpreter of medSpaCy's environment, which is made when it is not there or not finished."""
    python, stamp = place / "bin" / "python", place / ".finished"
    wanted = REQUIREMENTS.read_text(encoding="utf-8")
    if not (stamp.exists() and stamp.read_text(encoding="utf-8") == wanted):
        print(f"making medSpaCy's environment in {place} (minutes)", file=sys.stderr)
        venv.create(place, with_pip=True, clear=True)
        options = ["--quiet", "--disable-pip-version-check", "--require-hashes", "--requirement", str(REQUIREMENTS)]
        subprocess.run([python, "-m", "pip", "install", *options], check=True)  # noqa: S603  our own pinned file
        stamp.write_text(wanted, encoding="utf-8")
    return python


@contextmanager
def started(python: Path) -> Iterator[Beside]:
    """The other side with the targets loaded; it ends with the block."""
    command = [str(python), str(Path(__file__).with_name("medspacy_side.py"))]
    with subprocess.Popen(  # noqa: S603  our own script
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as side:
        assert side.stdin is not None
        assert side.stdout is not None
        targets = [(term, label) for label, terms in TARGETS.items() for term in terms]
        try:
            versions = _asked(side.stdin, side.stdout, {"do": "load", "targets": targets})
            yield Beside(versions, side.stdin, side.stdout)
        finally:
            side.stdin.close()


def _asked(requests: IO[str], answers: IO[str], request: Mapping[str, Any]) -> Any:
    requests.write(json.dumps(request) + "\n")
    requests.flush()
    line = answers.readline()
    if not line:
        raise RuntimeError("medSpaCy's side ended; run benchmarks/medspacy_side.py with its interpreter to see why")
    return json.loads(line)
