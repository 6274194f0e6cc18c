"""A local variant: a hospital's own numbers for a shipped guideline, each within its range and with its reason.

The file holds numbers and reasons, nothing else: no rule can be added, taken away or reworded. Everything that is wrong
is reported at once, and the result passes the checker like every guideline.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace

from cephalad.errors import Issue, UnknownName
from cephalad.guideline.check import check
from cephalad.guideline.model import Guideline, Parameter
from cephalad.guideline.shipped import DEFAULT, SHIPPED, shipped_guideline
from cephalad.record.collector import Collector, below, line_of
from cephalad.record.read_words import read_date, read_name
from cephalad.record.tree import MappingNode, Node, read_tree
from cephalad.record.tree_builder import StoppedError

__all__ = ["FORMAT", "read_variant"]

FORMAT = "cephalad-variant/1"
MAX_REASON = 2_000
_KEYS = ("format", "variant", "varies", "title", "written_on", "parameters")
_PARAMETER_KEYS = ("value", "reason")
_NUMBER = re.compile(r"(?P<number>\d{1,6}) (?P<unit>\S{1,40})", re.ASCII)


def read_variant(content: bytes, *, file: str) -> Guideline | list[Issue]:
    """The shipped guideline with a local variant's numbers in place, or everything that is wrong with the file.

    Parameters
    ----------
    content : the file's bytes, in the YAML subset or the JSON of case files
    file : its name, for the issues

    Returns
    -------
    the guideline, or a list of issues, never empty: VARIANT-01 format, VARIANT-02 a guideline that is not shipped,
    VARIANT-03 a name that is taken, VARIANT-04 an unknown parameter, VARIANT-05 no whole number with its unit,
    VARIANT-06 outside the range, VARIANT-07 no reason, VARIANT-08 nothing changed; the codes of the case file for
    form, names and dates; those of the checker for numbers that do not go together
    """
    tree = read_tree(content, file=file)
    if isinstance(tree, list):
        return tree
    faults = Collector(file)
    found = None
    with suppress(StoppedError):
        root = faults.mapping(tree, "")
        found = None if root is None else _variant(root, faults)
    if faults.issues or found is None:
        return sorted(faults.issues, key=lambda issue: issue.line)
    line = line_of(root, "parameters") if root else 0
    return [replace(issue, file=file, line=line) for issue in check(found)] or found


def _variant(root: MappingNode, faults: Collector) -> Guideline | None:
    faults.unknown_keys(root, "", _KEYS, otherwise="remove it")
    _format(root, faults)
    name = read_name(root, "variant", "", faults)
    if name is not None and name in SHIPPED:
        rule, remedy = "must not have the name of a shipped guideline", "write a name of your own, such as hebei-2027"
        faults.add(line_of(root, "variant"), "variant", rule, name, remedy, "VARIANT-03")
    written = root.get("written_on")
    if written is not None:
        read_date(written, "written_on", faults)
    title = faults.text(root, "title", "")
    named = _base(root, faults)
    # Without a base the file is refused; its numbers are still read against the default, so that all faults are told.
    base = named or shipped_guideline(DEFAULT)
    changed = _parameters(root, base, faults)
    if named is None or name is None:
        return None
    chapters = tuple(
        replace(chapter, parameters=tuple(changed.get(each.id, each) for each in chapter.parameters))
        for chapter in base.chapters
    )
    return Guideline(name, f"{name} ({base.edition})", title or base.title, chapters, varies=base.id)


def _format(root: MappingNode, faults: Collector) -> None:
    found = faults.required(root, "format", "")
    if found is not None and found != FORMAT:
        rule, remedy = f"must be {FORMAT}", f"write format: {FORMAT}"
        faults.add(line_of(root, "format"), "format", rule, found or "nothing", remedy, "VARIANT-01")


def _base(root: MappingNode, faults: Collector) -> Guideline | None:
    name = faults.required(root, "varies", "")
    if name is None:
        return None
    try:
        return shipped_guideline(name)
    except UnknownName as fault:
        rule = f"must name a shipped guideline: {', '.join(SHIPPED)}"
        remedy = str(fault).rpartition("; ")[2]
        faults.add(line_of(root, "varies"), "varies", rule, name or "nothing", remedy, "VARIANT-02")
        return None


# --- numbers ----------------------------------------------------------------------------------------------------------


def _parameters(root: MappingNode, base: Guideline, faults: Collector) -> Mapping[str, Parameter]:
    """The parameters that the file changes, as they become."""
    node = root.get("parameters")
    stated = None if node is None else faults.mapping(node, "parameters")
    entries = () if stated is None else stated.entries
    if node is None or (stated is not None and not entries):
        remedy = "name at least one parameter; cephalad guideline show lists them"
        line = root.line if node is None else node.line
        faults.add(line, "parameters", "must change at least one number", "nothing", remedy, "VARIANT-08")
    read = [_parameter(key.text, key.line, value, base, faults) for key, value in entries]
    return {each.id: each for each in read if each is not None}


def _parameter(name: str, line: int, node: Node, base: Guideline, faults: Collector) -> Parameter | None:
    path = below("parameters", name)
    known = base.parameters.get(name)
    if known is None:
        remedy = faults.nearest_or(name, base.parameters, "cephalad guideline show lists the parameters")
        faults.add(line, path, f"must be a parameter of {base.id}", name, remedy, "VARIANT-04")
        return None
    stated = faults.mapping(node, path)
    if stated is None:
        return None
    faults.unknown_keys(stated, path, _PARAMETER_KEYS, otherwise="remove it, or put it into the reason")
    value = _value(stated, known, path, faults)
    reason = faults.required(stated, "reason", path)
    if reason is not None and not 0 < len(reason.strip()) <= MAX_REASON:
        rule, remedy = f"must be a reason of 1 to {MAX_REASON} characters", "say why this number holds here"
        faults.add(line_of(stated, "reason"), below(path, "reason"), rule, reason or "nothing", remedy, "VARIANT-07")
    return None if value is None or reason is None else replace(known, value=value, reason=reason)


def _value(stated: MappingNode, known: Parameter, path: str, faults: Collector) -> float | None:
    text = faults.required(stated, "value", path)
    if text is None:
        return None
    place = line_of(stated, "value"), below(path, "value")
    # Windows are counted in whole months and ages in whole years; half a month would be cut silently.
    match = _NUMBER.fullmatch(text)
    if match is None or match["unit"] != known.unit:
        rule = f"must be a whole number of {known.unit}"
        faults.add(
            *place, rule, text or "nothing", f"write {known.value:g} {known.unit}, with your number", "VARIANT-05"
        )
        return None
    value = float(match["number"])
    if not known.low <= value <= known.high:
        rule = f"must lie between {known.low:g} and {known.high:g} {known.unit}"
        faults.add(*place, rule, text, "choose a value within the range", "VARIANT-06")
    elif value == known.value:
        rule = "must differ from the guideline's own number"
        faults.add(*place, rule, text, "leave the parameter out", "VARIANT-08")
    return value
