"""What the form of a report was sent with: its text, pasted or as a file, and what is said of it."""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cephalad.read import MODALITIES
from cephalad.read.rules_file import LANGUAGES
from cephalad.server.entry.written import Fields, one
from cephalad.terms import message

__all__ = ["LARGEST_FILE", "LONGEST_REPORT", "Sent", "text_of_file"]

LONGEST_REPORT = 50_000
"""Characters: many pages, and few enough that the form of an event can carry the text as its source."""

LARGEST_FILE = 4 * LONGEST_REPORT
"""Bytes; a character of UTF-8 has four at most."""

_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True, slots=True)
class Sent:
    """The form as it was sent.

    Attributes
    ----------
    modality, lang : "" where nothing was chosen, or nothing that is known
    taken : the findings that were ticked, counted from 1
    read : digest of what was read when the page with the findings was made
    keeps_text : whether the text is to stand in the event as the words of its source
    """

    fields: Fields
    text: str
    modality: str
    lang: str
    taken: frozenset[int]
    read: str
    keeps_text: bool

    @classmethod
    def of(cls, fields: Mapping[str, Sequence[str]], text: str = "") -> Sent:
        """The form with these fields; a file's text takes the place of what was pasted."""
        modality, lang = one(fields, "r.modality"), one(fields, "r.lang")
        numbers = [each for each in fields.get("r.take", ()) if each.isascii() and each.isdecimal() and len(each) < 5]
        return cls(
            fields,
            text or one(fields, "r.text"),
            modality if modality in MODALITIES else "",
            lang if lang in LANGUAGES else "",
            frozenset(map(int, numbers)),
            one(fields, "r.read"),
            bool(one(fields, "r.keep")),
        )

    @property
    def digest(self) -> str:
        """Of everything that the findings depend on: with another text the ticks would stand beside other words."""
        told = "\0".join((self.text, self.modality, self.lang))
        return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()

    def fault(self, lang: str) -> str:
        """What keeps the text from being read; "" when nothing does."""
        if not self.text:
            return message("server.reading.fault.empty", lang)
        if len(self.text) > LONGEST_REPORT:
            return message("server.reading.fault.long", lang, number=f"{LONGEST_REPORT:,}", found=f"{len(self.text):,}")
        return ""


def text_of_file(content: bytes, lang: str) -> tuple[str, str]:
    """The text of a file and "", or "" and what is wrong with it."""
    if len(content) > LARGEST_FILE:
        return "", message("server.reading.fault.large", lang, number=LARGEST_FILE // 1000)
    if content.startswith(_WIDE) or b"\0" in content:
        return "", message("server.reading.fault.not-text", lang)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "", message("server.reading.fault.not-text", lang)
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    return text, "" if text else message("server.reading.fault.empty", lang)
