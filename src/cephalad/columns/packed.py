"""Declared facts as bits: which bits a recorded finding sets, so that one OR over a patient's rows folds all facts.

Every statement that a fold asks about ("some row says yes", "this member of the group was denied") is one bit of a few
64-bit lanes. A table looked up by finding and value gives the bits of a row; the bits of facts whose epoch the row lies
outside are cleared; a bitwise OR over the rows of a patient is then the fold of every fact at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from cephalad.columns.epochs import EPOCH_BITS
from cephalad.columns.timelines import Sayings, code_of, n_codes
from cephalad.facts import Epoch, Fold, Spec
from cephalad.terms import FINDINGS, Silence, ValueType

__all__ = ["LATEST", "NOT_DENIED", "UNDECIDED", "Lane", "Packed", "denied_bit", "pack", "says_bit", "without_bits"]

Lane: TypeAlias = NDArray[np.uint64]
"""A bit mask for each row of something."""

_LANE_BITS = 64
LATEST = "latest"
"""The lane whose bits say which event spoke; it is folded by the last event, not by OR."""

NOT_DENIED = "not denied"
"""The bit that some finding of a group was recorded, and not as no."""

UNDECIDED = "undecided"
"""The bit that some row is recorded as unknown."""

_NUMBERS = {finding: number for number, finding in enumerate(FINDINGS)}
# What stands in place of a value that speaks: nothing with the status unknown, nothing, a value that nobody asks for.
_RECORDED_UNKNOWN, _NOTHING, _OTHER = range(3)


@dataclass(frozen=True, slots=True)
class _Key:
    """What one bit says of one fact."""

    fact: str
    what: str


@dataclass(slots=True)
class Packed:
    """Where each bit stands, and which bits each finding and value sets.

    Attributes
    ----------
    specs : the declared facts, by id
    findings : the findings that any fact reads
    values : the values that speak anywhere
    places : lane and mask of every bit
    """

    specs: Mapping[str, Spec]
    findings: tuple[str, ...]
    values: tuple[str, ...]
    places: dict[_Key, tuple[str, int]] = field(default_factory=dict)
    lanes: list[str] = field(default_factory=list)
    _table: dict[str, list[int]] = field(default_factory=dict)
    _used: int = _LANE_BITS
    _used_latest: int = 0

    # --- layout -------------------------------------------------------------------------------------------------------

    def bit(self, fact: str, what: str) -> tuple[str, int]:
        """Lane and mask of a bit; a new one when it is asked for the first time."""
        key = _Key(fact, what)
        if key not in self.places:
            self.places[key] = self._free()
        return self.places[key]

    def _free(self) -> tuple[str, int]:
        if self._used == _LANE_BITS:
            self.lanes.append(f"lane{len(self.lanes)}")
            self._used = 0
        self._used += 1
        return self.lanes[-1], 1 << (self._used - 1)

    def latest_bit(self, fact: str, value: str) -> int:
        """Mask, in the lane `LATEST`, of a value of a fact whose latest event decides."""
        key = _Key(fact, f"latest {value}")
        if key not in self.places:
            assert self._used_latest < _LANE_BITS, "the facts that the latest event decides share one lane"
            self.places[key] = (LATEST, 1 << self._used_latest)
            self._used_latest += 1
        return self.places[key][1]

    # --- the table ----------------------------------------------------------------------------------------------------

    @property
    def size(self) -> int:
        """Number of codes: a finding, a value or what stands in its place, hedged or not."""
        return len(self.findings) * self._width

    @property
    def _width(self) -> int:
        return 2 * (len(self.values) + 3)

    def set_bits(self, finding: str, slots: Iterable[int], place: tuple[str, int], *, firm: bool = False) -> None:
        """Let rows of a finding set a bit; with `firm` only rows that are not hedged."""
        lane, mask = place
        column = self._table.setdefault(lane, [0] * self.size)
        start = self.findings.index(finding) * self._width
        for slot in slots:
            for hedged in (0, 1):
                if not (firm and hedged):
                    column[start + 2 * slot + hedged] |= mask

    def slots(self, values: Sequence[str]) -> list[int]:
        """The slots of these values."""
        return [self.values.index(value) for value in values]

    def place_of(self, what: int) -> int:
        """The slot of a row without a value that speaks."""
        return len(self.values) + what

    def table(self, lane: str) -> Lane:
        """The bits of a lane for every code."""
        return np.array(self._table.get(lane, [0] * self.size), dtype=np.uint64)

    def codes(self, sayings: Sayings) -> tuple[NDArray[np.intp], NDArray[np.int64]]:
        """The rows whose finding some fact reads, and their codes; a code is odd where the row is hedged."""
        number = np.full(len(FINDINGS), -1, dtype=np.int64)
        number[[_NUMBERS[finding] for finding in self.findings]] = np.arange(len(self.findings))
        of_row = number[sayings.findings]
        rows = np.flatnonzero(of_row >= 0)
        # A code of an answer is its place here; what has no such code is taken from the end of the row.
        slots = np.full(n_codes() + 2, self.place_of(_OTHER), dtype=np.int64)
        slots[[code_of(value) for value in self.values]] = self.slots(self.values)
        instead = np.where(sayings.unknown, self.place_of(_RECORDED_UNKNOWN), self.place_of(_NOTHING))
        slot = np.where(sayings.given, slots[sayings.codes], instead)[rows]
        return rows, of_row[rows] * self._width + 2 * slot + sayings.suspected[rows]

    def gives_value(self, codes: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Whether rows of these codes give a value."""
        slot = codes % self._width // 2
        return np.asarray((slot < len(self.values)) | (slot == self.place_of(_OTHER)))

    # --- epochs -------------------------------------------------------------------------------------------------------

    def allowed(self, lane: str) -> Lane:
        """For each bit mask of epochs, the bits of this lane whose facts count there."""
        masks = dict.fromkeys(Epoch, 0)
        for key, (where, mask) in self.places.items():
            if where == lane:
                masks[self.specs[key.fact].epoch] |= mask
        rows = [
            sum(masks[epoch] for epoch, bit in EPOCH_BITS.items() if within & bit) for within in range(1 << len(Epoch))
        ]
        return np.array(rows, dtype=np.uint64)

    def single_valued(self) -> NDArray[np.bool_]:
        """For each finding, by its number, whether two values in one event deny each other."""
        return np.array([FINDINGS[name].type is not ValueType.CHOICES for name in self.findings], dtype=np.bool_)

    @property
    def width(self) -> int:
        """Number of codes of one finding."""
        return self._width


def says_bit(value: str) -> str:
    """The bit that some row says this value."""
    return f"says {value}"


def denied_bit(finding: str) -> str:
    """The bit that this finding of a group was recorded as no."""
    return f"denied {finding}"


def pack(specs: Mapping[str, Spec]) -> Packed:
    """The layout and the table of these facts."""
    findings: dict[str, None] = {}
    values: dict[str, None] = {"no": None}
    for spec in specs.values():
        for _, readings in spec.says:
            findings |= {reading.finding: None for reading in readings}
            values |= {value: None for reading in readings for value in reading.values}
        findings |= dict.fromkeys(spec.together)
    packed = Packed(specs, tuple(findings), tuple(values))
    for spec in specs.values():
        _pack_sayings(packed, spec)
        _pack_together(packed, spec)
    return packed


def _pack_sayings(packed: Packed, spec: Spec) -> None:
    for value, readings in spec.says:
        named = [reading.finding for reading in readings]
        assert len(set(named)) == len(named), "denial is told by finding: one reading for each finding and value"
        latest = spec.fold is Fold.LATEST
        place = (LATEST, packed.latest_bit(spec.id, value)) if latest else packed.bit(spec.id, says_bit(value))
        for reading in readings:
            packed.set_bits(reading.finding, packed.slots(reading.values), place, firm=spec.firm)
            if spec.silence is Silence.LEDGER:
                # Silence answers no, unless a row says that it is not known.
                packed.set_bits(reading.finding, [packed.place_of(_RECORDED_UNKNOWN)], packed.bit(spec.id, UNDECIDED))


def _pack_together(packed: Packed, spec: Spec) -> None:
    denial = packed.slots(["no"])
    others = [slot for slot in range(len(packed.values) + 3) if slot not in denial]
    for finding in spec.together:
        packed.set_bits(finding, denial, packed.bit(spec.id, denied_bit(finding)))
        packed.set_bits(finding, others, packed.bit(spec.id, NOT_DENIED))


def without_bits(specs: Mapping[str, Spec]) -> tuple[Mapping[str, int], Lane]:
    """For facts that the absence of a kind of event answers: their bits, and by mask of epochs the bits that count."""
    asking = [spec for spec in specs.values() if spec.without]
    bits = {spec.id: 1 << place for place, spec in enumerate(asking)}
    rows = [
        sum(bits[spec.id] for spec in asking if within & EPOCH_BITS[spec.epoch]) for within in range(1 << len(Epoch))
    ]
    return bits, np.array(rows, dtype=np.uint64)
