"""The plan at two points of a case, side by side: what is new, what changed, what is gone, and what stayed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from xml.etree.ElementTree import Element, tostring

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from cephalad.assessment import Assessment, assess, key_values
from cephalad.errors import InvalidArgument
from cephalad.plan import Examination
from cephalad.record import Case
from cephalad.server.asked import as_of, case_or_404, today
from cephalad.server.cases.listing import shown_at
from cephalad.server.paper.points import points
from cephalad.server.words import language_of, say
from cephalad.write.html.document import Content, el
from cephalad.write.html.sheet import Sheet
from cephalad.write.key_words import key_value_words, key_words
from cephalad.write.words import statuses_words

__all__ = ["Compared", "compare", "compared"]

_SAME = "same"
_WINDOWS = "surveillance."
_DOSE = "next-dose"


@dataclass(frozen=True, slots=True)
class Compared:
    """One conclusion at two points, in words.

    Attributes
    ----------
    before, after : "" where there is none
    change : ``new``, ``changed``, ``gone`` or ``same``
    """

    what: str
    before: str
    after: str
    change: str


@require_safe
def compare(request: HttpRequest, subject: str) -> HttpResponse:
    """Two points of a case, ``?before=`` and ``?after=``; left out, the last event and what was before it."""
    case = case_or_404(subject)
    found = _points(case, str(request.GET.get("before", "")).strip(), str(request.GET.get("after", "")).strip())
    if found is None:
        messages.warning(request, say(request, "server.case.no-such-point"))
        return redirect("case-compare", subject=subject)
    before, after = (Sheet(each, language_of(request), width=0) for each in found)
    rows = compared(before, after)
    changed = [row for row in rows if row.change != _SAME]
    stayed = [row for row in rows if row.change == _SAME]
    choices = [points(each, today()) for each in (before, after)]
    names = tuple(next(each.name for each in listed if each.is_chosen) for listed in choices)
    told: dict[str, Any] = {
        "subject": subject,
        "pseudonym": case.id,
        "befores": choices[0],
        "afters": choices[1],
        "names": names,
        "number": len(changed),
        "changed": _shown(_changed_table(after, names, changed)) if changed else "",
        "stayed": _shown(_stayed_table(after, stayed)) if stayed else "",
        "turned": _turned(subject, found),
    }
    return render(request, "paper/compare.html", told)


def compared(before: Sheet, after: Sheet) -> list[Compared]:
    """Every conclusion of either point, in the order of the assessment."""
    was, becomes = dict(_told(before)), dict(_told(after))
    keys = dict.fromkeys((*becomes, *was))
    return [_compared(_name(after, key), was.get(key, ""), becomes.get(key, "")) for key in keys]


def _compared(what: str, before: str, after: str) -> Compared:
    change = _SAME if before == after else "new" if not before else "gone" if not after else "changed"
    return Compared(what, before, after, change)


def _told(sheet: Sheet) -> Iterator[tuple[str, str]]:
    """The conclusions of one point that have a value, in words; an examination with its status."""
    found = sheet.found
    examinations = {f"{_WINDOWS}{each.study}": each for each in found.surveillance.examinations}
    for key, value in key_values(found).items():
        if value:
            told = key_value_words(key, value, sheet.lang, found.guideline)
            yield key, _with_status(sheet, examinations[key], told) if key in examinations else told
    if found.course is not None and found.course.next_on is not None:
        yield _DOSE, sheet.span(found.course.next_on)


def _with_status(sheet: Sheet, examination: Examination, window: str) -> str:
    return sheet.apart([window, statuses_words((examination.status, *examination.also), sheet.lang)])


def _name(sheet: Sheet, key: str) -> str:
    return sheet.say("server.paper.compare.next-dose") if key == _DOSE else key_words(key, sheet.lang)


# --- which two points -------------------------------------------------------------------------------------------------


def _points(case: Case, before: str, after: str) -> tuple[Assessment, Assessment] | None:
    """The two assessments; None for a point that the record has not."""
    try:
        later = assess(case, as_of=after or shown_at(case, today()), with_missing=False)
        earlier = assess(case, as_of=before or _earlier(later), with_missing=False)
    except InvalidArgument:
        return None
    return earlier, later


def _earlier(later: Assessment) -> str:
    """The point after the event before the last one that counts; the same point where there is none."""
    counted = later.view.events
    return f"after:{counted[-2].id}" if len(counted) > 1 else as_of(later)


def _turned(subject: str, found: tuple[Assessment, Assessment]) -> str:
    """The way to the same two points, the other way round."""
    query = urlencode({"before": as_of(found[1]), "after": as_of(found[0])}, safe=":")
    return f"{reverse('case-compare', args=[subject])}?{query}"


# --- tables -----------------------------------------------------------------------------------------------------------


def _changed_table(sheet: Sheet, names: Sequence[str], rows: list[Compared]) -> Element:
    def column(key: str, point: str) -> Content:
        return [sheet.say(f"html.column-{key}"), el("span", point, class_="note point")]

    head = [sheet.say("html.column-conclusion"), column("before", names[0]), column("after", names[1])]
    return sheet.grid(sheet.say("server.paper.compare.changed-table"), head, [_changed(sheet, row) for row in rows])


def _changed(sheet: Sheet, row: Compared) -> list[Content]:
    """A row whose change is a word, because paper has no colour."""
    nothing = sheet.say("replay.nothing")
    word = sheet.chip(sheet.say(f"server.paper.compare.{row.change}"), row.change)
    return [[row.what, " ", word], row.before or nothing, el("b", row.after or nothing)]


def _stayed_table(sheet: Sheet, rows: list[Compared]) -> Element:
    head = [sheet.say("html.column-conclusion"), sheet.say("server.paper.compare.at-both")]
    return sheet.grid(sheet.say("server.paper.compare.same-table"), head, [[row.what, row.after] for row in rows])


def _shown(table: Element) -> Any:
    return mark_safe(tostring(table, encoding="unicode", method="html"))  # noqa: S308 - an element tree: all escaped
