"""`cephalad evidence pool` and `forest` from outside: what ships, computed anew, with a registry, and as a picture."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.doors.test_command_line import Capture, answer, answer_json

from cephalad.evidence import pooled as shipped
from cephalad.evidence import pooling_strata, studies
from cephalad.evidence.pooled import pooled
from cephalad.evidence.pooled_model import PooledStratum
from cephalad.evidence.strata_model import Stratum
