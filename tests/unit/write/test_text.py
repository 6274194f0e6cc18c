"""What a clinician must find on the first screen and in the details, at every checkpoint of the reference patient.

The lines expected come from the pathway's table of checkpoints, not from the program's own output.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

import pytest

from cephalad.assessment import Assessment, assess
from cephalad.errors import Issue, UnknownName
from cephalad.record import Case, Event, read_bytes, read_example
from cephalad.replay import replay
from cephalad.terms import sentences
from cephalad.write.layout import display_width
from cephalad.write.text import replay_text, to_text, validate_text, why_text
from cephalad.write.text_screen import LONGEST_SCREEN

CHECKPOINTS = (
    "2025-06-30",
    "after:ultrasound-local",
    "after:first-visit",
    "after:ct-pelvis",
    "after:mri-pelvis",
    "after:leg-ultrasound",
    "after:pathology",
    "2025-10-31",
    "2026-03-01",
)
BARE = """
format: cephalad-case/1
case: bare
written_on: 2026-01-01
sex: female
birth: {born}
events: {events}
"""


@cache
def patient(point: str) -> Assessment:
    """The reference patient as of a point."""
    return assess(read_example("zhao-tian-2026"), as_of=point)


@cache
def text(point: str, lang: str = "en", width: int = 100) -> str:
    """The reference patient as text."""
    return to_text(patient(point), lang=lang, width=width)


def first_screen(point: str) -> list[str]:
    """The lines before the first blank one."""
    return text(point).split("\n\n")[0].splitlines()


def row(point: str, label: str) -> str:
    """The rows of the first screen under one label, as one line."""
    found, inside = [], False
    for line in first_screen(point)[1:]:
        if line[:1] != " ":
            inside = line.startswith(f"{label} ")
        if inside:
            found.append(line.removeprefix(label).strip())
    return " ".join(found)


def section(point: str, title: str, lang: str = "en") -> str:
    """One section of the details, as one line."""
    parts = text(point, lang).split("\n\n")
    return " ".join(next(part for part in parts if part.startswith(f"{title}\n")).split())


def case(events: str = "[]", *, born: str = "1980") -> Case:
    """A small case."""
    read = read_bytes(BARE.format(born=born, events=events).encode(), file="bare.yaml")
    assert isinstance(read, Case), read
    return read


# --- the first screen -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("point", CHECKPOINTS)
def test_the_first_screen_fits_a_terminal(point: str) -> None:
    """At most 24 lines at 100 columns, and no line of the whole text is wider."""
    assert len(first_screen(point)) <= LONGEST_SCREEN == 24
    assert max(display_width(line) for line in text(point).splitlines()) <= 100


def test_the_first_line_names_case_point_guideline_and_hash() -> None:
    """Whoever prints a sheet knows of whom, of when, and by which edition."""
    line = first_screen("2026-03-01")[0]
    assert "zhao-tian-2026, as of 2026-03-01" in line
    assert "zhao-tian-2026/1" in line
    assert patient("2026-03-01").digest[:12] in line


@pytest.mark.parametrize(
    ("point", "level"),
    [
        ("2025-06-30", "not raised"),
        ("after:ultrasound-local", "suspected"),
        ("after:first-visit", "suspected"),
        ("after:ct-pelvis", "probable"),
        ("after:mri-pelvis", "probable"),
        ("after:leg-ultrasound", "probable"),
        ("after:pathology", "confirmed"),
        ("2026-03-01", "confirmed"),
    ],
)
def test_the_suspicion_of_each_checkpoint(point: str, level: str) -> None:
    """The level stands on the second line."""
    assert row(point, "SUSPICION").startswith(level)


def test_after_heavy_bleeding_the_first_studies_are_due() -> None:
    """Pelvic ultrasound, blood count and endometrial assessment; nothing of a tumour."""
    due = row("2025-06-30", "DUE")
    for study in ("pelvic ultrasound", "blood count", "endometrial assessment"):
        assert study in due
    assert "no report" in row("2025-06-30", "TUMOUR")
    assert "common explanations" in section("2025-06-30", "Notices")


def test_after_the_first_ultrasound_the_team_is_called() -> None:
    """Contrast imaging and echocardiography due, vascular surgery to the meeting, the cardiac team on call."""
    due, team = row("after:ultrasound-local", "DUE"), row("after:ultrasound-local", "TEAM")
    for study in ("contrast CT or MRI of the pelvis", "echocardiography", "endometrial assessment"):
        assert study in due
    assert "to be convened" in team
    assert "vascular surgery" in team
    assert "on call until cleared: cardiac surgery" in team


def test_at_the_first_visit_the_last_period_conflicts() -> None:
    """The conflict is a notice."""
    assert "last period lies before a recorded menstrual bleeding" in section("after:first-visit", "Notices")


def test_after_the_ct_the_vein_the_route_and_what_is_next() -> None:
    """Left ovarian vein, route ii left, left renal vein at risk, cava and heart not told."""
    tumour, untold = row("after:ct-pelvis", "TUMOUR"), row("after:ct-pelvis", "NOT TOLD")
    assert "left ovarian vein" in tumour
    assert "Routes ii left" in tumour
    assert "Next at risk: left renal vein" in tumour
    assert "vena cava" in untold
    assert "right atrium" in untold
    assert "Continuous with the source" in section("after:ct-pelvis", "Veins and extent")


def test_after_the_mri_the_discordance_is_shown() -> None:
    """A study that reads the vascular mass as something else is named."""
    assert "Studies disagree" in section("after:mri-pelvis", "Notices")


def test_after_the_vein_studies_what_is_missing_is_named() -> None:
    """Partly done with the levels that are missing; what Doppler calls clear is shown with its vagueness."""
    due = row("after:leg-ultrasound", "DUE")
    assert "partly done; not covered: inferior vena cava" in due
    assert "echocardiography" in due
    veins = section("after:leg-ultrasound", "Veins and extent")
    assert "Reported clear: inferior vena cava, level not stated" in veins
    assert "left renal vein" in veins


def test_after_operation_and_pathology() -> None:
    """Routes, front, stages, the group, and the question whether the involved veins were freed."""
    tumour = row("after:pathology", "TUMOUR")
    assert "Routes i left, ii left, downward to the pelvic floor" in tumour
    assert "Next at risk: left internal iliac vein; left renal vein" in tumour
    assert "neither removal nor remainder on record" in row("after:pathology", "NOW")
    stages = row("after:pathology", "STAGES")
    assert "Ma I (II to IV not excluded)" in stages
    assert "Peking Union 2024 large vein" in stages
    assert "high (very high not excluded); plan as very high" in row("after:pathology", "RISK GROUP")
    veins = section("after:pathology", "Veins and extent")
    assert "about 7 cm above the left ovary" in veins
    assert "examined above it and found clear" in veins


def test_on_the_last_day_of_october() -> None:
    """Three doses, the interval of the next, the declined baseline within its window, two causes of insomnia."""
    assert row("2025-10-31", "NEXT") == "next dose 2025-10-29 to 2025-11-28"
    due = row("2025-10-31", "DUE")
    assert "baseline MRI" in due
    assert "window 2025-10 to 2026-01" in due
    assert "refused 2025-10" in due
    assert "echocardiography (due again)" in row("2025-10-31", "OVERDUE")
    endocrine = section("2025-10-31", "Endocrine therapy")
    assert "leuprolide: 3 doses on record, 3.75 mg" in endocrine
    assert "residual tumour: unknown; hinges on: residual tumour" in endocrine
    for cause in (
        "insomnia may come from the GnRH agonist",
        "insomnia may come from surgical menopause",
        "palpitations may come from tumour in the heart",
    ):
        assert cause in endocrine


def test_on_the_first_of_march() -> None:
    """The baseline is late by 29 to 59 days with the refusal, echocardiography late and due, no contact since."""
    overdue = row("2026-03-01", "OVERDUE")
    assert "baseline MRI (also the first surveillance imaging): window 2025-10 to 2026-01" in overdue
    assert "late by 29 to 59 days; refused 2025-10" in overdue
    assert "echocardiography (due again)" in overdue
    assert "none on record since" in row("2026-03-01", "NEXT")
    assert "echocardiography without delay" in row("2026-03-01", "URGENT")
    assert "No contact on record since" in section("2026-03-01", "Notices")
    assert "risk group very high" in row("2026-03-01", "DECIDES")


# --- the details ----------------------------------------------------------------------------------------------------


def test_a_percentage_never_stands_bare() -> None:
    """Each figure of the paper says that its source is not readable, its denominator unknown, and what to beware of."""
    options = section("2026-03-01", "Options")
    for figure in ("75 %", "16.6 to 30.0 %", "7.6 %"):
        at = options.index(f"{figure}: reported by the paper; source not readable; denominator unknown")
        assert "Beware: " in options[at : at + 200]
    assert "this was done" in options


def test_what_is_contrary_stands_beside_the_statement() -> None:
    """The group's criterion cites its statement and the literature against it; the list of sources spells both out."""
    assert "[S89, S80; against: yu-aog-2016-oophorectomy" in section("2026-03-01", "Risk group and surveillance")
    listed = section("2026-03-01", "Sources")
    assert "S89 (Discussion):" in listed
    assert "yu-aog-2016-oophorectomy (yu-aog-2016; against S50" in listed


def test_every_id_cited_is_listed_among_the_sources() -> None:
    """Nothing in brackets is left without a line in the last section."""
    body, _, listed = text("2026-03-01").partition("\nSources\n")
    # Figures of the paper are called S1 too: only what stands in brackets is a statement.
    cited = {name for each in re.findall(r"\[S[^]]*\]", body) for name in re.findall(r"\bS\d{1,3}\b", each)}
    assert cited
    for statement in cited:
        assert f"  - {statement} (" in listed, statement


def test_a_ledger_without_entry_is_printed_in_its_own_words() -> None:
    """No dose on record is none on record to the date, not a plain no."""
    assert "Doses: none on record to 2025-06-30." in section("2025-06-30", "Endocrine therapy")
    assert "none on record to 2026-03-01" in why_text(patient("2026-03-01"), "ivl.surveillance.baseline")


def test_the_text_ends_with_what_it_is_and_is_not() -> None:
    """Decision support for professionals, not a medical device, on evidence that is mostly case series."""
    last = text("2026-03-01").rstrip("\n").split("\n\n")[-1]
    assert "not a medical device" in last
    assert "case series" in last


def test_events_that_may_already_have_happened_are_named() -> None:
    """In the middle of July the month-dated events straddle the day."""
    record = section("2025-07-15", "Record")
    assert "May already have happened, not counted:" in record
    assert "ct-pelvis (2025-07)" in record


def test_an_age_alone_raises_nothing_and_frightens_nobody() -> None:
    """Not raised, the first questions of a history, no group, no option, no word of death or metastasis."""
    told = to_text(assess(case(), as_of="2026-01-01"))
    screen = told.split("\n\n")[0]
    assert "not raised" in screen
    assert "Have uterine fibroids ever been found?" in screen
    assert "OVERDUE" not in screen
    assert "URGENT" not in screen
    assert "pulmonary" not in screen
    assert "RISK GROUP" not in screen
    assert "Options are shown from" in told


def test_a_case_on_day_numbers_prints_them() -> None:
    """Without a calendar the days are numbers, and no date is made up."""
    events = "\n  - {id: a, kind: complaint, day: 3, menorrhagia: yes}"
    told = to_text(assess(case(events, born="{age_years: 40, at: a}"), as_of="day:9"))
    assert "as of day 9" in told
    assert "a (day 3)" in told


# --- hostile text, languages, colour --------------------------------------------------------------------------------


def test_no_control_character_of_the_record_reaches_the_terminal() -> None:
    """An escape sequence in a place or a free text is printed, not obeyed."""
    found = patient("after:pathology")
    hostile = "\x1b]0;pwned\x07\u202e"
    events = tuple(_with_limit(event, hostile) for event in found.case.events)
    told = to_text(assess(replace(found.case, events=events, id=f"x{hostile}"), as_of="after:pathology"))
    assert "\x1b" not in told
    assert "\x07" not in told
    assert "\u202e" not in told
    assert "\\x1b]0;pwned\\x07\\u202e" in told


def _with_limit(event: Event, hostile: str) -> Event:
    """The event with another text where it says how far the tumour goes."""
    rows = tuple(
        replace(each, value=hostile) if each.finding == "vein.upper-limit" else each for each in event.observations
    )
    return replace(event, observations=rows)


@pytest.mark.parametrize("point", ["2025-06-30", "after:ct-pelvis", "2026-03-01"])
def test_no_english_sentence_of_the_catalogue_is_left_in_chinese(point: str) -> None:
    """Every sentence without parameter that the English text prints is translated in the Chinese one."""
    english, chinese = text(point), "".join(text(point, "zh").partition("\n来源\n")[0].split())
    shared = {"I", "II", "III", "IV", "CT", "MRI"}
    for key, sentence in sentences("en").items():
        if key.startswith(("dictionary.", "manual.")) or "{" in sentence or sentence in shared or len(sentence) < 12:
            continue
        if sentence in " ".join(english.split()):
            assert sentence.replace(" ", "") not in chinese, key


@pytest.mark.parametrize("width", [40, 72, 100, 160])
def test_chinese_lines_keep_to_the_width(width: int) -> None:
    """A wide character counts twice."""
    lines = text("2026-03-01", "zh", width).splitlines()
    assert max(display_width(line) for line in lines) <= max(width, 40)


def test_colour_adds_nothing_but_colour() -> None:
    """Without its codes the coloured text is the plain one, and status words are coloured."""
    coloured = to_text(patient("2026-03-01"), colour=True)
    assert "\x1b[1;31moverdue\x1b[0m" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == text("2026-03-01")


def test_an_unknown_language_is_refused() -> None:
    """No catalogue, no text."""
    with pytest.raises(UnknownName, match="language"):
        to_text(patient("2025-06-30"), lang="fr")


# --- why ------------------------------------------------------------------------------------------------------------


def test_why_shows_the_tree_the_facts_the_record_and_the_sources() -> None:
    """Each part has its verdict, each fact its event with date and place, each source its strength."""
    told = " ".join(why_text(patient("after:ultrasound-local"), "ivl.suspicion.suspected").split())
    assert "Verdict: yes" in told
    assert "[yes] at least one of:" in told
    assert "(ivl.suspicion.ultrasound-trigger)" in told
    assert "mass “left-mass”" in told
    assert "ultrasound-local 2025-07 zhao-tian-2026, Case report 1; Fig. S1" in told
    assert "S20 (Discussion):" in told
    assert "(case report; read in full)" in told
    assert "ijogr-broad-ligament (ijogr; qualifies S20)" in told


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("suspicion", "confirmed"),
        ("risk-group", "high (very high not excluded)"),
        ("risk-group.very-high", "risk group very high: unknown"),
        ("ma", "I (II to IV not excluded)"),
        ("workup.echocardiography", "overdue and due"),
        ("surveillance.baseline-mri", "overdue and declined"),
        ("surveillance.surveillance-imaging", "not open at this point"),
        ("options.fertility-sparing", "fertility-sparing resection: no"),
        ("endocrine.residual", "residual tumour: unknown"),
        ("mdt", "Convene the multidisciplinary team: yes"),
        ("mdt.cardiac-surgery", "cardiac surgery: unknown"),
        ("differential.leiomyosarcoma", "uterine leiomyosarcoma"),
        ("stages-disagree", "staging systems disagree"),
        ("imaging-discordant", "Studies disagree"),
        ("ivl.risk.high.age", "younger than 45"),
    ],
)
def test_why_answers_for_conclusions_and_notices(asked: str, expected: str) -> None:
    """A conclusion, a step of a scale, a notice and a criterion can all be asked for."""
    assert expected in " ".join(why_text(patient("2026-03-01"), asked).split())


def test_why_answers_for_every_criterion_and_option_in_both_languages() -> None:
    """No criterion of the guideline makes the printer stumble."""
    found = patient("2026-03-01")
    for criterion in found.guideline.criteria:
        for lang in ("en", "zh"):
            assert criterion in why_text(found, criterion, lang=lang, width=60)


def test_why_compares_a_number_with_its_limit_and_unit() -> None:
    """Age below a parameter is printed with the parameter's number."""
    told = " ".join(why_text(patient("2026-03-01"), "ivl.risk.high.age").split())
    assert "[no] age on the day of diagnosis (years): below 45 years" in told


def test_why_names_the_nearest_for_an_unknown_id() -> None:
    """A typing error is answered with what was probably meant."""
    with pytest.raises(UnknownName, match="risk-group"):
        why_text(patient("2026-03-01"), "risk-grup")


# --- replay and validate --------------------------------------------------------------------------------------------


def test_a_replay_says_what_each_event_changed() -> None:
    """After the CT the suspicion becomes probable; an event without effect says so."""
    told = replay_text(replay(read_example("zhao-tian-2026")))
    steps = {part.split()[1]: " ".join(part.split()) for part in told.split("\n\n")}
    assert "suspicion: suspected (probable, confirmed not excluded) → probable" in steps["ct-pelvis"]
    assert "because: ct-pelvis" in steps["ct-pelvis"]
    assert "no conclusion changed" in steps["history"]


def test_a_replay_never_prints_a_criterion_as_if_it_were_true() -> None:
    """The reasons of a change are ids to be asked for: a sentence without its verdict would read as a finding."""
    changes = replay(read_example("zhao-tian-2026"))
    reasons = (line.strip() for line in replay_text(changes, width=400).splitlines())
    because = " ".join(line for line in reasons if line.startswith("because: "))
    criteria = patient("2026-03-01").guideline.criteria
    named = {name for change in changes for each in change.changes for name in each.because if name.startswith("ivl.")}
    assert named
    for criterion in (criteria[name] for name in named):
        assert len(criterion.says) < 25 or criterion.says not in because, criterion.id


def test_a_replay_speaks_chinese() -> None:
    """Keys, values and dates of the changes are in the language asked for."""
    told = replay_text(replay(read_example("zhao-tian-2026")), lang="zh")
    assert "怀疑程度：怀疑（未排除：很可能、确诊） → 很可能" in "".join(told.split("\n")).replace("  ", "")


def test_issues_are_listed_and_counted() -> None:
    """Each with place, rule, value and remedy; none is said too; hostile values are written out."""
    issue = Issue("a.yaml", 3, "events[0].effective_on", "must be a date", "\x1b[2J", "write 2025-07", "TIME-02")
    told = validate_text([issue])
    assert "a.yaml:3: events[0].effective_on: must be a date, got \\x1b[2J; write 2025-07 [TIME-02]" in " ".join(
        told.split()
    )
    assert told.endswith("Issues: 1.\n")
    assert validate_text([]) == "No issue.\n"
