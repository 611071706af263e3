"""Encoders that read a window once, however many models, roles and slices ask of it.

Reading is nearly all that an encoder costs, and one reading answers every task: an evaluation that
asks an encoder and the blends it is a part of the same questions takes half the time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace

import numpy as np
from numpy.typing import NDArray

from pipeline.enrich.classifiers import Blend, Classifier, Neural
from pipeline.enrich.encoder import Encoder
from pipeline.enrich.windows import Window


@dataclass(frozen=True)
class Remembering(Encoder):
    known: dict[Window, NDArray[np.float32]] = field(default_factory=dict)

    def logits(self, windows: Sequence[Window]) -> NDArray[np.float32]:
        new = list(dict.fromkeys(window for window in windows if window not in self.known))
        self.known.update(zip(new, super().logits(new), strict=True))
        found = [self.known[window] for window in windows]
        return np.stack(found) if found else np.zeros((0, len(self.columns)), np.float32)


class Memory:
    """Models whose encoders remember; one encoder in several models remembers for all."""

    def __init__(self) -> None:
        self._encoders: dict[str, Encoder] = {}

    def of(self, model: Classifier) -> Classifier:
        if isinstance(model, Blend):
            return replace(model, parts=tuple(self.of(part) for part in model.parts))
        if isinstance(model, Neural):
            known = self._encoders.setdefault(model.encoder.name, _remembering(model.encoder))
            return replace(model, encoder=known)
        return model


def _remembering(encoder: Encoder) -> Encoder:
    return Remembering(**{part.name: getattr(encoder, part.name) for part in fields(encoder)})
