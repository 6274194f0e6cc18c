"""Who a patient is: the fields beside a new case, and a page of their own; what is typed here is never in a draft."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields as fields_of
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from cephalad.logic import PartialDateError, parse_partial_date
from cephalad.server.accounts.events import actor_of, record
from cephalad.server.accounts.policy import asked_again
from cephalad.server.asked import case_or_404
from cephalad.server.entry.duplicates import Alike, alike
from cephalad.server.entry.faults import Fault, by_control
from cephalad.server.entry.lines import Line
from cephalad.server.entry.places import case_page
from cephalad.server.entry.written import Fields, one
from cephalad.server.store.births import as_birth_date
from cephalad.server.store.cases import header_of
from cephalad.server.store.identities import LONGEST_FIELD, SEARCHED, Identity, set_identity, view_identity
from cephalad.server.words import language_of, say
from cephalad.terms import message, sentences

__all__ = [
    "alike_in_words",
    "identity",
    "identity_faults",
    "identity_lines",
    "identity_of",
    "is_another",
    "look_alike",
    "without_identity",
]

_FIELDS = tuple(each.name for each in fields_of(Identity))
_PREFIX = "i."
_ANOTHER = "another"


# --- fields -----------------------------------------------------------------------------------------------------------


def identity_of(fields: Fields) -> Identity:
    """What the fields state, a birth date as a record writes it; what is too long is cut here and told as a fault."""
    said = {name: one(fields, f"{_PREFIX}{name}").replace("\0", "")[:LONGEST_FIELD] for name in _FIELDS}
    return Identity(**{**said, "birth_date": as_birth_date(said["birth_date"])})


def identity_faults(fields: Fields, lang: str) -> Iterator[Fault]:
    """What is wrong with the fields."""
    for name in _FIELDS:
        if len(one(fields, f"{_PREFIX}{name}")) > LONGEST_FIELD:
            yield Fault(f"{_PREFIX}{name}", message("server.identity.fault-long", lang, number=LONGEST_FIELD))
    birth = identity_of(fields).birth_date
    try:
        if birth:
            parse_partial_date(birth)
    except PartialDateError:
        yield Fault(f"{_PREFIX}birth_date", message("server.identity.fault-birth-date", lang))


def identity_lines(fields: Fields, wrong: Mapping[str, list[str]], lang: str) -> list[Line]:
    """The fields of a form."""
    return [_line(fields, wrong, name, lang) for name in _FIELDS]


def _line(fields: Fields, wrong: Mapping[str, list[str]], name: str, lang: str) -> Line:
    control, key = f"{_PREFIX}{name}", f"server.identity.{name.replace('_', '-')}"
    hint = message(f"{key}-hint", lang) if f"{key}-hint" in sentences("en") else ""
    return Line(control, message(key, lang), hint, one(fields, control), "text", (), tuple(wrong.get(control, ())))


def without_identity(fields: Fields) -> dict[str, list[str]]:
    """The fields without those that say who she is: a draft is not sealed."""
    return {name: list(values) for name, values in fields.items() if not name.startswith(_PREFIX) and name != _ANOTHER}


# --- perhaps here already ---------------------------------------------------------------------------------------------


def is_another(fields: Fields) -> bool:
    """Whether somebody looked at the cases that are alike and says that this is another patient."""
    return one(fields, _ANOTHER) == "yes"


def look_alike(request: HttpRequest, who: Identity, **stated: str) -> list[Alike]:
    """The cases that may be the same patient; that an identity was searched for is a row of the chain.

    Parameters
    ----------
    stated : as `alike` takes it
    """
    found = alike(who, **stated)
    asked = [name.replace("_", "-") for name in SEARCHED if getattr(who, name)]
    if asked:
        record(request, "searched", fields=" ".join(asked), hits=str(len(found)))
    return found


def alike_in_words(found: list[Alike], lang: str) -> list[tuple[str, str, str]]:
    """Address, pseudonym and the agreeing fields of each case."""
    comma = ", " if lang == "en" else "、"
    told = []
    for each in found:
        fields = comma.join(message(f"server.identity.field-{name}", lang) for name in each.fields)
        told.append((case_page(each.subject), each.pseudonym, message("server.identity.agrees", lang, fields=fields)))
    return told


# --- the page ---------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def identity(request: HttpRequest, subject: str) -> HttpResponse:
    """Who this patient is, shown after the account typed its password or a code again, and changed."""
    case_or_404(subject)
    return _change(request, subject) if request.method == "POST" else _look(request, subject)


@asked_again
def _look(request: HttpRequest, subject: str) -> HttpResponse:
    known = view_identity(subject, actor_of(request))
    fields = {f"{_PREFIX}{name}": [getattr(known, name)] for name in _FIELDS}
    return _page(request, subject, fields)


def _change(request: HttpRequest, subject: str) -> HttpResponse:
    """Not asked again: what was typed would have to be kept until the answer, and nothing that is known is shown."""
    fields, lang = dict(request.POST.lists()), language_of(request)
    faults = tuple(identity_faults(fields, lang))
    if faults:
        return _page(request, subject, fields, faults=faults, status=422)
    who = identity_of(fields)
    if not is_another(fields):
        birth = header_of(subject).get("birth")
        found = look_alike(request, who, birth=birth if isinstance(birth, str) else "", besides=subject)
        if found:
            return _page(request, subject, fields, alike=alike_in_words(found, lang), status=409)
    changed = set_identity(subject, who, actor_of(request))
    messages.success(request, say(request, "server.identity.unchanged" if changed is None else "server.identity.saved"))
    return redirect(case_page(subject))


def _page(
    request: HttpRequest,
    subject: str,
    fields: Fields,
    faults: tuple[Fault, ...] = (),
    *,
    status: int = 200,
    **told: Any,
) -> HttpResponse:
    shown = {
        "lines": identity_lines(fields, by_control(faults), language_of(request)),
        "faults": faults,
        "subject": subject,
        "case": case_or_404(subject),
        "case_page": case_page(subject),
    }
    return render(request, "entry/identity.html", {**shown, **told}, status=status)
