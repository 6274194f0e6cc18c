"""Headings, and what they say of what follows."""

from __future__ import annotations

import pytest

from cephalad.read import shipped_reader


@pytest.mark.parametrize(
    ("text", "section"),
    [
        ("Impression: uterine fibroid.", "impression"),
        ("FINDINGS:\nUterine fibroid.", "findings"),
        ("Findings\nUterine fibroid.", "findings"),
        ("Technique: MRI. Findings: Uterine fibroid.", "findings"),
        ("【超声提示】子宫肌瘤", "impression"),
        ("检查所见：子宫肌瘤", "findings"),
        ("1. Clinical history: uterine fibroid", "indication"),
        ("The findings are those of a uterine fibroid.", None),
        ("history of uterine fibroid", None),
    ],
)
def test_a_heading_names_the_section(text: str, section: str | None) -> None:
    """A heading stands at the beginning of a line or sentence and has a colon, brackets or a line of its own."""
    assert {found.section for found in shipped_reader().read(text).findings} == {section}


def test_a_question_mark_before_a_word_ends_no_sentence() -> None:
    """*?fibroid* is one doubt, and a full stop after an abbreviation ends nothing."""
    found = shipped_reader().read("Fibroid vs. intravenous leiomyomatosis of the uterus").findings
    assert {each.status for each in found} == {"uncertain"}
