"""A located tree becomes a case, or the list of everything that is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from contextlib import suppress

from cephalad.errors import Issue
from cephalad.logic import Calendar, Span
from cephalad.record.collector import Collector, line_of
from cephalad.record.model import Birth, Case, Event
from cephalad.record.read_events import EVENT_KEYS, MAX_EVENTS, calendar_of, declared_ids, event_nodes, read_events
from cephalad.record.read_words import read_date, read_name
from cephalad.record.tree import MappingNode, Node, ScalarNode
from cephalad.record.tree_builder import StoppedError

__all__ = ["EVENT_KEYS", "FORMAT", "HEADER_KEYS", "HEADER_TEXTS", "MAX_AGE", "MAX_EVENTS", "SEXES", "read_case"]

FORMAT = "cephalad-case/1"
MAX_AGE = 120
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
_BIRTH_KEYS = ("age_years", "at")
_YEARS = re.compile(r"\d{1,3}", re.ASCII)


def read_case(tree: Node, *, file: str) -> Case | list[Issue]:
    """The case that a tree states; all issues at once when it breaks a rule, at most a thousand of them.

    The guide to the case file has an example of each issue.
    """
    faults = Collector(file)
    case = None
    with suppress(StoppedError):
        root = faults.mapping(tree, "")
        case = None if root is None else _case(root, faults)
    return faults.issues if case is None or faults.issues else case


def _case(root: MappingNode, faults: Collector) -> Case | None:
    faults.unknown_keys(root, "", HEADER_KEYS)
    _check_format(root, faults)
    name = read_name(root, "case", "", faults)
    written_on = _written_on(root, faults)
    sex = _sex(root, faults)
    header = {key: faults.text(root, key, "") for key in HEADER_TEXTS if root.get(key) is not None}
    nodes = event_nodes(root, faults)
    calendar = calendar_of(nodes, faults)
    events = read_events(nodes, calendar=calendar, file_date=written_on or Span(0, 0), faults=faults)
    birth = _birth(root, declared_ids(nodes), calendar, faults)
    _check_born_before(birth, events, root, faults)
    if name is None or written_on is None:
        return None
    return Case(name, sex, birth, calendar, written_on, events, header)


def _check_format(root: MappingNode, faults: Collector) -> None:
    stated = faults.required(root, "format", "")
    if stated not in (FORMAT, None):
        rule, remedy = "must name the format of this file", f"write {FORMAT}"
        faults.add(line_of(root, "format"), "format", rule, stated or "nothing", remedy, "CASE-11")


def _written_on(root: MappingNode, faults: Collector) -> Span | None:
    node = root.get("written_on")
    if node is None:
        remedy = "write written_on: with the file's date"
        faults.add(root.line, "written_on", "must be stated", "nothing", remedy, "TIME-01")
        return None
    return read_date(node, "written_on", faults)


def _sex(root: MappingNode, faults: Collector) -> str:
    sex = faults.word(root, "sex", "") or ""
    if sex and sex not in SEXES:
        rule, remedy = "must be one of the known answers", f"write one of {', '.join(SEXES)}"
        faults.add(line_of(root, "sex"), "sex", rule, sex, remedy, "VALUE-01")
    return sex


# --- birth ------------------------------------------------------------------------------------------------------------


def _birth(root: MappingNode, events: Collection[str], calendar: Calendar, faults: Collector) -> Birth | None:
    node = root.get("birth")
    if node is None:
        return None
    if not isinstance(node, ScalarNode):
        mapping = faults.mapping(node, "birth")
        return None if mapping is None else _stated_age(mapping, events, faults)
    if calendar is Calendar.DAY_NUMBERS and faults.scalar(node, "birth") is not None:
        rule, remedy = "must be an age in a case with day numbers", "write birth: {age_years: 48, at: EVENT}"
        faults.add(node.line, "birth", rule, node.text, remedy, "TIME-07")
    span = read_date(node, "birth", faults) if calendar is Calendar.DATES else None
    return None if span is None else Birth(span=span, text=node.text)


def _check_born_before(birth: Birth | None, events: Sequence[Event], root: MappingNode, faults: Collector) -> None:
    """Nothing happens to a patient before her birth."""
    if birth is None or birth.span is None:
        return
    early = next((event for event in events if event.moment.span.latest < birth.span.earliest), None)
    if early is not None:
        rule, remedy = f"must not lie after the event {early.id}", "correct the birth or the date of the event"
        faults.add(line_of(root, "birth"), "birth", rule, birth.text, remedy, "TIME-08")


def _stated_age(mapping: MappingNode, events: Collection[str], faults: Collector) -> Birth | None:
    faults.unknown_keys(mapping, "birth", _BIRTH_KEYS)
    age = faults.required(mapping, "age_years", "birth")
    if age is not None and not (_YEARS.fullmatch(age) and int(age) <= MAX_AGE):
        line, rule = line_of(mapping, "age_years"), f"must be a whole number of years from 0 to {MAX_AGE}"
        faults.add(line, "birth.age_years", rule, age or "nothing", "write 48, for example", "VALUE-02")
        age = None
    at_event = faults.required(mapping, "at", "birth")
    if at_event is not None and at_event not in events:
        remedy = faults.nearest_or(at_event, events, "name an event of this file")
        line, rule = line_of(mapping, "at"), "must name an event of this file"
        faults.add(line, "birth.at", rule, at_event or "nothing", remedy, "CASE-16")
    return None if age is None or at_event is None else Birth(age_years=int(age), at_event=at_event)
