"""The guided tour of `docs/web-application.md`, walked: what it tells can be done, and each step gives its picture.

With ``CEPHALAD_TOUR`` naming a folder (`scripts/screenshots` does) the pictures are kept there. The clock of the server
stands at the last month of the reference patient, so that the pictures show the same days whenever they are made.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.server.pictures import picture
from tests.server.serving import Served, Visit, chromium, served
from tests.server.test_first_run import PASSWORD

MOMENT = "2026-03-27T09:00+00:00"
WIDTH, HEIGHT = 1100, 780
MOST_BYTES = 150_000
PICTURES = {
    "begin", "cases", "cases-zh", "case", "case-zh", "changed", "veins", "timeline", "reasons", "answer", "lists",
    "new-case", "kinds", "form", "preview", "wrong", "correct", "history", "import", "paper", "compare", "calendar",
    "audit", "log-in", "second-factor",
}  # fmt: skip
"""The whole tour; a picture that is no step of it is none of the documentation's."""


class Tour:
    """One window, and the folder in which its pictures are kept."""

    def __init__(self, visit: Visit, origin: str, folder: Path) -> None:
        self.visit, self.page, self.origin, self.folder = visit, visit.page, origin, folder
        self.taken: list[str] = []

    def open(self, path: str) -> None:
        """Open a page of the server."""
        assert self.page.goto(f"{self.origin}{path}").status == 200, path

    def take(self, name: str, section: str = "", further: int = 0) -> None:
        """Keep what the window shows, or from where a section begins, so many points further down."""
        if section:
            self.page.locator(section).evaluate("each => each.scrollIntoView({block: 'start', behavior: 'instant'})")
            self.page.evaluate(f"scrollBy({{top: {further}, behavior: 'instant'}})")
        else:
            self.page.evaluate("scrollTo({top: 0, behavior: 'instant'})")
        content = picture(self.page)
        assert len(content) <= MOST_BYTES, name
        (self.folder / f"{name}.png").write_bytes(content)
        self.taken.append(name)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the pictures are kept."""
    chosen = Path(os.environ.get("CEPHALAD_TOUR") or tmp_path_factory.mktemp("tour"))
    chosen.mkdir(parents=True, exist_ok=True)
    return chosen


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One browser."""
    with chromium() as opened:
        yield opened


def visit_of(browser: Any, folder: Path) -> Visit:
    """A window of the size of the pictures."""
    return Visit.of(browser, folder, viewport={"width": WIDTH, "height": HEIGHT})


@pytest.fixture(scope="module")
def tour(browser: Any, folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tour]:
    """The demonstration, opened by its link."""
    data = str(tmp_path_factory.mktemp("demo"))
    with served("--demo", "--data", data, at=MOMENT, TZ="UTC") as server:
        made = Tour(visit_of(browser, tmp_path_factory.mktemp("shots")), server.origin, folder)
        made.page.goto(server.link)
        made.take("begin")
        made.page.locator("main button").first.click()
        made.page.wait_for_url(f"{server.origin}/")
        yield made
        assert made.visit.refused == []


def case_path(tour: Tour) -> str:
    """The address of the reference patient, found as a reader finds it."""
    tour.open("/")
    return str(tour.page.get_by_role("link", name="zhao-tian-2026").get_attribute("href"))


def test_looking(tour: Tour) -> None:
    """List, case, slider, veins, time line, reasons, a question answered in its place, in both languages."""
    path, page = case_path(tour), tour.page
    tour.take("cases")
    tour.open(f"{path}?as-of=after:blood-count-local")
    page.locator("#point").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => location.search.endsWith('ultrasound-local')")
    page.locator("#case-region:not([aria-busy])", has_text="suspected").wait_for()
    tour.take("case")
    tour.take("changed", "#section-changed")
    tour.open(f"{path}?as-of=after:pathology")
    tour.take("veins", "#section-veins", further=430)
    tour.take("timeline", "#section-timeline")
    page.locator("#suspicion > summary").click()
    tour.take("reasons", "#section-suspicion")
    tour.open(f"{path}?as-of=2026-03-27")
    question = page.locator("#section-missing details.statement", has_text="right atrium").first
    question.locator("summary").click()
    question.get_by_role("link", name=re.compile("^Answer")).click()
    question.get_by_label("clear", exact=True).check()
    question.get_by_label("Study that shows it").select_option("echocardiography")
    question.get_by_role("button", name="What would it change?").click()
    question.get_by_text("What this answer would change").first.wait_for()
    tour.take("answer", "#section-missing")
    tour.open(f"{path}?as-of=2026-03-27&lang=zh")
    tour.take("case-zh")
    tour.open("/?lang=zh")
    tour.take("cases-zh")


def test_entering(tour: Tour) -> None:
    """A case from nothing, a study with its preview, a fault at its field, a correction, the history, a file."""
    page = tour.page
    tour.open("/new-case/")
    tour.take("new-case")
    page.get_by_label("Pseudonym").fill("ward-7")
    page.get_by_label("Sex").select_option("female")
    page.get_by_role("button", name="Make the case").click()
    page.wait_for_url(re.compile("/enter/$"))
    tour.take("kinds")
    begun = str(page.url)
    page.get_by_role("link", name="Imaging study").click()
    tour.take("form")
    page.get_by_label("When").fill("2026-03-25")
    page.get_by_label("Age at this event").fill("47")
    page.locator('[name="f.modality.0.a"]').select_option("ct")
    page.locator('[name="f.contrast.0.a"]').select_option("yes")
    page.locator('[name="f.regions.0.a"][value="pelvis"]').check()
    page.get_by_role("button", name="Add a vein").click()
    page.locator('[name="v.0.name"]').select_option("infrarenal-ivc")
    page.locator('[name="v.0.content.0.a"]').select_option("filling-defect")
    page.locator("#preview ins").first.wait_for()
    tour.take("preview", '[id="v.0"]')
    page.get_by_role("button", name="Save to the record").click()
    page.get_by_text("Saved to the record: imaging-1.").wait_for()
    page.goto(f"{begun}laboratory/")
    page.get_by_label("When").fill("last week")
    page.locator('[name="f.haemoglobin.0.a"]').fill("9999")
    page.get_by_role("button", name="Save to the record").click()
    tour.take("wrong")
    page.get_by_role("button", name="Drop the draft").click()
    page.goto(begun)
    page.get_by_role("link", name="Correct imaging-1").click()
    page.get_by_label("Reason").fill("the report was read again")
    page.get_by_label("When").fill("2026-03-24")
    tour.take("correct")
    page.get_by_role("button", name="Save the correction").click()
    page.goto(begun.replace("/enter/", "/history/"))
    tour.take("history")
    tour.open("/import/")
    content = page.request.get(f"{tour.origin}/import/template.csv").body().replace(b"complaint", b"complane")
    page.get_by_label("File", exact=True).set_input_files(
        {"name": "cases.csv", "mimeType": "text/csv", "buffer": content}
    )
    page.get_by_role("button", name="Try the file").click()
    page.get_by_text("Nothing was imported").wait_for()
    tour.take("import")
    tour.visit.refused[:] = [each for each in tour.visit.refused if "422" not in each]


def test_paper_lists_and_audit(tour: Tour) -> None:
    """What is printed, the plan before and after an event, the feed of the calendar, the lists, who did what."""
    path = case_path(tour)
    tour.open(f"{path}paper/?as-of=2026-03-27")
    tour.take("paper")
    tour.open(f"{path}compare/?before=after:blood-count-local&after=after:ultrasound-local")
    tour.take("compare")
    tour.open("/account/calendar/")
    tour.take("calendar")
    tour.open("/lists/overdue/")
    tour.take("lists")
    tour.open("/audit/")
    tour.take("audit")


def test_coming_in(tour: Tour, browser: Any, folder: Path, tmp_path: Path) -> None:
    """An installation of one's own: the first account, the second factor that it must have, the page of log-in."""
    with served("--data", str(tmp_path / "data"), at=MOMENT, TZ="UTC") as server:
        own = Tour(visit_of(browser, tmp_path), server.origin, folder)
        fill_in_first_account(own, server)
        own.take("second-factor")
        own.page.click("form[action='/log-out/'] button")
        own.take("log-in")
        assert own.visit.refused == []
    tour.taken.extend(own.taken)


def fill_in_first_account(tour: Tour, server: Served) -> None:
    """Name and password of the first account."""
    tour.page.goto(server.link)
    tour.page.fill("#id_username", "anna")
    for name in ("#id_password1", "#id_password2"):
        tour.page.fill(name, PASSWORD)
    tour.page.click("button.main")
    tour.page.wait_for_url("**/account/set-up/")


def test_the_tour_is_whole(tour: Tour, folder: Path) -> None:
    """Each picture was taken once, and nothing else lies in the folder."""
    assert sorted(tour.taken) == sorted(PICTURES)
    assert {path.stem for path in folder.glob("*.png")} == PICTURES
