"""The private calendar address: what a calendar reads there, that moved dates replace old ones, and who may read it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from icalendar import Calendar
from tests.server.visiting import PASSWORD, client, person, send, signed_in, text

SECRET = "JBSWY3DPEHPK3PXP"
TODAY = "2025-10-31"


@pytest.fixture
def subject(sqlite_store: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The reference patient's case, in October after the operation, when the baseline examinations are due."""
    from cephalad.record import read_example
    from cephalad.server.store.cases import import_case

    assert sqlite_store
    on(monkeypatch, TODAY)
    return import_case(read_example("zhao-tian-2026"), "tests").subject


@pytest.fixture
def visitor(subject: str) -> Any:
    """Somebody signed in."""
    assert subject
    return signed_in(person(factor=SECRET), csrf=False)


def on(monkeypatch: pytest.MonkeyPatch, day: str) -> None:
    """From here on this is today."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: date.fromisoformat(day))


def made(visitor: Any) -> str:
    """The path of a new address, taken from the page that shows it once to who typed the password again."""
    answer = send(visitor, "/account/calendar/make/", "/account/calendar/")
    if answer.status_code == 302:
        send(visitor, "/account/again/", password=PASSWORD, next="/account/calendar/")
        answer = send(visitor, "/account/calendar/make/", "/account/calendar/")
    page = text(answer)
    return "/feed/" + page.partition("/feed/")[2].partition("</code>")[0]


def entries(calendar: str) -> dict[str, Any]:
    """The entries by UID, as another program reads them."""
    found = list(Calendar.from_ical(calendar).walk("VEVENT"))
    assert len({str(item["uid"]) for item in found}) == len(found)
    return {str(item["uid"]): item for item in found}


def read(path: str, **headers: str) -> Any:
    """What a calendar gets, which has no cookie."""
    return client().get(path, headers=headers)


def corrected(subject: str, event: str, **changed: Any) -> None:
    """The case after an event was corrected."""
    from cephalad.server.store.cases import add_event
    from cephalad.server.store.chain import read_canonical
    from cephalad.server.store.models import Payload

    rows = [read_canonical(each.content) for each in Payload.objects.filter(row__subject=subject)]
    stated = next(row for row in rows if row.get("id") == event)
    fresh = {key: value for key, value in stated.items() if key not in ("id", "recorded_at")}
    add_event(subject, {**fresh, **changed, "supersedes": event, "reason": "typing error"}, "anna")


# --- what a calendar reads --------------------------------------------------------------------------------------------


def test_the_feed_holds_the_windows_of_all_cases(visitor: Any, subject: str) -> None:
    """The windows and the dose of the reference patient, by pseudonym, private, with stable names; no identity."""
    from cephalad.server.store.identities import Identity, set_identity

    set_identity(subject, Identity("Zhang San", "H-1234", "1977-05-01", ""), "anna")
    answer = read(made(visitor))
    found = entries(text(answer))
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    window = found[f"baseline-mri.closes.operation.{subject}@cephalad"]
    assert window["dtstart"].dt == date(2026, 1, 1)
    assert int(window["sequence"]) == 0
    assert "zhao-tian-2026" in str(window["summary"])
    assert {str(item["class"]) for item in found.values()} == {"PRIVATE"}
    assert f"dose.leuprolide-3.{subject}@cephalad" in found
    for secret in ("Zhang", "H-1234", "1977"):
        assert secret not in text(answer)


def test_the_same_feed_twice_is_the_same_bytes(visitor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing in the feed depends on when it is read: the next day it is the same text, and 304 for who has it."""
    path = made(visitor)
    first, second = read(path), read(path)
    assert first.content == second.content
    on(monkeypatch, "2025-11-01")
    again = read(path, if_none_match=first.headers["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    assert read(path, if_none_match='"other"').content == first.content


def test_a_moved_window_has_a_higher_sequence(visitor: Any, subject: str) -> None:
    """After the day of the operation is corrected, the same UID has new dates, SEQUENCE 1 and a new LAST-MODIFIED."""
    path = made(visitor)
    uid = f"baseline-mri.closes.operation.{subject}@cephalad"
    before = entries(text(read(path)))
    corrected(subject, "operation", effective_on="2025-07-08")
    after = entries(text(read(path)))
    assert (int(before[uid]["sequence"]), int(after[uid]["sequence"])) == (0, 1)
    assert after[uid]["dtstart"].dt == date(2026, 1, 8)
    assert after[uid]["last-modified"].dt >= before[uid]["last-modified"].dt
    assert after[uid]["dtstamp"].dt == after[uid]["last-modified"].dt
    assert entries(text(read(path)))[uid] == after[uid]
    dose = f"dose.leuprolide-3.{subject}@cephalad"
    assert after[dose] == before[dose]


def test_editions_are_counted_in_either_database(store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """In SQLite and in PostgreSQL alike a moved entry is one edition further, and one that stays is not."""
    from cephalad.record import read_example
    from cephalad.server.paper.calendars import calendar_of_all
    from cephalad.server.store.cases import import_case

    assert store
    on(monkeypatch, TODAY)
    subject = import_case(read_example("zhao-tian-2026"), "tests").subject
    assert {int(item["sequence"]) for item in entries(calendar_of_all("en")).values()} == {0}
    corrected(subject, "operation", effective_on="2025-07-08")
    numbers = {uid.partition(".")[0]: int(item["sequence"]) for uid, item in entries(calendar_of_all("en")).items()}
    assert numbers == {"baseline-mri": 1, "echocardiography": 1, "dose": 0}


def test_a_window_that_is_gone_is_cancelled_for_a_while(
    visitor: Any, subject: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is done is told as cancelled with a higher SEQUENCE, after a month no more; back again it is higher."""
    from cephalad.server.paper import editions
    from cephalad.server.paper.models import GivenEntry
    from cephalad.server.store.cases import add_event

    path = made(visitor)
    uid = f"dose.leuprolide-3.{subject}@cephalad"
    read(path)
    on(monkeypatch, "2025-12-01")
    add_event(subject, {"kind": "dose", "effective_on": "2025-11-20", "drug": "gnrh-agonist"}, "anna")
    gone = entries(text(read(path)))[uid]
    assert (str(gone["status"]), int(gone["sequence"])) == ("CANCELLED", 1)
    assert "zhao-tian-2026" in str(gone["summary"])
    assert text(read(path)) == text(read(path))
    long_ago = GivenEntry.objects.get(uid=uid).changed_at - timedelta(days=editions.DAYS_TOLD_AS_GONE + 1)
    GivenEntry.objects.filter(uid=uid).update(changed_at=long_ago)
    assert uid not in entries(text(read(path)))
    withdrawal = {"kind": "dose", "effective_on": "2025-11-20", "supersedes": "dose-1", "withdrawn": "yes"}
    add_event(subject, {**withdrawal, "reason": "another patient"}, "anna")
    back = entries(text(read(path)))[uid]
    assert ("status" in back, int(back["sequence"])) == (False, 2)


def test_an_erased_case_is_gone(visitor: Any, subject: str) -> None:
    """After a case was erased, neither the feed nor what calendars were given of it holds anything."""
    from cephalad.server.paper.models import GivenEntry
    from cephalad.server.store.erase import erase_case

    path = made(visitor)
    assert entries(text(read(path)))
    erase_case(subject, "anna", reason="her wish")
    assert entries(text(read(path))) == {}
    assert not GivenEntry.objects.exists()


def test_the_download_has_the_editions_of_the_feed(visitor: Any, subject: str) -> None:
    """As of today the file of one case replaces what the feed gave; as of an earlier point it has no edition."""
    path = made(visitor)
    read(path)
    corrected(subject, "operation", effective_on="2025-07-08")
    uid = f"baseline-mri.closes.operation.{subject}@cephalad"
    today = entries(text(visitor.get(f"/cases/{subject}/calendar.ics")))
    past = entries(text(visitor.get(f"/cases/{subject}/calendar.ics", {"as-of": "2025-10-01"})))
    assert int(today[uid]["sequence"]) == int(entries(text(read(path)))[uid]["sequence"]) == 1
    assert "sequence" not in past[uid]


def test_the_feed_speaks_the_language_of_its_account(visitor: Any, subject: str) -> None:
    """In a Chinese account the entries are Chinese; their UIDs, dates and editions are the same."""
    from cephalad.server.accounts.models import Profile

    path = made(visitor)
    english = entries(text(read(path)))
    Profile.objects.update(language="zh")
    chinese = entries(text(read(path)))
    assert set(chinese) == set(english)
    uid = f"baseline-mri.opens.operation.{subject}@cephalad"
    assert "时间窗" in str(chinese[uid]["summary"])
    assert chinese[uid]["sequence"] == english[uid]["sequence"]


# --- who may read it --------------------------------------------------------------------------------------------------


def test_only_the_digest_is_kept_and_the_address_is_shown_once(visitor: Any) -> None:
    """The secret has 256 bits and stands nowhere in the database; the page shows it once and never again."""
    from cephalad.server.paper.models import Feed

    assert "You have no address" in text(visitor.get("/account/calendar/"))
    path = made(visitor)
    secret = path.removeprefix("/feed/").removesuffix(".ics")
    assert len(secret) == 43
    assert secret not in str(Feed.objects.values_list())
    assert secret not in text(visitor.get("/account/calendar/"))
    assert "No calendar has read it yet" in text(visitor.get("/account/calendar/"))
    read(path)
    assert "Last read" in text(visitor.get("/account/calendar/"))


def test_making_one_asks_for_the_password_again(visitor: Any) -> None:
    """An address opens everything without log-in: it is made only by who types the password or a code once more."""
    from cephalad.server.paper.models import Feed

    answer = visitor.post("/account/calendar/make/")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(("/account/again/", "/account/second-factor/"))
    assert not Feed.objects.exists()


def test_a_new_address_voids_the_old_one(visitor: Any) -> None:
    """Renewed, revoked, guessed or of a closed account: 404."""
    from django.contrib.auth import get_user_model

    first = made(visitor)
    second = made(visitor)
    assert (read(first).status_code, read(second).status_code) == (404, 200)
    get_user_model().objects.update(is_active=False)
    assert read(second).status_code == 404
    get_user_model().objects.update(is_active=True)
    assert read(second).status_code == 200
    answer = visitor.post("/account/calendar/revoke/", follow=True)
    assert "There is no address any more" in text(answer)
    assert read(second).status_code == 404
    assert read("/feed/" + "a" * 43 + ".ics").status_code == 404
    assert read("/feed/" + "%F0%9F%92%A9" * 9 + ".ics").status_code == 404


def test_readings_are_written_down_once_a_day(visitor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Making and revoking are rows of the chain; reading is one row a day, in the name of the account."""
    from cephalad.server.store.models import ChainRow

    path = made(visitor)
    for _ in range(3):
        read(path)
    on(monkeypatch, "2025-11-01")
    read(path)
    visitor.post("/account/calendar/revoke/")
    visitor.post("/account/calendar/revoke/")
    rows = ChainRow.objects.order_by("sequence").values_list("kind", "actor")
    kinds = [(kind, actor) for kind, actor in rows if kind.startswith("feed") or kind == "exported"]
    assert [kind for kind, _ in kinds] == ["feed-made", "exported", "exported", "feed-revoked"]
    assert {actor for _, actor in kinds} == {"anna"}


def test_too_many_readings_are_refused(visitor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """From one address only so many readings a minute are answered; then 429 with when to come again."""
    monkeypatch.setattr("cephalad.server.paper.feed_pages._READINGS_OF_ONE_ADDRESS", {"feed": "2/m/ip"})
    path = made(visitor)
    answers = [read(path) for _ in range(3)]
    assert [each.status_code for each in answers] == [200, 200, 429]
    assert "Retry-After" in answers[-1].headers
