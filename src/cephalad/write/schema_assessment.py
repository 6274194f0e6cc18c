"""The JSON Schema of an assessment: the structure of `write.json`, with the words of a guideline and of the veins."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cephalad.anatomy import ROUTES, SEGMENTS
from cephalad.assessment import STAGES
from cephalad.evidence.study_model import DIAGNOSTIC_MEASURES
from cephalad.guideline import Guideline, default_guideline
from cephalad.guideline.model import Ladder
from cephalad.write.schema_case import DRAFT

__all__ = ["EXAMINATIONS", "assessment_schema"]

Json = dict[str, Any]

_VERDICTS = ("yes", "no", "unknown")
_SEGMENT_STATES = ("tumour", "clear", "removed", "not-reached", "not-reported", "not-assessed", "conflicting")
_CONTINUITY = ("none", "continuous", "gap", "cannot-tell")
_WORKUP = ("not-indicated", "due", "overdue", "done", "partly-done", "declined", "unknown")
EXAMINATIONS = ("baseline-mri", "surveillance-imaging", "echocardiography", "mri-after-endocrine-therapy")
"""What the plan for surveillance may hold."""

_WINDOWS = ("upcoming", "due", "done", "overdue", "declined", "cannot-tell")
_GROUPS = ("low", "high", "very-high")
_STRENGTHS = (
    "case-report",
    "consensus-second-hand",
    "series",
    "systematic-review",
    "label",
    "reference",
    "design-choice",
)
_TEXT: Json = {"type": "string"}
_WHOLE: Json = {"type": "integer", "minimum": 0}


def assessment_schema(guideline: Guideline | None = None) -> Json:
    """The schema of an assessment under a guideline, the default one when left out.

    Examples
    --------
    >>> assessment_schema()["required"][:3]
    ['case', 'as_of', 'guideline']
    """
    chosen = guideline or default_guideline()
    body = _object(
        case=_TEXT,
        as_of=_ref("point"),
        guideline=_object(edition=_TEXT, hash={"type": "string", "pattern": "^[0-9a-f]{64}$"}),
        suspicion=_suspicion(chosen),
        workup=_list(_workup(chosen)),
        extent=_whole_extent(chosen),
        differential=_list(_differential(chosen)),
        mdt=_mdt(chosen),
        options=_list(_option(chosen)),
        endocrine=_endocrine(chosen),
        surveillance=_surveillance(chosen),
        missing=_list(_ref("missing-fact")),
        notices=_list(_object(code=_TEXT, text=_TEXT, statements=_list(_ref("statement")), events=_list(_TEXT))),
        sources={
            "type": "object",
            "additionalProperties": _object(citation=_TEXT, place=_TEXT, strength=_one_of(_STRENGTHS)),
        },
    )
    return {
        "$schema": DRAFT,
        "$id": f"urn:cephalad:assessment:{chosen.edition.replace('/', ':')}",
        "title": "What the guideline says of one case as of one point",
        "description": f"{chosen.title}. The keys stand in the order given here.",
        **body,
        "$defs": _definitions(chosen),
    }


def _definitions(guideline: Guideline) -> Json:
    return {
        "criterion": _one_of(guideline.criteria),
        "statement": {"type": "string", "pattern": "^S[1-9][0-9]{0,2}$"},
        "segment": _one_of(SEGMENTS),
        "verdict": _one_of(_VERDICTS),
        "point": {"description": "a date, a day number, or just after an event", "type": "string", "minLength": 1},
        "days": {
            "description": "the first and the last day that are possible",
            "type": ["array", "null"],
            "items": {"type": "string", "pattern": "^([0-9]{4}-[0-9]{2}-[0-9]{2}|day -?[0-9]+)$"},
            "minItems": 2,
            "maxItems": 2,
        },
        "reason": _reason(),
        "reasons": _list(_ref("reason")),
        "extent": _extent(),
        "diagnostic": _diagnostic(),
        "figure": _figure(),
        "missing-fact": _object(
            facts=_list(_TEXT) | {"minItems": 1, "maxItems": 5},
            question=_TEXT,
            more_than_two={"type": "boolean"},
            decides=_list(_decision()),
        ),
    }


# --- the words of a schema --------------------------------------------------------------------------------------------


def _object(**properties: Json) -> Json:
    """An object with exactly these keys, all of them required; ``from_`` and the like stand for words of Python."""
    named = {key.removesuffix("_"): value for key, value in properties.items()}
    return {"type": "object", "properties": named, "required": list(named), "additionalProperties": False}


def _list(items: Json) -> Json:
    return {"type": "array", "items": items}


def _one_of(words: Iterable[str]) -> Json:
    return {"enum": list(dict.fromkeys(words))}


def _ref(name: str) -> Json:
    return {"$ref": f"#/$defs/{name}"}


def _or_null(schema: Json) -> Json:
    return {"anyOf": [schema, {"type": "null"}]}


def _ladder(ladder: Ladder, *extra: str) -> Json:
    rungs = [rung.value for rung in ladder.rungs]
    return _object(
        value=_one_of((*extra, ladder.floor, *rungs)), not_excluded=_list(_one_of(rungs)), reasons=_ref("reasons")
    )


# --- the parts --------------------------------------------------------------------------------------------------------


def _reason() -> Json:
    return _object(
        id=_ref("criterion"),
        verdict=_ref("verdict"),
        facts=_list(_object(fact=_TEXT, value=_TEXT, events=_list(_TEXT))),
        statements=_list(_ref("statement")),
        sources=_list(_TEXT) | {"minItems": 1},
        challenged_by=_list(_TEXT),
    )


def _decision() -> Json:
    return _object(conclusion=_TEXT, if_={"type": "object", "additionalProperties": _TEXT})


def _suspicion(guideline: Guideline) -> Json:
    schema = _ladder(guideline.ladders["suspicion"], "excluded")
    urgent = _list(_object(code=_one_of(guideline.urgent), reasons=_ref("reasons")))
    schema["properties"]["urgent"] = urgent
    schema["required"].append("urgent")
    return schema


def _workup(guideline: Guideline) -> Json:
    return _object(
        study=_one_of(row.id for row in guideline.studies),
        status=_one_of(_WORKUP),
        also=_list(_one_of(_WORKUP)),
        asked=_list(_ref("segment")),
        uncovered=_list(_ref("segment")),
        events=_list(_TEXT),
        reasons=_ref("reasons"),
        diagnostics=_list(_ref("diagnostic")),
    )


def _diagnostic() -> Json:
    """How often such a study recognised something, in women who have the disease or as the measure says."""
    return _object(
        study=_TEXT,
        modality=_TEXT,
        sign=_TEXT,
        measure=_one_of(DIAGNOSTIC_MEASURES),
        setting=_TEXT,
        found=_or_null(_WHOLE),
        of=_or_null(_WHOLE),
        share={"type": ["number", "null"], "minimum": 0, "maximum": 1},
    )


def _extent() -> Json:
    segments = {
        "type": "object",
        "propertyNames": _ref("segment"),
        "additionalProperties": _one_of(_SEGMENT_STATES),
        "required": list(SEGMENTS),
    }
    return _object(
        segments=segments,
        front=_list(_ref("segment")),
        routes=_list(_one_of(ROUTES)),
        downward=_ref("verdict"),
        continuity=_object(value=_one_of(_CONTINUITY), between=_list(_ref("segment"))),
    )


def _whole_extent(guideline: Guideline) -> Json:
    return _object(
        ever=_ref("extent"),
        current=_or_null(_ref("extent")),
        completeness=_one_of(("complete", "incomplete", "conflicting", "unknown", "not-operated")),
        at_risk=_list(_ref("segment")),
        uncovered=_list(_ref("segment")),
        stages=_object(**{name: _ladder(guideline.ladders[name]) for name in STAGES}),
    )


def _differential(guideline: Guideline) -> Json:
    studies = (study for entity in guideline.entities for study in entity.separated_by)
    return _object(
        entity=_one_of(entity.id for entity in guideline.entities),
        for_=_ref("reasons"),
        against=_ref("reasons"),
        unknown=_list(_ref("criterion")),
        separated_by=_list(_one_of(studies)),
    )


def _mdt(guideline: Guideline) -> Json:
    entry = _object(
        role=_one_of(role.id for role in guideline.roles),
        need=_one_of(("required", "on-call")),
        reasons=_ref("reasons"),
    )
    return _object(convene=_ref("verdict"), roster=_list(entry), questions=_list(_TEXT))


def _option(guideline: Guideline) -> Json:
    return _object(
        option=_one_of(option.id for option in guideline.options),
        eligible=_ref("verdict"),
        done=_ref("verdict"),
        reasons=_ref("reasons"),
        recurrence=_list(_ref("figure")),
    )


def _figure() -> Json:
    number: Json = {"type": ["number", "null"]}
    count = _or_null(_WHOLE)
    return _object(
        kind=_one_of(("reported-by-paper", "pooled", "raw-counts")),
        id=_TEXT,
        text=_TEXT,
        said_of=_TEXT,
        status=_TEXT,
        beware=_TEXT,
        events=count,
        patients=count,
        low=number,
        high=number,
        predict_low=number,
        predict_high=number,
        studies=_list(_TEXT),
    )


def _endocrine(guideline: Guideline) -> Json:
    indication = _object(
        id=_one_of(item.id for item in guideline.indications),
        verdict=_ref("verdict"),
        deciding=_list(_TEXT),
        reasons=_ref("reasons"),
    )
    amount: Json = {"type": ["number", "null"], "exclusiveMinimum": 0}
    dose = _object(event=_TEXT, on=_ref("days"), drug=_TEXT, amount_mg=amount)
    course = _object(drug=_TEXT, doses=_list(dose), missed=_list(_TEXT), next=_ref("days"))
    return _object(indications=_list(indication), course=_or_null(course), effects=_ref("reasons"))


def _surveillance(guideline: Guideline) -> Json:
    late: Json = {"type": ["array", "null"], "items": _WHOLE, "minItems": 2, "maxItems": 2}
    examination = _object(
        study=_one_of(EXAMINATIONS),
        opens=_ref("days"),
        closes=_ref("days"),
        status=_one_of(_WINDOWS),
        also=_list(_one_of(_WINDOWS)),
        target_months={"type": ["number", "null"]},
        late_days=late,
        counted_from=_TEXT,
        events=_list(_TEXT),
        reasons=_ref("reasons"),
    )
    change = _object(
        kind=_one_of(("stop-option", "downgrade")),
        from_=_one_of(_GROUPS),
        to=_one_of(("", *_GROUPS)),
        reasons=_ref("reasons"),
    )
    return _object(
        risk_group=_ladder(guideline.ladders["risk-group"], "not-applicable", "cannot-tell"),
        plan_group=_one_of(("", *_GROUPS)),
        examinations=_list(examination),
        proposed_change=_or_null(change),
    )
