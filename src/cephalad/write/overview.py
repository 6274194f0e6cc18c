"""What a reader must see first: suspicion, where the tumour is, the group, what is late, and what would decide most."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cephalad.anatomy import SEGMENTS
from cephalad.assess import MissingFact, Reason, reasons
from cephalad.facts import Extent, fact_question
from cephalad.plan import Examination, WorkupRow
from cephalad.write.layout import ALARM, CAUTION, STRONG, clean
from cephalad.write.page import Page
from cephalad.write.veins import front_text, unexplained_thrombi
from cephalad.write.words import (
    LADDERS,
    conclusion_words,
    open_set_words,
    question_text,
    role_words,
    rung_words,
    segment_words,
    study_words,
)

__all__ = [
    "OpenItem",
    "Row",
    "examination_text",
    "ladder_text",
    "next_step_reasons",
    "nothing_in_a_named_vein",
    "open_items",
    "pressing",
    "question_of",
    "rows",
    "suspicion_text",
]

MOST_QUESTIONS = 5
FEW = 2
"""Steps of a scale that are named one by one; more that follow each other are named as a stretch."""
FOREMOST = ("risk-group", "suspicion", "ma")
"""Scales that are named first behind a question; of the other conclusions the number is told."""


@dataclass(frozen=True, slots=True)
class Row:
    """A text under a name of ``[screen]``; where it has to be short, an optional one gives way, or to its shorter text.

    Attributes
    ----------
    name : "" for a row that goes on with the one before
    spare : whether it only repeats what a section below tells
    """

    name: str
    text: str
    style: str = STRONG
    optional: bool = False
    shorter: str = ""
    spare: bool = False


@dataclass(frozen=True, slots=True)
class OpenItem:
    """One study that is ``overdue`` or ``due``, in words.

    Attributes
    ----------
    part : ``surveillance`` or ``workup``, where the details of the study stand
    """

    status: str
    part: str
    study: str
    text: str


def rows(page: Page) -> Iterator[Row]:
    """The rows in the order of print: what it is, where, who, what is late, what would decide, what is next."""
    found = page.found
    yield Row("suspicion", suspicion_text(page))
    for item in found.urgent:
        yield Row("urgent", f"{page.criterion(item.id)} {page.cite(item)}", ALARM)
    yield from _tumour(page)
    if found.ever.possible:
        yield Row("stages", _stages(page))
    yield from _group(page)
    yield from _team(page)
    yield from _open(page)
    yield from _questions(page)
    yield from _next(page)


def suspicion_text(page: Page) -> str:
    """The level of suspicion; where nothing raised it, that too little is recorded says it better than a list."""
    value, higher = page.found.suspicion_value, page.found.suspicion.not_excluded
    words = ladder_text(page, "suspicion", value, higher)
    if value == "not-raised" and higher:
        return page.say("text.not-raised", value=rung_words("suspicion", value, page.lang))
    return words


def ladder_text(page: Page, ladder: str, value: str, not_excluded: tuple[str, ...]) -> str:
    """The value on a scale and the higher steps that are not excluded."""
    words = rung_words(ladder, value, page.lang)
    if not not_excluded:
        return words
    higher = [rung_words(ladder, name, page.lang) for name in not_excluded]
    stretch = len(higher) > FEW and _is_stretch(page, ladder, not_excluded)
    named = page.say("text.stretch", first=higher[0], last=higher[-1]) if stretch else page.together(higher)
    return page.say("text.with-not-excluded", value=words, higher=named)


def _is_stretch(page: Page, ladder: str, values: tuple[str, ...]) -> bool:
    """Whether the steps follow each other without one left out."""
    steps = [rung.value for rung in page.found.guideline.ladders[ladder].rungs]
    first = steps.index(values[0])
    return tuple(steps[first : first + len(values)]) == values


# --- where it is --------------------------------------------------------------------------------------------------


def _tumour(page: Page) -> Iterator[Row]:
    found = page.found
    extent = found.ever
    yield Row("tumour", _where(page, extent))
    if not extent.possible:
        return
    yield Row("", _spread(page, extent))
    if found.current is not None:
        yield Row("now", _since_operation(page, found.current))
    # What the report did not tell matters on the open routes; the table below holds the rest.
    for label, statuses in (("not-told", ("not-reported", "conflicting", "not-assessed")), ("clear", ("clear",))):
        names = [name for name in SEGMENTS if extent.states[name].status in statuses]
        ahead = [name for name in names if name in (*extent.at_risk, *extent.uncovered)]
        if label == "not-told" and names:
            yield Row("not-told", _not_told(page, ahead, names))
        elif names:
            yield Row(label, page.segments(names), spare=True)
    beyond = [name for name in SEGMENTS if extent.states[name].status == "not-reached"]
    if beyond:
        text = page.say("text.by-continuity", segments=page.segments(beyond))
        yield Row("not-reached", text, spare=True)


def _not_told(page: Page, ahead: list[str], names: list[str]) -> str:
    others = len(names) - len(ahead)
    if not ahead:
        return page.say("text.segments-counted", number=others)
    told = page.segments(ahead)
    return page.say("text.and-more-segments", segments=told, number=others) if others else told


def nothing_in_a_named_vein(page: Page) -> str:
    """The message for a record in which no report names a vein with tumour; pathology may still have found it."""
    by_pathology = page.found.stages["pelvic"].value != "none"
    return "text.tumour-in-unnamed-vessel" if by_pathology else "text.no-tumour-on-record"


def _where(page: Page, extent: Extent) -> str:
    parts = [page.segments(extent.involved)] if extent.involved else []
    for names, _ in extent.open_sets:
        # A set that holds a known member only leaves open how far the tumour goes in it.
        beyond = [name for name in names if name not in extent.involved]
        known = len(beyond) < len(names)
        segments = open_set_words(beyond, page.lang)
        parts.append(page.say("text.perhaps-also" if known else "text.one-of", segments=segments))
    parts = parts or [page.say(nothing_in_a_named_vein(page))]
    read = dict.fromkeys(segment_words(name, page.lang) for name in unexplained_thrombi(page))
    if read:
        parts.append(page.say("text.thrombus-here", segments=page.apart(read)))
    return page.apart(parts)


def _spread(page: Page, extent: Extent) -> str:
    found = page.found
    parts = []
    ways = [page.say(f"route.{name}") for name in found.routes]
    if found.downward == "yes":
        ways.append(page.say("text.downward"))
    if ways:
        parts.append(page.say("text.routes", routes=page.together(ways)))
    if extent.front:
        parts.append(page.say("text.front", segments=front_text(page, extent)))
    if extent.at_risk:
        parts.append(page.say("text.at-risk", segments=page.segments(extent.at_risk)))
    return ". ".join(parts) if page.lang == "en" else "。".join(parts)


def _since_operation(page: Page, current: Extent) -> str:
    touched = list(page.found.ever.possible)
    parts = []
    for status in ("tumour", "removed", "clear", "not-reported", "not-assessed", "conflicting"):
        names = [name for name in touched if current.states[name].status == status]
        if names:
            segments = page.say("text.all-of-these") if names == touched else page.segments(names)
            parts.append(page.say(f"now.{status}", segments=segments))
    parts.append(page.say(f"completeness.{page.found.completeness}"))
    return page.apart(parts)


def _stages(page: Page) -> str:
    return page.apart(
        page.say(
            "text.conclusion-rung",
            scale=page.say(f"ladder.{name}"),
            value=ladder_text(page, name, stage.value, stage.not_excluded),
        )
        for name, stage in page.found.stages.items()
    )


# --- group and team -------------------------------------------------------------------------------------------------


def _group(page: Page) -> Iterator[Row]:
    followed = page.found.surveillance
    if not followed.plan_group:
        if page.found.ever.possible:
            yield Row("group", page.no_group)
        return
    text = ladder_text(page, "risk-group", followed.risk_group, followed.not_excluded)
    plan = page.say("text.plan-group", group=rung_words("risk-group", followed.plan_group, page.lang))
    # The leading criterion only repeats the name of the group: what stands below it is the reason.
    told = []
    for verdict in ("yes", "unknown"):
        said = [page.criterion(item.id) for item in followed.reasons if item.facts and item.verdict == verdict]
        if said:
            told.append(page.say("text.value-of", what=page.verdict(verdict), value=page.apart(said)))
    yield Row("group", page.apart([text, plan, *told]))


def _team(page: Page) -> Iterator[Row]:
    found = page.found
    if found.convene != "yes":
        return
    met = page.evaluation.sheet.says("mdt.met")
    required = [role_words(entry.role, page.lang) for entry in found.roster if entry.need == "required"]
    on_call = [role_words(entry.role, page.lang) for entry in found.roster if entry.need == "on-call"]
    told = [page.say("text.team-met") if met else page.say("text.team-convene", roles=page.together(required))]
    if on_call:
        told.append(page.say("text.team-on-call", roles=page.together(on_call)))
    yield Row("team", page.apart(told), STRONG if met else CAUTION)


# --- late, due, next ------------------------------------------------------------------------------------------------


def _open(page: Page) -> Iterator[Row]:
    items = list(open_items(page))
    for status, style in (("overdue", ALARM), ("due", CAUTION)):
        studies = [item.text for item in items if item.status == status and item.part == "workup"]
        for item in items:
            if item.status == status and item.part == "surveillance":
                yield Row(status, item.text, style)
        if studies:
            told = page.say("text.value-of", what=page.say(f"text.work-up-{status}"), value=page.apart(studies))
            yield Row(status, told, style)


def open_items(page: Page) -> Iterator[OpenItem]:
    """The examinations of the plan, then the studies of the work-up, that are overdue or due."""
    for examination in page.found.surveillance.examinations:
        status = pressing(examination.status, examination.also)
        if status:
            yield OpenItem(status, "surveillance", examination.study, examination_text(page, examination))
    for row in page.found.workup:
        status = pressing(row.status, row.also)
        if status:
            yield OpenItem(status, "workup", row.study, _study(page, row))


def pressing(status: str, also: tuple[str, ...]) -> str:
    """The list in which a status is shown: what may be overdue stands there, what was declined stays due."""
    held = (status, *also)
    if "overdue" in held:
        return "overdue"
    return "due" if {"due", "declined", "partly-done"} & set(held) or status == "cannot-tell" else ""


def _study(page: Page, row: WorkupRow) -> str:
    name = study_words(row.study, page.lang)
    notes = [page.say(f"status.{status}") for status in (row.status, *row.also) if status not in ("overdue", "due")]
    if pressing(row.status, row.also) == "overdue" and "due" in row.also:
        notes.append(page.say("text.due-again"))
    if row.uncovered and len(row.uncovered) < len(row.asked):
        notes.append(page.say("text.not-covered", segments=page.segments(row.uncovered)))
    return page.say("text.noted", text=name, note=page.apart(notes)) if notes else name


def examination_text(page: Page, examination: Examination) -> str:
    """An examination of the plan: its window, how late it is, and when it was refused."""
    name = study_words(examination.study, page.lang)
    held = (examination.status, *examination.also)
    parts = (
        [page.say("text.may-also-be", statuses=page.together(page.say(f"status.{s}") for s in held))]
        if (len({"overdue", "due", "upcoming"} & set(held)) > 1)
        else []
    )
    if examination.opens is None or examination.closes is None:
        parts.append(page.say("text.no-window"))
    else:
        opens, closes = page.span(examination.opens), page.span(examination.closes)
        parts.append(page.say("text.window", opens=opens, closes=closes))
    if examination.late_days is not None:
        parts.append(_late(page, examination.late_days))
    if examination.target_months is not None:
        parts.append(page.say("text.target", months=f"{examination.target_months:g}"))
    # Of one that was done the events are the studies themselves.
    if examination.events and examination.status != "done":
        parts.append(page.say("text.refused", dates=page.together(page.when(event) for event in examination.events)))
    return page.say("text.value-of", what=name, value=page.apart(parts))


def _late(page: Page, days: tuple[int, int]) -> str:
    fewest, most = days
    if fewest == most:
        return page.say("text.late", days=most)
    return page.say("text.late-between", fewest=fewest, most=most)


def _next(page: Page) -> Iterator[Row]:
    label = "next"
    course = page.found.course
    if course is not None and course.next_on is not None:
        past = course.next_on.latest < page.found.view.point.span.latest
        yield Row(label, page.say("text.dose-past" if past else "text.next-dose", days=page.span(course.next_on)))
    for examination in page.found.surveillance.examinations:
        if not pressing(examination.status, examination.also) and examination.status == "upcoming":
            yield Row(label, examination_text(page, examination))


# --- what would decide ------------------------------------------------------------------------------------------------


def _questions(page: Page) -> Iterator[Row]:
    label = "decides"
    if page.found.suspicion_value == "not-raised":
        # While nothing raised the question, only what would raise it is asked for, not what would confirm or locate it.
        for question in _first_questions(page)[:MOST_QUESTIONS]:
            yield Row(label, question, optional=True)
            label = ""
        return
    asked = [item for item in page.found.missing if not item.more_than_two]
    veins = [item for item in asked if all(fact.startswith("segment.") for fact in item.facts)]
    ranked = sorted(asked, key=lambda item: (len(item.facts), -len(item.decides)))
    if veins and not page.found.ever.possible:
        # While no vein is known to hold tumour, one question asks for them all.
        number = len({each.conclusion for item in veins for each in item.decides})
        yield Row(label, f"{page.say('question.any-vein')} {page.say('text.decides-count', number=number)}")
        label = ""
        ranked = [item for item in ranked if item not in veins]
    for item in ranked[:MOST_QUESTIONS]:
        question = question_of(page, item)
        count = page.say("text.decides-count", number=len(item.decides))
        yield Row(label, f"{question} {_decided(page, item)}", optional=True, shorter=f"{question} {count}")
        label = ""


def _first_questions(page: Page) -> list[str]:
    """The questions for the facts that the lowest step not excluded waits for."""
    facts = dict.fromkeys(fact.fact for reason in next_step_reasons(page) for fact in reason.facts)
    named = [fact for fact in facts if not fact.startswith(("segment.", "mass"))]
    return [question_text(fact, fact_question(fact), page.lang, page.found.guideline) for fact in named]


def next_step_reasons(page: Page) -> tuple[Reason, ...]:
    """Why the lowest step of suspicion that is not excluded is unknown."""
    waiting = page.found.suspicion.not_excluded[:1]
    rungs = page.found.guideline.ladders["suspicion"].rungs
    return tuple(item for rung in rungs if rung.value in waiting for item in reasons(page.evaluation, rung.criterion))


def question_of(page: Page, item: MissingFact) -> str:
    """The question or questions of a missing fact."""
    asked = zip(item.facts, item.questions, strict=True)
    texts = dict.fromkeys(question_text(fact, finding, page.lang, page.found.guideline) for fact, finding in asked)
    return clean(" ".join(texts))


def _decided(page: Page, item: MissingFact) -> str:
    """The foremost conclusion that an answer decides, and how many more."""
    scales = (*FOREMOST, *LADDERS)

    def place(name: str) -> int:
        part = name.partition(".")[0]
        return scales.index(part) if part in scales else len(scales)

    first, *others = sorted((each.conclusion for each in item.decides), key=place)
    named = conclusion_words(first, page.lang)
    if not others:
        return page.say("text.decides", conclusions=named)
    return page.say("text.decides-more", conclusions=named, number=len(others))
