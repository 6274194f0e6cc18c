"""What numbers of a study say of each other, and studies of each other: each rule is seen to hold and to fail."""

from __future__ import annotations

import pytest

from cephalad.evidence.studies import check_studies

HEAD = 'id = "{id}"\ncitation = "{id}, a paper"\ndesign = "cohort"\nreading = "abstract"\n'
ALL = '\n[[cohorts]]\nid = "all"\nlabel = "all"\nevent = "recurrence"\n'
PART = '\n[[cohorts]]\nid = "part"\nlabel = "part"\nevent = "recurrence"\npart_of = "all"\n'


def file(id: str = "A-2026", *, head: str = "", cohort: str = "patients = 20\n", more: str = "") -> str:  # noqa: A002
    """A sound study file with further keys of the study and of its one cohort, and further entries."""
    return f"{HEAD.format(id=id)}{head}{ALL}{cohort}{more}"


def codes(*files: str) -> list[str]:
    """The codes of everything that is wrong with some files."""
    return [issue.code for issue in check_studies({f"{number}.toml": text for number, text in enumerate(files)})]


def test_the_files_that_the_tests_break_are_sound() -> None:
    """One of them, and two beside each other."""
    assert codes(file()) == []
    assert codes(file("A-2026"), file("B-2026")) == []


INSIDE: list[tuple[dict[str, str], list[str]]] = [
    # counts
    ({"cohort": "patients = 20\nfollowed = 20\nevents = 20\n"}, []),
    ({"cohort": "patients = 20\nfollowed = 20\nevents = 21\n"}, ["EVID-10"]),
    ({"cohort": "patients = 20\nfollowed = 21\n"}, ["EVID-10"]),
    ({"cohort": "patients = 20\nevents = 21\n"}, ["EVID-10"]),
    ({"cohort": "patients = 20\nfollowed = 22\nevents = 25\n"}, ["EVID-10", "EVID-10"]),
    ({"cohort": "patients = 20\ndeaths = 20\n"}, []),
    ({"cohort": "patients = 20\ndeaths = 21\n"}, ["EVID-10"]),
    ({"cohort": "events = 0\n"}, ["EVID-12"]),
    ({"cohort": "events = 0\ndenominator_told = false\n"}, []),
    # percentages
    ({"cohort": "followed = 58\nevents = 18\npercent = 31.0\n"}, []),
    ({"cohort": "followed = 31\nevents = 12\npercent = 39.0\n"}, []),  # 38.7 rounded, then printed with a decimal
    ({"cohort": "followed = 58\nevents = 18\npercent = 32\n"}, ["EVID-13"]),
    ({"cohort": "percent = 75\n"}, ["EVID-12"]),
    ({"cohort": "patients = 20\npercent = 75\n"}, ["EVID-12"]),
    ({"cohort": "percent = 75\ndenominator_told = false\n"}, []),
    ({"cohort": "followed = 20\npercent = 75\n"}, []),
    # parts
    ({"more": f"{PART}patients = 20\n"}, []),
    ({"more": f"{PART}patients = 21\n"}, ["EVID-11"]),
    ({"more": f"{PART}followed = 21\n"}, ["EVID-11"]),
    ({"cohort": "followed = 20\nevents = 3\n", "more": f"{PART}followed = 9\nevents = 3\n"}, []),
    ({"cohort": "followed = 20\nevents = 3\n", "more": f"{PART}followed = 9\nevents = 4\n"}, ["EVID-11"]),
    ({"cohort": "followed = 20\nevents = 3\nlower_bound = true\n", "more": f"{PART}followed = 9\nevents = 4\n"}, []),
    ({"more": PART.replace('"all"', '"al"')}, ["EVID-09"]),
    ({"more": PART.replace('"all"', '"part"')}, ["EVID-09"]),
    ({"more": PART.replace('"part"', '"all"', 1)}, ["EVID-08", "EVID-09"]),
    ({"cohort": 'part_of = "part"\n', "more": PART}, ["EVID-09", "EVID-09"]),
    # time and ages
    ({"head": 'enrolled_from = "2010"\nenrolled_to = "2010-01"\n'}, []),
    ({"head": 'enrolled_from = "2010-01-05"\nenrolled_to = "2010-01-05"\n'}, []),
    ({"head": 'enrolled_to = "2010"\n'}, []),
    ({"head": 'enrolled_from = "2010"\n'}, []),
    ({"head": 'enrolled_from = "2010-02"\nenrolled_to = "2010-01"\n'}, ["EVID-15"]),
    ({"cohort": "follow_up = { median = 6, shortest = 6, longest = 6 }\n"}, []),
    ({"cohort": "follow_up = { shortest = 7, longest = 6 }\n"}, ["EVID-15"]),
    ({"cohort": "follow_up = { median = 5, shortest = 6 }\n"}, ["EVID-15"]),
    ({"cohort": "age = { mean = 61, oldest = 60 }\n"}, ["EVID-15"]),
    # the study itself
    ({"head": 'identifier = "10.1000/abc"\nalso = ["PMID 1", "PMC12", "https://a.example/b"]\n'}, []),
    ({"head": 'identifier = "doi 10.1000/abc"\n'}, ["EVID-07"]),
    ({"head": 'also = ["PubMed 1"]\n'}, ["EVID-07"]),
    ({"head": 'source = "yu-aog-2016"\n'}, []),
    ({"head": 'source = "yu-aog-2061"\n'}, ["EVID-09"]),
    ({"head": 'overlaps = ["A-2026"]\n'}, ["EVID-09"]),
    ({"head": 'overlaps = ["Z-2026"]\n'}, ["EVID-09"]),
    # survival
    ({"more": '\n[[survival]]\ncohort = "all"\nmonths = 36\ncumulative = 0.1\nlow = 0.05\nhigh = 0.2\n'}, []),
    ({"more": '\n[[survival]]\ncohort = "al"\nmonths = 36\ncumulative = 0.1\n'}, ["EVID-09"]),
    ({"more": '\n[[survival]]\ncohort = "all"\nmonths = 36\ncumulative = 0.1\nlow = 0.2\nhigh = 0.3\n'}, ["EVID-15"]),
    ({"more": '\n[[survival]]\ncohort = "all"\nmonths = 36\ncumulative = 0.1\nlow = 0.05\n'}, ["EVID-15"]),
    # effects
    ({"more": '\n[[effects]]\nfactor = "age"\nmeasure = "OR"\nestimate = 2\nlow = 2\nhigh = 2\n'}, []),
    ({"more": '\n[[effects]]\nfactor = "age"\nmeasure = "OR"\nestimate = 2\nlow = 3\nhigh = 4\n'}, ["EVID-15"]),
    ({"more": '\n[[effects]]\nfactor = "age"\nmeasure = "p-only"\nestimate = 2\n'}, ["EVID-19"]),
    # diagnostic figures
    ({"more": '\n[[diagnostics]]\nmodality = "ct"\nmeasure = "detected"\nfound = 4\nof = 4\n'}, []),
    ({"more": '\n[[diagnostics]]\nmodality = "ct"\nmeasure = "detected"\nfound = 5\nof = 4\n'}, ["EVID-17"]),
    ({"more": '\n[[diagnostics]]\nmodality = "ct"\nmeasure = "detected"\nfound = 5\n'}, ["EVID-12"]),
    ({"more": '\n[[diagnostics]]\nmodality = "ct"\nmeasure = "detected"\nfound = 0\nof = 0\n'}, ["EVID-17"]),
    ({"more": '\n[[diagnostics]]\nmodality = "ct"\nmeasure = "detected"\n'}, ["EVID-17"]),
    ({"more": '\n[[diagnostics]]\nmodality = "ct"\nmeasure = "detected"\nvalue = 0.5\n'}, ["EVID-12"]),
    ({"more": '\n[[diagnostics]]\nmodality = "ct"\nmeasure = "detected"\nvalue = 0.5\ndenominator_told = false\n'}, []),
    ({"more": '\n[[diagnostics]]\nmodality = "ct"\nmeasure = "auc"\nvalue = 0.5\nlow = 0.4\nhigh = 0.6\n'}, []),
    (
        {"more": '\n[[diagnostics]]\nmodality = "ct"\nmeasure = "detected"\nfound = 1\nof = 2\nvalue = 0.51\n'},
        ["EVID-13"],
    ),
    ({"more": '\n[[diagnostics]]\nmodality = "cta"\nmeasure = "detected"\nfound = 4\nof = 4\n'}, ["EVID-05"]),
    ({"more": '\n[[diagnostics]]\nmodality = "frozen-section"\nmeasure = "detected"\nfound = 3\nof = 4\n'}, []),
]


@pytest.mark.parametrize(("parts", "expected"), INSIDE)
def test_one_broken_rule_gives_its_own_code(parts: dict[str, str], expected: list[str]) -> None:
    """What holds passes at its limit, and what does not is told once."""
    assert codes(file(**parts)) == expected


def test_events_need_a_name() -> None:
    """Counts of an outcome that is called none are refused."""
    assert codes(file(cohort="followed = 9\nevents = 1\n").replace('"recurrence"', '"none"')) == ["EVID-14"]


def test_a_study_has_a_cohort() -> None:
    """A study without patients says nothing."""
    assert codes(HEAD.format(id="A-2026")) == ["EVID-03"]


@pytest.mark.parametrize(
    ("second", "expected"),
    [((60, 0.2), []), ((60, 0.1), []), ((60, 0.05), ["EVID-16"]), ((36, 0.2), ["EVID-16"]), ((24, 0.2), ["EVID-16"])],
)
def test_a_cumulative_share_never_falls(second: tuple[float, float], expected: list[str]) -> None:
    """A later row is later and no smaller."""
    rows = [(36, 0.1), second]
    more = "".join(f'\n[[survival]]\ncohort = "all"\nmonths = {m}\ncumulative = {c}\n' for m, c in rows)
    assert codes(file(more=more)) == expected


# --- between studies --------------------------------------------------------------------------------------------------

PLACE = 'centre = "One Hospital"\nenrolled_from = "{}"\nenrolled_to = "{}"\n'
FAMILY = 'family = "one"\n'

BETWEEN: list[tuple[str, str, list[str]]] = [
    # the same study twice
    ('identifier = "10.1000/ABC"\n', 'identifier = "https://doi.org/10.1000/abc"\n', ["EVID-20"]),
    ('identifier = "10.1000/abc"\n', 'identifier = "10.1000/abd"\n', []),
    ('also = ["PMID 7"]\n', 'identifier = "PMID 7"\n', ["EVID-20"]),
    (PLACE.format(2001, 2009), PLACE.format(2001, 2009), ["EVID-21"]),
    (PLACE.format(2001, 2009), PLACE.format(2001, 2010), []),
    (
        PLACE.format(2001, 2009) + 'apart_from = ["B-2026"]\n',
        PLACE.format(2001, 2009) + 'apart_from = ["A-2026"]\n',
        [],
    ),
    (PLACE.format(2001, 2009), PLACE.format(2001, 2009) + 'overlaps = ["A-2026"]\n', ["EVID-23"]),
    ('centre = "One Hospital"\nenrolled_from = "2001"\n', 'centre = "One Hospital"\nenrolled_from = "2001"\n', []),
    (PLACE.format(2001, 2009) + FAMILY, PLACE.format(2001, 2009).replace("One", "First") + FAMILY, ["EVID-21"]),
    (PLACE.format(2001, 2009), PLACE.format(2001, 2009).replace("One", "First"), []),
    # overlaps
    (PLACE.format(2001, "2009-12-31") + FAMILY, PLACE.format("2009-12-31", 2015) + FAMILY, ["EVID-22"]),
    (PLACE.format(2001, "2009-12-31") + FAMILY, PLACE.format("2010-01-01", 2015) + FAMILY, []),
    (PLACE.format(2001, 2009) + FAMILY, PLACE.format("2009-12", 2015) + FAMILY, ["EVID-22"]),
    (PLACE.format(2001, 2009) + FAMILY, PLACE.format(2010, 2015) + FAMILY, []),
    (PLACE.format(2001, 2009) + FAMILY, FAMILY, ["EVID-22"]),
    (FAMILY + 'overlaps = ["B-2026"]\n', FAMILY + 'overlaps = ["A-2026"]\n', []),
    ('overlaps = ["B-2026"]\n', "", ["EVID-23"]),
    ("", 'apart_from = ["A-2026"]\n', ["EVID-23"]),
    (
        'overlaps = ["B-2026"]\napart_from = ["B-2026"]\n',
        'overlaps = ["A-2026"]\napart_from = ["A-2026"]\n',
        ["EVID-24", "EVID-24"],
    ),
    ('centre = "One Hospital, ward 3"\n' + FAMILY, 'centre = "one hospital"\n', ["EVID-25"]),
    ('centre = "one hospital"\n', 'centre = "One Hospital, ward 3"\n' + FAMILY, ["EVID-25"]),
]


@pytest.mark.parametrize(("one", "other", "expected"), BETWEEN)
def test_studies_fit_beside_each_other(one: str, other: str, expected: list[str]) -> None:
    """Duplicates, undeclared, one-sided and contradictory overlaps are told; what is declared passes."""
    assert codes(file("A-2026", head=one), file("B-2026", head=other)) == expected


def test_an_id_is_taken_once() -> None:
    """Two files of one id, and two of one citation, are each told once."""
    assert codes(file("A-2026"), file("A-2026")) == ["EVID-20"]
    assert codes(file("A-2026"), file("B-2026").replace("B-2026, a", "a-2026, A")) == ["EVID-20"]


def test_undeclared_overlaps_of_one_study_are_one_issue() -> None:
    """The issue names every study that may hold the same women, ready to be written."""
    files = {f"{name}.toml": file(f"{name}-2026", head=FAMILY) for name in "ABC"}
    issues = [issue for issue in check_studies(files) if issue.file == "C.toml"]
    assert [issue.code for issue in issues] == ["EVID-22"]
    assert 'add "A-2026", "B-2026"' in issues[0].remedy


def test_an_issue_reads_as_a_sentence() -> None:
    """File, line, place, rule, value, remedy and code stand in every issue."""
    (issue,) = check_studies({"smith.toml": file(cohort="followed = 58\nevents = 60\n")})
    told = "smith.toml:11: cohorts[0].events: must not exceed followed (58), got 60; mend events or followed [EVID-10]"
    assert str(issue) == told
