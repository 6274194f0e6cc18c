"""A report's text comes in, what it says goes out: `Reader.read`.

First one pass asks whether the text holds any word that is a reason to read it; most reports of an archive end there.
Then its sentences are read one by one: sections, what each cue reaches, veins and what they hold, masses.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from cephalad.errors import InvalidArgument
from cephalad.read.chunks import chunks
from cephalad.read.collected import Collected
from cephalad.read.denied_list import continued, head_of_list
from cephalad.read.findings import REAL, Reading
from cephalad.read.markers import find_markers
from cephalad.read.masses import find_masses, name_reading
from cephalad.read.matcher import Match, Matcher
from cephalad.read.numbers import find_numbers
from cephalad.read.other_organs import find_other_organs
from cephalad.read.places import places
from cephalad.read.rules_file import LANGUAGES, Rules, shipped_rules
from cephalad.read.scopes import Said
from cephalad.read.sentences import Sentence, sentences
from cephalad.read.text import plain
from cephalad.read.tissue import find_tissue, is_of_tissue, tells_of_tissue
from cephalad.read.veins import find_vein_content
from cephalad.terms import FINDINGS

__all__ = ["LONGEST_TEXT", "MODALITIES", "Reader", "languages_of", "shipped_reader"]

LONGEST_TEXT = 200_000
"""Characters of a report beyond which it is refused: no report is as long, and an archive in one text is none."""

MODALITIES = (*(choice.id for choice in FINDINGS["imaging.modality"].choices), "operation", "pathology")
"""What kind of report a text may be said to be."""

_DIAGNOSIS = "pathology.diagnosis"
_ABSENT = re.compile("子宫.*(?:[缺阙]如|缺失|切除状态)")
_DISEASE = "ivl"
_RENAL = "renal-tumour"
_FIBROID = "fibroid"
_OWNERS = frozenset({"organ", "place", "content", "reading", "procedure"})
_CUT_THROUGH = re.compile("子?宫?[浆体]?[肌膜腔壁层假]|(?:子宫|宫体)[^;；]*[,，]")
_RECURRENT = "imaging.new-or-growing-tumour"
_VENOGRAPHY = "venography"
_KINDS = {"operation": "operation", "pathology": "pathology"}
_HAN = re.compile("[\u4e00-\u9fff]")
_LATIN = re.compile("[A-Za-z]")


class Reader:
    """Reads reports with one set of rules; the same text gives the same reading.

    Examples
    --------
    >>> [(f.value, f.qualifier, f.status) for f in shipped_reader().read("No thrombus in the IVC.").findings]
    [('thrombus', 'ivc-unspecified', 'negated')]
    """

    def __init__(self, rules: Rules, *, matcher: Matcher | None = None) -> None:
        self.rules = rules
        self._matcher = matcher or Matcher(rules.rules)

    def without(self, rule: str, *words: str) -> Reader:
        """The same reader without some words of a rule, to see what hangs on them."""
        return Reader(self.rules, matcher=self._matcher.ignoring(*((rule, word) for word in words)))

    def read(self, text: str, *, lang: str | None = None, modality: str | None = None) -> Reading:
        """What a report says.

        Parameters
        ----------
        lang : take only this language's rules; with Chinese the English abbreviations too; both when None
        modality : what kind of report it is; when None, the text's own words for it are taken

        Raises
        ------
        InvalidArgument : for an unknown language or modality, and for a text beyond `LONGEST_TEXT`
        """
        _check(text, lang, modality)
        compared = plain(text)
        worth_reading = self._matcher.worth_reading(compared.text)
        if not worth_reading and not (modality in _KINDS and tells_of_tissue(compared.text)):
            return Reading((), modality, (), (), (), self.rules.version, self.rules.hash)
        matches = self._matcher.matches(compared, text)
        if lang == "en":  # Chinese reports have the abbreviations of the English ones
            matches = [match for match in matches if any(rule.lang == lang for rule in match.rules.values())]
        shown = None if modality else next((match for match in matches if "modality" in match.rules), None)
        modality = modality or (shown.rules["modality"].value if shown else None)
        collected = Collected(compared, _KINDS.get(modality or "", "imaging"))
        modality = _as_shown(modality, matches)
        collected.mark("modality", shown)
        headings: list[Match] = []
        for sentence in sentences(compared.text, matches, headings):
            _read_sentence(sentence, collected)
        collected.mark("section", *headings)
        if collected.kind != "imaging":
            collected.section = None
            find_numbers(compared.text, collected)
            _take_over(compared.text, collected)
        return Reading(
            (lang,) if lang else languages_of(text),
            modality,
            collected.sorted_findings(),
            tuple(collected.causes),
            collected.sorted_marks(),
            self.rules.version,
            self.rules.hash,
        )


@cache
def shipped_reader() -> Reader:
    """The reader with the rules that ship with the package."""
    return Reader(shipped_rules())


def languages_of(text: str) -> tuple[str, ...]:
    """The languages of a text, by its script.

    Examples
    --------
    >>> languages_of("IVC内未见血栓"), languages_of("no clot")
    (('en', 'zh'), ('en',))
    """
    han, latin = _HAN.search(text) is not None, _LATIN.search(text) is not None
    return ("en",) * latin + ("zh",) * han


def _check(text: str, lang: str | None, modality: str | None) -> None:
    if lang is not None and lang not in LANGUAGES:
        raise InvalidArgument(f"lang: must be a language of the rules, got {lang[:40]!r}; write en or zh [READ-21]")
    if modality is not None and modality not in MODALITIES:
        known = ", ".join(MODALITIES)
        raise InvalidArgument(f"modality: must be a kind of report, got {modality[:40]!r}; one of {known} [READ-22]")
    if len(text) > LONGEST_TEXT:
        rule = f"must be one report, of at most {LONGEST_TEXT:,} characters"
        raise InvalidArgument(f"text: {rule}, got {len(text):,}; give the reports one by one [READ-23]")


def _as_shown(modality: str | None, matches: Sequence[Match]) -> str | None:
    """The kind of report, with a venography that is filed among the operations as the study that it is."""
    if modality != "operation":
        return modality
    first = next((match.rules["modality"].value for match in matches if "modality" in match.rules), None)
    return first if first == _VENOGRAPHY else modality


_SAYING = frozenset(
    {
        "content",
        "place",
        "head",
        "reading",
        "presence",
        "procedure",
        "cause",
        "extension",
        "attribute",
        "site",
        "marker",
    }
)
"""Kinds of words without which a sentence says nothing that is looked for."""


_CORD = "mass.cord-like"
_SAME = re.compile(
    r"(?<![a-z])post ?op(?:erative)? (?:diagnos[ie]s|dx) ?(?::|-|was|is)? ?"
    r"(?:the )?(?:same|unchanged|as above|idem)(?![a-z])"
    r"|术后诊断[:为]?(?:同前|同术前|同上)"
)
"""Where an operative report says that what was found is what was expected."""

_NAMED_TUMOURS = frozenset({"head", "reading"})
_OF_TISSUE = re.compile(r"病理|免疫组|镜下|活检|穿刺|histolog|patholog|biops|immuno|microscop|smooth muscle")
"""Words of a sentence in a report of another kind that tells what a pathologist found."""


_IN_PARTS = frozenset({"content", "place", "head", "extension", "inside"})
"""Kinds of words for which it matters what stands together with them."""

_NAMING = frozenset({"reading", "presence", "procedure", "cause"})
_OTHER_ORGANS = frozenset({"organ", "reading", "cause"})


def _read_sentence(sentence: Sentence, collected: Collected) -> None:
    if collected.listed is not None:
        collected.listed = continued(collected.listed, sentence)
    if _SAYING.isdisjoint(sentence.kinds) and not (collected.kind == "pathology" and is_of_tissue(sentence)):
        if collected.current is not None:
            find_masses(sentence, (), (), collected)
        if "cue" in sentence.kinds:
            collected.listed = head_of_list(sentence) or collected.listed
        return
    scopes = collected.begin(sentence)
    parts = () if _IN_PARTS.isdisjoint(sentence.kinds) else chunks(sentence)
    held = find_vein_content(sentence, parts, places(sentence), collected) if parts else []
    find_masses(sentence, parts, held, collected)
    for match in () if _NAMING.isdisjoint(sentence.kinds) else sentence.matches:
        rules = match.rules
        if "reading" in rules:
            _add_reading(match, collected)
        if "presence" in rules:
            _add_presence(match, sentence, collected)
        if "procedure" in rules:
            _add_procedure(match, sentence, collected)
        if "cause" in rules:
            collected.add_cause(rules["cause"], match, collected.said(match))
    if not _OTHER_ORGANS.isdisjoint(sentence.kinds):
        find_other_organs(sentence, collected)
    if collected.kind == "operation" and any(map(_is_tumour, sentence.matches)):
        _add_worm(sentence, collected)
    if collected.kind == "pathology":
        find_tissue(sentence, collected)
        find_markers(sentence, collected)
    elif "marker" in sentence.kinds and _quotes_pathology(sentence):
        find_markers(sentence, collected)
    if scopes.pseudo:
        collected.mark("cue", *scopes.pseudo)


def _add_presence(match: Match, sentence: Sentence, collected: Collected) -> None:
    """Add what a word says by itself; a pathologist's diagnosis only where one is speaking or is quoted."""
    rule = match.rules["presence"]
    if rule.finding == _DIAGNOSIS and not _is_pathology(sentence, collected):
        return
    if rule.near_only and not rule.finding.startswith(collected.kind):
        return
    said = collected.said(match)
    if rule.status in ("historical", "negated") and said.status == "affirmed":
        said = Said("historical" if rule.status == "historical" else "negated", said.cue)
    collected.add(rule.finding, rule.value, rule, (match.start, match.end), said)
    if rule.also and (not rule.also.startswith(_DIAGNOSIS) or _is_pathology(sentence, collected)):
        collected.add_pair(rule.also, rule, match, said)
    if rule.finding == _RECURRENT and said.status in REAL and collected.kind == "imaging":
        _add_recurrence(match, said, collected)


def _is_pathology(sentence: Sentence, collected: Collected) -> bool:
    """Whether a pathologist is speaking in this report, or quoted in this sentence."""
    return collected.kind == "pathology" or _quotes_pathology(sentence)


def _quotes_pathology(sentence: Sentence) -> bool:
    """Whether a sentence of another report tells what a pathologist found."""
    return _OF_TISSUE.search(sentence.text, sentence.start, sentence.end) is not None


def _take_over(text: str, collected: Collected) -> None:
    """Affirm the disease of the diagnosis before the operation, where the one after it is told to be the same."""
    if collected.kind != "operation" or not _SAME.search(text):
        return
    for found in tuple(collected.findings):
        if found.finding == "mass.reading" and (found.section, found.status) == ("indication", "hypothetical"):
            collected.findings.append(found._replace(status="affirmed", section="impression"))


def _add_reading(match: Match, collected: Collected) -> None:
    rule = match.rules["reading"]
    said = collected.said(match)
    mass = None
    if rule.value == _RENAL and said.status in REAL and collected.kind != "pathology":
        mass = collected.mass_elsewhere(said)
    elif collected.kind != "pathology":
        mass = next(iter(collected.real_masses()), None) if said.status in REAL else None
        mass = mass or collected.new_mass(said)
    name_reading(match, rule, mass, collected)


def _add_recurrence(match: Match, said: Said, collected: Collected) -> None:
    """Add the disease as this study's reading, when it is told as past and said to have come again."""
    if any(found.value == _DISEASE and found.status == "historical" for found in collected.findings):
        collected.add("imaging.reading", _DISEASE, match.rules["presence"], (match.start, match.end), said)


def _is_tumour(match: Match) -> bool:
    """Whether a word names a tumour; a filling defect that a surgeon saw on a screen is none yet."""
    content = match.rules.get("content")
    return not _NAMED_TUMOURS.isdisjoint(match.rules) or (content is not None and content.value == "tumour")


def _add_worm(sentence: Sentence, collected: Collected) -> None:
    """Add that the surgeon saw a tumour like a worm or a cord."""
    for match in sentence.matches:
        rule = match.rules.get("attribute")
        if rule and rule.finding == _CORD:
            place = (match.start, match.end)
            collected.add("operation.worm-like-tumour", "yes", rule, place, collected.said(match))


def _is_of_fibroid(match: Match, sentence: Sentence, collected: Collected) -> bool:
    """Whether the last thing named before a word such as 剔除 is a fibroid; the wall around it may stand between."""
    for other in reversed(sentence.matches):
        if other.start >= match.start:
            continue
        head = other.rules.get("head")
        if head is not None and head.value:
            return _FIBROID in head.value
        passed = sentence.text[other.start : match.start]
        if not _OWNERS.isdisjoint(other.rules) and not _CUT_THROUGH.match(passed):
            return False
    return sentence.follows and collected.current is not None and _FIBROID in collected.current.value


def _add_procedure(match: Match, sentence: Sentence, collected: Collected) -> None:
    """Add an operation: of this report when it is an operative one, else of her history."""
    rule = match.rules["procedure"]
    if rule.near_only and not (collected.kind == "operation" and _is_of_fibroid(match, sentence, collected)):
        return
    said = collected.said(match)
    past = said.status == "historical" or collected.kind != "operation"
    if past and rule.history:
        collected.add_pair(rule.history, rule, match, said)
    elif collected.kind == "operation" and _ABSENT.search(match.word):
        collected.add_pair("operation.uterus=already-absent", rule, match, said)
        collected.add_pair(rule.history, rule, match, said)
    elif collected.kind == "operation":
        collected.add("operation.procedures", rule.value, rule, (match.start, match.end), said)
