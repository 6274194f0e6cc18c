"""Words for ids: what a study, a stage, a fact, a segment or a criterion is called in the language asked for.

English sentences of criteria, entities and figures stand in the guideline and the evidence; the catalogue holds their
translations under ``criterion.``, ``entity.`` and ``figure.``.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce

from cephalad.anatomy import HEART, IVC, SEGMENT_SETS, SEGMENTS, Language, label, segment
from cephalad.errors import UnknownName
from cephalad.evidence import Figure
from cephalad.facts import FactType, fact_question, fact_type
from cephalad.guideline.model import Criterion, Entity, Guideline
from cephalad.terms import (
    FINDINGS,
    STUDIES,
    choice_label,
    clean,
    finding,
    listed,
    listed_apart,
    message,
    sentences,
    span_words,
)

__all__ = [
    "LADDERS",
    "answer_words",
    "choice_words",
    "conclusion_words",
    "criterion_words",
    "decided_words",
    "entity_words",
    "fact_words",
    "figure_words",
    "joined",
    "listed",
    "listed_apart",
    "open_set_words",
    "outcome_words",
    "question_text",
    "role_words",
    "rung_words",
    "segment_words",
    "segments_words",
    "sign_values",
    "span_words",
    "statuses_words",
    "study_words",
    "value_words",
    "word",
    "words_if_present",
]

_NUMBER_ANSWERS = (
    ("below", "below ", ""),
    ("above", "above ", ""),
    ("or-more", "", " or more"),
    ("or-less", "", " or less"),
)
LADDERS = ("suspicion", "ma", "pumch-2024", "pelvic", "ivc-level", "risk-group")
_STUDIES = {choice.id: choice for choice in STUDIES}


def word(id: str, lang: str, /, **params: object) -> str:  # noqa: A002  the catalogue's own word for it
    """The sentence of the catalogue; parameters are cleaned of control characters."""
    return message(id, lang, **{name: clean(str(value)) for name, value in params.items()})


def words_if_present(id: str, lang: str) -> str | None:  # noqa: A002
    """The sentence of the catalogue, the English one where the language has none; None where neither has."""
    return sentences(lang).get(id) or sentences("en").get(id)


def joined(id: str, words: Iterable[str], lang: str) -> str:  # noqa: A002
    """The words linked by a conjunction of the catalogue; they must be clean already, since marks of colour stay."""
    return reduce(lambda first, second: message(id, lang, first=first, second=second), words)


# --- the guideline's own sentences ------------------------------------------------------------------------------------


def criterion_words(criterion: Criterion, lang: str, guideline: Guideline) -> str:
    """The sentence of a criterion with the guideline's numbers; the English one where the language has none."""
    own = sentences(lang).get(f"criterion.{criterion.id}") if lang != "en" else None
    return clean(guideline.filled(own or criterion.says))


def entity_words(entity: Entity, lang: str) -> str:
    """The name of an entity of the differential."""
    return clean((sentences(lang).get(f"entity.{entity.id}") if lang != "en" else None) or entity.says)


def figure_words(figure: Figure, part: str, lang: str) -> str:
    """The ``text``, ``said_of``, ``status`` or ``beware`` of a figure of the paper."""
    own = sentences(lang).get(f"figure.{figure.id}.{part}") if lang != "en" else None
    shared = sentences(lang).get(f"figure.{part}") if lang != "en" and part == "status" else None
    english: str = getattr(figure, part)
    return clean(own or shared or english)


# --- studies, roles, scales -------------------------------------------------------------------------------------------


def study_words(study: str, lang: str) -> str:
    """The name of a study of the work-up or of surveillance."""
    if study in _STUDIES:
        return _STUDIES[study].zh if lang == "zh" else _STUDIES[study].en
    return words_if_present(f"study.{study}", lang) or clean(study)


def role_words(role: str, lang: str) -> str:
    """The name of a member of the team."""
    try:
        return choice_label("mdt.participants", role, lang)
    except UnknownName:
        return clean(role)


def rung_words(ladder: str, value: str, lang: str) -> str:
    """The name of a step of a scale."""
    return words_if_present(f"rung.{ladder}.{value}", lang) or clean(value)


def statuses_words(statuses: Iterable[str], lang: str) -> str:
    """One status, or several that hold or are possible at once, the most urgent first."""
    return joined("text.and", (words_if_present(f"status.{name}", lang) or clean(name) for name in statuses), lang)


# --- segments ---------------------------------------------------------------------------------------------------------


def segment_words(name: str, lang: str) -> str:
    """The name of a segment or a set of segments; an unknown name as it stands."""
    try:
        return label(name, _language(lang))
    except UnknownName:
        return clean(name)


def segments_words(names: Iterable[str], lang: str) -> str:
    """Several segments, pairs and the whole vena cava named together."""
    return listed_apart(_joined_names(tuple(names), lang), lang)


def open_set_words(names: Iterable[str], lang: str) -> str:
    """Segments of which one holds tumour: the set that a report named, else each of them."""
    chosen = set(names)
    known = next((each for each in SEGMENT_SETS.values() if set(each.members) == chosen), None)
    return segment_words(known.id, lang) if known else segments_words(names, lang)


def _joined_names(names: tuple[str, ...], lang: str) -> list[str]:
    said: list[str] = []
    whole_cava = set(IVC) <= set(names)
    for name in names:
        if whole_cava and name in IVC:
            words = message("segment.whole-ivc", lang)
        elif name in HEART and set(HEART) <= set(names):
            words = message("segment.right-heart", lang)
        else:
            words = _pair(name, names, lang) or _whole_ovarian(name, names, lang) or segment_words(name, lang)
        if words not in said:
            said.append(words)
    return said


def _pair(name: str, names: tuple[str, ...], lang: str) -> str:
    """The pair that a segment forms with its other side, when both are among the names."""
    if name not in SEGMENTS or segment(name).side is None:
        return ""
    here = segment(name)
    other = f"{'right' if here.side == 'left' else 'left'}-{here.structure}"
    if other not in names:
        return ""
    bare = label(name, _language(lang)).removeprefix("left ").removeprefix("right ")
    return message("segment.both", lang, name=bare.removeprefix("左侧").removeprefix("右侧"))


def _whole_ovarian(name: str, names: tuple[str, ...], lang: str) -> str:
    """The ovarian vein of one side, when both its parts are among the names."""
    side, _, rest = name.partition("-ovarian-vein-")
    if not rest or not {f"{side}-ovarian-vein-pelvic", f"{side}-ovarian-vein-abdominal"} <= set(names):
        return ""
    return message(f"segment.{side}-ovarian-vein", lang)


def _language(lang: str) -> Language:
    return "zh" if lang == "zh" else "en"


# --- facts ------------------------------------------------------------------------------------------------------------


def fact_words(fact: str, lang: str, guideline: Guideline | None = None) -> str:
    """What a fact is called: a segment, a mass, or an entry of the fact sheet."""
    if fact.startswith("segment."):
        return segment_words(fact.removeprefix("segment."), lang)
    if fact.startswith("mass:"):
        return _criterion_by_id(fact.removeprefix("mass:"), lang, guideline)
    if fact.startswith("mass."):
        return word("text.mass-named", lang, name=fact.removeprefix("mass."))
    own = words_if_present(f"fact.{fact}", lang)
    if own:
        return own
    asked = FINDINGS[fact_question(fact)]
    return asked.label_zh if lang == "zh" else asked.label_en


def _criterion_by_id(name: str, lang: str, guideline: Guideline | None) -> str:
    if guideline is None or name not in guideline.criteria:
        return clean(name)
    return criterion_words(guideline.criteria[name], lang, guideline)


def value_words(fact: str, value: str, lang: str) -> str:
    """A fact's value as the trace prints it, in words."""
    if fact.startswith("segment."):
        return words_if_present(f"segment-status.{value.replace(' ', '-')}", lang) or clean(value)
    if fact.startswith("mass."):
        return _mass_words(value, lang)
    sides = (_one_value(fact, side, lang) for side in value.split(" against "))
    return joined("text.against-each-other", sides, lang)


def _one_value(fact: str, value: str, lang: str) -> str:
    known = words_if_present(f"truth.{value}", lang) or words_if_present(f"fact-value.{fact}.{value}", lang)
    if known:
        return known
    return choice_words(fact_question(fact), value, lang) if fact_type(fact) is FactType.CHOICE else clean(value)


def choice_words(asked: str, value: str, lang: str) -> str:
    """An answer of the vocabulary in words; an unknown one as it stands."""
    try:
        return choice_label(asked, value, lang)
    except UnknownName:
        return clean(value)


def _mass_words(value: str, lang: str) -> str:
    """``location: adnexal or parametrial, reading: fibroid`` in words."""
    return listed_apart((_sign_words(part, lang) for part in value.split(", ")), lang)


def _sign_words(text: str, lang: str) -> str:
    sign, _, told = text.partition(": ")
    asked = FINDINGS.get(f"mass.{sign}")
    if asked is None:
        return clean(text)
    if told == "not recorded":
        words = message("text.not-recorded", lang)
    else:
        words = joined("text.or", (choice_words(asked.id, each, lang) for each in told.split(" or ")), lang)
    return f"{asked.label_zh}：{words}" if lang == "zh" else f"{asked.label_en.lower()}: {words}"


def sign_values(finding_id: str, values: Iterable[str], lang: str) -> str:
    """A sign of a mass and the values that count, in words."""
    asked = finding(finding_id)
    words = joined("text.or", (choice_words(asked.id, value, lang) for value in values), lang)
    return f"{asked.label_zh}：{words}" if lang == "zh" else f"{asked.label_en.lower()}: {words}"


def question_text(fact: str, asked: str, lang: str, guideline: Guideline | None = None) -> str:
    """The question that asks for one fact."""
    if fact.startswith("segment."):
        return message("question.segment", lang, segment=segment_words(fact.removeprefix("segment."), lang))
    if fact.startswith("mass:"):
        return message("question.mass", lang, criterion=fact_words(fact, lang, guideline))
    own = words_if_present(f"fact-question.{fact}", lang)
    if own:
        return own
    declared = finding(asked)
    return declared.question_zh if lang == "zh" else declared.question_en


# --- conclusions ------------------------------------------------------------------------------------------------------


def conclusion_words(conclusion: str, lang: str) -> str:
    """What a conclusion that a fact decides is called: ``risk-group.very-high``, ``workup.chest-ct``."""
    part, _, rest = conclusion.partition(".")
    if part in LADDERS:
        return word(
            "text.conclusion-rung",
            lang,
            scale=words_if_present(f"ladder.{part}", lang),
            value=rung_words(part, rest, lang),
        )
    if part in ("workup", "surveillance"):
        return study_words(rest, lang)
    if part in ("options", "endocrine"):
        return words_if_present(f"{part}.{rest}", lang) or clean(rest)
    return clean(conclusion)


def decided_words(conclusion: str, outcome: str, lang: str) -> str:
    """A conclusion with what it becomes: ``Ma II``, ``not Ma II``, ``chest CT: due``."""
    words = conclusion_words(conclusion, lang)
    if conclusion.partition(".")[0] in LADDERS:
        return word("text.not-rung", lang, value=words) if outcome.startswith("not ") else words
    return word("text.value-of", lang, what=words, value=outcome_words(conclusion, outcome, lang))


def outcome_words(conclusion: str, outcome: str, lang: str) -> str:
    """What a conclusion becomes: a step of its scale, a status, or yes and no."""
    part = conclusion.partition(".")[0]
    if part in LADDERS:
        denied = outcome.startswith("not ")
        value = rung_words(part, outcome.removeprefix("not "), lang)
        return word("text.not-rung", lang, value=value) if denied else value
    return words_if_present(f"truth.{outcome}", lang) or statuses_words((outcome,), lang)


def answer_words(fact: str, answer: str, lang: str) -> str:
    """An answer to the question for a fact, in words."""
    if fact.startswith("mass:"):
        return words_if_present(f"answer.{answer.replace(' ', '-')}", lang) or clean(answer)
    if not fact.startswith("segment.") and fact_type(fact) is FactType.NUMBER:
        return _number_words(answer, lang)
    return value_words(fact, answer, lang)


def _number_words(answer: str, lang: str) -> str:
    for name, opening, ending in _NUMBER_ANSWERS:
        if answer.startswith(opening) and answer.endswith(ending):
            return message(f"answer.{name}", lang, number=clean(answer.removeprefix(opening).removesuffix(ending)))
    return clean(answer)


# --- notices ----------------------------------------------------------------------------------------------------------
