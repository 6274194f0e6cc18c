"""The assessment as a clinician reads it in a terminal: one screen first, then the details with their sources."""

from __future__ import annotations

from collections.abc import Sequence

from cephalad.assessment import Assessment
from cephalad.errors import Issue
from cephalad.guideline import Guideline
from cephalad.replay import Change
from cephalad.write import text_findings, text_plan
from cephalad.write.layout import render
from cephalad.write.page import Page
from cephalad.write.text_changes import issue_lines, replay_lines
from cephalad.write.text_screen import screen
from cephalad.write.text_why import why

__all__ = ["replay_text", "to_text", "validate_text", "why_text"]

NARROWEST = 40
"""Columns below which nothing is laid out: narrower terminals wrap by themselves."""

SECTIONS = (
    text_findings.suspicion,
    text_findings.work_up,
    text_findings.extent,
    text_findings.differential,
    text_findings.team,
    text_plan.options,
    text_plan.endocrine,
    text_plan.surveillance,
    text_plan.missing,
    text_plan.notices,
    text_plan.record,
    # Last, because it lists what the sections before it have cited.
    text_plan.sources_used,
)


def to_text(found: Assessment, *, lang: str = "en", width: int = 100, colour: bool = False) -> str:
    """The assessment as text; the same assessment gives the same text.

    Parameters
    ----------
    width : columns of the terminal, at least 40
    colour : ANSI colours on status words and headings; nothing is said by colour alone

    Raises
    ------
    UnknownName : for a language without a catalogue

    Examples
    --------
    >>> from cephalad.assessment import assess
    >>> from cephalad.record import read_example
    >>> text = to_text(assess(read_example("zhao-tian-2026"), as_of="after:ct-pelvis", with_missing=False))
    >>> "probable" in text.splitlines()[1]
    True
    """
    page = Page(found, lang, max(width, NARROWEST))
    lines = screen(page)
    for section in SECTIONS:
        lines += section(page)
    return render([*lines, "", *page.paragraph(page.say("text.disclaimer"), "")], colour=colour)


def why_text(found: Assessment, asked: str, *, lang: str = "en", width: int = 100) -> str:
    """Why a criterion has its verdict, or what stands behind a conclusion or a notice.

    Parameters
    ----------
    asked : a criterion id, a notice code, or a conclusion: ``suspicion``, ``risk-group``, ``workup.echocardiography``,
        ``surveillance.baseline-mri``, ``options.…``, ``endocrine.…``, ``mdt.…``, ``differential.…``, ``ma.III``

    Raises
    ------
    UnknownName : for any other id; names the nearest
    """
    return render(list(why(Page(found, lang, max(width, NARROWEST)), asked)), colour=False)


def replay_text(
    changes: Sequence[Change], *, lang: str = "en", width: int = 100, guideline: Guideline | None = None
) -> str:
    """What each event of a timeline changed.

    Parameters
    ----------
    guideline : the one that was replayed, for the sentences of its criteria; the default guideline when left out
    """
    return render(list(replay_lines(changes, guideline, lang, max(width, NARROWEST))), colour=False)


def validate_text(issues: Sequence[Issue], *, lang: str = "en", width: int = 100) -> str:
    """The issues of case files, one after the other, and their number."""
    return render(list(issue_lines(issues, lang, max(width, NARROWEST))), colour=False)
