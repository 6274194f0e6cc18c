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
from tests.server.serving import Served, Visit, served
from tests.server.test_first_run import PASSWORD, made_first_account
from tests.server.test_screening import finished

MOMENT = "2026-03-27T09:00+00:00"
WIDTH, HEIGHT = 1100, 780
PAPER_WIDTH = 720
MOST_BYTES = 150_000
PICTURES = {
    "begin", "cases", "cases-zh", "case", "case-zh", "changed", "veins", "timeline", "reasons", "answer",
    "new-case", "kinds", "form", "preview", "wrong", "correct", "history", "import", "report", "found",
    "paper", "print", "compare", "calendar", "lists", "booking", "search", "identity", "screening", "audit",
    "log-in", "second-factor", "first-account", "account", "people", "failure",
}  # fmt: skip
"""The whole tour; a picture that is no step of it is none of the documentation's."""

REPORT = "\n".join(
    (
        "CT abdomen and pelvis with contrast. Indication: evaluate for thrombus in the vena cava.",
        "History: myomectomy in 2018.",
        "Findings: Solid mass of 76 x 54 x 49 mm in the left parametrium with branching flow. "
        "Filling defect in the left ovarian vein and the infrarenal IVC. No filling defect in the left renal vein.",
        "Impression: intravenous leiomyomatosis cannot be excluded.",
    )
)
ARCHIVE = [
    ("R-1043", "Filling defect in the IVC. Impression: possible intravenous leiomyomatosis.", "P-17", "2015-03-11"),
    ("R-0311", "Multiple fibroids, one of 6 cm in the left broad ligament.", "P-17", "2012-01-09"),
    (
        "R-2280",
        "Fibroid uterus. Filling defect in the right ovarian vein and the infrarenal IVC.",
        "P-04",
        "2019-08-30",
    ),
    ("R-2406", "Ultrasound: solid fibroid of 7 cm in the right broad ligament.", "P-23", "2020-02-02"),
    ("R-3117", "Renal tumour with filling defect in the IVC.", "P-31", "2021-05-18"),
    ("R-3390", "Two intramural fibroids. The IVC is patent.", "P-40", "2022-10-04"),
]
"""Made-up reports: number, words, woman, day."""


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
        # What was scrolled is painted with the frame after.
        self.page.evaluate("new Promise(each => requestAnimationFrame(() => requestAnimationFrame(each)))")
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
    page.locator("#case-region:not([aria-busy])", has_text="after ultrasound-local").wait_for()
    page.locator("#point").blur()
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
    tour.take("answer", "#section-missing .answer-form", further=-60)
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


def test_reading(tour: Tour) -> None:
    """A report is pasted, its words are marked, what was found is proposed; the form is opened by nobody else."""
    page = tour.page
    tour.open(f"{case_path(tour)}read/")
    page.locator("[name='r.text']").fill(REPORT)
    page.get_by_role("button", name="Read the report").click()
    page.locator("table.found").wait_for()
    assert page.locator(".report-text mark", has_text="intravenous leiomyomatosis").count() == 1
    tour.take("report")
    tour.take("found", "h2:has(+ p + .scroll)")


def test_paper(tour: Tour) -> None:
    """What is printed, the page itself on paper, the plan before and after an event, the feed of the calendar."""
    path, page = case_path(tour), tour.page
    tour.open(f"{path}paper/?as-of=2026-03-27")
    tour.take("paper")
    tour.open(f"{path}?as-of=2026-03-27")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": PAPER_WIDTH, "height": HEIGHT})
    page.locator("body").evaluate("each => { each.style.margin = '3rem' }")  # as a printer leaves them free
    tour.take("print")
    page.emulate_media(media="screen")
    page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
    tour.open(f"{path}compare/?before=after:blood-count-local&after=after:ultrasound-local")
    tour.take("compare")
    tour.open("/account/calendar/")
    tour.take("calendar")


def test_lists_and_patients(tour: Tour) -> None:
    """Who waits, a booking out of the list, a patient found and who she is, another who may be the same."""
    page = tour.page
    tour.open("/lists/overdue/")
    tour.take("lists")
    page.get_by_role("link", name="Book for zhao-tian-2026: baseline MRI").first.click()
    page.get_by_label("Planned day", exact=True).fill("2026-04-02")
    page.get_by_text("No conclusion would change.").first.wait_for()
    page.get_by_label("Planned day", exact=True).blur()
    tour.take("booking")
    page.get_by_role("button", name="Save to the record").click()
    page.get_by_text("Saved to the record: booking-1.").wait_for()
    search(tour, "2021")
    tour.take("search")
    for case in ("zhao-tian-2026", "kaur-2015"):
        search(tour, case)
        page.get_by_role("link", name=f"Show who {case} is").click()
        page.get_by_label("Hospital number").fill("H-0042")
        page.get_by_role("button", name="Save the identity").click()
    page.get_by_role("heading", name="Perhaps she is here already").wait_for()
    tour.take("identity")
    tour.visit.refused[:] = [each for each in tour.visit.refused if "409" not in each]


def search(tour: Tour, wanted: str) -> None:
    """Look for a patient in the header, as from any page."""
    field = tour.page.get_by_role("banner").get_by_role("searchbox")
    field.fill(wanted)
    field.press("Enter")
    tour.page.get_by_role("heading", name="Cases found").wait_for()


def test_audit(tour: Tour) -> None:
    """Who did what on the tour so far."""
    tour.open("/audit/")
    tour.take("audit")


def test_screening(tour: Tour, browser: Any, folder: Path, tmp_path: Path) -> None:
    """The list of a screened archive, with one report decided."""
    run = finished(tmp_path, ARCHIVE)
    with served("--demo", "--data", str(tmp_path / "demo"), "--screening", str(run), at=MOMENT, TZ="UTC") as server:
        own = Tour(visit_of(browser, tmp_path), server.origin, folder)
        own.page.goto(server.link)
        own.page.locator("main button").first.click()
        own.page.wait_for_url(f"{server.origin}/")
        own.open("/screening/")
        report = own.page.locator("article.report", has_text="R-1043")
        report.get_by_label("Reason").select_option("chart-read")
        report.get_by_role("button", name=re.compile("Confirm")).click()
        own.page.get_by_text("Your decision is written down.").wait_for()
        own.open("/screening/")
        own.take("screening", ".filter:has(.tiers)")
        assert own.visit.refused == []
    tour.taken.extend(own.taken)


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


def test_accounts(tour: Tour, browser: Any, folder: Path, tmp_path: Path) -> None:
    """The page of the first link, one's own account, the people of an installation, and an address without a page."""
    with served("--data", str(tmp_path / "data"), at=MOMENT, TZ="UTC") as server:
        own = Tour(visit_of(browser, tmp_path), server.origin, folder)
        own.page.goto(server.link)
        own.take("first-account")
        made_first_account(own.visit, server)
        own.open("/account/")
        own.take("account")
        own.open("/people/")
        own.take("people")
        assert own.visit.refused == []
        assert own.page.goto(f"{server.origin}/no-such-page/").status == 404
        own.take("failure")
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
