"""The reasons of one criterion, one conclusion or one notice, as the assessment's JSON prints them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from cephalad.assess import Evaluation, reasons
from cephalad.assessment import Assessment
from cephalad.errors import UnknownName
from cephalad.facts import FactSheet
from cephalad.guideline import Guideline
from cephalad.replay import key_reasons
from cephalad.terms import nearest
from cephalad.write.schema_assessment import EXAMINATIONS

__all__ = ["why_dict"]


def why_dict(found: Assessment, id: str) -> dict[str, Any]:  # noqa: A002  the command's own word
    """``{id, reasons}`` for a criterion, a conclusion such as ``risk-group`` or ``mdt.cardiac-surgery``, or a notice.

    Raises
    ------
    UnknownName : for an id that names none of them; it gives the nearest one
    """
    given = key_reasons(found)
    given |= {name.removeprefix("stage."): behind for name, behind in given.items() if name.startswith("stage.")}
    criteria = dict(_criteria_behind(found.guideline)) | {notice.code: () for notice in found.notices}
    criteria |= {rule.code: (rule.criterion,) for rule in found.guideline.notices}
    criteria |= {name: (name,) for name in found.guideline.criteria}
    if id not in given and id not in criteria:
        closest = nearest(id, (*given, *criteria))
        hint = f"the nearest one is {closest}" if closest else "cephalad guideline show names the criteria"
        raise UnknownName(f"no criterion, conclusion or notice {id[:60]!r}; {hint}")
    if id in given:
        named = given[id]
    else:
        evaluation = Evaluation(found.guideline, FactSheet(found.view, found.guideline.numbers))
        named = tuple(dict.fromkeys(item for name in criteria[id] for item in reasons(evaluation, name)))
    return {"id": id, "reasons": [asdict(item) for item in named]}


def _criteria_behind(guideline: Guideline) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What may be asked for whether or not this assessment concludes it."""
    for ladder in guideline.ladders.values():
        for rung in ladder.rungs:
            yield f"{ladder.id}.{rung.value}", (rung.criterion,)
    for option in guideline.options:
        yield f"options.{option.id}", (option.eligible,)
    yield "mdt", ("ivl.mdt.convene",)
    for role in guideline.roles:
        yield f"mdt.{role.id}", (role.when,)
    for entity in guideline.entities:
        yield f"differential.{entity.id}", (*entity.speaks_for, *entity.speaks_against)
    for study in EXAMINATIONS:
        yield f"surveillance.{study}", ("ivl.surveillance.applies",)
