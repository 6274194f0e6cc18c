"""Other spellings of a known word: one slip of the keyboard, one sign misread by a scanner.

They are made from the words of the rules, so that nothing is corrected that was not looked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["misspelt", "shortened"]

SHORTEST = 7
"""Letters from which a word can lose or swap one and still be nothing else."""

_MISREAD = (
    ("l", "1"), ("l", "i"), ("i", "1"), ("i", "l"), ("o", "0"), ("m", "rn"), ("rn", "m"), ("s", "5"), ("e", "c"),
    ("y", "v"), ("ae", "e"), ("oe", "e"), ("ous", "eous"), ("ous", "ious"),
)  # fmt: skip
_MISREAD_HAN = (
    ("脉", "脈"), ("瘤", "廇"), ("瘤", "榴"), ("瘤", "留"), ("肌", "机"), ("肌", "饥"), ("栓", "拴"), ("栓", "检"),
    ("腔", "控"), ("静", "净"), ("癌", "瘟"), ("充", "允"), ("盈", "盁"), ("缺", "缼"), ("损", "捐"),
)  # fmt: skip
_BEGINS_WITH_I = re.compile(r"(?<![a-z])i(?=[a-z])")
_SHORTEST_HAN = 4
_PARTS = ("intra", "infra", "supra", "retro", "para", "peri", "leio", "extra", "sub", "trans")
_PREFIX = {part: re.compile(rf"(?<![a-z]){part}(?=[a-z]{{3}})") for part in _PARTS}
_TWO = 2
_SHORTEST_JOINED = 4
_VOWELS = "aeiou"


def shortened(word: str) -> Iterator[str]:
    """Other ways to write a term that are no slips: *ovarian v.*, *intra venous*, *intravenousleiomyomatosis*.

    Examples
    --------
    >>> list(shortened("ovarian vein")), list(shortened("intravenous leiomyomatosis"))[:2]
    (['ovarian v', 'ovarianvein'], ['intra venous leiomyomatosis', 'intravenous leio myomatosis'])
    """
    if not word.isascii():
        return
    if word.endswith(" vein"):
        yield word.removesuffix("ein")
    apart = [word]
    for part in _PARTS:
        for known in tuple(apart):
            split = _PREFIX[part].sub(rf"{part} ", known)
            if split != known:
                apart.append(split)
    yield from apart[1:]
    if " the " in word:
        yield word.replace(" the ", " ")
    if " " in word and len(word.split()) == _TWO and min(map(len, word.split())) >= _SHORTEST_JOINED:
        yield word.replace(" ", "")


def misspelt(word: str) -> Iterator[str]:
    """Spellings with one slip: a letter lost, doubled, swapped with the next or misread, a vowel mistaken.

    The first letter of each word of a term stands; short words have no other spelling.

    Examples
    --------
    >>> sorted({"leiomyma", "leiornyoma", "lieomyoma", "liver"} & set(misspelt("leiomyoma")))
    ['leiomyma', 'leiornyoma', 'lieomyoma']
    """
    if not word.isascii():
        if len(word) >= _SHORTEST_HAN:
            yield from _misread(word, _MISREAD_HAN)
        return
    if len(word) < SHORTEST:
        return
    yield from _misread(word, _MISREAD)
    if (begun := _BEGINS_WITH_I.sub("l", word)) != word:
        yield begun
    for at in range(1, len(word)):
        here, before = word[at], word[at - 1]
        if not here.isalpha() or not before.isalpha():
            continue
        yield word[:at] + word[at + 1 :]
        yield word[:at] + here + word[at:]
        if at + 1 < len(word) and word[at + 1].isalpha() and word[at + 1] != here:
            yield word[:at] + word[at + 1] + here + word[at + 2 :]
        if here in _VOWELS:
            yield from (word[:at] + other + word[at + 1 :] for other in _VOWELS if other != here)


def _misread(word: str, pairs: tuple[tuple[str, str], ...]) -> Iterator[str]:
    for right, wrong in pairs:
        at = word.find(right)
        if at != word.rfind(right):  # a scanner misreads a sign wherever it stands
            yield word.replace(right, wrong)
        while at >= 0:
            yield word[:at] + wrong + word[at + len(right) :]
            at = word.find(right, at + 1)
