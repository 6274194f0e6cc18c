"""The case summary: everything that the assessment says, in order, for the chart."""

from __future__ import annotations

from typing import Any

from cephalad.pictures import timeline
from cephalad.write.pdf.blocks import Block, bullets, framed, heading, pairs, paragraph, picture
from cephalad.write.pdf.events import in_full
from cephalad.write.pdf.findings import differential, extent, suspicion, team, work_up
from cephalad.write.pdf.paper import Paper
from cephalad.write.pdf.plan import endocrine, missing_facts, notices, options, sources_used, surveillance

__all__ = ["summary_content", "timeline_picture"]

SIZE = 9.0
PARTS = (
    suspicion,
    work_up,
    extent,
    differential,
    team,
    options,
    endocrine,
    surveillance,
    missing_facts,
    notices,
    in_full,
    # Last, because it lists what the parts before it have cited.
    sources_used,
)


def summary_content(paper: Paper) -> dict[str, Any]:
    """What to do first, every conclusion with its reasons, the record and the sources; pictures where there is room."""
    body = [*_glance(paper), *timeline_picture(paper, floats=True), *_veins(paper)]
    for part in PARTS:
        body += part(paper)
    return paper.content("summary", size=SIZE, body=body)


def _glance(paper: Paper) -> list[Block]:
    to_do, told, asked = paper.glance()
    shown = bullets(paper.to_do_lines(to_do)) if to_do else paragraph(paper.say("html.nothing-to-do"))
    blocks = [heading(paper.say("html.to-do")), framed(shown), heading(paper.say("html.at-a-glance")), pairs(told)]
    return [*blocks, heading(paper.say("html.ask-first"), level=2), bullets(asked)] if asked else blocks


def _veins(paper: Paper) -> list[Block]:
    """The maps; none while nothing raised the question, which the section on the veins then says."""
    maps = [paper.vein_map()] if paper.raised else []
    if paper.raised and paper.found.current is not None:
        maps.append(paper.vein_map(now=True))
    return [picture(each, paper.fonts, width=165, floats=True) for each in maps]


def timeline_picture(paper: Paper, *, floats: bool) -> list[Block]:
    """The events in lanes along time; nothing for a record without events."""
    seen = paper.up_to_now
    if not seen.case.events:
        return [paragraph(paper.say("pdf.no-events"))]
    drawn = timeline(seen, lang=paper.language)
    return [picture(drawn, paper.fonts, width=180, floats=floats)]
