"""Cases that may be the same patient as one that is being entered."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from cephalad.server.store.births import born_on
from cephalad.server.store.cases import pseudonyms
from cephalad.server.store.identities import Identity, find, possible_duplicates

__all__ = ["Alike", "alike"]


@dataclass(frozen=True, slots=True)
class Alike:
    """A case that agrees with what is entered, and in which fields.

    `fields` are ``pseudonym``, ``name``, ``hospital-number`` and ``birth-date``.
    """

    subject: str
    pseudonym: str
    fields: tuple[str, ...]


def alike(identity: Identity, *, pseudonym: str = "", birth: str = "", besides: str = "") -> list[Alike]:
    """The cases that agree in a hospital number, in two fields of the identity, in the birth day or the pseudonym.

    Parameters
    ----------
    pseudonym, birth : as the header states them; a pseudonym agrees also where only its marks and capitals differ
    besides : the case that is entered, where it is there already
    """
    names = pseudonyms()
    agreeing: dict[str, dict[str, None]] = {}

    def add(subject: str, field: str) -> None:
        if subject != besides and subject in names:
            agreeing.setdefault(subject, {})[field] = None

    for subject, name in names.items():
        if pseudonym and _letters(name) == _letters(pseudonym):
            add(subject, "pseudonym")
    for subject, fields in possible_duplicates(identity, besides=besides).items():
        for field in fields:
            add(subject, field.replace("_", "-"))
    for day in {birth, identity.birth_date}:
        # A month or a year alone agrees with many.
        for subject in (*born_on(day), *(find("birth_date", day) if len(day) == len("1977-05-21") else ())):
            add(subject, "birth-date")
    return [Alike(subject, names[subject], tuple(fields)) for subject, fields in sorted(agreeing.items())]


def _letters(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in folded if character.isalnum())
