"""The arguments of `cephalad read`."""

from __future__ import annotations

TYPE_CHECKING = False  # `typing` itself costs more than the whole parser
if TYPE_CHECKING:
    from argparse import Namespace

    from cephalad.cli.parser import Commands

__all__ = ["add_read"]

SAYS = "what a free-text report says, in the words of the vocabulary, as events for a person to accept"
EPILOG = """\
Reports in English, Chinese, or both. --modality: ultrasound, doppler, ct, mr, echocardiography and the other
modalities of the vocabulary, operation, pathology; without it the report's own words are taken.
Nothing enters a record by itself."""
# Stated once more here, as in parser.py, which imports this module.
LANGUAGES = ("en", "zh")
FORMATS = ("text", "json", "html")


def add_read(commands: Commands) -> None:
    """Add `read` to the commands."""
    parser = commands.add_parser("read", help=SAYS, description=f"{SAYS[:1].upper()}{SAYS[1:]}.", epilog=EPILOG)
    parser.add_argument("report", metavar="REPORT", help="a text file in UTF-8, or - for standard input")
    parser.add_argument("--modality", metavar="WORD", default="", help="what kind of report it is")
    told = "text: text for people (default); json: JSON; html: one page that needs nothing else"
    parser.add_argument("--format", choices=FORMATS, default="text", help=told)
    parser.add_argument("--lang", choices=LANGUAGES, default="en", help="language of the words (default: en)")
    parser.add_argument("--output", metavar="FILE", default="", help="write there instead of to standard output")
    parser.set_defaults(run=_read)


def _read(options: Namespace) -> int:
    from cephalad.cli.read import run_read

    return run_read(options)
