"""A sheet read back by the tools of poppler: its text, the number of its pages, and its properties.

They, and the font for Chinese, are installed by `scripts/tools`; without them the tests fail.
"""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

__all__ = ["pages_of", "properties_of", "rightmost", "solid", "text_of"]


def text_of(pdf: bytes, folder: Path) -> str:
    """The words of the sheet without blanks: where a line ends is no matter."""
    return solid(_asked("pdftotext", pdf, folder, "-raw", "-"))


def solid(text: str) -> str:
    """The text without blanks and line ends."""
    return "".join(text.split())


def properties_of(pdf: bytes, folder: Path) -> dict[str, str]:
    """What the file says of itself: title, date, whether it is tagged, pages."""
    lines = _asked("pdfinfo", pdf, folder).splitlines()
    return {name.strip(): value.strip() for name, _, value in (line.partition(":") for line in lines)}


def pages_of(pdf: bytes, folder: Path) -> int:
    """The number of pages."""
    return int(properties_of(pdf, folder)["Pages"])


def rightmost(pdf: bytes, folder: Path) -> float:
    """Where the word that reaches farthest to the right ends, in points."""
    return max(map(float, re.findall(r'xMax="([\d.]+)"', _asked("pdftotext", pdf, folder, "-bbox", "-"))))


def _asked(tool: str, pdf: bytes, folder: Path, *after: str) -> str:
    file = folder / "sheet.pdf"
    file.write_bytes(pdf)
    return subprocess.run([tool, str(file), *after], capture_output=True, text=True, check=True).stdout
