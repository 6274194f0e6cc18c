"""`cephalad screen sample` and `screen evaluate`: how good the screener is on a hospital's own reports."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import replace

from cephalad.cli.output import page_for, put, put_json, write_file
from cephalad.cli.running import DONE, NO, counted
from cephalad.cli.streams import tell, tell_line
from cephalad.errors import InvalidArgument, Issue
from cephalad.screen.labels import Label

__all__ = ["evaluate", "sample"]

MOST_REPORTS = 100_000
"""Of a sample: more than two people will ever read."""

_READERS = (1, 2)


def sample(options: Namespace) -> int:
    """Write the file of labels and one sheet for each reader; nothing that exists is overwritten."""
    from cephalad.screen.finished import read_finished
    from cephalad.screen.labels import labels_csv, sheet_csv
    from cephalad.screen.sample import draw

    if not 0 < options.size <= MOST_REPORTS:
        raise InvalidArgument(f"--size: must be from 1 to {MOST_REPORTS:,}, got {options.size}")
    files = [options.output, *(_sheet_of(options.output, reader) for reader in _READERS)]
    for file in files:
        if os.path.lexists(file):
            raise InvalidArgument(f"{file}: exists, and may hold labels; name another file or move it away")
    run = read_finished(options.folder)
    labels = draw(run.reports(), run.n_by_tier, size=options.size, seed=options.seed)
    if options.with_text:
        texts = run.texts({label.id for label in labels})
        labels = [replace(label, text=texts[label.id]) for label in labels]
    write_file(files[0], labels_csv(labels, with_text=options.with_text))
    for file in files[1:]:
        write_file(file, sheet_csv(labels, with_text=options.with_text))
    tell(f"wrote {', '.join(files)}: {counted(len(labels), 'report')}, seed {options.seed}")
    return DONE


def _sheet_of(file: str, reader: int) -> str:
    """The name of a reader's sheet, beside the file of labels.

    Examples
    --------
    >>> _sheet_of("out/labels.csv", 1)
    'out/labels-reader-1.csv'
    """
    stem, ending = os.path.splitext(file)
    return f"{stem}-reader-{reader}{ending}"


def evaluate(options: Namespace) -> int:
    """Print the evaluation; when anything is wrong with the labels, all of it and nothing else."""
    from cephalad.screen.evaluate import evaluate as evaluated

    labels, faults = _labels(options.labels, options.readers)
    if faults:
        tell(f"{counted(len(faults), 'issue')}; nothing was computed")
        for fault in faults:
            tell_line(str(fault))
        return NO
    found = evaluated(labels, prevalence=options.prevalence)
    if options.format == "json":
        from cephalad.write.text_evaluation import evaluation_as_dict

        put_json(evaluation_as_dict(found), options)
    elif options.format == "html":
        from cephalad.write.html.evaluation_page import evaluation_html

        put(evaluation_html(found, lang=options.lang), options)
    else:
        from cephalad.write.layout import render
        from cephalad.write.text_evaluation import evaluation_lines

        page = page_for(options)
        put(render(list(evaluation_lines(found, lang=options.lang, width=page.width)), colour=page.colour), options)
    return DONE


def _labels(file: str, sheets: Sequence[str]) -> tuple[list[Label], list[Issue]]:
    """The labels with what stands on the readers' sheets, and everything that is wrong with any of the files."""
    from cephalad.screen.labels_file import read_labels, read_sheet, unlabelled, with_sheets

    labels, faults = read_labels(file)
    said = []
    for sheet in sheets:
        answers, more = read_sheet(sheet)
        said.append(answers)
        faults += more
    if sheets and not faults:
        labels, faults = with_sheets(labels, said, sheets)
    return labels, faults or unlabelled(file, labels)
