"""Where each segment lies in the picture of the veins: its course, its width, and where its name stands.

The view is frontal: the patient's left is on the reader's right. Every course runs the way the tumour grows, so that
its end is the end toward the heart, or the far end of a side branch. The drawing is a scheme: places, not lengths.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Literal

from cephalad.pictures.curves import Curve, Point

__all__ = ["BOTTOM", "COLUMN", "LAYOUT", "ORGANS", "TOP", "WIDTH", "Organ", "Spot", "mirrored"]

WIDTH = 900.0
TOP, BOTTOM = 74.0, 1024.0
COLUMN = 208.0
"""How wide the column of names is on either side."""

_MIDDLE = 450.0


@dataclass(frozen=True)
class Spot:
    """The place of one segment in the picture.

    Attributes
    ----------
    courses : the middle lines of its tubes; the first is the one that marks stand on
    width : of the tube
    outline : the shape of a chamber of the heart; None for a tube
    label : the column in which the name stands, and the height of the name's middle
    touch : the share of the first course at which the line from the name ends
    enters : the share of the first course at which an ovarian vein opens into it
    above : 1 where the segment passes in front of others
    borders : shares of the course at which a fine line marks that the next segment goes on in the same direction
    """

    courses: tuple[Curve, ...]
    width: float
    label: tuple[Literal["left", "right"], float]
    touch: float = 0.5
    outline: Curve | None = None
    above: int = 0
    enters: float = 0
    borders: tuple[float, ...] = ()

    @cached_property
    def course(self) -> Curve:
        """The course that marks stand on."""
        return self.courses[0]


@dataclass(frozen=True)
class Organ:
    """An organ that is only hinted at: its tint, its shape, and its thickness where the shape is its middle line."""

    tint: str
    shape: Curve
    thick: float = 0


def mirrored(point: Point) -> Point:
    """The point on the patient's other side."""
    return (2 * _MIDDLE - point[0], point[1])


def _tube(*points: Point, width: float, label: tuple[Literal["left", "right"], float], **more: object) -> Spot:
    return Spot((Curve(points),), width, label, **more)  # type: ignore[arg-type]


# --- the patient's right side; the left one is mirrored where it is alike ---------------------------------------------

_PELVIS: Mapping[str, tuple[tuple[Point, ...], float, float, float, int, tuple[float, ...]]] = MappingProxyType(
    {
        # course, width, height of the name, where the line from the name touches, in front, borders
        "uterine-vein": (((404, 836), (408, 880), (394, 908), (357, 912)), 13, 924, 0.86, 0, ()),
        "pelvic-venous-plexus": (
            ((398, 914), (405, 940), (386, 962), (360, 956), (349, 930)),
            12,
            986,
            0.55,
            0,
            (),
        ),
        "internal-iliac-vein": (((345, 926), (349, 880), (338, 810), (333, 748)), 16, 862, 0.42, 0, (1,)),
        "external-iliac-vein": (((331, 750), (316, 786), (278, 826), (229, 858)), 18, 800, 0.74, 0, ()),
        "ovarian-vein-pelvic": (((304, 832), (299, 806), (288, 776), (286, 748)), 13, 738, 0.84, 1, (1,)),
    }
)


def _pelvic(name: str, side: Literal["left", "right"]) -> Spot:
    points, width, height, touch, above, borders = _PELVIS[name]
    # The patient's right side is drawn on the left of the page.
    turned = points if side == "right" else tuple(map(mirrored, points))
    column: Literal["left", "right"] = "left" if side == "right" else "right"
    return Spot((Curve(turned),), width, (column, height), touch=touch, above=above, borders=borders)


def _both_sides() -> dict[str, Spot]:
    sides: tuple[Literal["left", "right"], ...] = ("left", "right")
    return {f"{side}-{name}": _pelvic(name, side) for side in sides for name in _PELVIS}


# A place reads better on one or two lines than on ten.
# fmt: off
_OWN_COURSES: Mapping[str, Spot] = MappingProxyType(
    {
        "right-common-iliac-vein": _tube(
            (332, 754), (350, 718), (404, 692), (426, 648), width=22, label=("left", 676), touch=0.42
        ),
        "left-common-iliac-vein": _tube(
            (568, 754), (548, 718), (470, 696), (434, 648), width=22, label=("right", 676), touch=0.36
        ),
        "right-ovarian-vein-abdominal": _tube(
            (286, 748), (286, 700), (306, 644), (352, 606), (421, 582),
            width=13, label=("left", 614), touch=0.4, above=1,
        ),
        "left-ovarian-vein-abdominal": _tube(
            (614, 748), (616, 690), (606, 620), (576, 566), (566, 526),
            width=13, label=("right", 614), touch=0.5, above=1,
        ),
        "right-renal-vein": _tube((417, 520), (362, 518), (292, 530), width=17, label=("left", 470), touch=0.8),
        "left-renal-vein": _tube(
            (626, 512), (560, 524), (500, 520), (443, 512), width=17, label=("right", 530), touch=0.1, enters=0.33
        ),
        "infrarenal-ivc": _tube(
            (430, 668), (430, 600), (430, 518), width=32,
            label=("left", 540), touch=0.7, borders=(0.08, 1), enters=0.57
        ),
        "suprarenal-ivc": _tube(
            (430, 518), (430, 480), (431, 438), width=32,
            label=("right", 458), touch=0.55, borders=(1,)
        ),
        "retrohepatic-ivc": _tube(
            (431, 438), (432, 395), (431, 348), width=32,
            label=("right", 386), touch=0.45, borders=(1,)
        ),
        "suprahepatic-ivc": _tube((431, 348), (431, 310), (431, 264), width=32, label=("left", 296), touch=0.52),
        "hepatic-veins": Spot(
            (
                Curve(((422, 350), (376, 338), (318, 350))),
                Curve(((424, 350), (392, 368), (352, 400))),
                Curve(((440, 350), (490, 340), (538, 352))),
            ),
            13,
            ("left", 366),
            touch=0.9,
        ),
        "right-atrium": Spot(
            (Curve(((430, 256), (420, 236), (442, 226), (466, 250))),),
            60,
            ("left", 232),
            outline=Curve(
                (
                    (452, 194), (418, 190), (390, 208), (382, 240), (392, 272), (420, 286), (448, 282),
                    (462, 258), (460, 222),
                ),
                closed=True,
            ),
        ),
        "right-ventricle": Spot(
            (Curve(((466, 250), (508, 284), (538, 262), (510, 206))),),
            50,
            ("right", 292),
            touch=0.5,
            outline=Curve(
                (
                    (463, 236), (484, 216), (496, 192), (522, 192), (540, 222), (566, 268), (582, 308),
                    (560, 320), (500, 306), (464, 280),
                ),
                closed=True,
            ),
        ),
        "pulmonary-arteries": Spot(
            (
                Curve(((509, 202), (508, 170), (522, 148), (560, 134), (606, 130))),
                Curve(((507, 166), (480, 144), (420, 134), (352, 138))),
            ),
            22,
            ("right", 132),
            touch=0.9,
        ),
        "superior-vena-cava": _tube(
            (424, 201), (420, 160), (418, 96), width=27, label=("left", 118), touch=0.75, above=1
        ),
        "other": _tube((540, 1000), (568, 990), (596, 1000), (624, 990), width=13, label=("right", 1042)),
    }
)
# fmt: on

LAYOUT: Mapping[str, Spot] = MappingProxyType({**_both_sides(), **_OWN_COURSES})
"""The place of every segment."""


def _kidney(x: float) -> Curve:
    """The patient's right kidney."""
    points = ((0, -44), (26, -30), (22, -8), (14, 4), (24, 24), (16, 46), (-10, 50), (-32, 22), (-34, -18), (-18, -40))
    return Curve(tuple((x + dx, 528 + dy) for dx, dy in points), closed=True)


def _turned(shape: Curve, *, up: float = 0) -> Curve:
    """The same on the patient's other side."""
    return Curve(tuple((x, y - up) for x, y in map(mirrored, shape.points)), closed=shape.closed)


_OVARY = Curve(((304, 826), (322, 832), (328, 848), (316, 862), (296, 860), (286, 844)), closed=True)
_UTERUS = Curve(
    ((450, 818), (484, 822), (508, 842), (506, 872), (488, 902), (476, 930), (474, 958),
     (450, 968), (426, 958), (424, 930), (412, 902), (394, 872), (392, 842), (416, 822)),
    closed=True,
)  # fmt: skip
_LIVER = Curve(
    ((262, 360), (300, 318), (370, 304), (440, 308), (520, 318), (596, 326), (606, 340),
     (560, 372), (500, 402), (440, 430), (360, 446), (290, 440), (258, 404)),
    closed=True,
)  # fmt: skip
_HEART = Curve(
    ((436, 176), (500, 166), (556, 182), (604, 230), (630, 290), (614, 330), (560, 336), (480, 324),
     (408, 302), (370, 264), (370, 214), (396, 184)),
    closed=True,
)  # fmt: skip
_TUBE = Curve(((404, 836), (376, 818), (340, 812), (306, 820)))

ORGANS: tuple[Organ, ...] = (
    Organ("liver", _LIVER),
    Organ("heart", _HEART),
    Organ("kidney", _kidney(262)),
    Organ("kidney", _turned(_kidney(262), up=10)),
    Organ("uterus", _TUBE, thick=9),
    Organ("uterus", _turned(_TUBE), thick=9),
    Organ("uterus", _UTERUS),
    Organ("ovary", _OVARY),
    Organ("ovary", _turned(_OVARY)),
)
"""The organs behind the veins, those farther back first."""
