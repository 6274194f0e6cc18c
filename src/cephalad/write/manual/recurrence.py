"""The page of recurrence: every stratum with its rows, both models, other choices, what it leaves out; the claims."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cephalad.evidence.claims import claims
from cephalad.evidence.pooled import pooled
from cephalad.evidence.pooled_model import Pooled, PooledAnalysis, PooledRow, PooledStratum, TooFewStudies
from cephalad.evidence.strata_model import Stratum
from cephalad.evidence.studied import Studied
from cephalad.evidence.studies import strata, studies
from cephalad.pictures.forest_plot import forest_plot
from cephalad.write.manual.markdown import code, link, page, table, text
from cephalad.write.studied_words import studied_figure

__all__ = ["forest_pictures", "recurrence_page"]

_ABOUT = (
    "What the studies that could be read tell about recurrence and about growth of what was left, stratum by stratum. "
    "Every figure is computed by `cephalad evidence pool --write` from the study files of the package, ships with a "
    "hash of its rows, and is computed again by a test. Recurrence and progression are never added; one cohort stands "
    "for each centre and period, the others are told beside it. Back to the [index](index.md)."
)
_READING = (
    "An interval is 95 %. *Middle centre*: half of the centres have a higher share. *New centre*: where 95 % of the "
    "centres that nobody studied would lie; this is the one to think of for a patient elsewhere. The Bayesian model "
    "has weak priors (the middle centre around 15 %, standard deviation 1.5 on the logit; the spread half-normal with "
    "scale 1); maximum likelihood stands beside it. The interval of a single cohort is exact."
)
_TWO = (
    "The paper's 75 % after myomectomy cannot be traced. The only 75 % that could be read is another thing: growth of "
    "what was left behind in cardiac disease with the ovaries kept (ICLM-2021), of which no denominator is told. Both "
    "stand in the table, and in no figure above."
)


def recurrence_page() -> str:
    """The page of the strata and of the paper's claims."""
    return page(
        "Recurrence: what was studied",
        _ABOUT,
        f"## How to read it\n\n{_READING}",
        *(_stratum(stratum, pooled()[stratum.id]) for stratum in strata()),
        f"## What the paper claims\n\n{_TWO}\n\n{table(('Claim', 'Figure', 'Status', 'By', 'Note'), _claims())}",
        f"## The studies\n\n{table(('Study', 'Citation', 'Read', 'Shares patients with'), _studies())}",
    )


def forest_pictures() -> Mapping[str, str]:
    """The drawing of every pooled stratum by its file name."""
    return {
        _drawing(stratum.id): forest_plot(found.main, title=stratum.question, id=f"forest-{stratum.id}").to_text()
        for stratum in strata()
        if (found := pooled()[stratum.id]).main is not None
    }


def _drawing(stratum_id: str) -> str:
    return f"recurrence-{stratum_id}.svg"


def _stratum(stratum: Stratum, found: PooledStratum) -> str:
    parts = [
        f"## {text(stratum.question)}",
        f"{code(stratum.id)}: {text(studied_figure(Studied(stratum, found, certain=True), 'en'))}",
        *_figures(stratum, found),
        f"Time: {text(stratum.time)}.",
        f"Why these rows: {text(stratum.reason)}",
        f"**Not accounted for:** {text(stratum.leaves_out)}",
        table(("Other rows", "Counted", "Result", "Why"), _alternatives(stratum, found)),
        table(("Other priors", "Middle centre"), _priors(found)),
    ]
    return "\n\n".join(part for part in parts if part)


def _figures(stratum: Stratum, found: PooledStratum) -> Iterator[str]:
    if found.main is None:
        yield table(("Study", "By", "Share"), _points(found))
        rates = (
            (f"{each.from_months:g} to {each.to_months:g} months", _per_hundred(each.rate)) for each in found.periods
        )
        yield table(("Between", "Rate in 100 woman-years, computed here"), rates)
        return
    yield f"![{text(stratum.question)}]({_drawing(stratum.id)})"
    yield table(("Study and cohort", "Counted", "Events", "Alone"), map(_row, found.main.rows))
    yield table(("Model", "Middle centre", "New centre", "Spread"), _models(found.main))


def _points(found: PooledStratum) -> Iterator[tuple[str, ...]]:
    for point in found.curve:
        yield text(point.study), f"{point.months:g} months", f"{100 * point.share:.1f} of 100"


def _row(row: PooledRow) -> tuple[str, ...]:
    counts = f"{row.events} of {row.patients}"
    if row.woman_years is not None:
        counts = f"{row.events} in {row.woman_years:.0f} woman-years"
    return text(row.name), row.event, counts, _between(row.estimate, row.low, row.high)


def _models(main: PooledAnalysis) -> Iterator[tuple[str, ...]]:
    for found in (main.bayes, main.ml):
        if found is not None:
            name = "Bayesian" if found.method == "bayes" else "maximum likelihood"
            yield name, _middle(found), _new_centre(found), f"{found.spread:.2f}"


def _middle(found: Pooled | TooFewStudies) -> str:
    return _between(found.estimate, found.low, found.high)


def _new_centre(found: Pooled) -> str:
    if found.predictive_low is None or found.predictive_high is None:
        return "cannot be told"
    return f"{_per_hundred(found.predictive_low)} to {_per_hundred(found.predictive_high)}"


def _between(estimate: float, low: float, high: float) -> str:
    return f"{_per_hundred(estimate)} ({_per_hundred(low)} to {_per_hundred(high)}) of 100"


def _per_hundred(share: float) -> str:
    return f"{100 * share:.1f}"


def _alternatives(stratum: Stratum, found: PooledStratum) -> Iterator[tuple[str, ...]]:
    for told, analysis in zip(stratum.alternatives, found.alternatives, strict=True):
        result = analysis.bayes or analysis.raw
        said = f"{analysis.events} of {analysis.patients}"
        if result is not None:
            said += f": {_middle(result)}"
        supposes = f" It supposes {told.supposes}." if told.supposes else ""
        yield text(told.name), analysis.event, said, text(f"{told.reason}{supposes}")


def _priors(found: PooledStratum) -> Iterator[tuple[str, ...]]:
    for change in found.priors:
        yield text(change.name), _middle(change.bayes)


def _claims() -> Iterator[tuple[str, ...]]:
    for claim in claims():
        cited = ", ".join(link(name, "sources.md", name.lower()) for name in claim.statements)
        yield cited, text(claim.figure), claim.status, text(", ".join(claim.by)), text(claim.note)


def _studies() -> Iterator[tuple[str, ...]]:
    for study in studies().values():
        yield text(study.id), text(study.citation), study.reading, text(", ".join(study.overlaps))
