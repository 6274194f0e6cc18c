"""`cephalad cohort`: many patients at once, from case files or simulated, as one table."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from cephalad.cli.cohort_assess import assess
from cephalad.cli.cohort_recurrence import recurrence
from cephalad.cli.cohort_summary import summary
from cephalad.cli.inputs import is_unreadable, read_case_named
from cephalad.cli.running import DONE, NO, UNREADABLE, counted
from cephalad.cli.streams import MANY_CASES, is_terminal, tell, tell_line, with_progress
from cephalad.errors import Issue, UnreadableInput
from cephalad.record import Case

__all__ = ["COMMANDS"]

_CASE_ENDINGS = (".yaml", ".yml", ".json")


def collect(options: Namespace) -> int:
    """Write the cohort table of the cases; what is wrong with a case is told, and the others are written."""
    from cephalad.columns import collect as collected
    from cephalad.columns import ending_of, write_table

    ending_of(options.output)
    names, found = _files(options.cases), _Found()
    for name in with_progress(names, len(names), "cases", from_count=MANY_CASES):
        found.read(name)
    found.tell_faults()
    if not found.cases:
        tell("no case could be collected; nothing was written")
        return found.code or NO
    rows = collected(found.cases.values())
    write_table(rows, options.output)
    tell(f"wrote {options.output}: {counted(len(found.cases), 'patient')}, {counted(rows.height, 'row')}")
    return found.code


def _files(names: Iterable[str]) -> list[str]:
    """The cases that are named, a directory standing for the case files directly in it.

    Raises
    ------
    UnreadableInput : for a directory that cannot be listed or holds no case file
    """
    found: list[str] = []
    for name in names:
        found += _inside(name) if os.path.isdir(name) else [name]
    return found


def _inside(directory: str) -> list[str]:
    try:
        names = sorted(name for name in os.listdir(directory) if name.lower().endswith(_CASE_ENDINGS))
    except OSError as error:
        raise UnreadableInput(f"{directory}: cannot be read: {error.strerror or 'input error'}") from error
    if not names:
        raise UnreadableInput(f"{directory}: holds no case file; one ends in {', '.join(_CASE_ENDINGS)}")
    return [os.path.join(directory, name) for name in names]


@dataclass(slots=True)
class _Found:
    """The cases read so far by id, where each came from, and everything that is wrong with the others."""

    cases: dict[str, Case] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    n_invalid: int = 0

    def read(self, name: str) -> None:
        try:
            read = read_case_named(name)
        except UnreadableInput as fault:
            self.unreadable.append(str(fault))
            return
        if isinstance(read, list) and is_unreadable(read):
            self.unreadable += [str(issue) for issue in read]
        elif isinstance(read, list):
            self.n_invalid += 1
            self.issues += read
        elif read.id in self.cases:
            self.n_invalid += 1
            self.issues.append(_same_patient(name, read.id, self.places[read.id]))
        else:
            self.cases[read.id], self.places[read.id] = read, name

    def tell_faults(self) -> None:
        for line in self.unreadable:
            tell(line)
        if self.issues:
            tell(f"{counted(self.n_invalid, 'case')} left out for {counted(len(self.issues), 'issue')}")
        for issue in self.issues:
            tell_line(str(issue))

    @property
    def code(self) -> int:
        return UNREADABLE if self.unreadable else NO if self.issues else DONE


def _same_patient(name: str, patient: str, first: str) -> Issue:
    rule, remedy = "must name a patient of its own", f"she stands in {first}; join the files, or rename one"
    return Issue(name, 0, "case", rule, patient, remedy, "TABLE-40")


def simulate(options: Namespace) -> int:
    """Write a table of patients whom nobody ever was; the same seed writes the same file."""
    from cephalad.cohort.simulate import simulate as simulated

    n_patients = options.patients
    shown = is_terminal(sys.stderr)

    def told(n_made: int) -> None:
        if shown:
            sys.stderr.write(f"\r{n_made:,} of {n_patients:,} patients")
            sys.stderr.flush()

    try:
        simulated(n_patients, options.seed, options.output, told=told)
    finally:
        if shown:
            sys.stderr.write("\r\033[K")
    tell(f"wrote {options.output}: {counted(n_patients, 'synthetic patient')}, seed {options.seed}")
    return DONE


COMMANDS: Mapping[str, Callable[[Namespace], int]] = {
    "collect": collect,
    "simulate": simulate,
    "assess": assess,
    "recurrence": recurrence,
    "summary": summary,
}
"""The functions by the action that the parser sets."""
