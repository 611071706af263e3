"""``python -m bench.peers``: read every set of pages by every extractor, print one table a set.

The peers run in ``.venv-peers``, an environment of their own; the table goes to the terminal,
everything behind it to ``build/peers.json``.
"""

from __future__ import annotations

import base64
import json
import subprocess
from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.table import Table

from bench.peers import ours
from bench.peers.found import Found
from bench.peers.pages import Sample, sets
from bench.peers.score import Score, score
from pipeline.settings import ROOT

PYTHON = ROOT / ".venv-peers" / "bin" / "python"
READERS = ROOT / "bench" / "peers" / "readers.py"
PEERS = ("trafilatura", "newspaper4k", "readability-lxml", "goose3")
RESULTS = ROOT / "build" / "peers.json"
UNREAD = {"readability-lxml": ("day", "author")}  # fields an extractor does not look for
COLUMNS = ("body", "title", "day", "author", "clean")
WIDTH = 80


def main() -> None:
    """Score ours and the peers on each set."""
    terminal = Console(stderr=True)
    results: dict[str, Mapping[str, Score]] = {}
    for name, samples in sets().items():
        with terminal.status(f"reading {len(samples)} pages: {name} …"):
            truths = [sample.truth for sample in samples]
            scores = {"sorot": score([ours.read(sample) for sample in samples], truths)}
            for peer in PEERS:
                scores[peer] = score(read_by(peer, samples), truths)
        results[name] = scores
        Console(width=WIDTH).print(table(f"{name}, {len(samples)} pages", scores))
    RESULTS.parent.mkdir(exist_ok=True)
    plain = {
        name: {who: found.as_json() for who, found in scores.items()}
        for name, scores in results.items()
    }
    RESULTS.write_text(json.dumps(plain, indent=2) + "\n", encoding="utf-8")


def read_by(peer: str, samples: Sequence[Sample]) -> list[Found]:
    """What a peer finds on the pages, in a process of its own environment."""
    pages = "".join(
        json.dumps(
            {
                "url": s.page.final_url,
                "language": s.language,
                "body": base64.b64encode(s.page.body).decode("ascii"),
            }
        )
        + "\n"
        for s in samples
    )
    done = subprocess.run(
        [PYTHON, READERS, peer], input=pages, stdout=subprocess.PIPE, text=True, check=True
    )
    finds = [json.loads(line) for line in done.stdout.splitlines()]
    return [Found(**{**found, "authors": tuple(found["authors"])}) for found in finds]


def table(title: str, scores: Mapping[str, Score]) -> Table:
    """A row an extractor; a field nobody can be right on is left out."""
    shown = [c for c in COLUMNS if any(getattr(s, c) is not None for s in scores.values())]
    made = Table("extractor", title=title, expand=True)
    for column in shown:
        made.add_column({"body": "body F1"}.get(column, column), justify="right")
    for who, found in scores.items():
        values = ("–" if c in UNREAD.get(who, ()) else f"{getattr(found, c):.3f}" for c in shown)
        made.add_row(who, *values)
    return made


if __name__ == "__main__":
    main()
