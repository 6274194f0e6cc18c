"""The long run: both engines on freshly simulated patients; `scripts/agreement --patients 1000000 --seed 7`."""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from itertools import islice

from tests.generative.agreement.comparison import NOT_COMPARED, Difference, differences, simulated_pairs

from cephalad.cohort.simulate import simulated_tables
from cephalad.guideline import shipped_guideline
from cephalad.guideline.shipped import SHIPPED

PIECE = 2_000
"""Patients that one process compares at a time; each piece has a seed of its own."""


def compared(piece: int, seed: int, patients: int, guideline: str) -> list[Difference]:
    """The differences among the patients of one piece."""
    rows = next(iter(simulated_tables(patients, seed + piece)))
    pairs = islice(simulated_pairs(rows, seed + piece), patients)
    return list(differences(pairs, shipped_guideline(guideline)))


def main() -> int:
    """Print what was compared and what differs; 1 when anything does."""
    parser = argparse.ArgumentParser(prog="scripts/agreement", description=__doc__)
    parser.add_argument("--patients", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=int(time.time()), help="default: the clock, printed")
    parser.add_argument("--guideline", choices=SHIPPED, default=next(iter(SHIPPED)))
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    sizes = [PIECE] * (options.patients // PIECE) + [options.patients % PIECE] * bool(options.patients % PIECE)
    print(f"{options.patients} patients, seed {options.seed}, {options.guideline}; not compared: {NOT_COMPARED}")
    found: list[Difference] = []
    done = 0
    with ProcessPoolExecutor(options.processes) as pool:
        jobs = [pool.submit(compared, piece, options.seed, size, options.guideline) for piece, size in enumerate(sizes)]
        for job, size in zip(jobs, sizes, strict=True):
            found += job.result()
            done += size
            if sys.stderr.isatty() or done % (50 * PIECE) == 0:
                print(f"{done} patients, {len(found)} differences", file=sys.stderr, flush=True)
    for column, number in Counter(each.column for each in found).most_common():
        print(f"{number:8} {column}")
    for each in found[:20]:
        print(each)
    print(f"{options.patients} patients, {len(found)} differences")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
