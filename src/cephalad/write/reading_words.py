"""What was found in a report, in words: label, value, vein or mass, status, and the words of the report themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cephalad.anatomy import SEGMENT_SETS, SEGMENTS, label
from cephalad.read import REAL, Found, Reading
from cephalad.read.proposed import LeftOut
from cephalad.terms import FINDINGS, ValueType, choice_label
from cephalad.write.words import word

__all__ = ["FOUND_COLUMNS", "Stretch", "causes_named", "found_row", "heading_lines", "left_out_line", "stretches"]

FOUND_COLUMNS = ("status", "finding", "value", "of", "words", "cue", "section")
_SHOWN_HASH = 12


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of the report: plain, or words of findings with what the report says of them."""

    text: str
    statuses: tuple[str, ...]


def heading_lines(reading: Reading, lang: str) -> list[str]:
    """How many findings, what kind of report, and by which rules."""
    study = word("report.no-modality", lang)
    if reading.modality:
        study = word("report.modality", lang, modality=_modality(reading.modality, lang))
    counted = word("report.counted", lang, count=len(reading.findings)) if reading.findings else ""
    rules = word("report.rules", lang, version=reading.version, hash=reading.rules_hash[:_SHOWN_HASH])
    return [counted or word("report.none", lang), study, rules]


def found_row(found: Found, text: str, lang: str) -> tuple[str, ...]:
    """One finding in the columns of `FOUND_COLUMNS`."""
    return (
        word(f"report.status.{found.status}", lang),
        _label(found, lang),
        _value(found, lang),
        _of(found, lang),
        _words(found.span, text),
        _words(found.cue, text) if found.cue else "",
        word(f"report.section.{found.section}", lang) if found.section else "",
    )


def causes_named(reading: Reading, lang: str) -> list[str]:
    """The other explanations that the report holds possible, each once; those that it denies are none."""
    named = (each.cause for each in reading.causes if each.status in REAL)
    return [word(f"report.cause.{cause}", lang) for cause in dict.fromkeys(named)]


def left_out_line(left_out: LeftOut, lang: str) -> str:
    """One finding that is not proposed, and why."""
    found = left_out.found
    of = _of(found, lang)
    named = "report.named-of" if of else "report.named"
    what = word(named, lang, finding=_label(found, lang), of=of, value=_value(found, lang))
    return word("report.left-out-row", lang, what=what, why=word(f"report.why.{left_out.why}", lang))


def stretches(reading: Reading, text: str, lang: str) -> Iterator[Stretch]:
    """The whole report in order, cut at the words of findings; words that overlap are one stretch."""
    done = 0
    spans = sorted({found.span for found in reading.findings})
    while spans:
        start, end = spans.pop(0)
        while spans and spans[0][0] < end:
            end = max(end, spans.pop(0)[1])
        inside = [found for found in reading.findings if start <= found.span[0] < end]
        statuses = dict.fromkeys(word(f"report.status.{found.status}", lang) for found in inside)
        if start > done:
            yield Stretch(text[done:start], ())
        yield Stretch(text[start:end], tuple(statuses))
        done = end
    if done < len(text):
        yield Stretch(text[done:], ())


def _label(found: Found, lang: str) -> str:
    finding = FINDINGS[found.finding]
    return finding.label_zh if lang == "zh" else finding.label_en


def _value(found: Found, lang: str) -> str:
    if FINDINGS[found.finding].type is ValueType.NUMBER:
        return f"{found.value:g} {found.unit}"
    return choice_label(found.finding, str(found.value), lang)


def _of(found: Found, lang: str) -> str:
    name = found.qualifier or ""
    if name in SEGMENTS or name in SEGMENT_SETS:
        return label(name, "zh" if lang == "zh" else "en")
    return name


def _modality(modality: str, lang: str) -> str:
    choices = {choice.id: choice for choice in FINDINGS["imaging.modality"].choices}
    if modality in choices:
        return choices[modality].zh if lang == "zh" else choices[modality].en
    return word(f"report.kind-{modality}", lang)


def _words(span: tuple[int, int], text: str) -> str:
    return " ".join(text[slice(*span)].split())
