"""An assessment or a record comes in; text, JSON and schemas for people and programs go out.

Every word for a reader comes from the catalogue of the language asked for.
Nothing is concluded here, and untrusted text is printed as data.
"""

from __future__ import annotations

from cephalad.write.json import as_dict, to_json

__all__ = ["as_dict", "to_json"]
