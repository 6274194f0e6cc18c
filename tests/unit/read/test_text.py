"""The text as it is compared, and the way back to the text as given."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cephalad.read.lines import unwrapped
from cephalad.read.text import plain

SIGNS = st.text(st.sampled_from("abz AZ-\n\r\t.,，。：静脈瘤宮 ７ｘ×İß\u00ad\ufeff"), max_size=60)


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("Para-uterine ７．６ＣＭ", "para uterine 7.6cm"),
        ("靜脈內平滑肌瘤病", "静脉内平滑肌瘤病"),
        ("静 脉 内", "静脉内"),
        ("leio-\nmyoma", "leiomyoma"),
        ("子官肌瘤", "子宫肌瘤"),
        ("no  clot", "no clot"),
        ("5-10 mm", "5-10 mm"),
    ],
)
def test_spellings_become_one(given_text: str, expected: str) -> None:
    """Case, width, old characters, hyphens between letters and stray blanks make no difference."""
    assert plain(given_text).text == expected


@given(SIGNS)
def test_every_place_leads_back(text: str) -> None:
    """Each sign of the compared text came from one place of the given text, in order."""
    compared = plain(text)
    spans = [compared.span(at, at + 1) for at in range(len(compared.text))]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert spans == sorted(spans)


@pytest.mark.parametrize(
    ("before", "after", "goes_on"),
    [
        ("There is a filling defect in the", "IVC", True),
        ("A large heterogeneous solid mass beside the left", "ovary is seen", True),
        ("Pelvic mass", "measuring 5 cm", True),
        ("No fibroid", "thrombus in the IVC", False),
        ("The uterus is normal.", "thrombus in the IVC", False),
        ("No fibroid and", "- thrombus in the IVC", False),
        ("No fibroid and", "IVC: thrombus", False),
        ("No fibroid", "Thrombus in the IVC", False),
        ("下腔静脉、", "髂静脉通畅", True),
        ("下腔静脉通畅", "髂静脉血栓", False),
    ],
)
def test_a_line_end_is_kept_unless_the_line_goes_on(before: str, after: str, goes_on: bool) -> None:
    """Only a full line, an open end or an open beginning lets a sentence cross a line's end."""
    assert ("\n" not in unwrapped(f"{before}\n{after}")) is goes_on


@given(SIGNS)
def test_the_length_stays(text: str) -> None:
    """A line end becomes a blank and nothing else moves."""
    assert len(unwrapped(text)) == len(text)
