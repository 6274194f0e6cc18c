"""What a report says, as the record of a patient who has only this report: what the guideline's trigger is asked about.

Uncertain counts as affirmed here. Negated findings stay as *no* where the vocabulary has one, and history stays
history; what is negated otherwise, hypothetical or another person's is left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from cephalad.anatomy import members
from cephalad.logic import Basis, Calendar, Span
from cephalad.read import REAL, Found, Reading
from cephalad.record import Case, Event, Moment, Observation
from cephalad.screen.tiers import CAUSES, IN_ITSELF, READ_AS_CAUSE
from cephalad.terms import FINDINGS, ValueType

__all__ = ["Said", "case_of", "is_mention", "said_by"]

_LEIOMYOMA = ("pathology.diagnosis", "leiomyoma", "")
_WITHOUT_WEIGHT = ("clear", "not-assessed", "none")
_LOCATION = "mass.location"
_OF_VESSELS = (
    _LOCATION,
    "mass.vascular-involvement",
    "imaging.relation-to-vessels",
    "imaging.venous-thrombus",
    "imaging.sieve-hole-sign",
)
_INSIDE = ("intravascular", "yes")
_DISEASE = frozenset(
    {
        ("mass.reading", "ivl"),
        ("imaging.reading", "ivl"),
        ("pathology.diagnosis", "ivl"),
        ("operation.ivl-found", "yes"),
    }
)
_KINDS = ("history", "complaint", "examination", "laboratory", "imaging", "operation", "pathology")
_MODALITY = "imaging.modality"
_NO_STUDY = ("operation", "pathology")
_TAKEN_OUT, _SPECIMEN = _NO_STUDY
_CONTENT, _OUTCOME = "vein.content", "vein.outcome"
_UNNAMED_VEIN = "other"
_OF_WALL = "caval-wall-tumour"
_BEHIND_PERITONEUM = (_LOCATION, "extraperitoneal")
_MOST_REMEMBERED = 10_000
_DAY = Span(0, 0)
_WRITTEN = Span(1, 1)  # some date, which no criterion of a tier reads


class Said(NamedTuple):
    """One thing that bears on the tier: a finding, its value, and the mass or vein that it is said of."""

    finding: str
    value: str
    qualifier: str


def is_mention(found: Found) -> bool:
    """Whether a finding names the disease as past, or as what is looked for."""
    return found.status in ("historical", "hypothetical") and (found.finding, found.value) in _DISEASE


def said_by(reading: Reading) -> tuple[frozenset[Said], bool]:
    """What a report says that bears on its tier, and whether it explains some of what it saw in veins.

    What is explained is left out. Numbers, texts and clear veins have no weight: two reports that differ in nothing
    else say the same.
    """
    said = {Said(each.finding, value, each.qualifier or "") for each in reading.findings if (value := _counted(each))}
    if _LEIOMYOMA in said:  # what lay in the place that a pathologist was told of
        said |= {Said("mass.reading", "fibroid", each.qualifier) for each in said if each.finding == _LOCATION}
    if reading.modality:
        said.add(Said(_MODALITY, reading.modality, ""))
    said -= {each for each in said if each.finding == _OUTCOME and _is_of_clot(each.qualifier, said)}
    causes = _causes_named(reading, said)
    explained = _explained(said, causes)
    itself = not IN_ITSELF.isdisjoint(causes)
    return frozenset(said - explained), bool(explained) or itself


def _is_of_clot(vein: str, said: set[Said]) -> bool:
    """Whether what was taken out of a vein was a thrombus and nothing else."""
    held = {each.value for each in said if each.finding == _CONTENT and each.qualifier == vein}
    return held == {"thrombus"}


def _counted(found: Found) -> str:
    """The value as the trigger is to see it; "" for what does not count."""
    if not isinstance(found.value, str) or found.value in _WITHOUT_WEIGHT:
        return ""
    if found.status in REAL or (found.status == "historical" and found.finding.startswith("history.")):
        return found.value
    if found.status == "negated" and FINDINGS[found.finding].type is ValueType.PRESENCE and found.value == "yes":
        return "no"
    return ""


def _causes_named(reading: Reading, said: set[Said]) -> frozenset[str]:
    """The causes that the report names, or reads a mass as."""
    named = {each.cause for each in reading.causes if each.status in REAL}
    return frozenset(named | {READ_AS_CAUSE[each[:2]] for each in said if each[:2] in READ_AS_CAUSE})


def _explained(said: set[Said], causes: frozenset[str]) -> frozenset[Said]:
    """What the causes account for: what is said of their segments, and of vessels without naming one.

    The latter only where no other segment is said to hold any.
    """
    segments = frozenset().union(*(CAUSES.get(name, frozenset()) for name in causes))
    if not segments:
        return frozenset()
    of_veins = {each for each in said if each.finding.startswith("vein.") and each.value != "no"}
    unnamed = ("", _UNNAMED_VEIN)
    inside = {
        each for each in of_veins if each.qualifier in unnamed or not segments.isdisjoint(members(each.qualifier))
    }
    if _OF_WALL in causes:  # the part of it that grows out of the vein
        outside = {each.qualifier for each in said if each[:2] == _BEHIND_PERITONEUM}
        inside |= {each for each in said if each.qualifier in outside}
    if any(each.finding == _CONTENT for each in of_veins - inside):
        return frozenset(inside)
    return frozenset(inside | {each for each in said if each.finding in _OF_VESSELS and each.value in _INSIDE})


def case_of(reports: Iterable[frozenset[Said]]) -> Case:
    """A case whose events are these reports, one after the other on one day.

    A mass to which a report gives two places stands in it as two masses, one in each: the contradiction would leave the
    guideline's criteria open, and a chart that one of the places asks to be read would be passed over.
    """
    events: list[Event] = []
    for number, said in enumerate(reports, start=1):
        by_kind: dict[str, list[Said]] = {}
        body = _body_of(said)
        for each in sorted(_each_in_one_place(said)):
            if each.finding == _MODALITY and body != "imaging":
                continue
            kind = each.finding.partition(".")[0]
            own = _TAKEN_OUT if kind == "mass" and body == _SPECIMEN else body
            by_kind.setdefault(kind if kind in _KINDS else own, []).append(each)
        for kind in sorted(by_kind, key=_KINDS.index):
            rows = tuple(_observation(each) for each in by_kind[kind])
            moment = Moment(_DAY, Basis.STATED, "0")
            events.append(Event(f"{kind}-{number}", kind, moment, len(events), _WRITTEN, rows))
    return Case("screened", "", None, Calendar.DAY_NUMBERS, _WRITTEN, tuple(events))


def _each_in_one_place(said: frozenset[Said]) -> Iterable[Said]:
    places: dict[str, list[str]] = {}
    for each in said:
        if each.finding == _LOCATION:
            places.setdefault(each.qualifier, []).append(each.value)
    several = {mass: sorted(values) for mass, values in places.items() if len(values) > 1}
    for each in said:
        for number, place in enumerate(several.get(each.qualifier, ())):
            if each.finding != _LOCATION or each.value == place:
                yield each._replace(qualifier=f"{each.qualifier}-{number + 1}")
        if each.qualifier not in several:
            yield each


@lru_cache(maxsize=_MOST_REMEMBERED)
def _observation(said: Said) -> Observation:
    qualifier = said.qualifier or (_UNNAMED_VEIN if said.finding.startswith("vein.") else "")
    return Observation(said.finding, qualifier, said.value)


def _body_of(said: frozenset[Said]) -> str:
    """The kind of event that masses and veins stand in: of an operative or pathology report its own, else imaging."""
    named = {each.value for each in said if each.finding == _MODALITY}
    return next((kind for kind in _NO_STUDY if kind in named), "imaging")
