"""The rules of a language as data: one TOML file each, read and checked whole before anything is matched with it.

A rule has an ``id`` that begins with the language, its ``words``, and texts that it must find and must not::

    [[content]]
    id = "en.content.thrombus"
    value = "thrombus"
    words = ["thrombus", "thrombi", "clot"]
    hits = ["Acute [thrombus] in the IVC.", "[Thrombi] and a [clot] in the left iliac vein."]
    near = ["Thrombocytopenia and a fibroid.", "The IVC shows thrombophlebitis."]

In ``hits`` the brackets stand around exactly the words that this rule must mark, all of them; in ``near`` it must mark
none. Every word needs a place in ``hits``: a test takes away each word in turn and wants to see one of them change.
Words are written in lower case and simplified characters; hyphens are blanks, a plural in -s is found by itself.
The kinds of rules and their keys are in `KINDS`.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from cephalad.anatomy import SEGMENT_SETS, SEGMENTS
from cephalad.errors import InvalidArgument, Issue
from cephalad.read.findings import SECTIONS, STATUSES
from cephalad.read.text import plain
from cephalad.terms import FINDINGS

__all__ = ["KINDS", "LANGUAGES", "Rule", "Rules", "read_rules", "shipped_rules"]

LANGUAGES = ("en", "zh")

KINDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "content": ("value",),  # what a vein holds: an answer to vein.content
        "place": ("segments",),  # one segment, or those of left, right and no side named
        "side": ("value",),  # left, right, both
        "head": (),  # a word for a mass; with a value it names what the mass is read as
        "reading": ("value",),  # a disease by name, an answer to mass.reading
        "site": ("value",),  # where a mass lies, an answer to mass.location
        "attribute": (),  # yes to a finding of a mass (finding) or of a vein (vein), or to both
        "presence": ("finding", "value"),  # any other finding
        "marker": ("finding",),  # a stain of pathology; its sign stands beside it
        "procedure": ("value",),  # an answer to operation.procedures, and what it is in a history
        "outcome": ("value",),  # an answer to vein.outcome: what became of what a vein held
        "cause": ("value",),  # another explanation, for screening
        "extension": (),  # the mass or content goes on into the veins named beside this word
        "beside": (),  # the mass only touches the veins named after this word
        "landmark": ("direction",),  # a vein named as a level, not as holding anything
        "inside": (),  # into the vein that the sentence before named
        "organ": (),  # what else may own a size or an attribute
        "calibre": (),  # a size beside it is that of a vein
        "modality": ("value",),  # what kind of report it is
        "section": ("value",),  # a heading
        "cue": ("status", "direction"),  # decides the status of what stands in its reach
        "end": (),  # ends the reach of every cue
    }
)
"""The kinds of rules with the keys that each needs; the tables of the file are named so."""

_TEXTS = ("value", "status", "direction", "finding", "vein", "also", "history", "pathology")
_FLAGS = ("weak", "early", "capitals", "near_only")
_DIRECTIONS = ("forward", "backward", "both", "either")
_PSEUDO = "none"
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: words of one meaning.

    Attributes
    ----------
    value : the answer, side, section or disease that the words stand for; of a Chinese cue that looks back, ``far``
        lets it look over clauses that name nothing; of a cue, ``done`` is said only of what can be done, ``year``
        counts only before a year gone by, ``if`` goes on over the main clause, ``flow`` over its *due to*, ``list`` is
        given for what stands before its colon, ``next`` is said of the word behind it at once, ``box`` only in a text
        with a ticked one, ``operated`` of what stands before only with an operation behind, ``with`` not of a mass
        that what is denied only describes, ``nature`` not of what is there whatever it is
    also : what the word says besides, as ``finding=answer``; of a place, what thrombus in it is
    history : what it says when it is past, as ``finding=answer``
    pathology : the answer to pathology.diagnosis in a report of pathology
    finding, vein : of an attribute, what it says of a mass and of what a vein holds; of a head, ``vein`` is the
        content of a vein in which it lies, when that is not tumour
    segments : of a place: one segment or set, or three for left, right and no side
    status : of a cue; ``none`` for words that look like one and are none
    direction : of a cue: ``forward``, ``backward``, ``both``, or ``either``: forward unless nothing follows
    reach : words that a cue reaches over at most; 0 for as far as its clause
    weak : the word alone is no reason to read a report
    early : of an uncertain cue: it goes before a negation (*cannot be excluded*)
    capitals : found only where the text has capitals
    near_only : of a cue: it must stand directly beside what it speaks of; of a head: it is one only inside a vein; of
        an attribute: it is said of a mass only where a vein is named beside it; of a presence: it counts only in a
        report of its own kind; of a procedure: it counts only in an operative report, with a fibroid named before it
    """

    id: str
    kind: str
    lang: str
    words: tuple[str, ...]
    hits: tuple[str, ...]
    near: tuple[str, ...]
    value: str = ""
    status: str = ""
    direction: str = ""
    finding: str = ""
    vein: str = ""
    also: str = ""
    history: str = ""
    pathology: str = ""
    segments: tuple[str, ...] = ()
    reach: int = 0
    weak: bool = False
    early: bool = False
    capitals: bool = False
    near_only: bool = False


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of both languages, in the order of their files.

    Attributes
    ----------
    hash : SHA-256 of the content of the files, in order of the languages
    """

    version: str
    hash: str
    rules: tuple[Rule, ...]


@cache
def shipped_rules() -> Rules:
    """The rules that ship with the package.

    Raises
    ------
    InvalidArgument : when they are broken, with everything that is wrong
    """
    folder = files("cephalad.read").joinpath("rules")
    found = read_rules({lang: folder.joinpath(f"{lang}.toml").read_bytes() for lang in LANGUAGES})
    if isinstance(found, Rules):
        return found
    raise InvalidArgument("\n".join(map(str, found)))


def read_rules(contents: Mapping[str, bytes]) -> Rules | list[Issue]:
    """The rules of the given files by language, or everything that is wrong with them."""
    issues: list[Issue] = []
    rules: list[Rule] = []
    versions: dict[str, str] = {}
    for lang, content in contents.items():
        try:
            tree = tomllib.loads(content.decode("utf-8"))
        except (UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
            issues.append(_issue(lang, "", "must be TOML in UTF-8", str(fault), "mend the file", "READ-01"))
            continue
        versions[lang] = str(tree.pop("version", ""))
        rules += _rules_of(lang, tree, issues)
    if len(set(versions.values())) > 1 or "" in versions.values():
        told = ", ".join(f"{lang} {version}" for lang, version in versions.items())
        issues.append(_issue("", "version", "must be one for all languages", told, "write the same", "READ-02"))
    _check_unique(rules, issues)
    if issues:
        return issues
    digest = hashlib.sha256(b"\0".join(contents.values())).hexdigest()
    return Rules(next(iter(versions.values()), ""), digest, tuple(rules))


def _rules_of(lang: str, tree: Mapping[str, Any], issues: list[Issue]) -> Iterable[Rule]:
    for kind, entries in tree.items():
        if kind not in KINDS:
            issues.append(_issue(lang, kind, "must be a kind of rule", kind, f"one of {', '.join(KINDS)}", "READ-03"))
            continue
        for number, entry in enumerate(entries):
            where = str(entry.get("id", f"{kind}[{number}]"))
            before = len(issues)
            _check_entry(lang, kind, where, entry, issues)
            if len(issues) == before:
                yield _rule(lang, kind, entry)


def _rule(lang: str, kind: str, entry: Mapping[str, Any]) -> Rule:
    made: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()}
    made["words"] = tuple(dict.fromkeys(plain(word).text for word in made["words"]))
    return Rule(kind=kind, lang=lang, **made)


# --- checks -----------------------------------------------------------------------------------------------------------


def _check_entry(lang: str, kind: str, where: str, entry: Mapping[str, Any], issues: list[Issue]) -> None:
    def fault(rule: str, value: object, remedy: str, code: str) -> None:
        issues.append(_issue(lang, where, rule, str(value), remedy, code))

    known = {field.name for field in fields(Rule)} - {"kind", "lang"}
    for key in sorted(set(entry) - known):
        fault("must be a key of a rule", key, f"one of {', '.join(sorted(known))}", "READ-04")
    for key in ("id", *KINDS[kind]):
        if not entry.get(key):
            fault("must be stated", "nothing", f"write {key} = …", "READ-05")
    if not str(entry.get("id", "")).startswith(f"{lang}."):
        fault("must have an id that begins with the language", entry.get("id", ""), f"write {lang}.…", "READ-06")
    for key in ("words", "hits", "near"):
        texts = entry.get(key)
        fewest = 1 if key == "words" else _FEWEST
        if not isinstance(texts, list) or len(texts) < fewest or not all(isinstance(t, str) and t for t in texts):
            fault(f"must have at least {fewest} {key}", key, "write a list of texts", "READ-07")
    _check_types(entry, fault)
    _check_answers(kind, entry, fault)


def _check_types(entry: Mapping[str, Any], fault: Any) -> None:
    for key in _TEXTS:
        if not isinstance(entry.get(key, ""), str):
            fault(f"{key} must be a text", entry[key], "write it in quotes", "READ-08")
    for key in _FLAGS:
        if not isinstance(entry.get(key, False), bool):
            fault(f"{key} must be true or false", entry[key], "write true or leave it out", "READ-08")
    if not isinstance(entry.get("reach", 0), int):
        fault("reach must be a number of words", entry["reach"], "write a whole number", "READ-08")


def _check_answers(kind: str, entry: Mapping[str, Any], fault: Any) -> None:
    """Every finding, answer, segment, status and section must be a known one."""
    value, allowed = entry.get("value", ""), _allowed(kind, entry)
    if value and allowed is not None and value not in allowed:
        fault("must be a known answer", value, f"one of {', '.join(sorted(allowed))}", "READ-09")
    if kind == "head" and entry.get("vein") and entry["vein"] not in _answers("vein.content"):
        fault("must be an answer to vein.content", entry["vein"], "see the vocabulary", "READ-09")
    for key in ("finding", "vein") if kind != "head" else ():
        if entry.get(key) and entry[key] not in FINDINGS:
            fault("must be a finding of the vocabulary", entry[key], "see the vocabulary", "READ-09")
    for key in ("also", "history"):
        if entry.get(key) and not _is_pair(entry[key]):
            fault("must be a finding and its answer", entry[key], "write finding=answer", "READ-09")
    if entry.get("pathology") and entry["pathology"] not in _answers("pathology.diagnosis"):
        fault("must be an answer to pathology.diagnosis", entry["pathology"], "see the vocabulary", "READ-09")
    segments = entry.get("segments", [])
    if segments and len(segments) not in (1, 3):
        fault("must be one segment, or left, right and open", len(segments), "write one or three", "READ-10")
    for segment in segments:
        if segment not in SEGMENTS and segment not in SEGMENT_SETS:
            fault("must be a segment or segment set", segment, "see the list of veins", "READ-10")
    if kind == "cue" and entry.get("status") not in (*STATUSES, _PSEUDO):
        fault("must be a status, or none", entry.get("status"), f"one of {', '.join(STATUSES)}", "READ-11")
    if entry.get("direction") and entry["direction"] not in _DIRECTIONS:
        fault("must be a direction", entry["direction"], f"one of {', '.join(_DIRECTIONS)}", "READ-11")


def _is_pair(text: str) -> bool:
    finding, _, value = text.partition("=")
    return finding in FINDINGS and value in (_answers(finding) or {"yes"})


def _answers(finding: str) -> frozenset[str]:
    return frozenset(choice.id for choice in FINDINGS[finding].choices)


def _allowed(kind: str, entry: Mapping[str, Any]) -> frozenset[str] | None:
    """The values that a rule of this kind may have; None where any will do."""
    by_kind = {
        "content": _answers("vein.content") | {"not-assessed"},
        "head": _answers("mass.reading"),
        "reading": _answers("mass.reading"),
        "site": _answers("mass.location"),
        "procedure": _answers("operation.procedures"),
        "outcome": _answers("vein.outcome"),
        "side": frozenset({"left", "right", "both"}),
        "section": frozenset(SECTIONS),
    }
    finding = entry.get("finding", "")
    if kind in ("presence", "attribute") and finding in FINDINGS:
        return _answers(finding) or frozenset({"yes"})
    return by_kind.get(kind)


def _check_unique(rules: Sequence[Rule], issues: list[Issue]) -> None:
    ids: set[str] = set()
    owners: dict[tuple[str, str], str] = {}
    for rule in rules:
        if rule.id in ids:
            issues.append(_issue(rule.lang, rule.id, "must be the only rule of this id", rule.id, "rename", "READ-12"))
        ids.add(rule.id)
        for word in rule.words:
            other = owners.setdefault((rule.kind, word), rule.id)
            if other != rule.id:
                remedy = f"take it from this rule or from {other}"
                issues.append(_issue(rule.lang, rule.id, "must share no word with its kind", word, remedy, "READ-13"))


def _issue(lang: str, where: str, rule: str, value: str, remedy: str, code: str) -> Issue:
    return Issue(f"{lang}.toml" if lang else "rules", 0, where, rule, value[:80], remedy, code)
