"""The points of a case to choose from: after each event, and today."""

from __future__ import annotations

from dataclasses import dataclass

from cephalad.server.asked import as_of
from cephalad.server.cases.slider import stop_name
from cephalad.server.cases.stops import stops
from cephalad.write.html.sheet import Sheet

__all__ = ["Choice", "points"]


@dataclass(frozen=True, slots=True)
class Choice:
    """One point as a list offers it."""

    as_of: str
    name: str
    is_chosen: bool


def points(sheet: Sheet, today: str) -> list[Choice]:
    """The points in the order of time, that of the sheet chosen; where it is a day between two events, it stands first.

    Parameters
    ----------
    today : ``2026-03-01``
    """
    chosen = as_of(sheet.found)
    places = stops(sheet.found.case, {}, today)
    listed = [Choice(stop.as_of, stop_name(sheet, stop), stop.as_of == chosen) for stop in places]
    if any(each.is_chosen for each in listed):
        return listed
    return [Choice(chosen, sheet.say("server.paper.other-day", day=chosen), is_chosen=True), *listed]
