"""Parts of the plan in words: a figure of the paper, the endocrine course, a change that is proposed."""

from __future__ import annotations

from cephalad.evidence import Figure
from cephalad.logic import Span
from cephalad.plan import Course, ProposedChange
from cephalad.write.page import Page
from cephalad.write.words import choice_words, figure_words, rung_words

__all__ = ["course_parts", "figure_parts", "proposal_words"]


def figure_parts(page: Page, figure: Figure) -> tuple[str, str]:
    """A figure, never bare: what it is said of and how far it can be checked; and what it is not, "" for nothing."""
    parts = {part: figure_words(figure, part, page.lang) for part in ("text", "said_of", "status", "beware")}
    told = page.say("text.figure", **parts)
    return told, page.say("text.beware", beware=parts["beware"]) if figure.beware else ""


def course_parts(page: Page, course: Course) -> tuple[str, bool, str]:
    """Drug, number and amount of the doses; whether any is recorded as missed; and the next dose, "" for none."""
    drug = choice_words("dose.drug", course.drug, page.lang)
    amounts = list(dict.fromkeys(f"{dose.amount_mg:g} mg" for dose in course.doses if dose.amount_mg is not None))
    given = page.say("text.doses", number=len(course.doses), drug=drug, amount=page.together(amounts))
    return given, bool(course.missed), "" if course.next_on is None else _next_dose(page, course.next_on)


def _next_dose(page: Page, days: Span) -> str:
    past = days.latest < page.found.view.point.span.latest
    return page.say("text.dose-past" if past else "text.next-dose", days=page.span(days))


def proposal_words(page: Page, change: ProposedChange) -> str:
    """A change that only a clinician can make."""
    groups = {
        "old": rung_words("risk-group", change.from_group, page.lang),
        "new": rung_words("risk-group", change.to_group, page.lang) if change.to_group else "",
    }
    return page.say(f"proposal.{change.kind}", **groups)
