"""The page of the venous tree: segments, sets, the graph as a drawing and a table, routes, and what a study clears."""

from __future__ import annotations

from collections.abc import Iterator

from cephalad.anatomy import (
    EXTRAS,
    FLOW,
    MODALITIES,
    REGIONS,
    ROUTES,
    SEGMENT_SETS,
    SEGMENTS,
    SOURCES,
    SPREAD,
    Contrast,
    clears,
)
from cephalad.pictures import venous_graph
from cephalad.write.manual.markdown import bullets, code, page, table, text

__all__ = ["GRAPH", "veins_page"]

GRAPH = "veins.svg"
"""The file of the drawing beside the page."""

_ABOUT = (
    "The venous tree from the uterus to the lung, in named segments. A segment is the smallest stretch that a finding "
    "can be about; a set is what a report names when it leaves the side, the level or the member open. Tumour in a set "
    "is tumour in at least one member. Statements S9 to S13. Back to the [index](index.md)."
)
_COVERAGE = (
    "What a negative of a study shows clear. A set clears a member only where the study's stated regions cover that "
    "member (echocardiography and exploration carry no region). No region stated covers nothing (D); `other` is never "
    "shown clear."
)
_CASES: tuple[tuple[str, Contrast | None], ...] = (
    ("with contrast", "yes"),
    ("plain", "no"),
    ("contrast not stated", None),
)


def veins_page() -> str:
    """The page of the venous tree."""
    return page(
        "Veins",
        _ABOUT,
        f"![{venous_graph('en').description}]({GRAPH})",
        f"## How the tumour spreads\n\n{_DRAWN}\n\n```text\n{drawing()}\n```",
        f"## Segments\n\n{_segments()}",
        f"## Sets\n\n{_sets()}",
        f"## Edges\n\n{_edges()}",
        f"## Routes\n\n{_routes()}",
        f"## Regions of a study\n\n{_regions()}",
        f"## What shows a segment clear\n\n{_COVERAGE}\n\n{_clearing()}",
    )


_DRAWN = (
    "Each line grows into the lines below it that stand one step further right. A segment that is reached on a second "
    "way is written again with `↑` and continued only where it stood first; `*` marks a side branch that tumour "
    "reaches against the blood flow."
)


def drawing() -> str:
    """The spread of the tumour from its four sources, as indented lines."""
    lines: list[str] = []
    drawn: set[str] = set()
    for source in SOURCES:
        lines += _branch(source, 0, drawn)
    return "\n".join(lines)


def _branch(name: str, depth: int, drawn: set[str]) -> Iterator[str]:
    mark = "*" if name in EXTRAS else ""
    again = name in drawn
    yield "   " * depth + ("└─ " if depth else "") + name + mark + (" ↑" if again else "")
    if again:
        return
    drawn.add(name)
    # Side branches first: the long way to the heart then ends the drawing of a source.
    for following in sorted(SPREAD[name], key=lambda each: bool(SPREAD[each])):
        yield from _branch(following, depth + 1, drawn)


def _segments() -> str:
    rows = (
        (
            code(each.id),
            text(each.label_en),
            each.label_zh,
            each.code or "",
            str(each.rank or ""),
            ", ".join(map(code, each.regions)),
        )
        for each in SEGMENTS.values()
    )
    return table(("Segment", "Name", "中文", "Uberon", "Place toward the head", "In the regions"), rows)


def _sets() -> str:
    rows = (
        (code(each.id), text(each.label_en), each.label_zh, ", ".join(map(code, each.members)))
        for each in SEGMENT_SETS.values()
    )
    return table(("Set", "Name", "中文", "Members"), rows)


def _edges() -> str:
    rows = (
        (code(name), ", ".join(map(code, FLOW[name])), ", ".join(map(code, SPREAD[name])))
        for name in SEGMENTS
        if FLOW[name] or SPREAD[name]
    )
    return table(("Segment", "Blood flows into", "Tumour grows into"), rows)


def _routes() -> str:
    return bullets(f"{code(name)}: {' → '.join(map(code, route))}" for name, route in ROUTES.items())


def _regions() -> str:
    rows = ((code(name), ", ".join(map(code, covered)) or "no segment") for name, covered in REGIONS.items())
    return table(("Region", "Segments"), rows)


def _clearing() -> str:
    rows = [row for modality in MODALITIES for row in _modality(modality)]
    return table(("Study", "The report names the segment itself", "The report names a set"), rows)


def _modality(modality: str) -> Iterator[tuple[str, str, str]]:
    """The rows of one modality; one row when contrast makes no difference."""
    answers = [
        (words, _cleared(modality, contrast, "segment"), _cleared(modality, contrast, "set"))
        for words, contrast in _CASES
    ]
    if len({answer[1:] for answer in answers}) == 1:
        yield (code(modality), *answers[0][1:])
    else:
        yield from ((f"{code(modality)}, {words}", alone, in_set) for words, alone, in_set in answers)


def _cleared(modality: str, contrast: Contrast | None, named: str) -> str:
    found = [
        name
        for name in SEGMENTS
        if clears(modality=modality, contrast=contrast, segment=name, named="set" if named == "set" else "segment")
    ]
    if not found:
        return "clears nothing"
    if len(found) == len(SEGMENTS) - 1:
        return "clears it" if named == "segment" else "clears each member covered"
    return "clears " + ", ".join(map(code, found))
