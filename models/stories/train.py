"""``python -m models.stories.train``: learn when two articles tell of one event.

How common words are comes from all articles of the data room; the weights of the signs from pairs
of the marked articles before June 2022 that lie within a month of each other. Writes ``weights/``.
Needs the extra ``train``.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from itertools import combinations
from math import log
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file
from sklearn.linear_model import LogisticRegression

from models import dataroom
from models.gold import stories as gold
from models.stories.inputs import read
from pipeline.enrich.register import UnitRegister
from pipeline.settings import DATA
from pipeline.stories.likeness import SIGNS, Likeness, words_of

WEIGHTS = Path(__file__).parent / "weights"
LEAST_ARTICLES = 4  # that hold a word, for it to be known
MONTH = 30  # days
INVERSE_PENALTY = 1.0

Pairs = tuple[NDArray[np.float64], NDArray[np.bool_]]


def commonness() -> tuple[dict[str, float], float]:
    """Smooth idf of the words of all news, and that of a word nobody knows."""
    texts = [f"{row['title'] or ''} {row['text']}" for row in dataroom.news()]
    counts = Counter(word for text in texts for word in set(words_of(text)))
    known = {word: n for word, n in sorted(counts.items()) if n >= LEAST_ARTICLES}
    return {word: _idf(n, len(texts)) for word, n in known.items()}, _idf(0, len(texts))


def pairs(idf: dict[str, float], rare: float) -> Pairs:
    """Signs of pairs of articles, and whether both tell of one event."""
    register = UnitRegister.load([DATA / "units"])
    marked = [article for article in gold.articles() if article.part == "learning"]
    untrained = Likeness("", idf, rare, np.zeros(len(SIGNS)), 0.0)
    signs = untrained.read(read(marked, register), register.place_words)
    near = [
        (one, other)
        for other, one in combinations(range(len(marked)), 2)
        if (marked[one].at - marked[other].at).days <= MONTH
    ]
    shown = np.vstack([signs.between(one, np.array([other])) for one, other in near])
    return shown, np.array([marked[one].story == marked[other].story for one, other in near])


def main() -> None:
    idf, rare = commonness()
    shown, same = pairs(idf, rare)
    fitted = LogisticRegression(C=INVERSE_PENALTY, max_iter=3_000).fit(shown, same)
    WEIGHTS.mkdir(exist_ok=True)
    values = np.array([*idf.values()], dtype=np.float16)
    save_file({"idf": values}, WEIGHTS / "weights.safetensors")
    (WEIGHTS / "words.txt").write_text("\n".join(idf) + "\n", encoding="utf-8")
    weights = dict(zip(SIGNS, (round(float(w), 4) for w in fitted.coef_[0]), strict=True))
    facts = {
        "rare": round(rare, 4),
        "weights": weights,
        "bias": round(float(fitted.intercept_[0]), 4),
    }
    digest = hashlib.sha256(values.tobytes() + json.dumps(facts).encode()).hexdigest()[:8]
    text = json.dumps({"name": f"stories-{digest}", **facts}, indent=2)
    (WEIGHTS / "model.json").write_text(text + "\n", encoding="utf-8")
    print(f"{len(idf)} words, {len(same)} pairs, {int(same.sum())} of one event: {weights}")


def _idf(holding: int, articles: int) -> float:
    return log((1 + articles) / (1 + holding)) + 0.3


if __name__ == "__main__":
    main()
