"""`cephalad replay`: a timeline event by event, with what each event changed."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from cephalad.cli.inputs import guideline_named, valid_case_named
from cephalad.cli.output import page_for, put, put_json
from cephalad.cli.running import DONE
from cephalad.cli.streams import tell, with_progress
from cephalad.record import standing_events
from cephalad.replay import Change, replay_steps

__all__ = ["change_as_dict", "run_replay"]

LONG = 50
"""Events from which the progress is worth showing."""


def run_replay(options: Namespace) -> int:
    """Print every event with the conclusions that it changed."""
    guideline = guideline_named(options.guideline)
    case = valid_case_named(options.case)
    steps = replay_steps(case, guideline)
    changes = tuple(with_progress(steps, len(standing_events(case)), "events", from_count=LONG))
    if options.format == "json":
        put_json([change_as_dict(change) for change in changes], options)
        return DONE
    if options.format == "html":
        from cephalad.write.html import replay_html

        put(replay_html(case, guideline, lang=options.lang, changes=changes), options)
        return DONE
    if not changes:
        tell("the case holds no event")
        return DONE
    from cephalad.write.text import replay_text

    page = page_for(options)
    put(replay_text(changes, lang=options.lang, width=page.width, guideline=guideline), options)
    return DONE


def change_as_dict(change: Change) -> dict[str, Any]:
    """One step as it stands in JSON: ``{after, as_of, changes: [{key, from, to, because}]}``."""
    return {
        "after": change.after,
        "as_of": change.as_of,
        "changes": [
            {"key": item.key, "from": item.from_value, "to": item.to_value, "because": list(item.because)}
            for item in change.changes
        ],
    }
