"""The form of a study file: what is read, what is refused with its line, and what is written."""

from __future__ import annotations

import pytest

from cephalad.evidence.data_files import places_in, toml_value
from cephalad.evidence.study_files import ReadStudy, read_study, write_study
from cephalad.evidence.study_model import Months
from cephalad.logic import Truth

SOUND = """\
id = "Smith-2026"
citation = "Smith A. 2026"
design = "cohort"
reading = "abstract"

[[cohorts]]
id = "all"
label = "all"
patients = 20
followed = 18
events = 3
event = "recurrence"
"""


def sound(text: str = SOUND) -> ReadStudy:
    """The study of a text that must be sound."""
    read = read_study(text, file="smith.toml")
    assert isinstance(read, ReadStudy), read
    return read


def faults(text: str) -> list[tuple[int, str, str]]:
    """Line, path and code of everything that is wrong with the form of a text."""
    read = read_study(text, file="smith.toml")
    assert isinstance(read, list), read
    return [(issue.line, issue.path, issue.code) for issue in read]


def test_a_sound_file_is_read() -> None:
    """What is not written is not told: None for counts, unknown for traits."""
    study = sound().study
    cohort = study.cohort("all")
    assert (study.id, cohort.patients, cohort.followed, cohort.events) == ("Smith-2026", 20, 18, 3)
    assert (cohort.deaths, cohort.extent, cohort.follow_up) == (None, "unknown", Months())
    with pytest.raises(KeyError):
        study.cohort("none")


def test_what_was_read_is_written_the_same() -> None:
    """A tidy file is written as it was read, whatever order and form its keys had."""
    assert write_study(sound().study) == SOUND
    untidy = SOUND.replace('reading = "abstract"\n', "", 1).replace(
        'id = "Smith-2026"\n', '# a remark\r\nreading   =   "abstract"\r\nid = "Smith-2026"\r\n', 1
    )
    assert write_study(sound(untidy).study) == SOUND


def test_every_kind_of_value_is_taken_over() -> None:
    """Lists, dates, shares, P values, tables and truths come in their types and go out again."""
    text = SOUND.replace(
        "\n[[cohorts]]",
        'also = ["PMID 12345678"]\nenrolled_from = "2001-05"\noverlaps = ["Lee-2024"]\n\n[[cohorts]]',
        1,
    )
    text += (
        "follow_up = { median = 24.5, longest = 60 }\n"
        '\n[[survival]]\ncohort = "all"\nmonths = 36\ncumulative = 0.09\n'
        '\n[[effects]]\nfactor = "age"\nmeasure = "HR"\nestimate = 2.09\nlow = 1.15\nhigh = 3.8\n'
        'p = "0.016"\nadjusted = "yes"\n'
        '\n[[diagnostics]]\nmodality = "ct"\nmeasure = "detected"\nfound = 4\nof = 19\nderived = true\n'
        'work_up = ["pelvic-cross-sectional"]\n'
    )
    study = sound(text).study
    assert (study.also, study.enrolled_from, study.overlaps) == (("PMID 12345678",), "2001-05", ("Lee-2024",))
    assert study.cohorts[0].follow_up == Months(median=24.5, longest=60)
    assert (study.effects[0].adjusted, study.effects[0].p) == (Truth.TRUE, "0.016")
    assert (study.diagnostics[0].study, study.diagnostics[0].derived) == ("Smith-2026", True)
    # Read twice, written once: the order of the keys is the house's.
    assert sound(write_study(study)).study == study


@pytest.mark.parametrize(
    ("written", "taken"),
    [
        ('"0.016"', "0.016"),
        ('".02"', "0.02"),
        ("0.019", "0.019"),
        ('"< 0.001"', "<0.001"),
        ('">.05"', ">0.05"),
        ("1", "1"),
    ],
)
def test_a_p_value_is_taken_in_one_form(written: str, taken: str) -> None:
    """With or without its leading nought, as a text or as a number."""
    text = f'{SOUND}\n[[effects]]\nfactor = "age"\nmeasure = "p-only"\np = {written}\n'
    assert sound(text).study.effects[0].p == taken


@pytest.mark.parametrize(("written", "taken"), [("2001", "2001"), ("2001-05-03", "2001-05-03"), ('""', "")])
def test_an_unquoted_date_is_a_date(written: str, taken: str) -> None:
    """A year or a day without quotes is TOML's own number or date, and is meant all the same."""
    assert sound(f"enrolled_to = {written}\n{SOUND}").study.enrolled_to == taken


# --- what is refused --------------------------------------------------------------------------------------------------

WRONG: list[tuple[str, str, tuple[int, str, str]]] = [
    ('reading = "abstract"', 'reading = "abstrct"', (4, "reading", "EVID-05")),
    ('design = "cohort"', "design = 3", (3, "design", "EVID-05")),
    ('id = "Smith-2026"', 'id = "Smith 2026"', (1, "id", "EVID-04")),
    ('citation = "Smith A. 2026"\n', "", (0, "citation", "EVID-03")),
    ("patients = 20", 'patients = "20"', (9, "cohorts[0].patients", "EVID-04")),
    ("patients = 20", "patients = -1", (9, "cohorts[0].patients", "EVID-04")),
    ("patients = 20", "patients = 20.5", (9, "cohorts[0].patients", "EVID-04")),
    ("patients = 20", "patients = true", (9, "cohorts[0].patients", "EVID-04")),
    ("patients = 20", "patinets = 20", (9, "cohorts[0].patinets", "EVID-02")),
    ("patients = 20", "percent = 101", (9, "cohorts[0].percent", "EVID-04")),
    ("patients = 20", "derived = 1", (9, "cohorts[0].derived", "EVID-04")),
    ("patients = 20", "age = { mean = nan }", (9, "cohorts[0].age.mean", "EVID-04")),
    ("patients = 20", "age = 45", (9, "cohorts[0].age", "EVID-04")),
    ("patients = 20", "age = { oldst = 60 }", (9, "cohorts[0].age.oldst", "EVID-02")),
    ('label = "all"', 'label = "a\\u0000b"', (8, "cohorts[0].label", "EVID-04")),
    ('citation = "Smith A. 2026"', 'citation = "S"\nenrolled_to = "2026-13"', (3, "enrolled_to", "EVID-04")),
    ('citation = "Smith A. 2026"', 'citation = "S"\noverlaps = "Lee-2024"', (3, "overlaps", "EVID-04")),
    ('citation = "Smith A. 2026"', 'citation = "S"\noverlaps = ["Lee 2024"]', (3, "overlaps", "EVID-04")),
    ('citation = "Smith A. 2026"', 'citation = "S"\nalso = ["a", "a"]', (3, "also", "EVID-04")),
    ('citation = "Smith A. 2026"', 'citation = "S"\nfamily = "Peking Union"', (3, "family", "EVID-04")),
    ('citation = "Smith A. 2026"', 'citation = "S"\neffects = [3]', (3, "effects", "EVID-04")),
    ('citation = "Smith A. 2026"', "citation = 3", (2, "citation", "EVID-04")),
    ('citation = "Smith A. 2026"', 'citation = "S"\nalso = "PMID 1"', (3, "also", "EVID-04")),
    ('citation = "Smith A. 2026"', 'citation = "S"\nsurvival = 3', (3, "survival", "EVID-04")),
    (
        'event = "recurrence"',
        'event = "none"\n[[effects]]\nfactor = "a"\nmeasure = "OR"\np = "small"',
        (16, "effects[0].p", "EVID-04"),
    ),
    (
        'event = "recurrence"',
        'event = "none"\n[[effects]]\nfactor = "a"\nmeasure = "OR"\nadjusted = 1',
        (16, "effects[0].adjusted", "EVID-04"),
    ),
    ('citation = "Smith A. 2026"', "citation = Smith", (2, "", "EVID-01")),
]


@pytest.mark.parametrize(("old", "new", "fault"), WRONG)
def test_a_wrong_value_is_told_with_its_line(old: str, new: str, fault: tuple[int, str, str]) -> None:
    """One thing wrong gives one issue, at its own line and key."""
    assert old in SOUND
    assert faults(SOUND.replace(old, new, 1)) == [fault]


def test_all_faults_come_at_once_in_the_order_of_the_file() -> None:
    """The first fault hides no other."""
    text = (
        SOUND.replace('"cohort"', '"cohrt"').replace("= 20", '= "x"').replace('event = "recurrence"', 'event = "rec"')
    )
    assert faults(text) == [
        (3, "design", "EVID-05"),
        (9, "cohorts[0].patients", "EVID-04"),
        (12, "cohorts[0].event", "EVID-05"),
    ]


def test_the_nearest_word_and_key_are_named() -> None:
    """A misspelling is answered with what is probably meant."""
    read = read_study(SOUND.replace("cohort", "cohrt", 1).replace("patients", "patinets"), file="smith.toml")
    assert isinstance(read, list)
    assert [issue.remedy for issue in read] == ["write cohort", "write patients"]
    assert str(read[0]).startswith("smith.toml:3: design: must be one of cohort, ")


@pytest.mark.parametrize("text", ["a = " + "9" * 5000, "a = " + "[" * 5000, "a = [", "= 3", "\x00"])
def test_no_text_breaks_the_reader(text: str) -> None:
    """Whatever is no TOML is one issue."""
    assert [code for _, _, code in faults(text)] == ["EVID-01"]


def test_places_count_entries_in_entries() -> None:
    """The second alternative of the second stratum has a path of its own."""
    text = "[[s]]\na = 1\n[[s]]\n[[s.b]]\nx = 1\n[[s.b]]\nx = 2\n[[s]]\n[[s.b]]\nx = 3\n[t]\ny = 4\n"
    places = places_in(text)
    assert [places[path] for path in ("s[0].a", "s[1].b[1].x", "s[2].b[0].x", "t.y")] == [2, 7, 10, 12]


def test_quotes_and_backslashes_survive_writing() -> None:
    """What TOML would read otherwise is escaped."""
    assert toml_value('a "b" \\ c – é') == '"a \\"b\\" \\\\ c – é"'
