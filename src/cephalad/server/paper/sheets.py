"""The page that offers what can be taken out of a case, and the files themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_safe

from cephalad.assessment import Assessment, assess
from cephalad.errors import InvalidArgument, MissingFont
from cephalad.logic import Calendar
from cephalad.record import Case
from cephalad.server.accounts.events import record
from cephalad.server.asked import as_of, head_and_case, today
from cephalad.server.cases.listing import shown_at
from cephalad.server.failures import failure
from cephalad.server.paper.exports import EXPORTS, Export, Wanted, file_name
from cephalad.server.paper.points import points
from cephalad.server.paper.pressing import Busy
from cephalad.server.words import language_of, say
from cephalad.terms import LANGUAGES
from cephalad.write.html.sheet import Sheet
from cephalad.write.pdf import SHEETS
from cephalad.write.pdf.fonts import INSTALL_CHINESE, INSTALL_OTHERS

__all__ = ["export", "paper"]

_GROUPS = (
    ("sheets", ("mdt", "summary", "care")),
    ("pages", ("page", "replay", "text")),
    ("data", ("calendar", "data", "case-file")),
)
_SECONDS_TO_WAIT = 30


@require_safe
def paper(request: HttpRequest, subject: str) -> HttpResponse:
    """What can be taken out, as of ``?as-of=``, today when left out."""
    _, case = head_and_case(subject)
    found = _assessed(request, case)
    if found is None:
        messages.warning(request, say(request, "server.case.no-such-point"))
        return redirect("case-paper", subject=subject)
    sheet = Sheet.of(found, language_of(request))
    told = {
        "subject": subject,
        "pseudonym": case.id,
        "title": sheet.title,
        "point": as_of(found),
        "points": points(sheet, today()),
        "groups": [(group, list(_offers(request, subject, found, names))) for group, names in _GROUPS],
    }
    return render(request, "paper/paper.html", told)


def _offers(request: HttpRequest, subject: str, found: Assessment, names: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Each kind of file with its words and the way to it in each language."""
    for name in names:
        if _is_for(EXPORTS[name], found.case):
            yield {
                "name": say(request, f"pdf.sheet.{name}" if name in SHEETS else f"server.paper.name.{name}"),
                "text": say(request, f"server.paper.holds.{name}"),
                "ways": list(_ways(request, subject, found, name)),
            }


def _ways(request: HttpRequest, subject: str, found: Assessment, name: str) -> Iterator[tuple[str, str, str]]:
    own = EXPORTS[name]
    asked = {"as-of": as_of(found)} if own.has_point else {}
    for lang in LANGUAGES if own.has_words else ("",):
        query = urlencode({**asked, **({"language": lang} if lang else {})}, safe=":")
        address = reverse("case-export", args=[subject, name])
        kind = own.ending.upper()
        label = say(request, f"server.paper.in-{lang}", kind=kind) if lang else kind
        yield label, f"{address}?{query}" if query else address, lang


@require_GET
def export(request: HttpRequest, subject: str, what: str) -> HttpResponse:
    """One file; that it was taken is a row of the chain before it leaves."""
    newest, case = head_and_case(subject)
    own = EXPORTS.get(what)
    found = _assessed(request, case)
    if own is None or found is None or not _is_for(own, case):
        raise Http404
    wanted = Wanted(found, subject, _language(request), newest)
    try:
        made = own.make(wanted)
    except MissingFont as fault:
        return _without_font(request, subject, found, fault)
    except Busy:
        return _busy(request)
    stated = {"as-of": as_of(found)} if own.has_point else {}
    stated |= {"language": wanted.lang} if own.has_words else {}
    record(request, "exported", subject=subject, what=what, **stated)
    answer = HttpResponse(made, content_type=own.media_type)
    answer["Content-Disposition"] = content_disposition_header(True, file_name(what, wanted))
    return answer


def _language(request: HttpRequest) -> str:
    """The language of the file, which need not be that of the page."""
    asked = request.GET.get("language", "")
    return asked if asked in LANGUAGES else language_of(request)


def _is_for(own: Export, case: Case) -> bool:
    return case.calendar is Calendar.DATES or not own.needs_dates


def _assessed(request: HttpRequest, case: Case) -> Assessment | None:
    """The assessment as of the point that is asked for; None for one that the record has not."""
    asked = str(request.GET.get("as-of", "")).strip()
    try:
        return assess(case, as_of=asked or shown_at(case, today()))
    except InvalidArgument:
        return None


def _without_font(request: HttpRequest, subject: str, found: Assessment, fault: MissingFont) -> HttpResponse:
    """What to type on the host, and the page that needs no font of it."""
    told = {
        "subject": subject,
        "pseudonym": found.case.id,
        "point": as_of(found),
        "signs": [f"U+{ord(sign):04X}" for sign in fault.signs],
        "lines": [INSTALL_CHINESE, *([INSTALL_OTHERS] if fault.signs else [])],
        "ways": list(_ways(request, subject, found, "page")),
    }
    return render(request, "paper/no_font.html", told, status=503)


def _busy(request: HttpRequest) -> HttpResponse:
    answer = failure(request, 503, "press-busy")
    answer["Retry-After"] = str(_SECONDS_TO_WAIT)
    return answer
