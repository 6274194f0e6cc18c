"""What an evaluation of the screener says, in sentences and tables; text and page print the same."""

from __future__ import annotations

from collections.abc import Iterator
from math import isinf, isnan

from cephalad import __version__
from cephalad.cohort.survival import Estimate
from cephalad.screen.evaluate import SILENT, Evaluation, ReadUpTo, TierFound
from cephalad.screen.labels import NO_TIER
from cephalad.screen.weighted import Share
from cephalad.write.summary_tables import Section
from cephalad.write.summary_words import SummaryTable
from cephalad.write.words import word

__all__ = ["evaluation_sections", "evaluation_title", "stands_for"]

RULES = ("reference", "weights", "wilson", "kappa", "predictive", "unit", "truth")


def evaluation_title(found: Evaluation, lang: str) -> str:
    """The heading of the whole."""
    return word("evaluation.title", lang, number=f"{found.n:,}")


def stands_for(found: Evaluation, lang: str) -> str:
    """Which archive the labelled reports stand for."""
    return word("evaluation.stands-for", lang, archive=_whole(found.n_archive))


def evaluation_sections(found: Evaluation, lang: str) -> tuple[Section, ...]:
    """All parts in their order."""
    say = _Say(lang)
    return (_short(found, say), _tiers(found, say), _readers(found, say), _items(found, say), _how(say))


class _Say:
    """The words of one language."""

    def __init__(self, lang: str) -> None:
        self.lang = lang

    def __call__(self, id: str, /, **params: object) -> str:  # noqa: A002  the catalogue's own word for it
        return word(f"evaluation.{id}", self.lang, **params)

    def head(self, *ids: str) -> tuple[str, ...]:
        return tuple(self(each) if each else "" for each in ids)

    def percent(self, share: float) -> str:
        return self("none") if isnan(share) else self("percent", value=_percent(share))

    def interval(self, estimate: Estimate) -> str:
        if isnan(estimate.value):
            return self("none")
        return self("range", low=_percent(estimate.low), high=_percent(estimate.high))

    def per_case(self, estimate: Estimate) -> str:
        """Charts for one case with their interval."""
        if isnan(estimate.value):
            return self("none")
        value = self("without-end") if isinf(estimate.value) else f"{estimate.value:,.1f}"
        low = f"{estimate.low:,.1f}"
        told = self("from", low=low) if isinf(estimate.high) else f"{low}–{estimate.high:,.1f}"
        return f"{value} ({told})"


def _percent(share: float) -> str:
    return f"{100 * share:.2f}" if 0.99 < share < 1 or 0 < share < 0.01 else f"{100 * share:.1f}"


def _whole(number: float) -> str:
    return f"{round(number):,}"


# --- in short ---------------------------------------------------------------------------------------------------------


def _short(found: Evaluation, say: _Say) -> Section:
    rows = [_figure("sensitivity", found.sensitivity, say), _figure("specificity", found.specificity, say)]
    if found.prevalence is not None:
        name = say("predictive", prevalence=say.percent(found.prevalence))
        value = found.predictive_value
        rows.append((name, say.percent(value.value), say.interval(value), "", ""))
    rows.append(_figure("prevalence", found.cases, say))
    head = say.head("figure", "value", "interval", "counted", "worth")
    table = SummaryTable("figures", say("figures"), head, tuple(rows))
    return Section("short", say("short"), tuple(_beware(found, say)), (table,))


def _figure(name: str, share: Share, say: _Say) -> tuple[str, ...]:
    counted = say("count-of", counted=f"{share.n_counted:,}", of=f"{share.n:,}")
    estimate = share.estimate
    return (say(name), say.percent(estimate.value), say.interval(estimate), counted, _whole(share.n_effective))


def _beware(found: Evaluation, say: _Say) -> Iterator[str]:
    silent = [tier for tier in found.tiers if tier.tier in SILENT]
    if not any(tier.tier == NO_TIER for tier in silent):
        yield say("no-silent")
    if not found.cases.n_counted:
        yield say("no-case")
    elif silent and all(tier.n_labelled >= tier.n_reports for tier in silent):
        yield say("hidden-nothing")
    elif silent:
        yield say("hidden", value=say.percent(found.sensitivity_not_excluded))


# --- tiers and readers ------------------------------------------------------------------------------------------------


def _tiers(found: Evaluation, say: _Say) -> Section:
    head = say.head("tier", "reports", "labelled", "cases", "value", "interval", "charts-per-case")
    each = SummaryTable("tiers", say("table-tiers"), head, tuple(_tier(tier, say) for tier in found.tiers))
    head = say.head("tier", "charts", "charts-per-case", "found", "interval")
    up_to = SummaryTable("up-to", say("table-up-to"), head, tuple(_up_to(step, say) for step in found.up_to))
    return Section("tiers", say("tiers"), (), (each, up_to))


def _tier(tier: TierFound, say: _Say) -> tuple[str, ...]:
    return (
        say(f"tier-{tier.tier}"),
        _whole(tier.n_reports),
        f"{tier.n_labelled:,}",
        f"{tier.n_cases:,}",
        say.percent(tier.share.value),
        say.interval(tier.share),
        say.per_case(tier.charts_per_case),
    )


def _up_to(step: ReadUpTo, say: _Say) -> tuple[str, ...]:
    found = step.found.estimate
    charts = say.per_case(step.charts_per_case)
    return (step.tier, _whole(step.n_charts), charts, say.percent(found.value), say.interval(found))


def _readers(found: Evaluation, say: _Say) -> Section:
    both = found.agreement
    told = {"agreed": f"{both.n_agreed:,}", "number": f"{both.n:,}"}
    after = [
        say("kappa-none", **told)
        if isnan(both.kappa.value)
        else say("kappa", value=f"{both.kappa.value:.2f}", interval=_kappa_range(both.kappa, say), **told),
        *(
            say("agreement-on", label=say(f"label-{label}"), share=say.percent(both.on(label)))
            for label in both.labels
            if not isnan(both.on(label))
        ),
        say("adjudicated", number=f"{found.n_adjudicated:,}"),
    ]
    names = [say(f"label-{label}") for label in both.labels]
    rows = tuple((name, *map(str, row)) for name, row in zip(names, both.counts, strict=True))
    table = SummaryTable("readers", say("table-readers"), ("", *names), rows)
    return Section("readers", say("readers"), (), (table,), tuple(after))


def _kappa_range(kappa: Estimate, say: _Say) -> str:
    return say("range-plain", low=f"{kappa.low:.2f}", high=f"{kappa.high:.2f}")


# --- what belongs beside it -------------------------------------------------------------------------------------------


def _items(found: Evaluation, say: _Say) -> Section:
    told = (say("item-told", item=say(f"item.{name}"), told=told) for name, told in _told_items(found, say))
    return Section("items", say("report-with-it"), (say("items-about"),), (), tuple(told))


def _told_items(found: Evaluation, say: _Say) -> Iterator[tuple[str, str]]:
    labelled = say("item-says.labelled", number=f"{found.n:,}")
    kappa = found.agreement.kappa.value
    last = found.up_to[-1].share.estimate.value if found.up_to else float("nan")
    yield "sampling", say("item-says.sampling")
    yield "imaging", say("yours")
    yield "dataset", say("item-says.dataset", archive=_whole(found.n_archive))
    yield "training", say("item-says.training")
    yield "test", labelled
    yield "validation", say("yours")
    yield "annotated", labelled
    yield "expert", say("yours")
    yield "annotators", say("item-says.annotators")
    yield "agreement", say("none") if isnan(kappa) else say("item-says.kappa", value=f"{kappa:.2f}")
    yield "precision", say.percent(last)
    yield "recall", say.percent(found.sensitivity.estimate.value)
    yield "external", say("item-says.external")
    yield "data", say("yours")
    yield "code", say("item-says.code", version=__version__)


def _how(say: _Say) -> Section:
    return Section("how", say("how"), (), (), tuple(say(f"rule.{name}") for name in RULES))
