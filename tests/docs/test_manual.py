"""The manual is what the program runs on: its pages are generated, complete, and lead where they say."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from cephalad.anatomy import SEGMENT_SETS, SEGMENTS
from cephalad.errors import UnknownName
from cephalad.evidence import challenges, figures, sources, statements
from cephalad.facts import DECLARED, DERIVED, Epoch
from cephalad.guideline import default_guideline
from cephalad.guideline.grammar import AllOf, AnyMass, AnySegment, Below, Established, Expression, Is, Not, OneOf, Sign
from cephalad.guideline.model import Chapter
from cephalad.guideline.specification import specification
from cephalad.terms import FINDINGS, KINDS
from cephalad.write.manual import manual_pages
from cephalad.write.manual.markdown import cell, code, heading_anchor, page, sentence, table, text
from cephalad.write.manual.reading import READING
from cephalad.write.manual.uses import uses
from cephalad.write.manual.veins import drawing
from cephalad.write.manual.words import EPOCHS, Words, segment_list

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "manual"
GUIDELINE = default_guideline()
PAGES = manual_pages()
LINK = re.compile(r"\]\(([\w.-]+\.md)(?:#([^)]+))?\)")
PLACE = re.compile(r'<a id="([^"]+)"></a>')
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def anchors(markdown: str) -> set[str]:
    """Every anchor that a link into this page may name."""
    return set(PLACE.findall(markdown)) | {heading_anchor(words) for words in HEADING.findall(markdown)}


def lost_links(pages: dict[str, str]) -> list[str]:
    """Links from page to page that lead to no page or to no place on it."""
    places = {name: anchors(markdown) for name, markdown in pages.items()}
    return [
        f"{name}: {target}#{anchor}"
        for name, markdown in pages.items()
        for target, anchor in LINK.findall(markdown)
        if target not in places or (anchor and anchor not in places[target])
    ]


def missing(names: Iterable[str], markdown: str) -> list[str]:
    """The names that the page does not show as code."""
    return [name for name in names if code(name) not in markdown]


# --- the pages that are committed -----------------------------------------------------------------------------------


def test_no_page_is_missing_or_left_over() -> None:
    """The folder holds exactly the pages that are generated; otherwise run scripts/manual.py."""
    assert sorted(path.name for path in FOLDER.iterdir()) == sorted([*PAGES, READING])


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_what_the_data_give(name: str) -> None:
    """The committed page equals a fresh one; otherwise run scripts/manual.py."""
    committed = (FOLDER / name).read_text(encoding="utf-8") if (FOLDER / name).exists() else ""
    # Compared first as a truth value: a difference of a hundred pages helps nobody.
    assert (committed == PAGES[name]) is True, "run scripts/manual.py"


def test_a_changed_rule_changes_its_page() -> None:
    """Another sentence of a rule gives another page: the comparison above would see it."""
    chapter = GUIDELINE.chapters[0]
    changed = replace(chapter, criteria=(replace(chapter.criteria[0], says="something else"), *chapter.criteria[1:]))
    pages = manual_pages(replace(GUIDELINE, chapters=(changed, *GUIDELINE.chapters[1:])))
    assert "Something else." in pages["suspicion.md"]
    assert pages["suspicion.md"] != PAGES["suspicion.md"]


# --- what they hold -------------------------------------------------------------------------------------------------


def test_every_link_finds_its_place() -> None:
    """Each link between pages leads to a heading or a marked place."""
    pages = {**PAGES, READING: (FOLDER / READING).read_text(encoding="utf-8")}
    inside = {name: markdown.replace("](../", "](outside/") for name, markdown in pages.items()}
    assert lost_links(inside) == []


def test_a_lost_link_is_seen() -> None:
    """A link to a page or a place that does not exist is named."""
    pages = {"a.md": "# One\n[x](b.md) [y](a.md#one) [z](a.md#two)"}
    assert lost_links(pages) == ["a.md: b.md#", "a.md: a.md#two"]


@pytest.mark.parametrize("chapter", GUIDELINE.chapters, ids=lambda chapter: chapter.id)
def test_a_chapter_is_whole(chapter: Chapter) -> None:
    """Every rule, parameter, ladder, study, entity, role, option, indication and notice stands on the page."""
    named = (
        chapter.criteria,
        chapter.parameters,
        chapter.studies,
        chapter.entities,
        chapter.roles,
        chapter.options,
        chapter.indications,
    )
    ids = [item.id for items in named for item in items] + [notice.code for notice in chapter.notices]
    assert missing(ids, PAGES[f"{chapter.id}.md"]) == []
    assert [
        ladder.id for ladder in chapter.ladders if f"## Ladder: {ladder.id}\n" not in PAGES[f"{chapter.id}.md"]
    ] == []


@pytest.mark.parametrize("chapter", GUIDELINE.chapters, ids=lambda chapter: chapter.id)
def test_every_specification_row_is_printed(chapter: Chapter) -> None:
    """Each rule's section has as many rows as its specification table, with its verdicts in order."""
    printed = PAGES[f"{chapter.id}.md"]
    for criterion in chapter.criteria:
        section = printed.partition(f"### {code(criterion.id)}\n")[2].partition("\n### ")[0]
        verdicts = re.findall(r"^\| (yes|no|unknown) \|", section, re.MULTILINE)
        assert verdicts == [row.verdict for row in specification(default_guideline())[criterion.id]], criterion.id


def test_a_rule_says_where_it_comes_from_and_who_disagrees() -> None:
    """The age feature cites S89 and is qualified by the series that used 45 or younger and those without effect."""
    section = PAGES["surveillance.md"].partition("### `ivl.risk.high.age`\n")[2].partition("\n### ")[0]
    assert "below 45 years (parameter `risk.age-below`)" in section
    assert "[S89](sources.md#s89) (" in section
    assert "**Challenged by**" in section
    assert "| `patient: sex: female, birth: 1980-05-03`<br>`kind: pathology, effective_on: 2025-05-02," in section
    assert "Sources: [zhao-tian-2026](sources.md#zhao-tian-2026) (case report), [chen-2023]" in section


@pytest.mark.parametrize(
    ("group", "stretch", "window"),
    [
        ("low", "0 to before 24", "5 to 6 months"),
        ("low", "24 to before 60", "11 to 12 months"),
        ("low", "from 60 on", "12 to 24 months"),
        ("high", "0 to before 24", "3 to 6 months"),
        ("high", "24 to before 60", "5 to 6 months"),
        ("high", "from 60 on", "11 to 12 months"),
        ("very-high", "0 to before 24", "3 to 6 months"),
        ("very-high", "24 to before 60", "5 to 6 months"),
        ("very-high", "from 60 on", "6 to 12 months"),
    ],
)
def test_the_schedule_reads_like_the_paper(group: str, stretch: str, window: str) -> None:
    """S86 to S94: the windows of each group; a single figure opens a month earlier (D)."""
    assert f"| `{group}` | {stretch} | {window}" in PAGES["surveillance.md"]


def test_vocabulary_veins_facts_and_sources_are_whole() -> None:
    """Every finding, kind, segment, set, fact, source, figure and statement stands on its page."""
    assert missing([*FINDINGS, *KINDS], PAGES["vocabulary.md"]) == []
    assert missing([*SEGMENTS, *SEGMENT_SETS], PAGES["veins.md"]) == []
    assert missing([*DECLARED, *DERIVED], PAGES["facts.md"]) == []
    assert missing([*sources(), *figures()], PAGES["sources.md"]) == []
    assert set(map(str.lower, statements())) <= anchors(PAGES["sources.md"])
    assert [item.id for item in challenges().values() if text(item.text) not in PAGES["sources.md"]] == []


def test_every_segment_is_drawn() -> None:
    """The drawing reaches every segment of the tree from the four sources; `other` stands achapter."""
    lines = drawing().splitlines()
    drawn = {re.sub(r"[└─ *↑]", "", line) for line in lines}
    assert drawn == SEGMENTS.keys() - {"other"}
    # Drawn in full once; a second way to a segment is only marked.
    assert [re.sub(r"[└─ *]", "", line) for line in lines].count("right-atrium") == 1


def test_every_table_row_has_the_cells_of_its_heading() -> None:
    """No sign in a cell breaks a table: each row has as many cells as its heading."""
    for name, markdown in PAGES.items():
        blocks = (block for block in markdown.split("\n\n") if block.startswith("|"))
        for block in blocks:
            widths = {len(re.findall(r"(?<!\\)\|", line)) for line in block.splitlines()}
            assert len(widths) == 1, f"{name}: {block[:80]}"


def test_a_rule_names_what_hangs_on_it() -> None:
    """A rule lists the ladder that it is a rung of, the rules that read it and the tables that name it."""
    used = uses(Words(GUIDELINE))
    assert "ladder suspicion, rung `confirmed`" in used["ivl.suspicion.confirmed"]
    assert any("`ivl.surveillance.applies`" in user for user in used["ivl.suspicion.confirmed"])
    assert used["ivl.endocrine.residual"][0] == "indication `residual`"
    assert "study `echocardiography`" in used["ivl.workup.new-cardiac-complaint"]
    assert used.keys() <= GUIDELINE.criteria.keys()


# --- words ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("node", "lines"),
    [
        (Is("history.fibroids"), ["- Uterine fibroids ([`history.fibroids`](facts.md#historyfibroids)): yes"]),
        (
            Not(OneOf("ovaries.left", ("one", "both"))),
            ["- not: ovaries: left ([`ovaries.left`](facts.md#ovariesleft)): `one` or `both`"],
        ),
        (
            AllOf((AnySegment(("right-atrium",)), AnySegment(("right-atrium",), ever=False))),
            [
                "- all of",
                "  - tumour was ever in at least one of: right atrium",
                "  - tumour is now in at least one of: right atrium",
            ],
        ),
        (
            AnyMass(Sign("mass.reading", ("ivl", "stump"), unstated="no"), live=False),
            [
                "- one and the same mass of one study shows "
                "(studies from before an exclusion of the disease count too)",
                "  - Reading of the mass (`mass.reading`): `ivl` or `stump`; not stated counts as no",
            ],
        ),
        (
            Not(Established("ivl.operation.uterus-removed")),
            [
                "- not: established (while unknown this counts as no): the uterus has been removed "
                "([`ivl.operation.uterus-removed`](treatment.md#ivloperationuterus-removed))"
            ],
        ),
    ],
)
def test_an_expression_in_words(node: Expression, lines: list[str]) -> None:
    """An expression is printed as an indented list, each part with what it means and its id."""
    label = text(FINDINGS["mass.reading"].label_en)
    expected = [line.replace("Reading of the mass", label) for line in lines]
    assert Words(GUIDELINE).expression(node).splitlines() == expected


def test_every_expression_has_words() -> None:
    """No rule of the guideline holds a node that cannot be printed."""
    words = Words(GUIDELINE)
    assert [item.id for item in GUIDELINE.criteria.values() if not words.expression(item.when).startswith("- ")] == []


def test_a_parameter_must_exist() -> None:
    """A comparison with a parameter that the guideline does not have is a fault, not a blank."""
    with pytest.raises(KeyError):
        Words(GUIDELINE).expression(Below("patient.age-at-diagnosis", "no.such-parameter"))


def test_every_epoch_has_words() -> None:
    """The stretch of the timeline that a fact reads is always said."""
    assert set(EPOCHS) == set(Epoch)


def test_pairs_are_named_together() -> None:
    """Both sides of a vein are named once; one side alone keeps its side."""
    assert segment_list(["left-renal-vein", "right-renal-vein"]) == "renal vein (left and right)"
    assert segment_list(["left-renal-vein", "right-atrium"]) == "left renal vein, right atrium"
    assert segment_list([]) == ""


# --- Markdown -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "markdown"),
    [
        ("a | b", r"a \| b"),
        ("<script>", r"\<script\>"),
        ("*bold* [x](y) `c` _d_", r"\*bold\* \[x\](y) \`c\` \_d\_"),
        ("two\n  lines", "two lines"),
        ("back\\slash", r"back\\slash"),
        ("静脉", "静脉"),
    ],
)
def test_signs_of_markdown_are_escaped(words: str, markdown: str) -> None:
    """Words with signs of Markdown or HTML are printed as words, on one line."""
    assert text(words) == markdown


def test_code_may_stand_in_a_table() -> None:
    """A pipe in code is escaped, a backtick gets a longer fence, and no words give no code."""
    assert (code("a|b"), code("a`b"), code("")) == (r"`a\|b`", "``a`b``", "")


def test_a_table_keeps_its_width() -> None:
    """A row with too few cells is a fault; a table without rows is nothing; lines of a cell stand one below another."""
    assert table(("A", "B"), [("1", ""), (cell("x", "", "y"), "2")]) == (
        "| A | B |\n| --- | --- |\n| 1 | |\n| x<br>y | 2 |"
    )
    assert table(("A",), []) == ""
    with pytest.raises(ValueError, match="has not 2 cells"):
        table(("A", "B"), [("1",)])


def test_a_page_says_that_it_is_generated() -> None:
    """A page opens with its title and the note not to edit it, leaves out empty parts, and ends with one line end."""
    printed = page("Title", "", "body\n\n")
    assert printed.startswith("# Title\n\n<!-- Written by scripts/manual.py")
    assert printed.endswith("\n\nbody\n")
    assert sentence("why?") == "Why?"


def test_an_unknown_chapter_of_a_rule_is_a_fault() -> None:
    """A link to a rule that the guideline does not have cannot be written."""
    with pytest.raises((KeyError, UnknownName)):
        Words(GUIDELINE).rule_link("ivl.no.such-rule")
