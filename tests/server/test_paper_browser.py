"""Paper, calendar address and comparison in a real browser: no fault by axe, narrow, without a script, and printed."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from tests.server.serving import Served, Visit, chromium, served
from tests.unit.write.pdf_reading import pages_of

WIDTHS = (1280, 768, 390)
POINTS = "?before=after:ct-pelvis&after=after:operation"


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
    """A window on a page of the reference patient's case; afterwards nothing was asked of any other host."""
    server, browser, cookies = demo
    opened: list[Visit] = []

    def opens(rest: str, **settings: Any) -> Visit:
        settings = {"storage_state": cookies, "base_url": server.origin, **settings}
        opened.append(Visit.of(browser, tmp_path, **settings))
        page = opened[-1].page
        page.goto("/")
        page.goto(page.get_by_role("link", name="zhao-tian-2026").get_attribute("href") + rest)
        return opened[-1]

    yield opens
    for each in opened:
        assert {urlsplit(address).netloc for address in each.asked} == {urlsplit(server.origin).netloc}
        assert each.refused == []
        each.page.context.close()


def too_wide(page: Any) -> bool:
    """Whether the page has to be scrolled sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_no_page_has_a_fault_in_either_language(visit: Callable[..., Visit], lang: str) -> None:
    """Axe finds nothing on the three pages, at no width do they scroll sideways."""
    for name, rest in (("paper", "paper/?as-of=after:operation"), ("compare", f"compare/{POINTS}")):
        seen = visit(f"{rest}&lang={lang}")
        for width in WIDTHS:
            seen.page.set_viewport_size({"width": width, "height": 900})
            assert seen.faults(f"{name}-{lang}-{width}") == [], (name, width)
            assert not too_wide(seen.page), (name, width)
    seen.page.goto(f"/account/calendar/?lang={lang}")
    assert seen.faults(f"feed-{lang}") == []


def test_a_sheet_comes_as_a_file_without_a_script(visit: Callable[..., Visit], tmp_path: Path) -> None:
    """Without scripts a point is chosen and the Chinese sheet taken: a PDF of two pages under a plain name."""
    page = visit("paper/", java_script_enabled=False).page
    page.get_by_label("As of").select_option("after:operation")
    page.get_by_role("button", name="Choose").click()
    with page.expect_download() as waited:
        page.get_by_role("link", name="Team meeting: PDF, 中文").click()
    file = waited.value
    assert file.suggested_filename == "zhao-tian-2026_mdt_after-operation_zh.pdf"
    assert pages_of(Path(file.path()).read_bytes(), tmp_path) == 2


def test_the_comparison_prints_in_black_and_white(visit: Callable[..., Visit], tmp_path: Path) -> None:
    """Printed, both points and every changed conclusion with its word stand on at most three pages."""
    page = visit(f"compare/{POINTS}").page
    pdf = tmp_path / "compare.pdf"
    page.pdf(path=pdf, format="A4")
    words = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True).stdout
    assert pages_of(pdf.read_bytes(), tmp_path) <= 3
    assert "Conclusions that differ at the two points" in words
    assert "changed" in words
    assert "ct-pelvis" in words
    assert "Turn around" not in words


def test_an_address_is_made_and_read(visit: Callable[..., Visit]) -> None:
    """The address is shown once, gives a calendar to a reader without a cookie, and is void after revoking."""
    page = visit("paper/").page
    page.get_by_role("link", name="Calendar address").click()
    page.get_by_role("button", name="Make an address").click()
    address = page.locator("p.address code").text_content()
    reader = page.context.browser.new_context()
    first = reader.request.get(address)
    assert first.text().startswith("BEGIN:VCALENDAR")
    assert "BEGIN:VEVENT" in first.text()
    again = reader.request.get(address, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status, again.text()) == (304, "")
    page.get_by_role("button", name="Revoke the address").click()
    assert "There is no address any more" in page.locator(".messages").text_content()
    assert reader.request.get(address).status == 404
    reader.close()
