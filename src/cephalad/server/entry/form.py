"""The form of an event as its template shows it: every finding of the vocabulary with its control."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cephalad.anatomy import SEGMENT_SETS, SEGMENTS
from cephalad.server.entry.usual import USUAL
from cephalad.server.entry.written import Fields, findings_of_rows, one, row_numbers, statement_numbers
from cephalad.terms import PRESENCES, STATUSES, Finding, Kind, ValueType, message, unit_label
from cephalad.write.words import segment_words

__all__ = ["Form", "FormRow", "Option", "Question", "Statement", "event_form"]

_PLAIN_STATUSES = ("not-assessed", "not-reported", "unknown")


@dataclass(frozen=True, slots=True)
class Option:
    """One answer of a control."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Statement:
    """The controls of one statement of a finding.

    Attributes
    ----------
    name : what the names of its fields begin with
    type : of the finding
    value : what was typed, for numbers, texts and dates
    options : answers, for everything that is chosen
    units : where more than one is accepted
    statuses : words in place of a value, where they are no answers themselves
    hedged : whether the box "suspected" is ticked
    faults : what is wrong with it
    """

    name: str
    type: str
    value: str
    options: tuple[Option, ...]
    units: tuple[Option, ...]
    statuses: tuple[Option, ...]
    hedged: bool
    note: str
    faults: tuple[str, ...]

    @property
    def is_filled(self) -> bool:
        """Whether anything was entered, or is wrong."""
        chosen = any(option.chosen and option.value for option in (*self.options, *self.statuses))
        return bool(self.value or chosen or self.note or self.faults)


@dataclass(frozen=True, slots=True)
class Question:
    """One finding with its statements, nearly always one."""

    stem: str
    label: str
    asks: str
    hint: str
    statements: tuple[Statement, ...]

    @property
    def is_filled(self) -> bool:
        """Whether anything was entered, or is wrong."""
        return len(self.statements) > 1 or any(each.is_filled for each in self.statements)


@dataclass(frozen=True, slots=True)
class FormRow:
    """One mass or one vein with its findings."""

    stem: str
    name: str
    options: tuple[Option, ...]
    usual: tuple[Question, ...]
    more: tuple[Question, ...]
    faults: tuple[str, ...]

    @property
    def more_open(self) -> bool:
        """Whether one of the findings that stand behind is in use."""
        return any(each.is_filled for each in self.more)


@dataclass(frozen=True, slots=True)
class Form:
    """The findings of one event."""

    usual: tuple[Question, ...]
    more: tuple[Question, ...]
    masses: tuple[FormRow, ...] | None
    veins: tuple[FormRow, ...] | None

    @property
    def more_open(self) -> bool:
        """Whether one of the findings that stand behind is in use."""
        return any(each.is_filled for each in self.more)


def event_form(kind: Kind, fields: Fields, faults: Mapping[str, list[str]], lang: str) -> Form:
    """The form of a kind of event with what was entered and what is wrong with it."""
    maker = _Maker(fields, faults, lang)
    usual, more = maker.parted(kind.findings, USUAL.get(kind.id), "f")
    masses, veins = findings_of_rows("m", kind), findings_of_rows("v", kind)
    return Form(
        usual,
        more,
        maker.rows("m", masses, USUAL["mass"]) if masses else None,
        maker.rows("v", veins, USUAL["vein"]) if veins else None,
    )


@dataclass(frozen=True, slots=True)
class _Maker:
    fields: Fields
    faults: Mapping[str, list[str]]
    lang: str

    def parted(
        self, findings: Mapping[str, Finding], usual: Iterable[str] | None, stem: str
    ) -> tuple[tuple[Question, ...], tuple[Question, ...]]:
        """The usual findings in their order, and all others."""
        first = [name for name in (findings if usual is None else usual) if name in findings]
        others = [name for name in findings if name not in first]
        return (
            tuple(self.question(findings[name], f"{stem}.{name}") for name in first),
            tuple(self.question(findings[name], f"{stem}.{name}") for name in others),
        )

    def rows(self, part: str, findings: Mapping[str, Finding], usual: tuple[str, ...]) -> tuple[FormRow, ...]:
        """Every row that the form had."""
        found = []
        for number in row_numbers(self.fields, part):
            stem = f"{part}.{number}"
            name = one(self.fields, f"{stem}.name")
            options = self.segments(name) if part == "v" else ()
            wrong = tuple(self.faults.get(f"{stem}.name", ()))
            found.append(FormRow(stem, name, options, *self.parted(findings, usual, stem), wrong))
        return tuple(found)

    def segments(self, chosen: str) -> tuple[Option, ...]:
        """Every vein, every set of veins, and whatever else was sent."""
        known = [Option(name, segment_words(name, self.lang), name == chosen) for name in (*SEGMENTS, *SEGMENT_SETS)]
        if chosen and chosen not in (*SEGMENTS, *SEGMENT_SETS):
            known.append(Option(chosen, chosen, True))
        return tuple(known)

    def question(self, finding: Finding, stem: str) -> Question:
        """The finding's words and the statements that the form had, at least one."""
        numbers = statement_numbers(self.fields, stem) or [0]
        statements = tuple(self.statement(finding, f"{stem}.{number}") for number in numbers)
        zh = self.lang == "zh"
        named, asks = (finding.label_zh, finding.question_zh) if zh else (finding.label_en, finding.question_en)
        return Question(stem, named, asks, self.hint(finding), statements)

    def hint(self, finding: Finding) -> str:
        """What a number or a date must look like."""
        if finding.type is ValueType.DATE:
            return message("server.entry.hint-date", self.lang)
        if finding.type is not ValueType.NUMBER:
            return ""
        unit = unit_label(finding.unit, self.lang)
        low, high = f"{finding.low:g}", f"{finding.high:g}"
        return message("server.entry.hint-number", self.lang, low=low, high=high, unit=unit).strip()

    def statement(self, finding: Finding, name: str) -> Statement:
        """The controls of one statement."""
        status, type_ = one(self.fields, f"{name}.s"), finding.type
        chosen = tuple(self.fields.get(f"{name}.a", ()))
        is_chosen = type_ in (ValueType.PRESENCE, ValueType.CHOICE, ValueType.CHOICES)
        has_status = type_ not in (ValueType.PRESENCE, ValueType.CHOICE)
        words = ("suspected", *_PLAIN_STATUSES) if type_ is ValueType.CHOICES else _PLAIN_STATUSES
        return Statement(
            name=name,
            type=type_.value,
            value="" if is_chosen else one(self.fields, f"{name}.a"),
            options=self.answers(finding, chosen) if is_chosen else (),
            units=self.units(finding, one(self.fields, f"{name}.u")),
            statuses=self.statuses(words, status) if has_status else (),
            hedged=status == "suspected",
            note=one(self.fields, f"{name}.n"),
            faults=tuple(self.faults.get(f"{name}.a", ())),
        )

    def answers(self, finding: Finding, chosen: tuple[str, ...]) -> tuple[Option, ...]:
        """The answers that may be chosen; what was sent and is none stays, so that it can be seen and changed."""
        zh = self.lang == "zh"
        known = PRESENCES.values() if finding.type is ValueType.PRESENCE else finding.choices
        pairs = [(choice.id, choice.zh if zh else choice.en) for choice in known]
        if finding.type is ValueType.PRESENCE:
            pairs += [(each, message(f"server.entry.{each}", self.lang)) for each in ("suspected", "suspected-no")]
        if finding.type is not ValueType.CHOICES:
            pairs += self.status_words(_PLAIN_STATUSES)
        names = {value for value, _ in pairs}
        pairs += [(value, value) for value in chosen if value and value not in names]
        return tuple(Option(value, label_, value in chosen) for value, label_ in pairs)

    def units(self, finding: Finding, chosen: str) -> tuple[Option, ...]:
        """One spelling of each unit that differs in size; none where there is only one."""
        if not finding.unit_required:
            return ()
        by_size = {factor: symbol for symbol, factor in reversed(list(finding.accepted_units.items()))}
        symbols = [finding.unit, *(symbol for symbol in by_size.values() if symbol != finding.unit)]
        symbols += [chosen] if chosen and chosen not in symbols else []
        return tuple(Option(symbol, symbol, symbol == (chosen or finding.unit)) for symbol in symbols)

    def statuses(self, words: tuple[str, ...], chosen: str) -> tuple[Option, ...]:
        """What may stand in place of a value."""
        return tuple(Option(value, label_, value == chosen) for value, label_ in self.status_words(words))

    def status_words(self, words: tuple[str, ...]) -> list[tuple[str, str]]:
        """Each status with its label."""
        return [(each, STATUSES[each].zh if self.lang == "zh" else STATUSES[each].en) for each in words]
