"""A located tree becomes a case, or the list of everything that is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cephalad.errors import Issue
from cephalad.logic import Basis, Calendar, PartialDateError, Span, parse_partial_date
from cephalad.record.collector import Collector
from cephalad.record.model import Birth, Case, Event, Moment, Origin
from cephalad.record.read_findings import read_body
from cephalad.record.tree import MappingNode, Node, ScalarNode, SequenceNode
from cephalad.terms import KINDS, nearest

__all__ = ["EVENT_KEYS", "FORMAT", "HEADER_KEYS", "MAX_EVENTS", "SEXES", "read_case"]

FORMAT = "cephalad-case/1"
MAX_EVENTS = 100_000
MAX_DAY = 100_000
SEXES = ("female", "male", "other")
HEADER_TEXTS = (
    "title",
    "citation",
    "doi",
    "country",
    "centre",
    "reading_level",
    "note",
    "synthetic",
    # European common data elements for rare-disease registration that are not worked out from the events
    "patient_status",
    "first_contact_with_centre",
    "age_at_onset",
    "age_at_diagnosis",
    "diagnosis_code",
    "genetic_diagnosis",
    "undiagnosed_case",
    "agreement_to_be_contacted",
    "consent_to_reuse_of_data",
    "biological_sample",
    "biobank_link",
    "disability_classification",
)
HEADER_KEYS = ("format", "case", "written_on", "sex", "birth", *HEADER_TEXTS, "events")
EVENT_KEYS = (
    "id",
    "kind",
    "effective_on",
    "day",
    "basis",
    "sequence",
    "recorded_at",
    "author",
    "source",
    "supersedes",
    "reason",
    "withdrawn",
    "note",
    "text",
)
_NAME = re.compile(r"[\w][\w.-]{0,79}")
_DAY = re.compile(r"-?\d{1,6}", re.ASCII)


def read_case(tree: Node, *, file: str) -> Case | list[Issue]:
    """The case that a tree states; all issues at once when it breaks a rule.

    Examples
    --------
    The guide to the case file has them, one for each rule.
    """
    faults = Collector(file)
    root = faults.mapping(tree, "")
    case = _case(root, faults) if root is not None else None
    return case if case is not None and not faults.issues else faults.issues


def _case(root: MappingNode, faults: Collector) -> Case | None:
    for key, _ in root.entries:
        if key.text not in HEADER_KEYS:
            faults.unknown_key(key, "", HEADER_KEYS)
    _check_format(root, faults)
    name = _required_name(root, "case", "", faults)
    written_on = _required_date(root, "written_on", faults)
    sex = faults.text(root.get("sex"), "sex")
    if sex and sex not in SEXES:
        line = _line(root.get("sex"), root)
        faults.add(line, "sex", "must be one of the known answers", sex, f"write one of {', '.join(SEXES)}", "VALUE-01")
    header = {key: faults.text(root.get(key), key) for key in HEADER_TEXTS if root.get(key) is not None}
    nodes = _event_nodes(root, faults)
    calendar = _calendar(nodes, faults)
    events = _events(nodes, calendar, written_on or Span(0, 0), faults)
    birth = _birth(root, events, calendar, faults)
    if name is None or written_on is None:
        return None
    return Case(name, sex, birth, calendar, written_on, events, header)


def _check_format(root: MappingNode, faults: Collector) -> None:
    node = root.get("format")
    stated = faults.text(node, "format")
    if stated != FORMAT:
        faults.add(_line(node, root), "format", "must name the format of this file", stated or "nothing", f"write {FORMAT}", "CASE-11")


def _line(node: Node | None, parent: Node) -> int:
    return parent.line if node is None else node.line


def _required_name(parent: MappingNode, key: str, path: str, faults: Collector) -> str | None:
    node = parent.get(key)
    name = faults.text(node, f"{path}{key}")
    if _NAME.fullmatch(name):
        return name
    faults.add(
        _line(node, parent),
        f"{path}{key}",
        "must be a name of letters, digits, hyphens and dots, 1 to 80 characters",
        name or "nothing",
        "write a name such as ct-pelvis",
        "CASE-05",
    )
    return None


def _required_date(parent: MappingNode, key: str, faults: Collector) -> Span | None:
    node = parent.get(key)
    if node is None:
        faults.add(parent.line, key, "must be stated", "nothing", f"write {key}: with the file's date", "TIME-01")
        return None
    return _date(node, key, faults)


def _date(node: Node, path: str, faults: Collector) -> Span | None:
    text = faults.text(node, path)
    try:
        return parse_partial_date(text)
    except PartialDateError:
        remedy = "write 2025-12-01, 2025-12 or 2025"
        faults.add(node.line, path, "must be a calendar date, month or year", text, remedy, "TIME-02")
        return None


# --- events -----------------------------------------------------------------------------------------------------------


def _event_nodes(root: MappingNode, faults: Collector) -> list[tuple[int, MappingNode]]:
    node = root.get("events")
    if node is None:
        return []
    if not isinstance(node, SequenceNode):
        if not (isinstance(node, ScalarNode) and node.text in ("", "[]")):
            faults.add(node.line, "events", "must be a list of events", "something else", "write - id: … lines", "CASE-04")
        return []
    if len(node.items) > MAX_EVENTS:
        faults.add(
            node.line, "events", f"must hold at most {MAX_EVENTS} events", str(len(node.items)), "split the file", "CASE-12"
        )
        return []
    mappings = [(index, faults.mapping(item, f"events[{index}]")) for index, item in enumerate(node.items)]
    return [(index, mapping) for index, mapping in mappings if mapping is not None]


def _calendar(nodes: list[tuple[int, MappingNode]], faults: Collector) -> Calendar:
    dated = [(index, node) for index, node in nodes if node.get("effective_on") is not None]
    numbered = [(index, node) for index, node in nodes if node.get("day") is not None]
    if dated and numbered:
        index, node = numbered[0]
        faults.add(
            _line(node.get("day"), node),
            f"events[{index}].day",
            "a case uses dates or day numbers, not both",
            f"{len(dated)} dates and {len(numbered)} day numbers",
            "write all times as effective_on or all as day",
            "TIME-03",
        )
    return Calendar.DAY_NUMBERS if numbered and not dated else Calendar.DATES


def _events(
    nodes: list[tuple[int, MappingNode]], calendar: Calendar, written_on: Span, faults: Collector
) -> tuple[Event, ...]:
    read: dict[str, Event] = {}
    places: dict[str, tuple[int, MappingNode]] = {}
    for index, node in nodes:
        event = _event(index, node, calendar, written_on, read, faults)
        if event is None:
            continue
        if event.id in read:
            line = _line(node.get("id"), node)
            faults.add(line, f"events[{index}].id", "must be unique", event.id, "give each event its own id", "CASE-13")
            continue
        read[event.id] = event
        places[event.id] = (index, node)
    _check_corrections(read, places, faults)
    return tuple(read.values())


def _event(
    index: int,
    node: MappingNode,
    calendar: Calendar,
    written_on: Span,
    earlier: dict[str, Event],
    faults: Collector,
) -> Event | None:
    path = f"events[{index}]"
    name = _required_name(node, "id", f"{path}.", faults)
    kind_node = node.get("kind")
    kind = faults.text(kind_node, f"{path}.kind")
    if kind not in KINDS:
        closest = nearest(kind, KINDS)
        remedy = f"write {closest}" if closest else f"write one of {', '.join(KINDS)}"
        faults.add(_line(kind_node, node), f"{path}.kind", "must be a known kind of event", kind or "nothing", remedy, "CASE-14")
    supersedes = faults.text(node.get("supersedes"), f"{path}.supersedes")
    original = earlier.get(supersedes)
    withdrawn = _flag(node, "withdrawn", path, faults)
    moment = _moment(node, calendar, path, original, faults)
    recorded_at = written_on
    if (stated := node.get("recorded_at")) is not None:
        recorded_at = _date(stated, f"{path}.recorded_at", faults) or written_on
    body = [(key, value) for key, value in node.entries if key.text not in EVENT_KEYS]
    observations = read_body(body, KINDS[kind], path, faults) if kind in KINDS else ()
    if withdrawn and (body or not supersedes):
        faults.add(
            node.line,
            f"{path}.withdrawn",
            "a withdrawal names the event it supersedes and holds no findings",
            "findings" if body else "no supersedes",
            "write supersedes and reason only",
            "CASE-15",
        )
    if name is None or moment is None or kind not in KINDS:
        return None
    sequence = original.sequence if original is not None else index
    return Event(
        id=name,
        kind=kind,
        moment=moment,
        sequence=_sequence(node, path, faults, default=sequence),
        recorded_at=recorded_at,
        observations=observations,
        author=faults.text(node.get("author"), f"{path}.author"),
        origin=_origin(node, path, faults),
        supersedes=supersedes,
        reason=faults.text(node.get("reason"), f"{path}.reason"),
        withdrawn=withdrawn,
        note=faults.text(node.get("note"), f"{path}.note"),
        text=faults.text(node.get("text"), f"{path}.text"),
    )


def _flag(node: MappingNode, key: str, path: str, faults: Collector) -> bool:
    stated = faults.text(node.get(key), f"{path}.{key}")
    if stated not in ("", "yes", "no"):
        faults.add(_line(node.get(key), node), f"{path}.{key}", "must be yes or no", stated, "write yes or no", "VALUE-01")
    return stated == "yes"


def _sequence(node: MappingNode, path: str, faults: Collector, *, default: int) -> int:
    stated = node.get("sequence")
    if stated is None:
        return default
    text = faults.text(stated, f"{path}.sequence")
    if not _DAY.fullmatch(text):
        faults.add(stated.line, f"{path}.sequence", "must be a whole number", text, "write 3, for example", "VALUE-02")
        return default
    return int(text)


def _moment(
    node: MappingNode, calendar: Calendar, path: str, original: Event | None, faults: Collector
) -> Moment | None:
    if (stated := node.get("effective_on")) is not None:
        if node.get("basis") is not None:
            faults.add(node.line, f"{path}.basis", "belongs to a day number", "a date", "remove basis", "TIME-04")
        span = _date(stated, f"{path}.effective_on", faults)
        return None if span is None else Moment(span, Basis.STATED, faults.text(stated, path))
    if (stated := node.get("day")) is not None:
        return _numbered(node, stated, path, faults)
    if original is not None:
        return original.moment
    key = "day" if calendar is Calendar.DAY_NUMBERS else "effective_on"
    faults.add(node.line, f"{path}.{key}", "must be stated", "nothing", f"write {key}: with the time of the event", "TIME-01")
    return None


def _numbered(node: MappingNode, stated: Node, path: str, faults: Collector) -> Moment | None:
    text = faults.text(stated, f"{path}.day")
    words = {basis.value: basis for basis in Basis}
    basis = faults.text(node.get("basis"), f"{path}.basis") or Basis.STATED.value
    if basis not in words:
        faults.add(
            _line(node.get("basis"), node), f"{path}.basis", "must be a known basis", basis, f"write one of {', '.join(words)}", "TIME-05"
        )
    if not _DAY.fullmatch(text) or abs(int(text)) > MAX_DAY or basis not in words:
        if not _DAY.fullmatch(text) or abs(int(text)) > MAX_DAY:
            faults.add(
                stated.line, f"{path}.day", f"must be a whole number of days from -{MAX_DAY} to {MAX_DAY}", text, "write 7, for example", "TIME-06"
            )
        return None
    return Moment(Span(int(text), int(text)), words[basis], text)


def _origin(node: MappingNode, path: str, faults: Collector) -> Origin | None:
    stated = node.get("source")
    if stated is None:
        return None
    if isinstance(stated, ScalarNode):
        return Origin(faults.text(stated, f"{path}.source"))
    mapping = faults.mapping(stated, f"{path}.source")
    if mapping is None:
        return None
    for key, _ in mapping.entries:
        if key.text not in ("document", "place"):
            faults.unknown_key(key, f"{path}.source.", ("document", "place"))
    document = faults.text(mapping.get("document"), f"{path}.source.document")
    return Origin(document, faults.text(mapping.get("place"), f"{path}.source.place"))


def _check_corrections(
    events: dict[str, Event], places: dict[str, tuple[int, MappingNode]], faults: Collector
) -> None:
    """A correction names one earlier event that nothing else corrects."""
    superseded: dict[str, str] = {}
    for event, (index, node) in _corrections(events, places):
        path, line = f"events[{index}].supersedes", _line(node.get("supersedes"), node)
        if event.supersedes == event.id or event.supersedes not in events:
            closest = nearest(event.supersedes, [name for name in events if name != event.id])
            remedy = f"write {closest}" if closest else "name an event of this file"
            faults.add(line, path, "must name another event of this file", event.supersedes, remedy, "CASE-16")
        elif places[event.supersedes][0] > index:
            faults.add(line, path, "must stand after the event it supersedes", event.supersedes, "move it down", "CASE-17")
        elif event.supersedes in superseded:
            other = superseded[event.supersedes]
            faults.add(line, path, "an event is corrected once", event.supersedes, f"supersede {other} instead", "CASE-18")
        else:
            superseded[event.supersedes] = event.id


def _corrections(
    events: dict[str, Event], places: dict[str, tuple[int, MappingNode]]
) -> Iterator[tuple[Event, tuple[int, MappingNode]]]:
    return ((event, places[event.id]) for event in events.values() if event.supersedes)


# --- birth ------------------------------------------------------------------------------------------------------------


def _birth(root: MappingNode, events: tuple[Event, ...], calendar: Calendar, faults: Collector) -> Birth | None:
    node = root.get("birth")
    if node is None:
        return None
    if isinstance(node, ScalarNode):
        if calendar is Calendar.DAY_NUMBERS:
            faults.add(
                node.line, "birth", "a case with day numbers states an age", node.text, "write birth: {age_years: 48, at: EVENT}", "TIME-07"
            )
            return None
        span = _date(node, "birth", faults)
        return None if span is None else Birth(span=span, text=node.text)
    mapping = faults.mapping(node, "birth")
    return None if mapping is None else _stated_age(mapping, events, faults)


def _stated_age(mapping: MappingNode, events: tuple[Event, ...], faults: Collector) -> Birth | None:
    for key, _ in mapping.entries:
        if key.text not in ("age_years", "at"):
            faults.unknown_key(key, "birth.", ("age_years", "at"))
    age = faults.text(mapping.get("age_years"), "birth.age_years")
    at_event = faults.text(mapping.get("at"), "birth.at")
    if not age.isascii() or not age.isdecimal() or not 0 <= int(age[:4]) <= 120:
        line = _line(mapping.get("age_years"), mapping)
        faults.add(line, "birth.age_years", "must be a whole number of years from 0 to 120", age or "nothing", "write 48, for example", "VALUE-02")
        return None
    if at_event not in {event.id for event in events}:
        closest = nearest(at_event, [event.id for event in events])
        remedy = f"write {closest}" if closest else "name an event of this file"
        faults.add(_line(mapping.get("at"), mapping), "birth.at", "must name an event of this file", at_event or "nothing", remedy, "CASE-16")
        return None
    return Birth(age_years=int(age), at_event=at_event)


