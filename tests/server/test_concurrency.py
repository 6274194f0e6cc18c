"""Many processes at once, and processes that are killed: the chain stays whole and nothing acknowledged is lost."""

from __future__ import annotations

import os
import random
import signal
import time
import traceback
from collections.abc import Callable
from contextlib import suppress

from tests.server.filling import dose

N_WRITERS, N_ROWS_EACH = 8, 50
N_KILLS = 20


def forked(work: Callable[[], None]) -> int:
    """The id of a new process that does this work and ends; 1 is its exit code when the work raised."""
    from django.db import connections

    # A connection belongs to the process that opened it.
    connections.close_all()
    process = os.fork()
    if process:
        return process
    code = 1
    try:
        work()
        connections.close_all()
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        # Nothing of the test session's own endings may run here.
        os._exit(code)


def ended(process: int) -> int:
    """The exit code of a process, once it has ended."""
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def test_eight_writers_at_once_lose_nothing(store: str) -> None:
    """400 rows in one unbroken chain, each writer's own in the order in which it wrote them."""
    from cephalad.server.store.append import append
    from cephalad.server.store.models import ChainRow, Payload
    from cephalad.server.store.verify import verify

    def writer(number: int) -> Callable[[], None]:
        def work() -> None:
            for row in range(N_ROWS_EACH):
                append("exported", "", {"row": row}, f"writer-{number}")

        return work

    assert [ended(process) for process in [forked(writer(number)) for number in range(N_WRITERS)]] == [0] * N_WRITERS
    found = verify()
    assert (found.n_rows, found.faults) == (N_WRITERS * N_ROWS_EACH, ())
    contents = Payload.objects.order_by("row_id").values_list("row__actor", "content")
    for number in range(N_WRITERS):
        own = [content for actor, content in contents if actor == f"writer-{number}"]
        assert own == [f'{{"row":{row}}}' for row in range(N_ROWS_EACH)]
    assert ChainRow.objects.order_by("-sequence")[0].sequence == N_WRITERS * N_ROWS_EACH
    assert store


def test_writers_of_one_case_see_each_other(store: str) -> None:
    """Each event gets an id of its own, and of those who expect the same head exactly one is right."""
    from cephalad.server.store.append import head
    from cephalad.server.store.cases import add_event, create_case, load_case
    from cephalad.server.store.faults import Conflict
    from cephalad.server.store.verify import verify

    subject = create_case({"case": "patient-7"}, "anna").subject
    shown = head(subject)

    def expecting() -> None:
        try:
            add_event(subject, dose("2025-07"), "anna", expected_head=shown)
        except Conflict:
            os._exit(3)

    def adding() -> None:
        for _ in range(5):
            add_event(subject, dose("2025-08"), "anna")

    assert sorted(ended(process) for process in [forked(expecting) for _ in range(4)]) == [0, 3, 3, 3]
    assert [ended(process) for process in [forked(adding) for _ in range(4)]] == [0] * 4
    assert [event.id for event in load_case(subject).events] == [f"dose-{n}" for n in range(1, 22)]
    assert verify().is_sound
    assert store


def test_the_same_form_sent_by_eight_at_once_is_one_row(store: str) -> None:
    """A form that a browser sends again and again makes one case."""
    from cephalad.server.store.cases import create_case
    from cephalad.server.store.models import ChainRow

    def sending() -> None:
        create_case({"case": "patient-7"}, "anna", token="form-1")

    assert [ended(process) for process in [forked(sending) for _ in range(N_WRITERS)]] == [0] * N_WRITERS
    assert ChainRow.objects.count() == 1
    assert store


def test_what_was_acknowledged_survives_a_kill(store: str) -> None:
    """Twenty times a process is killed while it writes: every row it was told of is there, and the chain is whole."""
    from cephalad.server.store.append import append
    from cephalad.server.store.models import ChainRow
    from cephalad.server.store.verify import verify

    told: list[str] = []
    chance = random.Random(6)  # noqa: S311 - moments to kill at, not secrets
    for _ in range(N_KILLS):
        reading, writing_end = os.pipe()

        def work(end: int = writing_end) -> None:
            while True:
                row = append("exported", "", {"as": "pdf"}, "anna")
                os.write(end, f"{row.sequence} {row.own_hash}\n".encode())

        process = forked(work)
        os.close(writing_end)
        with os.fdopen(reading, "rb") as acknowledged:
            first = acknowledged.readline()  # it is writing now
            time.sleep(chance.uniform(0, 0.03))
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
            lines = [first, *acknowledged.readlines()]
        assert ended(process) == -signal.SIGKILL
        told += [line.decode().strip() for line in lines if line.endswith(b"\n")]

    rows = ChainRow.objects.values_list("sequence", "own_hash")
    there = {f"{sequence} {own_hash}" for sequence, own_hash in rows}
    assert len(told) >= N_KILLS
    assert set(told) <= there
    # At most one row a kill was written and not told of any more.
    assert len(there) - len(told) <= N_KILLS
    assert verify().is_sound
    assert append("exported", "", {}, "anna").sequence == len(there) + 1
    assert store
