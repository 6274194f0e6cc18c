"""A new case, and the header of one that is there: pseudonym, sex, birth or age, and what else a header says."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cephalad.errors import InvalidArgument, InvalidCase, Issue
from cephalad.record.read_case import HEADER_TEXTS, SEXES
from cephalad.server.accounts.events import actor_of
from cephalad.server.asked import case_or_404
from cephalad.server.entry import drafts
from cephalad.server.entry.duplicates import Alike
from cephalad.server.entry.faults import Fault, by_control, issue_words
from cephalad.server.entry.identity import (
    alike_in_words,
    identity_faults,
    identity_lines,
    identity_of,
    is_another,
    look_alike,
    without_identity,
)
from cephalad.server.entry.lines import Line, line
from cephalad.server.entry.places import case_page
from cephalad.server.entry.written import Fields, one
from cephalad.server.store.append import CASE_CREATED, Appended, head, sent_before, writing
from cephalad.server.store.cases import change_header, create_case, header_of
from cephalad.server.store.faults import Conflict
from cephalad.server.store.identities import Identity, set_identity
from cephalad.server.words import language_of, say
from cephalad.terms import message

__all__ = ["begin_header", "begin_new_case", "header", "new_case"]

_WRITES = ("GET", "HEAD", "POST")
_FIRST = ("case", "sex", "birth")


@require_safe
def begin_new_case(request: HttpRequest) -> HttpResponse:
    """A form of its own for a new case."""
    del request
    return redirect("entry-new-case-form", form=uuid.uuid4())


@require_safe
def begin_header(request: HttpRequest, subject: str) -> HttpResponse:
    """A form of its own for a changed header."""
    del request
    return redirect("entry-header-form", subject=subject, form=uuid.uuid4())


@require_http_methods(_WRITES)
def new_case(request: HttpRequest, form: uuid.UUID) -> HttpResponse:
    """The form of a new case; events are entered afterwards."""
    name, fields, act = str(form), dict(request.POST.lists()), request.POST.get("act", "")
    if request.method != "POST":
        known = drafts.kept(request.user, name, "", "new-case")
        return _page(request, known[0] if known else {}, restored=known[1] if known else None)
    if act == "discard":
        drafts.drop(request.user, name)
        return redirect("home")
    draft = drafts.keep(request.user, name, "", "new-case", without_identity(fields))
    if act != "save":
        return _kept(request, fields, draft)
    faults = tuple(identity_faults(fields, language_of(request)))
    if faults:
        return _page(request, fields, faults=faults, status=422)
    try:
        found = [] if is_another(fields) else _here_already(request, fields, name)
        if found:
            return _page(request, fields, alike=alike_in_words(found, language_of(request)), status=409)
        made = _make(request, fields, name)
    except (InvalidCase, InvalidArgument) as invalid:
        return _page(request, fields, faults=_faults(request, invalid), status=422)
    except Conflict:
        return _page(request, fields, faults=(Fault("", say(request, "server.entry.sent-before")),), status=409)
    drafts.hand_over(request.user, name, made.subject)
    drafts.drop(request.user, name)
    messages.success(request, say(request, "server.entry.case-made"))
    return redirect("entry", subject=made.subject)


def _here_already(request: HttpRequest, fields: Fields, form: str) -> list[Alike]:
    """Other cases that may be this patient; not the one that this very form made when it was sent before."""
    stated = _header(fields)
    made = sent_before(CASE_CREATED, "", stated, actor_of(request), form)
    if made is not None or not stated["case"]:
        return []
    birth = stated.get("birth")
    found = look_alike(
        request, identity_of(fields), pseudonym=stated["case"], birth=birth if isinstance(birth, str) else ""
    )
    # The very same pseudonym is refused by the store, with its own words.
    return [] if any(each.pseudonym == stated["case"] for each in found) else found


def _make(request: HttpRequest, fields: Fields, form: str) -> Appended:
    """The case, and beside it who she is, both or neither."""
    who, actor = identity_of(fields), actor_of(request)
    with writing():
        made = create_case(_header(fields), actor, token=form)
        if who != Identity() and not made.repeated:
            set_identity(made.subject, who, actor)
    return made


@require_http_methods(_WRITES)
def header(request: HttpRequest, subject: str, form: uuid.UUID) -> HttpResponse:
    """The form of a case's header, filled in with the one in force; a change needs a reason."""
    case_or_404(subject)
    name, stated = str(form), header_of(subject)
    if request.method != "POST":
        return _page(request, _fields(stated), subject=subject)
    fields = dict(request.POST.lists())
    reason = one(fields, "h.reason")
    if not reason:
        fault = Fault("h.reason", say(request, "server.entry.fault.reason"))
        return _page(request, fields, faults=(fault,), status=422, subject=subject)
    new: dict[str, Any] = {key: stated[key] for key in ("format", "written_on") if key in stated}
    new |= _header(fields)
    try:
        expected = one(fields, "head") or None
        change_header(subject, new, actor_of(request), reason=reason, token=name, expected_head=expected)
    except (InvalidCase, InvalidArgument) as invalid:
        return _page(request, fields, faults=_faults(request, invalid), status=422, subject=subject)
    except Conflict:
        fault = Fault("", say(request, "server.entry.conflict"))
        return _page(request, fields, faults=(fault,), status=409, subject=subject)
    messages.success(request, say(request, "server.entry.header-changed"))
    return redirect(case_page(subject))


def _header(fields: Fields) -> dict[str, Any]:
    """The header as a case file has it; what was left empty is left out."""
    keys = ("case", "sex", "birth", "written_on", *HEADER_TEXTS)
    stated: dict[str, Any] = {key: text for key in keys if (text := one(fields, f"h.{key}"))}
    stated.setdefault("case", "")
    age, at = one(fields, "h.age"), one(fields, "h.at")
    if age and not stated.get("birth"):
        stated["birth"] = {"age_years": age, "at": at}
    return stated


def _fields(stated: Mapping[str, Any]) -> dict[str, list[str]]:
    fields = {f"h.{key}": [value] for key, value in stated.items() if isinstance(value, str)}
    birth = stated.get("birth")
    if isinstance(birth, Mapping):
        fields |= {"h.age": [str(birth["age_years"])], "h.at": [str(birth["at"])]}
    return fields


def _faults(request: HttpRequest, invalid: InvalidCase | InvalidArgument) -> tuple[Fault, ...]:
    if isinstance(invalid, InvalidArgument):
        return (Fault("", say(request, "server.entry.fault.content")),)
    lang = language_of(request)
    return tuple(Fault(_control(issue), issue_words(issue, lang)) for issue in invalid.issues)


def _control(issue: Issue) -> str:
    named = {"birth.age_years": "h.age", "birth.at": "h.at"}
    if issue.path in named:
        return named[issue.path]
    return f"h.{issue.path}" if issue.path in (*_FIRST, "written_on", *HEADER_TEXTS) else ""


def _kept(request: HttpRequest, fields: Fields, draft: Any) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return render(request, "entry/kept.html", {"saved": draft.saved_at})
    return _page(request, fields, saved=draft.saved_at)


def _page(
    request: HttpRequest,
    fields: Fields,
    *,
    subject: str = "",
    faults: tuple[Fault, ...] = (),
    status: int = 200,
    **told: Any,
) -> HttpResponse:
    lang, wrong = language_of(request), by_control(faults)
    sexes = [("", message("server.entry.not-stated", lang))]
    sexes += [(each, message(f"server.entry.sex.{each}", lang)) for each in SEXES]
    lines = [line(fields, wrong, "h.case", lang), line(fields, wrong, "h.sex", lang, options=sexes)]
    lines.append(line(fields, wrong, "h.birth", lang))
    if subject:
        lines = [line(fields, wrong, "h.reason", lang), *lines, *_age_lines(subject, fields, wrong, lang)]
        told |= {"head": head(subject), "case_page": case_page(subject), "case": case_or_404(subject)}
    else:
        told |= {"waiting": drafts.number_waiting(request.user, str(request.resolver_match.kwargs["form"]))}
        told |= {"identity": identity_lines(fields, wrong, lang), "identity_open": identity_of(fields) != Identity()}
    more = [line(fields, wrong, f"h.{key}", lang) for key in ("written_on", *HEADER_TEXTS)]
    shown = {"lines": lines, "more": more, "more_open": any(each.faults for each in more), "subject": subject}
    return render(request, "entry/header.html", {**shown, "faults": faults, **told}, status=status)


def _age_lines(subject: str, fields: Fields, wrong: Mapping[str, list[str]], lang: str) -> list[Line]:
    events = [("", message("server.entry.not-stated", lang))]
    events += [(event.id, event.id) for event in case_or_404(subject).events]
    return [line(fields, wrong, "h.age", lang), line(fields, wrong, "h.at", lang, options=events)]
