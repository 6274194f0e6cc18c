"""The page that sets the staging systems side by side: their steps, what each vein alone means, the published cases."""

from __future__ import annotations

from collections.abc import Iterator

from cephalad.anatomy import SEGMENTS
from cephalad.assessment import STAGES, Assessment, assess
from cephalad.guideline import Guideline
from cephalad.record import Case, example_names, read_bytes, read_example, standing_events
from cephalad.write.manual.markdown import code, link, page, sentence, table, text
from cephalad.write.manual.words import source_link
from cephalad.write.words import rung_words, word

__all__ = ["staging_page"]

_ABOUT = (
    "Anatomy is primary; the stages are derived from it and shown side by side, because they answer different "
    "questions and disagree. Every stage is a ladder: the answer is the highest step that is known to be reached, and "
    "each higher step that is not known to be spared stands beside it as not excluded. Back to the [index](index.md)."
)
_ALONE = (
    "Each row is a record in which contrast CT shows tumour in this one vein and every other vein clear: what the four "
    "systems make of the same finding."
)
_CASES = (
    "The shipped cases just after their last event. In brackets what is not excluded: most published reports leave the "
    "level in the vena cava, or the lung, untold."
)


def staging_page(guideline: Guideline) -> str:
    """The page of the staging systems."""
    names = [word(f"ladder.{name}", "en") for name in STAGES]
    return page(
        "Staging systems side by side",
        _ABOUT,
        *(f"## {text(name)}\n\n{_steps(guideline, ladder)}" for name, ladder in zip(names, STAGES, strict=True)),
        f"## One vein at a time\n\n{_ALONE}\n\n{table(('Tumour in', *map(text, names)), _veins(guideline))}",
        f"## The published cases\n\n{_CASES}\n\n{table(('Case', *map(text, names)), _published(guideline))}",
    )


def _steps(guideline: Guideline, name: str) -> str:
    ladder = guideline.ladders[name]
    rows = (
        (
            text(rung_words(name, rung.value, "en")),
            text(sentence(guideline.filled(guideline.criteria[rung.criterion].says))),
            link(code(rung.criterion), "extent.md", rung.criterion.replace(".", "")),
            ", ".join(source_link(source) for source in guideline.criteria[rung.criterion].sources),
        )
        for rung in ladder.rungs
    )
    return table(("Step", "Reached when", "Rule", "Sources"), rows)


def _veins(guideline: Guideline) -> Iterator[tuple[str, ...]]:
    for name, segment in SEGMENTS.items():
        if name != "other":
            found = assess(_alone(name), as_of="after:ct", guideline=guideline, with_missing=False)
            yield (text(segment.label_en), *_stages(found))


def _alone(name: str) -> Case:
    """A record in which one vein holds tumour and every other is shown clear."""
    veins = "\n".join(
        f"      {each}: {{content: {'tumour' if each == name else 'clear'}}}" for each in SEGMENTS if each != "other"
    )
    content = (
        "format: cephalad-case/1\ncase: one-vein\nwritten_on: 2026-01-01\nevents:\n"
        "  - id: ct\n    kind: imaging\n    effective_on: 2026-01-01\n    modality: ct\n    contrast: yes\n"
        "    regions: [pelvis, abdomen, heart, chest]\n    lung-nodules: none\n    lung-metastases: no\n"
        f"    veins:\n{veins}\n"
    )
    case = read_bytes(content.encode(), file="one-vein.yaml")
    if isinstance(case, list):
        raise ValueError("; ".join(map(str, case)))
    return case


def _published(guideline: Guideline) -> Iterator[tuple[str, ...]]:
    for name in example_names():
        case = read_example(name)
        last = standing_events(case)[-1].id
        found = assess(case, as_of=f"after:{last}", guideline=guideline, with_missing=False)
        yield (code(name), *_stages(found))


def _stages(found: Assessment) -> Iterator[str]:
    for name in STAGES:
        stage = found.stages[name]
        higher = ", ".join(rung_words(name, value, "en") for value in stage.not_excluded)
        yield text(rung_words(name, stage.value, "en") + (f" ({higher})" if higher else ""))
