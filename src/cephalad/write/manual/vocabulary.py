"""The page of the vocabulary: every kind of event and every finding that a case file may hold."""

from __future__ import annotations

from collections.abc import Iterable

from cephalad.terms import (
    COLUMNS,
    FINDINGS,
    KINDS,
    STATUSES,
    STUDIES,
    DictionaryRow,
    Finding,
    column_headings,
    data_dictionary,
)
from cephalad.write.manual.markdown import code, page, sentence, table, text

__all__ = ["vocabulary_page"]

_ABOUT = (
    "What a case file may record, each finding once. In a case file a finding is written by the part of its id after "
    "the dot, inside an event of a kind that it stands in; findings of a mass stand under `masses`, findings of a vein "
    "under `veins`. Labels and questions exist in English and Simplified Chinese. Back to the [index](index.md)."
)
_SHOWN = tuple(column for column in COLUMNS if column not in ("id", "said_of"))


def vocabulary_page() -> str:
    """The page of kinds, statuses and findings."""
    sections: dict[str, list[DictionaryRow]] = {}
    for row in data_dictionary("en"):
        sections.setdefault(FINDINGS[row.id].section, []).append(row)
    return page(
        "Vocabulary",
        _ABOUT,
        f"## Kinds of events\n\n{_kinds()}",
        f"## Statuses\n\n{_statuses()}",
        f"## Studies\n\n{_studies()}",
        *(f"## Findings: {name}\n\n{_findings(rows)}" for name, rows in sections.items()),
    )


def _kinds() -> str:
    rows = (
        (
            code(kind.id),
            text(kind.label_en),
            kind.label_zh,
            "unknown" if kind.silence.value == "open" else "none on record",
            ", ".join(name for name, has in (("masses", kind.has_masses), ("veins", kind.has_veins)) if has),
        )
        for kind in KINDS.values()
    )
    return table(("Kind", "Name", "中文", "No event recorded means", "May nest"), rows)


def _statuses() -> str:
    about = "A status stands in place of a value, or beside one as `{value: …, status: …}`."
    rows = ((code(key), text(words.en), words.zh) for key, words in STATUSES.items())
    return f"{about}\n\n{table(('Status', 'Meaning', '中文'), rows)}"


def _studies() -> str:
    about = "The studies that an event may name as declined or booked."
    rows = ((code(study.id), text(study.en), study.zh) for study in STUDIES)
    return f"{about}\n\n{table(('Study', 'Name', '中文'), rows)}"


def _findings(rows: Iterable[DictionaryRow]) -> str:
    headings = dict(zip(COLUMNS, column_headings("en"), strict=True))
    listed = ((code(row.id), *(_words(row, column) for column in _SHOWN), FINDINGS[row.id].label_zh) for row in rows)
    return table((headings["id"], *(headings[column] for column in _SHOWN), "中文"), listed)


def _words(row: DictionaryRow, column: str) -> str:
    if column == "answers":
        return ", ".join(f"{text(choice.en)} ({code(choice.id)})" for choice in _finding(row).choices)
    if column == "question":
        return sentence(row.question)
    return text(str(getattr(row, column)))


def _finding(row: DictionaryRow) -> Finding:
    return FINDINGS[row.id]
