"""The little that HTML needs, on the element tree of the standard library, which escapes every text.

A page holds its own style sheet, no script, and asks nobody for anything: a policy inside it forbids both.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import TypeAlias
from xml.etree.ElementTree import Element, tostring

from cephalad.terms import clean

__all__ = ["Content", "add", "anchor", "apart", "document", "el", "link", "run"]

Content: TypeAlias = "str | Element | Iterable[Content] | None"
"""What may stand inside an element: text, an element, several of them, or nothing."""

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
_LANGUAGE_TAGS = {"en": "en", "zh": "zh-Hans"}
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.")


def el(tag: str, /, *content: Content, **attributes: str | None) -> Element:
    """A new element; an underscore in an attribute's name stands for a hyphen, one at its end is dropped.

    Attributes that are None are left out. Control characters in texts are written out.

    Examples
    --------
    >>> tostring(el("p", "a < b", class_="note", aria_label=None), encoding="unicode")
    '<p class="note">a &lt; b</p>'
    """
    told = {
        name.removesuffix("_").replace("_", "-"): clean(value)
        for name, value in attributes.items()
        if value is not None
    }
    return add(Element(tag, told), *content)


def add(parent: Element, *content: Content) -> Element:
    """The parent, with the content behind what it holds already."""
    for each in content:
        if isinstance(each, str):
            _write(parent, clean(each))
        elif isinstance(each, Element):
            parent.append(each)
        elif each is not None:
            add(parent, *each)
    return parent


def _write(parent: Element, text: str) -> None:
    if not len(parent):
        parent.text = (parent.text or "") + text
    else:
        parent[-1].tail = (parent[-1].tail or "") + text


def apart(items: Iterable[Content], separator: str) -> list[Content]:
    """The items with a separator between each two."""
    told: list[Content] = []
    for number, item in enumerate(items):
        told += [separator, item] if number else [item]
    return told


def run(*content: Content) -> tuple[Content, ...]:
    """Texts and elements one after the other."""
    return content


def anchor(kind: str, name: str) -> str:
    """An id that no other kind and name shares, whatever signs the name holds.

    Examples
    --------
    >>> anchor("event", "ct-pelvis"), anchor("event", "a b")
    ('event-ct-pelvis', 'event-a_20_b')
    """
    return f"{kind}-{''.join(sign if sign in _PLAIN else f'_{ord(sign):x}_' for sign in name)}"


def link(target: str, *content: Content, **attributes: str | None) -> Element:
    """A link to an anchor of the same page."""
    return el("a", *content, href=f"#{target}", **attributes)


def document(*body: Content, title: str, lang: str) -> str:
    """The whole page as text; the same content gives the same text.

    Parameters
    ----------
    title : for the tab and the printed header of a browser
    """
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", name="referrer", content="no-referrer"),
        el("meta", name="color-scheme", content="light"),
        el("title", title),
        _style(),
    )
    root = el("html", head, el("body", *body), lang=_LANGUAGE_TAGS[lang])
    return f"<!DOCTYPE html>\n{tostring(root, encoding='unicode', method='html')}\n"


def _style() -> Element:
    # The only text that is not escaped, because HTML escapes nothing inside a style element.
    style = Element("style")
    style.text = _style_sheet()
    return style


@cache
def _style_sheet() -> str:
    return files("cephalad.write.html").joinpath("style.css").read_text(encoding="utf-8")
