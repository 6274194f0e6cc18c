"""The sheet of a team meeting: what to decide, what is late, who and what to ask; the map on a second page."""

from __future__ import annotations

from typing import Any

from cephalad.write.overview import nothing_in_a_named_vein
from cephalad.write.pdf.blocks import (
    Block,
    Line,
    beside,
    bullets,
    checks,
    cut,
    framed,
    heading,
    pairs,
    paragraph,
    picture,
    ruled,
    signatures,
    small,
    table,
)
from cephalad.write.pdf.events import in_short
from cephalad.write.pdf.findings import named_together, roster_table, work_up_rows
from cephalad.write.pdf.paper import LONGEST, Paper
from cephalad.write.pdf.plan import (
    course_line,
    examination_line,
    figure_lines,
    open_questions,
    option_lines,
    studied_lines,
)
from cephalad.write.plan_words import proposal_words
from cephalad.write.words import role_words, rung_words, study_words

__all__ = ["mdt_content"]

SIZES = (9.4, 9.2, 9.0, 8.8, 8.6, 8.4, 8.2, 8.0, 7.8, 7.6, 7.4, 7.2, 7.0)
"""Points of the letters of the first page: the largest at which it holds everything."""

SECOND = 8.0
MOST_QUESTIONS = 8
MAP_SHARE = 0.74
"""How much of the width of the second page the map takes at most."""


def mdt_content(paper: Paper) -> dict[str, Any]:
    """The sheet for the team: decisions first, then the map, the timeline in short, open questions and signatures."""
    if paper.raised:
        return paper.content("mdt", size=SIZES[0], sizes=SIZES, first=_first(paper), second=_second(paper))
    # While nothing raised the question there is no map to draw, and one page is enough.
    veins = [heading(paper.say("html.veins")), paragraph(paper.say(nothing_in_a_named_vein(paper)))]
    page = [*_first(paper), *veins, *_timeline(paper), *_by_hand(paper)]
    return paper.content("mdt", size=SIZES[0], sizes=SIZES, first=page)


def _short(lines: list[str]) -> list[str]:
    return [cut(line, LONGEST * 2) for line in lines]


def _first(paper: Paper) -> list[Block]:
    to_do, told, _ = paper.glance()
    urgent = bullets(paper.to_do_lines(to_do)) if to_do else paragraph(paper.say("html.nothing-to-do"))
    glance = pairs(((name, _short(lines)) for name, lines in told), label=7)
    return [
        framed(paragraph(Line("", lead=paper.say("pdf.first"))), urgent),
        heading(paper.say("html.at-a-glance")),
        glance,
        beside([*_work_up(paper), *_plan(paper)], [*_team(paper), *_options(paper)], shares=(1, 1)),
        *_open(paper),
        *_figures(paper),
    ]


def _work_up(paper: Paper) -> list[Block]:
    rows = work_up_rows(paper)
    shown = [row for row in rows if row.status not in ("unknown", "not-indicated")]
    cells = [(study_words(row.study, paper.lang), paper.statuses((row.status, *row.also))) for row in shown]
    return [
        heading(paper.say("heading.work-up")),
        *([table((), cells, (5, 3))] if cells else []),
        *(small(paragraph(told)) for told in named_together(paper, rows)),
    ]


def _plan(paper: Paper) -> list[Block]:
    found = paper.found
    followed = found.surveillance
    lines: list[Line | str] = []
    if followed.plan_group:
        lines.append(paper.say("text.plan-group", group=rung_words("risk-group", followed.plan_group, paper.lang)))
    lines += [examination_line(paper, each, cited=False) for each in followed.examinations]
    if followed.proposed_change is not None:
        lines.append(proposal_words(paper, followed.proposed_change))
    for row in found.indications:
        if row.verdict != "no" and paper.raised:
            told = paper.say(
                "text.value-of", what=paper.say("heading.endocrine"), value=paper.say(f"endocrine.{row.id}")
            )
            lines.append(Line(told, tag=paper.verdict(row.verdict)))
    lines.append(course_line(paper))
    return [heading(paper.say("pdf.plan")), bullets(lines)]


def _team(paper: Paper) -> list[Block]:
    roster = roster_table(paper)
    convene = paragraph(paper.verdict_of(paper.say("text.convene"), paper.found.convene))
    return [heading(paper.say("heading.team")), convene, *([roster] if roster else [])]


def _options(paper: Paper) -> list[Block]:
    lines = option_lines(paper, with_facts=False)
    shown = bullets(lines) if lines else paragraph(paper.say("text.no-options"))
    return [heading(paper.say("heading.options")), shown]


def _open(paper: Paper) -> list[Block]:
    """The questions that decide most, to be answered by hand."""
    asked, more = open_questions(paper, MOST_QUESTIONS)
    blocks: list[Block] = [heading(paper.say("pdf.open-questions")), checks(asked)] if asked else []
    return [*blocks, paragraph(Line("", quiet=paper.say("pdf.more-questions", number=more)))] if more else blocks


def _figures(paper: Paper) -> list[Block]:
    """What the numbers and letters behind the options stand for, in small letters."""
    lines = figure_lines(paper)
    studied = studied_lines(paper)
    told = [paragraph(line) for line in lines]
    if studied:
        told += [paragraph(Line("", lead=paper.say("studied.heading"))), *(paragraph(line) for line in studied)]
    return [small(*told)] if told else []


# --- the second page --------------------------------------------------------------------------------------------------


def _second(paper: Paper) -> dict[str, Any]:
    drawn = paper.vein_map()
    width, height = (float(drawn.svg.get(name, "1")) for name in ("width", "height"))
    return {
        "picture": picture(drawn, paper.fonts, width=0),
        "ratio": width / height,
        "share": MAP_SHARE,
        "beside": _timeline(paper),
        "below": _by_hand(paper),
        "size": SECOND,
    }


def _timeline(paper: Paper) -> list[Block]:
    """What happened so far, in short."""
    lines, left_out = in_short(paper)
    shown = bullets(lines) if lines else paragraph(paper.say("pdf.no-events"))
    more = [paragraph(paper.say("pdf.more-events", number=left_out))] if left_out else []
    return [heading(paper.say("html.timeline")), shown, *more]


def _by_hand(paper: Paper) -> list[Block]:
    """What the meeting fills in: its decision, and who signs."""
    blocks: list[Block] = []
    if paper.found.notices:
        number = len(paper.found.notices)
        blocks.append(paragraph(Line("", quiet=paper.say("pdf.more-notices", number=number))))
    roles = list(dict.fromkeys(role_words(entry.role, paper.lang) for entry in paper.found.roster))
    return [
        *blocks,
        heading(paper.say("pdf.decision")),
        ruled(3),
        heading(paper.say("pdf.signatures")),
        signatures(roles or [paper.say("pdf.signed-by")]),
    ]
