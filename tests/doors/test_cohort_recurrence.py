"""`cohort recurrence` from outside: a table in; text, JSON, a page or a drawing out, and who the figures are about."""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import fromstring

import polars as pl
import pytest
from tests.unit.write.html.reading import left_in_english, read

from cephalad.cli import main
from cephalad.cohort.recurrence import HORIZONS
from cephalad.cohort.simulate import simulate
from cephalad.columns import collect, write_table
from cephalad.record import example_names, read_example

Capture = pytest.CaptureFixture[str]
SELECTED = "each selected for print because it was unusual: no figure here is a rate of any population."
SOURCE = "The patients of this table; nothing is known of those who are not in it."


def answer(capsys: Capture, *arguments: str | Path) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of `cephalad cohort recurrence`."""
    code = main(["cohort", "recurrence", *map(str, arguments)])
    out, err = capsys.readouterr()
    return code, out, err


def joined(text: str) -> str:
    """A text without its line breaks."""
    return " ".join(text.split())


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The table of all published cases."""
    path = tmp_path_factory.mktemp("published") / "published.parquet"
    write_table(collect(map(read_example, example_names())), path)
    return path


@pytest.fixture(scope="module")
def simulated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A table of 600 simulated patients."""
    path = tmp_path_factory.mktemp("simulated") / "simulated.parquet"
    simulate(600, 3, path)
    return path


# --- who the figures are about ----------------------------------------------------------------------------------------


def test_the_published_cases_are_labelled_as_selected(published: Path, capsys: Capture) -> None:
    """The page says of them that they are selected and no rate; no group is large enough for a curve."""
    code, out, err = answer(capsys, published, "--by", "completeness")
    assert (code, err) == (0, "")
    assert SOURCE in joined(out)
    assert SELECTED in joined(out)
    assert "Patients: 39; operated on for the disease: 30." in out
    assert joined(out).count("there is no curve and no percentage") == 3
    assert "%" not in out.partition("How the figures are made")[0]


@pytest.mark.parametrize("form", ["json", "html", "svg"])
def test_the_label_stands_in_every_form(published: Path, form: str, capsys: Capture) -> None:
    """JSON, page and drawing carry both sentences too: a figure may be passed on without its text."""
    code, out, _ = answer(capsys, published, "--by", "extent", "--format", form)
    assert code == 0
    told = joined(" ".join(fromstring(out).itertext())) if form == "svg" else joined(out)  # noqa: S314  our own drawing
    assert SOURCE in told
    assert SELECTED in told


def test_other_cases_are_not_called_published(simulated: Path, capsys: Capture) -> None:
    """Simulated patients are told as such, and as published only when the caller says so."""
    plain, flagged = (joined(answer(capsys, simulated, "--by", "extent", *more)[1]) for more in ([], ["--published"]))
    assert "Simulated patients among them, whom nobody ever was: 600." in plain
    assert SOURCE in plain
    assert SELECTED not in plain
    assert SELECTED in flagged


def test_one_other_patient_among_the_published(tmp_path: Path, simulated: Path, capsys: Capture) -> None:
    """A table that holds somebody else beside the shipped cases is not taken for them."""
    rows = collect(map(read_example, example_names()))
    other = pl.read_parquet(simulated).filter(patient="sim-000000001")
    write_table(pl.concat([rows, other]), tmp_path / "mixed.parquet")
    assert SELECTED not in joined(answer(capsys, tmp_path / "mixed.parquet", "--by", "extent")[1])


# --- the forms --------------------------------------------------------------------------------------------------------


def test_the_numbers_as_json(simulated: Path, capsys: Capture) -> None:
    """Each stratum tells its counts, each group its denominators and estimates; changes are added up nowhere."""
    code, out, _ = answer(capsys, simulated, "--by", "extent", "--format", "json")
    told = json.loads(out)
    assert code == 0
    assert (told["schema"], told["by"], told["from"]) == ("cephalad-recurrence/1", "extent", "last-operation")
    assert told["source"]["patients"] == told["source"]["synthetic"] == 600
    assert sum(stratum["patients"] for stratum in told["strata"]) == told["source"]["operated"]
    for stratum in told["strata"]:
        assert [group["change"] for group in stratum["groups"]] == [
            name for name in ("recurrence", "progression", "cannot-tell") if name in _changes(stratum)
        ]
        assert sum(group["patients"] for group in stratum["groups"]) == stratum["patients"]
        for group in stratum["groups"]:
            _check_group(group)


def _changes(stratum: dict[str, Any]) -> set[str]:
    return {group["change"] for group in stratum["groups"]}


def _check_group(group: dict[str, Any]) -> None:
    assert group["observed"] + sum(group["apart"].values()) == group["patients"]
    assert group["too_few"] is (group["observed"] < 5)
    assert ("at" in group) is not group["too_few"]
    for row in group.get("at", ()):
        assert row["months"] in HORIZONS
        known = [row["free"]["value"], row["incidence"]["value"], row["died_first"]]
        if None not in known:
            assert 0 <= known[1] + known[2] <= 1 + 1e-9
            assert row["free"]["value"] >= 1 - known[1] - known[2] - 1e-6


def test_time_from_the_first_operation(simulated: Path, capsys: Capture) -> None:
    """From the first of staged operations the women are observed longer, and the text says from where."""
    texts = {}
    years = {}
    for start in ("last-operation", "first-operation"):
        arguments = (simulated, "--by", "completeness", "--from", start)
        texts[start] = joined(answer(capsys, *arguments)[1])
        told = json.loads(answer(capsys, *arguments, "--format", "json")[1])
        assert told["from"] == start
        years[start] = sum(group["person_years"] for stratum in told["strata"] for group in stratum["groups"])
    assert years["first-operation"] > years["last-operation"]
    assert "Time runs from the first operation for the disease." in texts["first-operation"]
    assert "Time runs from the last operation for the disease before any new tumour." in texts["last-operation"]


@pytest.mark.parametrize("by", ["completeness", "extent", "operation"])
@pytest.mark.parametrize(("lang", "tag"), [("en", "en"), ("zh", "zh-Hans")])
def test_the_page(simulated: Path, by: str, lang: str, tag: str, capsys: Capture) -> None:
    """One page without a script or a request, well formed, every id once and every link with its place."""
    code, out, err = answer(capsys, simulated, "--by", by, "--format", "html", "--lang", lang)
    page = read(out)
    assert (code, err) == (0, "")
    assert out.startswith(f'<!DOCTYPE html>\n<html lang="{tag}">')
    assert page.unbalanced == []
    assert page.named("script") == []
    assert len(page.ids) == len(set(page.ids))
    assert {link.removeprefix("#") for link in page.links} <= set(page.ids)
    assert len(page.named("svg")) == (1 if by == "completeness" else 3)


def test_the_page_is_wholly_in_its_language(simulated: Path, capsys: Capture) -> None:
    """No piece of an English sentence is left on the Chinese page."""
    english, chinese = (
        read(answer(capsys, simulated, "--by", "extent", "--format", "html", "--lang", lang)[1]).words()
        for lang in ("en", "zh")
    )
    assert left_in_english(english, chinese) == []


def test_the_drawing(simulated: Path, capsys: Capture) -> None:
    """One drawing for all completeness; three below each other by extent, no id twice, none over another."""
    drawings = [
        fromstring(answer(capsys, simulated, "--by", by, "--format", "svg")[1])  # noqa: S314  our own drawing
        for by in ("completeness", "extent")
    ]
    parts = [drawing.findall("{http://www.w3.org/2000/svg}svg") for drawing in drawings]
    assert [len(each) for each in parts] == [0, 3]
    ids = [element.get("id") for element in drawings[1].iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    ends = [(float(part.get("y", "0")), float(part.get("height", "0"))) for part in parts[1]]
    assert all(y + height < later for (y, height), (later, _) in pairwise(ends))
    assert float(drawings[1].get("height", "0")) == pytest.approx(sum(ends[-1]))


@pytest.mark.parametrize("form", ["text", "json", "html", "svg"])
def test_the_same_bytes_to_a_file(simulated: Path, form: str, tmp_path: Path, capsys: Capture) -> None:
    """With ``--output`` the file holds what would be printed, and the same call gives the same bytes."""
    arguments = (simulated, "--by", "operation", "--format", form)
    _, printed, _ = answer(capsys, *arguments)
    file = tmp_path / f"figures.{form}"
    code, out, err = answer(capsys, *arguments, "--output", file)
    assert (code, out, err) == (0, "", "")
    assert file.read_bytes() == printed.encode()


# --- what cannot be done ----------------------------------------------------------------------------------------------


def test_refused_rows_are_told(tmp_path: Path, published: Path, capsys: Capture) -> None:
    """A row that cannot be read is told with its place and counted in the figures, and stops nothing."""
    rows = pl.read_parquet(published)
    wrong = pl.when(pl.int_range(pl.len()) == 20).then(pl.lit("dream")).otherwise("kind").alias("kind")
    rows.with_columns(wrong).write_csv(tmp_path / "wrong.csv")
    code, out, err = answer(capsys, tmp_path / "wrong.csv", "--by", "extent")
    assert code == 0
    assert "in the table; what they touch was left out" in err
    assert "row 21 " in err
    assert "[TABLE-03]" in err
    assert "Rows of the table that could not be read: " in out


def test_many_refused_rows_are_not_all_told(tmp_path: Path, published: Path, capsys: Capture) -> None:
    """Twenty are told, the others counted."""
    pl.read_parquet(published).with_columns(status=pl.lit("perhaps")).write_csv(tmp_path / "wrong.csv")
    _, _, err = answer(capsys, tmp_path / "wrong.csv", "--by", "extent")
    lines = err.splitlines()
    assert len(lines) == 22
    assert lines[-1].startswith("and 1,")


def test_a_table_without_an_operation(tmp_path: Path, published: Path, capsys: Capture) -> None:
    """No patient operated on is an answer, in every form."""
    rows = pl.read_parquet(published).filter(pl.col("kind") == "patient").filter(finding="patient.sex")
    write_table(rows, tmp_path / "none.parquet")
    for form in ("text", "json", "html", "svg"):
        code, out, err = answer(capsys, tmp_path / "none.parquet", "--by", "extent", "--format", form)
        assert (code, err) == (0, "")
        assert "perated on for the disease" in out or json.loads(out)["strata"] == []


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["TABLE"], 2, "--by"),
        (["TABLE", "--by", "age"], 2, "invalid choice: 'age'"),
        (["TABLE", "--by", "extent", "--from", "diagnosis"], 2, "invalid choice: 'diagnosis'"),
        (["TABLE", "--by", "extent", "--format", "pdf"], 2, "invalid choice: 'pdf'"),
        (["none.parquet", "--by", "extent"], 3, "none.parquet: cannot be read: No such file or directory"),
        (["table.xlsx", "--by", "extent"], 2, ".parquet or .csv"),
        (["TABLE", "--by", "extent", "--output", "none/a.txt"], 3, "none/a.txt: cannot be written"),
    ],
)
def test_a_call_that_cannot_succeed(
    arguments: list[str], status: int, said: str, published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: Capture,
) -> None:  # fmt: skip
    """A wrong call and an unreadable table are told apart, and nothing goes to standard output."""
    monkeypatch.chdir(tmp_path)
    named = [str(published) if each == "TABLE" else each for each in arguments]
    code, out, err = answer(capsys, *named)
    assert (code, out) == (status, "")
    assert said in err


def test_who_watches_sees_progress(simulated: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    """On a terminal the number of patients read is shown; a pipe sees nothing of it."""
    assert answer(capsys, simulated, "--by", "extent")[2] == ""
    monkeypatch.setattr("cephalad.cli.cohort_recurrence.is_terminal", lambda _: True)
    assert "600 patients read" in answer(capsys, simulated, "--by", "extent")[2]


def test_help_needs_no_data_library() -> None:
    """Asking what `cohort recurrence` takes loads no table; its choices are those of the program."""
    code = (
        "import sys\nfrom cephalad.cli import main\ntry:\n    main(['cohort', 'recurrence', '--help'])\n"
        "finally:\n    print('polars' in sys.modules, 'numpy' in sys.modules, file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "--by {completeness,extent,operation}" in done.stdout
    assert done.stderr == "False False\n"


def test_the_choices_are_those_of_the_program() -> None:
    """The parser, which loads no data library, names the columns and the starts that there are."""
    from cephalad.cli.parser import DIVIDED_BY, TIME_FROM
    from cephalad.cohort.recurrence_outcomes import STARTS, STRATA

    assert tuple(STRATA) == DIVIDED_BY
    assert STARTS == TIME_FROM
