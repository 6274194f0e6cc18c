"""What each event of many timelines says of veins: one report for every segment or segment set that it names.

The same reports as `cephalad.facts.vein_reports` makes of one patient, as flat arrays. A set of segments is a bit mask
(`cephalad.columns.frame.segment_bits`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from functools import lru_cache

import numpy as np
import polars as pl
from numpy.typing import NDArray

from cephalad.anatomy import EXPLORATION, SEGMENT_SETS, SEGMENTS, cleared_by, members
from cephalad.columns.frame import segment_bits
from cephalad.columns.timelines import Marks, Timelines, word_bits
from cephalad.facts.vein_reports import CROSS_SECTION, POSITIVE, able_to_show
from cephalad.terms import FINDINGS

__all__ = ["NAMES", "VeinReports", "able_to_show_bits", "explored_by_hand", "vein_reports"]

NAMES = tuple(sorted((*SEGMENTS, *SEGMENT_SETS)))
"""Every segment and segment set; the reports of an event stand in this order."""

MEMBERS = np.array([segment_bits(members(name)) for name in NAMES], dtype=np.int64)
"""The segments of each name."""

_NAMED = pl.Enum(list(NAMES))
_FINDINGS = tuple(finding for finding in FINDINGS if finding.startswith("vein."))
_CONTRAST_STUDIES = (*CROSS_SECTION, "contrast-ultrasound")
_SAID_OF_TUMOUR = (
    "positive",
    "thrombus",
    "continuous",
    "cord",
    "enhancing",
    "removed",
    "left",
    "silent",
    "not_assessed",
    "not_reported",
)
"""The fields of a report that no longer count once the disease was excluded after it."""

Bits = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class VeinReports:
    """Reports of veins, by place and then by name; the fields are those of `cephalad.facts.vein_reports.VeinReport`.

    Attributes
    ----------
    place, whose : the event and the timeline of each report
    name : place in `NAMES`; `members` are its segments as a mask
    removed, left : what an operation did with what was in the vein
    silent : whether a status stands in place of some value; `not_assessed`, `not_reported` say which
    clears : the segments that the report shows clear, as a mask; `clear` says whether the name itself was called clear
    modality : code of the imaging modality (`Timelines.code`), negative where there is none
    by_hand : whether the vein lay open, at operation or autopsy
    cross_section : by CT, MR or venography
    """

    place: NDArray[np.int64]
    whose: NDArray[np.int64]
    name: NDArray[np.int64]
    members: Bits
    modality: NDArray[np.int16]
    by_hand: NDArray[np.bool_]
    cross_section: NDArray[np.bool_]
    positive: NDArray[np.bool_]
    explained: NDArray[np.bool_]
    thrombus: NDArray[np.bool_]
    continuous: NDArray[np.bool_]
    cord: NDArray[np.bool_]
    enhancing: NDArray[np.bool_]
    clear_above: NDArray[np.bool_]
    explored: NDArray[np.bool_]
    removed: NDArray[np.bool_]
    left: NDArray[np.bool_]
    silent: NDArray[np.bool_]
    not_assessed: NDArray[np.bool_]
    not_reported: NDArray[np.bool_]
    clears: Bits
    strongly: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.place)

    def where(self, chosen: NDArray[np.bool_]) -> VeinReports:
        """The chosen reports."""
        return VeinReports(*(getattr(self, each.name)[chosen] for each in fields(self)))

    def only_clear_unless(self, live: NDArray[np.bool_]) -> VeinReports:
        """The same reports, of which those that no longer count say only which segments they show clear."""
        silenced = {name: getattr(self, name) & live for name in _SAID_OF_TUMOUR}
        return replace(self, **silenced)

    @property
    def outcome(self) -> NDArray[np.bool_]:
        """Whether the report says what became of the tumour in the vein."""
        return self.removed | self.left

    @property
    def unexplained(self) -> NDArray[np.bool_]:
        """Whether neither the report nor a later one of the same vein has explained it."""
        if not len(self):
            return np.zeros(0, dtype=np.bool_)
        _, same = np.unique(self.whose * len(NAMES) + self.name, return_inverse=True)
        settled = np.full(same.max() + 1, -1, dtype=np.int64)
        settled[same[self.explained]] = self.place[self.explained]
        return np.asarray(settled[same] < self.place)

    def marks(self, chosen: NDArray[np.bool_], timelines: Timelines) -> Marks:
        """The events of the chosen reports."""
        return timelines.marked(self.place[chosen])

    def union(self, bits: Bits, chosen: NDArray[np.bool_], n: int) -> Bits:
        """For each of `n` timelines the masks of the chosen reports, put together."""
        found = np.zeros(n, dtype=np.int64)
        np.bitwise_or.at(found, self.whose[chosen], bits[chosen])
        return found


def explored_by_hand(timelines: Timelines) -> Marks:
    """The events at which veins lay open: operations and autopsies."""
    autopsy = timelines.first_word("pathology.method") == timelines.code("autopsy")
    return np.asarray(timelines.of_kind("operation") | autopsy)


def vein_reports(timelines: Timelines) -> VeinReports:
    """Everything that the counted events say of veins."""
    said = _Said(timelines)
    place, name = said.place, said.name
    modality = timelines.first_word("imaging.modality")[place]
    by_hand = explored_by_hand(timelines)[place]
    contrast = timelines.first_word("imaging.contrast")[place]
    with_contrast = contrast == timelines.code("yes")
    cross_section = ~by_hand & _is_one_of(timelines, modality, CROSS_SECTION)
    contrast_study = with_contrast & ~by_hand & _is_one_of(timelines, modality, _CONTRAST_STUDIES)
    strongly = by_hand | (cross_section & with_contrast)
    not_enhancing = said.gives("vein.enhancing", "no") & ~said.gives("vein.enhancing", "yes")
    explained = said.gives("vein.explained", "yes") | (contrast_study & not_enhancing)
    continuous, left = said.gives("vein.continuous-with-source", "yes"), said.gives("vein.outcome", "left")
    tumour = said.gives("vein.content", *POSITIVE) | left | continuous
    called_clear = said.gives("vein.content", "clear") & (said.count("vein.content") == 1)
    clearing = np.flatnonzero(explained | called_clear)
    clears = np.zeros(len(place), dtype=np.int64)
    clears[clearing] = _cleared(timelines, place, name, modality, by_hand, contrast, clearing)
    return VeinReports(
        place=place,
        whose=timelines.whose[place],
        name=name,
        members=MEMBERS[name],
        modality=modality,
        by_hand=by_hand,
        cross_section=cross_section,
        # What an author concludes from continuity was seen by nobody: the report of continuity itself carries it.
        positive=~explained & ~said.gives("vein.author-inference", "yes") & tumour,
        explained=explained,
        thrombus=said.gives("vein.content", "thrombus"),
        continuous=continuous,
        cord=said.gives("vein.cord-like", "yes"),
        enhancing=said.gives("vein.enhancing", "yes"),
        clear_above=said.gives("vein.clear-above", "yes") & strongly,
        explored=said.gives("vein.explored", "yes"),
        removed=said.gives("vein.outcome", "removed"),
        left=left,
        silent=said.with_status(),
        not_assessed=said.with_status("not-assessed"),
        not_reported=said.with_status("not-reported"),
        clears=clears,
        strongly=strongly,
    )


def _is_one_of(timelines: Timelines, modality: NDArray[np.int16], words: tuple[str, ...]) -> NDArray[np.bool_]:
    return np.isin(modality, [timelines.code(word) for word in words])


class _Said:
    """The rows about veins, put together by event and vein."""

    def __init__(self, timelines: Timelines) -> None:
        rows = [timelines.rows(finding) for finding in _FINDINGS]
        taken = np.concatenate([each.taken for each in rows])
        qualifiers = timelines.standing.findings["qualifier"][taken].cast(pl.String)
        names = qualifiers.cast(_NAMED).to_physical().to_numpy()
        keys = np.concatenate([each.places for each in rows]) * len(NAMES) + names
        found, self._inverse = np.unique(keys, return_inverse=True)
        self.place, self.name = found // len(NAMES), found % len(NAMES)
        self._rows = rows
        self._starts = np.concatenate([[0], np.cumsum([len(each.places) for each in rows])])
        self._empty = ~np.concatenate([each.given for each in rows])
        self._statuses = timelines.standing.findings["status"][taken]

    def gives(self, finding: str, *answers: str) -> NDArray[np.bool_]:
        """For each report whether the finding has one of these answers in it."""
        number = _FINDINGS.index(finding)
        at = self._inverse[self._starts[number] : self._starts[number + 1]]
        return self._reports(at[self._rows[number].says(*answers)])

    def count(self, finding: str) -> NDArray[np.int64]:
        """For each report how many rows of the finding have a value."""
        number = _FINDINGS.index(finding)
        at = self._inverse[self._starts[number] : self._starts[number + 1]]
        return np.bincount(at[self._rows[number].given], minlength=len(self.place))

    def with_status(self, *statuses: str) -> NDArray[np.bool_]:
        """For each report whether one of these statuses stands in place of a value; any when none is named."""
        chosen = self._empty
        if statuses:
            chosen = chosen & self._statuses.is_in(statuses).to_numpy()
        return self._reports(self._inverse[chosen])

    def _reports(self, places: NDArray[np.int64]) -> NDArray[np.bool_]:
        marks = np.zeros(len(self.place), dtype=np.bool_)
        marks[places] = True
        return marks


# --- what a study can show --------------------------------------------------------------------------------------------

_REGIONS = word_bits("imaging.regions")
_BY_HAND = 10_000
"""In place of the code of a modality: the vein lay open."""


def _cleared(
    timelines: Timelines,
    place: NDArray[np.int64],
    name: NDArray[np.int64],
    modality: NDArray[np.int16],
    by_hand: NDArray[np.bool_],
    contrast: NDArray[np.int16],
    chosen: NDArray[np.intp],
) -> Bits:
    """The segments that the chosen reports show clear: few kinds of study and name, each worked out once."""
    regions = timelines.words("imaging.regions")[place[chosen]]
    study = np.where(by_hand, _BY_HAND, modality)[chosen]
    return _each_once(_cleared_by, name[chosen], study, contrast[chosen], regions)


def _each_once(worked_out: Callable[..., int], *given: NDArray[np.integer]) -> Bits:
    """The result for each row of arguments; many rows share few of them, and each is worked out once."""
    if not len(given[0]):
        return np.zeros(0, dtype=np.int64)
    # One number for a row: columns of small numbers, each shifted past the one before.
    key = np.zeros(len(given[0]), dtype=np.int64)
    for column in given:
        least, most = int(column.min()), int(column.max())
        key = key * (most - least + 1) + (column.astype(np.int64) - least)
    _, first, inverse = np.unique(key, return_index=True, return_inverse=True)
    bits = [worked_out(*row) for row in zip(*(column[first].tolist() for column in given), strict=True)]
    return np.array(bits, dtype=np.int64)[inverse]


@lru_cache(maxsize=65_536)
def _cleared_by(name: int, modality: int, contrast: int, regions: int) -> int:
    study = EXPLORATION if modality == _BY_HAND else _word(modality)
    if not study:
        return 0
    told = _word(contrast)
    known = told if told in ("yes", "no") else None
    return segment_bits(cleared_by(NAMES[name], modality=study, contrast=known, regions=_regions(regions)))  # type: ignore[arg-type]


def able_to_show_bits(timelines: Timelines, marks: Marks) -> Bits:
    """For each marked event the segments that it has the means to speak of, by its regions; 0 elsewhere."""
    places = np.flatnonzero(marks)
    found = np.zeros(timelines.n_events, dtype=np.int64)
    found[places] = _each_once(
        _able_to_show,
        timelines.first_word("imaging.modality")[places],
        timelines.first_word("imaging.contrast")[places],
        timelines.words("imaging.regions")[places],
    )
    return found


@lru_cache(maxsize=65_536)
def _able_to_show(modality: int, contrast: int, regions: int) -> int:
    return segment_bits(able_to_show(_word(modality), _word(contrast), _regions(regions)))


def _word(code: int) -> str:
    return Timelines.word(code) if code >= 0 else ""


def _regions(bits: int) -> tuple[str, ...]:
    return tuple(region for region, bit in _REGIONS.items() if bits & bit)
