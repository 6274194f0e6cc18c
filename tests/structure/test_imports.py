"""The house keeps its order: who may import whom, who may read a clock or a file, and what start-up costs."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src"

# From the ground floor up. A part imports itself and the parts before it.
HOUSE = (
    "errors",
    "logic",
    "terms",
    "anatomy",
    "record",
    "facts",
    "evidence",
    "guideline",
    "assess",
    "plan",
    "assessment",
    "replay",
    "comparison",
    "columns",
    "cohort",
    "read",
    "screen",
    "pictures",
    "write",
    "",  # the package itself: the three steps load, assess, to_json
    "server",
    "cli",
    "__main__",
)
READS_THE_CLOCK = {"server", "cli"}
TOUCHES_FILES = {
    "terms",
    "record",
    "evidence",
    "guideline",
    "columns",
    "cohort",
    "read",
    "screen",
    "write",
    "server",
    "cli",
}
# What everybody may take from the package itself.
OPEN_TO_ALL = {"__version__"}

CLOCKS = {"now", "utcnow", "today"}
CALENDARS = {"date", "datetime", "dt", "timezone"}
TIME_FUNCTIONS = {"time", "time_ns", "localtime", "gmtime", "ctime", "asctime"}
FILE_METHODS = {"open", "read_text", "read_bytes", "write_text", "write_bytes", "unlink", "mkdir", "touch", "iterdir"}
FILE_MODULES = {"importlib.resources", "importlib.metadata", "tempfile", "shutil", "fileinput", "glob"}
YAML_LOADERS = {
    "load",
    "load_all",
    "full_load",
    "full_load_all",
    "unsafe_load",
    "unsafe_load_all",
    "safe_load",
    "safe_load_all",
}
OBJECT_READERS = {"pickle", "marshal", "shelve", "dill"}
RUN_TEXT = {"eval", "exec", "compile", "__import__"}
CATCH_ALL = {"utils", "util", "helpers", "helper", "common", "misc"}
HEAVY = {"polars", "pyarrow", "numpy", "scipy", "pydantic", "django"}
LONGEST_MODULE = 400
# Modules of declarations read like tables: only the code in them is counted.
DECLARATIONS = ("terms/vocabulary/", "guideline/")


def modules() -> list[Path]:
    """Every module of the package."""
    return sorted(SOURCE.glob("cephalad/**/*.py"))


def names_of(paths: list[Path]) -> list[str]:
    """Readable test ids for `paths`."""
    return [path.relative_to(SOURCE / "cephalad").as_posix() for path in paths]


def dotted(path: Path) -> str:
    """Dotted name of the module at `path`; a package is named without ``__init__``."""
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def part(name: str) -> str:
    """Part of the house that the dotted `name` belongs to; empty for the package itself."""
    return name.partition(".")[2].partition(".")[0]


def imported(tree: ast.AST, module: str, *, is_package: bool) -> Iterator[tuple[int, str]]:
    """Line and dotted name of every import of `cephalad` in `tree`, at any depth, relative ones resolved."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names if alias.name.startswith("cephalad"))
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = module.split(".")[: len(module.split(".")) - node.level + is_package]
                base = ".".join([*above, base] if base else above)
            if base == "cephalad":
                names = (alias.name for alias in node.names if alias.name not in OPEN_TO_ALL)
                yield from ((node.lineno, f"cephalad.{name}") for name in names)
            elif base.startswith("cephalad."):
                yield node.lineno, base


def wrong_imports(source: str, module: str, *, is_package: bool = False) -> list[str]:
    """Imports in `source` that go up the house, or to a place that is not in it."""
    rank = {name: number for number, name in enumerate(HOUSE)}
    own = rank[part(module)]
    faults = []
    for line, name in imported(ast.parse(source), module, is_package=is_package):
        # A name taken from the package itself (`from cephalad import load`) that is no part is the facade's.
        other = part(name) if part(name) in rank else ""
        if rank[other] > own:
            faults.append(f"line {line}: {module} imports {name}")
    return faults


def clock_reads(source: str) -> list[int]:
    """Lines of `source` that read a clock; a stop-watch (`perf_counter`) is none."""
    lines = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute):
            owner = getattr(node.value, "id", getattr(node.value, "attr", ""))
            of_time = owner == "time" and node.attr in TIME_FUNCTIONS
            if of_time or (owner in CALENDARS and node.attr in CLOCKS):
                lines.append(node.lineno)
        elif isinstance(node, ast.ImportFrom) and node.module == "time":
            lines += [node.lineno for alias in node.names if alias.name in TIME_FUNCTIONS]
    return lines


def file_uses(source: str) -> list[int]:
    """Lines of `source` that open, read, write or look for a file."""
    lines = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            called = node.func
            by_name = isinstance(called, ast.Name) and called.id == "open"
            by_method = isinstance(called, ast.Attribute) and called.attr in FILE_METHODS
            if by_name or by_method:
                lines.append(node.lineno)
        elif isinstance(node, ast.Import):
            lines += [node.lineno for alias in node.names if alias.name in FILE_MODULES]
        elif isinstance(node, ast.ImportFrom):
            full = {node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)}
            lines += [node.lineno] if full & FILE_MODULES else []
    return lines


def text_runs(source: str) -> list[int]:
    """Lines of `source` that run text as code or build objects that a file names."""
    lines = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            called = node.func
            plain = isinstance(called, ast.Name) and called.id in RUN_TEXT
            of_yaml = (
                isinstance(called, ast.Attribute)
                and isinstance(called.value, ast.Name)
                and (called.value.id, called.attr) in {("yaml", name) for name in YAML_LOADERS}
            )
            lines += [node.lineno] if plain or of_yaml else []
        elif isinstance(node, ast.Import):
            lines += [node.lineno for alias in node.names if alias.name.partition(".")[0] in OBJECT_READERS]
        elif isinstance(node, ast.ImportFrom):
            from_yaml = node.module == "yaml" and any(alias.name in YAML_LOADERS for alias in node.names)
            lines += [node.lineno] if from_yaml or (node.module or "") in OBJECT_READERS else []
    return lines


def counted_length(source: str, *, declarations: bool) -> int:
    """Number of lines of a module; of a module of declarations, the lines of its functions and classes."""
    if not declarations:
        return len(source.splitlines())
    code = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    parts = [node for node in ast.parse(source).body if isinstance(node, code)]
    return sum((node.end_lineno or node.lineno) - node.lineno + 1 for node in parts)


def loaded_by(*arguments: str) -> tuple[int, set[str]]:
    """Exit code of `cephalad` with `arguments` in a new interpreter, and the top-level modules it then holds."""
    code = (
        "import json, sys\n"
        "import cephalad.cli\n"
        f"sys.argv = {['cephalad', *arguments]!r}\n"
        "try:\n"
        "    code = cephalad.cli.main()\n"
        "except SystemExit as stop:\n"
        "    code = stop.code\n"
        "print(json.dumps([code or 0, sorted({name.partition('.')[0] for name in sys.modules})]), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    status, names = json.loads(done.stderr.splitlines()[-1])
    return status, set(names)


MODULES = modules()
every_module = pytest.mark.parametrize("path", MODULES, ids=names_of(MODULES))


def test_the_package_is_found() -> None:
    """The checks below look at real modules."""
    assert SOURCE / "cephalad" / "errors.py" in MODULES


@every_module
def test_every_module_stands_in_the_house(path: Path) -> None:
    """Each module belongs to a part that the house names."""
    assert part(dotted(path)) in HOUSE


METHOD_THAT_PRINTS = "cephalad.write.json"
"""`Assessment.to_json` is part of the published interface: the one import upwards, made when it is called."""


@every_module
def test_imports_go_down_the_house(path: Path) -> None:
    """A part imports only itself and the parts before it, inside functions too."""
    faults = wrong_imports(path.read_text(encoding="utf-8"), dotted(path), is_package=path.name == "__init__.py")
    prints_itself = dotted(path) == "cephalad.assessment"
    assert [fault for fault in faults if not (prints_itself and METHOD_THAT_PRINTS in fault)] == []


@pytest.mark.parametrize(
    ("source", "module", "n_faults"),
    [
        ("from cephalad.logic import Truth", "cephalad.terms.finding", 0),
        ("from cephalad.terms import FINDINGS", "cephalad.logic.truth", 1),
        ("def late():\n    import cephalad.plan\n", "cephalad.assess.trace", 1),
        ("from cephalad.errors import Issue", "cephalad.logic.dates", 0),
        ("import cephalad.logic", "cephalad.errors", 1),
        ("from cephalad.assessment import assess", "cephalad.write.text", 0),
        ("from cephalad.assessment import assess", "cephalad.plan.windows", 1),
        ("from cephalad import __version__", "cephalad.logic.truth", 0),
        ("from cephalad import load", "cephalad.write.text", 1),
        ("from cephalad import load", "cephalad.cli.main", 0),
        ("from ..plan import windows", "cephalad.assess.trace", 1),
        ("from ..logic import Truth", "cephalad.assess.trace", 0),
        ("from .trace import Trace", "cephalad.assess.engine", 0),
    ],
)
def test_a_wrong_import_is_seen(source: str, module: str, n_faults: int) -> None:
    """Going up is a fault whether written absolute, relative or late; going down is none."""
    assert len(wrong_imports(source, module)) == n_faults


def test_a_relative_import_in_a_package_file_is_resolved() -> None:
    """One dot in a package's own file means that package, two mean the one above it."""
    assert wrong_imports("from .late import x", "cephalad.assess", is_package=True) == []
    assert len(wrong_imports("from ..plan import x", "cephalad.assess", is_package=True)) == 1


@every_module
def test_no_module_is_a_catch_all(path: Path) -> None:
    """No module is called utils, helpers or common."""
    assert not {*path.relative_to(SOURCE).with_suffix("").parts} & CATCH_ALL


@every_module
def test_only_the_doors_read_the_clock(path: Path) -> None:
    """Today is an argument everywhere but in the command line and the server."""
    assert part(dotted(path)) in READS_THE_CLOCK or clock_reads(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("source", "n_reads"),
    [
        ("day = date.today()", 1),
        ("import datetime\nnow = datetime.datetime.now()", 1),
        ("clock = datetime.now", 1),
        ("import time\ntime.time()", 1),
        ("from time import time", 1),
        ("import time\ntime.perf_counter()", 0),
        ("front = extent.now", 0),
        ("day = date(2026, 3, 1)", 0),
    ],
)
def test_a_clock_is_seen(source: str, n_reads: int) -> None:
    """Reading today or now is seen, called or only named; a stop-watch and a fixed day are not clocks."""
    assert len(clock_reads(source)) == n_reads


@every_module
def test_only_some_parts_touch_files(path: Path) -> None:
    """Logic, anatomy, facts, assess, plan and pictures never open a file."""
    assert part(dotted(path)) in TOUCHES_FILES or file_uses(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("source", "n_uses"),
    [
        ("open('x')", 1),
        ("Path('x').read_text()", 1),
        ("Path('x').write_bytes(b'')", 1),
        ("from importlib import resources", 1),
        ("import importlib.resources", 1),
        ("from importlib import import_module", 0),
        ("path.name.upper()", 0),
    ],
)
def test_a_use_of_files_is_seen(source: str, n_uses: int) -> None:
    """Opening, reading, writing and package data are uses of files; a path's name is none."""
    assert len(file_uses(source)) == n_uses


@every_module
def test_no_text_is_run(path: Path) -> None:
    """Nothing evaluates text as code, and no reader builds objects that a file names."""
    assert text_runs(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("source", "n_runs"),
    [
        ("eval('1')", 1),
        ("exec('x = 1')", 1),
        ("import yaml\nyaml.load(text)", 1),
        ("from yaml import safe_load", 1),
        ("import pickle", 1),
        ("import yaml\nyaml.parse(text)", 0),
        ("import re\nre.compile('x')", 0),
        ("json.loads(text)", 0),
    ],
)
def test_text_that_is_run_is_seen(source: str, n_runs: int) -> None:
    """Evaluation and object loaders are seen; parsing to events, patterns and JSON are fine."""
    assert len(text_runs(source)) == n_runs


@every_module
def test_modules_are_short(path: Path) -> None:
    """A module has at most 400 lines; in declarations only functions and classes are counted."""
    name = path.relative_to(SOURCE / "cephalad").as_posix()
    source = path.read_text(encoding="utf-8")
    assert counted_length(source, declarations=name.startswith(DECLARATIONS)) <= LONGEST_MODULE


def test_a_long_module_is_seen() -> None:
    """Every line counts in a module of code, only functions and classes in one of declarations."""
    source = "def one():\n    return 1\n" + "x = 1\n" * LONGEST_MODULE
    assert counted_length(source, declarations=False) == LONGEST_MODULE + 2
    assert counted_length(source, declarations=True) == 2


def test_help_loads_nothing_heavy() -> None:
    """Asking for help imports neither a data library, nor a web framework, nor the case-file parser."""
    status, loaded = loaded_by("--help")
    assert status == 0
    assert loaded & (HEAVY | {"yaml", "_yaml"}) == set()


def test_an_assessment_loads_nothing_heavy() -> None:
    """Assessing one patient imports no data library and no web framework."""
    status, loaded = loaded_by("assess", "zhao-tian-2026", "--as-of", "2026-03-01")
    assert status == 0
    assert loaded & HEAVY == set()


def test_a_heavy_import_would_be_seen() -> None:
    """The list of loaded modules is real: the command line itself stands in it."""
    assert {"cephalad", "json"} <= loaded_by("--help")[1]
