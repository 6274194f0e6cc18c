"""Every address of the application in a real browser, in both languages: axe finds nothing, nothing leaves the host."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from tests.server import test_walk
from tests.server.serving import Visit, chromium, served
from tests.server.test_first_run import made_first_account

from cephalad.record import example_text

REAL = {
    "event": "operation",
    "kind": "imaging",
    "name": "overdue",
    "form": str(uuid.UUID(int=7, version=4)),
    "what": "summary",
    "token": "no-such-token",
    "pk": "1",
    "study": "echocardiography",
}
"""For what stands in an address, something that is there; the case is added when it is known."""
ENDS_THE_SESSION = ("/log-out/", "/account/closed/")
LANGUAGES = ("en", "zh")
FEWEST_PAGES = 30
WHITE, CLEAR = "rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"


@dataclass(frozen=True)
class Walk:
    """A signed-in administrator, whose installation holds the reference patient."""

    visit: Visit
    origin: str
    case: str


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walk]:
    """An installation of one's own, and one case that was imported by its page."""
    folder = tmp_path_factory.mktemp("every")
    with served("--data", str(folder / "data")) as server, chromium() as browser:
        visit = Visit.of(browser, folder / "shots")
        made_first_account(visit, server)
        page = visit.page
        page.goto(f"{server.origin}/import/")
        content = example_text("zhao-tian-2026").encode()
        page.get_by_label("File", exact=True).set_input_files(
            {"name": "case.yaml", "mimeType": "text/yaml", "buffer": content}
        )
        page.get_by_role("button", name="Try the file").click()
        page.get_by_role("button", name="Import now").click()
        page.wait_for_url("**/cases/*/**")
        yield Walk(visit, server.origin, page.url.partition("/cases/")[2].partition("/")[0])


def paths(walk: Walk) -> list[str]:
    """A real path for every route; those that end the session last."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(test_walk, "_sample", lambda pattern: filled_in(pattern, walk.case))
        found = {path for _, path in test_walk.addresses()}
    return sorted(found - set(ENDS_THE_SESSION)) + sorted(found & set(ENDS_THE_SESSION))


def filled_in(pattern: Any, case: str) -> str:
    """The route with real values in place of its converters."""
    route = str(pattern)
    for name, converter in pattern.converters.items():
        kind = type(converter).__name__.removesuffix("Converter").lower()
        value = {**REAL, "subject": case}.get(name, test_walk.SAMPLES.get(kind, "1"))
        for written in (f"<{kind}:{name}>", f"<str:{name}>", f"<{name}>"):
            route = route.replace(written, value)
    return route


def is_page(answer: Any) -> bool:
    """Whether somebody sees it in a browser: files, parts for a script and addresses that only take forms are none."""
    return bool(answer.status != 405 and answer.headers.get("content-type", "").startswith("text/html"))


def choose(walk: Walk, lang: str) -> None:
    """Read in this language from now on, by the button that every page has."""
    page = walk.visit.page
    page.goto(walk.origin)
    if not page.locator(f'html[lang^="{lang}"]').count():
        page.locator("form.language button").click()
        page.locator(f'html[lang^="{lang}"]').wait_for(state="attached")


@pytest.mark.usefixtures("django")
def test_axe_finds_nothing_on_any_page_in_either_language(walk: Walk) -> None:
    """Every route that shows a page, pages of failure included; and none asks anything of another host."""
    page, faults = walk.visit.page, []
    shown = [path for path in paths(walk) if is_page(page.request.get(f"{walk.origin}{path}"))]
    for lang in LANGUAGES:
        choose(walk, lang)
        for path in shown:
            page.goto(f"{walk.origin}{path}")
            name = f"every{path.replace(walk.case, 'case').replace('/', '-')}{lang}"
            faults += [f"{path} {lang}: {each}" for each in walk.visit.faults(name)]
            faults += [] if page.locator(f'html[lang^="{lang}"]').count() else [f"{path}: is not in {lang}"]
    assert "\n".join(faults) == ""
    assert len(shown) > FEWEST_PAGES
    assert {each for each in walk.visit.asked if not each.startswith(walk.origin)} == set()


@pytest.mark.parametrize("path", ["", "history/", "compare/?before=after:bleeding&after=after:ultrasound-local"])
def test_on_paper_stands_what_was_said_and_nothing_to_press(walk: Walk, path: str) -> None:
    """With the media of print the page keeps its headings and tables; menu, search, slider and buttons are gone."""
    page = walk.visit.page
    page.goto(f"{walk.origin}/cases/{walk.case}/{path}")
    assert page.locator("nav.menu").is_visible()
    page.emulate_media(media="print")
    try:
        assert page.locator("h1").is_visible()
        assert page.locator("main h2:visible, main table:visible").count() > 0
        assert page.locator("nav.menu:visible, .bar-end:visible, #point:visible, button:visible").count() == 0
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") in (WHITE, CLEAR)
    finally:
        page.emulate_media(media="screen")
