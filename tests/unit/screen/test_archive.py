"""Archives: the same rows from every format, a stream of shards, and broken rows told without what they hold."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from cephalad.errors import InvalidArgument, UnreadableInput
from cephalad.read import LONGEST_TEXT
from cephalad.screen.archive import Refused, Shard, find_sources, shards
from cephalad.screen.columns import COLUMNS, Columns, parse_columns

ROWS = pl.DataFrame(
    {
        "id": ["1", "2", "3"],
        "text": ['Fibroid, "6 cm";\nIVC clear.', "子宫肌瘤。", "Normal."],
        "patient": ["P1", None, "P2"],
        "other": ["x", "y", "z"],
    }
)


def read(*names: Path | str, columns: str = "", rows_at_once: int = 100, leave_out: str = "") -> list[Shard]:
    """The shards of an archive."""
    sources = find_sources([str(name) for name in names], parse_columns(columns), leave_out=leave_out)
    return list(shards(sources, rows_at_once=rows_at_once))


def save(folder: Path, name: str, rows: pl.DataFrame = ROWS) -> Path:
    """Rows as a file of the format that its name ends in."""
    folder.mkdir(exist_ok=True)
    file = folder / name
    if file.suffix == ".parquet":
        rows.write_parquet(file)
    elif file.suffix == ".csv":
        rows.write_csv(file)
    else:
        rows.write_ndjson(file)
    return file


@pytest.mark.parametrize("ending", ["parquet", "csv", "jsonl"])
def test_every_format_gives_the_same_rows(ending: str, tmp_path: Path) -> None:
    """Quotes, line breaks and Chinese survive; columns that are not read are left out, missing ones are empty."""
    (shard,) = read(save(tmp_path, f"a.{ending}"))
    assert shard.rows.columns == ["row", *COLUMNS]
    assert shard.rows["row"].to_list() == [1, 2, 3]
    assert shard.rows["text"].to_list() == ROWS["text"].to_list()
    assert [patient or None for patient in shard.rows["patient"]] == ["P1", None, "P2"]
    assert shard.rows["date"].null_count() == 3
    assert shard.refused == ()


def test_columns_by_other_names(tmp_path: Path) -> None:
    """`--columns` says what the files call a column; numbers as ids become texts."""
    rows = pl.DataFrame({"ACC": [7, 8], "REPORT": ["a", "b"]})
    for ending in ("parquet", "csv", "jsonl"):
        (shard,) = read(save(tmp_path, f"n.{ending}", rows), columns="text=REPORT,id=ACC")
        assert shard.rows["id"].to_list() == ["7", "8"]
        assert shard.rows["text"].to_list() == ["a", "b"]


@pytest.mark.parametrize("text", ["text", "text=", "=x", "foo=bar", "id=a,id=b"])
def test_wrong_columns_are_refused(text: str) -> None:
    """Anything but NAME=COLUMN, an unknown name and a name given twice are wrong calls."""
    with pytest.raises(InvalidArgument, match="--columns"):
        parse_columns(text)
    assert parse_columns("") == Columns()


def test_a_file_without_a_needed_column_is_named_with_the_nearest(tmp_path: Path) -> None:
    """All files are looked at before anything is read, and all their faults are told at once."""
    save(tmp_path, "a.csv", pl.DataFrame({"id": ["1"], "texts": ["t"]}))
    save(tmp_path, "b.parquet", pl.DataFrame({"number": ["1"], "text": ["t"]}))
    with pytest.raises(UnreadableInput) as fault:
        read(tmp_path)
    assert "a.csv: has no column text; did you mean texts?" in str(fault.value)
    assert "b.parquet: has no column id" in str(fault.value)


def test_folders_are_read_with_what_is_below(tmp_path: Path) -> None:
    """Hidden files, other files and the folder that is left out are no part of the archive; nothing is read twice."""
    save(tmp_path / "in", "b.csv")
    save(tmp_path / "in" / "deep", "a.parquet")
    save(tmp_path / "in", ".hidden.csv")
    save(tmp_path / "in" / "out", "ranked.parquet")
    (tmp_path / "in" / "notes.txt").write_text("no archive", encoding="utf-8")
    found = read(tmp_path / "in", tmp_path / "in" / "b.csv", leave_out=str(tmp_path / "in" / "out"))
    assert [Path(shard.file).name for shard in found] == ["b.csv", "a.parquet"]
    assert [shard.number for shard in found] == [0, 1]


def test_a_run_does_not_read_what_it_writes(tmp_path: Path) -> None:
    """The folder that is written to cannot be the archive itself."""
    save(tmp_path, "a.csv")
    with pytest.raises(UnreadableInput, match="is the folder that the run writes to"):
        read(tmp_path, leave_out=str(tmp_path))


def test_what_is_no_archive_is_refused(tmp_path: Path) -> None:
    """Another ending, an empty folder, a missing file and a broken Parquet file are told."""
    (tmp_path / "a.txt").write_text("x", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    (tmp_path / "broken.parquet").write_text("x", encoding="utf-8")
    with pytest.raises(InvalidArgument, match=r"must end in \.parquet"):
        read(tmp_path / "a.txt")
    for name in ("empty", "missing.csv", "broken.parquet"):
        with pytest.raises(UnreadableInput, match=name):
            read(tmp_path / name)


def test_shards_are_cut_by_rows_and_by_size(tmp_path: Path) -> None:
    """A shard holds so many rows at most, and fewer where texts are long; none is lost or twice there."""
    rows = pl.DataFrame({"id": [str(n) for n in range(25)], "text": [f"text {n}" for n in range(25)]})
    for ending in ("csv", "parquet"):
        found = read(save(tmp_path, f"a.{ending}", rows), rows_at_once=10)
        assert [shard.rows.height for shard in found] == [10, 10, 5]
        assert pl.concat([shard.rows for shard in found])["id"].to_list() == rows["id"].to_list()
    long = pl.DataFrame({"id": ["1", "2", "3"], "text": ["x" * 20_000_000] * 3})
    assert [shard.rows.height for shard in read(save(tmp_path, "long.parquet", long))] == [2, 1]


def test_broken_rows_of_csv(tmp_path: Path) -> None:
    """Wrong numbers of cells, bytes that are no UTF-8 and a quote that is never closed lose their own rows only."""
    file = tmp_path / "a.csv"
    file.write_bytes(
        b'\xef\xbb\xbfid,text\n1,one\n2\n3,th\xff\n4,four,more\n\n5,five\n6,"' + b"x" * 500_000 + b"\n7,seven\n"
    )
    (shard,) = read(file)
    assert shard.rows["id"].to_list() == ["1", "5", "7"]
    told = {refused.row: refused.reason for refused in shard.refused}
    assert told[2] == "has 1 cells where the head has 2"
    assert told[3] == "text is not UTF-8"
    assert told[4] == "has 3 cells where the head has 2"
    assert "quote" in told[6]
    assert all("xxx" not in reason and "th" not in reason.split() for reason in told.values())


def test_a_quote_never_closed_is_told(tmp_path: Path) -> None:
    """What an open quote swallows makes no report of its own, and the row says that nothing after it was read."""
    file = tmp_path / "a.csv"
    file.write_text('id,text\n1,"a "quoted" word"\n2,two\n3,"three\n4,four\n')
    (shard,) = read(file)
    assert shard.rows["id"].to_list() == ["2"]
    told = {refused.row: refused.reason for refused in shard.refused}
    assert "closing quote" in told[1]
    assert "nothing after it was read" in told[3]


def test_broken_rows_of_json_lines(tmp_path: Path) -> None:
    """No JSON, no object, no text, deep nesting, lone surrogates and a line without end lose their own rows only."""
    file = tmp_path / "a.jsonl"
    good = json.dumps({"id": 9, "text": "nine"}).encode()
    lines = [
        b"\xef\xbb\xbf" + json.dumps({"id": 1, "text": "one"}).encode(),
        b"{",
        b"[1]",
        json.dumps({"id": 4, "text": ["four"]}).encode(),
        b"[" * 100_000,
        b'{"id": "6", "text": "\\ud800"}',
        b"\xff\xfe",
        b'{"id": "8", "text": "' + b"y" * 16_000_001 + b'"}',
        good,
    ]
    file.write_bytes(b"\n".join(lines))
    (shard,) = read(file)
    assert shard.rows["id"].to_list() == ["1", "9"]
    assert shard.refused == tuple(
        Refused(str(file), row, reason)
        for row, reason in [
            (2, "is no JSON"),
            (3, "is no JSON object"),
            (4, "text must be a text"),
            (5, "is no JSON"),
            (6, "text is not UTF-8"),
            (7, "is not UTF-8"),
            (8, "is longer than 16,000,000 bytes"),
        ]
    )


def test_a_source_is_known_by_its_content(tmp_path: Path) -> None:
    """Size and SHA-256 of a file change with its content."""
    (before,) = find_sources([str(save(tmp_path, "a.csv"))], Columns())
    (after,) = find_sources([str(save(tmp_path, "a.csv", ROWS.head(2)))], Columns())
    assert (before.name, before.size > after.size) == (after.name, True)
    assert before.sha256 != after.sha256
    assert LONGEST_TEXT < 1_000_000
