"""Damage to the text of a file: to its bytes, to its lines, and to single words."""

from __future__ import annotations

import codecs
import unicodedata
from collections.abc import Callable, Mapping
from random import Random
from typing import TypeAlias

__all__ = ["BYTES", "LIMITS", "LINES", "WORDS", "TextDamage"]

TextDamage: TypeAlias = Callable[[bytes, Random, bytes], bytes]
"""A file, a source of chance, and another file of the same form to take parts from; a damaged file."""

_NEVER_IN_UTF8 = (b"\xff", b"\xc0\xaf", b"\xed\xa0\x80", b"\xf5\x80\x80\x80", b"\x80", b"\xe4\xb8")
_SIGNS = tuple("-:,[]{}#&*!|>'\"%@`~?<=\\ \t\n")
_TEXTS = (
    "no",
    "~",
    "null",
    "true",
    "NaN",
    "-Infinity",
    "1e999",
    "0x10",
    "0.01e-99",
    "9" * 400,
    "-1",
    "unknown",
    "suspected",
    "2025-02-30",
    '""',
    "[]",
    "{}",
    "[[]]",
    '"\\ud83d"',
    '"\\x00"',
    '"\\U00110000"',
    "'it''s'",
    "|",
    ">-",
    "? x",
    "- - -",
    "&a x",
    "*a",
    "!!python/object/apply:os.system [echo]",
    "!!binary aGVsbG8=",
    "<<: *a",
    "=",
    "%YAML 1.1",
    "---",
    "...",
    "key: value: more",
    "# comment",
    "yes # comment",
    "\u202eyes",
    "y\u200bes",
    "уes",
    "２０２５-０７",
    "no\u0301",
    "\ufeffid",
    "a\u2028b",
    "a\x85b",
    "a\x1b[31mb",
    "\U0001f469\u200d\u2695\ufe0f",
    "\U00020000",
    "\ue000",
    "\ufffe",
)
_LAUGHS = """\
a: &a [lol, lol, lol, lol, lol, lol, lol, lol, lol]
b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]
c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]
d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c]
e: &e [*d, *d, *d, *d, *d, *d, *d, *d, *d]
f: &f [*e, *e, *e, *e, *e, *e, *e, *e, *e]
g: &g [*f, *f, *f, *f, *f, *f, *f, *f, *f]
h: &h [*g, *g, *g, *g, *g, *g, *g, *g, *g]
i: &i [*h, *h, *h, *h, *h, *h, *h, *h, *h]
"""


def _at(content: bytes, rng: Random) -> int:
    return rng.randint(0, len(content))


def _piece(content: bytes, rng: Random, most: int = 200) -> tuple[int, int]:
    begin = _at(content, rng)
    return begin, min(len(content), begin + rng.randint(1, most))


# --- bytes ------------------------------------------------------------------------------------------------------------


def _flip_bits(content: bytes, rng: Random, _other: bytes) -> bytes:
    changed = bytearray(content)
    for _ in range(rng.randint(1, 8) if changed else 0):
        changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def _random_bytes(content: bytes, rng: Random, _other: bytes) -> bytes:
    at = _at(content, rng)
    return content[:at] + rng.randbytes(rng.randint(1, 12)) + content[at:]


def _delete_bytes(content: bytes, rng: Random, _other: bytes) -> bytes:
    begin, end = _piece(content, rng)
    return content[:begin] + content[end:]


def _repeat_bytes(content: bytes, rng: Random, _other: bytes) -> bytes:
    begin, end = _piece(content, rng)
    return content[:end] + content[begin:end] * rng.choice([1, 2, 50]) + content[end:]


def _truncate(content: bytes, rng: Random, _other: bytes) -> bytes:
    return content[: _at(content, rng)]


def _cut_front(content: bytes, rng: Random, _other: bytes) -> bytes:
    return content[_at(content, rng) :]


def _zero_byte(content: bytes, rng: Random, _other: bytes) -> bytes:
    at = _at(content, rng)
    return content[:at] + b"\0" + content[at:]


def _not_utf8(content: bytes, rng: Random, _other: bytes) -> bytes:
    at = _at(content, rng)
    return content[:at] + rng.choice(_NEVER_IN_UTF8) + content[at:]


def _byte_order_mark(content: bytes, rng: Random, _other: bytes) -> bytes:
    marks = rng.choice([codecs.BOM_UTF8, codecs.BOM_UTF8 * 2, codecs.BOM_UTF16_LE])
    at = rng.choice([0, 0, 0, _at(content, rng)])
    return content[:at] + marks + content[at:]


def _other_encoding(content: bytes, rng: Random, _other: bytes) -> bytes:
    name = rng.choice(["utf-16", "utf-16-le", "utf-32", "latin-1", "gb18030", "utf-7", "cp500"])
    return content.decode("utf-8", "replace").encode(name, "replace")


def _line_ends(content: bytes, rng: Random, _other: bytes) -> bytes:
    ends = rng.choice([(b"\r\n",), (b"\r",), (b"\n", b"\r\n", b"\r"), (b"\n\r",), (b"\n\n",)])
    lines = content.split(b"\n")
    return b"".join(line + rng.choice(ends) for line in lines[:-1]) + lines[-1]


def _empty(_content: bytes, rng: Random, _other: bytes) -> bytes:
    return rng.choice([b"", b"\n", b" ", b"\t", b"#\n", b"---\n", b"...\n", b"{", b"[", b"[]", b"{}", b"null", b'"a"'])


BYTES: Mapping[str, TextDamage] = {
    "flip-bits": _flip_bits,
    "random-bytes": _random_bytes,
    "delete-bytes": _delete_bytes,
    "repeat-bytes": _repeat_bytes,
    "truncate": _truncate,
    "cut-front": _cut_front,
    "zero-byte": _zero_byte,
    "not-utf-8": _not_utf8,
    "byte-order-mark": _byte_order_mark,
    "other-encoding": _other_encoding,
    "line-ends": _line_ends,
    "empty-file": _empty,
}
"""Damage to bytes, without regard to what they mean."""


# --- lines ------------------------------------------------------------------------------------------------------------


def _lines(content: bytes) -> list[bytes]:
    return content.splitlines(keepends=True) or [b"\n"]


def _delete_lines(content: bytes, rng: Random, _other: bytes) -> bytes:
    lines = _lines(content)
    at = rng.randrange(len(lines))
    return b"".join(lines[:at] + lines[at + rng.choice([1, 1, 1, 5]) :])


def _duplicate_lines(content: bytes, rng: Random, _other: bytes) -> bytes:
    lines = _lines(content)
    at = rng.randrange(len(lines))
    end = at + rng.choice([1, 1, 1, 10])
    return b"".join(lines[:end] + lines[at:end] + lines[end:])


def _swap_lines(content: bytes, rng: Random, _other: bytes) -> bytes:
    lines = _lines(content)
    first, second = rng.randrange(len(lines)), rng.randrange(len(lines))
    lines[first], lines[second] = lines[second], lines[first]
    return b"".join(lines)


def _move_lines(content: bytes, rng: Random, _other: bytes) -> bytes:
    lines = _lines(content)
    at = rng.randrange(len(lines))
    taken = lines[at : at + rng.randint(1, 12)]
    rest = lines[:at] + lines[at + len(taken) :]
    to = rng.randint(0, len(rest))
    return b"".join(rest[:to] + taken + rest[to:])


def _indent_lines(content: bytes, rng: Random, _other: bytes) -> bytes:
    lines = _lines(content)
    at, blank = rng.randrange(len(lines)), rng.choice([b" ", b"  ", b"\t", "\u3000".encode(), "\u00a0".encode()])
    for index in range(at, min(len(lines), at + rng.choice([1, 1, 6]))):
        lines[index] = blank + lines[index]
    return b"".join(lines)


def _outdent_lines(content: bytes, rng: Random, _other: bytes) -> bytes:
    lines = _lines(content)
    at, width = rng.randrange(len(lines)), rng.randint(1, 4)
    for index in range(at, min(len(lines), at + rng.choice([1, 1, 6]))):
        kept = lines[index].lstrip(b" ")
        lines[index] = b" " * max(0, len(lines[index]) - len(kept) - width) + kept
    return b"".join(lines)


def _join_lines(content: bytes, rng: Random, _other: bytes) -> bytes:
    lines = _lines(content)
    at = rng.randrange(len(lines))
    lines[at] = lines[at].rstrip(b"\r\n") + rng.choice([b"", b" "])
    return b"".join(lines)


def _comment_out(content: bytes, rng: Random, _other: bytes) -> bytes:
    lines = _lines(content)
    at = rng.randrange(len(lines))
    lines[at] = rng.choice([b"#", b"  # ", b"// "]) + lines[at]
    return b"".join(lines)


def _splice(content: bytes, rng: Random, other: bytes) -> bytes:
    ours, theirs = _lines(content), _lines(other)
    return b"".join(ours[: rng.randint(0, len(ours))] + theirs[rng.randint(0, len(theirs)) :])


def _append_other(content: bytes, rng: Random, other: bytes) -> bytes:
    return content + rng.choice([b"", b"---\n", b"...\n", b"\n"]) + other


LINES: Mapping[str, TextDamage] = {
    "delete-lines": _delete_lines,
    "duplicate-lines": _duplicate_lines,
    "swap-lines": _swap_lines,
    "move-lines": _move_lines,
    "indent-lines": _indent_lines,
    "outdent-lines": _outdent_lines,
    "join-lines": _join_lines,
    "comment-out": _comment_out,
    "splice-two-files": _splice,
    "two-files-in-one": _append_other,
}
"""Damage to whole lines, as editors and merges do it."""


# --- words ------------------------------------------------------------------------------------------------------------


def _insert_sign(content: bytes, rng: Random, _other: bytes) -> bytes:
    text = content.decode("utf-8", "replace")
    at = rng.randint(0, len(text))
    return (text[:at] + rng.choice(_SIGNS) + text[at:]).encode()


def _delete_sign(content: bytes, rng: Random, _other: bytes) -> bytes:
    places = [at for at, byte in enumerate(content) if byte in b":-[]{},\"'#"]
    if not places:
        return content
    at = rng.choice(places)
    return content[:at] + content[at + 1 :]


def _swap_words(content: bytes, rng: Random, _other: bytes) -> bytes:
    words = content.split(b" ")
    first, second = rng.randrange(len(words)), rng.randrange(len(words))
    words[first], words[second] = words[second], words[first]
    return b" ".join(words)


def _odd_value(content: bytes, rng: Random, _other: bytes) -> bytes:
    """Something odd in place of what follows a colon."""
    lines = content.decode("utf-8", "replace").split("\n")
    places = [at for at, line in enumerate(lines) if ": " in line]
    if places:
        at = rng.choice(places)
        head, _, rest = lines[at].partition(": ")
        end = "," if rest.endswith(",") else ""
        lines[at] = f"{head}: {rng.choice(_TEXTS)}{end}"
    return "\n".join(lines).encode()


def _odd_text(content: bytes, rng: Random, _other: bytes) -> bytes:
    text = content.decode("utf-8", "replace")
    at = rng.randint(0, len(text))
    return (text[:at] + rng.choice(_TEXTS) + text[at:]).encode()


def _odd_line(content: bytes, rng: Random, _other: bytes) -> bytes:
    lines = content.decode("utf-8", "replace").split("\n")
    at = rng.choice([0, rng.randint(0, len(lines)), len(lines)])
    lines.insert(at, " " * rng.choice([0, 0, 2, 4]) + rng.choice(_TEXTS))
    return "\n".join(lines).encode()


def _other_form(content: bytes, rng: Random, _other: bytes) -> bytes:
    """The same characters in another Unicode form, or letters replaced by such as look alike."""
    text = content.decode("utf-8", "replace")
    form = rng.choice(["NFD", "NFKD", "letters", "digits", "upper"])
    if form == "letters":
        return text.replace(rng.choice("aeopc"), "а", rng.randint(1, 5)).encode()
    if form == "digits":
        return text.replace(rng.choice("0123456789"), rng.choice("٠２๓"), rng.randint(1, 3)).encode()
    if form == "upper":
        return text.upper().encode()
    return unicodedata.normalize(form, text).encode()  # type: ignore[arg-type]


def _laughs(content: bytes, rng: Random, _other: bytes) -> bytes:
    return rng.choice([_LAUGHS.encode() + content, content + _LAUGHS.encode()])


def _deep_brackets(content: bytes, rng: Random, _other: bytes) -> bytes:
    at = content.find(b": ", _at(content, rng)) + 2 if rng.random() < 0.7 else 0
    sign = rng.choice([b"[", b"{", b'{"a":', b"- ", b"{a: ", b"? ", b"("])
    return content[:at] + sign * rng.choice([60, 70, 1_000, 50_000]) + content[at:]


WORDS: Mapping[str, TextDamage] = {
    "insert-sign": _insert_sign,
    "delete-sign": _delete_sign,
    "swap-words": _swap_words,
    "odd-value": _odd_value,
    "odd-text": _odd_text,
    "odd-line": _odd_line,
    "other-characters": _other_form,
    "billion-laughs": _laughs,
    "deep-brackets": _deep_brackets,
}
"""Damage to single words and signs."""


# --- limits -----------------------------------------------------------------------------------------------------------


def _too_large(content: bytes, rng: Random, _other: bytes) -> bytes:
    """Padded to 16 MB, one byte less, or one byte more."""
    return content + b"\n" + b" " * (16_000_000 - len(content) - 1 + rng.choice([-1, 0, 1]))


def _too_many_values(_content: bytes, rng: Random, _other: bytes) -> bytes:
    n_items = 2_000_000 - 3 + rng.choice([-1, 0, 1, 2])
    return rng.choice([b"title: [", b'{"title": [']) + b"1," * (n_items - 1) + b"1]" + rng.choice([b"\n", b"}"])


def _too_many_events(_content: bytes, rng: Random, _other: bytes) -> bytes:
    head = b"format: cephalad-case/1\ncase: many\nwritten_on: 2026\nevents:\n"
    return head + b"- {id: a, kind: contact, day: 1}\n" * (100_000 + rng.choice([0, 1]))


LIMITS: Mapping[str, TextDamage] = {
    "16-mb": _too_large,
    "two-million-values": _too_many_values,
    "hundred-thousand-events": _too_many_events,
}
"""Files around the limits; slow, and therefore rare."""
