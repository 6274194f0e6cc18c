"""The venous graph without a patient: which way the blood flows, which way the tumour grows, and the four routes."""

from __future__ import annotations

from collections.abc import Callable

from cephalad.anatomy import EXTRAS, FLOW, PLEXUS, ROUTES, SEGMENTS, SPREAD, Language, label
from cephalad.pictures.curves import Curve, Place
from cephalad.pictures.drawing import Canvas
from cephalad.pictures.key import SWATCH, Entry, draw_key
from cephalad.pictures.palette import GROUND, INK, OUTLINE, PALE, ROUTE_I, ROUTE_II
from cephalad.pictures.picture import Picture, Table
from cephalad.pictures.vein_body import MARGIN, Name, draw_body, draw_borders, draw_heading, draw_names
from cephalad.pictures.vein_layout import BOTTOM, LAYOUT, WIDTH
from cephalad.pictures.vein_tubes import Patterns, draw_tubes
from cephalad.terms import clean, listed, listed_apart, message

__all__ = ["venous_graph"]

_ROUTE_LINES = {"i": (ROUTE_I, ""), "ii": (ROUTE_II, "5 4")}
_APART = 4.0
"""How far from the middle of a tube a route's line runs where both routes share it."""


def venous_graph(lang: Language = "en", *, id: str = "venous-graph") -> Picture:  # noqa: A002
    """The segments with the direction of the blood and the routes i and ii of the tumour, as a frontal scheme.

    Raises
    ------
    InvalidArgument : for an id that is no plain word

    Examples
    --------
    >>> venous_graph().table.rows[0][3]
    'i left'
    """
    title, about = message("picture.graph.title", lang), message("picture.graph.about", lang)
    canvas = Canvas(id, width=WIDTH, height=BOTTOM, title=title, description=about, lang=lang)
    shown = [name for name in SEGMENTS if name != "other"]
    draw_heading(canvas, title, message("picture.graph.subtitle", lang), lang)
    draw_body(canvas)
    draw_names(canvas, (Name(name, label(name, lang), _beside(name, lang)) for name in shown))
    for layer in (0, 1):
        names = [name for name in shown if LAYOUT[name].above == layer]
        draw_tubes(canvas, Patterns(canvas), {name: (LAYOUT[name], "clear") for name in names})
        for name in names:
            _draw_routes(canvas, name)
            _draw_arrows(canvas, name)
    draw_borders(canvas)
    canvas.line(((MARGIN, BOTTOM + 4), (WIDTH - MARGIN, BOTTOM + 4)), PALE, stroke_width=0.8)
    canvas.grow(draw_key(canvas, _entries(canvas, lang), BOTTOM + 30) + 2)
    return Picture(id, clean(title), clean(about), canvas.root, _table(title, lang))


def _kinds(name: str) -> tuple[str, ...]:
    """Which of the routes i and ii, of either side, pass the segment."""
    return tuple(dict.fromkeys(route.partition("-")[0] for route, way in ROUTES.items() if name in way))


def _routes_words(name: str, lang: Language) -> str:
    return listed((message(f"route.{route}", lang) for route, way in ROUTES.items() if name in way), lang)


def _beside(name: str, lang: Language) -> str:
    """The routes that pass the segment, said shortly where all four do."""
    return (
        message("picture.graph.all", lang) if all(name in way for way in ROUTES.values()) else _routes_words(name, lang)
    )


def _draw_routes(canvas: Canvas, name: str) -> None:
    kinds = _kinds(name)
    for kind in kinds:
        # Where both run in one tube, i keeps to its left-hand side as one looks along the growth, ii to its right.
        aside = 0.0 if len(kinds) == 1 else -_APART if kind == "i" else _APART
        for course in LAYOUT[name].courses:
            _route(canvas, course, kind, aside, start=LAYOUT[name].enters if kind == "ii" else 0)


def _route(canvas: Canvas, course: Curve, kind: str, aside: float, *, start: float = 0) -> None:
    colour, dash = _ROUTE_LINES[kind]
    steps = max(int(course.length / 12), 3)
    shares = (start + (1 - start) * step / steps for step in range(steps + 1))
    beside = tuple(course.at(share).aside(0, aside) for share in shares)
    dashed = {"stroke_dasharray": dash} if dash else {}
    canvas.shape(
        "path", d=Curve(beside).path, fill="none", stroke=colour, stroke_width=2.6, data_route=kind, **dashed
    )  # fmt: skip


def _draw_arrows(canvas: Canvas, name: str) -> None:
    """An arrowhead with the flow, and a hollow one where tumour comes in against it."""
    against = name in EXTRAS
    for course in LAYOUT[name].courses:
        _arrow(canvas, course.at(0.8 if against else 0.52), flow=True, back=against)
        if against:
            _arrow(canvas, course.at(0.56), flow=False, back=False)
    # Tumour grows down into the plexus of the pelvic floor, whose blood leaves it at the other end.
    if name in PLEXUS:
        _arrow(canvas, LAYOUT[name].course.at(0.2), flow=False, back=False)


def _arrow(canvas: Canvas, at: Place, *, flow: bool, back: bool) -> None:
    turn = -1 if back else 1
    corners = (at.aside(7 * turn, 0), at.aside(-4.5 * turn, -5.5), at.aside(-4.5 * turn, 5.5))
    fill = INK if flow else GROUND
    canvas.polygon(corners, fill=fill, stroke=GROUND if flow else OUTLINE, stroke_width=1.2, stroke_linejoin="round")


def _entries(canvas: Canvas, lang: Language) -> tuple[Entry, ...]:
    def line(kind: str) -> Callable[[float, float], None]:
        return lambda x, y: _route(canvas, Curve(((x, y), (x + SWATCH, y))), kind, 0)

    def arrow(*, flow: bool) -> Callable[[float, float], None]:
        return lambda x, y: _arrow(canvas, Place(x + SWATCH / 2, y, 0), flow=flow, back=False)

    return (
        (message("picture.graph.route-i", lang), line("i")),
        (message("picture.graph.route-ii", lang), line("ii")),
        (message("picture.graph.flow", lang), arrow(flow=True)),
        (message("picture.graph.against", lang), arrow(flow=False)),
    )


def _table(title: str, lang: Language) -> Table:
    head = tuple(message(f"picture.graph.{each}", lang) for each in ("segment", "flows-into", "grows-into", "routes"))
    rows = tuple(
        (label(name, lang), _names(FLOW[name], lang), _names(SPREAD[name], lang), _routes_words(name, lang))
        for name in SEGMENTS
        if name != "other"
    )
    return Table(clean(title), head, rows)


def _names(names: tuple[str, ...], lang: Language) -> str:
    return listed_apart((label(name, lang) for name in names), lang)
