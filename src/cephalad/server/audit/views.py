"""The audit view: for administrators, a page at a time, and as a file."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from cephalad.server.accounts.events import record
from cephalad.server.accounts.policy import administrators_only, asked_again
from cephalad.server.audit.rows import KNOWN_KINDS, Choice, Told, as_csv, chosen, told
from cephalad.server.store.models import ChainRow
from cephalad.server.words import say
from cephalad.terms import sentences

__all__ = ["audit", "export"]

_ROWS_OF_A_PAGE = 100
_LONGEST_FILTER = 200


@require_safe
@administrators_only
def audit(request: HttpRequest) -> HttpResponse:
    """Who did what when, newest first."""
    choice = _choice(request.GET)
    pages = Paginator(chosen(choice), _ROWS_OF_A_PAGE)
    page = pages.get_page(request.GET.get("page", "1")[:6])
    shown = {
        "choice": choice,
        "page": page,
        "rows": [(row, *_words(request, row)) for row in told(page.object_list)],
        "kinds": [(kind, f"server.audit.kind.{kind}") for kind in KNOWN_KINDS],
        "actors": ChainRow.objects.order_by("actor").values_list("actor", flat=True).distinct(),
        "newest": ChainRow.objects.order_by("-sequence").first(),
    }
    return render(request, "audit/audit.html", shown)


@require_POST
@administrators_only
@asked_again
def export(request: HttpRequest) -> StreamingHttpResponse:
    """The chosen rows as CSV; that they were taken is a row itself."""
    choice = _choice(request.POST)
    record(request, "exported", what="audit")
    answer = StreamingHttpResponse(as_csv(chosen(choice)), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="audit.csv"'
    return answer


def _words(request: HttpRequest, row: Told) -> tuple[str, str]:
    """What was done, and its details, in the reader's language; a code that nobody translated stands as it is."""

    def said(group: str, code: str) -> str:
        key = f"server.audit.{group}.{code}"
        return say(request, key) if key in sentences("en") else code

    details = [
        say(request, "server.audit.says", name=said("detail", name), value=_listed(said, value))
        for name, value in row.details
    ]

    def joined(first: str, second: str) -> str:
        return say(request, "server.audit.and", first=first, second=second)

    return said("kind", row.kind), reduce(joined, details) if details else ""


def _listed(said: Callable[[str, str], str], value: str) -> str:
    """The words of a value, which may be several codes."""
    return " + ".join(said("value", code) for code in value.split())


def _choice(asked: dict[str, str]) -> Choice:
    def stated(name: str) -> str:
        return asked.get(name, "").replace("\0", "").strip()[:_LONGEST_FILTER]

    return Choice(stated("case"), stated("actor"), stated("kind"))
