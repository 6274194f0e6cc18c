"""A cohort that nobody lived: plausible timelines in the cohort table, every patient marked as synthetic.

All numbers stand in `data/simulation.toml` with their sources. Patients are made in blocks of fixed size, each with a
random stream of its own, so that the same seed gives the same patients however many are made at a time, and the first
patients of a large cohort are those of a small one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from cephalad.cohort.simulation_chart import Chart, Vocabulary
from cephalad.cohort.simulation_follow_up import follow_up
from cephalad.cohort.simulation_parameters import Dice, Parameters, shipped_parameters
from cephalad.cohort.simulation_people import People, draw_people
from cephalad.cohort.simulation_table import table_of
from cephalad.cohort.simulation_treatment import treat
from cephalad.cohort.simulation_workup import work_up
from cephalad.columns.schema import SCHEMA
from cephalad.columns.table import ending_of, write_table
from cephalad.errors import InvalidArgument

__all__ = ["BLOCK", "MOST_PATIENTS", "simulate", "simulated_people", "simulated_tables"]

BLOCK = 10_000
"""Patients in a block. Part of the meaning of a seed: another size gives other patients."""

MOST_PATIENTS = 100_000_000
_SEEDS = 1 << 63


def simulate(
    patients: int,
    seed: int,
    output: str | Path,
    *,
    blocks_at_a_time: int = 1,
    told: Callable[[int], None] | None = None,
) -> None:
    """Write a cohort table of simulated patients, Parquet or CSV by its ending; the same call writes the same bytes.

    Memory does not grow with the number of patients.

    Parameters
    ----------
    patients : how many, from 1 to `MOST_PATIENTS`
    seed : a whole number from 0 on
    blocks_at_a_time : blocks of `BLOCK` patients held in memory; changes nothing in the file
    told : called with the number of patients made so far, after each block

    Raises
    ------
    InvalidArgument : for numbers out of range, and for a file with another ending
    UnreadableInput : when the file cannot be written; what stood there before is left alone
    """
    _check(patients, seed)
    ending_of(output)
    if blocks_at_a_time < 1:
        raise InvalidArgument(f"blocks_at_a_time must be at least 1, got {blocks_at_a_time}")
    from polars.io.plugins import register_io_source

    def made(*asked: Any) -> Iterator[pl.DataFrame]:
        # The sink asks for every column and row, as they are.
        columns, predicate, n_rows, _ = asked
        assert columns is None or columns == SCHEMA.names()
        assert predicate is None
        assert n_rows is None
        return simulated_tables(patients, seed, blocks_at_a_time=blocks_at_a_time, told=told)

    write_table(register_io_source(made, schema=SCHEMA), output)


def simulated_tables(
    patients: int,
    seed: int,
    *,
    blocks_at_a_time: int = 1,
    told: Callable[[int], None] | None = None,
) -> Iterator[pl.DataFrame]:
    """The same table piece by piece, each with whole patients, in order."""
    _check(patients, seed)
    vocabulary, numbers = Vocabulary(), shipped_parameters()
    held: list[pl.DataFrame] = []
    for block in range(-(-patients // BLOCK)):
        held.append(_block(block, patients, seed, vocabulary, numbers))
        if told is not None:
            told(min(patients, (block + 1) * BLOCK))
        if len(held) == blocks_at_a_time:
            yield pl.concat(held)
            held = []
    if held:
        yield pl.concat(held)


def simulated_people(block: int, seed: int) -> People:
    """What is true of the patients of one block, whatever their files say of it."""
    return draw_people(_dice(block, seed, shipped_parameters()))


def _dice(block: int, seed: int, numbers: Parameters) -> Dice:
    stream = np.random.SeedSequence(seed, spawn_key=(block,))
    return Dice(numbers, BLOCK, np.random.Generator(np.random.PCG64(stream)))


def _block(block: int, patients: int, seed: int, vocabulary: Vocabulary, numbers: Parameters) -> pl.DataFrame:
    dice = _dice(block, seed, numbers)
    people = draw_people(dice)
    chart = Chart(vocabulary, dice, people.closes)
    done = work_up(chart, people)
    treated = treat(chart, people, done)
    follow_up(chart, people, treated)
    start = block * BLOCK
    # Nine digits, so that the order of the ids is that of the numbers.
    ids = pl.Series([f"sim-{number:09d}" for number in range(start + 1, start + BLOCK + 1)])
    table = table_of(chart, ids, day_zero=people.first, numbered=people.numbered, written_on=people.written_on)
    wanted = patients - start
    return table if wanted >= BLOCK else table.filter(pl.col("patient") <= ids[wanted - 1])


def _check(patients: Any, seed: Any) -> None:
    if not 1 <= patients <= MOST_PATIENTS:
        raise InvalidArgument(f"patients must be from 1 to {MOST_PATIENTS:,}, got {patients}")
    if not 0 <= seed < _SEEDS:
        raise InvalidArgument(f"seed must be a whole number from 0 to {_SEEDS - 1}, got {seed}")
