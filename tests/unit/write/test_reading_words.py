"""What is told of a report beside its findings."""

from __future__ import annotations

from cephalad.read import shipped_reader
from cephalad.write.reading_words import causes_named


def test_a_denied_explanation_is_none() -> None:
    """What the report holds possible is named once, in the language of the page; what it denies is not."""
    read = shipped_reader().read
    assert causes_named(read("RA: large mobile mass. No septal attachment."), "en") == []
    twice = read("Right atrial mass attached to the septum at the fossa ovalis.")
    assert causes_named(twice, "en") == ["attachment to the atrial septum, as of a myxoma"]
