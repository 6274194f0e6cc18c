"""Extents, timelines and the venous graph come in; pictures go out, each as SVG and as a table that says the same.

Everything that the eye can read stands in the table too; states are told by pattern and words, never by colour alone.
Nothing is concluded here, no file and no clock is touched, and what a record says is only ever text.
"""

from __future__ import annotations

from cephalad.pictures.picture import Picture, Table
from cephalad.pictures.timeline import timeline
from cephalad.pictures.vein_map import vein_map
from cephalad.pictures.venous_graph import venous_graph

__all__ = ["Picture", "Table", "timeline", "vein_map", "venous_graph"]
