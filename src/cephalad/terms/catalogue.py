"""The sentences of the program, by message id and language, with named parameters filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType

from cephalad.errors import UnknownName
from cephalad.terms.finding import LANGUAGES
from cephalad.terms.lookup import nearest

__all__ = ["filled_in", "message", "parameters", "sentences", "template"]

_PARAMETER = re.compile(r"\{([a-z][a-z0-9_]*)\}")


def message(id: str, lang: str, /, **params: object) -> str:  # noqa: A002 - the catalogue's own word for it
    """The sentence with its parameters filled in; the English one where the language has none yet.

    A parameter's text is inserted as it stands: braces inside it are never filled in again.

    Raises
    ------
    UnknownName : for a language or a message id that does not exist, and for a parameter that is missing

    Examples
    --------
    >>> message("silence.ledger-to", "en", date="2026-03-01")
    'none on record to 2026-03-01'
    """
    return filled_in(template(id, lang), **params)


def template(id: str, lang: str) -> str:  # noqa: A002
    """The sentence with its parameters still open; the English one where the language has none yet.

    Raises
    ------
    UnknownName : for a language or a message id that does not exist
    """
    sentence = sentences(lang).get(id) or sentences("en").get(id)
    if sentence is None:
        guess = nearest(id, sentences("en"))
        hint = f"; the nearest known id is {guess!r}" if guess else ""
        raise UnknownName(f"unknown message {id[:64]!r}{hint}")
    return sentence


def filled_in(sentence: str, /, **params: object) -> str:
    """A sentence with the texts of its parameters as they stand: braces inside them are never filled in again.

    Raises
    ------
    UnknownName : for a parameter that is missing
    """
    missing = sorted(parameters(sentence) - params.keys())
    if missing:
        raise UnknownName(f"message {sentence[:64]!r} needs the parameter {', '.join(missing)}")
    return _PARAMETER.sub(lambda match: str(params[match[1]]), sentence)


def parameters(sentence: str) -> frozenset[str]:
    """The names of the parameters that a sentence of the catalogue expects.

    Examples
    --------
    >>> sorted(parameters("{study} is due by {date}"))
    ['date', 'study']
    """
    return frozenset(_PARAMETER.findall(sentence))


@cache
def sentences(lang: str) -> Mapping[str, str]:
    """Every sentence of one language by its dotted id, read once when first asked for.

    Raises
    ------
    UnknownName : for a language without a catalogue
    """
    if lang not in LANGUAGES:
        raise UnknownName(f"unknown language {lang[:64]!r}; the catalogue has {', '.join(LANGUAGES)}")
    # Imported late: a command that prints no sentence should not wait for them.
    import tomllib
    from importlib.resources import files

    text = files("cephalad.terms").joinpath("catalogue", f"{lang}.toml").read_text(encoding="utf-8")
    return MappingProxyType(dict(_flatten("", tomllib.loads(text))))


def _flatten(prefix: str, table: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flatten(f"{prefix}{key}.", value)
        else:
            yield f"{prefix}{key}", str(value)
