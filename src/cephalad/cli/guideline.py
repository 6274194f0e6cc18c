"""`cephalad guideline`: the content of the pathway, its checks, and its coverage of the paper's statements."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Mapping
from dataclasses import asdict

from cephalad.cli.inputs import guideline_named, valid_case_named
from cephalad.cli.output import page_for, put, put_json
from cephalad.cli.running import DONE, NO, counted
from cephalad.cli.streams import MANY_CASES, with_progress
from cephalad.record import example_names

__all__ = ["COMMANDS"]


def show(options: Namespace) -> int:
    """Print chapters, criteria and parameters."""
    from cephalad.write.guideline import guideline_as_dict, guideline_text

    guideline = guideline_named(options.guideline)
    if options.format == "json":
        put_json(guideline_as_dict(guideline), options)
    else:
        put(guideline_text(guideline, width=page_for(options).width), options)
    return DONE


def check(options: Namespace) -> int:
    """Print what is wrong with the guideline; exit code 1 when anything is."""
    from cephalad.guideline.check import check as findings_of
    from cephalad.guideline.coverage import check_coverage

    guideline = guideline_named(options.guideline)
    findings = (*findings_of(guideline), *check_coverage(guideline))
    if options.format == "json":
        put_json([asdict(issue) for issue in findings], options)
    else:
        head = f"{guideline.edition}: {len(guideline.criteria)} criteria, {counted(len(findings), 'finding')}"
        put("\n".join([head, *(str(issue) for issue in findings)]), options)
    return NO if findings else DONE


def coverage(options: Namespace) -> int:
    """Print what becomes of each statement of the paper."""
    from cephalad.guideline.coverage import coverage as covered
    from cephalad.write.guideline import coverage_as_list, coverage_text

    found = covered(guideline_named(options.guideline))
    if options.format == "json":
        put_json(coverage_as_list(found), options)
    else:
        put(coverage_text(found, width=page_for(options).width), options)
    return DONE


def diff(options: Namespace) -> int:
    """Print the rules in which two guidelines differ, and the cases that they answer differently."""
    from cephalad.comparison import answer_differences, rule_differences
    from cephalad.write.layout import render
    from cephalad.write.text_comparison import comparison_as_dict, comparison_lines

    before, after = guideline_named(options.before), guideline_named(options.after)
    names = options.cases or list(example_names())
    cases = [valid_case_named(name) for name in names]
    rules = rule_differences(before, after)
    answers = [
        answer
        for case in with_progress(cases, len(cases), "cases", from_count=MANY_CASES)
        for answer in (answer_differences(before, after, case) if rules else ())
    ]
    compared = [case.id for case in cases]
    if options.format == "json":
        put_json(comparison_as_dict(before, after, rules, answers, compared), options)
        return DONE
    page = page_for(options)
    lines = comparison_lines(before, after, rules, answers, compared, lang=options.lang, width=page.width)
    put(render(list(lines), colour=page.colour), options)
    return DONE


COMMANDS: Mapping[str, Callable[[Namespace], int]] = {"show": show, "check": check, "coverage": coverage, "diff": diff}
"""The functions by the action that the parser sets."""
