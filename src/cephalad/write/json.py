"""The assessment as JSON, in the words and the key order of the published schema."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from typing import Any

from cephalad.assess import LadderValue, MissingFact, Reason
from cephalad.assessment import Assessment, DifferentialRow, EndocrineRow, Notice, OptionRow
from cephalad.evidence import Figure, challenges, sources, statements
from cephalad.evidence.diagnostics import diagnostics_for, share
from cephalad.evidence.pooled_model import Pooled
from cephalad.evidence.studied import Studied
from cephalad.evidence.study_model import Diagnostic
from cephalad.facts import Extent
from cephalad.guideline import Guideline
from cephalad.logic import Calendar, Span, format_day
from cephalad.plan import Course, Examination, ProposedChange, RosterEntry, WorkupRow
from cephalad.write.key_words import notice_words
from cephalad.write.studied_words import studied_figure
from cephalad.write.words import question_text

__all__ = ["as_dict", "to_json"]

Json = dict[str, Any]


def to_json(found: Assessment, *, lang: str = "en", indent: int | None = None) -> str:
    """The assessment as JSON text; the same assessment gives the same bytes."""
    separators = (",", ":") if indent is None else (",", ": ")
    content = as_dict(found, lang=lang)
    # It is made new here and holds no cycle that would have to be looked for.
    return json.dumps(content, ensure_ascii=False, indent=indent, separators=separators, check_circular=False)


def as_dict(found: Assessment, *, lang: str = "en") -> Json:
    """The assessment as plain dictionaries, lists and texts."""
    calendar = found.case.calendar
    return {
        "case": found.case.id,
        "as_of": found.as_of,
        "guideline": {"edition": found.guideline.edition, "hash": found.digest},
        "suspicion": {
            "value": found.suspicion_value,
            "not_excluded": list(found.suspicion.not_excluded),
            "reasons": _reasons(found.suspicion.reasons),
            "urgent": [{"code": item.id, "reasons": [_reason(item)]} for item in found.urgent],
        },
        "workup": [_workup(row) for row in found.workup],
        "extent": {
            "ever": _extent(found.ever, found),
            "current": None if found.current is None else _extent(found.current, found),
            "completeness": found.completeness,
            "at_risk": list(found.ever.at_risk),
            "uncovered": list(found.ever.uncovered),
            "stages": {name: _ladder(stage) for name, stage in found.stages.items()},
        },
        "differential": [_differential(row) for row in found.differential],
        "mdt": {
            "convene": found.convene,
            "roster": [_roster(entry) for entry in found.roster],
            "questions": [_question(item, lang, found.guideline) for item in found.missing[:10]]
            if found.roster
            else [],
        },
        "options": [_option(option) for option in found.options],
        "endocrine": {
            "indications": [_indication(item) for item in found.indications],
            "course": None if found.course is None else _course(found.course, calendar),
            "effects": _reasons(found.effects),
        },
        "surveillance": {
            "risk_group": {
                "value": found.surveillance.risk_group,
                "not_excluded": list(found.surveillance.not_excluded),
                "reasons": _reasons(found.surveillance.reasons),
            },
            "plan_group": found.surveillance.plan_group,
            "examinations": [_examination(item, calendar) for item in found.surveillance.examinations],
            "proposed_change": _proposed(found.surveillance.proposed_change),
        },
        "missing": [_missing(item, lang, found.guideline) for item in found.missing],
        "notices": [_notice(notice, lang, found.guideline) for notice in found.notices],
        "sources": _sources(found),
    }


def _reasons(found: Iterable[Reason]) -> list[Json]:
    return [_reason(item) for item in found]


def _reason(item: Reason) -> Json:
    return {
        "id": item.id,
        "verdict": item.verdict,
        "facts": [{"fact": fact.fact, "value": fact.value, "events": list(fact.events)} for fact in item.facts],
        "statements": list(item.statements),
        "sources": list(item.sources),
        "challenged_by": list(item.challenged_by),
    }


def _ladder(value: LadderValue) -> Json:
    return {"value": value.value, "not_excluded": list(value.not_excluded), "reasons": _reasons(value.reasons)}


def _workup(row: WorkupRow) -> Json:
    return {
        "study": row.study,
        "status": row.status,
        "also": list(row.also),
        "asked": list(row.asked),
        "uncovered": list(row.uncovered),
        "events": list(row.events),
        "reasons": _reasons(row.reasons),
        "diagnostics": [_diagnostic(figure) for figure in diagnostics_for(row.study)],
    }


def _diagnostic(figure: Diagnostic) -> Json:
    return {
        "study": figure.study,
        "modality": figure.modality,
        "sign": figure.sign,
        "measure": figure.measure,
        "setting": figure.setting,
        "found": figure.found,
        "of": figure.of,
        "share": share(figure),
    }


def _extent(extent: Extent, found: Assessment) -> Json:
    value, between = extent.continuity()
    return {
        "segments": {name: state.status for name, state in extent.states.items()},
        "front": list(extent.front),
        "routes": list(found.routes if extent is found.ever else extent.routes),
        "downward": found.downward if extent is found.ever else extent.downward,
        "continuity": {"value": value, "between": list(between)},
    }


def _differential(row: DifferentialRow) -> Json:
    return {
        "entity": row.entity,
        "for": _reasons(row.speaks_for),
        "against": _reasons(row.speaks_against),
        "unknown": list(row.unknown),
        "separated_by": list(row.separated_by),
    }


def _roster(entry: RosterEntry) -> Json:
    return {"role": entry.role, "need": entry.need, "reasons": _reasons(entry.reasons)}


def _option(option: OptionRow) -> Json:
    return {
        "option": option.option,
        "eligible": option.eligible,
        "done": option.done,
        "reasons": _reasons(option.reasons),
        "recurrence": [
            *(_figure(figure) for figure in option.figures if "%" in figure.text),
            *(_studied(each) for each in option.studied),
        ],
    }


def _studied(each: Studied) -> Json:
    """What studies found, in per cent; a survival curve has its points in the text alone."""
    main = each.result.main
    found = None if main is None else main.bayes or main.raw
    pooled = found if isinstance(found, Pooled) else None
    return {
        "kind": "pooled" if pooled else "raw-counts",
        "id": each.stratum.id,
        "text": studied_figure(each, "en"),
        "said_of": each.stratum.question,
        "status": "certain" if each.certain else "not-certain",
        "beware": each.stratum.leaves_out,
        "events": found.events if found else None,
        "patients": found.patients if found else None,
        "low": _percent(found.low if found else None),
        "high": _percent(found.high if found else None),
        "predict_low": _percent(pooled.predictive_low if pooled else None),
        "predict_high": _percent(pooled.predictive_high if pooled else None),
        "studies": list(
            dict.fromkeys(
                [*(point.study for point in each.result.curve), *((row.study for row in main.rows) if main else ())]
            )
        ),
    }


def _percent(share: float | None) -> float | None:
    return None if share is None else round(100 * share, 2)


def _figure(figure: Figure) -> Json:
    return {
        "kind": "reported-by-paper",
        "id": figure.id,
        "text": figure.text,
        "said_of": figure.said_of,
        "status": figure.status,
        "beware": figure.beware,
        "events": None,
        "patients": None,
        "low": figure.low,
        "high": figure.high,
        "predict_low": None,
        "predict_high": None,
        "studies": [],
    }


def _indication(item: EndocrineRow) -> Json:
    return {
        "id": item.id,
        "verdict": item.verdict,
        "deciding": list(item.deciding),
        "reasons": _reasons(item.reasons),
    }


def _days(span: Span | None, calendar: Calendar) -> list[str] | None:
    return None if span is None else [format_day(span.earliest, calendar), format_day(span.latest, calendar)]


def _course(course: Course, calendar: Calendar) -> Json:
    return {
        "drug": course.drug,
        "doses": [
            {"event": dose.event, "on": _days(dose.on, calendar), "drug": dose.drug, "amount_mg": dose.amount_mg}
            for dose in course.doses
        ],
        "missed": list(course.missed),
        "next": _days(course.next_on, calendar),
    }


def _examination(item: Examination, calendar: Calendar) -> Json:
    return {
        "study": item.study,
        "opens": _days(item.opens, calendar),
        "closes": _days(item.closes, calendar),
        "status": item.status,
        "also": list(item.also),
        "target_months": item.target_months,
        "late_days": None if item.late_days is None else list(item.late_days),
        "counted_from": item.counted_from,
        "events": list(item.events),
        "reasons": _reasons(item.reasons),
    }


def _proposed(change: ProposedChange | None) -> Json | None:
    if change is None:
        return None
    return {
        "kind": change.kind,
        "from": change.from_group,
        "to": change.to_group,
        "reasons": _reasons(change.reasons),
    }


def _missing(item: MissingFact, lang: str, guideline: Guideline) -> Json:
    return {
        "facts": list(item.facts),
        "question": _question(item, lang, guideline),
        "more_than_two": item.more_than_two,
        "decides": [{"conclusion": decision.conclusion, "if": dict(decision.outcomes)} for decision in item.decides],
    }


def _question(item: MissingFact, lang: str, guideline: Guideline) -> str:
    """The questions that ask for the facts; a segment is named in its question."""
    asked = zip(item.facts, item.questions, strict=True)
    return " ".join(question_text(fact, finding, lang, guideline) for fact, finding in asked)


def _notice(notice: Notice, lang: str, guideline: Guideline) -> Json:
    return {
        "code": notice.code,
        "text": notice_words(notice, lang, guideline),
        "statements": list(notice.statements),
        "events": list(notice.events),
    }


def _sources(found: Assessment) -> Json:
    """Every source, statement and challenge that a reason names, with its place and strength."""
    cited = _citations()
    named = {name for item in found.all_reasons for name in (*item.sources, *item.statements, *item.challenged_by)}
    return {name: dict(cited[name]) for name in sorted(named)}


@cache
def _citations() -> Json:
    """The entry of every source, statement and challenge of the evidence, by its id."""
    known = sources()
    paper = known["zhao-tian-2026"].strength.value
    entries: Json = {
        name: {"citation": source.citation, "place": "", "strength": source.strength.value}
        for name, source in known.items()
    }
    for name, statement in statements().items():
        entries[name] = {"citation": statement.text, "place": statement.place, "strength": paper}
    for name, challenge in challenges().items():
        source = known[challenge.source]
        citation = f"{challenge.text} ({source.citation})"
        entries[name] = {"citation": citation, "place": challenge.source, "strength": source.strength.value}
    return entries
