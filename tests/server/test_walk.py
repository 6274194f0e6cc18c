"""Every address of the application, with every method: who gets what, and which headers stand on the answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from tests.server.visiting import client, person, signed_in, text

SECRET = "JBSWY3DPEHPK3PXP"
METHODS = ("get", "head", "post", "put", "patch", "delete", "options", "trace")
CHANGING = ("post", "put", "patch", "delete")
OPEN = {
    "account_login",
    "account_logout",
    "account_inactive",
    "calendar-feed",
    "health",
    "language",
    "link",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "style",
}
"""What needs no account: coming in, choosing a language, a sign of life, a style sheet, a calendar by its secret."""

OF_ADMINISTRATORS = {"people", "invite", "person", "audit", "audit-export"}
SAMPLES = {"int": "1", "str": "0" * 32, "slug": "a", "uuid": "00000000-0000-4000-8000-000000000000", "path": "a/b"}


def addresses() -> list[tuple[str, str]]:
    """Name and a sample path of every route, those of included parts too."""
    from django.urls import get_resolver

    return sorted(set(_walk(get_resolver().url_patterns, "/")))


def _walk(patterns: Any, before: str) -> Iterator[tuple[str, str]]:
    for pattern in patterns:
        path = before + _sample(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from _walk(pattern.url_patterns, path)
        else:
            yield str(pattern.name), path


def _sample(pattern: Any) -> str:
    route = str(pattern)
    for name, converter in pattern.converters.items():
        kind = type(converter).__name__.removesuffix("Converter").lower()
        sample = SAMPLES.get("str" if kind == "string" else kind, "0" * 32)
        for written in (f"<{kind}:{name}>", f"<str:{name}>", f"<{name}>"):
            route = route.replace(written, sample)
    assert "<" not in route, route
    return route


def missing_headers(answer: Any) -> list[str]:
    """Headers that every answer must have and this one has not."""
    wanted = {
        "Content-Security-Policy": "default-src 'none'",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "X-Frame-Options": "DENY",
        "Permissions-Policy": "camera=()",
    }
    return [name for name, value in wanted.items() if value not in answer.headers.get(name, "")]


@pytest.mark.usefixtures("sqlite_store")
def test_the_walk_sees_every_part() -> None:
    """The list of addresses is real: it holds this project's own pages and those of allauth."""
    names = {name for name, _ in addresses()}
    assert names >= OPEN
    assert names >= OF_ADMINISTRATORS
    assert {"home", "account", "mfa_activate_totp", "account_change_password"} <= names
    assert "account_signup" not in names


@pytest.mark.usefixtures("sqlite_store")
def test_nobody_gets_anything_without_an_account() -> None:
    """ASVS 8.2.1, 8.3.1: without an account each address sends to log-in by every method, but for the few open ones."""
    visitor = client()
    visitor.handler.enforce_csrf_checks = False
    shown = []
    for name, path in addresses():
        for method in METHODS:
            answer = getattr(visitor, method)(path)
            assert missing_headers(answer) == [], (method, path)
            if name not in OPEN and not answer.headers.get("Location", "").startswith("/log-in/?next="):
                shown.append((method, path, answer.status_code))
    assert shown == []


@pytest.mark.usefixtures("sqlite_store")
def test_the_open_addresses_tell_nothing() -> None:
    """What is open without an account shows no case and no account; a link that was guessed is not there."""
    from cephalad.record import read_example
    from cephalad.server.store.cases import import_case

    import_case(read_example("zhao-tian-2026"), "tests")
    person("berta")
    visitor = client()
    for name, path in addresses():
        if name in OPEN:
            answer = visitor.get(path)
            assert answer.status_code in (200, 302, 404, 405), path
            assert "zhao-tian-2026" not in text(answer), path
            assert "berta" not in text(answer), path
    assert visitor.get("/link/" + "0" * 43 + "/").status_code == 404


@pytest.mark.usefixtures("sqlite_store")
def test_every_address_answers_an_administrator_without_a_fault() -> None:
    """ASVS 3.4.4, 3.4.5: with both factors no address fails, by no method, and every answer has its headers."""
    visitor = signed_in(person(administrator=True, factor=SECRET))
    for _, path in addresses():
        for method in ("get", "head", "options", "trace"):
            answer = getattr(visitor, method)(path)
            assert answer.status_code < 500, (method, path)
            assert missing_headers(answer) == [], (method, path)
            answer.close()


@pytest.mark.usefixtures("sqlite_store")
def test_nothing_is_changed_without_the_token_of_a_form() -> None:
    """ASVS 3.5.1: every changing method at every address is refused without the anti-forgery token."""
    visitor = signed_in(person(administrator=True, factor=SECRET))
    for _, path in addresses():
        for method in CHANGING:
            answer = getattr(visitor, method)(path, {"which": "all"} if method == "post" else None)
            assert answer.status_code == 403, (method, path)


@pytest.mark.usefixtures("sqlite_store")
def test_nothing_is_shown_before_a_second_factor() -> None:
    """ASVS 6.3.3: an account without a second factor is sent to set one up, from every address but the way there."""
    visitor = signed_in(person(administrator=True), shown_factor=False)
    way = OPEN | {"second-factor", "mfa_activate_totp", "mfa_add_webauthn", "account_reauthenticate"}
    for name, path in addresses():
        if name not in way:
            answer = visitor.get(path)
            assert (answer.status_code, answer.headers.get("Location")) == (302, "/account/set-up/"), path


@pytest.mark.usefixtures("sqlite_store")
def test_a_session_that_never_showed_the_factor_ends() -> None:
    """ASVS 6.3.3: a session that was open before the factor was set up elsewhere gets nothing and ends."""
    visitor = signed_in(person(factor=SECRET), shown_factor=False)
    assert visitor.get("/").headers["Location"] == "/log-in/"
    assert "_auth_user_id" not in visitor.session


@pytest.mark.usefixtures("sqlite_store")
def test_accounts_and_audit_are_for_administrators() -> None:
    """ASVS 8.2.1: other accounts get 403 on the pages of administrators, by every method."""
    visitor = signed_in(person(factor=SECRET), csrf=False)
    refused = {name for name, path in addresses() for method in METHODS if _status(visitor, method, path) == 403}
    assert refused == OF_ADMINISTRATORS
    for name, path in addresses():
        if name in OF_ADMINISTRATORS:
            assert {_status(visitor, method, path) for method in METHODS} <= {403, 405}, path


def _status(visitor: Any, method: str, path: str) -> int:
    if path.startswith(("/log-out/", "/account/sessions/")):
        return 0  # they end this session, and are no page of administrators
    return int(getattr(visitor, method)(path).status_code)


@pytest.mark.usefixtures("sqlite_store")
def test_pages_are_not_kept_and_static_files_are() -> None:
    """ASVS 14.3.2: no page may be stored by a browser or a proxy; files of the package may."""
    visitor = signed_in(person(factor=SECRET))
    assert visitor.get("/").headers["Cache-Control"] == "no-store"
    assert visitor.get("/nothing/").headers["Cache-Control"] == "no-store"
    kept = visitor.get("/static/cephalad/site.css")
    assert kept.status_code == 200
    assert "max-age" in kept.headers["Cache-Control"]
    assert missing_headers(kept) == []
    kept.close()


@pytest.mark.usefixtures("sqlite_store")
@pytest.mark.parametrize(
    "path",
    ["/static/../settings.py", "/static/%2e%2e/settings.py", "/static/..%2fsettings.py", "/static//etc/passwd"],
)
def test_static_files_are_only_those_of_the_package(path: str) -> None:
    """ASVS 5.3.2: no trick in a path leads out of the folder of static files."""
    assert client().get(path).status_code == 404
