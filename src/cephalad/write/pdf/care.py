"""The draft of a case report along the CARE check list: what the record holds, in sentences, and what it does not.

CARE is the check list of thirteen items by Gagnier and others (J Clin Epidemiol 2014; 67: 46-51). What an author alone
can say (a lesson, a discussion, the patient's own words) is left open and marked; nothing is made up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from cephalad.evidence import sources
from cephalad.guideline.model import DESIGN
from cephalad.record import Event
from cephalad.terms import clean
from cephalad.write.key_words import notice_words
from cephalad.write.overview import suspicion_text
from cephalad.write.pdf.blocks import Block, Line, asked, bullets, framed, heading, missing, paragraph
from cephalad.write.pdf.events import event_sentence
from cephalad.write.pdf.findings import differential, stage_lines
from cephalad.write.pdf.paper import Paper
from cephalad.write.pdf.plan import course_line
from cephalad.write.pdf.summary import timeline_picture

__all__ = ["ITEMS", "care_content"]

SIZE = 10.0

Filler = Callable[[Paper], list[Block]]

EARLIER_SURGERY = frozenset(
    f"history.{name}" for name in ("uterine-surgery", "myomectomy", "hysterectomy", "caesarean", "ovaries-removed")
)
"""Findings of the history that tell of earlier operations."""

CHALLENGES = frozenset(
    {
        "non-specific-complaint",
        "mild-symptoms",
        "no-cardiac-symptoms",
        "negative-ultrasound",
        "negative-cross-section",
        "normal-markers",
        "no-previous-surgery",
        "vessel-relation-not-stated",
        "atypical-pathology",
        "menstruation-conflict",
        "imaging-discordant",
        "found-at-operation",
        "needs-tissue",
        "vascular-invasion-alone",
        "coexisting-fibroid",
    }
)
"""Remarks of the assessment that are about reading the findings, not about what to do."""


# --- what the record holds --------------------------------------------------------------------------------------------


def _nothing(_: Paper) -> list[Block]:
    """What only an author can write."""
    return []


def _header(*names: str) -> Filler:
    def told(paper: Paper) -> list[Block]:
        header = paper.found.case.header
        return [paragraph(clean(header[name])) for name in names if header.get(name, "").strip()]

    return told


def _sentences(paper: Paper, events: Iterable[Event], only: frozenset[str] = frozenset()) -> list[Block]:
    lines = [Line(event_sentence(paper, event, only=only), quiet=clean(event.id)) for event in events]
    return [bullets(lines)] if lines else []


def _events(*kinds: str) -> Filler:
    return lambda paper: _sentences(paper, _of_kinds(paper, kinds))


def _of_kinds(paper: Paper, kinds: Iterable[str], when: str = "") -> list[Event]:
    """The events of these kinds: all, those up to the last operation, or those after it."""
    events = paper.found.view.events
    last = paper.evaluation.sheet.operation
    if when == "after":
        events = () if last is None else events[last + 1 :]
    elif when == "before" and last is not None:
        events = events[: last + 1]
    return [event for event in events if event.kind in kinds]


def _before(*kinds: str) -> Filler:
    return lambda paper: _sentences(paper, _of_kinds(paper, kinds, "before"))


def _after(*kinds: str) -> Filler:
    return lambda paper: _sentences(paper, _of_kinds(paper, kinds, "after"))


def _earlier_surgery(paper: Paper) -> list[Block]:
    events = [
        event
        for event in _of_kinds(paper, ("history",))
        if any(each.finding in EARLIER_SURGERY for each in event.observations)
    ]
    return _sentences(paper, events, EARLIER_SURGERY)


def _patient(paper: Paper) -> list[Block]:
    case = paper.found.case
    place = [clean(case.header[name]) for name in ("centre", "country") if case.header.get(name)]
    if not case.sex and case.birth is None and not place:
        return []
    return [paragraph(paper.apart([paper.patient, *place]))]


def _timeline(paper: Paper) -> list[Block]:
    return timeline_picture(paper, floats=False) if paper.found.view.events else []


def _tests(paper: Paper) -> list[Block]:
    """The tests up to the last operation, and pathology whenever it came."""
    before = _of_kinds(paper, ("laboratory", "imaging", "pathology"), "before")
    return _sentences(paper, [*before, *_of_kinds(paper, ("pathology",), "after")])


# --- what the assessment says, marked as such -------------------------------------------------------------------------


def _by_assessment(paper: Paper, blocks: list[Block]) -> list[Block]:
    return [paragraph(Line("", quiet=paper.say("pdf.care.by-assessment"))), *blocks] if blocks else []


def _keywords(paper: Paper) -> list[Block]:
    found = paper.found
    if found.suspicion_value != "confirmed":
        return []
    done = [paper.say(f"options.{row.option}") for row in found.options if row.done == "yes"]
    words = paper.apart([paper.say("pdf.care.disease"), *done, paper.say("pdf.care.case-report")])
    return _by_assessment(paper, [paragraph(words)])


def _rows(*names: str) -> Filler:
    def told(paper: Paper) -> list[Block]:
        wanted = {paper.label(name) for name in names}
        lines = [_named(paper, name, texts) for name, texts in paper.glance()[1] if name in wanted]
        return _by_assessment(paper, [bullets(lines)]) if lines and paper.found.view.events else []

    return told


def _named(paper: Paper, name: str, texts: Sequence[str]) -> Line:
    first, *others = texts
    lead = paper.say("text.value-of", what=name, value="")
    return Line(first, lead=lead, inside=tuple(map(Line, others)))


def _challenges(paper: Paper) -> list[Block]:
    found = paper.found
    named = [notice for notice in found.notices if notice.code in CHALLENGES]
    lines = [notice_words(notice, paper.lang, found.guideline) for notice in named]
    return _by_assessment(paper, [bullets(lines)]) if lines else []


def _diagnosis(paper: Paper) -> list[Block]:
    if paper.found.suspicion_value == "not-raised":
        return []
    told = paper.say("text.value-of", what=paper.say("ladder.suspicion"), value=suspicion_text(paper))
    considered = heading(paper.say("pdf.care.considered"), level=2)
    return _by_assessment(paper, [paragraph(told), considered, *differential(paper, supported=True)[1:]])


def _prognosis(paper: Paper) -> list[Block]:
    lines = stage_lines(paper)
    return _by_assessment(paper, [bullets(lines), *_rows("group")(paper)[1:]]) if lines else []


def _course(paper: Paper) -> list[Block]:
    return [] if paper.found.course is None else [paragraph(course_line(paper))]


def _adherence(paper: Paper) -> list[Block]:
    course = paper.found.course
    missed = paper.say("text.doses-missed", events=paper.events(course.missed)) if course and course.missed else ""
    return [*_sentences(paper, _of_kinds(paper, ("declined",))), *([paragraph(missed)] if missed else [])]


def _literature(paper: Paper) -> list[Block]:
    """Not a discussion: the sources behind the assessment, to begin from."""
    named = {name for reason in paper.found.all_reasons for name in reason.sources} - {DESIGN}
    lines = [Line(clean(source.citation), lang="en") for name, source in sources().items() if name in named]
    return _by_assessment(paper, [bullets(lines)]) if lines else []


def _consent(paper: Paper) -> list[Block]:
    header = paper.found.case.header
    lines = [
        Line(clean(header[name]), lead=paper.say("text.value-of", what=paper.say(f"pdf.care.{name}"), value=""))
        for name in ("consent_to_reuse_of_data", "agreement_to_be_contacted")
        if header.get(name)
    ]
    return [bullets(lines)] if lines else []


# --- the check list ---------------------------------------------------------------------------------------------------

ITEMS: tuple[tuple[str, tuple[tuple[str, Filler], ...]], ...] = (
    ("title", (("title", _header("title")),)),
    ("keywords", (("keywords", _keywords),)),
    (
        "abstract",
        (
            ("abstract-new", _nothing),
            ("abstract-findings", _rows("suspicion", "tumour")),
            ("abstract-course", _rows("stages", "now", "group")),
            ("abstract-lesson", _nothing),
        ),
    ),
    ("introduction", (("introduction", _nothing),)),
    (
        "patient",
        (
            ("patient", _patient),
            ("concerns", _before("complaint")),
            ("history", _events("history", "state", "wish")),
            ("past-interventions", _earlier_surgery),
        ),
    ),
    ("findings", (("findings", _before("examination")),)),
    ("timeline", (("timeline", _timeline),)),
    (
        "diagnostic",
        (("tests", _tests), ("challenges", _challenges), ("diagnosis", _diagnosis), ("prognosis", _prognosis)),
    ),
    (
        "therapeutic",
        (
            ("interventions", _events("mdt", "operation")),
            ("administration", _course),
            ("changes", _events("decision")),
        ),
    ),
    (
        "outcomes",
        (
            ("outcomes", _events("recurrence", "contact", "death")),
            ("follow-up-tests", _after("imaging", "laboratory", "examination")),
            ("adherence", _adherence),
            ("adverse", _after("complaint")),
        ),
    ),
    (
        "discussion",
        (("strengths", _nothing), ("literature", _literature), ("rationale", _nothing), ("lesson", _nothing)),
    ),
    ("perspective", (("perspective", _nothing),)),
    ("consent", (("consent", _consent),)),
)
"""The thirteen items and their parts, each with what fills it from the record."""

ALWAYS_OPEN = frozenset({"literature", "consent"})
"""Parts that stay to be written even where the record gives something to begin from."""


def care_content(paper: Paper) -> dict[str, Any]:
    """The draft: each item with what CARE asks for, what the record says, and what is missing."""
    body: list[Block] = [framed(paragraph(Line(paper.say("pdf.care.draft"), lead=paper.say("pdf.care.draft-word"))))]
    for number, (item, parts) in enumerate(ITEMS, start=1):
        title = paper.say(f"pdf.care-item.{item}")
        body.append(heading(paper.say("html.event-title", number=number, event=title)))
        for part, fill in parts:
            body += _part(paper, part, fill)
    return paper.content("care", size=SIZE, body=body)


def _part(paper: Paper, part: str, fill: Filler) -> Iterator[Block]:
    wanted = paper.say(f"pdf.care-asks.{part}")
    told = fill(paper)
    if told:
        yield asked(wanted)
        yield from told
    if not told or part in ALWAYS_OPEN:
        yield missing(paper.say("pdf.missing"), wanted)
