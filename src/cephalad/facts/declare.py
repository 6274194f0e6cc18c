"""How facts are written down: a truth with the findings that speak for yes and for no, a presence, a choice."""

from __future__ import annotations

from cephalad.facts.model import Epoch, FactType, Fold, Reading, Spec
from cephalad.terms import Silence

__all__ = ["Pair", "choice_fact", "presence_fact", "truth_fact"]

Pair = tuple[str, str]
"""A finding and the value, or the values joined by ``|``, that speak."""


def _readings(pairs: tuple[Pair, ...]) -> tuple[Reading, ...]:
    return tuple(Reading(finding, tuple(values.split("|"))) for finding, values in pairs)


def truth_fact(
    id: str,  # noqa: A002  the field's own word
    *yes: Pair,
    no: tuple[Pair, ...] = (),
    together: tuple[str, ...] = (),
    ask: str = "",
    fold: Fold = Fold.EVER,
    epoch: Epoch = Epoch.SINCE_EXCLUSION,
    silence: Silence = Silence.OPEN,
    firm: bool = False,
    without: str = "",
) -> Spec:
    """A truth fact: the findings that say yes, those that say no, and those that say no only all together.

    `ask` is the finding whose question asks for the fact, the first *yes* when left out.
    """
    says = (("yes", _readings(yes)), ("no", _readings(no)))
    return Spec(id, FactType.TRUTH, says, ask or yes[0][0], together, fold, epoch, silence, firm, without)


def presence_fact(
    finding: str,
    id: str = "",  # noqa: A002
    *,
    fold: Fold = Fold.EVER,
    epoch: Epoch = Epoch.SINCE_EXCLUSION,
    firm: bool = False,
) -> Spec:
    """A truth fact that one finding states, yes or no."""
    return truth_fact(id or finding, (finding, "yes"), no=((finding, "no"),), fold=fold, epoch=epoch, firm=firm)


def choice_fact(
    finding: str,
    values: str,
    id: str = "",  # noqa: A002
    *,
    fold: Fold = Fold.LATEST,
    epoch: Epoch = Epoch.SINCE_EXCLUSION,
) -> Spec:
    """A choice fact that one finding states; `values` are joined by ``|``, the weakest first."""
    says = tuple((value, (Reading(finding, (value,)),)) for value in values.split("|"))
    return Spec(id or finding, FactType.CHOICE, says, finding, (), fold, epoch)
