"""The commands, their arguments and their help; the code behind each is imported when it is called."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, HelpFormatter, Namespace, RawDescriptionHelpFormatter

from cephalad import __version__
from cephalad.cli.parser_read import add_read
from cephalad.cli.parser_screen import add_screen
from cephalad.cli.parser_server import add_serve, add_store
from cephalad.cli.streams import printable, width_of, write_out

TYPE_CHECKING = False  # `typing` itself costs more than the whole parser
if TYPE_CHECKING:
    from argparse import _SubParsersAction
    from typing import NoReturn

    from _typeshed import SupportsWrite

    Commands = _SubParsersAction["Parser"]

__all__ = ["LANGUAGES", "Parser", "build_parser"]

LANGUAGES = ("en", "zh")
WIDEST_HELP = 100
AS_OF = "a date, month or year (its last day), day:N, or after:EVENT; today when left out"
MOMENTS = "dates, months or years (their last day), day:N for day numbers, or last: just after each last event"
CASE = "a case file, - for standard input, or the name of a shipped example"
GUIDELINE = "the name of a shipped guideline, or the file of a local variant"
TABLE = "a cohort table, Parquet (.parquet) or CSV (.csv)"
# Stated once more here: where they are worked out, a data library is loaded.
DIVIDED_BY = ("completeness", "extent", "operation")
TIME_FROM = ("last-operation", "first-operation")
ABOUT = """\
What a published clinical pathway for intravenous leiomyomatosis says of one patient's timeline,
with the reason for every statement. Decision support for professionals, not a medical device."""
EPILOG = """\
exit codes: 0 done, 1 the answer is no (invalid file, failed check), 2 wrong call, 3 input unreadable,
4 internal error. Data goes to standard output, everything else to standard error.

first steps:
  cephalad assess zhao-tian-2026 --as-of 2026-03-01    the shipped reference patient as of one day
  cephalad replay zhao-tian-2026                       the same timeline, event by event
  cephalad new > case.yaml                             an empty case file
  cephalad validate case.yaml                          everything that is wrong with it"""


class _Help(RawDescriptionHelpFormatter):
    """Help as wide as the terminal."""

    def __init__(self, prog: str) -> None:
        # Given here because the default asks `shutil`, whose import costs more than all the rest of the help.
        HelpFormatter.__init__(self, prog, width=min(WIDEST_HELP, width_of(sys.stdout)) - 2, max_help_position=24)


class Parser(ArgumentParser):
    """A parser that takes no abbreviations and prints no raw control characters of a wrong argument."""

    def __init__(self, **settings: object) -> None:
        super().__init__(formatter_class=_Help, allow_abbrev=False, **settings)  # type: ignore[arg-type]

    def error(self, message: str) -> NoReturn:
        """End with the usage and the message, exit code 2."""
        super().error(printable(message))

    def _print_message(self, message: str, file: SupportsWrite[str] | None = None) -> None:
        # The inherited one swallows the error of a closed pipe or a full disk.
        if file is sys.stdout:
            write_out(message)
        else:
            super()._print_message(message, file)


def build_parser() -> Parser:
    """The parser of the whole command line; `run` of its result is the command to call."""
    parser = Parser(prog="cephalad", description=ABOUT, epilog=EPILOG)
    parser.add_argument("--version", action="version", version=f"cephalad {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _add_assess(commands)
    _add_replay(commands)
    _add_files(commands)
    _add_guideline(commands)
    _add_cohort(commands)
    _add_evidence(commands)
    add_read(commands)
    add_screen(commands)
    add_serve(commands)
    add_store(commands)
    return parser


def _command(commands: Commands, name: str, says: str, epilog: str = "") -> Parser:
    return commands.add_parser(name, help=says, description=f"{says[:1].upper()}{says[1:]}.", epilog=epilog)


def _actions(parser: Parser) -> Commands:
    return parser.add_subparsers(title="actions", metavar="ACTION", required=True)


FORMATS = {
    "text": "text for people (default)",
    "json": "JSON",
    "html": "one page that needs nothing else",
    "ics": "a calendar of windows, doses and bookings",
    "svg": "the curves as a drawing",
    "pdf": "a sheet of paper",
}
SHEETS = {
    "mdt": "for the team meeting (default)",
    "summary": "everything, for the chart",
    "care": "draft of a case report, with what is missing marked",
}


def _add_format(parser: Parser, *further: str) -> None:
    offered = ("text", "json", *further)
    told = _told({name: FORMATS[name] for name in offered})
    parser.add_argument("--format", choices=offered, default="text", help=told)


def _told(choices: dict[str, str]) -> str:
    return "; ".join(f"{name}: {says}" for name, says in choices.items())


def _add_lang(parser: Parser) -> None:
    parser.add_argument("--lang", choices=LANGUAGES, default="en", help="language of the words (default: en)")


def _add_output(parser: Parser) -> None:
    parser.add_argument("--output", metavar="FILE", default="", help="write there instead of to standard output")


def _add_guideline_name(parser: Parser) -> None:
    parser.add_argument("--guideline", metavar="NAME", default="", help=f"{GUIDELINE} (default: zhao-tian-2026)")


# --- the commands -----------------------------------------------------------------------------------------------------


def _add_assess(commands: Commands) -> None:
    parser = _command(commands, "assess", "what the pathway concludes for one patient as of a point in time")
    parser.add_argument("case", metavar="CASE", help=CASE)
    parser.add_argument("--as-of", metavar="WHEN", default="", help=AS_OF)
    parser.add_argument(
        "--recorded-by", metavar="DATE", default="", help="only what had been recorded by that day, month or year"
    )
    _add_guideline_name(parser)
    parser.add_argument(
        "--why", metavar="ID", default="", help="only the reasons of one criterion, conclusion or notice"
    )
    _add_format(parser, "html", "ics", "pdf")
    parser.add_argument("--sheet", choices=tuple(SHEETS), default="", help=f"with --format pdf: {_told(SHEETS)}")
    _add_lang(parser)
    _add_output(parser)
    parser.set_defaults(run=_assess)


def _assess(options: Namespace) -> int:
    from cephalad.cli.assess import run_assess

    return run_assess(options)


def _add_replay(commands: Commands) -> None:
    parser = _command(commands, "replay", "one patient's timeline, event by event, and what each event changed")
    parser.add_argument("case", metavar="CASE", help=CASE)
    _add_guideline_name(parser)
    _add_format(parser, "html")
    _add_lang(parser)
    _add_output(parser)
    parser.set_defaults(run=_replay)


def _replay(options: Namespace) -> int:
    from cephalad.cli.replay import run_replay

    return run_replay(options)


def _add_files(commands: Commands) -> None:
    validate = _command(commands, "validate", "everything that is wrong with case files; exit code 1 when anything is")
    validate.add_argument("files", metavar="FILE", nargs="+", help=CASE)
    _add_format(validate)
    _add_lang(validate)
    validate.set_defaults(run=_files, action="validate")
    new = _command(commands, "new", "an empty case file, to standard output")
    _add_output(new)
    new.set_defaults(run=_files, action="new")
    examples = _actions(_command(commands, "examples", "the shipped example cases"))
    listed = _command(examples, "list", "the cases at a glance: how far the tumour reached, and the outcome")
    _add_format(listed)
    _add_lang(listed)
    listed.set_defaults(run=_files, action="examples-list")
    shown = _command(examples, "show", "one case file, to standard output")
    shown.add_argument("name", metavar="NAME")
    shown.set_defaults(run=_files, action="examples-show")
    copied = _command(examples, "copy", "one case file, to a new file of your own")
    copied.add_argument("name", metavar="NAME")
    copied.add_argument("file", metavar="FILE")
    copied.set_defaults(run=_files, action="examples-copy")
    schema = _command(commands, "schema", "the JSON Schema (draft 2020-12) of a case file or of an assessment")
    schema.add_argument("what", choices=("case", "assessment"))
    _add_output(schema)
    schema.set_defaults(run=_files, action="schema")


def _files(options: Namespace) -> int:
    from cephalad.cli import files

    return files.COMMANDS[options.action](options)


def _add_guideline(commands: Commands) -> None:
    actions = _actions(_command(commands, "guideline", "the pathway itself: its content, its checks, its coverage"))
    for name, says in (
        ("show", "chapters, criteria and parameters with statements and sources"),
        ("check", "what is wrong with the guideline; exit code 1 when anything is"),
        ("coverage", "what becomes of each statement of the paper"),
    ):
        parser = _command(actions, name, says)
        _add_guideline_name(parser)
        _add_format(parser)
        _add_output(parser)
        parser.set_defaults(run=_guideline, action=name)
    parser = _command(actions, "diff", "the rules in which two guidelines differ, and the cases answered differently")
    parser.add_argument("before", metavar="A", help=GUIDELINE)
    parser.add_argument("after", metavar="B", help=GUIDELINE)
    parser.add_argument("cases", metavar="CASE", nargs="*", help=f"{CASE} (default: every shipped case)")
    _add_format(parser)
    _add_lang(parser)
    _add_output(parser)
    parser.set_defaults(run=_guideline, action="diff")


def _guideline(options: Namespace) -> int:
    from cephalad.cli import guideline

    return guideline.COMMANDS[options.action](options)


def _add_cohort(commands: Commands) -> None:
    actions = _actions(_command(commands, "cohort", "many patients at once, as one table of findings"))
    parser = _command(actions, "collect", "the cohort table of case files; exit code 1 when one had to be left out")
    parser.add_argument("cases", metavar="CASE", nargs="+", help=f"{CASE}, or a directory of case files")
    parser.add_argument(
        "--output", metavar="FILE", required=True, help="write there: Parquet (.parquet) or CSV (.csv) by its ending"
    )
    parser.set_defaults(run=_cohort, action="collect")
    parser = _command(actions, "simulate", "a table of patients whom nobody ever was, each marked as synthetic")
    parser.add_argument("--patients", metavar="N", type=int, required=True, help="how many, up to 100 million")
    parser.add_argument(
        "--seed", metavar="S", type=int, required=True, help="a whole number; the same one, the same file"
    )
    parser.add_argument(
        "--output", metavar="FILE", required=True, help="write there: Parquet (.parquet) or CSV (.csv) by its ending"
    )
    parser.set_defaults(run=_cohort, action="simulate")
    _add_recurrence(actions)
    parser = _command(actions, "assess", "the whole pathway over a table: one row of answers a patient and moment")
    parser.add_argument("table", metavar="TABLE", help="a cohort table: Parquet (.parquet) or CSV (.csv)")
    parser.add_argument("--as-of", metavar="WHEN[,WHEN…]", required=True, help=MOMENTS)
    parser.add_argument(
        "--recorded-by", metavar="DATE", default="", help="only what had been recorded by that day, month or year"
    )
    _add_guideline_name(parser)
    parser.add_argument("--criteria", action="store_true", help="also the verdict of every criterion: yes, no, unknown")
    parser.add_argument(
        "--no-missing",
        dest="missing",
        action="store_false",
        help="leave out which facts would settle an open conclusion",
    )
    parser.add_argument(
        "--output", metavar="FILE", required=True, help="write there: Parquet (.parquet) or CSV (.csv) by its ending"
    )
    parser.set_defaults(run=_cohort, action="assess")
    _add_summary(actions)


def _add_summary(actions: Commands) -> None:
    parser = _command(actions, "summary", "what a registry sees: groups, stages, what is late, missing or not done")
    parser.add_argument(
        "answers", metavar="ANSWERS", help="the answers of `cohort assess`: Parquet (.parquet) or CSV (.csv)"
    )
    parser.add_argument(
        "--show-small-cells", action="store_true", help="also counts below five; then it is not to be passed on"
    )
    _add_format(parser, "html")
    _add_lang(parser)
    _add_output(parser)
    parser.set_defaults(run=_cohort, action="summary")


def _add_recurrence(actions: Commands) -> None:
    parser = _command(actions, "recurrence", "how often and when new tumour follows an operation")
    parser.add_argument("table", metavar="FILE", help=TABLE)
    parser.add_argument("--by", choices=DIVIDED_BY, required=True, help="what divides the patients")
    parser.add_argument(
        "--from",
        dest="start",
        choices=TIME_FROM,
        default=TIME_FROM[0],
        help="from which operation time runs (default: the last before any new tumour)",
    )
    parser.add_argument(
        "--published", action="store_true", help="say that these are published case reports, which are selected"
    )
    _add_format(parser, "html", "svg")
    _add_lang(parser)
    _add_output(parser)
    parser.set_defaults(run=_cohort, action="recurrence")


def _cohort(options: Namespace) -> int:
    from cephalad.cli import cohort

    return cohort.COMMANDS[options.action](options)


def _add_evidence(commands: Commands) -> None:
    actions = _actions(_command(commands, "evidence", "the studies behind the figures, and the paper's own numbers"))
    parser = _command(actions, "studies", "every study in a line, or one of them in full")
    parser.add_argument("study", metavar="ID", nargs="?", default="", help="the id of a study")
    _add_format(parser)
    _add_output(parser)
    parser.set_defaults(run=_evidence, action="studies")
    for name, says in (
        ("claims", "every number of the paper, and how far it can be checked"),
        ("check", "what is wrong with studies, strata and claims; exit code 1 when anything is"),
    ):
        parser = _command(actions, name, says)
        _add_format(parser)
        _add_output(parser)
        parser.set_defaults(run=_evidence, action=name)
    parser = _command(actions, "add", "check a new study file and, when it is sound, put it beside the others")
    parser.add_argument("file", metavar="FILE", help="a study file (TOML)")
    parser.add_argument(
        "--into", metavar="DIR", default="", help="the folder to put it into (default: the studies of this checkout)"
    )
    _add_format(parser)
    parser.set_defaults(run=_evidence, action="add")
    _add_pool(actions)


def _add_pool(actions: Commands) -> None:
    parser = _command(actions, "pool", "what the studies of each question give together; exit code 1 when out of date")
    parser.add_argument("stratum", metavar="STRATUM", nargs="?", default="", help="one question; all when left out")
    parser.add_argument("--write", action="store_true", help="compute all anew and put the result beside the studies")
    parser.add_argument(
        "--registry", metavar="TABLE", default="", help="count the women of a cohort table as one more study"
    )
    parser.add_argument(
        "--centre", metavar="WORD", default="", help="the family of the registry's centre, whose studies it replaces"
    )
    _add_format(parser)
    _add_output(parser)
    parser.set_defaults(run=_pool, action="pool")
    parser = _command(actions, "forest", "one question as a forest plot, as SVG")
    parser.add_argument("stratum", metavar="STRATUM", help="the id of a question; cephalad evidence pool lists them")
    _add_lang(parser)
    _add_output(parser)
    parser.set_defaults(run=_pool, action="forest")


def _pool(options: Namespace) -> int:
    from cephalad.cli import pool

    return pool.COMMANDS[options.action](options)


def _evidence(options: Namespace) -> int:
    from cephalad.cli import evidence

    return evidence.COMMANDS[options.action](options)
