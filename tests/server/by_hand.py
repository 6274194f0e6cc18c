"""A person at the forms of entry: what a record says is clicked and typed in, control by control."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cephalad.record import Case, Event
from cephalad.server.entry.prefill import fields_of

__all__ = ["Hand", "answers_of"]

_ROW = re.compile(r"(?P<part>[mv])\.(?P<row>\d+)\.", re.ASCII)
_STATEMENT = re.compile(r"(?P<stem>[fmv](?:\.\d+)?\.[a-z0-9-]+)\.(?P<number>\d+)\.[ausn]", re.ASCII)
_ADD = {"m": "Add a mass", "v": "Add a vein"}


def answers_of(event: Event, case: Case) -> dict[str, list[str]]:
    """What somebody fills in who records this event, by the name of the control; the time is a date."""
    fields = {name: values for name, values in fields_of(event, case).items() if name != "e.time"}
    return {"e.effective_on": fields.pop("e.effective_on"), **fields, "e.id": [event.id]}


@dataclass(frozen=True, slots=True)
class Hand:
    """Hands on mouse and keyboard in front of one page; only what is to be seen is used."""

    page: Any

    def enter(self, kind: str, answers: Mapping[str, Sequence[str]]) -> None:
        """Choose the kind of event on the page of a case, fill its form in and save it."""
        self.page.get_by_role("link", name="New event").click()
        self.page.locator("ul.kinds").get_by_role("link", name=kind, exact=True).click()
        self.fill(answers)
        self.page.get_by_role("button", name="Save to the record").click()
        self.page.get_by_text("Saved to the record: ").wait_for()

    def fill(self, answers: Mapping[str, Sequence[str]]) -> None:
        """Every answer at its control; rows and second statements are added by their buttons first."""
        for name, values in answers.items():
            self._make_room(name)
            # A unit is asked for only where there are several.
            if not name.endswith(".u") or self._is_there(name):
                self._give(name, values)

    def _make_room(self, name: str) -> None:
        """The row of a mass or vein, and the second statement of a finding, are asked of the page when they lack."""
        if (row := _ROW.match(name)) and not self._is_there(f"{row['part']}.{row['row']}.name"):
            self.page.get_by_role("button", name=_ADD[row["part"]]).click()
            self._control(f"{row['part']}.{row['row']}.name").first.wait_for()
        if (stated := _STATEMENT.fullmatch(name)) and not self._is_there(f"{stated['stem']}.{stated['number']}.a"):
            again = self.page.locator(f'button[value="add:{stated["stem"]}"]').last
            self._unfold(again)
            again.click()
            self._control(f"{stated['stem']}.{stated['number']}.a").first.wait_for(state="attached")

    def _give(self, name: str, values: Sequence[str]) -> None:
        control = self._control(name)
        self._unfold(control.first)
        kind = control.first.evaluate("each => each.type")
        if kind in ("checkbox", "radio"):
            for value in values:
                self.page.locator(f'[name="{name}"][value="{value}"]').check()
        elif kind.startswith("select"):
            control.select_option(values[-1])
        else:
            control.click()
            self.page.keyboard.insert_text(values[-1])

    def _unfold(self, control: Any) -> None:
        """Open what hides it, from the outside in."""
        folded = control.locator("xpath=ancestor::details[not(@open)]")
        while folded.count():
            folded.first.locator("> summary").click()

    def _control(self, name: str) -> Any:
        return self.page.locator(f'[name="{name}"]')

    def _is_there(self, name: str) -> bool:
        return bool(self._control(name).count())
