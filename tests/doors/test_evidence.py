"""`cephalad evidence` from outside: studies, claims, checks and a new study, in text and JSON."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from tests.doors.test_command_line import Capture, answer, answer_json

import cephalad.cli.evidence
from cephalad.errors import Issue
from cephalad.evidence import adding, studies
from cephalad.evidence.studies import shipped_texts

NEW = """\
id = "Example-2027"
citation = "Nobody N. An invented series. 2027"
centre = "Hospital of Nowhere"
design = "cohort"
reading = "full-text"

[[cohorts]]
id = "all"
label = "all"
patients = 52
followed = 48
events = 6
event = "composite"
completeness = "mixed"
"""


@pytest.fixture
def new(tmp_path: Path) -> Path:
    """A sound new study in a file."""
    return save(tmp_path)


def save(folder: Path, *changes: tuple[str, str], name: str = "new.toml") -> Path:
    """The new study in a file, with some things replaced."""
    text = NEW
    for old, replacement in changes:
        assert old in text
        text = text.replace(old, replacement, 1)
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the folder of studies that takes its place."""
    folder = tmp_path / "studies"
    shutil.copytree(studies.studies_folder(), folder)
    monkeypatch.setattr(studies, "studies_folder", lambda: folder)
    monkeypatch.setattr(adding, "checkout_folder", lambda: folder)
    return folder


# --- studies and claims -----------------------------------------------------------------------------------------------


def test_the_studies_are_listed(capsys: Capture) -> None:
    """A line a study with its outcome, and what they are together."""
    code, out, err = answer(capsys, "evidence", "studies")
    assert (code, err) == (0, "")
    assert "Yu-2016        2005–2015  18 of 58 recurrence            cohort (abstract); Peking Union" in out
    assert "Anzhen-2009    1995–2009  ≥1 of 14 recurrence " in out
    assert "55 studies, 131 cohorts and parts of them; 18 studies tell a count of events." in out
    assert max(map(len, out.splitlines())) <= 100


def test_one_study_is_shown_in_full(capsys: Capture) -> None:
    """Whom it followed, what became of them, its effects, and the strata that rest on it."""
    code, out, err = answer(capsys, "evidence", "studies", "Yu-2016")
    assert (code, err) == (0, "")
    assert "strata       large-vein-complete, no-large-vein, cardiac-complete\n" in out
    assert "18 with recurrence of 58; 75 patients; 58 followed; completeness complete" in out
    told = "large-vein involvement, yes (16 of 31) against no (2 of 27): no size told, P=0.02, adjustment not told"
    assert told in " ".join(out.split())


@pytest.mark.parametrize(
    ("study", "words"),
    [
        ("ICLM-2021", "progression: the count is not told; printed as 75 %, of how many is not told"),
        ("Zhang-2024", "0 with composite of how many is not told"),
        ("Anzhen-2020", "1 with recurrence of 22 treated, followed not told"),
        ("Anzhen-2009", "at least 1 with recurrence of 14"),
        ("Anzhen-2009", "all: death by 60 months 6.84 %, Kaplan-Meier. Printed as 5-year survival of 93.16 ± 4.98 %."),
        ("JVSV216-2024", "18 with recurrence of 185, counts solved from a percentage or added up"),
        ("Chen-2023", "age, 45 or younger against older: HR 2.09 (1.15 to 3.8), P=0.016, adjusted"),
        ("Li-2025", "age: no size told, P>0.05, not adjusted"),
        ("ZhangTT-2025", "ultrasound alone named it in 34 of 61 (56 %, 95 % interval 43 to 67 %)"),
        ("Fang-2025", "identifier   none that is known"),
        ("RWH-2017", "apart from   Mulvany-1994"),
        ("Shi-2025", "ovaries-kept: recurrence by 60 months 10.3 %, Kaplan-Meier"),
    ],
)
def test_what_is_not_told_is_said(study: str, words: str, capsys: Capture) -> None:
    """Never a bare percentage, never a count without its kind."""
    code, out, _ = answer(capsys, "evidence", "studies", study)
    assert code == 0
    assert words in " ".join(out.split()) or words in out


def test_the_studies_as_json(capsys: Capture) -> None:
    """All of them as a list, one as itself; null for what is not told."""
    listed = answer_json(capsys, "evidence", "studies")
    assert len(listed) == 55
    one = answer_json(capsys, "evidence", "studies", "Yu-2016")
    assert one in listed
    assert (one["cohorts"][0]["events"], one["cohorts"][0]["deaths"]) == (18, None)
    assert one["effects"][0]["adjusted"] == "unknown"
    assert one["strata"] == ["large-vein-complete", "no-large-vein", "cardiac-complete"]


def test_an_unknown_study_is_a_wrong_call(capsys: Capture) -> None:
    """Exit 2, with the nearest id."""
    code, out, err = answer(capsys, "evidence", "studies", "Yu-2061")
    assert (code, out) == (2, "")
    assert "no study 'Yu-2061'; did you mean Yu-2016?" in err


def test_the_claims_are_listed(capsys: Capture, tmp_path: Path) -> None:
    """Each with its status, what decides it and why; the JSON has six keys; either goes to a file."""
    code, out, err = answer(capsys, "evidence", "claims")
    assert (code, err) == (0, "")
    head = (
        "75 % recurrence after myomectomy alone [S51 S80 S52 S78]\n  not-traceable: Ma-2016, JOGmyom9-2023, Yu-2016, "
    )
    assert out.startswith(head)
    assert out.endswith("60 claims: 15 not-traceable, 15 contradicted, 5 second-hand, 25 traced\n")
    rows = answer_json(capsys, "evidence", "claims")
    assert list(rows[0]) == ["id", "statement", "figure", "status", "by", "note"]
    file = tmp_path / "claims.json"
    assert answer(capsys, "evidence", "claims", "--format", "json", "--output", str(file)) == (0, "", "")
    assert json.loads(file.read_text(encoding="utf-8")) == rows


# --- check ------------------------------------------------------------------------------------------------------------


def test_the_evidence_is_checked(capsys: Capture) -> None:
    """Nothing is wrong with what ships."""
    assert answer(capsys, "evidence", "check") == (0, "the evidence: 0 findings\n", "")
    assert answer_json(capsys, "evidence", "check") == []


def test_a_fault_makes_the_answer_no(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit 1, each finding in a line; those of the register come along."""
    issue = Issue("a.toml", 3, "id", "must be there", "nothing", "write it", "EVID-03")
    monkeypatch.setattr(studies, "check_evidence", lambda: [issue])
    monkeypatch.setattr("cephalad.evidence.check_register", lambda: ("figure rate: the id must be unique",))
    code, out, err = answer(capsys, "evidence", "check")
    assert (code, err) == (1, "")
    assert out == (
        "the evidence: 2 findings\na.toml:3: id: must be there, got nothing; write it [EVID-03]\n"
        "figure rate: the id must be unique, got what it holds; mend its file under evidence/data [EVID-50]\n"
    )


# --- add --------------------------------------------------------------------------------------------------------------


def test_a_new_study_is_put_where_it_is_wanted(new: Path, tmp_path: Path, capsys: Capture) -> None:
    """A tidy copy under its id, the strata it might join, and what to do next."""
    into = tmp_path / "ours"
    into.mkdir()
    code, out, err = answer(capsys, "evidence", "add", str(new), "--into", str(into))
    assert (code, err) == (0, "")
    assert out.startswith(f"Example-2027 is sound: 1 cohort\nwrote {into / 'Example-2027.toml'}\n")
    assert "any-surgery: Example-2027/all\n" in out
    assert "cephalad evidence pool --write" in out
    assert (into / "Example-2027.toml").read_text(encoding="utf-8") == NEW


def test_a_new_study_as_json(tmp_path: Path, capsys: Capture) -> None:
    """What was written, what it might join, and which other files must still name it."""
    file = save(tmp_path, ("design", 'overlaps = ["Zhang-2024"]\ndesign'), name="Mine.toml")
    into = tmp_path / "ours"
    into.mkdir()
    found = answer_json(capsys, "evidence", "add", str(file), "--into", str(into))
    joining = {"stratum": "any-surgery", "row": "Example-2027/all", "beside": ["Zhang-2024/all"], "gathered": False}
    assert found == {
        "id": "Example-2027",
        "written": [str(into / "Example-2027.toml")],
        "might_join": [joining],
        "still_to_name_it": ["Zhang-2024"],
    }
    code, out, _ = answer(capsys, "evidence", "add", str(file), "--into", str(tmp_path))
    assert code == 0
    assert "in place of Zhang-2024/all, which may hold the same patients" in " ".join(out.split())
    assert 'Name "Example-2027" in the files of Zhang-2024 too' in " ".join(out.split())


def test_at_home_the_other_side_of_an_overlap_is_written_too(home: Path, tmp_path: Path, capsys: Capture) -> None:
    """In the folder of the studies one command is enough."""
    file = save(tmp_path, ("design", 'overlaps = ["Zhang-2024"]\ndesign'))
    code, out, err = answer(capsys, "evidence", "add", str(file))
    assert (code, err) == (0, "")
    assert f"wrote {home / 'Example-2027.toml'}\nwrote {home / 'Zhang-2024.toml'}\n" in out
    assert "Name " not in out
    assert '"Example-2027"' in (home / "Zhang-2024.toml").read_text(encoding="utf-8")
    texts = {path.name: path.read_text(encoding="utf-8") for path in home.glob("*.toml")}
    assert len(texts) == 56
    assert studies.check_studies(texts) == []


def test_a_file_written_at_home_is_tidied_there(home: Path, capsys: Capture) -> None:
    """Whoever writes the file right into the folder adds it all the same."""
    file = save(home, ("patients = 52", "patients   =   52"), name="Example-2027.toml")
    code, _, err = answer(capsys, "evidence", "add", str(file))
    assert (code, err) == (0, "")
    assert file.read_text(encoding="utf-8") == NEW


def test_a_faulty_study_is_not_written(tmp_path: Path, capsys: Capture) -> None:
    """Exit 1, all that is wrong at once in the order of the file, in text or JSON; nothing is written."""
    file = save(
        tmp_path,
        ("centre", 'identifier = "10.1097/aog.0000000000001718"\ncentre'),
        ("followed = 48\nevents = 6", "percent = 12.5"),
        ('completeness = "mixed"', 'extnt = "mixed"'),
    )
    code, out, err = answer(capsys, "evidence", "add", str(file), "--into", str(tmp_path))
    assert (code, err) == (1, "")
    assert out.splitlines()[0] == f"{file}: 1 issue; nothing was written"
    assert "extnt" in out
    assert "write extent [EVID-02]" in out
    file.write_text(file.read_text(encoding="utf-8").replace("extnt", "extent"), encoding="utf-8")
    code, out, err = answer(capsys, "evidence", "add", str(file), "--into", str(tmp_path), "--format", "json")
    assert code == 1
    assert [(issue["line"], issue["code"]) for issue in json.loads(out)] == [(3, "EVID-20"), (12, "EVID-12")]
    assert list(tmp_path.glob("Example*")) == []


def test_a_study_in_the_folder_is_never_overwritten(new: Path, tmp_path: Path, capsys: Capture) -> None:
    """A second study of the same id, and a file that is no study, are both left alone."""
    into = tmp_path / "ours"
    into.mkdir()
    assert answer(capsys, "evidence", "add", str(new), "--into", str(into))[0] == 0
    code, out, _ = answer(capsys, "evidence", "add", str(new), "--into", str(into))
    assert (code, "EVID-20" in out) == (1, True)
    (into / "Example-2027.toml").write_text("something else", encoding="utf-8")
    code, out, err = answer(capsys, "evidence", "add", str(new), "--into", str(into))
    assert (code, out) == (2, "")
    assert "is there already" in err
    assert (into / "Example-2027.toml").read_text(encoding="utf-8") == "something else"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "cannot be read: No such file or directory"),
        (b"\xff\xfe", "is not text in UTF-8"),
        (b" " * 1_000_001, "is too large"),
    ],
)
def test_an_unreadable_file_is_told(content: bytes | None, words: str, tmp_path: Path, capsys: Capture) -> None:
    """Exit 3 and one line, whatever stands in the way."""
    file = tmp_path / "new.toml"
    if content is not None:
        file.write_bytes(content)
    code, out, err = answer(capsys, "evidence", "add", str(file), "--into", str(tmp_path))
    assert (code, out) == (3, "")
    assert words in err


def test_a_study_needs_a_folder(new: Path, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit 2 for a folder that is not there, and for no folder outside a checkout."""
    code, _, err = answer(capsys, "evidence", "add", str(new), "--into", str(tmp_path / "gone"))
    assert (code, "is no folder" in err) == (2, True)
    monkeypatch.setattr(adding, "checkout_folder", lambda: None)
    code, _, err = answer(capsys, "evidence", "add", str(new))
    assert (code, "name a folder with --into DIR" in err) == (2, True)


def test_a_byte_order_mark_does_no_harm(tmp_path: Path, capsys: Capture) -> None:
    """Some editors put one before the first key."""
    file = tmp_path / "new.toml"
    file.write_bytes(b"\xef\xbb\xbf" + NEW.encode())
    assert answer(capsys, "evidence", "add", str(file), "--into", str(tmp_path))[0] == 0


def test_the_commands_need_no_numerics() -> None:
    """What only reads and checks has its own module without them."""
    assert not {"numpy", "polars"} & set(vars(cephalad.cli.evidence))
    assert len(shipped_texts()) == 55
