"""The pages of a screened archive: the list, a decision, a case made of a report, and the decisions as a file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import wraps
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from cephalad.errors import UnreadableInput
from cephalad.guideline.digest import SHORT_LENGTH
from cephalad.screen.labels import NO_TIER, labels_csv
from cephalad.screen.tiers import READ_THE_CHART, TIER_NAMES
from cephalad.server.accounts.events import actor_of, record
from cephalad.server.accounts.policy import asked_again
from cephalad.server.audit.viewing import looked
from cephalad.server.screening.decisions import (
    DECISIONS,
    OPENED,
    REASONS,
    Decision,
    decide,
    deciders,
    decisions,
    labels_of,
    opened_by,
    report_key,
)
from cephalad.server.screening.opening import open_in_case, open_new_case
from cephalad.server.screening.run import Line, Report, Run, open_run
from cephalad.server.store.cases import subject_of
from cephalad.server.store.faults import NoSuchCase
from cephalad.server.words import say
from cephalad.terms import clean

__all__ = ["VIEWED_SCREENING", "decide_report", "export", "open_report", "screening"]

VIEWED_SCREENING = "viewed-screening"
_ON_A_PAGE = 20
_READERS = ("reader_1", "reader_2", "adjudicated")
_STATES = ("all", "open", "decided")
_KEY = re.compile(r"[0-9a-f]{32}")
_LONGEST_NAME = 200
_UNAVAILABLE = 503


def _of_run(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view, or a page that says why there is no list: the archive is screened anew, or its folder moved."""

    @wraps(view)
    def answer(request: HttpRequest, **named: str) -> HttpResponse:
        try:
            return view(request, **named)
        except UnreadableInput:
            return render(request, "screening/away.html", status=_UNAVAILABLE)

    return answer


@require_safe
@_of_run
def screening(request: HttpRequest) -> HttpResponse:
    """The list, a page at a time; ``?tier=`` chooses tiers, ``?state=`` what this account has decided or not.

    ``?kept=`` names the report that was decided last: it stays in its place, to be looked at or decided otherwise.
    """
    run = _run()
    looked(request, VIEWED_SCREENING)
    tiers, state = _tiers(request), _state(request)
    known = decisions()
    own = {key: by_actor[actor_of(request)] for key, by_actor in known.items() if actor_of(request) in by_actor}
    every = run.lines(tiers)
    lines = _of_state(every, state, own, str(request.GET.get("kept", "")))
    page = Paginator(lines, _ON_A_PAGE).get_page(str(request.GET.get("page", "1"))[:6])
    chosen, actors = "".join(f"&tier={tier}" for tier in tiers), deciders(known)
    told = {
        "run": run,
        "rules_hash": run.rules_hash[:SHORT_LENGTH],
        "n_reports": f"{run.number_of_reports:,}",
        "counts": _counts(request, run),
        "tiers": [(tier, tier in tiers, _tier_words(request, run, tier)) for tier in TIER_NAMES],
        "state": state,
        "states": [(each, say(request, f"server.screening.state.{each}")) for each in _STATES],
        "chosen": chosen,
        "progress": _progress(request, run, every, own),
        "opened": opened_by(request),
        "is_begun": bool(own) and not all(_is_decided(line, own) for line in every),
        "none": say(request, f"server.screening.none.{state if every else 'all'}"),
        "back": f"page={page.number}{chosen}&state={state}",
        "page": page,
        "lines": list(_shown(request, run, page.object_list, own, known)),
        "reasons": [("", "–"), *((each, say(request, f"server.screening.reason.{each}")) for each in REASONS)],
        "decisions": [(each, say(request, f"server.screening.decision.{each}")) for each in DECISIONS],
        "deciders": actors,
        # Those who decided most are likely the two readers; nobody settles unless somebody is named.
        "readers": [
            (name, say(request, f"server.screening.{name.replace('_', '-')}"), usual)
            for name, usual in zip(_READERS, (*(*actors, "", "")[:2], ""), strict=True)
        ],
    }
    return render(request, "screening/list.html", told)


@require_POST
@_of_run
def decide_report(request: HttpRequest, report: str) -> HttpResponse:
    """What this account decides about a report of the list."""
    _, name = _find(_run(), report)
    decided = Decision(str(request.POST.get("decision", "")), str(request.POST.get("reason", "")))
    if decided.decision not in DECISIONS or decided.reason not in ("", *REASONS):
        messages.error(request, say(request, "server.screening.no-decision"))
    else:
        decide(request, report, decided)
        label = say(request, f"server.screening.decision.{decided.decision}")
        messages.success(request, say(request, "server.screening.decided", name=clean(name), decision=label))
    back = _back(request)
    return redirect(f"{back}{f'&kept={report}' if back.endswith('&state=open') else ''}#report-{report}")


@require_POST
@_of_run
def open_report(request: HttpRequest, report: str) -> HttpResponse:
    """What the report says becomes drafts: of a new case, or of the case with a pseudonym that is there."""
    run = _run()
    line, name = _find(run, report)
    found = run.report(line.patient, name)
    if found is None:
        raise Http404
    pseudonym = str(request.POST.get("pseudonym", "")).replace("\0", "").strip()[:_LONGEST_NAME]
    subject = ""
    if pseudonym:
        try:
            subject = subject_of(pseudonym)
        except NoSuchCase:
            messages.error(request, say(request, "server.screening.no-case", name=pseudonym))
            return redirect(f"{_back(request)}#report-{report}")
    record(request, OPENED, subject=subject, report=report)
    return open_in_case(request, subject, found) if subject else open_new_case(request, found)


@require_POST
@asked_again
@_of_run
def export(request: HttpRequest) -> HttpResponse:
    """The decisions of two accounts as the file of labels that `cephalad screen evaluate` reads."""
    run, known = _run(), decisions()
    among = ("", *deciders(known))
    readers = [str(request.POST.get(name, "")) for name in _READERS]
    if any(each not in among for each in readers) or not any(readers[:2]):
        messages.error(request, say(request, "server.screening.no-readers"))
        return redirect("screening")
    record(request, "exported", what="screening-labels")
    labels = labels_of(_all_reports(run), known, readers, run.n_reports)
    answer = HttpResponse(labels_csv(labels, with_text=False), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="labels-{timezone.localdate().isoformat()}.csv"'
    return answer


# --- what is asked for ------------------------------------------------------------------------------------------------


def _run() -> Run:
    """The run that the server was started with.

    Raises
    ------
    Http404 : when it was started with none
    UnreadableInput : when the folder holds no finished run any more
    """
    folder: Path | None = settings.CEPHALAD_CONFIG.screening
    if folder is None:
        raise Http404
    return open_run(folder)


def _tiers(request: HttpRequest) -> tuple[str, ...]:
    asked = request.GET.getlist("tier")
    return tuple(tier for tier in TIER_NAMES if tier in asked) or READ_THE_CHART


def _state(request: HttpRequest) -> str:
    asked = str(request.GET.get("state", ""))
    return asked if asked in _STATES else _STATES[0]


def _back(request: HttpRequest) -> str:
    """The page of the list from which a form came; only numbers and known words are taken over."""
    asked = re.fullmatch(r"page=\d{1,6}(&tier=[A-D]){1,4}&state=[a-z]{1,10}", str(request.POST.get("back", "")))
    return f"{reverse('screening')}?{asked[0]}" if asked else reverse("screening")


def _find(run: Run, report: str) -> tuple[Line, str]:
    """The line and the id of a report.

    Raises
    ------
    Http404 : when the list does not hold it
    """
    if _KEY.fullmatch(report):
        for line in run.lines(TIER_NAMES):
            for name in line.ids:
                if report_key(line.patient, name) == report:
                    return line, name
    raise Http404


def _of_state(lines: list[Line], state: str, own: Mapping[str, Decision], kept: str) -> list[Line]:
    """The lines that this account still has to decide, and the one that it decided last; or those it has decided."""
    if state == "all":
        return lines
    return [
        line
        for line in lines
        if _is_decided(line, own) == (state == "decided")
        or (kept in own and any(report_key(line.patient, name) == kept for name in line.shown))
    ]


def _is_decided(line: Line, own: Mapping[str, Decision]) -> bool:
    return bool(own) and all(report_key(line.patient, name) in own for name in line.to_decide)


# --- what is shown ----------------------------------------------------------------------------------------------------


def _counts(request: HttpRequest, run: Run) -> list[dict[str, str]]:
    women = run.n_women or {}
    return [
        {
            "name": say(request, "worklist.none") if tier == NO_TIER else tier,
            "reports": f"{run.n_reports.get(tier, 0):,}",
            "women": f"{women[tier]:,}" if tier in women else "–",
        }
        for tier in (*TIER_NAMES, NO_TIER)
    ]


def _progress(request: HttpRequest, run: Run, lines: Sequence[Line], own: Mapping[str, Decision]) -> str:
    """How many the chosen tiers hold, and how many of them this account has done."""
    women, decided = sum(line.patient is not None for line in lines), sum(_is_decided(line, own) for line in lines)
    told = {"women": women, "single": len(lines) - women, "decided": decided, "left": len(lines) - decided}
    key = "progress" if run.n_women is not None else "progress-reports"
    return say(request, f"server.screening.{key}", **{name: f"{number:,}" for name, number in told.items()})


def _tier_words(request: HttpRequest, run: Run, tier: str) -> str:
    """What a tier means, and how many it holds."""
    reports, women = f"{run.n_reports.get(tier, 0):,}", f"{(run.n_women or {}).get(tier, 0):,}"
    number = (
        say(request, "server.screening.count-reports", reports=reports)
        if run.n_women is None
        else say(request, "server.screening.count", reports=reports, women=women)
    )
    return f"{say(request, f'worklist.tier-says.{tier}')} · {number}"


def _shown(
    request: HttpRequest,
    run: Run,
    lines: list[Line],
    own: Mapping[str, Decision],
    known: Mapping[str, Mapping[str, Decision]],
) -> Iterator[dict[str, Any]]:
    """The lines with their reports; of others' decisions only that there are some, so that two readers stay blind."""
    found = run.reports(lines)
    for line in lines:
        reports = [
            _told(request, key, found[line.patient, name], own.get(key), len(known.get(key, {})) - (key in own))
            for name in line.shown
            for key in [report_key(line.patient, name)]
        ]
        patient = clean(line.patient) if line.patient else ""
        first = report_key(line.patient, line.first) if line.first else ""
        more = len(line.ids) - len(line.shown)
        yield {"line": line, "patient": patient, "reports": reports, "first": first, "more": more}


def _told(request: HttpRequest, key: str, report: Report, own: Decision | None, n_others: int) -> dict[str, Any]:
    shown = report.shown
    date = clean(shown.date) if shown.date else say(request, "worklist.unknown-date")
    return {
        "key": key,
        "name": say(request, "worklist.report-on", name=clean(shown.id), date=date),
        "shown": shown,
        "sentences": [list(_pieces(each.text, each.marks)) for each in shown.sentences],
        "own": own,
        "said": say(request, f"server.screening.said.{own.decision}") if own else "",
        "others": n_others,
    }


def _pieces(text: str, marks: tuple[tuple[int, int], ...]) -> Iterator[tuple[str, bool]]:
    """The text in pieces, each with whether it is marked."""
    done = 0
    for start, end in marks:
        yield clean(text[done:start]), False
        yield clean(text[start:end]), True
        done = end
    yield clean(text[done:]), False


def _all_reports(run: Run) -> Iterator[tuple[str, str, str]]:
    """Key, id and tier of every report of the list."""
    tiers = run.tier_of_reports()
    for line in run.lines(TIER_NAMES):
        for name in line.ids:
            yield report_key(line.patient, name), name, tiers.get((line.patient, name), NO_TIER)
