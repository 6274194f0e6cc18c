"""The outcome of a run as text: what was refused and accepted by kind of damage, which codes were seen, every fault."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from tests.generative.fuzz.damage import EVERY_DAMAGE
from tests.generative.fuzz.examination import ACCEPTED, FAULTY, REJECTED, Examined, documented_codes

__all__ = ["fault_lines", "summary"]

VERDICTS = (ACCEPTED, REJECTED, FAULTY)
NOT_REACHED = {"FILE-05": "a file that cannot be opened: the command line only"}
"""Codes that no content of a file can give."""

_PER_LINE = 12


def summary(found: Sequence[Examined]) -> str:
    """The table and the codes, as lines of text; the same for the same run."""
    return "\n".join([*_table(found), "", *_codes(found)])


def fault_lines(one: Examined, seed: int, saved: str) -> str:
    """One fault with what is needed to see it again.

    Parameters
    ----------
    saved : the file in which the input was kept; "" when it was not
    """
    again = f"scripts/fuzz --seed {seed} --only {one.number}"
    kept = f"\n  kept as {saved}" if saved else ""
    return f"FAULT file {one.number}: {one.origin}, {' > '.join(one.trail)}\n  {one.fault}\n  again: {again}{kept}"


def _table(found: Sequence[Examined]) -> Iterator[str]:
    counts = Counter((name, one.verdict) for one in found for name in one.trail)
    totals = Counter(one.verdict for one in found)
    yield f"{'damage':<26}" + "".join(f"{verdict:>10}" for verdict in VERDICTS)
    for name in EVERY_DAMAGE:
        yield f"{name:<26}" + "".join(f"{counts[name, verdict]:>10}" for verdict in VERDICTS)
    yield f"{'all files':<26}" + "".join(f"{totals[verdict]:>10}" for verdict in VERDICTS)


def _codes(found: Sequence[Examined]) -> Iterator[str]:
    seen = Counter(code for one in found for code in one.codes)
    yield "codes seen, by number of files:"
    words = [f"{code} {seen[code]}" for code in sorted(seen)]
    for at in range(0, len(words), _PER_LINE):
        yield "  " + ", ".join(words[at : at + _PER_LINE])
    never = [code for code in documented_codes() if not seen[code] and code not in NOT_REACHED]
    yield f"codes never seen: {', '.join(never) or 'none'}"
    for code, why in NOT_REACHED.items():
        yield f"not looked for: {code} ({why})"
