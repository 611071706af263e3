"""Train the relevance classifier: ``python -m models.relevance.train``.

Learns "is the police part of the news in a real way" from the training split of ``models/gold``,
prints precision and recall by threshold on out-of-fold predictions, and writes ``weights/``.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from models import gold
from models.evaluation import evaluate
from models.gold import GoldArticle
from models.linear_training import Example, train
from pipeline.enrich.documents import for_relevance
from pipeline.enrich.linear import LinearModel, save

HERE = Path(__file__).parent
LABELS = ["false", "true"]


def examples(articles: Sequence[GoldArticle]) -> list[Example]:
    return [
        Example(for_relevance(a.title, a.text), str(a.relevant).lower(), a.id) for a in articles
    ]


def print_thresholds(model: LinearModel, held_out: Sequence[Example]) -> None:
    """Precision and recall of "relevant" at each cut."""
    p = model.probabilities([e.document for e in held_out])[:, 1]
    truth = np.array([e.label == "true" for e in held_out])
    for cut in (0.2, 0.35, 0.5, 0.65):
        chosen = p >= cut
        right = int(np.sum(chosen & truth))
        print(f"  from {cut}: precision {right / max(1, chosen.sum()):.3f}, "
              f"recall {right / truth.sum():.3f}")  # fmt: skip


def main() -> None:
    articles = list(gold.articles())
    learn = examples([a for a in articles if a.split == "train"])
    held_out = examples([a for a in articles if a.split == "test"])
    model, checked = train("relevance", learn, LABELS)
    scores = evaluate(model, held_out)
    print(f"cross-check macro-F1 {checked.macro_f1:.3f}, accuracy {checked.accuracy:.3f}")
    print(f"test {scores}")
    print_thresholds(model, held_out)
    save(HERE / "weights", model, {"examples": len(learn), "test_macro_f1": scores.macro_f1})


if __name__ == "__main__":
    main()
