"""The arguments of `cephalad screen`: an archive to be screened, or one of its two further words."""

from __future__ import annotations

from cephalad.cli.parser_screen_labels import add_evaluate, add_sample

TYPE_CHECKING = False  # `typing` itself costs more than the whole parser
if TYPE_CHECKING:
    from argparse import Namespace

    from cephalad.cli.parser import Commands

__all__ = ["add_screen", "with_action"]

SAYS = "read an archive of reports and rank the women whose chart somebody should read"
EPILOG = """\
cephalad screen reports.parquet --output found
cephalad screen exports/ --columns text=REPORT,id=ACCESSION,patient=MRN --output found --jobs 2
cephalad screen sample --help     draw reports of a finished run for two people to label
cephalad screen evaluate --help   what the labels say of the screener

An archive that is itself called sample or evaluate is written ./sample or ./evaluate.
A run that was ended goes on when the same line is typed again."""

_ARCHIVE = "archive"
_WORDS = ("sample", "evaluate")


def with_action(arguments: list[str]) -> list[str]:
    """The arguments, with the action of `screen` named: a word of its own, else the archive.

    Examples
    --------
    >>> with_action(["screen", "sample", "found"]), with_action(["screen", "./sample"])
    (['screen', 'sample', 'found'], ['screen', 'archive', './sample'])
    """
    if arguments[:1] != ["screen"] or arguments[1:2] in ([word] for word in _WORDS):
        return arguments
    return ["screen", _ARCHIVE, *arguments[1:]]


def add_screen(commands: Commands) -> None:
    """Add `screen` to the commands."""
    about = f"{SAYS[:1].upper()}{SAYS[1:]}."
    screen = commands.add_parser("screen", help=SAYS, description=about)
    actions = screen.add_subparsers(metavar="ACTION", required=True)
    parser = actions.add_parser(_ARCHIVE, prog=screen.prog, description=about, epilog=EPILOG)
    parser.add_argument(
        "archive", metavar="ARCHIVE", nargs="+", help="a file (.parquet, .csv, .jsonl), or a folder of such files"
    )
    parser.add_argument("--output", metavar="DIR", required=True, help="the folder to write into")
    parser.add_argument(
        "--columns",
        metavar="NAME=COLUMN,…",
        default="",
        help="what the files call id, text, lang, modality, patient and date, where it is not just so",
    )
    parser.add_argument("--jobs", metavar="N", type=int, default=1, help="processes at a time (default: 1)")
    parser.add_argument(
        "--lang",
        choices=("en", "zh"),
        default="en",
        help="language of the words of the list (default: en); in which one a report is, its row or its script says",
    )
    parser.add_argument(
        "--anew", action="store_true", help="throw away a run of other rules or other files that stands in DIR"
    )
    parser.set_defaults(run=_screen)
    add_sample(actions)
    add_evaluate(actions)


def _screen(options: Namespace) -> int:
    from cephalad.cli.screen import screen

    return screen(options)
