"""Forms that were begun: kept while somebody types, offered again, gone when the form was sent or the case erased."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.utils import timezone

from cephalad.server.store.erase import erased

__all__ = [
    "DAYS_KEPT",
    "drafts_of",
    "drop",
    "hand_over",
    "keep",
    "keep_text",
    "keep_waiting",
    "kept",
    "kept_text",
    "listen",
    "number_waiting",
]

DAYS_KEPT = 30
_MOST_OF_A_PERSON = 50
_OF_THE_PAGE = frozenset({"csrfmiddlewaretoken", "act"})


def keep(user: Any, form: str, subject: str, what: str, fields: Mapping[str, Sequence[str]]) -> Any:
    """The draft after these fields were kept; what belongs to the page and not to the entry is left out."""
    told = {name: list(values) for name, values in fields.items() if name not in _OF_THE_PAGE and any(values)}
    return keep_text(user, form, subject, what, json.dumps(told, ensure_ascii=True))


def keep_text(user: Any, form: str, subject: str, what: str, content: str) -> Any:
    """The draft after this text was kept, for this person and form."""
    rows = _rows(user)
    stated = {"subject": subject, "what": what, "content": content, "saved_at": timezone.now()}
    draft, _ = rows.update_or_create(user=user, form=form, defaults=stated)
    newest = list(rows.order_by("-saved_at").values_list("pk", flat=True)[:_MOST_OF_A_PERSON])
    rows.exclude(pk__in=newest).delete()
    return draft


def kept(user: Any, form: str, subject: str, what: str) -> tuple[dict[str, list[str]], Any] | None:
    """The fields of a draft and when they were kept; None when there is none of this form."""
    draft = _rows(user).filter(form=form, subject=subject, what=what).first()
    return None if draft is None else (json.loads(draft.content), draft.saved_at)


def kept_text(user: Any, form: str, what: str) -> str | None:
    """The text of a draft; None when there is none of this form."""
    found = _rows(user).filter(form=form, what=what).values_list("content", flat=True).first()
    return None if found is None else str(found)


def drop(user: Any, form: str) -> None:
    """The draft is gone, and with it what waited for its case."""
    _rows(user).filter(form=form).delete()
    _waiting(user, form).delete()


def drafts_of(user: Any, subject: str | None = None) -> list[Any]:
    """The drafts of a person, newest first, of one case when it is named; what is too old is deleted before."""
    rows = _rows(user)
    rows.filter(saved_at__lt=timezone.now() - timedelta(days=DAYS_KEPT)).delete()
    if subject is not None:
        rows = rows.filter(subject=subject)
    return list(rows.order_by("-saved_at"))


# --- events that wait for their case ----------------------------------------------------------------------------------


def keep_waiting(user: Any, new_case: str, form: str, kind: str, fields: Mapping[str, Sequence[str]]) -> None:
    """Keep the draft of an event whose case is not made yet.

    Parameters
    ----------
    new_case : the form that will make it
    form : of the event
    """
    keep(user, form, "", f"{_mark(new_case)}{kind}", fields)


def number_waiting(user: Any, new_case: str) -> int:
    """How many drafts wait for the case of this form."""
    return int(_waiting(user, new_case).count())


def hand_over(user: Any, new_case: str, subject: str) -> None:
    """What waited for the case of this form belongs to the case now."""
    for draft in _waiting(user, new_case):
        draft.subject, draft.what = subject, draft.what.removeprefix(_mark(new_case))
        draft.save()


def _waiting(user: Any, new_case: str) -> Any:
    return _rows(user).filter(subject="", what__startswith=_mark(new_case))


def _mark(new_case: str) -> str:
    return f"for:{new_case}:"


def listen() -> None:
    """Drafts of a case go when it is erased; called once."""
    erased.connect(_of_erased, dispatch_uid="cephalad.entry")


def _of_erased(subject: str, **_: object) -> Any:
    from cephalad.server.entry.models import Draft

    Draft.objects.filter(subject=subject).delete()
    return Draft


def _rows(user: Any) -> Any:
    from cephalad.server.entry.models import Draft

    return Draft.objects.filter(user=user)
