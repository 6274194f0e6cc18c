"""Write docs/manual: the guideline, the vocabulary, the veins and the sources as pages, from the program's own data.

One page is made of the tests' texts: what the reader makes of the traps and of the whole reports. Run it after a change
to any of them: ``.venv/bin/python scripts/manual.py``, then commit the result. With ``--check`` nothing is written; the
exit code is 1 when a page differs from what would be written.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from cephalad.write.manual import manual_pages
from cephalad.write.manual.reading import READING, reading_page

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "manual"


def all_pages() -> dict[str, str]:
    """Every page by its file name."""
    # The texts lie beside the tests, which are no part of the package.
    sys.path.insert(0, str(ROOT))
    from tests.reading.results import reading_results

    return {**manual_pages(), READING: reading_page(reading_results())}


def differing(pages: Mapping[str, str]) -> list[str]:
    """Names of the pages that are missing, left over or unlike what the data give."""
    found = {path.name: path.read_text(encoding="utf-8") for path in TARGET.iterdir() if path.suffix in (".md", ".svg")}
    return sorted(name for name in pages.keys() | found.keys() if pages.get(name) != found.get(name))


def main() -> int:
    """Write every page that differs, remove what is left over, and name them."""
    pages = all_pages()
    changed = differing(pages)
    print("\n".join(changed) or "the manual is up to date")
    if "--check" in sys.argv[1:]:
        return int(bool(changed))
    TARGET.mkdir(parents=True, exist_ok=True)
    for name in changed:
        if name in pages:
            (TARGET / name).write_text(pages[name], encoding="utf-8", newline="\n")
        else:
            (TARGET / name).unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
