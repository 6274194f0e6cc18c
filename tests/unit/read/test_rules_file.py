"""Rule files are read whole and checked: every fault at once, each with what to write instead."""

from __future__ import annotations

import pytest

from cephalad.read import Rules, read_rules, shipped_rules

RULE = b"""
version = "1"
[[content]]
id = "en.content.x"
value = "thrombus"
words = ["clot"]
hits = ["A [clot] in the IVC.", "The IVC holds a [clot]."]
near = ["A cloth.", "Clotting."]
"""


def codes(content: bytes) -> list[str]:
    """The codes of what is wrong with a rule file."""
    found = read_rules({"en": content})
    return [] if isinstance(found, Rules) else [issue.code for issue in found]


def test_a_sound_file_is_read() -> None:
    """Its rules come with the version and a hash of the content."""
    found = read_rules({"en": RULE})
    assert isinstance(found, Rules)
    assert (found.version, len(found.hash), [rule.id for rule in found.rules]) == ("1", 64, ["en.content.x"])


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (b"version", b"\xff", "READ-01"),
        (b'version = "1"', b"", "READ-02"),
        (b"[[content]]", b"[[contents]]", "READ-03"),
        (b"value =", b"walue =", "READ-04"),
        (b'value = "thrombus"', b"", "READ-05"),
        (b"en.content.x", b"zh.content.x", "READ-06"),
        (b'words = ["clot"]', b"words = []", "READ-07"),
        (b'hits = ["A [clot] in the IVC.", ', b"hits = [", "READ-07"),
        (b'near = ["A cloth.", ', b"near = [", "READ-07"),
        (b'value = "thrombus"', b'value = "thrombus"\nweak = "yes"', "READ-08"),
        (b'"thrombus"', b'"trombus"', "READ-09"),
        (b"[[content]]", b'[[place]]\nsegments = ["ivc"]', "READ-10"),
        (b"[[content]]", b'[[cue]]\nstatus = "maybe"\ndirection = "forward"', "READ-11"),
        (b"[[content]]", b'[[cue]]\nstatus = "negated"\ndirection = "up"', "READ-11"),
    ],
)
def test_a_fault_is_told(old: bytes, new: bytes, code: str) -> None:
    """Each thing that can be wrong with a rule has its own code."""
    assert old in RULE
    assert code in codes(RULE.replace(old, new))


def test_an_id_and_a_word_belong_to_one_rule() -> None:
    """A second rule of the same id, and a word in two rules of a kind, are told together."""
    second = RULE.replace(b'version = "1"', b"")
    assert codes(RULE + second) == ["READ-12"]
    assert codes(RULE + second.replace(b"en.content.x", b"en.content.y")) == ["READ-13"]


def test_a_changed_word_changes_the_hash() -> None:
    """Two files with the same hash say the same."""
    one, other = read_rules({"en": RULE}), read_rules({"en": RULE.replace(b"Clotting", b"Clots")})
    assert isinstance(one, Rules)
    assert isinstance(other, Rules)
    assert one.hash != other.hash


def test_the_shipped_rules_hold_both_languages() -> None:
    """English and Chinese come from one set of rules of one version."""
    assert {rule.lang for rule in shipped_rules().rules} == {"en", "zh"}
