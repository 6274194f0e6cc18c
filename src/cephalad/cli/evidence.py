"""`cephalad evidence`: the studies, the paper's claims, what is wrong with either, and a new study."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path

from cephalad.cli.output import page_for, put, put_json, write_file
from cephalad.cli.running import DONE, NO, counted
from cephalad.errors import InvalidArgument, Issue, UnreadableInput
from cephalad.evidence.study_model import Study

__all__ = ["COMMANDS"]

_LARGEST_FILE = 1_000_000


def studies(options: Namespace) -> int:
    """Print every study in a line, or one in full."""
    from cephalad.evidence.studies import studies as shipped
    from cephalad.evidence.studies import study_named
    from cephalad.write.evidence import studies_lines, study_as_dict, study_lines

    width = page_for(options).width
    if options.study:
        study = study_named(options.study)
        _put(study_as_dict(study), study_lines(study, width=width), options)
    else:
        listed = [study_as_dict(study) for study in shipped().values()]
        _put(listed, studies_lines(shipped(), width=width), options)
    return DONE


def claims(options: Namespace) -> int:
    """Print every number of the paper with how far it can be checked."""
    from cephalad.evidence.claims import claims as shipped
    from cephalad.evidence.claims import claims_as_list
    from cephalad.write.evidence import claims_lines

    _put(claims_as_list(), claims_lines(shipped(), width=page_for(options).width), options)
    return DONE


def _put(value: object, lines: list[str], options: Namespace) -> None:
    from cephalad.write.layout import render

    if options.format == "json":
        put_json(value, options)
    else:
        put(render(lines, colour=page_for(options).colour), options)


def check(options: Namespace) -> int:
    """Print what is wrong with the evidence; exit code 1 when anything is."""
    from cephalad.evidence import check_register
    from cephalad.evidence.studies import check_evidence

    issues = [*check_evidence(), *map(_of_register, check_register())]
    _put_issues(issues, f"the evidence: {counted(len(issues), 'finding')}", options)
    return NO if issues else DONE


def _of_register(fault: str) -> Issue:
    where, _, rule = fault.partition(": ")
    return Issue("", 0, where, rule, "what it holds", "mend its file under evidence/data", "EVID-50")


def _put_issues(issues: list[Issue], head: str, options: Namespace) -> None:
    if options.format == "json":
        put_json([asdict(issue) for issue in issues], options)
    else:
        put("\n".join([head, *map(str, issues)]), options)


# --- a new study ------------------------------------------------------------------------------------------------------


def add(options: Namespace) -> int:
    """Check a new study file; when it is sound, write a tidy copy of it and say what to do next."""
    from cephalad.evidence.adding import read_new

    text = _text_of(options.file)
    folder = _folder(options.into)
    found = read_new(text, file=options.file, beside=_texts_beside(folder, options.file))
    if isinstance(found, list):
        _put_issues(found, f"{options.file}: {counted(len(found), 'issue')}; nothing was written", options)
        return NO
    return _add(found.study, folder, options)


def _add(study: Study, folder: Path, options: Namespace) -> int:
    from cephalad.evidence.adding import counterparts, may_join
    from cephalad.evidence.studies import shipped_texts, studies_folder
    from cephalad.evidence.study_files import write_study
    from cephalad.write.evidence import added_lines

    target = folder / f"{study.id}.toml"
    if os.path.lexists(target) and not _is_same(target, options.file):
        raise InvalidArgument(f"{target}: is there already; give the study another id, or remove that file first")
    others = counterparts(study, {name: text for name, text in shipped_texts().items() if name != target.name})
    at_home = folder.resolve() == studies_folder().resolve()
    files = {target: write_study(study)} | ({folder / name: text for name, text in others.items()} if at_home else {})
    for path, text in files.items():
        write_file(str(path), text)
    written = [str(path) for path in files]
    open_sides = [] if at_home else [name.removesuffix(".toml") for name in others]
    joining = may_join(study)
    value = {
        "id": study.id,
        "written": written,
        "might_join": [asdict(each) for each in joining],
        "still_to_name_it": open_sides,
    }
    _put(value, added_lines(study, written, open_sides, joining, width=page_for(options).width), options)
    return DONE


def _text_of(file: str) -> str:
    try:
        with open(file, "rb") as stream:
            content = stream.read(_LARGEST_FILE + 1)
        if len(content) > _LARGEST_FILE:
            raise UnreadableInput(f"{file}: is too large for a study file; at most 1 MB")
        return content.decode("utf-8-sig")
    except OSError as error:
        raise UnreadableInput(f"{file}: cannot be read: {error.strerror or 'input error'}") from error
    except UnicodeDecodeError as error:
        raise UnreadableInput(f"{file}: is not text in UTF-8; save it as UTF-8") from error


def _folder(into: str) -> Path:
    from cephalad.evidence.adding import checkout_folder

    if into:
        if not os.path.isdir(into):
            raise InvalidArgument(f"--into: {into} is no folder; make it first, or name another")
        return Path(into)
    home = checkout_folder()
    if home is None or not os.access(home, os.W_OK):
        raise InvalidArgument("--into: this is no checkout that can be written to; name a folder with --into DIR")
    return home


def _texts_beside(folder: Path, file: str) -> dict[str, str]:
    """The shipped studies, and those in the folder that the new one goes to; never the new file itself."""
    from cephalad.evidence.studies import shipped_texts, studies_folder

    home = studies_folder()
    texts = {name: text for name, text in shipped_texts().items() if not _is_same(home / name, file)}
    if folder.resolve() != home.resolve():
        others = (path for path in sorted(folder.glob("*.toml")) if path.is_file() and not _is_same(path, file))
        texts.update({str(path): _text_of(str(path)) for path in others})
    return texts


def _is_same(path: Path, file: str) -> bool:
    return path.exists() and os.path.samefile(path, file)


COMMANDS: Mapping[str, Callable[[Namespace], int]] = {"studies": studies, "claims": claims, "check": check, "add": add}
"""The functions by the action that the parser sets."""
