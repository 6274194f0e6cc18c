"""The list of a screened archive: who sees it, what it shows, decisions without text, labels, a case made of it."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
from tests.server.visiting import PASSWORD, client, person, send, signed_in, text

SECRET = "JBSWY3DPEHPK3PXP"
NAMED = (
    "CT. Left parametrial mass 7.6x5.4 cm. Filling defect in the IVC. Impression: possible intravenous leiomyomatosis."
)
OUTSIDE = "MRI pelvis. Broad ligament fibroid 6 cm with branching flow <script>alert(1)</script> {{ 7 }}"
EXPLAINED = "Renal tumour with filling defect in the IVC."
NOTHING = "Chest radiograph: lungs clear."
ARCHIVE = [
    ("=R-1", NAMED, "<b>P-1</b>", "2015-03-11"),
    ("R-2", OUTSIDE, "P-2", ""),
    ("R-3", OUTSIDE, "<b>P-1</b>", "2012-01-01"),
    ("R-4", NAMED, "", "2020-02-02"),
    ("R-5", EXPLAINED, "P-3", "2020-02-02"),
    ("R-6", NOTHING, "P-4", "2020-02-02"),
]

pytestmark = pytest.mark.usefixtures("sqlite_store", "screened")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished run of the small archive."""
    return finished(tmp_path_factory.mktemp("archive"), ARCHIVE)


def finished(place: Path, rows: list[tuple[str, str, str, str]]) -> Path:
    """The folder of a run over these reports."""
    from cephalad.screen.run import screen_archive

    with open(place / "archive.csv", "w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows([("id", "text", "patient", "date"), *rows])
    screen_archive([str(place / "archive.csv")], str(place / "run"), jobs=1)
    return place / "run"


@pytest.fixture
def screened(django: Any, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server as if it had been started with that folder."""
    from django.conf import settings

    monkeypatch.setattr(settings, "CEPHALAD_CONFIG", replace(django, screening=folder))


def visitor(name: str = "anna") -> Any:
    """Somebody signed in who need not send the token of a form."""
    return signed_in(person(name, factor=SECRET), csrf=False)


def key(patient: str | None, name: str) -> str:
    """What stands for a report in addresses."""
    from cephalad.server.screening.decisions import report_key

    return report_key(patient, name)


def decided(guest: Any, patient: str | None, name: str, decision: str, reason: str = "") -> Any:
    """The answer to a decision."""
    return guest.post(f"/screening/{key(patient, name)}/decide/", {"decision": decision, "reason": reason})


def chain(kind: str) -> list[dict[str, Any]]:
    """What the rows of this kind say, oldest first."""
    from cephalad.server.store.chain import read_canonical
    from cephalad.server.store.models import ChainRow

    rows = ChainRow.objects.filter(kind=kind).select_related("payload").order_by("sequence")
    return [read_canonical(row.payload.content) for row in rows]


def headings(answer: Any) -> list[str]:
    """Tier and patient of each line of the list."""
    found = re.findall(r'<h2><span class="chip">(\w)</span> (.*?)</h2>', text(answer))
    return [f"{tier} {who}" for tier, who in found]


def test_the_list_shows_women_by_tier_with_their_words() -> None:
    """The most urgent first, a woman's reports together, D only on demand, the words and their veins marked."""
    guest = visitor()
    answer = guest.get("/screening/")
    assert headings(answer) == ["A Patient &lt;b&gt;P-1&lt;/b&gt;", "A patient not named", "C Patient P-2"]
    shown = text(answer)
    assert shown.index("Report R-3, 2012-01-01") < shown.index("Report =R-1, 2015-03-11")
    assert "<mark>intravenous leiomyomatosis</mark>" in shown
    assert shown.count("her earliest of tier A to C") == 1
    assert shown.index("Report R-3") < shown.index("her earliest of tier A to C") < shown.index("Report =R-1")
    explained = guest.get("/screening/?tier=D")
    assert headings(explained) == ["D Patient P-3"]
    assert "<mark>filling defect</mark> in the <mark>IVC</mark>" in text(explained)
    assert "R-6" not in shown


def test_what_the_archive_holds_is_only_ever_text() -> None:
    """Markup in a report, a patient's name or an id is shown as it is written."""
    shown = text(visitor().get("/screening/"))
    assert "<script>alert" not in shown
    assert "<b>P-1" not in shown
    assert "{{ 7 }}" in shown


def test_looking_is_a_row_of_the_chain() -> None:
    """Who looks at the list is on record, once for a while."""
    guest = visitor()
    guest.get("/screening/")
    guest.get("/screening/?page=2")
    assert chain("viewed-screening") == [{}]


def test_a_decision_is_a_row_without_text() -> None:
    """The row holds a keyed digest, the decision and a code; the same again writes nothing, another one does."""
    guest = visitor()
    for _ in range(2):
        assert decided(guest, "P-2", "R-2", "reject", "ordinary-fibroid").status_code == 302
    assert decided(guest, "P-2", "R-2", "confirm").status_code == 302
    first, second = chain("screening-decided")
    assert first == {"report": key("P-2", "R-2"), "decision": "reject", "reason": "ordinary-fibroid"}
    assert second["decision"] == "confirm"
    assert "R-2" not in json.dumps([first, second]).replace(key("P-2", "R-2"), "")
    assert "You: confirmed" in text(guest.get("/screening/"))


@pytest.mark.parametrize(("decision", "reason"), [("", ""), ("perhaps", ""), ("reject", "Mrs Wang said so")])
def test_only_known_decisions_and_reasons_are_written(decision: str, reason: str) -> None:
    """A free text as reason could hold a name: it is refused like an unknown decision."""
    guest = visitor()
    assert decided(guest, "P-2", "R-2", decision, reason).status_code == 302
    assert chain("screening-decided") == []


def test_a_report_that_is_not_on_the_list_cannot_be_decided() -> None:
    """Neither one without a tier, nor one that was made up."""
    guest = visitor()
    assert decided(guest, "P-4", "R-6", "confirm").status_code == 404
    assert decided(guest, "P-2", "R-1", "confirm").status_code == 404
    assert guest.post("/screening/nothing/decide/", {"decision": "confirm"}).status_code == 404
    assert guest.post(f"/screening/{key('P-4', 'R-6')}/open/").status_code == 404


def test_two_readers_stay_blind() -> None:
    """The second reader sees that somebody decided, not what; her own list still has it open."""
    anna, bert = visitor("anna"), visitor("bert")
    decided(anna, "P-2", "R-2", "reject", "ordinary-fibroid")
    shown = text(bert.get("/screening/?state=open"))
    assert "others decided: 1" in shown
    assert "You:" not in shown
    assert "aria-pressed" not in shown
    assert headings(anna.get("/screening/?state=decided")) == ["C Patient P-2"]
    assert len(headings(anna.get("/screening/?state=open"))) == 2
    assert headings(bert.get("/screening/?state=decided")) == []


def test_the_page_one_came_from_is_gone_back_to() -> None:
    """Page, tiers and state are kept; anything else in that field leads to the first page and nowhere outside."""
    guest, path = visitor(), f"/screening/{key('P-2', 'R-2')}/decide/"
    there = guest.post(path, {"decision": "unsure", "back": "page=1&tier=C&state=all"})
    assert there.headers["Location"] == f"/screening/?page=1&tier=C&state=all#report-{key('P-2', 'R-2')}"
    for bad in ("//evil.example", "page=1&tier=C&state=all\r\nX: y", "https://evil.example/"):
        elsewhere = guest.post(path, {"decision": "unsure", "back": bad})
        assert elsewhere.headers["Location"].startswith("/screening/#report-")


def test_the_old_reason_is_not_carried_to_another_decision() -> None:
    """Who rejects as an ordinary fibroid and then confirms does not confirm an ordinary fibroid."""
    guest = visitor()
    decided(guest, "P-2", "R-2", "reject", "ordinary-fibroid")
    decided(guest, "P-2", "R-2", "confirm", "ordinary-fibroid")
    decided(guest, "P-2", "R-2", "unsure", "says-too-little")
    told = [(each["decision"], each["reason"]) for each in chain("screening-decided")]
    assert told == [("reject", "ordinary-fibroid"), ("confirm", ""), ("unsure", "says-too-little")]


def test_the_list_says_how_many_are_left() -> None:
    """Women and reports of nobody named, how many this account has done, and a way on to the others."""
    guest = visitor()
    assert "Women: 2. Reports of nobody named: 1. You have decided 0; left: 3." in text(guest.get("/screening/"))
    decided(guest, "P-2", "R-2", "reject")
    shown = text(guest.get("/screening/"))
    assert "You have decided 1; left: 2." in shown
    assert 'href="?state=open&tier=A&tier=B&tier=C#list">Go on with what is left' in shown.replace("&amp;", "&")


def test_what_was_decided_last_stays_in_its_place() -> None:
    """On the list of what is left the line just decided can be seen and changed; the next decision takes it away."""
    guest, back = visitor(), "page=1&tier=A&tier=B&tier=C&state=open"
    first, second = key("P-2", "R-2"), key(None, "R-4")
    answer = guest.post(f"/screening/{first}/decide/", {"decision": "reject", "back": back})
    assert answer.headers["Location"] == f"/screening/?{back}&kept={first}#report-{first}"
    shown = guest.get(answer.headers["Location"])
    assert "Report R-2: Reject." in text(shown)
    assert headings(shown)[-1] == "C Patient P-2"
    answer = guest.post(f"/screening/{second}/decide/", {"decision": "confirm", "back": back})
    assert headings(guest.get(answer.headers["Location"])) == [
        "A Patient &lt;b&gt;P-1&lt;/b&gt;",
        "A patient not named",
    ]
    bert = visitor("bert")
    assert len(headings(bert.get(f"/screening/?state=decided&kept={first}"))) == 0


def test_an_archive_that_names_no_women_counts_reports(
    monkeypatch: pytest.MonkeyPatch, django: Any, tmp_path: Path
) -> None:
    """There it says nothing of women, not even that there are none."""
    from django.conf import settings

    rows = [("R-1", NAMED, "", ""), ("R-2", OUTSIDE, "", "")]
    monkeypatch.setattr(settings, "CEPHALAD_CONFIG", replace(django, screening=finished(tmp_path, rows)))
    shown = text(visitor().get("/screening/"))
    assert '<p id="list">Reports: 2. You have decided 0; left: 2.' in shown
    assert "women" not in shown.lower().replace('class="women"', "")


def test_an_empty_list_says_why_it_is_empty() -> None:
    """Nothing decided yet, everything decided, and nothing in a tier are three sentences."""
    guest = visitor()
    assert "You have not decided anything in these tiers." in text(guest.get("/screening/?state=decided"))
    assert "Nothing in these tiers." in text(guest.get("/screening/?tier=B&state=open"))
    decided(guest, "P-2", "R-2", "reject")
    shown = text(guest.get("/screening/?tier=C&state=open"))
    assert "You have decided everything in these tiers." in shown
    assert "Go on with what is left" not in text(guest.get("/screening/?tier=C"))


def test_a_report_of_tier_d_need_not_be_decided_for_a_woman_of_tier_a(
    monkeypatch: pytest.MonkeyPatch, django: Any, tmp_path: Path
) -> None:
    """It stands behind what put her on the list, and she is done without it; where only it is there, it is asked."""
    from django.conf import settings

    rows = [("R-1", EXPLAINED, "P-1", "2010-01-01"), ("R-2", NAMED, "P-1", ""), ("R-3", EXPLAINED, "P-2", "")]
    monkeypatch.setattr(settings, "CEPHALAD_CONFIG", replace(django, screening=finished(tmp_path, rows)))
    guest = visitor()
    shown = text(guest.get("/screening/"))
    assert shown.index("Report R-2") < shown.index("Report R-1")
    decided(guest, "P-1", "R-2", "confirm")
    assert headings(guest.get("/screening/?state=open&tier=A&tier=D")) == ["D Patient P-2"]


def test_of_many_reports_the_one_that_says_why_is_shown(
    monkeypatch: pytest.MonkeyPatch, django: Any, tmp_path: Path
) -> None:
    """The only report of tier A stands on the page, also as the last of seven."""
    from django.conf import settings

    rows = [(f"R-{n}", NAMED if n == 6 else OUTSIDE, "P-1", f"201{n}-01-01") for n in range(7)]
    monkeypatch.setattr(settings, "CEPHALAD_CONFIG", replace(django, screening=finished(tmp_path, rows)))
    shown = text(visitor().get("/screening/"))
    assert re.findall(r'aria-label="Report (R-\d),', shown) == ["R-0", "R-1", "R-2", "R-3", "R-6"]
    assert "And 2 more reports of hers." in shown


def test_labels_are_read_by_the_evaluation(tmp_path: Path) -> None:
    """Two readers and who settles give the file that `screen evaluate` reads, formulas defused, nothing else in it."""
    from cephalad.screen.labels_file import read_labels

    guests = {name: visitor(name) for name in ("anna", "bert", "carla")}
    for name, first, second in (("anna", "confirm", "reject"), ("bert", "confirm", "unsure"), ("carla", "", "reject")):
        if first:
            decided(guests[name], "<b>P-1</b>", "=R-1", first)
        decided(guests[name], "P-2", "R-2", second)
    asked = {"reader_1": "anna", "reader_2": "bert", "adjudicated": "carla"}
    answer = signed_again(guests["anna"]).post("/screening/labels.csv", asked)
    assert answer.status_code == 200, answer.headers
    content = text(answer)
    assert "'=R-1" in content
    file = tmp_path / "labels.csv"
    file.write_text(content, encoding="utf-8", newline="")
    labels, issues = read_labels(file)
    assert issues == []
    told = [(each.id, each.tier, each.first, each.second, each.adjudicated, each.inclusion) for each in labels]
    assert told == [("=R-1", "A", "yes", "yes", "", 0.5), ("R-2", "C", "no", "unsure", "no", 0.5)]
    assert "P-2" not in content
    assert "ligament" not in content
    assert chain("exported") == [{"what": "screening-labels"}]


def test_labels_of_a_preliminary_and_a_final_report_have_the_more_urgent_tier(
    monkeypatch: pytest.MonkeyPatch, django: Any, tmp_path: Path
) -> None:
    """Both under one id are one line of the list and one label, of the tier that the list shows."""
    from django.conf import settings

    rows = [("R-1", OUTSIDE, "P-1", ""), ("R-1", NAMED, "P-1", "")]
    monkeypatch.setattr(settings, "CEPHALAD_CONFIG", replace(django, screening=finished(tmp_path, rows)))
    guest = visitor()
    decided(guest, "P-1", "R-1", "confirm")
    lines = text(signed_again(guest).post("/screening/labels.csv", {"reader_1": "anna"})).splitlines()
    assert lines[1:] == ["1,R-1,yes,,,A,1.0"]


def signed_again(guest: Any) -> Any:
    """The visitor after typing the password once more."""
    send(guest, "/account/again/", password=PASSWORD)
    return guest


def test_labels_need_readers_who_decided() -> None:
    """Without a reader, and with a name that nobody has, there is no file."""
    guest = signed_again(visitor())
    for asked in ({}, {"reader_1": "nobody"}, {"reader_1": "", "reader_2": "", "adjudicated": ""}):
        assert guest.post("/screening/labels.csv", asked).headers["Location"] == "/screening/"


def test_labels_ask_for_the_password_again() -> None:
    """Who was signed in long ago types the password once more before decisions leave the house."""
    answer = visitor().post("/screening/labels.csv", {"reader_1": "anna"})
    assert "/account/again/" in answer.headers["Location"]


def test_a_case_is_opened_from_the_findings() -> None:
    """A new case waits for its own form, the day of the report filled in; nothing is recorded before it is saved."""
    from cephalad.server.entry.models import Draft
    from cephalad.server.store.cases import heads

    guest = visitor()
    answer = guest.post(f"/screening/{key('<b>P-1</b>', '=R-1')}/open/", {"pseudonym": ""})
    assert answer.headers["Location"].startswith("/new-case/")
    fields = json.loads(Draft.objects.get().content)
    assert fields["e.effective_on"] == ["2015-03-11"]
    assert "P-1" not in json.dumps(fields)
    assert list(heads()) == []
    subject = (
        guest.post(answer.headers["Location"], {"h.case": "p-9", "h.sex": "female", "act": "save"})
        .headers["Location"]
        .split("/")[2]
    )
    form = f"/cases/{subject}/enter/imaging/{Draft.objects.get().form}/"
    assert guest.post(form, {**fields, "act": "save"}).status_code == 302
    from cephalad.server.store.cases import load_case

    said = {(each.finding, each.qualifier): each.value for each in load_case(subject).events[0].observations}
    assert said["vein.content", "ivc-unspecified"] == "filling-defect"
    assert said["mass.longest-diameter", "mass-1"] == 76.0
    assert chain("screening-opened") == [{"report": key("<b>P-1</b>", "=R-1")}]


def test_a_report_goes_to_a_case_that_is_there() -> None:
    """The pseudonym leads to that case's form; one that nobody has is told and opens nothing."""
    from cephalad.server.store.cases import create_case

    subject = create_case({"case": "patient-7", "sex": "female"}, "tests").subject
    guest, path = visitor(), f"/screening/{key('P-2', 'R-2')}/open/"
    assert "You opened a case from it." not in text(guest.get("/screening/"))
    assert guest.post(path, {"pseudonym": "patient-7"}).headers["Location"].startswith(f"/cases/{subject}/enter/")
    assert "/screening/" in guest.post(path, {"pseudonym": "patient-8\0"}).headers["Location"]
    assert len(chain("screening-opened")) == 1
    assert text(guest.get("/screening/")).count("You opened a case from it.") == 1
    assert "You opened a case from it." not in text(visitor("bert").get("/screening/"))


def test_without_a_folder_there_is_no_list(monkeypatch: pytest.MonkeyPatch, django: Any) -> None:
    """A server that was started without a screened archive has no page and no link."""
    from django.conf import settings

    guest = visitor()
    assert 'href="/screening/"' in text(guest.get("/account/"))
    monkeypatch.setattr(settings, "CEPHALAD_CONFIG", django)
    assert guest.get("/screening/").status_code == 404
    assert decided(guest, "P-2", "R-2", "confirm").status_code == 404
    assert client().get("/screening/").headers["Location"].startswith("/log-in/")


def test_an_archive_that_is_screened_anew_is_told(monkeypatch: pytest.MonkeyPatch, django: Any, tmp_path: Path) -> None:
    """While the folder holds no finished run, or its parts are gone, the page says so; then the list is back."""
    from django.conf import settings

    run = finished(tmp_path, ARCHIVE)
    monkeypatch.setattr(settings, "CEPHALAD_CONFIG", replace(django, screening=run))
    guest = visitor()
    for name in ("women.parquet", "manifest.json", "parts/000000.parquet"):
        (run / name).rename(tmp_path / "away")
        answer = guest.get("/screening/")
        assert (answer.status_code, "There is no list just now" in text(answer)) == (503, True), name
        (tmp_path / "away").rename(run / name)
        assert headings(guest.get("/screening/?tier=C")) == ["C Patient P-2"]
    other = tmp_path / "other"
    other.mkdir()
    part = finished(other, [("R-9", OUTSIDE, "P-9", "")]) / "parts" / "000000.parquet"
    (run / "parts" / "000000.parquet").write_bytes(part.read_bytes())
    assert guest.get("/screening/").status_code == 503
    (run / "manifest.json").unlink()
    assert decided(guest, "P-2", "R-2", "confirm").status_code == 503
    assert chain("screening-decided") == []


def test_a_list_of_ten_thousand_turns_its_pages_quickly(
    monkeypatch: pytest.MonkeyPatch, django: Any, tmp_path: Path
) -> None:
    """After the first page each other one of a list of ten thousand takes under a second, by decision too."""
    from django.conf import settings

    rows = [(f"R-{n}", OUTSIDE, f"P-{n}", "2020-01-01") for n in range(10_000)]
    monkeypatch.setattr(settings, "CEPHALAD_CONFIG", replace(django, screening=finished(tmp_path, rows)))
    guest = visitor()
    assert "10,000" in text(guest.get("/screening/?state=open"))
    begun = perf_counter()
    for page in (2, 250, 500):
        assert len(headings(guest.get(f"/screening/?page={page}&state=open"))) == 20
    assert perf_counter() - begun < 3
