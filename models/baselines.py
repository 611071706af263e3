"""What a model must beat: the commonest answer, counted words, and mean word vectors.

Each is a :class:`~pipeline.enrich.classifiers.Classifier` and learns, where it learns, what the
trained models learn: never anything of a test split. TF-IDF with a linear model, the strongest of
the simple ones, is in the registry for every role (``models/linear``) and made here for the public
sets. Needs the extra ``train``.
"""

from __future__ import annotations

import re
import tomllib
import warnings
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from re import Pattern

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.special import softmax
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.neural_network import MLPClassifier

from models.examples import Example, of_role
from models.linear.train import LABELS
from models.linear.training import Row, fit
from models.public_sets import LabelledText
from pipeline.enrich import code_book, registry
from pipeline.enrich.classifiers import Classifier, Linear
from pipeline.enrich.documents import police_words
from pipeline.enrich.features import Document
from pipeline.enrich.questions import Question
from pipeline.enrich.registry import Role
from pipeline.errors import ConfigError
from pipeline.settings import DATA

POLARITY_WORDS = DATA / "polarity.toml"
BUCKETS, WIDTH, PASSES, BATCH, RATE = 2**15, 16, 8, 64, 0.003  # by a check on the training split
SEED = 7

Probabilities = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Learned:
    """A question, its true label, and how much it counts."""

    question: Question
    label: str
    weight: float = 1.0


@dataclass(frozen=True)
class Majority:
    """Always the shares of the labels it has learned."""

    name: str
    labels: tuple[str, ...]
    shares: tuple[float, ...]

    def probabilities(self, questions: Sequence[Question]) -> Probabilities:
        return np.tile(np.array(self.shares), (len(questions), 1))


@dataclass(frozen=True)
class Words:
    """Counts words for each label; ``counts`` gives them for a text."""

    name: str
    labels: tuple[str, ...]
    counts: Callable[[str], Mapping[str, float]]

    def probabilities(self, questions: Sequence[Question]) -> Probabilities:
        found = [self.counts(f"{question.title}\n{question.text}") for question in questions]
        rows = np.array([[float(row.get(label, 0)) for label in self.labels] for row in found])
        return np.asarray(softmax(rows.reshape(-1, len(self.labels)), axis=1), dtype=np.float64)


@dataclass(frozen=True)
class MeanVectors:
    """The mean of learned vectors of words and word pairs, then a softmax (as fastText: Joulin et
    al. 2017), over hashed features."""

    name: str
    labels: tuple[str, ...]
    read: Callable[[Question], Document]
    network: MLPClassifier

    def probabilities(self, questions: Sequence[Question]) -> Probabilities:
        found = np.zeros((len(questions), len(self.labels)))
        rows = self.network.predict_proba(_hashed([self.read(q) for q in questions]))
        found[:, self.network.classes_] = rows
        return found


def for_role(role: Role, examples: Sequence[Example]) -> dict[str, Classifier]:
    """The baselines of a role by name."""
    chosen = [
        Learned(example.asked(role), example.label(role), example.weight)
        for example in of_role(examples, role)
    ]
    labels, read = LABELS[role], registry.READERS[role]
    return {
        "majority": majority(chosen, labels),
        "lexicon": lexicon(role),
        "mean vectors": mean_vectors(chosen, labels, read),
    }


def for_texts(texts: Sequence[LabelledText], labels: Sequence[str]) -> dict[str, Classifier]:
    """The baselines of a public set, TF-IDF with a linear model among them."""
    chosen = [Learned(Question(row.text, ""), row.label) for row in texts]
    rows = [Row(_title(one.question), labels.index(one.label), 1.0, 0, False) for one in chosen]
    return {
        "majority": majority(chosen, labels),
        "lexicon": lexicon("tone"),
        "mean vectors": mean_vectors(chosen, labels, _title),
        "TF-IDF + linear": Linear(fit("TF-IDF + linear", rows, labels), _title),
    }


def majority(learned: Sequence[Learned], labels: Sequence[str]) -> Majority:
    counts = Counter(one.label for one in learned)
    shares = tuple(counts[label] / len(learned) for label in labels)
    return Majority("majority", tuple(labels), shares)


def lexicon(role: Role) -> Words:
    """Words that praise or blame; for relevance any that names the police; for topics the keywords
    of the code book."""
    own: dict[Role, Callable[[str], Mapping[str, float]]] = {
        "relevance": _police,
        "topics": _codes,
    }
    counts = own.get(role, _polarity)
    return Words("lexicon", LABELS[role], counts)


def mean_vectors(
    learned: Sequence[Learned], labels: Sequence[str], read: Callable[[Question], Document]
) -> MeanVectors:
    """Every label counts alike, as in the linear models."""
    counts = Counter(one.label for one in learned)
    balance = {label: len(learned) / len(counts) / count for label, count in counts.items()}
    network = MLPClassifier(
        (WIDTH,), activation="identity", learning_rate_init=RATE, max_iter=PASSES,
        batch_size=min(BATCH, len(learned)), alpha=0, random_state=SEED,
    )  # fmt: skip
    with warnings.catch_warnings(category=ConvergenceWarning, action="ignore"):  # so many passes
        network.fit(
            _hashed([read(one.question) for one in learned]),
            [labels.index(one.label) for one in learned],
            sample_weight=[one.weight * balance[one.label] for one in learned],
        )
    return MeanVectors("mean vectors", tuple(labels), read, network)


@dataclass(frozen=True, slots=True)
class PolarityWords:
    positive: Pattern[str]
    negative: Pattern[str]


@cache
def polarity_words(file: Path = POLARITY_WORDS) -> PolarityWords:
    """Raises ConfigError that names the file and what is wrong."""
    try:
        raw = tomllib.loads(file.read_text(encoding="utf-8"))
        return PolarityWords(*(_any_of(raw[side]) for side in ("positive", "negative")))
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise ConfigError(
            f"{file} cannot be read: {error!r}.",
            hint="It holds two lists of words: positive and negative.",
        ) from error


def _any_of(words: Sequence[str]) -> Pattern[str]:
    longest = sorted(words, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest))})\b", re.IGNORECASE)


def _polarity(text: str) -> Mapping[str, float]:
    """Which side has more words; neither, when both have as many."""
    words = polarity_words()
    more = len(words.positive.findall(text)) - len(words.negative.findall(text))
    return {"positif": more, "netral": 0.5, "negatif": -more}


def _police(text: str) -> Mapping[str, float]:
    return {"true": 1.0 if police_words().search(text) else -1.0}


def _codes(text: str) -> Mapping[str, float]:
    return Counter(code_book.load().hits(text))


def _title(question: Question) -> Document:
    return {"title": question.title}


def _hashed(documents: Sequence[Document]) -> csr_matrix:
    made = HashingVectorizer(
        n_features=BUCKETS, ngram_range=(1, 2), alternate_sign=False, token_pattern=r"\b\w+\b"
    )
    return made.transform("\n".join(document.values()) for document in documents)
