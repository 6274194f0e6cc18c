"""The command: damage files, look what comes of them, print a table."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from tests.generative.fuzz.campaign import campaign
from tests.generative.fuzz.damage import BLANK, Original, damaged_file, original
from tests.generative.fuzz.examination import FAULTY, Examined
from tests.generative.fuzz.summary import fault_lines, summary

from cephalad.cli.streams import with_progress
from cephalad.errors import UnknownName
from cephalad.record import example_names

WHAT_IT_DOES = """\
Damages the shipped case files, in YAML and in JSON, and looks what the program makes of each: it must refuse the file
with issues that help (file, line inside the file, path, rule, value, remedy, a documented code), or accept it. What is
accepted must read back the same after writing, and be answered just after its last event, just after any event and on
any day, as JSON and (after the last point) as text, and twice with the same bytes. Any exception is a fault.

Every file depends on the seed, its number and the cases only, not on the number of processes.
"""
EXIT_CODES = "exit code: 0 when nothing was found, 1 when there was a fault, 2 for a wrong call"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run, print what was found, and say with the exit code whether there was a fault."""
    parser = _parser()
    chosen = parser.parse_args(arguments)
    try:
        originals = [original(name) for name in chosen.cases or (BLANK, *example_names())]
    except UnknownName as error:
        parser.error(str(error))
    numbers = [chosen.only] if chosen.only is not None else range(chosen.files)
    began = time.perf_counter()
    results = campaign(chosen.seed, numbers, originals, 1 if len(numbers) == 1 else chosen.processes)
    found = []
    for one in with_progress(results, len(numbers), "files", from_count=100):
        found.append(one)
        if one.verdict == FAULTY:
            print(fault_lines(one, chosen.seed, _kept(one, chosen.seed, originals, chosen.keep)), flush=True)
    seconds = time.perf_counter() - began
    print(summary(found))
    print(f"{len(found)} files, seed {chosen.seed}, {len(originals)} cases: {len(found) / seconds:.0f} files a second")
    return int(any(one.verdict == FAULTY for one in found))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="scripts/fuzz",
        description=WHAT_IT_DOES,
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--files", metavar="N", type=_positive, default=1000, help="how many; default: %(default)s")
    parser.add_argument("--seed", metavar="N", type=int, default=1, help="default: %(default)s")
    parser.add_argument("--only", metavar="N", type=int, help="only the file with this number")
    parser.add_argument("--keep", metavar="FOLDER", type=Path, help="save every file with a fault there")
    parser.add_argument(
        "--cases", metavar="NAME", nargs="+", help=f"shipped cases to damage; default: all, and {BLANK}, the empty one"
    )
    processors = os.cpu_count() or 1
    parser.add_argument("--processes", metavar="N", type=_positive, default=processors, help="default: %(default)s")
    return parser


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return number


def _kept(one: Examined, seed: int, originals: Sequence[Original], folder: Path | None) -> str:
    """The name of the file in which the input was saved; "" when nobody asked for that."""
    if folder is None:
        return ""
    damaged = damaged_file(seed, one.number, originals)
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / damaged.file
    target.write_bytes(damaged.content)
    return str(target)


if __name__ == "__main__":
    sys.exit(main())
