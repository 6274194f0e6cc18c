"""A cohort at a glance: how many women stand where, what is late, what is missing, how the record meets the guideline.

The counting is one pass over the answers, whatever their number; what may be told of the counts is decided afterwards
(`small_cells`). A file may hold answers of several dates: each is summed up by itself, one beside the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import isfinite

import polars as pl

from cephalad.cohort.proportion import wilson
from cephalad.cohort.small_cells import FEWEST, Hidden, Shown, Sum, protected
from cephalad.cohort.summary_cells import AGREEMENT, ALL, SURELY_LATE, Cells, cells_of
from cephalad.cohort.survival import Estimate
from cephalad.columns.answers import study_column
from cephalad.errors import UnknownName, UnreadableInput
from cephalad.guideline import Guideline, default_guideline, shipped_guideline
from cephalad.terms import clean

__all__ = ["LAST", "MOST_FACTS", "MOST_MOMENTS", "QUANTILES", "LateDays", "Snapshot", "Summary", "summarise"]

MOST_FACTS = 12
"""Missing facts that are listed, those of most women first."""

QUANTILES = (0.25, 0.5, 0.75)
LAST = "last"
"""The moment of answers that were given just after each woman's last event."""

MOST_MOMENTS = 60
"""Moments that a summary can show one beside the other."""
_WEIGHT_BITS = 38
"""Bits of a woman's random weight: the weights of 60 million women still add up in 64 bits."""


@dataclass(frozen=True, slots=True)
class LateDays:
    """How late overdue examinations are, in days; None where fewer than five women stand on a side of the number.

    Attributes
    ----------
    quantiles : the number of days that a quarter, a half and three quarters of the women do not exceed
    longest : the longest; where small counts are hidden the longest that at least five women reach
    """

    quantiles: tuple[int | None, ...]
    longest: int | None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The cohort on one date.

    Attributes
    ----------
    counts : how many women, by the names of `summary_cells`
    late : of the examinations that are surely overdue
    """

    as_of: str
    counts: Mapping[str, Shown]
    late: LateDays

    def share(self, part: str, total: str = ALL) -> Estimate | None:
        """The share of one count in another with its 95 % interval; None where one is hidden or nobody is asked."""
        events, n = self.counts.get(part), self.counts.get(total)
        if isinstance(events, Hidden) or isinstance(n, Hidden) or not n or events is None:
            return None
        return wilson(events, n)


@dataclass(frozen=True, slots=True)
class Summary:
    """The cohort on each date of its answers, the earliest first.

    Attributes
    ----------
    edition : of the guideline that gave the answers
    guideline : the shipped one whose words and statements belong to it
    studies : of the work-up, in the order of the guideline
    demands : of `AGREEMENT`, those that the answers have columns for
    facts : that would settle an open conclusion, of most women first; None where they were not worked out
    hides : whether small counts are hidden
    """

    edition: str
    guideline: Guideline
    studies: tuple[str, ...]
    demands: tuple[str, ...]
    facts: tuple[str, ...] | None
    hides: bool
    snapshots: tuple[Snapshot, ...]


def summarise(answers: pl.DataFrame | pl.LazyFrame, *, show_small_cells: bool = False) -> Summary:
    """The summary of a cohort's answers.

    Parameters
    ----------
    answers : with the columns of `answer_schema`, one row for each woman and date
    show_small_cells : whether counts below five are told too

    Raises
    ------
    UnreadableInput : when there is no answer, or answers of several guidelines, of a woman twice on one date, or in
        words that are not of this version
    """
    # A point just after each woman's last event is one moment of the cohort, whatever her event is called.
    named = pl.when(pl.col("as_of").str.starts_with("after:")).then(pl.lit(LAST)).otherwise("as_of")
    rows = answers.lazy().with_columns(named.alias("as_of"))
    edition = _edition(rows)
    guideline = _shipped(edition)
    columns = rows.collect_schema().names()
    studies = tuple(row.id for row in guideline.studies if study_column(row.id) in columns)
    facts = _facts(rows)
    cells = cells_of(guideline, studies, facts or ())
    _check_words(rows, cells)
    counted = _counted(rows, cells)
    if len(counted) > MOST_MOMENTS:
        raise UnreadableInput(f"holds {len(counted):,} moments; a summary shows {MOST_MOMENTS} at most")
    late = _late_days(rows, hides=not show_small_cells)
    if not show_small_cells:
        counted = _protected(rows, cells, counted)
    snapshots = tuple(Snapshot(as_of, counted[as_of], late[as_of]) for as_of in sorted(counted, key=_in_time))
    demands = tuple(name for name in AGREEMENT if f"agreement.{name}.known" in cells.holds)
    return Summary(edition, guideline, studies, demands, facts, not show_small_cells, snapshots)


def _in_time(as_of: str) -> tuple[int, int, str]:
    """Dates, then day numbers, then the last event."""
    number = as_of.removeprefix("day ")
    is_number = number != as_of and number.removeprefix("-").isdecimal()
    return (2 if as_of == LAST else int(is_number)), int(number) if is_number else 0, as_of


# --- what is asked for ------------------------------------------------------------------------------------------------


def _edition(rows: pl.LazyFrame) -> str:
    editions = rows.select(pl.col("guideline").unique().sort()).collect()["guideline"].to_list()
    if not editions:
        raise UnreadableInput("holds no answer; `cephalad cohort assess` writes one for each patient and date")
    if len(editions) > 1:
        named = ", ".join(clean(str(each)) for each in editions[:5])
        raise UnreadableInput(f"holds answers of several guidelines ({named}); sum up each by itself")
    return clean(str(editions[0]))


def _shipped(edition: str) -> Guideline:
    """The shipped guideline of this edition; of a local variant the one whose numbers it changes."""
    for name in (edition, edition.rpartition("(")[2].removesuffix(")")):
        try:
            return shipped_guideline(name)
        except UnknownName:
            continue
    return default_guideline()


def _facts(rows: pl.LazyFrame) -> tuple[str, ...] | None:
    """The facts that most answers name; None where none was worked out."""
    missing = rows.select("missing").drop_nulls()
    if not missing.select(pl.len()).collect().item():
        return None
    named = missing.select(pl.col("missing").explode().drop_nulls().value_counts()).unnest("missing")
    # Ties in the order of the names, so that the same answers give the same bytes.
    most = named.sort(["count", "missing"], descending=[True, False]).head(MOST_FACTS).collect()
    return tuple(most["missing"])


# --- counting ---------------------------------------------------------------------------------------------------------


def _check_words(rows: pl.LazyFrame, cells: Cells) -> None:
    """Every word is one that is counted; otherwise a woman would be missing from her table without a sign."""
    strange = rows.select(
        pl.col(column).filter(pl.col(column).is_in(words).not_()).first() for column, words in cells.words.items()
    ).collect()
    faults = [f"{column}: {clean(str(word))[:60]}" for column, word in strange.row(0, named=True).items() if word]
    if faults:
        raise UnreadableInput(f"holds words that this version does not know: {'; '.join(faults)}")


def _counted(rows: pl.LazyFrame, cells: Cells) -> dict[str, dict[str, Shown]]:
    """All counts for each date, in one pass."""
    holds = [holds.alias(name) for name, holds in cells.holds.items()]
    by_date = rows.select("as_of", *holds).group_by("as_of").agg(pl.all().sum()).collect()
    persons = rows.group_by("as_of").agg(pl.col("patient").n_unique()).collect()
    n_persons = dict(persons.iter_rows())
    found: dict[str, dict[str, Shown]] = {}
    for row in by_date.iter_rows(named=True):
        as_of = str(row.pop("as_of"))
        if n_persons[as_of] != row[ALL]:
            raise UnreadableInput(f"holds several answers of one patient as of {clean(as_of)}; leave one of them")
        _check_sums(row, cells.sums)
        found[as_of] = dict(row)
    return found


def _check_sums(counts: Mapping[str, int], sums: Iterable[Sum]) -> None:
    for each in sums:
        if counts[each.total] != sum(counts[part] for part in each.parts):
            fault = f"{each.total} and {', '.join(each.parts)} do not add up"
            raise UnreadableInput(f"contradicts itself: {fault}; write the answers again")


def _late_days(rows: pl.LazyFrame, *, hides: bool) -> dict[str, LateDays]:
    days = pl.col("next_late_days").filter(SURELY_LATE)
    nth = FEWEST if hides else 1
    told = rows.group_by("as_of").agg(
        days.len().alias("n"),
        # The smallest number that so large a share of the women does not exceed.
        *(days.quantile(q, "equiprobable").alias(f"q{at}") for at, q in enumerate(QUANTILES)),
        days.top_k(nth).min().alias("longest"),
    )
    found = {}
    for row in told.collect().iter_rows(named=True):
        # On each side of a number stand at least five women, so that none of them is alone there.
        needed = [FEWEST / min(q, 1 - q) if hides else 1 for q in QUANTILES]
        quantiles = (_whole(row[f"q{at}"]) if row["n"] >= least else None for at, least in enumerate(needed))
        found[row["as_of"]] = LateDays(tuple(quantiles), row["longest"] if row["n"] >= nth else None)
    return found


def _whole(value: float | None) -> int | None:
    return int(value) if value is not None and isfinite(value) else None


# --- what may be told -------------------------------------------------------------------------------------------------


def _protected(
    rows: pl.LazyFrame, cells: Cells, counted: Mapping[str, Mapping[str, Shown]]
) -> dict[str, dict[str, Shown]]:
    """The counts with small ones hidden, and with them what would give them away."""
    numbers = {as_of: {name: int(str(count)) for name, count in counts.items()} for as_of, counts in counted.items()}
    if not any(0 < count < FEWEST for counts in numbers.values() for count in counts.values()):
        return {as_of: dict(counts) for as_of, counts in counted.items()}
    held = _weights(rows, cells)
    found: dict[str, dict[str, Shown]] = {}
    for as_of, counts in numbers.items():
        if counts[ALL] < FEWEST:
            # Of so few women a zero tells as much as a count: who is known to be among them is known by it.
            found[as_of] = {name: Hidden.FEWER if name == ALL else Hidden.WITHHELD for name in counts}
            continue
        # Two small counts of the same woman are both hidden anyway; that they are the same is mostly chance.
        large = {name: weight for name, weight in held[as_of].items() if counts[name] >= FEWEST}
        found[as_of] = protected(counts, (*cells.sums, *_everybody(large)), _same_women(large))
    return found


def _weights(rows: pl.LazyFrame, cells: Cells) -> dict[str, dict[str, int]]:
    """For each date and count the sum of the random weights of its women: two sets of the same sum are the same set."""
    weight = pl.col("patient").hash(17) // 2 ** (64 - _WEIGHT_BITS)
    held = [pl.when(holds).then(weight).otherwise(0).sum().alias(name) for name, holds in cells.holds.items()]
    found = rows.group_by("as_of").agg(held).collect()
    return {str(row.pop("as_of")): row for row in found.iter_rows(named=True)}


def _same_women(held: Mapping[str, int]) -> dict[str, str]:
    """For a count of the very same women as one before it, the name of that one."""
    first: dict[int, str] = {}
    return {name: earlier for name, weight in held.items() if (earlier := first.setdefault(weight, name)) != name}


def _everybody(held: Mapping[str, int]) -> Iterator[Sum]:
    """Two counts that together are everybody: one would give the other away."""
    by_weight = {weight: name for name, weight in reversed(tuple(held.items()))}
    for weight, name in by_weight.items():
        rest = held.get(ALL, 0) - weight
        if weight < rest and rest in by_weight:
            yield Sum(ALL, (name, by_weight[rest]))
