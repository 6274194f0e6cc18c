"""The search for a patient: by letters of a pseudonym, or by exactly a hospital number, a name or a birth date.

What is searched for comes in the body of a form, never in an address, and stands in no log. The chain says that
somebody searched, in which fields, and how many cases were found.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from cephalad.server.accounts.events import record
from cephalad.server.store.births import as_birth_date, born_on
from cephalad.server.store.cases import pseudonyms
from cephalad.server.store.identities import SEARCHED, find

__all__ = ["found", "search"]

_LONGEST = 200
_MOST_SHOWN = 50


@require_http_methods(["GET", "HEAD", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    """The form, and the cases that were found; who they are is told only on a page of its own."""
    wanted = str(request.POST.get("wanted", "")).replace("\0", "").strip()[:_LONGEST]
    if not wanted:
        return render(request, "lists/search.html", {"wanted": ""})
    names = pseudonyms()
    hits = found(wanted, names)
    fields = " ".join(("pseudonym", *(name.replace("_", "-") for name in SEARCHED)))
    record(request, "searched", fields=fields, hits=str(len(hits)))
    listed = sorted(hits.items(), key=lambda hit: names[hit[0]].casefold())
    told = {
        "wanted": wanted,
        "searched": True,
        "number": len(hits),
        "more": max(0, len(hits) - _MOST_SHOWN),
        "hits": [(subject, names[subject], by) for subject, by in listed[:_MOST_SHOWN]],
    }
    return render(request, "lists/search.html", told)


def found(wanted: str, names: dict[str, str]) -> dict[str, list[str]]:
    """The cases that something searched for fits, each with the fields that it fits.

    Parameters
    ----------
    names : the pseudonym of every case, by its id
    """
    hits: dict[str, list[str]] = {}
    letters = wanted.casefold()
    for subject, name in names.items():
        if letters in name.casefold():
            hits.setdefault(subject, []).append("pseudonym")
    birth = as_birth_date(wanted)
    for field in SEARCHED:
        for subject in find(field, birth if field == "birth_date" else wanted):
            if subject in names:
                hits.setdefault(subject, []).append(field.replace("_", "-"))
    for subject in born_on(birth):
        said = hits.setdefault(subject, [])
        if "birth-date" not in said:
            said.append("birth-date")
    return hits
