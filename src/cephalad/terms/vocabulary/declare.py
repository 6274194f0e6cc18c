"""How the vocabulary is written down: one `Section` per prefix, one call per finding."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from cephalad.terms.finding import Choice, Codes, Finding, Kind, Qualifier, Silence, ValueType
from cephalad.terms.quantity import UNITS

__all__ = ["Section", "atc", "hpo", "icd10cm", "icdo3", "loinc", "mondo"]


def hpo(code: str) -> Codes:
    """A term of the Human Phenotype Ontology."""
    return (("HPO", code),)


def mondo(code: str) -> Codes:
    """A disease of the Mondo ontology."""
    return (("MONDO", code),)


def icd10cm(code: str) -> Codes:
    """A code of ICD-10-CM."""
    return (("ICD-10-CM", code),)


def icdo3(code: str) -> Codes:
    """A morphology of ICD-O-3."""
    return (("ICD-O-3", code),)


def atc(code: str) -> Codes:
    """A substance of the ATC classification."""
    return (("ATC", code),)


def loinc(code: str) -> Codes:
    """A code of LOINC."""
    return (("LOINC", code),)


@dataclass(frozen=True, slots=True)
class Section:
    """The findings that share a prefix, and what they share besides.

    Every method takes the short name, label and question in English and Chinese, and gives the `Finding`.
    """

    prefix: str
    kinds: tuple[str, ...]
    silence: Silence = Silence.OPEN
    qualifier: Qualifier = Qualifier.NONE

    def _finding(
        self,
        value_type: ValueType,
        words: tuple[str, str, str, str, str],
        *,
        choices: tuple[Choice, ...] = (),
        unit: str = "",
        limits: tuple[float, float] | None = None,
        codes: Codes = (),
        kinds: tuple[str, ...] = (),
    ) -> Finding:
        name, label_en, label_zh, question_en, question_zh = words
        low, high = limits or (None, None)
        return Finding(
            id=f"{self.prefix}.{name}",
            kinds=kinds or self.kinds,
            type=value_type,
            label_en=label_en,
            label_zh=label_zh,
            question_en=question_en,
            question_zh=question_zh,
            qualifier=self.qualifier,
            silence=self.silence,
            choices=choices,
            unit=unit,
            accepted_units=UNITS[unit] if unit else MappingProxyType({}),
            codes=codes,
            low=low,
            high=high,
        )

    def presence(self, *words: str, codes: Codes = (), kinds: tuple[str, ...] = ()) -> Finding:
        """A finding answered yes or no."""
        return self._finding(ValueType.PRESENCE, _five(words), codes=codes, kinds=kinds)

    def choice(self, *words: str, of: tuple[Choice, ...], codes: Codes = (), kinds: tuple[str, ...] = ()) -> Finding:
        """A finding answered with exactly one of the choices."""
        return self._finding(ValueType.CHOICE, _five(words), choices=of, codes=codes, kinds=kinds)

    def choices(self, *words: str, of: tuple[Choice, ...], codes: Codes = ()) -> Finding:
        """A finding answered with any number of the choices."""
        return self._finding(ValueType.CHOICES, _five(words), choices=of, codes=codes)

    def number(self, *words: str, unit: str, low: float, high: float, codes: Codes = ()) -> Finding:
        """A finding answered with a number between two hard physical limits, both included."""
        return self._finding(ValueType.NUMBER, _five(words), unit=unit, limits=(low, high), codes=codes)

    def text(self, *words: str) -> Finding:
        """A finding answered in free words, which no rule reads."""
        return self._finding(ValueType.TEXT, _five(words))

    def date(self, *words: str) -> Finding:
        """A finding answered with a partial date."""
        return self._finding(ValueType.DATE, _five(words))

    def kind(
        self,
        label_en: str,
        label_zh: str,
        *findings: Finding,
        silence: Silence | None = None,
        has_masses: bool = False,
        has_veins: bool = False,
    ) -> Kind:
        """The body kind named like the section, with its own findings in the order given."""
        return Kind(
            id=self.prefix,
            label_en=label_en,
            label_zh=label_zh,
            silence=silence or self.silence,
            findings=MappingProxyType({entry.name: entry for entry in findings}),
            has_masses=has_masses,
            has_veins=has_veins,
        )


def _five(words: tuple[str, ...]) -> tuple[str, str, str, str, str]:
    name, label_en, label_zh, question_en, question_zh = words
    return name, label_en, label_zh, question_en, question_zh
