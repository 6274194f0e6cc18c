"""The values of the studies: a published study, its cohorts, survival figures, effects and diagnostic figures."""

from __future__ import annotations

from dataclasses import dataclass, field

from cephalad.logic import Truth

__all__ = [
    "COMPLETENESS",
    "DESIGNS",
    "DIAGNOSTIC_MEASURES",
    "EFFECT_MEASURES",
    "EVENTS",
    "EXTENTS",
    "GATHERED",
    "ORGANS",
    "READINGS",
    "SURVIVAL_EVENTS",
    "Ages",
    "Cohort",
    "Diagnostic",
    "Effect",
    "Months",
    "Study",
    "Survival",
]

DESIGNS = ("cohort", "comparison", "diagnostic", "compilation", "review")
READINGS = ("full-text", "abstract", "second-hand")
EVENTS = ("recurrence", "progression", "composite", "new-mass", "death-or-recurrence", "none")
COMPLETENESS = ("complete", "incomplete", "mixed", "unknown")
EXTENTS = ("confined", "pelvic", "large-vein", "ivc", "cardiac", "mixed", "unknown")
ORGANS = ("kept", "removed", "mixed", "unknown")
SURVIVAL_EVENTS = (*EVENTS[:-1], "death")
EFFECT_MEASURES = ("HR", "RR", "OR", "p-only")
DIAGNOSTIC_MEASURES = (
    "detected",
    "suspected",
    "sign-present",
    "sensitivity",
    "specificity",
    "accuracy",
    "ppv",
    "npv",
    "auc",
    "kappa",
)
GATHERED = ("compilation", "review")
"""Designs that gather patients whom others published: good for directions of effects, never for a baseline risk."""


@dataclass(frozen=True, slots=True)
class Months:
    """A stretch of time over patients, in months; None for what is not told."""

    median: float | None = None
    mean: float | None = None
    shortest: float | None = None
    longest: float | None = None


@dataclass(frozen=True, slots=True)
class Ages:
    """Ages of the patients, in years; None for what is not told."""

    median: float | None = None
    mean: float | None = None
    youngest: float | None = None
    oldest: float | None = None


@dataclass(frozen=True, slots=True)
class Cohort:
    """The patients of a study, or a part of them, with what became of them.

    Attributes
    ----------
    id : unique within the study
    label : who they are, in the words of the study
    patients, followed, events, deaths : counts; None where the source does not tell them
    event : what was counted (`EVENTS`); "composite" is recurrence or progression, "none" that no outcome is told
    derived : whether counts were solved from a printed percentage
    lower_bound : whether the source tells of at least so many events
    percent : the share with the event as printed, 0 to 100
    denominator_told : False for a printed percentage of which the source does not say of how many
    completeness, extent, uterus, ovaries : whom the cohort is of; "mixed" for both kinds, "unknown" when not told
    follow_up, time_to_event : in months; the second of those with the event
    part_of : id of the cohort of the same study that contains this one; "" for the whole
    """

    id: str
    label: str
    patients: int | None = None
    followed: int | None = None
    events: int | None = None
    event: str = "none"
    derived: bool = False
    lower_bound: bool = False
    percent: float | None = None
    denominator_told: bool = True
    completeness: str = "unknown"
    extent: str = "unknown"
    uterus: str = "unknown"
    ovaries: str = "unknown"
    age: Ages = field(default_factory=Ages)
    follow_up: Months = field(default_factory=Months)
    time_to_event: Months = field(default_factory=Months)
    deaths: int | None = None
    part_of: str = ""
    note: str = ""

    @property
    def total(self) -> int | None:
        """The patients whom `events` is counted in; None where the source does not tell them.

        The followed ones; where events and patients were solved together from a percentage, those patients.

        Examples
        --------
        >>> Cohort("all", "all", patients=75, followed=58, events=18).total
        58
        >>> Cohort("all", "all", patients=75, events=18).total is None
        True
        """
        if self.followed is not None or not self.derived:
            return self.followed
        return self.patients

    @property
    def woman_years(self) -> float | None:
        """Followed patients times their mean follow-up; None without both.

        It counts the time after an event too, where the source's mean does.

        Examples
        --------
        >>> Cohort("all", "all", followed=16, follow_up=Months(mean=90)).woman_years
        120.0
        """
        n_patients = self.patients if self.followed is None else self.followed
        mean = self.follow_up.mean
        return None if n_patients is None or mean is None else n_patients * mean / 12


@dataclass(frozen=True, slots=True)
class Survival:
    """A cumulative share with an event by a time, from a survival curve.

    Attributes
    ----------
    cohort : id of the cohort
    cumulative, low, high : shares from 0 to 1; the interval None where not told
    event : one of `SURVIVAL_EVENTS`
    """

    cohort: str
    months: float
    cumulative: float
    event: str = "recurrence"
    method: str = "Kaplan-Meier"
    low: float | None = None
    high: float | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Effect:
    """What a study says of one factor and the outcome.

    Attributes
    ----------
    measure : HR, RR or OR; "p-only" where the source gives a P value or a sentence and no size
    estimate, low, high : None where not told
    p : as printed, with its sign where it has one (``<0.001``); "" where not told
    adjusted : whether other factors were held fixed
    """

    factor: str
    contrast: str = ""
    measure: str = "p-only"
    estimate: float | None = None
    low: float | None = None
    high: float | None = None
    p: str = ""
    adjusted: Truth = Truth.UNKNOWN
    note: str = ""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One figure of a study about recognising the disease.

    Attributes
    ----------
    modality : id of the vocabulary's ``imaging.modality``, or "any", "operation", "frozen-section"
    sign : what was looked for; "" for the diagnosis itself
    setting : in whom
    reference : what decided who has the disease
    measure : one of `DIAGNOSTIC_MEASURES`; "detected" is a rate among proven cases
    found, of : counts; None where not told
    value, low, high : as printed, from 0 to 1; None where only counts are given
    derived : whether a count was solved from a printed percentage
    denominator_told : False for a printed percentage of which the source does not say of how many
    work_up : the studies of a work-up beside which it may be shown, as plain words
    study : id of the study it comes from
    """

    modality: str
    measure: str
    sign: str = ""
    setting: str = ""
    reference: str = ""
    found: int | None = None
    of: int | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    derived: bool = False
    denominator_told: bool = True
    work_up: tuple[str, ...] = ()
    note: str = ""
    study: str = ""


@dataclass(frozen=True, slots=True)
class Study:
    """One published study of the disease.

    Attributes
    ----------
    id : the name of its file
    identifier : DOI, PMID, PMC number, PII or address; "" when it has none that is known
    also : further identifiers
    source : its id in the register of sources; "" when it is not there
    family : a short word shared by all reports of one centre; "" for several centres or an unknown one
    enrolled_from, enrolled_to : partial dates; "" for what is not told
    design : one of `DESIGNS`
    reading : one of `READINGS`: how it was read for this project
    overlaps : studies that may hold some of the same patients; said on both sides
    apart_from : studies of the same centre that hold none of the same patients, with the reason in the note
    covers : whose published patients a compilation or review gathers, in words
    """

    id: str
    citation: str
    identifier: str = ""
    also: tuple[str, ...] = ()
    source: str = ""
    country: str = ""
    centre: str = ""
    family: str = ""
    enrolled_from: str = ""
    enrolled_to: str = ""
    design: str = "cohort"
    reading: str = "abstract"
    overlaps: tuple[str, ...] = ()
    apart_from: tuple[str, ...] = ()
    covers: str = ""
    note: str = ""
    cohorts: tuple[Cohort, ...] = ()
    survival: tuple[Survival, ...] = ()
    effects: tuple[Effect, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def is_gathered(self) -> bool:
        """Whether it gathers patients whom others published."""
        return self.design in GATHERED

    def cohort(self, cohort_id: str) -> Cohort:
        """The cohort with this id.

        Raises
        ------
        KeyError : when the study has none
        """
        for cohort in self.cohorts:
            if cohort.id == cohort_id:
                return cohort
        raise KeyError(cohort_id)
