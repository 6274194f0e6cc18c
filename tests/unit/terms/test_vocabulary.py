"""The vocabulary holds exactly the findings that were agreed, with words for each in two languages."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator

import pytest

from cephalad.errors import UnknownName
from cephalad.terms import (
    FINDINGS,
    KINDS,
    MASSES,
    PRESENCES,
    STATUSES,
    STUDIES,
    VEINS,
    Choice,
    Finding,
    Kind,
    Qualifier,
    Silence,
    ValueType,
    choice_label,
    finding,
    nearest,
)

STUDY_IDS = [
    "pelvic-ultrasound",
    "pelvic-cross-sectional",
    "pelvic-mri",
    "caval-cross-sectional",
    "iliac-caval-doppler",
    "leg-ultrasound",
    "echocardiography",
    "electrocardiogram",
    "chest-ct",
    "blood-count",
    "coagulation",
    "tumour-markers",
    "endometrial-assessment",
    "contrast-phase",
    "thrombus-pathology",
    "surveillance-imaging",
    "bone-density",
    "surgery",
    "endocrine-therapy",
]

READING_IDS = [
    "fibroid",
    "broad-ligament-fibroid",
    "haemorrhagic-fibroid",
    "degenerated-fibroid",
    "adenomyosis",
    "ivl",
    "sarcoma",
    "stromal-sarcoma",
    "stump",
    "ovarian-tumour",
    "thrombus",
    "myxoma",
    "renal-tumour",
    "metastasis",
    "angioleiomyoma",
    "endometrial-lesion",
    "unclear",
]

# The agreed list, frozen: id, type, silence, then choices, or unit and limits. An id is retired, never renamed.
AGREED = """
history.fibroids                     presence open
history.uterine-surgery              presence open
history.myomectomy                   presence open
history.hysterectomy                 presence open
history.caesarean                    presence open
history.ovaries-removed              choice   open   none,one,both
history.venous-thrombosis            presence open
history.anticoagulation              presence open
history.osteoporosis                 presence open
history.comorbidity                  text     open
history.family-history               text     open
history.obstetric                    text     open
history.term-deliveries              number   open   count 0..40
history.menarche-age                 number   open   years 1..40
history.cycle-shortest               number   open   days 1..4000
history.cycle-longest                number   open   days 1..4000
history.last-menstrual-period        date     open
history.married                      presence open
complaint.asymptomatic               presence open
complaint.pelvic                     presence open
complaint.venous                     presence open
complaint.cardiac                    presence open
complaint.menorrhagia                presence open
complaint.prolonged-bleeding         presence open
complaint.irregular-bleeding         presence open
complaint.postmenopausal-bleeding    presence open
complaint.dysmenorrhoea              presence open
complaint.abdominal-pain             presence open
complaint.pelvic-pain                presence open
complaint.palpable-mass              presence open
complaint.abdominal-distension       presence open
complaint.urinary-frequency          presence open
complaint.constipation               presence open
complaint.anaemia-symptoms           presence open
complaint.leg-swelling               presence open
complaint.leg-thrombosis             presence open
complaint.ascites                    presence open
complaint.abdominal-wall-veins       presence open
complaint.vulvar-varices             presence open
complaint.budd-chiari                presence open
complaint.venous-outflow-sign        presence open
complaint.syncope                    presence open
complaint.collapse                   presence open
complaint.presyncope                 presence open
complaint.palpitations               presence open
complaint.dyspnoea                   presence open
complaint.orthopnoea                 presence open
complaint.chest-tightness            presence open
complaint.chest-pain                 presence open
complaint.right-heart-failure        presence open
complaint.bleeding-disorder-signs    presence open
complaint.insomnia                   presence open
complaint.hot-flushes                presence open
complaint.mood-change                presence open
complaint.headache                   presence open
complaint.vaginal-dryness            presence open
complaint.joint-pain                 presence open
complaint.duration                   text     open
complaint.fatigue                    presence open
complaint.dizziness                  presence open
complaint.bleeding-duration          number   open   days 0..4000
complaint.bleeding-factor            number   open   times-usual 0..100
complaint.other                      text     open
examination.uterus-enlarged          presence open
examination.uterus-size              text     open
examination.cervix                   text     open
examination.adnexa                   text     open
examination.cardiopulmonary          choice   open   normal,abnormal
examination.leg-oedema               presence open
examination.ascites                  presence open
examination.abdominal-wall-veins     presence open
examination.temperature              number   open   Cel 10..50
examination.pulse                    number   open   /min 0..400
examination.respiration              number   open   /min 0..150
examination.systolic                 number   open   mmHg 0..400
examination.diastolic                number   open   mmHg 0..300
examination.electrocardiogram        choice   open   normal,abnormal
examination.hysteroscopy             choice   open   normal,abnormal
examination.bone-density             choice   open   normal,reduced
examination.impression               text     open
laboratory.blood-count               choice   open   normal,abnormal
laboratory.anaemia                   presence open
laboratory.haemoglobin               number   open   g/L 1..300
laboratory.coagulation               choice   open   normal,abnormal
laboratory.tumour-markers            choice   open   normal,raised
laboratory.d-dimer                   choice   open   normal,raised
laboratory.oestradiol                number   open   pmol/L 0..500000
imaging.modality                     choice   open   ultrasound,doppler,contrast-ultrasound,ct,mr,
                                                     echocardiography,venography,pet,radiograph,
                                                     scintigraphy,catheterisation
imaging.contrast                     presence open
imaging.technique                    choices  open   three-dimensional,venography,plain,diffusion,
                                                     transvaginal,transoesophageal,transthoracic,
                                                     intraoperative,cine
imaging.regions                      choices  open   pelvis,abdomen,kidneys,iliac-and-caval,legs,heart,
                                                     chest
imaging.relation-to-vessels          choice   open   none,adjacent,intravascular
imaging.fibroid                      presence open
imaging.uterus-enlarged              presence open
imaging.adenomyosis                  presence open
imaging.endometrium                  choice   open   normal,heterogeneous,thickened
imaging.lung-nodules                 choice   open   none,solitary,multiple
imaging.lung-metastases              presence open
imaging.leg-thrombosis               presence open
imaging.hydronephrosis               presence open
imaging.ureter-involved              presence open
imaging.effusion                     presence open
imaging.arteriovenous-fistula        presence open
imaging.right-heart-overload         presence open
imaging.sieve-hole-sign              presence open
imaging.venous-thrombus              presence open
imaging.incidental                   choices  open   renal-cyst,splenic-haemangioma,nabothian-cyst,
                                                     hepatic-cyst,other
imaging.new-or-growing-tumour        presence open
imaging.residual-tumour              presence open
imaging.unclear-finding              presence open
imaging.reading                      choices  open   <readings>
imaging.impression                   text     open
mass.location                        choice   open   intramural,subserous,pedunculated-subserous,
                                                     submucous,fundal,broad-ligament,parametrial,
                                                     para-uterine,paracervical,adnexal,ovarian,
                                                     extraperitoneal,intravascular,parasitic,unclear
mass.side                            choice   open   left,right,midline,bilateral
mass.composition                     choice   open   solid,cystic,mixed
mass.reading                         choices  open   <readings>
mass.longest-diameter                number   open   mm 0.1..1000
mass.second-diameter                 number   open   mm 0.1..1000
mass.third-diameter                  number   open   mm 0.1..1000
mass.irregular-shape                 presence open
mass.heterogeneous                   presence open
mass.close-to-uterine-wall           presence open
mass.branching-flow                  presence open
mass.cord-like                       presence open
mass.beside-uterus                   presence open
mass.enhancing                       presence open
mass.origin-unclear                  presence open
mass.diffusion-restriction           choice   open   none,equivocal,restricted
mass.vascular-involvement            presence open
mass.firm                            presence open
mass.tender                          presence open
vein.content                         choice   open   tumour,filling-defect,thrombus,clear
vein.enhancing                       presence open
vein.cord-like                       presence open
vein.continuous-with-source          presence open
vein.explained                       presence open
vein.dilated                         presence open
vein.mobile                          presence open
vein.adherent                        presence open
vein.author-inference                presence open
vein.upper-limit                     text     open
vein.clear-above                     presence open
vein.explored                        presence open
vein.outcome                         choice   open   removed,left
operation.procedures                 choices  open   total-hysterectomy,subtotal-hysterectomy,
                                                     bilateral-salpingo-oophorectomy,
                                                     unilateral-salpingo-oophorectomy,salpingectomy,
                                                     myomectomy,tumour-excision,ovarian-vein-ligation,
                                                     venous-tumour-extraction,cavotomy,atriotomy,
                                                     pulmonary-arteriotomy,vein-resection,
                                                     catheter-thrombectomy,caval-filter,lymphadenectomy,
                                                     lung-biopsy,adhesiolysis,
                                                     diagnostic,other
operation.approach                   choices  open   laparotomy,laparoscopy,sternotomy,thoracotomy,
                                                     transfemoral,other
operation.uterus                     choice   open   removed,kept,already-absent
operation.ovaries-left               choice   open   none,one,both
operation.completeness               choice   open   complete,incomplete
operation.integrity                  choice   open   intact,fragmented
operation.bypass                     presence open
operation.circulatory-arrest         presence open
operation.stage                      number   open   count 1..10
operation.stages-planned             number   open   count 1..10
operation.for-ivl                    presence open
operation.worm-like-tumour           presence open
operation.ivl-found                  presence open
operation.vascular-surgery-called    presence open
operation.specimen-sent-apart        presence open
operation.upper-limit-palpated       presence open
operation.rupture                    presence open
operation.haemorrhage                presence open
operation.adhesions                  presence open
operation.adnexa-normal              presence open
operation.ureter-involved            presence open
operation.complications              presence open
operation.blood-loss                 number   open   mL 0..100000
operation.findings                   text     open
pathology.specimen                   choices  open   uterus,adnexa,vein-content,mass,endometrium,lung,
                                                     cardiac-mass,other
pathology.method                     choice   open   permanent,frozen-section,autopsy
pathology.specimen-from              text     open
pathology.biopsy                     presence open
pathology.index-lesion               presence open
pathology.diagnosis                  choices  open   ivl,leiomyoma,leiomyosarcoma,stromal-sarcoma,stump,
                                                     benign-metastasising-leiomyoma,angioleiomyoma,
                                                     adenomyosis,thrombus,myxoma,ovarian-tumour,
                                                     renal-tumour,proliferative-endometrium,
                                                     endometrial-hyperplasia,endometrial-carcinoma,
                                                     cervicitis,other
pathology.intraluminal-smooth-muscle presence open
pathology.vessels-contain-tumour     presence open
pathology.vessels-outside-uterus     presence open
pathology.intravascular-part         choice   open   same-other-tumour,clot
pathology.atypical-mitoses           presence open
pathology.atypia                     presence open
pathology.coagulative-necrosis       presence open
pathology.mitoses-per-10-hpf         number   open   count 0..1000
pathology.endothelial-lining         presence open
pathology.immunohistochemistry       choice   open   done,not-done
pathology.smooth-muscle-actin        presence open
pathology.desmin                     presence open
pathology.caldesmon                  presence open
pathology.oestrogen-receptor         presence open
pathology.progesterone-receptor      presence open
pathology.cd10                       presence open
pathology.cd34                       presence open
pathology.hmb45                      presence open
pathology.ki67                       number   open   % 0..100
pathology.margins-clear              presence open
pathology.ovaries-normal             presence open
pathology.findings                   text     open
dose.drug                            choice   ledger leuprolide,goserelin,triptorelin,gnrh-agonist,letrozole,
                                                     anastrozole,exemestane,tamoxifen,progestin,
                                                     mifepristone,add-back-oestrogen,other
dose.amount                          number   ledger mg 0.001..10000
dose.route                           choice   ledger subcutaneous,intramuscular,oral,implant,other
dose.interval                        number   ledger days 0.1..1000
dose.given                           choice   ledger given,missed
dose.course                          choice   ledger started,continued,stopped
wish.fertility                       presence open
wish.declines-surgery                presence open
wish.wants-ovaries-kept              presence open
wish.endocrine-therapy               presence open
wish.childbearing-complete           presence open
wish.other                           text     open
state.menopause                      choice   open   premenopausal,perimenopausal,postmenopausal
state.pregnancy                      presence open
state.fit-for-surgery                presence open
state.too-extensive                  presence open
state.surgery-delayed                presence open
state.staged-surgery-planned         presence open
state.vital-status                   choice   open   alive,dead
mdt.participants                     choices  ledger gynaecology,radiology,pathology,anaesthesia,
                                                     vascular-surgery,cardiac-surgery,echocardiography,
                                                     perfusion,hepatic-surgery,urology,
                                                     interventional-radiology,reproductive-medicine,
                                                     sarcoma-oncology,thoracic-surgery
mdt.convened                         presence ledger
mdt.plan                             text     ledger
contact.reached                      presence ledger
contact.advised-return               presence ledger
contact.remark                       text     ledger
booking.study                        choice   ledger <studies>
booking.planned-on                   date     ledger
declined.study                       choice   ledger <studies>
declined.grounds                     text     ledger
recurrence.type                      choice   ledger recurrence,progression,new-fibroid,unclear
recurrence.reoperation               choice   ledger done,decided,not-planned
decision.surveillance-group          choice   ledger low,high,very-high
decision.stop-surveillance           presence ledger
decision.ends-study                  choice   ledger <studies>
decision.reoperation                 presence ledger
decision.treatment                   choice   ledger fertility-sparing,hysterectomy-ovaries-kept,
                                                     hysterectomy-bilateral-salpingo-oophorectomy,
                                                     endocrine-only,none
decision.grounds                     text     ledger
death.cause                          text     ledger
death.from-ivl                       presence ledger
"""

KIND_IDS = [
    "history",
    "complaint",
    "examination",
    "laboratory",
    "imaging",
    "operation",
    "pathology",
    "dose",
    "wish",
    "state",
    "mdt",
    "contact",
    "booking",
    "declined",
    "recurrence",
    "decision",
    "death",
]

# Clinical terminology, evidence register section 10: the codes marked as verified there, and no others.
VERIFIED_CODES = {
    "HPO": "0000132 0100607 0100608 0400008 0000858 0000876 0000869 0001903 0001891 0002027 0034267 0031500 0031501 "
    "0003270 0001541 0100515 0000012 0010741 0012398 0002094 0002875 0012764 0031352 0100749 0001962 0001279 0031972 "
    "0012735 0001708 0005180 6000847 0001695 0001645 0002204 0002625 0004936 0002639 0005521 0002202 0033608 0000126 "
    "0004947 0000131 0034326 0002891 0000107 0012581 0005584 0000822 0100785 0031217 0004349 0000939",
    "MONDO": "0003614 0003702 0007886 0016262 0006745 0002923 0022560 0006183 0006646 0010888 0005086 0005279 "
    "0010947 0044784",
    "ICD-O-3": "8890/1 8890/3",
    "ICD-10-CM": "D50.0 D62 N92.0 N92.1 N92.4 R55 I46.2 I46.8 I46.9 D65 I82.0",
    "ATC": "L02AE02 L02AE03 L02AE04 L02BG04 L02BG03 L02BG06 L02BA01",
    "LOINC": "24677-7 30673-8 30674-6 24534-0 24531-6 18748-4 34552-0 34534-8 18754-2",
}
CODE_PATTERNS = {
    "HPO": r"HP:\d{7}",
    "MONDO": r"MONDO:\d{7}",
    "ICD-O-3": r"\d{4}/\d",
    "ICD-10-CM": r"[A-Z]\d[0-9A-Z](\.[0-9A-Z]{1,4})?",
    "ATC": r"[A-Z]\d{2}[A-Z]{2}\d{2}",
    "LOINC": r"\d{1,5}-\d",
}
# The concept that each term of the Human Phenotype Ontology names, beside the finding that carries it.
PHENOTYPES = {
    "complaint.menorrhagia": "HP:0000132",  # menorrhagia
    "complaint.irregular-bleeding": "HP:0100608",  # metrorrhagia
    "complaint.dysmenorrhoea": "HP:0100607",  # dysmenorrhea
    "complaint.abdominal-pain": "HP:0002027",  # abdominal pain
    "complaint.pelvic-pain": "HP:0034267",  # pelvic pain
    "complaint.palpable-mass": "HP:0031500",  # abdominal mass
    "complaint.abdominal-distension": "HP:0003270",  # distention
    "complaint.urinary-frequency": "HP:0100515",  # pollakisuria
    "complaint.leg-swelling": "HP:0010741",  # pedal edema
    "complaint.leg-thrombosis": "HP:0002625",  # deep venous thrombosis
    "complaint.ascites": "HP:0001541",  # ascites
    "complaint.budd-chiari": "HP:0002639",  # Budd-Chiari
    "complaint.syncope": "HP:0001279",  # syncope
    "complaint.presyncope": "HP:0031972",  # presyncope
    "complaint.palpitations": "HP:0001962",  # palpitations
    "complaint.dyspnoea": "HP:0002094",  # dyspnea
    "complaint.orthopnoea": "HP:0012764",  # orthopnea
    "complaint.chest-tightness": "HP:0031352",  # chest tightness
    "complaint.chest-pain": "HP:0100749",  # chest pain
    "complaint.right-heart-failure": "HP:0001708",  # right ventricular failure
    "complaint.insomnia": "HP:0100785",  # insomnia
    "complaint.hot-flushes": "HP:0031217",  # hot flashes
    "examination.ascites": "HP:0001541",  # ascites
    "examination.leg-oedema": "HP:0010741",  # pedal edema
    "history.fibroids": "HP:0000131",  # uterine leiomyoma
    "history.osteoporosis": "HP:0000939",  # osteoporosis
    "history.venous-thrombosis": "HP:0004936",  # venous thrombosis
    "imaging.adenomyosis": "HP:0034326",  # adenomyosis
    "imaging.arteriovenous-fistula": "HP:0004947",  # arteriovenous fistula
    "imaging.fibroid": "HP:0000131",  # uterine leiomyoma
    "imaging.hydronephrosis": "HP:0000126",  # hydronephrosis
    "imaging.leg-thrombosis": "HP:0002625",  # deep venous thrombosis
    "imaging.lung-nodules": "HP:0033608",  # pulmonary nodule
    "laboratory.anaemia": "HP:0001903",  # anemia
}

CJK = re.compile(r"[\u4e00-\u9fff]")
# Words that a Chinese report writes in Latin letters.
LATIN_IN_CHINESE = {"CT", "PET", "CD10", "CD34", "HMB-45"}


def agreed_rows() -> Iterator[tuple[str, str, str, list[str]]]:
    """The rows of the agreed list; an indented line carries on the choices of the line above."""
    text = re.sub(r",\n +", ",", AGREED.strip())
    for line in text.splitlines():
        key, value_type, silence, *rest = line.split()
        yield key, value_type, silence, rest


ROWS = list(agreed_rows())
ALL_CHOICES = [(entry.id, choice) for entry in FINDINGS.values() for choice in entry.choices]


def test_the_vocabulary_is_exactly_the_agreed_list() -> None:
    """Every agreed finding is declared once, and no other; within a section the order is the agreed one."""
    agreed = [row[0] for row in ROWS]
    assert len(set(agreed)) == len(agreed) == 235
    assert sorted(FINDINGS) == sorted(agreed)
    for section in {key.partition(".")[0] for key in agreed}:
        mine = [key for key in FINDINGS if key.startswith(f"{section}.")]
        assert mine == [key for key in agreed if key.startswith(f"{section}.")]


def test_no_finding_is_lost_to_a_repeated_id() -> None:
    """The mapping has as many entries as there are declarations: no id is used twice."""
    declared = sum(len(kind.findings) for kind in KINDS.values()) + len(MASSES) + len(VEINS)
    assert declared == len(FINDINGS)
    assert all(key == entry.id for key, entry in FINDINGS.items())


@pytest.mark.parametrize(("key", "value_type", "silence", "rest"), ROWS, ids=[row[0] for row in ROWS])
def test_a_finding_has_the_agreed_shape(key: str, value_type: str, silence: str, rest: list[str]) -> None:
    """Type, meaning of silence, choices in order, unit and limits are those of the agreed list."""
    entry = FINDINGS[key]
    assert entry.type.value == value_type
    assert entry.silence.value == silence
    if value_type == "number":
        low, high = rest[1].split("..")
        assert (entry.unit, entry.low, entry.high) == (rest[0], float(low), float(high))
        assert entry.choices == ()
    else:
        shared = {"<studies>": STUDY_IDS, "<readings>": READING_IDS}
        expected = shared.get(rest[0], rest[0].split(",")) if rest else []
        assert [choice.id for choice in entry.choices] == expected
        assert (entry.unit, entry.low, entry.high) == ("", None, None)


def test_the_studies_are_the_agreed_ones() -> None:
    """Bookings, refusals and decisions share one list of studies."""
    assert [study.id for study in STUDIES] == STUDY_IDS


def test_the_body_kinds_are_the_agreed_ones() -> None:
    """There are seventeen body kinds, in the agreed order, each with words in both languages."""
    assert list(KINDS) == KIND_IDS
    assert all(kind.id == key and kind.label_en and CJK.search(kind.label_zh) for key, kind in KINDS.items())


def test_masses_and_veins_stand_where_the_list_says() -> None:
    """Masses nest in imaging, operation and examination; veins in imaging, operation, pathology and recurrence."""
    assert {key for key, kind in KINDS.items() if kind.has_masses} == {"imaging", "operation", "examination"}
    assert {key for key, kind in KINDS.items() if kind.has_veins} == {"imaging", "operation", "pathology", "recurrence"}
    assert {entry.kinds for entry in MASSES.values()} == {("imaging", "operation", "examination")}
    only_operation = {name for name, entry in VEINS.items() if entry.kinds == ("operation",)}
    assert only_operation == {"explored", "outcome"}
    others = {entry.kinds for name, entry in VEINS.items() if name not in only_operation}
    assert others == {("imaging", "operation", "pathology", "recurrence")}


def test_the_qualifier_follows_the_section() -> None:
    """A mass finding names its mass, a vein finding its segment, every other finding nothing more."""
    expected = {"mass": Qualifier.MASS, "vein": Qualifier.SEGMENT}
    assert all(entry.qualifier is expected.get(entry.section, Qualifier.NONE) for entry in FINDINGS.values())
    assert all(entry.kinds == (entry.section,) for entry in FINDINGS.values() if entry.section not in expected)


def test_a_kind_lists_its_findings_by_short_name() -> None:
    """The short name leads to the finding whose id is kind and name."""
    pairs = [(kind, name, entry) for kind in KINDS.values() for name, entry in kind.findings.items()]
    assert all(entry.id == f"{kind.id}.{name}" and entry.name == name for kind, name, entry in pairs)
    assert MASSES["longest-diameter"] is FINDINGS["mass.longest-diameter"]
    assert VEINS["content"] is FINDINGS["vein.content"]


def test_what_a_timeline_keeps_as_a_ledger_is_marked_on_the_kind() -> None:
    """No operation, recurrence, dose, study, refusal or death on record means none on record, not unknown."""
    ledger = {key for key, kind in KINDS.items() if kind.silence is Silence.LEDGER}
    studies = {"imaging", "laboratory", "pathology"}
    acts = {"operation", "dose", "mdt", "contact", "booking", "declined", "recurrence", "decision", "death"}
    assert ledger == studies | acts


@pytest.mark.parametrize("entry", FINDINGS.values(), ids=FINDINGS)
def test_every_finding_has_words_in_both_languages(entry: Finding) -> None:
    """A label and a question stand in each language, the question ends as a question of that language."""
    assert entry.question_en.endswith("?")
    assert entry.question_zh.endswith("？")
    assert entry.label_en.isprintable()
    assert entry.label_en[0].isupper()
    assert entry.question_en[0].isupper()
    assert not CJK.search(entry.label_en + entry.question_en)
    assert CJK.search(entry.question_zh)
    assert CJK.search(entry.label_zh) or entry.label_zh in LATIN_IN_CHINESE
    assert not re.search("[?,;:!()]", entry.label_zh + entry.question_zh), "Chinese takes full-width punctuation"


@pytest.mark.parametrize(("key", "choice"), ALL_CHOICES, ids=[f"{key}-{choice.id}" for key, choice in ALL_CHOICES])
def test_every_choice_has_words_in_both_languages(key: str, choice: Choice) -> None:
    """Each answer has an English label without Chinese and a Chinese one, and `choice_label` gives them."""
    assert choice.en
    assert not CJK.search(choice.en)
    assert CJK.search(choice.zh) or choice.zh in LATIN_IN_CHINESE
    assert choice_label(key, choice.id, "en") == choice.en
    assert choice_label(key, choice.id, "zh") == choice.zh


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_no_two_entries_of_a_form_read_alike(lang: str) -> None:
    """Within one kind no two findings share a label or a question, and within one finding no two answers."""
    groups = [kind.findings for kind in KINDS.values()] + [MASSES, VEINS]
    for group in groups:
        for words in ("label", "question"):
            shown = [getattr(entry, f"{words}_{lang}") for entry in group.values()]
            assert len(set(shown)) == len(shown)
    for entry in FINDINGS.values():
        shown = [getattr(choice, lang) for choice in entry.choices]
        assert len(set(shown)) == len(shown), entry.id


def test_the_same_answer_reads_alike_within_readings_and_diagnoses() -> None:
    """A disease that is both an imaging reading and a pathologist's diagnosis has one wording, codes apart."""
    readings = {choice.id: choice for choice in FINDINGS["mass.reading"].choices}
    diagnoses = {choice.id: choice for choice in FINDINGS["pathology.diagnosis"].choices}
    for shared in ("ivl", "stromal-sarcoma", "stump", "thrombus", "myxoma", "angioleiomyoma", "ovarian-tumour"):
        assert (readings[shared].en, readings[shared].zh) == (diagnoses[shared].en, diagnoses[shared].zh)


def all_codes() -> list[tuple[str, str]]:
    """Every code of a finding or of a choice."""
    of_findings = [pair for entry in FINDINGS.values() for pair in entry.codes]
    return of_findings + [pair for _, choice in ALL_CHOICES for pair in choice.codes]


def test_only_verified_codes_are_used() -> None:
    """Every code has its system's form and is one of those that the evidence register marks as verified."""
    prefixes = {"HPO": "HP:", "MONDO": "MONDO:"}
    for system, code in all_codes():
        assert re.fullmatch(CODE_PATTERNS[system], code)
        assert code.removeprefix(prefixes.get(system, "")) in VERIFIED_CODES[system].split()


def test_a_phenotype_carries_the_term_of_its_own_name() -> None:
    """Findings and terms of the Human Phenotype Ontology pair as in the table, and no finding has another."""
    paired = {key: dict(entry.codes)["HPO"] for key, entry in FINDINGS.items() if "HPO" in dict(entry.codes)}
    assert paired == PHENOTYPES


def test_a_drug_carries_its_own_atc_code() -> None:
    """Drugs and ATC codes pair as in the terminology table; classes of drugs have none."""
    codes = {choice.id: dict(choice.codes).get("ATC") for choice in FINDINGS["dose.drug"].choices}
    assert codes == {
        "leuprolide": "L02AE02",
        "goserelin": "L02AE03",
        "triptorelin": "L02AE04",
        "gnrh-agonist": None,
        "letrozole": "L02BG04",
        "anastrozole": "L02BG03",
        "exemestane": "L02BG06",
        "tamoxifen": "L02BA01",
        "progestin": None,
        "mifepristone": None,
        "add-back-oestrogen": None,
        "other": None,
    }


def test_statuses_and_presences_have_words() -> None:
    """The four statuses and the two presences have labels in both languages."""
    assert list(STATUSES) == ["not-assessed", "not-reported", "unknown", "suspected"]
    assert list(PRESENCES) == ["yes", "no"]
    assert all(choice.en and CJK.search(choice.zh) for choice in (*STATUSES.values(), *PRESENCES.values()))


@pytest.mark.parametrize(
    ("finding_id", "answer", "lang", "label"),
    [
        ("complaint.syncope", "yes", "en", "yes"),
        ("complaint.syncope", "no", "zh", "否"),
        ("vein.content", "not-reported", "en", "not reported"),
        ("vein.content", "suspected", "zh", "可疑"),
        ("laboratory.haemoglobin", "unknown", "zh", "不详"),
        ("history.ovaries-removed", "both", "zh", "双侧"),
    ],
)
def test_an_answer_or_status_has_a_label(finding_id: str, answer: str, lang: str, label: str) -> None:
    """Yes, no, choices and statuses are all printed through one call."""
    assert choice_label(finding_id, answer, lang) == label


@pytest.mark.parametrize(
    ("finding_id", "answer", "lang", "hint"),
    [
        ("vein.contents", "tumour", "en", "vein.content"),
        ("vein.content", "tumor", "en", "tumour"),
        ("vein.content", "yes", "en", "unknown answer"),
        ("complaint.syncope", "tumour", "en", "unknown answer"),
        ("laboratory.haemoglobin", "suspected", "en", "unknown answer"),
        ("vein.content", "tumour", "fr", "unknown language"),
    ],
)
def test_a_wrong_name_is_refused_with_the_nearest(finding_id: str, answer: str, lang: str, hint: str) -> None:
    """An unknown finding, answer or language raises, and the message names the nearest known one if any is alike."""
    with pytest.raises(UnknownName, match=re.escape(hint)):
        choice_label(finding_id, answer, lang)


def test_only_presences_and_choices_may_be_suspected() -> None:
    """A hedged reading belongs to presences and choices; a number, a text or a date is never suspected."""
    hedged = {entry.type for entry in FINDINGS.values() if entry.may_be_suspected}
    plain = {entry.type for entry in FINDINGS.values() if not entry.may_be_suspected}
    assert hedged == {ValueType.PRESENCE, ValueType.CHOICE, ValueType.CHOICES}
    assert plain == {ValueType.NUMBER, ValueType.TEXT, ValueType.DATE}


def test_a_finding_is_found_by_its_id() -> None:
    """A known id gives the declaration, an unknown one raises with the nearest known id."""
    assert finding("state.menopause") is FINDINGS["state.menopause"]
    with pytest.raises(UnknownName, match=r"state\.menopause"):
        finding("state.menopouse")


def test_the_nearest_name_is_found_in_bounded_time() -> None:
    """A near name is found, a far one is not, and only the first 64 characters are compared."""
    assert nearest("leg-sweling", KINDS["complaint"].findings) == "leg-swelling"
    assert nearest("xyzzy", KINDS["complaint"].findings) is None
    assert nearest("a" * 64 + "b" * 1_000_000, ["a" * 64]) == "a" * 64
    assert nearest("b" * 64 + "a" * 64, ["a" * 64]) is None


def test_a_declaration_cannot_be_changed() -> None:
    """Findings are frozen, and the mappings refuse new entries."""
    with pytest.raises(AttributeError):
        FINDINGS["vein.content"].unit = "mm"  # type: ignore[misc]
    with pytest.raises(TypeError):
        FINDINGS["new.finding"] = FINDINGS["vein.content"]  # type: ignore[index]
    with pytest.raises(TypeError):
        FINDINGS["mass.longest-diameter"].accepted_units["inch"] = 25  # type: ignore[index]
    assert isinstance(hash(FINDINGS["vein.content"]), int)
    assert isinstance(hash(KINDS["imaging"]), int)


def declare(**parts: object) -> Finding:
    """A well-formed presence, with some parts replaced."""
    words = {"label_en": "A", "label_zh": "甲", "question_en": "A?", "question_zh": "甲？"}
    whole = {"id": "wish.other-thing", "kinds": ("wish",), "type": ValueType.PRESENCE, **words, **parts}
    return Finding(**whole)  # type: ignore[arg-type]


A, B = Choice("a", "a", "甲"), Choice("b", "b", "乙")


@pytest.mark.parametrize(
    "parts",
    [
        {"id": "wish"},
        {"id": "wish.Other"},
        {"id": "wish.other_thing"},
        {"kinds": ()},
        {"choices": (A, B)},
        {"type": ValueType.CHOICE},
        {"type": ValueType.CHOICES, "choices": (A, A)},
        {"unit": "mm", "accepted_units": {"mm": 1}},
        {"unit": "mm"},
        {"accepted_units": {"": 1}},
        {"low": 0.0},
        {"high": 1.0},
        {"type": ValueType.NUMBER},
        {"type": ValueType.NUMBER, "unit": "mm"},
        {"type": ValueType.NUMBER, "unit": "mm", "accepted_units": {"mm": 10}},
        {"type": ValueType.NUMBER, "unit": "mm", "accepted_units": {"mm": 1}, "low": 2.0, "high": 2.0},
    ],
)
def test_nonsense_cannot_be_declared(parts: dict[str, object]) -> None:
    """A finding whose parts do not fit together is refused when it is made."""
    with pytest.raises(ValueError, match=":"):
        declare(**parts)


def test_sense_can_be_declared() -> None:
    """The same declarations with fitting parts are accepted."""
    assert declare().section == "wish"
    assert declare(type=ValueType.CHOICES, choices=(A, B)).choices == (A, B)
    limits = {"low": 1.0, "high": 2.0}
    number = declare(type=ValueType.NUMBER, unit="mm", accepted_units={"mm": 1}, **limits)
    assert number.plausible(1.5)
    unlimited = declare(type=ValueType.NUMBER, unit="mm", accepted_units={"mm": 1})
    assert unlimited.plausible(-1e9)
    assert not unlimited.plausible(float("nan"))
    assert isinstance(KINDS["wish"], Kind)


def test_the_vocabulary_loads_without_readers_and_matchers() -> None:
    """Importing the terms loads neither the catalogue's reader, nor the matcher, nor YAML."""
    late = ["difflib", "tomllib", "importlib.resources", "yaml"]
    code = f"import sys, cephalad.terms; print([name for name in {late!r} if name in sys.modules])"
    plain = f"import sys; print([name for name in {late!r} if name in sys.modules])"
    with_terms, without = (
        subprocess.run([sys.executable, "-c", line], capture_output=True, text=True, check=True).stdout
        for line in (code, plain)
    )
    assert with_terms == without
