"""The JSON Schemas (draft 2020-12) of a case file and of an assessment, generated from what the program itself uses.

A schema cannot say everything: that an event names another one of the file, or that a day exists, only `validate`
tells.
"""

from __future__ import annotations

from cephalad.write.schema_assessment import assessment_schema
from cephalad.write.schema_case import case_schema

__all__ = ["assessment_schema", "case_schema"]
