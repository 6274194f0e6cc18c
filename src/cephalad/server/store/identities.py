"""Who the patients are: sealed with a key that does not lie in the database, found by exact value only.

The chain says that an identity was changed or looked at, by whom and which fields; never what they hold. The key seals
with AES-256-GCM, bound to the case, so that no identity can be moved to another; digests for the search are
HMAC-SHA-256 with a key of their own.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import unicodedata
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from cephalad.errors import InvalidArgument
from cephalad.server.keys import KeyFault
from cephalad.server.store.append import IDENTITY_CHANGED, Appended, append, check_subject, writing
from cephalad.server.store.models import IdentityIndex, SealedIdentity

__all__ = [
    "LONGEST_FIELD",
    "SEARCHED",
    "VIEWED",
    "Identity",
    "check_key",
    "find",
    "key_fingerprint",
    "keyed_digest",
    "possible_duplicates",
    "set_identity",
    "view_identities",
    "view_identity",
]

VIEWED = "viewed-identity"
SEARCHED = ("name", "hospital_number", "birth_date")
"""The fields by which a patient is found; contact is only shown."""

LONGEST_FIELD = 500
_NONCE_BYTES = 12
_FORMAT = b"cephalad-identity/1"


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a patient is; its values do not show when it is printed. A field that is not known is ""."""

    name: str = field(default="", repr=False)
    hospital_number: str = field(default="", repr=False)
    birth_date: str = field(default="", repr=False)
    contact: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        for each in fields(self):
            if len(getattr(self, each.name)) > LONGEST_FIELD:
                raise InvalidArgument(f"{each.name}: must be at most {LONGEST_FIELD} characters")


def set_identity(subject: str, identity: Identity, actor: str) -> Appended | None:
    """The row that says which fields changed, after the identity was sealed in place of the earlier one.

    None when it is what is known already, so that the same form sent twice is one change.

    Raises
    ------
    NoSuchCase, ErasedCase : as `append`
    KeyFault : when the key is not the one that the earlier identity was sealed with
    """
    with writing():
        earlier = _opened([subject]).get(subject, Identity())
        changed = [
            each.name for each in fields(identity) if getattr(identity, each.name) != getattr(earlier, each.name)
        ]
        if not changed:
            check_subject(subject)
            return None
        SealedIdentity.objects.update_or_create(subject=subject, defaults={"sealed": _seal(subject, identity)})
        IdentityIndex.objects.filter(subject=subject).delete()
        IdentityIndex.objects.bulk_create(_index_rows(subject, identity))
        return append(IDENTITY_CHANGED, subject, {"fields": changed}, actor)


def view_identity(subject: str, actor: str) -> Identity:
    """Who this patient is, all fields "" when nobody said; that it was looked at stands in the chain.

    Raises
    ------
    NoSuchCase, ErasedCase : as `append`
    KeyFault : when the key is not the one that it was sealed with
    """
    append(VIEWED, subject, {}, actor)
    return _opened([subject]).get(subject, Identity())


def view_identities(subjects: Iterable[str], actor: str) -> dict[str, Identity]:
    """Who these patients are, without those of whom nobody said; one row in the chain names all that were shown.

    Raises
    ------
    KeyFault : when the key is not the one that they were sealed with
    """
    opened = _opened(subjects)
    if opened:
        append(VIEWED, "", {"cases": sorted(opened)}, actor)
    return opened


def find(field_name: str, value: str) -> list[str]:
    """The cases whose identity has exactly this value, apart from case, width, blanks and punctuation.

    Raises
    ------
    InvalidArgument : for a field that is not searched
    """
    if field_name not in SEARCHED:
        raise InvalidArgument(f"field: must be one of {', '.join(SEARCHED)}, got {field_name[:40]!r}")
    if not _normal(value):
        return []
    rows = IdentityIndex.objects.filter(field=field_name, digest=_digest(field_name, value))
    return sorted(rows.values_list("subject", flat=True))


def possible_duplicates(identity: Identity, *, besides: str = "") -> dict[str, tuple[str, ...]]:
    """Other cases that may be the same patient, each with the fields that agree.

    The same hospital number is enough; a name or a birth date only together with another field.
    """
    agreeing: dict[str, list[str]] = {}
    for name in SEARCHED:
        for subject in find(name, getattr(identity, name)):
            agreeing.setdefault(subject, []).append(name)
    return {
        subject: tuple(names)
        for subject, names in sorted(agreeing.items())
        if subject != besides and ("hospital_number" in names or len(names) > 1)
    }


# --- the key ----------------------------------------------------------------------------------------------------------


def key_fingerprint() -> str:
    """Tells one identity key from another, and nothing of it."""
    return hashlib.sha256(_derived(_key(), b"fingerprint")).hexdigest()[:16]


def keyed_digest(purpose: str, text: str) -> str:
    """A digest that finds exactly this text again, and from which nobody without the key learns what it was.

    Parameters
    ----------
    purpose : what it is for: the same text has another digest for another purpose
    """
    key = _derived(_key(), f"digest {purpose}".encode())
    return hmac.new(key, text.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def check_key() -> None:
    """Nothing, when the key opens what is sealed here.

    Raises
    ------
    KeyFault : when it does not
    """
    row = SealedIdentity.objects.order_by("subject").first()
    if row is not None:
        _open(row.subject, bytes(row.sealed))


def _key() -> bytes:
    return bytes(settings.CEPHALAD_IDENTITY_KEY)


@lru_cache(maxsize=8)
def _derived(key: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=_FORMAT + b" " + purpose).derive(key)


# --- sealing ----------------------------------------------------------------------------------------------------------


def _seal(subject: str, identity: Identity) -> bytes:
    nonce = os.urandom(_NONCE_BYTES)
    content = json.dumps(asdict(identity), ensure_ascii=False).encode("utf-8", "surrogatepass")
    return nonce + AESGCM(_derived(_key(), b"seal")).encrypt(nonce, content, _bound_to(subject))


def _open(subject: str, sealed: bytes) -> Identity:
    nonce, content = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
    try:
        opened = AESGCM(_derived(_key(), b"seal")).decrypt(nonce, content, _bound_to(subject))
    except (InvalidTag, ValueError):
        remedy = "put back the key that the store was written with"
        raise KeyFault(f"identity of case {subject}: cannot be opened with this identity key; {remedy}") from None
    return Identity(**json.loads(opened.decode("utf-8", "surrogatepass")))


def _bound_to(subject: str) -> bytes:
    return _FORMAT + b" " + subject.encode()


def _opened(subjects: Iterable[str]) -> dict[str, Identity]:
    rows = SealedIdentity.objects.filter(subject__in=list(subjects))
    return {row.subject: _open(row.subject, bytes(row.sealed)) for row in rows}


# --- the index --------------------------------------------------------------------------------------------------------


def _index_rows(subject: str, identity: Identity) -> list[IdentityIndex]:
    stated = ((name, getattr(identity, name)) for name in SEARCHED)
    return [
        IdentityIndex(subject=subject, field=name, digest=_digest(name, value))
        for name, value in stated
        if _normal(value)
    ]


def _digest(field_name: str, value: str) -> str:
    message = f"{field_name}\n{_normal(value)}".encode("utf-8", "surrogatepass")
    return hmac.new(_derived(_key(), b"index"), message, hashlib.sha256).hexdigest()


def _normal(value: str) -> str:
    """Letters and digits only, small and of one width: ``ＺＨＡＮＧ San`` and ``zhang san`` are one name."""
    folded = unicodedata.normalize("NFKC", value).casefold()
    return "".join(character for character in unicodedata.normalize("NFKC", folded) if character.isalnum())
