"""What to do: options with their figures, endocrine therapy, surveillance, missing facts and notices."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element

from cephalad.assess import MissingFact, reasons
from cephalad.assessment import EndocrineRow, OptionRow
from cephalad.evidence import Figure
from cephalad.evidence.studied import Studied
from cephalad.plan import Course, Examination, Notice
from cephalad.write.html.document import Content, anchor, apart, el, link, run
from cephalad.write.html.sheet import Sheet
from cephalad.write.key_words import notice_words
from cephalad.write.overview import examination_text, ladder_text, question_of
from cephalad.write.plan_words import course_parts, figure_parts, proposal_words
from cephalad.write.questions import asked_now, outcomes_by_answer
from cephalad.write.studied_words import (
    in_order_of_options,
    letter,
    studied_figure,
    studied_leaves_out,
    studied_question,
)
from cephalad.write.words import rung_words

__all__ = ["endocrine", "missing", "notices", "options", "surveillance"]


# --- options --------------------------------------------------------------------------------------------------------


def options(sheet: Sheet) -> Element:
    """The ways to treat with the reasons, and the paper's figures with all that must be said of them."""
    found = sheet.found
    title = sheet.say("heading.options")
    if not found.options:
        return sheet.section("section-options", title, el("p", sheet.say("text.no-options")))
    figures = {figure.id: figure for row in found.options for figure in row.figures}
    known = in_order_of_options(found.options)
    return sheet.section(
        "section-options",
        title,
        sheet.listed(_option(sheet, row, list(figures)) for row in found.options),
        el("h3", sheet.say("html.figures")) if figures else None,
        [_figure(sheet, figure, number) for number, figure in enumerate(figures.values(), start=1)],
        el("h3", sheet.say("studied.heading")) if known else None,
        [_studied(sheet, each, place) for place, each in enumerate(known)],
    )


def _option(sheet: Sheet, row: OptionRow, order: list[str]) -> Element:
    numbers = [f"({order.index(figure.id) + 1})" for figure in row.figures]
    links = apart(
        (link(anchor("figure", figure.id), told) for figure, told in zip(row.figures, numbers, strict=True)),
        sheet.comma,
    )
    order_of_strata = [each.stratum.id for each in in_order_of_options(sheet.found.options)]
    letters = [f"({letter(order_of_strata.index(each.stratum.id))})" for each in row.studied]
    strata = apart(
        (link(anchor("stratum", each.stratum.id), told) for each, told in zip(row.studied, letters, strict=True)),
        sheet.comma,
    )
    notes = [
        sheet.say(key, numbers=sheet.together(told))
        for key, told in (("text.see-figures", numbers), ("studied.see", letters))
        if told
    ]
    done = run(" ", sheet.chip(sheet.say("text.was-done"), "done")) if row.done == "yes" else None
    name = f"options.{row.option}"
    return sheet.statement(
        name,
        sheet.say(name),
        el("p", sheet.tell("text.see-figures", numbers=links)) if numbers else None,
        el("p", sheet.tell("studied.see", numbers=strata) if row.studied else sheet.say("studied.nobody")),
        chips=[sheet.truth(row.eligible), done],
        note=sheet.semicolon.join(notes) or None,
        reasons=row.reasons,
        why=name,
    )


def _figure(sheet: Sheet, figure: Figure, number: int) -> Element:
    told, beware = figure_parts(sheet, figure)
    cited = sheet.citation_links(figure.statements, ())
    return el(
        "p", el("b", f"({number}) "), told, " ", el("span", beware, class_="beware") if beware else None, " ", cited,
        class_="figure", id=anchor("figure", figure.id),
    )  # fmt: skip


def _studied(sheet: Sheet, each: Studied, place: int) -> Element:
    leaves_out = studied_leaves_out(each, sheet.lang)
    return el(
        "p", el("b", f"({letter(place)}) "), studied_question(each, sheet.lang), " ",
        studied_figure(each, sheet.lang), " ", el("span", leaves_out, class_="beware"),
        class_="figure", id=anchor("stratum", each.stratum.id),
    )  # fmt: skip


# --- endocrine therapy ------------------------------------------------------------------------------------------------


def endocrine(sheet: Sheet) -> Element:
    """The indications, the course on record, and every cause that fits a complaint on treatment."""
    found = sheet.found
    effects = [
        sheet.statement(f"effect.{reason.id}", sheet.criterion(reason.id), reasons=(reason,))
        for reason in found.effects
    ]
    return sheet.section(
        "section-endocrine",
        sheet.say("heading.endocrine"),
        sheet.listed(_indication(sheet, row) for row in found.indications),
        el("p", _course(sheet, found.course)),
        el("p", sheet.say("text.causes"), class_="label") if effects else None,
        sheet.listed(effects),
    )


def _indication(sheet: Sheet, row: EndocrineRow) -> Element:
    name = f"endocrine.{row.id}"
    own = [fact.fact for fact in row.reasons[0].facts] or list(row.deciding)
    note = sheet.say("text.hinges-on", facts=sheet.facts(own)) if row.deciding else None
    return sheet.statement(
        name, sheet.say(name), chips=sheet.truth(row.verdict), note=note, reasons=row.reasons, why=name
    )


def _course(sheet: Sheet, course: Course | None) -> Content:
    if course is None:
        return sheet.say("text.no-doses", date=sheet.as_of)
    before, missed, after = course_parts(sheet, course)
    told: list[Content] = [before, sheet.event_links(dose.event for dose in course.doses)]
    if missed:
        told.append(sheet.tell("text.doses-missed", events=sheet.event_links(course.missed)))
    return apart([*told, *([after] if after else [])], sheet.semicolon)


# --- surveillance ---------------------------------------------------------------------------------------------------


def surveillance(sheet: Sheet) -> Element:
    """The risk group with its reasons, the examinations that are open, and what only a clinician can change."""
    followed = sheet.found.surveillance
    value = ladder_text(sheet, "risk-group", followed.risk_group, followed.not_excluded)
    title = sheet.say("text.value-of", what=sheet.say("ladder.risk-group"), value=value)
    behind = followed.reasons or reasons(sheet.evaluation, "ivl.surveillance.applies")
    group = sheet.statement("risk-group", title, reasons=behind, why="risk-group")
    told: list[Content] = [sheet.listed([group])]
    if followed.plan_group:
        plan = sheet.say("text.plan-group", group=rung_words("risk-group", followed.plan_group, sheet.lang))
        told.append(el("p", plan, id="plan-group"))
    told.append(sheet.listed(_examination(sheet, each) for each in followed.examinations))
    change = followed.proposed_change
    if change is not None:
        words = proposal_words(sheet, change)
        told.append(sheet.listed([sheet.statement("proposed-change", words, reasons=change.reasons)]))
    return sheet.section("section-surveillance", sheet.say("heading.surveillance"), told)


def _examination(sheet: Sheet, examination: Examination) -> Element:
    events = sheet.tell("text.value-of", what=sheet.say("html.events"), value=sheet.event_links(examination.events))
    return sheet.statement(
        f"surveillance.{examination.study}",
        examination_text(sheet, examination),
        el("p", events) if examination.events else None,
        chips=sheet.chips((examination.status, *examination.also)),
        reasons=examination.reasons,
    )


# --- missing facts and notices ----------------------------------------------------------------------------------------


def missing(sheet: Sheet, answering: Callable[[MissingFact], Content] | None = None) -> Element:
    """Every question whose answer decides something, opening to the outcome of each answer.

    Parameters
    ----------
    answering : what stands below the outcomes of a question, where it can be answered on the page
    """
    items, held_back = asked_now(sheet)
    return sheet.section(
        "section-missing",
        sheet.say("heading.missing"),
        None if sheet.found.missing else el("p", sheet.say("text.nothing-missing")),
        el("p", sheet.say("text.held-back", number=held_back)) if held_back else None,
        sheet.listed(_question(sheet, item, answering) for item in items if not item.more_than_two),
        [
            el("p", sheet.say("text.more-than-two", facts=sheet.facts(item.facts)))
            for item in items
            if item.more_than_two
        ],
    )


def _question(sheet: Sheet, item: MissingFact, answering: Callable[[MissingFact], Content] | None) -> Element:
    outcomes = outcomes_by_answer(sheet, item)
    told = [
        el("div", el("dt", answer), el("dd", el("ul", [el("li", outcome) for outcome in made])))
        for answer, made in outcomes.items()
    ]
    chip = sheet.chip(sheet.say("html.decides", number=len(item.decides)), "decides")
    below = answering(item) if answering is not None else None
    return sheet.statement(None, question_of(sheet, item), el("dl", told), below, chips=chip)


def notices(sheet: Sheet) -> Element | None:
    """The remarks that change no verdict, each with what it rests on."""
    if not sheet.found.notices:
        return None
    seen: dict[str, int] = {}
    items = []
    for notice in sheet.found.notices:
        seen[notice.code] = number = seen.get(notice.code, 0) + 1
        items.append(
            _notice(sheet, notice, f"notice.{notice.code}" if number == 1 else f"notice.{notice.code}.{number}")
        )
    return sheet.section("section-notices", sheet.say("heading.notices"), sheet.listed(items))


def _notice(sheet: Sheet, notice: Notice, key: str) -> Element:
    rules = [rule.criterion for rule in sheet.found.guideline.notices if rule.code == notice.code]
    behind = tuple(dict.fromkeys(each for name in rules for each in reasons(sheet.evaluation, name)))
    return sheet.statement(
        key,
        notice_words(notice, sheet.lang, sheet.found.guideline),
        [el("p", told) for told in _rests_on(sheet, notice)],
        reasons=behind,
    )


def _rests_on(sheet: Sheet, notice: Notice) -> Iterator[Content]:
    if notice.events:
        yield sheet.tell("text.value-of", what=sheet.say("html.events"), value=sheet.event_links(notice.events))
    cited = sheet.citation_links(notice.statements, ())
    if cited is not None:
        yield sheet.tell("text.value-of", what=sheet.say("heading.sources"), value=cited)
    if not notice.events and cited is None:
        yield sheet.say("html.notice-of-record")
