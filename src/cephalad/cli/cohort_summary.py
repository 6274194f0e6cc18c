"""`cephalad cohort summary`: what a registry or a hospital sees of its cohort, from the answers of `cohort assess`."""

from __future__ import annotations

from argparse import Namespace

from cephalad.cli.output import page_for, put, put_json
from cephalad.cli.running import DONE
from cephalad.errors import UnreadableInput

__all__ = ["summary"]


def summary(options: Namespace) -> int:
    """Print the groups, stages, what is late or missing, and the agreement with the guideline."""
    from cephalad.cohort.summary import summarise
    from cephalad.columns.answers_file import scan_answers

    answers = scan_answers(options.answers)
    try:
        found = summarise(answers, show_small_cells=options.show_small_cells)
    except UnreadableInput as fault:
        raise UnreadableInput(f"{options.answers}: {fault}") from fault
    if options.format == "json":
        from cephalad.write.json_summary import summary_as_dict

        put_json(summary_as_dict(found), options)
    elif options.format == "html":
        from cephalad.write.html.cohort_page import summary_html

        put(summary_html(found, lang=options.lang), options)
    else:
        from cephalad.write.layout import render
        from cephalad.write.text_summary import summary_lines

        page = page_for(options)
        put(render(list(summary_lines(found, lang=options.lang, width=page.width)), colour=page.colour), options)
    return DONE
