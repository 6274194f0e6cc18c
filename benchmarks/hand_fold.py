"""Seventeen declared facts folded by hand, as somebody would who needs these and no others: the yardstick of the fold.

It knows corrections, intervals, the exclusion of the disease and conflicts within an event, and gives the same answers.
It takes from the table that `sequence` is the order of the events; the package works the order out from the days.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import reduce
from operator import and_, or_

import polars as pl

__all__ = ["CONFLICT", "FACTS", "hand_fold"]

CONFLICT = "conflict"
"""Stands for an answer on which an event contradicts itself."""

_FIBROIDS = ("fibroid", "haemorrhagic-fibroid", "degenerated-fibroid", "broad-ligament-fibroid")
_CARDIAC = tuple(
    f"complaint.{name}"
    for name in (
        "syncope",
        "collapse",
        "presyncope",
        "palpitations",
        "dyspnoea",
        "orthopnoea",
        "chest-tightness",
        "chest-pain",
        "right-heart-failure",
    )
)
_SYMPTOM_FREE = ("complaint.asymptomatic", "yes")

_Said = tuple[str, ...]
"""A finding and the answers of it that speak."""

EVER: dict[str, tuple[Sequence[_Said], Sequence[_Said]]] = {
    "history.fibroids": (
        [
            ("history.fibroids", "yes"),
            ("imaging.fibroid", "yes"),
            ("mass.reading", *_FIBROIDS),
            ("imaging.reading", *_FIBROIDS),
            ("pathology.diagnosis", "leiomyoma"),
        ],
        [("history.fibroids", "no"), ("imaging.fibroid", "no")],
    ),
    "complaint.heavy-bleeding": (
        [("complaint.menorrhagia", "yes"), ("complaint.prolonged-bleeding", "yes")],
        [("complaint.menorrhagia", "no"), ("complaint.pelvic", "no"), _SYMPTOM_FREE],
    ),
    "complaint.dysmenorrhoea": (
        [("complaint.dysmenorrhoea", "yes")],
        [("complaint.dysmenorrhoea", "no"), ("complaint.pelvic", "no"), _SYMPTOM_FREE],
    ),
    "complaint.cardiac-ever": (
        [("complaint.cardiac", "yes"), *((name, "yes") for name in _CARDIAC)],
        [("complaint.cardiac", "no"), _SYMPTOM_FREE],
    ),
    "pathology.atypia": ([("pathology.atypia", "yes")], [("pathology.atypia", "no")]),
}
"""Facts of the whole record: what says yes, and what says no."""

SINCE_EXCLUSION: dict[str, tuple[Sequence[_Said], Sequence[_Said]]] = {
    "ureter.involved": (
        [("imaging.ureter-involved", "yes"), ("operation.ureter-involved", "yes")],
        [("imaging.ureter-involved", "no"), ("operation.ureter-involved", "no")],
    ),
    "vessels.involvement-reported": (
        [
            ("mass.vascular-involvement", "yes"),
            ("imaging.relation-to-vessels", "intravascular"),
            ("pathology.vessels-contain-tumour", "yes"),
            ("pathology.intraluminal-smooth-muscle", "yes"),
        ],
        [
            ("mass.vascular-involvement", "no"),
            ("imaging.relation-to-vessels", "none", "adjacent"),
            ("pathology.vessels-contain-tumour", "no"),
        ],
    ),
    "lung.metastases": (
        [("imaging.lung-metastases", "yes"), ("pathology.diagnosis", "benign-metastasising-leiomyoma")],
        [("imaging.lung-metastases", "no"), ("imaging.lung-nodules", "none")],
    ),
    "sign.leg-thrombosis": (
        [("imaging.leg-thrombosis", "yes"), ("complaint.leg-thrombosis", "yes")],
        [("imaging.leg-thrombosis", "no"), ("complaint.leg-thrombosis", "no")],
    ),
    "pathology.intraluminal-smooth-muscle": (
        [("pathology.intraluminal-smooth-muscle", "yes")],
        [("pathology.intraluminal-smooth-muscle", "no")],
    ),
    "imaging.vessel-relation-stated": (
        [
            ("imaging.relation-to-vessels", "none", "adjacent", "intravascular"),
            ("mass.vascular-involvement", "yes", "no"),
        ],
        [],
    ),
    "operation.ivl-found": ([("operation.ivl-found", "yes")], [("operation.ivl-found", "no")]),
}
"""The same for facts of the time since the disease was last excluded."""

LATEST: dict[str, dict[str, Sequence[_Said]]] = {
    "wish.fertility": {
        "yes": [("wish.fertility", "yes")],
        "no": [("wish.fertility", "no"), ("wish.childbearing-complete", "yes")],
    },
    "state.menopause": {
        word: [("state.menopause", word)] for word in ("premenopausal", "perimenopausal", "postmenopausal")
    },
    "state.fit-for-surgery": {word: [("state.fit-for-surgery", word)] for word in ("yes", "no")},
    "state.too-extensive": {word: [("state.too-extensive", word)] for word in ("yes", "no")},
}
"""Facts that the latest event decides: what says each of their values."""

_NODULES = ("none", "solitary", "multiple")
_FIRM = ("pathology.atypia", "pathology.intraluminal-smooth-muscle")
_LATEST_SINCE_EXCLUSION = ("state.too-extensive",)
_LEDGER = "imaging.vessel-relation-stated"
_AT_OPERATION = "operation.ivl-found"
_MOST = "lung.nodules"
_SEVERAL_ANSWERS = ("mass.reading", "imaging.reading", "pathology.diagnosis")
_EXCLUDING = ("diagnosis", "biopsy", "index-lesion", "vessels-contain-tumour", "intravascular-part")

FACTS = (*EVER, *SINCE_EXCLUSION, _MOST, *LATEST)
"""The facts, as `cephalad.facts` names them."""

_GIVEN = pl.col("value_text").is_not_null()
_SINCE = pl.col("since")
_STATEMENT = ["patient", "sequence", "finding", "qualifier"]


def _read_findings() -> tuple[str, ...]:
    said = [each for parts in (EVER, SINCE_EXCLUSION) for yes, no in parts.values() for each in (*yes, *no)]
    said += [each for values in LATEST.values() for readings in values.values() for each in readings]
    return tuple(dict.fromkeys(finding for finding, *_ in said))


_READ = pl.Enum(_read_findings())


def hand_fold(rows: pl.DataFrame, day: date) -> pl.DataFrame:
    """The facts of every patient as of a day, in words; null where nothing is known, `CONFLICT` where sources disagree.

    Parameters
    ----------
    rows : a checked table, in which `sequence` is the order of the events of a patient
    """
    events = _counted(rows, day)
    excluded = _last_exclusions(events)
    events = events.join(excluded, on="patient", how="left", maintain_order="left").with_columns(
        since=(pl.col("sequence") > pl.col("excluded")).fill_null(value=True)
    )
    operated = events.filter((pl.col("kind") == "operation") & _SINCE).select("patient").unique()
    read = (
        events.lazy()
        .with_columns(finding=pl.col("finding").cast(_READ, strict=False))
        .filter(pl.col("finding").is_not_null())
        .select(*_STATEMENT, "value_text", "status", "since")
        .collect()
    )
    patients = rows.select("patient").unique(maintain_order=True)
    said = patients.join(
        read.group_by("patient").agg(*_sayings(), *_denials()), on="patient", how="left", maintain_order="left"
    ).join(_undenied(read), on="patient", how="left", maintain_order="left")
    said = said.with_columns(operated=pl.col("patient").is_in(operated["patient"].implode()))
    return said.select("patient", *_answers())


# --- what counts ------------------------------------------------------------------------------------------------------


def _counted(rows: pl.DataFrame, day: date) -> pl.DataFrame:
    """The rows of events that nothing supersedes and whose last possible day has come."""
    gone = rows.filter(pl.col("supersedes").is_not_null()).select("patient", event="supersedes").unique()
    counted = rows.filter((pl.col("kind") != "patient") & ~pl.col("withdrawn") & (pl.col("to") <= day))
    return counted.join(gone, on=["patient", "event"], how="anti", maintain_order="left") if gone.height else counted


def _last_exclusions(events: pl.DataFrame) -> pl.DataFrame:
    """For each patient the last report that gives the very lesion another diagnosis and accounts for the vessels."""
    said = {name: pl.col("finding") == f"pathology.{name}" for name in _EXCLUDING}
    is_yes = pl.col("value_text") == "yes"
    reports = (
        events.lazy()
        .filter((pl.col("kind") == "pathology") & reduce(or_, said.values()))
        .group_by("patient", "sequence")
        .agg(
            diagnosed=(said["diagnosis"] & _GIVEN).any(),
            ivl=(said["diagnosis"] & (pl.col("value_text") == "ivl")).any(),
            biopsy=(said["biopsy"] & is_yes).any(),
            index=(said["index-lesion"] & is_yes).any(),
            vessels=(said["vessels-contain-tumour"] & (pl.col("value_text") == "no")).any()
            | (said["intravascular-part"] & _GIVEN).any(),
        )
    )
    excluding = pl.col("diagnosed") & ~pl.col("ivl") & ~pl.col("biopsy") & pl.col("index") & pl.col("vessels")
    return reports.filter(excluding).group_by("patient").agg(excluded=pl.col("sequence").max()).collect()


# --- what is said -----------------------------------------------------------------------------------------------------


def _speaks(fact: str, readings: Iterable[_Said]) -> pl.Expr:
    """The rows that speak for a value of a fact."""
    speaks = reduce(
        or_, [(pl.col("finding") == finding) & pl.col("value_text").is_in(words) for finding, *words in readings]
    )
    if fact in _FIRM:
        speaks &= pl.col("status") != "suspected"
    return speaks & _SINCE if fact in SINCE_EXCLUSION or fact == _MOST else speaks


def _strong() -> Iterable[tuple[str, str, Sequence[_Said]]]:
    """Each fact and value of which one row is enough, with what says it."""
    for fact, (yes, no) in (EVER | SINCE_EXCLUSION).items():
        yield fact, "yes", yes
        if no:
            yield fact, "no", no
    for word in _NODULES:
        yield _MOST, word, [("imaging.lung-nodules", word)]


def _sayings() -> Iterable[pl.Expr]:
    for fact, value, readings in _strong():
        yield _speaks(fact, readings).any().alias(f"{fact} {value}")
    for fact, values in LATEST.items():
        for value, readings in values.items():
            speaks = _speaks(fact, readings)
            if fact in _LATEST_SINCE_EXCLUSION:
                speaks &= _SINCE
            yield pl.col("sequence").filter(speaks).max().alias(f"{fact} {value}")


def _denials() -> Iterable[pl.Expr]:
    """What answers no although no row says so: every member of the group denied; silence where all would be said."""
    yes, _ = SINCE_EXCLUSION[_LEDGER]
    asked = pl.col("finding").is_in([finding for finding, *_ in yes])
    yield (asked & _SINCE & ~_GIVEN & (pl.col("status") == "unknown")).any().alias("undecided")
    denied = [((pl.col("finding") == name) & (pl.col("value_text") == "no")).any() for name in _CARDIAC]
    other = pl.col("finding").is_in(_CARDIAC) & (pl.col("value_text").fill_null("") != "no")
    yield (reduce(and_, denied) & ~other.any()).alias("no cardiac complaint")


def _undenied(read: pl.DataFrame) -> pl.DataFrame:
    """For patients in whom an event contradicts itself, whether a value is said without being denied there."""
    statements = (
        read.lazy().filter(_GIVEN & ~pl.col("finding").is_in(_SEVERAL_ANSWERS)).select(*_STATEMENT, "value_text")
    )
    doubled = statements.filter(pl.struct(_STATEMENT).is_duplicated())
    several = (
        doubled.group_by(_STATEMENT).agg(pl.col("value_text").unique()).filter(pl.col("value_text").list.len() > 1)
    )
    contested = several.rename({"value_text": "answers"}).collect()
    rows = read.filter(pl.col("patient").is_in(contested["patient"].unique().implode()))
    rows = rows.join(contested, on=_STATEMENT, how="left", maintain_order="left")
    return rows.group_by("patient").agg(
        _undenied_saying(fact, readings).any().alias(f"{fact} {value} undenied") for fact, value, readings in _strong()
    )


def _undenied_saying(fact: str, readings: Iterable[_Said]) -> pl.Expr:
    single = [(_speaks(fact, [each]), each[1:]) for each in readings]
    agreed = [
        speaks & (pl.col("answers").list.set_difference(list(words)).list.len().fill_null(0) == 0)
        for speaks, words in single
    ]
    return reduce(or_, agreed)


# --- answers ----------------------------------------------------------------------------------------------------------


def _answers() -> Iterable[pl.Expr]:
    for fact in (*EVER, *SINCE_EXCLUSION):
        has_no = bool((EVER | SINCE_EXCLUSION)[fact][1])
        yield _strongest(fact, ("yes", "no") if has_no else ("yes",)).alias(fact)
    yield _strongest(_MOST, _NODULES[::-1]).alias(_MOST)
    for fact, values in LATEST.items():
        places = {value: pl.col(f"{fact} {value}") for value in values}
        last = pl.max_horizontal(list(places.values()))
        given = [(place == last).fill_null(value=False) for place in places.values()]
        several = pl.sum_horizontal([each.cast(pl.UInt8) for each in given]) > 1
        said = [(each, value) for value, each in zip(values, given, strict=True)]
        yield _first([(several, CONFLICT), *said]).alias(fact)


def _strongest(fact: str, order: Sequence[str]) -> pl.Expr:
    cases: list[tuple[pl.Expr, str]] = []
    for value in order:
        said = pl.col(f"{fact} {value}").fill_null(value=False)
        denied = ~pl.col(f"{fact} {value} undenied").fill_null(value=True)
        cases += [(said & denied, CONFLICT), (said, value)]
    if fact == _LEDGER:
        cases.append((~pl.col("undecided").fill_null(value=False), "no"))
    if fact == _AT_OPERATION:
        cases.append((~pl.col("operated"), "no"))
    if fact == "complaint.cardiac-ever":
        cases.append((pl.col("no cardiac complaint"), "no"))
    return _first(cases)


def _first(cases: Sequence[tuple[pl.Expr, str]]) -> pl.Expr:
    answer: pl.Expr = pl.lit(None, pl.String)
    for condition, value in reversed(cases):
        answer = pl.when(condition).then(pl.lit(value)).otherwise(answer)
    return answer
