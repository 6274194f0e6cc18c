"""The first hour of an installation in a real browser: account, second factors, log-in by each way, a colleague."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.server.serving import Served, Visit, chromium, code_now, served

PASSWORD = "four odd words here"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One browser for all tests of this file."""
    with chromium() as opened:
        yield opened


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Served]:
    """A new installation without accounts."""
    with served("--data", str(tmp_path / "data")) as running:
        yield running


def made_first_account(visit: Visit, server: Served) -> str:
    """The secret of the authenticator app of the first account, which is signed in afterwards."""
    page = visit.page
    page.goto(server.link)
    assert visit.faults("first-account") == []
    page.fill("#id_username", "Anna")
    page.fill("#id_password1", PASSWORD)
    page.fill("#id_password2", PASSWORD)
    page.click("button.main")
    assert page.url == f"{server.origin}/account/set-up/"
    assert visit.faults("second-factor-needed") == []
    page.click("a[href*='totp']")
    secret: str = page.inner_text(".secret")
    assert visit.faults("authenticator-app") == []
    page.fill("#id_code", code_now(secret))
    page.click("button.main")
    assert page.locator(".codes li").count() == 10
    assert visit.faults("recovery-codes") == []
    page.click("main a.button.main")
    assert page.url == f"{server.origin}/"
    return secret


def log_out(visit: Visit) -> None:
    """End the session by the button at the top."""
    visit.page.click("form[action='/log-out/'] button")


def test_first_run_codes_recovery_and_log_out(server: Served, browser: Any, tmp_path: Path) -> None:
    """From the printed link to a session with both factors, and back in with a code and with a recovery code."""
    visit = Visit.of(browser, tmp_path / "shots")
    made_first_account(visit, server)
    page = visit.page
    page.goto(f"{server.origin}/account/second-factor/recovery-codes/generate/")
    page.click("main button.main")
    recovery = page.locator(".codes li").first.inner_text()
    log_out(visit)
    assert page.url == f"{server.origin}/log-in/"
    assert visit.faults("log-in") == []
    page.goto(f"{server.origin}/account/")
    assert "/log-in/?next=/account/" in page.url
    page.fill("#id_login", "ANNA")
    page.fill("#id_password", PASSWORD)
    page.click("button.main")
    assert visit.faults("second-factor") == []
    page.fill("#id_code", "000000")
    page.click("button.main")
    assert page.locator("#id_code").get_attribute("aria-invalid") == "true"
    assert visit.faults("second-factor-wrong") == []
    page.fill("#id_code", recovery)
    page.click("button.main")
    assert page.url == f"{server.origin}/account/"
    assert [asked for asked in visit.asked if not asked.startswith(f"{server.origin}/")] == []
    assert [said for said in visit.refused if "Content Security Policy" in said] == []


def test_a_passkey_alone_logs_in_and_also_stands_in_for_a_code(server: Served, browser: Any, tmp_path: Path) -> None:
    """A passkey that asks for a fingerprint needs no password; after a password it is the second factor."""
    visit = Visit.of(browser, tmp_path / "shots")
    made_first_account(visit, server)
    visit.with_authenticator()
    page = visit.page
    page.goto(f"{server.origin}/account/second-factor/webauthn/add/")
    page.fill("#id_name", "ward computer")
    page.check("#id_passwordless")
    assert visit.faults("add-a-passkey") == []
    page.click("#mfa_webauthn_add")
    page.wait_for_url("**/account/second-factor/")
    page.goto(f"{server.origin}/account/second-factor/webauthn/")
    assert "ward computer" in page.inner_text("main")
    assert visit.faults("passkeys") == []
    log_out(visit)
    page.click("#passkey_login")
    page.wait_for_url(f"{server.origin}/")
    assert page.locator("nav.menu").count() == 1
    log_out(visit)
    page.fill("#id_login", "anna")
    page.fill("#id_password", PASSWORD)
    page.click("button.main")
    page.click("#mfa_webauthn_authenticate")
    page.wait_for_url(f"{server.origin}/")
    page.goto(f"{server.origin}/audit/?kind=log-in")
    assert page.locator("tbody tr").count() == 3
    assert page.locator("tbody tr >> text=passkey").count() == 2
    assert [said for said in visit.refused if "Content Security Policy" in said] == []


def test_a_passkey_that_fails_is_said_in_words(server: Served, browser: Any, tmp_path: Path) -> None:
    """Without any passkey the button does not do nothing: the page says that it did not work."""
    visit = Visit.of(browser, tmp_path / "shots")
    made_first_account(visit, server)
    log_out(visit)
    visit.page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new DOMException('no')); }")
    visit.page.click("#passkey_login")
    visit.page.wait_for_selector("#passkey-error:not([hidden])")
    assert visit.faults("passkey-failed") == []


def test_a_colleague_comes_in_by_her_link_while_the_other_is_in(server: Served, browser: Any, tmp_path: Path) -> None:
    """Two people at once: one invites, the other sets her password in Chinese, and each sees only what she may."""
    anna, berta = Visit.of(browser, tmp_path / "shots"), Visit.of(browser, tmp_path / "shots", locale="zh-CN")
    made_first_account(anna, server)
    anna.page.goto(f"{server.origin}/people/")
    assert anna.faults("accounts") == []
    anna.page.fill("#id_username", "贝塔")
    anna.page.click("main button.main")
    link = anna.page.inner_text(".address code")
    assert anna.faults("invited") == []
    berta.page.goto(link)
    assert "贝塔" in berta.page.inner_text("main")
    assert berta.faults("colleague-zh") == []
    for field in ("#id_password1", "#id_password2"):
        berta.page.fill(field, "完全不同的几个词放在一起吧")
    berta.page.click("button.main")
    berta.page.click("a[href*='totp']")
    secret = berta.page.inner_text(".secret")
    berta.page.fill("#id_code", code_now(secret))
    berta.page.click("button.main")
    assert berta.faults("recovery-codes-zh") == []
    for path, status in (("/", 200), ("/people/", 403), ("/audit/", 403)):
        answer = berta.page.goto(f"{server.origin}{path}")
        assert answer.status == status, path
    assert berta.faults("forbidden-zh") == []
    for name in ("audit", "account", "people"):
        anna.page.goto(f"{server.origin}/{name}/?lang=zh")
        assert anna.faults(f"{name}-zh") == []


def test_every_page_before_a_case_works_without_a_script(server: Served, browser: Any, tmp_path: Path) -> None:
    """Account, code, log-out and log-in need no JavaScript; and at twice the size nothing runs out of the page."""
    visit = Visit.of(browser, tmp_path / "shots", java_script_enabled=False, viewport={"width": 590, "height": 410})
    page = visit.page
    page.goto(server.link)
    page.fill("#id_username", "anna")
    for field in ("#id_password1", "#id_password2"):
        page.fill(field, PASSWORD)
    page.keyboard.press("Enter")
    page.click("a[href*='totp']")
    secret = page.inner_text(".secret")
    page.fill("#id_code", code_now(secret))
    page.keyboard.press("Enter")
    page.click("main a.button.main")
    for path in ("/", "/account/", "/people/", "/audit/"):
        page.goto(f"{server.origin}{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 590, path
        page.screenshot(path=visit.shots / f"small{path.replace('/', '-')}.png", full_page=True)
    log_out(visit)
    assert page.url == f"{server.origin}/log-in/"


def test_the_way_in_is_by_keyboard(server: Served, browser: Any, tmp_path: Path) -> None:
    """The first tab stop is the way past the menu; focus is to be seen; Enter sends the form."""
    visit = Visit.of(browser, tmp_path / "shots")
    page = visit.page
    page.goto(server.link)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "id_username"
    page.keyboard.type("anna")
    for _ in range(2):
        page.keyboard.press("Tab")
        page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/account/set-up/#main")
    assert page.title().startswith("A second factor is needed")
