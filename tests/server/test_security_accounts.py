"""Coming in and staying in: links, passwords, second factors, attempts, sessions."""

from __future__ import annotations

import time
from typing import Any

import pytest
from tests.server.serving import code_now
from tests.server.visiting import PASSWORD, client, person, send, signed_in, text, token_of

SECRET = "JBSWY3DPEHPK3PXP"


def kinds() -> list[str]:
    """What stands in the chain, oldest first."""
    from cephalad.server.store.models import ChainRow

    return list(ChainRow.objects.order_by("sequence").values_list("kind", flat=True))


def log_in(visitor: Any, name: str = "anna", password: str = PASSWORD) -> Any:
    """The answer to a name and a password."""
    return send(visitor, "/log-in/", login=name, password=password)


# --- links ------------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("store")
def test_the_first_link_makes_one_administrator_and_works_once() -> None:
    """ASVS 6.3.2: there is no account before the first link is used, and the link makes exactly one."""
    from django.contrib.auth import get_user_model

    from cephalad.server.accounts.links import first_link, needs_first_account

    assert needs_first_account()
    path = first_link()
    visitor = client()
    answer = send(visitor, path, username="Anna", password1=PASSWORD, password2=PASSWORD)
    assert answer.headers["Location"] == "/"
    assert visitor.get("/").headers["Location"] == "/account/set-up/"
    account = get_user_model().objects.get()
    assert (account.get_username(), account.is_staff) == ("anna", True)
    assert account.password.startswith("argon2$argon2id$")
    assert client().get(path).status_code == 404
    assert kinds() == ["account-created", "log-in"]


@pytest.mark.usefixtures("sqlite_store")
def test_a_new_first_link_voids_the_one_before() -> None:
    """ASVS 6.4.1: each start prints a new link; what was printed before opens nothing."""
    from cephalad.server.accounts.links import first_link

    before, now = first_link(), first_link()
    assert client().get(before).status_code == 404
    assert client().get(now).status_code == 200


@pytest.mark.usefixtures("sqlite_store")
def test_a_first_link_opens_nothing_once_there_is_an_account() -> None:
    """A link for the first account that was left over makes no second administrator."""
    from cephalad.server.accounts.links import first_link

    path = first_link()
    person("berta")
    assert client().get(path).status_code == 404


@pytest.mark.usefixtures("sqlite_store")
def test_a_link_is_over_after_its_hours(monkeypatch: pytest.MonkeyPatch) -> None:
    """ASVS 6.4.1: a first link is good for a day and not for longer."""
    from datetime import timedelta

    from django.utils import timezone

    from cephalad.server.accounts import links

    path, now = links.first_link(), timezone.now()
    token = path.removeprefix("/link/").rstrip("/")
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(hours=23, minutes=59))
    assert links.found(token) is not None
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(hours=24, minutes=1))
    assert links.found(token) is None


@pytest.mark.usefixtures("sqlite_store")
def test_only_the_digest_of_a_link_is_kept() -> None:
    """Whoever reads the database finds no link that she could open."""
    from cephalad.server.accounts.links import first_link
    from cephalad.server.accounts.models import AccessLink

    token = first_link().removeprefix("/link/").rstrip("/")
    kept = AccessLink.objects.values_list("digest", flat=True).get()
    assert len(token) == 43
    assert token not in kept
    assert len(kept) == 64


@pytest.mark.usefixtures("sqlite_store")
def test_a_colleague_is_invited_and_sets_her_own_password() -> None:
    """An administrator makes an account without knowing its password; the link she passes on works once."""
    administrator = signed_in(person(administrator=True, factor=SECRET))
    again = send(administrator, "/people/invite/", "/people/", username="Berta")
    assert again.headers["Location"].startswith("/account/again/")
    send(administrator, "/account/again/", password=PASSWORD, next="/people/")
    shown = text(send(administrator, "/people/invite/", "/people/", username="Berta"))
    path = shown.partition("http://localhost")[2].partition("<")[0]
    berta = client()
    assert send(berta, path, password1="quite other words", password2="quite other words").status_code == 302
    assert berta.get("/").headers["Location"] == "/account/set-up/"
    assert client().get(path).status_code == 404
    assert signed_in_status("berta") == "clinician"


def signed_in_status(name: str) -> str:
    """The role of an account."""
    from django.contrib.auth import get_user_model

    return "administrator" if get_user_model().objects.get(username=name).is_staff else "clinician"


@pytest.mark.usefixtures("sqlite_store")
def test_a_link_for_a_lost_factor_forgets_it_only_when_told_so() -> None:
    """ASVS 6.4.3: a new password leaves the second factor in force; a link that clears it says so and asks anew."""
    from allauth.mfa.models import Authenticator

    from cephalad.server.accounts.links import person_link

    user = person(factor=SECRET)
    visitor = client()
    send(visitor, person_link(user), password1="quite other words", password2="quite other words")
    assert visitor.get("/").headers["Location"].startswith("/log-in/")
    assert Authenticator.objects.filter(user=user).exists()
    path = person_link(user, clears_second_factor=True)
    send(visitor, path, password1="still other words", password2="still other words")
    assert visitor.get("/").headers["Location"] == "/account/set-up/"
    assert not Authenticator.objects.filter(user=user).exists()
    assert "second-factor-removed" in kinds()


@pytest.mark.usefixtures("sqlite_store")
def test_who_runs_the_server_can_let_somebody_in_again() -> None:
    """A link that is made on the host gives an account a new password and factor; that it was made is a row."""
    from cephalad.errors import UnknownName
    from cephalad.server.accounts.links import link_from_host

    person(factor=SECRET)
    visitor = client()
    send(visitor, link_from_host("ANNA"), password1="quite other words", password2="quite other words")
    assert visitor.get("/").headers["Location"] == "/account/set-up/"
    assert kinds()[0] == "account-invited"
    with pytest.raises(UnknownName, match="nobody"):
        link_from_host("nobody")


@pytest.mark.usefixtures("sqlite_store")
def test_a_demonstration_opens_by_its_link_and_has_no_accounts(monkeypatch: pytest.MonkeyPatch) -> None:
    """The link opens as often as it is used; pages of passwords, factors and accounts are not there."""
    from dataclasses import replace

    from django.conf import settings

    from cephalad.server.accounts.links import demo_account, demo_link

    monkeypatch.setattr(settings, "CEPHALAD_CONFIG", replace(settings.CEPHALAD_CONFIG, demo=True))
    demo_account()
    path = demo_link()
    for _ in range(2):
        visitor = client()
        assert visitor.get("/").headers["Location"].startswith("/log-in/")
        assert send(visitor, path).headers["Location"] == "/"
        assert [visitor.get(there).status_code for there in ("/", "/audit/", "/account/")] == [200] * 3
        for there in ("/people/", "/account/password/", "/account/second-factor/", "/account/set-up/"):
            assert visitor.get(there).status_code == 404, there
    assert "This is a demonstration" in text(client().get("/log-in/"))


# --- passwords --------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("sqlite_store")
@pytest.mark.parametrize(
    ("password", "is_accepted"),
    [
        ("elevenchar1", False),
        ("twelvechars1", True),
        ("password1234", False),
        ("qwertyuiop123", False),
        ("cephalad12345", False),
        ("aaaabbbbcccc!", True),
        ("anna-anna-anna", False),
        ("x" * 200, True),
        ("正确的马电池订书钉一二三", True),
        ("only blanks between", True),
    ],
)
def test_passwords_are_refused_for_being_short_common_or_near(password: str, is_accepted: bool) -> None:
    """ASVS 6.2.1, 6.2.4, 6.2.5, 6.2.9, 6.2.11: length, common ones and near words count; kinds of characters do not."""
    from cephalad.server.accounts.links import first_link

    answer = send(client(), first_link(), username="anna-anna", password1=password, password2=password)
    assert answer.status_code == (302 if is_accepted else 422)


@pytest.mark.usefixtures("sqlite_store")
@pytest.mark.parametrize("name", ["<script>", "a b", "x", "'; DROP TABLE store_chain;--", "a\0b", "=1+1", "n" * 61])
def test_a_name_is_made_of_letters(name: str) -> None:
    """ASVS 2.2.1: markup, statements, blanks and control characters are no name of an account."""
    from cephalad.server.accounts.links import first_link

    answer = send(client(), first_link(), username=name, password1=PASSWORD, password2=PASSWORD)
    assert answer.status_code == 422
    assert "<script>" not in text(answer).partition("<main")[2]


# --- attempts ---------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("store")
def test_guessing_a_password_is_stopped() -> None:
    """ASVS 6.3.1: after five wrong passwords of one account in five minutes the right one does not help."""
    person(factor=SECRET)
    visitor = client()
    for number in range(5):
        assert log_in(visitor, password=f"wrong word {number}").status_code == 200
    assert log_in(visitor).headers.get("Location") is None
    assert kinds().count("log-in-refused") == 5


@pytest.mark.usefixtures("sqlite_store")
def test_guessing_many_accounts_from_one_address_is_stopped() -> None:
    """ASVS 6.3.1: an address that fails at ten different accounts in a minute is stopped at the eleventh."""
    person("right", factor=SECRET)
    visitor = client()
    for number in range(10):
        log_in(visitor, name=f"nobody{number}")
    assert log_in(visitor, name="right").status_code == 200
    elsewhere = client()
    elsewhere.defaults["REMOTE_ADDR"] = "198.51.100.9"
    assert log_in(elsewhere, name="right").status_code == 302


@pytest.mark.usefixtures("sqlite_store")
def test_many_requests_to_log_in_are_told_to_wait() -> None:
    """ASVS 6.3.1: the thirty-first attempt of an address in a minute gets 429 and when to come again."""
    visitor = client()
    token = token_of(visitor, "/log-in/")
    fields = {"csrfmiddlewaretoken": token, "login": "", "password": ""}
    answers = [visitor.post("/log-in/", fields) for _ in range(31)]
    assert [answer.status_code for answer in answers] == [200] * 30 + [429]
    assert answers[-1].headers["Retry-After"] == "60"


@pytest.mark.usefixtures("sqlite_store")
def test_a_wrong_name_and_a_wrong_password_look_the_same() -> None:
    """ASVS 6.3.8 (level 3): the answer does not tell whether there is such an account."""
    person("anna", factor=SECRET)
    known, unknown = (text(log_in(client(), name, "wrong words here")) for name in ("anna", "nobo"))

    def without_tokens(page: str) -> str:
        lines = (line for line in page.splitlines() if "csrf" not in line.casefold())
        return "\n".join(lines).replace("anna", "nobo")

    assert without_tokens(known) == without_tokens(unknown)


@pytest.mark.usefixtures("store")
def test_a_code_is_taken_once() -> None:
    """ASVS 6.5.1: a one-time code that opened a session opens no second one."""
    person(factor=SECRET)
    code = code_now(SECRET)
    first, second = client(), client()
    for visitor in (first, second):
        assert log_in(visitor).headers["Location"] == "/account/second-factor/authenticate/"
    assert send(first, "/account/second-factor/authenticate/", code=code).headers["Location"] == "/"
    assert send(second, "/account/second-factor/authenticate/", code=code).status_code == 200
    assert first.get("/").status_code == 200
    assert second.get("/").headers["Location"].startswith("/log-in/")
    assert kinds() == ["log-in", "log-in-refused"]


@pytest.mark.usefixtures("sqlite_store")
def test_a_code_is_taken_once_as_long_as_it_is_good(monkeypatch: pytest.MonkeyPatch) -> None:
    """ASVS 6.5.1: a code that is still good 45 seconds later, as the one before, is not taken again then."""
    person(factor=SECRET)
    begin = 1_790_000_010.0
    code = code_now(SECRET, begin)
    answers = []
    for now in (begin, begin + 45):
        monkeypatch.setattr(time, "time", lambda now=now: now)
        visitor = client()
        log_in(visitor)
        answers.append(send(visitor, "/account/second-factor/authenticate/", code=code).status_code)
    assert answers == [302, 200]


@pytest.mark.usefixtures("sqlite_store")
@pytest.mark.parametrize(("half_minutes", "is_accepted"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_code_is_good_for_its_half_minute_and_its_neighbours(
    half_minutes: int, is_accepted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A code may be half a minute early or late, not more."""
    person(factor=SECRET)
    visitor, now = client(), 1_790_000_010.0
    log_in(visitor)
    code = code_now(SECRET, now + 30 * half_minutes)
    monkeypatch.setattr(time, "time", lambda: now)
    answer = send(visitor, "/account/second-factor/authenticate/", code=code)
    assert (answer.status_code == 302) is is_accepted


@pytest.mark.usefixtures("sqlite_store")
def test_secrets_of_codes_are_sealed() -> None:
    """The secret of one-time codes does not stand in the database as it is."""
    from allauth.mfa.models import Authenticator

    person(factor=SECRET)
    kept = str(Authenticator.objects.get().data)
    assert SECRET not in kept
    assert len(kept) > 60


# --- sessions ---------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("sqlite_store")
def test_log_in_opens_a_new_session() -> None:
    """ASVS 7.2.4: the session from before log-in is not the one after it."""
    person(factor=SECRET)
    visitor = client()
    log_in(visitor)
    before = visitor.cookies["session"].value
    send(visitor, "/account/second-factor/authenticate/", code=code_now(SECRET))
    assert visitor.cookies["session"].value != before
    assert visitor.get("/").status_code == 200


@pytest.mark.usefixtures("sqlite_store")
@pytest.mark.parametrize(
    ("idle", "age", "is_over"),
    [(29 * 60 + 50, 60 * 60, False), (30 * 60, 60 * 60, True), (10, 12 * 3600 - 10, False), (10, 12 * 3600, True)],
)
def test_a_session_ends_when_it_was_not_used_and_when_it_is_old(idle: int, age: int, is_over: bool) -> None:
    """ASVS 7.3.1, 7.3.2: half an hour without use ends a session, and twelve hours in any case."""
    from cephalad.server.middleware import SESSION_SEEN, SESSION_SINCE

    visitor = signed_in(person(factor=SECRET))
    session, now = visitor.session, int(time.time())
    session[SESSION_SEEN], session[SESSION_SINCE] = now - idle, now - age
    session.save()
    answer = visitor.get("/")
    assert (answer.status_code == 302) is is_over
    assert ("Clear-Site-Data" in answer.headers) is is_over
    assert ("session-ended" in kinds()) is is_over


@pytest.mark.usefixtures("sqlite_store")
def test_log_out_ends_the_session_on_the_server() -> None:
    """ASVS 7.4.1, 14.3.1: a cookie kept from before opens nothing after log-out, and the browser forgets its files."""
    visitor = signed_in(person(factor=SECRET))
    kept = visitor.cookies["session"].value
    answer = send(visitor, "/log-out/", "/")
    assert answer.headers["Location"] == "/log-in/"
    assert "storage" in answer.headers["Clear-Site-Data"]
    thief = client()
    thief.cookies["session"] = kept
    assert thief.get("/").headers["Location"].startswith("/log-in/")


@pytest.mark.usefixtures("sqlite_store")
def test_one_sees_and_ends_ones_own_sessions_only() -> None:
    """ASVS 7.5.2: others of one's own sessions can be ended one by one or all; somebody else's cannot."""
    from allauth.usersessions.models import UserSession

    anna, berta = person("anna", factor=SECRET), person("berta", factor=SECRET)
    here, there, hers = (_with_session(user) for user in (anna, anna, berta))
    foreign = UserSession.objects.get(user=berta).pk
    send(here, "/account/sessions/", "/account/", which=str(foreign))
    assert hers.get("/").status_code == 200
    send(here, "/account/sessions/", "/account/", which="others")
    assert (here.get("/").status_code, there.get("/").status_code) == (200, 302)
    send(here, "/account/sessions/", "/account/", which="all")
    assert (here.get("/").status_code, hers.get("/").status_code) == (302, 200)


def _with_session(user: Any) -> Any:
    """A visitor who logged in by the forms."""
    from django.core.cache import cache

    visitor = client()
    log_in(visitor, user.get_username())
    cache.clear()  # the same code again within the half minute
    send(visitor, "/account/second-factor/authenticate/", code=code_now(SECRET))
    return visitor


@pytest.mark.usefixtures("sqlite_store")
def test_an_account_that_is_closed_is_out_at_once() -> None:
    """ASVS 7.4.2: closing an account ends its sessions, and nobody logs in to it until it is opened again."""
    administrator = signed_in(person("chief", administrator=True, factor=SECRET))
    send(administrator, "/account/again/", password=PASSWORD)
    anna = person("anna", factor=SECRET)
    visitor = _with_session(anna)
    assert visitor.get("/").status_code == 200
    send(administrator, f"/people/{anna.pk}/", "/people/", act="close")
    assert visitor.get("/").status_code == 302
    assert log_in(client()).headers["Location"] == "/account/closed/"
    send(administrator, f"/people/{anna.pk}/", "/people/", act="open")
    assert visitor.get("/").status_code == 302
    assert log_in(client()).headers["Location"] == "/account/second-factor/authenticate/"


@pytest.mark.usefixtures("sqlite_store")
def test_nobody_closes_or_demotes_herself() -> None:
    """The last administrator cannot lock everybody out by a click on her own row."""
    chief = person("chief", administrator=True, factor=SECRET)
    visitor = signed_in(chief, csrf=False)
    send(visitor, "/account/again/", password=PASSWORD)
    for act in ("close", "role"):
        assert visitor.post(f"/people/{chief.pk}/", {"act": act}).status_code == 302
    assert visitor.get("/people/").status_code == 200


@pytest.mark.usefixtures("sqlite_store")
def test_a_new_password_ends_the_other_sessions() -> None:
    """ASVS 7.4.3: after a change of the password only the session that made it goes on."""
    user = person(factor=SECRET)
    here, there = _with_session(user), _with_session(user)
    new = "entirely new words"
    changed = send(here, "/account/password/", oldpassword=PASSWORD, password1=new, password2=new)
    assert changed.status_code == 302
    assert (here.get("/").status_code, there.get("/").status_code) == (200, 302)
    assert "password-changed" in kinds()


@pytest.mark.usefixtures("sqlite_store")
def test_what_is_sensitive_asks_again() -> None:
    """ASVS 7.5.1, 7.5.3 (level 3): second factors and exports ask for the password once more."""
    visitor = signed_in(person(administrator=True, factor=SECRET))
    for path in ("/account/second-factor/totp/deactivate/", "/account/second-factor/webauthn/add/"):
        assert visitor.get(path).headers["Location"].startswith("/account/again/"), path
    answer = send(visitor, "/audit/export.csv", "/audit/")
    assert answer.headers["Location"].startswith("/account/again/")


@pytest.mark.usefixtures("sqlite_store")
def test_an_account_without_any_factor_left_sets_one_up_anew() -> None:
    """ASVS 6.3.3: removing the last second factor does not open a way in by password alone."""
    from allauth.mfa.models import Authenticator

    user = person(factor=SECRET)
    visitor = _with_session(user)
    Authenticator.objects.filter(user=user).delete()
    assert visitor.get("/").headers["Location"] == "/account/set-up/"


@pytest.mark.usefixtures("sqlite_store")
@pytest.mark.parametrize("there", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_nobody_is_sent_elsewhere(there: str) -> None:
    """ASVS 3.7.2: an address of another site behind log-in, log-out or the choice of a language is not followed."""
    person(factor=SECRET)
    visitor = client()
    log_in_with = {"login": "anna", "password": PASSWORD, "next": there}
    send(visitor, "/log-in/", **log_in_with)
    answer = send(visitor, "/account/second-factor/authenticate/", code=code_now(SECRET))
    assert answer.headers["Location"] == "/"
    chosen = send(visitor, "/language/", "/", language="zh", next=there)
    assert chosen.headers["Location"] == "/"


@pytest.mark.usefixtures("sqlite_store")
def test_the_language_is_kept_with_the_account_and_asked_for_by_address() -> None:
    """A choice holds for the account everywhere; an address may ask for the other language once."""
    user = person(factor=SECRET)
    visitor = signed_in(user)
    assert '<html lang="en">' in text(visitor.get("/"))
    send(visitor, "/language/", "/", language="zh", next="/account/")
    assert '<html lang="zh-Hans">' in text(visitor.get("/"))
    assert '<html lang="zh-Hans">' in text(signed_in(user).get("/"))
    assert '<html lang="en">' in text(visitor.get("/?lang=en"))
    assert 'name="next" value="/account/?a=1"' in text(visitor.get("/account/?lang=en&a=1"))
    stranger = client(HTTP_ACCEPT_LANGUAGE="zh-CN,zh;q=0.9")
    assert '<html lang="zh-Hans">' in text(stranger.get("/log-in/"))


@pytest.mark.usefixtures("sqlite_store")
def test_a_part_of_a_page_is_told_where_to_log_in() -> None:
    """A fragment that is asked for after the session ended does not become a log-in form inside a page."""
    answer = client(HTTP_HX_REQUEST="true", HTTP_HX_CURRENT_URL="http://localhost/account/").get("/account/")
    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"] == "/log-in/?next=%2Faccount%2F"
