"""What the picture of the veins tells of each segment, read off an extent; no line is drawn here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from string import ascii_uppercase
from types import MappingProxyType

from cephalad.anatomy import SEGMENT_SETS, SEGMENTS, Language, label
from cephalad.facts import Extent
from cephalad.terms import clean, listed, listed_apart, message

__all__ = ["STATES", "OpenSet", "Told", "VeinReading", "read_veins"]

STATES = (
    "tumour",
    "tumour-in-one-of-a-set",
    "conflicting",
    "untold",
    "removed",
    "clear",
    "not-reached",
    "not-reported",
    "not-assessed",
)
"""Every state that a segment can be drawn in, the most important first.

``untold`` is a segment that had tumour and of which no operation says what became of it: to call it merely not
reported would hide that it was ever involved.
"""

_SHOWN = frozenset(STATES[:5])


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of one segment.

    Attributes
    ----------
    perhaps : whether ``untold`` rests on a report that leaves open which segment had tumour
    front : ``""``, ``reached``, or ``possible`` where the report does not tell the level
    sets : the letters of the sets it is a member of
    routes : the routes that tumour lies on and that begin here
    """

    id: str
    state: str
    perhaps: bool = False
    front: str = ""
    at_risk: bool = False
    uncovered: bool = False
    sets: tuple[str, ...] = ()
    routes: tuple[str, ...] = ()
    events: tuple[str, ...] = ()

    @property
    def matters(self) -> bool:
        """Whether the segment's name is printed strong, with its state beside it."""
        return self.state in _SHOWN or bool(self.front) or self.at_risk


@dataclass(frozen=True, slots=True)
class OpenSet:
    """Tumour in at least one of several segments, with a letter to name it by."""

    letter: str
    members: tuple[str, ...]
    events: tuple[str, ...]

    def words(self, lang: Language) -> str:
        """The name of the set; where no report can have named it so, its members."""
        for each in SEGMENT_SETS.values():
            if each.members == self.members:
                return label(each.id, lang)
        return listed_apart((label(name, lang) for name in self.members), lang)


@dataclass(frozen=True, slots=True)
class VeinReading:
    """Everything that the picture tells of one extent, in the order of print."""

    segments: Mapping[str, Told]
    sets: tuple[OpenSet, ...]
    routes: tuple[str, ...]
    downward: str
    continuity: tuple[str, tuple[str, ...]]

    def named(self, lang: Language, *, front: bool = False, state: str = "") -> str:
        """The names of the segments of a state, or of those at the front."""
        names = [
            label(name, lang)
            for name, told in self.segments.items()
            if (front and told.front) or (state and told.state == state)
        ]
        return listed_apart(names, lang)

    def notes(self, lang: Language) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
        """What is told of the whole tree and not of one segment: name, text, and the events it rests on."""
        told = [(self._set_name(each, lang), self._set_text(each, lang), each.events) for each in self.sets]
        if self.routes:
            names = listed((message(f"route.{name}", lang) for name in self.routes), lang)
            told.append((message("picture.routes", lang), names, ()))
        if any(each.state == "tumour" for each in self.segments.values()):
            told.append((message("picture.downward", lang), message(f"truth.{self.downward}", lang), ()))
        value, between = self.continuity
        if value == "none" and not self.sets:
            told.append((message("picture.tumour-name", lang), message("picture.none-named", lang), ()))
        elif between or value != "none":
            words = message(f"picture.continuity.{value}", lang)
            names = listed_apart((label(name, lang) for name in between), lang)
            text = message("text.value-of", lang, what=words, value=names) if between else words
            told.append((message("picture.continuity-name", lang), text, ()))
        return tuple(told)

    def _set_name(self, each: OpenSet, lang: Language) -> str:
        return message("picture.set", lang, letter=each.letter)

    def _set_text(self, each: OpenSet, lang: Language) -> str:
        known = any(self.segments[name].state == "tumour" for name in each.members)
        return message("picture.set-further" if known else "picture.set-text", lang, name=each.words(lang))


def read_veins(
    extent: Extent,
    *,
    ever: Extent | None = None,
    routes: tuple[str, ...] | None = None,
    downward: str | None = None,
) -> VeinReading:
    """What the picture tells of an extent.

    Parameters
    ----------
    ever : the extent ever reached, where `extent` is the one after an operation; without it, a segment whose fate is
        not recorded counts as one that only perhaps had tumour
    routes, downward : as the guideline concludes them; left out, as the extent alone tells them
    """
    sets = tuple(OpenSet(_letter(number), names, events) for number, (names, events) in enumerate(extent.open_sets))
    told_routes = extent.routes if routes is None else routes
    segments = {name: _told(extent, name, sets, told_routes, ever or extent) for name in SEGMENTS}
    return VeinReading(MappingProxyType(segments), sets, told_routes, downward or extent.downward, extent.continuity())


def _letter(number: int) -> str:
    return ascii_uppercase[number] if number < len(ascii_uppercase) else str(number + 1)


def _told(extent: Extent, name: str, sets: tuple[OpenSet, ...], routes: tuple[str, ...], ever: Extent) -> Told:
    status = extent.states[name].status
    inside = tuple(each.letter for each in sets if name in each.members)
    state = status
    if inside and status != "tumour":
        state = "tumour-in-one-of-a-set"
    elif name in extent.untold and status == "not-reported":
        state = "untold"
    return Told(
        name,
        state,
        perhaps=state == "untold" and ever.states[name].status != "tumour",
        front=("reached" if status == "tumour" else "possible") if name in extent.front else "",
        at_risk=name in extent.at_risk,
        uncovered=name in extent.uncovered,
        sets=inside,
        routes=tuple(route for route in routes if _begins(route) == name),
        events=tuple(map(clean, extent.states[name].events)),
    )


def _begins(route: str) -> str:
    kind, _, side = route.partition("-")
    return f"{side}-uterine-vein" if kind == "i" else f"{side}-ovarian-vein-pelvic"
