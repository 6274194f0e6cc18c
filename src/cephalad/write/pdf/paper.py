"""What every sheet needs: the words of an assessment, its head and its footer, and lines that several sheets share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from cephalad.anatomy import Language
from cephalad.assess import Reason
from cephalad.guideline.digest import SHORT_LENGTH
from cephalad.pictures import Picture, vein_map
from cephalad.record import View
from cephalad.write.html.figures import up_to_its_point
from cephalad.write.overview import Row, rows
from cephalad.write.page import Page
from cephalad.write.pdf.blocks import Line, cut
from cephalad.write.pdf.fonts import sheet_fonts
from cephalad.write.pdf.press import date_of

__all__ = ["LONGEST", "Paper"]

LONGEST = 400
"""Letters of a text from the record that a sheet shows where it has to be short."""

_TO_DO = ("urgent", "overdue", "due")


@dataclass
class Paper(Page):
    """One assessment on its way to a sheet of paper.

    Attributes
    ----------
    head : the hash of the last entry of the record, as the store gives it; "" when there is none
    """

    head: str = ""

    def _status(self, name: str) -> str:
        return self.say(f"status.{name}")

    # --- whose sheet it is ------------------------------------------------------------------------------------------

    @property
    def fonts(self) -> tuple[str, ...]:
        """The fonts of the sheet's language."""
        return sheet_fonts(self.lang)

    def content(self, name: str, *, size: float, body: Iterable[Any] = (), **more: Any) -> dict[str, Any]:
        """Everything that the template asks for.

        Parameters
        ----------
        name : of the sheet
        size : of the letters, in points
        """
        found = self.found
        return {
            "title": self.say("pdf.title", sheet=self.say(f"pdf.sheet.{name}"), case=found.case.id),
            "date": date_of(found),
            "fonts": self.fonts,
            "lang": self.lang,
            "size": size,
            "marks": self._marks,
            "head": list(map(_plain, self._head_lines())),
            "footer": self._footer,
            "page-of": self.say("pdf.page-of", page="⟨page⟩", pages="⟨pages⟩"),
            "first": (),
            "second": None,
            "sizes": (),
            "body": list(body),
            **more,
        }

    @property
    def edition(self) -> str:
        """The guideline with its hash."""
        found = self.found
        return self.say("html.edition", edition=found.guideline.edition, hash=found.digest[:SHORT_LENGTH])

    @property
    def _marks(self) -> list[str]:
        header = self.found.case.header
        marks = [self.say("pdf.synthetic")] if header.get("synthetic") else []
        return [*marks, self.say("pdf.published")] if header.get("citation") or header.get("doi") else marks

    def _head_lines(self) -> Iterator[str]:
        found = self.found
        yield self.say("pdf.as-of", date=self.as_of, edition=self.edition)
        yield self.apart([self.patient, *([self.say("pdf.head", hash=self.head)] if self.head else [])])
        header = found.case.header
        source = [cut(header["citation"], LONGEST).rstrip(".")] if header.get("citation") else []
        source += [f"doi {cut(header['doi'], LONGEST)}"] if header.get("doi") else []
        if source:
            yield self.say("pdf.source", source=self.apart(source))

    @property
    def patient(self) -> str:
        """Sex and age, as far as they are recorded."""
        case = self.found.case
        sex = self.say(f"pdf.sex.{case.sex or 'unknown'}")
        birth = case.birth
        if birth is None:
            age = self.say("pdf.age-unknown")
        elif birth.age_years is not None:
            age = self.say("pdf.age-at", age=birth.age_years, event=self.event(birth.at_event))
        else:
            age = self.say("pdf.born", date=self.span(birth.span) if birth.span else birth.text)
        return self.together([sex, age])

    @property
    def _footer(self) -> list[str]:
        told = [self.found.case.id, self.as_of, self.edition]
        if self.head:
            told.append(self.say("pdf.head", hash=self.head[:SHORT_LENGTH]))
        return [self.apart(told), self.say("text.disclaimer")]

    # --- lines ------------------------------------------------------------------------------------------------------

    def verdict_of(self, sentence: str, verdict: str) -> str:
        """A sentence with yes, no or unknown."""
        return self.say("text.value-of", what=sentence, value=self.verdict(verdict))

    def reason_line(self, reason: Reason) -> Line:
        """A criterion with its verdict and what it rests on, and below it its facts."""
        told = self.say(
            "text.sentence-verdict", sentence=self.criterion(reason.id), verdict=self.verdict(reason.verdict)
        )
        return Line(told, quiet=self.cite(reason), inside=tuple(map(Line, self.readings(reason.facts))))

    def reason_lines(self, reasons: Iterable[Reason]) -> tuple[Line, ...]:
        """Several criteria, each once."""
        return tuple(map(self.reason_line, dict.fromkeys(reasons)))

    def glance(self) -> tuple[list[Row], list[tuple[str, list[str]]], list[str]]:
        """The first screen: what is to be done, the other rows under their names, and what to ask first."""
        to_do: list[Row] = []
        told: dict[str, list[str]] = {}
        asked: list[str] = []
        name = ""
        for row in rows(self):
            name = row.name or name
            if name in _TO_DO:
                to_do.append(row)
            elif name == "decides":
                asked.append(row.text)
            else:
                told.setdefault(self.label(name), []).append(row.text)
        return to_do, list(told.items()), asked

    def label(self, name: str) -> str:
        """A name of the first screen."""
        return self.say(f"screen.{name}").capitalize()

    def to_do_lines(self, to_do: Sequence[Row]) -> list[Line | str]:
        """What is urgent, overdue and due, the word first."""
        return [Line(row.text, tag=self.label(row.name)) for row in to_do]

    # --- pictures ---------------------------------------------------------------------------------------------------

    @property
    def language(self) -> Language:
        """The language as the pictures name it."""
        return "zh" if self.lang == "zh" else "en"

    @property
    def raised(self) -> bool:
        """Whether a map of the veins belongs on the sheet: while nothing raised the question, it would frighten."""
        return self.found.suspicion_value != "not-raised" or bool(self.found.ever.possible)

    def vein_map(self, *, now: bool = False) -> Picture:
        """The veins that ever held tumour, or what stands since the last operation."""
        found, lang = self.found, self.language
        if now and found.current is not None:
            title = self.say("html.map-now")
            return vein_map(found.current, ever=found.ever, lang=lang, title=title, subtitle=self.as_of, id="now")
        return vein_map(
            found.ever,
            lang=lang,
            title=self.say("picture.vein-map" if found.current is None else "html.map-ever"),
            subtitle=self.as_of,
            routes=found.routes,
            downward=found.downward,
            id="ever",
        )

    @property
    def up_to_now(self) -> View:
        """The view without what it does not know, for the timeline."""
        return up_to_its_point(self.found.view)


def _plain(text: str) -> dict[str, Any]:
    return {"text": text, "tag": "", "lead": "", "quiet": "", "lang": "", "inside": ()}
