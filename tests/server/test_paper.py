"""Sheets and files from the browser: what is offered, what is in them, that it is written down, what goes wrong."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from email.message import Message
from pathlib import Path
from typing import Any

import pytest
from tests.server.visiting import client, person, signed_in, text
from tests.unit.write.pdf_reading import text_of

SECRET = "JBSWY3DPEHPK3PXP"
DAY_CASE = b"""\
format: cephalad-case/1
case: "day..html"
written_on: 2026-01-01
events:
  - {id: b, kind: contact, day: 0, reached: yes}
"""


@pytest.fixture
def visitor(sqlite_store: str) -> Any:
    """Somebody signed in, in a store with the reference patient."""
    from cephalad.record import read_example
    from cephalad.server.store.cases import import_case

    assert sqlite_store
    import_case(read_example("zhao-tian-2026"), "tests")
    return signed_in(person(factor=SECRET), csrf=False)


@pytest.fixture
def press() -> Iterator[Any]:
    """The module that sets sheets, as a new process has it."""
    from cephalad.server.paper import pressing

    pressing._press.cache_clear()
    yield pressing
    pressing._press.cache_clear()


def address(rest: str = "paper/") -> str:
    """A page of the reference patient's case."""
    from cephalad.server.store.cases import subject_of

    return f"/cases/{subject_of('zhao-tian-2026')}/{rest}"


def named(answer: Any) -> str:
    """The file's name as a browser takes it."""
    told = Message()
    told["Content-Disposition"] = answer.headers["Content-Disposition"]
    assert told.get_content_disposition() == "attachment"
    return str(told.get_filename())


def newest_row() -> tuple[str, str, str, dict[str, Any]]:
    """Kind, actor, case and content of the newest row of the chain."""
    from cephalad.server.store.chain import read_canonical
    from cephalad.server.store.models import ChainRow

    row = ChainRow.objects.select_related("payload").order_by("-sequence").first()
    return row.kind, row.actor, row.subject, read_canonical(row.payload.content)


# --- what is offered --------------------------------------------------------------------------------------------------


def test_everything_is_offered_as_of_the_point(visitor: Any) -> None:
    """Every kind of file has its link, those with words one in each language, those of a point with that point."""
    from cephalad.server.paper.exports import EXPORTS

    page = text(visitor.get(address(), {"as-of": "after:ct-pelvis"}))
    for name, own in EXPORTS.items():
        point = "as-of=after:ct-pelvis" if own.has_point else ""
        for lang in ("en", "zh") if own.has_words else ("",):
            query = "&amp;".join(filter(None, (point, f"language={lang}" if lang else "")))
            assert f'href="{address()}{name}/{"?" if query else ""}{query}"' in page, name
    assert '<option value="after:ct-pelvis" selected>' in page


def test_every_link_of_the_page_gives_its_file(visitor: Any) -> None:
    """Each kind answers with its own type and a name of pseudonym, kind, point and language."""
    from cephalad.server.paper.exports import EXPORTS

    for name, own in EXPORTS.items():
        answer = visitor.get(f"{address()}{name}/", {"as-of": "after:ct-pelvis", "language": "zh"})
        assert answer.status_code == 200, name
        assert answer.headers["Content-Type"] == own.media_type
        point = "_after-ct-pelvis" if own.has_point else ""
        lang = "_zh" if own.has_words else ""
        assert named(answer) == f"zhao-tian-2026_{name}{point}{lang}.{own.ending}"
        assert answer.content


def test_the_case_page_leads_to_paper_at_its_point(visitor: Any) -> None:
    """The case page leads to the sheets as of the very point that it shows, and to what an event changed."""
    page = text(visitor.get(address(""), {"as-of": "after:ct-pelvis"}))
    assert f'href="{address()}?as-of=after:ct-pelvis"' in page
    assert f'href="{address("compare/")}?before=after:' in page
    assert "&amp;after=after:ct-pelvis" in page


def test_a_point_that_is_none_is_told(visitor: Any) -> None:
    """A point that the record has not leads to the newest one, with a word; as a file it is not there."""
    answer = visitor.get(address(), {"as-of": "after:nothing"}, follow=True)
    assert answer.redirect_chain == [(address(), 302)]
    assert "The record has no such point" in text(answer)
    assert visitor.get(f"{address()}mdt/", {"as-of": "after:nothing"}).status_code == 404
    assert visitor.get(f"{address()}nothing/").status_code == 404


# --- what is in it ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("as_of", ["after:ultrasound-local", "2026-03-27"])
def test_the_meeting_sheet_is_that_of_the_point(visitor: Any, tmp_path: Path, lang: str, as_of: str) -> None:
    """The sheet is the one that the program prints for the same record, point and language, with the head on it."""
    from cephalad.assessment import assess
    from cephalad.server.store.append import head
    from cephalad.server.store.cases import load_case, subject_of
    from cephalad.write.pdf import sheet_pdf

    subject = subject_of("zhao-tian-2026")
    answer = visitor.get(f"{address()}mdt/", {"as-of": as_of, "language": lang})
    found = assess(load_case(subject), as_of=as_of)
    assert answer.content == sheet_pdf(found, "mdt", lang=lang, head=head(subject))
    assert head(subject) in text_of(answer.content, tmp_path)


def test_the_case_file_comes_back_as_the_same_case(visitor: Any) -> None:
    """The case file is the whole record, also as of an early point, and JSON and calendar are of that point."""
    from cephalad.record import Case, read_bytes
    from cephalad.server.store.cases import load_case, subject_of

    whole = visitor.get(f"{address()}case-file/", {"as-of": "after:bleeding"}).content
    assert read_bytes(whole, file="") == load_case(subject_of("zhao-tian-2026"))
    assert isinstance(read_bytes(whole, file=""), Case)
    data = json.loads(visitor.get(f"{address()}data/", {"as-of": "after:ct-pelvis"}).content)
    assert data["suspicion"]["value"] == "probable"
    assert "BEGIN:VEVENT" not in text(visitor.get(f"{address()}calendar/", {"as-of": "after:bleeding"}))
    assert "BEGIN:VEVENT" in text(visitor.get(address("calendar.ics"), {"as-of": "2025-10-31"}))


def test_a_name_leads_nowhere(visitor: Any) -> None:
    """Dots of a pseudonym do not reach the file name; a case that counts days has no calendar."""
    from cephalad.record import Case, read_bytes
    from cephalad.server.store.cases import import_case

    case = read_bytes(DAY_CASE, file="")
    assert isinstance(case, Case)
    subject = import_case(case, "tests").subject
    page = text(visitor.get(f"/cases/{subject}/paper/"))
    assert "calendar/" not in page.partition("<main")[2].partition("account/calendar/")[0]
    assert visitor.get(f"/cases/{subject}/calendar.ics").status_code == 404
    assert named(visitor.get(f"/cases/{subject}/paper/text/", {"language": "en"})) == "day-html_text_after-b_en.txt"


# --- that it is written down ------------------------------------------------------------------------------------------


def test_each_export_is_a_row(visitor: Any) -> None:
    """Who took what as of which point in which language stands in the chain; looking at the page does not."""
    from cephalad.server.store.cases import subject_of

    visitor.get(address())
    assert newest_row()[0] != "exported"
    visitor.get(f"{address()}text/", {"as-of": "after:ct-pelvis", "language": "zh"})
    stated = {"what": "text", "as-of": "after:ct-pelvis", "language": "zh"}
    assert newest_row() == ("exported", "anna", subject_of("zhao-tian-2026"), stated)
    visitor.get(f"{address()}case-file/")
    assert newest_row()[3] == {"what": "case-file"}


def test_the_audit_view_has_words_for_every_export() -> None:
    """Each kind of file and each language has its word in the audit view, in both languages."""
    from cephalad.server.paper.exports import EXPORTS
    from cephalad.terms import sentences

    for lang in ("en", "zh"):
        known = sentences(lang)
        assert {f"server.audit.value.{name}" for name in (*EXPORTS, "feed", "en", "zh")} <= set(known)
        assert {"server.audit.detail.as-of", "server.audit.detail.language"} <= set(known)


def test_without_an_account_nothing_leaves(visitor: Any) -> None:
    """No file without log-in, and none of a case that is not there."""
    assert visitor.get(f"/cases/{'0' * 32}/paper/mdt/").status_code == 404
    assert visitor.get(f"/cases/{'0' * 32}/paper/").status_code == 404
    assert client().get(f"{address()}mdt/").headers["Location"].startswith("/log-in/")


# --- what goes wrong --------------------------------------------------------------------------------------------------


def test_a_missing_font_is_told_with_the_line_to_type(visitor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a Chinese font the reader's page says what to type and offers what needs none; nothing is recorded."""
    from cephalad.write.pdf import fonts

    monkeypatch.setattr(fonts, "CHINESE", ())
    before = newest_row()
    answer = visitor.get(f"{address()}mdt/", {"as-of": "after:ct-pelvis", "language": "zh"})
    page = text(answer)
    assert answer.status_code == 503
    assert "The host has no font for Chinese." in page
    assert "apt-get install fonts-noto-cjk" in page
    assert f'href="{address()}page/?as-of=after:ct-pelvis&amp;language=zh"' in page
    assert newest_row() == before


def test_a_sign_without_a_font_is_named(visitor: Any) -> None:
    """A sign of the record that no font shows is named by its number, never a box and never a fault."""
    from cephalad.record import Case, read_bytes
    from cephalad.server.store.cases import import_case

    stated = "format: cephalad-case/1\ncase: a\U00012345\nwritten_on: 2026-01-01\nevents: []\n"
    case = read_bytes(stated.encode(), file="")
    assert isinstance(case, Case)
    subject = import_case(case, "tests").subject
    answer = visitor.get(f"/cases/{subject}/paper/mdt/", {"language": "en"})
    assert answer.status_code == 503
    assert "U+12345" in text(answer)
    assert "apt-get install fonts-noto-core" in text(answer)


def test_a_fault_of_the_type_setter_tells_no_path(visitor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the type-setter fails, the page has an id and none of its words, which may hold paths of the host."""
    import typst

    def fail(*_: object, **__: object) -> bytes:
        raise typst.TypstError("/srv/secret/place.typ: no such thing", "")

    monkeypatch.setattr(typst, "compile", fail)
    visitor.raise_request_exception = False
    answer = visitor.get(f"{address()}mdt/", {"language": "en"})
    assert answer.status_code == 500
    assert "secret" not in text(answer)
    assert "Something went wrong in the program" in text(answer)


def test_a_slow_sheet_is_waited_for_only_so_long(visitor: Any, press: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sheet that takes too long is a page that says so, with when to come again; nothing is recorded as taken."""
    monkeypatch.setattr(press, "SECONDS_TO_WAIT", 0.05)

    def slow(*_: object, **__: object) -> bytes:
        time.sleep(0.5)
        return b""

    monkeypatch.setattr("cephalad.server.paper.exports.sheet_pdf", slow)
    answer = visitor.get(f"{address()}mdt/", {"language": "en"})
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "30"
    assert "The sheet is not ready" in text(answer)
    assert newest_row()[0] != "exported"


def test_only_a_few_wait(press: Any) -> None:
    """When as many wait as may, the next one is told at once; afterwards there is room again."""
    from concurrent.futures import ThreadPoolExecutor
    from threading import Event

    go = Event()
    slow: Callable[[], bytes] = lambda: b"done" if go.wait(10) else b""  # noqa: E731
    with ThreadPoolExecutor() as others:
        waiting = [others.submit(press.pressed, slow) for _ in range(press.MOST_WAITING)]
        until = time.monotonic() + 5
        while press._waiting._value and time.monotonic() < until:
            time.sleep(0.005)
        begun = time.monotonic()
        with pytest.raises(press.Busy, match="other sheets"):
            press.pressed(slow)
        assert time.monotonic() - begun < 1
        go.set()
        assert [each.result(timeout=10) for each in waiting] == [b"done"] * press.MOST_WAITING
    assert press.pressed(lambda: b"now") == b"now"


def test_others_are_answered_while_a_sheet_is_set() -> None:
    """The type-setter lets other threads run: while a summary is set, another thread is never held up for long."""
    import threading

    from cephalad.assessment import assess
    from cephalad.record import read_example
    from cephalad.write.pdf import sheet_pdf

    found = assess(read_example("zhao-tian-2026"), as_of="2026-03-01")
    sheet_pdf(found, "summary")
    held_up, done = [0.0], threading.Event()

    def beside() -> None:
        last = time.perf_counter()
        while not done.is_set():
            time.sleep(0.001)
            now = time.perf_counter()
            held_up[0], last = max(held_up[0], now - last), now

    other = threading.Thread(target=beside)
    other.start()
    begun = time.perf_counter()
    sheet_pdf(found, "summary")
    took = time.perf_counter() - begun
    done.set()
    other.join()
    assert held_up[0] < max(0.1, took / 2)
