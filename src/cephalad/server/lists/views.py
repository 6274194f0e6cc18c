"""The pages of the lists, and each list as a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from cephalad.guideline.model import RISK_GROUPS
from cephalad.screen.spreadsheet import BYTE_ORDER_MARK, csv_line
from cephalad.server.accounts.events import record
from cephalad.server.accounts.policy import asked_again
from cephalad.server.asked import today as day_of_today
from cephalad.server.lists.kinds import LISTS, Item, items, numbers
from cephalad.server.lists.words import Line, lines
from cephalad.server.lists.work import OpenCase, open_cases
from cephalad.server.words import language_of, say
from cephalad.write.words import rung_words

__all__ = ["export", "tabs", "work_list"]

_ON_A_PAGE = 50
_WITH_WINDOW = ("overdue", "due", "no-contact")
_COLUMNS = ("case", "what", "from", "until", "remarks", "group")


@require_safe
def work_list(request: HttpRequest, name: str) -> HttpResponse:
    """One list, a page at a time; ``?group=`` chooses the group that the plan follows."""
    _check(name)
    today, cases = timezone.localdate(), open_cases(day_of_today()).values()
    group = _group(request.GET.get("group", ""))
    found = _chosen(items(name, cases, today), group)
    page = Paginator(found, _ON_A_PAGE).get_page(str(request.GET.get("page", "1"))[:6])
    told = {
        "name": name,
        "title": say(request, f"server.lists.name.{name}"),
        "meaning": say(request, f"server.lists.meaning.{name}"),
        "tabs": tabs(request, cases),
        "page": page,
        "lines": list(lines(name, page.object_list, today, language_of(request))),
        "group": group,
        "groups": [(each, rung_words("risk-group", each, language_of(request))) for each in RISK_GROUPS],
        "has_window": name in _WITH_WINDOW,
        "has_remarks": name in (*_WITH_WINDOW, "mdt"),
    }
    return render(request, "lists/list.html", told)


@require_POST
@asked_again
def export(request: HttpRequest, name: str) -> StreamingHttpResponse:
    """The whole list as CSV; that it was taken is a row of the chain."""
    _check(name)
    today, lang = timezone.localdate(), language_of(request)
    found = _chosen(items(name, open_cases(day_of_today()).values(), today), _group(request.POST.get("group", "")))
    record(request, "exported", what="list", list=name)
    told = _file(request, lines(name, found, today, lang))
    answer = StreamingHttpResponse(told, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}-{today.isoformat()}.csv"'
    return answer


def tabs(request: HttpRequest, cases: Iterable[OpenCase]) -> list[dict[str, Any]]:
    """Each list with its name and the number of its cases."""
    known = numbers(cases, timezone.localdate())
    return [
        {"name": name, "label": say(request, f"server.lists.name.{name}"), "number": number}
        for name, number in known.items()
    ]


def _file(request: HttpRequest, told: Iterator[Line]) -> Iterator[str]:
    yield BYTE_ORDER_MARK + csv_line(say(request, f"server.lists.column.{each}") for each in _COLUMNS)
    for line in told:
        yield csv_line((line.pseudonym, line.what, line.opens, line.closes, " | ".join(line.notes), line.group))


def _check(name: str) -> None:
    if name not in LISTS:
        raise Http404


def _group(asked: object) -> str:
    return str(asked) if asked in RISK_GROUPS else ""


def _chosen(found: list[Item], group: str) -> list[Item]:
    return [item for item in found if not group or item.case.plan_group == group]
