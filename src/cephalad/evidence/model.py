"""The values of the register: a source, a statement of the paper, a figure it prints, a challenge to it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

__all__ = ["Aspect", "Challenge", "Chapter", "Figure", "Reading", "Source", "Stance", "Statement", "Strength"]


class Strength(Enum):
    """What kind of evidence a source is; no trial of IVL exists."""

    CASE_REPORT = "case-report"
    CONSENSUS_SECOND_HAND = "consensus-second-hand"
    SERIES = "series"
    SYSTEMATIC_REVIEW = "systematic-review"
    LABEL = "label"
    REFERENCE = "reference"
    DESIGN_CHOICE = "design-choice"


class Reading(Enum):
    """How a source was read for this project."""

    FULL_TEXT = "full-text"
    ABSTRACT = "abstract"
    SECOND_HAND = "second-hand"
    RECALLED = "recalled"


class Chapter(Enum):
    """The chapter of the pathway to which a statement belongs."""

    DISEASE_MODEL = "disease-model"
    SUSPICION = "suspicion"
    WORK_UP = "work-up"
    DIFFERENTIAL = "differential"
    MDT = "mdt"
    TREATMENT = "treatment"
    ENDOCRINE = "endocrine"
    SURVEILLANCE = "surveillance"
    CASE = "case"
    RESEARCH = "research"


class Stance(Enum):
    """Whether a challenge contradicts a statement or narrows it."""

    AGAINST = "against"
    QUALIFIES = "qualifies"


class Aspect(Enum):
    """The one feature at which a challenge aims, in a statement that lists several (S89, S93); else the whole."""

    WHOLE = "whole"
    OVARY = "ovary"
    AGE = "age"
    VESSELS = "vessels"
    HEART = "heart"


@dataclass(frozen=True, slots=True)
class Source:
    """One publication, label or design choice that something in the program rests on.

    Attributes
    ----------
    id : kebab-case, stable
    citation : in the project's own format; a description where authors or title were not seen
    strength : kind of evidence
    reading : how it was read
    doi, url, pmid : where to find it; "" where there is none
    remark : what to know before trusting it; "" for nothing
    """

    id: str
    citation: str
    strength: Strength
    reading: Reading
    doi: str = ""
    url: str = ""
    pmid: str = ""
    remark: str = ""

    @property
    def link(self) -> str:
        """Where a reader finds it: by DOI, else its page, else PubMed; "" when none is known.

        Examples
        --------
        >>> Source("a", "A. 2020.", Strength.SERIES, Reading.ABSTRACT, doi="10.1/x", pmid="7").link
        'https://doi.org/10.1/x'
        """
        if self.doi:
            return f"https://doi.org/{self.doi}"
        if self.url:
            return self.url
        return f"https://pubmed.ncbi.nlm.nih.gov/{self.pmid}/" if self.pmid else ""


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of zhao-tian-2026 that can be computed or acted upon, paraphrased.

    Attributes
    ----------
    id : ``S1`` to ``S131``
    sections : where in the paper it stands ("Abstract", "Introduction", "Case report", "Discussion", "Conclusion")
    chapter : chapter of the pathway
    text : one sentence in the project's own words, with every number of the original
    rests_on : ids of the sources that the paper cites for it; empty when it cites none
    """

    id: str
    sections: tuple[str, ...]
    chapter: Chapter
    text: str
    rests_on: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """The sections as one phrase.

        Examples
        --------
        >>> Statement("S3", ("Abstract", "Introduction"), Chapter.DISEASE_MODEL, "Text.").place
        'Abstract, Introduction'
        """
        return ", ".join(self.sections)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of zhao-tian-2026 as printed, with what has to be said whenever it is shown.

    Attributes
    ----------
    id : kebab-case, stable
    statements : the statements that carry it
    text : the figure in words, fit to print
    low, low_unit, high, high_unit : its two ends as printed, each with its unit ("%", "weeks", "months", "years",
        "cases"); equal for a single figure
    said_of : what it is said of
    status : how far it can be checked
    beware : what it must not be taken for; "" for nothing
    """

    id: str
    statements: tuple[str, ...]
    text: str
    low: float
    low_unit: str
    high: float
    high_unit: str
    said_of: str
    status: str
    beware: str = ""


@dataclass(frozen=True, slots=True)
class Challenge:
    """One finding of the literature that contradicts or qualifies statements of the paper.

    Attributes
    ----------
    id : kebab-case, stable, opening with the id of its source
    statements : the statements challenged
    source : id of the source; zhao-tian-2026 where the paper disagrees with itself
    stance : against, or qualifies
    text : one sentence with its figures
    aspect : the feature challenged, in a statement that lists several
    """

    id: str
    statements: tuple[str, ...]
    source: str
    stance: Stance
    text: str
    aspect: Aspect = Aspect.WHOLE
