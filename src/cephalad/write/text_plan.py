"""The details of what to do: options, endocrine therapy, surveillance, missing facts, notices, record and sources."""

from __future__ import annotations

from collections.abc import Iterator

from cephalad.evidence import Figure, challenges, sources, statements
from cephalad.plan import Course
from cephalad.terms import KINDS
from cephalad.write.key_words import notice_words
from cephalad.write.layout import clean
from cephalad.write.overview import examination_text, ladder_text, question_of
from cephalad.write.page import Page
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

__all__ = ["endocrine", "missing", "notices", "options", "record", "sources_used", "surveillance"]


# --- options --------------------------------------------------------------------------------------------------------


def options(page: Page) -> Iterator[str]:
    """The ways to treat with the reasons, and the paper's figures with all that must be said of them."""
    found = page.found
    yield from page.heading("heading.options")
    if not found.options:
        yield from page.paragraph(page.say("text.no-options"))
        return
    figures: dict[str, Figure] = {}
    for row in found.options:
        figures.update({figure.id: figure for figure in row.figures})
        told = [page.say("text.value-of", what=page.say(f"options.{row.option}"), value=page.verdict(row.eligible))]
        if row.done == "yes":
            told.append(page.say("text.was-done"))
        numbers = [f"({list(figures).index(figure.id) + 1})" for figure in row.figures]
        if numbers:
            told.append(page.say("text.see-figures", numbers=page.together(numbers)))
        told.append(studied_numbers(page, row, found.options))
        yield from page.item(f"{page.apart(told)} {page.cite(row.reasons[0])}")
        for reading in page.readings(row.reasons[0].facts):
            yield from page.item(reading, "      ", "· ")
    for number, figure in enumerate(figures.values(), start=1):
        words = " ".join(filter(None, (*figure_parts(page, figure), page.citation(figure.statements, ()))))
        yield from page.item(words, bullet=f"({number}) ")
    known = in_order_of_options(found.options)
    if known:
        yield from page.paragraph(f"{page.say('studied.heading')}:")
    for place, each in enumerate(known):
        told = [studied_sentence(each, page.lang), studied_leaves_out(each, page.lang)]
        yield from page.item(" ".join(told), bullet=f"({letter(place)}) ")


# --- endocrine therapy ------------------------------------------------------------------------------------------------


def endocrine(page: Page) -> Iterator[str]:
    """The indications, the course on record, and every cause that fits a complaint on treatment."""
    found = page.found
    yield from page.heading("heading.endocrine")
    for row in found.indications:
        told = [page.say("text.value-of", what=page.say(f"endocrine.{row.id}"), value=page.verdict(row.verdict))]
        if row.deciding:
            # What the indication itself reads; behind it may stand the whole question whether the disease is there.
            own = [fact.fact for fact in row.reasons[0].facts] or list(row.deciding)
            told.append(page.say("text.hinges-on", facts=page.facts(own)))
        yield from page.item(f"{page.apart(told)} {page.cite(row.reasons[0])}")
    if found.course is None:
        yield from page.paragraph(page.say("text.no-doses", date=page.as_of))
    else:
        yield from page.paragraph(_course(page, found.course))
    if found.effects:
        yield from page.paragraph(page.say("text.causes"))
    for effect in found.effects:
        yield from page.item(f"{page.criterion(effect.id)} {page.cite(effect)}", "    ")


def _course(page: Page, course: Course) -> str:
    before, missed, after = course_parts(page, course)
    told = [before, page.events(dose.event for dose in course.doses)]
    if missed:
        told.append(page.say("text.doses-missed", events=page.events(course.missed)))
    return page.apart([*told, *([after] if after else [])])


# --- surveillance ---------------------------------------------------------------------------------------------------


def surveillance(page: Page) -> Iterator[str]:
    """The risk group with its reasons, the examinations that are open, and what only a clinician can change."""
    followed = page.found.surveillance
    yield from page.heading("heading.surveillance")
    if not followed.plan_group:
        yield from page.paragraph(page.no_group)
        return
    value = ladder_text(page, "risk-group", followed.risk_group, followed.not_excluded)
    yield from page.paragraph(page.say("text.value-of", what=page.say("ladder.risk-group"), value=value))
    for reason in followed.reasons:
        yield from page.reason(reason)
    plan = page.say("text.plan-group", group=rung_words("risk-group", followed.plan_group, page.lang))
    yield from page.paragraph(plan)
    for examination in followed.examinations:
        held = (examination.status, *examination.also)
        cited = " ".join(dict.fromkeys(page.cite(reason) for reason in examination.reasons))
        statuses = page.statuses(held)
        yield from page.item(f"{examination_text(page, examination)} ({statuses}) {cited}")
        if examination.events:
            yield from page.item(page.events(examination.events), "      ", "· ")
    change = followed.proposed_change
    if change is not None:
        yield from page.item(f"{proposal_words(page, change)} {page.cite(change.reasons[0])}")


# --- missing facts ----------------------------------------------------------------------------------------------------


def missing(page: Page) -> Iterator[str]:
    """Every question whose answer decides something, with the outcome of each answer."""
    yield from page.heading("heading.missing")
    if not page.found.missing:
        yield from page.paragraph(page.say("text.nothing-missing"))
    items, held_back = asked_now(page)
    if held_back:
        yield from page.paragraph(page.say("text.held-back", number=held_back))
    for item in items:
        if item.more_than_two:
            yield from page.item(page.say("text.more-than-two", facts=page.facts(item.facts)))
            continue
        yield from page.item(question_of(page, item))
        for answer, outcomes in outcomes_by_answer(page, item).items():
            yield from page.item(f"{answer} → {page.apart(outcomes)}", "      ", "· ")


# --- notices, record, sources -----------------------------------------------------------------------------------------


def notices(page: Page) -> Iterator[str]:
    """The remarks that change no verdict, each with its code."""
    if not page.found.notices:
        return
    yield from page.heading("heading.notices")
    for notice in page.found.notices:
        text = notice_words(notice, page.lang, page.found.guideline)
        told = f"{text} {page.citation(notice.statements, ())}"
        if notice.events:
            told += f" ({page.events(notice.events)})"
        yield from page.item(told)


def record(page: Page) -> Iterator[str]:
    """The events that count, and those that may already have happened."""
    seen = page.found.view
    yield from page.heading("heading.record")
    yield from page.paragraph(page.say("text.events-counted", number=len(seen.events), date=page.as_of))
    rows = []
    for event in seen.events:
        kind = KINDS[event.kind]
        rows.append(
            (
                clean(event.id),
                page.when(event.id),
                kind.label_zh if page.lang == "zh" else kind.label_en,
                page.place(event.id),
            )
        )
    yield from page.table(rows)
    if seen.straddling:
        ids = page.events(event.id for event in seen.straddling)
        yield from page.paragraph(page.say("text.may-have-happened", events=ids))


def sources_used(page: Page) -> Iterator[str]:
    """Everything cited above: the paper's statements with their place, other sources, contrary literature."""
    yield from page.heading("heading.sources")
    yield from page.paragraph(page.say("text.quotes-english"))
    said, known, against = statements(), sources(), challenges()
    yield from source_lines(page, "zhao-tian-2026")
    for name in [name for name in said if name in page.cited]:
        yield from page.item(f"{name} ({said[name].place}): {clean(said[name].text)}")
    for name in [name for name in against if name in page.cited]:
        yield from challenge_lines(page, name)
    for name in [name for name in known if name in page.cited and name != "zhao-tian-2026"]:
        yield from source_lines(page, name)


def source_lines(page: Page, name: str, indent: str = "  ") -> Iterator[str]:
    """A source with its citation, its strength and how it was read."""
    source = sources()[name]
    how = page.say(
        "text.strength-reading",
        strength=page.say(f"strength.{source.strength.value}"),
        reading=page.say(f"reading.{source.reading.value}"),
    )
    yield from page.item(f"{name}: {clean(source.citation)} {how}", indent)


def challenge_lines(page: Page, name: str, indent: str = "  ") -> Iterator[str]:
    """A finding of the literature that contradicts or qualifies a statement."""
    challenge = challenges()[name]
    page.cited[challenge.source] = None
    stance = page.say(f"stance.{challenge.stance.value}", statements=", ".join(challenge.statements))
    yield from page.item(f"{name} ({challenge.source}; {stance}): {clean(challenge.text)}", indent)
