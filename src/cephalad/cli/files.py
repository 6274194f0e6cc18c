"""The commands on files: `validate`, `new`, `examples` and `schema`."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date

from cephalad.cli.inputs import is_unreadable, read_case_named
from cephalad.cli.output import page_for, put, put_json, write_file
from cephalad.cli.running import DONE, NO, UNREADABLE
from cephalad.cli.streams import MANY_CASES, tell, with_progress
from cephalad.errors import InvalidArgument, Issue, UnknownName, UnreadableInput
from cephalad.record import blank_case, example_names, example_text, read_example
from cephalad.terms import nearest

__all__ = ["COMMANDS"]


def validate(options: Namespace) -> int:
    """Print everything that is wrong with the files; all of them are read, whatever the first one holds."""
    issues: list[Issue] = []
    unreadable = False
    for name in options.files:
        found, opened = _issues_of(name)
        issues += found
        unreadable |= not opened
    if options.format == "json":
        put_json([asdict(issue) for issue in issues], options)
    else:
        put(_as_text(issues, options), options)
    return UNREADABLE if unreadable else NO if issues else DONE


def _issues_of(name: str) -> tuple[list[Issue], bool]:
    """Issues of one file, and whether it could be read at all."""
    try:
        found = read_case_named(name)
    except UnreadableInput as fault:
        why = str(fault).removeprefix(f"{name}: ")
        issue = Issue(
            name, 0, "", "must be a file that can be read", why, "check the name and its permissions", "FILE-05"
        )
        return [issue], False
    return (found, not is_unreadable(found)) if isinstance(found, list) else ([], True)


def _as_text(issues: list[Issue], options: Namespace) -> str:
    from cephalad.write.text import validate_text

    return validate_text(issues, lang=options.lang, width=page_for(options).width)


def new(options: Namespace) -> int:
    """Print an empty case file, dated today."""
    put(blank_case(date.today()), options)
    return DONE


def schema(options: Namespace) -> int:
    """Print a JSON Schema."""
    from cephalad.write.schema import assessment_schema, case_schema

    put_json(case_schema() if options.what == "case" else assessment_schema(), options)
    return DONE


# --- examples ---------------------------------------------------------------------------------------------------------


def examples_list(options: Namespace) -> int:
    """Print the shipped cases, one line each: how far the tumour reached, and what became of the patient."""
    from cephalad.write.glance import glance, glance_lines

    names = example_names()
    rows = [glance(read_example(name)) for name in with_progress(names, len(names), "cases", from_count=MANY_CASES)]
    if options.format == "json":
        put_json([asdict(row) for row in rows], options)
    else:
        put("\n".join(glance_lines(rows, options.lang, page_for(options).width)), options)
    return DONE


def examples_show(options: Namespace) -> int:
    """Print a shipped case file."""
    put(_example(options.name), options)
    return DONE


def examples_copy(options: Namespace) -> int:
    """Write a shipped case file to a new file; one that is there already is never overwritten."""
    text = _example(options.name)
    if os.path.isdir(options.file):
        inside = os.path.join(options.file, f"{options.name}.yaml")
        raise InvalidArgument(f"{options.file}: is a directory; write {inside}")
    if os.path.lexists(options.file):
        raise InvalidArgument(f"{options.file}: is there already; name a new file, or remove this one first")
    write_file(options.file, text)
    tell(f"wrote {options.file}")
    return DONE


def _example(name: str) -> str:
    if name in example_names():
        return example_text(name)
    closest = nearest(name, example_names())
    hint = f"did you mean {closest}?" if closest else f"there are {', '.join(example_names())}"
    raise UnknownName(f"no example {name[:60]!r}; {hint}")


COMMANDS: Mapping[str, Callable[[Namespace], int]] = {
    "validate": validate,
    "new": new,
    "schema": schema,
    "examples-list": examples_list,
    "examples-show": examples_show,
    "examples-copy": examples_copy,
}
"""The functions by the action that the parser sets."""
