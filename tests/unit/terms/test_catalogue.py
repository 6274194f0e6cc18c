"""Every sentence exists in English, and a translation takes the same parameters."""

from __future__ import annotations

from types import MappingProxyType

import pytest

import cephalad.terms.catalogue as catalogue_module
from cephalad.errors import UnknownName
from cephalad.guideline import shipped_guideline
from cephalad.guideline.model import numbers_named
from cephalad.guideline.shipped import SHIPPED
from cephalad.terms import LANGUAGES, message, parameters, sentences

# The English of these stands in the guideline and in the evidence, once; only translations are in a catalogue.
WRITTEN_ELSEWHERE = ("criterion.", "entity.", "figure.", "stratum.", "diagnostic-sign.", "diagnostic-setting.")
# These sentences show numbers of the guideline in force.
WITH_NUMBERS = ("criterion.", "notice.")


def test_every_translated_message_exists_in_english_with_the_same_parameters() -> None:
    """A Chinese sentence has an English one beside it, and both expect the same parameters."""
    english, chinese = sentences("en"), sentences("zh")
    own = {key: sentence for key, sentence in chinese.items() if not key.startswith(WRITTEN_ELSEWHERE)}
    assert own.keys() == english.keys()
    for key, sentence in own.items():
        assert parameters(sentence) == parameters(english[key]), key


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_sentence_has_words_and_no_stray_brace(lang: str) -> None:
    """No sentence is empty, and every brace belongs to a well-formed parameter or to a number of the guideline."""
    assert sentences(lang)
    for key, sentence in sentences(lang).items():
        assert sentence.strip() == sentence != "", key
        rest = sentence
        if key.startswith(WITH_NUMBERS):
            for name in numbers_named(sentence):
                assert any(name in shipped_guideline(each).parameters for each in SHIPPED), key
                rest = rest.replace("{" + name + "}", "")
        for name in parameters(sentence):
            rest = rest.replace("{" + name + "}", "")
        assert "{" not in rest, key
        assert "}" not in rest, key


def test_parameters_are_filled_in_by_name() -> None:
    """A sentence takes its named parameters in either language; a number is printed as text."""
    assert message("silence.ledger-to", "en", date="2026-03-01") == "none on record to 2026-03-01"
    assert message("silence.ledger-to", "zh", date="2026-03-01") == "截至2026-03-01无记录"
    assert message("dictionary.range", "en", low=1, high=2.5, unit="mm") == "1 to 2.5 mm"


def test_a_parameters_text_is_inserted_as_it_stands() -> None:
    """Braces, dollars and backslashes inside a parameter's text are never interpreted."""
    hostile = r"{high} $unit {0.__class__} \1 %s"
    assert message("dictionary.range", "en", low=hostile, high="9", unit="mm") == f"{hostile} to 9 mm"


def test_a_parameter_may_be_called_like_an_argument(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sentence may use {id} and {lang}, since the call takes its own two by position only."""
    monkeypatch.setattr(catalogue_module, "sentences", lambda _: {"a.b": "{id} in {lang}"})
    assert message("a.b", "en", id="x", lang="y") == "x in y"


def test_a_missing_parameter_is_refused() -> None:
    """A sentence with an unfilled parameter is never printed; the fault names the parameter."""
    with pytest.raises(UnknownName, match="date"):
        message("silence.ledger-to", "en")
    with pytest.raises(UnknownName, match="high, unit"):
        message("dictionary.range", "zh", low="1")


def test_an_unknown_message_is_refused_with_the_nearest() -> None:
    """An id that no catalogue has raises, and the nearest known id is named when one is alike."""
    with pytest.raises(UnknownName, match=r"silence\.ledger"):
        message("silence.leger", "en")
    with pytest.raises(UnknownName, match="zzzz"):
        message("zzzz", "zh")


@pytest.mark.parametrize("lang", ["fr", "", "../en", "EN"])
def test_an_unknown_language_is_refused(lang: str) -> None:
    """Only the named languages are looked up; nothing else becomes a file name."""
    with pytest.raises(UnknownName, match="language"):
        message("truth.yes", lang)


def test_a_sentence_without_translation_is_given_in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Chinese has no sentence yet, the English one stands in, unmarked."""
    fewer = {"en": {"a.one": "one", "a.two": "two"}, "zh": {"a.one": "一"}}
    monkeypatch.setattr(catalogue_module, "sentences", fewer.__getitem__)
    assert message("a.one", "zh") == "一"
    assert message("a.two", "zh") == "two"


def test_a_catalogue_is_read_once() -> None:
    """The same read-only mapping is given at every call."""
    assert sentences("en") is sentences("en")
    assert isinstance(sentences("en"), MappingProxyType)
