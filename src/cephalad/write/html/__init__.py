"""An assessment or a case comes in; one self-contained page of HTML goes out, for a screen and for paper.

It says what the text says, in the same words, and every statement opens to its reasons.
There is no script and no request, and what a record says is only ever text.
"""

from __future__ import annotations

from cephalad.write.html.assessment_page import assessment_html
from cephalad.write.html.replay_page import replay_html

__all__ = ["assessment_html", "replay_html"]
