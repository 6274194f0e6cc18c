"""Writing rows: form, links, double submits, conflicts."""

from __future__ import annotations

import pytest

from cephalad.errors import InvalidArgument
from cephalad.server.store.chain import GENESIS

pytestmark = pytest.mark.usefixtures("store")


def test_rows_are_numbered_and_linked() -> None:
    """The first row follows the genesis, each other one the row before it."""
    from cephalad.server.store.append import append
    from cephalad.server.store.models import ChainRow

    first = append("log-in", "", {"how": "passkey"}, "anna")
    second = append("log-out", "", {}, "anna")
    rows = list(ChainRow.objects.order_by("sequence"))
    assert [row.sequence for row in rows] == [1, 2] == [first.sequence, second.sequence]
    assert [row.previous_hash for row in rows] == [GENESIS, first.own_hash]
    assert rows[1].own_hash == second.own_hash
    assert rows[0].payload.content == '{"how":"passkey"}'
    assert rows[0].at.utcoffset() is not None


def test_many_rows_are_written_together_or_not_at_all() -> None:
    """When one of them is refused, none is in the chain; 1,201 rows keep their order over several runs."""
    from cephalad.server.store.append import Draft, append_many
    from cephalad.server.store.models import ChainRow, Payload
    from cephalad.server.store.verify import verify

    fine = [Draft("exported", "", {"n": n}) for n in range(1201)]
    with pytest.raises(InvalidArgument):
        append_many([*fine, Draft("exported", "", {"n": 1.5})], "anna")
    assert not ChainRow.objects.exists()
    assert [row.sequence for row in append_many(fine, "anna")] == list(range(1, 1202))
    assert Payload.objects.get(row_id=1201).content == '{"n":1200}'
    assert verify().is_sound


@pytest.mark.parametrize(
    ("kind", "actor", "token"),
    [
        ("Log-in", "anna", ""),
        ("log_in", "anna", ""),
        ("", "anna", ""),
        ("a" * 41, "anna", ""),
        ("log-in", "", ""),
        ("log-in", "an\nna", ""),
        ("log-in", "a" * 151, ""),
        ("log-in", "anna", "t" * 201),
    ],
)
def test_a_row_out_of_form_is_refused(kind: str, actor: str, token: str) -> None:
    """Kinds are words, actors are printable, nothing is longer than its column (ASVS 16.4.1)."""
    from cephalad.server.store.append import append
    from cephalad.server.store.models import ChainRow

    with pytest.raises(InvalidArgument):
        append(kind, "", {}, actor, token=token)
    assert not ChainRow.objects.exists()


def test_the_longest_kind_actor_and_token_are_kept() -> None:
    """40, 150 and 200 characters."""
    from cephalad.server.store.append import append

    assert append("a" * 40, "", {}, "a" * 150, token="t" * 200).sequence == 1


def test_a_row_belongs_to_a_case_that_is_there() -> None:
    """What names a case needs one, and a case is made once."""
    from cephalad.server.store.append import append, new_subject
    from cephalad.server.store.faults import NoSuchCase

    subject = new_subject()
    for kind, named in (("exported", subject), ("event-added", ""), ("exported", "../etc"), ("case-erased", "")):
        with pytest.raises(NoSuchCase):
            append(kind, named, {}, "anna")
    append("case-created", subject, {}, "anna")
    assert append("exported", subject, {}, "anna").sequence == 2
    for named in (subject, ""):
        with pytest.raises(InvalidArgument):
            append("case-created", named, {}, "anna")


def test_a_form_sent_twice_writes_one_row() -> None:
    """The second call answers with the first one's row; of another actor or kind it is another form."""
    from cephalad.server.store.append import append
    from cephalad.server.store.models import ChainRow

    first = append("exported", "", {"as": "pdf"}, "anna", token="form-1")
    second = append("exported", "", {"as": "pdf"}, "anna", token="form-1")
    assert (second.sequence, second.own_hash) == (first.sequence, first.own_hash)
    assert (first.repeated, second.repeated) == (False, True)
    append("exported", "", {"as": "pdf"}, "bert", token="form-1")
    append("printed", "", {"as": "pdf"}, "anna", token="form-1")
    append("exported", "", {"as": "pdf"}, "anna")
    assert ChainRow.objects.count() == 4


def test_a_form_sent_twice_with_different_content_is_a_conflict() -> None:
    """What was changed between the two is neither lost in silence nor written."""
    from cephalad.server.store.append import append
    from cephalad.server.store.faults import Conflict
    from cephalad.server.store.models import ChainRow

    append("exported", "", {"as": "pdf"}, "anna", token="form-1")
    with pytest.raises(Conflict, match="different content"):
        append("exported", "", {"as": "html"}, "anna", token="form-1")
    assert ChainRow.objects.count() == 1


def test_what_somebody_wrote_in_between_is_a_conflict() -> None:
    """The expected head must be the case's newest row; the fault names the one that is."""
    from cephalad.server.store.append import append, head, new_subject
    from cephalad.server.store.faults import Conflict

    subject, other = new_subject(), new_subject()
    made = append("case-created", subject, {}, "anna")
    append("case-created", other, {}, "anna")
    added = append("event-added", subject, {"n": 1}, "anna", expected_head=made.own_hash)
    with pytest.raises(Conflict) as caught:
        append("event-added", subject, {"n": 2}, "bert", expected_head=made.own_hash)
    assert caught.value.head == added.own_hash == head(subject)
    # What is only looked at is no change of the record.
    append("exported", subject, {}, "anna")
    assert append("event-added", subject, {"n": 2}, "bert", expected_head=added.own_hash).sequence == 5
