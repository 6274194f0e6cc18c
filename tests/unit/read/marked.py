"""Texts with brackets around the words that a rule must mark."""

from __future__ import annotations

import re

from cephalad.read import Reader, Rule

__all__ = ["marks_of", "unmarked"]

_BRACKET = re.compile(r"[\[\]]")


def unmarked(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The text without its brackets, and the stretches that stood inside them."""
    plain, spans, start = "", [], 0
    for part in re.split(r"([\[\]])", text):
        if part == "[":
            start = len(plain)
        elif part == "]":
            spans.append((start, len(plain)))
        else:
            plain += part
    return plain, spans


def marks_of(rule: Rule, text: str, reader: Reader) -> list[tuple[int, int]]:
    """Where a rule had a part in the reading of a text."""
    return [mark.span for mark in reader.read(text).marks if mark.rule == rule.id]
