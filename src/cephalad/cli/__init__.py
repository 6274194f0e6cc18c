"""Arguments of the command line come in; data goes to standard output, messages to standard error, an exit code out.

Each command is imported when it is called, so that asking for help costs next to nothing.
No clinical rule stands here, and no message holds a patient's value.
"""

from __future__ import annotations

import sys

# What only a type needs is not imported at run time: it would double the time that help takes.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code of one call: 0 done, 1 the answer is no, 2 wrong call, 3 input unreadable, 4 internal error.

    Parameters
    ----------
    arguments : what follows the program's name; `sys.argv` when left out
    """
    from cephalad.cli.parser import build_parser
    from cephalad.cli.parser_screen import with_action
    from cephalad.cli.running import parsed, run
    from cephalad.cli.streams import use_utf8

    use_utf8()
    given = with_action(sys.argv[1:] if arguments is None else list(arguments))
    return run(lambda: parsed(build_parser(), given))
