"""The program's own data come in: guideline, vocabulary, venous tree, evidence; pages and a drawing go out.

`manual_pages` gives every page of the manual by its file name; the same data give the same bytes.
No sentence about a rule is written here that the data do not hold, and no page is written by hand.
"""

from __future__ import annotations

from collections.abc import Mapping

from cephalad.guideline import Guideline, default_guideline
from cephalad.pictures import venous_graph
from cephalad.write.manual.chapters import chapter_page
from cephalad.write.manual.facts import facts_page
from cephalad.write.manual.front import index_page
from cephalad.write.manual.recurrence import forest_pictures, recurrence_page
from cephalad.write.manual.sources import sources_page
from cephalad.write.manual.staging import staging_page
from cephalad.write.manual.veins import GRAPH, veins_page
from cephalad.write.manual.vocabulary import vocabulary_page

__all__ = ["manual_pages"]


def manual_pages(guideline: Guideline | None = None) -> Mapping[str, str]:
    """Every page of the manual by its file name, the index first.

    Parameters
    ----------
    guideline : the default guideline when left out; its specification tables are those of the package

    Examples
    --------
    >>> list(manual_pages())[:3]
    ['index.md', 'suspicion.md', 'work-up.md']
    """
    chosen = guideline or default_guideline()
    return {
        "index.md": index_page(chosen),
        **{f"{chapter.id}.md": chapter_page(chosen, chapter) for chapter in chosen.chapters},
        "facts.md": facts_page(chosen),
        "vocabulary.md": vocabulary_page(),
        "staging.md": staging_page(chosen),
        "veins.md": veins_page(),
        GRAPH: venous_graph("en").to_text(),
        "recurrence.md": recurrence_page(),
        **forest_pictures(),
        "sources.md": sources_page(chosen),
    }
