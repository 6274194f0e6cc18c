"""The page on which a report is read, and on which a person chooses what goes into the form of an event."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from xml.etree.ElementTree import tostring

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods

from cephalad.read import MODALITIES, Reading, shipped_reader
from cephalad.read.rules_file import LANGUAGES
from cephalad.record import Case
from cephalad.server.accounts.events import record
from cephalad.server.accounts.policy import accepts_files
from cephalad.server.asked import case_or_404
from cephalad.server.audit.viewing import case_viewed
from cephalad.server.entry.events import masses_of
from cephalad.server.entry.lines import Line, event_lines, line
from cephalad.server.entry.places import case_page
from cephalad.server.entry.sheet import Sheet
from cephalad.server.entry.written import one
from cephalad.server.reading.accepting import accepted_of, begin_in_case, begin_new_case, rules_of
from cephalad.server.reading.rows import finding_lines, usual
from cephalad.server.reading.sent import LARGEST_FILE, LONGEST_REPORT, Sent, text_of_file
from cephalad.server.words import language_of, say
from cephalad.terms import KINDS
from cephalad.write.html.reading_page import marked_report
from cephalad.write.words import choice_words

__all__ = ["read_for_case", "read_for_new_case"]

_WRITES = ("GET", "HEAD", "POST")
_MEGABYTES = 2
_TIMES = ("e.time", "e.effective_on", "e.day", "e.basis")
_NO_STUDY = ("operation", "pathology")


@accepts_files(_MEGABYTES)
@require_http_methods(_WRITES)
def read_for_case(request: HttpRequest, subject: str) -> HttpResponse:
    """A report that adds to a case."""
    return _answer(request, subject, case_or_404(subject))


@accepts_files(_MEGABYTES)
@require_http_methods(_WRITES)
def read_for_new_case(request: HttpRequest) -> HttpResponse:
    """A report with which a case begins."""
    return _answer(request, "", None)


def _answer(request: HttpRequest, subject: str, case: Case | None) -> HttpResponse:
    if case is not None:
        case_viewed(request, subject)
    if request.method != "POST":
        return _page(request, subject, case, Sent.of({}))
    fields, lang = dict(request.POST.lists()), language_of(request)
    file = request.FILES.get("r.file")
    text, fault = text_of_file(file.read(LARGEST_FILE + 1), lang) if file else ("", "")
    sent = Sent.of(fields, text)
    fault = fault or sent.fault(lang)
    if fault:
        return _page(request, subject, case, sent, faults={"r.text": [fault]}, status=422)
    reading = shipped_reader().read(sent.text, lang=sent.lang or None, modality=sent.modality or None)
    if one(fields, "act") == "accept":
        return _accept(request, subject, case, sent, reading)
    record(request, "report-read", subject=subject, rules=rules_of(reading), findings=str(len(reading.findings)))
    return _page(request, subject, case, sent, reading=reading, taken=usual(reading))


def _accept(request: HttpRequest, subject: str, case: Case | None, sent: Sent, reading: Reading) -> HttpResponse:
    """The form of the event, filled in with what was ticked; nothing is written to the record here."""
    if sent.read != sent.digest:
        changed = {"": [say(request, "server.reading.changed")]}
        return _page(request, subject, case, sent, reading=reading, taken=usual(reading), faults=changed, status=409)
    faults = _faults(request, subject, case, sent)
    if faults:
        return _page(request, subject, case, sent, reading=reading, taken=sent.taken, faults=faults, status=422)
    frame = {name: [told] for name in (*_TIMES, "e.document", "e.place") if (told := one(sent.fields, name))}
    if sent.keeps_text:
        frame["e.text"] = [sent.text]
    masses = masses_of(case) if case else ()
    accepted = accepted_of(reading, sent.taken, frame, language_of(request), masses=masses)
    if not accepted:
        nothing = {"": [say(request, "server.reading.none-taken")]}
        return _page(request, subject, case, sent, reading=reading, taken=sent.taken, faults=nothing, status=422)
    record(request, "report-accepted", subject=subject, rules=rules_of(reading), findings=str(len(sent.taken)))
    if case is None:
        return redirect(begin_new_case(request.user, accepted))
    return redirect(begin_in_case(request.user, subject, accepted))


def _faults(request: HttpRequest, subject: str, case: Case | None, sent: Sent) -> dict[str, list[str]]:
    """What must be said before anything is accepted: at least one finding, and when it was."""
    if not sent.taken:
        return {"": [say(request, "server.reading.none-taken")]}
    counts_days = one(sent.fields, "e.time") == "day"
    name = "e.day" if counts_days else "e.effective_on"
    if not one(sent.fields, name):
        return {name: [say(request, "server.reading.fault.no-time")]}
    # A new case is checked by its own forms.
    checked = () if case is None else _sheet(request, subject, case, sent).check().faults
    return {each.control: [each.words] for each in checked if each.control in _TIMES}


# --- the page ---------------------------------------------------------------------------------------------------------


def _page(
    request: HttpRequest,
    subject: str,
    case: Case | None,
    sent: Sent,
    *,
    reading: Reading | None = None,
    taken: Iterable[int] = (),
    faults: Mapping[str, list[str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    lang, wrong = language_of(request), faults or {}
    told: dict[str, Any] = {
        "case": case,
        "subject": subject,
        "case_page": case_page(subject) if subject else "",
        "sent": sent,
        "longest": f"{LONGEST_REPORT:,}",
        "kilobytes": LARGEST_FILE // 1000,
        "modalities": [(each, _modality_words(each, lang)) for each in MODALITIES],
        "languages": [(each, say(request, f"server.reading.language.{each}")) for each in LANGUAGES],
        "times": _time_lines(request, subject, case, sent, wrong),
        "sources": [line(sent.fields, wrong, name, lang) for name in ("e.document", "e.place")],
        "wrong": [words for found in wrong.values() for words in found],
        "text_faults": wrong.get("r.text", []),
    }
    if reading is not None:
        marked = marked_report(reading, sent.text, lang)
        told |= {
            "reading": reading,
            "marked": mark_safe(tostring(marked, encoding="unicode", method="html")),  # noqa: S308 - an element tree
            "lines": list(finding_lines(reading, sent.text, frozenset(taken), lang)),
            "rules": rules_of(reading),
            "shown_modality": _modality_words(reading.modality, lang) if reading.modality else "",
        }
    return render(request, "reading/report.html", told, status=status)


def _modality_words(modality: str, lang: str) -> str:
    if modality not in _NO_STUDY:
        return choice_words("imaging.modality", modality, lang)
    kind = KINDS[modality]
    return kind.label_zh if lang == "zh" else kind.label_en


def _time_lines(
    request: HttpRequest, subject: str, case: Case | None, sent: Sent, wrong: Mapping[str, list[str]]
) -> list[Line]:
    """When it was, as the form of an event asks; a new case asks for a date."""
    if case is None:
        return [line(sent.fields, wrong, "e.effective_on", language_of(request))]
    found = event_lines(_sheet(request, subject, case, sent), wrong)
    return [each for each in found if each.name in _TIMES]


def _sheet(request: HttpRequest, subject: str, case: Case, sent: Sent) -> Sheet:
    return Sheet(subject, case, KINDS["imaging"], "", language_of(request), fields=sent.fields)
