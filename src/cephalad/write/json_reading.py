"""A read report as it stands in JSON."""

from __future__ import annotations

from typing import Any

from cephalad.read import Reading
from cephalad.read.proposed import Proposal

__all__ = ["reading_as_dict"]


def reading_as_dict(reading: Reading, proposed: Proposal) -> dict[str, Any]:
    """Findings with their words, other explanations, and the events to be accepted by a person."""
    return {
        "lang": list(reading.lang),
        "modality": reading.modality,
        "version": reading.version,
        "rules_hash": reading.rules_hash,
        "findings": [found.as_json() for found in reading.findings],
        "causes": [
            {
                "cause": cause.cause,
                "status": cause.status,
                "rule": cause.rule,
                "span": list(cause.span),
                "section": cause.section,
            }
            for cause in reading.causes
        ],
        "proposed": {
            "events": list(proposed.events),
            "left_out": [{**left.found.as_json(), "why": left.why} for left in proposed.left_out],
        },
    }
