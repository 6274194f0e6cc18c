"""Entering in a real browser: from nothing, by keyboard, with a connection that is lost, without a script."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from tests.server.serving import Served, Visit


def new_case(visit: Visit, demo: Served, name: str) -> str:
    """The address of a new case, made by hand."""
    page = visit.page
    page.goto(f"{demo.origin}/new-case/")
    page.get_by_label("Pseudonym").fill(name)
    page.get_by_label("Sex").select_option("female")
    page.get_by_role("button", name="Make the case").click()
    page.wait_for_url(re.compile("/enter/$"))
    return str(page.url)


def test_a_case_is_entered_from_nothing_seen_before_it_is_saved_and_corrected(visit: Visit, demo: Served) -> None:
    """Case, CT with a mass and a vein, preview, save, correct, history; nothing leaves the host, axe finds nothing."""
    page = visit.page
    page.goto(f"{demo.origin}/new-case/")
    assert visit.faults("entry-new-case") == []
    address = new_case(visit, demo, "by-hand")
    assert visit.faults("entry-choose") == []
    page.get_by_role("link", name="imaging", exact=False).first.click()
    page.get_by_label("When").fill("2025-07-14")
    page.get_by_label("Age at this event").fill("48")
    page.locator('[name="f.modality.0.a"]').select_option("ct")
    page.get_by_role("button", name="Add a mass").click()
    page.locator('[name="m.0.name"]').fill("left-mass")
    page.locator('[name="m.0.longest-diameter.0.a"]').fill("7.6")
    page.locator('[name="m.0.longest-diameter.0.u"]').select_option("cm")
    page.get_by_role("button", name="Add a vein").click()
    page.locator('[name="v.0.name"]').select_option("infrarenal-ivc")
    assert page.locator('[name="m.0.longest-diameter.0.a"]').input_value() == "7.6"
    page.locator('[name="v.0.content.0.a"]').select_option("filling-defect")
    page.locator("#preview ins").first.wait_for()
    page.locator("#draft-saved").wait_for()
    assert visit.faults("entry-event") == []
    page.get_by_role("button", name="Save to the record").click()
    page.get_by_text("Saved to the record: imaging-1.").wait_for()
    page.goto(address)
    page.get_by_role("link", name="Correct imaging-1").click()
    page.get_by_label("Reason").fill("size misread")
    page.locator('[name="m.0.longest-diameter.0.a"]').fill("67")
    assert visit.faults("entry-correct") == []
    page.get_by_role("button", name="Save the correction").click()
    page.goto(address.replace("/enter/", "/history/"))
    assert page.get_by_role("row").filter(has_text="76 mm").filter(has_text="67 mm").count() == 1
    assert visit.faults("entry-history") == []
    page.goto(address)
    page.get_by_role("link", name="Withdraw imaging-2").click()
    assert visit.faults("entry-withdraw") == []
    assert {each for each in visit.asked if not each.startswith(demo.origin)} == set()
    assert visit.refused == []


def test_what_is_wrong_is_told_and_can_be_reached(visit: Visit, demo: Served) -> None:
    """The summary leads to the field; in Chinese too; nothing that was typed is lost."""
    page = visit.page
    new_case(visit, demo, "with-faults")
    page.get_by_role("link", name="laboratory", exact=False).first.click()
    page.get_by_label("When").fill("last week")
    page.locator('[name="f.haemoglobin.0.a"]').fill("9999")
    page.get_by_role("button", name="Save to the record").click()
    page.locator("#wrong a").first.click()
    assert page.evaluate("document.activeElement.id || location.hash.slice(1)") == "e.effective_on"
    assert page.get_by_label("When").input_value() == "last week"
    assert visit.faults("entry-wrong") == []
    page.goto(f"{page.url.partition('?')[0].partition('#')[0]}?lang=zh")
    assert page.get_by_label("时间").first.input_value() == "last week"
    assert visit.faults("entry-wrong-zh") == []


def test_what_was_typed_survives_a_lost_connection(visit: Visit, demo: Served) -> None:
    """Offline the page says so and keeps trying; back online it is kept, and a closed window loses nothing."""
    page = visit.page
    new_case(visit, demo, "offline")
    page.get_by_role("link", name="complaint", exact=False).first.click()
    page.wait_for_url(re.compile("/enter/complaint/.+/"))
    form = page.url
    page.context.set_offline(True)
    page.locator('[name="f.other.0.a"]').fill("typed in the lift")
    page.get_by_text("No connection to the server").wait_for()
    page.screenshot(path=visit.shots / "entry-offline.png")
    page.context.set_offline(False)
    page.locator("#draft-saved").wait_for()
    other = page.context.new_page()
    other.goto(form)
    assert other.locator('[name="f.other.0.a"]').input_value() == "typed in the lift"
    assert other.get_by_text("is back").count() == 1


def test_a_session_that_ended_does_not_take_the_form_away(visit: Visit, demo: Served) -> None:
    """What is typed stays on the page, which says what to do; what was kept before is there after log-in."""
    page = visit.page
    new_case(visit, demo, "session-over")
    page.get_by_role("link", name="complaint", exact=False).first.click()
    page.wait_for_url(re.compile("/enter/complaint/.+/"))
    cookies = page.context.cookies()
    page.context.clear_cookies()
    page.locator('[name="f.other.0.a"]').fill("typed too late")
    page.get_by_text("Your session is over").wait_for()
    assert page.locator('[name="f.other.0.a"]').input_value() == "typed too late"
    assert page.locator("#preview input").count() == 0
    page.context.add_cookies(cookies)
    page.locator("#draft-saved").wait_for()
    assert page.get_by_text("Your session is over").count() == 0


def test_an_event_is_entered_by_keyboard_alone(visit: Visit, demo: Served) -> None:
    """Tab and typing reach every control in order; Enter in a text shows the preview and saves nothing."""
    page = visit.page
    address = new_case(visit, demo, "by-keyboard")
    page.goto(address.replace("/enter/", "/enter/contact/"))
    reached = []
    for _ in range(60):
        page.keyboard.press("Tab")
        name = page.evaluate("document.activeElement.name + ':' + document.activeElement.value")
        reached.append(name)
        if name.startswith("e.effective_on"):
            page.keyboard.type("2025-10")
            page.keyboard.press("Enter")
            page.wait_for_load_state()
            page.get_by_label("When").focus()
        if name.startswith("f.reached.0.a"):
            page.keyboard.type("yes")
        if name == "act:save":
            break
    assert reached[-1] == "act:save"
    page.keyboard.press("Enter")
    page.get_by_text("Saved to the record: contact-1.").wait_for()


def test_without_a_script_everything_can_be_entered(
    browser: Any, door: dict[str, Any], demo: Served, tmp_path: Path
) -> None:
    """A vein is added, the preview shown and the event saved by buttons of plain forms."""
    visit = Visit.of(browser, tmp_path, storage_state=door, java_script_enabled=False)
    page = visit.page
    new_case(visit, demo, "no-script")
    page.get_by_role("link", name="imaging", exact=False).first.click()
    page.get_by_label("When").fill("2025-07")
    page.locator('[name="f.modality.0.a"]').select_option("mr")
    page.get_by_role("button", name="Add a vein").click()
    page.locator('[name="v.0.name"]').select_option("infrarenal-ivc")
    page.locator('[name="v.0.content.0.a"]').select_option("filling-defect")
    page.get_by_role("button", name="Show what it would change").click()
    assert page.locator("#preview ins").count() > 0
    page.get_by_role("button", name="Save to the record").click()
    page.get_by_text("Saved to the record: imaging-1.").wait_for()


def test_a_file_is_tried_and_imported(visit: Visit, demo: Served) -> None:
    """First one with faults, listed, in a narrow window without sideways scrolling; then the template itself."""
    page = visit.page
    page.goto(f"{demo.origin}/import/")
    assert visit.faults("entry-import") == []
    with page.expect_download() as download:
        page.get_by_role("link", name="Table to fill in").click()
    content = Path(download.value.path()).read_bytes()
    file = {"name": "cases.csv", "mimeType": "text/csv"}
    page.get_by_label("File", exact=True).set_input_files(
        {**file, "buffer": content.replace(b"complaint", b"complane")}
    )
    page.get_by_role("button", name="Try the file").click()
    page.get_by_text("Nothing was imported").wait_for()
    page.set_viewport_size({"width": 390, "height": 800})
    assert visit.faults("entry-import-problems") == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_label("File", exact=True).set_input_files({**file, "buffer": content})
    page.get_by_role("button", name="Try the file").click()
    page.get_by_role("button", name="Import now").click()
    page.wait_for_url(re.compile("/cases/"))
    assert [each for each in visit.refused if "422" not in each] == []


def test_a_double_click_saves_once(visit: Visit, demo: Served) -> None:
    """Save is pressed twice before the answer is there; one event stands in the record."""
    page = visit.page
    address = new_case(visit, demo, "double-click")
    page.get_by_role("link", name="contact", exact=False).first.click()
    page.get_by_label("When").fill("2025-10")
    page.locator('[name="f.reached.0.a"]').select_option("yes")
    page.get_by_role("button", name="Save to the record").dblclick()
    page.get_by_text("Saved to the record: contact-1.").wait_for()
    page.goto(address)
    assert page.locator("tbody tr").count() == 1


def test_two_people_at_one_case_lose_nothing(
    visit: Visit, browser: Any, door: dict[str, Any], demo: Served, tmp_path: Path
) -> None:
    """Who saves second is told what the first wrote, sees her own words still, and saves them with one more click."""
    first, second = visit.page, Visit.of(browser, tmp_path, storage_state=door).page
    address = new_case(visit, demo, "two-people")
    for page, words in ((first, "seen by anna"), (second, "seen by berta")):
        page.goto(f"{address}complaint/")
        page.get_by_label("When").fill("2025-06")
        page.locator('[name="f.other.0.a"]').fill(words)
    first.get_by_role("button", name="Save to the record").click()
    first.get_by_text("Saved to the record: complaint-1.").wait_for()
    second.get_by_role("button", name="Save to the record").click()
    assert "complaint-1" in second.locator("#wrong").inner_text()
    assert second.locator('[name="f.other.0.a"]').input_value() == "seen by berta"
    second.get_by_role("button", name="Save to the record").click()
    second.get_by_text("Saved to the record: complaint-2.").wait_for()
    first.goto(address)
    assert first.locator("tbody tr").count() == 2
