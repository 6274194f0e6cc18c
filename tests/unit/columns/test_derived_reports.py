"""Facts that compare imaging reports with one another: each branch on a built record, and stories at random."""

from __future__ import annotations

from functools import cache

import pytest
from tests.generative.derived_facts import Pair, disagreements, sheets_of
from tests.unit.columns.imaging_stories import EXCLUDED, OPERATED, said, stories

from cephalad.columns.sheets import NO, UNKNOWN, YES
from cephalad.guideline import default_guideline

FACTS = (
    "vein.continuous-on-cross-section",
    "vein.thrombus-unexplained",
    "vein.thrombus-in-heart",
    "vein.thrombus-in-cava",
    "vein.enhancing-cord",
    "imaging.upper-limit-by-two-modalities",
    "imaging.discordant",
    "imaging.ultrasound-without-vessel-finding",
    "imaging.cross-section-without-vessel-finding",
)
CAVA, OVARIAN, ATRIUM = "infrarenal-ivc", "left-ovarian-vein-pelvic", "right-atrium"


def study(modality: str, *, contrast: bool = True, more: str = "", **veins: str) -> str:
    """An imaging study; a vein is named with underscores, and what is said of it is given as text."""
    contrasted = ", contrast: yes" if contrast else ""
    said_of = ", ".join(f"{name.replace('_', '-')}: {{{words}}}" for name, words in veins.items())
    return f"kind: imaging, modality: {modality}{contrasted}{more}{f', veins: {{{said_of}}}' if veins else ''}"


TUMOUR, CLEAR, THROMBUS = "content: tumour", "content: clear", "content: thrombus"
JOINED, APART = f"{TUMOUR}, continuous-with-source: yes", f"{TUMOUR}, continuous-with-source: no"
AUTOPSY = "kind: pathology, method: autopsy"


@cache
def _stories() -> tuple[Pair, ...]:
    return tuple(stories(300))


@pytest.mark.parametrize("fact", FACTS)
def test_both_engines_agree_on_stories_at_random(fact: str) -> None:
    """Both engines say the same of every story, and the stories reach every side."""
    assert disagreements(_stories(), [fact]) == []
    sides = set(sheets_of(_stories(), default_guideline().numbers).sides(fact).tolist())
    assert sides == {YES, NO, UNKNOWN}


@pytest.mark.parametrize("fact", FACTS)
def test_nothing_is_concluded_from_nothing(fact: str) -> None:
    """Without any event a fact is unknown, unless it says of a ledger that nothing stands in it."""
    ledgers = ("imaging.upper-limit-by-two-modalities", *FACTS[-2:])
    assert said(fact) == ("no" if fact in ledgers else "unknown")


CONTINUOUS = [
    ([study("ct", infrarenal_ivc=JOINED)], "yes"),
    ([study("doppler", infrarenal_ivc=JOINED)], "unknown"),
    ([study("ct", infrarenal_ivc=f"{JOINED}, author-inference: yes")], "unknown"),
    ([study("ct", infrarenal_ivc=f"{JOINED}, explained: yes")], "no"),
    ([study("ct", infrarenal_ivc=JOINED), EXCLUDED], "unknown"),
    ([study("ct", infrarenal_ivc=APART)], "no"),
    ([study("doppler", infrarenal_ivc=APART)], "unknown"),
    ([study("ct", infrarenal_ivc=APART), EXCLUDED], "unknown"),
    ([study("ct", infrarenal_ivc=APART), study("mr", right_atrium=TUMOUR)], "unknown"),
    ([study("ct", infrarenal_ivc=APART, right_atrium=TUMOUR)], "no"),
    ([study("ct", infrarenal_ivc=CLEAR)], "no"),
    ([study("ct", infrarenal_ivc=CLEAR), EXCLUDED], "no"),
    ([study("ct", contrast=False, infrarenal_ivc=CLEAR)], "unknown"),
    ([study("ct", infrarenal_ivc=CLEAR), study("doppler", left_uterine_vein=TUMOUR)], "unknown"),
    ([study("ct", infrarenal_ivc=CLEAR), study("ct", contrast=False, left_uterine_vein=TUMOUR)], "unknown"),
]


@pytest.mark.parametrize(("events", "value"), CONTINUOUS)
def test_continuity_is_shown_by_cross_section_only(events: list[str], value: str) -> None:
    """Content continuous with a source is a yes by CT, MR or venography; no when denied there, or nothing is there."""
    assert said("vein.continuous-on-cross-section", *events) == value


DENIED = study("ct", more=", venous-thrombus: no")
EXPLAINED = study("ct", infrarenal_ivc=f"{THROMBUS}, enhancing: no")
CAVA_CLEAR = study("ct", more=", regions: [abdomen, iliac-and-caval, chest]", ivc_unspecified=CLEAR)
UNEXPLAINED = [
    ([study("doppler", infrarenal_ivc=THROMBUS)], "yes"),
    ([study("doppler", hepatic_veins=THROMBUS)], "unknown"),
    ([study("doppler", infrarenal_ivc=THROMBUS), EXCLUDED], "unknown"),
    ([study("doppler", infrarenal_ivc=THROMBUS), EXPLAINED], "no"),
    ([EXPLAINED, study("doppler", infrarenal_ivc=THROMBUS)], "yes"),
    ([study("doppler", left_uterine_vein=THROMBUS), EXPLAINED], "yes"),
    ([DENIED], "no"),
    ([DENIED, EXCLUDED], "unknown"),
    ([study("doppler", infrarenal_ivc=THROMBUS), DENIED], "yes"),
    ([study("doppler", infrarenal_ivc=THROMBUS), OPERATED], "yes"),
]


@pytest.mark.parametrize(("events", "value"), UNEXPLAINED)
def test_a_thrombus_counts_until_it_is_explained(events: list[str], value: str) -> None:
    """A thrombus where tumour would lie is unexplained until a later report of that vein explains it."""
    assert said("vein.thrombus-unexplained", *events) == value


IN_HEART = [
    ([study("echocardiography", right_atrium=THROMBUS)], "yes"),
    ([study("echocardiography", right_heart_unspecified=THROMBUS)], "yes"),
    ([study("doppler", infrarenal_ivc=THROMBUS)], "unknown"),
    ([study("echocardiography", right_atrium=THROMBUS), OPERATED], "unknown"),
    ([OPERATED, study("echocardiography", right_atrium=THROMBUS)], "yes"),
    ([study("echocardiography", right_ventricle=CLEAR)], "unknown"),
    ([study("echocardiography", right_atrium=CLEAR)], "no"),
    ([study("echocardiography", right_heart_unspecified=CLEAR)], "no"),
    ([OPERATED, study("echocardiography", right_heart_unspecified=CLEAR)], "no"),
    ([DENIED], "no"),
    ([DENIED, OPERATED], "unknown"),
    ([OPERATED, DENIED], "no"),
]


@pytest.mark.parametrize(("events", "value"), IN_HEART)
def test_a_thrombus_in_the_heart_is_asked_for_since_the_operation(events: list[str], value: str) -> None:
    """Only what was reported after the last operation counts; a heart that is clear holds none."""
    assert said("vein.thrombus-in-heart", *events) == value


IN_CAVA = [
    ([study("doppler", infrarenal_ivc=THROMBUS)], "yes"),
    ([study("echocardiography", right_atrium=THROMBUS)], "unknown"),
    ([study("doppler", infrarenal_ivc=THROMBUS), OPERATED], "unknown"),
    ([study("doppler", infrarenal_ivc=THROMBUS), EXPLAINED], "no"),
    # What was explained before an operation says nothing of the time after it.
    ([study("doppler", infrarenal_ivc=THROMBUS), EXPLAINED, OPERATED], "unknown"),
    ([CAVA_CLEAR], "no"),
]


@pytest.mark.parametrize(("events", "value"), IN_CAVA)
def test_a_thrombus_in_the_cava_is_one_of_its_own_segments(events: list[str], value: str) -> None:
    """A thrombus of the heart is none of the vena cava."""
    assert said("vein.thrombus-in-cava", *events) == value


UTERUS_REMOVED = "kind: history, hysterectomy: yes"
ENHANCING = f"{TUMOUR}, enhancing: yes"
CORD = [
    ([study("mr", left_uterine_vein=ENHANCING)], "yes"),
    ([study("mr", left_uterine_vein="cord-like: yes, enhancing: yes")], "yes"),
    ([study("mr", left_uterine_vein="enhancing: yes")], "unknown"),
    ([study("mr", left_uterine_vein="cord-like: yes"), study("ct", left_uterine_vein="enhancing: yes")], "unknown"),
    ([study("mr", left_uterine_vein=ENHANCING), UTERUS_REMOVED], "unknown"),
    ([UTERUS_REMOVED, study("mr", left_uterine_vein=ENHANCING)], "yes"),
    ([study("mr", left_uterine_vein=ENHANCING), EXCLUDED], "unknown"),
    ([study("mr", left_uterine_vein="cord-like: no")], "no"),
    ([study("doppler", left_uterine_vein=f"{TUMOUR}, enhancing: no")], "no"),
    ([study("mr", left_uterine_vein="cord-like: no"), EXCLUDED], "unknown"),
    ([study("mr", left_uterine_vein="cord-like: no"), UTERUS_REMOVED], "unknown"),
    ([study("mr", left_uterine_vein=CLEAR)], "no"),
    ([study("doppler", left_uterine_vein=CLEAR)], "unknown"),
    ([study("mr", left_uterine_vein=CLEAR), study("doppler", infrarenal_ivc=TUMOUR)], "unknown"),
    ([study("mr", left_uterine_vein=CLEAR), study("doppler", infrarenal_ivc="cord-like: yes")], "unknown"),
    ([study("mr", left_uterine_vein=CLEAR), "kind: operation, veins: {infrarenal-ivc: {content: tumour}}"], "no"),
]


@pytest.mark.parametrize(("events", "value"), CORD)
def test_an_enhancing_cord_is_of_one_report(events: list[str], value: str) -> None:
    """One study must show content or a cord, and that it enhances; after a hysterectomy only later studies count."""
    assert said("vein.enhancing-cord", *events) == value


CT, ECHO = study("ct", infrarenal_ivc=TUMOUR), study("echocardiography", right_atrium=TUMOUR)
UNREPORTED = study("echocardiography", right_atrium="content: {status: not-reported}")
LIMIT = [
    ([CT, ECHO], "yes"),
    ([CT, study("ct", right_atrium=CLEAR)], "no"),
    ([CT, study("doppler", left_uterine_vein=TUMOUR)], "no"),
    ([CT, study("doppler", ivc_unspecified=CLEAR)], "yes"),
    ([CT, UNREPORTED], "unknown"),
    ([CT, ECHO, UNREPORTED], "yes"),
    ([CT, OPERATED, ECHO], "no"),
    ([OPERATED, CT, ECHO], "yes"),
    ([OPERATED, CT, f"{AUTOPSY}, veins: {{infrarenal-ivc: {{content: clear}}}}"], "yes"),
    ([CT, f"{OPERATED}, veins: {{infrarenal-ivc: {{outcome: removed}}}}"], "no"),
    ([CT, "kind: imaging, veins: {right-atrium: {content: tumour}}"], "no"),
    ([CT, "kind: imaging, veins: {right-atrium: {content: {status: not-reported}}}"], "no"),
    ([CT, ECHO, EXCLUDED], "no"),
]


@pytest.mark.parametrize(("events", "value"), LIMIT)
def test_the_upper_limit_takes_two_modalities(events: list[str], value: str) -> None:
    """Two modalities that spoke of cava or heart since the last operation; a silent one leaves it open."""
    assert said("imaging.upper-limit-by-two-modalities", *events) == value


WHOLE_CAVA_CLEAR = study("ct", more=", regions: [iliac-and-caval]", ivc_unspecified=CLEAR)
CAVA_BY_DOPPLER, CAVA_CLEAR_BY_CT = study("doppler", infrarenal_ivc=TUMOUR), study("ct", infrarenal_ivc=CLEAR)


def masses(modality: str, *said_of: tuple[str, str, str], reading: str = "") -> str:
    """A study that lists masses, each by name, place and reading."""
    listed = ", ".join(f"{name}: {{location: {place}, reading: [{word}]}}" for name, place, word in said_of)
    return f"kind: imaging, modality: {modality}{reading}{f', masses: {{{listed}}}' if said_of else ''}"


BESIDE = ("left", "broad-ligament", "fibroid")
DISCORDANT = [
    ([OPERATED], "unknown"),
    ([study("ct")], "no"),
    ([study("ct"), EXCLUDED], "unknown"),
    ([CAVA_BY_DOPPLER, CAVA_CLEAR_BY_CT], "yes"),
    ([CAVA_CLEAR_BY_CT, CAVA_BY_DOPPLER], "yes"),
    ([CAVA_BY_DOPPLER, WHOLE_CAVA_CLEAR], "yes"),
    ([study("doppler", ivc_unspecified=TUMOUR), CAVA_CLEAR_BY_CT], "no"),
    ([CAVA_BY_DOPPLER, study("ct", right_atrium=CLEAR)], "no"),
    ([CAVA_BY_DOPPLER, OPERATED, CAVA_CLEAR_BY_CT], "no"),
    ([CAVA_CLEAR_BY_CT, f"{OPERATED}, veins: {{infrarenal-ivc: {{outcome: left}}}}"], "yes"),
    ([CAVA_BY_DOPPLER, masses("mr", BESIDE)], "yes"),
    ([masses("mr", BESIDE), CAVA_BY_DOPPLER], "yes"),
    ([study("doppler", infrarenal_ivc="continuous-with-source: yes, explained: yes"), masses("mr", BESIDE)], "yes"),
    ([CAVA_BY_DOPPLER, masses("ultrasound", BESIDE)], "no"),
    ([CAVA_BY_DOPPLER, masses("mr", ("left", "intramural", "fibroid"))], "no"),
    ([CAVA_BY_DOPPLER, masses("mr", ("left", "broad-ligament", "ivl"))], "no"),
    ([CAVA_BY_DOPPLER, masses("mr", ("left", "broad-ligament", "ivl"), ("right", "intramural", "fibroid"))], "no"),
    ([CAVA_BY_DOPPLER, OPERATED, masses("mr", BESIDE)], "no"),
    ([CAVA_BY_DOPPLER, "kind: examination, masses: {left: {location: adnexal, reading: [fibroid]}}"], "no"),
    ([f"{masses('mr', BESIDE)}, veins: {{infrarenal-ivc: {{content: tumour}}}}"], "no"),
    ([CAVA_BY_DOPPLER, masses("ultrasound", reading=", reading: [myxoma]")], "yes"),
    ([CAVA_BY_DOPPLER, masses("ultrasound", reading=", reading: [fibroid]")], "no"),
    ([masses("mr", reading=", reading: [thrombus]"), EXCLUDED, CAVA_BY_DOPPLER], "no"),
    ([CT, study("doppler", infrarenal_ivc="content: {status: not-reported}")], "unknown"),
    ([CT, study("doppler", infrarenal_ivc="content: {status: not-assessed}")], "no"),
    ([CT, UNREPORTED], "no"),
    ([CT, OPERATED, study("doppler", infrarenal_ivc="content: {status: not-reported}")], "no"),
]


@pytest.mark.parametrize(("events", "value"), DISCORDANT)
def test_studies_disagree_between_two_operations(events: list[str], value: str) -> None:
    """One shows tumour where another finds none, or reads as something else; an operation begins anew."""
    assert said("imaging.discordant", *events) == value


WITHOUT = [
    ([study("ct", more=", relation-to-vessels: none")], "yes"),
    ([study("ct", more=", relation-to-vessels: adjacent")], "yes"),
    ([study("ct", more=", relation-to-vessels: intravascular, venous-thrombus: no")], "no"),
    ([study("ct", more=", venous-thrombus: no")], "yes"),
    ([study("ct", infrarenal_ivc=CLEAR)], "yes"),
    ([study("ct", infrarenal_ivc=CLEAR, right_atrium=TUMOUR)], "no"),
    ([study("ct", infrarenal_ivc=CLEAR, right_atrium=THROMBUS)], "no"),
    ([study("ct", infrarenal_ivc=CLEAR), EXCLUDED], "no"),
    ([study("ct")], "unknown"),
    ([study("ct"), study("mr", infrarenal_ivc=CLEAR)], "yes"),
    ([study("doppler", infrarenal_ivc=CLEAR)], "no"),
]


@pytest.mark.parametrize(("events", "value"), WITHOUT)
def test_a_study_of_vessels_that_found_nothing(events: list[str], value: str) -> None:
    """A study that told of veins or vessels and found nothing is a yes; one that told nothing leaves it open."""
    turned = [event.replace("doppler", "mr") if "doppler" in event else _by_ultrasound(event) for event in events]
    assert said("imaging.cross-section-without-vessel-finding", *events) == value
    assert said("imaging.ultrasound-without-vessel-finding", *turned) == value


def _by_ultrasound(event: str) -> str:
    return event.replace("modality: ct", "modality: doppler").replace("modality: mr", "modality: contrast-ultrasound")
