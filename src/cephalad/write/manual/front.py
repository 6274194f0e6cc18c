"""The index of the manual."""

from __future__ import annotations

from cephalad.guideline import Guideline
from cephalad.guideline.digest import short_digest
from cephalad.guideline.specification import specification
from cephalad.write.manual.markdown import bullets, code, link, page, table, text
from cephalad.write.manual.reading import READING

__all__ = ["index_page"]

_ABOUT = (
    "The guideline as the program computes it. Every page here is generated from the data that the program runs on, "
    "and a test compares the two: what stands here is what happens. How to change it: [for guideline authors]"
    "(../guideline-authors.md)."
)
_READING = (
    "A **rule** (criterion) is one question with the answer yes, no or unknown. Under *Holds when* stands what it "
    "reads, under *Follows* the statements of the paper in the project's own words, under *Challenged by* the "
    "literature that disagrees, and under *Specification* small invented records with the verdict that the text "
    "demands; the program's tests run every row. *Given* shows the events in the words of a case file; where a row "
    "leaves out ids and dates, the events follow one another by a month. (D) and the source `design` mark a choice "
    "where the sources are silent. *Pathway* and *clinical.md* in the reasons are the project's own notes: how the "
    "paper is to be read, and the literature beside it."
)
_OTHERS = (
    ("facts.md", "Facts", "what each fact reads from the record, and what silence means"),
    ("vocabulary.md", "Vocabulary", "every kind of event and every finding of a case file, in English and Chinese"),
    ("staging.md", "Staging systems", "four systems side by side, vein by vein and case by case"),
    ("veins.md", "Veins", "the drawing, segments, sets, the graph, the routes, and what a study shows clear"),
    (
        "recurrence.md",
        "Recurrence",
        "what was studied, stratum by stratum, with its rows, both models and what is claimed",
    ),
    (READING, "Reading", "what the reader of reports makes of texts that were written apart from its rules"),
    ("sources.md", "Sources", "the statements S1 to S131 with their coverage, figures, contrary literature, sources"),
)


def index_page(guideline: Guideline) -> str:
    """The index: edition, chapters, and the other pages."""
    rows = specification(guideline)
    chapters = (
        (
            link(text(chapter.title), f"{chapter.id}.md"),
            str(len(chapter.criteria)),
            str(sum(len(rows.get(criterion.id, ())) for criterion in chapter.criteria)),
            str(len(chapter.parameters)),
        )
        for chapter in guideline.chapters
    )
    edition = (
        f"{text(guideline.title)}: edition {code(guideline.edition)}, content hash {code(short_digest(guideline))}."
    )
    return page(
        "Manual of the guideline",
        _ABOUT,
        edition,
        table(("Chapter", "Rules", "Specification rows", "Parameters"), chapters),
        bullets(f"{link(title, name)}: {words}" for name, title, words in _OTHERS),
        "## How to read a rule",
        _READING,
    )
