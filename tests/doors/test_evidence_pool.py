"""`cephalad evidence pool` and `forest` from outside: what ships, computed anew, with a registry, and as a picture."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from tests.doors.test_command_line import Capture, answer, answer_json

from cephalad.evidence import pooled as shipped
from cephalad.evidence import pooling_strata, studies
from cephalad.evidence.pooled import pooled
from cephalad.evidence.pooled_model import PooledStratum
from cephalad.evidence.strata_model import Alternative, Stratum
from cephalad.evidence.studies import rows_of, strata
from cephalad.evidence.study_model import Cohort, Study


def test_without_a_stratum_every_stratum_is_printed(capsys: Capture) -> None:
    """Each question stands there with its studies, both models, other rows and priors, and what is left out."""
    code, out, err = answer(capsys, "evidence", "pool")
    assert (code, err) == (0, "")
    for stratum in strata():
        assert f"\n{stratum.id}\n" in f"\n{out}"
    for words in (
        "of 100 women like these 4 to 25",
        "a new centre 1 to",
        "spread 0.82",
        "Other rows:",
        "Other priors:",
    ):
        assert words in out
    assert out.count("Not accounted for:") == len(strata())
    assert "How to read this" in out


def test_no_share_stands_without_its_interval(capsys: Capture) -> None:
    """Of what is computed no percentage is bare: an interval follows each, or says that there is none."""
    _, out, _ = answer(capsys, "evidence", "pool", "any-surgery")
    flat = " ".join(out.split())
    told = [flat[at - 12 : at + 30] for at in range(len(flat)) if flat.startswith(" % ", at)]
    assert len(told) >= 15
    computed = [each for each in told if "middle" not in each and "is 95 %" not in each and "where 95" not in each]
    assert [each for each in computed if "% (" not in each and "reports 31" not in each] == []


def test_too_few_studies_show_their_count(capsys: Capture) -> None:
    """One study is not pooled: 4 of 7 women with the exact interval, and the reason."""
    code, out, _ = answer(capsys, "evidence", "pool", "uterus-kept")
    assert code == 0
    assert "Too few studies to pool: 4 of 7 women, 57.1 % (18.4 to 90.1), exact interval." in " ".join(out.split())
    assert "Bayesian" not in out.partition("Other rows:")[0]


def test_a_curve_is_told_and_not_pooled(capsys: Capture) -> None:
    """Cumulative shares stand as printed, with the rates between them and that they were computed here."""
    _, out, _ = answer(capsys, "evidence", "pool", "ovaries-kept-at-hysterectomy")
    flat = " ".join(out.split())
    assert "by 36 months 9.0 %, interval not told" in flat
    assert "Rates between them, computed here: 0 to 36 months 3.1 in 100 woman-years" in flat


def test_json_holds_question_result_and_gaps(capsys: Capture) -> None:
    """A list of one: the question, the rows, both models with every limit, and what is left out."""
    (found,) = answer_json(capsys, "evidence", "pool", "any-surgery")
    assert found["stratum"] == "any-surgery"
    assert found["question"].endswith("?")
    assert [row["events"] for row in found["main"]["rows"]] == [29, 3, 1, 0, 1]
    assert set(found["main"]["bayes"]) == set(found["main"]["ml"])
    assert found["main"]["bayes"]["predictive_high"] > found["main"]["bayes"]["high"]
    assert {"alternatives", "priors", "reason", "leaves_out", "inputs"} <= set(found)
    everything = answer_json(capsys, "evidence", "pool")
    assert [each["stratum"] for each in everything] == [stratum.id for stratum in strata()]


def test_an_unknown_stratum_is_a_wrong_call(capsys: Capture) -> None:
    """A misspelt stratum ends with code 2 and the nearest name, for the text and for the picture."""
    for action in ("pool", "forest"):
        code, out, err = answer(capsys, "evidence", action, "any-surgry")
        assert (code, out) == (2, "")
        assert "did you mean any-surgery?" in err


@pytest.fixture
def stale(monkeypatch: pytest.MonkeyPatch) -> str:
    """The studies changed under the shipped result of one stratum."""

    def changed(stratum: Stratum, alternative: Alternative | None = None) -> list[tuple[Study, Cohort]]:
        rows = rows_of(stratum, alternative)
        if stratum.id == "cardiac-complete" and alternative is None:
            rows[0] = (rows[0][0], replace(rows[0][1], events=9))
        return rows

    monkeypatch.setattr(shipped, "rows_of", changed)
    return "cardiac-complete"


def test_an_old_result_is_told(stale: str, capsys: Capture) -> None:
    """A result of other rows is printed with a warning and code 1; another stratum by itself is not warned of."""
    code, out, err = answer(capsys, "evidence", "pool", stale)
    assert code == 1
    assert out.startswith(stale)
    assert f"computed from other rows than stand in the files now: {stale}; run evidence pool --write" in err
    assert answer(capsys, "evidence", "pool", "uterus-kept")[0] == 0


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place of its own for what is written; pooling gives back what ships, which its own test computes."""
    home = tmp_path / "data" / "studies"
    home.mkdir(parents=True)
    monkeypatch.setattr(studies, "studies_folder", lambda: home)
    kept = dict(pooled())

    def pool_stratum(stratum: Stratum) -> PooledStratum:
        return kept[stratum.id]

    monkeypatch.setattr(pooling_strata, "pool_stratum", pool_stratum)
    monkeypatch.setattr(studies, "check_evidence", list)
    return home.parent


def test_write_writes_what_ships(folder: Path, capsys: Capture) -> None:
    """`--write` puts every stratum into one file beside the studies; its text is the one that ships."""
    code, out, err = answer(capsys, "evidence", "pool", "--write")
    assert (code, out) == (0, "")
    assert f"{len(strata())} strata" in err
    text = (folder / "pooled.json").read_text(encoding="utf-8")
    assert text == pooling_strata.pooled_text(list(pooled().values()))
    assert [each["id"] for each in json.loads(text)["strata"]] == [stratum.id for stratum in strata()]


def test_write_takes_no_stratum_and_no_faulty_studies(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """With one stratum, or while the evidence has findings, nothing is written and the code is 2."""
    code, _, err = answer(capsys, "evidence", "pool", "any-surgery", "--write")
    assert (code, "leave the stratum out" in err) == (2, True)
    monkeypatch.setattr(studies, "check_evidence", lambda: ["one"])
    code, _, err = answer(capsys, "evidence", "pool", "--write")
    assert (code, "the evidence has 1 finding" in err) == (2, True)
    assert not (folder / "pooled.json").exists()


@pytest.fixture
def table(tmp_path: Path, capsys: Capture) -> Path:
    """A cohort table of simulated women and two published ones."""
    file = tmp_path / "registry.parquet"
    assert answer(capsys, "cohort", "simulate", "--patients", "150", "--seed", "4", "--output", str(file))[0] == 0
    return file


def test_a_registry_stands_beside_the_studies(table: Path, capsys: Capture) -> None:
    """A cohort table enters as one more row; that its women are synthetic and nobody was published is said."""
    code, out, err = answer(capsys, "evidence", "pool", "any-surgery", "--registry", str(table))
    assert (code, err) == (0, "")
    assert "registry/registry" in out
    assert "6 studies" in out
    flat = " ".join(out.split())
    assert "Left out because their cases are published: 0 patients of the registry." in flat
    assert "nobody ever was" in flat


def test_a_registry_of_published_cases_adds_nobody(tmp_path: Path, capsys: Capture) -> None:
    """A table of shipped cases alone is refused: its women are published."""
    file = tmp_path / "published.csv"
    answer(capsys, "cohort", "collect", "burke-2004", "zhao-tian-2026", "chiang-2018", "--output", str(file))
    code, out, err = answer(capsys, "evidence", "pool", "any-surgery", "--registry", str(file))
    assert (code, out) == (2, "")
    assert "no published case" in err


def test_a_registry_of_a_studied_centre_replaces_its_study(table: Path, capsys: Capture) -> None:
    """With the word of its centre the registry stands for that centre's study, in text and in JSON."""
    arguments = ("evidence", "pool", "any-surgery", "--registry", str(table), "--centre", "pumch")
    _, out, _ = answer(capsys, *arguments)
    assert "Replaced by the registry, which is of the same centre: Zhang-2024/all." in " ".join(out.split())
    found = answer_json(capsys, *arguments)
    assert found["replaced"] == ["Zhang-2024/all"]
    assert found["synthetic"] == 150
    assert found["analysis"]["rows"][-1]["study"] == "registry"


@pytest.mark.parametrize(("more", "told"), [((), "needs the stratum"), (("any-surgery", "--write"), "leave --write")])
def test_a_registry_needs_a_stratum_and_writes_nothing(
    more: tuple[str, ...], told: str, table: Path, capsys: Capture
) -> None:
    """Without a stratum, or together with `--write`, a registry is a wrong call."""
    code, _, err = answer(capsys, "evidence", "pool", *more, "--registry", str(table))
    assert (code, told in err) == (2, True)


@pytest.mark.parametrize(("lang", "words"), [("en", "Not accounted for: "), ("zh", "未计入：")])
def test_a_forest_is_an_svg(lang: str, words: str, tmp_path: Path, capsys: Capture) -> None:
    """The picture goes to standard output or into a file, in the language that was asked for, with its note."""
    code, out, err = answer(capsys, "evidence", "forest", "any-surgery", "--lang", lang)
    assert (code, err) == (0, "")
    assert out.startswith("<svg ")
    assert words in out
    file = tmp_path / "forest.svg"
    assert answer(capsys, "evidence", "forest", "any-surgery", "--lang", lang, "--output", str(file))[:2] == (0, "")
    assert file.read_text(encoding="utf-8") == out


def test_a_curve_is_no_forest(capsys: Capture) -> None:
    """The curve of one study pools nothing and is drawn by no forest plot."""
    code, _, err = answer(capsys, "evidence", "forest", "ovaries-kept-at-hysterectomy")
    assert (code, "must pool studies" in err) == (2, True)
