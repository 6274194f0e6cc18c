"""`cephalad read` from outside."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from tests.unit.write.html.reading import read

from cephalad.cli import main
from cephalad.read import LONGEST_TEXT

Capture = pytest.CaptureFixture[str]
REPORT = "Findings: filling defect in the left ovarian vein.\nImpression: intravenous leiomyomatosis not excluded.\n"


@pytest.fixture
def report(tmp_path: Path) -> str:
    """A short report in a file."""
    file = tmp_path / "report.txt"
    file.write_text(REPORT, encoding="utf-8")
    return str(file)


def answer(capsys: Capture, *arguments: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of a call in this process."""
    code = main(arguments)
    out, err = capsys.readouterr()
    return code, out, err


def test_the_json_holds_findings_with_their_words(capsys: Capture, report: str) -> None:
    """Spans and cues are offsets in the report as given; the proposed events stand beside."""
    code, out, err = answer(capsys, "read", report, "--format", "json", "--modality", "ct")
    told = json.loads(out)
    assert (code, err) == (0, "")
    content, *_, diagnosis = told["findings"]
    assert list(content) == [
        "finding", "value", "unit", "qualifier", "status", "rule", "span", "cue", "section",
    ]  # fmt: skip
    assert REPORT[slice(*content["span"])] == "filling defect"
    assert REPORT[slice(*diagnosis["cue"])] == "not excluded"
    assert (diagnosis["status"], diagnosis["section"]) == ("uncertain", "impression")
    assert told["proposed"]["events"][0]["modality"] == "ct"


@pytest.mark.parametrize(
    ("lang", "status", "words"), [("en", "uncertain", "Proposed events"), ("zh", "不确定", "建议录入的事件")]
)
def test_the_text_marks_the_words(capsys: Capture, report: str, lang: str, status: str, words: str) -> None:
    """The report comes first with its words in brackets, then each finding with its status."""
    code, out, _ = answer(capsys, "read", report, "--lang", lang)
    assert code == 0
    assert "[filling defect] in the left ovarian vein" in out
    assert status in out
    assert words in out


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_page_says_each_status_in_words(capsys: Capture, report: str, lang: str) -> None:
    """Marked words are followed by their status, so that nothing is told by colour alone."""
    code, out, err = answer(capsys, "read", report, "--format", "html", "--lang", lang)
    assert (code, err) == (0, "")
    assert read(out).unbalanced == []
    assert (
        f"<mark>intravenous leiomyomatosis<small> ({'uncertain' if lang == 'en' else '不确定'})</small></mark>" in out
    )


def test_a_report_is_data(capsys: Capture, tmp_path: Path) -> None:
    """Markup in a report stays text on the page."""
    file = tmp_path / "report.txt"
    file.write_text("<script>alert(1)</script> uterine fibroid", encoding="utf-8")
    _, out, _ = answer(capsys, "read", str(file), "--format", "html")
    assert "<script" not in out
    assert "&lt;script&gt;" in out


def test_standard_input_is_read(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    """A hyphen stands for it."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("子宫肌瘤".encode())))
    code, out, _ = answer(capsys, "read", "-", "--format", "json")
    assert code == 0
    assert json.loads(out)["findings"][0]["value"] == "fibroid"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\xff\xfe", "UTF-8"),
        (b"fibroid\x00", "control character U+0000"),
        (b" " * (LONGEST_TEXT + 1), "cephalad screen"),
    ],
)
def test_what_is_no_report_is_unreadable(capsys: Capture, tmp_path: Path, content: bytes, told: str) -> None:
    """Exit code 3, what is wrong, and nothing of the text."""
    file = tmp_path / "report.txt"
    file.write_bytes(content)
    code, out, err = answer(capsys, "read", str(file))
    assert (code, out) == (3, "")
    assert told in err
    assert "fibroid" not in err


def test_a_wrong_call_is_told(capsys: Capture, report: str, tmp_path: Path) -> None:
    """An unknown modality is a wrong call, a missing file unreadable."""
    assert answer(capsys, "read", report, "--modality", "biopsy")[0] == 2
    assert answer(capsys, "read", str(tmp_path / "none.txt"))[0] == 3


def test_a_report_without_findings_says_so(capsys: Capture, tmp_path: Path) -> None:
    """Nothing found is an answer."""
    file = tmp_path / "report.txt"
    file.write_text("The lungs are clear.", encoding="utf-8")
    code, out, _ = answer(capsys, "read", str(file))
    assert (code, out.splitlines()[0]) == (0, "No finding that is looked for.")
