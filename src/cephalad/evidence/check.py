"""The checker of the register: what must hold between its four files, as sentences when it does not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from cephalad.evidence.model import Challenge, Figure, Source, Statement
from cephalad.evidence.register import Register, shipped_register

__all__ = ["N_STATEMENTS", "SECTIONS", "check_register"]

N_STATEMENTS = 131
SECTIONS = ("Abstract", "Introduction", "Case report", "Discussion", "Conclusion")

_KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# A hyphen between two digits is a range, not a minus sign.
_PERCENTAGE = re.compile(r"(?<!\d)(-?\d+(?:\.\d+)?)(?: (?:to|and) (\d+(?:\.\d+)?))? %")


def check_register(register: Register | None = None) -> tuple[str, ...]:
    """Every fault of a register as one sentence each; empty when it is sound.

    Checked: ids unique and kebab-case, statements S1 to S131 complete and in order, no empty text, every reference
    to a statement or source resolves, sections known, ranges not reversed, percentages 0 to 100.

    Parameters
    ----------
    register : the one to check; without it the register that ships with the package
    """
    if register is None:
        register = shipped_register()
    return (
        *_id_faults(register),
        *_order_faults(register.statements),
        *_text_faults(register),
        *_reference_faults(register),
        *_section_faults(register.statements),
        *_range_faults(register.figures),
        *_percentage_faults(register),
    )


def _id_faults(register: Register) -> Iterator[str]:
    named: tuple[tuple[str, tuple[str, ...]], ...] = (
        ("source", tuple(row.id for row in register.sources)),
        ("figure", tuple(row.id for row in register.figures)),
        ("challenge", tuple(row.id for row in register.challenges)),
    )
    for kind, ids in named:
        yield from (f"{kind} {id_}: the id must be kebab-case" for id_ in ids if not _KEBAB.fullmatch(id_))
    for kind, ids in (*named, ("statement", tuple(row.id for row in register.statements))):
        yield from (f"{kind} {id_}: the id must be unique" for id_, n in Counter(ids).items() if n > 1)
    for row in register.challenges:
        if not row.id.startswith(f"{row.source}-"):
            yield f"challenge {row.id}: the id must open with its source, {row.source}"


def _order_faults(statements: tuple[Statement, ...]) -> Iterator[str]:
    expected = [f"S{number}" for number in range(1, N_STATEMENTS + 1)]
    found = [statement.id for statement in statements]
    yield from (f"statement {id_}: is missing" for id_ in expected if id_ not in found)
    yield from (f"statement {id_}: is not one of S1 to S{N_STATEMENTS}" for id_ in found if id_ not in expected)
    known = [expected.index(id_) for id_ in dict.fromkeys(found) if id_ in expected]
    if known != sorted(known):
        yield f"statements: must stand in order from S1 to S{N_STATEMENTS}"


def _text_faults(register: Register) -> Iterator[str]:
    for where, fields in _required_texts(register):
        yield from (f"{where}: {name} must not be empty" for name, text in fields.items() if not text.strip())


def _required_texts(register: Register) -> Iterator[tuple[str, dict[str, str]]]:
    for source in register.sources:
        yield f"source {source.id}", {"citation": source.citation}
    for statement in register.statements:
        yield f"statement {statement.id}", {"text": statement.text, "sections": statement.place}
    for figure in register.figures:
        yield f"figure {figure.id}", _figure_texts(figure)
    for challenge in register.challenges:
        yield f"challenge {challenge.id}", {"text": challenge.text, "statements": " ".join(challenge.statements)}


def _figure_texts(figure: Figure) -> dict[str, str]:
    return {
        "text": figure.text,
        "said_of": figure.said_of,
        "status": figure.status,
        "statements": " ".join(figure.statements),
        "low_unit": figure.low_unit,
        "high_unit": figure.high_unit,
    }


def _reference_faults(register: Register) -> Iterator[str]:
    source_ids = frozenset(row.id for row in register.sources)
    statement_ids = frozenset(row.id for row in register.statements)
    for statement in register.statements:
        yield from _unresolved(f"statement {statement.id}", "source", statement.rests_on, source_ids)
    for figure in register.figures:
        yield from _unresolved(f"figure {figure.id}", "statement", figure.statements, statement_ids)
    for challenge in register.challenges:
        yield from _challenge_reference_faults(challenge, source_ids, statement_ids)


def _challenge_reference_faults(
    challenge: Challenge, source_ids: frozenset[str], statement_ids: frozenset[str]
) -> Iterator[str]:
    where = f"challenge {challenge.id}"
    yield from _unresolved(where, "source", (challenge.source,), source_ids)
    yield from _unresolved(where, "statement", challenge.statements, statement_ids)


def _unresolved(where: str, kind: str, ids: Iterable[str], known: frozenset[str]) -> Iterator[str]:
    yield from (f"{where}: names the {kind} {id_}, which does not exist" for id_ in ids if id_ not in known)


def _section_faults(statements: tuple[Statement, ...]) -> Iterator[str]:
    for statement in statements:
        unknown = [section for section in statement.sections if section not in SECTIONS]
        yield from (f"statement {statement.id}: {section} is not a section of the paper" for section in unknown)


def _range_faults(figures: tuple[Figure, ...]) -> Iterator[str]:
    for figure in figures:
        if figure.low_unit == figure.high_unit and figure.low > figure.high:
            yield f"figure {figure.id}: low {figure.low:g} must not exceed high {figure.high:g}"
        ends = ((figure.low, figure.low_unit), (figure.high, figure.high_unit))
        for value, unit in dict.fromkeys(ends):
            if unit == "%" and not 0 <= value <= 100:
                yield f"figure {figure.id}: a percentage must lie between 0 and 100, got {value:g}"


def _percentage_faults(register: Register) -> Iterator[str]:
    for where, text in _sentences(register):
        for match in _PERCENTAGE.finditer(text):
            values = [value for value in match.groups() if value is not None]
            yield from (
                f"{where}: a percentage must lie between 0 and 100, got {value}"
                for value in values
                if not 0 <= float(value) <= 100
            )


def _sentences(register: Register) -> Iterator[tuple[str, str]]:
    yield from ((f"source {row.id}", _source_words(row)) for row in register.sources)
    yield from ((f"statement {row.id}", row.text) for row in register.statements)
    yield from ((f"figure {row.id}", f"{row.text} {row.beware}") for row in register.figures)
    yield from ((f"challenge {row.id}", row.text) for row in register.challenges)


def _source_words(source: Source) -> str:
    return f"{source.citation} {source.remark}"
