"""The map of the veins of one patient: a frontal scheme in which pattern and words tell the state of every segment."""

from __future__ import annotations

from collections.abc import Iterator

from cephalad.anatomy import Language, label
from cephalad.facts import Extent
from cephalad.pictures.drawing import Canvas
from cephalad.pictures.palette import INK, NEXT, QUIET, TUMOUR
from cephalad.pictures.picture import Picture, Table
from cephalad.pictures.vein_body import Name, draw_body, draw_borders, draw_heading, draw_names
from cephalad.pictures.vein_layout import BOTTOM, LAYOUT, WIDTH
from cephalad.pictures.vein_legend import draw_legend
from cephalad.pictures.vein_marks import draw_marks
from cephalad.pictures.vein_states import Told, VeinReading, read_veins
from cephalad.pictures.vein_tubes import Patterns, draw_tubes
from cephalad.terms import clean, listed, message

__all__ = ["vein_map"]


def vein_map(
    extent: Extent,
    *,
    lang: Language = "en",
    title: str = "",
    subtitle: str = "",
    ever: Extent | None = None,
    routes: tuple[str, ...] | None = None,
    downward: str | None = None,
    id: str = "vein-map",  # noqa: A002  the attribute's own word for it
) -> Picture:
    """The state of every segment, the front, what is next at risk and what no study covered, as a frontal scheme.

    Parameters
    ----------
    extent : the extent ever reached, or the one after the last operation
    title, subtitle : for example *Ever involved*, and the day; a general title when left out
    ever : the extent ever reached, to be given with the one after the last operation: it tells what surely had tumour
    routes, downward : as the guideline concludes them; left out, as the extent alone tells them
    id : beginning of every id in the drawing; two pictures on one page need two

    Raises
    ------
    InvalidArgument : for an id that is no plain word

    Examples
    --------
    >>> from cephalad.assessment import assess
    >>> from cephalad.record import read_example
    >>> found = assess(read_example("zhao-tian-2026"), as_of="after:ct-pelvis")
    >>> [row[0] for row in vein_map(found.ever).table.rows if row[1] == "tumour"]
    ['left ovarian vein, pelvic part']
    """
    read = read_veins(extent, ever=ever, routes=routes, downward=downward)
    name = title or message("picture.vein-map", lang)
    about = _description(read, lang)
    canvas = Canvas(id, width=WIDTH, height=BOTTOM, title=name, description=about, lang=lang)
    shown = {each: told for each, told in read.segments.items() if each != "other" or told.state != "not-assessed"}
    draw_heading(canvas, name, subtitle, lang)
    draw_body(canvas)
    draw_names(canvas, (_name(told, lang) for told in shown.values()))
    patterns = Patterns(canvas)
    draw_tubes(canvas, patterns, {each: (LAYOUT[each], told.state) for each, told in shown.items()})
    draw_borders(canvas)
    draw_marks(canvas, shown.values())
    draw_legend(canvas, patterns, read, tuple(shown.values()), lang)
    return Picture(id, clean(name), clean(about), canvas.root, _table(read, name, subtitle, lang))


def _name(told: Told, lang: Language) -> Name:
    """What stands beside a segment: nothing but its name where only the pattern has something to tell."""
    said = list(_marks(told, lang))
    if told.matters and not (told.state == "not-assessed" and told.uncovered):
        said.insert(0, _state(told, lang))
    fill = TUMOUR if told.state in ("tumour", "tumour-in-one-of-a-set", "conflicting", "untold") else INK
    fill = NEXT if told.at_risk else fill if told.matters else QUIET
    return Name(told.id, label(told.id, lang), listed(said, lang), told.matters, fill)


def _state(told: Told, lang: Language) -> str:
    name = "perhaps-untold" if told.perhaps else told.state
    return message(f"picture.state.{name}", lang, letters=listed(told.sets, lang))


def _marks(told: Told, lang: Language) -> Iterator[str]:
    if told.front:
        yield message(f"picture.mark.front-{told.front}", lang)
    if told.at_risk:
        yield message("picture.mark.next", lang)
    if told.uncovered:
        yield message("picture.mark.uncovered", lang)


def _description(read: VeinReading, lang: Language) -> str:
    tumour, front = read.named(lang, state="tumour"), read.named(lang, front=True)
    parts = [message("picture.view", lang)]
    parts.append(message("picture.tumour-in", lang, segments=tumour) if tumour else message("picture.no-tumour", lang))
    if front:
        parts.append(message("text.front", lang, segments=front))
    parts += [message("text.value-of", lang, what=name, value=text) for name, text, _ in read.notes(lang)]
    return "".join(parts) if lang == "zh" else " ".join(parts)


# --- the same in words ------------------------------------------------------------------------------------------------


def _table(read: VeinReading, name: str, subtitle: str, lang: Language) -> Table:
    head = tuple(message(f"picture.column.{each}", lang) for each in ("segment", "state", "marks", "events"))
    rows = [_row(told, lang) for told in read.segments.values()]
    rows += [(told, text, "", listed(map(clean, events), lang)) for told, text, events in read.notes(lang)]
    caption = message("text.value-of", lang, what=clean(name), value=clean(subtitle)) if subtitle else clean(name)
    return Table(caption, head, tuple(rows))


def _row(told: Told, lang: Language) -> tuple[str, str, str, str]:
    marks = [*_marks(told, lang)]
    marks += [message("picture.mark.route", lang, route=message(f"route.{name}", lang)) for name in told.routes]
    if told.state == "tumour" and told.sets:
        marks.append(message("picture.mark.set", lang, letters=listed(told.sets, lang)))
    return (label(told.id, lang), _state(told, lang), listed(marks, lang), listed(told.events, lang))
