"""The pages on which events are entered, corrected and withdrawn."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from cephalad.errors import InvalidCase
from cephalad.logic import Calendar
from cephalad.record import Case, Event, standing_events
from cephalad.server.accounts.events import actor_of
from cephalad.server.asked import case_or_404, today
from cephalad.server.entry import drafts
from cephalad.server.entry.faults import Fault, by_control
from cephalad.server.entry.form import event_form
from cephalad.server.entry.lines import event_lines, source_lines
from cephalad.server.entry.places import case_page
from cephalad.server.entry.prefill import fields_of
from cephalad.server.entry.preview import Effect, effect_of
from cephalad.server.entry.sheet import Sheet, with_row, without_row
from cephalad.server.entry.written import Fields, one
from cephalad.server.store.append import head
from cephalad.server.store.cases import add_event, history, with_events
from cephalad.server.store.faults import Conflict, ErasedCase, NoSuchCase
from cephalad.server.words import language_of, say
from cephalad.terms import FINDINGS, KINDS, Kind

__all__ = [
    "begin_correct",
    "begin_enter",
    "begin_withdraw",
    "choose",
    "correct",
    "enter",
    "masses_of",
    "withdraw",
]

_WRITES = ("GET", "HEAD", "POST")
_BOOKABLE = frozenset(choice.id for choice in FINDINGS["booking.study"].choices)


@require_safe
def choose(request: HttpRequest, subject: str) -> HttpResponse:
    """What can be entered for this case, what was begun, and the events that can be corrected."""
    case = case_or_404(subject)
    lang = language_of(request)
    told = {
        "case": case,
        "subject": subject,
        "kinds": [(kind.id, kind_label(kind, lang)) for kind in KINDS.values()],
        "drafts": [(each, draft_label(each.what, lang)) for each in drafts.drafts_of(request.user, subject)],
        "events": [(each, kind_label(KINDS[each.kind], lang)) for each in reversed(standing_events(case))],
        "case_page": case_page(subject),
    }
    return render(request, "entry/choose.html", told)


@require_safe
def begin_enter(request: HttpRequest, subject: str, kind: str) -> HttpResponse:
    """A form of its own: its id stands in the address, so that it is found again and sent once.

    ``?study=`` fills in what is booked.
    """
    address = reverse("entry-event", kwargs={"subject": subject, "kind": kind, "form": uuid.uuid4()})
    study = str(request.GET.get("study", ""))
    return redirect(f"{address}?{urlencode({'study': study})}" if study in _BOOKABLE else address)


@require_safe
def begin_correct(request: HttpRequest, subject: str, event: str) -> HttpResponse:
    """A form of its own for a correction."""
    del request
    return redirect("entry-correct", subject=subject, event=event, form=uuid.uuid4())


@require_safe
def begin_withdraw(request: HttpRequest, subject: str, event: str) -> HttpResponse:
    """A form of its own for a withdrawal."""
    del request
    return redirect("entry-withdraw", subject=subject, event=event, form=uuid.uuid4())


@require_http_methods(_WRITES)
def enter(request: HttpRequest, subject: str, kind: str, form: uuid.UUID) -> HttpResponse:
    """The form of a new event."""
    case = case_or_404(subject)
    if kind not in KINDS:
        raise Http404
    sheet = Sheet(subject, case, KINDS[kind], str(form), language_of(request))
    return _answer(request, sheet)


@require_http_methods(_WRITES)
def correct(request: HttpRequest, subject: str, event: str, form: uuid.UUID) -> HttpResponse:
    """The form of an event that takes the place of another, filled in with what that one says."""
    case = case_or_404(subject)
    original = _event(case, event)
    if request.method != "POST" and not _stands(case, original):
        messages.warning(request, say(request, "server.entry.corrected-already", event=event))
        return redirect("entry", subject=subject)
    sheet = Sheet(subject, case, KINDS[original.kind], str(form), language_of(request), original)
    return _answer(request, replace(sheet, fields=fields_of(original, case)))


@require_http_methods(_WRITES)
def withdraw(request: HttpRequest, subject: str, event: str, form: uuid.UUID) -> HttpResponse:
    """An event that removes another without replacing it, with the reason."""
    case = case_or_404(subject)
    original = _event(case, event)
    reason = str(request.POST.get("e.reason", "")).strip()
    content = {"kind": original.kind, "supersedes": event, "withdrawn": "yes", "reason": reason}
    fault = ""
    if request.method == "POST" and not reason:
        fault = say(request, "server.entry.fault.reason")
    elif request.method == "POST":
        try:
            expected = request.POST.get("head") or None
            add_event(subject, content, actor_of(request), token=str(form), expected_head=expected)
        except Conflict:
            fault = say(request, "server.entry.conflict")
        except InvalidCase:
            fault = say(request, "server.entry.corrected-already", event=event)
        else:
            messages.success(request, say(request, "server.entry.withdrawn", event=event))
            return redirect(case_page(subject))
    elif not _stands(case, original):
        messages.warning(request, say(request, "server.entry.corrected-already", event=event))
        return redirect("entry", subject=subject)
    lang = language_of(request)
    after = with_events(subject, [{**content, "reason": reason or "-"}])
    told = {
        "case": case,
        "subject": subject,
        "event": original,
        "kind": kind_label(KINDS[original.kind], lang),
        "reason": reason,
        "fault": fault,
        "head": head(subject),
        "effect": effect_of(case, after, today=_today(), lang=lang) if isinstance(after, Case) else None,
    }
    return render(request, "entry/withdraw.html", told, status=422 if fault else 200)


# --- one form ---------------------------------------------------------------------------------------------------------


def _answer(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    """The form as it is opened, or what becomes of it when one of its buttons was pressed."""
    what = _what(sheet)
    if request.method != "POST":
        known = drafts.kept(request.user, sheet.form, sheet.subject, what)
        if known is None:
            return _page(request, replace(sheet, fields=_filled_in(request, sheet)))
        sheet = replace(sheet, fields=known[0])
        return _page(request, sheet, effect=_effect(sheet, sheet.check().case), restored=known[1])
    sheet = replace(sheet, fields=dict(request.POST.lists()))
    act, _, stem = one(sheet.fields, "act").partition(":")
    if act == "discard":
        drafts.drop(request.user, sheet.form)
        return redirect("entry", subject=sheet.subject)
    if act == "save":
        return _save(request, sheet)
    if act in ("add", "drop"):
        sheet = replace(sheet, fields=(with_row if act == "add" else without_row)(sheet.fields, stem))
    draft = drafts.keep(request.user, sheet.form, sheet.subject, what, sheet.fields)
    if act == "preview":
        return _preview(request, sheet, draft.saved_at)
    return _page(request, sheet, saved=draft.saved_at if act == "draft" else None)


def _filled_in(request: HttpRequest, sheet: Sheet) -> Fields:
    """What a link to the form states already: the study that is booked, and that it is booked today."""
    study = str(request.GET.get("study", ""))
    if sheet.original is not None or sheet.kind.id != "booking":
        return sheet.fields
    filled = {"f.study.0.a": [study]} if study in _BOOKABLE else {}
    return filled | {"e.effective_on": [today()]} if sheet.case.calendar is Calendar.DATES else filled


def _preview(request: HttpRequest, sheet: Sheet, saved_at: Any) -> HttpResponse:
    checked = sheet.check()
    effect = _effect(sheet, checked.case)
    if not request.headers.get("HX-Request"):
        return _page(request, sheet, checked.faults, effect=effect, previewed=True)
    told = {"effect": effect, "faults": checked.faults, "previewed": True, "saved": saved_at}
    return render(request, "entry/preview.html", told)


def _save(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    actor, name = actor_of(request), ""
    try:
        first = sheet.sent_before(actor)
    except Conflict:
        return _page(request, sheet, (Fault("", say(request, "server.entry.sent-before")),), status=409)
    if first is not None:
        return _saved(request, sheet, sheet.event_id(first))
    checked = sheet.check()
    if checked.faults:
        drafts.keep(request.user, sheet.form, sheet.subject, _what(sheet), sheet.fields)
        return _page(request, sheet, checked.faults, status=422)
    try:
        name = sheet.save(actor, one(sheet.fields, "head"))
    except Conflict:
        drafts.keep(request.user, sheet.form, sheet.subject, _what(sheet), sheet.fields)
        effect = _effect(sheet, checked.case)
        return _page(request, sheet, (Fault("", _who_wrote(request, sheet)),), effect=effect, status=409)
    except InvalidCase as invalid:
        return _page(request, sheet, sheet.faults(invalid.issues, checked.written), status=422)
    except (NoSuchCase, ErasedCase):
        raise Http404 from None
    return _saved(request, sheet, name)


def _saved(request: HttpRequest, sheet: Sheet, name: str) -> HttpResponse:
    drafts.drop(request.user, sheet.form)
    messages.success(request, say(request, "server.entry.saved", event=name))
    stands = any(event.id == name for event in standing_events(case_or_404(sheet.subject)))
    return redirect(case_page(sheet.subject, name if stands else ""))


def _who_wrote(request: HttpRequest, sheet: Sheet) -> str:
    """That somebody wrote to the case since, who and what."""
    rows = history(sheet.subject)
    seen = next((row.sequence for row in rows if row.own_hash == one(sheet.fields, "head")), 0)
    later = [row for row in rows if row.sequence > seen and row.content and "id" in row.content]
    names = ", ".join(f"{row.content['id']} ({row.actor})" for row in later if row.content)
    return say(request, "server.entry.conflict") + (f" {names}" if names else "")


def _effect(sheet: Sheet, after: Case | None) -> Effect | None:
    return None if after is None else effect_of(sheet.case, after, today=_today(), lang=sheet.lang)


def _page(
    request: HttpRequest,
    sheet: Sheet,
    faults: tuple[Fault, ...] = (),
    *,
    status: int = 200,
    effect: Effect | None = None,
    **told: Any,
) -> HttpResponse:
    wrong = by_control(faults)
    shown = {
        "sheet": sheet,
        "case": sheet.case,
        "subject": sheet.subject,
        "kind_label": kind_label(sheet.kind, sheet.lang),
        "original": sheet.original,
        "form": event_form(sheet.kind, sheet.fields, wrong, sheet.lang),
        "lines": event_lines(sheet, wrong),
        "source_lines": source_lines(sheet, wrong),
        "faults": faults,
        "effect": effect,
        "head": head(sheet.subject),
        "events": [event.id for event in sheet.case.events if event.kind == "operation"],
        "masses": masses_of(sheet.case),
        "known": _known(sheet.case),
        "case_page": case_page(sheet.subject),
    }
    return render(request, "entry/event.html", {**shown, **told}, status=status)


def masses_of(case: Case) -> list[str]:
    """Names that masses have in this case, to be used again."""
    said = (each for event in case.events for each in event.observations)
    return list(dict.fromkeys(each.qualifier for each in said if each.finding.startswith("mass.")))


def _known(case: Case) -> dict[str, list[str]]:
    """Times and sources of this case, the newest first: what belongs to one visit has one day and one letter."""
    newest = list(reversed(case.events))
    times = [event.moment.text for event in newest]
    documents = [event.origin.document for event in newest if event.origin is not None]
    return {"times": list(dict.fromkeys(times)), "documents": list(dict.fromkeys(documents))}


def _what(sheet: Sheet) -> str:
    return sheet.kind.id if sheet.original is None else f"correct:{sheet.original.id}"[:100]


def kind_label(kind: Kind, lang: str) -> str:
    """What a kind of event is called."""
    return kind.label_zh if lang == "zh" else kind.label_en


def draft_label(what: str, lang: str) -> str:
    """What a draft is of: a kind of event by its name, an event that is corrected by its id."""
    return kind_label(KINDS[what], lang) if what in KINDS else what.removeprefix("correct:")


def _event(case: Case, name: str) -> Event:
    found = next((event for event in case.events if event.id == name), None)
    if found is None or found.withdrawn:
        raise Http404
    return found


def _stands(case: Case, event: Event) -> bool:
    return event in standing_events(case)


def _today() -> int:
    return int(timezone.localdate().toordinal())
