"""What every part of a page needs: the words of the printed assessment, with links to events, sources and reasons."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from xml.etree.ElementTree import Element

from cephalad.assess import FactReading, MissingFact, Reason
from cephalad.assessment import Assessment
from cephalad.evidence import challenges, statements
from cephalad.terms import clean, sentences
from cephalad.write.conclusions import deciding_questions
from cephalad.write.html.document import Content, add, anchor, apart, el, link
from cephalad.write.page import Page
from cephalad.write.questions import asked_now

__all__ = ["Sheet", "sentence"]

SHORT = 40
"""Letters up to which a value is set in bold."""

_PARAMETER = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_QUIET = ("not-indicated", "not-applicable", "no")


def sentence(id: str, lang: str, /, **params: Content) -> list[Content]:  # noqa: A002
    """A sentence of the catalogue whose parameters may hold links."""
    pieces = _PARAMETER.split(sentences(lang)[id])
    return [params[piece] if number % 2 else piece for number, piece in enumerate(pieces)]


@dataclass
class Sheet(Page):
    """One assessment on its way to HTML.

    Attributes
    ----------
    anchored : events that the page describes, so that a link can lead there
    numbers : the number of each criterion that the page explains, in the order in which it was first named
    """

    anchored: frozenset[str] = frozenset()
    numbers: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, found: Assessment, lang: str) -> Sheet:
        """An empty sheet; its record section will list the events that count or may count."""
        events = (*found.view.events, *found.view.straddling)
        # The width of the window is the reader's.
        return cls(found, lang, width=0, anchored=frozenset(event.id for event in events))

    @property
    def title(self) -> str:
        """Whose assessment it is, and as of when."""
        name = "html.title-after" if self.found.view.point.after else "html.title"
        return self.say(name, case=self.found.case.id, as_of=self.as_of)

    @property
    def comma(self) -> str:
        """What stands between the words of an enumeration."""
        return ", " if self.lang == "en" else "、"

    @property
    def semicolon(self) -> str:
        """What stands between parts that may hold commas."""
        return "; " if self.lang == "en" else "；"

    def tell(self, id: str, /, **params: Content) -> list[Content]:  # noqa: A002
        """A sentence of the catalogue whose parameters may hold links."""
        return sentence(id, self.lang, **params)

    def _status(self, name: str) -> str:
        return self.say(f"status.{name}")

    # --- small pieces -----------------------------------------------------------------------------------------------

    def chip(self, text: str, kind: str) -> Element:
        """A word of status in a frame; the word itself tells it, the frame only helps the eye."""
        return el("span", text, class_=f"chip is-{'quiet' if kind in _QUIET else kind}")

    def chips(self, statuses: Iterable[str]) -> list[Content]:
        """Statuses, each in its frame."""
        return apart((self.chip(self._status(name), name) for name in statuses), " ")

    def truth(self, verdict: str) -> Element:
        """Yes, no or unknown in its frame."""
        return self.chip(self.verdict(verdict), verdict)

    def event_link(self, name: str, *, plain: bool = False) -> Content:
        """An event, with its day unless it is to be plain, leading to what the record says of it."""
        told = clean(name) if plain else self.event(name)
        return link(anchor("event", name), told) if name in self.anchored else told

    def event_links(self, names: Iterable[str]) -> list[Content]:
        """Several events."""
        return apart(map(self.event_link, names), self.comma)

    # --- what it rests on -------------------------------------------------------------------------------------------

    def number(self, criterion: str) -> int:
        """The number under which the page explains a criterion."""
        return self.numbers.setdefault(criterion, len(self.numbers) + 1)

    def reference(self, criterion: str) -> Element:
        """A link to where a criterion is explained in full."""
        label = self.say("html.reason-number", number=self.number(criterion))
        return link(anchor("reason", criterion), label, class_="ref")

    def source_links(self, ids: Iterable[str]) -> list[Content]:
        """Statements, sources and challenges by their ids."""
        return apart((link(anchor(_kind(name), name), name) for name in ids), ", ")

    def citation_links(self, said: Sequence[str], named: Sequence[str], against: Sequence[str] = ()) -> Element | None:
        """What a statement rests on, in brackets, and the literature against it."""
        told, contrary = self.named(said, named, against)
        parts: list[Content] = [self.source_links(told)] if told else []
        if contrary:
            parts.append(self.tell("text.against", ids=self.source_links(contrary)))
        return el("span", "[", apart(parts, "; "), "]", class_="cite") if parts else None

    def cite_links(self, reason: Reason) -> Element | None:
        """The same, of a reason."""
        return self.citation_links(reason.statements, reason.sources, reason.challenged_by)

    def facts_list(self, facts: Sequence[FactReading]) -> Element | None:
        """Facts with their values and the events behind them."""
        items = [el("li", self._fact(*told)) for told in self.grouped(facts)]
        return el("ul", items, class_="facts") if items else None

    def _fact(self, what: str, value: str, events: Sequence[str]) -> list[Content]:
        # Bold is for a word that one looks for, not for the whole description of a mass.
        told = self.tell("text.value-of", what=what, value=el("b", value) if len(value) <= SHORT else value)
        return self.tell("text.noted", text=told, note=self.event_links(events)) if events else told

    def reason_item(self, reason: Reason) -> Element:
        """A criterion with verdict and sources, and below it its facts."""
        head = self.tell("html.verdict-of", sentence=self.criterion(reason.id), verdict=self.truth(reason.verdict))
        return el(
            "li",
            el("p", head, " ", self.cite_links(reason), " ", self.reference(reason.id)),
            self.facts_list(reason.facts),
        )

    def reasons_list(self, reasons: Iterable[Reason]) -> Element | None:
        """Several criteria, each once."""
        items = [self.reason_item(reason) for reason in dict.fromkeys(reasons)]
        return el("ul", items, class_="reasons") if items else None

    @cached_property
    def _askable(self) -> Sequence[MissingFact]:
        return asked_now(self)[0]

    def would_decide(self, asked: str) -> list[Content]:
        """The questions whose answers decide a conclusion."""
        items = [el("li", question) for question in deciding_questions(self, asked, self._askable)]
        return [el("p", self.say("html.would-decide"), class_="label"), el("ul", items)] if items else []

    # --- blocks -----------------------------------------------------------------------------------------------------

    def section(self, name: str, title: str, *content: Content) -> Element:
        """A part of the page under its heading."""
        heading = el("h2", title, id=f"heading-{name}")
        return el("section", heading, *content, id=name, aria_labelledby=f"heading-{name}")

    def statement(
        self,
        key: str | None,
        title: Content,
        *body: Content,
        chips: Content = None,
        note: Content = None,
        reasons: Sequence[Reason] = (),
        why: str = "",
    ) -> Element:
        """A statement that opens to what stands behind it.

        Parameters
        ----------
        key : its id on the page
        note : what is said beside it, in the line that stays visible
        body : what is told before the reasons
        why : the conclusion whose missing facts are named
        """
        numbers = dict.fromkeys(self.say("html.reason-number", number=self.number(each.id)) for each in reasons[:1])
        summary = el(
            "summary",
            el("span", title, class_="what"),
            [" ", el("span", chips, class_="chips")] if chips is not None else None,
            [" ", el("span", note, class_="note")] if note is not None else None,
            [" ", el("span", self.together(numbers), class_="on-paper")] if numbers else None,
        )
        inner = el("div", *body, self.reasons_list(reasons), self.would_decide(why) if why else None, class_="why")
        return el("details", summary, inner, class_="statement", id=key)

    def listed(self, items: Iterable[Element]) -> Element:
        """Statements one below the other."""
        return el("div", *items, class_="statements")

    def grid(self, caption: str, head: Sequence[Content], rows: Iterable[Sequence[Content]]) -> Element:
        """A table in a region that scrolls by itself, so that the page never has to."""
        return scrolled(
            caption,
            el(
                "table",
                el("caption", caption),
                el("thead", el("tr", [el("th", cell, scope="col") for cell in head])),
                el("tbody", [_row(cells) for cells in rows]),
            ),
        )


def _row(cells: Sequence[Content]) -> Element:
    first, *others = cells
    return el("tr", el("th", first, scope="row"), [el("td", cell) for cell in others])


def scrolled(label: str, *content: Content, kind: str = "scroll") -> Element:
    """Something wide in a region of its own, that can be reached and scrolled with the keyboard."""
    region = el("div", class_=kind, role="group", aria_label=label, tabindex="0")
    return add(region, *content)


def _kind(name: str) -> str:
    if name in statements():
        return "statement"
    return "challenge" if name in challenges() else "source"
