"""The case page in a real browser: the slider by mouse and keyboard, an answer in its place, paper, small screens."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from tests.server.serving import Served, Visit, chromium, served

WIDTHS = (1280, 768, 390)
MOST_PAGES = 3


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, Any, Any]]:
    """A demonstration that is served, a browser, and the cookies of somebody who opened the printed link."""
    with served("--demo", "--data", str(tmp_path_factory.mktemp("demo"))) as server, chromium() as browser:
        page = browser.new_context().new_page()
        page.goto(server.link)
        page.locator("main button").first.click()
        page.wait_for_url(f"{server.origin}/")
        yield server, browser, page.context.storage_state()


@pytest.fixture
def visit(demo: tuple[Served, Any, Any], tmp_path: Path) -> Iterator[Callable[..., Visit]]:
    """A window that shows the reference patient; afterwards nothing was asked of any other host."""
    server, browser, cookies = demo
    opened: list[Visit] = []

    def opens(query: str = "", **settings: Any) -> Visit:
        settings = {"storage_state": cookies, "base_url": server.origin, **settings}
        opened.append(Visit.of(browser, tmp_path, **settings))
        page = opened[-1].page
        page.goto("/")
        page.goto(page.get_by_role("link", name="zhao-tian-2026").get_attribute("href") + query)
        return opened[-1]

    yield opens
    for each in opened:
        assert {urlsplit(address).netloc for address in each.asked} == {urlsplit(server.origin).netloc}
        each.page.context.close()


def shown(page: Any) -> str:
    """The event that the slider shows."""
    return str(page.locator("#point-name").text_content()).rpartition(" · ")[2]


def wait_for(page: Any, event: str) -> None:
    """Until address and region are those of this event."""
    page.wait_for_function(
        "event => location.search === '?as-of=after:' + event && !document.querySelector('#case-region[aria-busy]')",
        arg=event,
    )


def test_the_slider_goes_from_event_to_event_by_keyboard(visit: Callable[..., Visit]) -> None:
    """Arrow keys, Home and End move it; address, region, spoken value and what is read out follow; focus stays."""
    page = visit("?as-of=after:blood-count-local").page
    page.locator("#point").focus()
    page.keyboard.press("ArrowRight")
    wait_for(page, "ultrasound-local")
    assert page.locator("#point").get_attribute("aria-valuetext").endswith("ultrasound-local")
    assert "Conclusions changed here: " in page.locator("#point-said[role=status]").text_content()
    assert "suspected" in page.locator("#section-glance").text_content()
    assert page.evaluate("document.activeElement.id") == "point"
    page.keyboard.press("Home")
    wait_for(page, "bleeding")
    assert page.locator("a[data-stop][aria-current=true]").count() == 1
    page.keyboard.press("End")
    page.wait_for_function("() => /as-of=\\d/.test(location.search)")
    page.reload()
    assert page.locator("#point").input_value() == page.locator("#point").get_attribute("max")


def test_the_slider_is_dragged_by_mouse(visit: Callable[..., Visit]) -> None:
    """Dragged across, it shows the event under the pointer, whose conclusions then stand on the page."""
    window = visit("?as-of=after:bleeding")
    page = window.page
    box, last = page.locator("#point").bounding_box(), int(page.locator("#point").get_attribute("max"))
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 8, middle)
    page.mouse.down()
    for place in (4, 9, 16):
        page.mouse.move(box["x"] + 8 + (box["width"] - 16) * place / last, middle, steps=4)
    page.mouse.up()
    wait_for(page, "operation")
    assert shown(page) == "operation"
    assert page.locator("#event-operation").count() == 1
    assert page.locator("#event-pathology").count() == 0
    assert page.locator("#case-region").count() == 1
    assert window.refused == []


def test_what_is_open_stays_open(visit: Callable[..., Visit]) -> None:
    """A statement that was opened is open after the slider has moved, and the links beside the slider work."""
    page = visit("?as-of=after:ct-pelvis").page
    page.locator("#suspicion > summary").click()
    page.locator("#step-later").click()
    wait_for(page, "mri-pelvis")
    assert page.locator("#suspicion[open]").count() == 1
    assert page.evaluate("document.activeElement.id") == "step-later"


def test_a_question_is_answered_in_its_place(visit: Callable[..., Visit]) -> None:
    """The form opens below the question; what it would change is told first; saved, it is in the record."""
    window = visit("?as-of=2026-03-27")
    page = window.page
    question = page.locator("#section-missing details.statement", has_text="right atrium").first
    question.locator("summary").click()
    question.get_by_role("link", name=re.compile("^Answer")).click()
    question.get_by_label("clear", exact=True).check()
    question.get_by_label("Study that shows it").select_option("echocardiography")
    question.get_by_role("button", name="What would it change?").click()
    question.get_by_text("What this answer would change").first.wait_for()
    assert page.url.endswith("as-of=2026-03-27")
    assert question.get_by_label("clear", exact=True).is_checked()
    assert window.refused == []
    assert window.faults("case-answer") == []
    question.get_by_role("button", name="Save").click()
    page.get_by_text("Saved. Conclusions changed:").wait_for()
    assert page.locator("#event-imaging-1").count() == 1


def test_everything_works_without_a_script(visit: Callable[..., Visit]) -> None:
    """Stops are links, statements open, and a question is answered on a page of its own."""
    page = visit("?as-of=after:ultrasound-local", java_script_enabled=False).page
    assert not page.locator("#point").is_visible()
    page.locator("#step-later").click()
    assert page.url.endswith("as-of=after:ultrasound-referral")
    page.locator("#all-stops > summary").click()
    page.locator("#all-stops a", has_text="ct-pelvis").click()
    assert page.url.endswith("as-of=after:ct-pelvis")
    page.locator("#suspicion > summary").click()
    assert page.locator("#suspicion .reasons").is_visible()
    question = page.locator("#section-missing details.statement", has_text="right atrium").first
    question.locator("summary").click()
    question.get_by_role("link", name=re.compile("^Answer")).click()
    page.get_by_role("button", name="Save").click()
    assert "Choose an answer." in page.locator("[role=alert]").text_content()
    page.get_by_label("tumour", exact=True).check()
    page.get_by_label("Study that shows it").select_option("ct")
    page.get_by_role("button", name="What would it change?").click()
    assert page.locator(".previewed table").count() == 1


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_no_page_has_a_fault_that_axe_finds(visit: Callable[..., Visit], lang: str) -> None:
    """The list and the case, in both languages, have no violation of accessibility and break no policy."""
    window = visit(f"?as-of=after:operation&lang={lang}")
    assert window.refused == []
    assert window.faults(f"case-{lang}") == []
    window.page.goto(f"/?lang={lang}")
    assert window.faults(f"cases-{lang}") == []


@pytest.mark.parametrize("width", WIDTHS)
def test_the_page_fits_its_screen(visit: Callable[..., Visit], width: int) -> None:
    """On desktop, tablet and phone, and at 200 % zoom of the desktop, nothing but pictures and tables scrolls aside."""
    window = visit("?as-of=after:operation", viewport={"width": width, "height": 900})
    page = window.page
    for place in (width, width // 2 if width == WIDTHS[0] else width):
        page.set_viewport_size({"width": place, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= place
    page.set_viewport_size({"width": width, "height": 900})
    page.screenshot(path=window.shots / f"case-{width}.png")
    page.goto("/")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.screenshot(path=window.shots / f"cases-{width}.png")


def test_the_page_prints_on_three_sheets(visit: Callable[..., Visit], tmp_path: Path) -> None:
    """Printed on A4, what matters at the meeting takes one to three pages."""
    window = visit("?as-of=2026-03-27")
    folder = Path(os.environ.get("CEPHALAD_SCREENSHOTS") or tmp_path)
    printed = window.page.pdf(path=str(folder / "case-print.pdf"), format="A4")
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", printed)) <= MOST_PAGES
