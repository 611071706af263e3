"""``python -m models.encoder.blend CHECK``: how much of each role the encoder should answer.

``CHECK`` is the checkpoint of ``models.encoder.finetune`` that has not seen one fold of the real
articles and headlines; linear models are fitted without that fold too. For each role the table
tells the log loss and macro-F1 of mixtures on the fold; the temperatures go into
``CHECK/calibration.json``, and the lines printed at the end into ``models/registry.toml``. A
mixture is never sharpened: what pays on the fold promises too much on other outlets. Articles of
the test split play no part in it.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.special import log_softmax
from sklearn.metrics import f1_score

from models.calibration import log_loss, temperature
from models.encoder.finetune import CHECK_FOLD
from models.examples import Example, learning, of_role
from models.linear.train import LABELS, rows
from models.linear.training import fit
from pipeline.enrich import encoder, registry
from pipeline.enrich.features import features
from pipeline.enrich.linear import vectorise
from pipeline.enrich.register import UnitRegister
from pipeline.enrich.registry import ROLES, Role
from pipeline.enrich.windows import window
from pipeline.settings import DATA

SHARES = tuple(share / 10 for share in range(11))
HEADLINES: tuple[Role, ...] = ("tone", "sentiment")  # roles that are asked of headlines alone, too

Logits = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Mixed:
    """A mixture with ``share`` of the encoder in it."""

    share: float
    temperature: float
    log_loss: float
    macro_f1: float
    article_macro_f1: float


def unseen(role: Role, examples: Sequence[Example]) -> list[Example]:
    """The real examples of the fold left out."""
    sources = ("article", "headline") if role in HEADLINES else ("article",)
    return [
        example
        for example in of_role(examples, role)
        if example.fold == CHECK_FOLD and example.source in sources
    ]


def linear_logits(role: Role, examples: Sequence[Example], asked: Sequence[Example]) -> Logits:
    """Of a linear model that has seen no example of the fold."""
    learned = [row for row in rows(role, examples) if row.fold != CHECK_FOLD]
    model = fit(role, learned, LABELS[role])
    read = registry.READERS[role]
    documents = [features(read(example.asked(role))) for example in asked]
    vectors = vectorise(documents, model.index, model.idf)
    return np.asarray(vectors @ model.coef + model.intercept, dtype=np.float64)


def mixtures(
    linear: Logits, neural: Logits, truth: NDArray[np.int64], articles: NDArray[np.bool_]
) -> list[Mixed]:
    """One for each of ``SHARES``; both parts are calibrated before they are mixed."""
    linear = log_softmax(linear / temperature(linear, truth), axis=1)
    neural = log_softmax(neural / temperature(neural, truth), axis=1)
    found = []
    for share in SHARES:
        mixed = share * neural + (1 - share) * linear
        heat = temperature(mixed, truth)
        guessed = mixed.argmax(axis=1)
        found.append(
            Mixed(
                share,
                heat,
                log_loss(mixed / heat, truth),
                float(f1_score(truth, guessed, average="macro")),
                float(f1_score(truth[articles], guessed[articles], average="macro")),
            )
        )
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("check", type=Path)
    checkpoint = parser.parse_args().check
    examples = learning(UnitRegister.load([DATA / "units"]))
    model = encoder.load(str(checkpoint), "torch")
    heats: dict[str, float] = {}
    for role in ROLES:
        asked = unseen(role, examples)
        labels = model.labels(role)
        windows = [window(example.asked(role)) for example in asked]
        columns = [model.columns.index(f"{role}/{label}") for label in labels]
        neural = model.logits(windows)[:, columns].astype(np.float64)
        truth = np.array([labels.index(example.label(role)) for example in asked])
        articles = np.array([example.source == "article" for example in asked])
        heats[role] = round(temperature(neural, truth), 3)
        found = mixtures(linear_logits(role, examples, asked), neural, truth, articles)
        print(f"{role}: {len(asked)} texts, {articles.sum()} of them articles")
        for mixed in found:
            print(f"  {mixed.share:.1f}  log loss {mixed.log_loss:.3f}  macro-F1 "
                  f"{mixed.macro_f1:.3f}  articles {mixed.article_macro_f1:.3f}")  # fmt: skip
        best = min(found, key=lambda mixed: mixed.log_loss)
        print(
            f"  parts = {{ {role}-linear = {1 - best.share:.1f}, {role}-encoder = "
            f"{best.share:.1f} }}\n  temperature = {max(1.0, best.temperature):.3f}"
        )
    file = checkpoint / encoder.CALIBRATION
    file.write_text(json.dumps(heats, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
