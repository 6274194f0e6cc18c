"""`cephalad guideline diff` from outside, and a local variant wherever a guideline is named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.doors.test_command_line import REFERENCE, Capture, answer, answer_json

from cephalad.guideline import digest, shipped_guideline

DEFAULT = "zhao-tian-2026"
VARIANT = """\
format: cephalad-variant/1
variant: hebei-2027
varies: zhao-tian-2026
parameters:
  risk.age-below:
    value: 50 years
    reason: our women of 45 to 49 came back
"""
# 47 on the day of the report; every other feature of high and very high risk is a known no.
CASE = """\
format: cephalad-case/1
case: forty-seven
written_on: 2035-01-01
sex: female
birth: 1963-01-01
events:
  - {id: ct, kind: imaging, effective_on: 2010-01-02, modality: ct, contrast: yes, regions: [pelvis, abdomen],
     veins: {pelvic-veins-unspecified: {content: clear}, iliac-unspecified: {content: clear},
     ovarian-vein-unspecified: {content: clear}, ivc-unspecified: {content: clear}}}
  - {id: operation, kind: operation, effective_on: 2010-01-10, for-ivl: yes, uterus: removed, ovaries-left: none,
     procedures: [total-hysterectomy, bilateral-salpingo-oophorectomy], completeness: complete, integrity: intact}
  - {id: report, kind: pathology, effective_on: 2010-01-15, specimen: [uterus], diagnosis: [ivl],
     vessels-outside-uterus: no}
  - {id: visit, kind: contact, effective_on: 2010-02-01}
"""


@pytest.fixture
def variant(tmp_path: Path) -> str:
    """A local variant in a file."""
    file = tmp_path / "hebei.yaml"
    file.write_text(VARIANT, encoding="utf-8")
    return str(file)


@pytest.fixture
def case(tmp_path: Path) -> str:
    """The woman of 47 in a file."""
    file = tmp_path / "forty-seven.yaml"
    file.write_text(CASE, encoding="utf-8")
    return str(file)


# --- diff -------------------------------------------------------------------------------------------------------------


def test_the_json_names_the_case_the_event_and_the_keys(variant: str, case: str, capsys: Capture) -> None:
    """``{from, to, rules: [{kind, id, from, to, reason}], compared, cases: [{case, after, changes}]}``."""
    found = answer_json(capsys, "guideline", "diff", DEFAULT, variant, case, REFERENCE)
    assert list(found) == ["from", "to", "rules", "compared", "cases"]
    assert found["from"] == {"edition": "zhao-tian-2026/1", "hash": digest(shipped_guideline(DEFAULT))}
    assert found["to"]["edition"] == "hebei-2027 (zhao-tian-2026/1)"
    assert found["to"]["hash"] != found["from"]["hash"]
    assert found["rules"] == [
        {
            "kind": "parameter",
            "id": "risk.age-below",
            "from": "45 years",
            "to": "50 years",
            "reason": "our women of 45 to 49 came back",
        }
    ]
    assert found["compared"] == ["forty-seven", REFERENCE]
    changes = [{"key": "risk-group", "from": "low", "to": "high"}, {"key": "plan-group", "from": "low", "to": "high"}]
    assert [item for item in found["cases"] if item["case"] == "forty-seven"] == [
        {"case": "forty-seven", "after": "report", "changes": changes},
        {"case": "forty-seven", "after": "visit", "changes": changes},
    ]


def test_the_text_groups_events(variant: str, case: str, capsys: Capture) -> None:
    """Exit 0 although something differs: the events with the same differences stand in one line."""
    code, out, err = answer(capsys, "guideline", "diff", DEFAULT, variant, case)
    assert (code, err) == (0, "")
    assert "Rules that differ: 1\n  number risk.age-below\n    45 years → 50 years\n" in out
    assert out.endswith(
        "forty-seven\n  After report, visit\n    risk group: low → high\n    plan follows group: low → high\n"
    )


@pytest.mark.parametrize("other", [DEFAULT, f"{DEFAULT}/1"])
def test_identical_guidelines_do_not_differ(other: str, case: str, capsys: Capture) -> None:
    """Exit 0, no rule, no case; the cases are named all the same."""
    found = answer_json(capsys, "guideline", "diff", DEFAULT, other, case, REFERENCE)
    assert (found["rules"], found["cases"], found["compared"]) == ([], [], ["forty-seven", REFERENCE])
    assert found["from"] == found["to"]
    code, out, err = answer(capsys, "guideline", "diff", DEFAULT, other, case)
    assert (code, err) == (0, "")
    assert "No rule differs." in out
    assert "Answered differently: 0 of 1 cases; events after which it differs: 0" in out


def test_a_variant_does_not_differ_from_its_own_file(variant: str, case: str, capsys: Capture) -> None:
    """A file named twice is read twice and says the same."""
    found = answer_json(capsys, "guideline", "diff", variant, variant, case)
    assert (found["rules"], found["cases"]) == ([], [])


def test_in_chinese(variant: str, case: str, capsys: Capture) -> None:
    """``--lang zh`` gives headings, keys and values in Chinese; the reason stays as it was written."""
    code, out, err = answer(capsys, "guideline", "diff", DEFAULT, variant, case, "--lang", "zh")
    assert (code, err) == (0, "")
    for words in ("不同的规则：1", "理由：our women of 45 to 49 came back", "report, visit之后", "风险组：低危 → 高危"):
        assert words in out
    assert "Rules" not in out


def test_every_shipped_case_is_compared_when_none_is_named(
    monkeypatch: pytest.MonkeyPatch, variant: str, capsys: Capture
) -> None:
    """Without cases it is the shipped examples, each once and in their order."""
    import cephalad.cli.guideline

    monkeypatch.setattr(cephalad.cli.guideline, "example_names", lambda: (REFERENCE,))
    assert answer_json(capsys, "guideline", "diff", DEFAULT, variant)["compared"] == [REFERENCE]


def test_the_output_goes_to_a_file(tmp_path: Path, variant: str, case: str, capsys: Capture) -> None:
    """``--output`` writes the comparison and prints nothing."""
    file = tmp_path / "diff.json"
    call = ("guideline", "diff", DEFAULT, variant, case, "--format", "json")
    printed = answer(capsys, *call)[1]
    assert answer(capsys, *call, "--output", str(file)) == (0, "", "")
    assert file.read_text(encoding="utf-8") == printed


def test_a_reason_steers_no_terminal(tmp_path: Path, case: str, capsys: Capture) -> None:
    """Control characters in a hospital's own words are escaped in the text."""
    file = tmp_path / "hostile.yaml"
    file.write_text(VARIANT.replace("our women of 45 to 49 came back", '"a\\e[31mb"'), encoding="utf-8")
    for call in (("guideline", "diff", DEFAULT, str(file), case), ("assess", case, "--guideline", str(file))):
        code, out, _ = answer(capsys, *call)
        assert code == 0
        assert "\x1b" not in out
        assert "\\x1b[31mb" in out


# --- what cannot be compared ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "closest"), [("general-plans", "general-plan"), ("?", DEFAULT)])
@pytest.mark.parametrize("place", [0, 1])
def test_an_unknown_guideline_is_a_wrong_call(name: str, closest: str, place: int, capsys: Capture) -> None:
    """Exit 2 with the nearest name, whichever of the two it is."""
    names = [DEFAULT, DEFAULT]
    names[place] = name
    code, out, err = answer(capsys, "guideline", "diff", *names, REFERENCE)
    assert (code, out) == (2, "")
    assert f"the nearest one is {closest}" in err


def test_a_file_that_cannot_be_read_exits_with_3(tmp_path: Path, case: str, capsys: Capture) -> None:
    """A missing file, a directory, and a case that is missing; nothing is printed as data."""
    folder = tmp_path / "folder.yaml"
    folder.mkdir()
    for call in (
        (DEFAULT, str(tmp_path / "nowhere.yaml"), case),
        (str(folder), DEFAULT, case),
        (DEFAULT, "general-plan", str(tmp_path / "no-case.yaml")),
    ):
        code, out, err = answer(capsys, "guideline", "diff", *call)
        assert (code, out) == (3, "")
        assert err


def test_an_invalid_variant_exits_with_1(tmp_path: Path, case: str, capsys: Capture) -> None:
    """Every issue of the file stands on standard error with file and line; nothing is compared."""
    file = tmp_path / "wrong.yaml"
    file.write_text(VARIANT.replace("50 years", "60 years").replace("variant: hebei-2027\n", ""), encoding="utf-8")
    code, out, err = answer(capsys, "guideline", "diff", DEFAULT, str(file), case)
    assert (code, out) == (1, "")
    assert "2 issues; nothing was computed" in err
    assert f"{file}:1: variant" in err
    assert f"{file}:5: parameters" in err
    assert "VARIANT-06" in err
    assert "CASE-05" in err


def test_numbers_that_do_not_go_together_exit_with_1(tmp_path: Path, case: str, capsys: Capture) -> None:
    """A finding of the checker is told at the place of the parameters."""
    file = tmp_path / "wrong.yaml"
    text = VARIANT.replace("risk.age-below", "baseline.opens").replace("50 years", "6 months")
    file.write_text(text, encoding="utf-8")
    code, out, err = answer(capsys, "guideline", "diff", DEFAULT, str(file), case)
    assert (code, out) == (1, "")
    assert f"{file}:5: parameters.baseline.closes" in err
    assert "GUIDE-20" in err


def test_an_invalid_case_exits_with_1(tmp_path: Path, variant: str, capsys: Capture) -> None:
    """A case that breaks rules is not compared."""
    file = tmp_path / "wrong-case.yaml"
    file.write_text("format: cephalad-case/1\ncase: a\nwritten_on: 2025-13\nevents: []\n", encoding="utf-8")
    code, out, err = answer(capsys, "guideline", "diff", DEFAULT, variant, str(file))
    assert (code, out) == (1, "")
    assert f"{file}:3: written_on" in err


# --- a variant wherever a guideline is named --------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["general-plan", "consensus-2023", "general-plan/1"])
def test_a_shipped_variant_is_shown_and_checked(name: str, capsys: Capture) -> None:
    """``--guideline`` takes the name or the edition of a shipped one; it is sound."""
    assert answer_json(capsys, "guideline", "show", "--guideline", name)["id"] == name.partition("/")[0]
    assert answer_json(capsys, "guideline", "check", "--guideline", name) == []


def test_a_local_variant_is_shown_checked_and_covered(variant: str, capsys: Capture) -> None:
    """Its number stands in the sentence of the rule and at the parameter, with its reason."""
    code, out, _ = answer(capsys, "guideline", "show", "--guideline", variant)
    assert code == 0
    assert "younger than 50 on the day of diagnosis" in out
    assert "risk.age-below = 50 years (a variant may say 35 to 55)" in out
    assert "our women of 45 to 49 came back" in out
    assert answer_json(capsys, "guideline", "check", "--guideline", variant) == []
    assert len(answer_json(capsys, "guideline", "coverage", "--guideline", variant)) == 131


def test_a_local_variant_assesses_and_replays(variant: str, case: str, capsys: Capture) -> None:
    """The assessment names the variant; the replay reaches its group."""
    found = answer_json(capsys, "assess", case, "--as-of", "2010-02-01", "--guideline", variant)
    assert found["guideline"]["edition"] == "hebei-2027 (zhao-tian-2026/1)"
    assert found["surveillance"]["risk_group"]["value"] == "high"
    steps = answer_json(capsys, "replay", case, "--guideline", variant)
    reached = {change["key"]: change["to"] for step in steps for change in step["changes"]}
    assert reached["risk-group"] == "high"


def test_a_file_goes_before_a_shipped_guideline(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """A file called like a shipped guideline is the one that is read; a folder of that name is not."""
    monkeypatch.chdir(tmp_path)
    Path("general-plan").mkdir()
    assert answer_json(capsys, "guideline", "show", "--guideline", "general-plan")["id"] == "general-plan"
    Path("general-plan").rmdir()
    Path("general-plan").write_text(VARIANT, encoding="utf-8")
    assert answer_json(capsys, "guideline", "show", "--guideline", "general-plan")["id"] == "hebei-2027"


def test_a_variant_in_json(tmp_path: Path, case: str, capsys: Capture) -> None:
    """The same content in JSON is the same guideline."""
    file = tmp_path / "hebei.json"
    stated = {"risk.age-below": {"value": "50 years", "reason": "our women of 45 to 49 came back"}}
    content = {"format": "cephalad-variant/1", "variant": "hebei-2027", "varies": DEFAULT, "parameters": stated}
    file.write_text(json.dumps(content), encoding="utf-8")
    yaml = tmp_path / "hebei.yaml"
    yaml.write_text(VARIANT, encoding="utf-8")
    assert answer_json(capsys, "guideline", "diff", str(file), str(yaml), case)["rules"] == []
