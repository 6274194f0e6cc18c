"""All of an archive, by several processes: shard after shard, each written whole, so that a run can go on later."""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import cache
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait as wait_for
from pathlib import Path

import polars as pl

from cephalad import __version__
from cephalad.columns.whole_file import written_whole
from cephalad.errors import InvalidArgument, UnreadableInput
from cephalad.guideline import default_guideline, digest
from cephalad.read import shipped_rules
from cephalad.screen.archive import ROWS_AT_ONCE, Refused, Shard, Source, find_sources, shards
from cephalad.screen.columns import Columns
from cephalad.screen.core import screen_batch, settle
from cephalad.screen.parts import Identity, Parts
from cephalad.screen.results import columns_present, counts_by_tier, write_ranked, write_rejected
from cephalad.screen.tiers import CAUSES, EVIDENCE, TIERS
from cephalad.screen.trigger import Trigger
from cephalad.screen.women import write_women

__all__ = ["MANIFEST", "Progress", "Summary", "screen_archive"]

MANIFEST = "manifest.json"
_FORMAT = "cephalad-screen/1"
_WAITING_PER_JOB = 2
_MOST_JOBS = 64


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is.

    Attributes
    ----------
    reports : done in all
    taken_up : of these, done by the run that was ended before
    """

    reports: int
    taken_up: int


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run came to.

    Attributes
    ----------
    reports : read, by tier; those without one under ``none``
    women : by tier; None when the archive names no patients
    rejected : rows that could not be read
    """

    reports: dict[str, int]
    women: dict[str, int] | None
    rejected: int


def screen_archive(
    archive: Sequence[str],
    output: str | Path,
    *,
    columns: Columns | None = None,
    jobs: int = 1,
    anew: bool = False,
    rows_at_once: int = ROWS_AT_ONCE,
    told: Callable[[Progress], None] | None = None,
) -> Summary:
    """Screen every report of an archive and write the tables into a folder.

    The same archive and rules give the same bytes, whatever the number of jobs, and whether or not the run was ended in
    between and taken up again.

    Parameters
    ----------
    archive : files and folders
    jobs : processes; with 1 everything is done in this one
    anew : whether a run with other rules or files that stands in the folder may be thrown away
    told : called after each shard

    Raises
    ------
    InvalidArgument : when the folder holds another run
    UnreadableInput : when a file of the archive cannot be read, or the folder cannot be written
    """
    if not 1 <= jobs <= _MOST_JOBS:
        raise InvalidArgument(f"jobs: must be 1 to {_MOST_JOBS}, got {jobs}")
    sources = find_sources(archive, columns or Columns(), leave_out=str(output))
    identity = _identity(sources, rows_at_once)
    parts = Parts(output)
    parts.begin(identity, anew=anew)
    n_parts = _screen(shards(sources, rows_at_once=rows_at_once), parts, jobs, told or _tell_nobody)
    return _finish(Path(output), parts, n_parts, identity)


def _tell_nobody(_: Progress) -> None:
    return


def _identity(sources: Sequence[Source], rows_at_once: int) -> Identity:
    rules, guideline = shipped_rules(), default_guideline()
    return Identity(
        sources=tuple(sources),
        program=__version__,
        rules_version=rules.version,
        rules_hash=rules.hash,
        guideline=guideline.edition,
        guideline_hash=digest(guideline),
        tiers_hash=tiers_hash(),
        rows_at_once=rows_at_once,
    )


def tiers_hash() -> str:
    """SHA-256 of what the tiers ask for."""
    causes = {cause: sorted(segments) for cause, segments in CAUSES.items()}
    content = [[asdict(each) for each in EVIDENCE.values()], [asdict(each) for each in TIERS], causes]
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


# --- shards -----------------------------------------------------------------------------------------------------------


def _screen(found: Iterator[Shard], parts: Parts, jobs: int, told: Callable[[Progress], None]) -> int:
    """Screen the shards that have no part yet; how many shards there are."""
    n_parts = reports = taken_up = 0
    with _workers(jobs) as submit:
        waiting: dict[Future[None], int] = {}
        for shard in found:
            n_parts = shard.number + 1
            if parts.is_done(shard.number):
                taken_up += shard.rows.height
                reports += shard.rows.height
                told(Progress(reports, taken_up))
                continue
            waiting[submit(shard, parts)] = shard.rows.height
            while len(waiting) >= _WAITING_PER_JOB * jobs:
                reports += _gathered(waiting)
                told(Progress(reports, taken_up))
        while waiting:
            reports += _gathered(waiting)
            told(Progress(reports, taken_up))
    return n_parts


def _gathered(waiting: dict[Future[None], int]) -> int:
    """Take the finished shards out of those that are waited for; their reports."""
    done, _ = wait(waiting, return_when=FIRST_COMPLETED)
    try:
        for each in done:
            each.result()
    except BrokenProcessPool as fault:
        raise UnreadableInput("a process of the run was ended from outside; run it again, and it goes on") from fault
    return sum(waiting.pop(each) for each in done)


Submit = Callable[[Shard, Parts], "Future[None]"]


@contextmanager
def _workers(jobs: int) -> Iterator[Submit]:
    """A function that has a shard screened, in this process or in one of several."""
    if jobs == 1:
        yield _at_once
        return
    # Fresh processes: one that is forked from a program with threads may never run.
    pool = ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_begin_worker)
    try:
        yield lambda shard, parts: pool.submit(_screen_shard, shard, parts)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _at_once(shard: Shard, parts: Parts) -> Future[None]:
    done: Future[None] = Future()
    _screen_shard(shard, parts)
    done.set_result(None)
    return done


def _begin_worker() -> None:
    _end_with_parent()
    settle()


def _end_with_parent() -> None:
    """A worker whose run was killed ends too, instead of waiting for work for ever."""
    parent = parent_process()
    if parent is not None:

        def watch() -> None:
            wait_for([parent.sentinel])
            os._exit(1)

        threading.Thread(target=watch, daemon=True).start()


def _screen_shard(shard: Shard, parts: Parts) -> None:
    """Screen one shard and write its part."""
    result = screen_batch(shard.rows, trigger=_trigger())
    faults = result.select("fault").with_columns(row=shard.rows["row"]).filter(pl.col("fault").is_not_null())
    refused = [Refused(shard.file, row, fault) for fault, row in faults.select("fault", "row").iter_rows()]
    everything = sorted((*shard.refused, *refused), key=lambda each: each.row)
    parts.write(shard.number, result.filter(pl.col("fault").is_null()).drop("fault"), everything)


@cache
def _trigger() -> Trigger:
    """The trigger of this process, with its memory."""
    return Trigger()


# --- the tables -------------------------------------------------------------------------------------------------------


def _finish(folder: Path, parts: Parts, n_parts: int, identity: Identity) -> Summary:
    present = columns_present(parts, n_parts)
    write_ranked(parts, n_parts, folder / "ranked.parquet", present=present)
    women = write_women(parts, n_parts, folder / "women.parquet") if "patient" in present else None
    n_rejected = write_rejected(parts, n_parts, folder / "rejected.jsonl")
    summary = Summary(counts_by_tier(parts, n_parts), women, n_rejected)
    told = {"format": _FORMAT, **identity.as_json(), "parts": n_parts, **asdict(summary)}
    with written_whole(folder / MANIFEST) as target:
        Path(target).write_text(f"{json.dumps(told, ensure_ascii=False, indent=2)}\n", encoding="utf-8")
    return summary
