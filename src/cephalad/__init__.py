"""One patient's timeline in, the whole pathway's answer for intravenous leiomyomatosis out.

`cephalad.record.load` reads a case file, `cephalad.assessment.assess` says what the pathway concludes as of a point in
time, and `Assessment.to_json` prints it.
Nothing here guesses: what is not known is *unknown*, with the fact that would decide it.
"""

from __future__ import annotations

__all__ = ["__version__"]

__version__ = "0.1.0"
