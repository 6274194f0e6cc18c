"""What is out of form: bodies, hosts, encodings, forms without token; and what the logs say of all this."""

from __future__ import annotations

import json
import logging
import re
import stat
from pathlib import Path
from typing import Any

import pytest
from tests.server.visiting import PASSWORD, client, person, send, signed_in, text, token_of

from cephalad.server.logs import SECURITY_LOG, SERVER_LOG, CodesOnly, PrivateFile, place_of, server_log

SECRET = "JBSWY3DPEHPK3PXP"
NAME = "Zhang Meiling"
HOSTILE = (
    "' OR 1=1 --",
    "<img src=x onerror=alert(1)>",
    "{{ 7*7 }}",
    "\x00\x01",
    "\ud800".encode("utf-8", "surrogatepass"),
)


@pytest.mark.usefixtures("sqlite_store")
def test_a_body_that_is_too_large_is_refused() -> None:
    """ASVS 5.2.1: more than a megabyte is refused with 413, and a body of unknown length with 411."""
    visitor = signed_in(person(factor=SECRET))
    assert visitor.post("/language/", {"language": "x" * 1_100_000}).status_code == 413
    assert visitor.post("/language/", {"language": "zh"}, headers={"Transfer-Encoding": "chunked"}).status_code == 411
    forged = visitor.generic("POST", "/language/", b"x", CONTENT_LENGTH="9" * 30)
    assert forged.status_code == 413


@pytest.mark.usefixtures("sqlite_store")
def test_a_view_may_take_files() -> None:
    """A view that says so takes more than a megabyte, and no more than it says."""
    from django.http import HttpRequest, HttpResponse

    from cephalad.server.accounts.policy import accepts_files
    from cephalad.server.middleware import SmallBodies

    @accepts_files(megabytes=16)
    def view(_: HttpRequest) -> HttpResponse:
        return HttpResponse()

    limits, request = SmallBodies(view), HttpRequest()
    for n_bytes, is_taken in ((16 * 1024 * 1024, True), (16 * 1024 * 1024 + 1, False)):
        request.META["CONTENT_LENGTH"] = str(n_bytes)
        assert (limits.process_view(request, view, (), {}) is None) is is_taken


@pytest.mark.usefixtures("sqlite_store")
@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "", "a b"])
def test_a_request_for_another_host_is_refused(host: str) -> None:
    """A name that is not this installation's is refused with 400, whatever the address."""
    answer = client(HTTP_HOST=host).get("/log-in/")
    assert answer.status_code == 400
    assert host not in text(answer) or not host


@pytest.mark.usefixtures("sqlite_store")
@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize(
    "path", ["/audit/?case=", "/audit/?kind=", "/audit/?actor=", "/audit/?page=", "/log-in/?next="]
)
def test_markup_and_statements_in_an_address_do_nothing(path: str, value: Any) -> None:
    """ASVS 1.2.1, 1.2.4, 1.3.7: values of an address are shown escaped, and reach no statement and no template."""
    from urllib.parse import quote

    visitor = signed_in(person(administrator=True, factor=SECRET))
    answer = visitor.get(path + quote(value))
    assert answer.status_code in (200, 302)
    assert "<img" not in text(answer)
    assert "49" not in re.sub(r"[0-9a-f]{64}|\w{40,}|datetime=.*?<", "", text(answer).partition("<main")[2])


@pytest.mark.usefixtures("sqlite_store")
@pytest.mark.parametrize("path", ["/%00", "/%ff%fe", "/a%0d%0aSet-Cookie:x", "/" + "a" * 3000, "/link/%3Cscript%3E/"])
def test_strange_addresses_are_not_found(path: str) -> None:
    """An address with control characters, broken UTF-8 or markup is not found, and nothing of it comes back."""
    answer = client().get(path)
    assert answer.status_code in (301, 404)
    assert "script>" not in text(answer).replace("</script>", "").replace("<script src", "")
    assert "Set-Cookie" not in str(answer.headers.get("Location", "")).replace("%0D%0A", "")


@pytest.mark.usefixtures("sqlite_store")
@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded; charset=utf-16", "text/plain; charset=nope", "x"])
def test_a_strange_encoding_of_a_form_is_refused_and_no_fault(kind: str) -> None:
    """A form in a wrong or unknown encoding is refused like one without a token."""
    body = "language=zh".encode("utf-16")
    assert client().generic("POST", "/language/", body, content_type=kind).status_code in (400, 403)


@pytest.mark.usefixtures("sqlite_store")
def test_a_form_without_token_is_explained_in_the_readers_language() -> None:
    """ASVS 3.5.1: a forged form gets 403, an explanation and an id, in Chinese for who reads Chinese."""
    answer = client(HTTP_ACCEPT_LANGUAGE="zh-CN").post("/log-in/", {"login": "x", "password": "y"})
    assert answer.status_code == 403
    assert "此表单已过期" in text(answer)
    assert re.search(r"[0-9a-f]{10}", text(answer).partition("<main")[2])


@pytest.mark.usefixtures("sqlite_store")
def test_a_fault_shows_an_id_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """ASVS 16.3.4, 16.5.1: a fault of the program shows no detail; its id stands in the log with kind and place."""
    from cephalad.server.cases import views

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError(f"no case {NAME}")

    monkeypatch.setattr(views, "lines", broken)
    visitor = signed_in(person(factor=SECRET))
    visitor.raise_request_exception = False
    caplog.set_level(logging.INFO)
    answer = visitor.get("/")
    assert answer.status_code == 500
    shown = text(answer)
    assert NAME not in shown
    assert "RuntimeError" not in shown
    assert "Traceback" not in shown
    lines = [json.loads(CodesOnly().format(record)) for record in caplog.records if record.name == SERVER_LOG]
    told = next(line for line in lines if line["code"] == "internal-fault")
    assert told["id"] in shown
    assert told["fault"] == "RuntimeError"
    assert told["route"] == "home"
    assert NAME not in str(lines)


@pytest.mark.usefixtures("sqlite_store")
def test_the_logs_hold_no_value_that_anybody_entered(caplog: pytest.LogCaptureFixture) -> None:
    """ASVS 16.2.5: names, passwords, codes and searched values never stand in a log, whatever was refused or failed."""
    caplog.set_level(logging.DEBUG)
    visitor = client()
    send(visitor, "/log-in/", login=NAME, password=f"{NAME} 1975-02-03")
    visitor.get(f"/nothing/{NAME}/?name={NAME}")
    visitor.post(f"/language/?name={NAME}", {"language": NAME})
    client(HTTP_HOST=f"{NAME.replace(' ', '')}.example").get("/")
    administrator = signed_in(person(administrator=True, factor=SECRET))
    administrator.get(f"/audit/?case={NAME}")
    ours = (SERVER_LOG, SECURITY_LOG)
    lines = [CodesOnly().format(record) for record in caplog.records]
    assert {record.name for record in caplog.records} & set(ours) == set(ours)
    assert [line for line in lines if "Zhang" in line or "1975" in line or "Meiling" in line] == []


def test_a_line_of_another_library_is_cut_down() -> None:
    """What a library says may quote values: only where it came from, the kind of fault and its place are kept."""
    try:
        int("Zhang")
    except ValueError as fault:
        trace = (type(fault), fault, fault.__traceback__)
    record = logging.LogRecord("some.library", logging.ERROR, "x.py", 1, "patient %s", ("Zhang",), trace)
    line = json.loads(CodesOnly().format(record))
    assert line["library"] == "some.library"
    assert line["fault"] == "ValueError"
    assert "Zhang" not in str(line)
    assert place_of(None) == "an unknown place"


def test_a_log_line_holds_known_fields_only() -> None:
    """A field that nobody thought of is refused when it is written, not found in a log later."""
    with pytest.raises(TypeError, match="patient"):
        server_log("answered", patient="Zhang")


@pytest.mark.parametrize("value", ["a\nb", "\x1b[31m", "\u2028", "x" * 5_000])
def test_a_line_cannot_be_forged(value: str) -> None:
    """ASVS 16.4.1: line ends and control characters in a field stay inside it, and a long one is cut."""
    record = logging.LogRecord(SERVER_LOG, logging.INFO, "", 0, "x", (), None)
    record.cephalad = {"code": "answered", "method": value}
    line = CodesOnly().format(record)
    assert line.isprintable()
    assert line.isascii()
    assert len(line) < 1_000
    assert json.loads(line)["code"] == "answered"


def test_a_log_is_open_to_its_owner_only(tmp_path: Path) -> None:
    """ASVS 16.4.2: the file and its folder are made so that nobody else can read them."""
    handler = PrivateFile(tmp_path / "logs" / "server.log", delay=True)
    handler.emit(logging.LogRecord("x", logging.INFO, "", 0, "x", (), None))
    handler.close()
    assert stat.S_IMODE((tmp_path / "logs" / "server.log").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "logs").stat().st_mode) == 0o700


@pytest.mark.usefixtures("sqlite_store")
def test_nobody_comes_in_unrecorded(monkeypatch: pytest.MonkeyPatch) -> None:
    """ASVS 16.5.3: when the chain cannot be written, a log-in does not happen."""
    from tests.server.serving import code_now

    from cephalad.server.accounts import events

    person(factor=SECRET)
    visitor = client()
    visitor.raise_request_exception = False
    send(visitor, "/log-in/", login="anna", password=PASSWORD)
    token = token_of(visitor, "/account/second-factor/authenticate/")

    def full(*_: object, **__: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(events, "append", full)
    form = {"csrfmiddlewaretoken": token, "code": code_now(SECRET)}
    assert visitor.post("/account/second-factor/authenticate/", form).status_code == 500
    assert visitor.get("/").headers["Location"].startswith("/log-in/")
