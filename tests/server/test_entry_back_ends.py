"""Drafts, forms and files in either kind of database."""

from __future__ import annotations

import uuid

import pytest
from tests.server.test_entry_forms import case_of, event_path, made, saved, visitor
from tests.server.test_entry_import import pseudonyms, table, tried
from tests.server.visiting import text

ODD = "a\x00b 子宫 😀 \u202e' -- <i>"

pytestmark = pytest.mark.usefixtures("store")


def test_odd_characters_are_kept_in_drafts_and_in_the_record() -> None:
    """Zero characters, Chinese, signs beyond the first plane, quotes: as typed, in draft and record."""
    guest = visitor()
    subject = made(guest, note=ODD)
    path = event_path(subject, "contact")
    guest.post(path, {"e.note": ODD, "act": "draft"})
    assert "子宫 😀" in text(guest.get(path))
    assert saved(guest, path, e__effective_on="2025-10", e__note=ODD).status_code == 302
    assert saved(guest, path, e__effective_on="2025-10", e__note=ODD).status_code == 302
    assert [event.note for event in case_of(subject).events] == [ODD]
    assert case_of(subject).header["note"] == ODD


def test_a_table_is_tried_and_imported_once() -> None:
    """The file waits as a draft between the two steps."""
    guest, path = visitor(), f"/import/{uuid.uuid4()}/"
    assert tried(guest, table("burke-2004", "lakhi-2013"), path=path).status_code == 200
    assert guest.post(path, {"act": "import"}).status_code == 302
    assert guest.post(path, {"act": "import"}).status_code == 409
    assert pseudonyms() == {"burke-2004", "lakhi-2013"}


def test_erasing_takes_the_drafts_of_that_case_only() -> None:
    """What was begun about another case stays."""
    from cephalad.server.entry.models import Draft
    from cephalad.server.store.erase import erase_case

    guest = visitor()
    subjects = [made(guest, case=name) for name in ("one", "two")]
    for subject in subjects:
        guest.post(event_path(subject, "contact"), {"e.note": "begun", "act": "draft"})
    erase_case(subjects[0], "anna", reason="her wish")
    assert list(Draft.objects.values_list("subject", flat=True)) == [subjects[1]]
