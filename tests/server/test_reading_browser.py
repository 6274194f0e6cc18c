"""Reading a report and working down a screened archive in a browser: in both languages, with and without script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.server.serving import Served, Visit, served
from tests.server.test_screening import EXPLAINED, NAMED, OUTSIDE, finished

REPORT = """CT abdomen and pelvis. Indication: evaluate for IVC thrombus.
FINDINGS: Left parametrial mass 7.6x5.4x4.9 cm with branching flow.
Filling defect in the left ovarian vein and the IVC. No thrombus in the left renal vein.
HISTORY: hysterectomy 2018.
IMPRESSION: possible intravenous leiomyomatosis."""
CHINESE = """盆腔增强CT。左侧阔韧带肿物,大小约4.8×2.5cm。左侧卵巢静脉及下腔静脉内见充盈缺损。
左肾静脉未见血栓。印象:考虑静脉内平滑肌瘤病。"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished run of a hundred reports."""
    texts = (NAMED, OUTSIDE, EXPLAINED, CHINESE)
    dated = [(n, f"2020-01-{1 + n % 28:02}") for n in range(100)]
    rows = [(f"R-{n:03}", texts[n % 4], f"P-{n % 50:02}" if n % 7 else "", day) for n, day in dated]
    return finished(tmp_path_factory.mktemp("archive"), rows)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, folder: Path) -> Iterator[Served]:
    """A demonstration with that list, which runs for all tests of this file."""
    with served("--demo", "--data", str(tmp_path_factory.mktemp("demo")), "--screening", str(folder)) as running:
        yield running


def fits(visit: Visit, name: str) -> None:
    """Axe finds nothing, and the page is no wider than a telephone's screen."""
    assert visit.faults(name) == [], name
    visit.page.set_viewport_size({"width": 390, "height": 800})
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= 390, name
    visit.page.screenshot(path=visit.shots / f"{name}-narrow.png", full_page=True)
    visit.page.set_viewport_size({"width": 1180, "height": 820})


@pytest.mark.parametrize(("lang", "report"), [("en", REPORT), ("zh", CHINESE)])
def test_a_report_is_read_and_opens_the_form(visit: Visit, demo: Served, lang: str, report: str) -> None:
    """From the page of a case: paste, read, look, say when, open the form; it is filled in."""
    page = visit.page
    page.goto(f"{demo.origin}/?lang={lang}")
    page.get_by_role("link", name="kaur-2015", exact=True).first.click()
    page.goto(f"{page.url.split('?')[0]}read/?lang={lang}")
    fits(visit, f"reading-empty-{lang}")
    page.locator("[name='r.text']").fill(report)
    page.locator("button[name=act][value=read]").click()
    page.locator("table.found").wait_for()
    assert page.locator(".report-text mark").count() >= 4
    fits(visit, f"reading-{lang}")
    counts_days = page.locator("[name='e.day']").count()
    page.locator("[name='e.effective_on'], [name='e.day']").first.fill("12" if counts_days else "2025-07-14")
    page.locator("button[name=act][value=accept]").click()
    page.locator("#entry-form").wait_for()
    assert visit.faults(f"reading-form-{lang}") == []
    assert page.locator("[name='m.0.name']").input_value().startswith("mass-")
    assert visit.refused == []


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_list_is_without_fault(visit: Visit, demo: Served, lang: str) -> None:
    """Axe finds nothing on the list, opened details too, and it fits a telephone's screen."""
    page = visit.page
    page.goto(f"{demo.origin}/screening/?lang={lang}&tier=A&tier=B&tier=C&tier=D")
    page.locator("summary").nth(0).click()
    page.locator(".opening summary").nth(0).click()
    fits(visit, f"screening-{lang}")
    assert visit.refused == []


def test_working_down_the_list(visit: Visit, demo: Served) -> None:
    """Decide by the buttons, choose what is open, open a case from a report; the labels can be taken out."""
    page = visit.page
    page.goto(f"{demo.origin}/")
    page.get_by_role("link", name="Screening").click()
    report = page.locator("article.report").first
    report.get_by_label("Reason").select_option("ordinary-fibroid")
    report.get_by_role("button", name=re.compile("Reject")).click()
    page.get_by_text("Your decision is written down.").wait_for()
    assert page.locator("article.report").first.get_by_text("You: rejected").count() == 1
    assert visit.faults("screening-decided") == []
    with page.expect_download() as taken:
        page.get_by_role("button", name="Download the labels").click()
    assert "reader_1" in Path(taken.value.path()).read_text(encoding="utf-8")
    page.locator(".opening summary").first.click()
    page.get_by_role("button", name="Go on").first.click()
    page.get_by_role("heading", name="New case").wait_for()
    assert visit.faults("screening-new-case") == []
    page.get_by_label("Pseudonym").fill("found-1")
    page.get_by_label("Sex").select_option("female")
    page.get_by_role("button", name="Make the case").click()
    page.wait_for_url(re.compile("/enter/$"))
    assert visit.faults("screening-drafts") == []
    assert visit.refused == []


def test_both_pages_work_without_script(browser: Any, door: dict[str, Any], demo: Served, tmp_path: Path) -> None:
    """With script switched off a report is read and accepted, and a decision is written."""
    visit = Visit.of(browser, tmp_path, storage_state=door, java_script_enabled=False)
    page = visit.page
    page.goto(f"{demo.origin}/new-case/read/")
    page.locator("[name='r.text']").fill(REPORT)
    page.locator("button[name=act][value=read]").click()
    page.locator("[name='e.effective_on']").fill("2025-07-14")
    page.locator("button[name=act][value=accept]").click()
    page.wait_for_url(re.compile("/new-case/[0-9a-f-]{36}/"))
    assert page.get_by_text("wait for this case").count() == 1
    page.goto(f"{demo.origin}/screening/?page=2")
    page.get_by_role("button", name=re.compile("Unsure")).first.click()
    assert page.get_by_text("You: unsure").count() == 1
    assert "page=2" in page.url
