"""A stratum of studies as a forest plot: each cohort with its exact interval, the pooled middle and what a new centre
may have, beside the numbers that the marks stand for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import floor, log10, sqrt

from cephalad.anatomy import Language
from cephalad.evidence.pooled_model import Pooled, PooledAnalysis, PooledRow, TooFewStudies
from cephalad.pictures.curves import Point, number
from cephalad.pictures.drawing import Canvas, Words, wrapped, write_heading
from cephalad.pictures.key import SWATCH, Entry, draw_key
from cephalad.pictures.palette import GROUND, INK, OUTLINE, QUIET, ROUTE_I, TINTS
from cephalad.pictures.picture import Picture, Table
from cephalad.terms import clean, message

__all__ = ["forest_plot"]

_WIDTH, _MARGIN = 900.0, 10.0
_COUNTS, _LEFT, _RIGHT, _VALUE = 290.0, 316.0, 676.0, 694.0
_TOP, _ROW, _LINE = 104.0, 32.0, 14.0
_HALF_DIAMOND = 8.0
_STEPS_OF_AXIS = 5
_NAME = Words(12)
_HEAD = Words(12, bold=True)
_TICK = Words(11.5, fill=QUIET, anchor="middle")
_COUNT = Words(12, anchor="end")


@dataclass(frozen=True, slots=True)
class _Scale:
    """Where a share, or a rate, stands.

    Attributes
    ----------
    most : the right end of the axis
    """

    most: float

    def x(self, value: float) -> float:
        return _LEFT + (_RIGHT - _LEFT) * min(value, self.most) / self.most

    @property
    def marks(self) -> tuple[float, ...]:
        return tuple(self.most * at / _STEPS_OF_AXIS for at in range(_STEPS_OF_AXIS + 1))


def forest_plot(
    analysis: PooledAnalysis,
    *,
    lang: Language = "en",
    title: str = "",
    subtitle: str = "",
    note: str = "",
    id: str = "forest-plot",  # noqa: A002  the attribute's own word for it
) -> Picture:
    """The cohorts of one analysis, one below the other, and what both models make of them.

    A square is a cohort, larger for more patients, its line the exact interval. A filled diamond is the Bayesian middle
    centre with its interval and the dashed bar beneath it what a new centre may have; a hollow diamond is maximum
    likelihood. Where studies are too few to be pooled there is no diamond, and the picture says so.

    Parameters
    ----------
    title, subtitle : the question, and for example of what time the figures speak
    note : what the figure does not account for, written in full below the key
    id : beginning of every id in the drawing; two pictures on one page need two

    Raises
    ------
    InvalidArgument : for an id that is no plain word

    Examples
    --------
    >>> from cephalad.evidence.pooled import pooled
    >>> forest_plot(pooled()["uterus-kept"].main).table.rows[0]
    ('Ma-2016', '4 of 7', '57.1 % (18.4 to 90.1)')
    """
    name = title or _said("title", lang)
    about = _description(analysis, subtitle, lang)
    canvas = Canvas(id, width=_WIDTH, height=_TOP, title=name, description=about, lang=lang)
    write_heading(canvas, name, about, margin=_MARGIN, room=_WIDTH - 2 * _MARGIN)
    scale = _Scale(_end_of_axis(analysis))
    results = tuple(_results(analysis, lang))
    bottom = _TOP + _ROW * (len(analysis.rows) + len(results)) + (10 if results else 0)
    _draw_axis(canvas, scale, bottom, analysis, lang)
    most = max(row.patients for row in analysis.rows)
    y = _TOP
    for at, row in enumerate(analysis.rows):
        _draw_row(canvas, row, _label(row, analysis), scale, y, place=at, most=most, lang=lang)
        y += _ROW
    if results:
        y += 10
        canvas.line(((_MARGIN, y - 5), (_WIDTH - _MARGIN, y - 5)), OUTLINE, stroke_width=1)
    for result in results:
        result.draw(canvas, scale, y)
        y += _ROW
    y += 64
    if analysis.raw is not None:
        y = _write(canvas, _said("too-few", lang), y - 4)
    y = draw_key(canvas, tuple(_key(canvas, analysis, lang)), y)
    canvas.grow(_write(canvas, note, y) + 8)
    table = Table(_caption(name, subtitle, lang), _heads(analysis, lang), tuple(_table_rows(analysis, lang)))
    return Picture(id, clean(name), clean(about), canvas.root, table)


def _said(words: str, lang: Language, **values: object) -> str:
    return message(f"picture.forest.{words}", lang, **values)


def _description(analysis: PooledAnalysis, subtitle: str, lang: Language) -> str:
    told = [subtitle] if subtitle else []
    counts = {"studies": analysis.studies, "patients": analysis.patients, "events": analysis.events}
    told.append(_said("counts", lang, **counts))
    return "".join(told) if lang == "zh" else " ".join(told)


def _end_of_axis(analysis: PooledAnalysis) -> float:
    """1 for shares; for rates a round number that holds the cohorts and the pooled interval, at most ten a year."""
    if not _is_rate(analysis):
        return 1.0
    highest = max([row.high for row in analysis.rows] + [each.high for each in _models(analysis)])
    highest = min(max(highest, 0.001), 10.0)
    power = 10.0 ** floor(log10(highest))
    return power * next(step for step in (1, 2, 5, 10) if highest <= step * power)


def _is_rate(analysis: PooledAnalysis) -> bool:
    return any(row.woman_years is not None for row in analysis.rows)


def _models(analysis: PooledAnalysis) -> list[Pooled]:
    return [each for each in (analysis.bayes, analysis.ml) if each is not None]


def _label(row: PooledRow, analysis: PooledAnalysis) -> str:
    """The study; with its cohort where the study stands there twice."""
    twice = sum(other.study == row.study for other in analysis.rows) > 1
    return row.name if twice else row.study


# --- words ------------------------------------------------------------------------------------------------------------


def _value(low: float, estimate: float, high: float, *, rate: bool, lang: Language) -> str:
    told = [f"{100 * each:.1f}" for each in (estimate, low, high)]
    return _said("rate" if rate else "share", lang, value=told[0], low=told[1], high=told[2])


def _range(low: float, high: float, *, rate: bool, lang: Language) -> str:
    words = "rate-range" if rate else "share-range"
    return _said(words, lang, low=f"{100 * low:.1f}", high=f"{100 * high:.1f}")


def _of_row(row: PooledRow, lang: Language) -> str:
    if row.woman_years is not None:
        return _said("in-years", lang, events=row.events, years=f"{row.woman_years:.0f}")
    return _said("of", lang, events=row.events, patients=row.patients)


def _heads(analysis: PooledAnalysis, lang: Language) -> tuple[str, str, str]:
    rate = _is_rate(analysis)
    return (
        _said("study", lang),
        _said("events-in-years" if rate else "events", lang),
        _said("rate-head" if rate else "share-head", lang),
    )


def _caption(name: str, subtitle: str, lang: Language) -> str:
    return message("text.value-of", lang, what=clean(name), value=clean(subtitle)) if subtitle else clean(name)


def _table_rows(analysis: PooledAnalysis, lang: Language) -> Iterator[tuple[str, str, str]]:
    rate = _is_rate(analysis)
    for row in analysis.rows:
        value = _value(row.low, row.estimate, row.high, rate=rate, lang=lang)
        yield clean(_label(row, analysis)), _of_row(row, lang), value
    for result in _results(analysis, lang):
        yield result.name, result.counts, result.value
        if result.predicted:
            yield _said(f"new-centre-{result.pooled.method}", lang), "", result.predicted
        yield _said(f"spread-{result.pooled.method}", lang), "", _spread(result.pooled, lang)
    if analysis.raw is not None:
        yield _said("too-few", lang), "", _raw(analysis.raw, lang)


def _spread(pooled: Pooled, lang: Language) -> str:
    if pooled.spread_low is None or pooled.spread_high is None:
        return f"{pooled.spread:.2f}"
    values = {"value": pooled.spread, "low": pooled.spread_low, "high": pooled.spread_high}
    return _said("spread-value", lang, **{name: f"{value:.2f}" for name, value in values.items()})


def _raw(raw: TooFewStudies, lang: Language) -> str:
    return _value(raw.low, raw.estimate, raw.high, rate=raw.woman_years is not None, lang=lang)


# --- drawing ----------------------------------------------------------------------------------------------------------


def _draw_axis(canvas: Canvas, scale: _Scale, bottom: float, analysis: PooledAnalysis, lang: Language) -> None:
    study, counts, value = _heads(analysis, lang)
    canvas.write((_MARGIN, _TOP - 12), study, _HEAD)
    canvas.write((_COUNTS, _TOP - 12), counts, Words(12, bold=True, anchor="end"))
    for at, line in enumerate(wrapped(value, _HEAD.size, _WIDTH - _MARGIN - _VALUE, most=1, bold=True)):
        canvas.write((_VALUE, _TOP - 12 + at * _LINE), line, _HEAD)
    for mark in scale.marks:
        canvas.line(((scale.x(mark), _TOP), (scale.x(mark), bottom)), TINTS["grey"], stroke_width=1)
    canvas.line(((_LEFT, bottom), (_RIGHT, bottom)), OUTLINE, stroke_width=1.2)
    for mark in scale.marks:
        canvas.line(((scale.x(mark), bottom), (scale.x(mark), bottom + 5)), OUTLINE, stroke_width=1.2)
        canvas.write((scale.x(mark), bottom + 19), number(100 * mark), _TICK)
    words = _said("axis-rate" if _is_rate(analysis) else "axis-share", lang)
    canvas.write(((_LEFT + _RIGHT) / 2, bottom + 38), words, Words(12, bold=True, anchor="middle"))


def _draw_row(
    canvas: Canvas, row: PooledRow, label: str, scale: _Scale, y: float, *, place: int, most: int, lang: Language
) -> None:
    if place % 2 == 0:
        canvas.shape("rect", x=_MARGIN, y=y, width=_LEFT - 16 - _MARGIN, height=_ROW, fill=TINTS["band"])
    middle = y + _ROW / 2
    room = _COUNTS - 92 - _MARGIN
    _write_lines(canvas, wrapped(label, _NAME.size, room, most=2), middle, _NAME)
    canvas.write((_COUNTS, middle + 4.5), _of_row(row, lang), _COUNT)
    _draw_interval(canvas, scale, row.low, row.high, middle, data_row=str(place))
    side = 5 + 9 * sqrt(row.patients / most)
    canvas.shape(
        "rect", x=scale.x(row.estimate) - side / 2, y=middle - side / 2, width=side, height=side, fill=INK,
        data_square=str(place),
    )  # fmt: skip
    value = _value(row.low, row.estimate, row.high, rate=row.woman_years is not None, lang=lang)
    canvas.write((_VALUE, middle + 4.5), value, _NAME)


def _draw_interval(canvas: Canvas, scale: _Scale, low: float, high: float, y: float, **more: str | float) -> None:
    left, right = scale.x(low), scale.x(high)
    canvas.line(((left, y), (right, y)), INK, None, stroke_width=1.4, **more)
    canvas.line(((left, y - 4), (left, y + 4)), INK, stroke_width=1.4)
    _draw_end(canvas, right, y, INK, open_end=high > scale.most)


def _write_lines(canvas: Canvas, lines: tuple[str, ...], middle: float, words: Words) -> None:
    for at, line in enumerate(lines):
        canvas.write((_MARGIN + 4, middle + 4.5 + (at - (len(lines) - 1) / 2) * _LINE), line, words)


@dataclass(frozen=True, slots=True)
class _Result:
    """One model's line: name, counts and value in words, and how it is drawn."""

    name: str
    counts: str
    value: str
    predicted: str
    pooled: Pooled
    lang: Language

    def draw(self, canvas: Canvas, scale: _Scale, y: float) -> None:
        filled = self.pooled.method == "bayes"
        middle = y + (_ROW / 2 - 4 if filled and self.predicted else _ROW / 2)
        _write_lines(canvas, wrapped(self.name, _HEAD.size, _COUNTS - 92 - _MARGIN, most=2, bold=True), y + _ROW / 2,
                     _HEAD)  # fmt: skip
        canvas.write((_COUNTS, y + _ROW / 2 + 4.5), self.counts, _COUNT)
        pooled = self.pooled
        _draw_diamond(canvas, scale, pooled.low, pooled.estimate, pooled.high, middle, filled=filled)
        low, high = pooled.predictive_low, pooled.predictive_high
        if filled and low is not None and high is not None:
            left, right = scale.x(low), scale.x(high)
            _draw_prediction(canvas, left, right, middle + 14, open_end=high > scale.most, data_prediction="bayes")
        told = _said("new-centre", self.lang, range=self.predicted) if filled and self.predicted else ""
        _write_values(canvas, self.value, told, y + _ROW / 2)


def _write_values(canvas: Canvas, value: str, predicted: str, middle: float) -> None:
    if predicted:
        canvas.write((_VALUE, middle - 2), value, _HEAD)
        canvas.write((_VALUE, middle + 12), predicted, Words(11.5, fill=QUIET))
    else:
        canvas.write((_VALUE, middle + 4.5), value, _HEAD)


def _draw_diamond(
    canvas: Canvas, scale: _Scale, low: float, estimate: float, high: float, y: float, *, filled: bool
) -> None:
    left, middle, right = (scale.x(each) for each in (low, estimate, high))
    corners = ((left, y), (middle, y - _HALF_DIAMOND), (right, y), (middle, y + _HALF_DIAMOND))
    _polygon(canvas, corners, filled=filled, data_diamond="bayes" if filled else "ml")


def _draw_prediction(
    canvas: Canvas, left: float, right: float, y: float, *, open_end: bool = False, **more: str | float
) -> None:
    canvas.line(((left, y), (right, y)), ROUTE_I, None, stroke_width=2.4, stroke_dasharray="6 3", **more)
    canvas.line(((left, y - 4), (left, y + 4)), ROUTE_I, stroke_width=1.6)
    _draw_end(canvas, right, y, ROUTE_I, open_end=open_end)


def _draw_end(canvas: Canvas, x: float, y: float, colour: str, *, open_end: bool) -> None:
    """The end mark of a line, or an arrow where it leaves the axis."""
    if open_end:
        canvas.polygon(((x + 5, y), (x - 3, y - 4), (x - 3, y + 4)), fill=colour, data_arrow="right")
    else:
        canvas.line(((x, y - 4), (x, y + 4)), colour, stroke_width=1.5)


def _results(analysis: PooledAnalysis, lang: Language) -> Iterator[_Result]:
    rate = _is_rate(analysis)
    for pooled in _models(analysis):
        low, high = pooled.predictive_low, pooled.predictive_high
        predicted = "" if low is None or high is None else _range(low, high, rate=rate, lang=lang)
        yield _Result(
            _said(pooled.method, lang),
            _total(pooled, lang),
            _value(pooled.low, pooled.estimate, pooled.high, rate=rate, lang=lang),
            predicted,
            pooled,
            lang,
        )


def _total(pooled: Pooled, lang: Language) -> str:
    if pooled.woman_years is not None:
        return _said("in-years", lang, events=pooled.events, years=f"{pooled.woman_years:.0f}")
    return _said("of", lang, events=pooled.events, patients=pooled.patients)


def _write(canvas: Canvas, text: str, y: float) -> float:
    words = Words(12, fill=QUIET)
    for line in wrapped(text, words.size, _WIDTH - 2 * _MARGIN) if text else ():
        canvas.write((_MARGIN, y + 8), line, words)
        y += 16
    return y + 12 if text else y


def _key(canvas: Canvas, analysis: PooledAnalysis, lang: Language) -> Iterator[Entry]:
    yield _said("key-row", lang), _row_sample(canvas)
    if analysis.bayes is not None:
        yield _said("key-bayes", lang), _diamond_sample(canvas, filled=True)
        yield _said("key-prediction", lang), lambda x, y: _draw_prediction(canvas, x, x + SWATCH, y)
    if analysis.ml is not None:
        yield _said("key-ml", lang), _diamond_sample(canvas, filled=False)


def _row_sample(canvas: Canvas) -> Callable[[float, float], None]:
    def draw(x: float, y: float) -> None:
        canvas.line(((x, y), (x + SWATCH, y)), INK, stroke_width=1.4)
        canvas.shape("rect", x=x + SWATCH / 2 - 5, y=y - 5, width=10, height=10, fill=INK)

    return draw


def _diamond_sample(canvas: Canvas, *, filled: bool) -> Callable[[float, float], None]:
    def draw(x: float, y: float) -> None:
        corners = ((x, y), (x + SWATCH / 2, y - _HALF_DIAMOND), (x + SWATCH, y), (x + SWATCH / 2, y + _HALF_DIAMOND))
        _polygon(canvas, corners, filled=filled)

    return draw


def _polygon(canvas: Canvas, corners: tuple[Point, ...], *, filled: bool, **more: str | float) -> None:
    colours = {"fill": ROUTE_I if filled else GROUND, "stroke": ROUTE_I if filled else INK}
    canvas.polygon(corners, None, **colours, stroke_width=1.4, **more)
