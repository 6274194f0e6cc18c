"""Which fonts a sheet is set in: the Latin one that comes with the type-setter, and a Chinese one of the host."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from cephalad.errors import MissingFont

if TYPE_CHECKING:
    from typst import Fonts

__all__ = ["INSTALL_CHINESE", "INSTALL_OTHERS", "LATIN", "REMEDY", "found_fonts", "sheet_fonts"]

LATIN = "Libertinus Serif"
CHINESE = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Microsoft YaHei",
    "PingFang SC",
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "WenQuanYi Zen Hei",
    "WenQuanYi Micro Hei",
    "SimSun",
)
"""Fonts with the forms of simplified Chinese, the first found is taken."""

INSTALL_CHINESE = "apt-get install fonts-noto-cjk"
"""What to type on a Debian host without a Chinese font."""

INSTALL_OTHERS = "apt-get install fonts-noto-core"
"""What to type for scripts other than Chinese, Japanese and Korean."""

REMEDY = (
    f"type: {INSTALL_CHINESE} (Debian; for scripts other than Chinese, Japanese, Korean: fonts-noto-core), "
    "or take the page instead: --format html"
)


@cache
def found_fonts() -> Fonts:
    """Every font of the host and of the type-setter, looked for once."""
    # Imported late: whoever prints no paper should not load the type-setter.
    import typst

    return typst.Fonts()


def sheet_fonts(lang: str) -> tuple[str, ...]:
    """The families for a language, the preferred first.

    Raises
    ------
    MissingFont : for Chinese when the host has no font for it; says the line to type
    """
    families = set(found_fonts().families())
    chinese = tuple(name for name in CHINESE if name in families)[:1]
    if lang != "zh":
        return (LATIN, *chinese)
    if not chinese:
        raise MissingFont(f"this host has no font for simplified Chinese; {REMEDY}")
    return (*chinese, LATIN)
