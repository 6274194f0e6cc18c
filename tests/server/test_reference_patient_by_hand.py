"""The reference patient by hand: an empty installation, one clinician, a browser, and the checkpoints on the pages.

She is entered event by event as the shipped example has her, by mouse and keyboard only. What the pages must then say
is the table "The reference patient" of the pathway (S101 to S113); `tests/published/test_reference_patient.py` asks the
same of the program without a browser.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from tests.server.by_hand import Hand, answers_of
from tests.server.serving import Visit, chromium, code_now, served
from tests.server.test_first_run import PASSWORD, log_out, made_first_account

from cephalad.record import example_text, read_example
from cephalad.terms import KINDS

SHIPPED = read_example("zhao-tian-2026")
DECISIVE = (
    "2025-06-30",
    "after:ultrasound-local",
    "after:first-visit",
    "after:ct-pelvis",
    "after:mri-pelvis",
    "after:leg-ultrasound",
    "after:pathology",
    "2025-10-31",
    "2026-03-01",
)
CODE_LASTS = 30
AGE_IS_TOLD_AT = "first-visit"


@dataclass(frozen=True)
class Entered:
    """The case after the last event was saved.

    Attributes
    ----------
    address : of the case page
    at_once : what the box "overdue and due" said on the page that each saved event led to
    """

    visit: Visit
    address: str
    at_once: dict[str, str]

    def section(self, as_of: str, name: str) -> str:
        """The words of one section as of a point."""
        page = self.visit.page
        if not page.url.startswith(f"{self.address}?as-of={as_of}&"):
            page.goto(f"{self.address}?as-of={as_of}&")
        return one_line(page.locator(f"#section-{name}").inner_text())

    def statement(self, as_of: str, name: str) -> str:
        """The words of one statement that opens to its reasons, as they stand before it is opened."""
        self.section(as_of, "glance")
        return one_line(self.visit.page.locator(f'details[id="{name}"] > summary').text_content())


def one_line(words: str) -> str:
    """The words without the blanks of the page's source."""
    return re.sub(r"\s+", " ", words).strip()


def log_in_with_a_code(visit: Visit, secret: str) -> None:
    """Password and the code of the authenticator app; a code is good once, so the next one is waited for."""
    page = visit.page
    page.fill("#id_login", "anna")
    page.fill("#id_password", PASSWORD)
    page.click("button.main")
    page.wait_for_timeout((CODE_LASTS - time.time() % CODE_LASTS) * 1000)
    page.fill("#id_code", code_now(secret))
    page.click("button.main")
    page.wait_for_url("**/")
    assert page.locator("nav.menu").count() == 1


@pytest.fixture(scope="module")
def entered(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Entered]:
    """Account, log-in with both factors, a case from nothing, all events; the whole walk, once."""
    folder = tmp_path_factory.mktemp("walk")
    with served("--data", str(folder / "data")) as server, chromium() as browser:
        visit = Visit.of(browser, folder / "shots")
        page = visit.page
        secret = made_first_account(visit, server)
        log_out(visit)
        log_in_with_a_code(visit, secret)
        page.get_by_role("link", name="New case").first.click()
        page.get_by_label("Pseudonym").fill("by-hand")
        page.get_by_label("Sex").select_option("female")
        page.get_by_role("button", name="Make the case").click()
        page.get_by_role("main").get_by_role("link", name="by-hand").click()
        address, at_once = page.url, {}
        for event in SHIPPED.events:
            answers = answers_of(event, SHIPPED)
            if event.id == AGE_IS_TOLD_AT:
                answers["e.age"] = ["48"]
            Hand(page).enter(KINDS[event.kind].label_en, answers)
            at_once[event.id] = one_line(page.locator("#section-to-do").text_content())
        yield Entered(visit, address, at_once)
        assert visit.refused == []
        assert {each for each in visit.asked if not each.startswith(server.origin)} == set()


def test_the_page_after_each_event_says_what_is_due(entered: Entered) -> None:
    """Saving leads to the case just after the event; the first ultrasound puts eight studies on its list."""
    assert "pelvic ultrasound" in entered.at_once["bleeding"]
    due = entered.at_once["ultrasound-local"]
    for study in ("contrast CT or MRI of the pelvis", "suprahepatic vena cava", "echocardiography", "endometrial"):
        assert study in due, study
    assert len(entered.at_once) == len(SHIPPED.events)


def test_heavy_bleeding(entered: Entered) -> None:
    """2025-06-30: not raised; common explanations; ultrasound, blood count and endometrium due by her age."""
    assert "not raised" in entered.section("2025-06-30", "glance")
    due = entered.section("2025-06-30", "to-do")
    assert all(study in due for study in ("pelvic ultrasound", "blood count", "endometrial assessment"))
    notices = entered.section("2025-06-30", "notices")
    assert "common explanations are fibroid, adenomyosis, adenomyoma and submucous fibroid" in notices


def test_first_ultrasound(entered: Entered) -> None:
    """Local ultrasound: suspected; the team with vascular surgery is to be convened, the cardiac team on call."""
    glance = entered.section("after:ultrasound-local", "glance")
    assert "Suspicion suspected" in glance
    assert re.search(r"to be convened: [^;]*vascular surgery", glance)
    assert "on call until cleared: cardiac surgery, echocardiography, perfusion" in glance
    assert "endometrial assessment" in entered.section("after:ultrasound-local", "to-do")


def test_first_visit(entered: Entered) -> None:
    """First visit: the last period contradicts the bleeding; menopausal status stays unknown."""
    notices = entered.section("after:first-visit", "notices")
    assert "last period lies before a recorded menstrual bleeding" in notices
    assert "menopausal status cannot be read from it and stays unknown" in notices


def test_pelvic_ct(entered: Entered) -> None:
    """Pelvic CT: probable; left ovarian vein by route ii left; renal vein, vena cava and heart are not told."""
    glance = entered.section("after:ct-pelvis", "glance")
    assert "Suspicion probable" in glance
    assert "Routes ii left." in glance
    assert "left ovarian vein" in glance
    extent = entered.section("after:ct-pelvis", "extent")
    assert "continuous" in extent.casefold()
    for segment in ("left renal vein", "inferior vena cava", "right atrium"):
        assert segment in extent, segment


def test_mri(entered: Entered) -> None:
    """MRI: still probable; that it reads a fibroid is shown as disagreement."""
    assert "Suspicion probable" in entered.section("after:mri-pelvis", "glance")
    assert "read the vascular mass as something else" in entered.section("after:mri-pelvis", "notices")


def test_vein_leg_and_renal_studies(entered: Entered) -> None:
    """Front in the left ovarian vein; clear without a level; levels of the vena cava and the heart are asked for."""
    point = "after:leg-ultrasound"
    assert re.search(r"Front: left ovarian vein, both parts\.", entered.section(point, "glance"))
    extent = entered.section(point, "extent")
    for named in ("left iliac vein, which one not stated", "inferior vena cava, level not stated"):
        assert f"Reported clear: {named}" in extent, named
    caval = entered.statement(point, "workup.caval-cross-sectional")
    assert "partly done" in caval
    assert "inferior vena cava at every level" in caval
    assert "due" in entered.statement(point, "workup.echocardiography")
    assert "right atrium" in entered.section(point, "glance")


def test_operation_and_pathology(entered: Entered) -> None:
    """Confirmed; routes i left and ii left, downward; Ma I with II to IV open; large vein; completeness is asked."""
    glance = entered.section("after:pathology", "glance")
    assert "Suspicion confirmed" in glance
    assert "Routes i left, ii left, downward to the pelvic floor" in glance
    assert "Next at risk: left internal iliac vein; left renal vein" in glance
    assert "Ma I (II to IV not excluded); Peking Union 2024 large vein" in glance
    assert "resection claimed complete, against the record: ask the surgeon" in glance
    assert "Risk group high (very high not excluded)" in glance
    extent = entered.section("after:pathology", "extent")
    assert "about 7 cm above the left ovary" in extent
    assert "examined above it and found clear" in extent
    assert "window 2025-10 to 2026-01" in entered.statement("after:pathology", "surveillance.baseline-mri")


def test_last_follow_up(entered: Entered) -> None:
    """2025-10-31: three doses, the next within four weeks; ECG done, echocardiography overdue; MRI declined, open."""
    point = "2025-10-31"
    endocrine = entered.section(point, "endocrine")
    assert "leuprolide: 3 doses on record, 3.75 mg" in endocrine
    assert "next dose 2025-10-29 to 2025-11-28" in endocrine
    assert "insomnia may come from the GnRH agonist" in endocrine
    assert "insomnia may come from surgical menopause" in endocrine
    residual = entered.statement(point, "endocrine.residual")
    assert "unknown" in residual
    assert "hinges on: residual tumour" in residual
    assert "done" in entered.statement(point, "workup.electrocardiogram")
    assert "overdue" in entered.statement(point, "workup.echocardiography")
    baseline = entered.statement(point, "surveillance.baseline-mri")
    assert "declined" in baseline
    assert "overdue" not in baseline


def test_march(entered: Entered) -> None:
    """2026-03-01: the baseline, also the first surveillance, is overdue by 29 to 59 days; no contact since October."""
    point = "2026-03-01"
    due = entered.section(point, "to-do")
    assert re.search(r"overdue baseline MRI \(also the first surveillance imaging\)[^.]*late by 29 to 59 days", due)
    assert "refused 2025-10" in due
    echo = entered.statement(point, "workup.echocardiography")
    assert "overdue" in echo
    assert "due again" in due
    assert "No contact on record since 2025-10" in entered.section(point, "notices")


def test_the_shipped_case_says_the_same(entered: Entered) -> None:
    """Imported beside her, the shipped file gives word for word the same pages, the record's own section apart."""
    page = entered.visit.page
    origin = entered.address.partition("/cases/")[0]
    page.goto(f"{origin}/import/")
    file = {"name": "zhao-tian-2026.yaml", "mimeType": "text/yaml", "buffer": example_text("zhao-tian-2026").encode()}
    page.get_by_label("File", exact=True).set_input_files(file)
    page.get_by_role("button", name="Try the file").click()
    page.get_by_role("button", name="Import now").click()
    page.wait_for_url(re.compile("/cases/"))
    shipped = str(page.url).partition("?")[0]
    for point in DECISIVE:
        assert said(page, entered.address, point) == said(page, shipped, point), point
    entered.visit.page.screenshot(path=entered.visit.shots / "walk-march.png")


def said(page: Any, address: str, as_of: str) -> list[str]:
    """What the page says as of a point, line by line, without the record and without the name of the case."""
    page.goto(f"{address}?as-of={as_of}")
    page.locator("#section-record, .edition").evaluate_all("found => found.forEach(each => each.remove())")
    return str(page.locator("#case-region").inner_text()).splitlines()


def test_every_event_was_entered_once(entered: Entered) -> None:
    """The page of entry lists as many events as the paper tells, each of which can be corrected and withdrawn."""
    page = entered.visit.page
    page.goto(f"{entered.address}enter/")
    assert page.locator("tbody tr").count() == len(SHIPPED.events)
    assert page.get_by_role("link", name="Correct ").count() == len(SHIPPED.events)
