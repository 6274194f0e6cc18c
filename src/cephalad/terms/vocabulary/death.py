"""Death and its cause."""

from __future__ import annotations

from cephalad.terms.finding import Silence
from cephalad.terms.vocabulary.declare import Section

__all__ = ["DEATH"]

_S = Section("death", ("death",), silence=Silence.LEDGER)

# One finding, two or three lines: the formatter would spread each over eight.
# fmt: off
DEATH = _S.kind("Death", "死亡",
    _S.text("cause", "Cause of death", "死因", "What was the cause of death?", "死亡原因是什么？"),
    _S.presence("from-ivl", "Death from IVL", "死于静脉内平滑肌瘤病",
        "Did she die from intravenous leiomyomatosis?", "是否死于静脉内平滑肌瘤病？"),
)
# fmt: on
