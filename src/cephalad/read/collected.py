"""What has been found so far in one text, and what later sentences may refer to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice
from operator import attrgetter

from cephalad.read.denied_list import ListHead
from cephalad.read.findings import REAL, Cause, Found, Mark, Section
from cephalad.read.headed import Heading
from cephalad.read.matcher import Match
from cephalad.read.past_operations import operated_before
from cephalad.read.rules_file import Rule
from cephalad.read.scopes import AFFIRMED, Said, Scopes
from cephalad.read.sentences import Sentence
from cephalad.read.text import Plain

__all__ = ["Collected", "Mass"]

_NAMED = frozenset({"head", "reading"})
_GOES_ON = re.compile(
    r"[^.\n]{0,60}(?<![a-z])(?:now|larger|smaller|increased|decreased|unchanged|stable|progress\w*|persist\w*|again"
    r"|extending|extends|reaching)(?![a-z])"
)
"""Behind what is known, when the text goes on about it as it is today."""

_UNDERWENT = "underwent"
_DATED = re.compile(r"(?:19|20)\d\d|(?<![a-z])(?:ago|previously|earlier|before|prior)(?![a-z])")
_NEAR = 120

_SPAN = attrgetter("span")
_REMEMBERED = 30
"""Masses to which a later word may refer; a report that describes more is none."""


@dataclass(slots=True)
class Mass:
    """One mass of the report, as far as it has been described; *elsewhere* is one of the kidney or the adrenal."""

    id: str
    said: Said
    value: str = ""
    locations: set[str] = field(default_factory=set)
    sides: set[str] = field(default_factory=set)
    millimetres: tuple[float, ...] = ()
    elsewhere: bool = False


@dataclass(slots=True)
class Collected:
    """Findings, marks, and the memory of one reading.

    Attributes
    ----------
    section : of the sentence that is being read
    segments : the veins that the last sentence with any named
    content : what the last vein that held something held, "" while none did
    question : what a list tells of in each of its lines, while one is read
    asked : what the sentence above that list says of it
    heading : the veins with which the line began, while its sentences are read
    listed : the word above a list that denies its items, while they are read
    """

    plain: Plain
    kind: str
    section: Section | None = None
    scopes: Scopes | None = None
    findings: list[Found] = field(default_factory=list)
    causes: list[Cause] = field(default_factory=list)
    marks: set[tuple[int, int, str]] = field(default_factory=set)
    masses: list[Mass] = field(default_factory=list)
    segments: tuple[str, ...] = ()
    content: str = ""
    question: Match | None = None
    asked: Said = AFFIRMED
    current: Mass | None = None
    heading: Heading | None = None
    listed: ListHead | None = None
    _known: set[tuple[object, ...]] = field(default_factory=set)
    _said: dict[tuple[int, bool], Said] = field(default_factory=dict)

    def begin(self, sentence: Sentence) -> Scopes:
        """Go on to the next sentence; gives its cues."""
        self.section, self.scopes = sentence.section, Scopes(sentence)
        self._said.clear()
        return self.scopes

    def said(self, target: Match, *, beside: bool = False) -> Said:
        """What its sentence says of a word, in the light of its section."""
        key = (target.start, beside)
        known = self._said.get(key)
        if known is None:
            known = self._said[key] = self._decided(target, beside=beside)
        return known

    def _decided(self, target: Match, *, beside: bool) -> Said:
        assert self.scopes is not None
        said = self.scopes.said(target, beside=beside)
        if self.listed is not None and said.status == "affirmed":
            said = Said(self.listed.status, self.listed.cue)
        for end in self.scopes.ending(target):
            self.mark("end", end)
        if (
            said.cue is not None
            and said.cue.rules["cue"].value == "known"
            and (
                self.section in ("findings", "impression")
                or (self.section is None and (self.scopes.pseudo or _GOES_ON.match(self.plain.text, target.end)))
            )
        ):
            return Said("affirmed", None)  # seen again
        if (
            said.cue is not None
            and said.cue.word == _UNDERWENT
            and self.kind == "operation"
            and not _DATED.search(self.plain.text, said.cue.end, said.cue.end + _NEAR)
        ):
            return AFFIRMED  # what this note tells of
        if said.status == "affirmed" and self.kind == "imaging" and operated_before(self.scopes.sentence, target):
            return Said("historical", said.cue)
        if said.status == "affirmed" and self.kind == "imaging" and not _NAMED.isdisjoint(target.rules):
            operation = self.scopes.indication_of(target)
            if operation is not None:
                return Said("historical", operation)
        if self.section in ("history", "comparison") and said.status == "affirmed":
            now = self.scopes.now_before(target)
            self.mark("end", now)
            return said if now else Said("historical", said.cue)
        if self.section == "history" and said.status == "uncertain":
            return Said("hypothetical", said.cue)  # what the clinician thinks of, not what was found
        if self.section in ("indication", "technique") and said.status in REAL:
            return Said("hypothetical", said.cue)
        return said

    def add(
        self,
        finding: str,
        value: str | float,
        rule: Rule,
        place: tuple[int, int],
        said: Said,
        *,
        qualifier: str | None = None,
        unit: str | None = None,
    ) -> None:
        """Add a finding once, and mark its words."""
        span = self.plain.span(*place)
        key = (finding, value, qualifier, said.status, span)
        if key in self._known:
            return
        self._known.add(key)
        cue = None if said.cue is None else self.plain.span(said.cue.start, said.cue.end)
        found = Found(finding, value, unit, qualifier, said.status, rule.id, span, cue, self.section)
        self.findings.append(found)
        self.marks.add((span[0], span[1], rule.id))
        if said.cue is not None:
            self.mark("cue", said.cue)

    def add_pair(self, pair: str, rule: Rule, match: Match, said: Said) -> None:
        """Add what a rule gives as ``finding=value``."""
        finding, _, value = pair.partition("=")
        self.add(finding, value, rule, (match.start, match.end), said)

    def add_cause(self, rule: Rule, match: Match, said: Said) -> None:
        """Add another explanation that the text names."""
        span = self.plain.span(match.start, match.end)
        self.causes.append(Cause(rule.value, said.status, rule.id, span, self.section))
        self.marks.add((*span, rule.id))

    def mark(self, kind: str, *matches: Match | None) -> None:
        """Mark words that had a part without being a finding themselves."""
        for match in matches:
            rule = None if match is None else match.rules.get(kind)
            if match is not None and rule is not None and match.start < match.end:
                self.marks.add((*self.plain.span(match.start, match.end), rule.id))

    def new_mass(self, said: Said) -> Mass:
        """A mass not spoken of before."""
        mass = Mass(f"mass-{len(self.masses) + 1}", said)
        self.masses.append(mass)
        return mass

    def real_masses(self) -> Iterable[Mass]:
        """The latest of the masses that are there or may be there, the last first."""
        real = (mass for mass in reversed(self.masses) if mass.said.status in REAL and not mass.elsewhere)
        return islice(real, _REMEMBERED)

    def mass_elsewhere(self, said: Said) -> Mass:
        """The tumour of another organ that was spoken of last, or else a new one."""
        for mass in reversed(self.masses):
            if mass.elsewhere:
                return mass
        mass = self.new_mass(said)
        mass.elsewhere = True
        return mass

    def sorted_findings(self) -> tuple[Found, ...]:
        """The findings in the order of the text; masses that may be there are numbered before those that are not."""
        ordered = sorted(self.masses, key=lambda mass: mass.said.status not in REAL)
        names = {mass.id: f"mass-{number}" for number, mass in enumerate(ordered, start=1)}
        found = sorted(self.findings, key=_SPAN)
        if all(old == new for old, new in names.items()):
            return tuple(found)
        return tuple([_renamed(each, names) for each in found])

    def sorted_marks(self) -> tuple[Mark, ...]:
        """The marks in the order of the text."""
        return tuple([Mark(rule, (start, end)) for start, end, rule in sorted(self.marks)])


def _renamed(found: Found, names: dict[str, str]) -> Found:
    """The finding with its mass under the final name; most have none or keep it."""
    name = names.get(found.qualifier or "")
    return found if name is None or name == found.qualifier else found._replace(qualifier=name)
