"""`cephalad evidence pool` and `forest`: what the studies give together, computed or as it ships, and as a picture."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cephalad.cli.inputs import guideline_named
from cephalad.cli.output import page_for, put, put_json, write_file
from cephalad.cli.running import DONE, NO, counted
from cephalad.cli.streams import is_terminal, tell
from cephalad.errors import InvalidArgument

if TYPE_CHECKING:
    from cephalad.evidence.strata_model import Stratum

__all__ = ["COMMANDS"]


def pool(options: Namespace) -> int:
    """Print what the studies give together; with `--write` compute it anew, with `--registry` add a cohort table."""
    if options.registry:
        return _with_registry(options)
    if options.write:
        return _write(options)
    return _shipped(options)


def _shipped(options: Namespace) -> int:
    from cephalad.evidence.pooled import out_of_date, pooled
    from cephalad.evidence.studies import strata, stratum_named
    from cephalad.write.layout import hanging, render
    from cephalad.write.text_pooled import HOW, pooled_as_dict, pooled_lines

    asked = (stratum_named(options.stratum),) if options.stratum else strata()
    stale = [each for each in out_of_date() if not options.stratum or each == options.stratum]
    if stale:
        tell(f"computed from other rows than stand in the files now: {', '.join(stale)}; run evidence pool --write")
    told = [stratum for stratum in asked if stratum.id in pooled()]
    if options.format == "json":
        found: list[dict[str, Any]] = [pooled_as_dict(stratum, pooled()[stratum.id]) for stratum in told]
        put_json(found, options)
    else:
        page = page_for(options)
        lines: list[str] = []
        for stratum in told:
            lines += [*pooled_lines(stratum, pooled()[stratum.id], width=page.width), ""]
        put(render([*lines, *hanging(HOW, page.width)], colour=page.colour), options)
    return NO if stale else DONE


def _write(options: Namespace) -> int:
    from cephalad.evidence.pooled import pooled
    from cephalad.evidence.pooling_strata import pool_stratum, pooled_text
    from cephalad.evidence.studies import check_evidence, strata, studies_folder

    if options.stratum:
        raise InvalidArgument("--write: computes every stratum, for one file holds them all; leave the stratum out")
    issues = check_evidence()
    if issues:
        raise InvalidArgument(f"the evidence has {counted(len(issues), 'finding')}; see cephalad evidence check")
    found = [pool_stratum(stratum) for stratum in _shown(strata())]
    target = studies_folder().parent / "pooled.json"
    write_file(str(target), pooled_text(found))
    pooled.cache_clear()
    tell(f"wrote {target}: {len(found)} strata")
    return DONE


def _shown(strata: tuple[Stratum, ...]) -> Iterator[Stratum]:
    """The strata; a count of them on standard error when somebody watches."""
    shown = is_terminal(sys.stderr)
    for number, stratum in enumerate(strata, start=1):
        if shown:
            sys.stderr.write(f"\r{number} of {len(strata)} strata")
            sys.stderr.flush()
        yield stratum
    if shown:
        sys.stderr.write("\r\033[K")


def _with_registry(options: Namespace) -> int:
    from dataclasses import asdict

    from cephalad.cohort.recurrence_course import read_outcomes
    from cephalad.cohort.registry import registry_patients
    from cephalad.evidence.pooling_registry import pool_with_registry
    from cephalad.evidence.studies import stratum_named
    from cephalad.write.layout import STRONG, hanging, marked, render
    from cephalad.write.text_pooled import analysis_lines

    if not options.stratum:
        raise InvalidArgument("--registry: needs the stratum that its women are to be counted in; name one")
    if options.write:
        raise InvalidArgument("--registry: never changes the figures that ship; leave --write out")
    stratum = stratum_named(options.stratum)
    read = read_outcomes(options.registry, guideline_named(""))
    if read.source.n_rejected:
        tell(f"{counted(read.source.n_rejected, 'fault')} in the table; what they touch was left out")
    found = pool_with_registry(stratum, registry_patients(read.outcomes, stratum), family=options.centre)
    if options.format == "json":
        put_json({"stratum": stratum.id, "synthetic": read.source.n_synthetic, **asdict(found)}, options)
        return DONE
    page = page_for(options)
    lines = [marked(f"{stratum.id} with {Path(options.registry).name}", STRONG)]
    lines += [*hanging(stratum.question, page.width, first="  "), *analysis_lines(found.analysis, width=page.width)]
    lines += _left_out(found.published, found.replaced, read.source.n_synthetic, page.width)
    put(render(lines, colour=page.colour), options)
    return DONE


def _left_out(published: tuple[str, ...], replaced: tuple[str, ...], n_synthetic: int, width: int) -> list[str]:
    from cephalad.write.layout import hanging

    told = [f"Left out because their cases are published: {counted(len(published), 'patient')} of the registry."]
    if replaced:
        told.append(f"Replaced by the registry, which is of the same centre: {', '.join(replaced)}.")
    if n_synthetic:
        told.append(f"{counted(n_synthetic, 'patient')} of the table nobody ever was: this is an exercise.")
    return [line for each in told for line in hanging(each, width, first="  ", rest="    ")]


def forest(options: Namespace) -> int:
    """Draw one stratum as a forest plot, as SVG."""
    from cephalad.evidence.pooled import pooled_named
    from cephalad.evidence.studies import stratum_named
    from cephalad.pictures.forest_plot import forest_plot
    from cephalad.terms import message

    stratum = stratum_named(options.stratum)
    main = pooled_named(stratum.id).main
    if main is None:
        raise InvalidArgument(f"stratum: must pool studies, got {stratum.id}, which tells the curve of one; see pool")
    question, leaves_out = stratum.question, stratum.leaves_out
    if options.lang != "en":
        question, leaves_out = (
            message(f"stratum.{stratum.id}.{part}", options.lang) for part in ("question", "leaves_out")
        )
    note = message("picture.forest.leaves-out", options.lang, text=leaves_out)
    picture = forest_plot(main, lang=options.lang, subtitle=question, note=note, id=f"forest-{stratum.id}")
    put(picture.to_text(), options)
    return DONE


COMMANDS: Mapping[str, Callable[[Namespace], int]] = {"pool": pool, "forest": forest}
"""The functions by the action that the parser sets."""
