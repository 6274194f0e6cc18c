"""The protocol for a hospital: its tables of sizes are computed, and it names what the program and its items name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cephalad.cli.parser import build_parser
from cephalad.screen.labels import COLUMNS
from cephalad.screen.sample_size import SENSITIVITIES, cases_rows, silent_rows
from cephalad.terms import sentences
from cephalad.write.manual.markdown import table

PAGE = Path(__file__).resolve().parents[2] / "docs" / "evaluate-the-screener.md"
TEXT = PAGE.read_text(encoding="utf-8")
BLOCK = re.compile(r"<!-- (\w+): computed by screen/sample_size.py -->\n(.*?)\n*<!-- end -->", re.DOTALL)


def computed() -> dict[str, str]:
    """The tables as the program computes them."""
    return {
        "cases": table(("cases labelled", *(f"{share:.0%}" for share in SENSITIVITIES)), cases_rows()),
        "silent": table(
            ("silent reports labelled, none a case", "share of the others, at most", "in 100,000 reports"),
            silent_rows(),
        ),
    }


def test_the_tables_of_sizes_are_computed() -> None:
    """Each table between its comments is what the program computes."""
    assert dict(BLOCK.findall(TEXT)) == computed()


@pytest.mark.parametrize("column", [*COLUMNS, "text"])
def test_every_column_is_explained(column: str) -> None:
    """Each column of the file of labels stands in the table that says what it means."""
    rows = [line for line in TEXT.splitlines() if line.startswith("| `")]
    assert any(f"`{column}`" in row.split("|")[1] for row in rows)


def test_the_fifteen_items_are_those_of_the_page() -> None:
    """The protocol lists items 1 to 15, as the evaluation does."""
    listed = re.findall(r"^\| (\d+) ", TEXT, re.MULTILINE)
    assert listed[-15:] == [str(number) for number in range(1, 16)]
    items = [sentence for key, sentence in sentences("en").items() if key.startswith("evaluation.item.")]
    assert [item.split()[0] for item in items] == listed[-15:]


def test_the_commands_are_known() -> None:
    """Each option that the protocol shows is one of the command line."""
    shown = set(re.findall(r"(?<!\S)--[a-z-]+", " ".join(re.findall(r"```sh\n(.*?)```", TEXT, re.DOTALL))))
    known = set()
    for words in (["screen", "sample", "--help"], ["screen", "evaluate", "--help"], ["screen", "archive", "--help"]):
        with pytest.MonkeyPatch.context() as patch:
            printed: list[str] = []
            patch.setattr("cephalad.cli.parser.write_out", printed.append)
            with pytest.raises(SystemExit):
                build_parser().parse_args(words)
        known |= set(re.findall(r"--[a-z-]+", "".join(printed)))
    assert shown
    assert shown <= known
