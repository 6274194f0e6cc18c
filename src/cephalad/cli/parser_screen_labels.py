"""The arguments of `cephalad screen sample` and `cephalad screen evaluate`."""

from __future__ import annotations

TYPE_CHECKING = False  # `typing` itself costs more than the whole parser
if TYPE_CHECKING:
    from argparse import Namespace

    from cephalad.cli.parser import Commands

__all__ = ["add_evaluate", "add_sample"]

SAMPLE = "reports of a finished run, drawn from every tier, for two people to label"
EVALUATE = "what the labels say: agreement, sensitivity, specificity, charts to read for a case"
FORMATS = ("text", "json", "html")
AFTER_SAMPLE = """\
writes LABELS.csv for whoever keeps the study, and beside it LABELS-reader-1.csv and LABELS-reader-2.csv: one sheet
for each reader, without tier and without the other's answers. How to go on: docs/evaluate-the-screener.md"""


def add_sample(commands: Commands) -> None:
    """Add `sample` to the actions of `screen`."""
    parser = commands.add_parser("sample", help=SAMPLE, description=f"{_sentence(SAMPLE)}", epilog=AFTER_SAMPLE)
    parser.add_argument("folder", metavar="DIR", help="the folder that `cephalad screen ARCHIVE… --output DIR` wrote")
    parser.add_argument("--size", metavar="N", type=int, required=True, help="how many reports")
    parser.add_argument(
        "--seed", metavar="S", type=int, required=True, help="a whole number; the same, the same sample"
    )
    parser.add_argument(
        "--with-text", action="store_true", help="also the text of each report, read again from the archive"
    )
    parser.add_argument("--output", metavar="LABELS.csv", required=True, help="a new file")
    parser.set_defaults(run=_sample)


def add_evaluate(commands: Commands) -> None:
    """Add `evaluate` to the actions of `screen`."""
    parser = commands.add_parser("evaluate", help=EVALUATE, description=f"{_sentence(EVALUATE)}")
    parser.add_argument("labels", metavar="LABELS.csv", help="what `cephalad screen sample` wrote, filled in")
    parser.add_argument(
        "--readers",
        metavar=("SHEET", "SHEET"),
        nargs=2,
        default=(),
        help="the two readers' own sheets, when their answers do not stand in LABELS.csv yet",
    )
    parser.add_argument(
        "--prevalence",
        metavar="P",
        type=float,
        default=None,
        help="also the predictive value where this share of all reports are cases, such as 0.003",
    )
    parser.add_argument("--format", choices=FORMATS, default="text", help="text: for people (default); html: one page")
    parser.add_argument("--lang", choices=("en", "zh"), default="en", help="language of the words (default: en)")
    parser.add_argument("--output", metavar="FILE", default="", help="write there instead of to standard output")
    parser.set_defaults(run=_evaluate)


def _sentence(says: str) -> str:
    return f"{says[:1].upper()}{says[1:]}."


def _sample(options: Namespace) -> int:
    from cephalad.cli.screen_labels import sample

    return sample(options)


def _evaluate(options: Namespace) -> int:
    from cephalad.cli.screen_labels import evaluate

    return evaluate(options)
