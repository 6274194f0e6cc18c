"""What a walk through a whole patient by hand asked for: less to type twice, nothing decisive behind a click."""

from __future__ import annotations

import re

import pytest
from tests.server.test_entry_forms import case_of, event_path, made, saved, visitor
from tests.server.visiting import text

from cephalad.record import read_example
from cephalad.server.entry.usual import USUAL

pytestmark = pytest.mark.usefixtures("sqlite_store")

DECIDES = {
    "imaging": {"relation-to-vessels", "endometrium", "new-or-growing-tumour"},
    "mass": {"irregular-shape", "heterogeneous", "close-to-uterine-wall", "branching-flow"},
    "operation": {"worm-like-tumour", "completeness", "integrity", "vascular-surgery-called", "specimen-sent-apart"},
    "vein": {"explored", "outcome", "upper-limit"},
    "pathology": {"atypia", "atypical-mitoses", "coagulative-necrosis", "vessels-contain-tumour"},
}
"""By S20, S21, S46, S57 to S60: what raises or confirms the suspicion, and what the record of an operation must say."""


@pytest.mark.parametrize("form", DECIDES)
def test_what_decides_is_asked_without_a_click(form: str) -> None:
    """The findings that the trigger, the operation and the pathologist must not leave unsaid stand first."""
    assert DECIDES[form] <= set(USUAL[form])


def test_times_and_sources_are_offered_again() -> None:
    """The newest first and each once; in a case without events nothing is offered."""
    guest = visitor()
    subject = made(guest)
    assert "<option" not in offered(text(guest.get(event_path(subject, "contact"))), "e.effective_on")
    for number, on in enumerate(("2025-06", "2025-07", "2025-06"), start=1):
        path = event_path(subject, "contact", f"00000000-0000-4000-8000-00000000000{number}")
        assert saved(guest, path, e__effective_on=on, e__document="letter").status_code == 302
    page = text(guest.get(event_path(subject, "dose")))
    assert re.findall(r'value="([^"]+)"', offered(page, "e.effective_on")) == ["2025-06", "2025-07"]
    assert re.findall(r'value="([^"]+)"', offered(page, "e.document")) == ["letter"]
    assert 'list="e.effective_on-known"' in page


def offered(page: str, name: str) -> str:
    """The list of what was typed before for this field."""
    found = re.search(rf'<datalist id="{re.escape(name)}-known">(.*?)</datalist>', page)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_case_without_an_age_says_so(lang: str) -> None:
    """Until birth or age is recorded the case page says what it lacks, with the way to the header."""
    guest = visitor()
    subject = made(guest)
    words = {"en": "Neither birth nor age is recorded", "zh": "出生日期和年龄均未记录"}[lang]
    page = text(guest.get(f"/cases/{subject}/?lang={lang}"))
    assert words in page
    assert f'href="/cases/{subject}/header/"' in page
    path = event_path(subject, "contact")
    assert saved(guest, path, e__effective_on="2025-10", e__age="48").status_code == 302
    assert case_of(subject).birth is not None
    assert words not in text(guest.get(f"/cases/{subject}/?lang={lang}"))


def test_what_changed_is_not_said_twice() -> None:
    """Where no foremost conclusion changed, the number is told once: the reference patient's first bleeding."""
    from cephalad.server.store.cases import import_case

    subject = import_case(read_example("zhao-tian-2026"), "tests").subject
    page = text(visitor().get(f"/cases/{subject}/?as-of=after:bleeding"))
    said = re.search(r'id="point-said"[^>]*>([^<]+)<', page)
    assert said is not None
    assert re.fullmatch(r"Conclusions changed here: \d+\.", said[1].strip())
