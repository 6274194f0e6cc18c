"""A read report as text for a terminal: the report with its words marked, then each finding in a line."""

from __future__ import annotations

from collections.abc import Iterator

from cephalad.read import Reading
from cephalad.read.proposed import Proposal
from cephalad.record.tree import write_yaml
from cephalad.write.layout import CAUTION, STRONG, clean, hanging, marked, render
from cephalad.write.reading_words import causes_named, found_row, heading_lines, left_out_line, stretches
from cephalad.write.words import word

__all__ = ["reading_text"]

_INDENT = "  "


def reading_text(
    reading: Reading, proposed: Proposal, text: str, *, lang: str, width: int, colour: bool = False
) -> str:
    """What a report says; words of findings stand in square brackets, also without colour."""
    lines = [*heading_lines(reading, lang), ""]
    if reading.findings:
        lines += [*_report(reading, text, lang), ""]
        lines += [marked(word("report.findings", lang), STRONG), *_findings(reading, text, lang, width), ""]
        lines += _causes(reading, lang)
        lines += _proposed(proposed, lang, width)
    return render(lines, colour=colour)


def _report(reading: Reading, text: str, lang: str) -> list[str]:
    told = "".join(
        marked(f"[{_printed(each.text)}]", CAUTION) if each.statuses else _printed(each.text)
        for each in stretches(reading, text, lang)
    )
    return [f"{_INDENT}{line}" for line in told.splitlines()]


def _printed(text: str) -> str:
    return "\n".join(clean(line) for line in text.splitlines()) + ("\n" if text.endswith("\n") else "")


def _findings(reading: Reading, text: str, lang: str, width: int) -> Iterator[str]:
    for found in reading.findings:
        status, finding, value, of, words, cue, section = found_row(found, text, lang)
        named = word("report.named-of" if of else "report.named", lang, finding=finding, of=of, value=value)
        said = word("report.saying", lang, status=status, words=named)
        by = [f"“{clean(words)}”", word("report.cue", lang, cue=cue) if cue else "", section]
        yield from hanging(f"{said} ({', '.join(part for part in by if part)})", width, first=_INDENT)


def _causes(reading: Reading, lang: str) -> list[str]:
    told = [f"{_INDENT}{named}" for named in causes_named(reading, lang)]
    return [marked(word("report.causes", lang), STRONG), *told, ""] if told else []


def _proposed(proposed: Proposal, lang: str, width: int) -> list[str]:
    lines = [marked(word("report.proposed", lang), STRONG)]
    if proposed.events:
        lines += hanging(word("report.not-recorded", lang), width, first=_INDENT)
        events = [{key: value for key, value in event.items() if key != "text"} for event in proposed.events]
        lines += [f"{_INDENT}{line}" for line in write_yaml(list(events)).splitlines()]
    else:
        lines.append(f"{_INDENT}{word('report.no-event', lang)}")
    if proposed.left_out:
        lines += ["", marked(word("report.left-out", lang), STRONG)]
        for each in dict.fromkeys(left_out_line(one, lang) for one in proposed.left_out):
            lines += hanging(each, width, first=_INDENT)
    return lines
