"""What to do, in full: options with their figures, endocrine therapy, surveillance, missing facts, notices, sources."""

from __future__ import annotations

from collections.abc import Iterator

from cephalad.assess import MissingFact
from cephalad.evidence import Figure, challenges, sources, statements
from cephalad.facts import FactType, fact_type
from cephalad.guideline.model import PAPER
from cephalad.plan import Course, Examination
from cephalad.terms import clean
from cephalad.write.key_words import notice_words
from cephalad.write.overview import examination_text, ladder_text, question_of
from cephalad.write.pdf.blocks import Block, Check, Line, bullets, heading, paragraph, small
from cephalad.write.pdf.paper import Paper
from cephalad.write.plan_words import course_parts, figure_parts, proposal_words
from cephalad.write.questions import asked_now, outcomes_by_answer
from cephalad.write.studied_words import (
    in_order_of_options,
    letter,
    studied_leaves_out,
    studied_numbers,
    studied_sentence,
)
from cephalad.write.words import rung_words

__all__ = [
    "course_line",
    "endocrine",
    "examination_line",
    "figure_lines",
    "missing_facts",
    "notices",
    "open_questions",
    "option_lines",
    "options",
    "question_check",
    "sources_used",
    "studied_lines",
    "surveillance",
]


# --- options ----------------------------------------------------------------------------------------------------------


def options(paper: Paper) -> list[Block]:
    """The ways to treat with the reasons, and the paper's figures with all that must be said of them."""
    blocks: list[Block] = [heading(paper.say("heading.options"))]
    if not paper.found.options:
        return [*blocks, paragraph(paper.say("text.no-options"))]
    blocks.append(bullets(option_lines(paper, with_facts=True)))
    figures = figure_lines(paper)
    if figures:
        blocks += [heading(paper.say("html.figures"), level=2), bullets(figures)]
    studied = studied_lines(paper)
    return [*blocks, heading(paper.say("studied.heading"), level=2), bullets(studied)] if studied else blocks


def _figures(paper: Paper) -> list[Figure]:
    return list({figure.id: figure for row in paper.found.options for figure in row.figures}.values())


def option_lines(paper: Paper, *, with_facts: bool) -> list[Line]:
    """Each option with its eligibility, the numbers of its figures and what it rests on."""
    order = [figure.id for figure in _figures(paper)]
    lines = []
    for row in paper.found.options:
        notes = [paper.say("text.was-done")] if row.done == "yes" else []
        numbers = [f"({order.index(figure.id) + 1})" for figure in row.figures]
        if numbers:
            notes.append(paper.say("text.see-figures", numbers=paper.together(numbers)))
        notes.append(studied_numbers(paper, row, paper.found.options))
        facts = tuple(map(Line, paper.readings(row.reasons[0].facts))) if with_facts else ()
        told = paper.say(f"options.{row.option}")
        text = paper.say("text.noted", text=told, note=paper.apart(notes)) if notes else told
        lines.append(Line(text, tag=paper.verdict(row.eligible), quiet=paper.cite(row.reasons[0]), inside=facts))
    return lines


def figure_lines(paper: Paper) -> list[Line]:
    """The figures that belong to the options, none of them bare."""
    lines = []
    for number, figure in enumerate(_figures(paper), start=1):
        told = " ".join(filter(None, figure_parts(paper, figure)))
        lines.append(Line(told, lead=f"({number})", quiet=paper.citation(figure.statements, ())))
    return lines


def studied_lines(paper: Paper) -> list[Line]:
    """How women fared who were studied, with what each figure leaves out."""
    lines = []
    for place, each in enumerate(in_order_of_options(paper.found.options)):
        told = f"{studied_sentence(each, paper.lang)} {studied_leaves_out(each, paper.lang)}"
        lines.append(Line(told, lead=f"({letter(place)})"))
    return lines


# --- endocrine therapy and surveillance -------------------------------------------------------------------------------


def endocrine(paper: Paper) -> list[Block]:
    """The indications, the course on record, and every cause that fits a complaint on treatment."""
    found = paper.found
    lines = []
    for row in found.indications:
        own = [fact.fact for fact in row.reasons[0].facts] or list(row.deciding)
        told = paper.say(f"endocrine.{row.id}")
        note = paper.say("text.hinges-on", facts=paper.facts(own)) if row.deciding else ""
        text = paper.say("text.noted", text=told, note=note) if note else told
        lines.append(Line(text, tag=paper.verdict(row.verdict), quiet=paper.cite(row.reasons[0])))
    blocks: list[Block] = [heading(paper.say("heading.endocrine"))]
    if lines:
        blocks.append(bullets(lines))
    blocks.append(paragraph(course_line(paper)))
    if found.effects:
        blocks.append(paragraph(paper.say("text.causes")))
        blocks.append(bullets(Line(paper.criterion(each.id), quiet=paper.cite(each)) for each in found.effects))
    return blocks


def course_line(paper: Paper) -> str:
    """The doses on record and the next one."""
    course = paper.found.course
    return paper.say("text.no-doses", date=paper.as_of) if course is None else paper.apart(_course(paper, course))


def _course(paper: Paper, course: Course) -> Iterator[str]:
    before, missed, after = course_parts(paper, course)
    yield before
    yield paper.events(dose.event for dose in course.doses)
    if missed:
        yield paper.say("text.doses-missed", events=paper.events(course.missed))
    if after:
        yield after


def surveillance(paper: Paper) -> list[Block]:
    """The risk group with its reasons, the examinations that are open, and what only a clinician can change."""
    followed = paper.found.surveillance
    blocks: list[Block] = [heading(paper.say("heading.surveillance"))]
    if not followed.plan_group:
        return [*blocks, paragraph(paper.no_group)]
    value = ladder_text(paper, "risk-group", followed.risk_group, followed.not_excluded)
    plan = paper.say("text.plan-group", group=rung_words("risk-group", followed.plan_group, paper.lang))
    title = paper.say("text.value-of", what=paper.say("ladder.risk-group"), value=value)
    blocks.append(paragraph(paper.apart([title, plan])))
    blocks.append(bullets(paper.reason_lines(followed.reasons)))
    lines = [examination_line(paper, each, cited=True) for each in followed.examinations]
    change = followed.proposed_change
    if change is not None:
        lines.append(Line(proposal_words(paper, change), quiet=paper.cite(change.reasons[0])))
    return [*blocks, bullets(lines)] if lines else blocks


def examination_line(paper: Paper, examination: Examination, *, cited: bool) -> Line:
    """An examination of the plan: its status, its window, how late it is."""
    quiet = " ".join(dict.fromkeys(paper.cite(reason) for reason in examination.reasons)) if cited else ""
    status = paper.statuses((examination.status, *examination.also))
    return Line(examination_text(paper, examination), tag=status, quiet=quiet)


# --- missing facts and notices ----------------------------------------------------------------------------------------


def missing_facts(paper: Paper) -> list[Block]:
    """Every question whose answer decides something, with the outcome of each answer."""
    items, held_back = asked_now(paper)
    blocks: list[Block] = [heading(paper.say("heading.missing"))]
    if not paper.found.missing:
        blocks.append(paragraph(paper.say("text.nothing-missing")))
    if held_back:
        blocks.append(paragraph(paper.say("text.held-back", number=held_back)))
    lines = [_question(paper, item) for item in items]
    return [*blocks, bullets(lines)] if lines else blocks


def _question(paper: Paper, item: MissingFact) -> Line:
    if item.more_than_two:
        return Line(paper.say("text.more-than-two", facts=paper.facts(item.facts)))
    outcomes = outcomes_by_answer(paper, item).items()
    inside = tuple(Line(paper.apart(made), lead=f"{answer} →") for answer, made in outcomes)
    return Line(question_of(paper, item), inside=inside)


def question_check(paper: Paper, item: MissingFact) -> Check:
    """A question to be answered by hand: boxes where the answers are few, a line to write on where they are not."""
    kinds = {_kind(fact) for fact in item.facts}
    names = {"segment": ("tumour", "clear", "not-examined"), "truth": ("yes", "no", "not-known")}
    known = names.get(kinds.pop(), ()) if len(item.facts) == 1 else ()
    answers = tuple(paper.say(f"pdf.answer.{name}") for name in known)
    note = paper.say("text.decides-count", number=len(item.decides))
    return Check(question_of(paper, item), note, answers, blank=not answers)


def _kind(fact: str) -> str:
    if fact.startswith("segment."):
        return "segment"
    if fact.startswith("mass:"):
        return "truth"
    return "truth" if not fact.startswith("mass.") and fact_type(fact) is FactType.TRUTH else "other"


def open_questions(paper: Paper, most: int) -> tuple[list[Check], int]:
    """The questions that decide most, and how many more there are."""
    items = [item for item in asked_now(paper)[0] if not item.more_than_two]
    ranked = sorted(items, key=lambda item: (len(item.facts), -len(item.decides)))
    return [question_check(paper, item) for item in ranked[:most]], max(0, len(ranked) - most)


def notices(paper: Paper) -> list[Block]:
    """The remarks that change no verdict, each with what it rests on."""
    lines = []
    for notice in paper.found.notices:
        text = notice_words(notice, paper.lang, paper.found.guideline)
        told = paper.say("text.noted", text=text, note=paper.events(notice.events)) if notice.events else text
        lines.append(Line(told, quiet=paper.citation(notice.statements, ())))
    return [heading(paper.say("heading.notices")), bullets(lines)] if lines else []


# --- sources ----------------------------------------------------------------------------------------------------------


def sources_used(paper: Paper) -> list[Block]:
    """Everything cited above: the paper's statements with their place, other sources, contrary literature."""
    said, known, against = statements(), sources(), challenges()
    lines = [_source(paper, PAPER)]
    lines += [
        Line(clean(said[name].text), lead=f"{name} ({said[name].place})", lang="en")
        for name in said
        if name in paper.cited
    ]
    for name in [name for name in against if name in paper.cited]:
        challenge = against[name]
        paper.cited[challenge.source] = None
        stance = paper.say(f"stance.{challenge.stance.value}", statements=", ".join(challenge.statements))
        lines.append(Line(clean(challenge.text), lead=f"{name} ({challenge.source}; {stance})", lang="en"))
    lines += [_source(paper, name) for name in known if name in paper.cited and name != PAPER]
    return [
        heading(paper.say("heading.sources")),
        paragraph(paper.say("text.quotes-english")),
        small(bullets(lines)),
    ]


def _source(paper: Paper, name: str) -> Line:
    source = sources()[name]
    how = paper.say(
        "text.strength-reading",
        strength=paper.say(f"strength.{source.strength.value}"),
        reading=paper.say(f"reading.{source.reading.value}"),
    )
    return Line(clean(source.citation), lead=name, quiet=how, lang="en")
