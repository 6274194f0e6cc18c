"""A page read back by the parser of the standard library: its elements, ids, links and words."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from cephalad.terms import sentences

__all__ = ["VOID", "Read", "left_in_english", "read"]

SHORTEST = 6
"""Letters from which a piece of a sentence can be told from a name or a sign."""

VOID = {"meta", "br", "hr", "img", "input", "link", "base", "col", "source", "track", "wbr", "area", "embed", "param"}


def left_in_english(english: str, other: str) -> list[str]:
    """Ids of the catalogue of which a piece stands in the English text and, word for word, in the other one.

    Words of other outputs are left out: no page of a case prints them, and sources cite an *Abstract*, a *report*.
    """
    found = []
    for key, sentence in sentences("en").items():
        if key.startswith(("pdf.", "report.", "server.")):
            continue
        for piece in filter(None, map(str.strip, re.split(r"\{[a-z_]+\}", sentence))):
            # An id such as continuous-cord is no word.
            alone = rf"(?<![\w.-]){re.escape(piece)}(?![\w-])"
            if len(piece) >= SHORTEST and re.search(alone, english) and re.search(alone, other):
                found.append(key)
    return found


@dataclass
class Read:
    """What stands on a page.

    Attributes
    ----------
    tags : every element's name with its attributes, in the order of the page
    texts : every text, with the elements around it, outermost first
    within : the texts inside each name of an element and each id
    unbalanced : what was closed without being open, or left open
    """

    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    texts: list[tuple[tuple[tuple[str, dict[str, str]], ...], str]] = field(default_factory=list)
    within: dict[str, list[str]] = field(default_factory=dict)
    unbalanced: list[str] = field(default_factory=list)

    @property
    def ids(self) -> list[str]:
        """Every id, as often as it stands there."""
        return [attributes["id"] for _, attributes in self.tags if "id" in attributes]

    @property
    def links(self) -> list[str]:
        """Where every link leads."""
        return [attributes["href"] for tag, attributes in self.tags if tag == "a"]

    def words(self, *, inside: str = "body", without: tuple[str, ...] = ()) -> str:
        """The text inside elements of this name or with this id, without those of these names or marks."""
        if not without:
            return " ".join(self.within.get(inside, ()))
        return " ".join(
            text
            for around, text in self.texts
            if any(tag == inside or told.get("id") == inside for tag, told in around)
            and not any(mark in _marks(tag, told) for tag, told in around for mark in without)
        )

    def named(self, tag: str) -> list[dict[str, str]]:
        """The attributes of every element of this name."""
        return [attributes for name, attributes in self.tags if name == tag]


def _marks(tag: str, attributes: dict[str, str]) -> set[str]:
    return {tag, *attributes.get("class", "").split(), attributes.get("id", ""), f"lang={attributes.get('lang', '')}"}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found = Read()
        self.open: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = tag, {name: value or "" for name, value in attrs}
        self.found.tags.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1][0] == tag:
            self.open.pop()
        else:
            self.found.unbalanced.append(tag)

    def handle_data(self, data: str) -> None:
        text = " ".join(data.split())
        if text:
            self.found.texts.append((tuple(self.open), text))
            for name in {name for tag, told in self.open for name in (tag, told.get("id")) if name}:
                self.found.within.setdefault(name, []).append(text)


def read(page: str) -> Read:
    """The page as a parser sees it."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    reader.found.unbalanced += [tag for tag, _ in reader.open]
    return reader.found
