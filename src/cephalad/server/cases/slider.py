"""The slider: a range whose stops are the events, with a link for each stop that works without a script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode
from xml.etree.ElementTree import Element, tostring

from cephalad.server.cases.region import said_changes
from cephalad.server.cases.stops import Stop
from cephalad.terms import clean
from cephalad.write.html.document import el
from cephalad.write.html.record import kind_words
from cephalad.write.html.sheet import Sheet

__all__ = ["Mark", "marks", "stop_name", "track"]

_STRIP = 1000
_TALLEST = 10.0
_SHORTEST = 4.0
_MOST = 12
_WIDTH = 4


@dataclass(frozen=True, slots=True)
class Mark:
    """One stop in words.

    Attributes
    ----------
    name : day and event, or today
    said : what changed there
    """

    place: int
    address: str
    name: str
    said: str
    number: int
    is_shown: bool


def marks(sheet: Sheet, stops: Sequence[Stop], place: int, path: str, *, exact: bool) -> list[Mark]:
    """The stops in words.

    Parameters
    ----------
    sheet : of any point of the same case
    exact : whether the page shows this very stop, and not a day after it
    """
    return [
        Mark(
            number,
            f"{path}?{urlencode({'as-of': stop.as_of}, safe=':')}",
            stop_name(sheet, stop),
            said_changes(sheet, stop),
            len(stop.changes),
            exact and number == place,
        )
        for number, stop in enumerate(stops)
    ]


def stop_name(sheet: Sheet, stop: Stop) -> str:
    """Day and event, or today."""
    if stop.event is None:
        return sheet.say("server.case.today", date=stop.as_of)
    event = stop.event
    return " · ".join((sheet.when(event.id), kind_words(event, sheet.lang), clean(event.id)))


def track(stops: Sequence[Stop]) -> str:
    """A strip above the range: a bar at every stop where conclusions changed, the taller the more did."""
    svg = el(
        "svg", [_bar(place, stop, len(stops)) for place, stop in enumerate(stops) if stop.changes],
        viewBox=f"0 0 {_STRIP} {_TALLEST + 2:g}", preserveAspectRatio="none", aria_hidden="true", focusable="false",
        class_="changed-at",
    )  # fmt: skip
    return tostring(svg, encoding="unicode", method="html")


def _bar(place: int, stop: Stop, number: int) -> Element:
    height = _SHORTEST + (_TALLEST - _SHORTEST) * min(1.0, len(stop.changes) / _MOST)
    middle = _STRIP * place / max(1, number - 1)
    return el(
        "rect", x=f"{middle - _WIDTH / 2:.1f}", y=f"{_TALLEST + 2 - height:.1f}", width=f"{_WIDTH}",
        height=f"{height:.1f}",
    )  # fmt: skip
