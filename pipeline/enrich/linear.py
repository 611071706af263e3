"""A trained linear model on disk: features in, calibrated class probabilities out.

A model is a folder: ``model.json`` (labels, fields, temperature, recipe), ``features.txt`` (one a
line) and ``weights.safetensors``: ``idf`` (n,), ``coef`` (n, classes) in eight bits, each row with
its ``scale`` (n, 1), and ``intercept``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load_file, save_file
from scipy.sparse import csr_matrix
from scipy.special import softmax

from pipeline.enrich.features import Document, features
from pipeline.errors import ModelError

FILES = ("model.json", "features.txt", "weights.safetensors")
STEPS = 127  # either side of nought, of eight bits
LEAST_SCALE = 1e-6


@dataclass(frozen=True)
class LinearModel:
    """Multinomial logistic regression over TF-IDF features (unit-length rows)."""

    name: str
    labels: tuple[str, ...]
    temperature: float
    index: dict[str, int]
    idf: NDArray[np.float32]
    coef: NDArray[np.float32]
    intercept: NDArray[np.float32]

    def probabilities(self, documents: Sequence[Document]) -> NDArray[np.float64]:
        """Shape (documents, labels); rows sum to 1."""
        rows = vectorise([features(document) for document in documents], self.index, self.idf)
        logits = rows @ self.coef + self.intercept
        return np.asarray(softmax(logits / self.temperature, axis=1), dtype=np.float64)


def vectorise(
    counted: Sequence[dict[str, float]], index: dict[str, int], idf: NDArray[np.float32]
) -> csr_matrix:
    """TF-IDF rows of unit length over the known features."""
    data, columns, starts = [], [], [0]
    for counts in counted:
        known = [(index[name], value) for name, value in counts.items() if name in index]
        values = np.array([value * idf[column] for column, value in known], dtype=np.float32)
        data.append(values / (np.linalg.norm(values) or 1.0))
        columns += [column for column, _ in known]
        starts.append(len(columns))
    flat = np.concatenate(data) if data else np.zeros(0, np.float32)
    return csr_matrix((flat, columns, starts), shape=(len(counted), len(index)))


@cache
def load(folder: Path) -> LinearModel:
    """Raises ModelError naming the folder and what is wrong with it."""
    try:
        facts = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        names = (folder / "features.txt").read_text(encoding="utf-8").splitlines()
        weights = load_file(folder / "weights.safetensors")
        if not len(names) == len(weights["idf"]) == len(weights["coef"]):
            raise ValueError("features.txt and weights.safetensors are of different models")
        return LinearModel(
            name=facts["name"],
            labels=tuple(facts["labels"]),
            temperature=facts["temperature"],
            index={name: number for number, name in enumerate(names)},
            idf=weights["idf"].astype(np.float32),
            coef=weights["coef"] * weights["scale"].astype(np.float32),
            intercept=weights["intercept"].astype(np.float32),
        )
    except (OSError, ValueError, KeyError, SafetensorError) as error:
        raise ModelError(
            f"the model in {folder} cannot be read: {error}.",
            hint="Restore the folder from the repository, or train it again (see its card).",
        ) from error


def save(folder: Path, model: LinearModel, recipe: dict[str, object]) -> None:
    """Write a model; ``recipe`` says how it came to be. The name gets the weights' digest."""
    folder.mkdir(parents=True, exist_ok=True)
    most = np.abs(model.coef).max(axis=1, keepdims=True)
    scale = np.maximum(most / STEPS, LEAST_SCALE).astype(np.float16)
    save_file(
        {
            "idf": model.idf.astype(np.float16),
            "coef": np.clip(np.round(model.coef / scale), -STEPS, STEPS).astype(np.int8),
            "scale": scale,
            "intercept": model.intercept.astype(np.float32),
        },
        folder / "weights.safetensors",
    )
    (folder / "features.txt").write_text("\n".join(model.index) + "\n", encoding="utf-8")
    weights = hashlib.sha256((folder / "weights.safetensors").read_bytes()).hexdigest()[:8]
    facts = {
        "name": f"{model.name}-{weights}",
        "labels": model.labels,
        "temperature": model.temperature,
        "recipe": recipe,
    }
    (folder / "model.json").write_text(json.dumps(facts, indent=2) + "\n", encoding="utf-8")
