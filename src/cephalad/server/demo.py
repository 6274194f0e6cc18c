"""The demonstration: the reference patient and the published cases in a store of their own, opened by one link."""

from __future__ import annotations

from collections.abc import Callable

from cephalad.errors import InvalidArgument
from cephalad.record import example_names, read_example
from cephalad.server.config import Config

__all__ = ["fill", "refuse_mixed"]

ACTOR = "cephalad serve --demo"


def refuse_mixed(config: Config) -> None:
    """Nothing, when the store is of the kind that is asked for: a demonstration, or an installation with accounts.

    Raises
    ------
    InvalidArgument : otherwise: a demonstration would open patients' records to everybody at this machine
    """
    from django.contrib.auth import get_user_model

    from cephalad.server.accounts.links import DEMO_ACCOUNT
    from cephalad.server.store.models import ChainRow

    is_demo = get_user_model().objects.filter(username=DEMO_ACCOUNT).exists()
    if config.demo and not is_demo and ChainRow.objects.exists():
        raise InvalidArgument(
            f"data: {config.data_folder} holds an installation with patients; name another folder for a demonstration"
        )
    if not config.demo and is_demo:
        raise InvalidArgument(f"data: {config.data_folder} holds a demonstration; add --demo, or name another folder")


def fill(progress: Callable[[int], None] | None = None) -> int:
    """How many cases were put into the store: every shipped example, unless it holds some already.

    Parameters
    ----------
    progress : called with the number of cases so far
    """
    from cephalad.server.accounts.links import demo_account
    from cephalad.server.store.append import writing
    from cephalad.server.store.cases import heads, import_case

    demo_account()
    if heads():
        return 0
    names = example_names()
    with writing():
        for number, name in enumerate(names, start=1):
            import_case(read_example(name), ACTOR)
            if progress is not None:
                progress(number)
    return len(names)
