"""Every rule finds what it must and leaves what it must; nothing in the rule files is idle."""

from __future__ import annotations

import pytest
from tests.unit.read.marked import marks_of, unmarked

from cephalad.read import Rule, shipped_reader, shipped_rules
from cephalad.read.text import plain

RULES = shipped_rules().rules
every_rule = pytest.mark.parametrize("rule", RULES, ids=[rule.id for rule in RULES])


@every_rule
def test_a_rule_marks_its_words_in_its_hits(rule: Rule) -> None:
    """In each hit the rule marks exactly the words in brackets."""
    wrong = {}
    for hit in rule.hits:
        text, spans = unmarked(hit)
        if (found := marks_of(rule, text, shipped_reader())) != spans:
            wrong[text] = found
    assert wrong == {}


@every_rule
def test_a_rule_leaves_its_near_misses_alone(rule: Rule) -> None:
    """In each near miss the rule marks nothing."""
    assert [text for text in rule.near if marks_of(rule, text, shipped_reader())] == []


@every_rule
def test_no_word_of_a_rule_is_idle(rule: Rule) -> None:
    """Without any one of its words a rule no longer marks what it must in its hits."""
    hits = [unmarked(hit) for hit in rule.hits]
    compared = [(text, spans, plain(text).text) for text, spans in hits]
    idle = []
    for word in rule.words:
        reader = shipped_reader().without(rule.id, word)
        if all(marks_of(rule, text, reader) == spans for text, spans, held in compared if word in held):
            idle.append(word)
    assert idle == []


def test_a_hit_without_its_rule_is_noticed() -> None:
    """Taking away a whole cue changes what its hits say."""
    rule = next(rule for rule in RULES if rule.id == "en.cue.no")
    reader = shipped_reader().without(rule.id, *rule.words)
    text = "The right atrium: no thrombus."
    assert [found.status for found in shipped_reader().read(text).findings] == ["negated"]
    assert [found.status for found in reader.read(text).findings] == ["affirmed"]
