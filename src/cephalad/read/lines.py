"""Which line ends are only the width of the paper.

A line's end ends a sentence in a report: lists and tables live by it. It does not where the next line plainly goes on:
the line before is nearly as long as the longest one, or stops at a word after which something must follow.
"""

from __future__ import annotations

import re

__all__ = ["unwrapped"]

_ENDS = ".!?;:。！？；：】]"
_SHORTEST = 36
"""Columns below which no line is taken for a full one."""

_SHORTEST_HAN = 36
_SHORT_BY_HAN = 5
_NEARLY = 0.8
_OPEN_END = re.compile(
    r"(?:\b(?:a|an|and|are|at|by|for|from|in|into|is|measured|measures|measuring|no|not|of|on|or|the|to|with|without)|[,，、及和与或])$",
    re.IGNORECASE,
)
_OPEN_HAN = re.compile(
    r"(?:[未不约为于向呈较的达被将且阔韧充盈缺髂卵]|髂[内外总]|下腔|内静|内平|平滑肌?|[低高等]回|[囊实]|左侧|右侧|双侧|[未可探]见)$"
)
_OPEN_HAN_START = re.compile(
    r"瘤(?![体栓])|滑肌|栓|脉(?![管压络冲搏率])|影(?!像)|[状样]|缺损|征象|韧带|见(?=充盈|血栓|瘤栓|明显|异常)"
)
"""What no Chinese line ends or begins with unless a word was cut in two."""

_OPEN_START = re.compile(
    r"(?:measuring|measures|with|and|or|which|extending|consistent|compatible|in the|of the|within)\b"
)
_VEIN_END = re.compile(
    r"(?:left|right|common|internal|external|renal|hepatic|iliac|ovarian|gonadal|uterine|inferior|superior|vena)$",
    re.IGNORECASE,
)
_VEIN_START = re.compile(
    r"(?:[IS]VC|cava|vena|veins?|(?:internal|external|common) iliac|iliac|atrium|ventricle)\b", re.IGNORECASE
)
"""The two halves of a vein's name that was cut in two, though in capitals."""

_CUT_SIZE = re.compile(r"\d\s?[x×*]$")
_OPEN_SIZE = re.compile(r"[x×*]\s?\d|\d{1,3}(?:\.\d+)?\s?(?:[x×*]|[cm]m\b)", re.IGNORECASE)
_SHORT_ENDS = "xmX×*"
"""Signs that end a size; behind one the next size is another's."""

_ITEM = re.compile(r"(?:[-*•·▪◦]|\(?\d{1,2}[.)、](?!\d)|[一二三四五六七八九十]、|【|\[)")
_HEADING = re.compile(r"[^:：,，.。]{1,30}[:：]")


def unwrapped(given: str) -> str:
    """The text with a blank for each line end that ends nothing, and a plain one for every other; as long as before.

    Examples
    --------
    >>> unwrapped("a filling defect in the\\nIVC\\nNo fibroid")
    'a filling defect in the IVC\\nNo fibroid'
    """
    if "\r" in given:
        given = given.replace("\r\n", " \n").replace("\r", "\n")
    if "\n" not in given:
        return given
    lines = given.split("\n")
    widths = list(map(len if given.isascii() else _width, lines))
    longest = max(widths)
    stops = "。" in given
    parts = [lines[0]]
    for before, width, after in zip(lines, widths, lines[1:], strict=False):
        parts += [" " if _goes_on(before.rstrip(), after.lstrip(), width, longest, stops) else "\n", after]
    return "".join(parts)


def _width(line: str) -> int:
    """The columns that a line takes; a Chinese sign takes two."""
    return len(line) if line.isascii() else (len(line) + len(line.encode("utf-8", "replace"))) // 2


def _goes_on(before: str, after: str, width: int, longest: int, stops: bool) -> bool:
    if not before or not after or before[-1] in _ENDS or _ITEM.match(after) or _HEADING.match(after):
        return False
    if after[0].isdigit() and _CUT_SIZE.search(before[-4:].lower()):
        return True
    if _OPEN_END.search(before[-12:]) or _OPEN_START.match(after):
        return True
    if _VEIN_START.match(after) and _VEIN_END.search(before[-16:]):
        return True
    han = after[0] > "\u2fff"
    if han and (_OPEN_HAN.search(before[-4:]) or (before[-1] > "\u2fff" and _OPEN_HAN_START.match(after))):
        return True
    if han:  # Chinese fills a line to the last sign or two; a list without any full stop is never run together
        return stops and width >= max(_SHORTEST_HAN, longest - _SHORT_BY_HAN)
    if width < max(_SHORTEST, longest * _NEARLY):
        return False
    return after[0].islower() or (_OPEN_SIZE.match(after) is not None and before[-1] not in _SHORT_ENDS)
