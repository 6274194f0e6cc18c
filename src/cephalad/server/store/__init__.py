"""Facts about cases and accounts come in; rows of a chain that nobody can change go out, with what was said in them.

`append` is the only way in, `cases` reads and writes records, `identities` keeps who the patients are, `verify` walks
the chain, `backup`, `restore` and `erase` do what they say. Nothing is ever edited here; what is deleted is said so.
"""

from __future__ import annotations

__all__ = ()
