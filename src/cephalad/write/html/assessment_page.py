"""An assessment as one page: what to do first, where the tumour is, then every statement open to its reasons."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from cephalad.assessment import Assessment
from cephalad.write.html import findings, plan
from cephalad.write.html.document import document, el
from cephalad.write.html.figures import timeline_figure, up_to_its_point, vein_maps
from cephalad.write.html.frame import page_body
from cephalad.write.html.reasons import reasons_in_full
from cephalad.write.html.record import record
from cephalad.write.html.sheet import Sheet
from cephalad.write.html.sources import sources_used
from cephalad.write.html.summary import glance, letterhead, to_do
from cephalad.write.overview import nothing_in_a_named_vein

__all__ = ["PARTS", "assessment_html", "veins"]

PARTS = (
    findings.suspicion,
    findings.work_up,
    findings.extent,
    findings.differential,
    findings.team,
    plan.options,
    plan.endocrine,
    plan.surveillance,
    plan.missing,
    plan.notices,
    record,
    # The last two list what those before them have named.
    reasons_in_full,
    sources_used,
)
"""What follows the first screen, in order of print; a part without anything to say is None."""


def assessment_html(found: Assessment, *, lang: str = "en") -> str:
    """The assessment as one self-contained page; the same assessment gives the same text.

    Raises
    ------
    UnknownName : for a language without a catalogue

    Examples
    --------
    >>> from cephalad.assessment import assess
    >>> from cephalad.record import read_example
    >>> page = assessment_html(assess(read_example("zhao-tian-2026"), as_of="after:ct-pelvis", with_missing=False))
    >>> page.startswith("<!DOCTYPE html>"), "<script" in page
    (True, False)
    """
    sheet = Sheet.of(found, lang)
    first = [to_do(sheet), glance(sheet), veins(sheet), _timeline(sheet)]
    sections = [*first, *(made for part in PARTS if (made := part(sheet)) is not None)]
    return document(page_body(sheet, letterhead(sheet), sections), title=sheet.title, lang=lang)


def veins(sheet: Sheet) -> Element:
    """The maps of the veins, or in one sentence why there is none."""
    raised = sheet.found.suspicion_value != "not-raised" or sheet.found.ever.possible
    # While nothing raised the question, a map of the great veins would only frighten.
    shown = vein_maps(sheet) if raised else el("p", sheet.say(nothing_in_a_named_vein(sheet)))
    return sheet.section("section-veins", sheet.say("html.veins"), shown)


def _timeline(sheet: Sheet) -> Element:
    shown = timeline_figure(sheet, up_to_its_point(sheet.found.view))
    return sheet.section("section-timeline", sheet.say("html.timeline"), shown)
