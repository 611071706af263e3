"""``python -m models.speed THREADS``: milliseconds an article of every model of the registry.

A process of its own, held to so many cores before a model is loaded: how many threads a model takes
is settled then. Prints JSON: registry name → milliseconds, the better of two rounds over articles
of the sample newsroom, each asked once.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from time import perf_counter

from models.items import newsroom
from pipeline import inventory
from pipeline.enrich import registry
from pipeline.enrich.registry import ROLES
from pipeline.errors import ModelError
from pipeline.settings import MODELS, ROOT

ARTICLES, ROUNDS = 48, 2


def measured(threads: int) -> dict[str, float]:
    """In a process of its own."""
    command = [sys.executable, "-m", "models.speed", str(threads)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def milliseconds(models: Path) -> dict[str, float]:
    """Of every model that can be loaded."""
    found, asked = {}, newsroom()
    for role in ROLES:
        articles = {item.group: item.question for item in asked[role]}
        questions = list(articles.values())[:ARTICLES]
        for name in inventory.of_role(models, role):
            took = []
            for _ in range(ROUNDS):
                registry.forget()  # an encoder remembers what it read
                try:
                    model = registry.named(models, name)
                except ModelError:
                    break
                model.probabilities(questions[:1])  # loads what is loaded once
                began = perf_counter()
                model.probabilities(questions)
                took.append(1e3 * (perf_counter() - began) / len(questions))
            if took:
                found[name] = round(min(took), 3)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("threads", type=int)
    cores = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, cores[: parser.parse_args().threads])
    print(json.dumps(milliseconds(MODELS)))


if __name__ == "__main__":
    main()
