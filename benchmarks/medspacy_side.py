"""The other side of the comparison: medSpaCy, in an environment of its own, asked over standard input and output.

It imports nothing of this project, and nothing of this project imports medSpaCy. Each line in is a request as JSON,
each line out the answer. Three pipelines:

``as-loaded``   what ``medspacy.load()`` gives: its tokenizer, PyRuSH for sentences, target matcher, ConText
``tuned``       the same tokenizer, matcher and ConText rules; sentences by punctuation and line ends
``unreleased``  that, with ConText only over sentences that hold a target (what its users ask for in medspacy#314 and
                #328, in no release yet)
"""

from __future__ import annotations

import gc
import importlib
import importlib.metadata
import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

PIPELINES = ("as-loaded", "tuned", "unreleased")
PUNCTUATION = (".", "!", "?", "\n")
FLAGS = {
    "is_negated": "negated",
    "is_uncertain": "uncertain",
    "is_historical": "historical",
    "is_hypothetical": "hypothetical",
    "is_family": "other-person",
}
"""What ConText sets, in the words of this project."""

Entities = Iterator[Any]


class Side:
    """All pipelines over the same targets."""

    def __init__(self, targets: Sequence[tuple[str, str]]) -> None:
        # It writes a line a token to its log, which would be measured with it.
        importlib.import_module("loguru").logger.disable("PyRuSH")
        medspacy, ner = importlib.import_module("medspacy"), importlib.import_module("medspacy.ner")
        rules = [ner.TargetRule(term, label) for term, label in targets]
        self._as_loaded = medspacy.load()
        self._as_loaded.get_pipe("medspacy_target_matcher").add(rules)
        self._tuned = medspacy.load(medspacy_enable=["medspacy_tokenizer", "medspacy_target_matcher"])
        self._tuned.add_pipe("sentencizer", first=True, config={"punct_chars": list(PUNCTUATION)})
        self._tuned.get_pipe("medspacy_target_matcher").add(rules)
        self._context = importlib.import_module("medspacy.context").ConText(self._tuned)
        self._entities: dict[str, Callable[[str], Entities]] = {
            "as-loaded": lambda text: self._as_loaded(text).ents,
            "tuned": lambda text: self._context(self._tuned(text)).ents,
            "unreleased": self._where_targets_are,
        }

    def _where_targets_are(self, text: str) -> Entities:
        for sentence in self._tuned(text).sents:
            if sentence.ents:
                yield from self._context(sentence.as_doc()).ents

    def read(self, pipeline: str, text: str) -> list[dict[str, Any]]:
        """What it finds in a text: the label of each target, and the statuses that ConText gives it."""
        return [
            {"label": entity.label_, "statuses": [ours for flag, ours in FLAGS.items() if getattr(entity._, flag)]}
            for entity in self._entities[pipeline](text)
        ]


def main() -> None:
    """Answer until standard input ends."""
    side: Side | None = None
    for line in sys.stdin:
        request = json.loads(line)
        answer: Any
        if request["do"] == "load":
            side = Side([(term, label) for term, label in request["targets"]])
            gc.collect()
            gc.freeze()  # as the screener's own workers do
            answer = {name: importlib.metadata.version(name) for name in ("medspacy", "spacy", "PyRuSH")}
        elif side is None:
            raise SystemExit("load the targets first")
        else:
            start = time.process_time()
            found = [side.read(request["pipeline"], text) for text in request["texts"]]
            answer = {"seconds": time.process_time() - start, "found": found}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
