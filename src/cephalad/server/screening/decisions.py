"""What people decided about reports of the list: rows of the chain that hold no id, no text and no patient.

A report is named by a keyed digest of its patient and id: the same report of a later run has the same one, and without
the key of this installation nobody can tell whose it is. The newest decision of an account on a report counts.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.http import HttpRequest

from cephalad.screen.labels import NO, NO_TIER, UNSURE, YES, Label
from cephalad.server.accounts.events import actor_of, record
from cephalad.server.store.chain import read_canonical
from cephalad.server.store.identities import keyed_digest
from cephalad.server.store.models import Payload

__all__ = [
    "DECIDED",
    "DECISIONS",
    "OPENED",
    "REASONS",
    "Decision",
    "decide",
    "deciders",
    "decisions",
    "labels_of",
    "opened_by",
    "report_key",
]

DECIDED = "screening-decided"
OPENED = "screening-opened"
DECISIONS: Mapping[str, str] = {"confirm": YES, "reject": NO, "unsure": UNSURE}
"""What may be decided, with the label that stands for it in a file of labels."""

REASONS = (
    "chart-read",
    "ordinary-fibroid",
    "thrombus",
    "other-tumour",
    "denied",
    "not-now",
    "says-too-little",
    "other",
)
"""Why, in codes: a text would sooner or later hold a name, and the chain forgets nothing."""

_LENGTH_OF_A_KEY = 32


@dataclass(frozen=True, slots=True)
class Decision:
    """What one account decided about one report, and why; the reason may be ""."""

    decision: str
    reason: str


@lru_cache(maxsize=200_000)
def report_key(patient: str | None, name: str) -> str:
    """What stands for a report in addresses and in the chain."""
    return keyed_digest("screening", json.dumps([patient, name]))[:_LENGTH_OF_A_KEY]


def decide(request: HttpRequest, report: str, decided: Decision) -> None:
    """Write the decision of the request's account down, unless it stands already.

    Who decides otherwise than before gives the old reason again only because the form still shows it: it is left out.
    """
    before = decisions().get(report, {}).get(actor_of(request))
    if before == decided:
        return
    is_left = before is not None and before.decision != decided.decision and before.reason == decided.reason
    record(request, DECIDED, report=report, decision=decided.decision, reason="" if is_left else decided.reason)


def decisions() -> dict[str, dict[str, Decision]]:
    """The decisions that count, by report and account."""
    rows = Payload.objects.filter(row__kind=DECIDED).order_by("pk").values_list("row__actor", "content")
    found: dict[str, dict[str, Decision]] = {}
    for actor, content in rows.iterator():
        told = read_canonical(content)
        stated = Decision(str(told["decision"]), str(told.get("reason", "")))
        found.setdefault(str(told["report"]), {})[str(actor)] = stated
    return found


def opened_by(request: HttpRequest) -> frozenset[str]:
    """The reports from which the request's account has opened a case."""
    rows = Payload.objects.filter(row__kind=OPENED, row__actor=actor_of(request)).values_list("content", flat=True)
    return frozenset(str(read_canonical(content)["report"]) for content in rows.iterator())


def deciders(known: Mapping[str, Mapping[str, Decision]]) -> list[str]:
    """The accounts that decided anything, those with most decisions first."""
    counted = Counter(actor for by_actor in known.values() for actor in by_actor)
    return sorted(counted, key=lambda actor: (-counted[actor], actor))


def labels_of(
    reports: Iterable[tuple[str, str, str]],
    known: Mapping[str, Mapping[str, Decision]],
    readers: Sequence[str],
    n_by_tier: Mapping[str, int],
) -> list[Label]:
    """The decided reports as `cephalad screen evaluate` reads them, in the order in which they came.

    Parameters
    ----------
    reports : key, id and tier of each, the tier ``none`` where it has none of its own
    readers : accounts of the first reader, the second, and who settles where they differ; "" for nobody
    n_by_tier : reports of the archive by tier: how many each decided one stands for
    """
    first, second, third = readers
    decided = [each for each in dict.fromkeys(reports) if {first, second} & known.get(each[0], {}).keys()]
    taken = Counter(tier for _, _, tier in decided)

    def said(key: str, actor: str) -> str:
        stated = known[key].get(actor)
        return DECISIONS.get(stated.decision, "") if stated else ""

    labels = []
    for number, (key, name, tier) in enumerate(decided, start=1):
        settled = said(key, third)
        share = taken[tier] / max(n_by_tier.get(tier, 0), taken[tier])
        settled = "" if settled == UNSURE else settled
        labels.append(Label(number, name, said(key, first), said(key, second), settled, tier or NO_TIER, share))
    return labels
