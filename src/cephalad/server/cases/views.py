"""Requests come in, pages go out: the list of cases, one case as of a point, the answer to a question."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from functools import partial
from typing import Any
from xml.etree.ElementTree import tostring

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers

from cephalad.assessment import Assessment, assess
from cephalad.errors import InvalidArgument
from cephalad.logic import Calendar
from cephalad.record import Case
from cephalad.server.asked import as_of, head_and_case, today
from cephalad.server.audit.viewing import case_viewed
from cephalad.server.cases.answering import Given, Preview, events_of, faults_of, item_of, preview, usual_time
from cephalad.server.cases.kept import kept
from cephalad.server.cases.listing import in_order, lines, shown_at
from cephalad.server.cases.region import region, said_changes
from cephalad.server.cases.slider import Mark, marks, track
from cephalad.server.cases.slots import Slot, answers_of, slots_of
from cephalad.server.cases.stops import Stop, read_changes, stop_at, stops, written_changes
from cephalad.server.lists.views import tabs
from cephalad.server.lists.work import open_cases
from cephalad.server.store.cases import add_events
from cephalad.server.store.faults import Conflict
from cephalad.server.words import language_of, say
from cephalad.terms import FINDINGS, PRESENCES, Choice
from cephalad.write.html.replay_page import changes_table
from cephalad.write.html.sheet import Sheet
from cephalad.write.overview import question_of
from cephalad.write.questions import outcomes_by_answer

__all__ = ["answer", "case", "cases"]

_ON_A_PAGE = 50
_LINKS = (
    ("entry", "add"),
    ("reading", "read"),
    ("entry-header", "header"),
    ("entry-identity", "identity"),
    ("entry-history", "history"),
)
"""Pages of other parts about the same case, each shown when it is there, and its word in the catalogue."""


# --- the list ---------------------------------------------------------------------------------------------------------


@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """Every case, the most pressing first."""
    known = open_cases(today()).values()
    page = Paginator(in_order(known), _ON_A_PAGE).get_page(request.GET.get("page"))
    told = {"page": page, "lines": lines(page.object_list, today(), language_of(request))}
    told |= {"number": page.paginator.count, "tabs": tabs(request, known)}
    told |= {"new": _address("entry-new-case"), "bring": _address("entry-import")}
    return render(request, "cases/list.html", told)


# --- one case ---------------------------------------------------------------------------------------------------------


@require_safe
@vary_on_headers("HX-Request")
def case(request: HttpRequest, subject: str) -> HttpResponse:
    """The case as of ``?as-of=``, today when left out; for a script only the part that the slider moves."""
    newest, known = head_and_case(subject)
    case_viewed(request, subject)
    asked = str(request.GET.get("as-of", "")).strip()
    try:
        # What is kept of the page holds the missing facts, the slowest part; the rest needs the conclusions alone.
        found = assess(known, as_of=asked or shown_at(known, today()), with_missing=False, with_base=False)
    except InvalidArgument:
        messages.warning(request, say(request, "server.case.no-such-point"))
        return redirect("case", subject=subject)
    shown = _shown(request, subject, newest, found)
    if request.headers.get("HX-Request") == "true":
        return render(request, "cases/part.html", shown)
    return render(request, "cases/case.html", shown)


def _shown(request: HttpRequest, subject: str, newest: str, found: Assessment) -> dict[str, Any]:
    lang = language_of(request)
    sheet = Sheet.of(found, lang)
    places = _stops(subject, newest, found.case)
    place = stop_at(places, found)
    exact = places[place].as_of == as_of(found)
    path = reverse("case", args=[subject])

    def make() -> str:
        whole = assess(found.case, as_of=found.view.point)
        return region(whole, places, place, lang, partial(_page, subject))

    # Any day may be asked for; only the stops come again.
    told = kept("case-region", subject, newest, as_of(found), lang, make) if exact else make()
    listed = marks(sheet, places, place, path, exact=exact)
    return {
        "subject": subject,
        "pseudonym": found.case.id,
        "region": mark_safe(told),  # noqa: S308 - an element tree, in which every text is escaped
        "track": mark_safe(track(places)),  # noqa: S308 - numbers only
        "marks": listed,
        "place": place,
        "last": len(places) - 1,
        **_neighbours(listed, place, exact=exact, begun=bool(found.view.events)),
        "shown": listed[place].name if exact else sheet.as_of,
        "said": said_changes(sheet, places[place]) if exact else say(request, "server.case.between"),
        "has_dates": found.case.calendar is Calendar.DATES,
        "day": "" if found.view.point.after else as_of(found),
        # The vocabulary has no question whose answer is an age, so that it cannot stand among the missing facts.
        "no_age": (_address("entry-header", subject) or "-") if found.case.birth is None else "",
        "links": [(word, address) for name, word in _LINKS if (address := _address(name, subject))],
    }


def _neighbours(listed: list[Mark], place: int, *, exact: bool, begun: bool) -> dict[str, Mark | None]:
    """The stops before and after what is shown, which may be a day between two of them or before all."""
    before = place - 1 if exact else place if begun else -1
    after = place + 1 if exact or begun else place
    return {
        "earlier": listed[before] if before >= 0 else None,
        "later": listed[after] if after < len(listed) else None,
    }


def _stops(subject: str, newest: str, known: Case) -> list[Stop]:
    now = today()
    text = kept("case-changes", subject, newest, now, "", lambda: written_changes(known, now))
    return stops(known, read_changes(text), now)


# --- the answer to a question -----------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, subject: str) -> HttpResponse:
    """The form of one question; sent to look, what the answer would change; sent to save, an event of the record."""
    newest, known = head_and_case(subject)
    asked = request.POST if request.method == "POST" else request.GET
    back = f"{reverse('case', args=[subject])}?as-of={asked.get('as-of', '')}"
    try:
        found = assess(known, as_of=str(asked.get("as-of", "")) or shown_at(known, today()))
    except InvalidArgument:
        raise Http404 from None
    item = item_of(found, str(asked.get("facts", "")).split())
    slots = slots_of(item, found) if item is not None else None
    if item is None or slots is None:
        return _repeated(request, subject, back)
    form = _form(request, subject, newest, found, slots, question_of(Sheet.of(found, language_of(request)), item))
    form["outcomes"] = outcomes_by_answer(Sheet.of(found, language_of(request)), item)
    if request.method != "POST":
        return _answered(request, form)
    given = Given(
        tuple(str(asked.get(f"answer-{number}", "")) for number in range(len(slots))),
        str(asked.get("when", "")),
        str(asked.get("modality", "")),
        str(asked.get("contrast", "")),
    )
    form["faults"] = {name: say(request, key) for name, key in faults_of(slots, given, language_of(request)).items()}
    if form["faults"]:
        return _answered(request, form)
    events = events_of(subject, found, slots, given, say(request, "server.case.reason"))
    seen = preview(subject, found, events)
    if seen.issues or asked.get("step") != "save":
        return _answered(request, form | _previewed(request, seen))
    return _save(request, subject, events, form, seen)


def _repeated(request: HttpRequest, subject: str, back: str) -> HttpResponse:
    """The question is open no more: this form was sent before, or somebody else answered it."""
    del subject
    messages.info(request, say(request, "server.case.answered-already"))
    return _gone(request, back)


def _save(
    request: HttpRequest, subject: str, events: list[dict[str, Any]], form: dict[str, Any], seen: Preview
) -> HttpResponse:
    try:
        add_events(
            subject,
            events,
            request.user.get_username(),
            token=str(request.POST.get("token", "")) or secrets.token_hex(16),
            expected_head=str(request.POST.get("head", "")),
        )
    except Conflict:
        form["faults"] = {"form": say(request, "server.case.changed-meanwhile")}
        return _answered(request, form | _previewed(request, seen))
    messages.success(request, say(request, "server.case.saved", number=len(seen.changes)))
    path = reverse("case", args=[subject])
    return _gone(request, f"{path}?as-of={seen.after}" if seen.after else f"{path}?as-of={form['as_of']}")


def _form(
    request: HttpRequest, subject: str, newest: str, found: Assessment, slots: tuple[Slot, ...], title: str
) -> dict[str, Any]:
    lang, sent = language_of(request), request.POST
    fields = [
        {
            "name": f"answer-{number}",
            "label": slot.finding.question_zh if lang == "zh" else slot.finding.question_en,
            "segment": Sheet.of(found, lang).segments([slot.segment]) if slot.segment else "",
            "answers": answers_of(slot, lang),
            "given": str(sent.get(f"answer-{number}", "")),
            "completes": Sheet.of(found, lang).event(slot.completes.id) if slot.completes is not None else "",
        }
        for number, slot in enumerate(slots)
    ]
    studies, contrast = FINDINGS["imaging.modality"].choices, FINDINGS["imaging.contrast"]
    return {
        "subject": subject,
        "pseudonym": found.case.id,
        "question": title,
        "fields": fields,
        "facts": " ".join(slot.fact for slot in slots),
        "as_of": as_of(found),
        "when": str(sent.get("when", "")) or usual_time(found, today()),
        "asks_when": any(slot.completes is None for slot in slots),
        "has_dates": found.case.calendar is Calendar.DATES,
        "studies": _words(studies, lang) if any(slot.is_study for slot in slots) else [],
        "modality": str(sent.get("modality", "")),
        "contrast_label": contrast.label_zh if lang == "zh" else contrast.label_en,
        "contrasts": _words(PRESENCES.values(), lang),
        "contrast": str(sent.get("contrast", "")),
        # Of the page that was looked at; after a conflict, of the record as it is shown now.
        "head": newest,
        "token": str(sent.get("token", "")) or secrets.token_hex(16),
    }


def _words(choices: Iterable[Choice], lang: str) -> list[tuple[str, str]]:
    return [(each.id, each.zh if lang == "zh" else each.en) for each in choices]


def _previewed(request: HttpRequest, seen: Preview) -> dict[str, Any]:
    told: dict[str, Any] = {"issues": seen.issues, "previewed": not seen.issues}
    if seen.found is not None and seen.changes:
        sheet = Sheet.of(seen.found, language_of(request))
        table = changes_table(sheet, say(request, "server.case.would-change"), seen.changes)
        told["table"] = mark_safe(tostring(table, encoding="unicode", method="html"))  # noqa: S308 - escaped
    return told


def _answered(request: HttpRequest, form: dict[str, Any]) -> HttpResponse:
    in_place = request.headers.get("HX-Request") == "true"
    return render(request, "cases/answer_part.html" if in_place else "cases/answer.html", form)


def _gone(request: HttpRequest, address: str) -> HttpResponse:
    """To another page, also when a script asked."""
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


# --- both -------------------------------------------------------------------------------------------------------------


def _page(subject: str, name: str, *arguments: str) -> str:
    return _address(name, subject, *arguments)


def _address(name: str, *arguments: str) -> str:
    """The address of a page of another part; "" where that is not installed."""
    try:
        return str(reverse(name, args=arguments))
    except NoReverseMatch:
        return ""
