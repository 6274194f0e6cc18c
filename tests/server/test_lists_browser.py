"""Lists, search, identity, duplicates and booking in a browser: by keyboard, in both languages, without a fault."""

from __future__ import annotations

import re

import pytest
from tests.server.serving import Served, Visit

NAMES = ("overdue", "due", "missing", "mdt", "proposals", "no-contact")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_list_is_without_fault_on_a_screen_and_on_a_telephone(visit: Visit, demo: Served, lang: str) -> None:
    """Axe finds nothing on any list, and none is wider than a telephone's screen."""
    page = visit.page
    for name in NAMES:
        page.goto(f"{demo.origin}/lists/{name}/?lang={lang}")
        assert visit.faults(f"list-{name}-{lang}") == [], name
        page.set_viewport_size({"width": 390, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, name
        page.set_viewport_size({"width": 1180, "height": 820})
    assert visit.refused == []


def test_a_patient_is_found_by_keyboard_from_any_page(visit: Visit, demo: Served) -> None:
    """Tab to the search in the header, type, Enter: the case is found, and the address tells nothing of it."""
    page = visit.page
    page.goto(f"{demo.origin}/lists/mdt/")
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "wanted":
            break
    page.keyboard.type("zhao-t")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Cases found: 1").wait_for()
    assert page.url == f"{demo.origin}/search/"
    assert visit.faults("search") == []
    page.get_by_role("link", name="Show who zhao-tian-2026 is").click()
    page.get_by_role("heading", name="Who she is").wait_for()
    assert visit.faults("identity") == []
    page.goto(f"{demo.origin}/search/?lang=zh")
    assert visit.faults("search-zh") == []
    assert visit.refused == []


def test_a_possible_duplicate_is_shown_and_then_said_to_be_another(visit: Visit, demo: Served) -> None:
    """The identity of one case, then a new case with the same number: told, looked at, said to be another, made."""
    page = visit.page
    page.goto(f"{demo.origin}/search/")
    page.get_by_label("Pseudonym, number").fill("kaur-2015")
    page.get_by_role("main").get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Show who kaur-2015 is").click()
    page.get_by_label("Hospital number").fill("H-0042")
    page.get_by_role("button", name="Save the identity").click()
    page.get_by_text("The identity was saved.").wait_for()
    page.goto(f"{demo.origin}/new-case/")
    page.get_by_label("Pseudonym").fill("perhaps-new")
    page.get_by_text("Who she is (may be left empty)").click()
    page.get_by_label("Hospital number").fill("h 0042")
    assert visit.faults("new-case-identity") == []
    page.get_by_role("button", name="Make the case").click()
    page.get_by_role("heading", name="Perhaps she is here already").wait_for()
    assert page.get_by_text("the same: hospital number").count() == 1
    assert page.get_by_label("Hospital number").input_value() == "h 0042"
    assert visit.faults("new-case-alike") == []
    page.get_by_label("This is another patient").check()
    page.get_by_role("button", name="Make the case").click()
    page.wait_for_url(re.compile("/enter/$"))


def test_an_examination_is_booked_in_a_few_clicks(visit: Visit, demo: Served) -> None:
    """From the list to the short form, the planned day, save: the list says for when, and looking was recorded."""
    page = visit.page
    page.goto(f"{demo.origin}/lists/overdue/")
    page.get_by_role("link", name="Book for zhao-tian-2026: baseline MRI").first.click()
    assert page.get_by_label("What is booked", exact=True).input_value() == "surveillance-imaging"
    page.get_by_label("Planned day", exact=True).fill("2031-01-15")
    page.get_by_text("No conclusion would change.").first.wait_for()
    assert visit.faults("booking") == []
    page.get_by_role("button", name="Save to the record").click()
    page.get_by_text("Saved to the record: booking-1.").wait_for()
    page.goto(f"{demo.origin}/lists/overdue/")
    assert page.get_by_role("row").filter(has_text="booked for 2031-01-15").count() == 1
    page.goto(f"{demo.origin}/audit/?kind=viewed-case")
    assert page.get_by_role("row").filter(has_text="case looked at").filter(has_text="zhao-tian-2026").count() == 1
    assert {each for each in visit.asked if not each.startswith(demo.origin)} == set()


def test_lists_print_without_what_cannot_be_pressed(visit: Visit, demo: Served) -> None:
    """On paper there are the lines, and neither tabs nor buttons."""
    page = visit.page
    page.goto(f"{demo.origin}/lists/overdue/")
    page.emulate_media(media="print")
    assert page.get_by_role("link", name="zhao-tian-2026", exact=True).first.is_visible()
    assert not page.locator("nav.lists").is_visible()
    assert not page.get_by_role("button", name="Download this list as CSV").is_visible()
    assert not page.locator("header .search").is_visible()
