"""Importing a file: first a dry run that lists every problem, then, without one, the cases themselves."""

from __future__ import annotations

import json
import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cephalad.errors import InvalidCase
from cephalad.server.accounts.events import actor_of
from cephalad.server.accounts.policy import accepts_files
from cephalad.server.entry import drafts
from cephalad.server.entry.files import MAX_MEGABYTES, MOST_ROWS, Reading, read_upload, template
from cephalad.server.entry.places import case_page
from cephalad.server.store.append import CASE_CREATED, sent_before, writing
from cephalad.server.store.cases import import_case, pseudonyms
from cephalad.server.store.contents import header_and_events
from cephalad.server.store.faults import Conflict
from cephalad.server.words import language_of, say

__all__ = ["begin_import", "import_file", "import_template"]

_WHAT = "import"
_WRITES = ("GET", "HEAD", "POST")


@require_safe
def begin_import(request: HttpRequest) -> HttpResponse:
    """A form of its own for one file."""
    del request
    return redirect("entry-import-file", form=uuid.uuid4())


@accepts_files(MAX_MEGABYTES + 1)
@require_http_methods(_WRITES)
def import_file(request: HttpRequest, form: uuid.UUID) -> HttpResponse:
    """Choose a file, see what it holds and what is wrong with it, then import it."""
    name = str(form)
    if request.method != "POST":
        return _page(request)
    if request.POST.get("act") == "import":
        return _import(request, name)
    sent = request.FILES.get("file")
    if sent is None:
        return _page(request, fault=say(request, "server.entry.import.none"), status=422)
    if sent.size > MAX_MEGABYTES * 1_000_000:
        return _page(request, fault=say(request, "server.entry.import.too-large", number=MAX_MEGABYTES), status=422)
    # Only its ending matters: the name is shown and never used as a path.
    ending = str(sent.name).rpartition(".")[2].lower()[:5]
    content = sent.read()
    reading = read_upload(f"file.{ending}", content, pseudonyms(), language_of(request))
    if reading.problems:
        drafts.drop(request.user, name)
        return _page(request, reading=reading, file=sent.name, status=422)
    drafts.keep_text(request.user, name, "", _WHAT, json.dumps({"ending": ending, "text": content.decode("utf-8")}))
    return _page(request, reading=reading, file=sent.name)


@require_safe
def import_template(request: HttpRequest) -> HttpResponse:
    """The table to fill in, with an invented patient as example."""
    del request
    answer = HttpResponse(template(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="cephalad-cases.csv"'
    return answer


def _import(request: HttpRequest, name: str) -> HttpResponse:
    """All cases of the file that waits, in one transaction; the same button pressed twice imports once."""
    kept = drafts.kept_text(request.user, name, _WHAT)
    if kept is None:
        return _page(request, fault=say(request, "server.entry.import.gone"), status=409)
    told = json.loads(kept)
    actor, lang = actor_of(request), language_of(request)
    # Pseudonyms are looked at again at writing, where nobody can come in between.
    reading = read_upload(f"file.{told['ending']}", str(told["text"]).encode(), {}, lang)
    try:
        with writing():
            first = sent_before(CASE_CREATED, "", header_and_events(reading.cases[0])[0], actor, f"{name}-0")
            made = [import_case(case, actor, token=f"{name}-{n}") for n, case in enumerate(reading.cases)]
    except (InvalidCase, Conflict):
        again = read_upload(f"file.{told['ending']}", str(told["text"]).encode(), pseudonyms(), lang)
        return _page(request, reading=again, status=409)
    drafts.drop(request.user, name)
    if first is None:
        messages.success(request, say(request, "server.entry.import.done", number=len(made)))
    return redirect(case_page(made[0].subject) if len(made) == 1 else "home")


def _page(
    request: HttpRequest, *, reading: Reading | None = None, fault: str = "", file: str = "", status: int = 200
) -> HttpResponse:
    told = {"reading": reading, "fault": fault, "file": file, "megabytes": MAX_MEGABYTES, "rows": MOST_ROWS}
    told["ready"] = reading is not None and not reading.problems
    return render(request, "entry/import.html", told, status=status)
