"""What every source file must hold: assertions, docstrings, one version, and no trace of the machine it came from."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import cephalad

ROOT = Path(__file__).resolve().parents[2]
Function = ast.FunctionDef | ast.AsyncFunctionDef

NOT_OURS = {".git", ".venv", "__pycache__", "build", "dist"}
# Each pattern is put together here, so that this file does not hold what it looks for.
OF_A_MACHINE = re.compile(
    "|".join(
        [
            r"(?<![\w.~-])/(?:" + "|".join(["work", "tmp", "root", "opt"]) + r")/\w",  # folders of one machine
            r"(?<![\w.~-])/(?:" + "|".join(["home", "Users"]) + r")/\w",  # somebody's home
            r"\b(?:" + "|".join(["pypi", "files\\.pythonhosted"]) + r")\.org",  # package registries
            r"\bregistry\." + "(?:npmjs|yarnpkg)",
            r"--(?:extra-)?" + "index-url|--find-" + "links(?![\"'])",
        ]
    )
)


def our_files() -> list[Path]:
    """Every file of the project: what git tracks or would track; in a copy without git, every file."""
    if (ROOT / ".git").exists():
        command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
        names = [name for name in listed.split("\0") if name]
        return sorted(ROOT / name for name in names if (ROOT / name).is_file())
    found = []
    for folder, folders, files in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in NOT_OURS and not name.endswith(("_cache", ".egg-info"))]
        found += [Path(folder) / name for name in files if not name.startswith(".coverage")]
    return sorted(found)


def machine_traces(text: str) -> list[tuple[int, str]]:
    """Line numbers and words of `text` that name a machine's folder or a package registry."""
    lines = enumerate(text.splitlines(), start=1)
    return [(number, found.group()) for number, line in lines for found in OF_A_MACHINE.finditer(line)]


def functions(tree: ast.AST) -> Iterator[Function]:
    """Every function in `tree`, at any depth."""
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def called_names(tree: ast.AST) -> set[str]:
    """Last names of everything called in `tree`."""
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return {call.id for call in calls if isinstance(call, ast.Name)} | {
        call.attr for call in calls if isinstance(call, ast.Attribute)
    }


def asserts_itself(function: Function) -> bool:
    """Whether `function` holds an assertion that could fail, or expects an exception."""
    checks = (node.test for node in ast.walk(function) if isinstance(node, ast.Assert))
    if any(not isinstance(check, ast.Constant) for check in checks):
        return True
    return any(name in {"raises", "warns", "fail"} or name.startswith("assert_") for name in called_names(function))


def idle_tests(source: str) -> list[str]:
    """Names of the tests in `source` that assert nothing, neither themselves nor by a function they call there."""
    tree = ast.parse(source)
    known = {function.name for function in functions(tree) if asserts_itself(function)}
    while more := {f.name for f in functions(tree) if f.name not in known and called_names(f) & known}:
        known |= more
    return [f.name for f in functions(tree) if f.name.startswith("test_") and f.name not in known]


def undocumented(source: str) -> list[str]:
    """Public names defined in `source` without a docstring, the module itself as ``module``."""
    tree = ast.parse(source)
    missing = [] if ast.get_docstring(tree) else ["module"]

    def walk(body: list[ast.stmt], prefix: str) -> None:
        for node in body:
            if not isinstance(node, Function | ast.ClassDef) or node.name.startswith("_"):
                continue
            overloaded = any(getattr(mark, "id", "") == "overload" for mark in node.decorator_list)
            if not ast.get_docstring(node) and not overloaded:
                missing.append(prefix + node.name)
            if isinstance(node, ast.ClassDef):
                walk(node.body, f"{prefix}{node.name}.")

    walk(tree.body, "")
    return missing


MODULES = sorted((ROOT / "src").glob("cephalad/**/*.py"))
TESTS = sorted((ROOT / "tests").glob("**/test_*.py"))
every_module = pytest.mark.parametrize("path", MODULES, ids=[str(path.relative_to(ROOT)) for path in MODULES])
every_test_file = pytest.mark.parametrize("path", TESTS, ids=[str(path.relative_to(ROOT)) for path in TESTS])


@every_test_file
def test_every_test_asserts(path: Path) -> None:
    """Each test holds an assertion, or calls a function beside it that does."""
    assert idle_tests(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("source", "idle"),
    [
        ("def test_a():\n    assert f() == 1\n", []),
        ("def test_a():\n    f()\n", ["test_a"]),
        ("def test_a():\n    assert True\n", ["test_a"]),
        ("def test_a():\n    with pytest.raises(ValueError):\n        f()\n", []),
        ("def check(x):\n    assert x\n\ndef test_a():\n    check(1)\n", []),
        ("def check(x):\n    assert x\n\ndef both(x):\n    check(x)\n\ndef test_a():\n    both(1)\n", []),
        ("def check(x):\n    return x\n\ndef test_a():\n    check(1)\n", ["test_a"]),
        ("class TestA:\n    def test_b(self):\n        f()\n", ["test_b"]),
    ],
)
def test_an_idle_test_is_seen(source: str, idle: list[str]) -> None:
    """A test without a check is seen, also one that asserts a constant; a check in a called function counts."""
    assert idle_tests(source) == idle


@every_test_file
def test_every_test_says_what_is_true(path: Path) -> None:
    """Each test has a docstring."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    tests = [function for function in functions(tree) if function.name.startswith("test_")]
    assert [test.name for test in tests if not ast.get_docstring(test)] == []


@every_module
def test_every_public_name_is_documented(path: Path) -> None:
    """Each module and each public class, function and method has a docstring."""
    assert undocumented(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("source", "missing"),
    [
        ('"""Say."""\n\ndef f():\n    """Say."""\n', []),
        ("x = 1\n", ["module"]),
        ('"""Say."""\n\ndef f():\n    pass\n', ["f"]),
        ('"""Say."""\n\ndef _f():\n    pass\n', []),
        ('"""Say."""\n\nclass A:\n    """Say."""\n\n    def f(self):\n        pass\n', ["A.f"]),
    ],
)
def test_a_missing_docstring_is_seen(source: str, missing: list[str]) -> None:
    """Modules, functions and methods without a docstring are named; private ones need none."""
    assert undocumented(source) == missing


@pytest.mark.parametrize(
    "path",
    [path for path in MODULES if path.name == "__init__.py"],
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_every_package_lists_its_names(path: Path) -> None:
    """A package says with `__all__` what it offers."""
    assigned = [node for node in ast.parse(path.read_text(encoding="utf-8")).body if isinstance(node, ast.Assign)]
    assert any(isinstance(target, ast.Name) and target.id == "__all__" for n in assigned for target in n.targets)


def test_no_file_names_a_machine() -> None:
    """No file of the project names a machine's folder or a package registry."""
    traces = []
    for path in our_files():
        try:
            text = path.read_bytes().decode("utf-8")
        except UnicodeDecodeError:
            continue  # a picture or another binary file
        traces += [f"{path.relative_to(ROOT)}:{line}: {found}" for line, found in machine_traces(text)]
    assert traces == []


@pytest.mark.parametrize(
    ("text", "n_traces"),
    [
        ("see /" + "work/main", 1),
        ("open('/" + "tmp/x')", 1),
        ("cd /" + "home/anna/cephalad", 1),
        ("from https://" + "pypi" + ".org/simple", 1),
        ("https://registry." + "npmjs.org", 1),
        ("--extra-" + "index-url x", 1),
        ("framework/tmp/x and docs/work/x", 0),
        ("#!/bin/sh", 0),
        ("https://doi.org/10.3892/etm.2026.13183", 0),
    ],
)
def test_a_trace_of_a_machine_is_seen(text: str, n_traces: int) -> None:
    """Absolute folders and registries are seen; relative paths, interpreters and citations are not."""
    assert len(machine_traces(text)) == n_traces


def test_this_very_file_is_among_those_searched() -> None:
    """The list of files is real."""
    assert Path(__file__).resolve() in our_files()


def test_the_version_is_one() -> None:
    """The project file, the package, the citation and the change log name the same version."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    cited = re.search(r"^version: \"?([^\"\n]+)", (ROOT / "CITATION.cff").read_text(encoding="utf-8"), re.MULTILINE)
    logged = re.search(r"^## (\d\S*)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert cited is not None
    assert logged is not None
    assert {project["version"], cited.group(1), logged.group(1)} == {cephalad.__version__}


def test_every_pinned_package_has_a_hash() -> None:
    """The pinned requirements name exact versions, each with at least one SHA-256, and cover the project's own."""
    text = (ROOT / "requirements-dev.txt").read_text(encoding="utf-8")
    entries = [entry for entry in re.split(r"\n(?=\w)", re.sub(r"(?m)^#.*\n", "", text)) if entry.strip()]
    assert [entry for entry in entries if not re.match(r"[\w.-]+==\S+ \\\n    --hash=sha256:[0-9a-f]{64}", entry)] == []
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [
        *project["project"]["dependencies"],
        *project["dependency-groups"]["dev"],
        *project["build-system"]["requires"],
    ]
    names = {re.split(r"[^\w.-]", requirement)[0].lower() for requirement in wanted}
    assert names <= {entry.partition("==")[0] for entry in entries}
