"""Bookings: a study or measure planned for a day."""

from __future__ import annotations

from cephalad.terms.finding import Silence
from cephalad.terms.vocabulary.declare import Section
from cephalad.terms.vocabulary.studies import STUDIES

__all__ = ["BOOKING"]

_S = Section("booking", ("booking",), silence=Silence.LEDGER)

# One finding, two or three lines: the formatter would spread each over eight.
# fmt: off
BOOKING = _S.kind("Booking", "预约",
    _S.choice("study", "What is booked", "预约项目", "What is booked?", "预约了什么项目？", of=STUDIES),
    _S.date("planned-on", "Planned day", "预约日期",
        "For which day is it planned?", "预约在哪一天？"),
)
# fmt: on
